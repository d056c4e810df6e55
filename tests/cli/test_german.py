"""Help and usage errors in German: complete, and nothing else for those who read English."""

from __future__ import annotations

import pytest

from tests.cli.running import tpaudit
from tpaudit.cli import german
from tpaudit.cli.app import COMMANDS

GERMAN = {"TPAUDIT_LANGUAGE": "de"}


def test_help_is_in_the_readers_language() -> None:
    said = tpaudit("check", "--help", environment=GERMAN).out
    assert said.startswith("Aufruf: tpaudit check [OPTIONEN] [PATH]...\n\n  Inventare prüfen; ")
    assert "  Beispiele:\n    tpaudit check\n" in said
    assert "Diese Hilfe zeigen." in said
    english = ("Usage", "Options", "Examples", "Show this", "default: ", "env var:")
    assert [words for words in english if words in " ".join(said.split())] == []
    assert "[Umgebung: TPAUDIT_SHOW]" in said
    assert tpaudit("check", "--help").out.startswith("Usage: tpaudit check [OPTIONS]")


def test_without_a_command_all_are_listed_in_german() -> None:
    said = tpaudit("--help", environment=GERMAN).out
    assert "\nBefehle:\n" in said
    assert all(f"\n  {command} " in said for command in COMMANDS)


@pytest.mark.parametrize(
    ("english", "expected"),
    [
        ("Error: No such option: --nope (Possible options: --a, --b)",
         "Fehler: Die Option --nope gibt es nicht. Gemeint ist vielleicht: --a, --b"),
        ("Error: No such option: --nope", "Fehler: Die Option --nope gibt es nicht."),
        ("Error: No such command 'chek'. Did you mean 'check'?",
         "Fehler: Den Befehl 'chek' gibt es nicht. Gemeint ist vielleicht: 'check'"),
        ("Error: Missing argument 'RULE'.", "Fehler: Es fehlt 'RULE'."),
        ("Error: Option '--select' requires an argument.", "Fehler: Die Option '--select' braucht einen Wert."),
        ("Error: Invalid value for '--show': 'x' is not one of 'error', 'info'.",
         "Fehler: Ungültiger Wert für '--show': 'x' gibt es hier nicht, nur 'error', 'info'."),
        ("Try 'tpaudit check -h' for help.", "Hilfe: tpaudit check -h"),
    ],
)  # fmt: skip
def test_what_the_parser_says(english: str, expected: str) -> None:
    assert german.translated(english) == expected


def test_a_slip_is_explained_in_german() -> None:
    run = tpaudit("check", "--nope", environment=GERMAN)
    assert run.code == 2
    assert run.err.startswith("Aufruf: tpaudit check [OPTIONEN]")
    assert "Fehler: Die Option --nope gibt es nicht." in run.err
