"""A cause as an item of a Markdown list: what is wrong, who and what, where and whose, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from tpaudit.findings.causes import Cause
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Language, render, say, shown, translate
from tpaudit.outputs.check.listed import repository_path
from tpaudit.outputs.check.options import Options
from tpaudit.outputs.check.who import OWNERS, cures, details, places, shortened
from tpaudit.outputs.links import Links
from tpaudit.outputs.prose import prose
from tpaudit.outputs.safe import markdown_code, markdown_within

DETAILS = 3
PLACES = 6


def cause_row(cause: Cause, audit: InventoryAudit, options: Options, language: Language) -> str:
    """Return the item with its sub-items, one per line."""
    severity = translate(SEVERITY[cause.severity], language)
    sentence = markdown_within(translate(cause.sentence, language))
    lines = [f"- **{severity}** {sentence} ({', '.join(cause.codes)})\n"]
    lines += (f"  - {prose(message, language)}\n" for message in details(cause, DETAILS))
    lines.append(f"  - {', '.join(_places(cause, audit, options, language))}\n")
    cure = prose(cures(cause), language)
    return "".join((*lines, f"  - {cure}\n" if cure else ""))


def _places(cause: Cause, audit: InventoryAudit, options: Options, language: Language) -> Iterator[str]:
    grouped, more = places(cause, PLACES)
    file = ""
    for where in grouped:
        file = where.file or file
        repository = repository_path(audit, file)
        linked = [link_to(f"{audit.path(file)}:{line}", repository, line, options.links) for line in where.lines]
        owners = shown(shortened(where.owners, OWNERS), language)
        yield f"{', '.join(linked)} {markdown_within(owners)}".rstrip()
    if more:
        yield markdown_within(render(say("{n} more", n=more), language))


def link_to(place: str, path: str, line: int, links: Links | None) -> str:
    """Return a place as code, and as a link to the line of the repository's file if links are on."""
    code = markdown_code(place)
    return code if links is None else f"[{code}](<{links.to(path, line)}>)"
