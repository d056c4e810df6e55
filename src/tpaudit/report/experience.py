"""Section 4: what works? Verdicts, evidence, KPIs against target, the ledger of decisions, feedback loops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tpaudit.inventory.metrics import direction, figure, label, misses_target
from tpaudit.inventory.touchpoint import Metric
from tpaudit.inventory.words.terms import ACTION, EVIDENCE, INSTRUMENT, VERDICT, duration
from tpaudit.messages import Message, Share, Value, say
from tpaudit.report.touchpoints import Card
from tpaudit.report.words import Names

FRESH = 90
"""Days after which evidence begins to age."""
STALE = 180
"""Days after which it is old."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many touchpoints a word applies to."""

    id: str
    name: Value
    count: int
    share: Share


@dataclass(frozen=True, slots=True)
class Kpi:
    """A metric against its target."""

    card: Card
    name: Value
    target: Value | None
    actual: Value | None
    met: bool | None
    """None if it cannot be judged."""
    higher: bool | None
    """Whether more is better."""
    attained: Fraction | None
    """The share of the target that is reached, for the bar; more than 1 exceeds the target."""
    measured_on: date | None


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A decision in the ledger."""

    card: Card
    action: str
    label: Value
    reason: str
    owner: Value
    due: date | None
    into: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Loop:
    """A feedback loop: asked, passed on, told back, in time."""

    card: Card
    instrument: Value
    recipients: tuple[Value, ...]
    back: str
    within: Message | None
    used_for: str

    @property
    def closed(self) -> bool:
        """Whether results go to somebody, back to the customer, and in a promised time."""
        return bool(self.recipients and self.back and self.within)

    @property
    def missing(self) -> tuple[Message, ...]:
        """What it lacks to be closed."""
        lacks = (
            (not self.recipients, say("recipients")),
            (not self.back, say("an answer to the customer")),
            (not self.within, say("a promised time")),
        )
        return tuple(word for absent, word in lacks if absent)


@dataclass(frozen=True, slots=True)
class ExperienceView:
    """The section; counts are of live and upcoming touchpoints."""

    total: int
    assessed: int
    verdicts: tuple[Count, ...]
    evidence: tuple[Count, ...]
    """Of the assessed ones."""
    ages: tuple[Count, ...]
    """Of the assessed ones."""
    kpis: tuple[Kpi, ...]
    """Missed ones first."""
    ledger: tuple[LedgerEntry, ...]
    """Overdue ones first, then by date."""
    loops: tuple[Loop, ...]
    """Open ones first."""
    missing: Message | None
    missing_kpis: Message | None
    missing_ledger: Message | None
    missing_loops: Message | None

    @property
    def share(self) -> Share:
        """The share assessed."""
        return Share(Fraction(self.assessed, self.total or 1))

    @property
    def kpis_met(self) -> int:
        """How many metrics meet their target."""
        return sum(kpi.met is True for kpi in self.kpis)

    @property
    def kpis_missed(self) -> int:
        """How many metrics miss it."""
        return sum(kpi.met is False for kpi in self.kpis)

    @property
    def bad(self) -> int:
        """How many touchpoints customers find broken or annoying."""
        return sum(count.count for count in self.verdicts if count.id in ("broken", "annoying"))

    @property
    def overdue(self) -> int:
        """How many decisions are overdue."""
        return sum(entry.overdue for entry in self.ledger)

    @property
    def open_loops(self) -> int:
        """How many feedback loops are open."""
        return sum(not loop.closed for loop in self.loops)


def experience(cards: Sequence[Card], names: Names, today: date, *, overdue: Sequence[str]) -> ExperienceView:
    """Return the section; `overdue` has the touchpoints whose decision the audit reports as overdue."""
    active = [card for card in cards if card.active]
    assessed = [card for card in active if card.verdict != "unknown"]
    kpis = [_kpi(card, metric) for card in active for metric in card.metrics]
    ledger = [entry for card in cards if (entry := _entry(card, names, overdue)) is not None]
    loops = [loop for card in active if (loop := _loop(card, names)) is not None]
    rank = {False: 0, None: 2, True: 1}
    return ExperienceView(
        total=len(active),
        assessed=len(assessed),
        verdicts=counted([card.verdict for card in active], VERDICT),
        evidence=counted([_evidence(card) for card in assessed], {**EVIDENCE, "": say("none named")}),
        ages=_ages(assessed, today),
        kpis=tuple(sorted(kpis, key=lambda kpi: rank[kpi.met])),
        ledger=tuple(sorted(ledger, key=lambda entry: (not entry.overdue, entry.due or date.max))),
        loops=tuple(sorted(loops, key=lambda loop: loop.closed)),
        missing=None
        if assessed
        else say("Nothing is assessed yet: record `experience` with `verdict` and `evidence`."),
        missing_kpis=None if kpis else say("No KPI yet: record `metrics` with `target`, `actual` and `instrument`."),
        missing_ledger=None if ledger else say("No decision yet: record `decision` with `action`, `owner` and `due`."),
        missing_loops=None if loops else say("No feedback yet: record `feedback` with `instrument` and `recipients`."),
    )


def counted(values: Sequence[str], words: Mapping[str, Value]) -> tuple[Count, ...]:
    """Return how often each word occurs, in the vocabulary's order; words that never occur are left out."""
    found = Counter(values)
    total = len(values) or 1
    return tuple(
        Count(word, name, found[word], Share(Fraction(found[word], total)))
        for word, name in words.items()
        if found[word]
    )


def _evidence(card: Card) -> str:
    return (card.experience.evidence if card.experience else None) or ""


def _ages(assessed: Sequence[Card], today: date) -> tuple[Count, ...]:
    words: Mapping[str, Value] = {
        "fresh": say("up to {n} days", n=FRESH),
        "aging": say("{n} to {m} days", n=FRESH + 1, m=STALE),
        "stale": say("more than {n} days", n=STALE),
        "": say("without date"),
    }
    return counted([_age(card, today) for card in assessed], words)


def _age(card: Card, today: date) -> str:
    assessed_on = card.experience.assessed_on if card.experience else None
    if assessed_on is None:
        return ""
    days = (today - assessed_on).days
    return "fresh" if days <= FRESH else "aging" if days <= STALE else "stale"


def _kpi(card: Card, metric: Metric) -> Kpi:
    target, actual = metric.target, metric.actual
    missed, direction = _judged(metric)
    return Kpi(
        card=card,
        name=label(metric),
        target=None if target is None else figure(metric, target),
        actual=None if actual is None else figure(metric, actual),
        met=None if missed is None else not missed,
        higher=direction == "higher_is_better" if direction else None,
        attained=_attained(target, actual, lower=direction == "lower_is_better"),
        measured_on=metric.measured_on,
    )


def _judged(metric: Metric) -> tuple[bool | None, str | None]:
    """Return whether the target is missed and which direction is better, as the rules judge it."""
    if not metric.unknown.isdisjoint(("target", "actual", "scale", "family", "direction")):
        return None, None
    return misses_target(metric), direction(metric)


def _attained(target: Fraction | None, actual: Fraction | None, *, lower: bool) -> Fraction | None:
    if target is None or actual is None or target <= 0 or actual < 0:
        return None
    if lower:
        return target / actual if actual else None
    return actual / target


def _entry(card: Card, names: Names, overdue: Sequence[str]) -> LedgerEntry | None:
    decision = card.decision
    if decision is None:
        return None
    action = decision.action
    if action is None:
        return None
    return LedgerEntry(
        card=card,
        action=action,
        label=ACTION[action],
        reason=decision.reason or "",
        owner=names.owner(decision.owner or card.owner),
        due=decision.due,
        into=decision.into or "",
        overdue=card.id in overdue,
    )


def _loop(card: Card, names: Names) -> Loop | None:
    feedback = card.feedback
    if feedback is None:
        return None
    within = feedback.close_within
    instrument = feedback.instrument
    return Loop(
        card=card,
        instrument=INSTRUMENT[instrument] if instrument else say("not named"),
        recipients=tuple(names.owner(owner) for owner in feedback.recipients),
        back=feedback.back_to_customer or "",
        within=duration(within) if within else None,
        used_for=feedback.used_for or "",
    )
