"""How long a person hears nothing that adds value."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from tpaudit.schedule.plan import Contact, Silence


def silences(contacts: Iterable[Contact], period: tuple[int, int], *, human: bool = False) -> tuple[Silence, ...]:
    """Return the stretches of the period between days with a contact that is certain and adds value.

    Undated contacts do not count, nor those that reach only a part of the customers: nobody can promise them.
    """
    first, last = period
    days = {
        contact.day
        for contact in contacts
        if contact.adds_value and contact.weight == 1 and (contact.human or not human) and first <= contact.day <= last
    }
    return tuple(Silence(start, end) for start, end in pairwise(sorted({first, last, *days}))) or (
        Silence(first, last),
    )
