# ruff: noqa: E501  tables of words and patterns
"""The words of time in English and German: units, rhythms, numbers, and what happens to a customer."""

from __future__ import annotations

from collections.abc import Mapping


def _table(lines: Mapping[str, str]) -> Mapping[str, str]:
    return {word.strip(): meaning for meaning, words in lines.items() for word in words.split(",")}


UNITS = _table(
    {
        "m": "minute, minutes, minuten, min, mins",
        "h": "hour, hours, hr, hrs, h, stunde, stunden, std",
        "d": "day, days, d, tag, tage, tagen, tages, calendar days, kalendertage, kalendertagen, t",
        "bd": "business day, business days, working day, working days, workday, workdays, werktag, werktage, werktagen, "
        "arbeitstag, arbeitstage, arbeitstagen, bd, at",
        "w": "week, weeks, wk, wks, w, woche, wochen, kw",
        "mo": "month, months, mo, mth, mths, monat, monate, monaten, monats, mon",
        "q": "quarter, quarters, quartal, quartale, quartalen, quartals, qtr",
        "y": "year, years, yr, yrs, y, jahr, jahre, jahren, jahres, annum",
    }
)
RHYTHMS = _table(
    {
        "1d": "daily, täglich, every day, each day, jeden tag",
        "1w": "weekly, wöchentlich, every week, each week, jede woche, wöchentl, weekly call, wtl",
        "2w": "fortnightly, every other week, every second week, 14-tägig, 14 tägig, 14tägig, zweiwöchentlich, "
        "jede zweite woche, alle zwei wochen, every fortnight, vierzehntägig, zweiwöchig, 2-wöchentlich, alle 14 tage",
        "1mo": "monthly, monatlich, every month, each month, jeden monat, mtl, monatl",
        "2mo": "every other month, every second month, zweimonatlich, jeden zweiten monat, alle zwei monate",
        "3mo": "quarterly, vierteljährlich, quartalsweise, every quarter, each quarter, jedes quartal, je quartal, "
        "pro quartal, qbr, quartärlich, vierteljährl",
        "6mo": "half-yearly, half yearly, halbjährlich, semi-annually, semiannually, semi-annual, semi annually, "
        "every half year, jedes halbjahr, halbjährl, twice yearly",
        "1y": "yearly, annually, annual, jährlich, every year, each year, jedes jahr, p.a, per annum, jährl, pro jahr",
    }
)
AMBIGUOUS = frozenset(("bi-weekly", "biweekly", "bi weekly", "bi-monthly", "bimonthly", "bi monthly", "bi-annual", "bi-annually", "biannually", "biannual", "biennial"))  # fmt: skip
"""Words that mean twice to some and every second to others."""
NUMBERS: Mapping[str, int] = {
    word: number
    for number, words in enumerate(
        ("zero null", "one a an ein eine einen einem einer", "two zwei", "three drei", "four vier", "five fünf",
         "six sechs", "seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwölf")
    )
    for word in words.split()
} | {"fourteen": 14, "vierzehn": 14, "thirty": 30, "dreißig": 30, "sixty": 60, "sechzig": 60, "ninety": 90, "neunzig": 90}  # fmt: skip
TIMES = _table(
    {
        "1": "once, einmal, one time, 1 mal",
        "2": "twice, zweimal, two times, 2 mal",
        "3": "thrice, dreimal, three times, 3 mal",
        "4": "viermal, four times, 4 mal",
        "6": "sechsmal, six times, 6 mal",
        "12": "zwölfmal, twelve times, 12 mal",
    }
)
AS_NEEDED = frozenset(
    word.strip()
    for word in [
        "as needed",
        " as required",
        " if needed",
        " when needed",
        " on demand",
        " on request",
        " upon request",
        " ad hoc",
        " ad-hoc",
        " adhoc",
        " bei bedarf",
        " nach bedarf",
        " auf anfrage",
        " auf wunsch",
        " situativ",
        " anlassbezogen",
        " bedarfsorientiert",
        " bedarfsgerecht",
        " reaktiv",
        " reactive",
        " jederzeit",
        " any time",
        " anytime",
        " unregelmäßig",
        " event-driven",
        " whenever needed",
        " individuell",
        " nach absprache",
        " by arrangement",
        " irregular",
        " sporadisch",
        " occasionally",
        " gelegentlich",
    ]
)
ONCE = frozenset(("once", "one-off", "one off", "one-time", "one time", "einmalig", "einmal", "1x", "1 x", "single"))
IMMEDIATELY = frozenset(("immediately", "instantly", "instant", "at once", "sofort", "umgehend", "unmittelbar", "direkt", "direct", "directly", "right", "shortly", "kurz", "immediate", "straight"))  # fmt: skip
EVENTS = _table(
    {
        "contract_start": "contract start, contract signature, signature, contract signing, signing, signup, sign-up, "
        "sign up, vertragsbeginn, vertragsstart, vertragsabschluss, vertragsunterzeichnung, unterschrift, start, "
        "registration, registrierung, anmeldung, onboarding start, abschluss, close, deal close, closed won, "
        "beginn der zusammenarbeit, signed up to list, signed up, joins list,  kick-off date, purchase date, contract begin, sale, welcome, project start, "
        "projektstart, subscription start, abobeginn, handover from sales, contract, vertrag",
        "go_live": "go-live, go live, golive, launch, inbetriebnahme, produktivstart, livegang, produktivsetzung, rollout",
        "contract_end": "renewal, contract end, renewal date, contract renewal, vertragsende, verlängerung, "
        "vertragsverlängerung, laufzeitende, contract expiry, expiry, expiration, ablauf, end of contract, vertragsablauf, "
        "ende der laufzeit, ende des vertrags, term end, end of term, kündigungsfrist, subscription end, aboende",
        "order": "purchase, order, kauf, bestellung, bestelleingang, auftrag, order placed, checkout, einkauf, kaufabschluss, placed order, order is placed, fulfilled order, bestellt",
        "delivery": "delivery, lieferung, auslieferung, zustellung, shipment, versand der ware, erhalt der ware, parcel",
        "ticket_opened": "ticket, ticket opened, support ticket, ticketeröffnung, supportanfrage, support request, "
        "ticket creation, new ticket, eröffnung des tickets, eingang des tickets, anfrage beim support",
        "complaint": "complaint, beschwerde, reklamation",
        "return": "return, retoure, rücksendung",
        "cancellation": "cancellation, kündigung, churn, cancelling, termination, notice of cancellation",
        "cart_abandoned": "cart abandonment, abandoned cart, warenkorbabbruch, cart abandoned, abgebrochener warenkorb, started checkout, checkout started, checkout abandoned",
        "inquiry": "inquiry, enquiry, anfrage, kontaktanfrage, contact request, lead",
        "login": "login, first login, erster login, erste anmeldung",
        "usage_drop": "usage drop, drop in usage, usage drops, nutzungsrückgang, rückgang der nutzung, inactivity, inaktivität, "
        "low usage, usage decline, sinkende nutzung",
        "health_drop": "health drop, health score drop, health score drops, sinkender health score, red health score, "
        "health score red, risk alert",
        "incident": "incident, outage, störung, ausfall, vorfall",
        "feature_released": "release, feature release, new release, neues release, produktrelease, new feature, neue funktion",
        "password_forgotten": "password reset, forgotten password, passwort vergessen",
    }
)
WEEKDAYS = frozenset(
    word
    for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"]
    for word in (day, day + "s", day[:3] if day.endswith("day") else day)
)  # fmt: skip
MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        ("january januar jan jänner", "february februar feb", "march märz mar mär", "april apr", "may mai", "june juni jun",
         "july juli jul", "august aug", "september sep sept", "october oktober oct okt", "november nov",
         "december dezember dec dez"), start=1)
    for name in names.split()
}  # fmt: skip
FEASTS: Mapping[str, str] = {
    "christmas": "12-24", "weihnachten": "12-24", "xmas": "12-24", "new year": "01-01", "neujahr": "01-01",
    "end of year": "12-31", "jahresende": "12-31", "year end": "12-31", "nikolaus": "12-06", "black friday": "11-27",
}  # fmt: skip
