"""Rules see faulty entries through a veil; everything else is what it was."""

from __future__ import annotations

import pytest

from tests.inventories import audit_text, inventory_of
from tpaudit.fields import Unknown
from tpaudit.rules.veil import veiled, veiled_inventory
from tpaudit.rules.waking import has


def test_a_sound_inventory_and_its_entries_are_the_same_ones() -> None:
    inventory = inventory_of("touchpoints: [{id: a, name: A, metrics: [{name: m}], per_segment: {all: {owner: x}}}]\n")
    assert veiled_inventory(inventory) is inventory
    (touchpoint,) = inventory.touchpoints
    assert veiled(touchpoint) is touchpoint


def test_a_veil_hides_what_is_faulty_at_any_depth_and_still_says_what() -> None:
    inventory = inventory_of(
        "touchpoints: [{id: a, name: A, owner: 5, metrics: [{name: m, target: x}, {name: n}]}, {id: b, name: B}]\n"
    )
    first, second = veiled_inventory(inventory).touchpoints
    plain, other = inventory.touchpoints
    assert second is other
    assert first.unknown == plain.unknown == {"owner", "metrics.0.target"}
    with pytest.raises(Unknown, match="owner"):
        _ = first.owner
    with pytest.raises(Unknown, match="target"):
        _ = first.metrics[0].target
    assert first.metrics[0].name == "m"
    assert first.metrics[1] is plain.metrics[1]
    assert plain.metrics[0].unknown == {"target"}
    assert (plain.owner, plain.metrics[0].target) == (None, None)


def test_a_veil_covers_owners_and_what_differs_in_segments() -> None:
    inventory = inventory_of(
        "owners: [{id: csm, capacity: 400}]\nsegments: [{id: s}]\n"
        "touchpoints: [{id: a, name: A, purpose: 5, per_segment: {s: {owner: csm}}}]\n"
    )
    seen = veiled_inventory(inventory)
    with pytest.raises(Unknown):
        _ = seen.owners[0].capacity
    varied = seen.in_segment(seen.segments[0])[0]
    assert (varied.owner, varied.at("owner").path) == ("csm", ("per_segment", "s", "owner"))
    with pytest.raises(Unknown):
        _ = varied.purpose


def test_findings_about_an_entry_that_is_faulty_elsewhere_name_no_owner() -> None:
    found = {
        finding.code: finding
        for finding in audit_text("touchpoints: [{id: a, name: A, owner: 5}]\n", "PUR001").findings
    }
    assert set(found) == {"INV003", "PUR001"}
    assert (found["PUR001"].subject.id, found["PUR001"].owner, found["PUR001"].involves) == ("a", "", ())


def test_what_is_faulty_counts_as_said_with_and_without_a_veil() -> None:
    (touchpoint,) = inventory_of("touchpoints: [{id: a, name: A, channel: 5, support: {systems: 5}}]\n").touchpoints
    for entry in (touchpoint, veiled(touchpoint)):
        assert has(entry, ("channel",))
        assert has(entry, ("support", "systems"))
        assert not has(entry, ("owner",))
