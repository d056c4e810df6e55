"""The recipes that `tpaudit init --ci` writes, and what a runner would do with the commands in them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ruamel.yaml import YAML

from tpaudit.starter.starting import RECIPES, recipe

PROJECT = Path(__file__).parents[2]
WORKFLOW, COMMENT = ".github/workflows/touchpoints.yml", ".github/workflows/touchpoints-comment.yml"
GITLAB, PRE_COMMIT = ".gitlab-ci.yml", ".pre-commit-config.yaml"


def files() -> dict[str, str]:
    """Return the files of all recipes, by where they are written."""
    with TemporaryDirectory() as folder:
        for name in RECIPES:
            recipe(folder, name)
        return {
            path.relative_to(folder).as_posix(): path.read_text("utf-8")
            for path in sorted(Path(folder).rglob("*"))
            if path.is_file()
        }


def read(name: str) -> Any:
    """Return what a recipe says."""
    return YAML(typ="safe").load(files()[name])


def steps(name: str) -> list[dict[str, Any]]:
    """Return the steps of a workflow's only job."""
    (job,) = read(name)["jobs"].values()
    return list(job["steps"])


@dataclass(frozen=True)
class Runner:
    """A machine that runs a recipe's commands in a folder; stand-ins take the place of what would use the network."""

    folder: Path
    tools: Path
    variables: dict[str, str] = field(default_factory=dict)

    def stand_in(self, name: str, script: str) -> None:
        """Put a program in place of one that would reach for the network."""
        self.tools.mkdir(exist_ok=True)
        path = self.tools / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def run(self, script: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a script as runners do: bash, which stops at the first failure."""
        dropped = ("GITHUB_", "GIT_", "CI_", "TPAUDIT_", "RUNNER_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
        path = os.pathsep.join((str(self.tools), str(Path(sys.executable).parent), kept["PATH"]))
        environment = {**kept, "GIT_CONFIG_GLOBAL": os.devnull, **self.variables, **more, "PATH": path}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
