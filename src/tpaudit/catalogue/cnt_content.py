"""CNT: what is said, and to whom it is tailored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Content, Touchpoint
from tpaudit.inventory.words.terms import TOUCH_MODEL, each
from tpaudit.messages import Code, Value, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Reference, Step, Woken, rule
from tpaudit.severity import Severity


def is_sent_digitally(touchpoint: Touchpoint) -> bool:
    """Whether the company starts it, in digital form."""
    return touchpoint.initiation == "proactive" and touchpoint.form == "digital"


def by_content(inventory: Inventory) -> Mapping[str, list[Touchpoint]]:
    """Return the touchpoints that use each template, page or deck."""
    users: dict[str, list[Touchpoint]] = {}
    for touchpoint in inventory.active:
        if touchpoint.content is not None and touchpoint.content.ref is not None:
            users.setdefault(touchpoint.content.ref, []).append(touchpoint)
    if not users:
        raise NotApplicable
    return users


def is_the_same_for_all(touchpoint: Touchpoint) -> bool:
    """Whether its content is not said to be tailored to anybody."""
    return touchpoint.content is None or touchpoint.content.personalization in (None, "none")


@rule(
    "CNT001",
    Severity.INFO,
    step=Step.MARKETING,
    harm=Harm.PAPER,
    woken_by=Woken(("content",)),
    applies=is_sent_digitally,
)
def incomplete_content(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """A digital touchpoint does not say what is in it, for whom, and by which standard.

    Why: Messages of one company that differ in tone and look seem to come from different ones. Who wants to change what
    is said everywhere, has to know where it is said.

    Bad:
        touchpoints:
          - id: newsletter  # <- CNT001
            name: Newsletter
            type: newsletter

    Good:
        touchpoints:
          - id: newsletter
            name: Newsletter
            type: newsletter
            content:
              topic: What is new
              personalization: segment
              brand_standard: Brand book 2026
    """
    content = touchpoint.content or Content.empty()
    missing: list[Value] = []
    if content.ref is None and content.topic is None:
        missing.append(say("`ref` or `topic`"))
    if content.personalization is None:
        missing.append(Code("personalization"))
    if content.brand_standard is None:
        missing.append(Code("brand_standard"))
    if missing:
        yield Problem(
            touchpoint.at("id"),
            "the content of {name} lacks {missing}",
            name=touchpoint.name,
            missing=tuple(missing),
            measure=len(missing),
            help="Add {missing} under `content`.",
        )


@rule("CNT002", Severity.WARNING, step=Step.MARKETING, harm=Harm.CUSTOMER)
def unsegmented_content(inventory: Inventory, audit: Context) -> Iterator[Problem]:
    """Customers with a personal contact and customers without one get the same content.

    Why: "Your customer success manager will call you" is a promise in one segment and an insult in the other. What is
    written for everybody fits nobody.

    Bad:
        segments:
          - id: enterprise
            touch_model: high_touch
          - id: smb
            touch_model: tech_touch
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            content:
              ref: mail-17  # <- CNT002

    Good:
        segments:
          - id: enterprise
            touch_model: high_touch
          - id: smb
            touch_model: tech_touch
        touchpoints:
          - id: welcome
            name: Welcome e-mail
            content:
              ref: mail-17
              personalization: segment
    """
    if len({segment.touch_model for segment in inventory.segments} - {None}) < 2:
        raise NotApplicable
    for ref, users in by_content(inventory).items():
        models: dict[str, None] = {}
        same = [user for user in users if is_the_same_for_all(user)]
        for place, touchpoint in enumerate(same):
            models |= {segment.touch_model: None for segment in audit.serving(touchpoint) if segment.touch_model}
            if len(models) > 1:
                yield Problem(
                    touchpoint.at("content", "ref"),
                    "{name} shows {ref} to segments of different touch models ({models}), tailored to none",
                    of=ref,
                    measure=len(same),
                    involves=same,
                    related=[
                        Reference(other.at("content", "ref"), say("{name} uses it too", name=other.name))
                        for other in same[:place]
                    ],
                    name=touchpoint.name,
                    ref=ref,
                    models=each(TOUCH_MODEL, models),
                    help="Write a version for each, or say in `personalization` that it is tailored.",
                )
                break


@rule("CNT003", Severity.WARNING, step=Step.MARKETING, harm=Harm.CUSTOMER)
def unstaged_content(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Customers get the same content in onboarding and again later.

    Why: Who has used the product for a year and gets the beginners' guide feels unknown. Content shows whether the
    company knows where the customer stands.

    Bad:
        touchpoints:
          - id: first-guide
            name: Guide for the start
            phase: onboarding
            content:
              ref: guide-1
          - id: later-guide
            name: Guide for more
            phase: adoption
            content:
              ref: guide-1  # <- CNT003

    Good:
        touchpoints:
          - id: first-guide
            name: Guide for the start
            phase: onboarding
            content:
              ref: guide-1
          - id: later-guide
            name: Guide for more
            phase: adoption
            content:
              ref: guide-2
    """
    order = {phase.id: place for place, phase in enumerate(inventory.phases)}
    onboarding = {phase.id: order[phase.id] for phase in inventory.phases if phase.kind == "onboarding"}
    if not onboarding:
        raise NotApplicable
    start = min(onboarding.values())
    for ref, users in by_content(inventory).items():
        first = next((user for user in users if user.phase in onboarding), None)
        again = [user for user in users if user.phase not in onboarding and order.get(user.phase or "", 0) > start]
        if first is not None and again:
            later = again[0]
            yield Problem(
                later.at("content", "ref"),
                "{name} shows {ref} in the phase {phase}, which customers know from onboarding",
                of=ref,
                measure=len(again),
                involves=(first, *again),
                related=[Reference(first.at("content", "ref"), say("{name} shows it in onboarding", name=first.name))],
                name=later.name,
                ref=ref,
                phase=inventory.phase[later.phase or ""].name,
                help="Write a version for customers who know the product.",
            )
