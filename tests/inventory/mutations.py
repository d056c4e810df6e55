"""Inventories with something in them replaced, added or taken away."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Value = Any

TOUCHPOINT: dict[str, Value] = {
    "id": "a", "name": "A", "status": "live", "type": "survey", "planned": True, "channel": ["email"],
    "timing": {"every": "1w", "at": "7d", "times": 6}, "reach": 0.5, "metrics": [{"name": "NPS", "target": "70%"}],
    "leads_to": [{"to": "a", "handoff": "warm"}], "experience": {"score": 3, "verdict": "works"}, "effort": "30m",
    "per_segment": {"smb": {"timing": [{"at": "3d..5d"}, {"dates": ["05-15"]}], "reach": "40%", "owner": "csm"}},
    "stop_when": ["order"], "tracked_as": ["done", {"event": "opened", "means": "outcome"}], "audience": "quiet",
    "waive": [{"rule": "INV013", "reason": "so"}], "review_by": "2026-12-31", "content": {"languages": ["de"]},
}  # fmt: skip

INVENTORY: dict[str, Value] = {
    "name": "Example", "scope": "own", "coordinator": "csm", "defaults": {"owner": "csm", "timing": {"at": "1d"}},
    "contact_budget": {"per_week": 3, "channels": {"phone": {"per_day": 1}}, "phases": {"start": {"per_month": 9}}},
    "audit": {"fail_on": "never", "ignore": ["CNT002"], "options": {"INV012": {"min_touchpoints": 1}}},
    "report": {"title": "Audit", "accent": "#0b5"}, "waive": [{"rule": "INV012", "reason": "so", "phase": "start"}],
    "discovery": [{"source": "workflows", "direction": "top_down", "done_on": "2026-09-12"}], "audience": ["csm"],
    "events": [{"id": "later", "at": "3d", "after": "order"}, {"id": "order", "per_quarter": 0.3},
               {"id": "bill", "every": "1mo", "times": 3}],
    "audiences": [{"id": "quiet", "share": {"smb": 0.6}, "one_of": "mood"},
                  {"id": "loud", "share": 0.4, "one_of": "mood"}],
    "observe": {"events": {"source": "a.csv", "event": ["x", "y"]}, "segments": {"smb": "SMB"}, "from": "2026-01-01"},
    "phases": [{"id": "start", "kind": "onboarding", "window": {"from": "0d", "to": {"at": "9d", "after": "go_live"}}}],
    "segments": [{"id": "smb", "customers": 5, "contract": "12mo", "stakeholders": ["boss"], "min_per_quarter": 1.5,
                  "contact_budget": {"per_quarter": 9}, "max_silence": "35d"}],
    "owners": [{"id": "csm", "role": "csm", "capacity": "400h"}],
    "channels": [{"id": "portal", "medium": "digital", "context": "online", "addressed": True}],
    "touchpoints": [{"id": "v", "name": "V", "channel": ["email", {"id": "sms", "audience": "loud"}],
                     "timing": {"at": "2w", "before_each": "u"}, "per_segment": {"smb": {"channel": "portal"}}},
                    {"id": "t", "name": "T", "phase": "start", "timing": [{"at": "1d", "after": "phase_start"}]},
                    {"id": "u", "name": "U", "timing": {"every": "1w", "until": "later"}, "leads_to": ["t"]}],
}  # fmt: skip

KEYS = ("at", "after", "after_each", "before", "before_each", "every", "until", "times", "dates", "per_quarter",
        "as_needed", "within", "name", "share", "one_of", "contract", "starts_with", "id", "to", "rule", "target",
        "score", "x-own", "unknown", *TOUCHPOINT)  # fmt: skip

VALUES: st.SearchStrategy[Value] = st.sampled_from(
    (None, "", " ", "a", "A b", "7d", "1w", "live", "70%", True, 0, 1, 3, -1, 0.5, 1.5, 5000, 10**7, [], {}, [None],
     ["a"], ["7d", 1], [{}], {"at": "7d"}, {"to": "a"}, "2026-01-31", "2026-13-01", "phase_end", "email", [1, 5],
     "3d..5d", "1..3", "40%", "quiet", "quite", "monthly", ["05-15", "2027-03-01"], {"smb": 0.9}, {"smb": {"reach": 1}})
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, value: Value, keys: tuple[str, ...]) -> Value:
    """Return the value with something in it replaced, added or taken away, and copied before."""
    if isinstance(value, dict) and draw(st.integers(0, 5)):
        key = draw(st.sampled_from((*value, *value, *keys)))
        copy = dict(value)
        if key in copy and draw(st.booleans()):
            copy[key] = draw(mutated(copy[key], keys))
        elif key in copy and draw(st.booleans()):
            del copy[key]
        else:
            copy[key] = draw(VALUES)
        return draw(mutated(copy, keys)) if draw(st.booleans()) else copy
    if isinstance(value, list) and value and draw(st.integers(0, 5)):
        place = draw(st.integers(0, len(value) - 1))
        return [*value[:place], draw(mutated(value[place], keys)), *value[place + 1 :]]
    return draw(VALUES)
