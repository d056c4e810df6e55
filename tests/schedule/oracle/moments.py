"""What the placing speaks of: moments, steps, anchors, windows, and what becomes of a touchpoint."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from tests.schedule.oracle.words import Position

ZERO = Position()


@dataclass(frozen=True)
class Moment:
    """A dated occurrence; `term` is the start of the term at whose end it hangs, through events only."""

    at: Position
    term: Position | None = None
    lost: bool = False
    """Before the term that ends where it hangs: it cannot happen, nor can what waits for it."""
    within: Position = ZERO

    @property
    def order(self) -> tuple[int, int]:
        return self.at.day, self.at.minute


@dataclass(frozen=True)
class Step:
    """So far after each occurrence of an undated event; `timing` is the number of the timing that says so."""

    root: str
    at: Position
    timing: int = 0
    within: Position = ZERO


@dataclass(frozen=True)
class Placed:
    """Where an anchor lies. `known`: it has days here, though perhaps none within the horizon."""

    moments: tuple[Moment, ...] = ()
    steps: tuple[Step, ...] = ()
    repeats: bool = False
    known: bool = False

    @property
    def real(self) -> tuple[Moment, ...]:
        return tuple(moment for moment in self.moments if not moment.lost)


@dataclass
class Touch:
    """What becomes of a touchpoint in a segment."""

    moments: list[Moment] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    rate: Fraction | None = None
    rate_within: Position = ZERO
    repeats: bool = False
    known: bool = False
    unplaced: list[tuple[str, str]] = field(default_factory=list)
    behind: list[tuple[tuple[int, int], str]] = field(default_factory=list)
    """Day and minute of what lies behind its own end or the horizon's (a cadence's first), and which of the two."""

    @property
    def real(self) -> list[Moment]:
        return [moment for moment in self.moments if not moment.lost]


@dataclass(frozen=True)
class Window:
    """A phase's days, both ends inclusive."""

    start: Position
    end: Position

    @property
    def days(self) -> tuple[int, int]:
        return self.start.day, self.end.day
