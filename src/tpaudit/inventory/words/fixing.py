"""The fix of a faulty word or value, derived from its remedy."""

from __future__ import annotations

from difflib import SequenceMatcher

from tpaudit.loading.changes import Fix
from tpaudit.loading.scalars import plain
from tpaudit.messages import Message

_A_SLIP = 0.75
"""The similarity from which a word counts as a misspelling of another."""


def fix_of_word(given: str, meant: str) -> Fix:
    """Return the fix of a word; it is safe if the word meant differs only by a slip."""
    return Fix("replace", meant, safe=_is_a_slip(given, meant))


def fix_of_reference(given: str, remedy: Message) -> Fix | None:
    """Return the fix of an id that is not registered."""
    similar = remedy.values.get("similar")
    return fix_of_word(given, similar) if isinstance(similar, str) else None


def fix_of_fault(kind: str, key: str, given: object, remedy: Message) -> Fix | None:
    """Return the fix of a key or value that the format refuses, by the kind of pydantic's error."""
    if kind == "extra_forbidden":
        similar = remedy.values.get("similar")
        return Fix("rename", similar, safe=_is_a_slip(key, str(similar))) if isinstance(similar, str) else None
    if kind in ("duration", "date"):
        # A bare number has no unit, and only the user knows which one is meant.
        meant = remedy.values.get("duration", remedy.values.get("day"))
        return Fix("replace", meant, safe=isinstance(given, str)) if isinstance(meant, str) else None
    if kind in ("number", "share"):
        number = remedy.values.get("number")
        if not isinstance(number, str):
            return None
        return Fix("replace", number if number.endswith("%") else plain(number))
    if kind in ("literal_error", "string_pattern_mismatch") and isinstance(given, str) and key != "id":
        similar = remedy.values.get("similar")
        return fix_of_word(given, similar) if isinstance(similar, str) else None
    return None


def _is_a_slip(given: str, meant: str) -> bool:
    written, target = (word.casefold().replace("-", "_").replace(" ", "_") for word in (given, meant))
    # Two swapped letters are a slip too, however short the word.
    return (
        sorted(written) == sorted(target) or SequenceMatcher(None, written, target, autojunk=False).ratio() >= _A_SLIP
    )
