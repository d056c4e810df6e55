"""INV: the files themselves, before any other rule can be asked.

Loading and building the inventory find these faults, and the engine reports them under the codes given here; the
functions carry the documentation and have nothing of their own to find.
"""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.rules.context import Context
from tpaudit.rules.rule import File, Harm, Problem, Step, rule
from tpaudit.severity import Severity


@rule("INV001", Severity.ERROR, step=Step.DESIGN, harm=Harm.BLIND)
def unreadable_file(_file: File, _: Context) -> Iterator[Problem]:
    """A file of the inventory cannot be read, or an include pattern finds none.

    Why: What is not read is not audited. A misspelt folder would otherwise look like a journey without findings, and
    everybody would feel safe.

    Bad:
        include:
          - touchpoints/*.yaml  # <- INV001

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
    """
    yield from ()


@rule("INV002", Severity.ERROR, step=Step.DESIGN, harm=Harm.BLIND)
def invalid_yaml(_file: File, _: Context) -> Iterator[Problem]:
    """A file is not valid YAML, or says the same thing twice.

    Why: Where a key stands twice, most readers of YAML silently drop one of the two values. Nobody knows then which
    owner or date is in force, and two teams may each be sure of theirs.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: csm
            owner: sales  # <- INV002

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: csm
            contributors:
              - sales
    """
    yield from ()


@rule("INV003", Severity.ERROR, step=Step.DESIGN, harm=Harm.BLIND)
def invalid_value(_file: File, _: Context) -> Iterator[Problem]:
    """A key is unknown, or its value is not of the kind that it takes.

    Why: A misspelt key is a promise that nobody keeps: the team believes that it is in the plan, and the plan does not
    contain it.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            ownr: csm  # <- INV003

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            owner: csm
    """
    yield from ()


@rule("INV004", Severity.ERROR, step=Step.DESIGN, harm=Harm.BLIND)
def duplicate_id(_file: File, _: Context) -> Iterator[Problem]:
    """One id names two things.

    Why: Timings, hand-offs, decisions and findings refer to touchpoints by their ids. With two of the same id, nobody
    can tell which of the customers' moments is meant.

    Bad:
        touchpoints:
          - id: checkin
            name: Check-in after a month
          - id: checkin  # <- INV004
            name: Check-in after half a year

    Good:
        touchpoints:
          - id: checkin-month-1
            name: Check-in after a month
          - id: checkin-month-6
            name: Check-in after half a year
    """
    yield from ()


@rule("INV005", Severity.ERROR, step=Step.DESIGN, harm=Harm.BLIND)
def unknown_reference(_file: File, _: Context) -> Iterator[Problem]:
    """A phase, segment, stakeholder, owner, channel, event or touchpoint is named that is not registered.

    Why: A touchpoint in a phase that does not exist, or owned by a team that was renamed last year, drops out of every
    plan and every list without anybody noticing.

    Bad:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            phase: onbording  # <- INV005

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            phase: onboarding
    """
    yield from ()


@rule("INV006", Severity.ERROR, step=Step.DESIGN, harm=Harm.BLIND)
def circular_timing(_file: File, _: Context) -> Iterator[Problem]:
    """Timings wait for each other, so that none of them ever happens.

    Why: Each team relies on the other to go first. On paper the customer hears from both, in truth from neither.

    Bad:
        touchpoints:
          - id: offer
            name: Renewal offer
            timing:  # <- INV006
              at: 3d
              after: review
          - id: review
            name: Review call
            timing:
              at: 7d
              after: offer

    Good:
        touchpoints:
          - id: review
            name: Review call
            timing:
              at: 90d
              before: contract_end
          - id: offer
            name: Renewal offer
            timing:
              at: 3d
              after: review
    """
    yield from ()
