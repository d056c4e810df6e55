"""The words that practitioners write are recognised, and the remedy does not lead into the next fault."""

from __future__ import annotations

import pytest

from tests.inventories import inventory_of
from tpaudit.inventory.words import times
from tpaudit.messages import render

HEAD = "owners: [{id: csm, name: Customer Success}]\ntouchpoints:\n  - id: a\n    name: A\n    "

WRITTEN = (
    ("customers: 1.200", "if 1200 is meant", "ist 1200 gemeint"),
    ("customers: '1,200'", "Did you mean 1200?", "Ist 1200 gemeint?"),
    ("reach: 28,4 %", "Did you mean 28.4%?", "Ist 28.4% gemeint?"),
    ("reach: 30", "Did you mean 30%?", "Ist 30% gemeint?"),
    ("timing: {every: 1 quarter}", "Did you mean 3mo?", "Ist 3mo gemeint?"),
    ("timing: {at: 45 days}", "Did you mean 45d?", "Ist 45d gemeint?"),
    ("timing: {at: 20 minutes}", "Did you mean 20m?", "Ist 20m gemeint?"),
    ("timing: {every: quarterly}", "Did you mean 3mo?", "Ist 3mo gemeint?"),
    ("timing: {every: vierteljährlich}", "Did you mean 3mo?", "Ist 3mo gemeint?"),
    ("timing: {every: monday}", "Write 1w for every week", "Für jede Woche 1w schreiben"),
    ("timing: {every: montags}", "Write 1w for every week", "Für jede Woche 1w schreiben"),
    ("timing: {at: 3-5d}", "Did you mean 3d..5d?", "Ist 3d..5d gemeint?"),
    ("timing: {at: 3 bis 5 Tage}", "Did you mean 3d..5d?", "Ist 3d..5d gemeint?"),
    ("timing: {at: 2026-10-13}", "in place of at: dates: 2026-10-13.", "anstelle von at: dates: 2026-10-13."),
    ("timing: {at: 13.10.2026}", "in place of at: dates: 2026-10-13.", "anstelle von at: dates: 2026-10-13."),
    ("timing: {at: 30 days before renewal}", "Write at: 30d and, on a line of its own, before: renewal.",
     "at: 30d und in einer eigenen Zeile before: renewal schreiben."),
    ("timing: {at: 30 Tage vor Vertragsende}", "on a line of its own, before: contract_end.", "before: contract_end"),
    ("timing: {every: twice a month}", "Write per_quarter: 6 in place of every", "per_quarter: 6 anstelle von every"),
    ("timing: {every: 1w, times: 1-3}", "Did you mean 1..3?", "Ist 1..3 gemeint?"),
    ("timing: {per_quarter: 1-3}", "Did you mean 1..3?", "Ist 1..3 gemeint?"),
    ("timing: {dates: 15.05.}", "Did you mean 05-15?", "Ist 05-15 gemeint?"),
    ("timing: {dates: monatlich}", "Did you mean monthly?", "Ist monthly gemeint?"),
    ("timing: 2026-10-13", "indented, dates: 2026-10-13.", "darunter dates: 2026-10-13"),
    ("timing: monday", "indented, every: 1w;", "darunter every: 1w"),
    ("timing: bei Bedarf", "indented, as_needed: true.", "darunter as_needed: true"),
    ("effort: 3-5h", "write one duration, such as 5h.", "eine einzelne Dauer schreiben, etwa 5h."),
    ("planned: ja", "Did you mean true?", "Ist true gemeint?"),
    ("planned: nein", "Did you mean false?", "Ist false gemeint?"),
    ("channel: telefon", "Did you mean phone?", "Ist phone gemeint?"),
    ("channel: anruf", "Did you mean phone?", "Ist phone gemeint?"),
    ("channel: brief", "Did you mean direct_mail?", "Ist direct_mail gemeint?"),
    ("channel: post", "Did you mean direct_mail?", "Ist direct_mail gemeint?"),
    ("channel: messe", "Did you mean event?", "Ist event gemeint?"),
    ("channel: Telefon", "Did you mean phone?", "Ist phone gemeint?"),
    ("channel: xyzzy", "`tpaudit explain channel` lists all.", "`tpaudit explain channel` zeigt alle."),
    ("type: QBR", "Did you mean business_review?", "Ist business_review gemeint?"),
    ("type: EBR", "Did you mean business_review?", "Ist business_review gemeint?"),
    ("type: health check", "Did you mean checkin?", "Ist checkin gemeint?"),
    ("type: go-live call", "Did you mean implementation_checkin?", "Ist implementation_checkin gemeint?"),
    ("type: Rechnung", "Did you mean invoice?", "Ist invoice gemeint?"),
    ("type: xyzzy", "`tpaudit explain type` lists all.", "`tpaudit explain type` zeigt alle."),
    ("owner: Customer Success", "Did you mean csm?", "Ist csm gemeint?"),
    ("owner: Karl", "Known: csm.", "Bekannt: csm."),
    ("status: aktiv", "Did you mean live?", "Ist live gemeint?"),
    ("timing: {at: 3d, after_each: login}", "write after or before instead", "stattdessen after oder before schreiben"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "english", "german"), WRITTEN)
def test_what_practitioners_write_is_recognised(line: str, english: str, german: str) -> None:
    text = f"segments: [{{id: s, {line}}}]\n" if line.startswith("customers") else f"{HEAD}{line}\n"
    (fault,) = inventory_of(text).faults
    assert english in render(fault.help)
    assert german in render(fault.help, "de")


REMEDIES = {
    "timing: {every: 1 quarter}": "timing: {every: 3mo}",
    "timing: {at: 3-5d}": "timing: {at: 3d..5d}",
    "timing: {at: 2026-10-13}": "timing: {dates: 2026-10-13}",
    "timing: {at: 30 days before renewal}": "timing: {at: 30d, before: renewal}",
    "timing: {every: twice a month}": "timing: {per_quarter: 6}",
    "timing: {per_quarter: 1-3}": "timing: {per_quarter: 1..3}",
    "timing: {dates: 15.05.}": "timing: {dates: 05-15}",
    "reach: 28,4 %": "reach: 28.4%",
    "channel: brief": "channel: direct_mail",
    "type: QBR": "type: business_review",
}


@pytest.mark.parametrize("line", REMEDIES.values())
def test_a_remedy_leads_into_no_other_fault(line: str) -> None:
    assert inventory_of(f"{HEAD}{line}\n").faults == ()


@pytest.mark.parametrize(("line", "_english", "_german"), WRITTEN)
def test_nobody_is_asked_for_the_very_word(line: str, _english: str, _german: str) -> None:
    given = line.rpartition(": ")[2].strip("}' ")
    for fault in inventory_of(f"{HEAD}{line}\n").faults:
        assert f"Did you mean {given}?" not in render(fault.help)


@pytest.mark.parametrize(
    ("given", "meaning"),
    [("3/4", ""), ("4/4", "04-04"), ("5/15", "05-15"), ("15. Mai", "05-15"), ("May 15", "05-15"), ("31.2.", ""),
     ("3-5", ""), ("03-05", "03-05"), ("soon", ""), (None, "")],
)  # fmt: skip
def test_company_dates(given: object, meaning: str) -> None:
    assert times.company_date(given) == meaning


@pytest.mark.parametrize(
    ("given", "meaning"),
    [("3-5d", "3d..5d"), ("3d - 5d", "3d..5d"), ("1-2 weeks", "1w..2w"), ("5-3d", ""), ("3-3d", ""), (3, "")],
)  # fmt: skip
def test_ranges_of_durations(given: object, meaning: str) -> None:
    assert times.duration_range(given) == meaning
