"""Where a command's output goes, and in which format, as `--output [FORMAT=]FILE` says in every command."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

Form = TypeVar("Form", bound=StrEnum)


def destination(output: str | None, form: Form) -> tuple[Form, str | None]:
    """Return the format and the file; a format before the file overrides `--format`."""
    name, equals, file = (output or "").partition("=")
    forms = {choice.value: choice for choice in type(form)}
    if equals and file and name in forms:
        return forms[name], file
    return form, output
