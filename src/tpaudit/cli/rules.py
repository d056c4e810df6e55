"""tpaudit rules: the catalogue."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Annotated

from typer import Argument, Option

from tpaudit.cli import options
from tpaudit.severity import Severity


def rules(
    path: Annotated[str | None, Argument(metavar="PATH", hidden=True)] = None,
    *,
    family: Annotated[
        list[str] | None,
        Option(metavar="PREFIX", help="Only these families, such as OWN.", callback=options.words),
    ] = None,
    step: Annotated[
        list[str] | None,
        Option(
            metavar="STEP",
            help="Only these steps: design, kpis, measurement, organisation, marketing.",
            callback=options.words,
        ),
    ] = None,
    severity: Annotated[
        list[Severity] | None,
        Option(metavar="SEVERITY", help="Only these severities: error, warning or info."),
    ] = None,
    enabled: Annotated[
        bool | None, Option("--enabled/--disabled", help="Only those that the inventory asks, or does not.")
    ] = None,
    format_: Annotated[
        options.ListFormat, Option("--format", "-f", help="The format of the list.")
    ] = options.ListFormat.TEXT,
    output: options.Output = None,
    language: options.PlainLanguage = None,
) -> int:
    """List the rules.

    PATH: the inventory for --enabled and --disabled; default: as for check.

    \b
    Examples:
      tpaudit rules --family PRS
      tpaudit rules examples/b2b-saas --disabled
    """
    from tpaudit.cli.destination import destination
    from tpaudit.cli.terminal import deliver
    from tpaudit.outputs.catalogue import rules as catalogue
    from tpaudit.registry import RULES

    format_, output = destination(output, format_)
    families, steps = [word.upper() for word in family or ()], step or ()
    _require("family", families, dict.fromkeys(rule.family for rule in RULES))
    _require("step", steps, dict.fromkeys(rule.step for rule in RULES))
    enabled_codes = _asked(path) if enabled is not None else None
    chosen = [
        rule
        for rule in RULES
        if (not families or rule.family in families)
        and (not steps or rule.step in steps)
        and (not severity or rule.severity in severity)
        and (enabled_codes is None or (rule.code in enabled_codes) == enabled)
    ]
    name = language or "en"
    match format_:
        case options.ListFormat.JSON:
            deliver(catalogue.as_json(chosen, name), output)
        case options.ListFormat.MARKDOWN:
            deliver(catalogue.as_markdown(chosen, name), output)
        case _:
            deliver(catalogue.as_text(chosen, name), output)
    return 0


def _require(option: str, given: Iterable[str], choices: Collection[str]) -> None:
    """Raise UsageError if no rule matches: an empty list would look like an answer."""
    from tpaudit.loading.usage import UsageError
    from tpaudit.messages import say

    for word in given:
        if word not in choices:
            raise UsageError(
                say("--{option}: there is no {given}", option=option, given=word),
                say("There are: {known}.", known=tuple(choices)),
            )


def _asked(path: str | None) -> tuple[str, ...]:
    """Return the codes of the rules that are enabled in the inventory."""
    from tpaudit.cli.place import here
    from tpaudit.cli.terminal import no_inventory
    from tpaudit.inventory.building.build import build
    from tpaudit.loading.discovery import find_roots
    from tpaudit.loading.load import load
    from tpaudit.loading.usage import UsageError
    from tpaudit.selection import configured_rules

    roots = find_roots((path,) if path else (), cwd=here())
    if not roots:
        raise UsageError(*no_inventory((path,) if path else ()))
    inventory = build(load(roots[0].folder(), roots[0].path.name), roots[0].path.name)
    enabled_rules, _ = configured_rules(inventory.settings)
    return tuple(configured.rule.code for configured in enabled_rules)
