"""tpaudit explain: a rule, a family of rules, a field, a vocabulary or a term, worth reading aloud."""

from __future__ import annotations

from typing import Annotated

from typer import Argument, Option

from tpaudit.cli import options


def explained_words(incomplete: str) -> list[str]:
    """Return the explainable words that begin with a text, for shell completion."""
    from tpaudit.outputs.catalogue.meanings import words

    return [*options.rule_words(incomplete), *(word for word in words() if word.startswith(incomplete.lower()))]


def explain(
    word: Annotated[list[str], Argument(metavar="WORD", hidden=True, autocompletion=explained_words)],
    *,
    format_: Annotated[
        options.TextOrJson, Option("--format", "-f", help="The format of the explanation.")
    ] = options.TextOrJson.TEXT,
    language: options.PlainLanguage = None,
    color: options.Color = options.ColorName.AUTO,
) -> int:
    """Explain a rule, a family of rules, a field, a vocabulary or a term.

    WORD: a rule's code or name, or the letters that begin its code, such as
    PRS; a field such as timing or timing.every; channel, type, phase or event
    for all of them; a term such as contact budget; fmt or lsp for the settings
    of formatters and editors.

    \b
    Examples:
      tpaudit explain PRS002
      tpaudit explain timing.every --language de
      tpaudit explain channel
      tpaudit explain contact budget
    """
    from tpaudit.cli.terminal import is_colored, width, write
    from tpaudit.inventory.words.choices import nearest
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say
    from tpaudit.outputs.catalogue import explain as output
    from tpaudit.outputs.catalogue import meanings, words
    from tpaudit.outputs.catalogue import rules as family
    from tpaudit.registry import RULES, find
    from tpaudit.selection import names_rules

    query, name = " ".join(word), language or "en"
    is_json = format_ is options.TextOrJson.JSON
    found, kind = find(query), words.words_for(query)
    if found is not None:
        text = output.as_text(found, name, width=width(), color=is_colored(color))
        write(output.as_json(found, name) if is_json else text)
        return 0
    if is_json and kind:
        write(words.as_json(kind, name))
        return 0
    text = meanings.as_text(query, name, width=width(), color=is_colored(color))
    if text and is_json:
        raise UsageError(say("only rules and vocabularies are explained as JSON"), say("Leave out --format."))
    if text:
        write(text)
        return 0
    if names_rules(query):
        members = [rule for rule in RULES if rule.code.startswith(query.upper())]
        write(family.as_json(members, name) if is_json else family.as_text(members, name, width=width()))
        return 0
    similar = nearest(query.lower(), meanings.words(), _A_SLIP)
    if not similar:
        options.rules([query])  # raises, naming similar rules
    raise UsageError(
        say("there is nothing called {given} to explain", given=query), say("Did you mean {similar}?", similar=similar)
    )


_A_SLIP = 0.75
"""The similarity from which a word counts as a misspelling of another."""
