"""The catalogue of a language, read once."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the compiled catalogue; one that is missing is a fault of the installation and says so."""
    return gettext.translation("tpaudit", localedir=Path(__file__).parent, languages=[language])
