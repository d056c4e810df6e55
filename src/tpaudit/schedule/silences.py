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
    days = {first, last}
    for contact in contacts:
        if contact.day not in days and contact.adds_value and (contact.human or not human) and contact.weight == 1:
            days.add(contact.day)
    within = sorted(day for day in days if first <= day <= last)
    return tuple(Silence(start, end) for start, end in pairwise(within)) or (Silence(first, last),)
