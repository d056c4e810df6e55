from __future__ import annotations

from fractions import Fraction

import pytest

from tests.catalogue.answers import applicable, said
from tests.catalogue.segments import plan
from tests.inventories import findings


def chance(rate: str, limit: int = 1) -> str:
    """Return an inventory of a tip a week and an event that sets off another contact."""
    return plan(
        f"contact_budget: {{per_week: {limit}}}",
        "timing: {every: 1w, at: 3d}",
        "timing: {at: 1d, after: drop}",
        root=f"events: [{{id: drop, name: Drop, per_quarter: {rate}}}]",
    )


@pytest.mark.parametrize(("rate", "often"), [("0.01", 0), ("2", 1)])
def test_a_third_of_the_customers_over_a_kept_budget_is_often(rate: str, often: int) -> None:
    assert len(said(chance(rate), "PRS012")) == often
    assert said(chance(rate), "PRS002") == []


def test_who_contributes_and_how_many_are_over_it_is_named() -> None:
    (finding,) = findings(chance("2"), "PRS012")
    assert set(finding.culprits) == {"t0", "t1"}
    (share,) = finding.measure
    assert share % 5 == 0
    assert Fraction(90) <= share <= Fraction(100)


def test_what_the_plan_itself_exceeds_is_told_by_the_budget() -> None:
    text = plan(
        "contact_budget: {per_week: 1}",
        *["timing: {at: 3d}"] * 2,
        "timing: {at: 1d, after: drop}",
        root="events: [{id: drop, per_quarter: 2}]",
    )
    assert len(said(text, "PRS002")) == 1
    assert said(text, "PRS012") == []


def test_without_budget_nothing_is_exceeded() -> None:
    assert applicable(plan("", "timing: {at: 3d}"), "PRS012") == 0


def test_the_share_is_an_option() -> None:
    assert said("audit: {options: {PRS012: {max_share: 100%}}}\n" + chance("0.2"), "PRS012") == []
