"""FBK: how customers are asked, and what becomes of their answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.terms import INSTRUMENT, term
from tpaudit.messages import Message, codes, say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, rule
from tpaudit.severity import Severity

SUITING_STAGE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "before_purchase": ("ad_panel", "website_poll", "win_loss"),
        "during_purchase": ("post_purchase", "csat", "ces"),
        "after_purchase": (
            "nps", "csat", "ces", "win_loss", "website_poll", "post_purchase", "service", "event", "churn",
        ),
    }
)  # fmt: skip
"""Which instruments suit which stage of the journey; an interview, or something else, suits all."""

STAGES: Mapping[str, Message] = MappingProxyType(
    {
        "before_purchase": say("before the purchase"),
        "during_purchase": say("during the purchase"),
        "after_purchase": say("after the purchase"),
    }
)


def has_instrument(touchpoint: Touchpoint) -> bool:
    """Whether it says with what it asks."""
    return touchpoint.feedback is not None and touchpoint.feedback.instrument is not None


@rule("FBK003", Severity.INFO, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=has_instrument)
def unsuitable_survey(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """The survey asks what customers cannot know at this stage.

    Why: Somebody who has not bought yet cannot recommend you, and somebody who has does not remember the advertisement.
    Answers to a question that comes at the wrong time are polite noise.

    Bad:
        touchpoints:
          - id: advertising-panel
            name: Panel on our advertising
            phase: onboarding
            feedback:
              instrument: ad_panel  # <- FBK003

    Good:
        touchpoints:
          - id: onboarding-survey
            name: Survey at the end of onboarding
            phase: onboarding
            feedback:
              instrument: csat
    """
    phase = audit.inventory.phase.get(touchpoint.phase or "")
    instrument = touchpoint.feedback and touchpoint.feedback.instrument
    if phase is None or phase.stage is None or instrument in ("interview", "other"):
        raise NotApplicable
    suiting = SUITING_STAGE[phase.stage]
    if instrument and instrument not in suiting:
        yield Problem(
            touchpoint.at("feedback", "instrument"),
            "{name} asks by {instrument}, which does not suit {phase}, a phase {stage}",
            name=touchpoint.name,
            instrument=term(INSTRUMENT, instrument),
            phase=phase.name,
            stage=STAGES[phase.stage],
            suiting=codes(suiting),
            help="Use one of {suiting}, or `interview` or `other`; or ask in another phase.",
        )


def asks(touchpoint: Touchpoint) -> bool:
    """Whether it is a survey or has feedback."""
    return touchpoint.feedback is not None or touchpoint.is_survey


@rule("FBK004", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.BLIND, applies=asks)
def incomplete_feedback(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Customers are asked, but nobody said who gets the answers, how soon they react, or what comes of it.

    Why: Asking raises an expectation. Answers that reach nobody do more harm than silence; that an unhappy customer
    hears back within 48 hours is the advice of practitioners.
    Source: practitioner advice on following up detractors within 48 hours (grade C)

    Bad:
        touchpoints:
          - id: relationship-survey
            name: Relationship survey
            feedback:  # <- FBK004
              instrument: nps

    Good:
        touchpoints:
          - id: relationship-survey
            name: Relationship survey
            feedback:
              instrument: nps
              recipients:
                - csm
              close_within: 48h
              used_for: Call every detractor, pick the topics of the quarterly planning
    """
    feedback = touchpoint.feedback
    missing = tuple(
        word
        for word, stated in (
            ("recipients", feedback and feedback.recipients),
            ("close_within", feedback and feedback.close_within),
            ("used_for", feedback and feedback.used_for),
            ("back_to_customer", feedback and feedback.back_to_customer),
        )
        if not stated
    )
    if missing not in ((), ("back_to_customer",)):  # the latter alone is the next rule's
        yield Problem(
            touchpoint.at("feedback") if feedback is not None else touchpoint.at("id"),
            "{name} asks customers, but says nothing of {missing}",
            name=touchpoint.name,
            missing=codes(missing),
            measure=len(missing),
            help="Write down under `feedback` who gets the answers, how soon they react, what the answers change and "
            "how customers learn of it.",
        )


@rule("FBK005", Severity.WARNING, step=Step.MEASUREMENT, harm=Harm.CUSTOMER)
def open_feedback_loop(touchpoint: Touchpoint, audit: Context) -> Iterator[Problem]:
    """Customers never learn what became of their answers.

    Why: Whoever answers three surveys and sees nothing change does not answer a fourth. "You told us, we changed" is
    the best reason for answering again, and itself a contact that adds value.

    Bad:
        touchpoints:
          - id: relationship-survey
            name: Relationship survey
            feedback:  # <- FBK005
              instrument: nps
              recipients:
                - csm
              close_within: 48h
              used_for: Topics of the quarterly planning

    Good:
        touchpoints:
          - id: relationship-survey
            name: Relationship survey
            feedback:
              instrument: nps
              recipients:
                - csm
              close_within: 48h
              used_for: Topics of the quarterly planning
              back_to_customer: Results and three actions in the next business review
    """
    if touchpoint.feedback is None or audit.fires("FBK004", touchpoint):
        raise NotApplicable
    if touchpoint.feedback.back_to_customer is None:
        yield Problem(
            touchpoint.at("feedback"),
            "nothing says how the results of {name} go back to the customer",
            name=touchpoint.name,
            help='Say how in `back_to_customer`; "none: anonymous" is an answer too.',
        )
