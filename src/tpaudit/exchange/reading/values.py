# ruff: noqa: E501  tables of words and patterns
"""What people write into cells, converted to the values of the format's fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from tpaudit.exchange.reading import channels
from tpaudit.exchange.reading.timings import as_value, timing
from tpaudit.inventory.words import meant
from tpaudit.inventory.words.choices import nearest
from tpaudit.inventory.words.vocabulary import OTHER_WORDS, TYPES

Ids = Mapping[str, str]
"""Ids by id and by name, in lower case."""


class Value(NamedTuple):
    """What a cell was read as; `sure` is False if somebody should check it."""

    value: object
    sure: bool = True


class Nameable(NamedTuple):
    """What cells may name: the registries of the inventory, and the touchpoints by name."""

    phases: Ids = MappingProxyType({})
    segments: Ids = MappingProxyType({})
    owners: Ids = MappingProxyType({})
    channels: Ids = MappingProxyType({})
    audiences: Ids = MappingProxyType({})
    touchpoints: Ids = MappingProxyType({})


_TRUE = frozenset(("yes", "ja", "true", "wahr", "x", "✓", "✔", "y", "j", "1", "done", "erledigt"))
_FALSE = frozenset(("no", "nein", "false", "falsch", "-", "–", "n", "0", "none", "keine", "keiner"))
_NOTHING = frozenset(("", "-", "–", "—", "n/a", "n.a.", "na", "tbd", "?", "k.a.", "k. a.", "tba", "offen", "open", "n. a.", "nn", "n.n.", "/"))  # fmt: skip
"""What people write if nothing is known yet."""
_ALL = frozenset(("all", "alle", "everyone", "all customers", "alle kunden", "alle segmente", "all segments", "everybody", "*"))  # fmt: skip
_SEPARATORS = re.compile(r"\s*(?:[,;\n]|\s/\s|/(?=\D)|\s\+\s|\s&\s|&(?=\D)|\bund\b|\band\b|\bsowie\b)\s*")


def is_nothing(cell: object) -> bool:
    """Whether a cell says nothing."""
    return isinstance(cell, str) and cell.strip().casefold() in _NOTHING


def parts(cell: object) -> list[str]:
    """Return the values in a cell that holds several."""
    return [part.strip() for part in _SEPARATORS.split(str(cell)) if part.strip()]


def lines(cell: object) -> list[str]:
    """Return the texts in a cell that holds several, separated by line ends and semicolons but not by commas."""
    return [part.strip(" •-–*\t") for part in re.split(r"[;\n]", str(cell)) if part.strip(" •-–*\t")]


def phase(cell: object, nameable: Nameable) -> Value | None:
    """Return a phase's id, made from its name if it is unknown."""
    text = re.sub(
        r"^(?:phase|stage|step|schritt|stufe)?\s*[0-9]+\s*[.:)\-–]?\s*", "", str(cell).strip(), flags=re.IGNORECASE
    )
    word = re.sub(r"[\s-]*(?:phase|stage)$", "", text.casefold()).strip()
    for look in (text.casefold(), word):
        if look in nameable.phases:
            return Value(nameable.phases[look])
    if word in PHASE_WORDS:
        return Value(PHASE_WORDS[word], sure=word == PHASE_WORDS[word])
    slug = meant.slug(text)
    return Value(nameable.phases.get(slug, slug)) if slug else None


def _words(table: Mapping[str, str]) -> Mapping[str, str]:
    return {word.strip(): meaning for meaning, words in table.items() for word in (meaning, *words.split(","))}


PHASE_WORDS = _words(
    {
        "awareness": "aufmerksamkeit, bekanntheit, discovery",
        "consideration": "evaluation, abwägung, evaluierung, interesse, interest, überlegung",
        "purchase": "kauf, decision, entscheidung, buying, abschluss, sales, vertrieb, buy, conversion",
        "onboarding": "einführung, implementation, implementierung, setup, einrichtung, kick-off, start, aktivierung, activation, onboard, implement, inbetriebnahme",
        "adoption": "nutzung, usage, einsatz, adaption, use, go-live, adopt, anwendung",
        "retention": "bindung, kundenbindung, loyalty, loyalität, betreuung, engagement, betrieb, value realization, retain",
        "expansion": "ausbau, growth, wachstum, upsell, upselling, cross-selling, erweiterung, grow, expand",
        "renewal": "verlängerung, vertragsverlängerung, erneuerung, renew, renewals",
        "advocacy": "empfehlung, weiterempfehlung, fürsprache, referral, advocate, botschafter",
        "support": "service, kundenservice, hilfe, customer support, kundendienst",
    }
)


def _listed(cell: object, registered: Ids) -> Value | None:
    ids = [
        registered.get(part.casefold()) or registered.get(meant.slug(part)) or meant.slug(part) for part in parts(cell)
    ]
    whole = registered.get(str(cell).strip().casefold())
    found = [whole] if whole else [found_id for found_id in dict.fromkeys(ids) if found_id]
    return Value(found) if found else None


def segments(cell: object, nameable: Nameable) -> Value | None:
    """Return segment ids; none if all customers are meant."""
    if str(cell).strip().casefold() in _ALL:
        return Value(None)
    return _listed(cell, nameable.segments)


def owners(cell: object, nameable: Nameable) -> Value | None:
    """Return owner ids; the first is accountable."""
    return _listed(cell, nameable.owners)


def channel(cell: object, nameable: Nameable) -> Value | None:
    """Return a channel's id, or several."""
    found: list[str] = []
    sure = True
    whole = _channel(str(cell), nameable)
    for part in [str(cell)] if whole is not None else parts(cell):
        value = _channel(part, nameable) or Value(meant.slug(part), sure=False)
        if not value.value:
            return None
        sure &= value.sure
        if value.value not in found:
            found.append(str(value.value))
    if not found:
        return None
    return Value(found[0] if len(found) == 1 else found, sure)


def _channel(text: str, nameable: Nameable) -> Value | None:
    word = " ".join(text.casefold().split())
    if word in nameable.channels:
        return Value(nameable.channels[word])
    plain = re.sub(r"\s*\([^)]*\)", "", word)
    found = nameable.channels.get(plain) or channels.WORDS.get(plain) or channels.WORDS.get(plain.replace("-", " "))
    return Value(found, sure=found == meant.slug(text).replace("-", "_")) if found else None


def _choice(
    key: str, allowed: str, german: Mapping[str, str] = MappingProxyType({})
) -> Callable[[object, Nameable], Value | None]:
    choices = allowed.split()

    def read(cell: object, _known: Nameable) -> Value | None:
        word = str(cell).strip().casefold()
        slug = re.sub(r"[\s-]+", "_", word)
        if slug in choices:
            return Value(slug)
        found = german.get(word) or meant.choice(key, cell) or nearest(slug, choices)
        return Value(found, sure=False) if found in choices else None

    return read


def type_(cell: object, _known: Nameable) -> Value | None:
    """Return a touchpoint's type."""
    word = re.sub(r"[\s-]+", "_", str(cell).strip().casefold())
    if word in TYPES:
        return Value(word)
    found = OTHER_WORDS.get(word) or OTHER_WORDS.get(str(cell).strip().casefold()) or nearest(word, TYPES)
    return Value(found, sure=False) if found else None


def share(cell: object, _known: Nameable) -> Value | None:
    """Return a share: 0.4, `40 %`, `0,4`; a number above 1 is percent."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        number = cell if cell <= 1 else cell / 100
        return Value(number, sure=cell <= 1) if 0 < number <= 1 else None
    text = str(cell).strip().removeprefix("ca.").strip()
    found = meant.number(text)
    number = float(found) if found else 0.0
    if "%" not in text and number > 1:
        number /= 100
    return Value(int(number) if number == 1 else number, sure="%" in text or "." in text) if 0 < number <= 1 else None


def measure(cell: object, _known: Nameable) -> Value | None:
    """Return a metric's number or percentage."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return Value(cell)
    text = re.sub(r"^[><=≥≤~]+\s*|^(?:mind\.|min\.|at least|mindestens|über|unter|ca\.)\s*", "", str(cell).strip())
    found = re.fullmatch(r"([0-9]{1,9})(?:[.,]([0-9]{1,3}))?\s*(%?)", text)
    if not found:
        return None
    number = f"{found[1]}.{found[2]}" if found[2] else found[1]
    value: object = f"{number}%" if found[3] else float(number) if found[2] else int(number)
    return Value(value, sure=text == str(cell).strip() and "," not in text)


def truth(cell: object, _known: Nameable) -> Value | None:
    """Return a truth value."""
    word = str(cell).strip().casefold()
    return Value(True) if word in _TRUE else Value(False) if word in _FALSE else None  # noqa: FBT003


def duration(cell: object, _known: Nameable) -> Value | None:
    """Return a duration: `90 Min`, `1,5 h`, `2 Std.`, `30-45 min` (the longer); not for a number without a unit."""
    text = str(cell).strip()
    found = re.fullmatch(r".*?[-–]\s*([0-9].*)", text)
    is_bare = isinstance(cell, int | float) or re.fullmatch("[0-9.,]+", text)
    value = "" if is_bare else meant.duration(_minutes(found[1] if found else text))
    return Value(value, sure=value == text) if value else None


def _minutes(text: str) -> str:
    text = re.sub(r"\s*(?:pro|per|je|/).*$", "", text, flags=re.IGNORECASE)
    return re.sub(r"(?i)\bmin\.?$", "minutes", re.sub(r"(?i)\bstd\.?$", "hours", text))


def day(cell: object, _known: Nameable) -> Value | None:
    """Return a date."""
    found = meant.day(cell)
    return Value(found, sure=found == cell) if found else None


def when(cell: object, nameable: Nameable) -> Value | None:
    """Return a timing, or several."""
    read = timing(cell, nameable.touchpoints)
    return Value(as_value(read.timings), read.sure) if read.timings else None


def audience(cell: object, nameable: Nameable) -> Value | None:
    """Return an audience's id, or a text that describes it."""
    text = str(cell).strip()
    if text.casefold() in _ALL:
        return Value(None)
    return Value(nameable.audiences.get(text.casefold(), text))


def touchpoints(cell: object, nameable: Nameable) -> Value | None:
    """Return ids of touchpoints, if all of them are known."""
    ids = [
        nameable.touchpoints.get(part.casefold()) or nameable.touchpoints.get(meant.slug(part))
        for part in lines(str(cell).replace(",", ";"))
    ]
    return Value(ids) if ids and all(ids) else None


def metrics(cell: object, _known: Nameable) -> Value | None:
    """Return metrics by their names, with the family that the name suggests."""
    found = []
    for name in lines(str(cell).replace(",", ";") if not re.search(r"[0-9],[0-9]", str(cell)) else cell):
        word = name.casefold()
        family = next((family for clue, family in _FAMILIES if re.search(clue, word)), "")
        found.append({"name": name, **({"family": family} if family else {})})
    return Value(found, sure=all("family" in metric for metric in found)) if found else None


_FAMILIES = tuple(
    (rf"\b(?:{clue})", family)
    for clue, family in (
        ("nps|net promoter|weiterempfehlung", "nps"),
        ("csat|zufriedenheit|satisfaction", "csat"),
        ("ces|customer effort", "ces"),
        ("attendance|teilnahme|teilnehm|no.?show|termin(?:quote|treue)|participation", "attendance"),
        (
            "open|öffnung|click|klick|ctr|engagement|views|aufrufe|read rate|reply|response rate|antwort(?:quote|rate)|leserate",
            "engagement",
        ),
        ("time to value|ttv|time to first value|einführungsdauer", "time_to_value"),
        ("adoption|nutzung|usage|active users|aktive nutzer|login|mau|dau|activation|aktivierung", "adoption"),
        ("conversion|abschluss|abschlussquote|win rate|signup|kaufquote|konversion", "conversion"),
        ("wait|wartezeit", "wait_time"),
        ("resolution|lösung|erstlösung|first contact|fcr|gelöst", "resolution"),
        ("unsubscribe|abmelde|opt.?out", "opt_out"),
        ("renewal|retention|churn|verlängerung|bindung|kündigung|grr", "retention"),
        ("revenue|umsatz|nrr|arr|upsell|mrr|expansion", "revenue"),
    )
)


def texts(cell: object, _known: Nameable) -> Value | None:
    """Return a list of texts."""
    found = parts(cell)
    return Value(found) if found else None


def slugs(cell: object, _known: Nameable) -> Value | None:
    """Return a list of ids made of the words."""
    found = [slug for part in parts(cell) if (slug := meant.slug(part).replace("-", "_"))]
    return Value(found) if found else None


def languages(cell: object, _known: Nameable) -> Value | None:
    """Return languages by their tags."""
    tags = [
        _LANGUAGES.get(part.casefold(), part if re.fullmatch(r"[a-z]{2}(-[A-Z]{2})?", part) else "")
        for part in parts(cell)
    ]
    return Value(tags) if tags and all(tags) else None


_LANGUAGES = {
    "german": "de", "deutsch": "de", "english": "en", "englisch": "en", "french": "fr", "französisch": "fr", "de": "de",
    "spanish": "es", "spanisch": "es", "italian": "it", "italienisch": "it", "dutch": "nl", "niederländisch": "nl",
    "polish": "pl", "polnisch": "pl", "en": "en", "fr": "fr",
}  # fmt: skip


def text(cell: object, _known: Nameable) -> Value | None:
    """Return a text as it is."""
    return Value(str(cell).strip())


def name(cell: object, _known: Nameable) -> Value | None:
    """Return a text on one line."""
    return Value(" ".join(str(cell).split()))


Reader = Callable[[object, Nameable], Value | None]

READERS: Mapping[str, Reader] = {
    "name": name,
    "status": _choice("status", "idea upcoming live paused retired",
                      {"aktiv": "live", "läuft": "live", "umgesetzt": "live", "in betrieb": "live", "geplant": "upcoming",
                       "in planung": "upcoming", "in arbeit": "upcoming", "pausiert": "paused", "idee": "idea", "entwurf":
                       "idea", "eingestellt": "retired", "beendet": "retired", "inaktiv": "retired", "ja": "live",
                       "in progress": "upcoming", "existing": "live", "bestehend": "live", "vorhanden": "live",
                       "in use": "live", "implemented": "live", "not started": "idea", "offen": "idea"}),
    "type": type_,
    "phase": phase,
    "segments": segments,
    "stakeholders": slugs,
    "form": _choice("form", "human digital physical product administrative"),
    "initiation": _choice("initiation", "proactive reactive", {"proaktiv": "proactive", "reaktiv": "reactive", "wir":
                          "proactive", "kunde": "reactive", "us": "proactive", "unternehmen": "proactive"}),
    "value": _choice("value", "adds_value commercial necessary", {"nutzen": "adds_value", "vertrieblich": "commercial",
                     "verkauf": "commercial", "notwendig": "necessary", "administrativ": "necessary", "administrative":
                     "necessary"}),
    "planned": truth,
    "transactional": truth,
    "consent": _choice("consent", "not_needed contract legal_obligation public_task legitimate_interest opt_in",
                       {"einwilligung": "opt_in", "vertrag": "contract", "berechtigtes interesse": "legitimate_interest",
                        "nicht nötig": "not_needed"}),
    "channel": channel,
    "owner": owners,
    "contributors": owners,
    "informed": owners,
    "timing": when,
    "audience": audience,
    "reach": share,
    "metrics": metrics,
    "metrics.target": measure,
    "metrics.actual": measure,
    "priority": _choice("priority", "critical high medium low", {"hoch": "high", "mittel": "medium", "niedrig": "low",
                        "gering": "low", "sehr hoch": "critical", "kritisch": "critical", "a": "high", "b": "medium",
                        "c": "low"}),
    "automation": _choice("automation", "manual assisted automated",
                          {"manuell": "manual", "teilautomatisiert": "assisted", "automatisiert": "automated", "ja":
                           "automated", "nein": "manual", "automatisch": "automated", "halbautomatisch": "assisted",
                           "teilweise": "assisted", "semi-automated": "assisted"}),
    "experience.verdict": _choice("verdict", "works neutral broken annoying unknown",
                                  {"gut": "works", "funktioniert": "works", "schlecht": "broken", "nervt": "annoying",
                                   "defekt": "broken", "funktioniert nicht": "broken", "lästig": "annoying",
                                   "unbekannt": "unknown", "mittel": "neutral"}),
    "decision.action": _choice("action", "keep improve merge cut add",
                               {"behalten": "keep", "verbessern": "improve", "zusammenlegen": "merge", "streichen": "cut",
                                "abschaffen": "cut", "neu": "add"}),
    "experience.score": measure,
    "effort": duration,
    "service_standard.first_response": duration,
    "service_standard.resolution": duration,
    "support.systems": texts,
    "content.languages": languages,
    "leads_to": touchpoints,
    "tracked_as": texts,
    "tags": slugs,
    "review_by": day,
    "reviewed_on": day,
}  # fmt: skip
"""How a cell is read, by the field of its column; other fields are texts."""
