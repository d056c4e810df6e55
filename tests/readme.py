"""The generated parts of the README: the rule table, and what the tour's commands answer.

``python -m tests.readme`` writes them; a test compares.
"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from tests.cli.running import tpaudit
from tpaudit.outputs.rules import as_markdown
from tpaudit.rules.registry import RULES

README = Path(__file__).parents[1] / "README.md"
CONSOLE = re.compile(r"```console\n\$ tpaudit ([^\n]*)\n(.*?)```\n", re.DOTALL)


def generated(text: str) -> str:
    """Return the README's text with its generated parts made anew."""
    text = _between(text, "rules", f"\n{as_markdown(RULES).strip()}\n")
    text = _between(text, "count", str(len(RULES)))
    return CONSOLE.sub(lambda match: f"```console\n$ tpaudit {match[1]}\n{answer(match[1])}```\n", text)


def answer(arguments: str) -> str:
    """Return what a command of the tour prints."""
    run = tpaudit(*shlex.split(arguments))
    assert run.code in (0, 1), run.err
    return "".join(f"{line.rstrip()}\n" for line in run.out.strip("\n").splitlines())


def _between(text: str, name: str, content: str) -> str:
    pattern = re.compile(f"(<!-- {name} -->).*?(<!-- /{name} -->)", re.DOTALL)
    return pattern.sub(lambda match: f"{match[1]}{content}{match[2]}", text)


if __name__ == "__main__":
    README.write_text(generated(README.read_text("utf-8")), "utf-8")
