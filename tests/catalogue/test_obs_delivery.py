"""Where the rules about what really happens begin to fire."""

from __future__ import annotations

import pytest

from tests.inventories import findings
from tpaudit.messages import render

MAIL = """
touchpoints:
  - {id: mail, name: Mail, channel: email, timing: {at: 3d}, tracked_as: [sent]REST}
# tpaudit.observed.json:
#   touchpoints: {mail: {SEEN}}
"""


def fired(code: str, seen: str, rest: str = "") -> list[str]:
    return [finding.code for finding in findings(MAIL.replace("SEEN", seen).replace("REST", rest), code)]


@pytest.mark.parametrize(
    ("seen", "rest", "fires"),
    [
        ("due: 100, reached: 4", "", True),
        ("due: 100, reached: 5", "", False),
        ("due: 30, reached: 0", "", True),
        ("due: 29, reached: 0", "", False),
        ("due: 1000, reached: 9", ", reach: 0.2", True),
        ("due: 1000, reached: 10", ", reach: 0.2", False),
        ("due: 100, reached: 0", ", audience: quiet ones", False),
        ("due: 100, reached: 0", ", status: upcoming", False),
    ],
)
def test_never_happens(seen: str, rest: str, *, fires: bool) -> None:
    assert fired("OBS001", seen, rest) == ["OBS001"] * fires


@pytest.mark.parametrize(
    ("median", "within", "fires"),
    [(7, "", False), (8, "", True), (8, ", within: 8d", False), (3, ", within: 2d", True)],
)
def test_really_late(median: int, within: str, *, fires: bool) -> None:
    text = MAIL.replace("{at: 3d}", f"{{at: 3d{within}}}").replace("REST", "")
    text = text.replace("SEEN", f"due: 100, drift: {{count: 100, median: {median}}}")
    assert [finding.code for finding in findings(text, "OBS004")] == ["OBS004"] * fires


@pytest.mark.parametrize(("reached", "fires"), [(69, True), (70, False)])
def test_low_coverage(reached: int, *, fires: bool) -> None:
    assert fired("OBS005", f"due: 100, reached: {reached}") == ["OBS005"] * fires


def test_what_never_happens_is_not_told_twice() -> None:
    text = MAIL.replace("SEEN", "due: 100, reached: 0").replace("REST", "")
    assert [finding.code for finding in findings(text, "OBS001", "OBS005")] == ["OBS001"]


@pytest.mark.parametrize(("doubled", "fires"), [(2, False), (3, True)])
def test_doubled(doubled: int, *, fires: bool) -> None:
    assert fired("OBS009", f"customers: 100, doubled: {doubled}") == ["OBS009"] * fires


@pytest.mark.parametrize(("over", "fires"), [(10, False), (11, True)])
def test_really_over_budget(over: int, *, fires: bool) -> None:
    text = f"""
contact_budget: {{per_week: 2}}
# tpaudit.observed.json:
#   budgets: [{{period: per_week, customers: 100, over: {over}}}, {{period: per_day, customers: 100, over: 100}}]
"""
    found = findings(text, "OBS003")
    assert [finding.code for finding in found] == ["OBS003"] * fires
    assert all(
        render(finding.message).startswith("Over 2 contacts in 7 days: 11% of the customers") for finding in found
    )


@pytest.mark.parametrize(("limit", "over", "fires"), [("60d", 10, False), ("60d", 11, True), ("61d", 11, False)])
def test_real_silence(limit: str, over: int, *, fires: bool) -> None:
    text = f"""
segments:
  - {{id: all, max_silence: {limit}}}
# tpaudit.observed.json:
#   silence: {{longer_than: 60, customers: 100, over: {over}, spread: {{count: 100}}}}
"""
    assert [finding.code for finding in findings(text, "OBS006")] == ["OBS006"] * fires


@pytest.mark.parametrize(
    ("stated", "times", "fires"),
    [("0.6", 90, True), ("0.6", 80, False), ("0.6", 40, False), ("0.6", 39, True), ("null", 60, True)],
)
def test_wrong_rate(stated: str, times: int, *, fires: bool) -> None:
    text = f"""
events:
  - {{id: ticket, per_quarter: {stated}, tracked_as: [ticket_created]}}
# tpaudit.observed.json:
#   events: {{ticket: {{occurrences: {times}, customers: 50, customer_days: 9100, per_quarter: 1}}}}
"""
    assert [finding.code for finding in findings(text, "OBS007")] == ["OBS007"] * fires


@pytest.mark.parametrize(("share", "ignore", "fires"), [(0.05, "", True), (0.049, "", False), (0.5, "flash*", False)])
def test_undocumented(share: float, ignore: str, *, fires: bool) -> None:
    text = f"""
observe: {{ignore: ["{ignore or "nothing"}"]}}
# tpaudit.observed.json:
#   unplanned: [{{event: flash sale, occurrences: 70, customers: 20, share: {share}, days: {{count: 70}}}}]
"""
    assert [finding.code for finding in findings(text, "OBS002")] == ["OBS002"] * fires
