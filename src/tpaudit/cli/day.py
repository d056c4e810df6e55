"""The day of the audit: the one that the user names, else that of SOURCE_DATE_EPOCH, else today."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from tpaudit.loading.usage import UsageError
from tpaudit.messages import say


def day(given: str | date) -> date:
    """Return the day that the user writes as 2026-11-22; raise UsageError for anything else."""
    if isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise UsageError(say("{given} is not a date", given=given), say("Write --today as 2026-11-22.")) from None


def today() -> date:
    """Return the day if the user names none."""
    moment = _epoch()
    return datetime.now().astimezone().date() if moment is None else moment.date()


def moment() -> datetime:
    """Return the time of SOURCE_DATE_EPOCH, else now; in UTC, without fractions of a second."""
    return _epoch() or datetime.now(UTC).replace(microsecond=0)


def _epoch() -> datetime | None:
    """Return the time that SOURCE_DATE_EPOCH names, None if it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            say("SOURCE_DATE_EPOCH is {given}, which is not a time", given=epoch),
            say("Set it to seconds since 1970, or unset it."),
        ) from None
