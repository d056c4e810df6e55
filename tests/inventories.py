"""Inventories for tests: a few lines of YAML in, an audit out, through the same recipe that users run."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from tpaudit.audit import Request, audit
from tpaudit.findings.finding import Finding
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.building.build import build
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.messages import render
from tpaudit.observed.loading import FILE
from tpaudit.rules.rule import STRUCTURAL

TODAY = date(2026, 11, 22)
ROOT = "tpaudit.yaml"


def folder(text: str) -> Folder:
    """Return a folder that holds one root file with this text; `tpaudit: 1` is added where it is missing."""
    if not any(line.startswith("tpaudit:") for line in text.splitlines()):
        text = f"{text.rstrip()}\ntpaudit: 1\n"
    observed = observed_in(text)
    given = {ROOT: text.encode()}
    return Folder(Path("/nowhere"), given if observed is None else {**given, FILE: observed})


def observed_in(text: str) -> bytes | None:
    """Return the file of aggregates that comments describe: what was seen of segment `all`, or keys of the file."""
    _, there, comment = text.partition("# tpaudit.observed.json:\n")
    if not there:
        return None
    lines = [line.lstrip().removeprefix("#") for line in comment.splitlines() if line.lstrip().startswith("#")]
    said = YAML(typ="safe").load("\n".join(lines))
    if "observed_on" in said:
        seen: dict[str, object] = {}
        head = {"observed_on": str(said["observed_on"])}
    else:
        seen, head = said, {"observed_on": TODAY.isoformat()}
    for touchpoint in seen.get("touchpoints", {}).values():  # type: ignore[attr-defined]
        for key in ("due", "reached", "customers", "occurrences", "planned"):
            touchpoint.setdefault(key, 0)
    rows = {"events": 1, "used": 1, "customers": 400}
    frame = {
        "version": 1,
        "tool": "2",
        "inventory": "",
        "last_day": "2026-11-15",
        "timezone": "UTC",
        "min_group": 10,
        "rows": rows,
    }
    return json.dumps({**frame, **head, "segments": {"all": {"customers": 400, **seen}}}).encode()


def inventory_of(text: str) -> Inventory:
    """Return the inventory that the text describes."""
    return build(load(folder(text), ROOT), ROOT)


def audit_text(text: str, *select: str, today: date = TODAY, waivers: bool = True) -> InventoryAudit:
    """Return the audit of one root file, by the rules named (by code, name or family) or by all."""
    result, crashed = audit(folder(text), ROOT, Request(today, select or None, None, waivers))
    assert not crashed, crashed
    return result


def findings(text: str, *select: str, today: date = TODAY) -> tuple[Finding, ...]:
    """Return the findings of the rules named; the text itself must be without fault."""
    found = audit_text(text, *select, today=today).findings
    faults = [finding for finding in found if finding.code in STRUCTURAL and finding.code not in select]
    assert not faults, [(fault.code, fault.location.span.line, render(fault.message)) for fault in faults]
    return tuple(finding for finding in found if finding.code not in STRUCTURAL or finding.code in select)
