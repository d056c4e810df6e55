"""The generated parts of the README: how many rules there are, and what its commands answer.

``python -m tests.readme`` writes them; a test compares.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.cli.running import tpaudit
from tpaudit.registry import RULES

ENVIRONMENT = {"TPAUDIT_TODAY": "2026-11-22", "COLUMNS": "110"}
README = Path(__file__).parents[1] / "README.md"
CONSOLE = re.compile(
    r"```console\n((?:\$ tpaudit [^\n]*examples/[^\n]*\n|\$ tpaudit explain [^\n]*\n).*?)```\n", re.DOTALL
)
FLAWED = re.compile(r"(<!-- flawed -->\n```yaml\n(.*?)```\n(.*?)```console\n)(.*?)```\n", re.DOTALL)
"""An inventory and what commands say of it, run where it is the only file."""
COMMAND = re.compile(r"^\$ tpaudit ([^\n|]*?)(?: \| head -n ([0-9]+))?$", re.MULTILINE)


def generated(text: str) -> str:
    """Return the README's text with its generated parts made anew."""
    text = _between(text, "count", str(len(RULES)))
    text = FLAWED.sub(lambda found: f"{found[1]}{_answered_in(found[2], found[4])}```\n", text)
    return CONSOLE.sub(lambda block: f"```console\n{_answered(block[1])}```\n", text)


def _answered(block: str) -> str:
    """Return the commands of a block, each with what it prints below it."""
    return "\n".join(f"{command[0]}\n{answer(command[1], command[2])}" for command in COMMAND.finditer(block))


def _answered_in(inventory: str, block: str) -> str:
    with TemporaryDirectory() as folder:
        (Path(folder) / "tpaudit.yaml").write_text(inventory, encoding="utf-8")
        return "\n".join(
            f"{command[0]}\n{answer(command[1], command[2], Path(folder))}" for command in COMMAND.finditer(block)
        )


def answer(arguments: str, lines: str | None, folder: Path = README.parent) -> str:
    """Return what a command prints in a folder, or so many lines of it."""
    run = tpaudit(*shlex.split(arguments), cwd=folder, environment=ENVIRONMENT)
    assert run.code in (0, 1), run.err
    shown = run.out.strip("\n").splitlines()[: int(lines) if lines else None]
    return "".join(f"{line.rstrip()}\n" for line in shown)


def _between(text: str, name: str, content: str) -> str:
    pattern = re.compile(f"(<!-- {name} -->).*?(<!-- /{name} -->)", re.DOTALL)
    return pattern.sub(lambda match: f"{match[1]}{content}{match[2]}", text)


if __name__ == "__main__":
    README.write_text(generated(README.read_text("utf-8")), "utf-8")
