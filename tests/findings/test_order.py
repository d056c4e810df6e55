"""Order means nothing: entries in another order, or in other files, make no finding new, worse or fixed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from tests.findings.crowded import crowded
from tests.inventories import ROOT, TODAY
from tpaudit.audit import Request, audit
from tpaudit.findings import baseline
from tpaudit.findings.result import InventoryAudit
from tpaudit.findings.since import between
from tpaudit.loading.source import Folder
from tpaudit.messages import render

pytestmark = pytest.mark.once

EXAMPLES = Path(__file__).parents[2] / "examples"
FREE = ("touchpoints", "segments", "owners", "events", "channels", "discovery")
"""The lists whose order says nothing; that of phases is the journey, that of audiences whom chance takes."""

Files = Mapping[str, dict[str, Any]]


def audited(files: Files) -> InventoryAudit:
    with TemporaryDirectory() as place:
        for name, document in files.items():
            path = Path(place) / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(document, default=str), "utf-8")
        result, crashed = audit(Folder(Path(place)), ROOT, Request(TODAY, use_baseline=False))
    assert not crashed
    return result


def reordered(files: Files, random: Random) -> Files:
    """Return the files with the entries of each list, and the keys of each entry, in another order."""
    return {name: {key: _shuffled(key, value, random) for key, value in document.items()}
            for name, document in files.items()}  # fmt: skip


def _shuffled(key: str, value: Any, random: Random) -> Any:
    if key not in FREE or not isinstance(value, list):
        return value
    entries = [dict(random.sample(list(entry.items()), len(entry))) for entry in value]
    random.shuffle(entries)
    return entries


def moved(files: Files, random: Random) -> Files:
    """Return the files with a part of the root's touchpoints in a file of their own."""
    root = dict(files[ROOT])
    if "defaults" in root or not isinstance(root.get("touchpoints"), list):
        return files
    stay: list[Any] = []
    go: list[Any] = []
    for touchpoint in root["touchpoints"]:
        random.choice((stay, go)).append(touchpoint)
    include = root.get("include") or []
    root |= {"touchpoints": stay, "include": [*([include] if isinstance(include, str) else include), "moved.yaml"]}
    return {**files, ROOT: root, "moved.yaml": {"touchpoints": go}}


def swapped(files: Files, random: Random) -> Files:
    """Return the files with two touchpoints swapped, possibly across files."""
    places = [
        (name, index)
        for name, document in files.items()
        if "defaults" not in document
        for index in range(len(document.get("touchpoints") or ()))
    ]
    if len(places) < 2:
        return files
    (place, first), (other, second) = random.sample(places, 2)
    lists = {name: list(document.get("touchpoints") or ()) for name, document in files.items()}
    lists[place][first], lists[other][second] = lists[other][second], lists[place][first]
    return {
        name: {**document, "touchpoints": lists[name]} if lists[name] else document for name, document in files.items()
    }


def assert_nothing_changes(before: InventoryAudit, after: InventoryAudit) -> None:
    change = between(before, after)
    reported = [f"{finding.since} {finding.code} {finding.of}: {render(finding.message)}" for finding in change.after
            if finding.since != "unchanged"]  # fmt: skip
    reported += [f"fixed {finding.code} {finding.of}: {render(finding.message)}" for finding in change.fixed]
    assert reported == []
    update = baseline.update(baseline.update(None, before, TODAY).baseline, after, TODAY)
    assert (update.refused, update.dropped) == ((), 0)


@settings(max_examples=20, deadline=None)
@given(crowded(), st.randoms(use_true_random=False))
def test_the_order_of_a_plan_full_of_findings_decides_nothing(value: dict[str, Any], random: Random) -> None:
    files = {ROOT: value}
    before = audited(files)
    for change in (reordered, moved, swapped):
        assert_nothing_changes(before, audited(change(files, random)))


@pytest.mark.parametrize("example", sorted(path.parent.name for path in EXAMPLES.glob("*/tpaudit.yaml")))
@pytest.mark.parametrize("change", [reordered, moved, swapped])
def test_the_order_of_an_example_decides_nothing(example: str, change: Any) -> None:
    folder = EXAMPLES / example
    yaml = YAML(typ="safe", pure=True)
    files = {
        path.relative_to(folder).as_posix(): yaml.load(path.read_text("utf-8"))
        for path in sorted(folder.rglob("*.yaml"))
    }
    assert_nothing_changes(audited(files), audited(change(files, Random(example))))  # noqa: S311


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_three_touchpoints_of_one_purpose_are_found_alike_in_any_order(order: tuple[int, ...]) -> None:
    same = {"phase": "onboarding", "channel": "email", "purpose": "Show how it works at last"}
    touchpoints = [{"id": name, "name": name, **same} for name in ("a", "b", "c")]
    before, after = (
        audited({ROOT: {"tpaudit": 1, "touchpoints": [touchpoints[place] for place in places]}})
        for places in ((0, 1, 2), order)
    )
    assert sum(finding.code == "PUR005" for finding in before.findings) == 1
    assert_nothing_changes(before, after)
