"""From what the user asked on the command line to the audit of every inventory that it means."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from tpaudit.audit import Filter, Request, audit, scheduled
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.inventory.building import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.discovery import Root, UsageError, find_roots
from tpaudit.loading.load import load
from tpaudit.messages import Language, Message, say
from tpaudit.schedule.plan import Schedule
from tpaudit.settings import FailOn

PASSED, FAILED, BROKEN, NOTHING = 0, 1, 2, 3
"""Exit codes: no finding that fails; findings that do; command line, environment or internal error; nothing checked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for; None leaves a setting to the root file."""

    today: date
    cwd: Path
    paths: tuple[str, ...] = ()
    stdin: BinaryIO | None = None
    stdin_filename: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    owners: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    fail_on: FailOn | None = None
    language: Language | None = None
    since: str | None = None
    baseline: str | None = None
    use_baseline: bool = True
    waivers: bool = True
    jobs: int = 1
    progress: Callable[[str], None] | None = None


def run(wanted: Wanted) -> Audit:
    """Return the audit; raise UsageError where the command line or the environment is at fault."""
    roots = find_roots(wanted.paths, cwd=wanted.cwd, stdin=wanted.stdin, stdin_filename=wanted.stdin_filename)
    results = _each(roots, wanted)
    audits = tuple(result for result, _ in results)
    return Audit(
        inventories=audits,
        today=wanted.today,
        language=wanted.language or (audits[0].inventory.settings.language if audits else "en"),
        fail_on={one.folder: wanted.fail_on or one.inventory.settings.fail_on for one in audits},
        crashed=tuple(crash for _, crashes in results for crash in crashes),
    )


Result = tuple[InventoryAudit, tuple[str, ...]]


def _each(roots: Sequence[Root], wanted: Wanted) -> list[Result]:
    if wanted.jobs < 2 or len(roots) < 2:
        return [audit_root(root, wanted) for root in roots]
    from concurrent.futures import ProcessPoolExecutor

    alone = replace(wanted, stdin=None, progress=None)
    with ProcessPoolExecutor(min(wanted.jobs, len(roots))) as pool:
        return list(pool.map(audit_root, roots, [alone] * len(roots)))


def audit_root(root: Root, wanted: Wanted) -> Result:
    """Return the audit of one inventory, held against its baseline and the revision that the user named."""
    request = Request(
        today=wanted.today,
        select=wanted.select,
        ignore=wanted.ignore,
        waivers=wanted.waivers,
        known=_known(root, wanted),
        shown=Filter(wanted.owners, wanted.phases, wanted.segments, root.only),
        progress=wanted.progress,
    )
    folder, repository_folder = folders(root.path, wanted.cwd)
    result, crashes = audit(root.folder(), root.path.name, request, folder=folder, repository_folder=repository_folder)
    if wanted.since is not None:
        from tpaudit.findings import since

        result = since.compared(result, root, wanted.since, request)
    return result, crashes


def _known(root: Root, wanted: Wanted) -> Mapping[str, int]:
    if not wanted.use_baseline:
        return {}
    from tpaudit.findings import baseline

    path = wanted.cwd / wanted.baseline if wanted.baseline else baseline.path_beside(root.path)
    found = baseline.read(path, named=wanted.baseline is not None)
    return found.known if found is not None else {}


def planned(wanted: Wanted, segment: str | None, *, diary: bool) -> tuple[tuple[Inventory, Schedule], ...]:
    """Return each inventory with its schedule; raise UsageError where no inventory has the segment."""
    if diary and segment is None:
        raise UsageError(say("--diary shows one segment"), say("Name it with --segment."))
    roots = find_roots(wanted.paths, cwd=wanted.cwd, stdin=wanted.stdin, stdin_filename=wanted.stdin_filename)
    plans = []
    for root in roots:
        if wanted.progress is not None:
            wanted.progress("scheduling")
        plans.append(scheduled(build(load(root.folder(), root.path.name), root.path.name)))
    known = [one.id for inventory, _ in plans for one in inventory.segments]
    if segment is not None and plans and segment not in known:
        raise UsageError(
            say("there is no segment {given}", given=segment), say("The segments: {known}.", known=", ".join(known))
        )
    return tuple(plans)


def accept(wanted: Wanted, file: str | None, *, accept_new: bool) -> tuple[tuple[Message, ...], int]:
    """Write each inventory's baseline, and return what to say of it and the exit code: 1 where debt was refused."""
    from tpaudit.findings import baseline

    roots = find_roots(wanted.paths, cwd=wanted.cwd)
    if file is not None and len(roots) > 1:
        raise UsageError(
            say("--baseline names one file for {n} inventories", n=len(roots)), say("Name one inventory as well.")
        )
    said: list[Message] = []
    code = PASSED if roots else NOTHING
    for root in roots:
        result, crashes = audit_root(replace(root, only=()), wanted)
        path = wanted.cwd / file if file is not None else baseline.path_beside(root.path)
        update = baseline.update(baseline.read(path, named=False), result, wanted.today, accept_new=accept_new)
        baseline.write(path, update.baseline)
        said.append(
            say(
                "{path}: {kept} kept, {added} added, {dropped} mended and dropped, {refused} refused",
                path=os.path.relpath(path, wanted.cwd),
                kept=update.kept,
                added=len(update.added),
                dropped=update.dropped,
                refused=len(update.refused),
            )
        )
        if update.refused:
            said.append(say("new debt is accepted with --accept-new only; tpaudit check shows it"))
            code = FAILED
        if crashes:
            return (*said, *(say("rule {rule} failed itself", rule=crash) for crash in crashes)), BROKEN
    return tuple(said), code


def folders(root: Path, cwd: Path) -> tuple[str, str | None]:
    """Return the root's folder as users read it: relative to where they are, and to the top of the repository."""
    folder = root.parent
    relative = Path(os.path.relpath(folder, cwd)).as_posix()
    top = next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)
    within = folder.relative_to(top).as_posix() if top is not None else None
    return _named(relative), None if within is None else _named(within)


def _named(folder: str) -> str:
    return "" if folder == "." else folder


def exit_code(result: Audit) -> int:
    """Return what the run says to the shell: an error of ours goes before nothing checked, that before findings."""
    if result.crashed:
        return BROKEN
    if not any(one.inventory.touchpoints or one.findings or one.hidden for one in result.inventories):
        return NOTHING
    for one in result.inventories:
        limit = result.fail_on[one.folder]
        if limit != "never" and any(finding.severity.rank <= _RANKS[limit] for finding in one.new):
            return FAILED
    return PASSED


_RANKS: Mapping[str, int] = {"error": 0, "warning": 1, "info": 2}
