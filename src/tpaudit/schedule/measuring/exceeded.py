"""Which contact budgets whole contacts exceed, whose, and which touchpoints fill the worst window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import NamedTuple

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.schedule.contact import Span
from tpaudit.schedule.figures import EVERYONE, Exceeded, Profile
from tpaudit.schedule.measuring import windows
from tpaudit.schedule.measuring.budgets import Checked
from tpaudit.schedule.measuring.load import Dose, Load


class _Over(NamedTuple):
    """The window that exceeds its limit most: inside the period before outside it, then the earliest."""

    excess: Fraction
    within: bool
    start: int
    load: int
    limit: Fraction
    windows: int

    @property
    def rank(self) -> tuple[Fraction, bool, int]:
        """The sort key; the worst has the highest."""
        return self.excess, self.within, -self.start


class Overload:
    """One budget, held against what the persons of a segment get."""

    def __init__(self, budget: Checked, loads: Mapping[str, Load], audiences: Sequence[str], period: Span) -> None:
        self.budget = budget
        self._loads = loads
        self._audiences = {audience: place for place, audience in enumerate(audiences)}
        self._period = period
        first, *_, last = (budget.stretches[0], budget.stretches[-1])
        self._first_days = range(first.first_days.start, last.first_days.stop)

    @cached_property
    def _base(self) -> Mapping[str, windows.Counts]:
        """What every customer gets in each window, by person."""
        return {
            person: load.sure.counts(self._first_days, self.budget.length, up=False)
            for person, load in self._loads.items()
        }

    @cached_property
    def of_everyone(self) -> Mapping[str, _Over]:
        """Where every customer is over the budget, by person."""
        found = {person: self._over(counts) for person, counts in self._base.items()}
        return {person: over for person, over in found.items() if over is not None}

    @cached_property
    def in_danger(self) -> tuple[str, ...]:
        """The persons who may exceed the budget by chance: through events, or what not every customer gets."""
        return tuple(person for person, load in self._loads.items() if self._may_exceed(load))

    def _may_exceed(self, load: Load) -> bool:
        if load.is_set_off:
            return True
        counts, start = load.most(self._first_days, self.budget.length), self._first_days.start
        return any(max(counts[run.start - start : run.stop - start]) > limit for run, limit in self.budget.stretches)

    def of_audience(self, person: str, min_audience: Fraction) -> tuple[Profile, _Over] | None:
        """Return the audience whose members are most over the budget, and where; None if none are."""
        excess = [
            (found, profile, dose)
            for profile, dose in self._loads[person].profiles
            if (profile.share is None or profile.share >= min_audience) and (found := self._excess(person, dose)) > 0
        ]
        if not excess:
            return None
        most = max(found for found, _, _ in excess)
        overs = [
            (profile, over)
            for found, profile, dose in excess
            if found == most and (over := self._over(self._counts(person, dose))) is not None
        ]
        return max(
            overs,
            key=lambda pair: (pair[1].rank, -self._audiences.get(pair[0].audience or "", len(self._audiences))),
        )

    def _counts(self, person: str, dose: Dose) -> windows.Counts:
        return windows.added(self._base[person], dose.counts(self._first_days, self.budget.length, up=False))

    def _excess(self, person: str, dose: Dose) -> Fraction:
        """Return the members' largest excess in the windows that hold something of their own."""
        base, start = self._base[person], self._first_days.start
        worst = Fraction(0)
        if dose.series:
            over = self._over(self._counts(person, dose))
            return worst if over is None else over.excess
        for run, held in windows.stretches(dose.days, self._first_days, self.budget.length):
            for first_days, limit in self.budget.stretches:
                low, high = max(run.start, first_days.start) - start, min(run.stop, first_days.stop) - start
                if low < high:
                    worst = max(worst, max(base[low:high]) + held - limit)
        return worst

    def _over(self, counts: windows.Counts) -> _Over | None:
        """Return the window that exceeds its limit most."""
        start, last = self._first_days.start, self._period[1] - self.budget.length + 1
        worst: _Over | None = None
        exceeding = 0
        for first_days, limit in self.budget.stretches:
            own = counts[first_days.start - start : first_days.stop - start]
            load = max(own)
            if load <= limit:
                continue
            exceeding += sum(map(floor(limit).__lt__, own))
            days = [day for day, count in zip(first_days, own, strict=True) if count == load]
            best = next((day for day in days if self._period[0] <= day <= last), None)
            day = days[0] if best is None else best
            over = _Over(load - limit, best is not None, day, load, limit, 0)
            if worst is None or over.rank > worst.rank:
                worst = over
        return worst._replace(windows=exceeding) if worst else None

    def exceeded(self, person: str, profile: Profile, over: _Over) -> Exceeded:
        """Return how a person exceeds the budget."""
        end = over.start + self.budget.length - 1
        return Exceeded(
            channel=self.budget.channel,
            period=self.budget.period,
            person=person,
            profile=profile,
            load=over.load,
            limit=over.limit,
            start=over.start,
            end=end,
            windows=over.windows,
            culprits=tuple(_culprits(self._loads[person], profile, over.start, end)),
        )


def _culprits(load: Load, profile: Profile, first: int, last: int) -> Iterator[Touchpoint]:
    """Yield the touchpoints in the window by day, then those that come on no fixed days."""
    dated: list[tuple[int, int, Touchpoint]] = []
    spread: list[Touchpoint] = []
    for delivery in load.deliveries:
        if not (
            delivery.is_sure
            or is_of(profile, delivery.means.touchpoint, delivery.part.audience, whole=delivery.is_whole)
        ):
            continue
        dated += (
            (contact.day, contact.minute, contact.touchpoint)
            for contact in delivery.contacts
            if first <= contact.day <= last
        )
        days = (windows.overlap(span, first, last) for span in delivery.spans)
        if delivery.rate and any(windows.rounded(delivery.rate, number) for number in days):
            spread.append(delivery.means.touchpoint)
    dated.sort(key=lambda contact: contact[:2])
    found = {touchpoint.id: touchpoint for touchpoint in (*(touchpoint for _, _, touchpoint in dated), *spread)}
    yield from found.values()


def is_of(profile: Profile, touchpoint: Touchpoint, audience: str | None, *, whole: bool) -> bool:
    """Whether the members of a profile get something that not every customer gets."""
    if profile.audience is not None:
        return audience == profile.audience and whole
    return profile.touchpoint is not None and audience is None and touchpoint.id == profile.touchpoint.id


def of_person(overloads: Sequence[Overload], person: str, min_audience: Fraction) -> Iterator[Exceeded]:
    """Yield the budgets that a person exceeds."""
    for overload in overloads:
        found = _of_person(overload, person, min_audience)
        if found is not None:
            yield overload.exceeded(person, *found)


def _of_person(overload: Overload, person: str, min_audience: Fraction) -> tuple[Profile, _Over] | None:
    over = overload.of_everyone.get(person)
    return (EVERYONE, over) if over is not None else overload.of_audience(person, min_audience)


def of_segment(overloads: Sequence[Overload], same_as: Mapping[str, str], min_audience: Fraction) -> Iterator[Exceeded]:
    """Yield the budgets that a segment exceeds, for the worst person: everyone's window before an audience's.

    `same_as`: by person, the first who gets the same.
    """
    for overload in overloads:
        people = dict.fromkeys(same_as.values())
        found: dict[str, tuple[Profile, _Over]] = {
            person: (EVERYONE, over) for person, over in overload.of_everyone.items()
        }
        if not found:
            of_audiences = {person: overload.of_audience(person, min_audience) for person in people}
            found = {person: over for person, over in of_audiences.items() if over is not None}
        if not found:
            continue
        worst = max((person for person in people if person in found), key=lambda person: found[person][1].rank)
        profile, over = found[worst]
        others = tuple(person for person, first in same_as.items() if first in found and person != worst)
        yield overload.exceeded(worst, profile, over)._replace(
            others=others, wider=_wider(overload, people, over, min_audience) if profile.is_everyone else None
        )


def _wider(overload: Overload, people: Mapping[str, None], everyone: _Over, min_audience: Fraction) -> Exceeded | None:
    """Return the audience whose excess is larger than every customer's."""
    found = [(person, over) for person in people if (over := overload.of_audience(person, min_audience)) is not None]
    worst = max(found, key=lambda pair: pair[1][1].rank, default=None)
    if worst is None or worst[1][1].excess <= everyone.excess:
        return None
    return overload.exceeded(worst[0], *worst[1])
