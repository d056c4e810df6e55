"""Checks of every id that an entry names: whether it is registered, and if not, what was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from tpaudit.fields import Entry
from tpaudit.inventory.references import Free, Reference, Refers, references
from tpaudit.inventory.subject import Kind
from tpaudit.messages import Message, say

SUGGESTIONS = 20
"""The most unknown ids that get a suggestion, since finding one is slow."""
_TEXTS = 100
"""The most distinct texts that are compared with ids; later ones count as texts."""
_ALIKE = 0.8
"""The similarity to an id from which a text counts as a misspelling."""

_NAMES: Mapping[Kind, Message] = {
    Kind.PHASE: say("phase"),
    Kind.SEGMENT: say("segment"),
    Kind.STAKEHOLDER: say("stakeholder"),
    Kind.CHANNEL: say("channel"),
    Kind.OWNER: say("owner"),
    Kind.EVENT: say("event"),
    Kind.AUDIENCE: say("audience"),
    Kind.TOUCHPOINT: say("touchpoint"),
}


def _either(kinds: tuple[Kind, ...]) -> Message:
    """Return what a message calls an entry of any of the kinds."""
    if len(kinds) == 1:
        return _NAMES[kinds[0]]
    return say("{kind} or {other}", kind=_NAMES[kinds[0]], other=_either(kinds[1:]))


@dataclass
class Registries:
    """The ids that may be named, by kind."""

    entries: Mapping[Kind, Mapping[str, object]]
    hidden: frozenset[Kind] = frozenset()
    """The kinds of which some entries could not be read, so that ids may be missing."""
    _slips: dict[tuple[str, tuple[Kind, ...]], bool] = field(default_factory=dict)

    def knows(self, reference: Reference) -> bool:
        """Whether the id is registered, is really a text, or needs no registration."""
        kinds, given = reference.refers.kinds, reference.given
        if any(given in self.entries[kind] for kind in kinds):
            return True
        return self._is_open(kinds) or self._is_text(given, reference.refers)

    def _is_open(self, kinds: tuple[Kind, ...]) -> bool:
        """Whether any id is accepted, such as any owner without a registry of owners."""
        return kinds == (Kind.OWNER,) and not self.entries[Kind.OWNER]

    def _is_text(self, given: str, refers: Refers) -> bool:
        match refers.texts:
            case Free.NO:
                return False
            case Free.YES:
                return True
            case Free.UNLESS_ID if "_" in given:
                return False
        key = (given, refers.kinds)
        if key not in self._slips and len(self._slips) < _TEXTS:
            from tpaudit.inventory.words.choices import nearest  # most references are ids

            self._slips[key] = bool(nearest(given, self.words(refers.kinds), _ALIKE))
        return not self._slips.get(key, False)

    def words(self, kinds: tuple[Kind, ...], own: str = "") -> Iterator[str]:
        """Yield the ids that may be named, except the entry's own."""
        return (word for kind in kinds for word in self.entries[kind] if word != own)

    def meant(self, given: str, kinds: tuple[Kind, ...], own: str = "") -> str:
        """Return the id that was probably meant: by name, by synonym, or the most similar."""
        from tpaudit.inventory.words import meant
        from tpaudit.inventory.words.choices import nearest

        slug = meant.slug(given)
        for kind in kinds:
            for word, entry in self.entries[kind].items():
                if word != own and slug and slug in (word, meant.slug(_name(entry))):
                    return word
            other = meant.entry(kind, given)
            if other in self.entries[kind] and other != own:
                return other
        return nearest(given, self.words(kinds, own)) or nearest(slug, self.words(kinds, own))

    def instead_of(self, given: str, refers: Refers, *, suggest: bool) -> Message | None:
        """Return the remedy for a value that cannot be an id, None if there is no better one."""
        if not suggest or self._is_open(refers.kinds):
            return None
        similar = self.meant(given, refers.kinds)
        if similar:
            return say("Did you mean {similar}? Write the id, not a name.", similar=similar)
        from tpaudit.inventory.words.choices import among

        return among(given, self.words(refers.kinds), str(refers.kinds[0]))

    def advice(self, given: str, kinds: tuple[Kind, ...], own: str = "", *, suggest: bool = True) -> Message:
        """Return the remedy for an id that is not registered."""
        if kinds == (Kind.TOUCHPOINT,) and given in self.entries[Kind.EVENT]:
            return say(
                "{given} is an event: write after or before instead, which mean each time it happens.", given=given
            )
        if kinds == (Kind.STAKEHOLDER,):
            return self._roles(given, own, suggest=suggest)
        registry = f"{kinds[0]}s"  # entries are registered under the kind's plural
        similar = self.meant(given, kinds, own) if suggest else ""
        if similar:
            return say("Did you mean {similar}? Else register it under {registry}.", similar=similar, registry=registry)
        if not suggest:
            return _correct(registry)
        from tpaudit.inventory.words.choices import among

        choices = among(given, self.words(kinds, own), str(kinds[0]))
        if choices is None:
            return _correct(registry)
        return say("{choices} Or register it under {registry}.", choices=choices, registry=registry)

    def _roles(self, given: str, own: str, *, suggest: bool) -> Message:
        similar = self.meant(given, (Kind.STAKEHOLDER,), own) if suggest else ""
        if similar:
            return say("Did you mean {similar}? Else name it under stakeholders of a segment.", similar=similar)
        return say("Name it under stakeholders of a segment, or write all.")


def _correct(registry: str) -> Message:
    return say("Correct the id, or register it under {registry}.", registry=registry)


def _name(entry: object) -> object:
    return entry.__dict__.get("name") if isinstance(entry, Entry) else None


class Dangling(NamedTuple):
    """A reference to something unregistered."""

    reference: Reference
    kind: Message
    """What it should be."""
    hidden: bool
    """Whether what it names may be registered in files that could not be read."""


def dangling(entry: Entry, registries: Registries) -> Iterator[Dangling]:
    """Yield the references of an entry that lead nowhere."""
    for reference in references(entry):
        if not registries.knows(reference):
            kinds = reference.refers.kinds
            hidden = not registries.hidden.isdisjoint(kinds)
            yield Dangling(reference, _either(kinds), hidden)
