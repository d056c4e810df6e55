"""What holds for every plan: it orders sure, mean and most, it only grows, and it shifts as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatch
from fractions import Fraction
from random import Random
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.schedule.plans import ROOT, dated, inventory_of, plan_of, plans_of
from tpaudit.inventory.building.build import build as build_inventory
from tpaudit.loading.load import load
from tpaudit.outputs.schedule import json as schedule_json
from tpaudit.schedule.figures import PERIODS
from tpaudit.schedule.plan import SegmentPlan
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


numbers = st.sampled_from(("0.3", "1", "1.5", "2", "3", "5", "9"))


@st.composite
def timings(draw: st.DrawFn, *, events: bool = True) -> str:
    days = draw(st.integers(0, 130))
    match draw(st.integers(0, 5 if events else 4)):
        case 0 | 1:
            return f"{{at: {days}d}}"
        case 2:
            return f"{{every: {draw(st.integers(1, 50))}d, at: {days}d, times: {draw(st.integers(1, 5))}}}"
        case 3:
            return f"{{per_quarter: {draw(numbers)}}}"
        case 4:
            return f"{{at: {days}d, before: contract_end}}"
        case _:
            return f"{{at: {days}d, after: {draw(st.sampled_from(EVENTS))}}}"


@st.composite
def touchpoints(draw: st.DrawFn, *, events: bool = True) -> str:
    parts = [
        f"type: {draw(st.sampled_from(('nudge', 'checkin', 'campaign', 'invoice', 'survey')))}",
        f"phase: {draw(st.sampled_from(('onboarding', 'adoption', 'retention', 'late')))}",
        f"timing: [{', '.join(draw(st.lists(timings(events=events), min_size=1, max_size=2, unique=True)))}]",
    ]
    if draw(st.booleans()):
        parts.append(f"channel: [{', '.join(draw(st.lists(st.sampled_from(CHANNELS), min_size=1, unique=True)))}]")
    if draw(st.booleans()):
        whom = (
            "reach: 0.5",
            "reach: 0.333",
            "reach: 1",
            "audience: quiet",
            "audience: a",
            "audience: b",
            "audience: c",
        )
        parts.append(draw(st.sampled_from(whom)))
    if draw(st.booleans()):
        parts.append(f"stakeholders: [{', '.join(draw(st.lists(st.sampled_from(ROLES), min_size=1, unique=True)))}]")
    return ", ".join(parts)


@st.composite
def inventories(draw: st.DrawFn, *, events: bool = True) -> Plan:
    contract = draw(st.sampled_from(("12mo", "6mo", "400d", "12mo, renews: false")))
    named = draw(st.lists(st.sampled_from(ROLES), unique=True))
    start, length = draw(st.integers(0, 60)), draw(st.integers(0, 60))
    budget = ", ".join(f"{period}: {draw(numbers)}" for period in PERIODS)
    return Plan(
        segment=f"contract: {contract}, sales_cycle: {draw(st.integers(0, 20))}d, stakeholders: [{', '.join(named)}], "
        f"contact_budget: {{{budget}}}",
        root=f"""events: [{{id: order, per_quarter: {draw(numbers)}}}, {{id: health_drop, per_quarter: 0.7}}]
audiences:
  - {{id: quiet, share: 0.25}}
  - {{id: a, share: 0.5, one_of: answer}}
  - {{id: b, share: 0.3, one_of: answer}}
phases: [{{id: late, window: {{from: {start}d, to: {start + length}d}}}}]
""",
        touchpoints=tuple(draw(st.lists(touchpoints(events=events), max_size=8))),
    )


def planned(plan: Plan) -> SegmentPlan:
    """Return the plan of the segment; another one names all roles, so that each of them exists."""
    text = plan.text.replace("segments: [", f"segments: [{{id: other, stakeholders: [{', '.join(ROLES)}]}}, ")
    return plans_of(text)["smb"]


@slow
@given(inventories(events=False))
def test_sure_is_at_most_the_mean_which_is_at_most_the_most(given_plan: Plan) -> None:
    plan = planned(given_plan)
    for person in plan.persons:
        for quarter in person.quarters:
            assert quarter.sure <= quarter.mean <= quarter.most
        for period in PERIODS:
            worst = plan.worst(person.id, period)
            assert worst is None or worst.sure <= worst.mean <= worst.most
    figures = plan.account_contacts_per_quarter
    assert figures.sure <= figures.mean <= figures.most


@slow
@given(inventories(), touchpoints())
def test_a_further_touchpoint_never_lowers_anything(given_plan: Plan, further: str) -> None:
    before = planned(given_plan)
    after = planned(replace(given_plan, touchpoints=(*given_plan.touchpoints, further)))
    for person, more in zip(before.persons, after.persons, strict=True):
        for quarter, fuller in zip(person.quarters, more.quarters, strict=True):
            assert fuller.sure >= quarter.sure
            assert fuller.mean >= quarter.mean
            assert fuller.most >= quarter.most
        for period in PERIODS:
            was, now = before.worst(person.id, period), after.worst(more.id, period)
            assert was is None or (now is not None and now.sure >= was.sure)
        silence, shorter = person.longest_silence, more.longest_silence
        assert silence is not None
        assert shorter is not None
        assert shorter.days <= silence.days
        exceeded = {(over.channel, over.period): over for over in after.exceeded_by(person.id)}
        for over in before.exceeded_by(person.id):
            same = exceeded[over.channel, over.period]
            assert same.excess >= over.excess or same.profile.is_everyone
    for budget, other in zip(before.budgets, after.budgets, strict=True):
        assert other.share_over >= budget.share_over


@slow
@given(st.lists(st.integers(0, 364), min_size=1, max_size=6), st.integers(0, 364))
def test_a_further_day_never_lengthens_a_silence(days: list[int], further: int) -> None:
    before, after = (dated(some).persons[0].longest_silence for some in (days, [*days, further]))
    assert before is not None
    assert after is not None
    assert after.days <= before.days


@slow
@given(inventories())
def test_an_audience_of_everybody_is_none(given_plan: Plan) -> None:
    def of_everybody(row: str) -> str:
        return row if "audience" in row else f"{row}, audience: everybody"

    root = given_plan.root.replace("audiences:\n", "audiences:\n  - {id: everybody, share: 1}\n")
    plan = planned(replace(given_plan, root=root))
    other = planned(replace(given_plan, root=root, touchpoints=tuple(map(of_everybody, given_plan.touchpoints))))
    assert plan.contacts_per_quarter == other.contacts_per_quarter
    assert plan.simulated == other.simulated
    assert plan.budgets == other.budgets
    for person, same in zip(plan.persons, other.persons, strict=True):
        assert (person.quarters, person.silences) == (same.quarters, same.silences)
        assert [(o.load, o.profile.id, o.start, o.windows) for o in plan.exceeded_by(person.id)] == [
            (o.load, o.profile.id, o.start, o.windows) for o in other.exceeded_by(person.id)
        ]


@slow
@given(inventories())
def test_a_term_of_a_year_equals_four_of_a_quarter_where_nothing_hangs_on_its_end(given_plan: Plan) -> None:
    rows = tuple(row for row in given_plan.touchpoints if "contract_end" not in row and "adoption" not in row)
    segment = given_plan.segment.split(", sales_cycle", 1)[1]
    plan, four = (
        planned(Plan(f"contract: {contract}, sales_cycle{segment}", given_plan.root, rows))
        for contract in ("12mo", "3mo")
    )
    assert (plan.period, plan.horizon) == (four.period, four.horizon)
    assert plan.contacts_per_quarter == four.contacts_per_quarter
    assert plan.simulated == four.simulated
    for person, same in zip(plan.persons, four.persons, strict=True):
        assert (person.quarters, person.silences, person.before_start) == (
            same.quarters,
            same.silences,
            same.before_start,
        )


@slow
@given(inventories(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_changes_nothing_but_the_order_of_a_minute(given_plan: Plan, random: Random) -> None:
    rows = [f"id: t{place}, name: T, {row}" for place, row in enumerate(given_plan.touchpoints)]

    def ordered() -> SegmentPlan:
        text = Plan(given_plan.segment, given_plan.root, ()).text.replace("  []\n", "")
        listed = "".join(f"  - {{{row}}}\n" for row in rows) or "  []\n"
        text = text.replace("segments: [", f"segments: [{{id: other, stakeholders: [{', '.join(ROLES)}]}}, ")
        return plans_of(text + listed)["smb"]

    plan = ordered()
    random.shuffle(rows)
    other = ordered()
    assert (plan.horizon, plan.contacts_per_quarter, plan.most_contacted) == (
        other.horizon,
        other.contacts_per_quarter,
        other.most_contacted,
    )
    assert plan.account_contacts_per_quarter == other.account_contacts_per_quarter
    assert plan.simulated == other.simulated  # the draws too
    assert plan.budgets == other.budgets
    for a, b in zip(plan.persons, other.persons, strict=True):
        assert (a.quarters, a.silences, a.same_as) == (b.quarters, b.silences, b.same_as)
        assert sorted((c.day, c.touchpoint.id, c.channel or "") for c in a.contacts) == sorted(
            (c.day, c.touchpoint.id, c.channel or "") for c in b.contacts
        )
    for over, same in zip(plan.exceeded, other.exceeded, strict=True):
        assert (over.load, over.start, over.windows, over.person) == (same.load, same.start, same.windows, same.person)


@slow
@given(inventories(), st.integers(0, 8))
def test_splitting_a_file_changes_nothing(given_plan: Plan, place: int) -> None:
    rows = [f"  - {{id: t{place}, name: T, {row}}}\n" for place, row in enumerate(given_plan.touchpoints)]
    segments = f"segments: [{{id: other, stakeholders: [{', '.join(ROLES)}]}}, {{id: smb, {given_plan.segment}}}]\n"
    head = "tpaudit: 1\ninclude: [parts/*.yaml]\n"
    nothing = "touchpoints: []\n"

    def listed(some: list[str]) -> str:
        return "touchpoints:\n" + "".join(some) if some else nothing

    whole = {ROOT: "tpaudit: 1\n" + given_plan.root + segments + listed(rows)}
    split = {
        ROOT: head + listed(rows[:place]),
        "parts/a.yaml": given_plan.root + nothing,
        "parts/b.yaml": listed(rows[place:]),
        "parts/c.yaml": segments + nothing,
    }
    assert _printed(whole) == _printed(split)


class Files(NamedTuple):
    """A folder in memory."""

    texts: dict[str, str]

    def read(self, file: str) -> bytes:
        return self.texts[file].encode()

    def glob(self, pattern: str) -> tuple[str, ...]:
        return tuple(sorted(name for name in self.texts if fnmatch(name, pattern)))


def _printed(files: dict[str, str]) -> str:
    """Return the whole answer, with what is drawn by chance."""
    inventory = build_inventory(load(Files(files), ROOT), ROOT)
    assert len(inventory.segments) == 2
    return "".join(schedule_json.chunks([(inventory, build(inventory))], None, "en"))


@slow
@given(st.lists(st.integers(0, 60), min_size=1, max_size=6, unique=True), st.integers(1, 10), st.integers(1, 4))
def test_shifting_everything_by_a_week_shifts_the_result(days: list[int], every: int, times: int) -> None:
    def shifted(by: int) -> SegmentPlan:
        rows = [
            f"  - {{id: t{place}, name: T, type: nudge, timing: {{every: {every}d, at: {day + by}d, times: {times}}}}}"
            for place, day in enumerate(days)
        ]
        rows.append("  - {id: last, name: T, type: nudge, timing: {at: 3h, after: t0}}")
        return plan_of("contact_budget: {per_day: 1, per_week: 2, per_month: 3}\ntouchpoints:\n" + "\n".join(rows))

    plan, other = shifted(10), shifted(17)
    assert [(c.day + 7, c.minute, c.touchpoint.id) for c in plan.persons[0].contacts] == [
        (c.day, c.minute, c.touchpoint.id) for c in other.persons[0].contacts
    ]
    for period in ("per_day", "per_week"):
        was, now = plan.worst("customer", period), other.worst("customer", period)
        assert was is not None
        assert now is not None
        assert (was.start + 7, was.end + 7, *was[2:]) == tuple(now)
    assert [(o.load, o.windows) for o in plan.exceeded] == [(o.load, o.windows) for o in other.exceeded]


@slow
@given(inventories())
def test_simulated_means_lie_within_four_standard_errors(given_plan: Plan) -> None:
    from tpaudit.schedule.measuring.draws import Draws, by_customer
    from tpaudit.schedule.measuring.shares import shares

    plan = planned(given_plan)
    inventory = inventory_of(given_plan.text, faulty=True)
    person = plan.headline
    load = plan.load(person.id)
    known = [delivery for delivery in load.deliveries if delivery.part.share is not None]
    draws = Draws("smb", 400, shares(inventory, plan.segment, inventory.in_segment(plan.segment)), plan.horizon, known)
    first, last = plan.period
    sure = sum(first <= day <= last for delivery in known if delivery.is_sure for day in delivery.days)
    counts = [sure + sum(first <= day <= last for day in days) for days in by_customer(draws, known)]
    mean = Fraction(sum(counts), len(counts))
    variance = sum((count - mean) ** 2 for count in counts) / (len(counts) - 1)
    exact = load.mean(first, last)
    assert abs(float(mean - exact)) <= 4 * float(variance / len(counts)) ** 0.5 + 1e-9


@st.composite
def tied(draw: st.DrawFn, count: int) -> str:
    """Return a timing that waits for anything: events, other touchpoints, ends of phases, things that never come."""
    others = [f"t{number}" for number in range(count)]
    anchors = (*EVENTS, "contract_end", "go_live", "own", "phase_start", "phase_end", *others)
    anchor, until = draw(st.sampled_from(anchors)), draw(st.sampled_from((*anchors, "90d", "5d")))
    days = draw(st.integers(0, 200))
    match draw(st.integers(0, 6)):
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
        case 5:
            return f"{{at: {days}d, before_each: {draw(st.sampled_from(others))}}}"
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
segments: [{{id: a, contract: 1mo}}, {{id: b, contract: none}}, {{id: c, starts_with: order}}, {{id: d, renews: false}}]
touchpoints:
{rows}
""",
        faulty=True,
    )
    for plan in build(inventory).segments:
        first, last = plan.horizon
        found = {touchpoint for touchpoint, days in plan.placed.items() if any(first <= day <= last for day in days)}
        found |= {
            *plan.steps,
            *(unplaced.touchpoint.id for unplaced in plan.unplaced),
            *(dropped.touchpoint.id for dropped in plan.dropped),
        }
        found |= {touchpoint.id for touchpoint in plan.hidden}
        assert found == {touchpoint.id for touchpoint in inventory.active}
