"""Faults of files and entries, found before any rule is asked."""

from __future__ import annotations

from typing import NamedTuple

from tpaudit.loading.changes import Fix
from tpaudit.loading.places import Span
from tpaudit.messages import Message


class FaultPlace(NamedTuple):
    """A place of a fault: file below the root's folder, span, and what stands there."""

    file: str
    span: Span
    message: Message


class Fault(NamedTuple):
    """A fault of the inventory's files, which becomes a finding of rule `code` (INV001 to INV006).

    `subject` is ("file", path) or the kind and id of an entry; `path` the field inside it, list items by value or name.
    `key` distinguishes several faults of one rule at one subject and path.
    """

    code: str
    file: str
    span: Span
    message: Message
    help: Message
    subject: tuple[str, str] = ("file", "")
    path: tuple[str, ...] = ()
    key: str = ""
    related: tuple[FaultPlace, ...] = ()
    fix: Fix | None = None
    """The edit that fixes it, if there is one."""
