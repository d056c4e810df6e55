"""Defaults of a touchpoint's fields from its type or channel."""

from __future__ import annotations

from collections.abc import Mapping

from tpaudit.inventory.building.validation import hide
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.vocabulary import TYPES, Form, TypeDefaults

_NOT_TOLD = object()


def complete(touchpoint: Touchpoint, media: Mapping[str, Form]) -> None:
    """Fill in form, initiation, planned, value and transactional, before anything else sees the touchpoint.

    What they rest on may be unknown (`media` has the channels of which the medium is known); then they are unknown
    too.
    """
    of_type = TYPES[touchpoint.type or "other"] if "type" not in touchpoint.unknown else None
    for field, value in (
        ("form", _form(touchpoint, of_type, media)),
        ("initiation", _initiation(touchpoint, of_type)),
        ("planned", of_type.planned if of_type else _NOT_TOLD),
        ("value", of_type.value if of_type else _NOT_TOLD),
        ("transactional", of_type.transactional if of_type else _NOT_TOLD),
    ):
        if field in touchpoint.model_fields_set:
            continue
        if value is _NOT_TOLD:
            hide(touchpoint, field)
        elif field not in touchpoint.unknown:
            touchpoint.__dict__[field] = value


def _form(touchpoint: Touchpoint, of_type: TypeDefaults | None, media: Mapping[str, Form]) -> object:
    """Return human if every channel is; else the type's form; else the first channel's."""
    if "routes" in touchpoint.unknown:
        return _NOT_TOLD
    channels = touchpoint.channel
    if any(channel not in media for channel in channels):
        return _NOT_TOLD
    if channels and all(media[channel] == "human" for channel in channels):
        return "human"
    if of_type is None:
        return _NOT_TOLD
    return of_type.form or (media[channels[0]] if channels else None)


def _initiation(touchpoint: Touchpoint, of_type: TypeDefaults | None) -> object:
    """Return the type's initiation; for other types, what has a timing is started by the company."""
    if of_type is None:
        return _NOT_TOLD
    if of_type.initiation:
        return of_type.initiation
    if "timing" in touchpoint.unknown:
        return _NOT_TOLD
    return "proactive" if any(not timing.as_needed for timing in touchpoint.timing) else None
