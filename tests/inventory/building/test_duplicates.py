from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import Said, of_files, said
from tpaudit.loading.places import Span
from tpaudit.messages import render

REGISTRIES = ("touchpoints", "phases", "segments", "owners", "channels", "events")


@pytest.mark.parametrize("registry", REGISTRIES)
def test_the_first_of_two_is_kept(registry: str) -> None:
    inventory = inventory_of(f"{registry}:\n  - {{id: a, name: First}}\n  - name: Second\n    id: a\n")
    (fault,) = inventory.faults
    kind = registry[:-1]
    assert said(fault) == Said(
        "INV004",
        "tpaudit.yaml:4:5",
        f"a is already the id of another {kind}",
        "Give one of them another id; only the first is audited.",
    )
    assert (fault.subject, fault.path) == ((kind, "a"), ("id",))
    (first,) = fault.related
    assert (first.file, first.span.line, first.span.column, render(first.message)) == (
        "tpaudit.yaml", 2, 6, "the first is here"
    )  # fmt: skip
    assert [entry.name for entry in getattr(inventory, registry) if entry.id == "a"] == ["First"]
    assert inventory.complete


def test_each_further_one_is_said(tmp_path: Path) -> None:
    inventory = of_files(
        tmp_path,
        "touchpoints: [{id: a, name: A}]\n",
        one="touchpoints: [{id: a, name: B}, {id: a, name: 5}]\n",
    )
    assert [(said(fault).code, said(fault).place) for fault in inventory.faults] == [
        ("INV004", "one.yaml:1:16"),
        ("INV004", "one.yaml:1:34"),
        ("INV003", "one.yaml:1:41"),
    ]
    assert {fault.related[0].file for fault in inventory.faults if fault.related} == {"tpaudit.yaml"}


@pytest.mark.parametrize(
    ("again", "place"),
    [
        ("- *a", (3, 5, 7)),
        ("- <<: *a", (3, 5, 11)),
        ("- {<<: *a, name: B}", (3, 14, 18)),
        ("- {id: a, <<: *a}", (3, 6, 8)),
    ],
)
def test_what_an_alias_repeats_is_said_where_the_alias_stands(again: str, place: tuple[int, int, int]) -> None:
    (fault,) = inventory_of(f"touchpoints:\n  - &a {{id: a, name: A}}\n  {again}\n").faults
    line, column, end = place
    assert (fault.code, fault.span) == ("INV004", Span(line, column, line, end))
    (first,) = fault.related
    assert (first.span.line, first.span.column) == (2, 9)


def test_registries_do_not_share_ids() -> None:
    text = "".join(f"{registry}: [{{id: a, name: A}}]\n" for registry in REGISTRIES if registry != "events")
    assert inventory_of(text).faults == ()


@pytest.mark.parametrize(("event", "related"), [("events: [{id: login2}]", 1), ("", 0)])
def test_a_touchpoint_is_no_event(event: str, related: int) -> None:
    touchpoint = "login2" if event else "login"
    inventory = inventory_of(f"{event}\ntouchpoints: [{{id: {touchpoint}, name: A}}]\n")
    (fault,) = inventory.faults
    assert said(fault) == Said(
        "INV004",
        "tpaudit.yaml:2:16",
        f"{touchpoint} is the id of an event too, so that timings could mean either",
        "Give the touchpoint another id.",
    )
    assert len(fault.related) == related
