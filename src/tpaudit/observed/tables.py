"""The small tables that carry the plan into the analyses: numbers and names, no customer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from tpaudit.observed.expected import (
    FIRST_DAY,
    GRACE,
    MEANS,
    Expectation,
    Expected,
    Followed,
    Limit,
    attributed,
)

Cell = int | str
Row = tuple[Cell, ...]

EPOCH = date(1970, 1, 1)
A_QUARTER = 91

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "params": ("today", "since", "least_group"),
        "words": ("word", "seg"),
        "frames": ("seg", "opening", "closing", "period", "quiet", "mute"),
        "names": ("seg", "name", "d_from", "d_to", "tp", "means", "ch", "counts", "useful", "talk", "allowed"),
        "known": ("seg", "name"),
        "happenings": ("name", "ev"),
        "due": ("seg", "tp", "lo_from", "lo_to", "latest"),
        "quarters": ("seg", "q", "d_from", "d_to"),
        "limits": ("seg", "budget", "ch", "days", "d_from", "d_to", "most", "later"),
        "pairs": ("seg", "tp", "later", "d_from"),
        "waits": ("seg", "tp", "name", "answers", "promise"),
        "metrics": ("tp", "metric"),
    }
)
TEXTS = frozenset(("word", "name"))
"""The columns with texts; all others hold whole numbers."""


@dataclass(frozen=True)
class Tables:
    """The tables' rows, and what their numbers mean."""

    rows: Mapping[str, tuple[Row, ...]]
    segments: tuple[str, ...]
    touchpoints: tuple[str, ...]
    events: tuple[str, ...]
    limits: tuple[tuple[Limit, ...], ...]
    """The budgets of each segment, in the order of their numbers."""
    metrics: tuple[tuple[str, str, str], ...]
    """Touchpoint, metric and column of each metric, in the order of their numbers."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the data with metrics' values, in the order of the metrics."""
        return tuple(column for _, _, column in self.metrics)


def tables_of(expectation: Expectation, today: date, since: date | None, min_group: int) -> Tables:
    """Return the plan as small tables."""
    touchpoints = tuple(
        dict.fromkeys(touchpoint.id for segment in expectation.segments for touchpoint in segment.touchpoints)
    )
    metrics = tuple(
        dict.fromkeys(
            (touchpoint.id, watched.metric, watched.column)
            for segment in expectation.segments
            for touchpoint in segment.touchpoints
            for watched in touchpoint.metrics
        )
    )
    events = tuple(expectation.events)
    place = {touchpoint: number for number, touchpoint in enumerate(touchpoints)}
    channels = _channels(expectation)
    rows: dict[str, list[Row]] = {name: [] for name in COLUMNS}
    from_day = FIRST_DAY if since is None else (since - EPOCH).days
    rows["params"].append(((today - EPOCH).days, from_day, min_group))
    for number, event in enumerate(events):
        rows["happenings"] += ((name, number) for name in dict.fromkeys(expectation.events[event]))
    rows["metrics"] += ((place[touchpoint], number) for number, (touchpoint, _, _) in enumerate(metrics))
    everywhere = (*(name for names in expectation.events.values() for name in names), *expectation.familiar)
    for seg, segment in enumerate(expectation.segments):
        rows["words"] += ((word, seg) for word in dict.fromkeys(segment.words))
        quiet = A_QUARTER if segment.max_silence is None else segment.max_silence
        rows["frames"].append((seg, *segment.horizon, segment.period_end, quiet, segment.no_talk))
        names = list(_names(seg, segment, place, channels))
        rows["names"] += names
        own = (tracked.event for touchpoint in segment.touchpoints for tracked in touchpoint.names)
        rows["known"] += ((seg, name) for name in dict.fromkeys((*own, *everywhere)))
        for followed in segment.touchpoints:
            rows["due"] += _due(seg, place[followed.id], followed)
            rows["waits"] += _waits(seg, place[followed.id], followed)
        rows["quarters"] += ((seg, number, *days) for number, days in enumerate(segment.quarters))
        rows["limits"] += _limits(seg, segment, channels)
        rows["pairs"] += _pairs(seg, segment, place)
    return Tables(
        MappingProxyType({name: tuple(found) for name, found in rows.items()}),
        tuple(segment.segment for segment in expectation.segments),
        touchpoints,
        events,
        tuple(segment.limits for segment in expectation.segments),
        metrics,
    )


def _channels(expectation: Expectation) -> Mapping[str | None, int]:
    found = dict.fromkeys(touchpoint.channel for segment in expectation.segments for touchpoint in segment.touchpoints)
    found |= dict.fromkeys(limit.channel for segment in expectation.segments for limit in segment.limits)
    # -1 stands for all channels together, -2 for none.
    return {channel: -2 if channel is None else number for number, channel in enumerate(found)}


def _names(seg: int, segment: Expected, place: Mapping[str, int], channels: Mapping[str | None, int]) -> Iterator[Row]:
    claims: dict[tuple[int, str], list[Followed]] = {}
    for touchpoint in segment.touchpoints:
        for tracked in dict.fromkeys(touchpoint.names):
            claims.setdefault((MEANS.index(tracked.means), tracked.event), []).append(touchpoint)
    for (means, name), claiming in claims.items():
        for stretch in attributed(tuple(claimant.days for claimant in claiming)):
            owner = claiming[stretch.candidate]
            facts = (channels[owner.channel], int(owner.counts), int(owner.useful), int(owner.talk), owner.allowed)
            yield seg, name, stretch.start, stretch.end, place[owner.id], means, *facts


def _due(seg: int, tp: int, touchpoint: Followed) -> Iterator[Row]:
    """Yield the ranges of first observed days with the first planned day that can be judged for each."""
    before = FIRST_DAY
    for day in sorted(set(touchpoint.days)):
        yield seg, tp, before, day, day + touchpoint.within + GRACE
        before = day + 1


def _waits(seg: int, tp: int, touchpoint: Followed) -> Iterator[Row]:
    answers = dict.fromkeys(tracked.event for tracked in touchpoint.names if tracked.means == "answer")
    promise = -1 if touchpoint.promise is None else touchpoint.promise
    if answers and touchpoint.set_off_by:
        yield from ((seg, tp, name, 0, promise) for name in dict.fromkeys(touchpoint.set_off_by))
        yield from ((seg, tp, name, 1, promise) for name in answers)


def _limits(seg: int, segment: Expected, channels: Mapping[str | None, int]) -> Iterator[Row]:
    for number, limit in enumerate(segment.limits):
        channel = -1 if limit.channel is None else channels[limit.channel]
        for piece in limit.pieces:
            is_later = piece.start > segment.horizon[0]
            start = piece.start if is_later else FIRST_DAY
            yield seg, number, channel, limit.days, start, piece.end, piece.limit, int(is_later)


def _pairs(seg: int, segment: Expected, place: Mapping[str, int]) -> Iterator[Row]:
    there = {touchpoint.id: touchpoint for touchpoint in segment.touchpoints}
    for touchpoint in segment.touchpoints:
        for later in dict.fromkeys(touchpoint.leads_to):
            if later in there and later != touchpoint.id:
                yield seg, place[touchpoint.id], place[later], min((0, *touchpoint.days[:1]))
