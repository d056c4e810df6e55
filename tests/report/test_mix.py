"""Section 6 of the report: shares of the touchpoints, of the channels, and what events set off."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.report.audits import of_text
from tpaudit.messages import Share, shown
from tpaudit.report.experience import Count
from tpaudit.report.mix import Mix
from tpaudit.report.view import view

TEXT = """
events:
  - {id: order, name: Order, per_quarter: 2, started_by: customer}
  - {id: drop, name: Drop, started_by: company}
  - {id: silent, name: Silent}
segments: [{id: a, contract: 12mo}, {id: b, contract: 12mo}]
touchpoints:
  - {id: mail, name: Mail, type: newsletter, channel: [email, in_app], timing: {every: 1mo}}
  - {id: call, name: Call, type: checkin, channel: phone, timing: {at: 3d}}
  - {id: care, name: Care, type: follow_up, channel: email, timing: [{at: 9d, after: order}, {at: 5d, after: order}]}
  - {id: sorry, name: Sorry, type: follow_up, channel: email, timing: {at: 1d, after: order}}
  - {id: rescue, name: Rescue, type: health_alert, channel: phone, timing: {at: 2d, after: drop}, segments: [b]}
  - {id: idea, name: Idea, type: survey, status: idea, channel: sms}
  - {id: plain, name: Plain}
"""


def mix(text: str = TEXT) -> Mix:
    return view(of_text(text)).chapters[0].mix


def parts(section: Mix, split: str) -> dict[str, tuple[int, Share | None]]:
    """Return the counts and shares of a split, by the words of the files."""
    (found,) = [candidate for candidate in section.splits if candidate.id == split]
    return {part.id: (part.count, part.share) for part in found.parts}


def test_only_what_is_live_or_upcoming_is_divided_but_by_status_everything() -> None:
    section = mix()
    assert section.total == 6
    totals = {split.id: split.total for split in section.splits}
    assert totals == {"form": 6, "initiation": 6, "value": 6, "planned": 6, "status": 7}
    assert parts(section, "status") == {"live": (6, Share(Fraction(6, 7))), "idea": (1, Share(Fraction(1, 7)))}


@pytest.mark.parametrize("split", ["form", "initiation", "value", "planned"])
def test_the_parts_are_the_whole_and_what_is_not_stated_is_one_of_them(split: str) -> None:
    found = parts(mix(), split)
    assert sum(count for count, _ in found.values()) == 6
    assert sum(share.part for _, share in found.values() if share is not None) == 1
    assert found[""][0] == 1


def test_planned_and_unplanned_are_told_apart() -> None:
    found = {word: count for word, (count, _) in parts(mix(), "planned").items()}
    assert found == {"planned": 5, "": 1}


def test_a_touchpoint_counts_in_each_channel_and_shares_are_of_the_touchpoints() -> None:
    channels = mix().channels
    assert [(channel.id, channel.count, channel.share) for channel in channels] == [
        ("email", 3, Share(Fraction(3, 6))),
        ("phone", 2, Share(Fraction(2, 6))),
        ("in_app", 1, Share(Fraction(1, 6))),
    ]
    assert all(isinstance(channel, Count) for channel in channels)


def test_events_show_what_they_set_off_the_earliest_first() -> None:
    order, drop = mix().events
    assert (shown(order.name), order.per_quarter) == ("Order", Fraction(2))
    assert order.touchpoints == (("sorry", "Sorry", 1), ("care", "Care", 5))
    assert drop.touchpoints == (("rescue", "Rescue", 2),)
    assert [shown(event.started_by or "") for event in (order, drop)] == ["the customer", "the company"]


def test_nothing_is_missing_where_there_is_something() -> None:
    section = mix()
    assert section.missing is None
    assert section.missing_events is None


def test_an_empty_inventory_says_what_is_missing() -> None:
    section = mix("touchpoints: [{id: idea, name: Idea, status: idea}]")
    assert (section.total, section.channels, section.events) == (0, (), ())
    assert shown(section.missing or "") == "No touchpoint is live or upcoming yet."
    assert shown(section.missing_events or "").startswith("No event sets anything off yet")
