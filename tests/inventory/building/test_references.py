"""Every id that an entry names must be registered."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import pytest

from tests.inventories import inventory_of
from tests.inventory.built import ROOT, Said, faults_of, of_files
from tpaudit.diff.entries import touchpoints
from tpaudit.exchange import renaming
from tpaudit.fields import Slug, keys_of
from tpaudit.inventory.building.build import build
from tpaudit.inventory.building.site import REGISTRIES
from tpaudit.inventory.mentions import mentions_of, used
from tpaudit.inventory.references import Refers
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.inventory.words.choices import nearest
from tpaudit.loading.changes import Set
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.lsp.completing import completions
from tpaudit.lsp.cursor import cursor
from tpaudit.messages import render

REGISTERED = "owners: [{id: csm}]\nsegments: [{id: smb, stakeholders: [champion]}]\n"


@pytest.mark.parametrize(
    ("field", "column", "meant", "given", "path"),
    [
        ("phase: onbording", 5, "phase", "onbording", ("phase",)),
        ("phase: awareness", 5, "phase", "awareness", ("phase",)),
        ("segments: [smb, smd]", 21, "segment", "smd", ("segments", "[smd]")),
        ("stakeholders: [champion, boss]", 30, "stakeholder", "boss", ("stakeholders", "[boss]")),
        ("channel: [email, mail]", 22, "channel", "mail", ("channel", "[mail]")),
        ("owner: cms", 5, "owner", "cms", ("owner",)),
        ("contributors: cms", 5, "owner", "cms", ("contributors",)),
        ("informed: [csm, cms]", 21, "owner", "cms", ("informed", "[cms]")),
        ("feedback: {recipients: [cms]}", 29, "owner", "cms", ("feedback", "recipients", "[cms]")),
        ("decision: {owner: cms}", 16, "owner", "cms", ("decision", "owner")),
        ("decision: {into: b}", 16, "touchpoint", "b", ("decision", "into")),
        ("leads_to: b", 5, "touchpoint", "b", ("leads_to", "to")),
        ("leads_to: [a, b]", 19, "touchpoint", "b", ("leads_to", "[b]", "to")),
        ("leads_to: [{to: b, handoff: x}]", 17, "touchpoint", "b", ("leads_to", "[b]", "to")),
        ("timing: {at: 1d, after: b}", 22, "event or touchpoint", "b", ("timing", "after")),
        ("timing: [{at: 1d}, {at: 1d, before: b}]", 33, "event or touchpoint", "b", ("timing", "before")),
        ("timing: {at: 1d, after_each: b}", 22, "touchpoint", "b", ("timing", "after_each")),
        ("timing: {at: 1d, after_each: login}", 22, "touchpoint", "login", ("timing", "after_each")),
        ("timing: {every: 1w, until: b}", 25, "event or touchpoint", "b", ("timing", "until")),
    ],
)
def test_unknown_ids_of_touchpoints(field: str, column: int, meant: str, given: str, path: tuple[str, ...]) -> None:
    inventory = inventory_of(f"{REGISTERED}touchpoints:\n  - id: a\n    name: A\n    {field}\n")
    (fault,) = inventory.faults
    assert (fault.code, render(fault.message)) == ("INV005", f"there is no {meant} {given}")
    assert (fault.subject, fault.path, fault.key) == (("touchpoint", "a"), path, given)
    assert (fault.span.line, fault.span.column) == (6, column)
    top = path[0]
    (touchpoint,) = inventory.touchpoints
    if top in ("feedback", "decision"):
        assert getattr(touchpoint, top).unknown == {path[1]}
    else:
        assert keys_of(Touchpoint)[top] in touchpoint.unknown


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("phases: [{id: a, coordinator: cms}]", "there is no owner cms", "3:18"),
        ("phases: [{id: a, segments: [smd]}]", "there is no segment smd", "3:29"),
        ("phases: [{id: a, window: {from: b, to: 9d}}]", "there is no event b", "3:27"),
        ("phases: [{id: a, window: {from: 0d, to: {at: 1d, before: b}}}]", "there is no event b", "3:50"),
        ("events: [{id: a, at: 3d, after: b}]", "there is no event or touchpoint b", "3:26"),
        ("events: [{id: a, at: 3d, before: b}]", "there is no event or touchpoint b", "3:26"),
        ("coordinator: cms", "there is no owner cms", "3:1"),
        ("contact_budget: {channels: {fax: {per_day: 1}}}", "there is no channel fax", "3:29"),
        ("contact_budget: {phases: {late: {per_day: 1}}}", "there is no phase late", "3:27"),
        ("waive: [{rule: INV012, reason: so, segment: smd}]", "there is no segment smd", "3:36"),
        ("waive: [{rule: INV012, reason: so, phase: late}]", "there is no phase late", "3:36"),
        ("waive: [{rule: INV012, reason: so, event: late}]", "there is no event late", "3:36"),
    ],
)
def test_unknown_ids_elsewhere(text: str, message: str, place: str) -> None:
    (fault,) = faults_of(f"{REGISTERED}{text}\ntpaudit: 1\n")
    assert (fault.code, fault.message, fault.place) == ("INV005", message, f"tpaudit.yaml:{place}")


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("starts_with: contract_begin", "there is no event contract_begin"),
        ("preferred_channels: [email, fax]", "there is no channel fax"),
        ("avoided_channels: fax", "there is no channel fax"),
        ("contact_budget: {channels: {fax: {per_day: 1}}}", "there is no channel fax"),
        ("contact_budget: {phases: {late: {per_day: 1}}}", "there is no phase late"),
    ],
)
def test_unknown_ids_of_segments(entry: str, message: str) -> None:
    inventory = inventory_of(f"segments: [{{id: a, {entry}}}]\n")
    (fault,) = inventory.faults
    assert render(fault.message) == message
    assert not inventory.complete
    (segment,) = inventory.segments
    assert (segment.starts_with, segment.preferred_channels, segment.avoided_channels, segment.contact_budget) == (
        "contract_start", (), (), None
    )  # fmt: skip


def test_an_event_with_an_unknown_anchor_has_no_day() -> None:
    event = inventory_of("events: [{id: a, at: 3d, after: b}]\n").event["a"]
    assert (event.at, event.after, event.before) == (None, None, None)


def test_all_that_is_registered_may_be_named() -> None:
    text = f"""{REGISTERED}
scope: own
coordinator: csm
contact_budget: {{channels: {{fax: {{per_day: 1}}}}, phases: {{start: {{per_day: 2}}}}}}
waive: [{{rule: INV012, reason: so, segment: smb, phase: start, event: renewal_due}}]
channels: [{{id: fax}}]
events: [{{id: renewal_due, at: 3d, after: first}}]
phases: [{{id: start, coordinator: csm, segments: smb, window: {{from: renewal_due, to: contract_end}}}}]
touchpoints:
  - id: first
    name: First
    phase: start
    segments: [smb]
    stakeholders: all
    channel: [fax, email]
    owner: csm
    timing: [{{every: 1w, until: phase_end}}, {{at: 1d, after: login}}, {{at: 1d, after: phase_start}}]
    leads_to: [second]
    decision: {{into: second, owner: csm}}
    feedback: {{recipients: csm}}
  - {{id: second, name: Second, timing: [{{at: 1d, after_each: first}}, {{every: 1w, until: renewal_due}}]}}
"""
    faults = [(fault.code, fault.message) for fault in faults_of(f"{text}tpaudit: 1\n")]
    assert [fault for fault in faults if fault[0] != "INV006"] == []


def test_without_a_registry_any_owner_will_do() -> None:
    assert faults_of("tpaudit: 1\ncoordinator: b\ntouchpoints: [{id: a, name: A, owner: b, informed: [c]}]\n") == []


def test_the_nearest_id_is_suggested_to_the_first_twenty() -> None:
    rows = "".join(f"  - {{id: a{number}, name: A, phase: onbording}}\n" for number in range(25))
    helps = [fault.help for fault in faults_of(f"tpaudit: 1\ntouchpoints:\n{rows}")]
    assert (
        helps
        == ["Did you mean onboarding? Else register it under phases."] * 20
        + ["Correct the id, or register it under phases."] * 5
    )


def test_where_nothing_is_alike_the_choices_are_listed() -> None:
    (fault,) = faults_of("tpaudit: 1\ntouchpoints: [{id: a, name: A, phase: zzz}]\n")
    assert fault == Said(
        "INV005",
        "tpaudit.yaml:2:32",
        "there is no phase zzz",
        "Known: onboarding, adoption, retention, expansion, renewal, advocacy, support. Or register it under phases.",
    )


@pytest.mark.parametrize(
    "root",
    [
        "phases: {late: {}}\n",
        "scope: compleet\n",
        "include: [missing.yaml]\n",
        "include: 5\n",
    ],
)
def test_where_something_could_not_be_read_nothing_is_said_of_ids(root: str) -> None:
    inventory = inventory_of(f"{root}touchpoints: [{{id: a, name: A, phase: late, leads_to: b}}]\n")
    assert len(inventory.faults) == 1
    assert inventory.faults[0].code in ("INV001", "INV003")
    (touchpoint,) = inventory.touchpoints
    assert touchpoint.unknown == {"phase", "leads_to"}
    assert not inventory.complete


def test_nor_where_an_included_file_is_broken(tmp_path: Path) -> None:
    broken = of_files(tmp_path, "touchpoints: [{id: a, name: A, phase: late}]\n", one="phases: [\n")
    assert [fault.code for fault in broken.faults] == ["INV002"]


def test_a_broken_root_is_one_fault() -> None:
    source = Folder(Path("/nowhere"), {ROOT: b"tpaudit: [\n"})
    inventory = build(load(source, ROOT), ROOT)
    assert [fault.code for fault in inventory.faults] == ["INV002"]
    assert (inventory.documents, inventory.touchpoints, inventory.complete) == ((), (), False)
    assert inventory.raw(Kind.INVENTORY, "") is None


@pytest.mark.parametrize(
    "slip", ["onboarding-step-777", "onboarding-stepp-777", "onboarding-setp-777", "nboarding-step-777"]
)
def test_the_nearest_of_many_is_found_at_once(slip: str) -> None:
    known = [f"onboarding-step-{number}" for number in range(50_000) if number != 777] + ["onboarding-step-777x"]
    known.append("onboarding-step-777")
    began = time.process_time()
    assert nearest(slip, known) == "onboarding-step-777"
    assert time.process_time() - began < 5


def test_nothing_is_suggested_to_wait_for_itself() -> None:
    text = "touchpoints: [{id: back-in-stock, name: B, timing: {at: 1d, after: back_in_stock}}]"
    (fault,) = faults_of(text)
    assert fault.help == (
        "Known are for example contract_start, complaint, contract_end, cancellation, ticket_opened, cart_abandoned, "
        "incident, usage_drop; `tpaudit explain event` lists all. Or register it under events."
    )


def test_whoever_writes_a_name_is_told_the_id() -> None:
    text = """\
owners: [{id: csm, name: Customer Success}, {id: customer-care, name: Care}]
touchpoints: [{id: hello, name: Kickoff call}, {id: b, name: B, owner: customer-success, leads_to: kickoff-call}]
"""
    assert [fault.help for fault in faults_of(text)] == [
        "Did you mean csm? Else register it under owners.",
        "Did you mean hello? Else register it under touchpoints.",
    ]


def test_a_misspelt_section_makes_one_fault() -> None:
    rows = "".join(f"  - {{id: a{number}, name: A, segments: [smb]}}\n" for number in range(29))
    for slip in ("segmente", "segment", "Segments"):
        text = f"tpaudit: 1\n{slip}:\n  - {{id: smb}}\ntouchpoints:\n{rows}"
        (fault,) = faults_of(text)
        assert (fault.code, fault.message) == ("INV003", f"unknown key {slip}")
        assert "Did you mean segments?" in fault.help
        assert not inventory_of(text).complete


@pytest.mark.parametrize(
    ("registered", "line", "said"),
    [
        ("audiences: [{id: quiet}]", "audience: quiet", None),
        ("audiences: [{id: quiet}]", "audience: quite", "there is no audience quite"),
        ("audiences: [{id: quiet}]", "audience: those who never reply", None),
        ("audiences: [{id: quiet}]", "audience: vips", None),
        ("audiences: [{id: quiet}]", "channel: [email, {id: sms, audience: quiett}]", "there is no audience quiett"),
        ("events: [{id: purchase}]", "stop_when: [purchse]", "there is no event or touchpoint purchse"),
        ("events: [{id: purchase}]", "stop_when: [purchase, goal reached, replied]", None),
        ("events: []", "stop_when: order_shipped", "there is no event or touchpoint order_shipped"),
        ("events: []", "timing: {at: 3d, before_each: b}", "there is no touchpoint b"),
        ("events: []", "per_segment: {large: {owner: x}}", "there is no segment large"),
        ("owners: [{id: csm}]", "per_segment: {all: {owner: x}}", "there is no owner x"),
        ("owners: [{id: csm}]", "per_segment: {all: {channel: telefon}}", "there is no channel telefon"),
        ("events: [{id: a, every: 1mo, until: b}]", "tags: x", "there is no event or touchpoint b"),
        ("audiences: [{id: quiet, share: {large: 0.1}}]", "tags: x", "there is no segment large"),
        ("observe: {segments: {large: Large}}", "tags: x", "there is no segment large"),
    ],
)
def test_ids_of_the_second_edition(registered: str, line: str, said: str | None) -> None:
    faults = faults_of(f"tpaudit: 1\n{registered}\ntouchpoints:\n  - id: t\n    name: T\n    {line}\n")
    assert [(fault.code, fault.message) for fault in faults] == ([("INV005", said)] if said else [])


def test_a_name_where_an_id_is_due_gets_the_id() -> None:
    (fault,) = faults_of(
        "tpaudit: 1\nowners: [{id: csm, name: The Team}]\ntouchpoints: [{id: t, name: T, owner: The Team}]\n"
    )
    assert fault.help == "Did you mean csm? Write the id, not a name."


class _WithDeputy(Touchpoint):
    deputy: Annotated[Slug | None, Refers(Kind.OWNER, Kind.TOUCHPOINT)] = None


def test_one_more_field_that_refers_needs_no_other_change(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(REGISTRIES, "touchpoints", (Kind.TOUCHPOINT, _WithDeputy))
    owners = "owners: [{{id: csm}}, {{id: boss}}]\n"
    text = owners + "touchpoints: [{{id: a, name: A, owner: csm, deputy: {}}}, {{id: b, name: B}}]\n"
    (fault,) = inventory_of(text.format("bos")).faults
    assert (fault.code, render(fault.message)) == ("INV005", "there is no owner or touchpoint bos")
    assert render(fault.help) == "Did you mean boss? Else register it under owners."
    inventory = inventory_of(text.format("boss"))
    assert {(Kind.OWNER, "csm"), (Kind.OWNER, "boss")} <= used(inventory)
    assert list(mentions_of(inventory, Kind.OWNER, "boss")) == [At(Kind.TOUCHPOINT, "a", ("deputy",))]
    before, after = inventory_of(text.format("b")), inventory_of(text.format("c").replace("id: b", "id: c"))
    changed = touchpoints(before, after)
    assert [(renamed.before, renamed.after) for renamed in changed.renamed] == [("b", "c")]
    assert changed.changed == ()
    assert renaming.changes(inventory, Kind.OWNER, "boss", "lead") == {
        ROOT: (Set(("owners", 1, "id"), "lead"), Set(("touchpoints", 0, "deputy"), "lead"))
    }
    line = text.format("").splitlines()[1]
    offered = completions(cursor([line], 0, line.index("deputy: ") + 8), inventory, "en")
    assert [item.label for item in offered] == ["csm", "boss", "a", "b"]
