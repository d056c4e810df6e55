"""Writing files so that a reader finds the old content or the new one, never a part."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from tpaudit.loading.usage import UsageError
from tpaudit.messages import Message, say


def replace_together(files: Mapping[Path, tuple[bytes, bytes]]) -> None:
    """Replace the content of several files, each as it was read by its new content; all or none.

    Raise UsageError if a file has changed since it was read, or if anything prevents writing.
    """
    modes = {path: _mode(path, edits_yaml=True) for path in files}
    written: dict[Path, Path] = {}
    replaced: list[Path] = []
    try:
        for path, (before, after) in files.items():
            _require_unchanged(path, before)
            written[path] = _beside(path)
            _write(written[path], (after,), modes[path])
        for path, temporary in written.items():
            os.replace(temporary, path)  # noqa: PTH105  beside the other calls of os
            replaced.append(path)
        for folder in dict.fromkeys(path.parent for path in files):
            _settle(folder)
    except BaseException as error:
        for path in replaced:
            write_back = _beside(path)
            written[write_back] = write_back
            _write(write_back, (files[path][0],), modes[path])
            os.replace(write_back, path)  # noqa: PTH105
        if not isinstance(error, OSError):
            raise
        raise UsageError(_why(path, error), _REMEDY) from error
    finally:
        for temporary in written.values():
            temporary.unlink(missing_ok=True)


def _require_unchanged(path: Path, before: bytes) -> None:
    if path.read_bytes() != before:
        raise UsageError(
            say("{path} has been changed by somebody else in the meantime", path=str(path)),
            say("Nothing was written; run the command again."),
        )


def write_new(files: Mapping[Path, bytes]) -> None:
    """Write several new files, creating folders as needed; all or none, and nothing is overwritten."""
    for path in files:
        if os.path.lexists(path):
            raise UsageError(
                say("{path} is there already", path=str(path)), say("Name another folder; nothing is overwritten.")
            )
    folders = [folder for path in files for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    made: list[Path] = []
    written: list[Path] = []
    try:
        for folder in sorted(set(folders), key=lambda folder: len(folder.parts)):
            folder.mkdir()
            made.append(folder)
        for path, data in files.items():
            written.append(path)
            _write(path, (data,), None)
        for folder in dict.fromkeys(path.parent for path in files):
            _settle(folder)
    except BaseException as error:
        why = _why(written[-1] if written else next(iter(files)), error) if isinstance(error, OSError) else None
        # What was put there meanwhile is somebody else's.
        for undone in written[:-1] if isinstance(error, FileExistsError) else written:
            undone.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        if why is None:
            raise
        raise UsageError(why, _REMEDY) from error


def write_atomically(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Replace a file's content, or create the file; what was there before stays if that fails.

    The content may come in chunks; an error in making them also leaves the file as it was.

    An existing file keeps its mode. A link is refused rather than followed: in somebody else's repository it could
    lead anywhere. Raise UsageError if anything prevents writing.
    """
    mode = _mode(path)
    temporary = _beside(path)
    try:
        _write(temporary, (data,) if isinstance(data, bytes) else data, mode)
        os.replace(temporary, path)  # noqa: PTH105  beside the other calls of os
        _settle(path.parent)
    except OSError as error:
        raise UsageError(_why(path, error), _REMEDY) from error
    finally:
        temporary.unlink(missing_ok=True)


_REMEDY = say("Name another file, or make room for this one.")


def _beside(path: Path) -> Path:
    # A name of its own in the same folder: replacing works only within one file system.
    return path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.tmp")


def _mode(path: Path, *, edits_yaml: bool = False) -> int | None:
    """Return the mode of the existing file, None if there is none."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise UsageError(_why(path, error), _REMEDY) from error
    shown = str(path)
    if stat.S_ISDIR(found.st_mode):
        raise UsageError(say("{path} is a folder", path=shown), say("Name a file in it."))
    if stat.S_ISLNK(found.st_mode):
        raise UsageError(say("{path} is a link, which is not followed", path=shown), say("Name the file itself."))
    if not stat.S_ISREG(found.st_mode):
        raise UsageError(say("{path} is not a regular file", path=shown), say("Name a regular file, or a new one."))
    if not edits_yaml and path.suffix.lower() in (".yaml", ".yml"):
        # No output of tpaudit is YAML; a YAML file may be the inventory.
        raise UsageError(say("{path} is a YAML file, which no output replaces", path=shown), say("Name another file."))
    if not os.access(path, os.W_OK):
        raise UsageError(say("{path} may not be written", path=shown), say("Allow it, for example with chmod u+w."))
    return stat.S_IMODE(found.st_mode)


def _write(path: Path, chunks: Iterable[bytes], mode: int | None) -> None:
    # Created with what the umask leaves, as any file is; `O_EXCL` also refuses a link that was put there.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    with open(descriptor, "wb") as stream:  # noqa: PTH123  there is no path any more
        if mode is not None:
            os.chmod(path, mode)  # noqa: PTH101
        stream.writelines(chunks)
        stream.flush()
        os.fsync(stream.fileno())


def _settle(folder: Path) -> None:
    """Make the rename durable, if the system can."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)


def _why(path: Path, error: OSError | ValueError) -> Message:
    if not path.parent.exists():
        return say("{path} cannot be written: its folder does not exist", path=str(path))
    if not path.parent.is_dir():
        return say("{path} cannot be written: {folder} is not a folder", path=str(path), folder=str(path.parent))
    if isinstance(error, PermissionError):
        return say("{path} cannot be written: its folder may not be written to", path=str(path))
    why = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return say("{path} cannot be written: {why}", path=str(path), why=why)
