"""What is built in: the tables of the format, and what entries of the same id inherit."""

from __future__ import annotations

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import messages_of
from tpaudit.inventory.words.vocabulary import CHANNELS, EVENTS, OTHER_WORDS, PHASES, TYPES
from tpaudit.messages import shown

POST_SALE = ["onboarding", "adoption", "retention", "expansion", "renewal", "advocacy", "support"]
FULL = ["awareness", "consideration", "purchase", *POST_SALE]


@pytest.mark.parametrize(("scope", "phases"), [("post_sale", POST_SALE), ("full", FULL), ("own", [])])
def test_the_scope_decides_which_phases_there_are(scope: str, phases: list[str]) -> None:
    inventory = inventory_of(f"scope: {scope}\n")
    assert [phase.id for phase in inventory.phases] == phases
    assert all(phase.kind == phase.id and phase.name == phase.id.capitalize() for phase in inventory.phases)


def test_built_in_names_are_terms_and_the_files_names_are_not() -> None:
    inventory = inventory_of("phases: [{id: renewal, name: Renewal}, {id: onboarding}, {id: own_phase}]\n")
    names = {phase.id: phase.name for phase in inventory.phases}
    assert [shown(names[phase], "de") for phase in ("renewal", "onboarding", "own_phase", "retention")] == [
        "Renewal", "Onboarding", "Own phase", "Kundenbindung",
    ]  # fmt: skip
    assert shown(inventory.segment["all"].name, "de") == "Alle Kunden"


@pytest.mark.parametrize(
    ("scope", "declared", "order"),
    [
        ("post_sale", ["trial", "onboarding"], ["trial", *POST_SALE]),
        ("post_sale", ["onboarding", "launch"], ["onboarding", "launch", *POST_SALE[1:]]),
        ("post_sale", ["launch"], [*POST_SALE, "launch"]),
        ("post_sale", ["renewal", "a", "b", "onboarding", "c"],
         ["onboarding", "c", "adoption", "retention", "expansion", "renewal", "a", "b", "advocacy", "support"]),
        ("post_sale", ["purchase"], ["purchase", *POST_SALE]),
        ("post_sale", ["support", "awareness"], ["awareness", *POST_SALE]),
        ("full", ["try", "buy"], [*FULL, "try", "buy"]),
        ("own", ["renewal", "b", "onboarding", "a"], ["renewal", "b", "onboarding", "a"]),
    ],
)  # fmt: skip
def test_phases_stand_in_the_journeys_order(scope: str, declared: list[str], order: list[str]) -> None:
    phases = "".join(f"  - id: {phase}\n" for phase in declared)
    assert [phase.id for phase in inventory_of(f"scope: {scope}\nphases:\n{phases}").phases] == order


@pytest.mark.parametrize("scope", ["post_sale", "full", "own"])
def test_a_built_in_phase_lends_what_is_left_out(scope: str) -> None:
    inventory = inventory_of(
        f"scope: {scope}\nphases:\n"
        "  - {id: awareness, name: Attention, window: ''}\n"
        "  - {id: renewal, window: {from: 300d, to: 365d}, kind: win_back}\n"
        "  - {id: launch, window: {from: 0d, to: 9d}}\n"
    )
    awareness, renewal, launch = (inventory.phase[phase] for phase in ("awareness", "renewal", "launch"))
    assert (awareness.name, awareness.kind, awareness.stage) == ("Attention", "awareness", "before_purchase")
    assert awareness.window is not None
    assert (awareness.window.start.after, awareness.window.end.before) == ("first_contact", "contract_start")
    assert (renewal.name, renewal.kind, renewal.stage) == ("Renewal", "win_back", "after_purchase")
    assert renewal.window is not None
    assert str(renewal.window.start.at) == "300d"
    assert (launch.name, launch.kind, launch.stage) == ("Launch", "other", None)


def test_channels_and_events_lend_too() -> None:
    inventory = inventory_of(
        "channels: [{id: phone, name: Telefon}, {id: partner_portal}]\n"
        "events: [{id: order, per_quarter: 2}, {id: delivery, after: order, at: 5bd}]\n"
    )
    phone, portal = inventory.channel["phone"], inventory.channel["partner_portal"]
    assert (phone.name, phone.context, phone.medium, phone.addressed) == ("Telefon", "offline", "human", True)
    assert (portal.name, portal.context, portal.medium) == ("Partner portal", "online", "digital")
    assert portal.addressed
    order, delivery = inventory.event["order"], inventory.event["delivery"]
    assert (order.name, order.started_by, str(order.per_quarter)) == ("Order", "customer", "2")
    assert (delivery.started_by, delivery.after) == ("company", "order")


def test_the_tables_of_channels_and_events() -> None:
    inventory = inventory_of("")
    assert [channel.id for channel in inventory.channels] == list(CHANNELS)
    assert len(CHANNELS) == 34
    addressed = [channel.id for channel in inventory.channels if channel.addressed]
    assert addressed == [
        "email", "sms", "messenger", "push", "in_app", "chat", "customer_portal", "phone", "video", "webinar",
        "in_person", "event", "partner", "support_ticket", "direct_mail", "invoice",
    ]  # fmt: skip
    media = {channel.id: channel.medium for channel in inventory.channels}
    assert [media[key] for key in ("direct_mail", "invoice", "product_ux", "store", "kiosk", "print", "press")] == [
        "physical", "administrative", "product", "human", "digital", "physical", "digital"
    ]  # fmt: skip
    assert [event.id for event in inventory.events] == list(EVENTS)
    assert len(EVENTS) == 19
    assert inventory.event["incident"].started_by == "company"
    assert inventory.event["login"].started_by == "customer"
    assert inventory.event["go_live"].started_by is None


def test_declared_entries_follow_the_built_in_ones() -> None:
    inventory = inventory_of("channels: [{id: zzz}, {id: email, name: Mail}]\nevents: [{id: a}, {id: login}]\n")
    assert [channel.id for channel in inventory.channels] == [*CHANNELS, "zzz"]
    assert inventory.channels[0].name == "Mail"
    assert [event.id for event in inventory.events] == [*EVENTS, "a"]


def test_without_segments_there_is_one_with_every_default() -> None:
    (segment,) = inventory_of("").segments
    assert segment.id == "all"
    assert str(segment.contract_length) == "12mo"
    assert messages_of("tpaudit: 1\ntouchpoints: [{id: a, name: A, segments: all}]\n") == []


@pytest.mark.parametrize(
    ("entry", "length"),
    [
        ("", "12mo"),
        ("contract: 24mo", "24mo"),
        ("contract: none", "None"),
        ("starts_with: order", "None"),
        ("starts_with: order, contract: 6mo", "6mo"),
    ],
)
def test_the_contracts_length(entry: str, length: str) -> None:
    (segment,) = inventory_of(f"segments: [{{id: a, {entry}}}]\n").segments
    assert str(segment.contract_length) == length


def test_names_default_to_ids() -> None:
    inventory = inventory_of("segments: [{id: smb}]\nowners: [{id: csm}]\nevents: [{id: big_day}]\n")
    assert (inventory.segments[0].name, inventory.owners[0].name) == ("smb", "csm")
    assert inventory.event["big_day"].name == "Big day"


def test_suggested_types_are_types() -> None:
    assert [word for word, type_ in OTHER_WORDS.items() if type_ not in TYPES] == []
    assert [word for word in OTHER_WORDS if word in TYPES] == []
    assert set(PHASES) == set(FULL)
