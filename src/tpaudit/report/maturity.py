"""Section 5: how mature are we? The share of checks passed, by step and family, from the audit's tallies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tpaudit.findings.result import Tally
from tpaudit.messages import Message, Share, Value, say
from tpaudit.outputs.steps import STEPS
from tpaudit.report.words import RULE_FAMILY, STEP_MEANING
from tpaudit.rules.rule import Step

FORMULA = say(
    "share passed = checks passed ÷ checks that apply, rounded down, so that 100% means all. A check is one rule asked "
    "about one subject: a touchpoint, a phase, a segment, an owner, an event or the whole. What a rule does not apply "
    "to counts neither way; waived findings count as failed."
)


@dataclass(frozen=True, slots=True)
class Passed:
    """How many checks were passed."""

    id: str
    name: Value
    applicable: int
    passed: int
    not_judged: int

    @property
    def share(self) -> Share | None:
        """The share passed; None if no check applied."""
        return Share(Fraction(self.passed, self.applicable)) if self.applicable else None


@dataclass(frozen=True, slots=True)
class StepView:
    """One of the five steps, with the families of its rules."""

    total: Passed
    meaning: Message
    families: tuple[Passed, ...]


@dataclass(frozen=True, slots=True)
class Maturity:
    """The section."""

    steps: tuple[StepView, ...]
    overall: Passed
    formula: Message
    missing: Message | None

    @property
    def weakest(self) -> StepView | None:
        """The step with the lowest share, the earliest of several."""
        rated = [step for step in self.steps if step.total.applicable]
        return min(rated, key=lambda step: Fraction(step.total.passed, step.total.applicable), default=None)


def maturity(tallies: Sequence[Tally]) -> Maturity:
    """Return the section."""
    steps = []
    for step in Step:
        own = [tally for tally in tallies if tally.rule.step is step]
        families = dict.fromkeys(tally.rule.family for tally in own)
        steps.append(
            StepView(
                _passed(step, STEPS[step], own),
                STEP_MEANING[step],
                tuple(
                    _passed(family, RULE_FAMILY[family], (tally for tally in own if tally.rule.family == family))
                    for family in families
                ),
            )
        )
    overall = _passed("", say("All steps"), tallies)
    missing = None if overall.applicable else say("No rule applied: the inventory is still empty.")
    return Maturity(tuple(steps), overall, FORMULA, missing)


def _passed(id: str, name: Value, tallies: Iterable[Tally]) -> Passed:  # noqa: A002
    counts = [(tally.applicable, tally.passed, tally.not_judged) for tally in tallies]
    applicable, passed, not_judged = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
    return Passed(id, name, applicable, passed, not_judged)
