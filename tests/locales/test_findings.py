"""What findings say: the vocabulary in the reader's language, words to be typed marked, one of anything singular."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import get_args

from tests.cli.running import EXAMPLES
from tests.inventories import ROOT, TODAY, findings
from tpaudit.audit import Request, audit
from tpaudit.findings.finding import Finding
from tpaudit.inventory.words import vocabulary
from tpaudit.inventory.words.terms import TABLES
from tpaudit.loading.source import Folder
from tpaudit.messages import Code, Message, Term, Value, render, shown
from tpaudit.registry import RULES
from tpaudit.rules.explanation import explanation

ENUMERATIONS = (
    vocabulary.Form, vocabulary.Initiation, vocabulary.ValueKind, vocabulary.Consent, vocabulary.Family,
    vocabulary.Direction, vocabulary.Verdict, vocabulary.Evidence, vocabulary.Priority, vocabulary.FeedbackInstrument,
    vocabulary.Action, vocabulary.TouchModel, vocabulary.Stage, vocabulary.TouchpointType, vocabulary.Automation,
)  # fmt: skip
VOCABULARY = frozenset(chain.from_iterable(get_args(words) for words in ENUMERATIONS)) - {"service", "event"}
OWN = (
    "name",
    "other",
    "first",
    "second",
    "owner",
    "other_owner",
    "owners",
    "id",
    "roles",
    "anchor",
    "metric",
    "channel",
)
"""Fields that hold what the inventory calls its entries, which may well be a word of the vocabulary."""
CODE = re.compile(r"`[^`]*`")
ONE_OF_MANY = (
    re.compile(r"(?<![\d.,])1 (?:day|hour|week|month|year|contact|touchpoint|owner|window|word|pair|time)s\b"),
    re.compile(r"(?<![\d.,])1 (?:Tagen?|Stunden|Wochen|Monaten?|Jahren?|Kontakten?|Touchpoints|Wörter|Zeitfenstern)\b"),
)


def english_words() -> re.Pattern[str]:
    """Return what finds the words of the vocabulary that no German term contains."""
    terms = [term for table in TABLES for term in table.values()]
    german = {word for term in terms for word in re.findall(r"\w+", shown(term, "de").casefold())}
    words = {word for term in terms for word in re.findall(r"[a-z]{4,}", term)} - german
    return re.compile(rf"\b(?:{'|'.join(sorted(words))})\b")


ENGLISH = english_words()


@cache
def found() -> tuple[Finding, ...]:
    """Return what the examples and the bad examples of all rules find, with every rule asked."""
    audited = (audit(Folder(folder), ROOT, Request(TODAY))[0].findings for folder in sorted(EXAMPLES.iterdir()))
    bad = (findings(explanation(rule).bad, *(() if rule.code == "GOV001" else (rule.code,))) for rule in RULES)
    return tuple(chain.from_iterable((*audited, *bad)))


def messages() -> Iterator[tuple[str, Message]]:
    for finding in found():
        for message in (finding.message, finding.help, *(related.message for related in finding.related)):
            yield finding.code, message


def without_own_words(value: Value) -> Value:
    """Return the value with a dot for whatever the inventory says."""
    match value:
        case Term() | Code():
            return value
        case str():
            return "·"
        case Message():
            return Message(value.template, {name: without_own_words(inner) for name, inner in value.values.items()})
        case tuple():
            return tuple(without_own_words(inner) for inner in value)
        case _:
            return value


def said(message: Message, language: str) -> str:
    shown = without_own_words(message)
    assert isinstance(shown, Message)
    return render(shown, "de" if language == "de" else "en")


def raw_words(message: Message) -> Iterator[str]:
    """Yield the vocabulary's words that a message shows as they stand in the files, and not as code."""
    outside = CODE.sub("", message.template)
    for _, field, _, _ in string.Formatter().parse(outside):
        value = message.values.get(field or "")
        for inner in value if isinstance(value, tuple) else (value,):
            if isinstance(inner, Message):
                yield from raw_words(inner)
            elif type(inner) is str and inner in VOCABULARY and field not in OWN:
                yield f"{field}: {inner}"


def test_the_vocabularys_words_are_terms_or_code() -> None:
    assert not sorted({(code, word) for code, message in messages() for word in raw_words(message)})


def test_no_german_finding_holds_an_english_word_of_the_vocabulary() -> None:
    german = ((code, CODE.sub("", said(message, "de"))) for code, message in messages())
    assert not sorted({(code, text) for code, text in german if ENGLISH.search(text)})


def test_underscores_stand_in_code_only() -> None:
    both = [(code, CODE.sub("", said(message, language))) for code, message in messages() for language in ("en", "de")]
    assert not sorted({pair for pair in both if "_" in pair[1]})


def test_one_is_singular() -> None:
    both = [(code, render(message, "en")) for code, message in messages()]
    both += [(code, render(message, "de")) for code, message in messages()]
    assert not sorted({pair for pair in both if any(many.search(pair[1]) for many in ONE_OF_MANY)})


def test_terms_are_words_in_both_languages() -> None:
    terms = [term for table in TABLES for term in table.values()]
    assert not [term for term in terms if "_" in shown(term) or "_" in shown(term, "de")]


def test_the_guards_see() -> None:
    raw = Message("{name} is {verdict} (`{field}`)", {"name": "works", "verdict": "broken", "field": "annoying"})
    assert list(raw_words(raw)) == ["verdict: broken"]
    assert ENGLISH.search("mit broken bewertet")
    assert [bool(many.search("in 1 days, in 1 Tagen")) for many in ONE_OF_MANY] == [True, True]
    assert not any(many.search("21 days and 1.1 days, 21 Tage") for many in ONE_OF_MANY)
