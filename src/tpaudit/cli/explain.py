"""tpaudit explain: one rule, worth reading aloud; a family of them, or the words of a field."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tpaudit.cli import options


def explain(
    rule: Annotated[str, Argument(metavar="RULE", hidden=True, autocompletion=options.rule_words)],
    *,
    format_: Annotated[
        options.TextOrJson, Option("--format", "-f", help="The format of the explanation.")
    ] = options.TextOrJson.TEXT,
    language: options.PlainLanguage = None,
    color: options.Color = options.ColorName.AUTO,
) -> int:
    """Explain a rule, a family of rules, or the words for channel, phase, event or type.

    RULE: a rule's code or name, or the letters that begin its code, such as
    PRS; tpaudit rules lists them.

    \b
    Examples:
      tpaudit explain PRS002
      tpaudit explain missing-owner --language de
      tpaudit explain PRS
      tpaudit explain channel
    """
    from tpaudit.cli.terminal import is_colored, width, write
    from tpaudit.outputs.catalogue import explain as output
    from tpaudit.outputs.catalogue import rules as family
    from tpaudit.outputs.catalogue import words
    from tpaudit.registry import RULES, find

    name = language or "en"
    is_json = format_ is options.TextOrJson.JSON
    found = find(rule)
    kind = words.words_for(rule)
    if found is not None:
        text = output.as_text(found, name, width=width(), color=is_colored(color))
        write(output.as_json(found, name) if is_json else text)
    elif kind:
        write(words.as_json(kind, name) if is_json else words.as_text(kind, name))
    else:
        options.rules([rule])
        members = [one for one in RULES if one.code.startswith(rule.upper())]
        write(family.as_json(members, name) if is_json else family.as_text(members, name, width=width()))
    return 0
