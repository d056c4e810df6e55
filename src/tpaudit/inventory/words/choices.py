"""What is offered for an unknown word: the most similar one, or all choices."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from heapq import nlargest

from tpaudit.messages import Message, say

_CLOSELY = 200
"""The most words that are compared closely, which is slow; of more, those with the most similar beginning and end."""
ALL = 12
"""The most choices that are all listed."""
FEW = 8
"""How many are listed if there are more: the most similar ones."""
_EXPLAINED = frozenset(("channel", "phase", "event", "type"))
"""The vocabularies that `tpaudit explain` lists in full."""


def nearest(given: str, choices: Iterable[str], likeness: float = 0.6) -> str:
    """Return the choice that is most similar to the given word, or nothing."""
    word, words = given[:100], list(choices)
    if len(words) > _CLOSELY:
        words = nlargest(_CLOSELY, words, key=lambda other: _same_ends(word, other))
    matches = get_close_matches(word, words, n=1, cutoff=likeness)
    return matches[0] if matches else ""


def among(given: str, choices: Iterable[str], what: str) -> Message | None:
    """Return the choices as a sentence: all, or the most similar and the command that lists them; None without any."""
    words = list(dict.fromkeys(choices))
    if not words:
        return None
    if len(words) <= ALL:
        return say("Known: {choices}.", choices=", ".join(words))
    few = ", ".join(most_alike(given, words, FEW))
    if what in _EXPLAINED:
        return say("Known are for example {choices}; `tpaudit explain {what}` lists all.", choices=few, what=what)
    return say("Known are for example {choices}.", choices=few)


def most_alike(given: str, words: Iterable[str], count: int) -> list[str]:
    """Return up to `count` of the words, the most similar to the given one first."""
    word = given[:100].casefold()
    candidates = list(words)
    if len(candidates) > _CLOSELY:
        candidates = nlargest(_CLOSELY, candidates, key=lambda other: _same_ends(word, other))
    return nlargest(count, candidates, key=lambda other: SequenceMatcher(None, word, other).ratio())


def _same_ends(word: str, other: str) -> int:
    """Return how many characters at the beginning and end are the same; a single slip leaves most of them."""
    return _same_beginning(word, other) + _same_beginning(word[::-1], other[::-1])


def _same_beginning(word: str, other: str) -> int:
    for place, (letter, second) in enumerate(zip(word, other, strict=False)):
        if letter != second:
            return place
    return min(len(word), len(other))
