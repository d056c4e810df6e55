"""The geometry of the pictures: the positions of bars, bands and lines. Templates only write them out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from tpaudit.messages import Message, Value, say, shown
from tpaudit.report.pressure import SegmentPressure
from tpaudit.schedule.weeks import Week

LAYERS = 7
"""The number of channels with a fill of their own; less used ones share the last."""

_LEFT, _RIGHT, _PLOT, _FOOT, _LANE = 30, 12, 190, 30, 17
_BAR, _GAP = 13, 3
_TOP, _LETTER, _MARK = 10, 6, 12
_STEP = 3
"""Phases that meet on one day share a lane."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The bars of one channel, as one path."""

    fill: int
    """The number of the fill in the palette."""
    name: Value
    path: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A phase behind the bars, with its name in a lane above them."""

    name: Value
    x: int
    width: int
    y: int
    even: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """Where hovering shows a week's numbers; `y` is the top of its bar."""

    x: int
    y: int
    height: int
    week: Week


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis."""

    at: int
    label: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """A bar for each week, stacked by channel, with the budget as a line and the phases in the background."""

    width: int
    height: int
    top: int
    """The top of the plot."""
    bottom: int
    """The axis."""
    left: int
    right: int
    bar: int
    layers: tuple[Layer, ...]
    strips: tuple[Strip, ...]
    spots: tuple[Spot, ...]
    budget: str
    """The path of the budget line; empty without a budget."""
    rows: tuple[Tick, ...]
    columns: tuple[Tick, ...]


def bar_chart(pressure: SegmentPressure) -> BarChart:
    """Return the picture of a segment's weeks."""
    step = _BAR + _GAP
    right = _LEFT + step * len(pressure.weeks)

    def day(number: int) -> int:
        return min(_LEFT + round(Fraction(step * (number - pressure.period[0]), 7)), right)

    # A short phase's name needs more room than its days.
    stretches = [(day(band.start), day(band.end + 1)) for band in pressure.bands]
    lanes = _lanes(
        [
            (start, max(end, start + _LETTER * len(shown(band.name)) + 8))
            for (start, end), band in zip(stretches, pressure.bands, strict=True)
        ]
    )
    # Leave room above the highest bar for the mark of a bar over budget.
    top = _TOP + _LANE * (max(lanes, default=-1) + 1) + _MARK
    bottom = top + _PLOT
    highest = max((max(week.mean, week.limit or Fraction(0)) for week in pressure.weeks), default=Fraction(1))
    unit, peak = _scale(highest)

    def height(load: Fraction) -> int:
        return round(_PLOT * load / peak)

    def x(week: Week) -> int:
        return _LEFT + step * (week.number - 1) + _GAP // 2

    return BarChart(
        width=right + _RIGHT,
        height=bottom + _FOOT,
        top=top,
        bottom=bottom,
        left=_LEFT,
        right=right,
        bar=_BAR,
        layers=_layers(pressure, height, x, bottom),
        strips=tuple(
            Strip(band.name, start, end - start, _TOP + lane * _LANE, index % 2 == 0)
            for index, (band, (start, end), lane) in enumerate(zip(pressure.bands, stretches, lanes, strict=True))
        ),
        spots=tuple(Spot(x(week), bottom - height(week.mean), height(week.mean), week) for week in pressure.weeks),
        budget=_budget([None if week.limit is None else bottom - height(week.limit) for week in pressure.weeks], step),
        rows=tuple(Tick(bottom - height(Fraction(value)), value) for value in range(0, peak + 1, unit)),
        columns=tuple(
            Tick(x(week) + _BAR // 2, week.number)
            for week in pressure.weeks
            if week.number == 1 or week.number % 13 == 1
        ),
    )


def _layers(
    pressure: SegmentPressure, height: Callable[[Fraction], int], x: Callable[[Week], int], bottom: int
) -> tuple[Layer, ...]:
    paths: dict[int, list[str]] = {}
    for week in pressure.weeks:
        below = Fraction(0)
        for layer, load in zip(pressure.channels, week.parts, strict=True):
            fill = min(layer.rank, LAYERS - 1)
            start, end = height(below), height(below + load)
            below += load
            if end > start:
                paths.setdefault(fill, []).append(f"M{x(week)} {bottom - end}h{_BAR}v{end - start}h-{_BAR}z")
    sharing = [layer.name for layer in pressure.channels if layer.rank >= LAYERS - 1]
    called = {layer.rank: layer.name for layer in pressure.channels if layer.rank < LAYERS - 1}
    called[LAYERS - 1] = sharing[0] if len(sharing) == 1 else say("Other channels")
    return tuple(Layer(fill, called[fill], "".join(paths[fill])) for fill in sorted(paths))


def _budget(tops: Sequence[int | None], step: int) -> str:
    path, last = "", None
    for index, top in enumerate(tops):
        if top is not None:
            start = _LEFT + step * index
            path += f"M{start} {top}h{step}" if last is None else f"V{top}h{step}"
        last = top
    return path


def _scale(highest: Fraction) -> tuple[int, int]:
    """Return a round unit and a peak of at most six units that holds the highest value."""
    unit = 1
    for unit in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000):
        if highest <= 6 * unit:
            break
    return unit, max(1, ceil(highest / unit)) * unit


def _lanes(stretches: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """Return a lane for each stretch, so that overlapping stretches are in different lanes."""
    ends: list[int] = []
    lanes = []
    for start, end in stretches:
        lane = next((i for i, taken in enumerate(ends) if taken <= start + _STEP), len(ends))
        ends[lane : lane + 1] = [end]
        lanes.append(lane)
    return tuple(lanes)


def describe(pressure: SegmentPressure) -> Message:
    """Return what the picture shows, in one sentence."""
    peak = max(pressure.weeks, key=lambda week: (week.mean, -week.number), default=None)
    return say(
        "{weeks} {weeks:bar|bars}, one a week; the highest reaches {load} {load:contact|contacts} in week {number}; "
        "{over} {over:exceeds|exceed} the budget.",
        weeks=len(pressure.weeks),
        load=peak.mean if peak else 0,
        number=peak.number if peak else 0,
        over=pressure.weeks_over,
    )
