"""The phases of a kind in a segment, and when a rule about them gives way to PHS002."""

from __future__ import annotations

from tpaudit.inventory.registries import Segment
from tpaudit.inventory.words.vocabulary import PhaseKind
from tpaudit.rules.context import Context
from tpaudit.rules.rule import NotApplicable, SegmentPhase


def phases_of(kind: PhaseKind, segment: Segment, audit: Context) -> tuple[SegmentPhase, ...]:
    """Return the segment's phases of a kind."""
    windows = audit.plan(segment).phase_windows
    phases = (phase for phase in audit.inventory.phases if phase.kind == kind and phase.id in windows)
    return tuple(SegmentPhase(segment, phase) for phase in phases)


def give_way_to_empty_phase(kind: PhaseKind, segment: Segment, audit: Context) -> None:
    """Leave an entirely empty phase to PHS002."""
    phases = phases_of(kind, segment, audit)
    if phases and all(audit.finds_empty(phase) for phase in phases):
        raise NotApplicable
