"""What was observed of a segment, as short as a column beside the plan's figures takes it."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Days, Share, Value, rounded, say
from tpaudit.observed.observation import SeenBudget, SeenSegment, SeenSilence, Spread
from tpaudit.outputs.schedule.periods import PERIOD


class Really(NamedTuple):
    """The observed figures of a segment; blank where nothing was observed."""

    often: Value
    over: Value
    silence: Value


NOTHING = Really("", "", "")


def really(seen: SeenSegment | None, inventory: Inventory) -> Really:
    """Return the figures to set beside those of the plan."""
    if seen is None:
        return NOTHING
    return Really(
        "" if seen.contacts is None else _often(seen.contacts.mean, seen.contacts.spread),
        _over(seen.budgets, inventory),
        "" if seen.silence is None else _silence(seen.silence),
    )


def _often(mean: float, spread: Spread) -> Value:
    number = Fraction(str(mean))
    number = rounded(number, 0 if number >= 10 else 1)
    if spread.low is None or spread.high is None:
        return number
    return say("{mean} ({low} to {high})", mean=number, low=Fraction(str(spread.low)), high=Fraction(str(spread.high)))


def _over(budgets: tuple[SeenBudget, ...], inventory: Inventory) -> Value:
    reported: Value = ""
    for budget in budgets:
        period: Value = PERIOD[budget.period]
        if budget.channel is not None and budget.channel in inventory.channel:
            period = say("{channel}, {period}", channel=inventory.channel[budget.channel].name, period=period)
        text = say("{period}: {share}", period=period, share=Share(Fraction(budget.over, max(1, budget.customers))))
        reported = text if reported == "" else say("{before}; {next}", before=reported, next=text)
    return reported


def _silence(seen: SeenSilence) -> Value:
    over = say(
        "{share} over {days}", share=Share(Fraction(seen.over, max(1, seen.customers))), days=Days(seen.longer_than)
    )
    if seen.spread.median is None:
        return over
    return say("{length}, {over}", length=Days(int(seen.spread.median)), over=over)
