"""Each fault stands at its own key, says what is there, and how to fix it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import Said, faults_of, messages_of, said
from tpaudit.inventory.building.build import build
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.messages import render

TOUCHPOINT = "tpaudit: 1\ntouchpoints:\n  - id: a\n    name: A\n    {}\n"
UNITS = "Write a number and a unit: 30m, 4h, 7d, 10bd (working days), 2w, 3mo or 1y."
SHARE = "Write a share such as 0.4, or a percentage such as 40%."
IDS = "Ids are lower-case letters, digits, hyphens and underscores, and begin with a letter or digit."


@pytest.mark.parametrize(
    ("line", "column", "message", "help_"),
    [
        ("owner: 12", 5, "owner must be a text, but is the number 12", "Put it in quotes if it is meant as a text."),
        ("purpose: [a]", 5, "purpose must be a text, but is a list", "Write one text here: purpose: a"),
        ("purpose: [a, b]", 5, "purpose must be a text, but is a list", "Write one text here."),
        ("purpose: {a: b}", 5, "purpose must be a text, but is a mapping", "Write one text here."),
        ("planned: yes", 5, "planned must be true or false, but is the text yes",
         "Did you mean true? Write true or false, without quotes."),
        ("planned: 1", 5, "planned must be true or false, but is the number 1", "Write true or false, without quotes."),
        ("recovery: true", 5, "recovery must be a text, but is the truth value true",
         "Put it in quotes if it is meant as a text."),
        ("experience: {score: '4'}", 18, "score must be a whole number, but is the text 4",
         "Write 4, without quotes."),
        ("experience: {score: 4.5}", 18, "score must be a whole number, not the number 4.5",
         "Write it without decimals."),
        ("experience: {score: 6}", 18, "score is out of range: the number 6", "Write a number from 1 to 5."),
        ("experience: {score: 0}", 18, "score is out of range: the number 0", "Write a number from 1 to 5."),
        ("impact: {revenue: 9}", 14, "revenue is out of range: the number 9", "Write a number from 1 to 5."),
        ("timing: {every: 1w, times: 0}", 25, "times is out of range: the number 0", "Write a number from 1 to 4000."),
        ("reach: 1.5", 5, "reach is out of range: the number 1.5", "Write a number from 0 to 1."),
        ("reach: '1'", 5, "reach must be a share, but is the text 1", "Write 1, without quotes."),
        ("reach: 120%", 5, "reach is out of range: the text 120%", "Write a number from 0 to 1."),
        ("reach: 0", 5, "reach must be above 0", ("Write the share of those whom it reaches, such as 0.4 or 40%; "
         "status paused or retired switches it off.")),
        ("reach: 0,5", 5, "reach must be a share, but is the text 0,5", "Write 0.5, without quotes."),
        ("reach: some", 5, "reach must be a share, but is the text some", SHARE),
        ("reach: .nan", 5, "reach must be a share, but is the number nan", SHARE),
        ("metrics: {target: many}", 15, "target must be a number or a percentage, but is the text many",
         "Write a number such as 0.7, or a percentage such as 70%."),
        ("metrics: {target: 1e999999999%}", 15,
         "target must be a number or a percentage, but is the text 1e999999999%",
         "Write a number such as 0.7, or a percentage such as 70%."),
        ("metrics: {scale: [5, 5]}", 15, "scale must be the lowest and the highest value, but is a list",
         "Write it as a list of two numbers, the lower first: [1, 5]."),
        ("review_by: 1.9.2026", 5, "review_by must be a date, but is the text 1.9.2026",
         "Did you mean 2026-09-01? Days are written year first."),
        ("review_by: 03/04/2026", 5, "review_by must be a date, but is the text 03/04/2026",
         "Write the day as 2026-09-12."),
        ("review_by: 2026-W01-1", 5, "review_by must be a date, but is the text 2026-W01-1",
         "Write the day as 2026-09-12."),
        ("review_by: 2026-02-29", 5, "review_by is a day that does not exist: the text 2026-02-29",
         "Write one that exists."),
        ("timing: {at: 14}", 14, "at must be a duration, but is the number 14", f"Did you mean 14d? {UNITS}"),
        ("timing: {at: 2 weeks}", 14, "at must be a duration, but is the text 2 weeks", f"Did you mean 2w? {UNITS}"),
        ("timing: {at: -3d}", 14, "at must be a duration, but is the text -3d",
         "Durations count forward; what lies before an event is named with before beside it."),
        ("timing: weekly", 5, "timing must hold keys with values, but is the text weekly",
         "Write below it, indented, at: 1w, or every: 1w if it comes back."),
        ("timing: soon", 5, "timing must hold keys with values, but is the text soon",
         ("Write keys with values: at, after, after_each, before, before_each, every, until, times, dates, "
         "per_quarter, as_needed, within.")),
        ("effort: 30", 5, "effort must be a duration, but is the number 30", UNITS),
        ("effort: half a day", 5, "effort must be a duration, but is the text half a day", UNITS),
        ("effort: 11y", 5, "effort is longer than ten years: the text 11y", "Write a duration of at most 10y."),
        ("owner: The Boss", 5, "owner must be an id, but is the text The Boss",
         f"Write the id instead of a name, such as the-boss. {IDS}"),
        ("owner: ???", 5, "owner must be an id, but is the text ???", IDS),
        ("owner: [csm]", 5, "owner must be a text, but is a list", "Write one text here: owner: csm"),
        ("channel: [email, E-Mail]", 22, "channel must be an id, but is the text E-Mail",
         "Did you mean email? Write the id, not a name."),
        ("segments: smb, Mid Market", 5, "segments must be an id, but is the text smb, Mid Market",
         "Several are a list: segments: [smb, mid-market]"),
        ("tags: [2026]", 12, "tags must be a text, but is the number 2026",
         "Put it in quotes if it is meant as a text."),
        ("content: Template 5", 5, "content must hold keys with values, but is the text Template 5",
         "Write keys with values: ref, topic, brand_standard, personalization, languages."),
        ("waive: OWN001", 5, "waive must hold keys with values, but is the text OWN001",
         "Write keys with values: rule, reason."),
        ("feedback: {asks: 'product, service'}", 16, "asks cannot be the text product, service",
         "Several are a list: asks: [product, service]"),
        ("status: planned", 5, "status cannot be the text planned",
         "Did you mean upcoming? Allowed: idea, upcoming, live, paused, retired."),
        ("status: activ", 5, "status cannot be the text activ", "Allowed: idea, upcoming, live, paused, retired."),
        ("priority: 1", 5, "priority cannot be the number 1",
         "Did you mean critical? Allowed: critical, high, medium, low."),
        ("status: Live", 5, "status cannot be the text Live",
         "Did you mean live? Allowed: idea, upcoming, live, paused, retired."),
        ("waive: {rule: OWN001}", 5, "reason is missing", "Add reason."),
        ("content: {ref: a, personalisation: role}", 23, "unknown key personalisation",
         "Did you mean personalization? The team's own keys begin with x-."),
        ("every: 2w", 5, "unknown key every", "Write it below timing, indented."),
        ("experience: {owner: csm}", 18, "unknown key owner",
         "It is known further out: let it begin in the column of the keys that it belongs to."),
        ("onwer: csm", 5, "unknown key onwer", "Did you mean owner? The team's own keys begin with x-."),
        ("zzz: csm", 5, "unknown key zzz", "Remove it, or let it begin with x- where it is the team's own."),
    ],
)  # fmt: skip
def test_faulty_values_are_said_at_their_key(line: str, column: int, message: str, help_: str) -> None:
    assert faults_of(TOUCHPOINT.format(line)) == [Said("INV003", f"tpaudit.yaml:5:{column}", message, help_)]


@pytest.mark.parametrize(
    ("word", "type_"),
    [("QBR", "business_review"), ("qbr", "business_review"), ("Rechnung", "invoice"), ("Health check", "checkin"),
     ("go-live call", "implementation_checkin"), ("EBR", "business_review"), ("kickof", "kickoff"),
     ("Business Review", "business_review"), ("Kündigung", "cancellation"), ("newsletters", "newsletter")],
)  # fmt: skip
def test_other_words_for_types_are_understood(word: str, type_: str) -> None:
    (fault,) = faults_of(TOUCHPOINT.format(f"type: {word}"))
    assert fault.message == f"type cannot be the text {word}"
    assert fault.help == f"Did you mean {type_}? Use other where no type fits."


def test_a_word_that_is_like_no_type_gets_the_way_to_all() -> None:
    (fault,) = faults_of(TOUCHPOINT.format("type: xyzzy"))
    assert "`tpaudit explain type` lists all. Use other where no type fits." in fault.help


@pytest.mark.parametrize(
    ("contract", "message", "help_"),
    [("12m", "contract is in minutes or hours: the text 12m",
      "Write days, weeks, months or years: 90d, 12w, 12mo or 1y; m means minutes."),
     ("12", "contract must be a duration, but is the number 12", f"Did you mean 12mo? {UNITS}"),
     ("12 months", "contract must be a duration, but is the text 12 months", f"Did you mean 12mo? {UNITS}"),
     ("None", "contract must be a duration, but is the text None", "Write none, in small letters.")],
)  # fmt: skip
def test_contracts(contract: str, message: str, help_: str) -> None:
    text = f"tpaudit: 1\nsegments:\n  - id: a\n    contract: {contract}\n"
    assert faults_of(text) == [Said("INV003", "tpaudit.yaml:4:5", message, help_)]


def test_what_is_missing_comes_with_an_example() -> None:
    text = "name: N\ntouchpoints:\n  - name: Begrüßung per Telefon\n  - id: Begrüßung\n    name: B\n"
    inventory = build(load(Folder(Path("/nowhere"), {"tpaudit.yaml": text.encode()}), "tpaudit.yaml"))
    assert [(render(fault.message), render(fault.help)) for fault in inventory.faults] == [
        ("tpaudit is missing", "Begin the file with tpaudit: 1, the version of the format."),
        ("id is missing", "Add one that can stay for ever, such as id: begruessung-per-telefon."),
        ("the text Begrüßung cannot be an id", f"Did you mean begruessung? {IDS}"),
    ]


def test_every_fault_of_a_file_is_said() -> None:
    text = """\
tpaudit: one
scope: all
owners:
  - id: csm
    capacity: a lot
touchpoints:
  - name: No id
    owner: [csm]
  - id: b
    timing: {every: 1w, tims: 3}
    experience:
      verdict: fine
      score: 9
  - just a text
"""
    assert [(fault.place, fault.message) for fault in faults_of(text)] == [
        ("tpaudit.yaml:1:1", "tpaudit must be 1, the version of the format, but is the text one"),
        ("tpaudit.yaml:2:1", "scope cannot be the text all"),
        ("tpaudit.yaml:5:5", "capacity must be a duration, but is the text a lot"),
        ("tpaudit.yaml:7:5", "id is missing"),
        ("tpaudit.yaml:8:5", "owner must be a text, but is a list"),
        ("tpaudit.yaml:9:5", "name is missing"),
        ("tpaudit.yaml:10:25", "unknown key tims"),
        ("tpaudit.yaml:12:7", "verdict cannot be the text fine"),
        ("tpaudit.yaml:13:7", "score is out of range: the number 9"),
        ("tpaudit.yaml:14:5", "touchpoint must hold keys with values, but is the text just a text"),
    ]


@pytest.mark.parametrize("version", ["2", "true", "1.0", "'1'"])
def test_the_version_is_the_number_one(version: str) -> None:
    (message,) = messages_of(f"tpaudit: {version}\n")
    assert message.startswith("tpaudit must be 1, the version of the format, but is the ")


@pytest.mark.parametrize("text", ["tpaudit:\n", "name: x\ntpaudit: ~\n", "tpaudit: ''\n"])
def test_the_version_is_required(text: str) -> None:
    assert messages_of(text) == ["tpaudit is missing"]


@pytest.mark.parametrize(
    ("entry", "is_cut"),
    [
        ("{id: a, name: Hello, world}", True),
        ("{id: a, name: Hello,\n     world}", True),
        ("{id: a, name: A, content: {topic: Hello, world}}", True),
        ("{id: a, name: A, wrld: 3}", False),
        ("\n    id: a\n    name: A\n    world:", False),
    ],
)
def test_a_comma_in_flow_style_is_suspected(entry: str, is_cut: bool) -> None:  # noqa: FBT001  a table's column
    (fault,) = faults_of(f"tpaudit: 1\ntouchpoints:\n  - {entry}\n")
    assert (fault.message == "unknown key world, probably the rest of a text with a comma in it") is is_cut
    assert ("Put the text in quotes" in fault.help) is is_cut


@pytest.mark.parametrize(
    "line",
    ["status: ", "status: ~", "type: ''", "planned: '  '", "channel: null", "timing: ''", "experience: {score: }",
     "effort: ''", "leads_to: ", "waive: ''", "metrics: [{target: ''}]", "timing: {at: 3d, after: ''}",
     "x-anything: {goes: [here]}", "content: {x-own: 1}", "timing: {at: 3d, x-why: so}",
     "waive: {rule: INV001, reason: so, x-ticket: 5}"],
)  # fmt: skip
def test_blanks_are_missing_and_own_keys_free(line: str) -> None:
    assert faults_of(TOUCHPOINT.format(line)) == []


def test_blanks_and_own_keys_are_fine_everywhere() -> None:
    text = """\
tpaudit: 1
x-team: cs
name:
scope: ""
owners: " "
channels:
defaults: ""
discovery: ""
report: {accent: , x-a: 1}
audit: {fail_on: , severity: {PUR003: , x-a: 1}, options: {INV012: , x-b: 1}, x-c: 1}
contact_budget: {per_week: , channels: {phone: }}
waive: [{rule: INV012, reason: so, x-a: 1, until: ""}]
segments: [{id: smb, customers: , contract: "", x-crm: 12}]
phases: [{id: onboarding, window: , x-a: 1}]
events: [{id: order, at: , after: "", x-a: 1}]
touchpoints: []
"""
    inventory = inventory_of(text)
    assert [render(fault.message) for fault in inventory.faults] == []
    assert (inventory.name, inventory.scope, inventory.settings.fail_on) == ("tpaudit.yaml", "post_sale", "error")
    assert (dict(inventory.settings.severity), dict(inventory.settings.options)) == ({}, {})
    assert inventory.complete


def test_an_unknown_key_is_one_whatever_its_value() -> None:
    assert messages_of(TOUCHPOINT.format("nothing: ~")) == ["unknown key nothing"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the file holds nothing instead of keys and values"),
        ("[a, b]", "the file holds a list instead of keys and values"),
        ("just text", "the file holds the text just text instead of keys and values"),
    ],
)
def test_a_root_file_holds_keys(text: str, message: str) -> None:
    inventory = build(load(Folder(Path("/nowhere"), {"tpaudit.yaml": text.encode()}), "tpaudit.yaml"))
    assert [render(fault.message) for fault in inventory.faults] == [message]
    assert not inventory.complete


def test_a_registry_is_a_list() -> None:
    (fault,) = faults_of("tpaudit: 1\nowners:\n  csm: Customer Success\ntouchpoints: []\n")
    assert fault == Said(
        "INV003",
        "tpaudit.yaml:2:1",
        "owners must be a list, but is a mapping",
        "Write each item on a line of its own after a hyphen.",
    )


def test_the_nearest_key_is_found_inside_of_budgets() -> None:
    text = "tpaudit: 1\nsegments: [{id: a, contact_budget: {channels: {phone: {per_wek: 1}}}}]\n"
    (fault,) = faults_of(text)
    assert fault.help == "Did you mean per_week? The team's own keys begin with x-."


@pytest.mark.parametrize(
    ("line", "path", "key"),
    [
        ("tags: [b, 5]", ("tags", "[5]"), "string_type"),
        ("metrics: [{name: NPS}, {name: CSAT, target: x}]", ("metrics", "[CSAT]", "target"), "measure"),
        ("timing: {after_each: x}", ("timing", "after_each"), "timing_needs"),
        ("waive: [{rule: INV013}]", ("waive", "[INV013]", "reason"), "missing"),
        ("leads_to: [{to: b, by: c}]", ("leads_to", "[b]", "by"), "extra_forbidden"),
        ("leads_to: [{handoff: c}]", ("leads_to", "to"), "missing"),
    ],
)
def test_identities_rest_on_names_not_on_places(line: str, path: tuple[str, ...], key: str) -> None:
    (fault,) = inventory_of(TOUCHPOINT.format(line)).faults
    assert (fault.subject, fault.path, fault.key) == (("touchpoint", "a"), path, key)


def test_what_is_wrong_where_several_entries_share_it_is_said_once() -> None:
    shared = "x-base: &base {phase: onbording, typ: welcome, status: Live}\n"
    entries = "".join(f"  - {{id: {letter}, name: {letter}, <<: *base}}\n" for letter in "abc")
    said_of = [said(fault).place for fault in inventory_of(f"{shared}touchpoints:\n{entries}").faults]
    assert said_of == ["tpaudit.yaml:1:16", "tpaudit.yaml:1:34", "tpaudit.yaml:1:48"]
