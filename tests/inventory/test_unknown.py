"""What is faulty is there, but unknown; everything else of the entry is kept."""

from __future__ import annotations

from typing import Any

import pytest

from tests.inventories import inventory_of
from tpaudit.fields import Entry, Unknown, keys_of
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.veil import veiled


def built(*lines: str) -> Inventory:
    inventory = inventory_of("\n    ".join(("touchpoints:\n  - id: a\n    name: A", *lines)))
    assert inventory.faults != ()
    return inventory


def touchpoint(*lines: str) -> Touchpoint:
    (found,) = built(*lines).touchpoints
    return found


def read(entry: Any, path: str) -> Any:
    for step in path.split("."):
        entry = entry[int(step)] if isinstance(entry, tuple) else getattr(entry, step)
    return entry


@pytest.mark.parametrize(
    ("line", "unknown"),
    [
        ("status: planned", "status"),
        ("owner: The Boss", "owner"),
        ("channel: [email, E-Mail]", "channel"),
        ("timing: {at: soon}", "timing"),
        ("timing: [{at: 1d}, {at: 2d, aftr: x}]", "timing"),
        ("timing: {at: 1d, until: 3d}", "timing"),
        ("tags: [a, 1]", "tags"),
        ("content: text", "content"),
        ("content: {personalization: wild}", "content.personalization"),
        ("content: {languages: [1]}", "content.languages"),
        ("metrics: text", "metrics"),
        ("metrics: [{name: a}, text]", "metrics"),
        ("metrics: [{name: a}, {target: x}]", "metrics.1.target"),
        ("metrics: {target: x}", "metrics.0.target"),
        ("metrics: [{scale: [2, 2]}]", "metrics.0.scale"),
        ("experience: {score: 7}", "experience.score"),
        ("impact: {revenue: 7}", "impact.revenue"),
        ("feedback: {instrument: poll}", "feedback.instrument"),
        ("feedback: {recipients: [The Boss]}", "feedback.recipients"),
        ("service_standard: {resolution: soon}", "service_standard.resolution"),
        ("phone: {recording: sometimes}", "phone.recording"),
        ("support: {systems: [1]}", "support.systems"),
        ("decision: {due: soon}", "decision.due"),
        ("leads_to: [b, {to: C}]", "leads_to"),
        ("leads_to: [{to: a, by: b}]", "leads_to"),
        ("waive: {rule: OWN001}", "waive"),
        ("waive: {rule: OWN001, reason: so, scope: all}", "waive"),
    ],
)
def test_what_is_faulty_has_its_default_and_is_listed(line: str, unknown: str) -> None:
    found = touchpoint(line, "purpose: Because")
    above, _, name = f".{unknown}".rpartition(".")
    holder: Entry = read(found, above[1:]) if above else found
    attribute = keys_of(type(holder))[name]
    assert attribute in holder.unknown
    default = type(holder).model_fields[attribute].get_default(call_default_factory=True)
    assert getattr(holder, attribute) == default
    assert found.purpose == "Because"
    with pytest.raises(Unknown):
        read(veiled(found), unknown)
    assert veiled(found).purpose == "Because"


@pytest.mark.parametrize(
    ("line", "known", "expected"),
    [
        ("content: {personalization: wild, ref: template}", "content.ref", "template"),
        ("content: {refr: x, topic: hello}", "content.topic", "hello"),
        ("content: {refr: x}", "content.ref", None),
        ("metrics: [{name: a, target: x, unit: h}, {name: b, actual: 5}]", "metrics.0.unit", "h"),
        ("metrics: [{name: a, target: x, unit: h}, {name: b, actual: 5}]", "metrics.1.actual", 5),
        ("metrics: {name: a, target: x}", "metrics.0.name", "a"),
        ("experience: {verdict: works, score: 7}", "experience.verdict", "works"),
        ("experience: {verdict: works, scores: 7}", "experience.score", None),
        ("decision: {due: soon, action: keep}", "decision.action", "keep"),
        ("feedback: {recipients: [The Boss], asks: product}", "feedback.asks", ("product",)),
        ("ownr: csm", "owner", None),
    ],
)
def test_what_stands_beside_it_is_kept(line: str, known: str, expected: object) -> None:
    assert read(touchpoint(line), known) == expected


def test_a_faulty_name_has_the_id_in_its_place() -> None:
    inventory = inventory_of("touchpoints: [{id: a, name: 5}, {id: b}, {id: c, name: [x], status: wrong}]")
    assert [entry.name for entry in inventory.touchpoints] == ["a", "b", "c"]
    assert len(inventory.faults) == 4


def test_an_entry_without_a_usable_id_is_left_out() -> None:
    inventory = inventory_of("touchpoints: [{name: A}, {id: B, name: B}, {id: c, name: C}, text, [], {id: 4, name: D}]")
    assert [entry.id for entry in inventory.touchpoints] == ["c"]
    assert not inventory.complete


def test_several_faults_of_one_entry_hide_their_own_fields_only() -> None:
    found = touchpoint("type: 5", "owner: 6", "content: {ref: 7, topic: t}", "zzz: 8", "review_by: 2026-09-12")
    assert found.unknown == {"type", "owner", "form", "initiation", "planned", "value", "transactional", "content.ref"}
    assert found.content is not None
    assert found.content.unknown == {"ref"}
    assert found.content.topic == "t"


def test_other_attributes_are_still_errors_of_the_program() -> None:
    with pytest.raises(AttributeError):
        read(veiled(touchpoint("zzz: 1")), "zzz")


@pytest.mark.parametrize(
    "entry",
    [
        "{id: a, at: 3d}",
        "{id: a, before: b}",
        "{id: a, at: 3d, after: Not An Id}",
        "{id: a, at: wrong, before: Not An Id}",
        "{id: a, at: 1d, after: order, before: order}",
        "{id: a, started_by: us, at: 3d}",
    ],
)
def test_faulty_events_are_registered_all_the_same(entry: str) -> None:
    inventory = inventory_of(f"events: [{entry}]\ntouchpoints: [{{id: t, name: T, timing: {{at: 1d, after: a}}}}]\n")
    assert {fault.code for fault in inventory.faults} == {"INV003"}
    event = inventory.event["a"]
    assert (event.at is None) or event.after or event.before
    assert not inventory.complete


def test_faulty_registries_have_their_defaults() -> None:
    inventory = inventory_of(
        "segments: [{id: a, horizon: long, customers: 5, contact_budget: {per_wek: 1}}]\n"
        "phases: [{id: b, window: {from: 0d}, kind: 5}]\n"
        "channels: [{id: c, addressed: yes, medium: human}]\n"
    )
    segment, phase, channel = inventory.segment["a"], inventory.phase["b"], inventory.channel["c"]
    assert (segment.horizon, segment.customers, segment.contact_budget) == (None, 5, None)
    assert (phase.window, phase.kind) == (None, "other")
    assert (channel.addressed, channel.medium) == (True, "human")
    assert not inventory.complete


def test_faulty_owners_are_unknown_where_they_are_faulty() -> None:
    inventory = inventory_of("owners: [{id: a, capacity: 400, role: csm, name: 5}]")
    (owner,) = inventory.owners
    assert (owner.role, owner.name) == ("csm", "a")
    assert owner.capacity is None
    assert owner.unknown == {"capacity"}
    assert inventory.complete


def test_settings_keep_what_is_sound() -> None:
    inventory = inventory_of(
        "audit: {fail_on: never, ignore: [CNT002], language: fr, severity: {PUR003: fatal}, zzz: 1}\n"
        "report: {title: Journey, accent: blue}\nname: [a]\n"
    )
    settings = inventory.settings
    assert (settings.fail_on, settings.ignore, settings.language) == ("never", ("CNT002",), "en")
    assert dict(settings.severity) == {}
    assert (inventory.report.title, inventory.report.accent, inventory.name) == ("Journey", None, "tpaudit.yaml")
    assert len(inventory.faults) == 5
    assert inventory.complete
