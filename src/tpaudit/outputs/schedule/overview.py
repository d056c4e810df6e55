"""A segment at a glance: contacts, the fullest week, customers over the budget, the longest silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import floor
from typing import NamedTuple

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.naming import is_everybody
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import TOUCH_MODEL, duration, term
from tpaudit.messages import Days, Language, Message, Share, Value, render, rounded, say, shown
from tpaudit.observed.observation import SeenSegment
from tpaudit.outputs.figures import Headline, headline
from tpaudit.outputs.frequency import between
from tpaudit.outputs.lines import Line, Piece, line, piece, table
from tpaudit.outputs.schedule.periods import PERIOD
from tpaudit.outputs.schedule.really import NOTHING, really
from tpaudit.outputs.schedule.whom import about, audience_name, members, over
from tpaudit.schedule.figures import Exceeded, Worst
from tpaudit.schedule.plan import SegmentPlan


class Row(NamedTuple):
    """A line of the overview."""

    label: Value
    text: Value
    style: str = ""
    really: Value = ""
    """What was observed."""


def title(plan: SegmentPlan, language: Language) -> Line:
    """Return the heading of a segment: its name, contract, number of customers and touch model."""
    segment = plan.segment
    id_ = "" if is_everybody(segment) or segment.name == segment.id else f" ({segment.id})"
    facts = "; ".join(_facts(plan, language))
    return line(piece(f"{shown(segment.name, language)}{id_}", "title"), piece(f"   {facts}", "dim"))


def _facts(plan: SegmentPlan, language: Language) -> Iterator[str]:
    segment = plan.segment
    contract = segment.contract_length if plan.terms else None
    first, last = plan.period
    if contract is None:
        yield render(say("no contract"), language)
    elif segment.renews:
        yield render(say("{length}, renews", length=duration(contract)), language)
    else:
        yield render(say("{length}, does not renew", length=duration(contract)), language)
    customers, model = segment.customers, segment.touch_model
    of_customers = []
    if customers is not None:
        count = f"{customers:,}" if language == "en" else shown(customers, language)
        of_customers.append(render(say("{count} {n:customer|customers}", count=count, n=customers), language))
    if model is not None:
        of_customers.append(shown(term(TOUCH_MODEL, model), language))
    if of_customers:
        yield ", ".join(of_customers)
    yield render(say("days {first} to {last}", first=first, last=last), language)


def overview(
    plan: SegmentPlan, inventory: Inventory, language: Language, seen: SeenSegment | None = None
) -> Iterator[Line]:
    """Yield the figures of a segment, a line each, beside them what was observed of it."""
    figures = headline(plan)
    own = really(seen, inventory)
    over = list(_over(plan, inventory)) or ([Row(say("over the budget"), "")] if own.over != "" else [])
    rows = [
        *_beside(_often(plan, inventory), own.often),
        *_fullest(figures, inventory),
        *_beside(over, own.over),
        *_beside(_silence(figures), own.silence),
    ]
    cells: list[tuple[Piece, ...]] = [
        (piece(shown(row.label, language)), piece(shown(row.text, language), row.style)) for row in rows
    ]
    if own != NOTHING:
        head = ("", render(say("really"), language), render(say("planned"), language))
        cells = [
            tuple(piece(word, "dim") for word in head),
            *((cell[0], piece(shown(row.really, language)), cell[1]) for row, cell in zip(rows, cells, strict=True)),
        ]
    for text_line in table(cells, left=3):
        yield Line(text_line.pieces, indent=2, hang=4)


def _beside(rows: Iterable[Row], really: Value) -> Iterator[Row]:
    """Yield the rows, in the first of them what was observed."""
    for number, row in enumerate(rows):
        yield row._replace(really=really) if not number else row


def _often(plan: SegmentPlan, inventory: Inventory) -> Iterator[Row]:
    figures, untimed = plan.contacts_per_quarter, _untimed(plan, inventory)
    load: Value = between(figures.sure, figures.most)
    parts = [say("at least {load}", load=load) if plan.at_least or untimed else load]
    if len({figures.sure, figures.mean, figures.most}) > 1:
        parts.append(say("about {mean} on average", mean=_whole(figures.mean)))
        simulated = plan.simulated.per_quarter
        if simulated.p95 > simulated.p5:
            parts.append(say("{share} get {n} or more", share=Share(Fraction(1, 20)), n=_reached(simulated.p95)))
    text: Value = tuple(parts)
    events = len(plan.headline.bursts)
    if events:
        text = say("{often}   (and what {n} {n:event sets|events set} off)", often=text, n=events)
    yield Row(say("contacts a quarter"), text)
    if plan.before_start.most:
        before = between(plan.before_start.sure, plan.before_start.most)
        yield Row("", say("{n} before the start", n=before), "dim")
    if len(plan.persons) > 1:
        account = plan.account_contacts_per_quarter
        message = say(
            "that is {person}, who is contacted most; all persons of an account together get {load}",
            person=plan.most_contacted,
            load=between(account.sure, account.most),
        )
        yield Row("", message, "dim")
    yield from _unknown(plan, inventory, untimed)


def _unknown(plan: SegmentPlan, inventory: Inventory, untimed: Sequence[Touchpoint]) -> Iterator[Row]:
    """Yield what makes the figures too low."""
    if plan.unknown_rates:
        events = tuple(inventory.event[event].name for event in plan.unknown_rates)
        yield Row("", say("nobody says how often these happen: {events}", events=events), "warning")
    if plan.unknown_shares:
        audiences = tuple(audience_name(audience, inventory) for audience in plan.unknown_shares)
        yield Row("", say("nobody says how many these are: {audiences}", audiences=audiences), "warning")
    if untimed:
        yield Row("", say("{n} {n:touchpoint has|touchpoints have} no time", n=len(untimed)), "warning")
    if plan.hidden:
        ids = tuple(touchpoint.id for touchpoint in plan.hidden)
        yield Row("", say("left out because of faults in the files: {touchpoints}", touchpoints=ids), "warning")


def _untimed(plan: SegmentPlan, inventory: Inventory) -> list[Touchpoint]:
    """Return the proactive touchpoints that serve the segment and have no timing."""
    return [
        touchpoint
        for touchpoint in inventory.in_segment(plan.segment)
        if touchpoint.initiation == "proactive"
        and not touchpoint.transactional
        and not touchpoint.timing
        and "timing" not in touchpoint.unknown
    ]


def _whole(number: Fraction) -> Fraction:
    """Return a number as people say it: whole from 10 on, with one decimal below."""
    return rounded(number, 0 if number >= 10 else 1)


def _reached(number: Fraction) -> Fraction:
    """Return a number of which "or more" stays true, as people say it: rounded down."""
    steps = 1 if number >= 10 else 10
    return Fraction(floor(number * steps), steps)


# Weeks and budgets


def _fullest(figures: Headline, inventory: Inventory) -> Iterator[Row]:
    plan, week = figures.plan, figures.worst_week
    if week is None:
        return
    whom = plan.segment.stakeholders and len(plan.persons) > 1
    label: Value = say("fullest week, {person}", person=figures.worst_week_person) if whom else say("fullest week")
    weekly = [exceeded for exceeded in plan.exceeded if exceeded.period == "per_week"]
    total = next((exceeded for exceeded in weekly if exceeded.channel is None), None)
    text = _window(week)
    if figures.is_week_over:
        yield Row(label, say("{week}: every customer is over it", week=text), "error")
    else:
        yield Row(label, text)
        if total is not None:
            yield Row("", _too_full(total, inventory), "error")
    for exceeded in weekly:
        if exceeded.channel is not None:
            named = inventory.channel[exceeded.channel].name
            yield Row("", say("{channel}: {what}", channel=named, what=_too_full(exceeded, inventory)), "error")


def between_days(first: int, last: int) -> Message:
    """Return a range of days in words; a dash would look like a sign before negative days."""
    if first < 0:
        return say("days {first} to {last}", first=first, last=last)
    return say("days {first}–{last}", first=first, last=last)


def _window(week: Worst) -> Message:
    load = between(week.sure, week.most)
    days = between_days(week.start, week.end)
    if week.limit is None:
        return say("{load}, {days}", load=load, days=days)
    return say("{load} of {limit}, {days}", load=load, limit=week.limit, days=days)


def _too_full(exceeded: Exceeded, inventory: Inventory) -> Message:
    return say(
        "{load} of {limit}, {days}: {whom}",
        load=exceeded.load,
        limit=exceeded.limit,
        days=between_days(exceeded.start, exceeded.end),
        whom=members(exceeded.profile, inventory),
    )


def _over(plan: SegmentPlan, inventory: Inventory) -> Iterator[Row]:
    """Yield how many customers are over each budget; channels after the total."""
    if not plan.budgets:
        return
    phrases = []
    for budget in plan.budgets:
        period: Value = PERIOD[budget.period]
        if budget.channel is not None:
            period = say("{channel}, {period}", channel=inventory.channel[budget.channel].name, period=period)
        text = say("{period}: {share}", period=period, share=over(budget))
        if not budget.exceeded and about(budget.share_over).template.startswith("about"):
            text = say("{text} at some time", text=text)
        phrases.append((budget, text))
    style = "error" if any(budget.exceeded for budget, _ in phrases) else ""
    by = say("{parts}", parts=phrases[0][1])
    for _, text in phrases[1:]:
        by = say("{before}; {next}", before=by, next=text)
    yield Row(say("over the budget"), by, style)


def _silence(figures: Headline) -> Iterator[Row]:
    silence, limit = figures.longest_silence, figures.longest_silence_limit
    if silence is None:
        yield Row(say("longest silence"), say("not judged: the plan is not finished"), "dim")
        return
    days = between_days(silence.start, silence.end)
    if limit is None:
        yield Row(say("longest silence"), say("{length} ({days})", length=Days(silence.days), days=days))
        return
    text = say("{length} of {limit} ({days})", length=Days(silence.days), limit=limit, days=days)
    yield Row(say("longest silence"), text, "warning" if figures.is_silence_over else "")
