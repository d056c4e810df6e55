"""What readers call the words of the vocabulary: terms that are translated wherever they appear in messages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import get_args

from tpaudit.durations import Duration
from tpaudit.inventory.ranges import Range
from tpaudit.inventory.words import vocabulary
from tpaudit.messages import Message, Term, Value, say
from tpaudit.severity import Severity

Terms = Mapping[str, Term]


def term(terms: Terms, word: str | None) -> str:
    """Return what readers call a word; the team's own words stay as they are."""
    return terms.get(word or "", word or "")


def each(terms: Terms, words: Iterable[str]) -> tuple[str, ...]:
    """Return what readers call each of the words."""
    return tuple(term(terms, word) for word in words)


def language(code: str) -> str:
    """Return what readers call a language; codes that are not well known stay as they are."""
    return LANGUAGE.get(code.casefold(), code)


def duration(length: Duration) -> Message:
    """Return a duration in words."""
    n = length.count
    match length.unit:
        case "m":
            return say("{n} {n:minute|minutes}", n=n)
        case "h":
            return say("{n} {n:hour|hours}", n=n)
        case "bd":
            return say("{n} {n:working day|working days}", n=n)
        case "w":
            return say("{n} {n:week|weeks}", n=n)
        case "mo":
            return say("{n} {n:month|months}", n=n)
        case "y":
            return say("{n} {n:year|years}", n=n)
        case _:
            return say("{n} {n:day|days}", n=n)


def every(length: Duration) -> Message:
    """Return the frequency of something that happens once in this time, in words."""
    return (length.count == 1 and _ONCE.get(length.unit)) or say("every {length}", length=duration(length))


def length(lengths: Range[Duration]) -> Value:
    """Return a duration, or a range of durations, in words."""
    low, high = duration(lengths.low), duration(lengths.high)
    return say("{low} to {high}", low=low, high=high) if lengths.is_range else low


def cadence(lengths: Range[Duration]) -> Message:
    """Return the frequency of something that happens once in this time or range of times, in words."""
    return say("every {length}", length=length(lengths)) if lengths.is_range else every(lengths.low)


def amount(numbers: Range[int] | Range[Fraction]) -> Value:
    """Return a number, or a range of numbers, in words."""
    return say("{low} to {high}", low=numbers.low, high=numbers.high) if numbers.is_range else numbers.low


_ONCE: Mapping[str, Message] = {
    "d": say("daily"),
    "bd": say("every working day"),
    "w": say("weekly"),
    "mo": say("monthly"),
    "y": say("yearly"),
}


def _terms(words: Iterable[str], **spelled: str) -> Terms:
    """Return the words with spaces for underscores, or with their special spellings."""
    return {word: Term(spelled.get(word) or word.replace("_", " ")) for word in words}


def _names(words: Iterable[str], **spelled: str) -> Terms:
    return {word: Term(spelled.get(word) or word.replace("_", " ").capitalize()) for word in words}


FORM = _terms(get_args(vocabulary.Form))
INITIATION = _terms(get_args(vocabulary.Initiation))
VALUE = _terms(get_args(vocabulary.ValueKind))
VERDICT = _terms(get_args(vocabulary.Verdict))
EVIDENCE = _terms(get_args(vocabulary.Evidence))
PRIORITY = _terms(get_args(vocabulary.Priority))
STATUS = _terms(get_args(vocabulary.Status))
SEVERITY = _terms(Severity)
ACTION = _terms(get_args(vocabulary.Action))
TOUCH_MODEL = _terms(get_args(vocabulary.TouchModel))
ASKS = _terms(get_args(vocabulary.Asks), product="the product", service="the service", overall="the overall impression")
FAMILY = _terms(
    get_args(vocabulary.Family), csat="CSAT", nps="NPS", ces="CES", wait_time="waiting time", opt_out="opt-outs"
)
INSTRUMENT = _terms(
    get_args(vocabulary.FeedbackInstrument),
    nps="NPS",
    csat="CSAT",
    ces="CES",
    win_loss="win-loss interview",
    ad_panel="advertising panel",
    post_purchase="post-purchase survey",
    service="service survey",
    event="event survey",
    churn="churn survey",
)
TYPE = _terms(
    vocabulary.TYPES,
    alert="warning to the customer",
    browse_reminder="reminder of what was looked at",
    win_back="win-back",
    referral_ask="request for a referral",
    review_request="request for a review",
    checkin="check-in",
    implementation_checkin="implementation check-in",
    follow_up="follow-up",
    executive_sponsor="executive sponsor meeting",
    event="customer event",
    win_loss="win-loss interview",
    demo="product demo",
    request="request to the customer",
    other="other type",
)
ROLE = _terms(
    vocabulary.ROLES,
    csm="customer success",
    product="product team",
    account_management="account management",
    onboarding="onboarding team",
    services="professional services",
    legal="legal team",
    partner="partners",
)
SOURCE = _terms(
    ("csm_interviews", "campaigns", "ticket_types", "workflows", "product_analytics"),
    csm_interviews="interviews with customer success managers",
)
"""The sources in which touchpoints are searched for."""
LANGUAGE: Terms = {
    code: Term(name)
    for code, name in (
        ("cs", "Czech"),
        ("da", "Danish"),
        ("de", "German"),
        ("en", "English"),
        ("es", "Spanish"),
        ("fr", "French"),
        ("it", "Italian"),
        ("nl", "Dutch"),
        ("pl", "Polish"),
        ("pt", "Portuguese"),
        ("sv", "Swedish"),
    )
}

PHASE_NAME = _names(vocabulary.PHASES)
CHANNEL_NAME = _names(
    vocabulary.CHANNELS,
    email="E-mail",
    sms="SMS",
    push="Push message",
    in_app="In-app message",
    video="Video call",
    social="Social media",
    product_ux="The product itself",
)
EVENT_NAME = _names(vocabulary.EVENTS, go_live="Go-live", health_drop="Health score drop")
EVERYBODY = Term("All customers")
"""The name of the segment that is implied if none is declared."""

TABLES: tuple[Terms, ...] = (
    FORM,
    INITIATION,
    VALUE,
    VERDICT,
    EVIDENCE,
    PRIORITY,
    STATUS,
    SEVERITY,
    ACTION,
    TOUCH_MODEL,
    ASKS,
    FAMILY,
    INSTRUMENT,
    TYPE,
    ROLE,
    SOURCE,
    LANGUAGE,
    PHASE_NAME,
    CHANNEL_NAME,
    EVENT_NAME,
    {"all": EVERYBODY},
)
"""All terms, for the extraction of messages."""
