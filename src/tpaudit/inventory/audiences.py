"""Customers whom some touchpoints are meant for."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Annotated

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from tpaudit.fields import ById, Entry, Proportion, Slug, share
from tpaudit.inventory.references import Refers
from tpaudit.inventory.subject import At, Kind


class _Shares:
    """Marks a share, or a table of shares by segment."""

    def __get_pydantic_core_schema__(self, _source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        table = handler.generate_schema(Annotated[Mapping[Slug, Proportion], ById])
        return core_schema.no_info_wrap_validator_function(_shares, table)


def _shares(value: object, table: Callable[[object], object]) -> object:
    return table(value) if isinstance(value, Mapping) else share(value)


class Audience(Entry):
    """Customers whom some touchpoints are meant for."""

    id: Slug
    """What touchpoints refer to."""
    name: str = ""
    """What people call it."""
    share: (
        Annotated[
            Proportion | Annotated[Mapping[Annotated[Slug, Refers(Kind.SEGMENT, uses=False)], Proportion], ById],
            _Shares(),
        ]
        | None
    ) = None
    """Its share of a segment's customers, such as 0.4 or 40%, or a table of shares by segment."""
    one_of: Slug | None = None
    """The name of a group; audiences of a group have no member in common."""

    def share_in(self, segment: str) -> Fraction | None:
        """Return its share of a segment's customers, None if unknown."""
        return self.share.get(segment) if isinstance(self.share, Mapping) else self.share

    def at(self, *path: str | int) -> At:
        """Name the place of one of its fields."""
        return At(Kind.AUDIENCE, self.id, path)
