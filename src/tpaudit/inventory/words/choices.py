"""What is offered for a word that nobody knows: the one most like it, or all that there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches
from heapq import nlargest

from tpaudit.messages import Message, say

_CLOSELY = 200
"""So many words are compared closely, which is slow; of more, those that begin and end most like the given one."""
ALL = 12
"""So many choices are listed; more nobody reads."""
FEW = 8
"""So many are listed of more than that, the most alike."""
_EXPLAINED = frozenset(("channel", "phase", "event", "type"))
"""What `tpaudit explain` lists in full."""


def nearest(given: str, choices: Iterable[str], likeness: float = 0.6) -> str:
    """Return the known word that is most like the given one, or nothing."""
    word, words = given[:100], list(choices)
    if len(words) > _CLOSELY:
        words = nlargest(_CLOSELY, words, key=lambda other: _same_ends(word, other))
    matches = get_close_matches(word, words, n=1, cutoff=likeness)
    return matches[0] if matches else ""


def among(given: str, choices: Iterable[str], what: str) -> Message | None:
    """Return the choices as a sentence: all, or the most alike and the command that lists them; None without any."""
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
    """Return so many of the words, those most like the given one first."""
    word = given[:100].casefold()
    candidates = list(words)
    if len(candidates) > _CLOSELY:
        candidates = nlargest(_CLOSELY, candidates, key=lambda other: _same_ends(word, other))
    return nlargest(count, candidates, key=lambda other: SequenceMatcher(None, word, other).ratio())


def _same_ends(word: str, other: str) -> int:
    """Return how many characters are the same at the beginning and at the end; a single slip leaves most of them."""
    return _same_beginning(word, other) + _same_beginning(word[::-1], other[::-1])


def _same_beginning(word: str, other: str) -> int:
    for place, (letter, second) in enumerate(zip(word, other, strict=False)):
        if letter != second:
            return place
    return min(len(word), len(other))
