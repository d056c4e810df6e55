"""The recipes work when they are pasted."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.cli.recipes import COMMENT, GITLAB, PRE_COMMIT, PROJECT, WORKFLOW, Runner, files, read, steps
from tests.outputs.judges import actionlint
from tests.repositories import Repo, repo
from tpaudit.loading.usage import UsageError
from tpaudit.starter.starting import RECIPES, UNKNOWN, origin, recipe

pytestmark = pytest.mark.once

CONFIGURATION = """
repos:
  - repo: {project}
    rev: {revision}
    hooks:
      - id: tpaudit
        args: [--select, OWN001, --format, concise]
"""


def git(*arguments: str, cwd: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    identity = {f"GIT_{who}_{what}": "t@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {**kept, **identity, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.skipif(not (PROJECT / ".git").exists(), reason="needs tpaudit's own git repository")
def test_the_pre_commit_hook_audits_what_is_committed(tmp_path: Path) -> None:
    git("init", "-q", cwd=tmp_path)
    revision = git("rev-parse", "HEAD", cwd=PROJECT)
    (tmp_path / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(project=PROJECT, revision=revision))
    inventory = tmp_path / "tpaudit.yaml"
    inventory.write_text("tpaudit: 1\ntouchpoints:\n  - id: a\n    name: A\n")
    git("add", ".", cwd=tmp_path)

    def hook() -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "home"), "GIT_CONFIG_GLOBAL": os.devnull}
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files"],
            cwd=tmp_path, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    failed = hook()
    assert failed.returncode == 1
    assert "tpaudit.yaml:3:5: error OWN001" in failed.stdout
    inventory.write_text(inventory.read_text() + "    owner: csm\n")
    assert hook().returncode == 0


def test_the_hook_hands_over_no_file_names() -> None:
    (hook,) = YAML(typ="safe").load((PROJECT / ".pre-commit-hooks.yaml").read_text())
    assert hook["pass_filenames"] is False
    assert hook["entry"] == "tpaudit check"


def test_actions_are_pinned_by_commit_with_their_version() -> None:
    uses = re.findall(r"uses: (.*)", files()[WORKFLOW] + files()[COMMENT])
    assert len(uses) == 6
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[0-9.]+", used) for used in uses)


@pytest.mark.parametrize("name", [".gitlab-ci.yml", ".github/workflows/touchpoints.yml"])
def test_it_is_said_in_one_place_where_tpaudit_comes_from(name: str) -> None:
    assert re.findall(r"TPAUDIT_FROM: (.*)", files()[name]) == ["git+https://git.example/tpaudit.git@main"]
    assert files()[name].count("git.example") == 1


@pytest.mark.parametrize(
    ("noted", "source"),
    [
        ('{"url": "https://x.example/t.git", "vcs_info": {"vcs": "git", "commit_id": "%s"}}' % ("a" * 40),
         f"git+https://x.example/t.git@{'a' * 40}"),
        ('{"url": "https://x.example/$(evil)", "vcs_info": {"commit_id": "%s"}}' % ("a" * 40), UNKNOWN.source),
        ('{"url": "file:///home/me/tpaudit", "dir_info": {"editable": true}}', UNKNOWN.source),
        ("no JSON", UNKNOWN.source),
        (None, UNKNOWN.source),
    ],
)  # fmt: skip
def test_recipes_name_the_repository_from_which_tpaudit_was_installed(
    noted: str | None, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Noted:
        def read_text(self, _name: str) -> str | None:
            return noted

    monkeypatch.setattr(metadata, "distribution", lambda _name: Noted())

    assert origin().source == source


@pytest.mark.parametrize("name", sorted(RECIPES))
def test_a_recipe_overwrites_nothing(name: str, tmp_path: Path) -> None:
    taken = tmp_path / list(RECIPES[name])[-1]
    taken.parent.mkdir(parents=True, exist_ok=True)
    taken.write_text("mine")
    with pytest.raises(UsageError, match="there already"):
        recipe(str(tmp_path), name)
    assert [path.read_text() for path in tmp_path.rglob("*") if path.is_file()] == ["mine"]


def test_a_recipe_goes_to_where_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo(tmp_path)
    (tmp_path / "touchpoints").mkdir()
    monkeypatch.chdir(tmp_path)
    assert recipe("touchpoints", "gitlab") == (Path(GITLAB),)
    monkeypatch.chdir(tmp_path / "touchpoints")
    assert recipe(".", "make") == (Path("../Makefile"),)
    assert {path.name for path in tmp_path.iterdir()} == {".git", GITLAB, "Makefile", "touchpoints"}


def test_actions_run_on_a_node_that_is_supported() -> None:
    # Node 20 has had no security fixes since April 2026; these are the first versions whose action.yml says node24.
    first = {"checkout": 5, "setup-python": 6, "upload-artifact": 6, "download-artifact": 7, "upload-sarif": 4}
    used = re.findall(r"uses: \S+/([\w-]+)@\w+ # v(\d+)", files()[WORKFLOW] + files()[COMMENT])
    assert {name for name, _ in used} == set(first)
    assert all(int(major) >= first[name] for name, major in used)


def test_no_workflow_runs_code_of_a_fork_with_rights() -> None:
    assert "pull_request_target" not in "".join(files().values())
    assert "checkout" not in files()[COMMENT]


OLD = """
tpaudit: 1
name: Cloud
audit: {select: [OWN001, PUR001]}
touchpoints:
  - {id: kickoff, name: Kickoff, type: kickoff}
"""
NEW = OLD + "  - {id: tips, name: Tips, type: nudge, owner: csm}\n"
"""One new finding, a warning or worse, and an old error that fails only who looks at everything."""


@pytest.fixture
def clone(tmp_path: Path) -> Repo:
    """Return a clone in the state in which runners leave a pull request: the merge of it, and where main stands."""
    made = repo(tmp_path / "work")
    made.put("tpaudit.yaml", OLD)
    base = made.commit()
    made.git("update-ref", "refs/remotes/origin/main", base)
    made.git("checkout", "--quiet", "-b", "topic")
    made.put("tpaudit.yaml", NEW)
    made.commit()
    made.git("checkout", "--quiet", "--detach", "main")
    made.git("merge", "--quiet", "--no-ff", "--no-edit", "topic")
    merged = made.git("rev-parse", "HEAD")
    # Meanwhile somebody else has fixed main, which is fetched too, but is not in the merge.
    made.git("checkout", "--quiet", "main")
    made.put("tpaudit.yaml", OLD.replace("type: kickoff", "type: kickoff, owner: csm"))
    made.git("update-ref", "refs/remotes/origin/main", made.commit())
    made.git("checkout", "--quiet", "--detach", merged)
    return made


@pytest.fixture
def runner(clone: Repo, tmp_path: Path) -> Runner:
    made = Runner(clone.path, tmp_path / "tools", {"RUNNER_TEMP": str(tmp_path)})
    for name in ("pip", "apt-get"):
        made.stand_in(name, f'echo {name} "$@" >> {tmp_path}/installed')
    return made


PULL_REQUEST = {"GITHUB_BASE_REF": "main", "GITHUB_REF_NAME": "12/merge", "GITHUB_EVENT_NAME": "pull_request"}
PUSH = {"GITHUB_BASE_REF": "", "GITHUB_REF_NAME": "main", "GITHUB_EVENT_NAME": "push"}


def commands(name: str) -> dict[str, str]:
    return {step.get("name", "") or step["run"]: step["run"] for step in steps(name) if "run" in step}


def test_a_pull_request_is_judged_by_what_it_adds_and_leaves_everything_to_upload(
    runner: Runner, tmp_path: Path
) -> None:
    install, audit, report, change = commands(WORKFLOW).values()
    assert runner.run(install, TPAUDIT_FROM="git+https://x").returncode == 0
    assert (tmp_path / "installed").read_text() == "pip install tpaudit @ git+https://x\n"
    found = runner.run(audit, **PULL_REQUEST)
    assert found.returncode == 1, found.stderr
    assert re.findall(r"^::error .*?title=(\w+)", found.stdout, re.MULTILINE) == ["PUR001"]
    (run,) = json.loads((runner.folder / "audit.sarif").read_text())["runs"]
    assert {result["baselineState"] for result in run["results"]} == {"new", "unchanged"}
    assert runner.run(report, **PULL_REQUEST).returncode == 0
    assert (runner.folder / "audit.html").read_text().startswith("<!doctype html>")
    done = runner.run(change, **PULL_REQUEST)
    assert done.returncode == 0, done.stderr
    comment = (tmp_path / "comment/comment.md").read_text()
    assert comment.startswith("## tpaudit\n\n**Worse: 1 new error, 1 touchpoint added.**\n")
    assert (tmp_path / "comment/number").read_text() == "12\n"


def test_a_push_is_judged_whole(runner: Runner) -> None:
    found = runner.run(commands(WORKFLOW)["Audit"], **PUSH)
    assert found.returncode == 1
    assert re.findall(r"^::error .*?title=(\w+)", found.stdout, re.MULTILINE) == ["OWN001", "PUR001", "PUR001"]


def test_a_pull_request_that_mends_passes(runner: Runner, clone: Repo) -> None:
    clone.put("tpaudit.yaml", OLD.replace("type: kickoff", "type: kickoff, owner: csm"))
    found = runner.run(commands(WORKFLOW)["Audit"], **PULL_REQUEST)
    assert found.returncode == 0, found.stdout + found.stderr


def test_nothing_of_a_pull_request_reaches_a_shell_as_code() -> None:
    for name in (WORKFLOW, COMMENT):
        assert not [step["run"] for step in steps(name) if "${{" in step.get("run", "")]


def test_a_failing_audit_does_not_keep_anything_from_being_uploaded() -> None:
    after = steps(WORKFLOW)[[step.get("name") for step in steps(WORKFLOW)].index("Audit") + 1 :]
    assert all("!cancelled()" in step["if"] for step in after)
    (upload,) = [step for step in after if "upload-sarif" in step.get("uses", "")]
    assert "!github.event.pull_request.head.repo.fork" in upload["if"]


GH = """
echo gh "$@" >> "$CALLS"
case "$1 $2" in
  "pr view") echo "$HEAD" ;;
  "api --paginate") echo "$IDS" ;;
esac
"""


@pytest.mark.parametrize(
    ("number", "head", "ids", "code", "last"),
    [
        ("12", "abc", "", 0, "gh pr comment 12 --body-file comment/comment.md"),
        ("12", "abc", "7\n9", 0, "gh api --method PATCH repos/o/r/issues/comments/9 --field body=@comment/comment.md"),
        ("12", "def", "7", 0, "gh pr view 12"),
        ("12; x", "abc", "7", 1, ""),
        ("", "abc", "7", 1, ""),
    ],
)
def test_the_comment_is_written_once_and_only_to_the_pull_request_that_was_audited(
    tmp_path: Path, number: str, head: str, ids: str, code: int, last: str
) -> None:
    (tmp_path / "comment").mkdir()
    (tmp_path / "comment/number").write_text(f"{number}\n")
    runner = Runner(tmp_path, tmp_path / "tools", {"CALLS": str(tmp_path / "calls")})
    runner.stand_in("gh", GH)
    (write,) = commands(COMMENT).values()
    done = runner.run(write, AUDITED="abc", GH_REPO="o/r", HEAD=head, IDS=ids)
    assert done.returncode == code, done.stderr
    calls = (tmp_path / "calls").read_text().splitlines() if (tmp_path / "calls").exists() else [""]
    assert calls[-1].startswith(last)
    assert not last or last in calls[-1]


@pytest.mark.parametrize(
    ("variables", "marked"),
    [
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "main~1", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": ""}, 1),
        ({"CI_MERGE_REQUEST_DIFF_BASE_SHA": "gone", "CI_MERGE_REQUEST_TARGET_BRANCH_SHA": "main~1"}, 1),
        ({}, 0),
    ],
)
def test_gitlab_gets_its_reports_though_the_audit_fails(runner: Runner, variables: dict[str, str], marked: int) -> None:
    job = read(GITLAB)["touchpoints"]
    done = runner.run("\n".join((*job["before_script"], *job["script"])), **variables)
    assert done.returncode == 1, done.stderr
    reported = [issue["description"] for issue in json.loads((runner.folder / "codequality.json").read_text())]
    assert len(reported) == 3, "all of them: GitLab compares with the target branch itself"
    assert sum("new" in description for description in reported) == marked
    assert "<testsuites" in (runner.folder / "audit.xml").read_text()
    assert (runner.folder / "audit.html").exists()
    assert job["artifacts"]["when"] == "always"
    named = {*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()}
    assert named == {"codequality.json", "audit.xml", "audit.html"}
    assert not set("*?[") & set("".join(job["artifacts"]["paths"])), "GitLab shows no link to a pattern"


CURL = r"""
echo curl "$@" >> "$CALLS"
case "$*" in
  */user) echo '{"id": 5}' ;;
  *per_page*) printf '%s' "$NOTES" ;;
esac
"""


@pytest.mark.parametrize(
    ("notes", "last"),
    [
        ([], "notes --request POST --data-urlencode body@comment.md"),
        (
            [
                {"id": 3, "author": {"id": 8}, "body": "## tpaudit is what we should try"},
                {"id": 4, "author": {"id": 5}, "body": "## tpaudit\n\n**Nothing changes.**"},
            ],
            "notes/4 --request PUT --data-urlencode body@comment.md",
        ),
    ],
)
def test_gitlab_gets_one_comment(runner: Runner, tmp_path: Path, notes: list[dict[str, Any]], last: str) -> None:
    if shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    runner.stand_in("curl", CURL)
    job = read(GITLAB)["touchpoints"]
    variables = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": "main~1", "CI_API_V4_URL": "https://git.example/api/v4"}
    place = {"CI_MERGE_REQUEST_PROJECT_ID": "6", "CI_MERGE_REQUEST_IID": "7", "TPAUDIT_TOKEN": "secret"}
    calls = {"CALLS": str(tmp_path / "calls"), "NOTES": json.dumps(notes)}
    assert runner.run("\n".join(job["script"]), **variables, **place, **calls).returncode == 1, "the audit fails"
    written = (tmp_path / "calls").read_text().splitlines()[-1]
    assert written.endswith(f"https://git.example/api/v4/projects/6/merge_requests/7/{last}")
    assert (runner.folder / "comment.md").read_text().startswith("## tpaudit\n\n**Worse")


VENV = 'mkdir -p .venv/bin; for name in pip tpaudit; do ln -sf "$(command -v $name)" .venv/bin/$name; done'
"""What `python3 -m venv .venv` does here: the tools that the test has put in their place."""


def test_jenkins(runner: Runner, tmp_path: Path) -> None:
    runner.stand_in("python3", VENV)
    install, report, check = re.findall(r"sh '(.*?)'", files()["Jenkinsfile"])
    assert runner.run(install, TPAUDIT_FROM="git+https://x").returncode == 0
    assert (tmp_path / "installed").read_text() == "pip install tpaudit @ git+https://x\n"
    assert runner.run(report).returncode == 0
    assert runner.run(check).returncode == 1
    assert (runner.folder / "audit.xml").exists()
    assert (runner.folder / "audit.html").exists()


def test_jenkins_has_thresholds_by_severity() -> None:
    gates = re.findall(r"threshold: (\d+), type: '(\w+)', criticality: '(\w+)'", files()["Jenkinsfile"])
    assert gates == [("1", "TOTAL_HIGH", "FAILURE"), ("20", "TOTAL_NORMAL", "UNSTABLE")]


def test_the_container_audits_what_is_mounted_without_being_root() -> None:
    lines = files()["Containerfile"].splitlines()
    assert 'ARG TPAUDIT_FROM="git+https://git.example/tpaudit.git@main"' in lines
    assert lines.index("USER auditor") > max(index for index, line in enumerate(lines) if "apt-get" in line)
    assert lines[-3:] == ["WORKDIR /inventory", 'ENTRYPOINT ["tpaudit"]', 'CMD ["check"]']


def test_make(runner: Runner) -> None:
    runner.stand_in("python3", VENV)
    (runner.folder / "Makefile").write_text(files()["Makefile"])
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    done = runner.run("make audit report", TPAUDIT_FAIL_ON="never")
    assert done.returncode == 0, done.stderr
    assert (runner.folder / "audit.html").exists()
    assert runner.run("make audit").returncode == 2


@pytest.fixture
def written(tmp_path: Path) -> Path:
    """Return a folder with the recipes in the places where they belong."""
    for name, text in files().items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def judge(folder: Path, program: str, *arguments: str) -> None:
    """Let a program that is not ours look at the files; it must have nothing to say against them."""
    command = [str(Path(sys.executable).with_name(program)), *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_recipes_keep_to_the_schemas_of_their_systems(written: Path) -> None:
    schema = ("check-jsonschema", "--builtin-schema")
    judge(written, *schema, "vendor.github-workflows", WORKFLOW, COMMENT)
    judge(written, *schema, "vendor.gitlab-ci", "--data-transform", "gitlab-ci", GITLAB)
    judge(written, "pre-commit", "validate-config", PRE_COMMIT)
    judge(PROJECT, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml")
    assert ":" not in actionlint(written / WORKFLOW, written / COMMENT), "it names no place"


def test_the_workflows_are_secure(written: Path) -> None:
    (written / "zizmor.yml").write_text(ACCEPTED)
    judge(written, "zizmor", "--offline", "--no-progress", "--config", "zizmor.yml", ".github")


ACCEPTED = """
rules:
  dangerous-triggers: {ignore: [touchpoints-comment.yml]} # it runs nothing of the pull request, and checks the number
"""
