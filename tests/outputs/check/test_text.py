"""The default output: what stands in it, how it is grouped, and that a terminal only adds wrapping and colour."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.inventories import audit_text
from tests.outputs.audits import change, example, of, worked_example
from tpaudit.findings.finding import Waived
from tpaudit.findings.result import Audit
from tpaudit.messages import render
from tpaudit.outputs.cells import cells
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.text import document
from tpaudit.severity import Severity

PLAIN = Options()
ALL = Options(show=tuple(Severity))
SGR = re.compile(r"\x1b\[[0-9;]*m")


def owned_by_nobody(count: int, *, among: int | None = None) -> Audit:
    """Return an audit with so many touchpoints without owner."""
    touchpoints = "".join(
        f"  - id: call-{number}\n    name: Call {number}\n{'' if number <= count else '    owner: csm'}\n"
        for number in range(1, (among or count) + 1)
    )
    return of(audit_text(f"tpaudit: 1\ntouchpoints:\n{touchpoints}", "OWN001"))


def said(audit: Audit, number: int) -> str:
    """Return a finding's message: its wording is the rule's own matter."""
    return render(audit.findings[number].message)


def test_a_finding_is_a_block_under_its_file() -> None:
    audit = owned_by_nobody(1)
    lines = document(audit, PLAIN).splitlines()
    assert lines[:8] == [
        "tpaudit.yaml  1 error",
        "",
        "  tpaudit.yaml:3:5  error OWN001 missing-owner",
        f"  {said(audit, 0)}",
        "    3 |   - id: call-1",
        "      |     ^^",
        f"  help: {render(audit.findings[0].help)}",
        "",
    ]


def test_the_line_of_a_file_that_cannot_be_understood_is_shown_all_the_same() -> None:
    lines = document(of(audit_text("tpaudit: 1\nname: @home\n", "INV002")), PLAIN).splitlines()
    assert lines[4:6] == ["    2 | name: @home", "      |       ^"]


def test_related_places_stand_below_the_source_line() -> None:
    text = document(
        of(audit_text("touchpoints:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "INV004")), PLAIN
    ).splitlines()
    marker = next(number for number, line in enumerate(text) if "^" in line)
    assert text[marker + 1].strip().startswith("tpaudit.yaml:2:6  ")


def test_more_than_three_findings_of_a_rule_share_a_block_that_says_how_many() -> None:
    audit = owned_by_nobody(4, among=7)
    text = document(audit, PLAIN)
    assert text.count("OWN001") == 1
    assert f"  4 of 7 touchpoints, for example: {said(audit, 0)}\n" in text
    assert text.count("help: ") == 1
    assert text.index("help: ") < text.index("    tpaudit.yaml: 3 call-1, 6 call-2, 9 call-3, 12 call-4\n")


def test_what_is_found_most_often_comes_first() -> None:
    touchpoints = "".join(f"  - {{id: a{n}, name: A, phase: adoption, metrics: {{family: nps}}}}\n" for n in range(5))
    more = "".join(f"  - {{id: b{n}, name: B, channel: email}}\n" for n in range(5))
    text = document(of(audit_text(f"touchpoints:\n{touchpoints}{more}", "MET003", "PUR001", "OWN001", "CHN001")), PLAIN)
    assert re.findall(r"(?:error|warning) (\w{3}\d{3}) ", text) == ["OWN001", "PUR001", "CHN001", "MET003"]


def test_what_is_about_the_whole_inventory_has_no_line_to_show() -> None:
    text = document(
        of(
            audit_text(
                "tpaudit: 1\naudit: {severity: {PRI001: warning}}\ntouchpoints:\n  - {id: a, name: A}\n", "PRI001"
            )
        ),
        PLAIN,
    )
    assert "tpaudit.yaml:1:1  warning PRI001" in text
    assert "1 | tpaudit" not in text


def test_where_a_rule_fires_on_few_of_its_subjects_the_block_counts_findings() -> None:
    audit = owned_by_nobody(4, among=8)
    assert f"  4 findings, for example: {said(audit, 0)}\n" in document(audit, PLAIN)


@pytest.mark.parametrize(("count", "options"), [(3, PLAIN), (4, Options(expand=True))])
def test_few_findings_and_expanded_ones_have_blocks_of_their_own(count: int, options: Options) -> None:
    assert document(owned_by_nobody(count), options).count("error OWN001 missing-owner\n") == count


def test_findings_that_differ_in_more_than_their_subject_are_listed_with_their_messages() -> None:
    text = document(
        of(
            audit_text(
                "touchpoints:\n" + "".join(f"  - {{id: a{n}, name: A, owner: o{n}, phase: p{n}}}\n" for n in range(4)),
                "INV005",
            )
        ),
        PLAIN,
    )
    assert text.count("INV005") == 1
    assert all(f"p{number}" in text for number in range(4))


def test_neighbours_with_one_cure_share_it() -> None:
    owners = "audit: {severity: {OWN003: warning}}\nowners: [{id: csm, role: csm}]\n"
    types = ("invoice", "invoice", "campaign", "campaign")
    rows = "".join(f"  - {{id: a{n}, name: A, owner: csm, type: {type_}}}\n" for n, type_ in enumerate(types))
    text = document(of(audit_text(f"{owners}touchpoints:\n{rows}", "OWN003")), PLAIN)
    shown = [line.split(":")[0].strip() for line in text.splitlines() if line.startswith("    ")]
    assert shown == ["tpaudit.yaml", "tpaudit.yaml", "help", "tpaudit.yaml", "tpaudit.yaml", "help"]


def test_infos_are_counted_and_shown_on_request() -> None:
    audit = of(audit_text("touchpoints:\n  - {id: a, name: A, type: nudge, channel: email}\n", "MET007"))
    assert "MET007" not in document(audit, PLAIN)
    assert "0 errors, 0 warnings, 1 info (--show info lists them)\n" in document(audit, PLAIN)
    assert "info MET007 untracked-touchpoint\n" in document(audit, ALL)
    assert "--show info" not in document(audit, ALL)


def test_the_summary_counts_by_owner_who_has_most_to_do_first() -> None:
    text = document(
        of(
            audit_text(
                "touchpoints:\n"
                "  - {id: a, name: A, owner: csm}\n  - {id: b, name: B, owner: csm}\n  - {id: c, name: C}\n",
                "PUR001",
            )
        ),
        PLAIN,
    )
    assert "Owner   errors  warnings  infos\ncsm          2         0      0\nnobody       1         0      0\n" in text


def test_the_headline_figures_stand_beside_their_limits() -> None:
    text = document(worked_example("PRS"), PLAIN)
    assert re.search(r"^Segment +contacts per quarter +worst week +longest silence$", text, re.MULTILINE)
    assert re.search(r"^smb +4\.37 +3\.11 \(limit 2\) +92 days \(limit 60 days\)$", text, re.MULTILINE)


def test_the_closing_line_says_what_was_checked_and_what_is_not_shown() -> None:
    audit = worked_example("PRS")
    text = document(audit, PLAIN)
    rules = len(audit.inventories[0].tallies)
    assert text.splitlines()[-1] == (
        f"1 inventory, 1 file, 8 touchpoints and {rules} rules checked. "
        "Findings: 0 waived, 0 known from the baseline, 0 hidden, 0 not judged. "
        "100% of 8 proactive touchpoints have days or rates."
    )


def test_waived_known_and_hidden_findings_are_counted_only() -> None:
    audit = change(
        owned_by_nobody(3),
        lambda number, finding: replace(finding, waived=Waived("agreed") if number == 0 else None, known=number == 1),
    )
    audit = replace(audit, inventories=(replace(audit.inventories[0], hidden=4, stale=2),))
    text = document(audit, PLAIN)
    assert "call-1" not in text
    assert "call-2" not in text
    assert "tpaudit.yaml:9:5  error OWN001" in text
    assert "1 error, 0 warnings, 0 infos\n" in text
    assert "Findings: 1 waived, 1 known from the baseline, 4 hidden, 0 not judged." in text
    assert "2 entries of the baseline match nothing any more" in text


def test_what_became_of_findings_since_a_revision() -> None:
    audit = change(
        owned_by_nobody(3), lambda number, finding: replace(finding, since="new" if number == 0 else "unchanged")
    )
    gone = audit.inventories[0].findings[1:2]
    audit = replace(audit, inventories=(replace(audit.inventories[0], mended=gone),))
    text = document(audit, PLAIN)
    assert "Since the revision named: 1 new, 2 unchanged, 1 mended.\n" in text
    assert f"Mended\n\n  tpaudit.yaml  OWN001 {render(gone[0].message)}\n" in text
    assert text.count("error OWN001") == 1


def test_faults_that_keep_rules_from_judging_are_said() -> None:
    text = document(of(audit_text("touchpoints:\n  - {id: a, name: A, phase: [}\n")), PLAIN)
    assert "tpaudit.yaml: its files have faults" in text
    assert not text.splitlines()[-1].endswith(" 0 not judged.")


def test_a_rule_that_failed_itself_is_named() -> None:
    assert "OWN001: KeyError: 'x'" in document(
        of(audit_text("name: x\n", "OWN001"), crashed=("OWN001: KeyError: 'x'",)), PLAIN
    )


def test_statistics_count_by_rule_family_and_step() -> None:
    audit = change(
        owned_by_nobody(2, among=3),
        lambda number, finding: replace(finding, waived=Waived("agreed") if number == 0 else None),
    )
    text = document(audit, Options(statistics=True))
    assert re.search(r"^Rule +findings +waived +passed +applicable +pass rate$", text, re.MULTILINE)
    assert re.search(r"^OWN001 missing-owner +1 +1 +1 +3 +33%$", text, re.MULTILINE)
    assert re.search(r"^OWN +1 +1 +1 +3 +33%$", text, re.MULTILINE)
    assert re.search(r"^Design +1 +1 ", text, re.MULTILINE)


def test_quiet_leaves_findings_and_the_closing_line() -> None:
    text = document(owned_by_nobody(1), Options(quiet=True))
    assert "error OWN001 missing-owner" in text
    assert "Owner " not in text
    assert "Segment " not in text
    assert text.splitlines()[-2] == ""
    assert "checked." in text.splitlines()[-1]


def test_nothing_is_wrapped_where_nobody_looks_at_a_terminal() -> None:
    assert max(len(line) for line in document(example("b2b-saas"), PLAIN).splitlines()) > 150


@pytest.mark.parametrize("width", [60, 100])
def test_a_terminal_gets_lines_that_fit(width: int) -> None:
    text = document(example("b2b-saas"), Options(show=tuple(Severity), width=width))
    too_wide = [line for line in text.splitlines() if cells(line) > width]
    # Tables are not wrapped, and neither are words that are longer than the line.
    assert all("  " in line.strip() or "/" in line for line in too_wide), too_wide


def test_wrapping_and_colour_change_no_word() -> None:
    audit = example("b2b-saas")
    plain = document(audit, ALL).split()
    assert SGR.sub("", document(audit, replace(ALL, width=10_000, color=True))).split() == plain
    assert SGR.sub("", document(audit, replace(ALL, color=True))).split() == plain
    assert "\x1b[1;31merror\x1b[0m" in document(audit, replace(ALL, color=True))
    assert "\x1b" not in document(audit, replace(ALL, width=100))


def test_without_terminal_rich_is_not_imported() -> None:
    program = (
        "import sys\n"
        "from tests.outputs.audits import example\n"
        "from tpaudit.outputs.check.formats import format_named\n"
        "from tpaudit.outputs.check.options import Options\n"
        "for name in ('text', 'concise', 'json', 'github', 'gitlab', 'sarif', 'markdown'):\n"
        "    format_named(name)(example('minimal'), Options(statistics=True))\n"
        "print([name for name in ('rich', 'junitparser') if name in sys.modules])\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_faults_of_touchpoints_are_counted_without_a_whole() -> None:
    text = "touchpoints:\n" + "".join(f"  - {{id: call-{n}, name: Call, phase: nowhere}}\n" for n in range(4))
    lines = document(of(audit_text(text, "INV005")), PLAIN).splitlines()
    assert any(line.startswith("  4 findings") for line in lines)
