"""OWN: who answers for a touchpoint."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Problem, Step, rule
from tpaudit.settings import Severity


@rule("OWN001", Severity.ERROR, step=Step.DESIGN)
def missing_owner(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Nobody answers for the touchpoint.

    Why: A touchpoint without an accountable owner is nobody's job: it is not improved when it annoys customers and not
    noticed when it stops.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- OWN001
            name: Kickoff call

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: csm
    """
    if touchpoint.owner is None:
        yield Problem(
            touchpoint.at("id"),
            "nobody owns {name}",
            name=touchpoint.name,
            help="Name the one accountable role in `owner`, or set `defaults: owner` for a whole file.",
        )
