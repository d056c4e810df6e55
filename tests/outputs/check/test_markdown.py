"""The comment on a pull request: what stands in it, in which order, and that it always fits."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from markdown_it import MarkdownIt

from tests.inventories import audit_text
from tests.outputs.audits import change, example, of, worked_example
from tpaudit.findings.result import Audit
from tpaudit.messages import say
from tpaudit.outputs.check.markdown import COMMENT, STEP_SUMMARY, document, step_summary
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.links import Links
from tpaudit.outputs.prose import prose


def text(audit: Audit) -> str:
    """Return the comment."""
    return document(audit, Options())


def test_the_comment_begins_with_the_counts_then_the_causes_then_the_figures() -> None:
    comment = text(worked_example("PRS"))
    lines = comment.splitlines()
    assert lines[0] == "## tpaudit: 1 error, 2 warnings, 0 infos"
    assert lines[2] == "**Decide first: 2 causes behind 3 findings**"
    assert lines[4] == "- **error** More contacts reach one person than the contact budget allows. (PRS002, PRS012)"
    assert lines[-1].startswith("1 file, 8 touchpoints")
    assert comment.index("**error**") < comment.index(
        "| Segment | contacts a quarter | fullest week | after one event | longest silence |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| smb | 3.25, plus events | **3 of 2** | up to 2 | **92 days of 60** |\n"
    )


def test_errors_are_open_and_every_finding_is_folded() -> None:
    comment = text(example("b2b-saas"))
    opened, _, folded = comment.partition("<details>")
    assert opened.count("\n- **error**") == opened.count("\n- **") == 11, "all errors, though they are more than ten"
    assert re.match(r"<summary>\d+ errors in detail</summary>", folded)
    assert re.search(r"<summary>\d+ warnings in detail</summary>", folded)
    assert comment.count("<details>") == comment.count("</details>")


def test_a_cause_says_who_and_what_where_and_what_to_do() -> None:
    opened, _, folded = text(worked_example("PRS")).partition("<details>")
    item = opened.split("(PRS002, PRS012)\n")[1].split("\n- ")[0].splitlines()
    assert len(item) == 4
    assert "for a customer of smb" in item[0]
    assert item[2] == "  - `tpaudit.yaml:6`"
    assert item[3].startswith("  - Drop, merge or move")
    assert folded.count("\n- `") == 3


def test_places_are_links_where_that_is_asked_for() -> None:
    links = Links("https://example.org/blob/{commit}/{path}#L{line}", "abc")
    inventory_audit = replace(worked_example("PRS").inventories[0], repository_folder="my plans")
    comment = document(of(inventory_audit), Options(links=links))
    assert "[`tpaudit.yaml:6`](<https://example.org/blob/abc/my%20plans/tpaudit.yaml#L6>)" in comment
    assert "](" not in text(of(inventory_audit)).replace("\\](", "")


def test_fields_to_complete_are_one_item_and_errors_among_them_are_visible() -> None:
    opened = text(worked_example("OWN001")).partition("<details>")[0]
    assert "\n- To complete: owner 8\n" in opened
    assert opened.count("**error**") == 1
    assert (
        "- **error** Nobody answers for the touchpoint. (OWN001)\n  - nobody owns Welcome e-mail; likewise:" in opened
    )


def test_broken_files_are_told_first_and_alone() -> None:
    comment = text(of(audit_text("touchpoints:\n  - {id: a, name: A, colour: red}\n", "INV003", "OWN001")))
    opened, _, folded = comment.partition("<details>")
    assert "**1 fault of the files; all else is guesswork until they are fixed**" in opened
    assert "**INV003**" in opened
    assert "OWN001" not in opened
    assert "OWN001" in folded


def test_a_finding_is_an_item_with_place_and_message_and_the_help_once() -> None:
    html = MarkdownIt().render(text(worked_example("OWN001")))
    assert html.count("<code>tpaudit.yaml:11:6</code> <strong>OWN001</strong> missing-owner: ") == 1
    assert "<code>owner</code>" in html
    assert html.count("<br />") == 1, "the help is not repeated"


def big(findings: int, *, name: str = "A", segments: int = 0) -> Audit:
    """Return an audit of much."""
    inventory_audit = audit_text("touchpoints:\n  - {id: a, name: A}\n", "OWN001")
    finding = inventory_audit.findings[0]._replace(message=say("{name} is nobody's", name=name))
    plans = tuple(
        replace(plan, segment=plan.segment.model_copy(update={"id": f"s{number}-{name}"}))
        for plan in inventory_audit.schedule.segments
        for number in range(segments)
    )
    return of(
        replace(
            inventory_audit, findings=(finding,) * findings, schedule=inventory_audit.schedule._replace(segments=plans)
        )
    )


def named(name: str) -> Audit:
    """Return an audit of inventories of this name."""
    inventory_audit = big(1).inventories[0]
    inventory_audit = replace(inventory_audit, inventory=replace(inventory_audit.inventory, name=name))
    return of(inventory_audit, replace(inventory_audit, folder="other"))


@pytest.mark.parametrize(
    "made",
    [
        lambda: big(5_000),
        lambda: big(1_000, name="| `ü` <b> @all :: ##[error] " * 20),
        lambda: big(3, name="x" * 200_000),
        lambda: big(3, segments=2_000),
        lambda: big(100, name="::" * 1_000, segments=100),
        lambda: of(*(replace(big(9).inventories[0], folder=f"folder-{number}", stale=3) for number in range(400))),
        lambda: named("n" * 100_000),
    ],
)
def test_the_comment_fits_and_says_what_is_left_out(made: Callable[[], Audit]) -> None:
    audit = made()
    comment, summary = text(audit), step_summary(audit, Options())
    assert len(comment) < COMMENT <= 65_000
    assert len(summary.encode()) < STEP_SUMMARY < 1024 * 1024
    assert " rules checked" in comment.splitlines()[-1]
    shown = comment.count("\n- `")
    left = len(audit.findings) - shown
    assert (f"{left} finding" in comment.replace(",", "")) is bool(left)


def test_a_giant_does_not_displace_the_others() -> None:
    audit = change(
        worked_example("OWN001"),
        lambda number, finding: finding._replace(message=say("{x}", x="x" * 70_000)) if number == 0 else finding,
    )
    comment = text(audit)
    assert comment.count("\n- `") == 7
    assert re.search(r"Left out here, because a comment can hold no more: .*1 finding\.", comment)


def test_small_comments_leave_nothing_out() -> None:
    assert "Left out" not in text(worked_example("OWN001"))


def test_what_is_mended_is_folded() -> None:
    audit = worked_example("OWN001")
    gone = audit.inventories[0].findings[:2]
    comment = text(replace(audit, inventories=(replace(audit.inventories[0], fixed=gone),)))
    assert "<summary>2 fixed</summary>" in comment
    assert "> Since the revision named: 8 new, 0 worse, 0 unchanged, 2 fixed." in comment


def test_code_in_templates_stays_code_whatever_the_values_hold() -> None:
    message = say("set `{key}` of {name}, or `owner`", key="a`b", name="x`y`z")
    assert prose(message, "en") == "set ``a`b`` of x\\`y\\`z, or `owner`"
    assert prose(say("{name}: `x`", name="- a"), "en") == "\\- a: `x`"
    assert prose(say("`x` - {name}", name="b"), "en") == "`x` - b"
