"""What `@rule` refuses: each time with the file, the line and what to do."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from tests.cli.running import tpaudit
from tpaudit.inventory.subject import At, Kind
from tpaudit.messages import Days, Message, say
from tpaudit.rules import frame
from tpaudit.rules.frame import RESERVED, RuleError
from tpaudit.rules.rule import Problem

HERE = At(Kind.INVENTORY, "")
GOOD = '''
from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, Problem, Step, rule
from tpaudit.severity import Severity


def applies(touchpoint: Touchpoint) -> bool:
    return True


@rule("ABC001", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER, applies=applies)
def lost_touchpoint(touchpoint: Touchpoint, _: Context, *, max_days: int = 3) -> Iterator[Problem]:
    """A touchpoint is lost.

    Why: It matters.

    Bad:
        tpaudit: 1  # <- ABC001

    Good:
        tpaudit: 1
    """
    yield Problem(touchpoint.at("id"), "{name} is lost", name=touchpoint.name, help="Find it.")
'''
LINE = GOOD.splitlines().index('@rule("ABC001", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER, applies=applies)') + 1


BREAKING = """\
import sys

class Later:
    def find_spec(self, name, path=None, target=None):
        if name == "tpaudit.selection":
            sys.meta_path.remove(self)
            from tpaudit import registry
            from tpaudit.rules.rule import Problem
            rules = list(registry.RULES)
            place = next(i for i, rule in enumerate(rules) if rule.code == "OWN001")
            def check(subject, _):
                yield Problem(subject.at("id"), "{name} is lost", help="Find it.")
            rules[place] = rules[place]._replace(check=check)
            registry.RULES = tuple(rules)

sys.meta_path.insert(0, Later())
"""
"""Lets the rule OWN001 give a message without its value, in whichever process finds this on its path."""


@pytest.fixture(autouse=True)
def nothing_given(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each test give its codes and names anew."""
    monkeypatch.setattr(frame, "_given", {})


def defined(source: str) -> str:
    """Return why a module of this source cannot be imported; nothing where it can."""
    try:
        exec(compile(source, "abc_lost.py", "exec", dont_inherit=True), {"__name__": "abc_lost"})  # noqa: S102
    except RuleError as refused:
        return str(refused)
    return ""


def test_a_rule_that_keeps_the_frame_is_accepted() -> None:
    assert defined(GOOD) == ""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("from __future__ import annotations\n", "\n", "its module lacks `from __future__ import annotations`"),
        ('"ABC001", S', '"ABC1", S', "a code is three capital letters and three digits"),
        ("def lost_touchpoint", "def lost", "the name lost is not two or more lower-case words"),
        ("lost_touchpoint(touchpoint: Touchpoint", "lost_touchpoint(touchpoint: str", "is none of Touchpoint, Phase"),
        ("_: Context, *", "_: Context, more: int, *", "it takes the subject and the context"),
        ("max_days: int = 3", "max_days: int", "the option max_days has no default; give it one"),
        ("def applies(touchpoint: Touchpoint)", "def applies()", "`applies` takes the subject"),
        ("    Why: It", "    Because: it", 'its docstring has no "Why:"'),
        ("    Bad:\n", "    Wrong:\n", 'its docstring has no "Bad:"'),
        ("    Good:\n", "    Right:\n", 'its docstring has no "Good:"'),
        ('"{name} is lost"', '"{help} is lost"', "the field {help} of a message is a word of Problem's own"),
    ],
)
def test_what_leaves_the_frame_is_refused(right: str, wrong: str, said: str) -> None:
    assert right in GOOD
    refused = defined(GOOD.replace(right, wrong))
    assert re.match(rf"abc_lost\.py:{LINE}: ABC\d+: ", refused)
    assert said in refused


@pytest.mark.parametrize(("code", "name"), [("ABC001", "other_name"), ("ABC002", "lost_touchpoint")])
def test_codes_and_names_are_given_once(code: str, name: str) -> None:
    rule = GOOD[GOOD.index("@rule(") :]
    twin = rule.replace("ABC001", code, 1).replace("lost_touchpoint", name)
    given = {"ABC001": "ABC001", "ABC002": "lost_touchpoint"}[code]
    assert defined(f"{GOOD}\n\n{twin}") == (
        f"abc_lost.py:{LINE + rule.count(chr(10)) + 2}: {code}: "
        f"{given} is given to the rule at abc_lost.py:{LINE} already; choose another one"
    )


def test_the_reserved_words_are_what_problem_takes() -> None:
    parameters = inspect.signature(Problem).parameters.values()
    assert tuple(p.name for p in parameters if p.kind is p.KEYWORD_ONLY) == RESERVED


@pytest.mark.parametrize(
    ("template", "values", "said"),
    [
        ("{name} is lost", {}, "the field {name} has no value"),
        ("{of} is lost", {}, "the field {of} is a word of Problem's own"),
        ("{name} is lost", {"name": None}, "NoneType cannot be shown in the field {name}"),
        ("{name} is lost", {"name": ("a", ["b"])}, "list cannot be shown in the field {name}"),
        ("{name} is lost", {"name": Message("{who}")}, "the field {who} has no value"),
    ],
)
def test_a_message_that_cannot_be_rendered_is_refused(template: str, values: dict[str, object], said: str) -> None:
    with pytest.raises(RuleError) as refused:
        Problem(HERE, template, help="Find it.", **values)  # type: ignore[arg-type]
    assert said in str(refused.value)
    with pytest.raises(RuleError):
        Problem(HERE, "It is lost", help=template, **values)  # type: ignore[arg-type]


def test_every_kind_of_value_can_be_shown() -> None:
    Problem(HERE, "{a} {b} {c:x|y}", help="{a}", a=("x", say("{n}", n=1)), b=Days(3), c=2)


def test_a_rule_whose_message_cannot_be_rendered_is_an_internal_error_and_the_rest_is_reported(tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_text("touchpoints: [{id: call, name: The call}]\n", "utf-8")
    (tmp_path / "sitecustomize.py").write_text(BREAKING, "utf-8")
    run = tpaudit("check", "--format", "concise", cwd=tmp_path, environment={"PYTHONPATH": str(tmp_path)})
    assert run.code == 2
    assert "OWN001: RuleError: '{name} is lost': the field {name} has no value" in run.out
    assert " PUR001 " in run.out
