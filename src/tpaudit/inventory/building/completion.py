"""Defaults of a touchpoint's fields from its type or channel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.vocabulary import TYPES, Form, TypeDefaults

_NOT_TOLD = object()


def complete(touchpoint: Touchpoint, media: Mapping[str, Form]) -> None:
    """Fill in form, initiation, planned, value and transactional, before anything else sees the touchpoint.

    What they are derived from may be unknown (`media` has channels with a known medium); then they are unknown
    too, and are removed.
    """
    fields, given = touchpoint.__dict__, touchpoint.model_fields_set
    of_type = TYPES[fields["type"] or "other"] if "type" in fields else None
    for field, value in (
        ("form", _form(fields, of_type, media)),
        ("initiation", _initiation(fields, of_type)),
        ("planned", of_type.planned if of_type else _NOT_TOLD),
        ("value", of_type.value if of_type else _NOT_TOLD),
        ("transactional", of_type.transactional if of_type else _NOT_TOLD),
    ):
        if field in given:
            continue
        if value is _NOT_TOLD:
            fields.pop(field, None)
        elif field in fields:
            fields[field] = value


def _form(fields: Mapping[str, Any], of_type: TypeDefaults | None, media: Mapping[str, Form]) -> object:
    """Return human if every channel is; else the type's form; else the first channel's."""
    routes = fields.get("routes")
    if routes is None:
        return _NOT_TOLD
    channels = [route.id for route in routes]
    if any(channel not in media for channel in channels):
        return _NOT_TOLD
    if channels and all(media[channel] == "human" for channel in channels):
        return "human"
    if of_type is None:
        return _NOT_TOLD
    return of_type.form or (media[channels[0]] if channels else None)


def _initiation(fields: Mapping[str, Any], of_type: TypeDefaults | None) -> object:
    """Return the type's initiation; for other types, what has a timing is started by the company."""
    if of_type is None:
        return _NOT_TOLD
    if of_type.initiation:
        return of_type.initiation
    timings = fields.get("timing")
    if timings is None:
        return _NOT_TOLD
    return "proactive" if any(not timing.as_needed for timing in timings) else None
