"""What the report calls the terms of the inventory's vocabulary; every word goes through the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tpaudit.durations import Duration
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.registries import Channel, Event, Owner, Phase, Segment
from tpaudit.inventory.vocabulary import CHANNEL_NAMES
from tpaudit.messages import Message, Value, say
from tpaudit.report.known import known
from tpaudit.rules.registry import FAMILIES
from tpaudit.rules.rule import Step

FORM: Mapping[str, Message] = {
    "human": say("human"),
    "digital": say("digital"),
    "physical": say("physical"),
    "product": say("product"),
    "administrative": say("administrative"),
}
INITIATION: Mapping[str, Message] = {"proactive": say("proactive"), "reactive": say("reactive")}
PLANNED: Mapping[str, Message] = {"planned": say("planned"), "unplanned": say("unplanned")}
VALUE: Mapping[str, Message] = {
    "adds_value": say("adds value"),
    "commercial": say("commercial"),
    "necessary": say("necessary"),
}
VERDICT: Mapping[str, Message] = {
    "works": say("works"),
    "neutral": say("neutral"),
    "broken": say("broken"),
    "annoying": say("annoying"),
    "unknown": say("unknown"),
}
EVIDENCE: Mapping[str, Message] = {
    "survey": say("survey"),
    "metric": say("metric"),
    "interview": say("interview"),
    "assumption": say("assumption"),
}
PRIORITY: Mapping[str, Message] = {
    "critical": say("critical"),
    "high": say("high"),
    "medium": say("medium"),
    "low": say("low"),
}
STATUS: Mapping[str, Message] = {
    "live": say("live"),
    "upcoming": say("upcoming"),
    "idea": say("idea"),
    "paused": say("paused"),
    "retired": say("retired"),
}
ACTION: Mapping[str, Message] = {
    "keep": say("keep"),
    "improve": say("improve"),
    "merge": say("merge"),
    "cut": say("cut"),
    "add": say("add"),
}
SEVERITY: Mapping[str, Message] = {"error": say("error"), "warning": say("warning"), "info": say("info")}
STEP: Mapping[str, Message] = {
    Step.DESIGN: say("Design"),
    Step.KPIS: say("KPIs"),
    Step.MEASUREMENT: say("Measurement"),
    Step.ORGANISATION: say("Organisation"),
    Step.MARKETING: say("Marketing"),
}
STEP_MEANING: Mapping[str, Message] = {
    Step.DESIGN: say("phases, channels, ownership, purpose and timing of the touchpoints"),
    Step.KPIS: say("each touchpoint has a metric, a target and an instrument"),
    Step.MEASUREMENT: say("experience and results are known, with evidence and date"),
    Step.ORGANISATION: say("processes, systems, hand-offs, capacity and mandate stand behind it"),
    Step.MARKETING: say("brand standard, personalization, automation that knows when to stop"),
}
FAMILY: Mapping[str, Message] = {code: Message(name) for code, name in FAMILIES.items()}
FEEDBACK: Mapping[str, Message] = {
    "nps": say("NPS"),
    "csat": say("CSAT"),
    "ces": say("CES"),
    "win_loss": say("win-loss interview"),
    "ad_panel": say("advertising panel"),
    "website_poll": say("website poll"),
    "post_purchase": say("post-purchase survey"),
    "service": say("service survey"),
    "event": say("event survey"),
    "churn": say("churn survey"),
    "interview": say("interview"),
    "other": say("other"),
}
TOUCH_MODEL: Mapping[str, Message] = {
    "high_touch": say("high touch"),
    "mid_touch": say("mid touch"),
    "low_touch": say("low touch"),
    "tech_touch": say("tech touch"),
}
PERIOD: Mapping[str, Message] = {
    "per_day": say("a day"),
    "per_week": say("a week"),
    "per_month": say("a month"),
    "per_quarter": say("a quarter"),
}
_PHASES: Mapping[str, Message] = {
    "awareness": say("Awareness"),
    "consideration": say("Consideration"),
    "purchase": say("Purchase"),
    "onboarding": say("Onboarding"),
    "adoption": say("Adoption"),
    "retention": say("Retention"),
    "expansion": say("Expansion"),
    "renewal": say("Renewal"),
    "advocacy": say("Advocacy"),
    "support": say("Support"),
}
_CHANNELS: Mapping[str, Message] = {
    "email": say("E-mail"),
    "sms": say("SMS"),
    "messenger": say("Messenger"),
    "push": say("Push message"),
    "in_app": say("In-app message"),
    "chat": say("Chat"),
    "customer_portal": say("Customer portal"),
    "phone": say("Phone"),
    "video": say("Video call"),
    "webinar": say("Webinar"),
    "in_person": say("In person"),
    "event": say("Event"),
    "partner": say("Partner"),
    "support_ticket": say("Support ticket"),
    "direct_mail": say("Direct mail"),
    "invoice": say("Invoice"),
    "community": say("Community"),
    "knowledge_base": say("Knowledge base"),
    "website": say("Website"),
    "landing_page": say("Landing page"),
    "mobile_app": say("Mobile app"),
    "social": say("Social media"),
    "review_site": say("Review site"),
    "marketplace": say("Marketplace"),
    "advertising": say("Advertising"),
    "product_ux": say("The product itself"),
    "store": say("Store"),
    "showroom": say("Showroom"),
    "point_of_sale": say("Point of sale"),
    "kiosk": say("Kiosk"),
    "print": say("Print"),
    "catalogue": say("Catalogue"),
    "packaging": say("Packaging"),
    "press": say("Press"),
}
_EVENTS: Mapping[str, Message] = {
    "contract_start": say("Contract starts"),
    "go_live": say("Go-live"),
    "contract_end": say("Contract ends"),
    "first_contact": say("First contact"),
    "login": say("Login"),
    "inquiry": say("Inquiry"),
    "order": say("Order"),
    "ticket_opened": say("Ticket opened"),
    "complaint": say("Complaint"),
    "return": say("Return"),
    "cancellation": say("Cancellation"),
    "cart_abandoned": say("Cart abandoned"),
    "password_forgotten": say("Password forgotten"),
    "usage_drop": say("Usage drops"),
    "health_drop": say("Health score drops"),
    "incident": say("Incident"),
    "feature_released": say("Feature released"),
    "delivery": say("Delivery"),
}


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


@dataclass(frozen=True)
class Names:
    """What people call the entries of one inventory: their names, else the built-in ones, else their ids."""

    phases: Mapping[str, Value]
    segments: Mapping[str, Value]
    channels: Mapping[str, Value]
    owners: Mapping[str, Value]
    events: Mapping[str, Value]
    touchpoints: Mapping[str, Value]

    def phase(self, id: str) -> Value:  # noqa: A002  ids are called id everywhere here
        """Return a phase's name."""
        return self.phases.get(id, id)

    def segment(self, id: str) -> Value:  # noqa: A002
        """Return a segment's name."""
        return self.segments.get(id, id)

    def channel(self, id: str | None) -> Value:  # noqa: A002
        """Return a channel's name; None is what names no channel."""
        return say("no channel") if id is None else self.channels.get(id, id)

    def owner(self, id: str) -> Value:  # noqa: A002
        """Return an owner's name."""
        return self.owners.get(id, id) if id else say("nobody")

    def event(self, id: str | None) -> Value:  # noqa: A002
        """Return an event's name; None is a touchpoint's own rate."""
        return say("own rate") if id is None else self.events.get(id, id)

    def anchor(self, id: str) -> Value:  # noqa: A002
        """Return what a timing is tied to: an event, a touchpoint, an end of its phase."""
        ends: Mapping[str, Value] = {"phase_start": say("start of the phase"), "phase_end": say("end of the phase")}
        return ends.get(id) or self.events.get(id) or self.touchpoints.get(id, id)


def names(inventory: Inventory) -> Names:
    """Return the names of an inventory's entries."""
    return Names(
        phases=_named(inventory.phases, _PHASES),
        segments=_named(inventory.segments, {"all": say("All customers")}),
        channels=_named(inventory.channels, _CHANNELS),
        owners=_named(inventory.owners, {}),
        events=_named(inventory.events, _EVENTS),
        touchpoints={touchpoint.id: known(touchpoint, "name") or touchpoint.id for touchpoint in inventory.touchpoints},
    )


def _named(
    entries: Iterable[Phase | Segment | Channel | Owner | Event], built_in: Mapping[str, Message]
) -> Mapping[str, Value]:
    return {entry.id: _name(entry.id, known(entry, "name"), built_in) for entry in entries}


def _name(id: str, name: str | None, built_in: Mapping[str, Message]) -> Value:  # noqa: A002
    """Return the name that the files give, else the built-in one in the reader's language."""
    if name and name != CHANNEL_NAMES.get(id, id.replace("_", " ").capitalize()):
        return name
    return built_in.get(id) or name or id
