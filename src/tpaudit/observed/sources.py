"""From the names of a source to its files, none of them outside the folder where they must be."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path

from tpaudit.loading.usage import UsageError
from tpaudit.messages import say
from tpaudit.observed.request import Files, Format, Source, Table

ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "json",
    ".ndjson": "json",
    ".json": "json",
    ".parquet": "parquet",
    ".pq": "parquet",
}
PACKED = (".gz", ".zst")
TABLE = "table:"


def source(given: Sequence[str], folder: Path, *, within: bool) -> Source:
    """Return the source that the names mean; raise UsageError if it cannot be read.

    `folder` is where relative names begin; with `within`, nothing outside it may be read, links resolved.
    """
    tables = [text for text in given if text.startswith(TABLE)]
    if tables:
        if len(given) > 1:
            raise UsageError(say("a table cannot be combined with other sources"), say("Name one table, or files."))
        return Table(tables[0].removeprefix(TABLE))
    paths = sorted({path for text in given for path in _paths(text, folder, within=within)})
    shown = ", ".join(given)
    formats = {_format(path) for path in paths}
    if len(formats) > 1:
        raise UsageError(
            say("{source} names files of several formats", source=shown),
            say("Name files of one format: CSV, JSON Lines or Parquet."),
        )
    for path in paths:
        if path.stat().st_size == 0:
            raise UsageError(say("{source} is empty", source=_shown(path, folder)), say("Export it again."))
    return Files(tuple(paths), formats.pop(), shown)


def states(sources: Iterable[Source]) -> tuple[tuple[int, int], ...]:
    """Return the sizes and times of the files, which change if somebody writes to them."""
    found = []
    for table in sources:
        for path in table.paths if isinstance(table, Files) else ():
            try:
                status = path.stat()
            except OSError:
                found.append((-1, -1))
            else:
                found.append((status.st_size, status.st_mtime_ns))
    return tuple(found)


def changed() -> UsageError:
    """Return the error that says that somebody wrote to a source meanwhile."""
    return UsageError(say("a source has changed while it was read"), say("Run tpaudit observe again."))


def _paths(given: str, folder: Path, *, within: bool) -> list[Path]:
    if any(ord(letter) < 32 for letter in given):
        raise UsageError(say("{source} is not a name of a file", source=repr(given)), say("Name a file."))
    pattern = Path(given)
    if within and (pattern.is_absolute() or ".." in pattern.parts):
        raise _outside(given)
    wild = any(letter in given for letter in "*?[")
    full = str(folder / pattern)
    if wild:
        escaped = os.path.join(glob.escape(str(folder)), given) if not pattern.is_absolute() else given  # noqa: PTH118
        names = sorted(name for name in glob.glob(escaped, recursive=True) if not Path(name).is_dir())  # noqa: PTH207
        if not names:
            raise UsageError(say("{source} matches no file", source=given), say("Correct the source."))
    else:
        names = [full]
    return [_checked(Path(name), given if not wild else name, folder, within=within) for name in names]


def _checked(path: Path, given: str, folder: Path, *, within: bool) -> Path:
    try:
        real = Path(os.path.realpath(path))
        mode = real.stat().st_mode
    except (OSError, ValueError) as error:
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            raise UsageError(say("{source} does not exist", source=given), say("Correct the source.")) from None
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise UsageError(
            say("{source} cannot be read: {why}", source=given, why=why), say("Make it readable.")
        ) from None
    if within and not real.is_relative_to(os.path.realpath(folder)):
        raise _outside(given)
    if stat.S_ISDIR(mode):
        raise UsageError(
            say("{source} is a folder", source=given),
            say("Name the files in it: {file}/*.csv", file=given.rstrip("/")),
        )
    if not stat.S_ISREG(mode):
        raise UsageError(say("{source} is not a regular file", source=given), say("Name a regular file."))
    if not os.access(real, os.R_OK):
        raise UsageError(say("{source} may not be read", source=given), say("Make it readable."))
    return real


def _outside(given: str) -> UsageError:
    return UsageError(
        say("{source} lies outside the root file's folder", source=given),
        say("Put it into the folder, or name it on the command line with --events or --customers."),
    )


def _format(path: Path) -> Format:
    name = path.name.lower()
    for ending in PACKED:
        name = name.removesuffix(ending)
    found = ENDINGS.get(Path(name).suffix)
    if found is None:
        raise UsageError(
            say("{source} is not in a known format", source=path.name),
            say("Name CSV, JSON Lines or Parquet files: .csv, .jsonl, .parquet, packed with .gz or .zst or not."),
        )
    return found


def _shown(path: Path, folder: Path) -> str:
    return os.path.relpath(path, folder)
