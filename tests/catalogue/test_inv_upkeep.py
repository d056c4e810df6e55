from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("segments: [{id: smb}, {id: pilot}]\ntouchpoints: [{id: call, name: Call, segments: smb}]", "segment pilot"),
        ("owners: [{id: ghost}]", "owner ghost"),
        ("channels: [{id: portal}]", "channel portal"),
        ("events: [{id: moved}]", "event moved"),
    ],
)
def test_names_the_entry_that_nothing_uses(entry: str, what: str) -> None:
    assert said(entry, "INV007") == [f"nothing uses the {what}"]


@pytest.mark.parametrize(
    ("entries", "fields"),
    [
        ("segments: [{id: smb}]", "owner: csm"),
        ("segments: [{id: smb}, {id: pilot}]\nphases: [{id: onboarding, segments: pilot}]", "segments: smb"),
        ("owners: [{id: csm}]\ncoordinator: csm", "type: kickoff"),
        ("owners: [{id: csm, name: Customer Success}]\naudience: [Customer Success]", "type: kickoff"),
        ("owners: [{id: csm}]\nphases: [{id: onboarding, coordinator: csm}]", "type: kickoff"),
        ("owners: [{id: csm}]", "owner: csm"),
        ("owners: [{id: csm}]", "contributors: csm"),
        ("owners: [{id: csm}]", "informed: csm"),
        ("owners: [{id: csm}]", "feedback: {recipients: csm}"),
        ("owners: [{id: csm}]", "decision: {owner: csm}"),
        ("channels: [{id: portal}]", "channel: portal"),
        ("channels: [{id: portal}]", "channel: portal, status: retired"),
        ("channels: [{id: portal}]\nsegments: [{id: smb, avoided_channels: portal}]", "channel: email"),
        ("channels: [{id: portal}]\nsegments: [{id: smb, preferred_channels: portal}]", "channel: email"),
        ("channels: [{id: portal}]\ncontact_budget: {channels: {portal: {per_week: 1}}}", "channel: email"),
        ("events: [{id: moved}]", "timing: {after: moved}"),
        ("events: [{id: moved}]", "timing: {every: 1w, until: moved}"),
        ("events: [{id: moved}]", "stop_when: moved"),
        ("events: [{id: moved}, {id: settled, after: moved}]", "stop_when: settled"),
        ("events: [{id: moved}]\nsegments: [{id: smb, starts_with: moved}]", "type: kickoff"),
        ("events: [{id: moved}]\nphases: [{id: onboarding, window: {from: 0d, to: moved}}]", "type: kickoff"),
        ("events: [{id: contract_start, after: order}]", "type: kickoff"),
    ],
)
def test_accepts_every_way_to_use_an_entry(entries: str, fields: str) -> None:
    assert said(f"{entries}\n{touchpoint(fields)}", "INV007") == []


def test_finds_the_unused_entry_where_it_stands() -> None:
    (found,) = findings("channels:\n  - name: Portal\n    id: portal\n", "INV007")
    assert found.location.span.line == 3


def test_built_in_channels_and_events_may_lie_idle() -> None:
    assert said(touchpoint("channel: email"), "INV007") == []


def test_names_the_sources_that_were_not_searched() -> None:
    text = "discovery: [{source: csm_interviews}, {source: campaigns}, {source: tickets}]"
    assert said(text, "INV010") == [
        "touchpoints have not been looked for in ticket types, workflows, product analytics"
    ]


def test_the_sources_required_are_an_option() -> None:
    text = "discovery: {source: tickets}\naudit: {options: {INV010: {required: [tickets]}}}"
    assert said(text, "INV010") == []


@pytest.mark.parametrize(
    ("discovery", "missing"),
    [
        ("[]", "from the people who do the work, from the plan of the journey"),
        ("[{source: a, direction: bottom_up}]", "from the plan of the journey"),
        ("[{source: a, direction: top_down}, {source: b}]", "from the people who do the work"),
    ],
)
def test_discovery_needs_both_directions(discovery: str, missing: str) -> None:
    assert said(f"discovery: {discovery}", "INV011") == [f"touchpoints have not been looked for starting {missing}"]


def test_a_search_that_nobody_noted_is_told_once() -> None:
    assert applicable("name: Acme", "INV011", "INV010") == 0
    assert said("discovery: [{source: a, direction: top_down}]", "INV011", "INV010") != []


def many(count: int, fields: str = "") -> str:
    """Return an inventory of so many touchpoints."""
    return "touchpoints:\n" + "\n".join(f"  - {{id: t{number}, name: Tip{fields}}}" for number in range(count))


def test_forty_touchpoints_are_enough() -> None:
    assert said(many(40), "INV012") == []
    assert said(many(39), "INV012") == ["39 touchpoints are in use, fewer than the 40 of a usual company"]
    assert said(many(1), "INV012") == ["1 touchpoint is in use, fewer than the 40 of a usual company"]


def test_only_touchpoints_in_use_count() -> None:
    assert said(many(40, ", status: idea"), "INV012") == [
        "0 touchpoints are in use, fewer than the 40 of a usual company"
    ]


def test_the_least_number_of_touchpoints_is_an_option() -> None:
    assert said(many(3) + "\naudit: {options: {suspiciously-small-inventory: {min_touchpoints: 3}}}", "INV012") == []


def pair(first: str, second: str = "", more: str = "") -> str:
    """Return an inventory of a key touchpoint and another."""
    listed = f"[{{id: call, name: The call, priority: high{first}}}, {{id: other, name: Other{second}}}]"
    return f"touchpoints: {listed}\n{more}"


@pytest.mark.parametrize(
    "text",
    [
        pair(", leads_to: [other]"),
        pair("", ", leads_to: [call]"),
        pair(", timing: {at: 1d, after: other}"),
        pair(", timing: {at: 30d, before: contract_end}"),
        pair("", ", timing: {at: 1d, after: call}"),
        pair("", ", timing: {at: 1d, after_each: call}"),
        pair("", more="events: [{id: moved, after: call}]"),
    ],
)
def test_a_key_touchpoint_with_any_tie_is_not_isolated(text: str) -> None:
    assert said(text, "INV013") == []


def test_a_key_touchpoint_without_a_tie_is_isolated() -> None:
    message = "The call has high priority, but nothing leads to it and it leads nowhere"
    assert said(pair(", timing: {at: 3d}"), "INV013") == [message]
    assert said(pair("", ", status: retired, leads_to: [call]"), "INV013") == [message]


def test_only_key_touchpoints_can_be_isolated() -> None:
    assert applicable(touchpoint("priority: medium"), "INV013") == 0


def journey(renewal: str, training: str = "") -> str:
    """Return an inventory with a touchpoint in onboarding and one in renewal."""
    return (
        "touchpoints:\n"
        f"  - {{id: training, name: Training, phase: onboarding{training}}}\n"
        f"  - {{id: talks, name: Renewal talks, phase: renewal{renewal}}}\n"
    )


def test_a_journey_that_only_runs_forward() -> None:
    message = "nothing leads from Renewal, Advocacy, Support back to an earlier phase"
    assert said(journey(""), "INV014") == [message]
    assert said(journey("", ", leads_to: [talks]"), "INV014") == [message]
    assert said(journey(", leads_to: [training]", ", status: retired"), "INV014") == [message]


def test_only_phases_that_exist_for_somebody_lead_back() -> None:
    text = "segments: [{id: shop, contract: none}]\n" + journey("")
    assert said(text, "INV014") == ["nothing leads from Advocacy, Support back to an earlier phase"]


def test_a_journey_may_come_back_by_leading_or_by_timing() -> None:
    assert said(journey(", leads_to: [training]"), "INV014") == []
    assert said(journey("", ", timing: {at: 3d, after: talks}"), "INV014") == []


def test_without_a_phase_at_its_end_no_journey_is_linear() -> None:
    assert applicable("scope: own\nphases: [{id: onboarding}]", "INV014") == 0
