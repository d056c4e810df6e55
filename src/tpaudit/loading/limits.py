"""Limits on what is read: generous for honest inventories, firm for all others."""

from __future__ import annotations

from tpaudit.loading.faults import Fault
from tpaudit.loading.places import START, Span
from tpaudit.messages import Message, say

MIB = 1024 * 1024
MAX_FILE_MIB = 10
MAX_FILE_BYTES = MAX_FILE_MIB * MIB
MAX_FILES = 5_000
MAX_DEPTH = 64
MAX_NODES = 5_000_000
MAX_FAULTS = 1_000


def larger(file: str, limit: int = MAX_FILE_MIB) -> Message:
    """Return the message about a file over the limit in MiB."""
    return say("{file} is larger than the {limit} MiB that are read of one file", file=file, limit=limit)


SPLIT = say("Split it into several files and name them under include.")
"""What to do about it."""


def too_large(file: str) -> Fault:
    """Return the fault of a file over the limit."""
    return Fault(
        code="INV001",
        file=file,
        span=START,
        message=larger(file),
        help=SPLIT,
        subject=("file", file),
        key="size",
    )


def too_many_nodes(file: str, span: Span) -> Fault:
    """Return the fault of a file, or of an inventory with that file, over the limit of nodes."""
    return Fault(
        code="INV002",
        file=file,
        span=span,
        message=say("there are more than {limit} values here, aliases written out", limit=MAX_NODES),
        help=say("Use fewer aliases of aliases, or split the inventory."),
        subject=("file", file),
        key="nodes",
    )


def too_many_faults(file: str, span: Span, code: str = "INV002") -> Fault:
    """Return the fault of a file with more faults than anybody would read."""
    return Fault(
        code=code,
        file=file,
        span=span,
        message=say("the file has more than {limit} faults; reading stopped here", limit=MAX_FAULTS),
        help=say("Fix those above first."),
        subject=("file", file),
        key="faults",
    )


def untold(file: str, span: Span, code: str) -> Fault:
    """Return the fault that stands for a file's further faults of one code, beyond the limit."""
    return Fault(
        code=code,
        file=file,
        span=span,
        message=say("the file has more than {limit} faults of this kind; the others are not listed", limit=MAX_FAULTS),
        help=say("Fix those above first."),
        subject=("file", file),
        key="faults",
    )
