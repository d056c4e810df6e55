"""Inventories full of findings, in which much is equal, so that order could decide what is found."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Value = Any

SEGMENTS = ("large", "small", "tiny")
OWNERS = ("csm", "marketing", "support")
ROLES = ("sponsor", "admin", "user")
_maybe = st.booleans()


def _often(*values: Value) -> st.SearchStrategy[Value]:
    return st.sampled_from((*values * 3, None))


def _some(*values: Value) -> st.SearchStrategy[Value]:
    return st.sampled_from((None, *values))


@st.composite
def _timings(draw: st.DrawFn, earlier: tuple[str, ...]) -> Value:
    day = f"{draw(st.sampled_from((0, 1, 2, 40, 41, 100, 300)))}d"
    match draw(st.sampled_from(("at", "at", "every", "times", "end", "step", "rate", "after"))):
        case "every":
            return {"every": draw(st.sampled_from(("1w", "2w", "3mo"))), "at": day}
        case "times":
            return {"every": "1d", "at": day, "times": draw(st.sampled_from((2, 3)))}
        case "end":
            return {"at": day, "before": "contract_end"}
        case "step":
            event = draw(st.sampled_from(("health_drop", "complaint", "order")))
            return {"at": draw(st.sampled_from(("0d", "1d"))), "after": event}
        case "rate":
            return {"per_quarter": draw(st.sampled_from((1, 4)))}
        case "after" if earlier:
            return {"at": "1d", "after": draw(st.sampled_from(earlier))}
        case _:
            return {"at": day}


@st.composite
def _touchpoints(draw: st.DrawFn, place: int, *, roles: bool) -> dict[str, Value]:
    earlier = tuple(f"t{number}" for number in range(place))
    fields: dict[str, st.SearchStrategy[Value]] = {
        "type": _often("kickoff", "checkin", "nudge", "survey", "newsletter", "voucher", "ticket_reply", "invoice",
                      "business_review", "price_change", "request", "reminder", "negotiation"),
        "phase": _often("onboarding", "onboarding", "adoption", "renewal", "support"),
        "channel": _often("email", "email", "phone", "video", ["email", "sms"]),
        "owner": _often(*OWNERS),
        "purpose": _often("Show how it works at last", "Tell what is new this month", "Follow up"),
        "timing": st.one_of(st.none(), _timings(earlier), _timings(earlier)),
        "segments": _some(["large"], ["small", "large"], ["tiny"]),
        "stakeholders": _some("all", ["sponsor"], ["admin", "user"]) if roles else st.none(),
        "audience": _some("quiet", "keen", "whoever asked"),
        "priority": _some("high", "critical", "low"),
        "experience": _some({"verdict": "annoying"}, {"score": 3}, {"score": 1}, {"verdict": "works", "score": 3}),
        "content": _some({"ref": "deck"}, {"ref": "deck", "languages": ["en"]}, {"topic": "News"}),
        "metrics": _some([{"family": "csat"}], [{"family": "conversion", "target": "50%", "actual": "40%"}]),
        "automation": _some("manual", "automated"),
        "consent": _some("opt_in", "contract"),
        "review_by": _some("2026-01-01"),
        "decision": _some({"action": "cut", "due": "2026-01-01"}),
        "effort": _some("2h"),
        "feedback": _some({"instrument": "nps"}),
        "stop_when": _some(["complaint"]),
        "leads_to": st.one_of(st.none(), st.lists(st.sampled_from(earlier), max_size=2, unique=True))
        if earlier else st.none(),
    }  # fmt: skip
    chosen = {key: value for key, strategy in fields.items() if (value := draw(strategy)) is not None}
    return {"id": f"t{place}", "name": f"Touchpoint {place}", **chosen}


@st.composite
def crowded(draw: st.DrawFn) -> dict[str, Value]:
    """Return an inventory without a fault of the format, and with many findings."""
    roles = draw(_maybe)
    budgets = st.sampled_from(({}, {"per_week": 1}, {"per_week": 2, "channels": {"email": {"per_month": 1}}}))
    return {
        "tpaudit": 1,
        "scope": draw(st.sampled_from(("post_sale", "full"))),
        "audit": {"require": [{"name": "owned", "fields": ["owner", "tags"], "reason": "Ours"}]},
        "events": [{"id": "health_drop", "per_quarter": 0.5}, {"id": "order", "per_quarter": 1}, {"id": "unused"}],
        "audiences": [{"id": "quiet", "share": 0.4, "one_of": "mood"}, {"id": "keen", "share": 0.3, "one_of": "mood"}],
        "owners": [{"id": owner, "role": owner, "capacity": "3h"} for owner in OWNERS],
        "segments": [
            {
                "id": segment,
                "customers": 20,
                "contract": "12mo",
                "touch_model": draw(st.sampled_from(("high_touch", "mid_touch", "tech_touch"))),
                "avoided_channels": ["sms"],
                "min_spacing": "1d",
                "min_per_quarter": 2,
                "contact_budget": draw(budgets),
                **({"stakeholders": list(ROLES)} if roles else {}),
            }
            for segment in SEGMENTS
        ],
        "touchpoints": [draw(_touchpoints(place, roles=roles)) for place in range(draw(st.integers(6, 14)))],
    }
