"""Whether a change makes a plan worse, as CI asks it: against a revision, against a baseline, and by diff."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.running import TODAY, tpaudit
from tests.repositories import Repo, repo

EXAMPLE = Path(__file__).parents[2] / "examples" / "b2b-saas"
DAILY = """
  - id: daily-mail
    name: Daily mail
    type: nudge
    phase: adoption
    owner: lifecycle-marketing
    purpose: Say something every day
    channel: email
    segments: smb
    timing: {every: 1d}
"""
PLAN = """tpaudit: 1
name: Plan
audit: {select: [OWN001, PUR001], fail_on: error}
touchpoints:
  - {id: kickoff, name: Kickoff, purpose: Begin together}
  - {id: tips, name: Tips, owner: csm}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Repo:
    """Return a repository with one small inventory in a folder."""
    made = repo(tmp_path / "work")
    made.put("plan/tpaudit.yaml", PLAN)
    made.commit()
    return made


def test_a_daily_mail_over_a_budget_that_was_exceeded_before_fails_everywhere(tmp_path: Path) -> None:
    made = repo(tmp_path / "work")
    shutil.copytree(EXAMPLE, made.path / "plan")
    assert tpaudit("baseline", "plan", *TODAY, cwd=made.path).code == 0
    made.commit()
    assert tpaudit("check", "plan", *TODAY, cwd=made.path).code == 0
    adoption = made.path / "plan" / "touchpoints" / "2-adoption.yaml"
    adoption.write_text(adoption.read_text("utf-8") + DAILY, "utf-8")
    against_baseline = tpaudit("check", "plan", *TODAY, "--select", "PRS002", cwd=made.path)
    assert against_baseline.code == 1
    assert "(was " in against_baseline.out
    since = tpaudit("check", "plan", *TODAY, "--no-baseline", "--select", "PRS002", "--since", "main", cwd=made.path)
    assert since.code == 1
    assert "Since main (" in since.out
    assert "(was " in since.out
    assert tpaudit("diff", "main", "--fail-on", "worse", *TODAY, cwd=made.path).code == 1
    assert tpaudit("diff", "main", *TODAY, cwd=made.path).code == 0


def test_what_is_not_committed_is_named(plan: Repo) -> None:
    plan.put("plan/tpaudit.yaml", PLAN.replace(", owner: csm", ""))
    run = tpaudit("check", "plan", "--since", "HEAD...", *TODAY, cwd=plan.path)
    assert run.code == 1
    assert "1 file differs from the last commit; what is not committed is included." in run.out
    left_out = tpaudit("diff", "HEAD...", *TODAY, cwd=plan.path)
    assert "No difference" in left_out.out
    assert "1 file differs from the last commit, and that is left out here" in left_out.out


@pytest.mark.parametrize("paths", [(), ("moved",)])
def test_a_renamed_folder_fixes_nothing_and_breaks_nothing(plan: Repo, paths: tuple[str, ...]) -> None:
    plan.git("mv", "plan", "moved")
    run = tpaudit("check", *paths, "--since", "HEAD", *TODAY, cwd=plan.path)
    assert run.code == 0
    assert ": 0 new, 0 worse, 2 unchanged, 0 fixed." in run.out


def test_a_sparse_checkout_fixes_nothing(plan: Repo) -> None:
    plan.put("other/tpaudit.yaml", PLAN.replace("Plan", "Other").replace("kickoff", "start").replace("tips", "more"))
    plan.commit()
    plan.git("sparse-checkout", "set", "--no-cone", "/plan/")
    run = tpaudit("check", "--since", "HEAD", *TODAY, cwd=plan.path)
    assert run.code == 2
    assert "a sparse checkout leaves other/tpaudit.yaml out" in run.err


def test_an_annotation_of_a_branch_stands_at_what_it_touches(plan: Repo) -> None:
    crowded = PLAN.replace("[OWN001, PUR001]", "[PRS002]").replace(
        "touchpoints:", "segments: [{id: smb, contact_budget: {per_week: 1}}]\ntouchpoints:"
    )
    entry = "  - {id: a, name: First, owner: csm, channel: email, type: nudge, timing: {at: 1d}}\n"
    plan.put("plan/tpaudit.yaml", crowded + entry)
    plan.commit()
    plan.put("plan/tpaudit.yaml", crowded + entry + entry.replace("id: a", "id: b").replace("First", "Second"))
    run = tpaudit("check", "plan", "--since", "HEAD", "-f", "github", *TODAY, cwd=plan.path)
    assert "file=plan/tpaudit.yaml,line=9," in run.out
    assert "The change touches what is owned by csm." in run.out
    text = tpaudit("check", "plan", "--since", "HEAD", *TODAY, cwd=plan.path).out
    assert ": Second, First" in text, "what the change touches is named first"


def test_a_path_that_holds_nothing_is_named_beside_others(plan: Repo) -> None:
    (plan.path / "empty").mkdir()
    run = tpaudit("check", "plan", "empty", *TODAY, cwd=plan.path)
    assert run.code == 2
    assert "empty holds no inventory" in run.err
    assert tpaudit("check", "empty", *TODAY, cwd=plan.path).code == 3


def test_an_inventory_without_touchpoints_is_nothing_checked(plan: Repo) -> None:
    plan.put("plan/tpaudit.yaml", "tpaudit: 1\nname: Plan\n")
    assert tpaudit("check", "plan", *TODAY, cwd=plan.path).code == 3


def test_standard_input_may_be_an_included_file(plan: Repo) -> None:
    plan.put("plan/tpaudit.yaml", "tpaudit: 1\nname: Plan\ninclude: [more.yaml]\naudit: {select: [OWN001]}\n")
    plan.put("plan/more.yaml", "touchpoints: [{id: a, name: A, owner: csm}]\n")
    typed = b"touchpoints: [{id: a, name: A}]\n"
    run = tpaudit("check", "-", "--stdin-filename", "plan/more.yaml", "-f", "concise", cwd=plan.path, stdin=typed)
    assert run.code == 1
    assert run.out.startswith("plan/more.yaml:1:16: error OWN001 ")


def test_one_output_goes_to_a_file(plan: Repo) -> None:
    run = tpaudit("check", "plan", "-f", "json", "-o", "a.json", "-o", "markdown=b.md", *TODAY, cwd=plan.path)
    assert (run.code, run.out) == (1, "")
    assert (plan.path / "a.json").read_text().startswith("{")
    assert (plan.path / "b.md").read_text().startswith("## tpaudit")
    assert tpaudit("report", "plan", "-o", "markdown=c.md", *TODAY, cwd=plan.path).code == 0
    assert (plan.path / "c.md").read_text().startswith("# ")
