"""What a change does, as public JSON with a version and a schema of its own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from importlib.resources import files

import tpaudit
from tpaudit.diff.comparison import Comparison, InventoryChange
from tpaudit.diff.entries import Entries, Named
from tpaudit.diff.plain import Change, Mark, Plain
from tpaudit.diff.pressure import Figure, Overload, SegmentChange
from tpaudit.findings.finding import Finding
from tpaudit.messages import Language, render
from tpaudit.outputs.numbers import number
from tpaudit.outputs.safe import json_document
from tpaudit.outputs.streaming import Part
from tpaudit.schedule.figures import Exceeded

VERSION = 1
"""The version of the document's shape; it stays when members are added, and grows when one changes or goes."""


def document(comparison: Comparison, language: Language = "en") -> str:
    """Return the comparison as JSON, as described by `schema`."""
    whole = {
        "version": VERSION,
        "tpaudit": tpaudit.__version__,
        "today": comparison.today.isoformat(),
        "language": language,
        "before": comparison.before,
        "after": comparison.after,
        "changed": bool(comparison),
        "verdict": render(comparison.verdict, language),
        "inventories": [_inventory(inventory, language) for inventory in comparison.inventories],
    }
    return json_document(json.dumps(whole, ensure_ascii=False, indent=2)) + "\n"


def schema() -> str:
    """Return the JSON Schema of the document."""
    return files("tpaudit.outputs").joinpath("schemas/diff.schema.json").read_text("utf-8")


def _inventory(inventory: InventoryChange, language: Language) -> Part:
    return {
        "name": inventory.name,
        "folder": inventory.folder,
        "side": inventory.side,
        "complete_before": inventory.complete_before,
        "complete_after": inventory.complete_after,
        "touchpoints": _entries(inventory.touchpoints, language),
        "registries": [_entries(entries, language) for entries in inventory.registries],
        "root": [_change(change, language) for change in inventory.root],
        "segments": [_segment(segment, language) for segment in inventory.segments],
        "really": [
            {"tendency": change.tendency, "message": render(change.words, language)} for change in inventory.really
        ],
        "new": [_finding(finding, inventory, language) for finding in inventory.new],
        "worse": [_finding(finding, inventory, language) for finding in inventory.worse],
        "fixed": [_finding(finding, inventory, language) for finding in inventory.fixed],
        "unchanged": inventory.unchanged,
        "unjudged": inventory.unjudged,
        "lost": inventory.lost,
    }


def _entries(entries: Entries, language: Language) -> Part:
    return {
        "registry": entries.registry,
        "added": [_named(named) for named in entries.added],
        "removed": [_named(named) for named in entries.removed],
        "renamed": [
            {
                "before": renamed.before,
                "after": renamed.after,
                "name": renamed.name,
                "changes": [_change(change, language) for change in renamed.changes],
            }
            for renamed in entries.renamed
        ],
        "changed": [
            {
                "id": changed.id,
                "name": changed.name,
                "changes": [_change(change, language) for change in changed.changes],
            }
            for changed in entries.changed
        ],
    }


def _named(named: Named) -> Part:
    return {"id": named.id, "name": named.name, "fields": _value(named.fields)}


def _change(change: Change, language: Language) -> Part:
    return {
        "field": list(change.path),
        "before": _value(change.before),
        "after": _value(change.after),
        "implied": change.implied,
        "message": render(change.words, language),
    }


def _value(value: Plain | None) -> object:
    match value:
        case Mark():
            return None
        case Mapping():
            return {key: _value(item) for key, item in value.items()}
        case tuple():
            return [_value(item) for item in value]
        case date():
            return value.isoformat()
        case bool() | str() | int() | None:
            return value
        case _:
            return number(value)


def _segment(segment: SegmentChange, language: Language) -> Part:
    return {
        "id": segment.id,
        "name": segment.name,
        "side": segment.side,
        "figures": [_figure(figure) for figure in segment.figures],
        "exceeded": [_overload(overload, language) for overload in segment.overloads],
        "coverage": [
            {"phase": cell.phase, "name": cell.name, "before": cell.before, "after": cell.after}
            for cell in segment.coverage
        ],
    }


def _figure(figure: Figure) -> Part:
    return {
        "figure": figure.key,
        "before": _number(figure.before),
        "after": _number(figure.after),
        "difference": _number(figure.difference),
        "limit_before": _number(figure.limit_before),
        "limit_after": _number(figure.limit),
    }


def _overload(overload: Overload, language: Language) -> Part:
    return {
        "channel": overload.channel,
        "period": overload.period,
        "state": overload.state,
        "before": _exceeded(overload.before),
        "after": _exceeded(overload.after),
        "message": render(overload.words, language),
    }


def _exceeded(exceeded: Exceeded | None) -> Part | None:
    if exceeded is None:
        return None
    return {
        "load": number(exceeded.load),
        "limit": number(exceeded.limit),
        "from": exceeded.start,
        "to": exceeded.end,
        "windows": exceeded.windows,
        "stakeholder": exceeded.person,
        "others": list(exceeded.others),
        "touchpoints": [touchpoint.id for touchpoint in exceeded.culprits],
    }


def _finding(finding: Finding, inventory: InventoryChange, language: Language) -> Part:
    span = finding.location.span
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": render(finding.message, language),
        "help": render(finding.help, language) or None,
        "subject": {"kind": finding.subject.kind, "id": finding.subject.id, "name": finding.subject.name or None},
        "field": list(finding.path),
        "path": inventory.path(finding.location.file),
        "line": span.line,
        "column": span.column,
        "owner": finding.owner or None,
        "fingerprint": finding.fingerprint,
        "measure": [number(part) for part in finding.measure],
        "was": [number(part) for part in finding.was],
    }


def _number(value: Fraction | None) -> int | float | None:
    return None if value is None else number(value)
