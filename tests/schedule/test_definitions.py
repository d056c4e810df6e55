"""The schedule agrees with its definitions, read word for word, on inventories that nobody would write."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.schedule.definitions import Customer
from tests.schedule.plans import inventory_of
from tpaudit.schedule.plan import SegmentPlan
from tpaudit.schedule.schedule import build

SEGMENTS = ("a", "b")
ROLES = ("boss", "user")
DATED = ("contract_start", "go_live", "contract_end", "first_contact", "order")
UNDATED = ("health_drop", "complaint")
PHASES = ("onboarding", "adoption", "renewal", "support", "own")

durations = st.one_of(
    st.sampled_from(("0d", "90m", "36h", "5bd", "8bd", "1w", "1mo", "2mo", "3mo", "7mo", "1y", "456d", "457d")),
    st.integers(0, 120).map("{}d".format),
)
cadences = st.sampled_from(("1d", "36h", "3d", "5bd", "1w", "1mo", "2mo", "3mo", "1y"))
rates = st.sampled_from((0, 0.3, 1, 2.5))


@st.composite
def segments(draw: st.DrawFn, name: str) -> dict[str, Any]:
    optional = {
        "starts_with": st.sampled_from(("order", "contract_start", "first_contact")),
        "contract": st.sampled_from(("none", "12mo", "6mo", "1y", "30d", "91d")),
        "horizon": st.sampled_from(("30d", "1y", "2y")),
        "go_live": durations,
        "sales_cycle": durations,
        "stakeholders": st.permutations(ROLES).flatmap(lambda roles: st.sampled_from((roles, roles[:1]))),
    }
    return {"id": name, **{key: draw(values) for key, values in optional.items() if draw(st.booleans())}}


@st.composite
def events(draw: st.DrawFn, name: str, anchors: list[str]) -> dict[str, Any]:
    """Return an event: undated, or before or after another, with or without a rate of its own."""
    event: dict[str, Any] = {"id": name, "name": name}
    if draw(st.booleans()):
        event["per_quarter"] = draw(rates)
    if draw(st.booleans()):
        event[draw(st.sampled_from(("after", "before")))] = draw(st.sampled_from(anchors))
        event["at"] = draw(durations)
    return event


@st.composite
def timings(draw: st.DrawFn, anchors: list[str], touchpoints: list[str]) -> dict[str, Any]:
    """Return a timing that is tied to these anchors, of which some are touchpoints."""
    kind = draw(st.sampled_from(("at", "after", "before", "after_each", "every", "every after", "rate")))
    anchor = draw(st.sampled_from(("phase_start", "phase_end", *anchors)))
    match kind:
        case "rate":
            return {"per_quarter": draw(rates)}
        case "after" | "before":
            return {"at": draw(durations), kind: anchor}
        case "after_each" if touchpoints:
            return {"at": draw(durations), kind: draw(st.sampled_from(touchpoints))}
        case "every" | "every after":
            timing: dict[str, Any] = {"every": draw(cadences)}
            if draw(st.booleans()):
                timing["at"] = draw(durations)
            if kind == "every after" or draw(st.booleans()):
                timing["times"] = draw(st.integers(1, 5))
            if kind == "every after":
                timing["after"] = anchor
            if draw(st.booleans()):
                timing["until"] = draw(st.one_of(durations, st.sampled_from(("phase_end", "go_live", *touchpoints))))
            return timing
        case _:
            return {"at": draw(durations)}


@st.composite
def inventories(draw: st.DrawFn) -> dict[str, Any]:
    """Return an inventory in which each entry may be tied to those before it, so that none waits for itself."""
    declared = [draw(events("order", ["health_drop"])), *({"id": one, "per_quarter": draw(rates)} for one in UNDATED)]
    if draw(st.booleans()):
        declared.append({"id": "contract_start", "after": "order", "at": draw(durations)})
    end = st.one_of(
        durations,
        st.sampled_from(DATED),
        st.builds(
            lambda at, key, event: {"at": at, key: event},
            durations,
            st.sampled_from(("after", "before")),
            st.sampled_from(DATED),
        ),
    )
    phase = {"id": "own", "name": "Own", "window": {"from": draw(end), "to": draw(end)}}
    touchpoints: list[dict[str, Any]] = []
    anchors = [*DATED, *UNDATED, *UNDATED]
    for number in range(draw(st.integers(1, 6))):
        earlier = [touchpoint["id"] for touchpoint in touchpoints]
        touchpoint: dict[str, Any] = {
            "id": f"t{number}",
            "name": f"Touchpoint {number}",
            "type": draw(st.sampled_from(("nudge", "nudge", "invoice"))),
            "channel": draw(st.sampled_from((["email"], ["email", "phone"]))),
            "status": draw(st.sampled_from(("live", "live", "live", "paused"))),
            "segments": draw(st.sampled_from((["a", "b"], ["a", "b"], ["a"], ["b"]))),
            "phase": draw(st.sampled_from(PHASES)),
            "reach": draw(st.sampled_from((1, 0.5, 0))),
            "timing": draw(st.lists(timings(anchors, earlier), min_size=1, max_size=2)),
        }
        if draw(st.booleans()):
            touchpoint["stakeholders"] = draw(st.sampled_from(("all", ["boss"], ["user"])))
        touchpoints.append(touchpoint)
        anchors += [touchpoint["id"]] * 3  # long chains are where the mistakes are
        if draw(st.integers(0, 2)) == 0:
            declared.append(draw(events(f"e{number}", anchors)))
            anchors += [f"e{number}"] * 3
    return {
        "segments": [draw(segments(name)) for name in SEGMENTS] + [{"id": "roles", "stakeholders": list(ROLES)}],
        "events": declared,
        "phases": [phase],
        "touchpoints": draw(st.permutations(touchpoints)),
    }


def plans(inventory: dict[str, Any]) -> tuple[SegmentPlan, ...]:
    """Return the plans of an inventory; each line of JSON is YAML."""
    return build(inventory_of("\n".join(f"{key}: {json.dumps(value)}" for key, value in inventory.items()))).segments


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(inventories())
def test_the_schedule_is_what_its_definitions_say(inventory: dict[str, Any]) -> None:
    for plan in plans(inventory)[: len(SEGMENTS)]:
        customer = Customer(inventory, next(one for one in inventory["segments"] if one["id"] == plan.segment.id))
        assert (plan.period, plan.horizon) == (customer.period, customer.horizon)
        for touchpoint in inventory["touchpoints"]:
            days, steps = customer.touchpoint(touchpoint["id"])
            assert plan.placed.get(touchpoint["id"], ()) == tuple(days)
            of_all = [step for of_timing in steps for step in of_timing]
            assert sorted((one.event, one.distance) for one in plan.steps.get(touchpoint["id"], ())) == sorted(of_all)
        assert [person.id for person in plan.persons] == list(customer.people())
        for person in plan.persons:
            contacts = [(one.day, one.touchpoint.id, one.channel or "", one.weight) for one in person.contacts]
            assert sorted(contacts) == sorted(customer.contacts(person.id))
            expected = {
                (one.touchpoint.id, one.channel, one.event, (one.start, one.end)): one.per_day
                for one in person.expected
            }
            assert expected == customer.expected(person.id)
