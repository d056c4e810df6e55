"""The generated parts of the README: the rule table, and what the tour's commands answer.

``python -m tests.readme`` writes them; a test compares.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.cli.running import tpaudit
from tpaudit.outputs.catalogue.rules import as_markdown
from tpaudit.registry import RULES

README = Path(__file__).parents[1] / "README.md"
CONSOLE = re.compile(
    r"```console\n((?:\$ tpaudit [^\n]*examples/[^\n]*\n|\$ tpaudit explain [^\n]*\n).*?)```\n", re.DOTALL
)
COMMAND = re.compile(r"^\$ tpaudit ([^\n|]*?)(?: \| head -n ([0-9]+))?$", re.MULTILINE)


def generated(text: str) -> str:
    """Return the README's text with its generated parts made anew."""
    text = _between(text, "rules", f"\n{as_markdown(RULES).strip()}\n")
    text = _between(text, "count", str(len(RULES)))
    return CONSOLE.sub(lambda block: f"```console\n{_answered(block[1])}```\n", text)


def _answered(block: str) -> str:
    """Return the commands of a block, each with what it prints below it."""
    return "\n".join(f"{command[0]}\n{answer(command[1], command[2])}" for command in COMMAND.finditer(block))


def answer(arguments: str, lines: str | None) -> str:
    """Return what a command of the tour prints, or so many lines of it."""
    run = tpaudit(*shlex.split(arguments))
    assert run.code in (0, 1), run.err
    shown = run.out.strip("\n").splitlines()[: int(lines) if lines else None]
    return "".join(f"{line.rstrip()}\n" for line in shown)


def _between(text: str, name: str, content: str) -> str:
    pattern = re.compile(f"(<!-- {name} -->).*?(<!-- /{name} -->)", re.DOTALL)
    return pattern.sub(lambda match: f"{match[1]}{content}{match[2]}", text)


if __name__ == "__main__":
    README.write_text(generated(README.read_text("utf-8")), "utf-8")
