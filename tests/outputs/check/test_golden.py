"""Whole outputs, as users see them; `TPAUDIT_UPDATE_GOLDEN=1 pytest tests/outputs` writes them anew for a review."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.outputs.audits import worked_example
from tpaudit.outputs.check.formats import format_named
from tpaudit.outputs.check.options import Options
from tpaudit.severity import Severity

GOLDEN = Path(__file__).parent / "golden"
LOOKS = {
    "text.txt": ("text", Options()),
    "text-expanded.txt": ("text", Options(show=tuple(Severity), expand=True, statistics=True)),
    "text-quiet.txt": ("text", Options(quiet=True)),
    "text-terminal.txt": ("text", Options(width=80, color=True)),
    "concise.txt": ("concise", Options()),
    "check.json": ("json", Options()),
    "check.sarif": ("sarif", Options()),
    "github.txt": ("github", Options()),
    "gitlab.json": ("gitlab", Options()),
    "junit.xml": ("junit", Options()),
    "markdown.md": ("markdown", Options()),
}


@pytest.mark.parametrize("name", LOOKS)
def test_output(name: str) -> None:
    form, options = LOOKS[name]
    written = format_named(form)(worked_example("PRS", "TIM", "OWN", "CHN", "MET001"), options)
    if form == "sarif":
        written = without_rule_texts(written)
    path = GOLDEN / name
    if os.environ.get("TPAUDIT_UPDATE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(written, encoding="utf-8", newline="")
    assert written == path.read_bytes().decode()


def without_rule_texts(sarif: str) -> str:
    """Return the log without what rules say of themselves, which other tests hold."""
    log = json.loads(sarif)
    driver = log["runs"][0]["tool"]["driver"]
    driver["rules"] = [rule["id"] for rule in driver["rules"]]
    return json.dumps(log, indent=2) + "\n"
