"""The formats of `tpaudit check`, by the names under which the command line knows them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from tpaudit.findings.result import Audit
from tpaudit.outputs.options import Options

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown")
"""Each is the module of this package that writes it; the first is the default."""

Format = Callable[[Audit, Options], str]


def format_named(name: str) -> Format:
    """Return the function that writes a format of `FORMATS`; what the format needs is imported only now."""
    if name not in FORMATS:
        raise KeyError(name)
    document: Format = import_module(f"tpaudit.outputs.{name}").document
    return document
