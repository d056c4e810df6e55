"""The formats of `tpaudit check`, by the names under which the command line knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module

from tpaudit.findings.result import Audit
from tpaudit.outputs.check.options import Options

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")
"""Each is written by the module of this package with its name; the first is the default."""

Format = Callable[[Audit, Options], str]
_LONG = ("json", "sarif", "gitlab", "junit")
"""Formats that hold so much about every finding that they are written bit by bit."""


def format_named(name: str) -> Format:
    """Return the function that writes a format of `FORMATS`, imported only now."""
    if name not in FORMATS:
        raise KeyError(name)
    document: Format = import_module(f"tpaudit.outputs.check.{name}").document
    return document


def written(name: str, audit: Audit, options: Options) -> Iterator[str]:
    """Yield the audit in a format of `FORMATS`, bit by bit where it may be long."""
    document = format_named(name)
    if name not in _LONG:
        return iter((document(audit, options),))
    chunks: Callable[[Audit, Options], Iterator[str]] = import_module(f"tpaudit.outputs.check.{name}").chunks
    return chunks(audit, options)
