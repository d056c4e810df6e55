"""DuckDB's answers are those of the reference."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.observed import reference
from tests.observed.small import Case, cases, written
from tpaudit.observed.tables import tables_of

pytest.importorskip("duckdb")


def quietly(_step: str) -> None:
    """Nobody wants to know."""


def agree(case: Case, answers: Mapping[str, object]) -> None:
    """Compare an engine's answers with the reference's."""
    theirs = reference.long(answers)  # type: ignore[arg-type]
    ours = reference.observe(case.expectation, case.accounts, case.happenings, case.today, case.since, case.min_group)
    for name in dict.fromkeys((*theirs, *ours)):
        expected = {key: n for key, n in ours.get(name, {}).items() if n}
        assert {key: n for key, n in theirs.get(name, {}).items() if n} == expected, name


@settings(
    max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True, phases=[Phase.generate]
)
@given(cases)
def test_duckdb_and_the_reference_agree(case: Case) -> None:
    from tpaudit.observed.duck import run

    with TemporaryDirectory() as folder:
        request = written(case, Path(folder))
        results = run(request, tables_of(case.expectation, request.today, request.since, case.min_group), quietly)
    agree(case, results.answers)
