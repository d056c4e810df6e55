"""PUR: why a touchpoint exists."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.messages import Message, codes, say
from tpaudit.rules.context import Context
from tpaudit.rules.phrases import SPELLED_OUT, few
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Woken, rule
from tpaudit.severity import Severity

FILLERS = (
    "touch base",
    "check in",
    "stay in contact",
    "keep in touch",
    "follow up",
    "nachfassen",
    "in Kontakt bleiben",
    "mal melden",
    "Kontaktpflege",
)
"""What people write when they do not know why they call."""

PLACEHOLDER = re.compile(r"|tb[ad]|to ?do|n a|k a|none|xxx|to be (defined|done|decided)|offen|folgt")
"""A text that only holds a purpose's place, without case and punctuation."""

NOTE = re.compile(r"(TBA|TBD|TODO|FIXME|XXX)\b")
"""How a note to oneself begins."""

LINKING_WORD = re.compile(
    r"an?|and|at|by|for|in|of|on|our|the|their|them|to|us|via|we|with|customers?|clients?"
    r"|am|auf|bei|beim|das|dem|den|der|die|eine?[nr]?|für|im|mit|und|uns|unsere[mnr]?|zu|zu[mr]|kunden?|kundin(nen)?"
)
"""A word that adds nothing to a purpose, in English or German."""


WORD = re.compile(r"\w+")


def has_purpose(touchpoint: Touchpoint) -> bool:
    """Whether it says anything at all."""
    return touchpoint.purpose is not None


def words_of(text: str) -> tuple[str, ...]:
    """Return the words without case and punctuation, so that texts can be compared."""
    return tuple(WORD.findall(text.casefold()))


def is_placeholder(purpose: str) -> bool:
    """Whether a text only holds the place of a purpose."""
    return bool(PLACEHOLDER.fullmatch(" ".join(words_of(purpose))) or NOTE.match(purpose))


@rule("PUR001", Severity.ERROR, step=Step.DESIGN, harm=Harm.PAPER)
def missing_purpose(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Nobody says why the touchpoint exists.

    Why: If nobody can say in one sentence why you contact a customer, the contact is probably not needed. It still
    costs the customer's attention, and that is used up.

    Bad:
        touchpoints:
          - id: newsletter  # <- PUR001
            name: Newsletter

    Good:
        touchpoints:
          - id: newsletter
            name: Newsletter
            purpose: Show one feature a month that saves time
    """
    if touchpoint.purpose is None:
        yield Problem(
            touchpoint.at("id"),
            "{name} has no purpose",
            name=touchpoint.name,
            help="Say in one sentence under `purpose` what it is good for; if there is nothing, decide to cut it.",
        )


@rule("PUR002", Severity.WARNING, step=Step.DESIGN, harm=Harm.PAPER, applies=has_purpose)
def vague_purpose(
    touchpoint: Touchpoint, _: Context, *, min_words: int = 3, fillers: tuple[str, ...] = FILLERS
) -> Iterator[Problem]:
    """The purpose says nothing: a placeholder, a filler, the name once more, or too few words.

    Why: "Touch base" is what people write when they do not know why they call, and customers notice within the first
    minute. A real purpose names what is different afterwards.

    Bad:
        touchpoints:
          - id: checkin
            name: Check-in call
            purpose: Touch base with the customer  # <- PUR002

    Good:
        touchpoints:
          - id: checkin
            name: Check-in call
            purpose: Find out what keeps the team from daily use
    """
    purpose = touchpoint.purpose or ""
    why = _vagueness(purpose, touchpoint.name, min_words, fillers)
    if why is not None:
        yield Problem(
            touchpoint.at("purpose"),
            "the purpose of {name} {why}: {purpose}",
            name=touchpoint.name,
            purpose=purpose,
            why=why,
            help="Say what is different for the customer or for you afterwards, in at least {min_words} "
            "{min_words:word|words}.",
            min_words=min_words,
        )


def _vagueness(purpose: str, name: str, min_words: int, fillers: tuple[str, ...]) -> Message | None:
    """Return what is wrong with a purpose, if anything is."""
    words = words_of(purpose)
    if is_placeholder(purpose):
        return say("is a placeholder")
    if _telling(words) == _telling(words_of(name)):
        return say("only repeats the name")
    if not _telling(_filler(fillers).sub(" ", " ".join(words)).split()):
        return say("is a filler")
    count = len([word for word in purpose.split() if WORD.search(word)])
    if count < min_words:
        return say("has only {count} {count:word|words}", count=count)
    return None


@cache
def _filler(fillers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{' '.join(words_of(filler))}\b" for filler in fillers) or r"\b\B")


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if not LINKING_WORD.fullmatch(word))


@rule(
    "PUR003",
    Severity.INFO,
    step=Step.DESIGN,
    harm=Harm.PAPER,
    woken_by=Woken(("objective",)),
    applies=lambda touchpoint: touchpoint.value in ("adds_value", "commercial"),
)
def missing_objective(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A touchpoint that is meant to help or to sell has no objective.

    Why: The purpose says why you do it, the objective what is true afterwards. Without it nobody can tell a call that
    went well from a call that merely took place.

    Bad:
        touchpoints:
          - id: training  # <- PUR003
            name: First training
            type: training

    Good:
        touchpoints:
          - id: training
            name: First training
            type: training
            objective: Every planner has published one schedule without help
    """
    if touchpoint.objective is None:
        yield Problem(
            touchpoint.at("id"),
            "nothing says what is true after {name}",
            name=touchpoint.name,
            help="Write under `objective` what can be observed when it has worked.",
        )


@rule(
    "PUR004",
    Severity.INFO,
    step=Step.DESIGN,
    harm=Harm.PAPER,
    woken_by=Woken(("customer_benefit", "customer_action", "next_step")),
    applies=lambda touchpoint: touchpoint.value == "adds_value",
)
def missing_customer_view(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A touchpoint that is meant to help does not say what it is for the customer.

    Why: A plan written from the inside says what we do. What the customer gets out of it, has to do and can expect next
    decides whether they answer, come and come again.

    Bad:
        touchpoints:
          - id: training  # <- PUR004
            name: First training
            type: training
            customer_benefit: Plans the first week without help

    Good:
        touchpoints:
          - id: training
            name: First training
            type: training
            customer_benefit: Plans the first week without help
            customer_action: Bring a real week
            next_step: Check-in after one month
    """
    fields = ("customer_benefit", "customer_action", "next_step")
    missing = tuple(field for field in fields if getattr(touchpoint, field) is None)
    if missing:
        yield Problem(
            touchpoint.at("id"),
            "{name} leaves out the customer's view: {missing}",
            name=touchpoint.name,
            missing=codes(missing),
            measure=len(missing),
            help="Fill in {missing}; `none` is an answer where there is nothing to do or nothing to follow.",
        )


@rule("PUR005", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER)
def duplicate_purpose(inventory: Inventory, audit: Context) -> Iterator[Problem]:
    """Two touchpoints do the same for the same customers in the same phase and channel.

    Why: Two teams that write to the same customer for the same reason look as if they did not talk to each other.
    Merging the two frees a contact for something else, and nobody has to work for it. Purposes that say nothing are
    not compared.

    Bad:
        touchpoints:
          - id: csm-tips
            name: Tips from the CSM
            phase: adoption
            channel: email
            purpose: Show features that save time
          - id: marketing-tips
            name: Tips from marketing
            phase: adoption
            channel: email
            purpose: Show features that save time  # <- PUR005

    Good:
        touchpoints:
          - id: tips
            name: Tips
            phase: adoption
            channel: email
            purpose: Show features that save time
    """
    groups: dict[tuple[object, ...], list[Touchpoint]] = {}
    for touchpoint in inventory.active:
        if touchpoint.purpose and touchpoint.phase and touchpoint.channel and not is_placeholder(touchpoint.purpose):
            same = (words_of(touchpoint.purpose), touchpoint.phase, tuple(sorted(touchpoint.channel)))
            groups.setdefault(same, []).append(touchpoint)
    if not groups:
        raise NotApplicable
    yield from _twins(inventory)
    for group in groups.values():
        members = _meeting(group, inventory)
        if all(audit.fires("PUR002", member) for member in members):
            continue  # what says nothing is not a purpose that several share
        yield _problem(
            members,
            say("{other} has the same purpose as {first}, in the same phase and channel"),
            say("{count} touchpoints have the same purpose, in the same phase and channel: {names}"),
            "purpose",
            say(
                "Merge them, say what each of them is for, tie one to the other by `leads_to` or `timing`, or let them "
                "serve different segments."
            ),
        )


def _twins(inventory: Inventory) -> Iterator[Problem]:
    """Yield a problem for touchpoints that say the same at one moment through different channels."""
    moments: dict[tuple[object, ...], list[Touchpoint]] = {}
    for touchpoint in inventory.active:
        if touchpoint.purpose and touchpoint.timing and touchpoint.routes and not is_placeholder(touchpoint.purpose):
            same = (words_of(touchpoint.purpose), tuple(repr(timing) for timing in touchpoint.timing))
            moments.setdefault(same, []).append(touchpoint)
    for group in moments.values():
        members = _meeting(group, inventory, elsewhere=True)
        if members:
            yield _problem(
                members,
                say("{other} says at the same moment what {first} says, through another channel"),
                say("{count} touchpoints say the same at the same moment, through different channels: {names}"),
                "moment",
                say(
                    "Make one touchpoint of them with several entries in `channel`, each with its own `audience` if "
                    "need be."
                ),
            )


def _problem(members: Sequence[Touchpoint], of_two: Message, of_many: Message, alike: str, remedy: Message) -> Problem:
    """Return that the touchpoints are alike; its identity is the purpose that they share, and their number its measure.

    `alike` says in what: it tells apart what is found of one purpose.
    """
    first, other = members[:2]
    return Problem(
        other.at("purpose"),
        (of_two if len(members) == 2 else of_many).template,
        other=other.name,
        first=first.name,
        count=len(members),
        names=few(member.name for member in members),
        of=sha256(repr((alike, words_of(first.purpose or ""))).encode("utf-8", "surrogatepass")).hexdigest()[:16],
        related=[
            Reference(member.at("purpose"), say("{name} has it too", name=member.name))
            for member in members[:SPELLED_OUT]
            if member is not other
        ],
        involves=members,
        measure=len(members),
        help=remedy.template,
    )


def _meeting(group: Sequence[Touchpoint], inventory: Inventory, *, elsewhere: bool = False) -> list[Touchpoint]:
    """Return, of each series, the first that meets another series in a segment; `elsewhere`: in no common channel.

    A series is what is tied together by timing or `leads_to`. Of each audience and set of channels two of different
    series are enough to compare with.
    """
    if len(group) < 2:
        return []
    series = _series(group)
    met: dict[str, dict[tuple[str | None, frozenset[str]], list[Touchpoint]]] = {}
    for touchpoint in group:
        for segment in touchpoint.segments or tuple(inventory.segment):
            key = (touchpoint.audience, frozenset(touchpoint.channel) if elsewhere else frozenset())
            kept = met.setdefault(segment, {}).setdefault(key, [])
            if len({series[other.id] for other in (*kept, touchpoint)}) > len(kept):
                kept.append(touchpoint)
                del kept[2:]
    first: dict[str, Touchpoint] = {}
    for touchpoint in group:
        if _meets_another(touchpoint, met, series, inventory, elsewhere=elsewhere):
            first.setdefault(series[touchpoint.id], touchpoint)
    return list(first.values())


def _meets_another(
    touchpoint: Touchpoint,
    met: Mapping[str, Mapping[tuple[str | None, frozenset[str]], Sequence[Touchpoint]]],
    series: Mapping[str, str],
    inventory: Inventory,
    *,
    elsewhere: bool,
) -> bool:
    others = (
        other
        for segment in touchpoint.segments or tuple(inventory.segment)
        for (_, channels), kept in met.get(segment, {}).items()
        if not elsewhere or channels.isdisjoint(touchpoint.channel)
        for other in kept
    )
    return any(
        series[other.id] != series[touchpoint.id] and _may_share(other, touchpoint, inventory) for other in others
    )


def _may_share(first: Touchpoint, other: Touchpoint, inventory: Inventory) -> bool:
    """Whether a customer may belong to the audiences of both: texts may mean anything, groups exclude each other."""
    if first.audience is None or other.audience is None or first.audience == other.audience:
        return True
    registered = [inventory.audience.get(audience) for audience in (first.audience, other.audience)]
    groups = [audience.one_of for audience in registered if audience is not None]
    return len(groups) == 2 and (groups[0] is None or groups[0] != groups[1])


def _series(group: Sequence[Touchpoint]) -> Mapping[str, str]:
    """Return, by id, the first member of the series to which a touchpoint is tied by timing or `leads_to`."""
    ties: dict[str, list[str]] = {touchpoint.id: [] for touchpoint in group}
    for touchpoint in group:
        anchors = [timing.anchor for timing in touchpoint.timing if timing.anchor is not None]
        for other in (*anchors, *(lead.to for lead in touchpoint.leads_to)):
            if other in ties:
                ties[touchpoint.id].append(other)
                ties[other].append(touchpoint.id)
    series: dict[str, str] = {}
    for start in ties:
        reached = [start]
        for member in reached:
            if member not in series:
                series[member] = start
                reached.extend(ties[member])
    return series
