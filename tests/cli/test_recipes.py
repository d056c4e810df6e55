"""The recipes work when they are pasted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

PROJECT = Path(__file__).parents[2]
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


def test_no_workflow_runs_code_of_a_fork_with_rights() -> None:
    readme = (PROJECT / "README.md").read_text("utf-8")
    assert "pull_request_target" not in readme
    comment = readme.split("# .github/workflows/touchpoints-comment.yml")[1].split("```")[0]
    assert "checkout" not in comment
