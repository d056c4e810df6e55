"""Where the bytes of an inventory come from."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol

from tpaudit.loading.below import LeadsOut, NotRegular, listing, open_file
from tpaudit.loading.limits import MAX_FILE_MIB, MIB, SPLIT, larger
from tpaudit.loading.patterns import FolderEntry, expand
from tpaudit.messages import Message, say


class Unreadable(NamedTuple):
    """Why a file was not read, and what to do about it."""

    reason: Message
    help: Message


class Source(Protocol):
    """A folder with a root file, on disk or in a git revision; files are POSIX paths relative to it."""

    def read(self, file: str) -> bytes | Unreadable:
        """Return a file's content, or why it cannot be read."""

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the files below the folder that a pattern means, sorted; see `patterns.expand`."""


class Folder(NamedTuple):
    """A folder on disk, its path free of links; `given` replaces the content of files in it, as for standard input."""

    path: Path
    given: Mapping[str, bytes] = MappingProxyType({})
    max_mib: int = MAX_FILE_MIB
    """The largest file that is read, in MiB."""

    def read(self, file: str) -> bytes | Unreadable:
        """Return the content of a regular file below the folder; a link inside of it may lead to one."""
        if file in self.given:
            return self.given[file]
        try:
            descriptor = open_file(self.path, file)
            with open(descriptor, "rb", buffering=0) as stream:  # noqa: PTH123  there is no path any more
                refused = _irregular(file, os.fstat(descriptor), self.max_mib)
                return refused or _read_at_most(stream.fileno(), file, self.max_mib)
        except LeadsOut:
            return Unreadable(
                say("{file} is outside the root file's folder, where a link leads", file=file),
                say("Put the file itself into the folder."),
            )
        except NotRegular as error:
            if stat.S_ISDIR(error.found.st_mode) and not os.access(self.path / file, os.R_OK | os.X_OK):
                return _forbidden(file, "chmod u+rx")
            return _irregular(file, error.found, self.max_mib) or _refused(file, error)
        except (OSError, ValueError) as error:
            return _refused(file, error)

    def glob(self, pattern: str) -> tuple[str, ...]:
        """Return the names below the folder that a pattern means, sorted."""
        return expand(pattern, self._list)

    def _list(self, folder: str) -> list[FolderEntry] | None:
        """Return what is in a folder; None if it cannot be listed, or if a link leads out of here."""
        try:
            with listing(self.path, folder) as entries:
                return [
                    FolderEntry(entry.name, self._is_folder(folder, entry), entry.is_symlink()) for entry in entries
                ]
        except (PermissionError, LeadsOut):
            return None
        except (OSError, ValueError):
            return []

    def _is_folder(self, folder: str, entry: os.DirEntry[str]) -> bool:
        """Whether wildcards look into it: not if it is a link to itself or out of the folder."""
        try:
            is_folder = entry.is_dir()
        except OSError:
            return False
        if not is_folder or not entry.is_symlink():
            return is_folder
        return Path(os.path.realpath(self.path / folder / entry.name)).is_relative_to(self.path)


def _read_at_most(descriptor: int, file: str, max_mib: int) -> bytes | Unreadable:
    chunks, size = [], 0
    while chunk := os.read(descriptor, max_mib * MIB + 1 - size):
        chunks.append(chunk)
        size += len(chunk)
        if size > max_mib * MIB:
            return Unreadable(larger(file, max_mib), SPLIT)
    return b"".join(chunks)


_KINDS = {
    stat.S_IFDIR: say("a folder"),
    stat.S_IFIFO: say("a pipe"),
    stat.S_IFSOCK: say("a socket"),
    stat.S_IFCHR: say("a device"),
    stat.S_IFBLK: say("a device"),
}


def _irregular(file: str, found: os.stat_result, max_mib: int) -> Unreadable | None:
    if stat.S_ISREG(found.st_mode):
        return Unreadable(larger(file, max_mib), SPLIT) if found.st_size > max_mib * MIB else None
    kind = _KINDS.get(stat.S_IFMT(found.st_mode), say("a special file"))
    if stat.S_ISDIR(found.st_mode):
        remedy = say("Name the files in it: {file}/*.yaml", file=file.rstrip("/"))
    else:
        remedy = say("Name a regular file.")
    return Unreadable(say("{file} is {kind}, not a file", file=file, kind=kind), remedy)


def _forbidden(file: str, command: str) -> Unreadable:
    return Unreadable(
        say("{file} may not be read", file=file),
        say("Allow reading it, for example with {command}.", command=command),
    )


def _refused(file: str, error: OSError | ValueError) -> Unreadable:
    code = error.errno if isinstance(error, OSError) else None
    if code in {errno.ENOENT, errno.ENOTDIR}:
        reason = say("{file} does not exist", file=file)
        remedy = say("Correct its name, or create it.")
    elif code in {errno.EACCES, errno.EPERM}:
        return _forbidden(file, "chmod u+r")
    elif code == errno.ELOOP:
        reason = say("{file} is a link that leads back to itself", file=file)
        remedy = say("Put the file itself there.")
    else:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        reason = say("{file} cannot be read: {why}", file=file, why=why)
        remedy = say("Correct its name, or make it readable.")
    return Unreadable(reason, remedy)
