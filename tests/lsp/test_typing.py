"""After every script of random edits the markers are those of `check` on the same texts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest

from tests.cli.running import tpaudit
from tests.lsp.client import Client
from tests.lsp.test_server import ROOT, TOUCHPOINTS

TYPED = (
    "\n", "- ", "  ", ":", "#", '"', "'", "[", "]", "{", "}", "é", "😀", "id: x\n", "    owner: csm\n", "*a", "&a ",
    "|\n",
    "\t", "csm", "- id: new\n    name: New\n", "---\n", "waive:\n",
)  # fmt: skip
SCRIPTS = 6

Marks = dict[str, list[tuple[str, int, int]]]


def wanted(texts: Mapping[str, str], folder: Path) -> Marks:
    """Return what `check` finds: code, line and column, from 0."""
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8", newline="")
    document = json.loads(tpaudit("check", folder, "--format", "json", "--today", "2026-11-22").out)
    found: Marks = {name: [] for name in texts}
    for finding in document["inventories"][0]["findings"]:
        place = finding["location"]
        line = texts[Path(place["path"]).name].split("\n")[place["line"] - 1]
        column = len(line[: place["column"] - 1].encode("utf-16-le")) // 2
        found[Path(place["path"]).name].append((finding["code"], place["line"] - 1, column))
    return {name: sorted(marks) for name, marks in found.items()}


def shown(client: Client, texts: Mapping[str, str]) -> Marks:
    """Return what the editor shows."""
    return {
        name: sorted(
            (mark["code"], mark["range"]["start"]["line"], mark["range"]["start"]["character"])
            for mark in client.diagnostics.get(client.uri(name), [])
        )
        for name in texts
    }


def edited(rng: Random, client: Client, name: str, text: str) -> str:
    """Type or delete something at a place, as the protocol counts places; return the new text."""
    lines = text.split("\n")
    row = rng.randrange(len(lines))
    column = rng.randint(0, len(lines[row]))
    gone = min(rng.choice([0, 0, 1, 5]), len(lines[row]) - column)
    typed = "" if gone else rng.choice(TYPED)
    start, over = (len(part.encode("utf-16-le")) // 2 for part in (lines[row][:column], lines[row][column:][:gone]))
    client.type(name, row, start, typed, over=over)
    lines[row] = lines[row][:column] + typed + lines[row][column + gone :]
    return "\n".join(lines)


@pytest.mark.parametrize("seed", [1, 2])
def test_no_marker_is_wrong_after_random_edits(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)  # noqa: S311
    folder, other = tmp_path / "editor", tmp_path / "check"
    texts = {"tpaudit.yaml": ROOT, "touchpoints.yaml": TOUCHPOINTS}
    for place in (folder, other):
        place.mkdir()
        wanted(texts, place)
    with Client(folder.resolve()) as client:
        for name in texts:
            client.open(name)
        for script in range(SCRIPTS):
            if script % 3 == 2:  # back to what was good
                texts = {"tpaudit.yaml": ROOT, "touchpoints.yaml": TOUCHPOINTS}
                for name, text in texts.items():
                    client.change(name, text)
            for _ in range(rng.randint(1, 6)):
                name = rng.choice(list(texts))
                texts[name] = edited(rng, client, name, texts[name])
            expected = wanted(texts, other)
            try:
                client.wait(lambda expected=expected: shown(client, expected) == expected, 40)
            except TimeoutError:
                assert shown(client, texts) == expected, texts
