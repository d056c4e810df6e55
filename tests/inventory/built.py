"""Inventories of several files, and their faults as a test reads them best."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from tests.inventories import inventory_of
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.faults import Fault
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.messages import render

ROOT = "tpaudit.yaml"


class Said(NamedTuple):
    """A fault as the reader sees it."""

    code: str
    place: str
    message: str
    help: str


def said(fault: Fault) -> Said:
    place = f"{fault.file}:{fault.span.line}:{fault.span.column}"
    return Said(fault.code, place, render(fault.message), render(fault.help))


def faults_of(text: str) -> list[Said]:
    """Return the faults of an inventory of one file."""
    return [said(fault) for fault in inventory_of(text).faults]


def messages_of(text: str) -> list[str]:
    return [fault.message for fault in faults_of(text)]


def of_value(value: object) -> Inventory:
    """Return the inventory of a root file that holds the value; JSON is YAML."""
    text = json.dumps(value, indent=1).replace("NaN", ".nan")
    return build(load(Folder(Path("/nowhere"), {ROOT: text.encode()}), ROOT), ROOT)


def of_files(folder: Path, root: str, **included: str) -> Inventory:
    """Return the inventory of a root file and of files beside it, by their names."""
    for name, text in included.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    names = ", ".join(f"{name}.yaml" for name in included)
    (folder / ROOT).write_text(f"tpaudit: 1\ninclude: [{names}]\n{root}", encoding="utf-8")
    return build(load(Folder(folder), ROOT), ROOT)
