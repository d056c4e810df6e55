"""What reaches a customer: on a day, on no fixed days, or after an event that nobody can date."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.touchpoint import Touchpoint

Span = tuple[int, int]
"""First and last day, both inclusive."""


class Means(NamedTuple):
    """A touchpoint in one of its channels, as it is in one segment."""

    touchpoint: Touchpoint
    channel: str | None
    """None if the touchpoint names no channel."""
    share: Fraction | None
    """The share of the segment's customers who get it; None: unknown."""
    audience: str | None
    """For whom it is meant: an audience's id or text; None: for everybody."""
    adds_value: bool
    human: bool
    talk: bool
    """Whether somebody talks with the customer: by a human being, and not in a webinar or at an event."""


class ByMeans:
    """A base for what comes by some means, with shortcuts to them."""

    __slots__ = ()

    @property
    def means(self) -> Means:
        """The touchpoint and channel; each kind of contact has its own field for them."""
        raise NotImplementedError

    @property
    def touchpoint(self) -> Touchpoint:
        """The touchpoint that it comes from, in the segment's version."""
        return self.means.touchpoint

    @property
    def channel(self) -> str | None:
        """The channel that it comes through."""
        return self.means.channel

    @property
    def share(self) -> Fraction | None:
        """The share of the customers who get it; None: unknown."""
        return self.means.share

    @property
    def audience(self) -> str | None:
        """The audience it is meant for."""
        return self.means.audience

    @property
    def adds_value(self) -> bool:
        """Whether it helps the customer."""
        return self.means.adds_value

    @property
    def human(self) -> bool:
        """Whether a human being is behind it."""
        return self.means.human

    @property
    def talk(self) -> bool:
        """Whether somebody talks with the customer."""
        return self.means.talk


class _Contact(NamedTuple):
    day: int
    minute: int
    means: Means
    timing: int = 0
    """The index of the timing it comes from; the first, if several give the same minute."""


class Contact(_Contact, ByMeans):
    """A dated contact with one person: a counted occurrence in one addressed channel, or in none if it names none."""

    __slots__ = ()


class _Spread(NamedTuple):
    means: Means
    per_quarter: Fraction
    """The rate for a customer who gets it."""
    spans: tuple[Span, ...]


class Spread(_Spread, ByMeans):
    """Contacts that come at a rate, on no fixed days, evenly spread over the spans."""

    __slots__ = ()


class _EventStep(NamedTuple):
    means: Means
    event: str
    per_quarter: Fraction | None
    """How often the event happens to a customer in a quarter; None: unknown."""
    distance: int
    minute: int
    spans: tuple[Span, ...]
    """The days on which it can happen."""


class EventStep(_EventStep, ByMeans):
    """A contact a number of days after each occurrence of an undated event."""

    __slots__ = ()


class Brought(NamedTuple):
    """All that a plan brings to a person, or to the account."""

    contacts: tuple[Contact, ...]
    """By day, then minute, then the order of the files."""
    spread: tuple[Spread, ...]
    steps: tuple[EventStep, ...]

    def __bool__(self) -> bool:
        return bool(self.contacts or self.spread or self.steps)


class Occurrence(NamedTuple):
    """A touchpoint on a day of the horizon, in one of its channels, whether or not budgets count it."""

    day: int
    minute: int
    touchpoint: Touchpoint
    channel: str | None
    counted: bool
    share: Fraction | None
    audience: str | None
