"""tpaudit explain: one rule, worth reading aloud."""

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
    """Explain a rule: what, why, examples, options.

    RULE: its code or name; tpaudit rules lists them.

    \b
    Examples:
      tpaudit explain PRS002
      tpaudit explain missing-owner --language de
    """
    from tpaudit.cli.terminal import is_colored, width, write
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say
    from tpaudit.outputs.catalogue import explain as output
    from tpaudit.registry import find

    options.rules([rule])
    found = find(rule)
    if found is None:
        raise UsageError(
            say("{given} is a family of rules", given=rule), say("tpaudit rules --family {given}", given=rule.upper())
        )
    name = language or "en"
    if format_ is options.TextOrJson.JSON:
        write(output.as_json(found, name))
    else:
        write(output.as_text(found, name, width=width(), color=is_colored(color)))
    return 0
