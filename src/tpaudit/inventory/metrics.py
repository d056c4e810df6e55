"""How a metric is understood: its name, its values as the author means them, and whether it misses its target."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from tpaudit.inventory.touchpoint import Metric
from tpaudit.inventory.words.terms import FAMILY, term
from tpaudit.inventory.words.vocabulary import Direction
from tpaudit.messages import Against, Value, say

SURVEYED = ("csat", "nps", "ces")
"""The families whose numbers are customers' answers."""


PERCENT = ("%", "percent", "per cent", "prozent")
"""The spellings of percent as a metric's unit."""


NPS_SCALE = (Fraction(-100), Fraction(100))


DIRECTIONS: Mapping[str, Direction] = MappingProxyType(
    {
        "attendance": "higher_is_better",
        "engagement": "higher_is_better",
        "adoption": "higher_is_better",
        "conversion": "higher_is_better",
        "csat": "higher_is_better",
        "nps": "higher_is_better",
        "retention": "higher_is_better",
        "revenue": "higher_is_better",
        "wait_time": "lower_is_better",
        "opt_out": "lower_is_better",
        "time_to_value": "lower_is_better",
    }
)
"""The direction of a metric that declares none. A resolution may be a share or a time, an effort or a ces runs both
ways: what they mean by good they have to say."""


def label(metric: Metric) -> Value:
    """Return what a message calls the metric, even a faulty one, which the report shows."""
    return metric.name or term(FAMILY, metric.family) or say("a metric without name")


def _values(metric: Metric) -> list[Fraction]:
    return [value for value in (metric.target, metric.actual) if value is not None]


def is_in_shares(metric: Metric) -> bool:
    """Whether its values are parts of a whole, which are shown in percent."""
    unit, values = metric.unit or "", _values(metric)
    shares = all(0 <= number <= 1 for number in values) and any(number.denominator > 1 for number in values)
    return shares and (unit.casefold() in PERCENT or (not unit and metric.scale is None))


def figure(metric: Metric, value: Fraction) -> Value:
    """Return a metric's value as its author means it: with the unit, shares in percent, distinct from the target.

    Without unit and scale, target and actual from 0 to 1 are shares, unless they are just 0 and 1.
    """
    unit, values = metric.unit or "", _values(metric)
    shares = is_in_shares(metric)
    percent = shares or unit.casefold() in PERCENT
    factor = 100 if shares else 1
    other = next((number for number in values if number != value), value)
    # Not a `Share`, which is rounded down: 0.4% would no longer miss 0.3%.
    shown = Against(value * factor, other * factor)
    if percent:
        return say("{n}%", n=shown)
    return say("{n} {unit}", n=shown, unit=unit) if unit else shown


def identity(metric: Metric) -> str:
    """Return what distinguishes the metric from others of its touchpoint."""
    return metric.name or metric.family or ""


def direction(metric: Metric) -> Direction | None:
    """Return the metric's direction, None if it is unknown."""
    return metric.direction or DIRECTIONS.get(metric.family or "")


def scale_of(metric: Metric) -> tuple[Fraction, Fraction] | None:
    """Return the lowest and highest possible value, None if the metric does not state them."""
    return metric.scale or (NPS_SCALE if metric.family == "nps" else None)


def is_on_scale(metric: Metric, value: Fraction) -> bool:
    """Whether the metric can have this value."""
    scale = scale_of(metric)
    return scale is None or scale[0] <= value <= scale[1]


def misses_target(metric: Metric) -> bool | None:
    """Whether the metric misses its target, None if that can't be judged."""
    if (
        metric.actual is None
        or metric.target is None
        or not (is_on_scale(metric, metric.actual) and is_on_scale(metric, metric.target))
    ):
        return None
    match direction(metric):
        case "higher_is_better":
            return metric.actual < metric.target
        case "lower_is_better":
            return metric.actual > metric.target
        case _:
            return None
