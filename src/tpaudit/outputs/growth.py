"""What has become of a finding that was there before."""

from __future__ import annotations

from tpaudit.findings.finding import Finding
from tpaudit.messages import Message, Value, say


def with_growth(finding: Finding) -> Message:
    """Return what a finding says, and of one that has grown, from how much to how much."""
    if finding.since != "worse":
        return finding.message
    was, now = growth(finding)
    return say("{message} (was {was}, is {now})", message=finding.message, was=was, now=now)


def growth(finding: Finding) -> tuple[Value, Value]:
    """Return the first part of the measure that differs, before and now."""
    pairs = zip(finding.was, finding.measure, strict=False)
    return next(((was, now) for was, now in pairs if was != now), (finding.was[0], finding.measure[0]))
