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
    output: options.Output = None,
    language: options.PlainLanguage = None,
    color: options.Color = options.ColorName.AUTO,
) -> int:
    """Explain a rule, a family of rules, a field, a vocabulary or a term.

    WORD: a rule's code or name, or the letters that begin its code, such as
    PRS; a field such as timing or timing.every; channel, type, phase or event
    for all of them, or a word of theirs; a term such as contact budget; fmt or
    lsp for the settings of formatters and editors.

    \b
    Examples:
      tpaudit explain PRS002
      tpaudit explain timing.every --language de
      tpaudit explain channel
      tpaudit explain contact budget
    """
    from tpaudit.cli.destination import destination
    from tpaudit.cli.terminal import deliver, is_colored, width
    from tpaudit.inventory.words.choices import nearest
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say
    from tpaudit.outputs.catalogue import explain as explained
    from tpaudit.outputs.catalogue import meanings, words
    from tpaudit.outputs.catalogue import rules as family
    from tpaudit.registry import RULES, find
    from tpaudit.selection import ALL_RULES, names_rules, unknown_rule

    format_, output = destination(output, format_)
    query, name = " ".join(word), language or "en"
    columns, colored = (width(), is_colored(color)) if output is None else (None, False)
    is_json = format_ is options.TextOrJson.JSON
    found, kind = find(query), words.words_for(query)
    if found is not None:
        text = explained.as_text(found, name, width=columns, color=colored)
        deliver(explained.as_json(found, name) if is_json else text, output)
        return 0
    if is_json and kind:
        deliver(words.as_json(kind, name), output)
        return 0
    text = meanings.as_text(query, name, width=columns, color=colored)
    if text and is_json:
        raise UsageError(say("only rules and vocabularies are explained as JSON"), say("Leave out --format."))
    if text:
        deliver(text, output)
        return 0
    if names_rules(query):
        members = [rule for rule in RULES if rule.code.startswith(query.upper())]
        deliver(family.as_json(members, name) if is_json else family.as_text(members, name, width=columns), output)
        return 0
    similar = nearest(query.lower().replace(" ", "_"), meanings.words(), _A_SLIP)
    message, help_ = unknown_rule(query)
    if similar:
        help_ = say("Did you mean {similar}?", similar=similar)
    elif help_ != ALL_RULES:
        raise UsageError(message, help_)
    else:
        help_ = say(
            "It explains rules (PRS002), fields (timing.every), vocabularies (channel) and terms (contact budget)."
        )
    raise UsageError(say("there is nothing called {given} to explain", given=query), help_)


_A_SLIP = 0.75
"""The similarity from which a word counts as a misspelling of another."""
