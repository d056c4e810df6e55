"""What somebody probably meant by a value that the format refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from fractions import Fraction

_CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": {"active": "live", "running": "live", "on": "live", "planned": "upcoming", "soon": "upcoming", "draft":
               "idea", "proposed": "idea", "on_hold": "paused", "stopped": "paused", "off": "paused", "done": "retired",
               "archived": "retired", "deprecated": "retired", "inactive": "retired"},
    "priority": {"urgent": "critical", "highest": "critical", "must": "critical", "p0": "critical", "p1": "critical",
                 "1": "critical", "p2": "high", "2": "high", "p3": "medium", "3": "medium", "normal": "medium", "mid":
                 "medium", "p4": "low", "4": "low", "lowest": "low"},
    "touch_model": {"high": "high_touch", "medium": "mid_touch", "mid": "mid_touch", "low": "low_touch", "tech":
                    "tech_touch", "digital": "tech_touch", "self_service": "tech_touch", "no_touch": "tech_touch"},
    "automation": {"auto": "automated", "automatic": "automated", "semi": "assisted", "partly": "assisted", "none":
                   "manual", "no": "manual", "yes": "automated", "false": "manual", "true": "automated"},
    "initiation": {"outbound": "proactive", "push": "proactive", "company": "proactive", "inbound": "reactive", "pull":
                   "reactive", "customer": "reactive"},
    "form": {"paper": "physical", "print": "physical", "personal": "human", "online": "digital", "email": "digital"},
    "verdict": {"good": "works", "great": "works", "ok": "neutral", "okay": "neutral", "bad": "broken", "poor":
                "broken", "annoys": "annoying", "irritating": "annoying"},
    "action": {"delete": "cut", "remove": "cut", "drop": "cut", "stop": "cut", "change": "improve", "fix": "improve",
               "new": "add", "create": "add", "combine": "merge"},
    "direction": {"up": "higher_is_better", "higher": "higher_is_better", "down": "lower_is_better", "lower":
                  "lower_is_better"},
    "scope": {"all": "full", "postsale": "post_sale", "after_sales": "post_sale", "custom": "own", "presale": "full"},
}  # fmt: skip
"""Common synonyms of choices, by key."""


_MORE_CHOICES: Mapping[str, Mapping[str, str]] = {
    "status": {"aktiv": "live", "läuft": "live", "geplant": "upcoming", "entwurf": "idea", "idee": "idea", "vorschlag":
               "idea", "pausiert": "paused", "angehalten": "paused", "eingestellt": "retired", "beendet": "retired",
               "abgeschafft": "retired", "archiviert": "retired", "inaktiv": "retired"},
    "priority": {"kritisch": "critical", "hoch": "high", "mittel": "medium", "niedrig": "low", "gering": "low"},
    "value": {"sells": "commercial", "sales": "commercial", "verkauf": "commercial", "kommerziell": "commercial",
              "helps": "adds_value", "value": "adds_value", "nutzen": "adds_value", "mehrwert": "adds_value",
              "administrative": "necessary", "notwendig": "necessary", "mandatory": "necessary"},
    "consent": {"none": "not_needed", "no": "not_needed", "nein": "not_needed", "einwilligung": "opt_in", "consent":
                "opt_in", "yes": "opt_in", "ja": "opt_in", "vertrag": "contract", "berechtigtes_interesse":
                "legitimate_interest", "gesetz": "legal_obligation", "legal": "legal_obligation", "gdpr": "opt_in"},
    "automation": {"manuell": "manual", "automatisch": "automated", "automatisiert": "automated", "halbautomatisch":
                   "assisted"},
    "verdict": {"gut": "works", "funktioniert": "works", "schlecht": "broken", "kaputt": "broken", "nervt":
                "annoying", "nervig": "annoying", "lästig": "annoying", "defekt": "broken",
                "funktioniert_nicht": "broken", "unbekannt": "unknown"},
    "form": {"persönlich": "human", "menschlich": "human", "papier": "physical", "gedruckt": "physical"},
}  # fmt: skip
"""More of them, most of them German."""


def choice(key: str, given: object) -> str:
    """Return the choice that a synonym means, or nothing."""
    word = str(given).strip().casefold().replace(" ", "_").replace("-", "_")
    return _CHOICES.get(key, {}).get(word) or _MORE_CHOICES.get(key, {}).get(word, "")


_KEYS: Mapping[str, str] = {
    "segmente": "segments", "phasen": "phases", "kanal": "channel", "kanaele": "channels", "ereignisse": "events",
    "zielgruppe": "audience", "zielgruppen": "audiences", "verantwortlich": "owner", "verantwortliche": "owners",
    "kontaktpunkte": "touchpoints", "massnahmen": "touchpoints", "zweck": "purpose", "ziel": "objective",
    "zeitpunkt": "timing", "frequenz": "every", "typ": "type", "kunden": "customers", "vertrag": "contract",
    "frequency": "every", "cadence": "every", "when": "timing", "trigger": "after", "target_audience": "audience",
    "kpi": "metrics", "kpis": "metrics", "goal": "objective", "stage": "phase", "responsible": "owner",
    "share": "reach", "reichweite": "reach", "anteil": "share", "einwilligung": "consent",
}  # fmt: skip
"""Common synonyms of keys."""


def key(given: str) -> str:
    """Return the key that a synonym means, or nothing."""
    return _KEYS.get(slug(given).replace("-", "_"), "")


_ENTRIES: Mapping[str, Mapping[str, str]] = {
    "channel": {"telefon": "phone", "anruf": "phone", "telefonat": "phone", "call": "phone", "telephone": "phone",
                "brief": "direct_mail", "post": "direct_mail", "briefpost": "direct_mail", "letter": "direct_mail",
                "mailing": "direct_mail", "messe": "event", "veranstaltung": "event", "fair": "event",
                "conference": "event", "mail": "email", "e-mail": "email", "e_mail": "email", "newsletter": "email",
                "zoom": "video", "teams": "video", "meet": "video", "videocall": "video", "video_call": "video",
                "videokonferenz": "video", "vor-ort": "in_person", "vor_ort": "in_person", "persoenlich": "in_person",
                "besuch": "in_person", "visit": "in_person", "meeting": "in_person", "termin": "in_person",
                "whatsapp": "messenger", "slack": "chat", "app": "mobile_app", "in-app": "in_app",
                "portal": "customer_portal", "kundenportal": "customer_portal", "ticket": "support_ticket",
                "support": "support_ticket", "rechnung": "invoice", "webseite": "website", "web": "website",
                "homepage": "website", "laden": "store", "filiale": "store", "katalog": "catalogue",
                "verpackung": "packaging", "presse": "press", "werbung": "advertising", "ads": "advertising",
                "linkedin": "social", "instagram": "social", "facebook": "social", "hilfe": "knowledge_base",
                "help_center": "knowledge_base", "docs": "knowledge_base", "product": "product_ux", "produkt":
                "product_ux", "chatbot": "chat"},
    "event": {"kuendigung": "cancellation", "churn": "cancellation", "bestellung": "order", "purchase": "order",
              "kauf": "order", "anfrage": "inquiry", "anmeldung": "login", "beschwerde": "complaint",
              "reklamation": "complaint", "retoure": "return", "lieferung": "delivery", "stoerung": "incident",
              "vertragsbeginn": "contract_start", "vertragsstart": "contract_start", "start": "contract_start",
              "vertragsende": "contract_end", "end": "contract_end", "ende": "contract_end",
              "verlaengerung": "renewal", "golive": "go_live", "go-live": "go_live", "ticket": "ticket_opened",
              "warenkorbabbruch": "cart_abandoned", "erstkontakt": "first_contact"},
    "phase": {"einfuehrung": "onboarding", "nutzung": "adoption", "bindung": "retention", "ausbau": "expansion",
              "verlaengerung": "renewal", "empfehlung": "advocacy", "kauf": "purchase", "aufmerksamkeit": "awareness",
              "implementation": "onboarding", "upsell": "expansion", "referral": "advocacy"},
}  # fmt: skip
"""Common synonyms of built-in entries, as ids, by kind."""


def entry(kind: str, given: object) -> str:
    """Return the id of the built-in entry that a synonym means, or nothing."""
    return _ENTRIES.get(kind, {}).get(slug(given), "")


_UNITS: Mapping[str, str] = {
    "minute": "m", "min": "m", "hour": "h", "hr": "h", "day": "d", "business day": "bd", "working day": "bd",
    "workday": "bd", "week": "w", "wk": "w", "month": "mo", "mth": "mo", "year": "y", "yr": "y", "stunde": "h", "tag":
    "d", "tage": "d", "werktag": "bd", "werktage": "bd", "arbeitstag": "bd", "arbeitstage": "bd", "woche": "w",
    "wochen": "w", "monat": "mo", "monate": "mo", "jahr": "y", "jahre": "y", "minuten": "m", "stunden": "h",
    "quarter": "q", "qtr": "q", "q": "q", "quartal": "q", "quartale": "q", "std": "h",
} | {unit: unit for unit in ("m", "h", "d", "bd", "w", "mo", "y")}  # fmt: skip
_RHYTHMS: Mapping[str, str] = {
    "daily": "1d", "weekly": "1w", "biweekly": "2w", "fortnightly": "2w", "monthly": "1mo", "quarterly": "3mo",
    "yearly": "1y", "annually": "1y", "täglich": "1d", "wöchentlich": "1w", "monatlich": "1mo", "quartalsweise": "3mo",
    "vierteljährlich": "3mo", "jährlich": "1y", "bi-weekly": "2w", "zweiwöchentlich": "2w", "14-tägig": "2w",
    "vierzehntägig": "2w", "bimonthly": "2mo", "halbjährlich": "6mo", "half-yearly": "6mo", "semi-annually": "6mo",
    "semiannually": "6mo", "semi-annual": "6mo", "biannually": "6mo", "once a week": "1w", "once a month": "1mo",
    "once a quarter": "3mo", "once a year": "1y", "einmal pro woche": "1w", "einmal im monat": "1mo",
    "einmal pro monat": "1mo", "einmal im quartal": "3mo", "einmal pro quartal": "3mo", "einmal im jahr": "1y",
    "einmal pro jahr": "1y",
    "half an hour": "30m", "halbe stunde": "30m", "eine halbe stunde": "30m",
    "instantly": "0d", "at once": "0d", "day": "1d", "week": "1w", "month": "1mo", "quarter": "3mo", "year":
    "1y", "immediately": "0d", "sofort": "0d",
}  # fmt: skip
_SMALLER: Mapping[str, tuple[int, str]] = {"h": (60, "m"), "d": (24, "h"), "w": (7, "d"), "y": (12, "mo")}
_COUNTED = r"([0-9]{1,6})(?:[.,]([0-9]{1,3}))?[ -]*([a-zäöü][a-zäöü ]*?)\.?"
_NUMBERED = r"(day|week|month|tag|woche|monat) ([0-9]{1,6})"
_EVERY = re.compile(r"^(?:every|each|alle|jede|jeden|jedes|nach|after|in) (?=[0-9a-zäöü])")


def duration(given: object) -> str:
    """Return the duration that is meant, in the format's spelling, or nothing; a bare number means days."""
    if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= 3650:
        return f"{given}d"
    word = given.strip().casefold() if isinstance(given, str) else ""
    if word in _RHYTHMS:
        return _RHYTHMS[word]
    word = _EVERY.sub("", word)
    word = re.sub(_NUMBERED, r"\2 \1", word)
    word = re.sub(r"[dt] ?\+ ?([0-9]{1,6})", r"\1 d", word)
    found = re.fullmatch(_COUNTED, word) or re.fullmatch(_COUNTED, f"{word} days")
    unit = _unit(found[3]) if found else ""
    if found is None or not unit:
        return ""
    if unit == "q":
        return f"{3 * int(found[1])}mo" if not found[2] else ""
    count = Fraction(f"{found[1]}.{found[2] or 0}")
    if count.denominator > 1 and unit in _SMALLER:
        times, unit = _SMALLER[unit]
        count *= times
    return f"{count}{unit}" if count.denominator == 1 else ""


def _unit(word: str) -> str:
    return _UNITS.get(word) or _UNITS.get(word.removesuffix("s"), "")


_YEAR_FIRST = r"(?P<year>[0-9]{4})[-/.]?(?P<month>[0-9]{1,2})[-/.]?(?P<day>[0-9]{1,2})(?:[T ].*)?"
_DAY_FIRST = r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>(?:20)?[0-9]{2})"
_SLASHES = r"(?P<one>[0-9]{1,2})/(?P<two>[0-9]{1,2})/(?P<year>[0-9]{4})"


def day(given: object) -> str:
    """Return the date that is meant, such as 2026-09-12, or nothing if it is ambiguous."""
    text = str(given).strip() if isinstance(given, str | int) else ""
    found = re.fullmatch(_YEAR_FIRST, text) or re.fullmatch(_DAY_FIRST, text)
    if found:
        year, month, number = found["year"], int(found["month"]), int(found["day"])
    else:
        found = re.fullmatch(_SLASHES, text)
        if found is None or (int(found["one"]) <= 12 and int(found["two"]) <= 12 and found["one"] != found["two"]):
            return ""  # some write the month first, others the day
        year, (month, number) = found["year"], sorted((int(found["one"]), int(found["two"])))
    with suppress(ValueError):
        return date(int(year) + (2000 if len(year) == 2 else 0), month, number).isoformat()
    return ""


_NUMBER = r"([0-9]{1,9})(?:[.,]([0-9]{1,9}))? *(%?)"


def number(given: object) -> str:
    """Return the number that a text means, such as 0.2 for 20%, or nothing."""
    found = re.fullmatch(_NUMBER, given.strip()) if isinstance(given, str) else None
    if found is None:
        return ""
    value = Fraction(f"{found[1]}.{found[2] or 0}") / (100 if found[3] else 1)
    return f"{float(value):g}"


_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "o", "å": "a"})
_OTHERS = r"[^a-z0-9_]+"


def slug(given: object) -> str:
    """Return an id made of a text, or nothing."""
    import unicodedata  # seldom needed

    text = given.casefold().translate(_LETTERS) if isinstance(given, str) else ""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return re.sub(_OTHERS, "-", plain).strip("-_")[:60].rstrip("-_")
