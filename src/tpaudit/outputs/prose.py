"""Messages as Markdown: the code in their templates stays code, whatever the values hold."""

from __future__ import annotations

from tpaudit.messages import Language, Message, render, translate
from tpaudit.outputs.safe import markdown, markdown_code

_MARK = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for the template's backticks while values are filled in; in a value it changes the look, not the safety."""


def prose(message: Message, language: Language) -> str:
    """Return the message's text as one line of Markdown."""
    template = translate(message.template, language).replace("`", _MARK)
    parts = render(Message(template, message.values), language).split(_MARK)
    if len(parts) % 2 == 0:
        return markdown("`".join(parts))
    return "".join(_part(part, is_code=number % 2 == 1) for number, part in enumerate(parts))


def _part(text: str, *, is_code: bool) -> str:
    if is_code:
        return markdown_code(text)
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before and ' '}{markdown(text)}{after and ' ' if text.strip() else ''}"
