from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.inventories import ROOT, TODAY, audit_text, folder
from tpaudit.audit import Request, audit
from tpaudit.findings.baseline import Baseline, read, text, update, write
from tpaudit.findings.result import InventoryAudit
from tpaudit.loading.discovery import Root
from tpaudit.loading.limits import MAX_FILE_BYTES
from tpaudit.loading.usage import UsageError
from tpaudit.rules.rule import UNWAIVABLE

DEBT = """
touchpoints:
  - id: kickoff
    name: Kickoff
    type: kickoff
  - id: tips
    name: Tips
    type: nudge
"""
FIXED = DEBT.replace("type: nudge", "type: nudge\n    purpose: Show what else it can do")
MORE = DEBT + "  - id: survey\n    name: Survey\n    type: survey\n"
LATER = date(2027, 1, 15)


def accepted(inventory: str = DEBT) -> Baseline:
    return update(None, audit_text(inventory), TODAY).baseline


def counted(baseline: Baseline) -> dict[str, int]:
    """Return how many findings of each fingerprint are known."""
    return {identity: accepted.findings for identity, accepted in baseline.known.items()}


def checked(inventory: str, baseline: Baseline) -> InventoryAudit:
    return audit(folder(inventory), ROOT, Request(TODAY, known=baseline.known))[0]


def test_everything_is_accepted_at_first_and_nothing_counts_then() -> None:
    baseline = accepted()
    again = checked(DEBT, baseline)
    assert again.findings
    assert again.new == ()
    assert again.stale == 0
    assert {debt.accepted for debt in baseline.debts} == {TODAY}


def test_new_findings_count_and_mended_ones_are_stale() -> None:
    baseline = accepted()
    assert {finding.subject.id for finding in checked(MORE, baseline).new} >= {"survey"}
    assert checked(FIXED, baseline).stale >= 1


def test_updating_drops_what_is_mended_and_keeps_the_date() -> None:
    baseline = accepted()
    result = update(baseline, audit_text(FIXED), LATER)
    assert result.dropped >= 1
    assert not result.added
    assert not result.refused
    assert result.kept == sum(debt.count for debt in result.baseline.debts)
    assert result.kept + result.dropped == sum(debt.count for debt in baseline.debts)
    assert {debt.accepted for debt in result.baseline.debts} == {TODAY}
    assert checked(FIXED, result.baseline).stale == 0


def test_new_debt_is_refused_unless_it_is_asked_for() -> None:
    baseline = accepted()
    refused = update(baseline, audit_text(MORE), LATER)
    assert refused.refused
    assert not refused.added
    assert counted(refused.baseline).items() <= counted(baseline).items()
    taken = update(baseline, audit_text(MORE), LATER, accept_new=True)
    assert taken.added == refused.refused
    assert not taken.refused
    assert {debt.accepted for debt in taken.baseline.debts} == {TODAY, LATER}
    assert checked(MORE, taken.baseline).new == ()


def test_findings_of_one_fingerprint_are_counted() -> None:
    whole = audit_text(DEBT)
    accepted_finding = next(
        finding for finding in whole.findings if finding.waived is None and finding.code not in UNWAIVABLE
    )

    def times(n: int) -> InventoryAudit:
        return replace(whole, findings=(accepted_finding,) * n)

    three = update(None, times(3), TODAY).baseline
    assert counted(three) == {accepted_finding.fingerprint: 3}
    assert counted(update(three, times(2), LATER).baseline) == {accepted_finding.fingerprint: 2}
    grown = update(three, times(5), LATER)
    assert (counted(grown.baseline), len(grown.refused)) == ({accepted_finding.fingerprint: 3}, 2)
    assert counted(update(three, times(5), LATER, accept_new=True).baseline) == {accepted_finding.fingerprint: 5}


def test_faults_and_waived_findings_are_no_debt() -> None:
    whole = audit_text(DEBT + "    colour: red\n    waive: [{rule: PUR001, reason: later}, {rule: NO1, reason: x}]\n")
    assert {"INV003", "GOV003"} <= {finding.code for finding in whole.findings}
    assert any(finding.waived for finding in whole.findings)
    debts = update(None, whole, TODAY).baseline.debts
    assert not {debt.code for debt in debts} & set(UNWAIVABLE)
    waived = {finding.fingerprint for finding in whole.findings if finding.waived}
    assert not waived & {debt.fingerprint for debt in debts}


def test_what_a_fault_hides_is_kept() -> None:
    baseline = accepted()
    broken = audit_text(DEBT.replace("type: nudge", "type: nuke"))
    unjudged = {tally.rule.code for tally in broken.tallies if tally.not_judged}
    kept = update(baseline, broken, LATER).baseline
    assert {debt for debt in baseline.debts if debt.code in unjudged} <= set(kept.debts)


def test_nothing_is_dropped_while_a_file_cannot_be_read() -> None:
    baseline = accepted()
    result = update(baseline, audit_text(DEBT + "  - {id: [\n"), LATER)
    assert result.baseline == baseline
    assert (result.kept, result.dropped) == (sum(debt.count for debt in baseline.debts), 0)


def test_a_filtered_audit_is_no_ground_for_an_update() -> None:
    with pytest.raises(ValueError, match="filtered"):
        update(None, replace(audit_text(DEBT), hidden=1), TODAY)


def test_the_file_has_a_sorted_line_for_each_entry(tmp_path: Path) -> None:
    baseline = accepted()
    lines = text(baseline).splitlines()
    assert lines[:2] == ["{", '  "version": 2,']
    entries = [json.loads(line.rstrip(",")) for line in lines if line.startswith("    ")]
    assert len(entries) == len(baseline.debts)
    assert [(entry["code"], entry["subject"]) for entry in entries] == sorted(
        (entry["code"], entry["subject"]) for entry in entries
    )
    assert entries[0].keys() == {"fingerprint", "code", "subject", "count", "accepted"}
    path = Root(tmp_path / ROOT).baseline
    assert path.name == "tpaudit.baseline.json"
    write(path, baseline)
    assert read(path, named=True) == baseline
    write(path, Baseline())
    assert read(path, named=False) == Baseline()
    assert Root(tmp_path / "journey.yaml").baseline.name == "journey.baseline.json"


def test_what_was_written_can_be_read_however_much_it_is(tmp_path: Path) -> None:
    first = accepted().debts[0]
    largest = Baseline(tuple(replace(first, fingerprint=f"{n:032}") for n in range(85_000)))
    path = tmp_path / "b.json"
    write(path, largest)
    assert path.stat().st_size > MAX_FILE_BYTES
    found = read(path, named=True)
    assert found is not None
    assert len(found.known) == 85_000


def test_branches_that_accept_the_same_finding_merge(tmp_path: Path) -> None:
    first = accepted().debts[0]
    path = tmp_path / "b.json"
    twice = Baseline((replace(first, count=2), replace(first, accepted=date(2026, 1, 1))))
    path.write_text(text(twice))
    assert read(path, named=True) == Baseline((replace(first, count=2, accepted=date(2026, 1, 1)),))


def test_a_missing_file_is_an_error_only_if_it_was_named(tmp_path: Path) -> None:
    assert read(tmp_path / "b.json", named=False) is None
    with pytest.raises(UsageError, match="does not exist"):
        read(tmp_path / "b.json", named=True)


ENTRY = '{"fingerprint": "f", "code": "PUR001", "subject": "s", "count": 1, "accepted": "2026-11-22"}'


@pytest.mark.parametrize(
    "content",
    [
        "", "nonsense", "[]", "null", "{}", '{"version": 1}', '{"version": 1, "findings": {}}', '{"findings": []}',
        '{"version": 3, "findings": []}', '{"version": 1, "findings": [1]}', '{"version": 1, "findings": [{}]}',
        '{"version": 1, "findings": [' + ENTRY.replace("1,", "0,") + "]}",
        '{"version": 1, "findings": [' + ENTRY.replace("1,", "true,") + "]}",
        '{"version": 1, "findings": [' + ENTRY.replace('"f"', "7") + "]}",
        '{"version": 1, "findings": [' + ENTRY.replace("2026-11-22", "today") + "]}",
        '{"version": 1, "findings": [\n<<<<<<< HEAD\n' + ENTRY + "\n]}", "[" * 100_000, "\ud800",
    ],
)  # fmt: skip
def test_a_malformed_file_says_so(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))
    with pytest.raises(UsageError, match="cannot be used"):
        read(path, named=False)


def test_a_link_to_what_no_system_knows(tmp_path: Path) -> None:
    (tmp_path / "b.json").symlink_to("x" * 300)
    with pytest.raises(UsageError, match=r"b\.json cannot be read"):
        read(tmp_path / "b.json", named=False)


def test_what_is_no_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "b.json").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        read(tmp_path / "b.json", named=False)


CROWDED = """
segments: [{id: smb, contact_budget: {per_week: 1}}]
touchpoints:
  - {id: tips, name: Tips, type: nudge, phase: adoption, channel: email, owner: csm, timing: {every: 1d, at: 0d}}
"""
MORE_CROWDED = (
    CROWDED + "  - {id: more, name: More, type: nudge, phase: adoption, channel: email, timing: {every: 1d, at: 0d}}\n"
)


def test_known_debt_that_has_grown_counts_again_and_says_from_what() -> None:
    baseline = accepted(CROWDED)
    (worse,) = [
        finding
        for finding in checked(MORE_CROWDED, baseline).new
        if finding.code == "PRS002" and finding.since == "worse"
    ]
    assert worse.was < worse.measure
    assert not [finding for finding in checked(CROWDED, baseline).new if finding.code == "PRS002"]


def test_grown_debt_is_refused_unless_it_is_asked_for_and_shrinks_by_itself() -> None:
    baseline = accepted(CROWDED)
    refused = update(baseline, audit_text(MORE_CROWDED), LATER)
    assert "PRS002" in {finding.code for finding in refused.refused}
    assert [finding for finding in checked(MORE_CROWDED, refused.baseline).new if finding.code == "PRS002"]
    taken = update(baseline, audit_text(MORE_CROWDED), LATER, accept_new=True)
    assert not [finding for finding in checked(MORE_CROWDED, taken.baseline).new if finding.code == "PRS002"]
    back = update(taken.baseline, audit_text(CROWDED), LATER)
    assert [finding for finding in checked(MORE_CROWDED, back.baseline).new if finding.code == "PRS002"]


def test_measures_are_written_and_read_again(tmp_path: Path) -> None:
    baseline = accepted(CROWDED)
    write(tmp_path / "b.json", baseline)
    assert read(tmp_path / "b.json", named=True) == baseline
    assert any(debt.measures for debt in baseline.debts)


def test_a_baseline_of_the_first_version_knows_no_measures(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    path.write_text('{"version": 1, "findings": [' + ENTRY + "]}")
    (debt,) = (read(path, named=True) or Baseline()).debts
    assert debt.measures == ()


def test_of_an_unfinished_merge_what_both_sides_accept_is_known(tmp_path: Path) -> None:
    def entry(name: str, count: int = 1) -> str:
        return "    " + ENTRY.replace('"f"', f'"{name}"').replace("1,", f"{count},")

    lines = [
        '{\n  "version": 2,\n  "findings": [', entry("common") + ",", "<<<<<<< HEAD", entry("ours") + ",",
        entry("both", 3) + ",", "||||||| base", entry("old") + ",", "=======", entry("both", 2) + ",",
        entry("theirs") + ",", ">>>>>>> branch", entry("last"), "  ]\n}",
    ]  # fmt: skip
    path = tmp_path / "b.json"
    path.write_text("\n".join(lines))
    baseline = read(path, named=True)
    assert baseline is not None
    assert counted(baseline) == {"common": 1, "both": 2, "last": 1}
