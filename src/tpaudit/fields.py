"""The building blocks of the inventory's models: what an entry, a text, an id and a number is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, ClassVar, NoReturn, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Strict,
    StringConstraints,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

TEAMS_OWN = "x-"
"""The prefix of keys that are free for the team's own data."""


class Unknown(LookupError):  # noqa: N818  it is a state of the data, not an error of the program
    """Raised when a rule reads a field whose value in the file is faulty: present, but unknown."""


class Entry(BaseModel):
    """Anything that an inventory's file holds: frozen, strict, no unknown keys.

    A field that is faulty in the file holds its default and is listed in `unknown`. Rules see faulty entries through
    `rules.veil`, where reading such a field raises `Unknown`, so that no rule judges what it cannot know.

    Modules of entries omit `from __future__ import annotations`: Pydantic would compile hundreds of strings.
    """

    shorthand: ClassVar[str] = ""
    """The key whose value may stand alone if an entry says nothing else."""
    unknown: ClassVar[frozenset[str]] = frozenset()
    """What is faulty in the file: fields, or paths such as `content.ref` where only a part is.

    An entry with faults holds its own set; the entries inside it list their own share again.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)

    @classmethod
    def empty(cls) -> Self:
        """Return an empty entry, without building the model to validate it."""
        return cls.model_construct()  # type: ignore[return-value]  # Pydantic's plugin for mypy does not know Self

    @model_validator(mode="before")
    @classmethod
    def _without_blanks(cls, value: object) -> object:
        """Remove what counts as missing (null, blank text) and the team's own data (`x-` keys).

        An unknown key stays, whatever its value, so that it is reported.
        """
        if not isinstance(value, dict):
            return value
        keys = keys_of(cls)
        return {
            key: item
            for key, item in value.items()
            if (key not in keys or not (item is None or (item.__class__ is str and not item.strip())))
            and not key.startswith(TEAMS_OWN)
        }

    def __getattr__(self, name: str) -> NoReturn:
        """Raise `Unknown` for a field: only a veil leaves one out."""
        if name in type(self).model_fields:
            raise Unknown(name)
        raise AttributeError(name)


@cache
def keys_of(model: type[Entry]) -> Mapping[str, str]:
    """Return the attributes' names by the keys that files use."""
    return {field.alias or name: name for name, field in model.model_fields.items()}


def model_in(annotation: Any) -> type[Entry] | None:
    """Return the model of the mappings that a field's type allows, first where there are several."""
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    parts = getattr(annotation, "__args__", ())
    return next((found for part in parts if (found := model_in(part)) is not None), None)


def is_blank(value: object) -> bool:
    """Whether a file's value counts as missing: null or blank text."""
    return value is None or (isinstance(value, str) and not value.strip())


def _without_blanks(value: object) -> object:
    return {key: item for key, item in value.items() if not is_blank(item)} if isinstance(value, dict) else value


def _without_own(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {key: item for key, item in value.items() if not is_blank(item) and not key.startswith(TEAMS_OWN)}


ById = BeforeValidator(_without_blanks)
"""Marks a mapping with ids as keys, of which blank ones count as missing."""

ByWord = BeforeValidator(_without_own)
"""Marks a mapping with words as keys, of which blank ones count as missing; `x-` keys are the team's own."""

SLUG = r"^[a-z0-9][a-z0-9_-]*$"

Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=200)]


def _listed(value: object) -> object:
    """Turn a single value into a list of one."""
    return value if isinstance(value, list | tuple) else (value,)


Many = Strict(strict=False)
"""Marks a tuple field: the file's list becomes a tuple, its items stay strict."""

Slugs = Annotated[tuple[Slug, ...], Many]
Texts = Annotated[tuple[str, ...], Many]


def exact(value: object) -> Fraction:
    """Return a file's number exactly as it is written in decimals."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise PydanticCustomError("number", "not a number")
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        raise PydanticCustomError("number", "not a number")
    return Fraction(str(value))


def _amount(value: object) -> Fraction:
    amount = exact(value)
    if not 0 <= amount <= 1_000_000:
        raise PydanticCustomError("amount", "out of range", {"low": 0, "high": 1_000_000})
    return amount


PERCENT = r"^[-+]?[0-9]{1,15}(\.[0-9]{1,15})?\s*%$"
SHARE = r"^\+?0*(100(\.0+)?|[0-9]{1,2}(\.[0-9]{1,15})?)\s*%$"
PART = SHARE.replace("^", r"^(?!\+?[0.]*\s*%)")
MAX_MEASURE = 1_000_000_000_000_000
DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

_percent = re.compile(PERCENT).match
_date = re.compile(DATE).match


def measure(value: object) -> Fraction:
    """Return a file's number or percentage exactly; the schema's validator."""
    if isinstance(value, str) and _percent(value):
        number = Fraction(value[:-1].strip()) / 100
    else:
        try:
            number = exact(value)
        except PydanticCustomError:
            raise PydanticCustomError("measure", "not a number") from None
    if abs(number) > MAX_MEASURE:
        raise PydanticCustomError("amount", "out of range", {"low": -MAX_MEASURE, "high": MAX_MEASURE})
    return number


def share(value: object) -> Fraction:
    """Return a file's share, 0 to 1 or 0% to 100%, exactly; the schema's validator."""
    try:
        part = measure(value)
    except PydanticCustomError as error:
        if error.type != "measure":
            raise
        raise PydanticCustomError("share", "not a share") from None
    if not 0 <= part <= 1:
        raise PydanticCustomError("amount", "out of range", {"low": 0, "high": 1})
    return part


def _part(value: object) -> Fraction:
    part = share(value)
    if not part:
        raise PydanticCustomError("nobody", "out of range")
    return part


def _day(value: object) -> date:
    if isinstance(value, str) and _date(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("no_such_date", "not in the calendar") from None
    raise PydanticCustomError("date", "not a date")


class Read:
    """Marks a field whose value a function parses; `schema` tells editors what files may say."""

    def __init__(self, function: Callable[[object], object], schema: Mapping[str, object]) -> None:
        self.function = function
        self.schema = schema

    def __get_pydantic_core_schema__(self, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.function)

    def __get_pydantic_json_schema__(self, _schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return dict(self.schema)


Amount = Annotated[Fraction, Read(_amount, {"type": "number", "minimum": 0, "maximum": 1_000_000})]
Proportion = Annotated[
    Fraction,
    Read(
        share,
        {
            "anyOf": [
                {"type": "number", "minimum": 0, "maximum": 1},
                {"type": "string", "pattern": SHARE},
            ]
        },
    ),
]
Measure = Annotated[
    Fraction,
    Read(
        measure,
        {
            "anyOf": [
                {"type": "number", "minimum": -MAX_MEASURE, "maximum": MAX_MEASURE},
                {"type": "string", "pattern": PERCENT},
            ]
        },
    ),
]
Part = Annotated[
    Fraction,
    Read(
        _part,
        {
            "anyOf": [
                {"type": "number", "exclusiveMinimum": 0, "maximum": 1},
                {"type": "string", "pattern": PART},
            ]
        },
    ),
]
"""A share above 0."""
Day = Annotated[date, Read(_day, {"type": "string", "format": "date", "pattern": DATE})]


def _whole(value: object) -> object:
    """Return a number such as 4.0 as a whole number."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = BeforeValidator(_whole)
"""Marks a whole number that may be written as 4.0."""
OneOrMany = BeforeValidator(_listed)
