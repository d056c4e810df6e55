"""INV: texts that YAML cuts off at a space and a #."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tpaudit.inventory.inventory import Inventory, Origin
from tpaudit.inventory.subject import At, Kind
from tpaudit.loading.documents import Document
from tpaudit.messages import say
from tpaudit.rules.context import Context
from tpaudit.rules.rule import Harm, Problem, Reference, Step, rule
from tpaudit.severity import Severity

FIELDS = ("name", "purpose", "objective", "customer_benefit", "customer_action", "next_step")
"""Fields that hold prose, in which people write #12 or #launch."""
SHOWN = 20
"""So many further places are listed."""

# A comment that its author meant begins with a space: "# like this". A number belongs to the text all the same.
_LOST = re.compile(r"(?<=[ \t])#(?:\w| \d).*")
_OTHER_THAN_PLAIN = frozenset("\"'|>")


@rule("INV008", Severity.INFO, step=Step.DESIGN, harm=Harm.PAPER)
def text_lost_as_comment(inventory: Inventory, _: Context) -> Iterator[Problem]:
    """A name or a purpose is cut off where a # follows a space, since YAML takes the rest for a comment.

    Why: The file looks complete to whoever reads it, and tools see half of the sentence. A reference such as #12 drops
    out of every report and export, and nobody misses it.

    Bad:
        touchpoints:
          - id: invoice-note
            name: Note on the invoice
            purpose: Explain the new invoice, see handbook #12  # <- INV008

    Good:
        touchpoints:
          - id: invoice-note
            name: Note on the invoice
            purpose: "Explain the new invoice, see handbook #12"
    """
    lost = _lost(inventory)
    first = next(lost, None)
    if first is None:
        return
    at, text = first
    others = list(lost)
    yield Problem(
        at,
        "{text} is taken for a comment, so that the text before it ends there"
        if not others
        else "{text} is taken for a comment, so that the text before it ends there, and likewise in "
        "{count} {count:other text|other texts}",
        text=text,
        count=len(others),
        related=tuple(
            Reference(place, say("here {text} is taken for a comment", text=its)) for place, its in others[:SHOWN]
        ),
        help="Put quotes around the whole text; a comment that is meant starts with # and a space.",
    )


def _lost(inventory: Inventory) -> Iterator[tuple[At, str]]:
    """Yield the places of texts that end before a #, in the order of the files, each with what is lost."""
    suspects = {document.file: document for document in inventory.documents if _is_suspect(document)}
    if not suspects:
        return
    root = inventory.documents[0]
    head = Origin(root.file, root.place, root.value)
    for (kind, entry_id), origin in ({(Kind.INVENTORY, ""): head} | dict(inventory.origins)).items():
        document = suspects.get(origin.file)
        if document is not None:
            yield from ((At(kind, entry_id, (field,)), text) for field, text in _of_entry(origin, document))


def _is_suspect(document: Document) -> bool:
    return any("#" in line and _LOST.search(line) for line in document.lines)


def _of_entry(origin: Origin, document: Document) -> Iterator[tuple[str, str]]:
    value, places = origin.value, origin.place.inside
    if not isinstance(value, dict) or not isinstance(places, dict):
        return
    for field in FIELDS:
        if field not in places or not isinstance(value[field], str | None):
            continue
        span = places[field].span
        begin = document.line(span.line)[span.column - 1 : span.column]
        behind = document.line(span.end_line)[span.end_column - 1 :]
        found = _LOST.fullmatch(behind, len(behind) - len(behind.lstrip(" \t")))
        if found is not None and begin not in _OTHER_THAN_PLAIN:
            yield field, found[0].partition(" # ")[0].rstrip()
