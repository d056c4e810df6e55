"""From what the user asked on the command line to the audit of every inventory that it means."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from tpaudit.audit import Filter, Request, audit, scheduled
from tpaudit.findings.result import Audit, InventoryAudit
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.discovery import Root, find_roots
from tpaudit.loading.load import load
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Language, Message, say
from tpaudit.schedule.plan import Schedule
from tpaudit.settings import FailOn
from tpaudit.severity import Severity

if TYPE_CHECKING:
    from tpaudit.diff.comparison import Comparison, InventoryChange
    from tpaudit.findings.measures import Accepted

PASSED, FAILED, BROKEN, NOTHING = 0, 1, 2, 3
"""Exit codes: no finding that fails; findings that do; command line, environment or internal error; nothing checked."""


class Wanted(NamedTuple):
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
    if wanted.since is not None:
        return _of(_since(wanted.since, wanted)[0], wanted)
    roots = _roots(wanted)
    _one_for(wanted.baseline, roots)
    return _of(_each(roots, wanted), wanted)


def run_compared(wanted: Wanted, name: str) -> tuple[Audit, Comparison]:
    """Return the audit of the work tree, its findings marked against a revision, and what has changed since."""
    from tpaudit.diff.comparison import Comparison

    results, changes = _since(name, wanted)
    return _of(results, wanted), Comparison(name, None, wanted.today, changes)


def compare(wanted: Wanted, before: str, after: str | None) -> tuple[Comparison, Language, tuple[str, ...]]:
    """Return what a change does, the reader's language, and what rules raised that failed themselves.

    `after` None: the work tree, unless `before` is a range.
    """
    from tpaudit.diff import sides
    from tpaudit.diff.comparison import Comparison
    from tpaudit.diff.comparison import compare as compare_audits

    before, after = sides.ends(before, after)
    pairs = sides.between(before, after, wanted.paths, wanted.cwd)
    audited = [
        sides.audited(pair, _request(wanted, pair.after if isinstance(pair.after, Root) else None), wanted.cwd)
        for pair in pairs
    ]
    changes = tuple(compare_audits(one.before, one.after) for one in audited)
    crashed = tuple(crash for one in audited for crash in one.crashed)
    sides_there = [side for one in audited for side in (one.after, one.before) if side is not None]
    language = wanted.language or (sides_there[0].inventory.settings.language if sides_there else "en")
    return Comparison(before, after, wanted.today, changes), language, crashed


Result = tuple[InventoryAudit, tuple[str, ...]]


def _roots(wanted: Wanted, paths: Sequence[str] | None = None) -> tuple[Root, ...]:
    asked = wanted.paths if paths is None else paths
    return find_roots(asked, cwd=wanted.cwd, stdin=wanted.stdin, stdin_filename=wanted.stdin_filename)


def _of(results: Sequence[Result], wanted: Wanted) -> Audit:
    audits = tuple(result for result, _ in results)
    return Audit(
        inventories=audits,
        today=wanted.today,
        language=wanted.language or (audits[0].inventory.settings.language if audits else "en"),
        fail_on={one.root: wanted.fail_on or one.inventory.settings.fail_on for one in audits},
        crashed=tuple(crash for _, crashes in results for crash in crashes),
    )


def _one_for(baseline: str | None, roots: Sequence[Root]) -> None:
    """Raise UsageError where one baseline is named for several inventories: what one owes is not known of others."""
    if baseline is not None and len(roots) > 1:
        raise UsageError(
            say("--baseline names one file for {n} inventories", n=len(roots)), say("Name one inventory as well.")
        )


def _each(roots: Sequence[Root], wanted: Wanted) -> list[Result]:
    if wanted.jobs < 2 or len(roots) < 2:
        return [audit_root(root, wanted) for root in roots]
    from concurrent.futures import ProcessPoolExecutor

    alone = wanted._replace(stdin=None, progress=None)
    with ProcessPoolExecutor(min(wanted.jobs, len(roots))) as pool:
        return list(pool.map(audit_root, roots, [alone] * len(roots)))


def _since(name: str, wanted: Wanted) -> tuple[list[Result], tuple[InventoryChange, ...]]:
    """Audit both sides of each inventory, and tell apart what is new, what stays and what is mended."""
    from tpaudit.diff import sides
    from tpaudit.diff.comparison import compare as compare_audits
    from tpaudit.findings.since import marked

    roots = sides.todays(wanted.paths, wanted.cwd, lambda there: _roots(wanted, there))
    _one_for(wanted.baseline, roots)
    results: list[Result] = []
    changes = []
    for pair in sides.since(name, roots, wanted.paths, wanted.cwd):
        request = _request(wanted, pair.after if isinstance(pair.after, Root) else None)
        audited = sides.audited(pair, request, wanted.cwd)
        shows = sides.shown(request, pair.after).shows
        changed = compare_audits(audited.before, audited.after)
        changes.append(changed)
        results.append((marked(audited.before, audited.after, shows, changed.renames), audited.crashed))
    return results, tuple(changes)


def audit_root(root: Root, wanted: Wanted) -> Result:
    """Return the audit of one inventory, held against its baseline."""
    folder, repository_folder = folders(root.path, wanted.cwd)
    return audit(
        root.folder(),
        root.path.name,
        _request(wanted, root),
        folder=folder,
        repository_folder=repository_folder,
    )


def _request(wanted: Wanted, root: Root | None = None) -> Request:
    return Request(
        today=wanted.today,
        select=wanted.select,
        ignore=wanted.ignore,
        waivers=wanted.waivers,
        known=_known(root, wanted) if root is not None else None,
        shown=Filter(wanted.owners, wanted.phases, wanted.segments, root.only if root is not None else ()),
        progress=wanted.progress,
    )


def _known(root: Root, wanted: Wanted) -> Mapping[str, Accepted] | None:
    if not wanted.use_baseline:
        return None
    path = wanted.cwd / wanted.baseline if wanted.baseline else root.baseline
    if wanted.baseline is None and not os.path.lexists(path):
        return None
    from tpaudit.findings import baseline

    found = baseline.read(path, named=wanted.baseline is not None)
    return found.known if found is not None else None


class Planned(NamedTuple):
    """An inventory and its schedule; `folder` is the root's, as the user reads it."""

    inventory: Inventory
    schedule: Schedule
    folder: str


def planned(wanted: Wanted, segment: str | None, *, diary: bool) -> tuple[Planned, ...]:
    """Return each inventory with its schedule; raise UsageError where no inventory has the segment."""
    if diary and segment is None:
        raise UsageError(say("--diary shows one segment"), say("Name it with --segment."))
    plans = []
    for root in _roots(wanted):
        if wanted.progress is not None:
            wanted.progress("scheduling")
        inventory, schedule = scheduled(build(load(root.folder(), root.path.name), root.path.name))
        plans.append(Planned(inventory, schedule, folders(root.path, wanted.cwd)[0]))
    known = [segment.id for one in plans for segment in one.inventory.segments]
    complete = all(one.inventory.complete for one in plans)
    if segment is not None and plans and segment not in known and complete:
        raise UsageError(
            say("there is no segment {given}", given=segment), say("The segments: {known}.", known=", ".join(known))
        )
    return tuple(plans)


def accept(wanted: Wanted, file: str | None, *, accept_new: bool) -> tuple[tuple[Message, ...], int]:
    """Write each inventory's baseline, and return what to say of it and the exit code: 1 where debt was refused."""
    from tpaudit.findings import baseline

    if "-" in wanted.paths:
        raise UsageError(
            say("a baseline stands beside a root file, and standard input has none"), say("Name the root file.")
        )
    roots = _roots(wanted)
    _one_for(file, roots)
    said: list[Message] = []
    code = PASSED if roots else NOTHING
    for root in roots:
        result, crashes = audit_root(root._replace(only=()), wanted)
        if crashes:
            # What a rule could not say must not pass for mended.
            return (*said, *(say("rule {rule} failed itself", rule=crash) for crash in crashes)), BROKEN
        path = wanted.cwd / file if file is not None else root.baseline
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
    if not any(one.inventory.touchpoints or one.findings or one.hidden or one.mended for one in result.inventories):
        return NOTHING
    for one in result.inventories:
        limit = result.fail_on[one.root]
        if limit != "never" and any(finding.severity.rank <= Severity(limit).rank for finding in one.new):
            return FAILED
    return PASSED
