"""An inventory as the editor holds it: files on disk, replaced by open ones, parsed once for each content."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tpaudit.audit import Request, audit
from tpaudit.findings.result import InventoryAudit
from tpaudit.inventory.inventory import Inventory
from tpaudit.loading.discovery import Root, find_roots
from tpaudit.loading.documents import Document
from tpaudit.loading.encoding import decode, split_lines
from tpaudit.loading.faults import Fault
from tpaudit.loading.recovery import read_around_faults
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError

Parsed = tuple[Document | None, tuple[Fault, ...]]


class Parser:
    """Parses files, and caches the last results by content, since a keystroke changes one file of many."""

    def __init__(self, most: int = 400) -> None:
        self._known: OrderedDict[tuple[str, bytes], Parsed] = OrderedDict()
        self._most = most

    def __call__(self, file: str, data: bytes) -> Parsed:
        """Return a file's document and its faults."""
        key = (file, data)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = read_around_faults(file, data)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        return found


@dataclass(frozen=True)
class State:
    """What is known about one inventory after an audit."""

    root: Root
    audit: InventoryAudit
    texts: Mapping[str, tuple[str, ...]]
    """The lines of its files when they were audited, by their paths below the root's folder."""

    @property
    def inventory(self) -> Inventory:
        """The inventory."""
        return self.audit.inventory

    def path(self, file: str) -> Path:
        """Return where a file of the inventory is."""
        return self.root.path.parent / file

    def lines(self, file: str) -> Sequence[str]:
        """Return the lines of a file of the inventory."""
        return self.texts.get(file, ())


def root_of(path: Path, texts: Mapping[Path, str]) -> Root | None:
    """Return the root to which a file belongs: itself, or one above that includes it; None if there is none."""
    if path in texts and path.suffix in (".yaml", ".yml") and _has_root_key(texts[path]):
        return Root(path)
    try:
        roots = find_roots([str(path)], cwd=path.parent)
    except (UsageError, OSError):
        return None
    return roots[0]._replace(only=()) if roots else None


def _has_root_key(text: str) -> bool:
    return any(line.startswith(("tpaudit:", "tpaudit :")) for line in text.splitlines())


def audited(root: Root, texts: Mapping[Path, str], today: date, parser: Parser) -> State:
    """Return the audit of an inventory whose open files have these texts."""
    folder = _folder(root, texts)
    result, _ = audit(folder, root.path.name, Request(today, parse=parser))
    inventory = result.inventory
    lines = {document.file: document.lines for document in inventory.documents}
    lines |= {file: broken for file, broken in inventory.broken.items() if file not in lines}
    return State(root, result, lines)


def syntax(file: str, text: str, parser: Parser) -> tuple[Fault, ...]:
    """Return the syntax faults of a file's text."""
    return parser(file, text.encode("utf-8", "surrogatepass"))[1]


def _folder(root: Root, texts: Mapping[Path, str]) -> Folder:
    top = root.path.parent
    given = {
        path.relative_to(top).as_posix(): text.encode("utf-8", "surrogatepass")
        for path, text in texts.items()
        if path.is_relative_to(top)
    }
    return Folder(top, given)


def lines_of(data: bytes) -> tuple[str, ...]:
    """Return the lines of a file's content."""
    text, _ = decode("", data)
    return () if text is None else split_lines(text)
