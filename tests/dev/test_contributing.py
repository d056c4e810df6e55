"""CONTRIBUTING.md names only what is there."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

PROJECT = Path(__file__).parents[2]
TEXT = (PROJECT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
ROOMS = (PROJECT, PROJECT / "src" / "tpaudit", PROJECT / "src" / "tpaudit" / "inventory")


def test_every_path_exists() -> None:
    words = re.findall(r"`([\w./]+(?:\.py|\.po|\.txt|\.toml|\.yaml|/))`", TEXT)
    paths = [word for word in words if "tim_late" not in word]
    assert len(paths) > 25
    missing = [path for path in paths if not any((room / path).exists() for room in ROOMS)]
    assert [path for path in missing if path not in ("tim_renewal.py", "formats.py", "locales/de")] == []


def test_every_module_can_be_run() -> None:
    modules = re.findall(r"python -m (tests[\w.]*)", TEXT)
    assert modules
    assert [module for module in modules if find_spec(module) is None] == []


def test_every_room_is_shown() -> None:
    rooms = {path.name for path in (PROJECT / "src" / "tpaudit").iterdir() if (path / "__init__.py").exists()}
    shown = set(re.findall(r"`(\w+)/`", TEXT))
    assert sorted(rooms - shown - {"starter", "exchange"}) == []
