"""What readers call those who get something, and what share of customers they are."""

from __future__ import annotations

from fractions import Fraction

from tpaudit.inventory.inventory import Inventory
from tpaudit.messages import Message, Share, Value, say
from tpaudit.schedule.figures import Budget, Profile

POINTS = 20
"""Shares of simulated customers are rounded to this many steps, since chance moves them by a few points."""


def about(share: Fraction) -> Message:
    """Return a simulated share of the customers in words."""
    steps = share * POINTS
    if not share:
        return say("no customer")
    if steps < 1:
        return say("few")
    return say(
        "about {share}",
        share=Share(Fraction((2 * steps.numerator + steps.denominator) // (2 * steps.denominator), POINTS)),
    )


def over(budget: Budget) -> Message:
    """Return how many customers are over a budget at some time, in words."""
    return say("every customer") if budget.exceeded else about(budget.share_over)


def audience_name(audience: str, inventory: Inventory) -> str:
    """Return what people call an audience: its name if it is registered, else its text."""
    registered = inventory.audience.get(audience)
    return audience if registered is None else registered.name


def members(profile: Profile, inventory: Inventory) -> Message:
    """Return whose plan it is: every customer's, an audience's, or that of the customers whom a touchpoint reaches."""
    if profile.touchpoint is not None:
        whom = say("those who get {touchpoint}", touchpoint=profile.touchpoint.name)
    elif profile.audience is not None:
        whom = say("{audience}", audience=audience_name(profile.audience, inventory))
    else:
        return say("every customer")
    return say("{whom}, about {share}", whom=whom, share=Share(profile.share)) if profile.share is not None else whom


def whom(audience: str | None, share: Fraction | None, inventory: Inventory) -> Value:
    """Return who something is for, and how many they are; empty if it is for everybody."""
    if audience is None:
        return "" if share is None or share == 1 else say("{share} of all", share=Share(share))
    named = audience_name(audience, inventory)
    return named if share is None or share == 1 else say("{whom}, {share}", whom=named, share=Share(share))
