"""Who gets what: the contacts, evenly spread series and steps of each person of a segment, and who is meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from tests.schedule.oracle.touching import Life
from tests.schedule.oracle.words import CHANNELS, TYPES, Entry, as_list, entry_of, exact

Days = tuple[int, int]
EVERYONE = "everyone"
MIN_AUDIENCE = Fraction(1, 100)


@dataclass(frozen=True)
class Means:
    """A touchpoint in one of its channels; a share of None is unknown."""

    touchpoint: str
    channel: str | None
    share: Fraction | None
    audience: str | None
    group: str | None
    value: str | None
    human: bool
    order: tuple[int, int]

    @property
    def adds_value(self) -> bool:
        return self.value == "adds_value"

    @property
    def talk(self) -> bool:
        return self.human and self.channel not in ("webinar", "event")

    @property
    def for_all(self) -> bool:
        return self.share == 1


@dataclass(frozen=True)
class Contact:
    day: int
    minute: int
    means: Means
    at_the_latest: int


@dataclass(frozen=True)
class Series:
    means: Means
    rate: Fraction
    spans: tuple[Days, ...]
    within: int


@dataclass(frozen=True)
class Late:
    """A step after an undated event; a rate of None is unknown."""

    means: Means
    root: str
    rate: Fraction | None
    distance: int
    at_the_latest: int
    spans: tuple[Days, ...]


@dataclass(frozen=True)
class Share:
    """The contacts of one person, or of the account."""

    contacts: tuple[Contact, ...]
    series: tuple[Series, ...]
    steps: tuple[Late, ...]


class People:
    """All persons of a segment and what they get."""

    def __init__(self, life: Life) -> None:
        self.life = life
        self.inventory, self.segment = life.inventory, life.segment
        self.audience_share = cache(self._audience_share)

    @property
    def persons(self) -> list[str]:
        return list(self.segment.get("stakeholders") or ["customer"])

    def reaches(self, here: Entry, person: str) -> bool:
        if not self.segment.get("stakeholders"):
            return True
        named = here.get("stakeholders", self.persons[:1])
        return named == "all" or person in named

    # Whom a touchpoint is meant for

    def registered(self, audience: str | None) -> Entry:
        return entry_of(self.inventory, "audiences", audience)

    def _audience_share(self, audience: str) -> Fraction | None:
        share = self.registered(audience).get("share")
        if isinstance(share, dict):
            share = share.get(self.segment["id"])
        if share is not None:
            return exact(share)
        theirs = [self.life.here(key) for key in self.life.served]
        reaches = [exact(there["reach"]) for there in theirs if there.get("audience") == audience and "reach" in there]
        return max(reaches, default=None)

    def share_of(self, here: Entry, own_audience: str | None) -> Fraction | None:
        if own_audience is not None:
            return self.audience_share(own_audience)
        if "reach" in here:
            return exact(here["reach"])
        return self.audience_share(here["audience"]) if here.get("audience") else Fraction(1)

    # What counts, and through which channels

    def channel(self, key: str) -> tuple[str, bool]:
        medium, addressed = CHANNELS.get(key, ("digital", True))
        said = entry_of(self.inventory, "channels", key)
        return said.get("medium", medium), said.get("addressed", addressed)

    def means_of(self, key: str) -> Iterator[tuple[Means, bool]]:
        """Yield each channel of a touchpoint (None where it has none), and whether what comes through it counts."""
        here = self.life.here(key)
        entries: list[Any] = [
            channel if isinstance(channel, dict) else {"id": channel} for channel in as_list(here.get("channel"))
        ]
        media = [self.channel(entry["id"])[0] for entry in entries]
        type_form, type_initiation, type_value, type_transactional = TYPES[here.get("type", "other")]
        form = here.get("form") or (
            "human" if media and set(media) == {"human"} else type_form or (media[0] if media else None)
        )
        timings = as_list(here.get("timing"))
        when = any("as_needed" not in timing for timing in timings)
        initiation = here.get("initiation") or type_initiation or ("proactive" if when else None)
        counts = not here.get("transactional", type_transactional) and form != "product"
        for number, entry in enumerate(entries or [{"id": None}]):
            audience = entry.get("audience") or here.get("audience")
            means = Means(
                key,
                entry["id"],
                self.share_of(here, entry.get("audience")),
                audience,
                self.registered(audience).get("one_of") if audience else None,
                here.get("value") or type_value,
                form == "human",
                (self.life.served.index(key), number),
            )
            addressed = entry["id"] is None or self.channel(entry["id"])[1]
            could = counts and addressed and (initiation == "proactive" or (initiation is None and not timings))
            yield means, could

    @cache  # noqa: B019
    def counted(self, key: str) -> tuple[Means, ...]:
        return tuple(means for means, counts in self.means_of(key) if counts)

    # The contacts

    def spans(self, phase: str | None) -> tuple[Days, ...]:
        windows = self.life.windows(phase)
        if windows:
            days = [window.days for window in windows]
        else:
            last = self.life.period[1]
            days = [(0, last if self.life.contract_ends is None else min(last, self.life.contract_ends))]
        merged: list[Days] = []
        for first, last in sorted(days):
            if merged and first <= merged[-1][1] + 1:
                merged[-1] = merged[-1][0], max(merged[-1][1], last)
            else:
                merged.append((first, last))
        start, end = self.life.horizon
        cut = [(max(first, start), min(last, end)) for first, last in merged]
        return tuple((first, last) for first, last in cut if first <= last)

    @cache  # noqa: B019
    def of(self, person: str | None) -> Share:
        """Return what a person gets; None: the account, each contact once however many people it reaches."""
        contacts: list[Contact] = []
        series: list[Series] = []
        steps: list[Late] = []
        start, end = self.life.horizon
        for key in self.life.served:
            here, touch = self.life.here(key), self.life.touch(key)
            reached = [person for person in self.persons if self.reaches(here, person)]
            if person not in reached and (person is not None or not reached):
                continue
            spans = self.spans(here.get("phase"))
            for means in self.counted(key):
                for moment in touch.real:
                    if start <= moment.at.day <= end:
                        latest = moment.at.moved(moment.within).day
                        contacts.append(Contact(moment.at.day, moment.at.minute, means, latest))
                if touch.rate and spans:
                    series.append(Series(means, touch.rate, spans, touch.rate_within.day))
                for step in touch.steps:
                    latest = step.at.moved(step.within).day
                    steps.append(Late(means, step.root, self.rate(step.root), step.at.day, latest, spans))
        contacts.sort(key=lambda contact: (contact.day, contact.minute, contact.means.order))
        return Share(tuple(contacts), tuple(series), tuple(steps))

    def rate(self, event: str) -> Fraction | None:
        said = self.life.declared(event)
        return exact(said["per_quarter"]) if "per_quarter" in said else None

    # Profiles

    @cached_property
    def audiences(self) -> list[str]:
        """All audiences: those of the registry, then texts as they appear."""
        used = [means.audience for key in self.life.served for means, _ in self.means_of(key)]
        registry = [audience["id"] for audience in self.inventory.get("audiences") or ()]
        return list(dict.fromkeys([*registry, *(audience for audience in used if audience is not None)]))

    def profiles(self, person: str) -> Sequence[str]:
        """Return whose plans are looked at beside everyone's: audiences first, then touchpoints of their own share."""
        share = self.of(person)
        means = {contact.means for contact in share.contacts} | {series.means for series in share.series}
        means |= {step.means for step in share.steps}
        touching = {mean.audience for mean in means}
        alone = sorted((mean.order, mean.touchpoint) for mean in means if mean.audience is None and not mean.for_all)
        texts = [audience for audience in self.audiences if audience in touching]
        return [*texts, *dict.fromkeys(f"touchpoint:{touchpoint}" for _, touchpoint in alone)]

    def gets(self, profile: str, means: Means) -> bool:
        """Return whether all members of a profile get what comes by these means."""
        if profile in (EVERYONE, *self.audiences):
            share = None if profile == EVERYONE else self.audience_share(profile)
            if profile != EVERYONE and means.audience == profile:
                return means.share == share
            group = self.registered(profile).get("one_of") if profile != EVERYONE else None
            return means.for_all and (group is None or means.group != group)
        return means.for_all or (means.audience is None and profile == f"touchpoint:{means.touchpoint}")

    def size(self, profile: str) -> Fraction | None:
        if profile in self.audiences:
            return self.audience_share(profile)
        touchpoint = profile.removeprefix("touchpoint:")
        return next(means.share for means in self.counted(touchpoint) if means.audience is None)
