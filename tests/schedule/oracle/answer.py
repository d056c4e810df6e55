"""The whole answer about an inventory, in the shape of the public JSON, from plain dictionaries."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from tests.schedule.oracle.chance import shares_over, simulated
from tests.schedule.oracle.counting import (
    PERIODS,
    Figures,
    Limits,
    bursts,
    exceeded,
    mean,
    most,
    quarters,
    silence,
    sure,
    worst,
)
from tests.schedule.oracle.people import Days, People
from tests.schedule.oracle.touching import Life
from tests.schedule.oracle.words import VARIANTS, Entry

Answer = dict[str, Any]


def answers(inventory: Entry) -> list[Answer]:
    """Return the answer about each segment."""
    segments = inventory.get("segments") or [{"id": "all"}]
    persons = sum(len(segment.get("stakeholders") or ["customer"]) for segment in segments)
    return [Segment(inventory, segment, 100 if persons > 25 else 200).answer() for segment in segments]


class Segment:
    """A segment's plan, with ranges at their dense, middle and sparse ends."""

    def __init__(self, inventory: Entry, segment: Entry, customers: int) -> None:
        self.id, self.customers = segment["id"], customers
        self.plans = {variant: People(Life(inventory, segment, variant)) for variant in VARIANTS}
        self.dense = self.plans["dense"]
        self.life = self.dense.life
        self.limits = Limits(self.dense)

    def answer(self) -> Answer:
        headline, figures = max(
            ((person, self.average(person)) for person in self.dense.persons), key=lambda pair: pair[1].mean
        )
        return {
            "id": self.id,
            "period": list(self.life.period),
            "horizon": list(self.life.horizon),
            "terms": [[start.day, end.day] for start, end in self.life.terms],
            "at_least": any(step.rate is None for person in self.dense.persons for step in self.dense.of(person).steps),
            "contacts_per_quarter": vars(figures),
            "account_contacts_per_quarter": vars(self.average(None)),
            "before_start": vars(self.before_start(headline)),
            "budgets": list(shares_over(self.dense, self.limits, self.customers)),
            "simulated": simulated(self.dense, self.plans["sparse"], headline, self.customers),
            "stakeholders": [self.person(person) for person in self.dense.persons],
            "diary": self.diary(),
            "dropped": self.dropped(),
            "unplaced": [
                {"touchpoint": key, "anchor": anchor, "reason": reason}
                for key in self.life.served
                for anchor, reason in self.unplaced(key)
            ],
            "unknown_rates": sorted(
                {step.root for who in self.dense.persons for step in self.dense.of(who).steps if step.rate is None}
            ),
        }

    # Figures: sure from the sparse ends of ranges, most from the dense ones, the mean from the middle

    def figures(self, person: str | None, days_by_reading: dict[str, Days], quarter: int) -> Figures:
        return Figures(
            Fraction(
                sure(self.plans["sparse"].of(person), days_by_reading["sparse"], lambda means: means.for_all, quarter)
            ),
            mean(self.plans["middle"].of(person), days_by_reading["middle"], quarter),
            Fraction(most(self.plans["dense"].of(person), days_by_reading["dense"], quarter)),
        )

    def quarters(self, person: str | None) -> list[tuple[int, int, bool, Figures]]:
        return [
            (
                first,
                last,
                complete,
                self.figures(person, dict.fromkeys(VARIANTS, (first, last)), last - first + 1 if complete else 91),
            )
            for first, last, complete in quarters(self.life.period)
        ]

    def average(self, person: str | None) -> Figures:
        of_all = self.quarters(person)
        counted = [figures for _, _, complete, figures in of_all if complete] or [of_all[0][3]]
        return Figures(
            *(
                sum((getattr(figures, name) for figures in counted), Fraction(0)) / len(counted)
                for name in ("sure", "mean", "most")
            )
        )

    def before_start(self, person: str) -> Figures:
        return self.figures(person, {name: (plan.life.horizon[0], -1) for name, plan in self.plans.items()}, 91)

    # Persons

    def person(self, person: str) -> Answer:
        share = self.dense.of(person)
        return {
            "id": person,
            "contacts": [
                {
                    "day": contact.day,
                    "minute": contact.minute,
                    "touchpoint": contact.means.touchpoint,
                    "channel": contact.means.channel,
                    "share": contact.means.share,
                    "audience": contact.means.audience,
                    "adds_value": contact.means.adds_value,
                    "human": contact.means.human,
                    "talk": contact.means.talk,
                }
                for contact in share.contacts
            ],
            "spread": [
                {
                    "touchpoint": series.means.touchpoint,
                    "channel": series.means.channel,
                    "per_quarter": series.rate,
                    "share": series.means.share,
                    "audience": series.means.audience,
                    "spans": [list(span) for span in series.spans],
                }
                for series in share.series
            ],
            "steps": [
                {
                    "event": step.root,
                    "per_quarter": step.rate,
                    "touchpoint": step.means.touchpoint,
                    "channel": step.means.channel,
                    "distance": step.distance,
                    "share": step.means.share,
                    "audience": step.means.audience,
                    "spans": [list(span) for span in step.spans],
                }
                for step in share.steps
            ],
            "worst": {period: worst(self.dense, self.limits, person, period) for period in PERIODS},
            "exceeded": list(exceeded(self.dense, self.limits, person)),
            "quarters": [
                {"from": first, "to": last, **vars(figures)} for first, last, _, figures in self.quarters(person)
            ],
            "bursts": list(bursts(self.dense, person)),
            "longest_silence": silence(self.plans["sparse"], person, human=False),
            "longest_human_silence": silence(self.plans["sparse"], person, human=True),
        }

    # What else there is

    def diary(self) -> list[Answer]:
        found = []
        first, last = self.life.horizon
        for key in self.life.served:
            if not any(self.dense.reaches(self.life.here(key), person) for person in self.dense.persons):
                continue
            for means, counts in self.dense.means_of(key):
                days = [moment.order for moment in self.life.touch(key).real if first <= moment.at.day <= last]
                found += [(day, means.order, means, counts) for day in days]
        return [
            {
                "day": order[0],
                "touchpoint": means.touchpoint,
                "channel": means.channel,
                "counted": counts,
                "share": means.share,
                "audience": means.audience,
            }
            for order, _, means, counts in sorted(found, key=lambda row: row[:2])
        ]

    def unplaced(self, key: str) -> list[tuple[str, str]]:
        """Return what a touchpoint waits for in vain, its phase too where that lies beyond what is looked at."""
        phase, touch = self.life.here(key).get("phase"), self.life.touch(key)
        beyond = [(str(phase), "phase")] if touch.rate and not self.dense.spans(phase) else []
        return list(dict.fromkeys([*touch.unplaced, *beyond]))

    def dropped(self) -> list[Answer]:
        """Return what cannot happen before its term, and of what has no day left those behind an end."""
        found = []
        for key in self.life.served:
            touch = self.life.touch(key)
            lost = [("term", [moment.at.day for moment in touch.moments if moment.lost])]
            if not any(moment.at.day <= self.life.end for moment in touch.real):
                reason = "until" if any(end == "until" for _, end in touch.behind) else "horizon"
                behind = {moment.order for moment in touch.real} | {order for order, _ in touch.behind}
                lost.append((reason, [day for day, _ in behind]))
            found += [
                {"touchpoint": key, "count": len(days), "first": min(days), "last": max(days), "reason": reason}
                for reason, days in lost
                if days
            ]
        return found
