"""How a touchpoint is served: what customers may expect, the telephone, the back end."""

from typing import Annotated

from tpaudit.durations import Duration
from tpaudit.fields import Entry, OneOrMany, Proportion, Texts


class ServiceStandard(Entry):
    """What a customer may expect of a reactive touchpoint."""

    first_response: Duration | None = None
    """Time to the first answer."""
    resolution: Duration | None = None
    """Time to the solution."""
    playbook: str | None = None
    """The document that says how it is done."""


class Phone(Entry):
    """How a telephone touchpoint is run."""

    wait_target: str | None = None
    """The waiting time aimed at, such as 20s."""
    service_level: Proportion | None = None
    """The share of calls answered within it."""
    routing: str | None = None
    """How a call reaches the right person."""
    script: str | None = None
    """The guide for the conversation."""
    recording: bool | None = None
    """Whether calls are recorded."""
    analysed_by: str | None = None
    """Who listens to recordings."""
    decision_authority: str | None = None
    """What the person on the phone may decide alone."""


class Support(Entry):
    """The back end that the touchpoint needs."""

    process: str | None = None
    """The process behind it."""
    systems: Annotated[Texts, OneOrMany] = ()
    """The systems behind it."""
    depends_on: Annotated[Texts, OneOrMany] = ()
    """What it depends on."""
