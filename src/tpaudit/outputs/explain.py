"""One rule explained: what it finds, why that matters, how both sides look, and how to adjust it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import fill, indent

from tpaudit.inventory.subject import Kind
from tpaudit.messages import Language, Message, render, say, translate
from tpaudit.outputs.rules import VERSION, entry, scope
from tpaudit.rules.explanation import explanation
from tpaudit.rules.rule import Rule
from tpaudit.settings import Severity


def as_text(rule: Rule, language: Language = "en", width: int = 88) -> str:
    """Return the explanation for the terminal; only sentences are wrapped, never examples."""
    explained = explanation(rule)

    def paragraph(text: str) -> str:
        return fill(translate(text, language), width, initial_indent="  ", subsequent_indent="  ")

    asked = render(say("{severity}; asked of: {scope}; step: {step}", severity=rule.severity, scope=scope(rule),
                       step=rule.step), language)  # fmt: skip
    blocks = [
        f"{rule.code} {rule.name}\n{asked}",
        fill(translate(explained.sentence, language), width),
        _section(say("Why"), paragraph(explained.why), language),
    ]
    if explained.source:
        grade = f"  ({explained.grade}: {render(grade_of(explained.grade), language)})"
        blocks.append(_section(say("Source"), f"{paragraph(explained.source)}\n{grade}", language))
    blocks.append(_section(say("Bad"), indent(explained.bad, "  "), language))
    blocks.append(_section(say("Good"), indent(explained.good, "  "), language))
    if explained.options:
        options = "\n".join(option.yaml for option in explained.options)
        blocks.append(_section(say("Options and their defaults"), indent(options, "  "), language))
    if not rule.adjustable:
        blocks.append(fill(render(UNADJUSTABLE, language), width))
    blocks += [_section(title, indent(yaml, "  "), language) for title, yaml in snippets(rule)]
    return "\n\n".join(blocks) + "\n"


def as_json(rule: Rule, language: Language = "en") -> str:
    """Return the explanation as JSON."""
    explained = explanation(rule)
    return json.dumps(
        {
            "version": VERSION,
            "rule": {
                **entry(rule, language),
                "why": translate(explained.why, language),
                "source": {"text": translate(explained.source, language), "grade": explained.grade}
                if explained.source
                else None,
                "bad": explained.bad,
                "good": explained.good,
                "adjust": [{"title": render(title, language), "yaml": yaml} for title, yaml in snippets(rule)],
            },
        },
        ensure_ascii=False,
        indent=2,
    )


UNADJUSTABLE = say(
    "This rule cannot be ignored, lowered, waived or put into a baseline: the others rest on it. Mend what it finds."
)


def grade_of(letter: str) -> Message:
    """Return what the grade of a source means."""
    return {"A": say("research"), "B": say("vendor documentation"), "C": say("practitioner advice")}[letter]


def snippets(rule: Rule) -> Iterator[tuple[Message, str]]:
    """Yield the ways of adjusting the rule, each with what to paste; none for a rule that can't be adjusted."""
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
    lower = "info" if rule.severity is not Severity.INFO else "off"
    title = (
        say("To lower its severity, in the root file") if lower == "info" else say("To switch it off, in the root file")
    )
    yield title, f"audit:\n  severity:\n    {rule.name}: {lower}\n"
    yield say("To ignore it, in the root file"), f"audit:\n  ignore:\n    - {rule.name}\n"
    yield say("To accept one finding for a reason (`until`, a date, is optional)"), _waiver(rule)


def _waiver(rule: Rule) -> str:
    """Return a waiver where it belongs: at the entry, for the inventory or a pair of segment and phase at the root."""
    waive = f"waive:\n  - rule: {rule.name}\n    reason: Why it is right as it is\n"
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


def _section(title: Message, body: str, language: Language) -> str:
    return f"{render(title, language)}\n{body.rstrip()}"
