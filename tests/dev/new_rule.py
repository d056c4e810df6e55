"""The skeleton of a new rule, written where it belongs, and of its test.

``python -m tests.dev.new_rule TIM late-survey`` takes the next free code of the family; ``TIM017`` instead of ``TIM``
asks for that one. ``--about Segment`` chooses what the rule is about (a touchpoint if left out), ``--into tim_talks``
the module of the catalogue, old or new (if left out, that of the family's last rule).
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import NamedTuple

from tpaudit.registry import BY_NAME, FAMILIES, RULES
from tpaudit.rules.rule import SCOPES

PROJECT = Path(__file__).parents[2]
CATALOGUE = Path("src", "tpaudit", "catalogue")
LONGEST = 350
"""Lines; a longer module is divided by matter."""

SUBJECTS = {
    "Touchpoint": ("inventory.touchpoint", 'touchpoint.at("id")', "touchpoint.name"),
    "Phase": ("inventory.registries", 'phase.at("id")', "phase.name"),
    "Segment": ("inventory.registries", 'segment.at("id")', "segment.name"),
    "SegmentPhase": ("rules.rule", "segment_phase.at()", "segment_phase.phase.name"),
    "Owner": ("inventory.registries", 'owner.at("id")', "owner.name"),
    "Event": ("inventory.registries", 'event.at("id")', "event.name"),
    "Inventory": ("inventory.inventory", 'At(Kind.INVENTORY, "")', "inventory.name"),
    "File": ("rules.rule", "file.at()", "file.id"),
}
"""By what a rule can be about: the module with its type, the place of a problem, and what a message calls it."""

RULE = '''

@rule("{code}", Severity.WARNING, step=Step.DESIGN, harm=Harm.CUSTOMER)
def {function}({subject}: {type}, audit: Context, *, max_count: int = 3) -> Iterator[Problem]:
    """One sentence that says what is wrong where the rule fires.

    Why: What it costs whom, in one to three sentences.
    Source: who says so; leave the line out where no number needs one (grade C)

    Bad:
        touchpoints:
          - id: kickoff-call  # <- {code}
            name: Kickoff call

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            purpose: the field that makes it right
    """
    count = len(audit.inventory.active)  # what the rule looks at, in place of this
    if count > max_count:
        yield Problem(
            {place},
            "{{name}} has {{count}} {{count:touchpoint|touchpoints}}, more than {{limit}}",
            name={name},
            count=count,
            limit=max_count,
            help="One or two sentences that say what to do.",
        )
'''

TEST = """

def test_{function}() -> None:
    assert said(touchpoint("type: kickoff"), "{code}") == ["the message, word by word"]
    assert said(touchpoint("type: checkin"), "{code}") == []
"""

NEXT = """\
{code} {rule} stands in {module}:{line}, its test in {test}.

Next (each step is explained in .github/CONTRIBUTING.md):
  1. write the sentence, Why, Bad and Good; the line that is wrong in Bad ends with "# <- {code}"
  2. write the check, with its thresholds as options; choose severity, step and harm
  3. pytest -q -n 0 tests/catalogue -k "{code} or {function}"
  4. python -m tests.locales.extraction, then fill the empty msgstr
  5. python -m tests.readme
  6. add a line to CHANGELOG.md
"""


class Refused(Exception):  # noqa: N818  it is an answer to whoever typed the command
    """The rule cannot be begun, and why."""


class Begun(NamedTuple):
    """Where a rule was begun: paths below the project."""

    code: str
    module: Path
    line: int
    test: Path


def begin(family: str, name: str, about: str, into: str | None, project: Path) -> Begun:
    """Write the skeleton of a rule and of its test; raise `Refused` where that is impossible."""
    code = code_for(family.upper())
    function = name.replace("-", "_")
    if not re.fullmatch(r"[a-z]+(_[a-z]+)+", function):
        raise Refused(f"{name}: write two or more lower-case words, such as late-survey")
    if function.replace("_", "-") in BY_NAME:
        raise Refused(f"{name}: {BY_NAME[function.replace('_', '-')].code} is called so already")
    module = CATALOGUE / f"{into or _module_of(code)}.py"
    if not module.name.startswith(f"{code[:3].lower()}_"):
        raise Refused(f"{module.stem}: a module of the family {code[:3]} is called {code[:3].lower()}_ and its matter")
    rule = _rule(code, function, about)
    if (project / module).exists() and _lines(project / module) + len(rule.splitlines()) > LONGEST:
        matter = function.split("_")[-1]
        raise Refused(f"{module} has no room for a rule; begin a module, such as --into {code[:3].lower()}_{matter}")
    test = Path("tests", "catalogue", f"test_{module.name}")
    line = _add(project / module, code, rule, about)
    _append(project / test, TEST.format(code=code, function=function), TESTED)
    return Begun(code, module, line, test)


def code_for(code_or_family: str) -> str:
    """Return the code that is wanted if it is free, or the next free one of a family."""
    family = code_or_family[:3]
    if family not in FAMILIES:
        raise Refused(f"{code_or_family}: there is no family {family}; the families: {', '.join(FAMILIES)}")
    given = [rule.code for rule in RULES if rule.family == family]
    free = f"{family}{max((int(code[3:]) for code in given), default=0) + 1:03}"
    if code_or_family == family:
        return free
    if not re.fullmatch(r"[A-Z]{3}[0-9]{3}", code_or_family):
        raise Refused(f"{code_or_family}: a code is a family and three digits; the next free one is {free}")
    if code_or_family in given:
        raise Refused(f"{code_or_family} is given already; the next free code is {free}")
    return code_or_family


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _module_of(code: str) -> str:
    """Return the module that holds the family's last rule."""
    last = max((rule for rule in RULES if rule.family == code[:3]), key=lambda rule: rule.code)
    return last.check.__module__.rpartition(".")[2]


def _rule(code: str, function: str, about: str) -> str:
    _, place, name = SUBJECTS[about]
    subject = re.sub(r"(?<!^)(?=[A-Z])", "_", about).lower()
    return RULE.format(code=code, function=function, subject=subject, type=about, place=place, name=name)


def _add(module: Path, code: str, rule: str, about: str) -> int:
    """Write the rule into its module, behind those of lower codes, and return its line there."""
    if not module.exists():
        module.write_text(f'"""{code[:3]}: the matter that these rules share."""\n\n{FUTURE}\n', "utf-8")
    text = module.read_text("utf-8")
    lines = text.splitlines(keepends=True)
    later = (line for given, line in _places(text) if given > code)
    before = next(later, len(lines) + 1) - 1
    with_rule = "".join((*lines[:before], rule, *(("\n\n",) if lines[before:] else ()), *lines[before:]))
    subject = f"from tpaudit.{SUBJECTS[about][0]} import {about}\n"
    if about == "Inventory":
        subject += "from tpaudit.inventory.subject import At, Kind\n"
    module.write_text(with_rule.replace(FUTURE, f"{FUTURE}\n{NEEDED}{subject}", 1), "utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    subprocess.run([*ruff, "check", "--quiet", "--fix", "--select", "I,F401,F811", module], check=True)
    subprocess.run([*ruff, "format", "--quiet", module], check=True)
    return dict(_places(module.read_text("utf-8")))[code]


FUTURE = "from __future__ import annotations\n"
NEEDED = """\
from collections.abc import Iterator
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, Problem, Step, rule
from tpaudit.severity import Severity
"""
TESTED = f"""\
{FUTURE}
from tests.catalogue.answers import said, touchpoint
"""


def _places(text: str) -> list[tuple[str, int]]:
    """Return the codes of a module's rules and the lines of their decorators."""
    return [
        (decorator.args[0].value, decorator.lineno)
        for function in ast.parse(text).body
        if isinstance(function, ast.FunctionDef)
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call) and isinstance(decorator.args[0], ast.Constant)
        if isinstance(decorator.args[0].value, str)
    ]


def _append(path: Path, text: str, beginning: str) -> None:
    """Append to a file, and give it this beginning if it is new."""
    before = path.read_text("utf-8") if path.exists() else beginning
    path.write_text(f"{before.rstrip()}\n{text}", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Begin the rule that the command line names, and say what comes next."""
    parser = ArgumentParser("python -m tests.dev.new_rule", description=__doc__)
    parser.add_argument("code", help="a family such as TIM, or a free code such as TIM017")
    parser.add_argument("name", help="two or more words, such as late-survey")
    parser.add_argument("--about", choices=tuple(SCOPES), default="Touchpoint")
    parser.add_argument("--into", metavar="MODULE", help="a module of the catalogue, old or new")
    given = parser.parse_args(arguments)
    try:
        begun = begin(given.code, given.name, given.about, given.into, PROJECT)
    except Refused as refused:
        print(refused, file=sys.stderr)  # noqa: T201
        return 2
    function = given.name.replace("-", "_")
    print(NEXT.format(rule=given.name, function=function, **begun._asdict()), end="")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
