"""What a change does to the contact pressure: each segment's figures before and after, and its exceeded budgets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Days, Message, Value, say
from tpaudit.schedule.figures import PERIODS, Exceeded
from tpaudit.schedule.plan import SegmentPlan

WORST: Mapping[str, Message] = {
    "per_day": say("worst day"),
    "per_week": say("worst week"),
    "per_month": say("worst month"),
    "per_quarter": say("worst quarter"),
}
_CULPRITS = 5

_SENTENCES: Mapping[str, Message] = {
    "new": say("{worst}, budget {limit}: now exceeded by {culprits}"),
    "more": say("{worst}, budget {limit}: exceeded by more, by {culprits}"),
    "less": say("{worst}, budget {limit}: exceeded by less, by {culprits}"),
    "gone": say("{worst}, budget {limit}: no longer exceeded"),
    "same": say("{worst}, budget {limit}: exceeded as before"),
}

Measure = Callable[[SegmentPlan], Fraction | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number about a segment on both sides; None means that side has none."""

    key: str
    """Its name for programs: `contacts_per_quarter`, `worst.per_week`, `quarter.1`, `longest_silence` and so on."""
    label: Message
    before: Fraction | None
    after: Fraction | None
    in_days: bool = False
    limit: Fraction | None = None
    """What it must not exceed now, if one limit holds for all days."""
    limit_before: Fraction | None = None

    @property
    def changed(self) -> bool:
        """Whether the number has changed."""
        return self.before != self.after

    @property
    def difference(self) -> Fraction | None:
        """How much it rose; negative if it fell."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def over(self) -> bool:
        """Whether it exceeds its limit now."""
        return self.limit is not None and self.after is not None and self.after > self.limit

    @property
    def was_over(self) -> bool:
        """Whether it exceeded its limit before."""
        return self.limit_before is not None and self.before is not None and self.before > self.limit_before

    @property
    def words(self) -> Message:
        """The figure in words."""
        after = self.shown(self.after)
        if self.before is None:
            words = say("{figure}: {after}", figure=self.label, after=after)
        else:
            before = self.shown(self.before)
            words = say("{figure}: {before} → {after}", figure=self.label, before=before, after=after)
        if self.limit is None or self.over == self.was_over:
            return words
        limit = self.shown(self.limit)
        if self.over:
            return say("{figure}, limit {limit}: now too long", figure=words, limit=limit)
        return say("{figure}, limit {limit}: no longer too long", figure=words, limit=limit)

    def shown(self, value: Fraction | None) -> Value:
        """Return a value of this figure as sentences show it."""
        if value is None:
            return say("nothing")
        return Days(int(value)) if self.in_days else value


@dataclass(frozen=True, slots=True)
class Overload:
    """A budget that is exceeded before, after, or on both sides."""

    channel: str | None
    period: str
    before: Exceeded | None
    after: Exceeded | None
    load_before: Fraction | None
    """The load of the worst window if the budget was kept; None if that would compare different budgets."""
    load_after: Fraction | None
    limit_before: Fraction | None
    """The budget, where it was kept too; None where there was none, or others for the days of some phases."""
    limit_after: Fraction | None

    @property
    def state(self) -> str:
        """Return new, gone, more, less, or same."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        excess, was = self.after.load - self.after.limit, self.before.load - self.before.limit
        return "more" if excess > was else "less" if excess < was else "same"

    @property
    def words(self) -> Message:
        """The change in words: "worst week 5 → 7, budget 6: now exceeded by kickoff, tips, survey"."""
        worst: Value = self.label
        if self.load_after is not None:
            worst = say("{worst} {load}", worst=worst, load=_both(self.load_before, self.load_after))
        values = {"worst": worst, "limit": self.limit, "culprits": culprits(self.exceeded.culprits)}
        return replace(_SENTENCES[self.state], values=values)

    @property
    def label(self) -> Message:
        """Which budget it is: that of a week, of a channel's week and so on."""
        worst = WORST[self.period]
        return worst if self.channel is None else say("{channel}, {worst}", channel=self.channel, worst=worst)

    @property
    def limit(self) -> Value:
        """The budget, on both sides if they differ."""
        return self.exceeded.limit if self.limit_after is None else _both(self.limit_before, self.limit_after)

    @property
    def exceeded(self) -> Exceeded:
        """How it is exceeded now, or was, if it is no longer."""
        exceeded = self.after or self.before
        assert exceeded is not None  # noqa: S101  one side exceeds it
        return exceeded


def _both(before: Fraction | None, after: Fraction) -> Value:
    return after if before in (None, after) else say("{before} → {after}", before=before, after=after)


@dataclass(frozen=True, slots=True)
class Cell:
    """How many touchpoints a segment has in a phase; None where the phase does not apply."""

    phase: str
    name: str
    before: int | None
    after: int | None

    @property
    def key(self) -> str:
        """What it is for programs, among the figures of its segment."""
        return f"phase.{self.phase}"

    @property
    def words(self) -> Message:
        """The change in words."""
        was, now = self.before or 0, self.after or 0
        if self.after is None:
            return say("{phase} no longer applies", phase=self.name)
        words = say(
            "{phase}: {before} → {after} {after:touchpoint|touchpoints}", phase=self.name, before=was, after=now
        )
        if was and not now:
            return say("{change}, now empty", change=words)
        return words


@dataclass(frozen=True, slots=True)
class SegmentChange:
    """One segment before and after: all of its figures, changed or not, and what became of its budgets."""

    id: str
    name: str
    side: str
    """both, or the only one that has it: before or after."""
    figures: tuple[Figure, ...]
    overloads: tuple[Overload, ...]
    coverage: tuple[Cell, ...]
    """Phases that apply before or after, in the journey's order."""

    @property
    def changed_figures(self) -> tuple[Figure, ...]:
        """The figures that changed, or that crossed their limits in either direction."""
        return tuple(figure for figure in self.figures if figure.changed or figure.over != figure.was_over)

    @property
    def changed_overloads(self) -> tuple[Overload, ...]:
        """The budgets newly exceeded, no longer exceeded, or exceeded by more or less; the worst news first."""
        order = ("new", "more", "less", "gone")
        return tuple(
            sorted(
                (overload for overload in self.overloads if overload.state in order),
                key=lambda overload: order.index(overload.state),
            )
        )

    @property
    def changed_coverage(self) -> tuple[Cell, ...]:
        """The phases whose number of touchpoints has changed."""
        return tuple(cell for cell in self.coverage if cell.before != cell.after)

    def __bool__(self) -> bool:
        return self.side != "both" or bool(self.changed_figures or self.changed_overloads or self.changed_coverage)


def segments(before: InventoryAudit | None, after: InventoryAudit | None) -> tuple[SegmentChange, ...]:
    """Return all segments, today's first."""
    was, now = _plans(before), _plans(after)
    return tuple(
        _segment(segment_id, before, was.get(segment_id), after, now.get(segment_id))
        for segment_id in dict.fromkeys((*now, *was))
    )


def culprits(touchpoints: Sequence[Touchpoint], most: int = _CULPRITS) -> tuple[Value, ...]:
    """Return the names of the heaviest contributors, heaviest first, and how many more there are."""
    names: tuple[Value, ...] = tuple(touchpoint.name for touchpoint in touchpoints[:most])
    more = len(touchpoints) - most
    return (*names, say("{n} more", n=more)) if more > 0 else names


def _plans(audit: InventoryAudit | None) -> Mapping[str, SegmentPlan]:
    return {} if audit is None else {plan.segment.id: plan for plan in audit.schedule.segments}


def _segment(
    segment: str,
    before: InventoryAudit | None,
    was: SegmentPlan | None,
    after: InventoryAudit | None,
    now: SegmentPlan | None,
) -> SegmentChange:
    plan = now or was
    assert plan is not None  # noqa: S101  one side has the segment
    return SegmentChange(
        segment,
        plan.segment.name or segment,
        "both" if was and now else "after" if now else "before",
        tuple(_figures(was, now)),
        tuple(_overloads(was, now)),
        tuple(_coverage(before, was, after, now)),
    )


def _figures(was: SegmentPlan | None, now: SegmentPlan | None) -> Iterator[Figure]:
    def figure(key: str, label: Message, measure: Measure) -> Figure:
        return Figure(key, label, _of(was, measure), _of(now, measure))

    yield figure(
        "contacts_per_quarter",
        say("contacts per customer and quarter"),
        lambda plan: plan.contacts_per_quarter.mean,
    )
    if any(len(set(plan.contacts_per_quarter)) > 1 for plan in (was, now) if plan is not None):
        yield figure(
            "sure_per_quarter", say("of these, for every customer"), lambda plan: plan.contacts_per_quarter.sure
        )
        yield figure(
            "most_per_quarter", say("planned for one customer at most"), lambda plan: plan.contacts_per_quarter.most
        )
    yield figure(
        "account_contacts_per_quarter",
        say("contacts per account and quarter"),
        lambda plan: plan.account_contacts_per_quarter.mean,
    )
    for period in PERIODS:
        yield figure(f"worst.{period}", WORST[period], partial(_worst, period=period))
    for number in range(1, max(_quarters(plan) for plan in (was, now)) + 1):
        yield figure(f"quarter.{number}", say("quarter {number}", number=number), partial(_quarter, number=number))
    yield replace(
        figure("longest_silence", say("longest silence"), _silence),
        in_days=True,
        limit=_of(now, _silence_limit),
        limit_before=_of(was, _silence_limit),
    )


def _of(plan: SegmentPlan | None, measure: Measure) -> Fraction | None:
    return measure(plan) if plan is not None else None


def _worst(plan: SegmentPlan, period: str) -> Fraction:
    weeks = (plan.worst(person.id, period) for person in plan.persons)
    return Fraction(max((week.sure for week in weeks if week is not None), default=0))


def _quarters(plan: SegmentPlan | None) -> int:
    return len(plan.headline.quarters) if plan is not None else 0


def _quarter(plan: SegmentPlan, number: int) -> Fraction | None:
    quarters = plan.headline.quarters
    return quarters[number - 1].mean if number <= len(quarters) else None


def _silence(plan: SegmentPlan) -> Fraction:
    silences = (person.longest_silence for person in plan.reached)
    return Fraction(max((silence.days for silence in silences if silence is not None), default=0))


def _silence_limit(plan: SegmentPlan) -> Fraction | None:
    limit = plan.segment.max_silence
    return Fraction(limit.days) if limit is not None else None


def _overloads(was: SegmentPlan | None, now: SegmentPlan | None) -> Iterator[Overload]:
    before = {(exceeded.channel, exceeded.period): exceeded for exceeded in was.exceeded} if was else {}
    after = {(exceeded.channel, exceeded.period): exceeded for exceeded in now.exceeded} if now else {}
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        yield Overload(
            *key,
            old,
            new,
            load_before=_load(old, new, was, *key),
            load_after=_load(new, old, now, *key),
            limit_before=old.limit if old is not None else _limit(was, *key),
            limit_after=new.limit if new is not None else _limit(now, *key),
        )


def _load(
    own: Exceeded | None, other: Exceeded | None, plan: SegmentPlan | None, channel: str | None, period: str
) -> Fraction | None:
    """Return the load on the side that keeps the budget, unless its worst window is subject to another budget."""
    if own is not None:
        return Fraction(own.load)
    if other is None or plan is None or channel is not None:
        return None
    worst = _worst(plan, period)
    return worst if worst <= other.load else None


def _limit(plan: SegmentPlan | None, channel: str | None, period: str) -> Fraction | None:
    """Return the budget that holds for all days."""
    if plan is None:
        return None
    if channel is not None:
        return plan.channel_limits.get((channel, period))
    return None if any(limited_period == period for _, limited_period in plan.phase_limits) else plan.limits.get(period)


def _coverage(
    before: InventoryAudit | None,
    was: SegmentPlan | None,
    after: InventoryAudit | None,
    now: SegmentPlan | None,
) -> Iterator[Cell]:
    counts = [
        _counts(audit, plan) if audit is not None and plan is not None else {}
        for audit, plan in ((before, was), (after, now))
    ]
    names: dict[str, str] = {}
    for audit in (after, before):
        for phase in audit.inventory.phases if audit is not None else ():
            names.setdefault(phase.id, phase.name)
    for phase_id, name in names.items():
        if any(phase_id in side for side in counts):
            yield Cell(phase_id, name or phase_id, counts[0].get(phase_id), counts[1].get(phase_id))


def _counts(audit: InventoryAudit, plan: SegmentPlan) -> Mapping[str, int]:
    serving = audit.inventory.in_segment(plan.segment)
    phases = [touchpoint.phase for touchpoint in serving]
    return {phase: phases.count(phase) for phase in plan.phase_windows}
