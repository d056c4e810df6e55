"""Loads the message catalogue of a language: compiled if that is up to date, else from its source."""

from __future__ import annotations

import gettext
import os
from functools import cache
from io import BytesIO
from pathlib import Path

LOCALES = Path(__file__).parent


@cache
def catalogue(language: str, locales: Path = LOCALES) -> gettext.NullTranslations:
    """Return the translations into a language.

    Wheels contain the compiled catalogue only. A checkout has the source, from which the compiled one is rewritten
    whenever their ages differ; if it cannot be written, every run compiles for itself.
    """
    source = locales / language / "LC_MESSAGES" / "tpaudit.po"
    compiled = source.with_suffix(".mo")
    try:
        age = source.stat().st_mtime_ns
    except FileNotFoundError:
        return gettext.GNUTranslations(BytesIO(compiled.read_bytes()))
    return gettext.GNUTranslations(BytesIO(_of_age(compiled, age) or _compiled(source, compiled, age)))


def _of_age(compiled: Path, age: int) -> bytes | None:
    """Return the compiled catalogue's bytes if it was made from a source of this age (mtime in nanoseconds)."""
    try:
        with compiled.open("rb") as file:
            return file.read() if os.fstat(file.fileno()).st_mtime_ns == age else None
    except OSError:
        return None


def _compiled(source: Path, compiled: Path, age: int) -> bytes:
    """Return the compiled catalogue, and keep it for the next run if the folder permits."""
    from contextlib import suppress

    from tpaudit.locales.compiling import compile_catalogue

    data = compile_catalogue(source.read_text("utf-8"))
    temporary = compiled.with_name(f".{compiled.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with suppress(OSError):
        try:
            temporary.write_bytes(data)
            # The age is that of the source when it was read: one that changes meanwhile is compiled again.
            os.utime(temporary, ns=(age, age))
            os.replace(temporary, compiled)  # noqa: PTH105  beside the other calls of os
        finally:
            temporary.unlink(missing_ok=True)
    return data
