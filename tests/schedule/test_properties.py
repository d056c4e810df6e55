"""What holds for every inventory: the fast measures agree with counting day by day, and plans shift and add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.schedule.plans import inventory_of, plan_of, plans_of
from tpaudit.schedule.plan import PERIODS, Contact, Exceeded, Expected, Load, Person, SegmentPlan, Silence
from tpaudit.schedule.schedule import build

ROLES = ("boss", "user", "admin")
CHANNELS = ("email", "phone")
EVENTS = ("order", "health_drop", "complaint")
slow = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Plan:
    """An inventory to be: its segment, its root, and its touchpoints as rows of YAML."""

    segment: str
    root: str
    touchpoints: tuple[str, ...]

    @property
    def text(self) -> str:
        rows = "\n".join(f"  - {{id: t{place}, name: T{place}, {row}}}" for place, row in enumerate(self.touchpoints))
        return f"{self.root}\nsegments: [{{id: smb, {self.segment}}}]\ntouchpoints:\n{rows or '  []'}\n"


numbers = st.sampled_from(("0", "0.3", "1", "1.5", "2", "3", "5", "9"))


@st.composite
def budgets(draw: st.DrawFn, depth: int = 0) -> str:
    parts = [f"{period}: {draw(numbers)}" for period in PERIODS if draw(st.booleans())]
    if depth == 0:
        phases = [f"{phase}: {draw(budgets(1))}" for phase in ("onboarding", "adoption", "late") if draw(st.booleans())]
        channels = [f"{channel}: {draw(budgets(1))}" for channel in CHANNELS if draw(st.booleans())]
        parts += [f"phases: {{{', '.join(phases)}}}", f"channels: {{{', '.join(channels)}}}"]
    return f"{{{', '.join(parts)}}}"


@st.composite
def timings(draw: st.DrawFn) -> str:
    days = draw(st.integers(0, 130))
    match draw(st.integers(0, 5)):
        case 0 | 1:
            return f"{{at: {days}d}}"
        case 2:
            return f"{{every: {draw(st.integers(1, 50))}d, at: {days}d, times: {draw(st.integers(1, 5))}}}"
        case 3:
            return f"{{per_quarter: {draw(numbers)}}}"
        case 4:
            return f"{{at: {days}d, after: {draw(st.sampled_from(EVENTS))}}}"
        case _:
            return f"{{at: {days}d, before: contract_end}}"


@st.composite
def touchpoints(draw: st.DrawFn) -> str:
    parts = [
        f"type: {draw(st.sampled_from(('nudge', 'checkin', 'campaign', 'invoice', 'survey')))}",
        f"phase: {draw(st.sampled_from(('onboarding', 'adoption', 'retention', 'late')))}",
        f"timing: [{', '.join(draw(st.lists(timings(), min_size=1, max_size=2)))}]",
    ]
    if draw(st.booleans()):
        parts.append(f"channel: [{', '.join(draw(st.lists(st.sampled_from(CHANNELS), min_size=1, unique=True)))}]")
    if draw(st.booleans()):
        parts.append(f"reach: {draw(st.sampled_from(('0', '0.5', '0.333', '1')))}")
    if draw(st.booleans()):
        parts.append(f"stakeholders: [{', '.join(draw(st.lists(st.sampled_from(ROLES), min_size=1, unique=True)))}]")
    return ", ".join(parts)


@st.composite
def inventories(draw: st.DrawFn, most: int = 8) -> Plan:
    contract = draw(st.sampled_from(("12mo", "3mo", "100d", "2mo")))
    named = draw(st.lists(st.sampled_from(ROLES), unique=True))
    start, length = draw(st.integers(0, 60)), draw(st.integers(0, 60))
    return Plan(
        segment=f"contract: {contract}, sales_cycle: {draw(st.integers(0, 20))}d, stakeholders: [{', '.join(named)}], "
        f"contact_budget: {draw(budgets())}",
        root=f"""contact_budget: {draw(budgets())}
events: [{{id: order, per_quarter: {draw(numbers)}}}, {{id: health_drop, per_quarter: 0.7}}]
phases: [{{id: late, window: {{from: {start}d, to: {start + length}d}}}}]
""",
        touchpoints=tuple(draw(st.lists(touchpoints(), max_size=most))),
    )


def planned(plan: Plan) -> SegmentPlan:
    """Return the plan of the segment; another one names all roles, so that each of them exists."""
    text = plan.text.replace("segments: [", f"segments: [{{id: other, stakeholders: [{', '.join(ROLES)}]}}, ")
    return plans_of(text)["smb"]


# Counting day by day, as the definitions say it


def by_day(
    contacts: Iterable[Contact], expected: Iterable[Expected], channel: str | None = None
) -> defaultdict[int, Fraction]:
    weights: defaultdict[int, Fraction] = defaultdict(Fraction)
    for one in contacts:
        if channel in (None, one.channel):
            weights[one.day] += one.weight
    for undated in expected:
        if channel in (None, undated.channel):
            for day in range(undated.start, undated.end + 1):
                weights[day] += undated.per_day
    return weights


def loads(plan: SegmentPlan, person: Person, period: str, channel: str | None = None) -> dict[int, Fraction]:
    first, last = plan.horizon
    weights = by_day(person.contacts, person.expected, channel)
    return {
        start: sum((weights[start + n] for n in range(PERIODS[period])), Fraction(0))
        for start in range(first, last + 1)
    }


def limit_on(plan: SegmentPlan, day: int, period: str) -> Fraction | None:
    exceptions = [
        limit
        for (phase, of), limit in plan.phase_limits.items()
        if of == period and (window := plan.phase_windows.get(phase)) is not None and window[0] <= day <= window[1]
    ]
    return max(exceptions) if exceptions else plan.limits.get(period)


def limit_of(plan: SegmentPlan, start: int, period: str, channel: str | None) -> Fraction | None:
    if channel is not None:
        return plan.channel_limits[channel, period]
    limits = [limit_on(plan, start + n, period) for n in range(PERIODS[period])]
    return None if None in limits else max(limit for limit in limits if limit is not None)


def counted_one_by_one(plan: SegmentPlan, period: str, channel: str | None) -> Exceeded | None:
    excesses: dict[str, dict[int, Fraction]] = {}
    for person in plan.persons:
        of_windows = {
            start: load - limit
            for start, load in loads(plan, person, period, channel).items()
            if (limit := limit_of(plan, start, period, channel)) is not None and load > limit
        }
        if of_windows:
            excesses[person.id] = of_windows
    if not excesses:
        return None
    most = {person: max(windows.values()) for person, windows in excesses.items()}
    first = {person: min(d for d, e in excesses[person].items() if e == most[person]) for person in excesses}
    worst = min(excesses, key=lambda person: (-most[person], first[person]))
    start = first[worst]
    limit = limit_of(plan, start, period, channel)
    assert limit is not None
    return Exceeded(
        channel=channel,
        period=period,
        person=worst,
        load=most[worst] + limit,
        limit=limit,
        start=start,
        end=start + PERIODS[period] - 1,
        windows=len(excesses[worst]),
        culprits=(),
        others=tuple(person for person in excesses if person != worst),
    )


def budgets_in_turn(plan: SegmentPlan) -> Iterator[tuple[str | None, str]]:
    for period in PERIODS:
        yield None, period
    for channel in dict.fromkeys(channel for channel, _ in plan.channel_limits):
        yield from ((channel, period) for period in PERIODS if (channel, period) in plan.channel_limits)


@slow
@given(inventories())
def test_worst_windows_agree_with_counting(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for person in plan.persons:
        for period, length in PERIODS.items():
            counted = loads(plan, person, period)
            most = max(counted.values())
            start = min(day for day, load in counted.items() if load == most)
            assert person.worst[period] == Load(most, start, start + length - 1)


@slow
@given(inventories())
def test_exceeded_budgets_agree_with_counting(given_plan: Plan) -> None:
    plan = planned(given_plan)
    found = {(over.channel, over.period): over for over in plan.exceeded}
    for channel, period in budgets_in_turn(plan):
        expected = counted_one_by_one(plan, period, channel)
        over = found.pop((channel, period), None)
        if expected is None or over is None:
            assert expected is over
            continue
        assert over._replace(culprits=()) == expected
    assert not found


@slow
@given(inventories())
def test_culprits_make_up_the_load(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for over in plan.exceeded:
        person = next(one for one in plan.persons if one.id == over.person)
        weights = {}
        for touchpoint in over.culprits:
            daily = by_day(
                (one for one in person.contacts if one.touchpoint is touchpoint),
                (one for one in person.expected if one.touchpoint is touchpoint),
                over.channel,
            )
            weights[touchpoint.id] = sum((daily[day] for day in range(over.start, over.end + 1)), Fraction(0))
        assert sum(weights.values()) == over.load
        order = [(-weights[one.id], int(one.id[1:])) for one in over.culprits]
        assert order == sorted(order)
        assert all(weights.values())


@slow
@given(inventories())
def test_quarters_and_silences_agree_with_counting(given_plan: Plan) -> None:
    plan = planned(given_plan)
    boundaries = [0, 91, 183, 274, 365]
    end = plan.period[1]
    for person in plan.persons:
        weights = by_day(person.contacts, person.expected)
        by_quarter = [
            sum((weights[day] for day in range(start, min(following, end))), Fraction(0))
            for start, following in pairwise(boundaries)
            if start < end
        ]
        assert list(person.quarters) == by_quarter
        days = [0, end] + [one.day for one in person.contacts if one.adds_value and one.weight == 1]
        within = sorted({day for day in days if 0 <= day <= end})
        assert person.silences == tuple(Silence(a, b) for a, b in pairwise(within))
    complete = sum(boundary <= end for boundary in boundaries[1:])
    sums = {person.id: sum(person.quarters[: complete or 1]) for person in plan.persons}
    assert plan.most_contacted == max(sums, key=lambda person: sums[person])
    assert plan.contacts_per_quarter == sums[plan.most_contacted] / Fraction(complete or 1)


@slow
@given(inventories())
def test_bursts_agree_with_counting(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for person in plan.persons:
        for burst in person.bursts:
            days = [contact.day for contact in burst.contacts]
            assert days == sorted(days)
            for period, load in burst.worst.items():
                length = PERIODS[period]
                counted = {start: sum(start <= day < start + length for day in days) for start in days}
                assert load.load == max(counted.values())
                assert load.start == min(day for day in days if counted[day] == load.load)


@slow
@given(inventories(), touchpoints())
def test_a_further_contact_never_lowers_a_load(given_plan: Plan, further: str) -> None:
    before = planned(given_plan)
    more = Plan(given_plan.segment, given_plan.root, (*given_plan.touchpoints, further))
    after = planned(more)
    for one, other in zip(before.persons, after.persons, strict=True):
        for period in PERIODS:
            assert other.worst[period].load >= one.worst[period].load
        assert all(b >= a for a, b in zip(one.quarters, other.quarters, strict=True))
        assert other.longest_silence.days <= one.longest_silence.days
    assert after.contacts_per_quarter >= before.contacts_per_quarter
    exceeded = {(over.channel, over.period): over.load - over.limit for over in after.exceeded}
    assert all(exceeded[over.channel, over.period] >= over.load - over.limit for over in before.exceeded)


@slow
@given(inventories(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing_but_the_order_of_a_day(given_plan: Plan, random: Random) -> None:
    rows = list(enumerate(given_plan.touchpoints))
    random.shuffle(rows)
    shuffled = Plan(given_plan.segment, given_plan.root, tuple(row for _, row in rows))
    back = {f"t{place}": f"t{was}" for place, (was, _) in enumerate(rows)}
    one, other = planned(given_plan), planned(shuffled)
    assert (one.horizon, one.contacts_per_quarter, one.most_contacted) == (
        other.horizon,
        other.contacts_per_quarter,
        other.most_contacted,
    )
    assert one.account_contacts_per_quarter == other.account_contacts_per_quarter
    for a, b in zip(one.persons, other.persons, strict=True):
        assert (a.worst, a.quarters, a.silences, a.same_as) == (b.worst, b.quarters, b.silences, b.same_as)
        assert sorted((c.day, c.touchpoint.id, c.channel or "") for c in a.contacts) == sorted(
            (c.day, back[c.touchpoint.id], c.channel or "") for c in b.contacts
        )
    for over, same in zip(one.exceeded, other.exceeded, strict=True):
        assert (over.load, over.start, over.windows, over.person) == (same.load, same.start, same.windows, same.person)
        assert {touchpoint.id for touchpoint in over.culprits} == {back[touchpoint.id] for touchpoint in same.culprits}


@slow
@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(1, 10), st.integers(1, 4))
def test_shifting_everything_by_a_week_shifts_the_result(days: list[int], every: int, times: int) -> None:
    def shifted(by: int) -> SegmentPlan:
        rows = [
            f"  - {{id: t{place}, name: T, type: nudge, timing: {{every: {every}d, at: {day + by}d, times: {times}}}}}"
            for place, day in enumerate(days)
        ]
        rows.append("  - {id: last, name: T, type: nudge, timing: {at: 3h, after: t0}}")
        return plan_of("contact_budget: {per_day: 1, per_week: 2, per_month: 3}\ntouchpoints:\n" + "\n".join(rows))

    one, other = shifted(0).persons[0], shifted(7).persons[0]
    assert [(c.day + 7, c.touchpoint.id) for c in one.contacts] == [(c.day, c.touchpoint.id) for c in other.contacts]
    assert {p: Load(load.load, load.start + 7, load.end + 7) for p, load in one.worst.items()} == dict(other.worst)
    assert [(o.load, o.start + 7, o.windows) for o in shifted(0).exceeded] == [
        (o.load, o.start, o.windows) for o in shifted(7).exceeded
    ]


@st.composite
def tied(draw: st.DrawFn, count: int) -> str:
    """Return a timing that waits for anything: events, other touchpoints, ends of phases, things that never come."""
    others = [f"t{number}" for number in range(count)]
    anchors = (*EVENTS, "contract_end", "go_live", "own", "phase_start", "phase_end", *others)
    anchor, until = draw(st.sampled_from(anchors)), draw(st.sampled_from((*anchors, "90d", "5d")))
    days = draw(st.integers(0, 200))
    match draw(st.integers(0, 5)):
        case 0:
            return f"{{at: {days}d, after: {anchor}}}"
        case 1:
            return f"{{at: {days}d, before: {anchor}}}"
        case 2:
            return f"{{at: {days}d, after_each: {draw(st.sampled_from(others))}}}"
        case 3:
            return f"{{every: {days + 1}d, after: {anchor}, until: {until}}}"
        case 4:
            return f"{{every: {days + 1}d, times: 3, after: {anchor}}}"
        case _:
            return f"{{every: {days + 1}d, until: {until}}}"


@slow
@given(st.data())
def test_nothing_is_lost_without_a_word(data: st.DataObject) -> None:
    count = data.draw(st.integers(1, 6))
    rows = "\n".join(
        f"  - {{id: t{number}, name: T, type: nudge, phase: {phase}, status: {status}, timing: {timing}}}"
        for number in range(count)
        for phase in [data.draw(st.sampled_from(("onboarding", "retention", "late")))]
        for status in [data.draw(st.sampled_from(("live", "live", "paused")))]
        for timing in [data.draw(tied(count))]
    )
    inventory = inventory_of(
        f"""
events: [{{id: order, per_quarter: 1}}, {{id: own, after: {data.draw(st.sampled_from(("order", "t0", "go_live")))}}}]
phases: [{{id: late, window: {{from: 100d, to: 200d}}}}]
segments: [{{id: a}}, {{id: b, contract: none}}, {{id: c, starts_with: order}}]
touchpoints:
{rows}
""",
        faulty=True,
    )
    for plan in build(inventory).segments:
        found = {*plan.placed, *plan.steps, *(one.touchpoint.id for one in plan.unplaced)}
        found |= {touchpoint.id for touchpoint in plan.hidden}
        assert found == {touchpoint.id for touchpoint in inventory.active}
