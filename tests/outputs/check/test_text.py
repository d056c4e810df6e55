"""The default output: which causes stand on the screen, and that a terminal only adds wrapping and colour."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.inventories import audit_text
from tests.outputs.audits import change, example, of, owned_by_nobody, worked_example
from tests.outputs.check.screens import everything_wrong
from tpaudit.findings.finding import Waived
from tpaudit.outputs.cells import cells
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.text import SCREEN, document
from tpaudit.severity import Severity

PLAIN = Options()
ALL = Options(show=tuple(Severity))
SGR = re.compile(r"\x1b\[[0-9;]*m")


def lines(audit: object, options: Options = PLAIN) -> list[str]:
    """Return the output line by line."""
    return document(audit, options).splitlines()  # type: ignore[arg-type]


def test_the_first_line_says_what_was_audited() -> None:
    assert lines(worked_example("PRS"))[:2] == ["Worked example: 8 touchpoints, 1 segment", ""]


def test_causes_are_counted_with_the_findings_behind_them() -> None:
    text = document(example("b2b-saas"), PLAIN)
    counted = re.search(r"^Decide first: (\d+) causes behind (\d+) findings$", text, re.MULTILINE)
    assert counted is not None
    assert int(counted[1]) < int(counted[2])


def test_errors_come_before_warnings_and_what_customers_feel_before_paper() -> None:
    reported = [line.split()[1] for line in lines(example("b2b-saas")) if re.match(r"^ ?\d+ (error|warning) ", line)]
    assert reported == sorted(reported)
    assert "error" in reported
    assert len(reported) <= 10


def test_a_cause_says_who_and_what_where_and_what_to_do() -> None:
    text = document(worked_example("PRS", "TIM", "FBK"), PLAIN)
    title = next(line for line in text.splitlines() if line.startswith(" 1 error"))
    assert title.endswith("  PRS002, PRS012")
    first, second, place, cure = text.split(title)[1].splitlines()[1:5]
    assert "for a customer of smb" in first
    assert "customers of smb" in second
    assert place == "    tpaudit.yaml:6"
    assert cure.startswith("    Drop, merge or move")


def test_several_that_say_the_same_are_told_once() -> None:
    text = "owners: [{id: csm, role: csm}]\ntouchpoints:\n" + "".join(
        f"  - {{id: a{n}, name: Bill {n}, owner: csm, type: invoice}}\n" for n in range(7)
    )
    shown = document(of(audit_text(text, "OWN003")), ALL)
    assert "Bill 0" in shown
    assert "; likewise: Bill 1, Bill 2, Bill 3, 3 more\n" in shown
    assert "    tpaudit.yaml:3 :4 :5 :6 :7 :8 csm  1 more\n" in shown


def test_empty_fields_are_one_line_with_the_command_that_lists_them() -> None:
    text = document(owned_by_nobody(54), PLAIN)
    assert "To complete: owner 54    tpaudit list --missing owner\n" in text
    assert "Decide first" not in text
    assert "54 errors." in text


def test_entries_with_nothing_but_id_and_name_fit_on_one_screen() -> None:
    text = "touchpoints:\n" + "".join(f"  - {{id: a{n}, name: Letter {n}}}\n" for n in range(54))
    shown = lines(of(audit_text(text)))
    assert len(shown) <= SCREEN
    assert any(re.match(r"To complete: (\w+ 54, ){3}", line) for line in shown)


@pytest.mark.parametrize("width", [None, 80, 120])
def test_ninety_touchpoints_with_everything_wrong_fit_on_a_screen(width: int | None) -> None:
    assert len(lines(of(everything_wrong(90)), Options(width=width))) <= SCREEN


def test_a_thousand_touchpoints_fit_on_a_screen() -> None:
    assert len(lines(of(everything_wrong(1000)))) <= SCREEN


@pytest.mark.parametrize("name", ["b2b-saas", "retail"])
@pytest.mark.parametrize("width", [None, 80])
def test_the_examples_fit_on_a_screen(name: str, width: int | None) -> None:
    assert len(lines(example(name), Options(width=width))) <= SCREEN


def test_what_is_left_out_is_named_with_the_option_that_shows_it() -> None:
    (left,) = [line for line in lines(example("b2b-saas")) if line.endswith("(--expand)")]
    assert re.match(r" \d+ more: [A-Z]{3}\d{3}, ", left)


def test_broken_files_come_first_and_alone() -> None:
    text = document(of(audit_text("touchpoints:\n  - {id: a, name: A, phase: [}\n  - {id: b, name: B}\n")), PLAIN)
    assert "INV002" in text
    assert "OWN001" not in text
    assert "Decide first" not in text
    assert "To complete" not in text
    assert "contacts a quarter" not in text
    assert "not judged" not in text.splitlines()[-1]


def test_where_a_section_is_misspelt_nothing_is_said_of_times_that_nobody_could_read() -> None:
    touchpoint = "{id: a, name: A, type: nudge, channel: email, segments: smb, timing: {at: 1d}}"
    shown = "\n".join(lines(of(audit_text(f"segmente: [{{id: smb}}]\ntouchpoints: [{touchpoint}]"))))
    assert "Did you mean segments?" in shown
    assert "a time or a rate" not in shown


def test_what_waits_behind_a_fault_is_counted_and_shown_on_request() -> None:
    audit = of(audit_text("touchpoints:\n  - {id: a, name: A, colour: red}\n", "INV003", "OWN001"))
    assert "1 more finding waits until these faults are fixed" in document(audit, PLAIN)
    assert "OWN001" in document(audit, Options(expand=True))


def test_infos_are_counted_and_shown_on_request() -> None:
    audit = of(
        audit_text(
            "audit: {severity: {OWN003: info}}\nowners: [{id: csm, role: csm}]\n"
            "touchpoints:\n  - {id: a, name: A, owner: csm, type: invoice}\n",
            "OWN003",
        )
    )
    assert "OWN003" not in document(audit, PLAIN)
    assert "1 info (--show info). " in document(audit, PLAIN)
    assert "info OWN003" in document(audit, ALL)
    assert "--show info" not in document(audit, ALL)


def test_the_figures_of_a_segment_stand_beside_their_limits() -> None:
    text = document(worked_example("PRS"), PLAIN)
    assert re.search(
        r"^Segment +contacts a quarter +fullest week +after one event +longest silence$", text, re.MULTILINE
    )
    assert re.search(r"^smb +\S+ .* of 2 +up to 2 +92 days of 60$", text, re.MULTILINE)


def test_many_segments_are_left_to_the_schedule() -> None:
    segments = "".join(f"  - {{id: s{n}}}\n" for n in range(30))
    text = document(of(audit_text(f"segments:\n{segments}touchpoints:\n  - {{id: a, name: A}}\n", "PUR001")), PLAIN)
    assert "\n22 more segments: tpaudit schedule\n" in text


def test_the_last_line_says_what_was_found_and_checked() -> None:
    audit = worked_example("PRS")
    rules = len(audit.inventories[0].tallies)
    assert re.fullmatch(
        rf"\d errors?, \d warnings?\. 1 file, 8 touchpoints, {rules} rules checked\. "
        r"100% of 8 proactive touchpoints have a time or a rate\.",
        lines(audit)[-1],
    )


def test_waived_known_and_hidden_findings_are_counted_only() -> None:
    audit = change(
        owned_by_nobody(3),
        lambda number, finding: finding._replace(waived=Waived("agreed") if number == 0 else None, known=number == 1),
    )
    audit = replace(audit, inventories=(replace(audit.inventories[0], hidden=4, stale=2),))
    text = document(audit, PLAIN)
    assert "call-1" not in text
    assert "call-2" not in text
    assert "tpaudit.yaml:9:5  error OWN001" in text
    assert "1 error. " in text
    assert "; 1 waived, 1 known from the baseline, 4 hidden. " in text
    assert "2 entries of the baseline match nothing any more" in text


def test_what_became_of_findings_since_a_revision() -> None:
    audit = change(
        owned_by_nobody(9), lambda number, finding: finding._replace(since="new" if number == 0 else "unchanged")
    )
    gone = audit.inventories[0].findings[1:9]
    audit = replace(audit, inventories=(replace(audit.inventories[0], fixed=gone),))
    text = document(audit, PLAIN)
    assert "Since the revision named: 1 new, 0 worse, 8 unchanged, 8 fixed.\n" in text
    assert "Fixed\n\n  tpaudit.yaml  OWN001 " in text
    assert "\n  3 more (--expand)\n" in text
    assert text.count("error OWN001") == 1


def test_quiet_leaves_findings_and_the_closing_line() -> None:
    text = document(owned_by_nobody(1), Options(quiet=True))
    assert "error OWN001 missing-owner" in text
    assert "Segment " not in text
    assert text.splitlines()[-2] == ""
    assert "checked." in text.splitlines()[-1]


def test_a_rule_that_failed_itself_is_named() -> None:
    assert "OWN001: KeyError: 'x'" in document(
        of(audit_text("name: x\n", "OWN001"), crashed=("OWN001: KeyError: 'x'",)), PLAIN
    )


def test_statistics_count_by_rule_family_and_step() -> None:
    audit = change(
        owned_by_nobody(2, among=3),
        lambda number, finding: finding._replace(waived=Waived("agreed") if number == 0 else None),
    )
    text = document(audit, Options(statistics=True))
    assert re.search(r"^Rule +findings +waived +passed +applicable +pass rate$", text, re.MULTILINE)
    assert re.search(r"^OWN001 missing-owner +1 +1 +1 +3 +33%$", text, re.MULTILINE)
    assert re.search(r"^OWN +1 +1 +1 +3 +33%$", text, re.MULTILINE)
    assert re.search(r"^Design +1 +1 ", text, re.MULTILINE)


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
    assert SGR.sub("", document(audit, ALL._replace(width=10_000, color=True))).split() == plain
    assert SGR.sub("", document(audit, ALL._replace(color=True))).split() == plain
    assert "\x1b[1;31merror\x1b[0m" in document(audit, ALL._replace(color=True))
    assert "\x1b" not in document(audit, ALL._replace(width=100))


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


def test_statistics_say_which_rules_sleep_and_what_wakes_them() -> None:
    rows = "".join(f"  - {{id: a{n}, name: A, type: checkin}}\n" for n in range(21))
    text = document(of(audit_text(f"touchpoints:\n{rows}")), Options(statistics=True))
    (line,) = (line for line in text.splitlines() if line.startswith("MET001") and "metrics" in line)
    assert line.split()[-3:] == ["metrics", "0", "3"]
