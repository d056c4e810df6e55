"""What somebody probably meant; where it could be something else, nothing is suggested."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpaudit.durations import parse
from tpaudit.fields import SLUG
from tpaudit.inventory.words import meant


@pytest.mark.parametrize(
    ("given", "duration"),
    [(14, "14d"), ("14", "14d"), ("2 weeks", "2w"), ("3 d", "3d"), ("3D", "3d"), ("day 3", "3d"), ("Woche 2", "2w"),
     ("1.5d", "36h"), ("0,5 h", "30m"), ("weekly", "1w"), ("12 months", "12mo"), ("1 Tag", "1d"), ("3 Mo.", "3mo"),
     ("10 business days", "10bd"), ("2-weeks", "2w"), ("2.0 weeks", "2w"),
     ("-3d", ""), ("half a day", ""), ("1.5mo", ""), ("3m o", ""), ("12345678901d", ""), ("", ""), (True, ""),
     (None, ""), (1.5, ""), (99_999, "")],
)  # fmt: skip
def test_durations(given: object, duration: str) -> None:
    assert meant.duration(given) == duration


@pytest.mark.parametrize(
    ("given", "day"),
    [("31.12.2026", "2026-12-31"), ("1. 9. 2026", "2026-09-01"), ("1.9.26", "2026-09-01"), ("12/31/2026", "2026-12-31"),
     ("31/12/2026", "2026-12-31"), ("5/5/2026", "2026-05-05"), ("2026-9-1", "2026-09-01"), (20260901, "2026-09-01"),
     ("2026/12/31", "2026-12-31"), ("2026-12-31T10:00:00", "2026-12-31"),
     ("03/04/2026", ""), ("2026-W01-1", ""), ("30.2.2026", ""), ("Q3 2026", ""), ("", ""), (None, "")],
)  # fmt: skip
def test_days(given: object, day: str) -> None:
    assert meant.day(given) == day


@pytest.mark.parametrize(
    ("given", "number"),
    [("20%", "0.2"), ("12,5 %", "0.125"), ("0,5", "0.5"), ("3", "3"), ("many", ""), ("1e3", ""), (None, "")],
)
def test_numbers(given: object, number: str) -> None:
    assert meant.number(given) == number


@pytest.mark.parametrize(
    ("given", "slug"),
    [("Kickoff", "kickoff"), ("Begrüßung per E-Mail", "begruessung-per-e-mail"), ("“csm”", "csm"), ("Café", "cafe"),
     ("Success (EMEA)", "success-emea"), ("???", ""), (3, "")],
)  # fmt: skip
def test_ids(given: object, slug: str) -> None:
    assert meant.slug(given) == slug


@pytest.mark.parametrize(
    ("key", "given", "choice"),
    [("status", "Planned", "upcoming"), ("priority", 1, "critical"), ("touch_model", "High", "high_touch"),
     ("automation", False, "manual"), ("name", "planned", ""), ("status", "zzz", "")],
)  # fmt: skip
def test_choices(key: str, given: object, choice: str) -> None:
    assert meant.choice(key, given) == choice


@given(st.text() | st.from_regex(r"\A[0-9]{1,3}[.,]?[0-9]? ?[a-z]{1,6}\Z") | st.integers())
def test_what_is_suggested_is_allowed(value: object) -> None:
    duration = meant.duration(value)
    assert not duration or parse(duration) is not None
    slug = meant.slug(value)
    assert not slug or re.fullmatch(SLUG, slug)
