"""The kinds of touchpoints that the benchmark's inventories are made of, with the timings that suit them."""

from __future__ import annotations

from typing import Any, NamedTuple


class Kind(NamedTuple):
    """What touchpoints of a kind have in common."""

    id: str
    name: str
    type: str
    channels: tuple[str, ...]
    purpose: str
    owner: str
    effort: str
    timings: tuple[Any, ...]


KINDS: dict[str, tuple[Kind, ...]] = {
    "onboarding": (
        Kind("welcome", "Welcome e-mail", "welcome", ("email",), "Show the shortest way to a first result with",
             "lifecycle-marketing", "", ({"at": "0d"}, {"at": "1d"})),
        Kind("kickoff", "Kickoff call", "kickoff", ("video", "in_person"), "Agree on goals, roles and dates for",
             "onboarding", "2h", ({"at": "3d"}, {"at": "5bd", "within": "10bd"})),
        Kind("training", "Training", "training", ("webinar", "video", "in_person"), "Teach planners how to work with",
             "onboarding", "4h", ({"at": "14d"}, {"every": "1w", "at": "10d", "times": 4})),
        Kind("setup-step", "Setup step", "nudge", ("in_app", "email"), "Complete one open step at a time in",
             "lifecycle-marketing", "", ({"every": "1w", "at": "4d", "times": 6}, {"at": "2d", "after": "go_live"})),
        Kind("implementation", "Implementation check-in", "implementation_checkin", ("phone", "video"),
             "Remove obstacles before they delay", "onboarding", "45m",
             ({"every": "2w", "at": "14d", "until": "phase_end"}, {"at": "14d", "before": "go_live"})),
    ),
    "adoption": (
        Kind("checkin", "Check-in", "checkin", ("video", "phone"), "Compare use with the goals of the kickoff for",
             "csm", "90m", ({"every": "3mo", "at": "120d"}, {"at": "150d"})),
        Kind("tip", "Feature tip", "feature_education", ("in_app", "email"), "Introduce a function not used yet of",
             "lifecycle-marketing", "", ({"every": "4mo"}, {"at": "100d", "after": "contract_start"})),
        Kind("usage-report", "Usage report", "value_report", ("email",), "Show hours saved and sites left behind with",
             "product", "", ({"every": "3mo"}, {"per_quarter": 1})),
        Kind("usage-drop", "Call after a drop in use", "alert", ("phone", "email"), "Find out why a team stopped using",
             "csm", "30m", ({"at": "24h", "after": "usage_drop"}, {"at": "3d", "after": "usage_drop"})),
    ),
    "retention": (
        Kind("review", "Business review", "business_review", ("video", "in_person"), "Show results against goals of",
             "csm", "6h", ({"every": "6mo"}, {"every": "6mo", "at": "100d"})),
        Kind("newsletter", "Newsletter", "newsletter", ("email",), "Tell what other customers have achieved with",
             "lifecycle-marketing", "", ({"per_quarter": 0.5}, {"every": "6mo", "at": "20d"})),
        Kind("survey", "Survey", "survey", ("email", "in_app"), "Learn what customers think of", "csm", "",
             ({"every": "12mo", "at": "6mo"}, {"at": "7d", "after": "ticket_opened"})),
        Kind("rescue", "Rescue call", "health_alert", ("phone",), "Find the cause of a falling health score in", "csm",
             "2h", ({"at": "24h", "after": "health_drop", "within": "48h"},)),
    ),
    "expansion": (
        Kind("upgrade", "Offer of a larger plan", "upgrade_prompt", ("email", "in_app"), "Offer more seats for",
             "account-management", "", ({"at": "0d", "after": "seats_nearly_used"}, {"at": "240d"})),
        Kind("whitespace", "Growth talk", "whitespace_review", ("video",), "Find further teams that could use",
             "account-management", "2h", ({"at": "9mo"}, {"every": "12mo", "at": "8mo"})),
    ),
    "renewal": (
        Kind("reminder", "Renewal reminder", "renewal_reminder", ("email",), "Remind in good time of the end date of",
             "finance", "", ([{"at": "90d", "before": "contract_end"}, {"at": "30d", "before": "contract_end"}],)),
        Kind("renewal-talk", "Talk about the renewal", "checkin", ("phone", "video"), "Agree on next year's terms for",
             "account-management", "1h", ({"at": "75d", "before": "contract_end"},)),
        Kind("invoice", "Invoice", "invoice", ("email", "invoice"), "State what is due for", "finance", "",
             ({"every": "3mo", "at": "0d", "after": "contract_start"},)),
    ),
    "advocacy": (
        Kind("case-study", "Question for a case study", "case_study", ("email", "phone"), "Win a public story about",
             "lifecycle-marketing", "1h", ({"at": "7d", "after": "nps_promoter"},)),
        Kind("community-invite", "Invitation to the user group", "community_invite", ("email",),
             "Bring users together who work with", "product", "", ({"at": "5mo"}, {"per_quarter": 0.25})),
    ),
    "support": (
        Kind("ticket", "Answer to a ticket", "ticket_reply", ("support_ticket",), "Solve with one answer what stops",
             "support", "20m", ({"as_needed": True},)),
        Kind("documentation", "Help pages", "documentation", ("knowledge_base",), "Answer at any hour questions about",
             "support", "", ({"as_needed": True},)),
        Kind("incident", "Notice of an incident", "incident_notice", ("email", "in_app"), "Say what is broken in",
             "support", "", ({"at": "1h", "after": "incident"},)),
    ),
}  # fmt: skip
"""By phase; a phase has as many touchpoints as it has kinds."""

SUBJECTS = (
    "shift planning", "time sheets", "overtime rules", "swap requests", "absence calendars", "payroll exports",
    "site budgets", "skill profiles", "night shifts", "mobile clock-in", "demand forecasts", "open shifts",
    "team messages", "cost centres", "labour law checks", "public holidays", "task lists", "temporary staff",
    "shift bidding", "audit trails", "single sign-on", "data imports", "on-call duty", "travel times", "break rules",
    "planner dashboards", "works council reports", "forecast alerts", "shift templates", "rota approvals",
)  # fmt: skip

METRICS = {
    "onboarding": ("Goals agreed after two weeks", "time_to_value"),
    "adoption": ("Core functions in use", "adoption"),
    "retention": ("Customers who answered", "engagement"),
    "expansion": ("Offers accepted", "conversion"),
    "renewal": ("Contracts renewed in time", "retention"),
    "advocacy": ("Invitations accepted", "conversion"),
    "support": ("Solved with the first answer", "resolution"),
}
"""By phase: by what its touchpoints are judged, and the kind of metric that this is."""
