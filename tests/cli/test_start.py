"""What a command loads before it answers: nothing that it does not need, since people wait for it at each start."""

from __future__ import annotations

import os

import pytest

from tests.cli.running import EXAMPLES, TODAY, tpaudit

HEAVY = ("babel", "jinja2", "jsonschema", "junitparser", "rich", "unittest", "tpaudit.report", "tpaudit.starter")
OF_FILES = ("ruamel", "tpaudit.loading.git", "tpaudit.loading.tree", "tpaudit.diff", "tpaudit.findings.baseline")
IN_GERMAN = ("tpaudit.locales",)


def loaded(*arguments: str) -> set[str]:
    """Return the names of the modules that a run of the command imports, as Python itself reports them."""
    # A measurement of coverage would begin inside the run, and load modules of its own.
    unmeasured = {name: "" for name in os.environ if name.startswith("COVERAGE_PROCESS_")}
    run = tpaudit(*arguments, environment={"PYTHONPROFILEIMPORTTIME": "1", **unmeasured})
    assert run.code == 0, run.err
    lines = (line for line in run.err.splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


def among(names: tuple[str, ...], modules: set[str]) -> list[str]:
    return sorted(module for module in modules if any(f"{module}.".startswith(f"{name}.") for name in names))


def test_the_version_needs_nothing() -> None:
    modules = loaded("--version")
    assert among(("tpaudit",), modules) == ["tpaudit", "tpaudit.cli", "tpaudit.cli.main"]
    assert not among(("typer", "pydantic", "ruamel", "json", "pathlib", "dataclasses"), modules)


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (
            ("check",),
            (*HEAVY, *OF_FILES[1:], *IN_GERMAN, "tpaudit.outputs.check.json", "tpaudit.inventory.schema.json_schema"),
        ),
        (("check", "--language", "de"), (*HEAVY, *OF_FILES[1:], "tpaudit.outputs.check.json")),
        (
            ("check", "--format", "concise"),
            (*HEAVY, *OF_FILES[1:], *IN_GERMAN, "tpaudit.outputs.check.json", "tpaudit.outputs.check.text"),
        ),
        (("schedule",), (*HEAVY, *OF_FILES[1:], *IN_GERMAN)),
        (("list",), (*HEAVY, *OF_FILES[1:], *IN_GERMAN)),
    ],
)
def test_what_reads_an_inventory_loads_no_more_than_that(arguments: tuple[str, ...], needless: tuple[str, ...]) -> None:
    modules = loaded(*arguments, str(EXAMPLES / "minimal"))
    assert "ruamel.yaml" in modules
    assert not among(needless, modules)


@pytest.mark.parametrize("arguments", [("explain", "OWN001"), ("rules",)], ids=" ".join)
def test_what_reads_no_inventory_loads_no_parser(arguments: tuple[str, ...]) -> None:
    modules = loaded(*arguments)
    assert "tpaudit.registry" in modules
    assert not among((*HEAVY, *OF_FILES, *IN_GERMAN), modules)


def test_a_python_that_drops_docstrings_is_told() -> None:
    run = tpaudit("check", "examples/minimal", environment={"PYTHONOPTIMIZE": "2", "TPAUDIT_LANGUAGE": "de"})
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        "tpaudit: Python wurde ohne Docstrings gestartet, und darin steht, was tpaudit über seine Regeln sagt\n"
        "  PYTHONOPTIMIZE entfernen oder auf 1 setzen, und -OO weglassen.\n"
    )
    assert tpaudit("--version", environment={"PYTHONOPTIMIZE": "2"}).code == 0
    optimized = tpaudit("check", "examples/minimal", *TODAY, environment={"PYTHONOPTIMIZE": "1"})
    assert optimized == tpaudit("check", "examples/minimal", *TODAY)
