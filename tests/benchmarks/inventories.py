"""Inventories of any size, always the same ones: those of a software company that grows region by region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.benchmarks.kinds import KINDS, METRICS, SUBJECTS, Kind

TOUCHPOINTS_A_REGION = 1_000
TOUCHPOINTS_A_FILE = 100
INDENT = 2
FEW_GAPS = 0.07
"""The share of optional values that is missing in a company's good plan: about one in fifteen."""
MANY_GAPS = 0.5
"""That of a plan full of findings: seven per touchpoint."""
SIZES = ("enterprise", "midmarket", "smb")
OWNERS = {
    "csm": "csm",
    "onboarding": "onboarding",
    "support": "support",
    "product": "product",
    "lifecycle-marketing": "marketing",
    "account-management": "account_management",
    "finance": "finance",
}
EVENTS = {"usage_drop": 0.25, "health_drop": 0.18, "ticket_opened": 2.4, "incident": 0.5, "seats_nearly_used": 0.1,
          "nps_promoter": 0.1}  # fmt: skip


def write(folder: Path, count: int, gaps: float = FEW_GAPS) -> None:
    """Write an inventory of so many touchpoints into the folder: a root file, customers, and touchpoints by phase.

    `gaps` is the share of values that are missing.
    """
    chance = Random(count)  # noqa: S311  inventories are to be alike each time, not to be secret
    regions = max(1, count // TOUCHPOINTS_A_REGION)
    _save(folder / "tpaudit.yaml", _root())
    _save(folder / "customers.yaml", _customers(regions))
    for phase, touchpoints in _by_phase(count, regions, chance, gaps).items():
        for first in range(0, len(touchpoints), TOUCHPOINTS_A_FILE):
            part = touchpoints[first : first + TOUCHPOINTS_A_FILE]
            _save(folder / "touchpoints" / f"{phase}-{first // TOUCHPOINTS_A_FILE + 1}.yaml", {"touchpoints": part})


def _root() -> Mapping[str, Any]:
    return {
        "tpaudit": 1,
        "name": "Northlane Rota, customer journey after the sale",
        "coordinator": "csm",
        "include": ["customers.yaml", "touchpoints/*.yaml"],
        "contact_budget": {"per_week": 3, "per_month": 8, "per_quarter": 16},
        "discovery": [
            {"source": source, "direction": direction, "done_on": "2026-06-11"}
            for source, direction in (("csm_interviews", "bottom_up"), ("journey_workshop", "top_down"))
        ],
    }


def _customers(regions: int) -> Mapping[str, Any]:
    roles = ("champion", "decision_maker", "admin", "end_user")
    return {
        "segments": [
            {
                "id": f"{size}-{region}",
                "name": f"{size.capitalize()}, region {region}",
                "customers": (42, 210, 1150)[rank],
                "touch_model": ("high_touch", "mid_touch", "tech_touch")[rank],
                "contract": "12mo",
                "go_live": ("60d", "45d", "14d")[rank],
                "stakeholders": list(roles[: 4 - rank]),
                "languages": ["en", "de"],
                "preferred_channels": ["video", "email"],
                "avoided_channels": ["sms"],
                "contact_budget": {
                    "per_week": 4,
                    "per_quarter": 26,
                    "channels": {"phone": {"per_quarter": 3}},
                    "phases": {"onboarding": {"per_week": 5}},
                },
                "min_per_quarter": 6,
                "max_silence": "45d",
            }
            for region in range(1, regions + 1)
            for rank, size in enumerate(SIZES)
        ],
        "owners": [
            {"id": owner, "name": owner.capitalize(), "role": role, "contact": f"{owner}@northlane.example",
             "capacity": "3200h"}
            for owner, role in OWNERS.items()
        ],
        "events": [
            {"id": event, "name": event.replace("_", " ").capitalize(), "per_quarter": rate}
            for event, rate in EVENTS.items()
        ],
    }  # fmt: skip


def _by_phase(count: int, regions: int, chance: Random, gaps: float) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    kinds = [(phase, kind) for phase, kinds in KINDS.items() for kind in kinds]
    touchpoints: dict[str, list[Mapping[str, Any]]] = {}
    for number in range(count):
        phase, kind = kinds[number % len(kinds)]
        written = touchpoints.setdefault(phase, [])
        region = number * regions // count + 1
        written.append(_touchpoint(number, phase, kind, region, written, chance, gaps))
    return touchpoints


def _touchpoint(
    number: int, phase: str, kind: Kind, region: int, written: Sequence[Mapping[str, Any]], chance: Random, gaps: float
) -> Mapping[str, Any]:
    """Return a touchpoint with gaps and flaws such as companies have."""

    def mostly(value: object) -> object:
        return None if chance.random() < gaps else value

    subject = SUBJECTS[number // 7 % len(SUBJECTS)]
    measured = f"2026-{chance.randint(1, 10):02}-15"
    human = bool(kind.effort)
    fields = {
        "id": f"{kind.id}-{number}",
        "name": f"{kind.name} about {subject}",
        "status": None if chance.random() < 0.9 else chance.choice(("upcoming", "paused", "idea", "retired")),
        "type": kind.type,
        "phase": phase,
        "segments": _segments(region, chance),
        "stakeholders": chance.choice((None, None, ["champion"], ["champion", "decision_maker"], "all")),
        "channel": mostly(chance.choice(kind.channels)),
        "purpose": mostly(f"{kind.purpose} {subject} in region {region}"),
        "objective": mostly(f"Customers rely on {subject} every week"),
        "customer_benefit": mostly(f"Less work and fewer surprises with {subject}"),
        "customer_action": mostly(f"Try {subject} with one team"),
        "next_step": mostly("Short note with the next date"),
        "owner": mostly(kind.owner if chance.random() < 0.9 else chance.choice(tuple(OWNERS))),
        "contributors": ["support"] if human and kind.owner != "support" else None,
        "timing": mostly(_timing(kind, written, chance)),
        "reach": chance.choice((None, None, None, 0.5, 0.25)),
        "content": None if human else {
            "ref": f"library/{kind.id}/{number}",
            "topic": mostly(subject.capitalize()),
            "brand_standard": mostly("Style guide 3"),
            "personalization": chance.choice(("none", "segment", "role", "individual")),
            "languages": ["en", "de"],
        },
        "metrics": mostly([_metric(phase, measured, chance)]),
        "experience": mostly({
            "verdict": chance.choice(("works", "works", "neutral", "annoying", "broken")),
            "score": chance.randint(1, 5),
            "evidence": chance.choice(("metric", "survey", "interview", "assumption")),
            "assessed_on": measured,
        }),
        "priority": chance.choice(("high", "medium", "medium", "low")),
        "impact": mostly({key: chance.randint(1, 5) for key in ("satisfaction", "retention", "revenue")}),
        "feedback": None if kind.type != "survey" else {
            "instrument": chance.choice(("nps", "csat", "ces")),
            "asks": ["overall", "service"],
            "recipients": ["csm", "product"],
            "back_to_customer": mostly("Personal answer to every comment"),
            "close_within": mostly("5d"),
        },
        "service_standard": None if kind.type != "ticket_reply" else {"first_response": "4h", "resolution": "2bd"},
        "support": mostly({"process": "Playbook of the team", "systems": ["Gainsight", "Zendesk"]}),
        "automation": "manual" if human else "automated",
        "stop_when": None if human else mostly(["goal reached"]),
        "effort": kind.effort or None,
        "leads_to": [written[-1]["id"]] if written and chance.random() < 0.3 else None,
        "recovery": mostly("New date within the week") if human else None,
        "tracked_as": mostly([f"{kind.id.replace('-', '_')}_done"]),
        "decision": None if chance.random() < 0.9 else {
            "action": "improve",
            "reason": "Too general for most customers",
            "owner": "product",
            "due": measured,
        },
    }  # fmt: skip
    return {key: value for key, value in fields.items() if value is not None}


def _segments(region: int, chance: Random) -> Sequence[str] | None:
    """One in a hundred touchpoints is for everybody; the others are for one or two segments of their region."""
    if chance.random() < 0.01:
        return None
    return [f"{size}-{region}" for size in sorted(chance.sample(SIZES, chance.choice((1, 1, 2))))]


def _timing(kind: Kind, written: Sequence[Mapping[str, Any]], chance: Random) -> object:
    """One in ten follows another touchpoint of its phase, where that has days of its own."""
    if written and chance.random() < 0.1:
        before = written[-1]
        timing = before.get("timing")
        if isinstance(timing, dict) and "every" in timing:
            return {"at": "2d", "after_each": before["id"]}
        if isinstance(timing, dict) and "at" in timing:
            return {"at": "3d", "after": before["id"]}
    return chance.choice(kind.timings)


def _metric(phase: str, measured: str, chance: Random) -> Mapping[str, Any]:
    name, family = METRICS[phase]
    target = chance.randint(40, 90)
    return {
        "name": name,
        "family": family,
        "target": f"{target}%",
        "actual": f"{target + chance.randint(-20, 8)}%",
        "instrument": "Product analytics",
        "automated": chance.random() < 0.7,
        "measured_on": measured,
    }


def _save(file: Path, value: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(_lines(value, "")) + "\n", encoding="utf-8")


def _lines(value: object, indent: str) -> Iterator[str]:
    """Yield a value as YAML in block style; lists of plain words in brackets, as people write them."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if _is_nested(item):
                yield f"{indent}{key}:"
                yield from _lines(item, f"{indent}  ")
            else:
                yield f"{indent}{key}: {_plain(item)}"
    elif isinstance(value, Sequence):
        for item in value:
            first, *rest = _lines(item, f"{indent}  ") if _is_nested(item) else (f"{indent}  {_plain(item)}",)
            yield f"{indent}- {first[len(indent) + 2 :]}"
            yield from rest
            if len(indent) == INDENT and item is not value[-1]:
                yield ""


def _is_nested(value: object) -> bool:
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and any(isinstance(item, Mapping) for item in value)


def _plain(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)
