from __future__ import annotations

import pytest

from tests.diff.test_pressure import LOUD, QUIET, SURVEY
from tests.inventories import TODAY, audit_text
from tpaudit.diff.comparison import Comparison, InventoryChange, compare
from tpaudit.messages import render


def compared(before: str | None, after: str | None) -> InventoryChange:
    return compare(audit_text(before) if before else None, audit_text(after) if after else None)


def verdict(*changes: InventoryChange) -> str:
    return render(Comparison("main", None, TODAY, changes).verdict)


def test_the_same_is_empty() -> None:
    assert not compared(LOUD, LOUD)
    assert not compared(
        LOUD, "# a comment\n" + LOUD.replace("{id: kickoff, name: kickoff", "{name: kickoff, id: kickoff")
    )
    assert verdict(compared(LOUD, LOUD)) == "No difference in touchpoints, contact pressure and findings."
    assert verdict() == "No difference in touchpoints, contact pressure and findings."


def test_the_verdict_counts_what_matters_first() -> None:
    strict = QUIET.replace("per_week: 2,", "per_week: 1,")
    worse, better = compared(QUIET, strict), compared(strict, QUIET)
    assert verdict(worse) == "Worse: 1 new error, 1 other entry changed."
    assert verdict(better) == "Better: 1 finding fixed, 1 other entry changed."
    assert verdict(worse, worse).startswith("Worse: 2 new errors, ")
    assert verdict(worse, better).startswith("Better and worse: ")
    assert verdict(compared(QUIET, LOUD)).endswith("1 touchpoint added.")


def test_a_change_that_customers_do_not_notice() -> None:
    change = compared(LOUD, LOUD.replace("name: tips", "name: Good tips"))
    assert verdict(change) == "Changed, for customers neither better nor worse: 1 touchpoint changed."
    assert change


def test_infos_alone_make_nothing_worse() -> None:
    change = compared(QUIET, QUIET + SURVEY.replace("live", "idea").replace("type:", "status: idea, type:"))
    assert verdict(change).startswith("Changed, for customers")


def test_findings_that_count_are_told_apart() -> None:
    change = compared(QUIET, LOUD)
    assert {finding.subject.id for finding in change.new if finding.subject.id == "survey"} == {"survey"}
    assert {finding.since for finding in change.new} == {"new"}
    assert [finding.severity.rank for finding in change.new] == sorted(finding.severity.rank for finding in change.new)
    assert change.unchanged
    waived = LOUD.replace("name: tips,", "name: tips, waive: [{rule: PUR001, reason: later}],")
    accepted = compared(LOUD, waived)
    assert not any(finding.code == "PUR001" for finding in (*accepted.new, *accepted.fixed))
    assert any(finding.code == "PUR001" for finding in compared(waived, LOUD).new)


def test_a_renamed_touchpoint_keeps_its_findings() -> None:
    change = compared(LOUD, LOUD.replace("id: tips", "id: good-tips"))
    assert [(renamed.before, renamed.after) for renamed in change.touchpoints.renamed] == [("tips", "good-tips")]
    assert not (*change.new, *change.worse, *change.fixed)
    assert change.unchanged


def test_what_faults_hide_is_known() -> None:
    broken = LOUD.replace("type: nudge", "type: nuke")
    assert not compared(broken, LOUD).complete_before
    assert not compared(LOUD, broken).complete_after
    assert compared(LOUD, LOUD).complete_before


def test_an_inventory_on_one_side_only() -> None:
    added, removed = compared(None, LOUD), compared(LOUD, None)
    assert (added.side, removed.side) == ("after", "before")
    assert len(added.touchpoints.added) == len(removed.touchpoints.removed) == 3
    assert (added.registries, added.root, added.fixed) == ((), (), ())
    assert removed.new == ()
    assert verdict(added).endswith("1 inventory added.")
    assert verdict(removed).endswith("1 inventory removed.")
    with pytest.raises(ValueError, match="neither"):
        compare(None, None)


def test_settings_and_other_entries_are_counted() -> None:
    change = compared(
        LOUD, LOUD.replace("name: SMB", "name: Small").replace("touchpoints:", "scope: full\ntouchpoints:")
    )
    assert "1 setting changed" in verdict(change)
    assert "4 other entries changed" in verdict(change)
