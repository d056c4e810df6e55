"""tpaudit lsp: the language server for editors."""

from __future__ import annotations

from typing import Annotated

from typer import Option

from tpaudit.cli import options


def lsp(
    *,
    today: Annotated[
        str | None,
        Option(metavar="DATE", envvar="TPAUDIT_TODAY", help="The day of the audits; default: today, each day anew."),
    ] = None,
    language: options.Language = None,
) -> int:
    """Serve an editor over standard input and output: findings as you type,
    completion of ids, definitions, references and fixes.

    Editors start it themselves; tpaudit explain lsp shows their settings.

    \b
    Examples:
      tpaudit lsp
      tpaudit lsp --language de
    """
    from tpaudit.cli import day
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    try:
        from tpaudit.lsp.server import create
    except ImportError as error:
        if error.name not in ("pygls", "lsprotocol"):
            raise
        raise UsageError(
            say("the language server needs the package pygls"),
            say("Install it with {command}.", command='pip install "tpaudit[lsp]"'),
        ) from error
    fixed = day.day(today) if today is not None else None
    create(lambda: fixed or day.today(), language).start_io()
    return 0
