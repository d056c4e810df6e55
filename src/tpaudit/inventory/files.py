"""What stands in the inventory's files: the root file and those that it includes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from tpaudit.fields import Day, Entry, Many, OneOrMany, Slug, Texts
from tpaudit.inventory.registries import Channel, ContactBudget, Discovery, Event, Owner, Phase, Segment
from tpaudit.inventory.touchpoint import Defaults, Touchpoint, Waiver
from tpaudit.inventory.vocabulary import Scope
from tpaudit.settings import Settings


def _version(value: object) -> object:
    if type(value) is not int or value != 1:
        raise PydanticCustomError("version", "not 1")
    return value


class RootWaiver(Waiver):
    """A waiver at the root: for the inventory, or for a built-in segment, phase or event."""

    segment: Slug | None = None
    """The segment for which it holds."""
    phase: Slug | None = None
    """The phase for which it holds."""
    event: Slug | None = None
    """The event for which it holds."""
    until: Day | None = None
    """The last day on which the waiver holds."""


class ReportSettings(Entry):
    """How the report looks."""

    title: str | None = None
    """The report's title."""
    logo: str | None = None
    """A PNG, JPEG or WebP file below the root's folder."""
    accent: Annotated[str, Field(pattern=r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")] | None = None
    """The accent colour, such as "#0b5"."""


class IncludedFile(Entry):
    """A file that the root includes."""

    defaults: Defaults | None = None
    """Fields for every touchpoint of this file that does not say otherwise."""
    discovery: Annotated[tuple[Discovery, ...], Many, OneOrMany] = ()
    """How the touchpoints were found."""
    events: Annotated[tuple[Event, ...], Many] = ()
    """What happens to a customer."""
    phases: Annotated[tuple[Phase, ...], Many] = ()
    """The phases of the journey."""
    segments: Annotated[tuple[Segment, ...], Many] = ()
    """Groups of customers who are treated alike."""
    owners: Annotated[tuple[Owner, ...], Many] = ()
    """Who answers for touchpoints."""
    channels: Annotated[tuple[Channel, ...], Many] = ()
    """Ways to reach a customer."""
    touchpoints: Annotated[tuple[Touchpoint, ...], Many] = ()
    """The touchpoints."""


class RootFile(IncludedFile):
    """The root file of an inventory."""

    tpaudit: Annotated[Literal[1], BeforeValidator(_version, json_schema_input_type=Literal[1])]
    """The version of the format; marks a root file."""
    name: str = ""
    """The inventory's name."""
    scope: Scope = "post_sale"
    """Which built-in phases there are."""
    coordinator: Slug | None = None
    """The owner who holds all the threads."""
    include: Annotated[Texts, OneOrMany] = ()
    """Further files, relative to this one; globs are allowed."""
    contact_budget: ContactBudget | None = None
    """For every period and channel that a segment's own budget leaves out."""
    audit: Settings = Settings()
    """Settings of the audit."""
    report: ReportSettings = ReportSettings()
    """How the report looks."""
    waive: Annotated[tuple[RootWaiver, ...], Many, OneOrMany] = ()
    """Rules that are waived for the inventory."""
    audience: Annotated[Texts, OneOrMany] = ()
    """Who receives the report."""
