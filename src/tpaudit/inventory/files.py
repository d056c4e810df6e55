"""The content of the inventory's files: the root file and those that it includes."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, JsonValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from tpaudit.fields import Day, Entry, Many, OneOrMany, Slug, Texts
from tpaudit.inventory.audiences import Audience
from tpaudit.inventory.references import Free, Refers
from tpaudit.inventory.registries import Channel, ContactBudget, Discovery, Event, Owner, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Defaults, Touchpoint, Waiver
from tpaudit.inventory.tracking import Observe
from tpaudit.inventory.words.vocabulary import Scope
from tpaudit.settings import Settings


def _version(value: object) -> object:
    if type(value) is not int or value != 1:
        raise PydanticCustomError("version", "not 1")
    return value


class _Apart:
    """Marks what is validated apart, entry by entry, so that one bad entry hides nothing else.

    The file's own model lets it be, which spares working out all models once more for each kind of file.
    """

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.any_schema()


Apart = _Apart()


class RootWaiver(Waiver):
    """A waiver at the root: for the inventory, or for a built-in segment, phase or event."""

    segment: Annotated[Slug | None, Refers(Kind.SEGMENT, uses=False)] = None
    """The segment for which it holds."""
    phase: Annotated[Slug | None, Refers(Kind.PHASE, uses=False)] = None
    """The phase for which it holds."""
    event: Annotated[Slug | None, Refers(Kind.EVENT, uses=False)] = None
    """The event for which it holds."""
    until: Day | None = None
    """The last day on which the waiver holds."""


_HEX = r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"
_COLOUR: dict[str, JsonValue] = {"patternErrorMessage": 'Write a colour in quotes, such as "#0b5".'}


class ReportSettings(Entry):
    """How the report looks."""

    title: str | None = None
    """The report's title."""
    logo: str | None = None
    """A PNG, JPEG or WebP file below the root's folder."""
    accent: Annotated[str, Field(pattern=r"^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", json_schema_extra=_COLOUR)] | None = (
        None
    )
    """The accent colour, such as "#0b5"."""


class IncludedFile(Entry):
    """A file that the root includes."""

    defaults: Annotated[Defaults | None, Apart] = None
    """Fields for every touchpoint of this file that does not say otherwise."""
    discovery: Annotated[tuple[Discovery, ...], Many, OneOrMany, Apart] = ()
    """How the touchpoints were found."""
    events: Annotated[tuple[Event, ...], Many, Apart] = ()
    """What happens to a customer."""
    audiences: Annotated[tuple[Audience, ...], Many, Apart] = ()
    """Customers whom some touchpoints are meant for."""
    phases: Annotated[tuple[Phase, ...], Many, Apart] = ()
    """The phases of the journey."""
    segments: Annotated[tuple[Segment, ...], Many, Apart] = ()
    """Groups of customers who are treated alike."""
    owners: Annotated[tuple[Owner, ...], Many, Apart] = ()
    """Who answers for touchpoints."""
    channels: Annotated[tuple[Channel, ...], Many, Apart] = ()
    """Ways to reach a customer."""
    touchpoints: Annotated[tuple[Touchpoint, ...], Many, Apart] = ()
    """The touchpoints."""


class RootFile(IncludedFile):
    """The root file of an inventory."""

    tpaudit: Annotated[Literal[1], BeforeValidator(_version, json_schema_input_type=Literal[1])]
    """The version of the format; marks a root file."""
    name: str = ""
    """The inventory's name."""
    scope: Scope = "post_sale"
    """Which built-in phases there are."""
    coordinator: Annotated[Slug | None, Refers(Kind.OWNER)] = None
    """The owner who holds all the threads."""
    include: Annotated[Texts, OneOrMany] = ()
    """Further files, relative to this one; globs are allowed."""
    contact_budget: ContactBudget | None = None
    """For every period and channel that a segment's own budget leaves out."""
    audit: Settings = Settings.empty()
    """Settings of the audit."""
    observe: Observe | None = None
    """What `tpaudit observe` reads."""
    report: ReportSettings = ReportSettings.empty()
    """How the report looks."""
    waive: Annotated[tuple[RootWaiver, ...], Many, OneOrMany] = ()
    """Rules that are waived for the inventory."""
    audience: Annotated[Texts, OneOrMany, Refers(Kind.OWNER, texts=Free.YES)] = ()
    """Who receives the report."""
