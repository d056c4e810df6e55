"""The analyses once more, customer by customer in plain Python: slow, and meant to be read beside the SQL."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from tpaudit.observed.expected import GRACE, Expectation, Expected, Followed

DAY = 86_400
FAR = 999_999


class Account(NamedTuple):
    """A row of the customers; days count from 1970-01-01."""

    customer: str | None
    segment: str | None
    started: int | None
    ended: int | None = None


class Happening(NamedTuple):
    """A row of the events; `sec` counts from 1970-01-01, in UTC."""

    customer: str | None
    sec: int | None
    event: str | None
    who: str = ""


class Fact(NamedTuple):
    """An event that can be used."""

    customer: str
    d: int
    day: int
    sec: int
    name: str
    who: str


@dataclass
class Customer:
    """What is known of a customer."""

    seg: int
    started: int
    ended: int | None
    facts: list[Fact]
    lo: int = 0
    hi: int = -FAR

    @property
    def is_observed(self) -> bool:
        return self.lo <= self.hi


Answers = dict[str, Counter[tuple[int | str, ...]]]


def observe(
    expectation: Expectation,
    accounts: Sequence[Account],
    happenings: Sequence[Happening],
    today: int,
    since: int | None,
    min_group: int,
) -> Answers:
    """Return the rows of every analysis; the last cell of each is its count."""
    return _Reference(expectation, today, since, min_group).answers(accounts, happenings)


class _Reference:
    def __init__(self, expectation: Expectation, today: int, since: int | None, min_group: int) -> None:
        self.plan = expectation
        self.today, self.since, self.min_group = today, since, min_group
        self.tp = {
            touchpoint_id: number
            for number, touchpoint_id in enumerate(
                dict.fromkeys(followed.id for segment in expectation.segments for followed in segment.touchpoints)
            )
        }

    def answers(self, accounts: Sequence[Account], happenings: Sequence[Happening]) -> Answers:
        found: Answers = defaultdict(Counter)
        customers, all_customers = self._customers(accounts, found)
        facts = self._facts(happenings, customers, all_customers, found)
        if facts:
            opening = min(fact.day for fact in facts) if self.since is None else self.since
            closing = max(fact.day for fact in facts)
            end = max(fact.sec for fact in facts)
            found["period"][(opening, closing)] += 1
        for fact in facts:
            customers[fact.customer].facts.append(fact)
        for customer in customers.values():
            segment = self.plan.segments[customer.seg]
            if facts:
                customer.lo = max(segment.horizon[0], opening - customer.started)
                customer.hi = min(segment.horizon[1], closing - customer.started)
                if customer.ended is not None:
                    customer.hi = min(customer.hi, customer.ended - customer.started)
            if customer.is_observed:
                self._one(customer, segment, closing, end, found)
        self._unplanned(facts, customers, found)
        return found

    def _customers(
        self, accounts: Sequence[Account], found: Answers
    ) -> tuple[dict[str, Customer], dict[str, tuple[int | None, int | None]]]:
        words = {word: seg for seg, segment in enumerate(self.plan.segments) for word in segment.words}
        rows: dict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            if account.customer is not None:
                rows[account.customer].append(account)
        usable, everybody = {}, {}
        for name, versions in rows.items():
            word = min((account.segment for account in versions if account.segment is not None), default=None)
            started = min((account.started for account in versions if account.started is not None), default=None)
            ends = [account.ended for account in versions]
            ended = None if None in ends else max(end for end in ends if end is not None)
            seg = None if word is None else words.get(word)
            everybody[name] = (seg, started)
            found["customers"][(1 if seg is None else 2 if started is None else 0,)] += 1
            if seg is not None and started is not None:
                usable[name] = Customer(seg, started, ended, [])
        return usable, everybody

    def _facts(
        self,
        happenings: Sequence[Happening],
        customers: Mapping[str, Customer],
        everybody: Mapping[str, tuple[int | None, int | None]],
        found: Answers,
    ) -> list[Fact]:
        facts = []
        for happening in happenings:
            kind = self._kind(happening, customers, everybody)
            found["rows"][(kind,)] += 1
            if kind == 0:
                assert happening.customer is not None
                assert happening.sec is not None
                assert happening.event is not None
                day = happening.sec // DAY
                started = customers[happening.customer].started
                facts.append(
                    Fact(happening.customer, day - started, day, happening.sec, happening.event, happening.who)
                )
        return facts

    def _kind(
        self,
        happening: Happening,
        customers: Mapping[str, Customer],
        everybody: Mapping[str, tuple[int | None, int | None]],
    ) -> int:
        if happening.customer is None:
            return 2
        if happening.event is None:
            return 3
        if happening.sec is None:
            return 4
        if happening.customer not in everybody:
            return 5
        if everybody[happening.customer][0] is None:
            return 6
        if everybody[happening.customer][1] is None:
            return 7
        customer, day = customers[happening.customer], happening.sec // DAY
        first, last = self.plan.segments[customer.seg].horizon
        if day > self.today:
            return 8
        if self.since is not None and day < self.since:
            return 9
        if day - customer.started < first:
            return 10
        if customer.ended is not None and day > customer.ended:
            return 11
        return 12 if day - customer.started > last else 0

    def _one(self, customer: Customer, segment: Expected, closing: int, end: int, found: Answers) -> None:
        seg, lo, hi = customer.seg, customer.lo, customer.hi
        found["watched"][(seg, 0, lo)] += 1
        found["watched"][(seg, 1, hi)] += 1
        seen = [
            (fact, followed, means)
            for fact in customer.facts
            for means in ("contact", "outcome", "answer")
            if (followed := _owner(segment, fact.name, means, fact.d)) is not None
        ]
        contacts = [(fact, followed) for fact, followed, means in seen if means == "contact"]
        for fact, followed in contacts:
            found["days"][(seg, self.tp[followed.id], fact.d)] += 1
        firsts: dict[str, int] = {}
        for fact, followed in contacts:
            firsts[followed.id] = min(fact.d, firsts.get(followed.id, FAR))
        for id_ in firsts:
            recent = sum(1 for fact, followed in contacts if followed.id == id_ and fact.day > closing - 30)
            found["reach"][(seg, self.tp[id_], "customers")] += 1
            found["reach"][(seg, self.tp[id_], "recent")] += recent
        for followed in segment.touchpoints:
            judged = next((day for day in followed.days if day >= lo), None)
            if judged is not None and judged + followed.within + GRACE <= hi:
                found["due"][(seg, self.tp[followed.id])] += 1
                found["reached"][(seg, self.tp[followed.id])] += followed.id in firsts
        self._pressure(customer, segment, contacts, found)
        self._silence(customer, segment, contacts, found)
        self._order(customer, segment, contacts, firsts, found)
        self._answers(customer, segment, end, found)
        for fact in customer.facts:
            for ev, names in enumerate(self.plan.events.values()):
                if fact.name in names and fact.d >= 0:
                    found["happenings"][(seg, ev, "n")] += 1
        for ev, names in enumerate(self.plan.events.values()):
            if any(fact.name in names and fact.d >= 0 for fact in customer.facts):
                found["happenings"][(seg, ev, "customers")] += 1

    def _pressure(
        self, customer: Customer, segment: Expected, contacts: list[tuple[Fact, Followed]], found: Answers
    ) -> None:
        seg, lo, hi = customer.seg, customer.lo, customer.hi
        counted = [(fact, followed) for fact, followed in contacts if followed.counts]
        for number, (start, last) in enumerate(segment.quarters):
            if lo <= start and hi >= last:
                found["complete"][(seg, number)] += 1
                loads = Counter(fact.who for fact, _ in counted if start <= fact.d <= last)
                if loads:
                    found["contacts"][(seg, number, max(loads.values()))] += 1
        for number, limit in enumerate(segment.limits):
            if hi - lo + 1 < limit.days:
                continue
            found["judged"][(seg, number)] += 1
            days = set()
            for who in {fact.who for fact, _ in counted}:
                mine = [
                    fact.d
                    for fact, followed in counted
                    if fact.who == who and (limit.channel is None or followed.channel == limit.channel)
                ]
                for piece in limit.pieces:
                    is_later = piece.start > segment.horizon[0]
                    first = max(piece.start, lo - limit.days) if is_later else lo - limit.days
                    for start in range(first, min(piece.end, hi) + 1):
                        window = [day for day in mine if start <= day <= start + limit.days - 1]
                        ends_with_contact = start + limit.days - 1 in window
                        begins_later = is_later and start == piece.start
                        if len(window) > piece.limit and (ends_with_contact or begins_later):
                            days.add(max(window))
            for day in days:
                found["over_days"][(seg, number, day)] += 1
            found["over_budget"][(seg, number)] += bool(days)

    def _silence(
        self, customer: Customer, segment: Expected, contacts: list[tuple[Fact, Followed]], found: Answers
    ) -> None:
        start, last = max(customer.lo, 0), min(customer.hi, segment.period_end)
        counted = [(fact.d, followed) for fact, followed in contacts if followed.counts and start <= fact.d <= last]
        useful = {day for day, followed in counted if followed.useful}
        talks = {day for day, followed in counted if followed.talk}
        quiet = 91 if segment.max_silence is None else segment.max_silence
        for name, most, days in (("silences", quiet, useful), ("talk_silences", segment.no_talk, talks)):
            if last - start > most and (name == "silences" or _shows_talks(segment)):
                stops = sorted({start, last, *days})
                found[name][(customer.seg, max(after - before for before, after in pairwise(stops)))] += 1

    def _order(
        self,
        customer: Customer,
        segment: Expected,
        contacts: list[tuple[Fact, Followed]],
        firsts: Mapping[str, int],
        found: Answers,
    ) -> None:
        seg = customer.seg
        times = Counter((followed.id, fact.who, fact.d) for fact, followed in contacts)
        for touchpoint in segment.touchpoints:
            if any(id_ == touchpoint.id and n > touchpoint.allowed for (id_, _, _), n in times.items()):
                found["doubled"][(seg, self.tp[touchpoint.id])] += 1
            for later in touchpoint.leads_to:
                followed = [other for other in segment.touchpoints if other.id == later and later != touchpoint.id]
                begins = min((0, *touchpoint.days[:1]))
                if followed and touchpoint.id in firsts and later in firsts and customer.lo <= begins:
                    found["reversed"][(seg, self.tp[touchpoint.id], self.tp[later], "both")] += 1
                    found["reversed"][(seg, self.tp[touchpoint.id], self.tp[later], "n")] += (
                        firsts[later] < firsts[touchpoint.id]
                    )

    def _answers(self, customer: Customer, segment: Expected, end: int, found: Answers) -> None:
        for touchpoint in segment.touchpoints:
            answers = [name.event for name in touchpoint.names if name.means == "answer"]
            if not answers:
                continue
            turns = [(fact.sec, 0) for fact in customer.facts if fact.name in touchpoint.set_off_by]
            turns += [(fact.sec, 1) for fact in customer.facts if fact.name in answers]
            waiting, minutes = [], []
            for sec, is_answer in sorted(turns):
                if not is_answer:
                    waiting.append(sec)
                elif waiting:  # the latest question that is still open
                    minutes.append((sec - waiting.pop()) // 60)
            for sec in waiting:
                is_late = touchpoint.promise is not None and end - sec > touchpoint.promise * 60
                minutes.append(-1 if is_late else -2)
            for wait in minutes:
                found["answers"][(customer.seg, self.tp[touchpoint.id], wait)] += 1

    def _unplanned(self, facts: list[Fact], customers: Mapping[str, Customer], found: Answers) -> None:
        groups: dict[tuple[int, str], list[Fact]] = defaultdict(list)
        for fact in facts:
            seg = customers[fact.customer].seg
            segment = self.plan.segments[seg]
            known = {name.event for touchpoint in segment.touchpoints for name in touchpoint.names} | set(
                self.plan.familiar
            )
            known |= {name for names in self.plan.events.values() for name in names}
            if fact.name not in known:
                groups[seg, fact.name].append(fact)
        found["strangers"][()] += len({name for _, name in groups})
        for (seg, name), its in groups.items():
            those = len({fact.customer for fact in its})
            if those >= self.min_group:
                found["unplanned"][(seg, name, "n")] += len(its)
                found["unplanned"][(seg, name, "customers")] += those
                for fact in its:
                    found["unplanned_days"][(seg, name, fact.d)] += 1


def _owner(segment: Expected, event: str, means: str, d: int) -> Followed | None:
    """Return the touchpoint to which an event belongs: that with the nearest planned day, else the first."""
    claiming = [
        touchpoint
        for touchpoint in segment.touchpoints
        if any(name.event == event and name.means == means for name in touchpoint.names)
    ]
    dated = [followed for followed in claiming if followed.days]
    if not dated:
        return claiming[0] if claiming else None
    return min(dated, key=lambda followed: min(abs(day - d) for day in followed.days))


def _shows_talks(segment: Expected) -> bool:
    """Whether some event would belong to a counted talk: without one, nobody can see how long nobody talks."""
    days = [day for touchpoint in segment.touchpoints for day in touchpoint.days] or [0]
    owners = (
        _owner(segment, name.event, name.means, d)
        for touchpoint in segment.touchpoints
        for name in touchpoint.names
        for d in range(min(days) - 1, max(days) + 2)
    )
    return any(owner is not None and owner.counts and owner.talk for owner in owners)


WIDE = {
    "reach": ("customers", "recent"),
    "reversed": ("both", "n"),
    "happenings": ("n", "customers"),
    "unplanned": ("n", "customers"),
}


def long(answers: Mapping[str, Sequence[tuple[int | str, ...]]]) -> dict[str, dict[tuple[int | str, ...], int]]:
    """Return an engine's answers in the shape of the reference: one count for each key."""
    return {name: dict(_cells(name, rows)) for name, rows in answers.items()}


def _cells(name: str, rows: Sequence[tuple[int | str, ...]]) -> Iterator[tuple[tuple[int | str, ...], int]]:
    for row in rows:
        if name == "period":
            yield row, 1
        elif name == "rows":
            yield row[:1], int(row[1])
        elif name in WIDE:
            yield (*row[:-2], WIDE[name][0]), int(row[-2])
            yield (*row[:-2], WIDE[name][1]), int(row[-1])
        else:
            yield row[:-1], int(row[-1])
