# ruff: noqa: E501  tables of words and patterns
"""The words that people write above columns, and the fields that they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from tpaudit.fields import TEAMS_OWN
from tpaudit.inventory.words import meant
from tpaudit.inventory.words.choices import nearest

NAME, ID = "name", "id"
FREQUENCY, UNTIL = "frequency", "until"
"""What further columns of times are read as: how often, beside when; and when it ends."""

_WORDS: Mapping[str, str] = {
    "id": "id, kennung, touchpoint id, tp id, schlüssel, key, kürzel",
    "name": "touchpoint, touch point, touchpoints, kontaktpunkt, kontaktpunkte, berührungspunkt, maßnahme, massnahme, "
    "maßnahmen, name, activity, activities, action, interaction, interaktion, aktivität, aktion, titel, title, task, "
    "aufgabe, kontakt, contact, contact point, communication, kommunikation, message, nachricht, campaign, kampagne, "
    "bezeichnung, engagement, play, moment, customer touchpoint, what, was, mail, email name, nachrichtenname, "
    "prozessschritt, play name, vorgang",
    "status": "status, state, stand, zustand, live, umsetzungsstand, umsetzungsstatus",
    "type": "type, typ, art, kind, category, kategorie, touchpoint type, touchpoint typ, kontaktart, touchpoint art, "
    "art der maßnahme, type of touchpoint",
    "phase": "phase, stage, step, journey phase, journey stage, lifecycle stage, lifecycle phase, customer journey phase, "
    "customer lifecycle, lebenszyklusphase, schritt, abschnitt, lifecycle, journey, etappe, kundenphase, stufe, "
    "journey step, customer journey stage, journey abschnitt, lebenszyklus, lebensphase",
    "segments": "segment, segments, segmente, kundensegment, zielgruppe, zielgruppen, audience, audiences, target group, "
    "customer segment, tier, kundengruppe, customers, kunden, target audience, for whom, für wen, wen, zielkunden, "
    "kundentyp, customer type, customer tier, account tier, wer bekommt das, who receives it, who gets it",
    "stakeholders": "stakeholder, stakeholders, role, rolle, rollen, roles, recipient, recipients, empfänger, persona, "
    "personas, ansprechpartner beim kunden, contact person, adressat, contact role, an wen, to whom, buyer role",
    "channel": "channel, channels, kanal, kanäle, medium, media, medien, kommunikationskanal, format, how, wie, "
    "touchpoint channel, delivery, delivery channel, kontaktkanal, communication channel, weg, kontaktweg, via",
    "initiation": "initiation, initiated by, initiiert von, proactive reactive, proaktiv reaktiv, auslöser seite, inbound outbound",
    "value": "value, wert, nutzenart, value type",
    "purpose": "purpose, zweck, ziel, goal, why, warum, wozu, goals, ziele, intent, absicht, purpose goal, zweck ziel, "
    "ziel der maßnahme, goal of touchpoint, sinn, wofür, sinn und zweck, reason",
    "objective": "objective, objectives, outcome, desired outcome, ergebnis, expected outcome, gewünschtes ergebnis, "
    "zielzustand, erwartetes ergebnis, desired result",
    "customer_benefit": "customer benefit, benefit, kundennutzen, nutzen, nutzen für den kunden, value for customer, "
    "mehrwert, customer value, what is in it for the customer, kundenmehrwert, value to customer",
    "customer_action": "customer action, kundenaktion, call to action, cta, handlung des kunden, what customer does, "
    "aktion des kunden, customer activity",
    "next_step": "next step, next steps, nächster schritt, nächste schritte, follow up, folgeschritt",
    "owner": "owner, responsible, verantwortlich, verantwortlicher, verantwortliche, verantwortung, who, wer, zuständig, "
    "zuständigkeit, team, department, abteilung, besitzer, eigner, accountable, owned by, responsibility, "
    "verantwortliches team, responsible team, bereich, durchgeführt von, person in charge, dri, zuständiges team, "
    "function, funktion, internal owner, process owner, prozessverantwortlich, lead, betreuer, ansprechpartner, kundenbetreuer, "
    "wer macht das, who does it",
    "contributors": "contributors, mitwirkende, beteiligte, involved, supported by, unterstützt von, beteiligt, "
    "contributing teams, mitwirkung, weitere beteiligte, consulted",
    "informed": "informed, informiert, zu informieren, in kopie, cc, inform, info an, information an",
    "timing": "timing, zeitpunkt, when, wann, trigger, frequenz, frequency, auslöser, häufigkeit, cadence, rhythmus, "
    "turnus, termin, tag, day, timeline, schedule, zeitplan, intervall, interval, takt, taktung, due, fälligkeit, date, "
    "datum, zeit, time, timeframe, zeitraum, timing trigger, trigger timing, how often, wie oft, send time, versand, "
    "versandzeitpunkt, wann wie oft, occurrence, regelmäßigkeit, versandtag, moment in time, cadence timing, start, beginn, "
    "start date, startdatum, start day, starttag, delay, verzögerung, wait time, wartezeit vor versand, wann genau",
    "audience": "condition, bedingung, nur wenn, only if, filter, kriterium, criteria, entry criteria, eingrenzung",
    "reach": "reach, reichweite, share, anteil, coverage, anteil kunden, share of customers, abdeckung, of customers, der kunden, "
    "anteil der kunden, kundenanteil",
    "content.ref": "template, vorlage, link, asset, url, document, dokument, content, inhalt link, vorlage link",
    "content.topic": "topic, thema, subject, betreff, key message, kernbotschaft, content topic, inhalt, botschaft, "
    "message content, betreffzeile, themen",
    "content.languages": "language, languages, sprache, sprachen",
    "metrics": "kpi, kpis, metric, metrics, metrik, kennzahl, kennzahlen, messgröße, measure, measurement, success metric, "
    "erfolgsmessung, messung, success criteria, erfolgskriterium, indikator, success measure, kpi metric, messwert",
    "metrics.target": "target, zielwert, soll, kpi target, target value, zielgröße",
    "metrics.actual": "actual, istwert, ist, current value, kpi actual, aktueller wert",
    "experience.verdict": "verdict, bewertung, rating, urteil, experience, kundenerlebnis, sentiment, stimmung",
    "experience.score": "score, note, punkte, experience score, zufriedenheit",
    "priority": "priority, priorität, prio, importance, wichtigkeit, relevanz, dringlichkeit",
    "service_standard.first_response": "first response, reaktionszeit, response time, sla, antwortzeit, erstreaktion",
    "service_standard.resolution": "resolution, lösungszeit, resolution time, bearbeitungszeit",
    "support.systems": "system, systems, systeme, tool, tools, software, werkzeug, plattform, platform, tool system",
    "support.process": "process, prozess, playbook, ablauf, backstage process, interner prozess",
    "automation": "automation, automated, automatisiert, automatisierung, automatisch, automatisierungsgrad, manual automated",
    "effort": "effort, aufwand, duration, dauer, time needed, zeitaufwand, time effort, aufwand je kunde, length",
    "leads_to": "leads to, führt zu, next touchpoint, nächster touchpoint, folgekontakt",
    "recovery": "recovery, fallback, plan b, wenn es schiefgeht, what if it fails",
    "tracked_as": "event name, tracking, tracked as, crm event, eventname, tracking event",
    "review_by": "review by, review date, prüfen bis, nächste prüfung, next review, wiedervorlage",
    "reviewed_on": "reviewed on, last review, zuletzt geprüft, letzte prüfung, last reviewed",
    "source": "source, quelle, documented in, dokumentiert in, fundstelle",
    "tags": "tags, schlagworte, labels, stichworte, etiketten",
    "consent": "consent, einwilligung, legal basis, rechtsgrundlage, opt in",
    "decision.action": "decision, entscheidung, keep cut, maßnahmenentscheidung",
    "decision.reason": "decision reason, begründung, entscheidungsgrund",
    UNTIL: "end, ende, end date, enddatum, until, bis, ends, endet, stop",
}
_FIELDS: Mapping[str, str] = {word.strip(): field for field, words in _WORDS.items() for word in words.split(",")}
_SECOND: Mapping[str, str] = {
    "segments": "audience",
    "purpose": "objective",
    "owner": "contributors",
    "timing": FREQUENCY,
    "metrics": "metrics.target",
}
"""What a second column with such words means if the first means the field itself."""
_OWN_WORDS = frozenset(("notes", "notizen", "comment", "comments", "kommentar", "kommentare", "bemerkung", "bemerkungen", "note to self", "anmerkung", "anmerkungen", "description", "beschreibung", "details", "nr", "no", "number", "lfd nr"))  # fmt: skip
"""Known headers that mean no field of the format."""
_NOISE = frozenset(("the", "der", "die", "das", "des", "current", "aktueller", "aktuelle", "unser", "our", "main", "intern", "internal", "planned", "geplante", "geplanter", "new", "neu", "required", "pflicht", "primary", "haupt"))  # fmt: skip


def normalised(text: object) -> str:
    """Return a header's words in lower case without punctuation: `Kanal(e)` and `KANAL:` are `kanal`."""
    word = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", str(text).casefold())
    return " ".join(re.findall(r"[^\W_]+", word.replace("-", " ").replace("_", " ")))


def field_of(header: object, keys: Mapping[str, str]) -> str:
    """Return the field that a header means, or nothing; `keys` are the format's own and the user's additions."""
    written = str(header).strip()
    if written in keys:
        return keys[written]
    exact = keys.get(written.casefold(), "")
    if exact and exact != written.casefold():
        return exact
    if written.startswith(TEAMS_OWN):
        return written
    parts = re.split(r"[/|\n,&]| und | and | oder | or ", written.casefold())
    for word in dict.fromkeys(normalised(part) for part in (written, *parts)):
        if not word:
            continue
        if word in _OWN_WORDS:
            return ""
        found = _FIELDS.get(word) or _FIELDS.get(_without_noise(word)) or _all_alike(_without_noise(word))
        if found:
            return found
    return _nearly(normalised(written)) or _asked_for(normalised(written))


_QUESTIONS = (
    ("wer bekommt|who gets|who receives|für wen|for whom|an wen|to whom", "segments"),
    ("wie oft|how often", "timing"),
    ("wer|who", "owner"),
    ("wann|when", "timing"),
    ("warum|wozu|why", "purpose"),
    ("wie|worüber|how", "channel"),
)


def _asked_for(word: str) -> str:
    """Return the field of a header that is a question: `When is it sent?`."""
    return next((field for words, field in _QUESTIONS if re.match(rf"(?:{words})\b", word)), "")


def _without_noise(word: str) -> str:
    return " ".join(part for part in word.split() if part not in _NOISE)


def _all_alike(words: str) -> str:
    """Return the field that all words of a header mean."""
    meant_fields = {_FIELDS.get(word, "") for word in words.split()}
    return meant_fields.pop() if len(meant_fields) == 1 else ""


def _nearly(word: str) -> str:
    """Return the field of a misspelt header."""
    if len(word) < 4:
        return ""
    similar = nearest(word, _FIELDS)
    longer = max(len(similar), len(word))
    slips = 2 if longer > 6 else 1
    near = len(similar) > 4 and abs(len(similar) - len(word)) <= slips and _same(similar, word) >= longer - slips
    return _FIELDS[similar] if near else ""


def _same(left: str, right: str) -> int:
    from difflib import SequenceMatcher

    return sum(block.size for block in SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks())


def fields_of(headers: Sequence[object], keys: Mapping[str, str]) -> list[str]:
    """Return the field of each column: `x-` keys if it is unknown, nothing if the header is empty."""
    fields: list[str] = []
    for header in headers:
        field = field_of(header, keys)
        if field and field in fields and not field.startswith(TEAMS_OWN):
            field = _SECOND.get(field, "") if _SECOND.get(field, "") not in fields else ""
        fields.append(field or _own(header, fields))
    return fields


def _own(header: object, taken: list[str]) -> str:
    slug = meant.slug(str(header))
    if not slug:
        return ""
    key, number = TEAMS_OWN + slug, 2
    while key in taken:
        key, number = f"{TEAMS_OWN}{slug}-{number}", number + 1
    return key
