"""Bad data get a sentence or a count, never a traceback, and nothing is left out in silence."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest

from tpaudit.app.observing import ObserveOptions, Outcome, observed
from tpaudit.loading.usage import UsageError
from tpaudit.messages import render
from tpaudit.observed import keeping
from tpaudit.observed.observation import Observation
from tpaudit.observed.section import Given

pytest.importorskip("duckdb")

PLAN = """\
tpaudit: 1
observe:
  events: {source: data/events.csv, customer: account, time: at, event: what}
  customers: {source: data/customers.csv, customer: id, segment: plan, started: start, ended: end}
  min_group: 2
  EXTRA
segments:
  - {id: smb}
touchpoints:
  - {id: welcome, name: Welcome, channel: email, timing: {at: 0d}, tracked_as: [welcome]}
"""
CUSTOMERS = "id,plan,start,end\n" + "".join(f"c{n},smb,2026-01-0{n},\n" for n in range(1, 6))
EVENTS = "account,at,what\n" + "".join(f"c{n},2026-01-0{n}T09:00:00Z,welcome\n" for n in range(1, 6))
EVENTS += "c1,2026-06-01T09:00:00Z,other\nc2,2026-06-01T09:00:00Z,other\n"


class Place:
    """An inventory in a folder, with its data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "data").mkdir()
        self.plan()
        self.customers(CUSTOMERS)
        self.events(EVENTS)

    def plan(self, extra: str = "ignore: []", **replaced: str) -> None:
        text = PLAN.replace("EXTRA", extra)
        for old, new in replaced.items():
            text = text.replace(old, new)
        (self.folder / "tpaudit.yaml").write_text(text, encoding="utf-8")

    def events(self, text: str) -> None:
        (self.folder / "data" / "events.csv").write_bytes(text.encode())

    def customers(self, text: str) -> None:
        (self.folder / "data" / "customers.csv").write_bytes(text.encode())

    def told(self, **options: object) -> Outcome:
        request = ObserveOptions((), self.folder, date(2026, 11, 28))._replace(**options)  # type: ignore[arg-type]
        told = observed(request, lambda _: None)
        assert told is not None
        return told

    def seen(self, **options: object) -> Observation:
        self.told(**options)
        found = keeping.parse((self.folder / "tpaudit.observed.json").read_bytes())
        assert isinstance(found, Observation)
        return found

    def refusal(self, **options: object) -> str:
        with pytest.raises(UsageError) as refused:
            self.told(**options)
        assert not (self.folder / "tpaudit.observed.json").exists()
        return f"{render(refused.value.message)} | {render(refused.value.help)}"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_good_data_are_used_whole(place: Place) -> None:
    seen = place.seen()
    assert (seen.rows.events, seen.rows.used, seen.rows.left_out) == (7, 7, {})
    assert seen.segments["smb"].touchpoints["welcome"].reached == 5


def test_a_missing_source_is_named(place: Place) -> None:
    (place.folder / "data" / "events.csv").unlink()
    assert place.refusal() == "data/events.csv does not exist | Correct the source."


def test_a_pattern_without_a_file_is_named(place: Place) -> None:
    place.plan(**{"data/events.csv": "data/e*.parquet"})
    assert place.refusal().startswith("data/e*.parquet matches no file")


def test_a_folder_is_no_source(place: Place) -> None:
    place.plan(**{"data/events.csv": "data"})
    assert place.refusal() == "data is a folder | Name the files in it: data/*.csv"


def test_an_empty_source_is_told(place: Place) -> None:
    place.events("")
    assert place.refusal().startswith("data/events.csv is empty")
    place.events("account,at,what\n")
    assert place.refusal().startswith("data/events.csv holds no row")


def test_nothing_outside_the_folder_is_read(place: Place, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "events.csv"
    outside.write_text(EVENTS, encoding="utf-8")
    for given in (str(outside), "../events.csv"):
        place.plan(**{"data/events.csv": given})
        assert "lies outside the root file's folder" in place.refusal()
    place.plan()
    (place.folder / "data" / "events.csv").unlink()
    (place.folder / "data" / "events.csv").symlink_to(outside)
    assert "lies outside the root file's folder" in place.refusal()
    assert place.seen(given=Given(events=(str(outside),))).rows.used == 7


def test_a_missing_column_is_named_with_the_nearest(place: Place) -> None:
    place.plan(**{"customer: account": "customer: acount"})
    assert place.refusal() == (
        "data/events.csv has no column acount, which `observe.events.customer` names | Did you mean account?"
    )


def test_an_unreadable_time_is_told_with_its_row_and_share(place: Place) -> None:
    place.events(EVENTS + "c1,31st of May,other\nc1,soon,other\n")
    assert place.refusal().startswith(
        "data/events.csv: 2 of 9 times in the column at cannot be read, first in row 8 | Export them as"
    )


def test_a_start_that_cannot_be_read_is_told(place: Place) -> None:
    place.customers(CUSTOMERS.replace("2026-01-02", "2nd of January"))
    assert "1 of 5 times in the column start cannot be read, first in row 2" in place.refusal()


def test_a_broken_line_is_counted_and_nothing_else_is_lost(place: Place) -> None:
    place.events(EVENTS.replace("c3,", "c3,too,many,columns,", 1))
    seen = place.seen()
    assert seen.rows.left_out == {"broken_lines": 1}
    assert (seen.rows.events, seen.rows.used) == (7, 6)


def test_broken_lines_of_several_files_are_counted_and_their_columns_are_matched_by_name(place: Place) -> None:
    place.events(EVENTS + "c3,2026-02-01T09:00:00Z,other,more,still\nc1,2026-06-02T09:00:00Z,other\n")
    (place.folder / "data" / "events2.csv").write_text(
        "what;at;account\nother;2026-06-03T09:00:00Z;c2\nonly this\nother;2026-06-03T09:00:00Z;c3\n", encoding="utf-8"
    )
    place.plan(**{"data/events.csv": "data/events*.csv"})
    seen = place.seen()
    assert seen.rows.left_out == {"broken_lines": 2}
    assert (seen.rows.events, seen.rows.used) == (12, 10)


def test_broken_lines_of_the_customers_are_counted_apart(place: Place) -> None:
    place.customers(CUSTOMERS + "c6,smb,2026-01-06,,too,many\nc7,smb,2026-01-07,\n")
    seen = place.seen()
    assert seen.rows.left_out == {}
    assert seen.rows.customers_left_out == {"broken_lines": 1}
    assert seen.rows.customers == 6


def test_rows_that_lack_something_are_counted_and_too_many_fail(place: Place) -> None:
    place.events(EVENTS + "c1,,other\n,2026-02-01,other\nc1,2026-02-01,\nc9,2026-02-01,other\n")
    reported = place.told()
    seen = place.seen()
    assert seen.rows.left_out == {
        "of_unknown_customers": 1, "without_customer": 1, "without_event": 1, "without_time": 1,
    }  # fmt: skip
    assert reported.code == 1
    assert "36% of the events cannot be used" in render(reported.notes[-1])


def test_copies_of_whole_rows_count_once(place: Place) -> None:
    place.events(EVENTS + EVENTS.splitlines()[1] + "\n")
    seen = place.seen()
    assert seen.rows.left_out == {"duplicates": 1}
    assert seen.segments["smb"].touchpoints["welcome"].occurrences == 5


def test_customers_without_start_or_of_an_unknown_segment_are_counted(place: Place) -> None:
    place.customers(CUSTOMERS.replace("c4,smb,2026-01-04", "c4,smb,").replace("c5,smb", "c5,galactic"))
    seen = place.seen()
    assert seen.rows.customers_left_out == {"of_unknown_segments": 1, "without_start": 1}
    assert seen.rows.left_out == {"of_customers_without_start": 1, "of_unknown_segments": 1}


def test_what_is_before_after_or_far_beyond_a_customers_time_is_counted(place: Place) -> None:
    place.customers(CUSTOMERS.replace("c1,smb,2026-01-01,", "c1,smb,2026-01-01,2026-03-01"))
    place.events(EVENTS + "c2,2024-01-01,other\nc2,2027-06-01,other\n" + "c3,2026-02-01,other\n" * 1)
    seen = place.seen()
    assert seen.rows.left_out == {"after_the_customer": 1, "before_the_customer": 1, "in_the_future": 1}


def test_deleted_rows_are_left_out(place: Place) -> None:
    lines = EVENTS.splitlines()
    flags = ["is_deleted", *("true" if n == 1 else "false" for n in range(len(lines) - 1))]
    place.events("\n".join(f"{line},{flag}" for line, flag in zip(lines, flags, strict=True)) + "\n")
    assert place.seen().rows.left_out == {"deleted": 1}


@pytest.mark.parametrize(
    "given",
    [
        "2026-01-0{n}",
        "2026-01-0{n} 09:00:00",
        "2026-01-0{n}T09:00:00+01:00",
        "2026-01-0{n} 09:00:00 UTC",
        "17672{n}0000",
        "17672{n}0000123",
    ],
)
def test_times_are_read_in_every_usual_form(place: Place, given: str) -> None:
    rows = "".join(f"c{n},{given.format(n=n)},welcome\n" for n in range(1, 6))
    place.events("account,at,what\n" + rows)
    seen = place.seen()
    assert seen.rows.used == 5, seen.rows


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", "2026-03-28"), ("Europe/Berlin", "2026-03-29"), ("Pacific/Auckland", "2026-03-29")]
)
def test_days_begin_in_the_time_zone(place: Place, zone: str, day: str) -> None:
    place.plan(f"timezone: {zone}")
    place.customers("id,plan,start,end\n" + "".join(f"c{n},smb,2026-03-01,\n" for n in range(1, 6)))
    place.events("account,at,what\n" + "".join(f"c{n},2026-03-28T23:30:00Z,other\n" for n in range(1, 6)))
    assert str(place.seen().last_day) == day


def test_the_days_of_the_change_to_summer_time_are_days_as_others(place: Place) -> None:
    place.plan("timezone: Europe/Berlin")
    place.customers("id,plan,start,end\n" + "".join(f"c{n},smb,2026-03-28,\n" for n in range(1, 6)))
    times = (
        "2026-03-29 02:30:00",
        "2026-03-29T00:30:00Z",
        "2026-03-29T01:30:00Z",
        "2026-03-29T21:59:00Z",
        "2026-03-29",
    )
    place.events("account,at,what\n" + "".join(f"c{n},{time},welcome\n" for n, time in enumerate(times, start=1)))
    drift = place.seen().segments["smb"].touchpoints["welcome"].drift
    assert drift is not None
    assert (drift.low, drift.median, drift.high) == (None, 1, None)
    assert str(place.seen().first_day) == str(place.seen().last_day) == "2026-03-29"


def test_there_is_no_such_time_zone(place: Place) -> None:
    place.plan("timezone: Europe/Bärlin")
    assert place.refusal().startswith("there is no timezone Europe/Bärlin")


def test_column_names_are_names_whatever_is_in_them(place: Place) -> None:
    evil = 'a"; DROP TABLE x; --'
    place.events(EVENTS.replace("account,", '"a""; DROP TABLE x; --",', 1))
    place.plan(**{"customer: account": f"customer: '{evil}'"})
    assert place.seen().rows.used == 7


def test_names_of_events_are_values_whatever_is_in_them(place: Place) -> None:
    evil = "x'); DROP TABLE facts; -- \\ <b>&amp;"
    place.plan(**{"tracked_as: [welcome]": 'tracked_as: ["' + evil.replace("\\", "\\\\") + '"]'})
    place.events(EVENTS.replace("welcome", f'"{evil}"'))
    assert place.seen().segments["smb"].touchpoints["welcome"].reached == 5


def test_packed_files_and_several_of_them_are_read(place: Place) -> None:
    lines = EVENTS.splitlines(keepends=True)
    (place.folder / "data" / "events.csv").unlink()
    for number, part in enumerate((lines[:4], [lines[0], *lines[4:]])):
        (place.folder / "data" / f"e{number}.csv.gz").write_bytes(gzip.compress("".join(part).encode()))
    place.plan(**{"data/events.csv": "data/e*.csv.gz"})
    assert place.seen().rows.used == 7


def test_files_of_several_formats_are_refused(place: Place) -> None:
    (place.folder / "data" / "events.jsonl").write_text("{}\n", encoding="utf-8")
    place.plan(**{"data/events.csv": "data/events.*"})
    assert "names files of several formats" in place.refusal()


def test_nested_json_lines_are_read_by_path(place: Place) -> None:
    rows = "".join(
        f'{{"data": {{"customer_id": "c{n}"}}, "timestamp": {1767258000 + 86400 * (n - 1)}, "metric": "welcome"}}\n'
        for n in range(1, 6)
    )
    (place.folder / "data" / "events.jsonl").write_text(rows, encoding="utf-8")
    place.plan(
        **{"data/events.csv": "data/events.jsonl", "customer: account": "customer: data.customer_id",
           "time: at": "time: timestamp", "event: what": "event: metric"}
    )  # fmt: skip
    assert place.seen().segments["smb"].touchpoints["welcome"].customers == 5


def test_a_table_needs_an_engine(place: Place) -> None:
    place.plan(**{"data/events.csv": "table:crm.events"})
    assert "is a table, and nothing says which engine it is in" in place.refusal()


def test_nothing_to_observe_is_told(place: Place) -> None:
    text = (place.folder / "tpaudit.yaml").read_text(encoding="utf-8")
    (place.folder / "tpaudit.yaml").write_text("tpaudit: 1\ntouchpoints:\n  - {id: a, name: A}\n", encoding="utf-8")
    assert place.refusal().startswith("the root file does not say what to observe")
    (place.folder / "tpaudit.yaml").write_text(text.replace(", tracked_as: [welcome]", ""), encoding="utf-8")
    assert place.refusal().startswith("no touchpoint says which events of the data belong to it")


def test_what_looks_like_a_persons_data_is_refused_and_small_groups_are_not_shown(place: Place) -> None:
    place.events(EVENTS + "".join(f"c{n},2026-02-01,mail to jo@example.org\n" for n in range(1, 6)))
    seen = place.seen()
    assert seen.refused_events == 1
    assert "jo@example.org" not in keeping.text(seen)
    place.plan(**{"min_group: 2": "min_group: 6"})
    seen = place.seen()
    assert (seen.withheld, seen.segments) == (("smb",), {})


def test_a_source_that_changes_while_it_is_read_is_told(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    from tpaudit.observed import duck

    before = duck._run

    def changing(*arguments: object) -> object:
        results = before(*arguments)  # type: ignore[arg-type]
        place.events(EVENTS + "c1,2026-02-01,other\n")
        return results

    monkeypatch.setattr(duck, "_run", changing)
    assert place.refusal().startswith("a source has changed while it was read")


def test_duckdb_reads_the_sources_and_nothing_else(place: Place) -> None:
    import duckdb

    from tpaudit.observed.duck import connected
    from tpaudit.observed.sources import source

    files = source(("data/events.csv",), place.folder, within=True)
    with connected((files,)) as connection:
        for statement in (
            f"SELECT * FROM read_csv('{place.folder}/data/customers.csv')",
            f"COPY (SELECT 1) TO '{place.folder}/stolen.csv'",
            "INSTALL httpfs",
            "SET enable_external_access = true",
            "SET memory_limit = '1GB'",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


def test_a_customers_time_can_begin_with_an_event(place: Place) -> None:
    place.plan(**{"started: start": "started: {event: signed}"})
    place.events(EVENTS + "".join(f"c{n},2025-12-2{n}T09:00:00Z,signed\n" for n in range(1, 6)))
    seen = place.seen()
    assert seen.rows.used == 12
    drift = seen.segments["smb"].touchpoints["welcome"].drift
    assert drift is not None
    assert drift.median == 11
    assert seen.segments["smb"].unplanned[0].event == "other"


def test_persons_of_an_account_are_told_apart(place: Place) -> None:
    place.plan(**{"event: what}": "event: what, person: role, person_id: contact}"})
    lines = EVENTS.splitlines()
    rows = [f"{line},admin,{number % 2}" for number, line in enumerate(lines[1:])]
    place.events("\n".join([f"{lines[0]},role,contact", *rows, "c1,2026-04-20,other,admin,7"]) + "\n")
    contacts = place.seen().segments["smb"].contacts
    assert contacts is not None
    assert contacts.basis == "person"
    assert "contact" not in (place.folder / "tpaudit.observed.json").read_text(encoding="utf-8").replace("contacts", "")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("events.parquet", b"PAR1 no parquet at all"),
        ("events.jsonl", b'{"account": "c1"}\n{"broken\n'),
        ("e.csv.gz", b"no"),
    ],
)
def test_what_is_no_such_file_is_told_in_one_line(place: Place, name: str, content: bytes) -> None:
    (place.folder / "data" / name).write_bytes(content)
    place.plan(**{"data/events.csv": f"data/{name}"})
    said = place.refusal()
    assert said.startswith(f"data/{name} cannot be read: ")
    assert "\n" not in said
    assert str(place.folder) not in said


def test_names_that_steer_a_terminal_are_made_visible(place: Place) -> None:
    place.events(EVENTS.replace("other", "x\x1b[31mred"))
    text = place.told().text
    assert "\x1b" not in text
    assert "x\\x1b[31mred" in text
