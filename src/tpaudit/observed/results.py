"""From the engine's histograms to the file of aggregates: quantiles, shares, and the hiding of small groups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from tpaudit import __version__
from tpaudit.observed.expected import Expectation, Expected, Limit
from tpaudit.observed.observation import (
    VERSION,
    Observation,
    Reversal,
    Rows,
    SeenAnswers,
    SeenBudget,
    SeenContacts,
    SeenEvent,
    SeenMetric,
    SeenQuarter,
    SeenSegment,
    SeenSilence,
    SeenTouchpoint,
    Spread,
    Unplanned,
)
from tpaudit.observed.request import Request, Results
from tpaudit.observed.tables import A_QUARTER, EPOCH, Tables

KINDS: Mapping[int, str] = {
    1: "deleted",
    2: "without_customer",
    3: "without_event",
    4: "without_time",
    5: "of_unknown_customers",
    6: "of_unknown_segments",
    7: "of_customers_without_start",
    8: "in_the_future",
    9: "earlier_than_asked",
    10: "before_the_customer",
    11: "after_the_customer",
    12: "beyond_the_plan",
    13: "duplicates",
    14: "broken_lines",
}
"""The reasons why a row of events is not used."""
MEANT = frozenset(("deleted", "earlier_than_asked", "beyond_the_plan", "in_the_future"))
"""The reasons that are not faults of the data."""
CUSTOMER_KINDS: Mapping[int, str] = {1: "of_unknown_segments", 2: "without_start"}

MAX_STRANGERS = 1_000
"""More unplanned names than this are not event names, but data of single customers."""
MAX_UNPLANNED = 60
"""The most unplanned events that are kept in each segment, the most frequent first."""

NEVER = 10**9
"""The minutes of a wait that never ended: longer than any other."""

Histogram = Mapping[int, int]


def observation(expectation: Expectation, tables: Tables, request: Request, results: Results, name: str) -> Observation:
    """Return the file of aggregates; `name` is the inventory's."""
    reading = _Reading(tables, results, request.min_group)
    whole: dict[str, SeenSegment] = {}
    withheld = []
    refused = 0
    for seg, segment in enumerate(expectation.segments):
        watched = reading.histogram("watched", seg, 0)
        if not watched:
            continue
        if sum(watched.values()) < request.min_group:
            withheld.append(segment.segment)
            continue
        whole[segment.segment], its = reading.segment(seg, segment)
        refused += its
    period = results.numbers("period")
    first, last = period[0] if period else (None, None)
    return Observation(
        version=VERSION,
        tool=__version__,
        inventory=name,
        observed_on=request.today,
        first_day=None if first is None else EPOCH + timedelta(first),
        last_day=None if last is None else EPOCH + timedelta(last),
        timezone=request.timezone,
        min_group=request.min_group,
        rows=_rows(results),
        withheld=tuple(withheld),
        refused_events=refused + reading.strangers,
        segments=whole,
    )


def unusable(rows: Rows) -> float:
    """Return the share of the events' rows that should have been usable and are not."""
    bad = sum(count for reason, count in rows.left_out.items() if reason not in MEANT)
    return bad / rows.events if rows.events else 0.0


def _rows(results: Results) -> Rows:
    kinds = {row[0]: row[1] for row in results.numbers("rows")}
    counts = {**kinds, 13: results.raw.duplicates, 14: results.raw.broken}
    customers = {row[0]: row[1] for row in results.numbers("customers")}
    return Rows(
        events=results.raw.rows + results.raw.broken,
        used=kinds.get(0, 0),
        customers=sum(customers.values()),
        left_out={KINDS[kind]: count for kind, count in counts.items() if kind and count},
        customers_left_out={
            **{CUSTOMER_KINDS[kind]: count for kind, count in customers.items() if kind and count},
            **({"broken_lines": results.raw.broken_customers} if results.raw.broken_customers else {}),
        },
    )


def quantile(histogram: Histogram, percent: int) -> int | None:
    """Return the smallest value that at least a percentage does not exceed; None without values."""
    total = sum(histogram.values())
    rank = -(-total * percent // 100)
    reached = 0
    for value in sorted(histogram):
        reached += histogram[value]
        if reached >= rank and total:
            return value
    return None


def spread(histogram: Histogram, low: int, high: int, least: int) -> Spread:
    """Return how a figure is spread, without ends that would reveal a single value or a small group."""
    total = sum(histogram.values())
    if total < least:
        return Spread(count=0)

    def shown(percent: int) -> int | None:
        rank = -(-total * percent // 100)
        value = quantile(histogram, percent) if least <= 1 or 1 < rank < total else None
        return None if value is None or value >= NEVER else value

    return Spread(count=total, low=shown(low), median=shown(50), high=shown(high))


def snapped(count: int, total: int, least: int) -> int:
    """Return a count that reveals no small group, neither among those counted nor among the rest of the total."""
    if total - count < least and total >= least:
        rest = total - count
        return total if 2 * rest < least else total - least if rest else total
    if 0 < count < least:
        return 0 if 2 * count < least else least
    return count


@dataclass(frozen=True)
class _Reading:
    """The engine's answers, read segment by segment."""

    tables: Tables
    results: Results
    least: int
    grouped: dict[tuple[str, int], Mapping[tuple[int, ...], dict[int, int]]] = field(default_factory=dict)
    """By analysis and length of the key: its histograms, as far as somebody asked for them."""

    @property
    def strangers(self) -> int:
        """How many event names are refused, because there are too many."""
        found = self.results.numbers("strangers")
        return found[0][0] if found and found[0][0] > MAX_STRANGERS else 0

    def histogram(self, analysis: str, *key: int) -> Histogram:
        """Return the last cell but one and the count of each row that begins with a key."""
        asked = analysis, len(key)
        if asked not in self.grouped:
            self.grouped[asked] = self._histograms(*asked)
        return self.grouped[asked].get(key, {})

    def _histograms(self, analysis: str, length: int) -> Mapping[tuple[int, ...], dict[int, int]]:
        found: dict[tuple[int, ...], dict[int, int]] = {}
        for row in self.results.numbers(analysis):
            found.setdefault(row[:length], {})[row[length]] = row[length + 1]
        return found

    def counts(self, analysis: str, seg: int) -> Mapping[int, tuple[int, ...]]:
        """Return the counts of an analysis, by the cell after the segment."""
        return {row[1]: row[2:] for row in self.results.numbers(analysis) if row[0] == seg}

    def segment(self, seg: int, segment: Expected) -> tuple[SeenSegment, int]:
        """Return what a segment's customers got, and how many event names are refused."""
        begun, ended = self.histogram("watched", seg, 0), self.histogram("watched", seg, 1)
        customers = sum(begun.values())
        unplanned, refused = self._unplanned(seg, customers)
        quiet = A_QUARTER if segment.max_silence is None else segment.max_silence
        return SeenSegment(
            customers=customers,
            contacts=self._contacts(seg, segment),
            budgets=tuple(self._budgets(seg, segment.limits)),
            silence=self._silence(self.histogram("silences", seg), quiet),
            talk_silence=self._silence(self.histogram("talk_silences", seg), segment.no_talk),
            touchpoints=self._touchpoints(seg, segment, begun, ended),
            events=self._events(seg, begun, ended),
            unplanned=unplanned,
        ), refused

    def _contacts(self, seg: int, segment: Expected) -> SeenContacts | None:
        complete = self.counts("complete", seg)
        quarters, everything = [], dict[int, int]()
        for number, (first, last) in enumerate(segment.quarters):
            customers = complete.get(number, (0,))[0]
            if customers < self.least:
                continue
            loads = dict(self.histogram("contacts", seg, number))
            loads[0] = customers - sum(loads.values())
            for load, n in loads.items():
                everything[load] = everything.get(load, 0) + n
            quarters.append(
                SeenQuarter.model_validate(
                    {
                        "from": first,
                        "to": last,
                        "mean": _mean(loads),
                        "spread": spread(loads, 5, 95, self.least),
                    }
                )
            )
        if not quarters:
            return None
        return SeenContacts(
            basis="person" if any(row[2] for row in self.results.numbers("rows") if row[0] == 0) else "account",
            mean=_mean(everything),
            spread=spread(everything, 5, 95, self.least),
            histogram=self._bins(everything),
            quarters=tuple(quarters),
        )

    def _bins(self, loads: Histogram) -> dict[str, int]:
        """Return the histogram with the last small bins merged and other small bins left out."""
        last = max((load for load, n in loads.items() if n >= self.least), default=0)
        kept = {str(load): n for load, n in sorted(loads.items()) if n >= self.least and load <= last}
        rest = sum(n for load, n in loads.items() if load > last)
        return {**kept, f"{last + 1}+": rest} if rest >= self.least else kept

    def _budgets(self, seg: int, limits: Iterable[Limit]) -> Iterable[SeenBudget]:
        judged, over = self.counts("judged", seg), self.counts("over_budget", seg)
        for number, limit in enumerate(limits):
            customers = judged.get(number, (0,))[0]
            if customers < self.least:
                continue
            days = self.histogram("over_days", seg, number)
            worst = min(days, key=lambda day: (-days[day], day), default=None)
            is_shown = worst is not None and days[worst] >= self.least
            yield SeenBudget(
                period=limit.period,
                channel=limit.channel,
                customers=customers,
                over=snapped(over.get(number, (0,))[0], customers, self.least),
                worst_day=worst if is_shown else None,
                over_on_worst_day=days[worst] if worst is not None and is_shown else 0,
            )

    def _silence(self, gaps: Histogram, quiet: int) -> SeenSilence | None:
        customers = sum(gaps.values())
        if customers < self.least:
            return None
        over = sum(n for gap, n in gaps.items() if gap > quiet)
        return SeenSilence(
            longer_than=quiet,
            customers=customers,
            over=snapped(over, customers, self.least),
            spread=spread(gaps, 5, 95, self.least),
        )

    def _touchpoints(
        self, seg: int, segment: Expected, begun: Histogram, ended: Histogram
    ) -> dict[str, SeenTouchpoint]:
        due, reached = self.counts("due", seg), self.counts("reached", seg)
        reach, doubled = self.counts("reach", seg), self.counts("doubled", seg)
        customers = sum(begun.values())
        found = {}
        for touchpoint in segment.touchpoints:
            number = self.tables.touchpoints.index(touchpoint.id)
            days = self.histogram("days", seg, number)
            those, recent = reach.get(number, (0, 0))
            its_due = due.get(number, (0,))[0]
            its_due = its_due if its_due >= self.least else 0
            drift = _drift(days, touchpoint.days) if touchpoint.days else {}
            found[touchpoint.id] = SeenTouchpoint(
                due=its_due,
                reached=snapped(reached.get(number, (0,))[0], its_due, self.least) if its_due else 0,
                customers=snapped(those, customers, self.least),
                occurrences=sum(days.values()) if those >= self.least else 0,
                planned=sum(_observed_on(day, begun, ended) for day in touchpoint.days),
                drift=spread(drift, 10, 90, self.least) if drift and those >= self.least else None,
                doubled=snapped(doubled.get(number, (0,))[0], those, self.least) if those >= self.least else 0,
                recent=recent if those >= self.least else 0,
                reversed=tuple(self._reversed(seg, number)),
                answers=self._answers(seg, number),
                metrics=tuple(self._metrics(seg, number)),
            )
        return found

    def _reversed(self, seg: int, number: int) -> Iterable[Reversal]:
        for its_seg, tp, later, both, wrong in self.results.numbers("reversed"):
            if (its_seg, tp) == (seg, number) and both >= self.least:
                yield Reversal(
                    later=self.tables.touchpoints[later], customers=both, reversed=snapped(wrong, both, self.least)
                )

    def _answers(self, seg: int, number: int) -> SeenAnswers | None:
        minutes = dict(self.histogram("answers", seg, number))
        minutes.pop(-2, None)  # not answered yet, and not overdue
        unanswered = minutes.pop(-1, 0)
        if unanswered:
            minutes[NEVER] = unanswered
        if sum(minutes.values()) < self.least:
            return None
        return SeenAnswers(waits=spread(minutes, 50, 90, self.least), unanswered=unanswered)

    def _metrics(self, seg: int, number: int) -> Iterable[SeenMetric]:
        for its_seg, tp, metric, count, customers, millionths in self.results.numbers("measured"):
            if (its_seg, tp) == (seg, number) and customers >= self.least:
                value = round(millionths / 1_000_000 / count, 4)
                yield SeenMetric(metric=self.tables.metrics[metric][1], value=value, count=count)

    def _events(self, seg: int, begun: Histogram, ended: Histogram) -> dict[str, SeenEvent]:
        days = sum(max(day + 1, 0) * n for day, n in ended.items()) - sum(max(day, 0) * n for day, n in begun.items())
        customers = sum(begun.values())
        happened = self.counts("happenings", seg)
        found = {}
        for number, event in enumerate(self.tables.events):
            times, those = happened.get(number, (0, 0))
            if days and (those == 0 or those >= self.least):
                rate = round(times * A_QUARTER / days, 4)
                found[event] = SeenEvent(
                    occurrences=times,
                    customers=snapped(those, customers, self.least),
                    customer_days=days,
                    per_quarter=rate,
                )
        return found

    def _unplanned(self, seg: int, customers: int) -> tuple[tuple[Unplanned, ...], int]:
        if self.strangers:
            return (), 0
        days: dict[str, dict[int, int]] = {}
        for row in self.results.answers.get("unplanned_days", ()):
            if row[0] == seg:
                days.setdefault(str(row[1]), {})[int(row[2])] = int(row[3])
        found, refused = [], 0
        for row in self.results.answers.get("unplanned", ()):
            name = str(row[1])
            if row[0] != seg:
                continue
            if "@" in name:
                refused += 1
                continue
            times, those = int(row[2]), int(row[3])
            found.append(
                Unplanned(
                    event=name,
                    occurrences=times,
                    customers=snapped(those, customers, self.least),
                    share=round(min(1.0, those / customers), 4),
                    days=spread(days.get(name, {}), 10, 90, self.least),
                )
            )
        found.sort(key=lambda unplanned: (-unplanned.customers, -unplanned.occurrences, unplanned.event))
        return tuple(found[:MAX_UNPLANNED]), refused


def _mean(loads: Histogram) -> float:
    total = sum(loads.values())
    return round(sum(load * n for load, n in loads.items()) / total, 4) if total else 0.0


def _drift(days: Histogram, planned: tuple[int, ...]) -> Histogram:
    """Return how far the days lie from the nearest planned days, the earlier of two equally near."""
    found: dict[int, int] = {}
    for day, n in days.items():
        nearest = min(planned, key=lambda planned_day: (abs(day - planned_day), planned_day))
        found[day - nearest] = found.get(day - nearest, 0) + n
    return found


def _observed_on(day: int, begun: Histogram, ended: Histogram) -> int:
    """Return how many customers were being observed on a day."""
    return sum(n for first, n in begun.items() if first <= day) - sum(n for last, n in ended.items() if last < day)
