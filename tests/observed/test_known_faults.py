"""The faults of the generated shop come out with their numbers, and nobody's data with them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from tests.observed.generator import EXAMPLE, FIRST, LAST, NEVER_SENT, Shop, shop, write
from tpaudit.app.observing import ObserveOptions, compute, observe, planned, prepare
from tpaudit.observed import keeping
from tpaudit.observed.observation import Observation

pytest.importorskip("duckdb")

TODAY = date(2026, 11, 28)


@cache
def data() -> Shop:
    return shop()


@cache
def observed() -> Observation:
    options = ObserveOptions((str(EXAMPLE),), Path.cwd(), TODAY)
    (plan,) = planned(options.paths, options.cwd)
    request, tables = prepare(plan, options.given, options.cwd, TODAY)
    return observe(plan, request, tables, compute(options, request, tables, lambda _: None)).observation


def test_the_example_holds_what_the_generator_writes(tmp_path: Path) -> None:
    write(data(), tmp_path)
    for name in ("events.csv", "customers.csv"):
        assert (EXAMPLE / "data" / name).read_bytes() == (tmp_path / name).read_bytes()


def test_copies_and_strangers_are_counted() -> None:
    rows = observed().rows
    assert rows.left_out == {"duplicates": data().duplicates, "of_unknown_customers": data().strangers}
    assert rows.events == len(data().events)
    assert rows.used == len(data().events) - data().duplicates - data().strangers
    assert rows.customers == len(data().members)


def test_the_period_is_that_of_the_data() -> None:
    days = [event.occurred_at.date() for event in data().events if event.account.startswith("M-")]
    assert (observed().first_day, observed().last_day) == (min(days), max(days))
    assert FIRST <= min(days) < max(days) <= LAST


@pytest.mark.parametrize("segment", ["home", "office"])
def test_what_is_never_sent_reaches_nobody(segment: str) -> None:
    last = max(event.occurred_at.date() for event in data().events)
    due = [
        member for member in data().segment(segment) if min(member.last, last) >= member.start + timedelta(days=183 + 7)
    ]
    seen = observed().segments[segment].touchpoints["year-in-coffee"]
    assert not data().by_account(NEVER_SENT)
    assert (seen.due, seen.reached, seen.occurrences) == (len(due), 0, 0)


def test_the_late_call_is_late_by_as_much_as_it_is() -> None:
    starts = {member.id: member.start for member in data().members}
    late = sorted(
        (event.occurred_at.date() - starts[account]).days - 4
        for account, events in data().by_account("call_held / Setup call").items()
        if account in starts
        for event in events
    )
    drift = observed().segments["office"].touchpoints["setup-call"].drift
    assert drift is not None
    assert drift.count == len(late)
    assert drift.median == late[-(-len(late) * 50 // 100) - 1] == 9
    assert drift.low == late[-(-len(late) * 10 // 100) - 1]
    assert drift.high == late[-(-len(late) * 90 // 100) - 1]


@pytest.mark.parametrize("segment", ["home", "office"])
def test_the_doubled_mail_is_counted_by_customer(segment: str) -> None:
    ids = {member.id for member in data().segment(segment)}
    sent = data().by_account("mail_sent / Welcome")
    twice = sum(1 for account, events in sent.items() if account in ids and len(events) > 1)
    assert observed().segments[segment].touchpoints["welcome"].doubled == twice > 10


@pytest.mark.parametrize("segment", ["home", "office"])
@pytest.mark.parametrize("name", ["mail_sent / Flash sale", "sms_sent / Parcel delayed"])
def test_what_nobody_planned_is_told_with_its_share(segment: str, name: str) -> None:
    ids = {member.id for member in data().segment(segment)}
    sent = {account: events for account, events in data().by_account(name).items() if account in ids}
    found = {unplanned.event: unplanned for unplanned in observed().segments[segment].unplanned}
    assert found[name].customers == len(sent)
    assert found[name].occurrences == sum(map(len, sent.values()))
    assert found[name].share == pytest.approx(len(sent) / len(ids), abs=0.0001)


@pytest.mark.parametrize("segment", ["home", "office"])
def test_the_rate_of_an_event_is_what_it_is(segment: str) -> None:
    members = data().segment(segment)
    last = max(event.occurred_at.date() for event in data().events)
    days = sum((min(member.last, last) - member.start).days + 1 for member in members)
    asks = sum(
        len(events)
        for account, events in data().by_account("ticket_created").items()
        if account in {member.id for member in members}
    )
    seen = observed().segments[segment].events["question_asked"]
    assert (seen.occurrences, seen.customer_days) == (asks, days)
    assert seen.per_quarter == pytest.approx(asks * 91 / days, abs=0.0001)
    assert seen.per_quarter > 0.5


@pytest.mark.parametrize("segment", ["home", "office"])
def test_waits_that_never_end_are_counted(segment: str) -> None:
    ids = {member.id for member in data().segment(segment)}
    ends = max(event.occurred_at for event in data().events if event.account.startswith("M-"))
    asked_, answered = data().by_account("ticket_created"), data().by_account("ticket_answered")
    open_, waits = 0, []
    for account in ids:
        turns = [(event.occurred_at, 0) for event in asked_.get(account, [])]
        turns += [(event.occurred_at, 1) for event in answered.get(account, [])]
        waiting = []
        for at, is_answer in sorted(turns):
            if not is_answer:
                waiting.append(at)
            elif waiting:
                waits.append(int((at - waiting.pop()).total_seconds()) // 60)
        open_ += sum(ends - at > timedelta(hours=8) for at in waiting)
    seen = observed().segments[segment].touchpoints["answer"].answers
    assert seen is not None
    assert seen.unanswered == open_
    assert seen.waits.count == len(waits) + open_
    assert seen.waits.median == sorted(waits)[-(-seen.waits.count // 2) - 1]


def test_who_gets_too_much_in_a_week_is_counted() -> None:
    starts = {member.id: member.start for member in data().segment("home")}
    counted = ("Welcome", "Brewing guide", "First taste", "Roastery letter", "Seasonal box", "Renewal notice")
    days: dict[str, list[int]] = {account: [] for account in starts}
    for name in (*counted, "Refer a friend (old)"):
        for account, events in data().by_account(f"mail_sent / {name}").items():
            if account in starts:
                days[account] += ((event.occurred_at.date() - starts[account]).days for event in events)
    over = [
        account for account, its in days.items() if any(sum(day <= other < day + 7 for other in its) > 3 for day in its)
    ]
    (weekly,) = (budget for budget in observed().segments["home"].budgets if budget.period == "per_week")
    assert (weekly.customers, weekly.over) == (len(starts), len(over))
    assert weekly.over > 50
    assert weekly.worst_day is not None
    assert 45 <= weekly.worst_day <= 52


def test_a_retired_mail_that_is_still_sent_is_seen() -> None:
    last = max(event.occurred_at.date() for event in data().events)
    segments = {member.id: member.segment for member in data().members}
    recent = Counter(
        segments[account]
        for account, events in data().by_account("mail_sent / Refer a friend (old)").items()
        if account in segments
        for event in events
        if (last - event.occurred_at.date()).days < 30
    )
    for segment, count in recent.items():
        seen = observed().segments[segment].touchpoints["win-back-old"]
        assert seen.recent == (count if seen.occurrences else 0)


def test_nobodys_data_stand_in_the_file() -> None:
    text = keeping.text(observed())
    assert "M-0" not in text
    assert "T-0" not in text
    assert len(text.encode()) < 200_000
    assert keeping.parse(text.encode()) == observed()
