"""Both sides of a change in real repositories, up to what reviewers see."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.inventories import TODAY
from tests.repositories import Repo, repo
from tpaudit.audit import Request
from tpaudit.diff import sides
from tpaudit.diff.comparison import Comparison, compare
from tpaudit.diff.sides import audited
from tpaudit.findings.filter import Filter
from tpaudit.findings.measures import Accepted
from tpaudit.findings.result import InventoryAudit
from tpaudit.findings.since import marked
from tpaudit.loading.discovery import Root, find_roots
from tpaudit.loading.usage import UsageError

REQUEST = Request(TODAY)


@pytest.fixture(autouse=True)
def _own_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)


@pytest.fixture
def made(tmp_path: Path) -> Repo:
    return repo(tmp_path / "repo")


def shown(request: Request, after: object) -> Filter:
    """Return the filter of one root: with the files that the command line named."""
    return request.shown._replace(files=after.only) if isinstance(after, Root) else request.shown


def since(made: Repo, name: str, *paths: str, cwd: str = "") -> tuple[InventoryAudit, ...]:
    """Return what `check --since` reports."""
    here = made.path / cwd
    pairs = sides.since(name, sides.todays(paths, here, lambda there: find_roots(there, cwd=here)), paths, here)
    results = []
    for pair in pairs:
        both = audited(pair, REQUEST, here)
        assert not both.crashed
        results.append(marked(both.before, both.after, shown(REQUEST, pair.after).shows))
    return tuple(results)


def diff(made: Repo, before: str, after: str | None = None, *paths: str, cwd: str = "") -> Comparison:
    here = made.path / cwd
    both = [audited(pair, REQUEST, here) for pair in sides.between(before, after, paths, here)]
    return Comparison(
        before, after, TODAY, tuple(compare(audited_pair.before, audited_pair.after) for audited_pair in both)
    )


def found(audits: tuple[InventoryAudit, ...]) -> tuple[list[tuple[str, str, str]], list[tuple[str, str, str]]]:
    new = [
        (inventory_audit.folder, finding.code, finding.subject.id)
        for inventory_audit in audits
        for finding in inventory_audit.new
    ]
    fixed = [
        (inventory_audit.folder, finding.code, finding.subject.id)
        for inventory_audit in audits
        for finding in inventory_audit.fixed or ()
    ]
    return new, fixed


CLOUD = """
tpaudit: 1
name: Cloud
include: [touchpoints/*.yaml]
audit: {select: [OWN001, PUR001]}
"""
SHOP = """
tpaudit: 1
name: Shop
include: [touchpoints.yaml]
audit: {select: [OWN001, PUR001]}
"""
ONBOARDING = """
touchpoints:
  - {id: kickoff, name: Kickoff, type: kickoff, owner: csm}
  - {id: tips, name: Tips, type: nudge, purpose: Show what it can do}
  - {id: training, name: Training, type: training, purpose: Learn it, owner: csm}
"""
SERVICE = """
touchpoints:
  - {id: ticket, name: Ticket, type: ticket_reply}
"""
ORDERS = """
touchpoints:
  - {id: thanks, name: Thank you, type: order_confirmation, purpose: Say it}
  - {id: parcel, name: Parcel, type: shipping_notice, owner: shop}
"""


@pytest.fixture
def two(made: Repo) -> Repo:
    """A repository with two inventories and seven findings in them."""
    made.put("cloud/tpaudit.yaml", CLOUD)
    made.put("cloud/touchpoints/onboarding.yaml", ONBOARDING)
    made.put("cloud/touchpoints/service.yaml", SERVICE)
    made.put("shop/tpaudit.yaml", SHOP)
    made.put("shop/touchpoints.yaml", ORDERS)
    made.commit()
    return made


def branch(two: Repo) -> None:
    """Fix three findings, add two, rename a file, and move touchpoints between files."""
    two.git("checkout", "--quiet", "-b", "branch")
    two.git("mv", "cloud/touchpoints/onboarding.yaml", "cloud/touchpoints/first-weeks.yaml")
    two.put(
        "cloud/touchpoints/first-weeks.yaml",
        """
# Ticket lies here now, training elsewhere.
touchpoints:
  - {name: Ticket, id: ticket, type: ticket_reply}
  - {id: tips, name: Tips, type: nudge, purpose: Show what it can do, owner: csm}
  - {id: kickoff, name: Kickoff, type: kickoff, owner: csm, purpose: Begin}
""",
    )
    two.put(
        "cloud/touchpoints/service.yaml",
        """
touchpoints:
  - {id: training, name: Training, type: training, purpose: Learn it}
""",
    )
    two.put("shop/touchpoints.yaml", ORDERS.replace("purpose: Say it", "owner: shop"))


def test_the_branch_gives_exactly_its_five_findings(two: Repo) -> None:
    branch(two)
    new, fixed = found(since(two, "main"))
    assert new == [("cloud", "OWN001", "training"), ("shop", "PUR001", "thanks")]
    assert fixed == [("cloud", "PUR001", "kickoff"), ("cloud", "OWN001", "tips"), ("shop", "OWN001", "thanks")]
    unchanged = [
        finding.fingerprint
        for audit in since(two, "main")
        for finding in audit.findings
        if finding.since == "unchanged"
    ]
    assert len(unchanged) == 3


def test_the_branch_s_diff_says_exactly_that(two: Repo) -> None:
    branch(two)
    head = two.commit()
    for comparison in (diff(two, "main"), diff(two, "main", head), diff(two, "main", "branch", "cloud", "shop")):
        cloud, shop = comparison.inventories
        assert [(finding.code, finding.subject.id) for finding in (*cloud.new, *shop.new)] == [
            ("OWN001", "training"),
            ("PUR001", "thanks"),
        ]
        assert len(cloud.fixed) + len(shop.fixed) == 3
        changed = [(changed.id, change.path) for changed in cloud.touchpoints.changed for change in changed.changes]
        assert changed == [("tips", ("owner",)), ("kickoff", ("purpose",)), ("training", ("owner",))]
        assert not (cloud.touchpoints.added or cloud.touchpoints.removed or cloud.touchpoints.renamed)  # noqa: PT018
        assert not (cloud.root or cloud.registries or cloud.changed_segments)  # noqa: PT018
    assert not diff(two, "branch")
    assert not diff(two, "main", "main")


def test_moving_reordering_reformatting_and_comments_are_no_difference(two: Repo) -> None:
    two.git("mv", "cloud/touchpoints/onboarding.yaml", "cloud/touchpoints/z.yaml")
    lines = ONBOARDING.splitlines()
    two.put("cloud/touchpoints/z.yaml", "\n".join([*lines[:2], lines[3]]) + "\n")
    two.put("cloud/touchpoints/service.yaml", f"# More\n{SERVICE}{lines[4]}\n{lines[2].replace('{', '{  ')}\n")
    assert found(since(two, "HEAD")) == ([], [])
    assert not diff(two, "HEAD")


def test_a_touchpoint_with_another_id_is_renamed_and_its_findings_are_new_and_mended(two: Repo) -> None:
    two.put("shop/touchpoints.yaml", ORDERS.replace("id: thanks", "id: thank-you"))
    (shop,) = diff(two, "HEAD", None, "shop").inventories
    assert [(renamed.before, renamed.after) for renamed in shop.touchpoints.renamed] == [("thanks", "thank-you")]
    assert found(since(two, "HEAD", "shop")) == (
        [("shop", "OWN001", "thank-you")],
        [("shop", "OWN001", "thanks")],
    )


def test_roots_on_one_side_only(two: Repo) -> None:
    two.git("rm", "-r", "--quiet", "shop")
    aside = "".join(f"# Line {number} of what another file says.\n" for number in range(20))
    two.put("new/tpaudit.yaml", aside + SHOP.replace("include: [touchpoints.yaml]\n", "") + ORDERS)
    new, fixed = found(since(two, "HEAD"))
    assert new == [("new", "OWN001", "thanks"), ("new", "PUR001", "parcel")]
    assert fixed == [("shop", "OWN001", "thanks"), ("shop", "PUR001", "parcel")]
    comparison = diff(two, "HEAD")
    assert {inventory.folder: inventory.side for inventory in comparison.inventories} == {
        "cloud": "both",
        "new": "after",
        "shop": "before",
    }
    head = two.commit()
    assert [inventory.side for inventory in diff(two, head, "HEAD~1", "shop").inventories] == ["after"]
    assert [inventory.side for inventory in diff(two, "HEAD~1", None, "shop").inventories] == ["before"]
    assert found(since(two, "HEAD~1", "cloud")) == ([], [])
    with pytest.raises(UsageError, match="nowhere holds no root file on either side"):
        diff(two, "HEAD", "HEAD~1", "nowhere")
    with pytest.raises(UsageError, match="nowhere holds no root file on either side"):
        diff(two, "HEAD", None, "nowhere")


def test_paths_that_no_system_knows_hold_nothing(two: Repo) -> None:
    (two.path / "loop").symlink_to("loop")
    for path in ("x" * 300, "loop/x", "x/" * 3000):
        with pytest.raises(UsageError, match="holds no root file on either side"):
            diff(two, "HEAD", None, path)
        with pytest.raises(UsageError):
            since(two, "HEAD", path)


def test_paths_that_were_may_be_named(two: Repo) -> None:
    two.git("rm", "-r", "--quiet", "shop")
    gone = [("shop", "OWN001", "thanks"), ("shop", "PUR001", "parcel")]
    for path in ("shop", "shop/tpaudit.yaml", str(two.path / "shop")):
        assert found(since(two, "HEAD", path)) == ([], gone), path
        assert [inventory.side for inventory in diff(two, "HEAD", None, path).inventories] == ["before"], path
    assert found(since(two, "HEAD", "cloud", "shop")) == ([], gone)
    assert found(since(two, "HEAD", "../shop", cwd="cloud"))[1] == [("../shop", *finding[1:]) for finding in gone]
    with pytest.raises(UsageError, match="nowhere holds no root file on either side"):
        since(two, "HEAD", "nowhere")


def test_ranges_mean_what_they_mean_to_git(two: Repo) -> None:
    branch(two)
    two.commit()
    two.git("checkout", "--quiet", "main")
    two.put("shop/touchpoints.yaml", ORDERS.replace("owner: shop", "owner: csm"))
    two.commit()
    assert sides.ends("main", None) == ("main", None)
    assert sides.ends("main", "branch") == ("main", "branch")
    assert sides.ends("main..branch", None) == ("main", "branch")
    assert sides.ends("main..", None) == ("main", "HEAD")
    assert sides.ends("..branch", None) == ("HEAD", "branch")
    assert sides.ends("main...branch", None) == ("main...branch", "branch")
    assert sides.ends("main...", None) == ("main...", "HEAD")
    for nothing in ("..", "..."):
        with pytest.raises(UsageError, match=r"\.\. names no revision"):
            sides.ends(nothing, None)
    parted = diff(two, *sides.ends("main...branch", None))
    tips = diff(two, *sides.ends("main..branch", None))
    assert [touchpoint.id for touchpoint in parted.inventories[1].touchpoints.changed] == ["thanks"]
    assert [touchpoint.id for touchpoint in tips.inventories[1].touchpoints.changed] == ["thanks", "parcel"]
    with pytest.raises(UsageError, match=r"main\.\.branch names two revisions, and HEAD is one more"):
        sides.ends("main..branch", "HEAD")


def test_since_takes_the_place_where_both_parted_from_head_only(two: Repo) -> None:
    branch(two)
    two.commit()
    both = found(since(two, "main"))
    assert found(since(two, "main...")) == found(since(two, "...main")) == found(since(two, "main...HEAD")) == both
    for name in ("main..", "main..HEAD", "main...branch", "..", "..."):
        with pytest.raises(UsageError, match="names two revisions, and --since compares one with the work tree"):
            since(two, name)


def test_the_last_inventory_may_go(made: Repo) -> None:
    made.put("tpaudit.yaml", SHOP.replace("include: [touchpoints.yaml]\n", "") + ORDERS)
    made.commit()
    (made.path / "tpaudit.yaml").unlink()
    assert found(since(made, "HEAD")) == ([], [("", "OWN001", "thanks"), ("", "PUR001", "parcel")])


def test_the_root_may_take_the_other_usual_name(two: Repo) -> None:
    two.git("mv", "shop/tpaudit.yaml", "shop/tpaudit.yml")
    assert found(since(two, "HEAD")) == ([], [])
    assert [inventory.side for inventory in diff(two, "HEAD").inventories] == ["both", "both"]
    two.commit()
    assert not diff(two, "HEAD~1", "HEAD")
    assert [inventory.side for inventory in diff(two, "HEAD~1", "HEAD").inventories] == ["both", "both"]


def test_from_a_folder_below(two: Repo) -> None:
    branch(two)
    (cloud,) = since(two, "main", cwd="cloud/touchpoints")
    assert (cloud.folder, cloud.repository_folder) == ("..", "cloud")
    assert [finding.code for finding in cloud.new] == ["OWN001"]
    assert cloud.path(cloud.new[0].location.file) == "../touchpoints/service.yaml"
    (change,) = diff(two, "main", "HEAD", cwd="cloud/touchpoints").inventories
    assert change.folder == ".."


def test_an_included_file_alone(two: Repo) -> None:
    branch(two)
    (cloud,) = since(two, "main", "cloud/touchpoints/service.yaml")
    assert [(finding.code, finding.subject.id) for finding in cloud.findings] == [("OWN001", "training")]
    assert cloud.hidden == 2
    assert cloud.fixed == ()


def test_a_root_from_standard_input(two: Repo) -> None:
    text = (SHOP.replace("include: [touchpoints.yaml]\n", "") + ORDERS).encode()
    root = Root((two.path / "shop/tpaudit.yaml").resolve(), text=text)
    (pair,) = sides.since("HEAD", [root], ["-"], two.path)
    both = audited(pair, REQUEST, two.path)
    assert found((marked(both.before, both.after),)) == ([], [])


def test_filters_apply_to_the_outcome_and_not_to_the_sides(two: Repo) -> None:
    two.put("shop/touchpoints.yaml", ORDERS.replace("owner: shop", "owner: csm"))
    request = Request(TODAY, shown=Filter(owners=("csm",)))
    (pair,) = sides.since("HEAD", find_roots(["shop"], cwd=two.path), ["shop"], two.path)
    both = audited(pair, request, two.path)
    result = marked(both.before, both.after, shown(request, pair.after).shows)
    assert [(finding.code, finding.since) for finding in result.findings] == [("PUR001", "unchanged")]
    assert result.fixed == ()


def test_each_side_has_its_own_settings_and_the_baseline_is_about_today(two: Repo) -> None:
    two.put("shop/tpaudit.yaml", SHOP.replace("[OWN001, PUR001]", "[OWN001]"))
    assert found(since(two, "HEAD", "shop")) == ([], [("shop", "PUR001", "parcel")])
    (shop,) = diff(two, "HEAD", None, "shop").inventories
    assert [change.path for change in shop.root] == [("audit", "select")]
    known = {finding.fingerprint: Accepted(1) for finding in since(two, "HEAD", "shop")[0].findings}
    (pair,) = sides.since("HEAD", find_roots(["shop"], cwd=two.path), ["shop"], two.path)
    both = audited(pair, Request(TODAY, known=known), two.path)
    assert both.before is not None
    assert not any(finding.known for finding in both.before.findings)
    assert both.after is not None
    assert all(finding.known for finding in both.after.findings)


def test_each_root_is_compared_in_its_own_repository(two: Repo, tmp_path: Path) -> None:
    other = repo(tmp_path / "other")
    other.put("tpaudit.yaml", SHOP.replace("include: [touchpoints.yaml]\n", "") + ORDERS)
    other.commit()
    paths = (str(other.path), str(two.path / "shop"))
    pairs = sides.since("HEAD", find_roots(paths, cwd=tmp_path), paths, tmp_path)
    assert [pair.repository.top for pair in pairs] == [other.path.resolve(), two.path.resolve()]
    assert all(pair.before is not None for pair in pairs)


def test_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_text("tpaudit: 1\n")
    with pytest.raises(UsageError, match="is not in a git repository"):
        sides.since("HEAD", find_roots((), cwd=tmp_path), (), tmp_path)
    with pytest.raises(UsageError, match="is not in a git repository"):
        sides.between("HEAD", "main", (), tmp_path)


def test_files_that_a_sparse_checkout_leaves_out_do_not_seem_removed(two: Repo) -> None:
    head = two.commit()
    two.git("sparse-checkout", "set", "--no-cone", "/cloud/tpaudit.yaml", "/cloud/touchpoints/onboarding.yaml", "/shop")
    for audits in (since, diff):
        with pytest.raises(UsageError, match=r"a sparse checkout leaves cloud/touchpoints/service\.yaml out"):
            audits(two, "HEAD")
    assert not diff(two, "HEAD", head)
    assert not diff(two, "HEAD", None, "shop")
