from __future__ import annotations

from fractions import Fraction

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


def test_a_phase_needs_a_coordinator_of_its_own_or_the_inventorys() -> None:
    text = "scope: own\nphases: [{id: onboarding, name: Start}, {id: use, coordinator: csm}]\n"
    assert said(text, "OWN005") == ["nobody coordinates the phase Start"]
    assert said(text + "coordinator: csm", "OWN005") == []
    assert applicable(text, "OWN005") == 2


def test_a_phase_that_exists_for_nobody_needs_no_coordinator() -> None:
    text = "segments: [{id: shop, contract: none}]\n"
    assert "nobody coordinates the phase Renewal" not in said(text, "OWN005")
    assert applicable(text, "OWN005") == 5


@pytest.mark.parametrize("priority", ["critical", "high"])
def test_a_key_touchpoint_concerns_others(priority: str) -> None:
    fields = f"owner: csm, priority: {priority}"
    assert said(touchpoint(fields), "OWN006") == [
        f"The call has {priority} priority, but nobody contributes to it and nobody is informed"
    ]
    assert said(touchpoint(f"{fields}, informed: support"), "OWN006") == []
    assert said(touchpoint(f"{fields}, contributors: support"), "OWN006") == []


def test_other_touchpoints_may_concern_nobody_else() -> None:
    assert applicable(touchpoint("priority: medium"), "OWN006") == 0


def phase(*fields: str, more: str = "owners: [{id: csm, name: Success}, {id: product}]") -> str:
    """Return an inventory of one phase with a touchpoint for each of these fields."""
    listed = (f"{{id: t{number}, name: T, phase: start, {text}}}" for number, text in enumerate(fields))
    return f"scope: own\nphases: [{{id: start, name: Start}}]\n{more}\ntouchpoints: [{', '.join(listed)}]\n"


def test_a_phase_in_one_hand() -> None:
    assert said(phase(*["owner: csm"] * 4), "OWN007") == [
        "all 4 touchpoints of Start belong to Success, and no other team contributes"
    ]


def test_the_other_owner_need_not_be_registered() -> None:
    other = "coordinator: csm"
    assert applicable(phase(*["owner: csm"] * 4, more=other), "OWN007") == 0
    text = phase(*["owner: csm"] * 4, more=other).replace(
        "touchpoints: [", "touchpoints: [{id: x, name: X, owner: hr}, "
    )
    assert said(text, "OWN007") != []


@pytest.mark.parametrize(
    "text",
    [
        phase("owner: csm", "owner: csm", "owner: csm", "owner: product"),
        phase("owner: csm", "owner: csm", "owner: csm", "owner: csm, contributors: product"),
        phase("owner: csm", "owner: csm", "owner: csm", "priority: low"),
        phase(*["priority: low"] * 4),
    ],
)
def test_a_phase_in_several_hands_or_in_none(text: str) -> None:
    assert said(text, "OWN007") == []
    assert applicable(text, "OWN007") == 1


def test_three_touchpoints_may_be_one_teams() -> None:
    assert applicable(phase(*["owner: csm"] * 3), "OWN007") == 0
    options = "owners: [{id: csm}, {id: product}]\naudit: {options: {OWN007: {min_touchpoints: 2}}}"
    assert said(phase(*["owner: csm"] * 3, more=options), "OWN007") != []


def contacts(*days_and_owners: tuple[int, str], segment: str = "id: smb", more: str = "") -> str:
    """Return an inventory with a contact for each day and owner."""
    listed = (
        f"{{id: t{number}, name: T, type: nudge, channel: email, owner: {owner}, timing: {{at: {day}d}}}}"
        for number, (day, owner) in enumerate(days_and_owners)
    )
    return f"segments: [{{{segment}}}]\ntouchpoints: [{', '.join(listed)}]\n{more}"


def test_three_owners_within_two_weeks() -> None:
    text = contacts((20, "csm"), (26, "sales"), (30, "csm"), (33, "product"))
    assert said(text, "OWN008") == ["3 owners contact a customer of smb within days 20 to 33: csm, sales, product"]
    (found,) = findings(text, "OWN008")
    assert [related.subject.id for related in found.related if related.subject] == ["t0", "t1", "t3"]


@pytest.mark.parametrize(
    "text",
    [
        contacts((20, "csm"), (26, "sales"), (34, "product")),
        contacts((20, "csm"), (26, "sales"), (30, "csm")),
    ],
)
def test_a_fortnight_and_a_day_or_two_owners_are_fine(text: str) -> None:
    assert said(text, "OWN008") == []


def test_the_worst_stretch_is_named_the_earliest_of_several() -> None:
    days = (1, "a"), (2, "b"), (3, "c"), (301, "a"), (302, "b"), (303, "c"), (304, "d"), (351, "e"), (352, "f")
    assert said(contacts(*days), "OWN008") == ["4 owners contact a customer of smb within days 301 to 304: a, b, c, d"]
    assert said(contacts(*days[:6]), "OWN008") == ["3 owners contact a customer of smb within days 1 to 3: a, b, c"]


def test_owners_meet_only_where_they_contact_the_same_person() -> None:
    text = contacts((1, "a"), (2, "b"), (3, "c"), segment="id: smb, stakeholders: [champion, end_user]")
    assert said(text, "OWN008") == ["3 owners contact the champion of smb within days 1 to 3: a, b, c"]
    assert said(text.replace("owner: c,", "owner: c, stakeholders: end_user,"), "OWN008") == []


def test_owners_and_window_are_options() -> None:
    text = contacts((1, "a"), (3, "b"))
    assert said(text + "audit: {options: {OWN008: {owners: 2, window: 3d}}}", "OWN008") != []
    assert said(text + "audit: {options: {OWN008: {owners: 2, window: 2d}}}", "OWN008") == []


def test_without_owners_or_dates_no_crowd() -> None:
    assert applicable(touchpoint("type: nudge, timing: {at: 1d}"), "OWN008") == 0
    assert applicable(touchpoint("type: nudge, owner: csm, timing: {per_quarter: 3}"), "OWN008") == 0


@pytest.mark.parametrize(("start", "crowded"), [(76, 1), (89, 0), (200, 0), (245, 1), (363, 1), (364, 0)])
def test_only_onboarding_and_renewal_are_delicate(start: int, crowded: int) -> None:
    text = contacts((start, "a"), (start + 1, "b"), (start + 2, "c"))
    assert len(said(text, "OWN008")) == crowded


def test_a_delicate_phase_without_window_is_where_its_touchpoints_are() -> None:
    own = "scope: own\nphases: [{id: start, kind: onboarding}, {id: use, kind: adoption}]\n"
    text = own + contacts((200, "a"), (201, "b"), (202, "c"))
    assert said(text, "OWN008") == []
    assert said(text.replace("type: nudge", "phase: start, type: nudge"), "OWN008") != []
    assert said(text.replace("type: nudge", "phase: use, type: nudge"), "OWN008") == []


def test_the_owners_who_crowd_are_involved() -> None:
    (found,) = findings(contacts((1, "a"), (2, "b"), (3, "c")), "OWN008")
    assert found.involves == ("a", "b", "c")
    assert found.measure == (Fraction(3),)
