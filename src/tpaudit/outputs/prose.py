"""Messages as Markdown: code in their templates stays code, whatever the inventory's texts contain."""

from __future__ import annotations

from tpaudit.messages import Code, Language, Message, Value, render, translate
from tpaudit.outputs.safe import markdown, markdown_code, markdown_within

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""A stand-in for the template's backticks while values are filled in; in a value it affects the look, not safety."""


def prose(message: Message, language: Language) -> str:
    """Return the message's text as one line of Markdown."""
    parts = render(_marked(message, language), language).split(_MARK)
    if len(parts) % 2 == 0:
        return markdown("`".join(parts))
    return "".join(_part(part, number) for number, part in enumerate(parts))


def _marked(message: Message, language: Language) -> Message:
    """Return the message with marks in place of its templates' backticks, and around words to be typed."""
    template = translate(message.template, language).replace("`", _MARK)
    return Message(template, {name: _marked_value(value, language) for name, value in message.values.items()})


def _marked_value(value: Value, language: Language) -> Value:
    match value:
        case Code():
            return f"{_MARK}{value}{_MARK}"
        case Message():
            return _marked(value, language)
        case tuple():
            return tuple(_marked_value(item, language) for item in value)
        case _:
            return value


def _part(text: str, number: int) -> str:
    """Every other part is code; of the others, the first begins the line."""
    if number % 2 == 1:
        return markdown_code(text)
    safe = markdown_within(text) if number else markdown(text)
    before = " " if number and text[:1].isspace() else ""
    return f"{before}{safe}{' ' if safe and text[-1:].isspace() else ''}"
