"""Observe: from the command line to each inventory's file of aggregates."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tpaudit.audit import scheduled
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.discovery import Root, find_roots
from tpaudit.loading.load import load
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Language, Message, Share, say
from tpaudit.observed import keeping
from tpaudit.observed.expected import FILE, Expectation
from tpaudit.observed.observation import Observation
from tpaudit.observed.plan import expectation
from tpaudit.observed.request import Request, Results
from tpaudit.observed.results import observation, unusable
from tpaudit.observed.section import Given, request
from tpaudit.observed.tables import Tables, tables_of
from tpaudit.outputs.observed import text
from tpaudit.schedule.plan import Schedule
from tpaudit.writing import write_atomically

PASSED, FAILED = 0, 1
MOST_UNUSABLE = 0.1
"""The share of unusable rows above which the data are not to be trusted."""

Tell = Callable[[str], None]


class Asked(NamedTuple):
    """What the user asked for."""

    paths: tuple[str, ...]
    cwd: Path
    today: date
    given: Given = Given()
    output: str | None = None
    guess: str | None = None
    draft: str | None = None
    write: bool = False
    diff: bool = False
    sql: str | None = None
    folder: str | None = None
    engine: str | None = None
    language: Language | None = None
    width: int | None = None
    color: bool = False


class Told(NamedTuple):
    """What the user is told: the result, notes about it, and the exit code."""

    text: str
    notes: tuple[Message, ...]
    code: int
    language: Language


class Planned(NamedTuple):
    """An inventory whose plan can be compared with what happened."""

    root: Root
    inventory: Inventory
    schedule: Schedule

    @property
    def expectation(self) -> Expectation:
        """What the engine has to know about the plan."""
        return expectation(self.inventory, self.schedule)


class Observed(NamedTuple):
    """An inventory, its plan, and what happened."""

    planned: Planned
    observation: Observation
    path: Path
    """Where the file of aggregates belongs."""


def planned(paths: tuple[str, ...], cwd: Path) -> tuple[Planned, ...]:
    """Return the inventories; raise UsageError where a fault hides the plan."""
    if "-" in paths:
        raise UsageError(
            say("what is observed stands beside a root file, and standard input has none"), say("Name the root file.")
        )
    found = []
    for root in find_roots(paths, cwd=cwd):
        inventory, schedule = scheduled(build(load(root.folder(), root.path.name), root.path.name))
        if not inventory.complete or not schedule.segments:
            raise UsageError(
                say("{path} has faults that hide the plan", path=os.path.relpath(root.path, cwd)),
                say("Run tpaudit check, and correct its errors first."),
            )
        found.append(Planned(root, inventory, schedule))
    return tuple(found)


def asked(one: Planned, given: Given, cwd: Path, today: date) -> tuple[Request, Tables]:
    """Return what to read, and the plan in the engine's terms."""
    wanted = request(one.inventory, one.root.path.parent, cwd, given, today)
    tables = tables_of(one.expectation, today, wanted.since, wanted.min_group)
    if not tables.rows["names"]:
        raise UsageError(
            say("no touchpoint says which events of the data belong to it"),
            say("Name them in `tracked_as` of the touchpoints."),
        )
    return wanted, tables


def observe(one: Planned, wanted: Request, tables: Tables, results: Results) -> Observed:
    """Return what happened; raise UsageError if no row can be used."""
    made = observation(one.expectation, tables, wanted, results, one.inventory.name)
    if not made.rows.events:
        raise UsageError(say("{source} holds no row", source=wanted.events.shown), say("Export the events again."))
    return Observed(one, made, one.root.path.parent / FILE)


def observed(wanted: Asked, tell: Tell) -> Told | None:
    """Do what the user asked for; return None if there is no inventory."""
    if wanted.guess is not None:
        from tpaudit.observed import guessing

        language = wanted.language or "en"
        return Told(guessing.section(wanted.guess, wanted.cwd, language), (), PASSED, language)
    plans = planned(wanted.paths, wanted.cwd)
    if not plans:
        return None
    if len(plans) > 1 and (wanted.output or wanted.draft or wanted.folder or wanted.given != Given()):
        raise UsageError(say("several inventories are named, and one file or source"), say("Name one inventory."))
    if wanted.sql is not None:
        return Told(_queries(plans, wanted), (), PASSED, wanted.language or "en")
    texts, notes = [], []
    code = PASSED
    for plan in plans:
        request_, tables = asked(plan, wanted.given, wanted.cwd, wanted.today)
        made = observe(plan, request_, tables, compute(wanted, request_, tables, tell))
        path = wanted.cwd / wanted.output if wanted.output else made.path
        if not wanted.diff:
            write_atomically(path, keeping.text(made.observation).encode())
            notes.append(say("wrote {path}", path=os.path.relpath(path, wanted.cwd)))
        language = wanted.language or plan.inventory.settings.language
        shown = text.document(
            plan.inventory, plan.schedule, made.observation, language, wanted.width, color=wanted.color
        )
        if wanted.write or wanted.diff:
            shown += _filled(made, wanted, notes)
        if wanted.draft is not None:
            notes.append(_drafted(made, wanted, language))
        texts.append(shown)
        bad = unusable(made.observation.rows)
        if bad > MOST_UNUSABLE:
            notes.append(say("{share} of the events cannot be used: too many to trust the figures", share=Share(bad)))
            code = FAILED
    return Told("\n".join(texts), tuple(notes), code, wanted.language or plans[0].inventory.settings.language)


def _queries(plans: Sequence[Planned], wanted: Asked) -> str:
    """Return one SELECT for each analysis, to be run in the warehouse."""
    from tpaudit.observed.warehouse import queries

    parts = []
    for plan in plans:
        request_, tables = asked(plan, wanted.given, wanted.cwd, wanted.today)
        made = queries(request_, tables, wanted.sql or "duckdb")
        parts += [f"-- {name}: save its result as {name}.csv\n{query};\n" for name, query in made.items()]
    return "\n".join(parts)


def _filled(made: Observed, wanted: Asked, notes: list[Message]) -> str:
    """Bring rates and values in the inventory's files up to date, or return the diff of doing so."""
    from tpaudit.exchange import files, filling

    folder = made.planned.root.folder()
    plan = files.plan(folder, filling.changes(made.planned.inventory, made.observation))
    notes += (
        say("{file}:{line}: not changed: {reason}", file=one.file, line=str(one.span.line), reason=one.reason)
        for one in plan.refused
    )
    if wanted.diff:
        return f"\n{files.difference(plan.edits)}\n" if plan.edits else ""
    files.save(plan.edits)
    notes += (say("wrote {path}", path=os.path.relpath(edit.path, wanted.cwd)) for edit in plan.edits)
    if not plan.edits:
        notes.append(say("rates and values are up to date"))
    return ""


def _drafted(made: Observed, wanted: Asked, language: Language) -> Message:
    """Write entries for what nobody planned to a new file."""
    from tpaudit.exchange.drafting import draft

    path = wanted.cwd / (wanted.draft or "")
    drawn = draft(made.planned.inventory, made.observation, language)
    if drawn is None:
        return say("everything that happens is planned: there is nothing to draft")
    if os.path.lexists(path):
        raise UsageError(
            say("{path} is there already", path=wanted.draft or ""), say("Name a new file; nothing is overwritten.")
        )
    write_atomically(path, drawn.encode())
    return say("wrote {path}; name it in `include` once you have looked through it", path=wanted.draft or "")


def compute(wanted: Asked, request_: Request, tables: Tables, tell: Tell) -> Results:
    """Return the results of the engine that the user named, or those in a folder."""
    if wanted.folder is not None:
        from tpaudit.observed import answers

        return answers.read(wanted.cwd / wanted.folder)
    engine = wanted.engine or "duckdb"
    if engine.startswith(("postgres://", "postgresql://")):
        from tpaudit.observed import postgres

        return postgres.run(engine, request_, tables, tell)
    if engine == "spark":
        from tpaudit.observed import spark

        return spark.run(request_, tables, tell)
    if engine != "duckdb":
        raise UsageError(
            say("there is no engine {given}", given=engine.partition("@")[2] or engine),
            say("The engines: {known}.", known="duckdb, spark, postgres://..."),
        )
    from tpaudit.observed import duck

    return duck.run(request_, tables, tell)
