"""What an entry leaves out and its type, its channel or a built-in entry says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tpaudit.fields import Entry
from tpaudit.inventory.registries import Channel
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.vocabulary import TYPES, Form, Initiation


def complete(touchpoint: Touchpoint, channels: Mapping[str, Channel]) -> None:
    """Fill in form, initiation, planned, value and transactional, before anybody else sees the touchpoint.

    What they rest on may be unknown; then they are unknown too, and are taken out.
    """
    fields = touchpoint.__dict__
    given = touchpoint.model_fields_set
    defaults = TYPES[fields["type"] or "other"] if "type" in fields else None
    if "form" in fields and "form" not in given:
        _set(touchpoint, "form", _form(fields, channels), known=defaults is not None and "channel" in fields)
    if "initiation" in fields and "initiation" not in given:
        _set(touchpoint, "initiation", _initiation(fields), known=defaults is not None and "timing" in fields)
    if "planned" in fields and "planned" not in given:
        initiation = defaults.initiation if defaults else None
        planned = initiation == "proactive" if initiation else None
        _set(touchpoint, "planned", planned, known=defaults is not None)
    if "value" in fields and "value" not in given:
        _set(touchpoint, "value", defaults.value if defaults else None, known=defaults is not None)
    if "transactional" in fields and "transactional" not in given:
        _set(touchpoint, "transactional", defaults.transactional if defaults else None, known=defaults is not None)


def _set(entry: Entry, field: str, value: object, *, known: bool) -> None:
    if known:
        entry.__dict__[field] = value
    else:
        entry.__dict__.pop(field)


def _form(fields: Mapping[str, Any], channels: Mapping[str, Channel]) -> Form | None:
    """Human where every channel is; else what the type says; else what the first channel says."""
    if "type" not in fields or "channel" not in fields:
        return None
    media: list[Form] = [channels[channel].medium for channel in fields["channel"] if channel in channels]
    if media and all(medium == "human" for medium in media):
        return "human"
    of_type = TYPES[fields["type"] or "other"].form
    return of_type or (media[0] if media else None)


def _initiation(fields: Mapping[str, Any]) -> Initiation | None:
    """Return what the type says; of other types, whatever has a plan is started by the company."""
    if "type" not in fields or "timing" not in fields:
        return None
    of_type = TYPES[fields["type"] or "other"].initiation
    planned = any(not timing.as_needed for timing in fields["timing"])
    return of_type or ("proactive" if planned else None)
