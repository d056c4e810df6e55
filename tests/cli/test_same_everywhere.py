"""Options that mean the same in every command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import TODAY, tpaudit
from tests.repositories import Repo, repo

PLAN = """tpaudit: 1
name: Plan
audit:
  require:
    - {name: has-tags, fields: [tags], reason: We sort by them}
    - {name: has-source, fields: [source], reason: We look it up}
touchpoints:
  - {id: kickoff, name: Kickoff, owner: csm, purpose: Agree on goals, phase: onboarding, channel: sms, timing: {at: 1d}}
"""
MORE = """  - {id: tips, name: Tips, owner: marketing, phase: onboarding, channel: email, type: nudge, timing: {at: 2d}}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Repo:
    made = repo(tmp_path / "work")
    made.put("tpaudit.yaml", PLAN)
    made.commit()
    return made


@pytest.mark.parametrize(
    "command",
    [
        ("rules",), ("explain", "PRS002"), ("explain", "channel"), ("list", *TODAY), ("schedule",),
        ("diff", "HEAD", *TODAY),
    ],
    ids=" ".join,
)  # fmt: skip
def test_output_is_a_file_with_or_without_its_format(plan: Repo, command: tuple[str, ...]) -> None:
    run = tpaudit(*command, "-o", "json=a.json", cwd=plan.path)
    assert (run.code, run.out) == (0, "")
    assert json.loads((plan.path / "a.json").read_text("utf-8"))
    assert tpaudit(*command, "--output", "b.txt", cwd=plan.path).out == ""
    assert (plan.path / "b.txt").read_text("utf-8").strip()


def test_a_requirement_of_the_team_s_own_can_be_selected_and_ignored(plan: Repo) -> None:
    def told(*options: str) -> str:
        return tpaudit("check", *options, "-f", "concise", *TODAY, cwd=plan.path).out

    assert "has-tags" in told("--select", "has-tags")
    assert "has-source" not in told("--select", "has-tags")
    assert "has-tags" not in told("--select", "REQ001", "--ignore", "has-tags")
    assert "has-source" in told("--ignore", "has-tags")
    run = tpaudit("check", "--select", "has-tag", *TODAY, cwd=plan.path)
    assert run.code == 2
    assert "there is no rule has-tag" in run.err


def test_a_comparison_shows_what_concerns_an_owner(plan: Repo) -> None:
    plan.put("tpaudit.yaml", PLAN.replace(", purpose: Agree on goals", "") + MORE)
    whole = tpaudit("diff", "HEAD", *TODAY, cwd=plan.path).out
    assert "Kickoff" in whole
    assert "Tips" in whole
    mine = tpaudit("diff", "HEAD", "--owner", "csm", "--fail-on", "new", *TODAY, cwd=plan.path)
    assert mine.code == 1
    assert "Kickoff" in mine.out
    assert "Tips" not in mine.out
    assert tpaudit("diff", "HEAD", "--owner", "nobody", *TODAY, cwd=plan.path).code == 2


def test_a_comparison_links_its_places(plan: Repo) -> None:
    plan.put("tpaudit.yaml", PLAN + MORE)
    template = "https://git.example/{commit}/{path}#L{line}"
    run = tpaudit("diff", "HEAD", "-f", "markdown", "--links", template, *TODAY, cwd=plan.path)
    assert "[`tpaudit.yaml:9`](<https://git.example/" in run.out
    plan.put("tpaudit.yaml", PLAN.replace("audit:\n", f'audit:\n  links: "{template}"\n') + MORE)
    assert "](<https://git.example/" in tpaudit("diff", "HEAD", "-f", "markdown", *TODAY, cwd=plan.path).out


def test_the_root_file_may_say_how_findings_are_shown(plan: Repo) -> None:
    run = tpaudit("check", *TODAY, cwd=plan.path)
    assert "INV012  suspiciously" not in run.out
    plan.put("tpaudit.yaml", PLAN.replace("audit:\n", "audit:\n  expand: true\n  statistics: true\n  show: info\n"))
    run = tpaudit("check", *TODAY, cwd=plan.path)
    assert "suspiciously-small-inventory" in run.out
    assert "By step" in run.out or "Design" in run.out
