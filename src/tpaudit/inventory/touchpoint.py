"""A touchpoint: one moment in which the company meets a customer."""

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from tpaudit.durations import Duration
from tpaudit.fields import ById, Day, Entry, Many, Measure, OneOrMany, Part, Slug, Slugs, Texts, Whole, measure
from tpaudit.inventory.references import Free, Refers, looks_like_an_id
from tpaudit.inventory.service import Phone, ServiceStandard, Support
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.timing import Timing
from tpaudit.inventory.tracking import MeasuredFrom, TrackedAs, listed_by
from tpaudit.inventory.words.vocabulary import (
    Action,
    Asks,
    Automation,
    Consent,
    Direction,
    Evidence,
    Family,
    FeedbackInstrument,
    Form,
    Initiation,
    Personalization,
    Priority,
    Status,
    TouchpointType,
    ValueKind,
    Verdict,
)

Rating = Annotated[int, Whole, Field(ge=1, le=5)]


class Waiver(Entry):
    """A finding that is accepted, with its reason and, if wanted, its last day."""

    rule: str
    """Code or name of the rule that is waived."""
    reason: str
    """Why it is right as it is."""
    until: Day | None = None
    """The last day on which the waiver holds."""
    by: str | None = None
    """Who accepted it."""


class Content(Entry):
    """What is said."""

    ref: str | None = None
    """The template, page or deck."""
    topic: str | None = None
    """What it is about."""
    brand_standard: str | None = None
    """The standard that look and tone follow."""
    personalization: Personalization | None = None
    """To whom it is tailored."""
    languages: Annotated[Texts, OneOrMany] = ()
    """Languages in which it exists."""


_TWO = Field(min_length=2, max_length=2, json_schema_extra={"uniqueItems": True})


def _scale(value: object) -> tuple[Fraction, Fraction]:
    if isinstance(value, list | tuple) and len(value) == 2 and not any(isinstance(end, str) for end in value):
        try:
            low, high = measure(value[0]), measure(value[1])
        except PydanticCustomError:
            low = high = Fraction(0)
        if low != high:
            return min(low, high), max(low, high)
    raise PydanticCustomError("scale", "not a scale")


class Metric(Entry):
    """A number by which a touchpoint is judged."""

    name: str | None = None
    """The metric's name."""
    family: Family | None = None
    """What kind of metric it is."""
    target: Measure | None = None
    """The value wanted; a number or a percentage such as 70%."""
    actual: Measure | None = None
    """The value measured."""
    unit: str | None = None
    """The unit of target and actual."""
    scale: (
        Annotated[
            tuple[Fraction, Fraction],
            BeforeValidator(
                _scale,
                json_schema_input_type=Annotated[
                    list[float], Field(min_length=2, max_length=2, json_schema_extra={"uniqueItems": True})
                ],
            ),
        ]
        | None
    ) = None
    """Lowest and highest possible value."""
    direction: Direction | None = None
    """Whether more is better."""
    instrument: str | None = None
    """With what it is measured."""
    automated: bool | None = None
    """Whether it is measured without anybody's work."""
    measured_on: Day | None = None
    """The day of the last measurement."""
    measured_from: MeasuredFrom | None = Field(default=None, alias="from")
    """Where `tpaudit observe` finds its values."""


class Experience(Entry):
    """How customers experience the touchpoint today."""

    verdict: Verdict | None = None
    """How it is rated: works, neutral, broken, annoying, or unknown."""
    score: Rating | None = None
    """1 (bad) to 5 (excellent)."""
    intended: str | None = None
    """What the customer should feel."""
    actual: str | None = None
    """What the customer does feel."""
    expectation_met: bool | None = None
    """Whether the customer's expectation is met."""
    evidence: Evidence | None = None
    """What the verdict rests on."""
    assessed_on: Day | None = None
    """The day of the verdict."""
    assessed_by: str | None = None
    """Who gave it."""


class Impact(Entry):
    """How much the touchpoint matters, each 1 to 5."""

    satisfaction: Rating | None = None
    """Impact on satisfaction."""
    retention: Rating | None = None
    """Impact on retention."""
    revenue: Rating | None = None
    """Impact on revenue."""


class Feedback(Entry):
    """How the customer is heard at this touchpoint, and what happens with what they say."""

    instrument: FeedbackInstrument | None = None
    """The kind of survey or conversation."""
    asks: Annotated[tuple[Asks, ...], Many, OneOrMany] = ()
    """What it asks about: product, service, overall."""
    recipients: Annotated[Slugs, OneOrMany, Refers(Kind.OWNER)] = ()
    """Owners who get the results."""
    back_to_customer: str | None = None
    """How results go back to the customer; `none: anonymous` is an answer."""
    close_within: Duration | None = None
    """The time within which the loop is closed."""
    used_for: str | None = None
    """What the results are used for."""


class Lead(Entry):
    """The touchpoint that this one leads to."""

    to: Annotated[Slug, Refers(Kind.TOUCHPOINT)]
    """A touchpoint's id."""
    handoff: str | None = None
    """How the customer is handed over."""


class Decision(Entry):
    """What was decided about the touchpoint."""

    action: Action | None = None
    """keep, improve, merge, cut or add."""
    reason: str | None = None
    """Why."""
    owner: Annotated[Slug | None, Refers(Kind.OWNER)] = None
    """Who does it: an owner's id."""
    due: Day | None = None
    """By when."""
    into: Annotated[Slug | None, Refers(Kind.TOUCHPOINT)] = None
    """With what it is merged: a touchpoint's id."""


def _leads(value: object) -> object:
    listed = value if isinstance(value, list | tuple) else (value,)
    return tuple({"to": lead} if isinstance(lead, str) else lead for lead in listed)


_AUDIENCE = Refers(Kind.AUDIENCE, texts=Free.UNLESS_NEAR)


class Route(Entry):
    """A channel through which a touchpoint goes out."""

    shorthand = "id"

    id: Annotated[Slug, Refers(Kind.CHANNEL)]
    """A channel's id."""
    audience: Annotated[str | None, _AUDIENCE] = None
    """Whom it is meant for in this channel: an audience's id, or a text."""
    consent: Consent | None = None
    """On what basis the customer may be contacted in this channel."""


def _route(channel: object) -> object:
    """Return the route that a channel's id alone stands for; many touchpoints share few of them."""
    return _plain_route(channel) if isinstance(channel, str) and looks_like_an_id(channel) else {"id": channel}


@lru_cache(maxsize=1_000)
def _plain_route(channel: str) -> object:
    return Route.model_construct({"id"}, id=channel) if len(channel) <= 200 else {"id": channel}


class Varying(Entry):
    """What a touchpoint may say differently in a segment."""

    stakeholders: Annotated[Texts, OneOrMany, Refers(Kind.STAKEHOLDER, words=("all",))] = ()
    """`all`, or roles that segments name; left out: the main contact."""
    consent: Consent | None = None
    """On what basis the customer may be contacted."""
    routes: Annotated[tuple[Route, ...], listed_by("id", Slug | Route, _route), Many] = Field(
        default=(), alias="channel"
    )
    """A channel's id, or a list where one message goes out through several."""
    owner: Annotated[Slug | None, Refers(Kind.OWNER)] = None
    """The one accountable owner."""
    timing: Annotated[tuple[Timing, ...], Many, OneOrMany] = ()
    """When it happens; one statement or a list of them."""
    reach: Part | None = None
    """The share of the segment's customers whom it reaches, such as 0.4 or 40%; left out: its audience's, else all."""
    audience: Annotated[str | None, _AUDIENCE] = None
    """Whom it is meant for: an audience's id, or a text."""
    content: Content | None = None
    """What is said."""
    service_standard: ServiceStandard | None = None
    """What the customer may expect of a reactive touchpoint."""
    automation: Automation | None = None
    """manual, assisted or automated."""
    effort: Duration | None = None
    """Work per occurrence and customer."""

    @property
    def channel(self) -> tuple[str, ...]:
        """The ids of its channels."""
        return tuple(route.id for route in self.routes)


class Variant(Varying):
    """What of a touchpoint is different in a segment; what it leaves out is the touchpoint's own."""


class Defaults(Varying):
    """What a touchpoint may say; as `defaults`, for every touchpoint that does not say otherwise."""

    status: Status = "live"
    """Rules and schedule look at upcoming and live ones."""
    type: TouchpointType | None = None
    """What kind of touchpoint it is; gives defaults for form, initiation, planned, value and transactional."""
    phase: Annotated[Slug | None, Refers(Kind.PHASE)] = None
    """The phase of the journey."""
    segments: Annotated[Slugs, OneOrMany, Refers(Kind.SEGMENT)] = ()
    """The segments that it serves; left out: all."""
    form: Form | None = None
    """human, digital, physical, product or administrative; default by channel and type."""
    initiation: Initiation | None = None
    """proactive: we start it; reactive: the customer does. Default by type."""
    planned: bool | None = None
    """Designed on purpose, or just happens; default by type."""
    value: ValueKind | None = None
    """Helps the customer, sells, or must be; default by type."""
    transactional: bool | None = None
    """Part of a transaction and so exempt from contact budgets; default by type."""
    purpose: str | None = None
    """Why it exists."""
    objective: str | None = None
    """What is true afterwards."""
    customer_benefit: str | None = None
    """What the customer has from it."""
    customer_action: str | None = None
    """What the customer should do; `none` is an answer."""
    next_step: str | None = None
    """What happens next for the customer."""
    contributors: Annotated[Slugs, OneOrMany, Refers(Kind.OWNER)] = ()
    """Owners who help."""
    informed: Annotated[Slugs, OneOrMany, Refers(Kind.OWNER)] = ()
    """Owners who are told."""
    per_segment: Annotated[Mapping[Annotated[Slug, Refers(Kind.SEGMENT, uses=False)], Variant], ById] = Field(
        default_factory=dict
    )
    """By segment, what differs there."""
    metrics: Annotated[tuple[Metric, ...], Many, OneOrMany] = ()
    """By what it is judged."""
    experience: Experience | None = None
    """How it is experienced today."""
    priority: Priority | None = None
    """critical and high make a key touchpoint."""
    impact: Impact | None = None
    """How much it matters."""
    feedback: Feedback | None = None
    """How the customer is heard."""
    phone: Phone | None = None
    """How a telephone touchpoint is run."""
    support: Support | None = None
    """The back end it needs."""
    stop_when: Annotated[Texts, OneOrMany, Refers(Kind.EVENT, Kind.TOUCHPOINT, texts=Free.UNLESS_ID)] = ()
    """What ends or holds it back: ids of events or touchpoints, or texts."""
    leads_to: Annotated[
        tuple[Lead, ...],
        BeforeValidator(_leads, json_schema_input_type=Slug | Lead | tuple[Slug | Lead, ...]),
        Many,
    ] = ()
    """The touchpoints that it leads to."""
    recovery: str | None = None
    """What happens when it fails."""
    tracked_as: TrackedAs = ()
    """Names of its events in CRM, CDP or product analytics."""
    decision: Decision | None = None
    """What was decided about it."""
    review_by: Day | None = None
    """When it is to be reviewed."""
    reviewed_on: Day | None = None
    """When it was last reviewed."""
    source: str | None = None
    """Where it is documented."""
    tags: Annotated[Texts, OneOrMany] = ()
    """Free words to filter by."""
    waive: Annotated[tuple[Waiver, ...], Many, OneOrMany] = ()
    """Rules that are waived here."""


class Touchpoint(Defaults):
    """A touchpoint. Only id and name are required; what else is missing is for the rules to say."""

    id: Slug
    """Stable and unique: findings, diffs and other touchpoints refer to it."""
    name: str
    """What people call it."""

    @property
    def active(self) -> bool:
        """Whether rules and schedule look at it; False where nobody knows."""
        return self.status in ("upcoming", "live") and "status" not in self.unknown

    @property
    def known_status(self) -> Status | None:
        """The status; None where it is faulty."""
        return None if "status" in self.unknown else self.status

    @property
    def key(self) -> bool:
        """Whether it is a key touchpoint."""
        return self.priority in ("critical", "high")

    @property
    def is_survey(self) -> bool:
        """Whether it asks customers for a score: type survey, or feedback by nps, csat or ces."""
        return self.type == "survey" or (
            self.feedback is not None and self.feedback.instrument in ("nps", "csat", "ces")
        )

    def audience_in(self, route: Route) -> str | None:
        """Return whom it is meant for in one of its channels."""
        return route.audience or self.audience

    def consent_in(self, route: Route) -> Consent | None:
        """Return on what basis the customer may be contacted in one of its channels."""
        return route.consent or self.consent

    @property
    def decided(self) -> bool:
        """Whether something other than keeping it as it is was decided."""
        return self.decision is not None and self.decision.action not in (None, "keep")

    def at(self, *path: str | int) -> At:
        """Name the place of one of its fields."""
        return At(Kind.TOUCHPOINT, self.id, path)
