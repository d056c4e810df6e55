"""Section 3: what does the journey look like? The map, the coverage, the weakest moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tpaudit.findings.result import InventoryAudit
from tpaudit.messages import Message, Value, say
from tpaudit.report.touchpoints import Card
from tpaudit.report.words import Names

SCORES: Mapping[str, int] = {"works": 4, "neutral": 3, "annoying": 2, "broken": 1}
"""The score that a verdict without one counts as."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A phase as a column, a channel as a row."""

    id: str
    name: Value


@dataclass(frozen=True, slots=True)
class MapRow:
    """A channel with its touchpoints in each phase; None if the phase does not apply to the segment."""

    channel: Heading
    cells: tuple[tuple[Card, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class JourneyMap:
    """The map of one segment."""

    segment: Heading
    phases: tuple[Heading, ...]
    """All phases that apply here, and at the end one for touchpoints without a phase, if there are any."""
    rows: tuple[MapRow, ...]
    empty: tuple[Value, ...]
    """Phases without any touchpoint."""
    touchpoints: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many touchpoints each segment has in each phase; None if the phase does not apply."""

    phases: tuple[Heading, ...]
    rows: tuple[tuple[Heading, tuple[int | None, ...]], ...]

    @property
    def most(self) -> int:
        """The highest count, for shades."""
        return max((count or 0 for _, counts in self.rows for count in counts), default=0)


@dataclass(frozen=True, slots=True)
class Moment:
    """The weakest moment of a phase: its assessed touchpoint with the lowest score."""

    phase: Heading
    card: Card | None
    """None if nothing in the phase is assessed."""
    score: int | None
    weakest: bool
    """Whether it is the weakest of the whole segment."""
    touchpoints: int


@dataclass(frozen=True, slots=True)
class Chain:
    """The weakest moments of a segment's phases, and the weakest of these: the journey's weakest link."""

    segment: Heading
    moments: tuple[Moment, ...]

    @property
    def weakest(self) -> Moment | None:
        """The segment's weakest link."""
        return next((moment for moment in self.moments if moment.weakest), None)


@dataclass(frozen=True, slots=True)
class Journey:
    """The section."""

    maps: tuple[JourneyMap, ...]
    coverage: Coverage
    chains: tuple[Chain, ...]
    missing: Message | None
    unassessed: Message | None


def journey(audit: InventoryAudit, cards: Sequence[Card], names: Names, segment: str | None) -> Journey:
    """Return the section, for one segment or all."""
    active = [card for card in cards if card.active]
    segments = [s.id for s in audit.inventory.segments if segment in (None, s.id)]
    plans = {plan.segment.id: tuple(plan.phase_windows) for plan in audit.schedule.segments}
    applying = {s: frozenset(plans.get(s, ())) for s in segments}
    order = [phase.id for phase in audit.inventory.phases]
    applied = frozenset[str]().union(*applying.values())
    phases = [phase for phase in order if phase in applied]
    by_segment: dict[str, list[Card]] = {s: [] for s in segments}
    for card in active:
        for s in dict.fromkeys(card.segments):
            if s in by_segment:
                by_segment[s].append(card)
    by_phase = {s: _by_phase(by_segment[s]) for s in segments}
    maps = tuple(_map(s, by_segment[s], [p for p in order if p in applying[s]], names) for s in segments)
    coverage = Coverage(
        tuple(Heading(phase, names.phase(phase)) for phase in phases),
        tuple(
            (
                Heading(s, names.segment(s)),
                tuple(len(by_phase[s].get(p, ())) if p in applying[s] else None for p in phases),
            )
            for s in segments
        ),
    )
    chains = tuple(_chain(s, by_phase[s], [p for p in order if p in applying[s]], names) for s in segments)
    assessed = any(chain.weakest for chain in chains)
    return Journey(
        maps,
        coverage,
        chains,
        None
        if active
        else say("The inventory has no touchpoint that is live or upcoming: write them under `touchpoints`."),
        None
        if assessed
        else say("No touchpoint is assessed yet: record `experience` with `verdict`, `score` and `evidence`."),
    )


def score(card: Card) -> int | None:
    """Return how a touchpoint is experienced, 1 to 5: its score, else what its verdict counts as."""
    experience = card.experience
    if experience is None:
        return None
    stated = experience.score
    return stated if stated is not None else SCORES.get(card.verdict)


def _by_phase(cards: Iterable[Card]) -> Mapping[str | None, Sequence[Card]]:
    grouped: dict[str | None, list[Card]] = {}
    for card in cards:
        grouped.setdefault(card.phase, []).append(card)
    return grouped


def _map(segment: str, cards: Sequence[Card], phases: Sequence[str], names: Names) -> JourneyMap:
    columns: list[str | None] = list(phases)
    applying, own = frozenset(phases), _by_phase(cards)
    if not own.keys() <= applying:
        columns.append(None)
    used = Counter(channel for card in cards for channel in dict.fromkeys(card.channels))
    rows: list[str | None] = [channel for channel, _ in used.most_common()]
    if any(not card.channels for card in cards):
        rows.append(None)
    placed: dict[tuple[str | None, str | None], list[Card]] = {}
    for card in cards:
        column = card.phase if card.phase in applying else None
        for channel in card.channels or (None,):
            placed.setdefault((channel, column), []).append(card)
    return JourneyMap(
        Heading(segment, names.segment(segment)),
        tuple(Heading(p or "", names.phase(p) if p else say("No phase")) for p in columns),
        tuple(
            MapRow(Heading(r or "", names.channel(r)), tuple(tuple(placed.get((r, c), ())) for c in columns))
            for r in rows
        ),
        tuple(names.phase(phase) for phase in phases if phase not in own),
        len(cards),
    )


def _chain(segment: str, cards: Mapping[str | None, Sequence[Card]], phases: Sequence[str], names: Names) -> Chain:
    moments: list[tuple[str, Card | None, int | None, int]] = []
    for phase in phases:
        own = cards.get(phase, ())
        scored = [(rated, not card.key, card) for card in own if (rated := score(card)) is not None]
        # Between equal scores a key touchpoint is the weaker moment, since more depends on it.
        lowest = min(scored, key=lambda item: item[:2], default=None)
        moments.append((phase, lowest[2] if lowest else None, lowest[0] if lowest else None, len(own)))
    worst = min((rated for _, _, rated, _ in moments if rated is not None), default=None)
    first = next((i for i, (_, _, rated, _) in enumerate(moments) if rated is not None and rated == worst), None)
    return Chain(
        Heading(segment, names.segment(segment)),
        tuple(
            Moment(Heading(phase, names.phase(phase)), card, rated, i == first, count)
            for i, (phase, card, rated, count) in enumerate(moments)
        ),
    )
