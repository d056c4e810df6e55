"""Touchpoints as they are in a segment that differs."""

from __future__ import annotations

from tests.inventories import inventory_of


def test_names_the_place_of_what_a_segment_says_itself() -> None:
    inventory = inventory_of(
        "tpaudit: 1\nsegments: [{id: smb}]\ntouchpoints:\n"
        "  - {id: a, name: A, channel: email, timing: {at: 1d}, per_segment: {smb: {timing: {at: 2d}}}}\n"
    )
    varied = inventory.as_in(inventory.touchpoint["a"], inventory.segment["smb"])

    assert varied.at("timing").path == ("per_segment", "smb", "timing")
    assert varied.at("channel").path == ("channel",)
