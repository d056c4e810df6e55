"""What a branch adds, as its author and its reviewer see it on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import TODAY, Run, tpaudit
from tests.repositories import Repo, repo

ROOT = (
    "tpaudit: 1\nname: {name}\ninclude: [touchpoints/*.yaml]\naudit: {{select: [OWN001, PUR001], fail_on: warning}}\n"
)
CONFIGURED = {"GIT_CONFIG_GLOBAL": "/dev/null"}


@pytest.fixture
def branch(tmp_path: Path) -> Repo:
    """Return a repository with two inventories, and a branch on which much is moved and five findings differ."""
    made = repo(tmp_path / "work")
    for name in ("cloud", "shop"):
        made.put(f"{name}/tpaudit.yaml", ROOT.format(name=name.title()))
    made.put(
        "cloud/touchpoints/onboarding.yaml",
        """touchpoints:
  - {id: kickoff, name: Kickoff, type: kickoff, owner: csm}
  - {id: tips, name: Tips, type: nudge, purpose: Show what it can do}
  - {id: training, name: Training, type: training, purpose: Learn it, owner: csm}
""",
    )
    made.put("cloud/touchpoints/service.yaml", "touchpoints:\n  - {id: ticket, name: Ticket, type: ticket_reply}\n")
    made.put(
        "shop/touchpoints/orders.yaml",
        """touchpoints:
  - {id: thanks, name: Thank you, type: order_confirmation, purpose: Say it}
  - {id: parcel, name: Parcel, type: shipping_notice, owner: shop, purpose: Say when}
""",
    )
    made.commit()
    made.git("checkout", "--quiet", "-b", "topic")
    made.git("mv", "cloud/touchpoints/onboarding.yaml", "cloud/touchpoints/first-weeks.yaml")
    made.put(
        "cloud/touchpoints/first-weeks.yaml",
        """# The ticket lies here now, the training elsewhere.
touchpoints:
  - {name: Ticket, id: ticket, type: ticket_reply}
  - {id: tips, name: Tips, type: nudge, purpose: Show what it can do, owner: csm}
  - {id: kickoff, name: Kickoff, type: kickoff, owner: csm, purpose: Begin}
""",
    )
    made.put(
        "cloud/touchpoints/service.yaml",
        "touchpoints:\n  - {id: training, name: Training, type: training, purpose: Learn it}\n",
    )
    made.put(
        "shop/touchpoints/orders.yaml",
        """touchpoints:
  - {id: thanks, name: Thank you, type: order_confirmation, owner: shop}
  - {id: parcel-notice, name: Parcel, type: shipping_notice, owner: shop, purpose: Say when}
""",
    )
    made.commit()
    return made


def run(made: Repo, *arguments: str) -> Run:
    return tpaudit(*arguments, *TODAY, cwd=made.path, environment=CONFIGURED)


def test_exactly_what_the_branch_adds_and_mends(branch: Repo) -> None:
    check = run(branch, "check", "--since", "main", "--format", "json")
    assert check.code == 1
    audits = json.loads(check.out)["inventories"]
    new = [
        (finding["code"], finding["subject"]["id"])
        for inventory in audits
        for finding in inventory["findings"]
        if finding["since"] == "new"
    ]
    assert new == [("OWN001", "training"), ("PUR001", "thanks")]
    fixed = [(finding["code"], finding["subject"]["id"]) for inventory in audits for finding in inventory["fixed"]]
    assert sorted(fixed) == [("OWN001", "thanks"), ("OWN001", "tips"), ("PUR001", "kickoff")]
    for range_ in (("main",), ("main", "topic"), ("main..topic",), ("main...topic",), ("main...",)):
        diff = json.loads(run(branch, "diff", *range_, "--format", "json").out)
        assert [finding["code"] for inventory in diff["inventories"] for finding in inventory["new"]] == [
            "OWN001",
            "PUR001",
        ], range_
        assert sum(len(inventory["fixed"]) for inventory in diff["inventories"]) == 3
        reported = [inventory["touchpoints"] for inventory in diff["inventories"]]
        assert [change["id"] for entries in reported for change in entries["changed"]] == [
            "tips",
            "kickoff",
            "training",
            "thanks",
        ]
        assert [(change["before"], change["after"]) for entries in reported for change in entries["renamed"]] == [
            ("parcel", "parcel-notice")
        ]
        assert not [entry for entries in reported for entry in (*entries["added"], *entries["removed"])]
        assert not [
            finding for inventory in diff["inventories"] for finding in (*inventory["registries"], *inventory["root"])
        ]


def test_the_comment_opens_with_the_verdict_and_shows_the_branch_s_five_findings(branch: Repo) -> None:
    comment = run(branch, "diff", "main", "--format", "markdown").out
    verdict = "Better and worse: 2 new errors, 3 findings fixed, 1 touchpoint renamed, 4 touchpoints changed."
    assert comment.startswith(f"## tpaudit\n\n**{verdict}**\n")
    open_ = comment.split("<details>")[0]
    assert "- error **OWN001** missing-owner `cloud/touchpoints/service.yaml:2`: " in open_
    assert "renamed: parcel → parcel-notice (Parcel)" in comment
    assert comment.count("\n- error **") == 5


def test_a_branch_that_mends_what_nobody_could_read_passes_and_says_what_is_not_known(branch: Repo) -> None:
    branch.put("cloud/touchpoints/service.yaml", "touchpoints:\n  - {id: [\n")
    broken = branch.commit()
    branch.git("checkout", "--quiet", "HEAD~1", "--", "cloud/touchpoints/service.yaml")
    for form in ("text", "json", "sarif", "github"):
        check = run(branch, "check", "--since", broken, "--format", form)
        assert check.code == 0, check.out
        assert "At the revision named, faults in the files hid whether 1 finding was there: it does not fail" in (
            check.out + check.err
        ).replace("\n", " ")
    (cloud, _) = json.loads(run(branch, "diff", broken, "--format", "json").out)["inventories"]
    assert (cloud["new"], cloud["unjudged"], [finding["code"] for finding in cloud["fixed"]]) == ([], 1, ["INV002"])


def test_a_branch_that_breaks_a_file_fails_for_that_alone(branch: Repo) -> None:
    branch.put("cloud/touchpoints/service.yaml", "touchpoints:\n  - {id: [\n")
    check = run(branch, "check", "--since", "HEAD", "--format", "json")
    assert check.code == 1
    assert json.loads(check.out)["summary"]["since"] == {
        "new": 1,
        "worse": 0,
        "unchanged": 3,
        "unjudged": 0,
        "fixed": 0,
    }


def test_where_there_is_no_inventory_nothing_was_compared(tmp_path: Path) -> None:
    made = repo(tmp_path / "work")
    made.commit()
    for arguments in (("diff", "HEAD"), ("diff", "HEAD", "HEAD"), ("check", "--since", "HEAD")):
        found = run(made, *arguments)
        assert found.code == 3
        assert f"there is no inventory in {tmp_path}" in found.err
