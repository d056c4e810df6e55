"""Inventories made up by the thousand, sound and broken: ``python -m tests.hostile.fuzz --runs 20000 --seed 7``.

Most of the runs break text that was sound; the others are whole inventories, sound or with values replaced. A run that
fails leaves its file behind and ends the command. The same seed gives the same runs.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from tests.cli.running import EXAMPLES, Run
from tests.hostile.inside import run
from tests.inventory.mutations import INVENTORY, KEYS, mutated
from tests.inventory.valid import inventories
from tpaudit.audit import Request, audit
from tpaudit.loading.encoding import split_lines
from tpaudit.loading.source import Folder
from tpaudit.messages import render

ROOT = "tpaudit.yaml"
Value = Any

COMMANDS = (
    "check",
    "check --format json",
    "check --format junit --show info",
    "check --format markdown",
    "check --format sarif",
    "check --format github",
    "check --format gitlab",
    "check --expand --statistics --language de",
    "check --diff --unsafe-fixes",
    "check --output json=out.json --output concise=out.txt",
    "list",
    "list --format json",
    "list --format csv --missing timing",
    "schedule",
    "schedule --format json",
    "schedule --format csv",
    "schedule --segment all --diary --start 2027-01-11",
    "report --format markdown",
    "report --format html --language de",
    "baseline --output out.json",
    "export out.csv",
    "export out.xlsx",
    "rename t0 other",
)
"""What is run on broken inventories, one of them each time."""

PIECES = (
    "\n", "\n\n", "  ", " ", "\t", "\r", "\r\n", ":", ": ", "- ", "-", "? ", "[", "]", "{", "}", ",", "'", '"', " #",
    "&a ", "*a", "<<: *a", "!x ", "!!int ", "|\n", ">-\n", "---\n", "...\n", "%YAML 1.1\n", "\\", "\x00", "\x1b",
    "\u2028", "\ufeff", "\u00a0", "\U0001f600", "é", "null", "~", "yes", "no", "on", "0o17", "0x1F", "1:30", "1e999",
    ".nan", "-.inf", "2026-02-30", "9" * 40, "0.1", "-1", "3d..1d", "99999999y", "0d", "1bd", "phase_start", "all",
    "every: 1d", "after: t0", "before_each: t1", "within: 1w", "per_segment: {all: {timing: {}}}", "audience: x",
    "touchpoints:", "tpaudit: 1", "tpaudit: 2", "id: t0", "timing: ", "times: 0", "until: t0", "dates: [02-29]",
    "include: ['*']", "defaults: {timing: {at: 1d}}", "audit: {select: [X]}", "waive: {rule: INV012, reason: x}",
)  # fmt: skip
"""What mutations put into a text."""


def check_sound(value: Value, folder: Path) -> None:
    """Check what has to hold of an inventory without a fault."""
    _write(folder, _block(value))
    reported = _json(_held(run(folder, "check", "--format", "json", "--show", "info")))
    codes = {finding["code"] for inventory in reported["inventories"] for finding in inventory["findings"]}
    assert not codes & {"INV001", "INV002", "INV003", "INV004", "INV005", "INV006"}, codes
    _write(folder, _flow(value))
    again = _json(_held(run(folder, "check", "--format", "json", "--show", "info")))
    assert _fingerprints(reported) == _fingerprints(again), "the fingerprints depend on how the file is written"
    _write(folder, _block(value))
    _check_edits(folder)


def check_schedule(value: Value, folder: Path) -> None:
    """Check that the schedule and the other machine formats keep to their schemas."""
    _write(folder, _block(value))
    _validator("schedule").validate(json.loads(_held(run(folder, "schedule", "--format", "json")).out))
    ET.fromstring(_held(run(folder, "check", "--format", "junit")).out)  # noqa: S314  our own
    assert _held(run(folder, "report", "--format", "markdown")).out.startswith("#")


def check_faulty(value: Value, folder: Path) -> None:
    """Check that whatever a value is replaced by is told at a place that the file has."""
    _write(folder, _block({"tpaudit": 1} | value))
    _placed(_held(run(folder, "check", "--format", "json", "--show", "info")), folder)


def check_text(data: bytes, random: Random, folder: Path) -> None:
    """Check that a broken file is told, by one of the commands, and that nothing is left half done."""
    (folder / ROOT).write_bytes(data)
    if random.random() < 0.8:
        _check_audit(folder)
        return
    words = random.choice(COMMANDS).split()
    held = _held(run(folder, *words))
    if words[:3] == ["check", "--format", "json"]:
        _placed(held, folder)
    elif words[:3] == ["check", "--format", "sarif"]:
        json.loads(held.out)
    elif words[0] == "rename" and held.code:
        assert (folder / ROOT).read_bytes() == data
    assert not [path for path in folder.iterdir() if path.name.endswith(".tmp")]


def _check_audit(folder: Path) -> None:
    result, crashed = audit(Folder(folder), ROOT, Request(date(2026, 11, 22)))
    assert not crashed, crashed
    rows = split_lines((folder / ROOT).read_bytes().decode("utf-8-sig", "replace"))
    for finding in result.findings:
        line, column = finding.location.span[:2]
        assert 1 <= line <= len(rows), finding
        assert 1 <= column <= len(rows[line - 1]) + 1, finding
        assert render(finding.message, "de"), finding
        assert render(finding.help, "de"), finding


def broken(random: Random, text: bytes) -> bytes:
    """Return the text with a few of its bytes, words or lines changed."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        at = random.randrange(len(text) + 1)
        length = random.choice((0, 0, 1, 1, 2, 5, 20, 200))
        match random.randrange(7):
            case 0:
                text = text[:at] + text[at + length :]
            case 1:
                text = text[:at] + bytes([random.randrange(256)]) + text[at + 1 :]
            case 2:
                text = text[:at] + text[at : at + length] * random.choice((2, 3, 40)) + text[at + length :]
            case 3:
                lines = text.split(b"\n")
                lines.insert(random.randrange(len(lines)), lines[random.randrange(len(lines))])
                text = b"\n".join(lines)
            case 4:
                lines = text.split(b"\n")
                place = random.randrange(len(lines))
                lines[place] = random.choice((b" ", b"  ", b"\t", b"- ")) + lines[place]
                text = b"\n".join(lines)
            case _:
                text = text[:at] + random.choice(PIECES).encode("utf-8", "surrogatepass") + text[at + length :]
    return text


def fuzz(runs: int, number: int, folder: Path, tell: Callable[[str], None] = lambda _: None) -> None:
    """Make so many runs in a folder of their own; raise what the first that fails raises."""
    left = runs
    for check, one_of, values in (
        (check_sound, 250, inventories()),
        (check_schedule, 250, inventories()),
        (check_faulty, 50, mutated(INVENTORY, KEYS).filter(lambda value: isinstance(value, dict))),
    ):
        tell(f"{runs // one_of} of {check.__name__}")
        left -= runs // one_of
        _whole(check, runs // one_of, number, values, folder)
    texts = tuple(sound_texts())
    for turn in range(left):
        if turn % 500 == 0:
            tell(f"{turn} of {left} of check_text")
        random = Random(f"{number}/{turn}")  # noqa: S311  nothing secret
        data = broken(random, random.choice(texts))
        try:
            check_text(data, random, folder)
        except BaseException:
            tell(f"run {turn} failed; its file is {folder / ROOT}")
            raise


def _whole(check: Callable[[Value, Path], None], runs: int, number: int, values: Any, folder: Path) -> None:
    @seed(number)
    @settings(
        max_examples=max(runs, 1),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink),
        derandomize=False,
    )
    @given(values)
    def holds(value: Value) -> None:
        check(value, folder)

    holds()


def sound_texts() -> Iterator[bytes]:
    """Yield the texts that are broken: small ones in several styles, with everything that the format offers."""
    yield _block({"tpaudit": 1} | INVENTORY)
    yield _flow({"tpaudit": 1} | INVENTORY)
    yield (EXAMPLES / "minimal" / ROOT).read_bytes()
    yield (EXAMPLES / "minimal" / ROOT).read_bytes().replace(b"\n", b"\r\n")


def _check_edits(folder: Path) -> None:
    before = (folder / ROOT).read_bytes()
    for old, new in (("t0", "renamed"), ("renamed", "t0"), ("large", "big"), ("big", "large")):
        assert _held(run(folder, "rename", old, new)).code == 0
    assert (folder / ROOT).read_bytes() == before, "renamed to and fro, the file is another"
    for table in ("out.csv", "out.xlsx"):
        _held(run(folder, "export", table))
        brought = _held(run(folder, "import", table))
        assert (folder / ROOT).read_bytes() == before, f"what was exported to {table} comes back as another\n{brought}"
        (folder / table).unlink()
    _held(run(folder, "check", "--fix", "--unsafe-fixes"))
    fixed = _json(_held(run(folder, "check", "--format", "json", "--show", "info")))
    assert not [
        1 for inventory in fixed["inventories"] for finding in inventory["findings"] if finding["code"] == "INV002"
    ]


def _held(found: Run) -> Run:
    """Return the run, in which nothing of the program itself went wrong."""
    assert found.code in (0, 1, 2, 3), found
    assert "internal error" not in found.err, found
    assert "Traceback" not in found.err, found
    return found


def _json(found: Run) -> Value:
    value = json.loads(found.out)
    _validator("check").validate(value)
    assert not value["crashed"], value["crashed"]
    return value


def _placed(found: Run, folder: Path) -> None:
    if found.code == 3 and not found.out.strip():
        return
    rows = (folder / ROOT).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for inventory in _json(found)["inventories"]:
        for finding in inventory["findings"]:
            line, column = finding["location"]["line"], finding["location"]["column"]
            assert 1 <= line <= len(rows), finding
            assert 1 <= column <= len(rows[line - 1]) + 1, finding


def _fingerprints(told: Value) -> list[str]:
    return sorted(finding["fingerprint"] for inventory in told["inventories"] for finding in inventory["findings"])


@cache
def _validator(output: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(run(Path.cwd(), "schema", "--of", output).out))


def _write(folder: Path, data: bytes) -> None:
    (folder / ROOT).write_bytes(data)


def _block(value: Value) -> bytes:
    writer, stream = YAML(), StringIO()
    writer.width = 4096
    writer.dump(value, stream)
    return stream.getvalue().encode()


def _flow(value: Value) -> bytes:
    """Return another spelling of the same: braces and quotes, as JSON has them."""
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="tpaudit-fuzz-"))
    started = time.monotonic()
    fuzz(arguments.runs, arguments.seed, folder, lambda text: _tell(f"{time.monotonic() - started:6.0f} s  {text}"))
    _tell(f"{arguments.runs} runs, nothing found")


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
