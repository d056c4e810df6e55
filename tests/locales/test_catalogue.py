"""Everything that tpaudit says, it says in German too."""

from __future__ import annotations

import re
import string

from tests.locales import extraction

MESSAGES = extraction.messages()
GERMAN = {str(message.id): message for message in extraction.catalogue() if message.id}


def fields(text: str) -> list[tuple[str, bool]]:
    """Return the fields of a template in order of name, and whether each chooses between two words."""
    found = [(name, bool(words)) for _, name, words, _ in string.Formatter().parse(text) if name is not None]
    return sorted(dict.fromkeys(found))


def test_every_message_is_translated() -> None:
    missing = [text for text in MESSAGES if text not in GERMAN or not GERMAN[text].string]
    assert not missing


def test_no_translation_is_fuzzy_or_of_what_is_no_longer_said() -> None:
    assert not [text for text, message in GERMAN.items() if message.fuzzy or text not in MESSAGES]


def test_translations_keep_the_fields() -> None:
    wrong = []
    for text in sorted(MESSAGES):
        german = str(GERMAN[text].string)
        choices = re.findall(r"\{\w+:([^}]*)\}", german)
        same_fields = {name for name, _ in fields(german)} == {name for name, _ in fields(text)}
        if not same_fields or any(words.count("|") != 1 for words in choices):
            wrong.append(f"{text!r}: {german!r}")
    assert not wrong, "\n".join(wrong)
