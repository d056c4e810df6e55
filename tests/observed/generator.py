"""Seeded data of a subscription shop with known faults: what the plan promises, and what went wrong.

`python -m tests.observed.generator` writes the data of examples/coffee-club anew.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

EXAMPLE = Path(__file__).parents[2] / "examples" / "coffee-club"
FIRST, LAST = date(2025, 10, 1), date(2026, 10, 31)
MINUTES_A_DAY = 1440

LATE = (5, 9, 15)
"""Days by which the setup call is late: at least, mostly, at most."""
DOUBLED = 0.2
OVERLOADED = 0.34
"""Home subscribers who get four reminders of the first seasonal box in as many days."""
NEVER_SENT = "mail_sent / Half-year in coffee"
COVERED = 0.55
TOO_EARLY = 0.3
FLASH = 0.42
ASKS_PER_QUARTER = 0.6
UNANSWERED = 0.12


class Event(NamedTuple):
    """A row of the events."""

    account: str
    occurred_at: datetime
    type: str
    campaign: str = ""
    attended: str = ""

    @property
    def name(self) -> str:
        """What the event is called."""
        return f"{self.type} / {self.campaign}" if self.campaign else self.type


class Member(NamedTuple):
    """A row of the customers."""

    id: str
    plan: str
    start: date
    end: date | None

    @property
    def segment(self) -> str:
        """The segment of the inventory."""
        return "home" if self.plan == "Home" else "office"

    @property
    def last(self) -> date:
        """The last day on which something can happen to it."""
        return LAST if self.end is None else min(LAST, self.end)


class Shop(NamedTuple):
    """The data, and what is known of them."""

    members: tuple[Member, ...]
    events: tuple[Event, ...]
    duplicates: int
    strangers: int

    def by_account(self, name: str) -> dict[str, list[Event]]:
        """Return the events of a name, by account."""
        found: dict[str, list[Event]] = defaultdict(list)
        for event in dict.fromkeys(self.events):
            if event.name == name:
                found[event.account].append(event)
        return found

    def segment(self, segment: str) -> tuple[Member, ...]:
        """Return the customers of a segment."""
        return tuple(member for member in self.members if member.segment == segment)


def shop(seed: int = 7, size: int = 460) -> Shop:
    """Return a shop of so many customers."""
    rng = Random(seed)
    members = tuple(_member(rng, number) for number in range(size))
    events: list[Event] = []
    for member in members:
        events += _planned(rng, member)
        events += _faults(rng, member)
        events += _questions(rng, member)
    strangers = [
        event._replace(account=f"T-{number:04}") for number, event in enumerate(rng.sample(events, size // 15))
    ]
    copies = rng.sample(events, size // 20)
    everything = sorted(
        (*events, *strangers, *copies), key=lambda event: (event.occurred_at, event.account, event.name)
    )
    return Shop(members, tuple(everything), len(copies), len(strangers))


def _member(rng: Random, number: int) -> Member:
    start = FIRST + timedelta(days=rng.randrange(330))
    end = start + timedelta(days=rng.randrange(60, 300)) if rng.random() < 0.15 else None
    plan = rng.choices(("Home", "Office", "Office Plus"), (70, 22, 8))[0]
    return Member(f"M-{number:05}", plan, start, end if end is not None and end <= LAST else None)


def _at(rng: Random, member: Member, day: float, kind: str, campaign: str = "", attended: str = "") -> list[Event]:
    """Return the event of a customer's day, in a list; none where the customer is not there any more."""
    when = datetime(member.start.year, member.start.month, member.start.day, tzinfo=UTC)
    when += timedelta(days=int(day), minutes=rng.randrange(7 * 60, 19 * 60))
    if day < 0 or when.date() > member.last:
        return []
    return [Event(member.id, when, kind, campaign, attended)]


def _planned(rng: Random, member: Member) -> list[Event]:
    mail, events = "mail_sent", _at(rng, member, 0, "mail_sent", "Welcome")
    if rng.random() < DOUBLED:
        events += _at(rng, member, 0, mail, "Welcome")
    guide = rng.random() < COVERED
    taste = 10
    if guide:
        early = rng.random() < TOO_EARLY
        events += _at(rng, member, 12 if early else 3, mail, "Brewing guide")
    events += _at(rng, member, taste, mail, "First taste")
    if rng.random() < 0.3:
        events += _at(rng, member, taste + 1, "survey_answered", "First taste")
    for month in range(1, 15):
        if rng.random() < 0.96:
            events += _at(rng, member, round(month * 365 / 12) + rng.choice((0, 0, 1)), mail, "Roastery letter")
    for number in range(5):
        offered = 45 + round(number * 91.25)
        events += _at(rng, member, offered, mail, "Seasonal box")
        if member.segment == "home" and number == 0 and rng.random() < OVERLOADED:
            for reminder in range(1, 5):
                events += _at(rng, member, offered + reminder, mail, "Seasonal box")
    events += _at(rng, member, 335, mail, "Renewal notice")
    if member.segment == "office":
        late = int(rng.triangular(LATE[0], LATE[2] + 1, LATE[1]))
        attended = "yes" if rng.random() < 0.6 else "no"
        events += _at(rng, member, 4 + late, "call_held", "Setup call", attended)
        events += _at(rng, member, 14 + late, "call_held", "Grinder training")
        for number in range(1, 5):
            if rng.random() < 0.9:
                events += _at(rng, member, round(number * 91.25) + rng.randrange(-2, 8), "call_held", "Review")
    return events


def _faults(rng: Random, member: Member) -> list[Event]:
    """Return what nobody planned."""
    events = []
    if rng.random() < FLASH:
        first = rng.randrange(15, 120)
        for step in range(rng.randrange(3, 6)):
            events += _at(rng, member, first + step, "mail_sent", "Flash sale")
    if rng.random() < 0.25:
        events += _at(rng, member, 60 + rng.randrange(5), "mail_sent", "Refer a friend (old)")
    for _ in range(rng.randrange(3)):
        events += _at(rng, member, rng.randrange(300), "sms_sent", "Parcel delayed")
    for _ in range(rng.randrange(4)):
        events += _at(rng, member, rng.randrange(300), "page_view", "")
    if rng.random() < 0.3:
        events += _at(rng, member, rng.randrange(20, 200), "box_skipped")
    return events


def _questions(rng: Random, member: Member) -> list[Event]:
    events, day = [], rng.expovariate(ASKS_PER_QUARTER / 91)
    while day < 450:
        asked = _at(rng, member, day, "ticket_created")
        events += asked
        for event in asked:
            answered = event.occurred_at + timedelta(minutes=int(rng.expovariate(1 / (9 * 60))) + 5)
            if rng.random() >= UNANSWERED and answered.date() <= member.last:
                events.append(Event(member.id, answered, "ticket_answered"))
        day += rng.expovariate(ASKS_PER_QUARTER / 91)
    return events


def write(made: Shop, folder: Path) -> None:
    """Write the data as CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "customers.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["id", "plan", "first_order", "cancelled_on"])
        writer.writerows((member.id, member.plan, member.start, member.end or "") for member in made.members)
    with (folder / "events.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["account", "occurred_at", "type", "campaign", "attended"])
        for event in made.events:
            when = event.occurred_at.strftime("%Y-%m-%dT%H:%MZ")
            writer.writerow([event.account, when, event.type, event.campaign, event.attended])


def names(made: Shop) -> Counter[str]:
    """Return how often each event happens."""
    return Counter(event.name for event in made.events)


if __name__ == "__main__":
    write(shop(), EXAMPLE / "data")
