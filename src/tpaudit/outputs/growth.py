"""How much an earlier finding has grown."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from tpaudit.findings.finding import Finding
from tpaudit.findings.measures import deciding
from tpaudit.messages import Days, Message, Share, Value, say
from tpaudit.rules.rule import Unit

_HOUR, _DAY = 60, 1440


def with_growth(finding: Finding) -> Message:
    """Return a finding's message, with "was … is …" if it has grown."""
    if finding.since != "worse":
        return finding.message
    place = deciding(finding.code, finding.was, finding.measure) or 0
    unit = finding.units[place] if place < len(finding.units) else Unit.COUNT
    was, now = (_shown(measure[place], unit) for measure in (finding.was, finding.measure))
    if unit is Unit.NEVER:
        return say("{message} (was {was})", message=finding.message, was=was)
    return say("{message} (was {was}, is {now})", message=finding.message, was=was, now=now)


def _shown(number: Fraction, unit: Unit) -> Value:
    """Return a number of a measure as readers see it, since quantities that should be high are negated."""
    amount = abs(number)
    match unit:
        case Unit.DAYS:
            return Days(round(amount))
        case Unit.MINUTES:
            return _length(round(amount))
        case Unit.SHARE:
            return Share(amount)
        case Unit.PERCENT:
            return Share(amount / 100)
        case Unit.DATE:
            return date.fromordinal(max(1, round(amount)))
        case Unit.OVER:
            return say("{n} over", n=amount)
        case Unit.SHORT | Unit.SHARE_SHORT:
            return say("{n} short", n=amount if unit is Unit.SHORT else Share(amount))
        case _:
            return amount


def _length(minutes: int) -> Value:
    if minutes % _DAY == 0:
        return Days(minutes // _DAY)
    return f"{minutes // _HOUR}h" if minutes % _HOUR == 0 else f"{minutes}m"
