"""Customers and their starts from a table: what is read, what is left out, and what is never said."""

from __future__ import annotations

from datetime import date

import pytest

from tests.inventories import inventory_of
from tpaudit.exchange.customers import Customers, Lifetime, read_customers
from tpaudit.loading.usage import UsageError
from tpaudit.messages import render

PLAN = """
segments: [{id: big, name: Large Accounts}, {id: smb, name: Small}]
touchpoints: []
"""
OBSERVED = (
    """
observe:
  customers: {customer: nr, segment: tarif, started: seit, ended: weg}
  segments: {smb: [Klein, K]}
"""
    + PLAN
)


def read(table: str, plan: str = PLAN) -> Customers:
    return read_customers("customers.csv", table.encode(), inventory_of(plan))


def refused(table: str, plan: str = PLAN) -> str:
    with pytest.raises(UsageError) as caught:
        read(table, plan)
    return f"{render(caught.value.message)}. {render(caught.value.help)}"


def test_segments_are_known_by_id_and_by_name_however_written() -> None:
    found = read("id,segment,start\n1,big,2026-01-05\n2,LARGE  accounts,2026-01-05\n3,smb,2026-02-01\n")
    assert found.by_segment["big"] == {Lifetime(date(2026, 1, 5), None): 2}
    assert found.by_segment["smb"] == {Lifetime(date(2026, 2, 1), None): 1}
    assert (found.total, found.left_out) == (3, ())


def test_the_columns_of_the_root_file_s_observe_go_first() -> None:
    found = read("start;nr;tarif;seit;weg\n2001-01-01;7;K;01.03.2026;2026-05-01\n", OBSERVED)
    assert found.by_segment == {"smb": {Lifetime(date(2026, 3, 1), date(2026, 5, 1)): 1}}


def test_of_a_point_of_time_the_day_counts() -> None:
    found = read("id,segment,start\n1,big,2026-01-05T23:59:59+01:00\n2,big,2026-01-06 08:00\n")
    assert sorted(life.start.day for life in found.by_segment["big"]) == [5, 6]


def test_one_segment_needs_no_column() -> None:
    assert read("id,start\n1,2026-01-05\n", "touchpoints: []").total == 1


def test_few_lines_without_start_or_segment_are_counted_and_told() -> None:
    lines = "".join(f"{n},big,2026-01-05\n" for n in range(18))
    found = read(f"id,segment,start\n{lines}a,big,\n\nb,Mia Meier,2026-01-05\n")
    assert found.total == 18
    assert [render(message) for message in found.left_out] == [
        "1 line is left out, the first is line 20: without a start.",
        "1 line is left out, the first is line 22: of no segment of the inventory.",
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("", "customers.csv:1: the columns id, segment, start are missing"),
        ("id,segment\n1,big\n", "customers.csv:1: the column start is missing"),
        ("id,segment,start\n", "customers.csv holds no customers"),
        ("id,segment,start\n1,big,2026-02-30\n", "customers.csv:2: a date cannot be read"),
        ("id,segment,start\n1,big,03/04/2026\n", "customers.csv:2: a date cannot be read"),
        ("id,segment,start\n,big,2026-02-03\n", "customers.csv:2: the customer's id is missing"),
        ("id,segment,start\n1,big,2026-02-03\n1,smb,2026-02-04\n", "customers.csv:3: the same customer is already in"),
        ("id,segment,start,end\n1,big,2026-02-03,2026-02-02\n", "customers.csv:2: the end is before the start"),
        ("id,segment,start\n1,tiny,2026-02-03\n", "1 of 1 lines of customers.csv cannot be used"),
        ('id,segment,start\n1,big,"' + "x" * 200_000 + "\n", "customers.csv:2 is not read: field larger"),
        ("sep=|\nid|segment|start\n1|big|soon\n", "customers.csv:3: a date cannot be read"),
    ],
)  # fmt: skip
def test_bad_tables_get_a_sentence_with_the_place(table: str, said: str) -> None:
    assert refused(table).startswith(said)


def test_no_message_holds_a_cell() -> None:
    assert "mia" not in refused("id,segment,start\n7,big,mia@meier.example\n").lower()
    assert "mia" not in refused("id,segment,start\nmia,big,2026-01-01\nmia,big,2026-01-01\n").lower()
    assert "mia" not in refused("id,segment,start\n1,mia@meier.example,2026-01-01\n").lower()
