from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said
from tests.inventories import findings
from tpaudit.messages import render


def account(*touchpoints: str, segment: str = "id: mid") -> str:
    """Return an inventory of one segment whose success manager kicks off, and further touchpoints."""
    rows = "".join(f"  - {{id: t{n}, name: T{n}, {fields}}}\n" for n, fields in enumerate(touchpoints))
    return (
        f"segments: [{{{segment}}}]\ntouchpoints:\n"
        f"  - {{id: start, name: Start, type: kickoff, owner: csm, timing: {{at: 3d}}, LEADS}}\n{rows}"
    ).replace(", LEADS", "")


def talk(day: int, owner: str = "sales", kind: str = "negotiation", more: str = "") -> str:
    """Return the fields of a talk so many days before the end of the contract."""
    return f"type: {kind}, owner: {owner}, timing: {{at: {day}d, before: contract_end}}{more}"


@pytest.mark.parametrize(("day", "changes"), [(61, 0), (60, 1), (0, 1)])
def test_the_last_two_months_are_no_time_for_somebody_new(day: int, changes: int) -> None:
    assert len(said(account(talk(day)), "OWN009")) == changes


def test_who_is_new_and_when_is_named() -> None:
    (found,) = findings(account(talk(45)), "OWN009")
    assert render(found.message) == (
        "T0 brings customers of mid somebody new (sales) 45 days before the contract ends, and nothing says how they "
        "are handed over"
    )
    assert [place.subject.id for place in found.related if place.subject] == ["t0", "start"]
    assert found.involves == ("sales", "csm")


@pytest.mark.parametrize(
    "text",
    [
        account(talk(45, owner="csm")),
        account("type: business_review, owner: sales, timing: {every: 3mo}", talk(45)),
        account(talk(45, more=", contributors: [csm]")),
        account(talk(45)).replace("timing: {at: 3d}", "timing: {at: 3d}, leads_to: [{to: t0, handoff: Joint call}]"),
        account(talk(45, kind="invoice")),
    ],
)
def test_who_is_known_or_handed_over_to_is_not_new(text: str) -> None:
    assert said(text, "OWN009") == []


def test_leading_there_is_not_enough() -> None:
    text = account(talk(45)).replace("timing: {at: 3d}", "timing: {at: 3d}, leads_to: [t0]")
    assert len(said(text, "OWN009")) == 1


def test_an_introduction_says_itself_that_somebody_new_comes() -> None:
    assert len(said(account(talk(0, owner="csm", kind="introduction")), "OWN009")) == 1
    assert said(account(talk(100, owner="csm", kind="introduction")), "OWN009") == []


@pytest.mark.parametrize(
    "text",
    [
        account(talk(45)).replace("type: kickoff", "type: welcome"),
        account("type: checkin, owner: sales, timing: {at: 300d}", segment="id: mid, contract: none"),
    ],
)
def test_nothing_changes_where_nobody_led_or_no_contract_ends(text: str) -> None:
    assert applicable(text, "OWN009") == 0


def test_types_and_days_are_options() -> None:
    options = "audit: {options: {OWN009: {within: 30d, leading: [kickoff, proposal]}}}\n"
    assert said(options + account(talk(31, kind="proposal")), "OWN009") == []
    assert len(said(options + account(talk(30, kind="proposal")), "OWN009")) == 1
    assert said(options + account(talk(30)), "OWN009") == []
