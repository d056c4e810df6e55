"""A clone of somebody's repository with a trap wherever a program could be named: no command springs one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES
from tests.lsp.client import Client
from tests.repositories import ENVIRONMENT, Repo, repo

pytestmark = pytest.mark.once

PROGRAM = Path(sys.executable).with_name("tpaudit")
"""As users start it: unlike `python -m`, it does not look for modules in the current folder, where traps lie."""

KEYS = (
    "core.fsmonitor",
    "core.pager",
    "core.sshCommand",
    "core.askPass",
    "core.editor",
    "core.gitProxy",
    "core.alternateRefsCommand",
    "credential.helper",
    "diff.external",
    "diff.trap.command",
    "diff.trap.textconv",
    "filter.trap.clean",
    "filter.trap.process",
    "filter.trap.smudge",
    "gpg.program",
    "merge.trap.driver",
    "pager.cat-file",
    "pager.ls-tree",
    "sequence.editor",
    "uploadpack.packObjectsHook",
)
ALIASES = ("cat-file", "ls-files", "ls-tree", "merge-base", "rev-parse", "status")
HOOKS = ("post-checkout", "post-index-change", "post-merge", "pre-auto-gc", "pre-commit", "reference-transaction")
MODULES = (
    "duckdb",
    "jinja2",
    "json",
    "pydantic",
    "pygls",
    "ruamel",
    "sitecustomize",
    "tpaudit",
    "typer",
    "usercustomize",
)

COMMANDS = (
    "check",
    "check --since HEAD~1",
    "check --fix --diff",
    "check --fix",
    "list",
    "schedule",
    "report --output out.html --since HEAD~1",
    "diff HEAD~1",
    "baseline",
    "observe --today 2026-11-28",
    "export out.csv",
    "import out.csv",
    "import out.csv --write",
    "rename accounts office-accounts",
    "explain channel",
    "rules --enabled",
)


@pytest.fixture
def clone(tmp_path: Path) -> Repo:
    """Return a repository with the observed example and a trap at every place that names a program."""
    made = repo(tmp_path / "clone")
    trap = made.put(".git/trap", f"#!/bin/sh\necho \"$0 $*\" >> '{sprung(made)}'\ncat\n")
    trap.chmod(0o755)
    shutil.copytree(EXAMPLES / "coffee-club", made.path, dirs_exist_ok=True)
    made.put(".gitattributes", "*.yaml filter=trap diff=trap merge=trap\n")
    made.commit()
    root = made.path / "tpaudit.yaml"
    root.write_text(root.read_text("utf-8") + "# another line\n", "utf-8")
    made.commit()
    for key in KEYS:
        made.git("config", key, str(trap))
    for name in ALIASES:
        made.git("config", f"alias.{name}", f"!{trap}")
    hooks = made.path / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for hook in HOOKS:
        (hooks / hook).symlink_to(trap)
    for module in MODULES:
        made.put(f"{module}.py", f"open({str(sprung(made))!r}, 'a').write({module!r})\n")
    sprung(made).unlink(missing_ok=True)
    return made


def sprung(clone: Repo) -> Path:
    """Return the file that a trap writes."""
    return clone.path.parent / "sprung"


def test_the_traps_work(clone: Repo) -> None:
    clone.git("ls-files", "--modified")
    assert "trap" in sprung(clone).read_text()
    sprung(clone).unlink()
    subprocess.run([sys.executable, "-c", "import duckdb"], cwd=clone.path, check=False)
    assert sprung(clone).read_text() == "duckdb"


def test_no_command_springs_a_trap(clone: Repo) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "TPAUDIT_"))}
    for command in COMMANDS:
        done = subprocess.run(
            [PROGRAM, *command.split()],
            cwd=clone.path, env=kept | ENVIRONMENT, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode in (0, 1), (command, done.stderr)
        assert not sprung(clone).exists(), (command, sprung(clone).read_text())


def test_the_language_server_springs_none_either(clone: Repo) -> None:
    with Client(clone.path, program=[PROGRAM]) as client:
        client.open("tpaudit.yaml")
        client.wait(lambda: client.uri("tpaudit.yaml") in client.diagnostics)
        client.ask("textDocument/documentSymbol", {"textDocument": {"uri": client.uri("tpaudit.yaml")}})
    assert not sprung(clone).exists()
