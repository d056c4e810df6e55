"""Inventories that nobody would write: small ones, drawn by chance from a seed, that use all that the format offers."""

from __future__ import annotations

from random import Random
from typing import Any

Entry = dict[str, Any]

CONTRACT_EVENTS = ("contract_start", "go_live", "contract_end", "first_contact", "renewal")
ROLES = ("boss", "user")
SHORT = ("0d", "1d", "90m", "36h", "5d", "5bd", "8bd", "1w", "20d")
LONG = ("1mo", "45d", "2mo", "3mo", "100d", "7mo", "1y", "456d", "457d")
CADENCES = ("1w", "10d", "5bd", "2w", "1mo", "2mo", "3mo", "36h", "1y")
RANGES = ("1d..5d", "1w..3w", "1mo..2mo", "12h..36h", "0d..1mo")
TYPES = (
    *("nudge", "newsletter", "checkin", "business_review", "training", "campaign", "survey", "reminder"),
    *("invoice", "other", "documentation", "ticket_reply"),
)
PHASES = ("onboarding", "adoption", "renewal", "retention", "own", "wide")
BUDGETS = {"per_day": (1, 2), "per_week": (1, 2, 3, 1.5), "per_month": (3, 5, 8), "per_quarter": (4, 9, 14)}
GROUP = "mood"


class Inventor:
    """One inventory in the making; each entry may be tied to those before it, so that none waits for itself."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311
        self.segments: list[Entry] = []
        self.events: list[Entry] = []
        self.touchpoints: list[Entry] = []
        self.dated: list[str] = list(CONTRACT_EVENTS)
        self.undated: list[str] = ["health_drop", "complaint"]
        self.of_touchpoints: list[str] = []
        """Touchpoints with days."""

    def pick(self, *values: Any) -> Any:
        return self.chance.choice(values)

    def maybe(self, likely: float = 0.5) -> bool:
        return self.chance.random() < likely

    def inventory(self) -> Entry:
        self._events()
        self.segments = [self._segment(name) for name in ("a", "b", "c")[: self.pick(1, 2, 2, 3)]]
        audiences = self._audiences()
        for number in range(self.pick(2, 3, 4, 5, 6, 7)):
            self._touchpoint(f"t{number}", [audience["id"] for audience in audiences])
        budget = {"contact_budget": self._budget()} if self.maybe(0.4) else {}
        return {
            "tpaudit": 1,
            "name": "Invented",
            **budget,
            "events": self.events,
            "audiences": audiences,
            "phases": self._phases(),
            "segments": self.segments,
            "touchpoints": self.chance.sample(self.touchpoints, len(self.touchpoints)),
        }

    def length(self) -> str:
        return str(self.pick(*SHORT, *SHORT, *LONG))

    # Events

    def _events(self) -> None:  # noqa: C901
        self.events.append({"id": "health_drop", "per_quarter": self.pick(0.5, 1, 2.5, 0)})
        self.events.append({"id": "signup", "name": "Sign-up"})
        if self.maybe(0.2):
            self.events.append({"id": "contract_start", "after": "order", "at": self.pick("0d", "3d", "1mo")})
        for number in range(self.pick(0, 1, 2, 3)):
            name = f"e{number}"
            event: Entry = {"id": name, "name": "Event"}
            match self.pick("before", "after", "both", "later", "cadence", "tied", "rate"):
                case "before":
                    event |= {"before": self.pick(*CONTRACT_EVENTS), "at": self.length()}
                case "after":
                    event |= {"after": self.pick(*CONTRACT_EVENTS), "at": self.length()}
                case "both":
                    event |= {"after": self.pick("go_live", "renewal"), "at": self.length(), "per_quarter": 0.7}
                case "later":
                    event |= {"after": self.pick(*self.undated), "at": self.length()}
                    self.undated.append(name)
                case "cadence":
                    event |= self._cadence()
                    if self.maybe():
                        event["after"] = self.pick(*self.dated)
                case "tied":
                    event |= {"after": self.pick(*self.dated), "at": self.length()}
                case _:
                    event |= {"per_quarter": self.pick(0.3, 2)}
                    self.undated.append(name)
            self.events.append(event)
            if name not in self.undated:
                self.dated.append(name)

    def _cadence(self) -> Entry:
        timing = {"every": self.pick(*CADENCES)}
        if self.maybe():
            timing["at"] = self.length()
        if self.maybe(0.4):
            timing["times"] = self.pick(1, 2, 5)
        if self.maybe(0.3):
            timing["until"] = self.pick(self.length(), "contract_end", "go_live", "renewal")
        return timing

    # Segments, audiences, phases

    def _segment(self, name: str) -> Entry:
        segment: Entry = {"id": name}
        starts_with = self.pick(
            "contract_start", "contract_start", "order", "signup", *self.dated[len(CONTRACT_EVENTS) :]
        )
        if starts_with != "contract_start" or self.maybe(0.2):
            segment["starts_with"] = starts_with
        has_contract = starts_with == "contract_start"
        if starts_with == "order" and any(event["id"] == "contract_start" for event in self.events):
            has_contract = True
        if has_contract and self.maybe(0.8):
            segment["contract"] = self.pick("12mo", "1mo", "3w", "6mo", "3mo", "30d", "2y", "100d", "20bd", "none")
            if self.maybe(0.3):
                segment["renews"] = False
        for key, values in {
            "horizon": ("30d", "60d", "5mo", "1y", "2y"),
            "go_live": SHORT,
            "sales_cycle": SHORT,
            "starts_on": ("2026-09-01", "2027-02-15", "2028-01-01"),
            "stakeholders": (["boss", "user"], ["user", "boss"], ["boss"]),
            "contact_budget": (self._budget(),),
        }.items():
            if self.maybe(0.6 if key == "contact_budget" else 0.3):
                segment[key] = self.pick(*values)
        return segment

    def _budget(self, *, whole: bool = True) -> Entry:
        budget: Entry = {key: self.pick(*limits) for key, limits in BUDGETS.items() if self.maybe(0.4)}
        if whole and self.maybe(0.3):
            budget["phases"] = {self.pick("onboarding", "renewal", "own", "wide"): self._budget(whole=False)}
        if whole and self.maybe(0.3):
            budget["channels"] = {self.pick("email", "phone"): self._budget(whole=False)}
        return budget

    def _audiences(self) -> list[Entry]:
        audiences: list[Entry] = [{"id": "quiet", "name": "Quiet", "share": self.pick(0.3, "25%", 1, 0.005)}]
        if self.maybe(0.4):
            audiences[0]["share"] = {segment["id"]: self.pick(0.1, 0.6) for segment in self.segments[:1]}
        if self.maybe(0.3):
            audiences.append({"id": "vague", "name": "Vague"})
        if self.maybe():
            for name in ("glad", "sad", "calm")[: self.pick(2, 3)]:
                share = {"share": self.pick(0.1, 0.3)} if self.maybe(0.85) else {}
                audiences.append({"id": name, "name": name, "one_of": GROUP, **share})
        return self.chance.sample(audiences, len(audiences))

    def _phases(self) -> list[Entry]:
        event = self.pick(*(key for key in self.dated if not key.startswith("t")))
        other = self.pick(*CONTRACT_EVENTS)
        start = self.pick("0d", "1mo", "20d", event, {"at": self.length(), self.pick("after", "before"): event})
        end = self.pick("60d", "7mo", event, other, {"at": self.length(), "after": self.pick(event, other)})
        wide = {"id": "wide", "name": "Wide", "window": {"from": "2w", "to": self.pick("5mo", "renewal", "400d")}}
        if self.maybe(0.2):
            wide["segments"] = ["a"]
        return [{"id": "own", "name": "Own", "window": {"from": start, "to": end}}, wide]

    # Touchpoints

    def _touchpoint(self, name: str, audiences: list[str]) -> None:  # noqa: C901
        touchpoint: Entry = {
            "id": name,
            "name": f"Touchpoint {name}",
            "type": self.pick(*TYPES[:8], *TYPES),
            "phase": self.pick(*PHASES),
        }
        if self.maybe(0.9):
            touchpoint["channel"] = self._channel(audiences)
        if self.maybe(0.93):
            touchpoint["timing"] = self._timings()
        if self.maybe(0.1):
            touchpoint["status"] = self.pick("paused", "upcoming", "idea")
        if self.maybe(0.2):
            touchpoint["segments"] = [self.pick(*self.segments)["id"]]
        if self.maybe(0.4):
            touchpoint |= self._audience(audiences)
        roles = [role for segment in self.segments for role in segment.get("stakeholders", ())]
        if roles and self.maybe():
            touchpoint["stakeholders"] = self.pick("all", [self.pick(*roles)])
        if touchpoint["type"] == "other" and self.maybe():
            touchpoint |= {"initiation": "proactive", "value": "adds_value"}
        if self.maybe(0.2):
            segment = self.pick(*self.segments)["id"]
            if segment in touchpoint.get("segments", [segment]):
                touchpoint["per_segment"] = {segment: self._variant(touchpoint, audiences)}
        self.touchpoints.append(touchpoint)
        timings = touchpoint.get("timing", [])
        if any(self._is_dated(timing) for timing in timings if isinstance(timing, dict)):
            self.of_touchpoints.append(name)

    def _is_dated(self, timing: Entry) -> bool:
        anchor = timing.get("after") or timing.get("before") or timing.get("after_each") or timing.get("before_each")
        return ("at" in timing or "every" in timing) and (
            anchor is None or anchor in (*self.dated, *self.of_touchpoints)
        )

    def _variant(self, touchpoint: Entry, audiences: list[str]) -> Entry:
        match self.pick("timing", "channel", "audience"):
            case "timing":
                return {"timing": self._timings()}
            case "channel":
                return {"channel": self._channel(audiences)}
        audience = self._audience(audiences)
        return audience if "reach" not in touchpoint and "reach" not in audience else {"timing": self._timings()}

    def _audience(self, audiences: list[str]) -> Entry:
        """Return whom a touchpoint is meant for; a part of an audience is smaller than any audience's share."""
        match self.pick("reach", "audience", "both", "text", "text and reach"):
            case "reach":
                return {"reach": self.pick(0.5, "40%", 1)}
            case "audience":
                return {"audience": self.pick(*audiences)}
            case "both":
                return {"audience": self.pick(*audiences), "reach": self.pick(0.004, 0.005)}
            case "text":
                return {"audience": self.pick("those without an answer", "winners")}
        return {"audience": self.pick("those without an answer", "winners"), "reach": self.pick(0.2, 0.4)}

    def _channel(self, audiences: list[str]) -> Any:
        other = {"id": "sms", "audience": self.pick(*audiences), "consent": "opt_in"}
        return self.pick(
            "email", "email", "phone", "video", "webinar", "website", "product_ux",
            ["email", "phone"], ["email", "website"], ["email", other],
        )  # fmt: skip

    def _timings(self) -> list[Entry]:
        timings: list[Entry] = []
        for _ in range(self.pick(1, 1, 1, 2, 3)):
            timing = self._timing()
            if timing not in timings and "as_needed" not in timing:
                timings.append(timing)
        return timings or [{"as_needed": True}]

    def _timing(self) -> Entry:  # noqa: C901
        at = self.length() if self.maybe(0.85) else self.pick(*RANGES)
        windowed = [*self.dated, *self.dated, "phase_start", "phase_end", *self.of_touchpoints]
        match self.pick(
            "at", "after", "before", "each", "every", "every", "every after", "step", "steps", "rate", "dates"
        ):
            case "after":
                timing = {"at": at, "after": self.pick(*windowed)}
            case "before":
                timing = {"at": at, "before": self.pick(*windowed)}
            case "each" if self.of_touchpoints:
                timing = {"at": at, self.pick("after_each", "before_each"): self.pick(*self.of_touchpoints)}
            case "every":
                timing = self._recurring(at)
            case "every after":
                timing = {**self._recurring(at), "after": self.pick(*windowed)}
            case "step":
                timing = {
                    "at": at,
                    "after": self.pick(*self.undated, *(touchpoint["id"] for touchpoint in self.touchpoints)),
                }
            case "steps":
                timing = {
                    "every": self.pick("3d", "1w"),
                    "at": at,
                    "times": self.pick(1, 3),
                    "after": self.pick(*self.undated),
                }
            case "rate":
                return {"per_quarter": self.pick(0.3, 1, 2.5, 6, "1..3", 0)}
            case "dates":
                return {
                    "dates": self.pick(["05-15", "11-15"], ["02-29"], ["2027-03-01", "2027-06-01"], "weekly", "monthly")
                }
            case _:
                timing = {"at": at}
        if self.maybe(0.1):
            timing["within"] = self.pick("3d", "2w")
        return timing

    def _recurring(self, at: str) -> Entry:
        timing: Entry = {"every": self.pick(*CADENCES, "1w..2w", "1mo..3mo")}
        if self.maybe():
            timing["at"] = at
        if self.maybe(0.5):
            timing["times"] = self.pick(1, 3, 6, "1..4", "2..3")
        if self.maybe(0.35):
            timing["until"] = self.pick(
                self.length(), "phase_end", "contract_end", "renewal", "go_live", *self.of_touchpoints, *self.dated
            )
        return timing


def invented(seed: int) -> Entry:
    """Return the inventory of a seed."""
    return Inventor(seed).inventory()
