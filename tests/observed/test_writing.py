"""`--write`, `--diff` and `--draft` bring what was observed into the inventory's files; a command writes them all."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES, tpaudit
from tpaudit.inventory.building.build import build
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder

pytest.importorskip("duckdb")

TODAY = ("--today", "2026-11-28")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "coffee-club", tmp_path / "shop")
    (tmp_path / "shop" / "tpaudit.observed.json").unlink(missing_ok=True)
    return tmp_path / "shop"


def test_the_example_holds_what_the_command_writes(shop: Path) -> None:
    run = tpaudit("observe", shop, *TODAY)
    assert run.code == 0
    assert run.err.endswith("shop/tpaudit.observed.json\n")
    ours, theirs = (
        json.loads((folder / "tpaudit.observed.json").read_bytes()) for folder in (shop, EXAMPLES / "coffee-club")
    )
    for aggregates in (ours, theirs):
        aggregates.pop("tool")
    assert ours == theirs


def test_the_file_keeps_to_its_published_schema() -> None:
    from jsonschema import Draft202012Validator

    schema = json.loads(tpaudit("schema", "--of", "observed").out)
    Draft202012Validator.check_schema(schema)
    document = json.loads((EXAMPLES / "coffee-club" / "tpaudit.observed.json").read_bytes())
    assert not list(Draft202012Validator(schema).iter_errors(document))
    assert list(Draft202012Validator(schema).iter_errors({**document, "customers": ["c1"]}))


def test_check_loads_nothing_of_the_engine(shop: Path) -> None:
    tpaudit("observe", shop, *TODAY)
    run = tpaudit("check", shop, *TODAY, environment={"PYTHONPROFILEIMPORTTIME": "1"})
    loaded = {line.rpartition("|")[2].strip() for line in run.err.splitlines() if line.startswith("import time:")}
    assert "tpaudit.observed.observation" in loaded
    assert not loaded & {
        "duckdb",
        "pyspark",
        "psycopg",
        "sqlglot",
        "tpaudit.observed.duck",
        "tpaudit.observed.statements",
    }
    minimal = tpaudit("check", EXAMPLES / "minimal", environment={"PYTHONPROFILEIMPORTTIME": "1"})
    assert "tpaudit.observed.keeping" not in minimal.err


def test_without_duckdb_the_command_says_how_to_get_it(shop: Path, tmp_path: Path) -> None:
    (tmp_path / "no").mkdir()
    (tmp_path / "no" / "duckdb.py").write_text("raise ImportError('not here')\n", encoding="utf-8")
    run = tpaudit("observe", shop, *TODAY, environment={"PYTHONPATH": str(tmp_path / "no")})
    assert run.code == 2
    assert run.err == (
        "tpaudit: tpaudit observe needs DuckDB, which is not installed\n"
        "  Install it with `pip install 'tpaudit[observe]'`.\n"
    )


def test_rates_and_values_are_written_where_they_stand(shop: Path) -> None:
    before = (shop / "tpaudit.yaml").read_text(encoding="utf-8")
    shown = tpaudit("observe", shop, "--diff", *TODAY)
    assert "+  - {id: question_asked, name: A question comes in, started_by: customer, per_quarter: 0.62" in shown.out
    assert (shop / "tpaudit.yaml").read_text(encoding="utf-8") == before
    assert not (shop / "tpaudit.observed.json").exists()
    assert tpaudit("observe", shop, "--write", *TODAY).code == 0
    after = (shop / "tpaudit.yaml").read_text(encoding="utf-8")
    assert after.startswith(before[:200])
    inventory = build(load(Folder(shop), "tpaudit.yaml"), "tpaudit.yaml")
    assert not inventory.faults
    assert {event.id: str(event.per_quarter) for event in inventory.events if event.per_quarter is not None} == {
        "question_asked": "31/50", "box_skipped": "1/10",
    }  # fmt: skip
    (metric,) = inventory.touchpoint["setup-call"].metrics
    assert (str(metric.actual), str(metric.measured_on)) == ("597/1000", "2026-10-31")
    again = tpaudit("observe", shop, "--write", *TODAY)
    assert "rates and values are up to date" in again.err
    assert (shop / "tpaudit.yaml").read_text(encoding="utf-8") == after


def test_drafts_are_entries_that_can_be_included(shop: Path) -> None:
    assert tpaudit("observe", shop, "--draft", shop / "seen.yaml", *TODAY).code == 0
    refused = tpaudit("observe", shop, "--draft", shop / "seen.yaml", *TODAY)
    assert (refused.code, "is there already" in refused.err) == (2, True)
    root = (shop / "tpaudit.yaml").read_text(encoding="utf-8")
    (shop / "tpaudit.yaml").write_text(
        root.replace("tpaudit: 1\n", "tpaudit: 1\ninclude: seen.yaml\n"), encoding="utf-8"
    )
    inventory = build(load(Folder(shop), "tpaudit.yaml"), "tpaudit.yaml")
    assert not inventory.faults
    flash = inventory.touchpoint["mail-sent-flash-sale"]
    assert (flash.status, flash.channel, flash.tracked_as[0].event) == ("idea", ("email",), "mail_sent / Flash sale")
    again = tpaudit("observe", shop, "--draft", shop / "more.yaml", *TODAY)
    assert "there is nothing to draft" in again.err
    assert not (shop / "more.yaml").exists()


def test_check_asks_about_what_was_observed(shop: Path) -> None:
    assert tpaudit("check", shop, "--select", "OBS", *TODAY).code == 0
    tpaudit("observe", shop, *TODAY)
    run = tpaudit("check", shop, "--select", "OBS", "--format", "json", *TODAY)
    codes = {finding["code"] for inventory in json.loads(run.out)["inventories"] for finding in inventory["findings"]}
    assert codes == {"OBS001", "OBS002", "OBS003", "OBS004", "OBS005", "OBS007", "OBS008", "OBS009", "OBS010", "OBS012"}
    assert run.code == 1


def test_a_file_that_cannot_be_used_is_a_finding(shop: Path) -> None:
    (shop / "tpaudit.observed.json").write_text('{"version": 9}', encoding="utf-8")
    run = tpaudit("check", shop, "--select", "INV", *TODAY)
    assert "tpaudit.observed.json cannot be used: its version is not 1" in run.out


def test_nothing_that_is_written_tells_of_a_customer(shop: Path) -> None:
    said = tpaudit("observe", shop, "--write", "--draft", shop / "seen.yaml", *TODAY)
    report = tpaudit("report", shop, *TODAY)
    check = tpaudit("check", shop, "--format", "json", *TODAY)
    files = "".join(path.read_text(encoding="utf-8") for path in shop.iterdir() if path.is_file())
    for text in (said.out, said.err, report.out, check.out, files):
        assert "M-00" not in text
        assert "T-00" not in text


def test_queries_are_printed_and_their_results_read(shop: Path, tmp_path: Path) -> None:
    import duckdb

    tables = ("--events", "table:events", "--customers", "table:customers")
    printed = tpaudit("observe", shop, "--sql", "duckdb", *tables, *TODAY)
    assert printed.code == 0
    connection = duckdb.connect()
    for name in ("events", "customers"):
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_csv('{shop}/data/{name}.csv')")
    results = tmp_path / "results"
    results.mkdir()
    for part in printed.out.split("-- ")[1:]:
        name, _, query = part.partition(":")
        query = query.partition("\n")[2].strip().rstrip(";")
        connection.execute(f"COPY ({query}) TO '{results}/{name}.csv' (HEADER)")
    assert tpaudit("observe", shop, "--from", results, *tables, *TODAY).code == 0
    ours, theirs = (
        json.loads((folder / "tpaudit.observed.json").read_bytes()) for folder in (shop, EXAMPLES / "coffee-club")
    )
    assert ours == theirs
    rows = (results / "rows.csv").read_text(encoding="utf-8")
    (results / "rows.csv").write_text(rows.replace("0,", "0,1", 1), encoding="utf-8")
    refused = tpaudit("observe", shop, "--from", results, *tables, *TODAY)
    assert (refused.code, "come from different states of the source" in refused.err) == (2, True)
    (results / "days.csv").write_text("seg,tp\n1,2\n", encoding="utf-8")
    refused = tpaudit("observe", shop, "--from", results, *tables, *TODAY)
    assert (refused.code, "days.csv is not the result of that query" in refused.err) == (2, True)


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("oracle", "there is no engine oracle"),
        ("postgres://nobody:secret@localhost:1/none", "where they live"),
    ],
)
def test_an_engine_that_cannot_answer_is_told_without_its_password(shop: Path, engine: str, said: str) -> None:
    run = tpaudit("observe", shop, "--engine", engine, *TODAY)
    assert run.code == 2
    assert said in run.err or "psycopg" in run.err
    assert "secret" not in run.err
    assert "Traceback" not in run.err


def test_a_table_that_cannot_be_reached_is_told_without_the_password(shop: Path) -> None:
    tables = ("--events", "table:crm.events", "--customers", "table:crm.accounts")
    run = tpaudit("observe", shop, *tables, "--engine", "postgres://nobody:secret@127.0.0.1:1/none", *TODAY)
    assert run.code == 2
    assert "PostgreSQL cannot answer" in run.err or "psycopg" in run.err
    assert "secret" not in run.err


def test_a_schedule_says_that_the_file_cannot_be_used(shop: Path) -> None:
    (shop / "tpaudit.observed.json").write_text("{", encoding="utf-8")
    run = tpaudit("schedule", shop)
    assert run.code == 1
    assert "tpaudit.observed.json:1:1: INV001" in run.err
    assert "really" not in run.out
