"""The standard vocabulary: types of touchpoints and their defaults, built-in channels, events and phases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

Status = Literal["idea", "upcoming", "live", "paused", "retired"]
Form = Literal["human", "digital", "physical", "product", "administrative"]
Initiation = Literal["proactive", "reactive"]
ValueKind = Literal["adds_value", "commercial", "necessary"]
Consent = Literal["not_needed", "contract", "legal_obligation", "public_task", "legitimate_interest", "opt_in"]
Personalization = Literal["none", "segment", "account", "role", "individual"]
Family = Literal[
    "attendance", "engagement", "resolution", "adoption", "conversion", "csat", "nps", "ces", "wait_time", "effort",
    "opt_out", "time_to_value", "retention", "revenue",
]  # fmt: skip
Direction = Literal["higher_is_better", "lower_is_better"]
Verdict = Literal["works", "neutral", "broken", "annoying", "unknown"]
Evidence = Literal["survey", "metric", "interview", "assumption"]
Priority = Literal["critical", "high", "medium", "low"]
FeedbackInstrument = Literal[
    "nps", "csat", "ces", "win_loss", "ad_panel", "website_poll", "post_purchase", "service", "event", "churn",
    "interview", "other",
]  # fmt: skip
Asks = Literal["product", "service", "overall"]
Automation = Literal["manual", "assisted", "automated"]
Action = Literal["keep", "improve", "merge", "cut", "add"]
TouchModel = Literal["high_touch", "mid_touch", "low_touch", "tech_touch"]
Stage = Literal["before_purchase", "during_purchase", "after_purchase"]
Context = Literal["online", "offline"]
Scope = Literal["post_sale", "full", "own"]
PhaseKind = Literal[
    "awareness", "consideration", "purchase", "onboarding", "adoption", "retention", "expansion", "renewal",
    "advocacy", "support", "delivery", "win_back", "other",
]  # fmt: skip
TouchpointType = Literal[
    "welcome", "nudge", "feature_education", "use_case", "value_report", "value_summary", "newsletter", "milestone",
    "community_invite", "health_alert", "alert", "occasion", "result",
    "campaign", "upgrade_prompt", "cross_sell", "cart_reminder", "win_back", "retargeting", "referral_ask",
    "case_study", "review_request", "voucher", "price_alert", "browse_reminder",
    "survey",
    "kickoff", "checkin", "implementation_checkin", "introduction", "follow_up", "training", "business_review",
    "executive_sponsor", "event", "appointment", "win_loss", "exit_interview",
    "proposal", "demo", "negotiation", "whitespace_review",
    "reminder", "request", "renewal_reminder", "price_change", "incident_notice",
    "brochure", "direct_mailing",
    "packaging", "store_display",
    "ticket_reply", "bug_fix", "feature_request", "complaint", "inquiry", "consultation", "escalation",
    "chatbot", "troubleshooting_guide", "community", "landing_page", "website", "review_site", "marketplace",
    "documentation", "login",
    "store", "showroom",
    "advertising", "social_post", "press",
    "invoice", "contract_offer", "renewal_notice", "subscription_notice", "account_update", "order_confirmation",
    "shipping_notice", "receipt_confirmation", "scheduling",
    "password_reset", "return", "warranty", "cancellation",
    "other",
]  # fmt: skip


class TypeDefaults(NamedTuple):
    """The defaults of a touchpoint of a type; None: the type has no default."""

    form: Form | None
    initiation: Initiation | None
    value: ValueKind | None
    transactional: bool

    @property
    def planned(self) -> bool | None:
        """Whether it is designed on purpose: what the company starts is."""
        return None if self.initiation is None else self.initiation == "proactive"


def _types() -> Mapping[str, TypeDefaults]:
    rows: tuple[tuple[str, Form, Initiation, ValueKind, bool], ...] = (
        (("welcome nudge feature_education use_case value_report value_summary newsletter milestone community_invite "
         "health_alert alert occasion result"), "digital", "proactive", "adds_value", False),
        (("campaign upgrade_prompt cross_sell cart_reminder win_back retargeting referral_ask case_study "
         "review_request voucher price_alert browse_reminder"), "digital", "proactive", "commercial", False),
        ("survey", "digital", "proactive", "necessary", False),
        (("kickoff checkin implementation_checkin introduction follow_up training business_review executive_sponsor "
         "event appointment win_loss exit_interview"), "human", "proactive", "adds_value", False),
        ("proposal demo negotiation whitespace_review", "human", "proactive", "commercial", False),
        ("reminder request renewal_reminder price_change incident_notice",
         "administrative", "proactive", "necessary", False),
        ("brochure direct_mailing", "physical", "proactive", "commercial", False),
        ("packaging store_display", "physical", "proactive", "necessary", True),
        ("ticket_reply bug_fix feature_request complaint inquiry consultation escalation",
         "human", "reactive", "adds_value", True),
        ("chatbot troubleshooting_guide community landing_page website review_site marketplace",
         "digital", "reactive", "adds_value", True),
        ("documentation login", "product", "reactive", "adds_value", True),
        ("store showroom", "human", "reactive", "adds_value", True),
        ("advertising social_post press", "digital", "proactive", "commercial", False),
        (("invoice contract_offer renewal_notice subscription_notice account_update order_confirmation shipping_notice "
         "receipt_confirmation scheduling"), "administrative", "proactive", "necessary", True),
        ("password_reset return warranty cancellation", "administrative", "reactive", "necessary", True),
    )  # fmt: skip
    table = {
        word: TypeDefaults(form, initiation, value, transactional)
        for words, form, initiation, value, transactional in rows
        for word in words.split()
    }
    return table | {"other": TypeDefaults(None, None, None, transactional=False)}


TYPES: Mapping[str, TypeDefaults] = _types()

OTHER_WORDS: Mapping[str, str] = {
    "qbr": "business_review", "ebr": "business_review", "mbr": "business_review", "quarterly_business_review":
    "business_review", "executive_business_review": "business_review", "review": "business_review", "jahresgespräch":
    "business_review", "quartalsgespräch": "business_review", "health_check": "checkin", "check_in": "checkin",
    "check-in": "checkin", "call": "checkin", "meeting": "checkin", "kick_off": "kickoff", "kick-off": "kickoff",
    "auftaktgespräch": "kickoff", "go_live_call": "implementation_checkin", "go-live_call": "implementation_checkin",
    "go_live": "implementation_checkin", "webinar": "training", "schulung": "training", "workshop": "training",
    "onboarding_call": "implementation_checkin", "nps": "survey", "csat": "survey", "umfrage": "survey", "rechnung":
    "invoice", "bill": "invoice", "mahnung": "reminder", "erinnerung": "reminder", "dunning": "reminder", "ticket":
    "ticket_reply", "support": "ticket_reply", "beschwerde": "complaint", "reklamation": "complaint", "retoure":
    "return", "rückgabe": "return", "kündigung": "cancellation", "churn": "cancellation", "angebot": "proposal",
    "quote": "proposal", "offer": "proposal", "vertragsangebot": "contract_offer", "bestellbestätigung":
    "order_confirmation", "versandbestätigung": "shipping_notice", "tracking": "shipping_notice", "willkommen":
    "welcome", "email": "newsletter", "mailing": "campaign", "kampagne": "campaign", "promotion": "campaign", "ad":
    "advertising", "ads": "advertising", "werbung": "advertising", "anzeige": "advertising", "brief": "direct_mailing",
    "letter": "direct_mailing", "broschüre": "brochure", "katalog": "brochure", "upsell": "upgrade_prompt", "up_sell":
    "upgrade_prompt", "cross-sell": "cross_sell", "crosssell": "cross_sell", "referral": "referral_ask", "reference":
    "case_study", "testimonial": "case_study", "birthday": "occasion", "geburtstag": "occasion", "tip": "nudge",
    "tooltip": "nudge", "docs": "documentation", "help_center": "documentation", "faq": "troubleshooting_guide",
    "winback": "win_back", "abandoned_cart": "cart_reminder", "warenkorb": "cart_reminder", "messe": "event",
    "trade_fair": "event", "conference": "event", "termin": "appointment", "beratung": "consultation", "anfrage":
    "inquiry", "filiale": "store", "laden": "store", "verpackung": "packaging", "renewal": "renewal_reminder",
    "verlängerung": "renewal_reminder", "maintenance": "incident_notice", "status_page": "incident_notice",
    "release_notes": "feature_education", "product_update": "feature_education", "report": "value_report",
}  # fmt: skip
"""Common other words, and the type that a team means by them."""

Entry = Mapping[str, Any]


def _channels() -> Mapping[str, Entry]:
    rows = (
        ("email sms messenger push in_app chat customer_portal", "online", "digital", True),
        ("phone", "offline", "human", True),
        ("video webinar", "online", "human", True),
        ("in_person event partner", "offline", "human", True),
        ("support_ticket", "online", "human", True),
        ("direct_mail", "offline", "physical", True),
        ("invoice", "offline", "administrative", True),
        ("community knowledge_base website landing_page mobile_app social review_site marketplace advertising",
         "online", "digital", False),
        ("product_ux", "online", "product", False),
        ("store showroom point_of_sale", "offline", "human", False),
        ("kiosk", "offline", "digital", False),
        ("print catalogue packaging", "offline", "physical", False),
        ("press", "offline", "digital", False),
    )  # fmt: skip
    return {
        word: {
            "id": word,
            "context": context,
            "medium": medium,
            "addressed": addressed,
        }
        for words, context, medium, addressed in rows
        for word in words.split()
    }


CHANNELS: Mapping[str, Entry] = _channels()

EVENTS: Mapping[str, Entry] = {
    "contract_start": {"id": "contract_start"},
    "go_live": {"id": "go_live"},
    "contract_end": {"id": "contract_end"},
    "renewal": {"id": "renewal"},
    "first_contact": {"id": "first_contact"},
} | {
    event: {"id": event, "started_by": started_by}
    for started_by, events in (
        (
            "customer",
            "login inquiry order ticket_opened complaint return cancellation cart_abandoned password_forgotten",
        ),
        ("company", "usage_drop health_drop incident feature_released delivery"),
    )
    for event in events.split()
}

ROLES = (
    "csm", "support", "marketing", "product", "sales", "account_management", "onboarding", "services", "finance",
    "operations", "legal", "leadership", "partner",
)  # fmt: skip
"""The roles of owners that have a common name."""

CONTRACT_EVENTS = ("contract_start", "go_live", "contract_end", "renewal", "first_contact")
"""The events that a contract dates."""

PHASES: Mapping[str, Entry] = {
    "awareness": {
        "window": {"from": "first_contact", "to": {"at": "45d", "before": "contract_start"}},
        "stage": "before_purchase",
    },
    "consideration": {
        "window": {"from": {"at": "45d", "before": "contract_start"}, "to": {"at": "14d", "before": "contract_start"}},
        "stage": "before_purchase",
    },
    "purchase": {
        "window": {"from": {"at": "14d", "before": "contract_start"}, "to": "contract_start"},
        "stage": "during_purchase",
    },
    "onboarding": {"window": {"from": "0d", "to": "90d"}, "stage": "after_purchase"},
    "adoption": {"window": {"from": "90d", "to": "contract_end"}, "stage": "after_purchase"},
    "retention": {"stage": "after_purchase"},
    "expansion": {"stage": "after_purchase"},
    "renewal": {
        "window": {"from": {"at": "120d", "before": "contract_end"}, "to": "contract_end"},
        "stage": "after_purchase",
    },
    "advocacy": {"stage": "after_purchase"},
    "support": {"stage": "after_purchase"},
}

PHASES_IN_SCOPE: Mapping[str, tuple[str, ...]] = {
    "full": tuple(PHASES),
    "post_sale": tuple(phase for phase, entry in PHASES.items() if entry["stage"] == "after_purchase"),
    "own": (),
}
