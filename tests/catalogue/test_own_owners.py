from __future__ import annotations

import pytest

from tests.catalogue.answers import applicable, said, touchpoint
from tests.inventories import findings

OWNERS = "owners: [{id: csm, name: Success, role: csm}, {id: sales, role: Sales}, {id: pool}]\n"


def test_says_that_nobody_owns_it() -> None:
    assert said(touchpoint("type: kickoff"), "OWN001") == ["nobody owns The call"]
    assert said("defaults: {owner: csm}\n" + touchpoint("type: kickoff"), "OWN001") == []


@pytest.mark.parametrize("owner", ["tbd", "todo", "team", "all", "everyone", "anyone", "alle", "jeder", "offen"])
def test_an_owner_who_is_nobody(owner: str) -> None:
    assert said(touchpoint(f"owner: {owner}"), "OWN002") == [
        f"The call is owned by {owner}, which is nobody in particular"
    ]


def test_registered_owners_may_be_called_as_they_like() -> None:
    assert applicable("owners: [{id: team}]\n" + touchpoint("owner: team"), "OWN002") == 0
    assert applicable(touchpoint("type: kickoff"), "OWN002") == 0


def test_vague_words_are_an_option() -> None:
    options = "audit: {options: {OWN002: {vague: [Pool]}}}\n"
    assert said(options + touchpoint("owner: pool"), "OWN002") != []
    assert said(options + touchpoint("owner: team"), "OWN002") == []


def test_the_owner_has_an_unexpected_role() -> None:
    (found,) = findings(OWNERS + touchpoint("type: business_review, owner: sales"), "OWN003")
    assert found.path == ("owner",)
    assert [related.location.span.line for related in found.related] == [1]
    assert said(OWNERS + touchpoint("type: business_review, owner: sales"), "OWN003") == [
        "The call is of type business review, but its owner sales has the role Sales"
    ]


@pytest.mark.parametrize("fields", ["type: business_review, owner: csm", "type: negotiation, owner: sales"])
def test_the_owner_has_an_expected_role(fields: str) -> None:
    assert said(OWNERS + touchpoint(fields), "OWN003") == []


@pytest.mark.parametrize("fields", ["type: checkin, owner: sales", "type: invoice", "type: invoice, owner: pool"])
def test_nothing_is_expected_of_other_types_and_of_unknown_roles(fields: str) -> None:
    assert applicable(OWNERS + touchpoint(fields), "OWN003") == 0


def test_expected_roles_are_an_option_that_leaves_other_types_alone() -> None:
    options = "audit: {options: {OWN003: {expected: {business_review: [sales]}}}}\n"
    assert said(OWNERS + options + touchpoint("type: business_review, owner: sales"), "OWN003") == []
    assert said(OWNERS + options + touchpoint("type: invoice, owner: sales"), "OWN003") != []


def test_roles_are_compared_without_case() -> None:
    options = "audit: {options: {OWN003: {expected: {invoice: [Buchhaltung]}}}}\n"
    text = "owners: [{id: money, role: Buchhaltung}]\n" + options + touchpoint("type: invoice, owner: money")
    assert said(text, "OWN003") == []


def work(capacity: str, fields: str, segment: str = "customers: 100") -> str:
    """Return an inventory in which an owner of this capacity has one touchpoint."""
    return (
        f"owners: [{{id: csm, name: Success, capacity: {capacity}}}]\n"
        f"segments: [{{id: smb, {segment}}}]\n"
        f"events: [{{id: drop, per_quarter: 0.5}}, {{id: rumour}}]\n"
        f"touchpoints: [{{id: call, name: The call, owner: csm, {fields}}}]\n"
    )


@pytest.mark.parametrize(
    ("fields", "hours"),
    [
        ("effort: 4h, timing: {every: 3mo}", 400),
        ("effort: 30m, timing: {every: 1mo}", 150),
        ("effort: 4h, timing: {at: 7d}", 100),
        ("effort: 4h, timing: {every: 3mo}, reach: 0.5", 200),
        ("effort: 4h, timing: {per_quarter: 2}", 800),
        ("effort: 2h, timing: {at: 1d, after: drop}", 100),
        ("effort: 2h, timing: [{at: 1d, after: drop}, {every: 3mo}]", 300),
        ("effort: 2h, timing: [{at: 1d, after: rumour}, {every: 3mo}]", 200),
        ("effort: 1h, timing: {every: 3mo}, channel: [phone, email]", 100),
        ("effort: 1h, timing: {at: 1d, after: drop}, type: ticket_reply", 50),
    ],
)
def test_the_work_of_a_quarter_must_fit(fields: str, hours: int) -> None:
    assert said(work(f"{hours}h", fields), "OWN004") == []
    assert said(work(f"{hours - 1}h", fields), "OWN004") == [
        f"Success has {hours - 1} hours a quarter, but the touchpoints of this owner take {hours}"
    ]


def test_what_reaches_nobody_in_a_segment_is_no_work_there() -> None:
    fields = "effort: 4h, timing: {every: 3mo}, stakeholders: [champion]"
    text = work("100h", fields, "customers: 100, stakeholders: [end_user]")
    text = text.replace("segments: [", "segments: [{id: small, customers: 10, stakeholders: [champion]}, ")
    assert (applicable(text, "OWN004"), said(text, "OWN004")) == (1, [])


def test_the_heaviest_touchpoints_are_named() -> None:
    listed = [
        f"{{id: t{number}, name: T{number}, owner: csm, effort: {number}h, timing: {{every: 3mo}}}}"
        for number in range(1, 6)
    ]
    text = "segments: [{id: smb, customers: 1}]\nowners: [{id: csm, capacity: 1h}]\n"
    (found,) = findings(f"{text}touchpoints: [{', '.join(listed)}]", "OWN004")
    assert [related.subject.id for related in found.related if related.subject] == ["t5", "t4", "t3"]


@pytest.mark.parametrize(
    "text",
    [
        work("null", "effort: 4h, timing: {every: 3mo}"),
        work("1h", "timing: {every: 3mo}"),
        work("1h", "effort: 4h"),
        work("1h", "effort: 4h, timing: {at: 1d, after: rumour}"),
        work("1h", "effort: 4h, timing: {every: 3mo}", "touch_model: high_touch"),
        work("1h", "effort: 4h, timing: {every: 3mo}, status: paused"),
    ],
)
def test_without_capacity_effort_or_customers_nobody_is_overloaded(text: str) -> None:
    assert applicable(text, "OWN004") == 0
