"""Headers and times that people write are read as what they mean, or not at all."""

from __future__ import annotations

import pytest

from tests.exchange.header_rows import ROWS
from tests.exchange.timing_texts import TEXTS
from tpaudit.exchange.bringing import exact_keys
from tpaudit.exchange.reading import values
from tpaudit.exchange.reading.headers import fields_of
from tpaudit.exchange.reading.timings import spelt, timing
from tpaudit.exchange.reading.together import combined
from tpaudit.exchange.reading.values import Nameable, Value

_KEYS = {key: key for key in exact_keys()}


def test_there_is_enough_to_try() -> None:
    assert len(ROWS) >= 50
    assert len(TEXTS) >= 100


@pytest.mark.parametrize(("headers", "fields"), ROWS, ids=[row for row, _ in ROWS])
def test_headers(headers: str, fields: str) -> None:
    found = fields_of(headers.split("|"), _KEYS)

    names = fields.split(" ")
    assert len(found) == len(names)
    for field, meant in zip(found, names, strict=True):
        assert field.startswith("x-") if meant == "-" else field == meant


@pytest.mark.parametrize(("text", "meant"), TEXTS, ids=[text for text, _ in TEXTS])
def test_times(text: str, meant: str) -> None:
    assert " | ".join(spelt(timing(text).timings)) == meant


def test_a_time_after_another_touchpoint() -> None:
    names = {"kick-off": "kickoff-call"}

    assert timing("1 Woche nach dem Kick-off", names).timings == ({"at": "1w", "after": "kickoff-call"},)
    assert timing("2 days before the kick-off", names).timings == ({"at": "2d", "before": "kickoff-call"},)
    assert not timing("1 Woche nach dem Fest", names).timings


def test_when_and_how_often_in_two_columns() -> None:
    assert combined(timing("Tag 90"), timing("quartalsweise")).timings == ({"every": "3mo", "at": "90d"},)
    assert combined(timing("?"), timing("monthly")).timings == ({"every": "1mo"},)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("phase", "1. Onboarding", "onboarding"),
        ("phase", "Phase 2: Nutzung", "adoption"),
        ("phase", "Renewal phase", "renewal"),
        ("phase", "Willkommenszeit", "willkommenszeit"),
        ("channel", "E-Mail", "email"),
        ("channel", "Telefon / Video", ["phone", "video"]),
        ("channel", "E-Mail und SMS", ["email", "sms"]),
        ("channel", "vor Ort", "in_person"),
        ("channel", "MS Teams", "video"),
        ("channel", "Rohrpost", "rohrpost"),
        ("owner", "Customer Success", ["customer-success"]),
        ("owner", "CSM, Vertrieb", ["csm", "vertrieb"]),
        ("segments", "alle Kunden", None),
        ("segments", "Enterprise; SMB", ["enterprise", "smb"]),
        ("status", "aktiv", "live"),
        ("status", "geplant", "upcoming"),
        ("type", "QBR", "business_review"),
        ("type", "Umfrage", "survey"),
        ("priority", "sehr hoch", "critical"),
        ("reach", "40 %", 0.4),
        ("reach", "0,4", 0.4),
        ("reach", 40, 0.4),
        ("reach", "100%", 1),
        ("reach", "viele", None),
        ("effort", "90 Min", "90m"),
        ("effort", "1,5 h", "90m"),
        ("effort", "2 Std.", "2h"),
        ("effort", "30-45 min", "45m"),
        ("effort", 90, None),
        ("automation", "teilweise", "assisted"),
        ("metrics.target", "> 40 %", "40%"),
        ("metrics.target", "mind. 4,5", 4.5),
        ("metrics.target", "hoch", None),
        ("review_by", "31.12.2027", "2027-12-31"),
        ("review_by", "3/4/2027", None),
        ("content.languages", "Deutsch, Englisch", ["de", "en"]),
        ("experience.verdict", "funktioniert", "works"),
        ("experience.verdict", "funktioniert nicht", "broken"),
        ("experience.verdict", "nervt", "annoying"),
        ("tags", "Pilot, Q4 Aktion", ["pilot", "q4_aktion"]),
    ],
)
def test_values(field: str, cell: str | int, value: object) -> None:
    phases = {phase: phase for phase in ("onboarding", "adoption", "renewal")}
    read = values.READERS[field](cell, Nameable(phases=phases))

    assert (read.value if read is not None else None) == value


def test_metrics_by_their_names() -> None:
    assert values.metrics("NPS; Öffnungsrate", Nameable()) == Value(
        [{"name": "NPS", "family": "nps"}, {"name": "Öffnungsrate", "family": "engagement"}]
    )
    assert values.metrics("Stimmung", Nameable()) == Value([{"name": "Stimmung"}], sure=False)
