"""Each number of the rendered report is one that `tpaudit check` and `tpaudit schedule` give to programs."""

from __future__ import annotations

import json
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.cli.running import TODAY, tpaudit
from tests.report.test_html import XHTML, parsed, words
from tpaudit import messages
from tpaudit.messages import number, rounded
from tpaudit.report.words import role

Row = list[str]


@pytest.fixture(scope="module")
def page() -> Element:
    """The report as the command writes it."""
    return parsed(tpaudit("report", "examples/b2b-saas", "--full", *TODAY).out)


@pytest.fixture(scope="module")
def checked() -> Any:
    """What check says to programs."""
    return json.loads(tpaudit("check", "examples/b2b-saas", *TODAY, "--format", "json").out)


@pytest.fixture(scope="module")
def scheduled() -> Any:
    """What schedule says to programs."""
    return json.loads(tpaudit("schedule", "examples/b2b-saas", "--format", "json").out)


def between(figures: Any) -> str:
    """Return what every customer gets, up to what some get."""
    if figures is None:
        return "0"
    sure, most = number(figures["sure"]), number(figures["most"])
    return sure if sure == most else f"{sure}–{most}"


def within(page: Element, id_: str) -> Element:
    """Return the element with this id."""
    return next(element for element in page.iter() if element.get("id") == id_)


def rows(element: Element, kind: str = "") -> list[Row]:
    """Return the cells of the first table of a kind, without its head."""
    table = next(table for table in element.iter(f"{XHTML}table") if kind in (table.get("class") or ""))
    return [[words(cell) for cell in row] for body in table.iter(f"{XHTML}tbody") for row in body]


def test_contacts_week_and_silence_of_each_segment(page: Element, checked: Any, scheduled: Any) -> None:
    shown = rows(within(page, "pressure"), "plain")
    segments = checked["inventories"][0]["segments"]
    assert len(shown) == len(segments) == len(scheduled["segments"]) == 3
    for row, segment, plan in zip(shown, segments, scheduled["segments"], strict=True):
        week, silence = segment["worst_week"], segment["longest_silence"]
        assert row[0].startswith(segment["name"])
        assert segment["contacts_per_quarter"] == plan["contacts_per_quarter"]
        sure, most = (rounded(plan["contacts_per_quarter"][end], 0) for end in ("sure", "most"))
        assert f"{sure}–{most}" in row[1]
        assert row[2].split(" over") == [f"{between(week)} / {week['limit']}", *[""] * week["exceeded"]]
        assert row[5].split(" over") == [f"{silence['days']} / {silence['limit']}", *[""] * silence["exceeded"]]


def test_quarters_week_and_silence_of_each_person(page: Element, scheduled: Any) -> None:
    for plan in scheduled["segments"]:
        article = within(page, f"s-{plan['id']}")
        (*_, persons) = [table for table in article.iter(f"{XHTML}table") if "compact" in (table.get("class") or "")]
        shown = [[words(cell) for cell in row] for body in persons.iter(f"{XHTML}tbody") for row in body]
        for row, person in zip(shown, plan["stakeholders"], strict=True):
            if person["same_as"] is not None:
                continue
            assert row[0].startswith(messages.shown(role(person["id"])))
            assert row[1:-2] == [between(quarter) for quarter in person["quarters"]]
            assert row[-2] == between(person["worst"]["per_week"])
            silence = person["longest_silence"]
            assert row[-1] == (f"{silence['days']} days" if silence else "–")


def test_highest_bar_is_the_worst_week_of_the_schedule(page: Element, scheduled: Any) -> None:
    for plan in scheduled["segments"]:
        person = next(
            stakeholder for stakeholder in plan["stakeholders"] if stakeholder["id"] == plan["simulated"]["person"]
        )
        worst = person["worst"]["per_week"]
        bars = rows(within(page, f"s-{plan['id']}"), "numbers")
        highest = max(bars, key=lambda row: float(row[2].split("–")[0]))
        assert int(highest[2].split("–")[0]) == worst["sure"]


def test_bursts(page: Element, scheduled: Any) -> None:
    for plan in scheduled["segments"]:
        heaviest: dict[str, float] = {}
        for person in plan["stakeholders"]:
            for burst in person["bursts"]:
                load = burst["worst"]["per_week"]
                heaviest[burst["event"]] = max(load, heaviest.get(burst["event"], 0))
        article = within(page, f"s-{plan['id']}")
        shown = [words(span) for span in article.iter(f"{XHTML}span") if "in 7 days" in words(span)]
        assert shown == [f"{number(load)} in 7 days" for load in heaviest.values()]


def test_findings_by_severity_and_rule(page: Element, checked: Any) -> None:
    summary, section = checked["summary"], within(page, "findings")
    counts = f"{summary['errors']} errors, {summary['warnings']} warnings, {summary['infos']} infos."
    assert counts in words(section)
    by_rule = {rule["code"]: rule["findings"] for rule in checked["rules"] if rule["findings"]}
    shown = {
        (part.get("id") or "").removeprefix("r-"): len(rows(part))
        for part in section.iter(f"{XHTML}details")
        if part.get("class") == "rule"
    }
    assert shown == by_rule
    assert sum(shown.values()) == summary["errors"] + summary["warnings"] + summary["infos"]
    waived = next(e for e in section.iter(f"{XHTML}div") if e.get("aria-label") == "Waived")
    assert len(rows(waived)) == summary["waived"]


def test_findings_of_each_owner(page: Element, checked: Any) -> None:
    for owner in checked["summary"]["owners"]:
        shown = words(within(page, f"o-{owner['owner'] or '-none'}"))
        errors, warnings, infos = (owner[severity] for severity in ("errors", "warnings", "infos"))
        assert f"{errors} error{'s' * (errors != 1)}, {warnings} warning{'s' * (warnings != 1)}, {infos} info" in shown


def test_maturity(page: Element, checked: Any) -> None:
    section = within(page, "maturity")
    shares = [words(share) for share in section.iter(f"{XHTML}p") if share.get("class") == "share"]
    assert shares == [f"{step['passed'] * 100 // step['applicable']}%" for step in checked["steps"]]
    passed: dict[str, list[int]] = {}
    for row in rows(section, "families"):
        # The step stands beside its first family only.
        name, done, applicable = row[-5:-2]
        sums = passed.setdefault(name.split()[-1], [0, 0])
        sums[0] += int(done)
        sums[1] += int(applicable)
    assert passed == {
        family["family"]: [family["passed"], family["applicable"]]
        for family in checked["families"]
        if family["family"] in passed
    }
    assert len(passed) == len(checked["families"])


def test_what_is_said_first(page: Element, checked: Any) -> None:
    figures = [
        [words(part) for part in figure]
        for block in page.iter(f"{XHTML}dl")
        if block.get("class") == "figures"
        for figure in block
    ]
    said = {label: value for label, value, _ in figures}
    segments = checked["inventories"][0]["segments"]
    assert said["contacts per customer and quarter, at least"] == between(
        max((s["contacts_per_quarter"] for s in segments), key=lambda figures: figures["mean"])
    )
    over = max(segments, key=lambda s: s["worst_week"]["sure"] - s["worst_week"]["limit"])
    assert said["contacts in the worst week"] == between(over["worst_week"])
    quiet = max(segments, key=lambda s: s["longest_silence"]["days"] - s["longest_silence"]["limit"])
    assert said["longest silence"] == f"{quiet['longest_silence']['days']} days"
    applicable = sum(step["applicable"] for step in checked["steps"])
    passed = sum(step["passed"] for step in checked["steps"])
    assert said["checks passed"] == f"{passed * 100 // applicable}%"
    overdue = [finding for finding in checked["inventories"][0]["findings"] if finding["code"] == "GOV005"]
    assert said["decisions overdue"] == str(len(overdue))


def test_touchpoints(page: Element, checked: Any) -> None:
    summary = checked["summary"]
    subtitle = next(words(e) for e in page.iter(f"{XHTML}p") if e.get("class") == "subtitle")
    assert subtitle.startswith(f"{summary['touchpoints']} touchpoints in ")
    assert len(rows(within(page, "findings"), "inventory")) == summary["all_touchpoints"]
