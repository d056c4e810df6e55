"""What reaches a customer: on a day, on no fixed days, or after an event that nobody can date."""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from tpaudit.inventory.touchpoint import Touchpoint

Span = tuple[int, int]
"""First and last day, both inclusive."""


class Means(NamedTuple):
    """A touchpoint in one of its channels, as one segment gets it."""

    touchpoint: Touchpoint
    channel: str | None
    """None where it names no channel."""
    share: Fraction | None
    """The share of the segment's customers who get it; None: unknown."""
    audience: str | None
    """For whom it is meant: an audience's id or text; None: for everybody."""
    adds_value: bool
    human: bool
    talk: bool
    """Whether somebody talks with the customer: human, and no webinar or event."""


class ByMeans:
    """What comes by some means: shortcuts to what those are."""

    __slots__ = ()

    @property
    def means(self) -> Means:
        """The touchpoint in one of its channels; each kind of contact holds its own."""
        raise NotImplementedError

    @property
    def touchpoint(self) -> Touchpoint:
        """The touchpoint that it comes from, as the segment has it."""
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
        """For whom it is meant."""
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
    """Which of the touchpoint's timings it comes from; the first, where several give the same minute."""


class Contact(_Contact, ByMeans):
    """A dated contact with one person: a counted occurrence in one addressed channel (or none, where it names none)."""

    __slots__ = ()


class _Spread(NamedTuple):
    means: Means
    per_quarter: Fraction
    """Of a customer who gets it."""
    spans: tuple[Span, ...]


class Spread(_Spread, ByMeans):
    """Contacts that come so often a quarter on no fixed days, evenly spread over the spans."""

    __slots__ = ()


class _EventStep(NamedTuple):
    means: Means
    event: str
    per_quarter: Fraction | None
    """How often the event happens to a customer in a quarter; None: unknown."""
    distance: int
    minute: int
    spans: tuple[Span, ...]
    """On the days of which it can happen."""


class EventStep(_EventStep, ByMeans):
    """A contact so many days after each occurrence of an undated event."""

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
    """A touchpoint on a day of the horizon, in one of its channels; counted by budgets or not."""

    day: int
    minute: int
    touchpoint: Touchpoint
    channel: str | None
    counted: bool
    share: Fraction | None
    audience: str | None
