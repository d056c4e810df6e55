"""tpaudit init: a first inventory, or the files with which CI audits one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from typer import Argument, Option

from tpaudit.cli import options


class Example(StrEnum):
    """The examples that a starter inventory can be."""

    SAAS = "saas"
    SHOP = "shop"
    SERVICE = "service"


class Recipe(StrEnum):
    """Where audits can run automatically."""

    GITHUB = "github"
    GITLAB = "gitlab"
    JENKINS = "jenkins"
    PRE_COMMIT = "pre-commit"
    MAKE = "make"
    CONTAINER = "container"


def init(
    folder: Annotated[str, Argument(metavar="DIR", hidden=True)] = ".",
    *,
    example: Annotated[
        Example | None,
        Option(help="What the starter is like: software with contracts (the default), a shop, or a public service."),
    ] = None,
    ci: Annotated[
        Recipe | None, Option(help="Write the files that audit the inventory in CI instead; with --example, both.")
    ] = None,
    from_: Annotated[
        str | None, Option("--from", metavar="FILE", help="Begin with a spreadsheet: tpaudit import FILE --write.")
    ] = None,
    language: options.PlainLanguage = None,
) -> int:
    """Write a commented starter inventory and its schema. Nothing is overwritten.

    DIR: the folder, made if need be; default: this one.

    \b
    Examples:
      tpaudit init
      tpaudit init touchpoints --example shop --language de
      tpaudit init --ci github
      tpaudit init --from touchpoints.xlsx
    """
    from tpaudit.cli.terminal import note
    from tpaudit.messages import render, say
    from tpaudit.outputs.safe import terminal
    from tpaudit.starter.starting import origin, recipe, start

    spoken = language or "en"
    if from_ is not None:
        from tpaudit.cli.import_ import import_

        return import_(from_, folder, write=True, language=language)
    written: list[Path] = []
    if ci is None or example is not None:
        written += start(folder, (example or Example.SAAS).value, spoken)
    if ci is not None:
        written += recipe(folder, ci.value)
    for path in written:
        note(f"tpaudit: {terminal(render(say('wrote {path}', path=str(path)), spoken))}")
    if ci is None or example is not None:
        command = "tpaudit check" if folder == "." else f"tpaudit check {folder}"
        note(terminal(render(say("Now run: {command}", command=command), spoken)))
    if ci is not None and not origin().known:
        note(
            terminal(
                render(
                    say(
                        "Set {address} in it to where your copy of tpaudit's repository is.",
                        address="https://git.example/tpaudit.git",
                    ),
                    spoken,
                )
            )
        )
    return 0
