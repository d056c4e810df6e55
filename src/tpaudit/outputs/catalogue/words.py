"""The built-in words of the inventory format, each with what people call it."""

from __future__ import annotations

import json
from collections.abc import Mapping

from tpaudit.inventory.words import terms, vocabulary
from tpaudit.messages import Language, Term, shown
from tpaudit.outputs.catalogue.rules import VERSION
from tpaudit.outputs.safe import json_document

WORDS: Mapping[str, Mapping[str, Term]] = {
    "channel": {word: terms.CHANNEL_NAME[word] for word in vocabulary.CHANNELS},
    "phase": {word: terms.PHASE_NAME[word] for word in vocabulary.PHASES},
    "event": {word: terms.EVENT_NAME[word] for word in vocabulary.EVENTS},
    "type": {word: terms.TYPE[word] for word in vocabulary.TYPES},
}
"""The names of the words, by vocabulary and word."""


def words_for(word: str) -> str:
    """Return the key of `WORDS` that a word means, in singular or plural; empty if there is none."""
    singular = word.lower().removesuffix("s")
    return singular if singular in WORDS else ""


def as_json(kind: str, language: Language = "en") -> str:
    """Return the words as JSON."""
    words = [{"word": word, "name": shown(name, language)} for word, name in WORDS[kind].items()]
    return json_document(json.dumps({"version": VERSION, kind: words}, ensure_ascii=False, indent=2)) + "\n"
