"""What touchpoints inherit from `defaults`: of the root, and of their own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import of_files, said
from tpaudit.messages import render

OWN = "touchpoints: [{id: own, name: Own}, {id: other, name: Other, owner: support, phase: adoption}]\n"


def test_defaults_fill_what_is_left_out(tmp_path: Path) -> None:
    inventory = of_files(
        tmp_path,
        "defaults: {owner: csm, phase: renewal, tags: [a], timing: {at: 3d}}\n" + OWN,
        one="defaults: {owner: marketing, phase: '', tags: ~}\n" + OWN.replace("own,", "one-own,").replace("r,", "r2,"),
        two=OWN.replace("own,", "two-own,").replace("r,", "r3,"),
    )
    assert inventory.faults == ()
    assert [
        (touchpoint.id, touchpoint.owner, touchpoint.phase, touchpoint.tags, len(touchpoint.timing))
        for touchpoint in inventory.touchpoints
    ] == [
        ("own", "csm", "renewal", ("a",), 1),
        ("other", "support", "adoption", ("a",), 1),
        ("one-own", "marketing", "renewal", ("a",), 1),
        ("other2", "support", "adoption", ("a",), 1),
        ("two-own", "csm", "renewal", ("a",), 1),
        ("other3", "support", "adoption", ("a",), 1),
    ]


def test_a_blank_of_the_touchpoint_leaves_the_default() -> None:
    inventory = inventory_of("defaults: {owner: csm}\ntouchpoints: [{id: a, name: A, owner: ''}]\n")
    assert [touchpoint.owner for touchpoint in inventory.touchpoints] == ["csm"]


def test_values_are_replaced_whole() -> None:
    inventory = inventory_of(
        "defaults: {content: {ref: r, topic: t}}\ntouchpoints: [{id: a, name: A, content: {topic: u}}]\n"
    )
    (content,) = (touchpoint.content for touchpoint in inventory.touchpoints)
    assert content is not None
    assert (content.ref, content.topic) == (None, "u")


@pytest.mark.parametrize(
    ("defaults", "place", "message"),
    [
        ("{ownr: csm}", "tpaudit.yaml:1:12", "unknown key ownr"),
        ("{id: a}", "tpaudit.yaml:1:12", "unknown key id"),
        ("{name: A}", "tpaudit.yaml:1:12", "unknown key name"),
        ("{owner: The Boss}", "tpaudit.yaml:1:12", "owner must be an id, but is the text The Boss"),
        ("[csm]", "tpaudit.yaml:1:11", "defaults must hold keys with values, but is a list"),
    ],
)
def test_faults_of_defaults_are_said_once_and_there(defaults: str, place: str, message: str) -> None:
    inventory = inventory_of(f"defaults: {defaults}\ntouchpoints: [{{id: a, name: A}}, {{id: b, name: B}}]\n")
    (fault,) = inventory.faults
    assert (said(fault).place, said(fault).message) == (place, message)
    assert fault.subject == ("file", "tpaudit.yaml")
    assert fault.path[0] == "defaults"


def test_faulty_defaults_are_unknown_where_they_are_inherited() -> None:
    inventory = inventory_of(
        "defaults: {owner: The Boss, content: {ref: r, languages: [1]}}\n"
        "touchpoints: [{id: a, name: A}, {id: b, name: B, owner: csm, content: {topic: t}}]\n"
    )
    first, second = inventory.touchpoints
    assert first.owner is None
    assert first.unknown == {"owner", "content.languages"}
    assert first.content is not None
    assert first.content.ref == "r"
    assert first.content.languages == ()
    assert first.content.unknown == {"languages"}
    assert second.owner == "csm"
    assert second.content is not None
    assert second.content.languages == ()
    assert inventory.complete


def test_the_defaults_of_a_file_cover_faulty_ones_of_the_root(tmp_path: Path) -> None:
    inventory = of_files(
        tmp_path,
        "defaults: {status: wrong, owner: csm}\n",
        one="defaults: {status: idea, owner: 5}\ntouchpoints: [{id: a, name: A}]\n",
        two="touchpoints: [{id: b, name: B, status: paused}]\n",
    )
    first, second = inventory.touchpoints
    assert (first.status, second.status, second.owner) == ("idea", "paused", "csm")
    assert first.owner is None
    assert first.unknown == {"owner"}
    assert inventory.complete


def test_a_faulty_decisive_default_leaves_the_whole_unjudged() -> None:
    assert not inventory_of("defaults: {phase: 5}\ntouchpoints: [{id: a, name: A}]\n").complete
    assert inventory_of("defaults: {phase: 5}\ntouchpoints: [{id: a, name: A, phase: renewal}]\n").complete


def test_an_unknown_id_of_defaults_is_said_once(tmp_path: Path) -> None:
    inventory = of_files(
        tmp_path,
        "owners: [{id: csm}]\ndefaults: {owner: cms}\ntouchpoints: [{id: a, name: A}, {id: b, name: B, owner: csm}]\n",
        one="touchpoints: [{id: c, name: C}, {id: d, name: D, owner: dms}]\n",
    )
    assert [(said(fault).code, said(fault).place, said(fault).message) for fault in inventory.faults] == [
        ("INV005", "tpaudit.yaml:4:12", "there is no owner cms"),
        ("INV005", "one.yaml:1:50", "there is no owner dms"),
    ]
    assert render(inventory.faults[0].help) == "Did you mean csm? Else register it under owners."
    assert inventory.faults[0].path == ("defaults", "owner")
    assert [touchpoint.id for touchpoint in inventory.touchpoints if "owner" in touchpoint.unknown] == ["a", "c", "d"]


def test_what_belongs_to_the_root_is_refused_in_included_files(tmp_path: Path) -> None:
    inventory = of_files(tmp_path, "", one="tpaudit: 1\nscope: full\naudit: {}\nwaive: []\nzzz: 1\nx-a: 1\n")
    assert [(said(fault).place, said(fault).message) for fault in inventory.faults] == [
        ("one.yaml:1:1", "tpaudit belongs to the root file"),
        ("one.yaml:2:1", "scope belongs to the root file"),
        ("one.yaml:3:1", "audit belongs to the root file"),
        ("one.yaml:4:1", "waive belongs to the root file"),
        ("one.yaml:5:1", "unknown key zzz"),
    ]


@pytest.mark.parametrize(("text", "faults"), [("", 0), ("# only a comment\n", 0), ("- a\n", 1), ("text\n", 1)])
def test_an_included_file_holds_keys_or_nothing(tmp_path: Path, text: str, faults: int) -> None:
    inventory = of_files(tmp_path, "", one=text)
    assert len(inventory.faults) == faults
    assert inventory.complete is (faults == 0)


def test_lists_of_all_files_are_concatenated(tmp_path: Path) -> None:
    inventory = of_files(
        tmp_path,
        "owners: [{id: a}]\ndiscovery: {source: workflows}\n",
        one="owners: [{id: b}]\nsegments: [{id: s}]\ndiscovery: [{source: campaigns}, {source: us}]\n",
        two="owners: [{id: c}]\nsegments: [{id: t}]\n",
    )
    assert inventory.faults == ()
    assert [owner.id for owner in inventory.owners] == ["a", "b", "c"]
    assert [segment.id for segment in inventory.segments] == ["s", "t"]
    assert [discovery.source for discovery in inventory.discovery] == ["workflows", "campaigns", "us"]
