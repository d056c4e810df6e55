"""What changes next quarter: touchpoints that start or end, reviews and decisions due, waivers that run out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tpaudit.findings.finding import Finding
from tpaudit.inventory.words.terms import ACTION
from tpaudit.messages import Message, Value, say
from tpaudit.report.touchpoints import Card
from tpaudit.report.words import ACROSS, Names

_ENDING = ("cut", "merge")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changes, and when."""

    day: date | None
    """None if the files state no day."""
    what: Message
    card: Card | None
    name: Value
    owner: Value


@dataclass(frozen=True, slots=True)
class Coming:
    """The list by day, entries without a day first."""

    until: date
    """The last day of the next calendar quarter."""
    changes: tuple[Change, ...]
    missing: Message | None


def coming(cards: Sequence[Card], findings: Sequence[Finding], names: Names, today: date) -> Coming:
    """Return what changes from today to the end of the next calendar quarter; what is overdue is a decision."""
    until = _end_of_next_quarter(today)
    found = [
        change
        for change in (*_of_cards(cards, names), *_of_waivers(findings, names))
        if change.day is None or today <= change.day <= until
    ]
    found.sort(key=lambda change: change.day or date.min)
    missing = say("Nothing that is planned changes until then.")
    return Coming(until, tuple(found), None if found else missing)


def _end_of_next_quarter(today: date) -> date:
    month = (today.month - 1) // 3 * 3 + 7  # the first month after it
    return date(today.year + (month - 1) // 12, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def _of_cards(cards: Sequence[Card], names: Names) -> Iterator[Change]:
    for card in cards:
        owner = names.owner(card.owner)
        if card.status == "upcoming":
            yield Change(None, say("starts"), card, card.name, owner)
        if (
            card.active
            and card.review_by is not None
            and (card.reviewed_on is None or card.reviewed_on < card.review_by)
        ):
            yield Change(card.review_by, say("is due for review"), card, card.name, owner)
        decision = card.decision
        if card.active and decision is not None and decision.due is not None and decision.action is not None:
            action = decision.action
            what = say("ends") if action in _ENDING else say("decision due: {action}", action=ACTION[action])
            yield Change(decision.due, what, card, card.name, names.owner(decision.owner or card.owner))


def _of_waivers(findings: Sequence[Finding], names: Names) -> Iterator[Change]:
    for finding in findings:
        if finding.waived is not None and finding.waived.until is not None:
            subject = names.subject(finding.subject.kind, finding.subject.id) or say("The whole inventory")
            what = say("waiver of {rule} ends", rule=finding.code)
            yield Change(
                finding.waived.until, what, None, subject, names.owner(finding.owner) if finding.owner else ACROSS
            )
