"""ORG: what stands behind a touchpoint."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.inventory.facts import is_key
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.subject import At, Kind
from tpaudit.inventory.touchpoint import Touchpoint
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, NotApplicable, Problem, Step, Woken, rule
from tpaudit.rules.workload import occurrences_over_all_customers
from tpaudit.severity import Severity


@rule(
    "ORG001",
    Severity.WARNING,
    step=Step.ORGANISATION,
    harm=Harm.PAPER,
    woken_by=Woken(("support.process",)),
    applies=is_key,
)
def missing_support_process(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """No process stands behind a key touchpoint.

    Why: What the customer sees is carried by what they do not see. Without a process, the moments that matter most
    depend on who happens to be in the office.

    Bad:
        touchpoints:
          - id: kickoff-call  # <- ORG001
            name: Kickoff call
            priority: high

    Good:
        touchpoints:
          - id: kickoff-call
            name: Kickoff call
            priority: high
            support:
              process: Hand-over from sales, agenda sent two days before
    """
    if touchpoint.support is None or touchpoint.support.process is None:
        yield Problem(
            touchpoint.at("id"),
            "no process stands behind the key touchpoint {name}",
            name=touchpoint.name,
            help="Describe in `support: process`, or link there, who prepares what before the customer sees anything.",
        )


def is_proactive(touchpoint: Touchpoint) -> bool:
    """Whether the company starts it."""
    return touchpoint.initiation == "proactive"


@rule(
    "ORG002",
    Severity.INFO,
    step=Step.ORGANISATION,
    harm=Harm.PAPER,
    woken_by=Woken(("automation",)),
    applies=is_proactive,
)
def undeclared_automation(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Nobody says whether a person or a system sends it.

    Why: Manual work is forgotten in a busy week, automated work runs on when it should stop. Whoever plans capacity or
    stop conditions has to know which of the two it is.

    Bad:
        touchpoints:
          - id: welcome-mail  # <- ORG002
            name: Welcome e-mail
            type: welcome

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            type: welcome
            automation: automated
    """
    if touchpoint.automation is None:
        yield Problem(
            touchpoint.at("id"),
            "nothing says whether {name} is manual or automated",
            name=touchpoint.name,
            help="Set `automation` to `manual`, `assisted` or `automated`.",
        )


def is_digital(touchpoint: Touchpoint) -> bool:
    """Whether a system carries it."""
    return touchpoint.form == "digital"


@rule(
    "ORG003",
    Severity.INFO,
    step=Step.ORGANISATION,
    harm=Harm.PAPER,
    woken_by=Woken(("support.systems",)),
    applies=is_digital,
)
def missing_system(touchpoint: Touchpoint, _: Context) -> Iterator[Problem]:
    """Nobody knows which system a digital touchpoint comes from.

    Why: When a tool is replaced or fails, somebody has to know which messages vanish with it. Systems that nobody lists
    also keep sending after everyone believes they are switched off.

    Bad:
        touchpoints:
          - id: welcome-mail  # <- ORG003
            name: Welcome e-mail
            form: digital

    Good:
        touchpoints:
          - id: welcome-mail
            name: Welcome e-mail
            form: digital
            support:
              systems:
                - marketing automation
    """
    if touchpoint.support is None or not touchpoint.support.systems:
        yield Problem(
            touchpoint.at("id"),
            "{name} names no system that it comes from",
            name=touchpoint.name,
            help="List the systems behind it in `support: systems`.",
        )


def is_manual(touchpoint: Touchpoint) -> bool:
    """Whether people do it by hand."""
    return touchpoint.automation == "manual"


@rule("ORG004", Severity.INFO, step=Step.ORGANISATION, harm=Harm.CUSTOMER, applies=is_manual)
def manual_at_volume(touchpoint: Touchpoint, audit: Context, *, max_per_quarter: int = 500) -> Iterator[Problem]:
    """A manual touchpoint happens so often that it cannot be done by hand.

    Why: What is due hundreds of times a quarter is done well at first, then late, then for the customers who shout.
    Five hundred are eight on every working day.

    Bad:
        segments:
          - id: smb
            customers: 400
        touchpoints:
          - id: monthly-note
            name: Monthly note
            timing:
              every: 1mo
            automation: manual  # <- ORG004

    Good:
        segments:
          - id: smb
            customers: 400
        touchpoints:
          - id: monthly-note
            name: Monthly note
            timing:
              every: 1mo
            automation: assisted
    """
    volume = occurrences_over_all_customers(touchpoint, audit)
    if not volume:
        raise NotApplicable
    if volume > max_per_quarter:
        yield Problem(
            touchpoint.at("automation"),
            "{name} is done by hand {volume} {volume:time|times} a quarter over all customers, more than {limit}",
            name=touchpoint.name,
            volume=volume,
            measure=volume,
            limit=max_per_quarter,
            help="Automate or assist it, reach fewer customers, or keep it for the segments that pay for people.",
        )


@rule("ORG005", Severity.INFO, step=Step.ORGANISATION, harm=Harm.PAPER)
def missing_audience(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """Nobody is named who receives the report.

    Why: An audit that reaches nobody changes nothing. Every team that owns touchpoints should see the whole journey at
    least once a quarter, and somebody must be able to decide about what crosses teams.

    Bad:
        tpaudit: 1  # <- ORG005

    Good:
        tpaudit: 1
        audience:
          - leadership
    """
    if not inventory.readers:
        yield Problem(
            At(Kind.INVENTORY, ""),
            "nobody receives the report",
            help="List owners or names in `audience` at the root, such as leadership and the teams concerned.",
        )
