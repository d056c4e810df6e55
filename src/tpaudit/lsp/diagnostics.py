"""Findings and faults as the editor's diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from lsprotocol import types

from tpaudit.findings.finding import Finding
from tpaudit.loading.faults import Fault
from tpaudit.lsp.positions import range_of, uri_of
from tpaudit.lsp.project import State
from tpaudit.messages import Language, Message, render
from tpaudit.severity import Severity

SOURCE = "tpaudit"
_SEVERITIES: Mapping[Severity, types.DiagnosticSeverity] = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_UNUSED = ("INV007", "GOV001")
"""Rules whose findings editors show as unnecessary code."""


def of_state(state: State, language: Language) -> dict[Path, tuple[types.Diagnostic, ...]]:
    """Return the diagnostics of each file of an inventory, including files without any."""
    found: dict[Path, list[types.Diagnostic]] = {state.path(file): [] for file in state.texts}
    for finding in state.audit.findings:
        if finding.waived is None and not finding.known:
            found.setdefault(state.path(finding.location.file), []).append(_of_finding(finding, state, language))
    return {path: tuple(diagnostics) for path, diagnostics in found.items()}


def _of_finding(finding: Finding, state: State, language: Language) -> types.Diagnostic:
    return types.Diagnostic(
        range=range_of(finding.location.span, state.lines(finding.location.file)),
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        source=SOURCE,
        message=_text(finding.message, finding.help, language),
        tags=[types.DiagnosticTag.Unnecessary] if finding.code in _UNUSED else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                types.Location(
                    _uri(state.root.path.parent, related.location.file),
                    range_of(related.location.span, state.lines(related.location.file)),
                ),
                render(related.message, language),
            )
            for related in finding.related[:8]
        ]
        or None,
        data={"fingerprint": finding.fingerprint, "kind": str(finding.subject.kind), "id": finding.subject.id},
    )


@lru_cache(maxsize=5_000)
def _uri(folder: Path, file: str) -> str:
    return uri_of(folder / file)


def of_faults(faults: Iterable[Fault], lines: Sequence[str], language: Language) -> tuple[types.Diagnostic, ...]:
    """Return the diagnostics of a file's faults of syntax."""
    return tuple(
        types.Diagnostic(
            range=range_of(fault.span, lines),
            severity=types.DiagnosticSeverity.Error,
            code=fault.code,
            source=SOURCE,
            message=_text(fault.message, fault.help, language),
        )
        for fault in faults
    )


def _text(message: Message, help_: Message, language: Language) -> str:
    text = render(message, language)
    remedy = render(help_, language) if help_.template else ""
    return f"{text[:1].upper()}{text[1:]}.\n{remedy}" if remedy else f"{text[:1].upper()}{text[1:]}."
