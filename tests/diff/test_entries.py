from __future__ import annotations

import pytest

from tests.inventories import inventory_of
from tpaudit.diff.entries import Entries, registries, root, touchpoints
from tpaudit.messages import render

BEFORE = """
name: Journey
segments:
  - {id: smb, name: SMB, stakeholders: [admin, user]}
owners:
  - {id: csm, name: CSM}
events:
  - {id: health_drop, per_quarter: 0.5}
audit: {fail_on: error, options: {concentrated-channel: {max_share: 0.7}}}
touchpoints:
  - {id: kickoff, name: Kickoff, type: kickoff, owner: csm, channel: video, timing: {at: 3d}}
  - {id: tips, name: Tips, type: nudge, channel: email, timing: {at: 3d, after: kickoff}, leads_to: kickoff}
"""


def compared(before: str, after: str) -> Entries:
    return touchpoints(inventory_of(before), inventory_of(after))


def words(entries: Entries) -> list[str]:
    return [render(change.words) for changed in entries.changed for change in changed.changes]


@pytest.mark.parametrize(
    "after",
    [
        BEFORE,
        BEFORE.replace("type: nudge, channel: email", "channel: email, type: nudge"),
        BEFORE.replace("  - {id: tips", "  # first tip\n  - {id: tips"),
        BEFORE.replace("type: kickoff, owner", "type: kickoff, form: human, planned: true, owner"),
        BEFORE.replace("timing: {at: 3d}}", "timing: [{at: 3d}]}").replace("channel: video", "channel: [video]"),
        BEFORE.replace("owner: csm, ", "").replace("touchpoints:", "defaults: {owner: csm}\ntouchpoints:").replace(
            "name: Tips", "name: Tips, owner: null"),
    ],
)  # fmt: skip
def test_another_way_of_writing_the_same_is_no_change(after: str) -> None:
    before = BEFORE.replace("name: Tips", "name: Tips, owner: csm") if "defaults" in after else BEFORE
    assert not compared(before, after)
    assert not registries(inventory_of(before), inventory_of(after), {})
    assert not root(inventory_of(before), inventory_of(after))


def test_the_order_of_entries_is_no_change() -> None:
    lines = BEFORE.splitlines()
    lines[-2:] = reversed(lines[-2:])
    assert not compared(BEFORE, "\n".join(lines))


def test_fields_that_follow_from_the_type_are_told_apart() -> None:
    assert words(compared(BEFORE, BEFORE.replace("type: nudge", "type: invoice"))) == [
        "type: nudge → invoice",
        "form: digital → administrative (implied)",
        "value: adds_value → necessary (implied)",
        "transactional: false → true (implied)",
    ]


def test_added_and_removed() -> None:
    added = compared(BEFORE, BEFORE + "  - {id: survey, name: Survey}\n")
    assert [(named.id, named.name) for named in added.added] == [("survey", "Survey")]
    assert (added.removed, added.renamed, added.changed) == ((), (), ())
    assert [named.id for named in compared(BEFORE + "  - {id: survey, name: Survey}\n", BEFORE).removed] == ["survey"]
    assert [named.id for named in touchpoints(None, inventory_of(BEFORE)).added] == ["kickoff", "tips"]
    assert [named.id for named in touchpoints(inventory_of(BEFORE), None).removed] == ["kickoff", "tips"]


def test_another_id_and_the_same_content_is_a_rename_and_no_change_of_those_who_refer_to_it() -> None:
    after = BEFORE.replace("kickoff,", "kickoff-call,").replace("type: kickoff-call", "type: kickoff")
    after = after.replace("after: kickoff}", "after: kickoff-call}").replace(
        "leads_to: kickoff}", "leads_to: kickoff-call}"
    )
    found = compared(BEFORE, after)
    assert [(renamed.before, renamed.after, renamed.changes) for renamed in found.renamed] == [
        ("kickoff", "kickoff-call", ())
    ]
    assert (found.added, found.removed, found.changed) == ((), (), ())
    other = compared(BEFORE, after.replace("at: 3d, after", "at: 4d, after"))
    assert words(other) == ["timing.at: 3d → 4d"]


def test_touchpoints_that_refer_to_each_other_may_all_be_renamed() -> None:
    before = """
touchpoints:
  - {id: a, name: A, leads_to: b}
  - {id: b, name: B, leads_to: a}
"""
    after = (
        before.replace("id: a", "id: x").replace("to: a", "to: x").replace("id: b", "id: y").replace("to: b", "to: y")
    )
    assert [(renamed.before, renamed.after, renamed.changes) for renamed in compared(before, after).renamed] == [
        ("a", "x", ()), ("b", "y", ())
    ]  # fmt: skip
    elsewhere = after.replace("leads_to: y", "leads_to: z") + "  - {id: z, name: Z}\n"
    (first, _) = compared(before, elsewhere).renamed
    assert [render(change.words) for change in first.changes] == ["leads_to.to: y → z"]


def test_two_alike_are_renamed_in_their_order() -> None:
    before = "touchpoints: [{id: a, name: N}, {id: b, name: N}, {id: c, name: N}]"
    after = "touchpoints: [{id: x, name: N}, {id: y, name: N}]"
    found = compared(before, after)
    assert [(renamed.before, renamed.after) for renamed in found.renamed] == [("a", "x"), ("b", "y")]
    assert [named.id for named in found.removed] == ["c"]


def test_registries_and_the_root_field_by_field() -> None:
    after = (
        BEFORE.replace("[admin, user]", "[user, admin]")
        .replace("{id: csm, name: CSM}", "{id: csm, name: Care}\n  - {id: sales, name: Sales}")
        .replace("per_quarter: 0.5", "per_quarter: 0.7")
        .replace("fail_on: error", "fail_on: warning")
        .replace("max_share: 0.7", "max_share: 0.8")
    )
    found = {entries.registry: entries for entries in registries(inventory_of(BEFORE), inventory_of(after), {})}
    assert list(found) == ["segments", "owners", "events"]
    assert words(found["segments"]) == ["stakeholders: admin, user → user, admin"]
    assert words(found["owners"]) == ["name: CSM → Care"]
    assert [named.id for named in found["owners"].added] == ["sales"]
    assert words(found["events"]) == ["per_quarter: 0.5 → 0.7"]
    assert [render(change.words) for change in root(inventory_of(BEFORE), inventory_of(after))] == [
        "audit.fail_on: error → warning",
        "audit.options.concentrated-channel.max_share: 0.7 → 0.8",
    ]


def test_faulty_fields_are_shown_as_such() -> None:
    assert words(compared(BEFORE, BEFORE.replace("type: nudge", "type: nuke")))[0] == "type: nudge → a faulty value"


@pytest.mark.parametrize("number", [".inf", "-.inf", ".nan"])
def test_an_option_that_is_no_number_is_faulty_too(number: str) -> None:
    after = inventory_of(BEFORE.replace("max_share: 0.7", f"max_share: {number}"))
    assert [render(change.words) for change in root(inventory_of(BEFORE), after)] == [
        "audit.options.concentrated-channel.max_share: 0.7 → a faulty value"
    ]


def test_many_renames_take_no_time() -> None:
    def many(prefix: str) -> str:
        return "touchpoints:\n" + "".join(f"  - {{id: {prefix}{n}, name: N{n}}}\n" for n in range(400))

    assert len(compared(many("a"), many("b")).renamed) == 400
