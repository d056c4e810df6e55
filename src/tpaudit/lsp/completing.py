"""Completion at the cursor: ids of every kind with their names, and rules; the schema offers the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lsprotocol import types

from tpaudit.inventory.building.site import REGISTRIES
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.inventory import Inventory
from tpaudit.inventory.mentions import entries
from tpaudit.inventory.references import Refers, refers_at
from tpaudit.inventory.subject import Kind
from tpaudit.inventory.touchpoint import Defaults
from tpaudit.lsp.cursor import Cursor
from tpaudit.messages import Language, shown, translate
from tpaudit.registry import FAMILIES, RULES
from tpaudit.rules.explanation import explanation

_RULES_IN = ("select", "ignore", "severity", "options", "rule")
_KINDS: Mapping[Kind, types.CompletionItemKind] = {
    Kind.TOUCHPOINT: types.CompletionItemKind.Reference,
    Kind.EVENT: types.CompletionItemKind.Event,
    Kind.CHANNEL: types.CompletionItemKind.Interface,
    Kind.OWNER: types.CompletionItemKind.Class,
    Kind.PHASE: types.CompletionItemKind.Module,
    Kind.SEGMENT: types.CompletionItemKind.Struct,
    Kind.AUDIENCE: types.CompletionItemKind.Struct,
}


def referred_to(at: Cursor) -> Refers | None:
    """Return what the field under the cursor refers to; None if it is not a reference."""
    if not at.keys:
        return None
    section, *path = at.keys
    model = Defaults if section == "defaults" else REGISTRIES[section][1] if section in REGISTRIES else None
    if model is not None and path:
        # A text may replace a mapping with `to`, as in leads_to: [kickoff].
        return refers_at(model, tuple(path)) or refers_at(model, (*path, "to"))
    return refers_at(RootFile, at.keys)


def names_rules(at: Cursor) -> bool:
    """Whether the value under the cursor names rules."""
    if at.keys[-1:] == ("rule",) and "waive" in at.keys:
        return True
    return at.keys[:1] == ("audit",) and any(key in _RULES_IN for key in at.keys[1:2])


def completions(at: Cursor, inventory: Inventory, language: Language) -> list[types.CompletionItem]:
    """Return what may be named here."""
    if names_rules(at):
        return list(_rules(language))
    refers = referred_to(at)
    if refers is None or not at.is_value:
        return []
    words = [types.CompletionItem(word, kind=types.CompletionItemKind.Keyword) for word in refers.words]
    return [*words, *_ids(refers, inventory, language)]


def _ids(refers: Refers, inventory: Inventory, language: Language) -> Iterator[types.CompletionItem]:
    for kind, entry in entries(inventory):
        if kind in refers.kinds:
            name = entry.name
            yield types.CompletionItem(
                entry.id,
                kind=_KINDS.get(kind),
                detail=shown(name, language),
                sort_text=f"{list(refers.kinds).index(kind)}{entry.id}",
                filter_text=f"{entry.id} {name}",
            )


def _rules(language: Language) -> Iterator[types.CompletionItem]:
    for rule in RULES:
        yield types.CompletionItem(
            rule.code,
            kind=types.CompletionItemKind.EnumMember,
            detail=rule.name,
            documentation=translate(explanation(rule).sentence, language),
            filter_text=f"{rule.code} {rule.name}",
        )
    for code, name in FAMILIES.items():
        yield types.CompletionItem(code, kind=types.CompletionItemKind.Enum, detail=translate(name, language))
