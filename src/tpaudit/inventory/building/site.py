"""The building site of an inventory: what has been read and found so far."""

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
"""Fields of a touchpoint without which nothing can be said of segments, phases, owners, events and the whole."""

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
    """The building site: what has been found so far."""

    faults: list[Fault]
    complete: bool
    """Whether no fault may change what is said of segments, phases, owners, events and the whole."""
    readable: bool
    """Whether all entries could be read; where not, ids that nobody knows may stand in the rest."""
    read: Counter[Kind] = field(default_factory=Counter)
    """How many entries of each kind the files hold so far, faulty ones included."""
    origins: dict[tuple[Kind, str], Origin] = field(default_factory=dict)
    raws: dict[tuple[Kind, str], Raw] = field(default_factory=dict)
    entries: dict[Kind, dict[str, Entry]] = field(default_factory=lambda: {kind: {} for kind, _ in REGISTRIES.values()})
    faulty: set[tuple[Kind, str]] = field(default_factory=set)
    hidden: set[Kind] = field(default_factory=set)
    """Kinds of entries of which some stand below a misspelt key."""
    unsettled: list[tuple[Fault, str, Refers]] = field(default_factory=list)
    """Faults of values that cannot be ids, and what they should name: the remedy needs the registries."""
    defaults: list[tuple[Defaults, Raw]] = field(default_factory=list)
    """Those of each file that has any."""
    discovery: list[Discovery] = field(default_factory=list)

    def every(self, model: type[Model]) -> Collection[Model]:
        """Return the entries of a model, in the order of the files."""
        return self.entries[KINDS[model]].values()  # type: ignore[return-value]  # entries stand under their model's kind
