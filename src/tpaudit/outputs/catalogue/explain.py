"""One rule explained: what it finds, why that matters, how both sides look, and how to adjust it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from textwrap import indent

from tpaudit.inventory.subject import Kind
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Language, Message, render, say, shown, translate
from tpaudit.outputs.catalogue.rules import VERSION, entry, scope
from tpaudit.outputs.lines import EMPTY, Line, line, piece, printed
from tpaudit.outputs.steps import STEPS
from tpaudit.rules.explanation import explanation
from tpaudit.rules.rule import Rule
from tpaudit.severity import Severity


def as_text(rule: Rule, language: Language = "en", *, width: int | None = None, color: bool = False) -> str:
    """Return the explanation for the terminal; without a width nothing is wrapped."""
    return printed(_lines(rule, language), width=width, color=color)


def _lines(rule: Rule, language: Language) -> Iterator[Line]:
    explained = explanation(rule)
    severity, subject, step = (
        shown(word, language) for word in (SEVERITY[rule.severity], scope(rule), STEPS[rule.step])
    )
    yield line(piece(f"{rule.code} {rule.name}", "title"), piece("  "), piece(severity, rule.severity))
    yield line(piece(f"{subject}, {step}", "dim"))
    yield EMPTY
    yield line(piece(translate(explained.sentence, language)), hang=0)
    yield from _section(say("Why"), [translate(explained.why, language)], language)
    if explained.source:
        source = say(
            "{source} (grade {grade}: {kind})",
            source=translate(explained.source, language),
            grade=explained.grade,
            kind=grade_of(explained.grade),
        )
        yield from _section(say("Source"), [render(source, language)], language)
    elif any(option.is_number for option in explained.options):
        yield from _section(say("Source"), [render(CONVENTION, language)], language)
    yield from _section(say("Bad"), explained.bad.splitlines(), language)
    yield from _section(say("Good"), explained.good.splitlines(), language)
    if explained.options:
        defaults = [text for option in explained.options for text in option.yaml.splitlines()]
        yield from _section(say("Options and their defaults"), defaults, language)
    if not rule.adjustable:
        yield EMPTY
        yield line(piece(render(UNADJUSTABLE, language)), hang=0)
    for title, yaml in snippets(rule, language):
        yield from _section(title, yaml.splitlines(), language)


def _section(title: Message, texts: Iterable[str], language: Language) -> Iterator[Line]:
    yield EMPTY
    yield line(piece(render(title, language), "title"))
    for text in texts:
        before, mark, code = text.partition("# <- ")
        yield line(piece(before), piece(mark + code, "error"), indent=2, hang=0)


def as_json(rule: Rule, language: Language = "en") -> str:
    """Return the explanation as JSON."""
    explained = explanation(rule)
    source = {"text": translate(explained.source, language), "grade": explained.grade} if explained.source else None
    whole = {
        "version": VERSION,
        "rule": {
            **entry(rule, language),
            "why": translate(explained.why, language),
            "source": source,
            "bad": explained.bad,
            "good": explained.good,
            "adjust": [{"title": render(title, language), "yaml": yaml} for title, yaml in snippets(rule, language)],
        },
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


UNADJUSTABLE = say(
    "This rule cannot be ignored, lowered, waived or put into a baseline: what the audit says rests on it. "
    "Fix what it finds."
)

CONVENTION = say("none: the default is a convention of this tool; set what fits your customers")


def grade_of(letter: str) -> Message:
    """Return the meaning of a source's grade."""
    return {"A": say("research"), "B": say("vendor documentation"), "C": say("practitioner advice")}[letter]


def snippets(rule: Rule, language: Language = "en") -> Iterator[tuple[Message, str]]:
    """Yield the ways to adjust the rule, each with what to paste; none for a rule that can't be adjusted."""
    if not rule.adjustable:
        return
    options = explanation(rule).options
    if options:
        settings = "\n".join(option.beginning.yaml for option in options)
        yield (
            say("To set options, in the root file; a table replaces only the entries that it names")
            if any(option.is_table for option in options)
            else say("To set options, in the root file"),
            f"audit:\n  options:\n    {rule.name}:\n{indent(settings, ' ' * 6)}\n",
        )
    if rule.severity is not Severity.INFO:
        yield say("To lower its severity, in the root file"), f"audit:\n  severity:\n    {rule.name}: info\n"
    yield say("To ignore it, in the root file"), f"audit:\n  ignore:\n    - {rule.name}\n"
    yield say("To accept one finding for a reason (`until`, a date, is optional)"), _waiver(rule, language)


def _waiver(rule: Rule, language: Language) -> str:
    """Return a waiver in its place: at the entry, or at the root for the inventory or a pair of segment and phase."""
    reason = render(say("Why it is right as it is"), language)
    waive = f"waive:\n  - rule: {rule.name}\n    reason: {reason}\n"
    match rule.scope:
        case Kind.TOUCHPOINT:
            return "touchpoints:\n  - id: kickoff-call\n    name: Kickoff call\n" + indent(waive, " " * 4)
        case Kind.OWNER:
            return "owners:\n  - id: csm\n" + indent(waive, " " * 4)
        case Kind.PHASE:
            return waive + "    phase: onboarding\n"
        case Kind.EVENT:
            return waive + "    event: health_drop\n"
        case Kind.SEGMENT:
            return "segments:\n  - id: smb\n" + indent(waive, " " * 4)
        case Kind.SEGMENT_PHASE:
            return waive + "    segment: smb\n    phase: onboarding\n"
        case _:
            return waive
