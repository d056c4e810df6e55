"""From the options of an import to its result."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tpaudit.exchange.bringing import Brought, bring
from tpaudit.exchange.files import save
from tpaudit.loading.discovery import ROOT_NAMES, Root, find_roots
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Language, render, say
from tpaudit.writing import write_new

_LARGEST = 256 * 1024 * 1024
"""The largest file that is read, in bytes; nobody keeps a larger one by hand."""


def imported(
    cwd: Path,
    file: str,
    folder: str | None,
    columns: str | None,
    mapped: Sequence[str],
    language: Language,
    *,
    write: bool,
) -> Brought:
    """Return what importing a file does; with `write`, do it."""
    data = _content(cwd, file)
    mapping = {**_mapping(_lines(cwd, columns)), **_mapping(mapped)}
    target = cwd if folder is None else cwd / folder
    root = _root(cwd, folder, target)
    name = Path(file).name
    comment = render(
        say("Read from {file} by tpaudit import. What was not understood stands under keys with x-.", file=name),
        language,
    )
    brought = bring(name, data, root, target, mapping, comment)
    if write and brought.edits:
        if brought.created is not None:
            write_new({edit.path: edit.after for edit in brought.edits})
        else:
            save(brought.edits)
    return brought


def _content(cwd: Path, file: str) -> bytes:
    try:
        path = cwd / file
        if path.stat().st_size > _LARGEST:
            raise UsageError(
                say("{file} is larger than {limit} MiB", file=file, limit=_LARGEST >> 20),
                say("Save the part that is meant as a file of its own."),
            )
        return path.read_bytes()
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(
            say("{file} cannot be read: {why}", file=file, why=why), say("Correct its name, or make it readable.")
        ) from None


def _lines(cwd: Path, columns: str | None) -> list[str]:
    if columns is None:
        return []
    text = _content(cwd, columns).decode("utf-8-sig", errors="replace")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def _mapping(pairs: Sequence[str]) -> dict[str, str]:
    found = {}
    for pair in pairs:
        header, equals, field = pair.rpartition("=")
        if not equals or not header.strip() or not field.strip():
            raise UsageError(
                say("{given} does not say which field a header means", given=pair), say('Write it as "Wann=timing".')
            )
        found[header.strip()] = field.strip()
    return found


def _root(cwd: Path, folder: str | None, target: Path) -> Root | None:
    if folder is not None and not any((target / name).exists() for name in ROOT_NAMES) and not target.is_file():
        return None
    roots = find_roots([folder] if folder is not None else [], cwd=cwd)
    if len(roots) > 1:
        raise UsageError(
            say("there are {n} inventories here", n=len(roots)), say("Name the folder of the one that is meant.")
        )
    return roots[0] if roots else None
