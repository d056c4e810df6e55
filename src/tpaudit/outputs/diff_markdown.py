"""What a change does, as the comment on a pull request: the verdict, what matters, and the rest to unfold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tpaudit.diff.comparison import Comparison, InventoryChange
from tpaudit.messages import Language, Message, say
from tpaudit.outputs.diff_sections import Item, Section, heading, notes, sections, sides
from tpaudit.outputs.prose import prose
from tpaudit.outputs.safe import workflow

LIMIT = 65_000
"""Characters; GitHub takes 65,536 in a comment."""
_GIANT = 4_000
"""An item is cut at that length, so that it does not displace all others."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of an inventory as text, and how important it is among all: 0 the most."""

    rank: int
    heading: str
    """That of the inventory, written once before the first of its parts."""
    before: str
    items: tuple[str, ...]
    after: str


def document(comparison: Comparison, language: Language = "en") -> str:
    """Return the comment; over the limit, the least important items are left out and counted."""
    head = f"## tpaudit\n\n**{prose(comparison.verdict, language)}**\n\n{prose(sides(comparison), language)}\n\n"
    inventories = [tuple(_parts(each, language)) for each in comparison.inventories if each]
    parts = [part for some in inventories for part in some]
    chosen = _chosen(parts, LIMIT - len(head) - len(_left_out(10**6, language)))
    written = []
    heading = ""
    for part, count in zip(parts, chosen, strict=True):
        if count:
            written += [part.heading if part.heading != heading else "", part.before, *part.items[:count], part.after]
            heading = part.heading
    left = sum(len(part.items) for part in parts) - sum(chosen)
    return workflow(head + "".join(written) + (_left_out(left, language) if left else "")).rstrip() + "\n"


def _chosen(parts: Sequence[_Part], room: int) -> list[int]:
    """Return how many items of each part there is room for: the most important parts choose first."""
    counts = [0] * len(parts)
    headed: set[str] = set()
    for place, part in sorted(enumerate(parts), key=lambda each: each[1].rank):
        frame = len(part.before) + len(part.after) + (0 if part.heading in headed else len(part.heading))
        for item in part.items:
            needed = len(item) + (0 if counts[place] else frame)
            if needed > room:
                break
            counts[place] += 1
            room -= needed
            headed.add(part.heading)
    return counts


def _parts(inventory: InventoryChange, language: Language) -> Iterator[_Part]:
    remarks = "".join(f"> {prose(note, language)}\n\n" for note in notes(inventory))
    title = f"### {prose(heading(inventory), language)}\n\n{remarks}"
    if inventory.side != "both":
        yield _Part(0, title, "", ("",), "")
    for rank, section in enumerate(sections(inventory)):
        before, after = _wrapping(section, language)
        # What is open matters more than what is folded, in whatever inventory it is.
        yield _Part(
            rank if section.is_open else rank + 10, title, before, tuple(_items(section.items, language)), after
        )


def _wrapping(section: Section, language: Language) -> tuple[str, str]:
    title = prose(section.title, language)
    if section.is_open:
        return f"**{title}**\n\n", "\n"
    return f"<details><summary>{title}</summary>\n\n", "\n</details>\n\n"


def _items(items: Iterable[Item], language: Language) -> Iterator[str]:
    for item in items:
        lines = [f"- {_cut(item.words, language)}\n"]
        size = len(lines[0])
        for number, detail in enumerate(item.details):
            line = f"  - {_cut(detail, language)}\n"
            size += len(line)
            if size > _GIANT:
                lines.append(f"  - {prose(say('{n} more', n=len(item.details) - number), language)}\n")
                break
            lines.append(line)
        yield "".join(lines)


def _cut(words: Message, language: Language) -> str:
    text = prose(words, language)
    return text if len(text) <= _GIANT else prose(say("(too long to be shown here)"), language)


def _left_out(count: int, language: Language) -> str:
    words = say(
        "{n} {n:item is|items are} left out here, because a comment can hold no more: `tpaudit diff` shows them.",
        n=count,
    )
    return f"**{prose(words, language)}**\n"
