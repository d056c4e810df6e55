"""What a change does, as the comment on a pull request: the verdict, what matters, and the rest to unfold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tpaudit.diff.comparison import Comparison, InventoryChange
from tpaudit.findings.finding import Finding
from tpaudit.inventory.words.terms import SEVERITY
from tpaudit.messages import Language, Message, say, translate
from tpaudit.outputs.check.comment import link_to
from tpaudit.outputs.check.listed import repository_path
from tpaudit.outputs.diff.sections import Item, heading, notes, reality, registries, remarks, root, sides, touchpoints
from tpaudit.outputs.diff.tables import figures, pressure
from tpaudit.outputs.growth import with_growth
from tpaudit.outputs.links import Links
from tpaudit.outputs.prose import prose
from tpaudit.outputs.safe import markdown_within, workflow
from tpaudit.severity import Severity

LIMIT = 65_000
"""Characters; GitHub takes 65,536 in a comment."""
_GIANT = 4_000
"""Items are cut at this length, so that they do not displace all others."""
_OPEN = 10
"""How many of the worst new findings are not folded."""
_FEW = 16
"""How many lines about touchpoints are not folded."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A section of an inventory as text, with its rank among all: 0 is the most important."""

    rank: int
    before: str
    items: Sequence[str]
    after: str
    heading: str = ""
    """The inventory's heading, written once before its first part."""


def document(comparison: Comparison, language: Language = "en", links: Links | None = None) -> str:
    """Return the comment; over the limit, the least important items are left out and counted."""
    head = f"## tpaudit\n\n**{prose(comparison.verdict, language)}**\n\n{prose(sides(comparison), language)}\n\n"
    head += "".join(f"> {prose(remark, language)}\n\n" for remark in remarks(comparison))
    parts = [part for inventory in comparison.inventories if inventory for part in _parts(inventory, language, links)]
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
    """Return how many items of each part fit; the most important parts get room first."""
    counts = [0] * len(parts)
    headed: set[str] = set()
    for place, part in sorted(enumerate(parts), key=lambda numbered: numbered[1].rank):
        frame = len(part.before) + len(part.after) + (0 if part.heading in headed else len(part.heading))
        for item in part.items:
            needed = len(item) + (0 if counts[place] else frame)
            if needed > room:
                break
            counts[place] += 1
            room -= needed
            headed.add(part.heading)
    return counts


def _parts(inventory: InventoryChange, language: Language, links: Links | None) -> Iterator[_Part]:
    remarks = "".join(f"> {prose(note, language)}\n\n" for note in notes(inventory))
    title = f"### {prose(heading(inventory), language)}\n\n{remarks}"
    if inventory.side != "both":
        yield _Part(0, "", ("",), "", title)
    found = sorted((*inventory.new, *inventory.worse), key=lambda finding: finding.severity.rank)
    worst = [finding for finding in found if finding.severity is not Severity.INFO][:_OPEN]
    shown = set(map(id, worst))
    others = [finding for finding in found if id(finding) not in shown]
    every = (
        _table(0, pressure(inventory, language)),
        _open(1, _title(_NEW, found, language), _findings(worst, inventory, language, links)),
        _touchpoints(inventory, language),
        _folded(
            11, _title(_OTHERS if worst else _NEW, others, language), _findings(others, inventory, language, links)
        ),
        _folded(12, _title(_FIXED, inventory.fixed, language), _findings(inventory.fixed, inventory, language)),
        _in_details(prose(say("Figures"), language), _table(13, figures(inventory, language))),
        *(
            _folded(14 + rank, prose(section.title, language), _items(section.items, language))
            for rank, section in enumerate((reality(inventory), registries(inventory), root(inventory)))
        ),
    )
    for part in every:
        if part.items:
            yield replace(part, heading=title)


_NEW, _OTHERS, _FIXED = (
    say("New or worse findings: {n}"),
    say("The other new or worse findings: {n}"),
    say("Fixed findings: {n}"),
)


def _title(title: Message, findings: Sequence[Finding], language: Language) -> str:
    return prose(Message(title.template, {"n": len(findings)}), language)


def _table(rank: int, rows: Sequence[Sequence[str]]) -> _Part:
    """Return the part for a table whose first row is its head; without other rows it is empty."""
    head, *others = (f"| {' | '.join(row)} |\n" for row in rows)
    return _Part(rank, f"{head}|{' --- |' * len(rows[0])}\n", others, "\n")


def _open(rank: int, title: str, items: Sequence[str]) -> _Part:
    return _Part(rank, f"**{title}**\n\n", items, "\n")


def _folded(rank: int, title: str, items: Sequence[str]) -> _Part:
    return _in_details(title, _Part(rank, "", items, ""))


def _in_details(title: str, part: _Part) -> _Part:
    return replace(part, before=f"<details><summary>{title}</summary>\n\n{part.before}", after="\n</details>\n\n")


def _findings(
    findings: Iterable[Finding], inventory: InventoryChange, language: Language, links: Links | None = None
) -> Sequence[str]:
    """Return the findings; what is fixed stands in no file that a link could lead to."""
    return [_finding(finding, inventory, language, links) for finding in findings]


def _finding(finding: Finding, inventory: InventoryChange, language: Language, links: Links | None) -> str:
    severity = translate(SEVERITY[finding.severity], language)
    file, line = finding.location.file, finding.location.span.line
    repository = repository_path(inventory.after, file) if inventory.after is not None else file
    place = link_to(f"{inventory.path(file)}:{line}", repository, line, links)
    text = _cut(with_growth(finding), language)
    return f"- {severity} **{finding.code}** {markdown_within(finding.name)} {place}: {text}\n"


def _touchpoints(inventory: InventoryChange, language: Language) -> _Part:
    """Return what became of the touchpoints, unfolded if there is not much."""
    section = touchpoints(inventory)
    items = _items(section.items, language)
    title = prose(section.title, language)
    is_short = sum(item.count("\n") for item in items) <= _FEW
    return _open(2, title, items) if is_short else _folded(10, title, items)


def _items(items: Iterable[Item], language: Language) -> Sequence[str]:
    return [_item(item, language) for item in items]


def _item(item: Item, language: Language) -> str:
    lines = [f"- {_cut(item.words, language)}\n"]
    size = len(lines[0])
    for number, detail in enumerate(item.details):
        line = f"  - {_cut(detail, language)}\n"
        size += len(line)
        if size > _GIANT:
            lines.append(f"  - {prose(say('{n} more', n=len(item.details) - number), language)}\n")
            break
        lines.append(line)
    return "".join(lines)


def _cut(words: Message, language: Language) -> str:
    text = prose(words, language)
    return text if len(text) <= _GIANT else prose(say("(too long to be shown here)"), language)


def _left_out(count: int, language: Language) -> str:
    words = say(
        "{n} {n:item is|items are} left out here, because a comment can hold no more: `tpaudit diff` shows them.",
        n=count,
    )
    return f"**{prose(words, language)}**\n"
