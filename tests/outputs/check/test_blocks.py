"""Findings in blocks: the faults of broken files, few findings, and all of them on request."""

from __future__ import annotations

import pytest

from tests.inventories import audit_text
from tests.outputs.audits import of, owned_by_nobody, said
from tpaudit.messages import render
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.text import document
from tpaudit.severity import Severity

PLAIN = Options()
ALL = Options(show=tuple(Severity))


def test_a_finding_is_a_block_under_its_file() -> None:
    audit = owned_by_nobody(1)
    lines = document(audit, PLAIN).splitlines()
    assert lines[2:9] == [
        "tpaudit.yaml  1 error",
        "",
        "  tpaudit.yaml:3:5  error OWN001 missing-owner",
        f"  {said(audit, 0)}",
        "    3 |   - id: call-1",
        "      |     ^^",
        f"  help: {render(audit.findings[0].help)}",
    ]


def test_the_line_of_a_file_that_cannot_be_understood_is_shown_all_the_same() -> None:
    lines = document(of(audit_text("tpaudit: 1\nname: @home\n", "INV002")), PLAIN).splitlines()
    assert lines[6:8] == ["    2 | name: @home", "      |       ^"]


def test_related_places_stand_below_the_source_line() -> None:
    text = document(
        of(audit_text("touchpoints:\n  - {id: a, name: A}\n  - {id: a, name: B}\n", "INV004")), PLAIN
    ).splitlines()
    marker = next(number for number, line in enumerate(text) if "^" in line)
    assert text[marker + 1].strip().startswith("tpaudit.yaml:2:6  ")


def test_what_is_about_the_whole_inventory_has_no_line_to_show() -> None:
    text = document(of(audit_text("tpaudit: 1\ntouchpoints:\n  - {id: a, name: A}\n", "PRI001")), ALL)
    assert "tpaudit.yaml:1:1  info PRI001" in text
    assert "1 | tpaudit" not in text


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


def test_faults_of_touchpoints_are_counted_without_a_whole() -> None:
    text = "touchpoints:\n" + "".join(f"  - {{id: call-{n}, name: Call, phase: nowhere}}\n" for n in range(4))
    lines = document(of(audit_text(text, "INV005")), PLAIN).splitlines()
    assert any(line.startswith("  4 findings") for line in lines)


@pytest.mark.parametrize(("count", "options"), [(3, PLAIN), (4, Options(expand=True))])
def test_few_findings_and_expanded_ones_have_blocks_of_their_own(count: int, options: Options) -> None:
    assert document(owned_by_nobody(count), options).count("error OWN001 missing-owner\n") == count


def test_four_findings_are_told_as_what_they_come_to() -> None:
    assert "error OWN001 missing-owner" not in document(owned_by_nobody(4), PLAIN)


def test_faults_that_say_the_same_share_a_block_that_lists_their_places() -> None:
    text = "touchpoints:\n" + "".join(f"  - {{id: call-{n}, name: Call {n}, colour: red}}\n" for n in range(4))
    shown = document(of(audit_text(text, "INV003")), PLAIN)
    assert shown.count("INV003") == 1
    assert shown.count("help: ") == 1
    assert "    tpaudit.yaml: 2 call-0, 3 call-1, 4 call-2, 5 call-3\n" in shown
