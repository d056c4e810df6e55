"""Fields, vocabularies and terms are explained, each in both languages."""

from __future__ import annotations

import pytest

from tests.cli.running import tpaudit
from tpaudit.inventory.words.vocabulary import CHANNELS, EVENTS, PHASES, TYPES
from tpaudit.outputs.catalogue.meanings import as_text, words


@pytest.mark.parametrize("word", list(dict.fromkeys(words())))
def test_every_word_is_explained_in_both_languages(word: str) -> None:
    english, german = (as_text(word, language, width=80, color=False) for language in ("en", "de"))

    assert english
    assert german != english or word in (*PHASES, *TYPES, *CHANNELS, *EVENTS), "some words are the same in both"
    assert all(len(line) <= 80 for line in english.splitlines())


@pytest.mark.parametrize(
    ("word", "listed"),
    [("channel", CHANNELS), ("channels", CHANNELS), ("type", TYPES), ("phase", PHASES), ("event", EVENTS)],
)
def test_vocabularies_are_listed_in_full(word: str, listed: dict[str, object]) -> None:
    text = as_text(word, "en", width=None, color=False)

    lines = [line.split() for line in text.splitlines() if line.strip()]
    assert all(any(line[0] == word for line in lines) for word in listed)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("email", "email            E-mail              online   digital         yes"),
        ("Newsletter", "newsletter              digital         proactive   adds_value  no"),
        ("contract_end", "the contract; it has a date"),
        ("timing", "every: 2w"),
        ("timing.every", "The cadence"),
        ("contact_budget", "per_week"),
        ("segment.max_silence", "longest time"),
        ("max_silence", "longest time"),
        ("segment", "touch_model"),
        ("audit.fail_on", "severity"),
        ("Contact Budget", "rolling windows"),
        ("fmt", "yamlfmt"),
        ("lsp", "Neovim"),
        ("nothing-such", ""),
    ],
)
def test_what_is_said(word: str, said: str) -> None:
    text = as_text(word, "en", width=None, color=False)

    assert said in text
    assert bool(text) is bool(said)


def test_the_command_offers_the_nearest_word() -> None:
    run = tpaudit("explain", "tmiing")

    assert run.code == 2
    assert "Did you mean timing?" in run.err
    assert "rolling windows" in tpaudit("explain", "contact", "budget").out
