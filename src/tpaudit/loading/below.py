"""Opening files below a folder, checked in the same step so that no link leads out of it."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

_MAX_LINKS = 40
"""As many as Linux follows in one path."""

# A folder that is only passed through need not be readable, if the system supports that.
_THROUGH = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_PATH", 0)
_LISTED = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)
# A pipe may take a file's place between the check and the opening: never wait for one.
_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)

BY_PARTS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW") and hasattr(os, "O_DIRECTORY")
"""Whether the system can open each part of a path relative to the previous one, so that nobody can swap a folder."""


class LeadsOut(OSError):  # noqa: N818  the answer to a question, not a failure of the program
    """Raised for a path that leaves the folder that it must stay in."""


class NotRegular(OSError):  # noqa: N818
    """Raised for anything but a regular file, which is not opened: a pipe would block, a device may act."""

    def __init__(self, found: os.stat_result) -> None:
        super().__init__(errno.EINVAL, "not a regular file")
        self.found = found


def open_file(top: Path, name: str) -> int:
    """Open a regular file below a folder for reading, and return its descriptor.

    Links inside the folder are followed; raise `LeadsOut` if one leads out of it, `NotRegular` for anything but a
    regular file, OSError if there is nothing to open. `top` must be free of links itself (`Path.resolve`): a link
    found in it was put there meanwhile.
    """
    return _open(top, name, _READ)


@contextmanager
def listing(top: Path, name: str) -> Iterator[Iterator[os.DirEntry[str]]]:
    """Yield the entries of a folder below `top`; raise as `open_file` does."""
    descriptor = _open(top, name, _LISTED)
    try:
        with os.scandir(descriptor if os.scandir in os.supports_fd else top / name) as entries:
            yield entries
    finally:
        os.close(descriptor)


def _open(top: Path, name: str, flags: int) -> int:
    if "\0" in name:
        raise ValueError("embedded null byte")
    if not BY_PARTS:
        path = _checked(top, name)
        found = os.stat(path)  # noqa: PTH116  one system call
        if flags == _READ and not stat.S_ISREG(found.st_mode):
            raise NotRegular(found)
        return os.open(path, flags)
    folders = [_top(top)]
    try:
        return _walk(folders, str(top), _parts(name, str(top)), flags)
    finally:
        for folder in folders:
            os.close(folder)


def _checked(top: Path, name: str) -> str:
    """Return where a name leads; checking and opening are two steps if the system has no better way."""
    inside = os.path.realpath(top)
    path = os.path.realpath(Path(inside, name))
    if path != inside and not Path(path).is_relative_to(inside):
        raise LeadsOut(errno.EACCES, "leads out of the folder")
    return path


def _top(top: Path) -> int:
    folder = os.open(top.anchor or ".", _THROUGH)
    for part in top.parts[1:] if top.anchor else top.parts:
        try:
            inner = os.open(part, _THROUGH, dir_fd=folder)
        finally:
            os.close(folder)
        folder = inner
    return folder


def _parts(path: str, top: str) -> list[str]:
    """Return the names to walk from the folder at the top, last first."""
    if path.startswith("/"):
        try:
            path = PurePosixPath(os.path.normpath(path)).relative_to(top).as_posix()
        except ValueError:
            raise LeadsOut(errno.EACCES, "leads out of the folder") from None
    return [part for part in reversed(path.split("/")) if part not in ("", ".")]


def _walk(folders: list[int], top: str, waiting: list[str], flags: int) -> int:
    """Open what the names lead to; `folders` are the open folders from the top down to the current one."""
    links = 0
    while waiting:
        part = waiting.pop()
        if part == "..":
            _leave(folders)
            continue
        found = os.stat(part, dir_fd=folders[-1], follow_symlinks=False)
        if stat.S_ISLNK(found.st_mode):
            links += 1
            if links > _MAX_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
            waiting += _behind_link(part, folders, top)
        elif waiting:
            folders.append(os.open(part, _THROUGH, dir_fd=folders[-1]))
        elif flags == _READ and not stat.S_ISREG(found.st_mode):
            raise NotRegular(found)
        else:
            return os.open(part, flags, dir_fd=folders[-1])
    if flags == _READ:
        raise NotRegular(os.fstat(folders[-1]))
    return os.open(".", flags, dir_fd=folders[-1])


def _leave(folders: list[int]) -> None:
    if len(folders) == 1:
        raise LeadsOut(errno.EACCES, "leads out of the folder")
    os.close(folders.pop())


def _behind_link(name: str, folders: list[int], top: str) -> list[str]:
    """Return the names still to walk, last first; an absolute link starts at the top again."""
    target = os.readlink(name, dir_fd=folders[-1])
    following = _parts(target, top)
    if target.startswith("/"):
        while len(folders) > 1:
            os.close(folders.pop())
    return following
