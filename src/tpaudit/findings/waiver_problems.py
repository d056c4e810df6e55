"""What is wrong with a waiver itself, as GOV001 to GOV003 report it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.words.fixing import fix_of_word
from tpaudit.loading.changes import Fix
from tpaudit.messages import Message, say
from tpaudit.rules.rule import Problem

LOOKS_AT: Mapping[Kind, Message] = MappingProxyType(
    {
        Kind.TOUCHPOINT: say("touchpoints"),
        Kind.PHASE: say("phases"),
        Kind.SEGMENT: say("segments"),
        Kind.SEGMENT_PHASE: say("phases in segments"),
        Kind.OWNER: say("owners"),
        Kind.EVENT: say("events"),
        Kind.INVENTORY: say("the inventory (`waive` at the root)"),
    }
)
"""Where a rule can be waived, by its scope."""


def unused_waiver_problem(at: At, rule: str) -> Problem:
    """Return the finding about a waiver that waives nothing."""
    return Problem(
        at,
        "{rule} is waived, but finds nothing here",
        rule=rule,
        help="Remove the waiver: what it excused has been fixed.",
        fix=Fix("remove"),
    )


def misplaced_waiver_problem(at: At, rule: str, scope: Kind) -> Problem:
    """Return the finding about a waiver in a place where the rule never finds anything."""
    return Problem(
        at,
        "{rule} is waived where the rule never looks",
        rule=rule,
        subjects=LOOKS_AT[scope],
        help="Move the waiver to what the rule is about: {subjects}.",
    )


def expired_waiver_problem(at: At, rule: str, until: date) -> Problem:
    """Return the finding about a waiver whose time is over."""
    return Problem(
        at,
        "the waiver of {rule} ended on {until}, and its findings count again",
        rule=rule,
        until=until,
        help="Fix what {rule} finds, or decide anew how long to accept it and why.",
    )


def unknown_rule_problem(at: At, word: str, nearest: str) -> Problem:
    """Return the finding about a waiver that names no rule."""
    if nearest:
        fix = fix_of_word(word, nearest)
        message = "there is no rule {given} to waive"
        return Problem(at, message, given=word, nearest=nearest, help="Write {nearest}.", fix=fix)
    return Problem(
        at,
        "there is no rule {given} to waive",
        given=word,
        help="Write the code or the name of a rule, as `tpaudit rules` lists them.",
    )


def unwaivable_rule_problem(at: At, rule: str) -> Problem:
    """Return the finding about a waiver of a rule that holds for everybody."""
    return Problem(
        at,
        "{rule} cannot be waived",
        rule=rule,
        help="Remove the waiver and fix what {rule} finds: it keeps the rest of the audit from being right.",
    )
