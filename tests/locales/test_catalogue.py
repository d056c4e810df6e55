"""Everything that tpaudit says, it says in German too."""

from __future__ import annotations

import re
import string

import pytest

from tests.locales import extraction

MESSAGES = extraction.messages()
GERMAN = {str(one.id): one for one in extraction.catalogue() if one.id}


def fields(text: str) -> list[tuple[str, bool]]:
    """Return the fields of a template in order of name, and whether each chooses between two words."""
    found = [(name, bool(words)) for _, name, words, _ in string.Formatter().parse(text) if name is not None]
    return sorted(dict.fromkeys(found))


def test_every_message_is_translated() -> None:
    missing = [text for text in MESSAGES if text not in GERMAN or not GERMAN[text].string]
    assert not missing


def test_no_translation_is_fuzzy_or_of_what_is_no_longer_said() -> None:
    assert not [text for text, message in GERMAN.items() if message.fuzzy or text not in MESSAGES]


@pytest.mark.parametrize("text", sorted(MESSAGES))
def test_translations_keep_the_fields(text: str) -> None:
    german = str(GERMAN[text].string)
    assert {name for name, _ in fields(german)} == {name for name, _ in fields(text)}
    for words in re.findall(r"\{\w+:([^}]*)\}", german):
        assert words.count("|") == 1


def test_the_compiled_catalogue_is_the_written_one() -> None:
    from gettext import GNUTranslations
    from io import BytesIO

    def content(data: bytes) -> dict[str, str]:
        return dict(GNUTranslations(BytesIO(data))._catalog)  # type: ignore[attr-defined]

    assert content(extraction.COMPILED.read_bytes()) == content(extraction.compiled(extraction.catalogue()))
