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
from tpaudit.observed.expected import Expectation
from tpaudit.observed.loading import FILE
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


class ObserveOptions(NamedTuple):
    """The options of `tpaudit observe`."""

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


class Outcome(NamedTuple):
    """The outcome of a run: its result, notes about it, and the exit code."""

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
            say("the observed figures belong beside a root file, and standard input has none"),
            say("Name the root file."),
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


def prepare(plan: Planned, given: Given, cwd: Path, today: date) -> tuple[Request, Tables]:
    """Return what to read, and the plan in the engine's terms."""
    request_ = request(plan.inventory, plan.root.path.parent, cwd, given, today)
    tables = tables_of(plan.expectation, today, request_.since, request_.min_group)
    if not tables.rows["names"]:
        raise UsageError(
            say("no touchpoint says which events of the data belong to it"),
            say("Name them in `tracked_as` of the touchpoints."),
        )
    return request_, tables


def observe(plan: Planned, request_: Request, tables: Tables, results: Results) -> Observed:
    """Return what happened; raise UsageError if no row can be used."""
    made = observation(plan.expectation, tables, request_, results, plan.inventory.name)
    if not made.rows.events:
        raise UsageError(say("{source} holds no row", source=request_.events.shown), say("Export the events again."))
    return Observed(plan, made, plan.root.path.parent / FILE)


def observed(options: ObserveOptions, tell: Tell) -> Outcome | None:
    """Observe as the options say; return None if there is no inventory."""
    if options.guess is not None:
        from tpaudit.observed import guessing

        language = options.language or "en"
        return Outcome(guessing.section(options.guess, options.cwd, language), (), PASSED, language)
    plans = planned(options.paths, options.cwd)
    if not plans:
        return None
    if len(plans) > 1 and (options.output or options.draft or options.folder or options.given != Given()):
        raise UsageError(say("several inventories are named, and one file or source"), say("Name one inventory."))
    if options.sql is not None:
        every = say(
            "the queries take every row of the tables: where a column marks rows as deleted, name a view without them"
        )
        return Outcome(
            _queries(plans, options), (every,), PASSED, options.language or plans[0].inventory.settings.language
        )
    texts, notes = [], []
    code = PASSED
    for plan in plans:
        request_, tables = prepare(plan, options.given, options.cwd, options.today)
        made = observe(plan, request_, tables, compute(options, request_, tables, tell))
        path = options.cwd / options.output if options.output else made.path
        if not options.diff:
            write_atomically(path, keeping.text(made.observation).encode())
            notes.append(say("wrote {path}", path=os.path.relpath(path, options.cwd)))
        language = options.language or plan.inventory.settings.language
        shown = text.document(
            plan.inventory, plan.schedule, made.observation, language, options.width, color=options.color
        )
        if options.write or options.diff:
            shown += _filled(made, options, notes)
        if options.draft is not None:
            notes.append(_drafted(made, options, language))
        texts.append(shown)
        bad = unusable(made.observation.rows)
        if bad > MOST_UNUSABLE:
            notes.append(say("{share} of the events cannot be used: too many to trust the figures", share=Share(bad)))
            code = FAILED
    return Outcome("\n".join(texts), tuple(notes), code, options.language or plans[0].inventory.settings.language)


def _queries(plans: Sequence[Planned], options: ObserveOptions) -> str:
    """Return one SELECT for each analysis, to be run in the warehouse."""
    from tpaudit.observed.warehouse import queries

    parts = []
    for plan in plans:
        request_, tables = prepare(plan, options.given, options.cwd, options.today)
        made = queries(request_, tables, options.sql or "duckdb")
        parts += [f"-- {name}: save its result as {name}.csv\n{query};\n" for name, query in made.items()]
    return "\n".join(parts)


def _filled(made: Observed, options: ObserveOptions, notes: list[Message]) -> str:
    """Bring rates and values in the inventory's files up to date, or return the diff of doing so."""
    from tpaudit.exchange import files, filling

    folder = made.planned.root.folder()
    plan = files.plan(folder, filling.changes(made.planned.inventory, made.observation))
    notes += (
        say(
            "{file}:{line}: not changed: {reason}",
            file=refusal.file,
            line=str(refusal.span.line),
            reason=refusal.reason,
        )
        for refusal in plan.refused
    )
    if options.diff:
        return f"\n{files.difference(plan.edits)}\n" if plan.edits else ""
    files.save(plan.edits)
    notes += (say("wrote {path}", path=os.path.relpath(edit.path, options.cwd)) for edit in plan.edits)
    if not plan.edits:
        notes.append(say("rates and values are up to date"))
    return ""


def _drafted(made: Observed, options: ObserveOptions, language: Language) -> Message:
    """Write entries for what nobody planned to a new file."""
    from tpaudit.exchange.drafting import draft

    path = options.cwd / (options.draft or "")
    drawn = draft(made.planned.inventory, made.observation, language)
    if drawn is None:
        return say("everything that happens is planned: there is nothing to draft")
    if os.path.lexists(path):
        raise UsageError(
            say("{path} is there already", path=options.draft or ""), say("Name a new file; nothing is overwritten.")
        )
    write_atomically(path, drawn.encode())
    return say("wrote {path}; name it in `include` once you have looked through it", path=options.draft or "")


def compute(options: ObserveOptions, request_: Request, tables: Tables, tell: Tell) -> Results:
    """Return the results of the engine that the user named, or those in a folder."""
    if options.folder is not None:
        from tpaudit.observed import answers

        return answers.read(options.cwd / options.folder)
    engine = options.engine or "duckdb"
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
