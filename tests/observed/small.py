"""Small random plans and data, in which everything that can happen happens."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import NamedTuple

from hypothesis import strategies as st

from tests.observed.reference import DAY, Account, Happening
from tpaudit.inventory.tracking import Means
from tpaudit.observed.expected import Expectation, Expected, Followed, Limit, Period, Piece, TrackedName
from tpaudit.observed.request import CustomerColumns, EventColumns, Files, Request
from tpaudit.observed.tables import EPOCH

START = 20_000
"""The day, counted from 1970-01-01, around which everything happens: 2024-10-04."""
NAMES = ("mail", "call", "mail / Welcome v4", "ticket", "reply", 'page\'s "view"; DROP')
PERIODS: tuple[tuple[Period, int], ...] = (("per_day", 1), ("per_week", 7), ("per_month", 30), ("per_quarter", 91))
CHANNELS = ("email", "phone", None)


class Case(NamedTuple):
    """A plan, and what happened."""

    expectation: Expectation
    accounts: tuple[Account, ...]
    happenings: tuple[Happening, ...]
    today: int
    since: int | None
    min_group: int


def _followed(rng: Random, id_: str, others: tuple[str, ...]) -> Followed:
    means: tuple[Means, ...] = ("contact", "contact", "contact", "outcome", "answer")
    names = {TrackedName(rng.choice(NAMES), rng.choice(means)): None for _ in range(rng.randint(1, 4))}
    return Followed(
        id=id_,
        names=tuple(names),
        days=tuple(sorted({rng.randint(-5, 60) for _ in range(rng.randint(0, 4))})),
        within=rng.choice([0, 0, 3]),
        channel=rng.choice(CHANNELS),
        counts=rng.random() < 0.8,
        useful=rng.random() < 0.5,
        talk=rng.random() < 0.4,
        allowed=rng.choice([1, 1, 2]),
        leads_to=tuple(other for other in others if rng.random() < 0.4),
        set_off_by=tuple(name for name in NAMES if rng.random() < 0.3),
        promise=rng.choice([None, 0, 60, 3_000]),
    )


def _limit(rng: Random) -> Limit:
    period, days = rng.choice(PERIODS)
    first, second = sorted(rng.sample(range(-4, 50), 2))
    pieces = rng.choice(
        [
            (Piece(-5, 60, 1),),
            (Piece(-5, first, 3), Piece(first + 1, 60, 0)),
            (Piece(first, second, 1),),
            (Piece(-5, first, 0), Piece(second + 1, 60, 2)),
        ]
    )
    return Limit(period, rng.choice([None, None, "email", "phone"]), days, pieces)


def _expected(rng: Random, segment: str, words: tuple[str, ...]) -> Expected:
    ids = ("a", "b", "c")
    return Expected(
        segment=segment,
        words=words,
        horizon=(-5, 70),
        period_end=60,
        quarters=((0, 20), (21, 60)),
        max_silence=rng.choice([None, 5, 20]),
        no_talk=rng.choice([5, 20, 95]),
        touchpoints=tuple(_followed(rng, touchpoint_id, ids) for touchpoint_id in ids),
        limits=tuple(_limit(rng) for _ in range(rng.randint(0, 3))),
    )


def _account(rng: Random, customer: str) -> Account:
    return Account(
        customer if rng.random() < 0.95 else None,
        rng.choice(["SMB", "SMB", "ENT", "Enterprise", "other", None] if rng.random() < 0.3 else ["SMB", "ENT"]),
        None if rng.random() < 0.05 else START + rng.randint(-40, 40),
        START + rng.randint(20, 90) if rng.random() < 0.2 else None,
    )


def _happening(rng: Random, customers: tuple[str, ...]) -> Happening:
    is_bad = rng.random() < 0.1
    return Happening(
        rng.choice(["nobody", None]) if is_bad and rng.random() < 0.3 else rng.choice(customers),
        None if is_bad and rng.random() < 0.3 else (START + rng.randint(-40, 90)) * DAY + rng.choice([0, 0, 60, 4_000]),
        None if is_bad and rng.random() < 0.3 else rng.choice((*NAMES, "seen", "strange")),
        rng.choice(["", "admin", "champion"]),
    )


def made(seed: int) -> Case:
    """Return the case of a seed."""
    rng = Random(seed)
    customers = tuple(f"c{number}" if number != 3 else "ö; 3" for number in range(rng.randint(1, 6)))
    return Case(
        Expectation(
            (_expected(rng, "smb", ("SMB", "smb")), _expected(rng, "ent", ("ENT", "Enterprise"))),
            {"ticket_opened": ("ticket",)},
            familiar=rng.choice([(), ("seen",)]),
        ),
        tuple(_account(rng, customer) for customer in (*customers, *customers[:1])),
        tuple(_happening(rng, customers) for _ in range(rng.randint(0, 120))),
        today=START + rng.choice([60, 200]),
        since=rng.choice([None, None, START - 10]),
        min_group=rng.choice([1, 2]),
    )


cases = st.builds(made, st.integers(0, 2**32))


def written(case: Case, folder: Path) -> Request:
    """Write the data as CSV; a number in a column of its own keeps rows apart that are equal otherwise."""
    with (folder / "events.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["n", "account", "at", "what", "who"])
        for number, happening in enumerate(case.happenings):
            at = "" if happening.sec is None else datetime.fromtimestamp(happening.sec, UTC).isoformat()
            writer.writerow([number, happening.customer or "", at, happening.event or "", happening.who])
    with (folder / "customers.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["n", "id", "plan", "started", "ended"])
        for number, account in enumerate(case.accounts):
            writer.writerow(
                [number, account.customer or "", account.segment or "", _date(account.started), _date(account.ended)]
            )
    return Request(
        Files((folder / "events.csv",), "csv", "events.csv"),
        EventColumns("account", "at", ("what",), person="who"),
        Files((folder / "customers.csv",), "csv", "customers.csv"),
        CustomerColumns("id", "started", segment="plan", ended="ended"),
        today=date_of(case.today),
        since=None if case.since is None else date_of(case.since),
        min_group=case.min_group,
    )


def date_of(day: int) -> date:
    return EPOCH.fromordinal(EPOCH.toordinal() + day)


def _date(day: int | None) -> str:
    return "" if day is None else date_of(day).isoformat()
