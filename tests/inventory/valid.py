"""Valid inventories of any size with everything that the format offers, as values for files."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Value = Any

SEGMENTS = ("large", "small")
AUDIENCES = ("quiet", "keen")
SOMETIMES = st.booleans()
_channels: st.SearchStrategy[Value] = st.sampled_from(
    ("email", ["email", {"id": "sms", "audience": "keen", "consent": "opt_in"}])
)
_dates: st.SearchStrategy[Value] = st.sampled_from(("monthly", "weekly", "05-15", ["02-29", "2027-03-01"]))

_days = st.integers(0, 120).map(lambda count: f"{count}d")
_cadences = st.sampled_from(("1w", "2w", "1mo", "3mo", "10bd", "1w..2w"))
_distances = st.one_of(_days, st.sampled_from(("3d..5d", "12h", "0d..2w", "1mo")))
_shares = st.sampled_from((0.1, "20%", 0.25))


@st.composite
def timings(draw: st.DrawFn, earlier: tuple[str, ...]) -> Value:
    """Return a timing that is tied to nothing but what has a day: what comes earlier, an event, day 0."""
    kind = draw(st.sampled_from(("at", "after", "each", "every", "step", "dates", "rate", "needed")))
    timing: Value
    match kind:
        case "after" if earlier:
            timing = {"at": draw(_distances), "after": draw(st.sampled_from((*earlier, "go_live", "renewal")))}
        case "each" if earlier:
            key = draw(st.sampled_from(("after_each", "before_each")))
            timing = {"at": draw(_distances), key: draw(st.sampled_from(earlier))}
        case "every":
            timing = {"every": draw(_cadences)} | ({"at": draw(_distances)} if draw(SOMETIMES) else {})
            timing |= {"times": draw(st.sampled_from((1, 4, "1..3")))} if draw(SOMETIMES) else {}
        case "step":
            timing = {"at": draw(_distances), "after": "cart_abandoned"}
        case "dates":
            timing = {"dates": draw(_dates)}
        case "rate":
            timing = {"per_quarter": draw(st.sampled_from((0.5, 3, "1..2")))}
        case "needed":
            timing = {"as_needed": True}
        case _:
            timing = {"at": draw(_distances)} | ({"before": "contract_end"} if draw(SOMETIMES) else {})
    if draw(SOMETIMES):
        timing["within"] = draw(_days)
    return timing


@st.composite
def touchpoints(draw: st.DrawFn, place: int) -> dict[str, Value]:
    """Return a touchpoint that names only touchpoints before it."""
    earlier = tuple(f"t{number}" for number in range(place))
    listed = draw(st.lists(timings(earlier), min_size=1, max_size=2, unique_by=str))
    touchpoint: dict[str, Value] = {
        "id": f"t{place}",
        "name": f"Touchpoint {place}",
        "type": draw(st.sampled_from(("welcome", "checkin", "newsletter", "voucher", "survey"))),
        "channel": draw(_channels),
        "timing": listed[0] if len(listed) == 1 else listed,
    }
    if draw(SOMETIMES):
        touchpoint |= {"audience": draw(st.sampled_from((*AUDIENCES, "those who asked"))), "reach": 0.05}
    if draw(SOMETIMES):
        touchpoint["per_segment"] = {"large": {"timing": draw(timings(earlier)), "channel": "phone", "effort": "30m"}}
    if draw(SOMETIMES) and earlier:
        touchpoint |= {"stop_when": [earlier[0], "goal reached"], "leads_to": [{"to": earlier[-1]}]}
    return touchpoint


@st.composite
def inventories(draw: st.DrawFn) -> dict[str, Value]:
    """Return an inventory without a fault."""
    count = draw(st.integers(1, 6))
    group = {"one_of": "mood"} if draw(SOMETIMES) else {}
    return {
        "tpaudit": 1,
        "events": [{"id": "bill", "every": "1mo", "at": draw(_days)}, {"id": "cart_abandoned", "per_quarter": 0.3}],
        "audiences": [
            {"id": "quiet", "share": {"large": draw(_shares), "small": draw(_shares)}, **group},
            {"id": "keen", "share": draw(_shares), **group},
        ],
        "segments": [
            {"id": "large", "contract": draw(st.sampled_from(("12mo", "1mo"))), "renews": draw(SOMETIMES)},
            {"id": "small", "starts_on": "2026-09-01", "horizon": draw(st.sampled_from(("1y", "2y")))},
        ],
        "touchpoints": [draw(touchpoints(place)) for place in range(count)],
    }
