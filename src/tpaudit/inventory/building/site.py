"""An inventory under construction: what has been read and found so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from tpaudit.fields import Entry
from tpaudit.inventory.audiences import Audience
from tpaudit.inventory.building.validation import Raw
from tpaudit.inventory.inventory import Origin
from tpaudit.inventory.references import Refers
from tpaudit.inventory.registries import Channel, Discovery, Event, Owner, Phase, Segment
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Defaults, Touchpoint
from tpaudit.loading.faults import Fault

DECISIVE = frozenset(
    ("id", "status", "type", "phase", "segments", "stakeholders", "channel", "initiation", "transactional", "reach",
     "timing")
)  # fmt: skip
"""Fields of a touchpoint without which nothing can be said about segments, phases, owners, events and the whole."""

REGISTRIES: Mapping[str, tuple[Kind, type[Entry]]] = {
    "phases": (Kind.PHASE, Phase),
    "segments": (Kind.SEGMENT, Segment),
    "owners": (Kind.OWNER, Owner),
    "channels": (Kind.CHANNEL, Channel),
    "events": (Kind.EVENT, Event),
    "audiences": (Kind.AUDIENCE, Audience),
    "touchpoints": (Kind.TOUCHPOINT, Touchpoint),
}
KINDS: Mapping[type[Entry], Kind] = {model: kind for kind, model in REGISTRIES.values()}

Model = TypeVar("Model", bound=Entry)


@dataclass
class Site:
    """An inventory under construction."""

    faults: list[Fault]
    complete: bool
    """Whether no fault can change what is said about segments, phases, owners, events and the whole."""
    readable: bool
    """Whether all entries could be read; if not, unknown ids may be declared in the rest."""
    read: Counter[Kind] = field(default_factory=Counter)
    """How many entries of each kind were found so far, faulty ones included."""
    origins: dict[tuple[Kind, str], Origin] = field(default_factory=dict)
    raws: dict[tuple[Kind, str], Raw] = field(default_factory=dict)
    entries: dict[Kind, dict[str, Entry]] = field(default_factory=lambda: {kind: {} for kind, _ in REGISTRIES.values()})
    faulty: set[tuple[Kind, str]] = field(default_factory=set)
    hidden: set[Kind] = field(default_factory=set)
    """The kinds of which some entries are below a misspelt key."""
    unsettled: list[tuple[Fault, str, Refers]] = field(default_factory=list)
    """Faults of values that cannot be ids, with what they should name, since the remedy needs the registries."""
    defaults: list[tuple[Defaults, Raw]] = field(default_factory=list)
    """The defaults of each file that has any."""
    discovery: list[Discovery] = field(default_factory=list)

    def every(self, model: type[Model]) -> Collection[Model]:
        """Return the entries of a model, in file order."""
        return self.entries[KINDS[model]].values()  # type: ignore[return-value]  # entries stand under their model's kind
