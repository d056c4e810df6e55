"""Spark and PostgreSQL answer as DuckDB and the reference do, and the printed queries are those that they run."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from tests.observed.dialects import FOLDER, generated
from tests.observed.small import Case, made, written
from tests.observed.test_duck import agree, quietly
from tpaudit.observed.request import Request, Table
from tpaudit.observed.tables import tables_of

SEEDS = (3, 11, 42)


def test_the_texts_of_the_other_dialects_are_those_that_are_generated() -> None:
    pytest.importorskip("sqlglot")
    for dialect, text in generated().items():
        assert (FOLDER / f"{dialect}.sql").read_text(encoding="utf-8") == text, dialect


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Return the address of a PostgreSQL: the one that is named, or one that is started for this."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: pip install 'tpaudit[postgres]'")
    if os.environ.get("TPAUDIT_TEST_POSTGRES"):
        yield os.environ["TPAUDIT_TEST_POSTGRES"]
        return
    folder = Path(mkdtemp(prefix="tpaudit-pg-"))
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found or (os.geteuid() == 0 and shutil.which("runuser") is None):
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    binaries = found[-1].parent
    as_other: list[str | Path] = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    data = folder / "data"
    folder.chmod(0o777)
    subprocess.run(
        [*as_other, binaries / "initdb", "-D", data, "-A", "trust", "-U", "tpaudit"], check=True, capture_output=True
    )
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    start = [*as_other, binaries / "pg_ctl", "-D", data, "-o", options, "-w", "-l", folder / "log", "start"]
    subprocess.run(start, check=True, capture_output=True)
    try:
        yield f"postgresql://tpaudit@/postgres?host={folder}"
    finally:
        subprocess.run(
            [*as_other, binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], check=True, capture_output=True
        )
        shutil.rmtree(folder, ignore_errors=True)


def loaded(case: Case, request: Request, address: str, schema: str) -> Request:
    """Put a case's files into tables."""
    import csv

    import psycopg

    with psycopg.connect(address, autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())
        cursor.execute(f"CREATE SCHEMA {schema}".encode())
        for source, types in (
            (request.events, "n int, account text, at timestamptz, what text, who text"),
            (request.customers, "n int, id text, plan text, started date, ended date"),
        ):
            name = source.shown.removesuffix(".csv")
            cursor.execute(f"CREATE TABLE {schema}.{name} ({types})".encode())
            with source.paths[0].open(newline="", encoding="utf-8") as file:  # type: ignore[union-attr]
                for row in list(csv.reader(file))[1:]:
                    marks = ", ".join(["%s"] * len(row))
                    cursor.execute(
                        f"INSERT INTO {schema}.{name} VALUES ({marks})".encode(), [cell or None for cell in row]
                    )
    from dataclasses import replace

    return replace(request, events=Table(f"{schema}.events"), customers=Table(f"{schema}.customers"))


@pytest.mark.parametrize("seed", SEEDS)
def test_postgresql_and_the_reference_agree(seed: int, postgres: str, tmp_path: Path) -> None:
    from tpaudit.observed import postgres as engine

    case = made(seed)
    request = loaded(case, written(case, tmp_path), postgres, "crm")
    tables = tables_of(case.expectation, request.today, request.since, case.min_group)
    agree(case, without_source(engine.run(postgres, request, tables, quietly).answers))


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_the_printed_queries_answer_the_same(seed: int, postgres: str, tmp_path: Path) -> None:
    import psycopg

    from tpaudit.observed.answers import ordered
    from tpaudit.observed.warehouse import queries

    case = made(seed)
    request = loaded(case, written(case, tmp_path), postgres, "printed")
    tables = tables_of(case.expectation, request.today, request.since, case.min_group)
    with psycopg.connect(postgres) as connection:
        connection.read_only = True
        answers = {
            name: ordered(connection.execute(query.encode()).fetchall())
            for name, query in queries(request, tables, "postgres").items()
        }
    agree(case, without_source(answers))


def test_postgresql_leaves_out_rows_that_are_marked_as_deleted(postgres: str, tmp_path: Path) -> None:
    import psycopg

    from tpaudit.observed import postgres as engine

    case = made(SEEDS[0])
    request = loaded(case, written(case, tmp_path), postgres, "marked")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("ALTER TABLE marked.events ADD COLUMN is_deleted boolean NOT NULL DEFAULT false")
        connection.execute("UPDATE marked.events SET is_deleted = true WHERE n % 2 = 0")
    tables = tables_of(case.expectation, request.today, request.since, case.min_group)
    rows = {int(row[0]): int(row[1]) for row in engine.run(postgres, request, tables, quietly).answers["rows"]}
    assert rows.pop(1) == len(case.happenings[::2])
    kept = case._replace(happenings=case.happenings[1::2])
    answers = engine.run(postgres, request, tables, quietly).answers
    answers["rows"] = tuple(row for row in answers["rows"] if row[0] != 1)
    agree(kept, without_source(answers))


def test_spark_and_the_reference_agree(tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="PySpark is not installed: pip install 'tpaudit[spark]'")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed, which Spark needs: apt-get install openjdk-17-jre-headless")
    from tpaudit.observed import spark

    os.environ.setdefault(
        "PYSPARK_SUBMIT_ARGS",
        "--master local[2] --conf spark.sql.shuffle.partitions=2 --conf spark.ui.enabled=false "
        "--conf spark.ui.showConsoleProgress=false pyspark-shell",
    )
    for seed in SEEDS[:1]:
        folder = tmp_path / str(seed)
        folder.mkdir()
        case = made(seed)
        request = written(case, folder)
        tables = tables_of(case.expectation, request.today, request.since, case.min_group)
        agree(case, without_source(spark.run(request, tables, quietly).answers))


def test_postgresql_reads_epochs(postgres: str, tmp_path: Path) -> None:
    import psycopg

    from tpaudit.observed import postgres as engine

    case = made(SEEDS[0])
    request = loaded(case, written(case, tmp_path), postgres, "epochs")
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("ALTER TABLE epochs.events ALTER at TYPE bigint USING EXTRACT(EPOCH FROM at) * 1000")
    tables = tables_of(case.expectation, request.today, request.since, case.min_group)
    agree(case, without_source(engine.run(postgres, request, tables, quietly).answers))


def without_source(
    answers: dict[str, tuple[tuple[int | str, ...], ...]],
) -> dict[str, tuple[tuple[int | str, ...], ...]]:
    """Return the answers but for the count of rows, which DuckDB's engine takes elsewhere."""
    return {name: rows for name, rows in answers.items() if name != "source"}
