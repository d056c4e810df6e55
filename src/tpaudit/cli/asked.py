"""From a command's options to what a session is asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from tpaudit.app.session import Wanted
from tpaudit.cli.options import FailOnName, LanguageName
from tpaudit.cli.terminal import day
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say


def wanted(
    paths: Sequence[str] | None,
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    owners: Sequence[str] | None = None,
    phases: Sequence[str] | None = None,
    segments: Sequence[str] | None = None,
    fail_on: FailOnName | None = None,
    since: str | None = None,
    baseline: str | None = None,
    use_baseline: bool = True,
    waivers: bool = True,
    today: str | None = None,
    language: LanguageName | None = None,
    jobs: int = 1,
    stdin_filename: str | None = None,
    progress: Callable[[str], None] | None = None,
) -> Wanted:
    """Return what the session is asked for; raise UsageError where the options are at fault."""
    return Wanted(
        today=day(today),
        cwd=here(),
        paths=tuple(paths or ()),
        stdin=standard_input(paths or ()),
        stdin_filename=stdin_filename,
        select=rules(select),
        ignore=_ignored(rules(ignore)),
        owners=words(owners),
        phases=words(phases),
        segments=words(segments),
        fail_on=fail_on.value if fail_on else None,
        language=language.value if language else None,
        since=since,
        baseline=baseline,
        use_baseline=use_baseline,
        waivers=waivers,
        jobs=jobs,
        progress=progress,
    )


def here() -> Path:
    """Return the folder in which the command runs."""
    try:
        return Path.cwd()
    except OSError:
        raise UsageError(
            say("the current folder does not exist any more"), say("Change to one that exists and try again.")
        ) from None


def standard_input(paths: Sequence[str]) -> BinaryIO | None:
    """Return standard input where a path asks for it; closed, it is empty."""
    return sys.stdin.buffer if "-" in paths and sys.stdin is not None else None


def words(given: Sequence[str] | None) -> tuple[str, ...]:
    """Return the words of a repeatable option; commas separate too."""
    return tuple(word.strip() for one in given or () for word in one.split(",") if word.strip())


def rules(given: Sequence[str] | None) -> tuple[str, ...] | None:
    """Return the words that name rules, each held against the catalogue."""
    if given is None:
        return None
    from tpaudit.selection import names_rules, unknown_rule

    asked = words(given)
    for word in asked:
        if not names_rules(word):
            raise UsageError(*unknown_rule(word))
    return asked


def _ignored(asked: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Return the words; raise UsageError where one names a rule that is always asked."""
    if asked:
        from tpaudit.selection import unadjustable

        for fault in unadjustable("ignore", asked):
            raise UsageError(fault.message, fault.help)
    return asked
