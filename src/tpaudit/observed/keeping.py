"""Reading and writing the file of aggregates."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from tpaudit.messages import Message, say
from tpaudit.observed.observation import VERSION, Observation

MAX_BYTES = 20_000_000


class Unusable(NamedTuple):
    """Why a file of aggregates cannot be used, and what to do."""

    reason: Message
    help: Message


_ANEW = say("Write it anew with tpaudit observe, or delete it.")


def parse(data: bytes) -> Observation | Unusable:
    """Return the file's content, or why it cannot be used."""
    if len(data) > MAX_BYTES:
        return Unusable(say("it is larger than {n} MB", n=MAX_BYTES // 1_000_000), _ANEW)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return Unusable(say("it is not JSON"), _ANEW)
    if not isinstance(document, dict):
        return Unusable(say("it is not a file of tpaudit observe"), _ANEW)
    if document.get("version") != VERSION:
        return Unusable(say("its version is not {version}", version=VERSION), _ANEW)
    document.pop("$schema", None)
    try:
        return Observation.model_validate(document)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors(include_url=False)[0]["loc"])
        return Unusable(say("{place} is not what it should be", place=place or "{}"), _ANEW)


def text(observation: Observation) -> str:
    """Return the file's text: sorted, a line for each value, so that branches merge line by line."""
    document = observation.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    # Keys with their default values are left out, except the version.
    return json.dumps({"version": VERSION, **_whole(document)}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _whole(value: Any) -> Any:
    """Return the value with floats such as 4.0 as whole numbers."""
    if isinstance(value, Mapping):
        return {key: _whole(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def schema() -> Mapping[str, Any]:
    """Return the JSON Schema of the file."""
    made = Observation.model_json_schema(by_alias=True)
    made["properties"]["$schema"] = {"type": "string"}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What tpaudit observe writes",
        **{key: value for key, value in made.items() if key != "title"},
    }
