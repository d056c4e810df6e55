from __future__ import annotations

import json
import re
from dataclasses import replace

import jsonschema
import pytest
from markdown_it import MarkdownIt

from tests.diff.test_pressure import LOUD, QUIET, SURVEY
from tests.inventories import TODAY, audit_text
from tpaudit.diff.comparison import Comparison, compare
from tpaudit.messages import say
from tpaudit.outputs.diff import json as diff_json
from tpaudit.outputs.diff import markdown as diff_markdown
from tpaudit.outputs.diff import text as diff_text

CHANGED = LOUD.replace("name: tips,", "name: Good tips, tags: [a, b],").replace("id: kickoff", "id: kickoff-call")
HOSTILE = "\\x1b[31m\\n::error::x\\n##[error]y | `a` <script>x</script> [l](http://x.y) @all #1 :bug: ]]> \\u202e --> é"
EVIL = QUIET.replace("name: SMB", f'name: "{HOSTILE}"').replace(
    "name: tips", f'name: "{HOSTILE}", purpose: "{HOSTILE}", tags: ["{HOSTILE}"], owner: nobody'
)


def comparison(*sides: tuple[str | None, str | None]) -> Comparison:
    """Return what becomes of inventories, each with its texts before and after."""
    changes = []
    for number, (before, after) in enumerate(sides):
        change = compare(audit_text(before) if before else None, audit_text(after) if after else None)
        changes.append(replace(change, folder=f"inventory-{number}" if number else ""))
    return Comparison("main", None, TODAY, tuple(changes))


def small() -> Comparison:
    """Return a change by which a budget is exceeded, with everything else in it."""
    before = QUIET + "audit: {select: [PRS001, PRS002, PUR001], ignore: [INV]}\n"
    after = CHANGED.replace("name: survey,", "name: survey, purpose: Learn,") + (
        "audit: {select: [PRS001, PRS002, PUR001]}\n"
    )
    return comparison((before, after))


TEXT = """\
Worse: 1 new error, 1 touchpoint added, 1 touchpoint renamed, 1 touchpoint changed, 1 setting
  changed.
Compared: main → the work tree

tpaudit.yaml (.)

  Contact pressure
    SMB, worst week 2 → 3, budget 2: now exceeded by kickoff, Good tips, survey

  New findings: 1
    error PRS002 tpaudit.yaml:3: {pressure}

  Touchpoints
    added: survey (survey)
      status: live, type: survey, phase: onboarding, channel: phone, timing: at: 5d
    renamed: kickoff → kickoff-call (kickoff)
    changed: Good tips (tips)
      name: tips → Good tips
      tags: a added
      tags: b added

  Figures
    SMB
      contacts per customer and quarter: 0.5 → 0.75
      contacts per account and quarter: 0.5 → 0.75
      worst week: 2 → 3
      worst month: 2 → 3
      worst quarter: 2 → 3
      quarter 1: 2 → 3
      Onboarding: 2 → 3 touchpoints

  Root file
    audit.ignore: INV removed
"""


def test_text() -> None:
    change = small()
    (inventory,) = change.inventories
    # How the rules word it is theirs.
    new = tuple(finding._replace(message=say(finding.code)) for finding in inventory.new)
    fixed = tuple(finding._replace(message=say(finding.code)) for finding in inventory.fixed)
    change = replace(change, inventories=(replace(inventory, new=new, fixed=fixed),))
    assert diff_text.document(change, width=100) == TEXT.format(pressure="PRS002")


def test_every_section_is_there_in_the_order_of_its_weight() -> None:
    sections = [line for line in diff_text.document(small()).splitlines() if line.startswith("  ") and line[2] != " "]
    assert sections == [
        "  Contact pressure", "  New findings: 1", "  Touchpoints", "  Figures", "  Root file"
    ]  # fmt: skip


def test_text_is_as_wide_as_the_terminal() -> None:
    for width in (40, 80, 120):
        assert max(map(len, diff_text.document(small(), width=width).splitlines())) <= width
    assert "\x1b[" in diff_text.document(small(), color=True)
    assert "\x1b[" not in diff_text.document(small())


def test_nothing_to_say() -> None:
    same = comparison((LOUD, LOUD))
    line = "No difference in touchpoints, contact pressure and findings."
    assert diff_text.document(same) == f"{line}\nCompared: main → the work tree\n"
    assert diff_markdown.document(same) == f"## tpaudit\n\n**{line}**\n\nCompared: main → the work tree\n"
    assert json.loads(diff_json.document(same))["changed"] is False


def test_markdown_opens_what_matters_and_folds_the_rest() -> None:
    text = diff_markdown.document(small())
    assert text.startswith("## tpaudit\n\n**Worse: 1 new error, ")
    assert (
        "| Segment | Contacts | Before | Now | Limit | Verdict | Through |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| SMB | worst week | 2 | 3 | 2 | **now exceeded** | Good tips, survey |\n\n"
        "**New or worse findings: 1**\n\n- error **PRS002** exceeded-contact-budget `tpaudit.yaml:3`: " in text
    )
    assert "| Figure | SMB |\n| --- | --- |\n| contacts per customer and quarter | 0.5 → 0.75 |\n" in text
    assert "| touchpoints in: Onboarding | 2 → 3 |\n\n</details>\n" in text
    assert text.count("<details>") == text.count("</details>") == text.count("<details><summary>") == 2
    assert "- changed: Good tips (tips)\n  - name: tips → Good tips\n  - tags: a added\n  - tags: b added\n" in text
    assert "- renamed: kickoff → kickoff-call (kickoff)\n" in text
    assert "- added: survey (survey)\n  - status: live, type: survey, phase: onboarding, channel: phone, timing" in text


def test_a_reviewer_is_told_what_faults_hide() -> None:
    broken = LOUD.replace("type: nudge", "type: nuke")
    for document in (diff_text.document, diff_markdown.document):
        assert "Before, faults in the files hid a part" in document(comparison((broken, LOUD)))
        assert "Now faults in the files hide a part" in document(comparison((LOUD, broken)))


def test_one_sided_inventories_and_segments() -> None:
    text = diff_text.document(comparison((None, LOUD), (LOUD, None)))
    assert "tpaudit.yaml (.), a new inventory" in text
    assert "tpaudit.yaml (inventory-1), which no longer exists" in text
    more = diff_text.document(comparison((LOUD, LOUD.replace("segments:\n", "segments:\n  - {id: big, name: Big}\n"))))
    assert "    Big, a new segment\n" in more
    assert "    segments, added: Big (big)\n" in more


def many(count: int, purpose: str = "x") -> str:
    return QUIET + "".join(
        f"  - {{id: s{n}, name: Survey {n}, type: survey, purpose: {purpose}, channel: email, timing: {{at: {n}d}}}}\n"
        for n in range(count)
    )


def test_a_comment_stays_under_the_limit_and_says_what_is_left_out() -> None:
    text = diff_markdown.document(comparison((QUIET, many(150)), (many(150), QUIET), (QUIET, LOUD)))
    assert 55_000 < len(text) < diff_markdown.LIMIT
    assert text.count("<details>") == text.count("</details>")
    assert text.endswith("items are left out here, because a comment can hold no more: `tpaudit diff` shows them.**\n")
    assert text.count("**now exceeded**") >= 2, "what matters in the last inventory is there"


def test_a_giant_displaces_nothing() -> None:
    after = QUIET.replace("name: tips,", f"name: tips, tags: [{', '.join(f't{n}' for n in range(5_000))}],")
    text = diff_markdown.document(comparison((QUIET, after)))
    assert len(text) < 10_000
    assert " more\n" in text
    long = diff_markdown.document(
        comparison((QUIET, QUIET.replace("id: tips, name: tips", f"id: tips, name: {'x' * 9_000}")))
    )
    assert len(long) < 12_000


def test_text_from_inventories_does_nothing() -> None:
    change = comparison((QUIET, EVIL), (EVIL, QUIET), (None, EVIL), (EVIL, EVIL.replace("at: 3d", "at: 1d")))
    text, comment = diff_text.document(change), diff_markdown.document(change)
    for output in (text, comment, diff_json.document(change)):
        assert "\x1b" not in output
        assert "\u202e" not in output
        assert "##[" not in output
        assert not any(line.lstrip().startswith("::") for line in output.splitlines())
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(comment)
    inline = [child.type for token in tokens for child in token.children or ()]
    assert not {"link_open", "image", "html_inline"} & set(inline)
    code = {child.content for token in tokens for child in token.children or () if child.type == "code_inline"}
    assert "a" not in code, "places and keys only"
    assert all(re.fullmatch(r"[\w./-]*(yaml:\d+)?", code_part) for code_part in code), code
    assert {token.tag for token in tokens if token.type == "td_open"} == {"td"}
    html = "".join(token.content for token in tokens if token.type == "html_block")
    assert "script" not in html
    assert "@all" not in comment
    assert ":bug:" not in comment


@pytest.mark.parametrize(
    "change",
    [
        small,
        lambda: comparison((LOUD, QUIET), (None, LOUD), (LOUD, None)),
        lambda: comparison((QUIET, EVIL)),
        lambda: comparison((LOUD, LOUD.replace("type: nudge", "type: nuke"))),
        comparison,
    ],
)  # fmt: skip
def test_json_keeps_to_its_schema(change: object) -> None:
    assert callable(change)
    schema = json.loads(diff_json.schema())
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(diff_json.document(change()))
    jsonschema.Draft202012Validator(schema).validate(document)


def test_json_says_everything_exactly() -> None:
    document = json.loads(diff_json.document(small()))
    (inventory,) = document["inventories"]
    (segment,) = inventory["segments"]
    (exceeded,) = segment["exceeded"]
    assert exceeded["state"] == "new"
    assert exceeded["before"] is None
    assert exceeded["after"]["touchpoints"] == ["kickoff-call", "tips", "survey"]
    figures = {figure["figure"]: figure for figure in segment["figures"]}
    assert figures["contacts_per_quarter"]["difference"] == 0.25
    assert figures["longest_silence"]["limit_after"] == 400
    assert inventory["touchpoints"]["renamed"] == [
        {"before": "kickoff", "after": "kickoff-call", "name": "kickoff", "changes": []}
    ]
    (changed,) = inventory["touchpoints"]["changed"]
    assert changed["changes"][0] == {
        "field": ["name"], "before": "tips", "after": "Good tips", "implied": False, "message": "name: tips → Good tips"
    }  # fmt: skip
    evil = json.loads(diff_json.document(comparison((QUIET, EVIL))))
    assert any("\u202e" in inventory["name"] for inventory in evil["inventories"][0]["touchpoints"]["changed"])


def test_the_same_change_gives_the_same_bytes() -> None:
    for document in (diff_text.document, diff_markdown.document, diff_json.document):
        assert document(small()) == document(small())


def test_more_budgets_are_listed_worst_news_first() -> None:
    more = LOUD + SURVEY.replace("survey,", "more,", 2)
    text = diff_text.document(comparison((LOUD, more)))
    assert "worst week 3 → 4, budget 2: exceeded by more, by kickoff, tips, survey, more" in text


def test_many_changed_touchpoints_are_folded_and_of_new_findings_the_worst_are_open() -> None:
    text = diff_markdown.document(comparison((QUIET, many(30))))
    before_details = text.split("<details>")[0]
    assert "**Touchpoints**" not in text
    assert "<details><summary>Touchpoints</summary>" in text
    assert before_details.count("\n- ") == 10
    assert "- info" not in before_details


def test_the_table_names_what_the_change_does_not_touch_where_it_touches_nothing_of_the_window() -> None:
    lower = QUIET.replace("per_week: 2", "per_week: 1")
    text = diff_markdown.document(comparison((QUIET, lower)))
    assert "| SMB | worst week | 2 | 2 | 2 → 1 | **now exceeded** | kickoff, tips |" in text
