"""Places: of entries in their files, of what is built in or implied at the root."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import of_files
from tpaudit.inventory.subject import At, Kind

TEXT = """\
tpaudit: 1
name: Example
discovery: [{source: workflows}]
phases:
  - name: Start
    id: start
    window: {from: 0d, to: 9d}
segments: [{id: smb}]
touchpoints:
  - name: A
    id: a
    timing:
      - at: 1d
      - at: 2d
        after: go_live
    tags: [x, y]
    content:
      ref: r
"""


@pytest.mark.parametrize(
    ("at", "line", "column", "end"),
    [
        (At(Kind.TOUCHPOINT, "a"), 11, 5, 7),
        (At(Kind.TOUCHPOINT, "a", ("name",)), 10, 5, 9),
        (At(Kind.TOUCHPOINT, "a", ("timing", 1, "after")), 15, 9, 14),
        (At(Kind.TOUCHPOINT, "a", ("timing", 1)), 14, 9, 11),
        (At(Kind.TOUCHPOINT, "a", ("tags", 1)), 16, 15, 16),
        (At(Kind.TOUCHPOINT, "a", ("content", "topic")), 17, 5, 12),
        (At(Kind.TOUCHPOINT, "a", ("owner",)), 10, 5, 9),
        (At(Kind.PHASE, "start"), 6, 5, 7),
        (At(Kind.PHASE, "start", ("window", "to")), 7, 24, 26),
        (At(Kind.SEGMENT_PHASE, "smb/start"), 6, 5, 7),
        (At(Kind.SEGMENT_PHASE, "smb/renewal"), 8, 13, 15),
        (At(Kind.PHASE, "renewal"), 4, 1, 7),
        (At(Kind.CHANNEL, "email"), 1, 1, 8),
        (At(Kind.EVENT, "login"), 1, 1, 8),
        (At(Kind.OWNER, "nobody"), 1, 1, 8),
        (At(Kind.INVENTORY, ""), 1, 1, 8),
        (At(Kind.INVENTORY, "", ("discovery",)), 3, 1, 10),
        (At(Kind.INVENTORY, "", ("audience",)), 1, 1, 8),
    ],
)
def test_places_in_one_file(at: At, line: int, column: int, end: int) -> None:
    file, span = inventory_of(TEXT).locate(at)
    assert (file, span.line, span.column, span.end_line, span.end_column) == ("tpaudit.yaml", line, column, line, end)


def test_implied_entries_are_shown_at_the_root() -> None:
    inventory = inventory_of("name: Example\ntpaudit: 1\n")
    assert inventory.locate(At(Kind.SEGMENT, "all"))[1][:2] == (2, 1)
    assert inventory.locate(At(Kind.SEGMENT_PHASE, "all/renewal"))[1][:2] == (2, 1)


def test_entries_of_other_files_are_found_there(tmp_path: Path) -> None:
    inventory = of_files(tmp_path, "touchpoints: []\n", one="touchpoints:\n  - {id: a, name: A}\n")
    assert inventory.locate(At(Kind.TOUCHPOINT, "a"))[0] == "one.yaml"
    assert inventory.locate(At(Kind.FILE, "one.yaml")) == ("one.yaml", (1, 1, 1, 1))
    assert inventory.declared(Kind.TOUCHPOINT, "a")
    assert not inventory.declared(Kind.PHASE, "renewal")
    assert inventory.raw(Kind.TOUCHPOINT, "a") == {"id": "a", "name": "A"}
    assert inventory.raw(Kind.PHASE, "renewal") is None


def test_inherited_fields_are_shown_where_they_were_written() -> None:
    inventory = inventory_of("defaults: {owner: csm}\ntouchpoints:\n  - {id: a, name: A, phase: ''}\n")
    assert inventory.locate(At(Kind.TOUCHPOINT, "a", ("owner",)))[1][:2] == (1, 12)
    assert inventory.locate(At(Kind.TOUCHPOINT, "a", ("phase",)))[1][:2] == (3, 22)
    assert inventory.locate(At(Kind.TOUCHPOINT, "a", ("channel",)))[1][:2] == (3, 6)
