"""The part of a plan that is computed on demand: exceeded budgets, simulated customers, the diary, fullest windows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.schedule.contact import Occurrence, Span
from tpaudit.schedule.figures import Budget, Contributor, Exceeded, Simulated, Worst
from tpaudit.schedule.measuring import exceeded, lives, over
from tpaudit.schedule.measuring.budgets import Checked, Limits, budgets, limits_by_window
from tpaudit.schedule.measuring.deliveries import Delivery, Way, occurrences
from tpaudit.schedule.measuring.draws import Draws
from tpaudit.schedule.measuring.exceeded import Overload
from tpaudit.schedule.measuring.load import Load, through
from tpaudit.schedule.measuring.quarters import QuarterDays
from tpaudit.schedule.measuring.shares import Shares
from tpaudit.schedule.measuring.totals import Loads, worst
from tpaudit.schedule.measuring.windows import starts
from tpaudit.schedule.placing.place import Placements


class Measured(NamedTuple):
    """A segment with everything placed and counted."""

    inventory: Inventory
    placements: Placements
    shares: Shares
    ways: Mapping[str, Sequence[Way]]
    limits: Limits
    loads: Mapping[str, Loads]
    """The loads by person; of persons who get the same, only the first is there."""
    account: Load
    same_as: Mapping[str, str]
    """The first person who gets the same, by person; possibly the person themselves."""
    most_contacted: str
    quarters: Sequence[QuarterDays]
    unfinished: Sequence[Span]
    """Days whose silence cannot be judged, for the person who is contacted most."""
    customers: int
    """How many customers are simulated."""


class Answers:
    """Answers about one segment, each computed once."""

    def __init__(self, measured: Measured) -> None:
        self._measured = measured
        self._period, self._horizon = measured.placements.period, measured.placements.horizon
        self._first_days = starts(self._period, self._horizon)
        self._exceeded: dict[Fraction, tuple[Exceeded, ...]] = {}
        self._over: dict[tuple[str, str | None], frozenset[int]] = {}
        self._chance: dict[tuple[str, str | None], over.Chance] = {}
        self._lives: dict[str, over.Lives] = {}
        self._worst: dict[tuple[str, str], Worst | None] = {}

    @cached_property
    def _budgets(self) -> tuple[Checked, ...]:
        measured = self._measured
        return tuple(budgets(measured.limits, measured.placements.phase_windows, self._first_days))

    @cached_property
    def _overloads(self) -> tuple[Overload, ...]:
        measured = self._measured
        by_channel: dict[str | None, Mapping[str, Load]] = {
            None: {person: loads.dense for person, loads in measured.loads.items()}
        }
        for channel in dict.fromkeys(budget.channel for budget in self._budgets):
            if channel is not None:
                by_channel[channel] = {
                    person: loads.dense.only(through(channel)) for person, loads in measured.loads.items()
                }
        return tuple(
            Overload(budget, by_channel[budget.channel], tuple(measured.shares.known), self._period)
            for budget in self._budgets
        )

    def exceeded(self, min_audience: Fraction) -> tuple[Exceeded, ...]:
        """Return the budgets that the segment exceeds."""
        if min_audience not in self._exceeded:
            self._exceeded[min_audience] = tuple(
                exceeded.of_segment(self._overloads, self._measured.same_as, min_audience)
            )
        return self._exceeded[min_audience]

    def exceeded_by(self, person: str, min_audience: Fraction) -> tuple[Exceeded, ...]:
        """Return the budgets that one person exceeds."""
        return tuple(exceeded.of_person(self._overloads, self._measured.same_as[person], min_audience))

    def worst(self, person: str, period: str) -> Worst | None:
        """Return the fullest window of a person's periods."""
        key = self._measured.same_as[person], period
        if key not in self._worst:
            limits = limits_by_window(
                self._measured.limits, self._measured.placements.phase_windows, period, self._first_days
            )
            self._worst[key] = worst(self._measured.loads[key[0]].dense, self._first_days, period, self._period, limits)
        return self._worst[key]

    def load(self, person: str) -> Load:
        """Return a person's load."""
        return self._measured.loads[self._measured.same_as[person]].dense

    def account(self) -> Load:
        """Return the account's load: each contact counts once, however many people it reaches."""
        return self._measured.account

    def diary(self) -> tuple[Occurrence, ...]:
        """Return all dated occurrences."""
        return occurrences(self._measured.placements, self._measured.ways)

    # Simulated customers

    @cached_property
    def _draws(self) -> Draws:
        return self._drawn({person: loads.dense for person, loads in self._measured.loads.items()})

    @cached_property
    def _sparse_draws(self) -> Draws:
        if all(loads.sparse is loads.dense for loads in self._measured.loads.values()):
            return self._draws
        return self._drawn({person: loads.sparse for person, loads in self._measured.loads.items()})

    def _drawn(self, loads: Mapping[str, Load]) -> Draws:
        measured = self._measured
        deliveries = (delivery for load in loads.values() for delivery in load.deliveries)
        segment = measured.placements.segment.id
        return Draws(segment, measured.customers, measured.shares, self._horizon, deliveries)

    @cached_property
    def _deliveries(self) -> Mapping[str, Sequence[Delivery]]:
        return {person: loads.dense.deliveries for person, loads in self._measured.loads.items()}

    def budgets(self) -> tuple[Budget, ...]:
        """Return the budgets that hold, with how many customers are over them."""
        return tuple(map(self._budget, self._overloads))

    def _budget(self, overload: Overload) -> Budget:
        period, channel, limit, _ = overload.budget
        if overload.of_everyone:
            return Budget(period, channel, limit, Fraction(1), exceeded=True)
        share = Fraction(len(self._customers_over(overload)), self._measured.customers)
        return Budget(period, channel, limit, share, exceeded=False)

    def _customers_over(self, overload: Overload) -> frozenset[int]:
        budget = overload.budget
        key = budget.period, budget.channel
        if key not in self._over:
            persons = (self._chance_of(person, budget.channel) for person in overload.in_danger)
            self._over[key] = over.over(budget, persons, self._first_days)
        return self._over[key]

    def _chance_of(self, person: str, channel: str | None) -> over.Chance:
        """Return what chance brings to a person through a channel; None: through all of them."""
        key = person, channel
        if key not in self._chance:
            self._chance[key] = over.chance(over.in_channel(channel, self._deliveries[person]), self._draws)
        return self._chance[key]

    def _lives_of(self, person: str) -> over.Lives:
        if person not in self._lives:
            self._lives[person] = over.lives(self._deliveries[person], self._draws)
        return self._lives[person]

    def contributors(self, budget: Budget) -> tuple[Contributor, ...]:
        """Return what fills the fullest windows of those who are over a budget."""
        overload = next(
            overload
            for overload in self._overloads
            if (overload.budget.period, overload.budget.channel) == (budget.period, budget.channel)
        )
        persons = [(self._chance_of(person, budget.channel), self._lives_of(person)) for person in overload.in_danger]
        return over.contributors(overload.budget, persons, self._customers_over(overload))

    def simulated(self) -> Simulated:
        """Return what simulated customers experience, as the person who is contacted most."""
        measured = self._measured
        person = measured.same_as[measured.most_contacted]
        loads, draws = measured.loads[person], self._draws
        silences = lives.longest_silences(
            self._sparse_draws, loads.sparse.deliveries, self._period, measured.unfinished
        )
        judged = [days for days in silences if days is not None]
        return Simulated(
            measured.customers,
            measured.most_contacted,
            lives.percentiles(lives.per_quarter(draws, loads.dense.deliveries, measured.quarters)),
            lives.percentiles(lives.fullest_weeks(draws, loads.dense.deliveries, self._period)),
            lives.percentiles(judged) if len(judged) == measured.customers else None,
        )
