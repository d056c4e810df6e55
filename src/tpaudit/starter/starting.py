"""Begin an inventory in a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tpaudit.inventory.schema.json_schema import as_text
from tpaudit.loading.discovery import ROOT_NAMES
from tpaudit.loading.usage import UsageError
from tpaudit.messages import say
from tpaudit.writing import write_atomically

SCHEMA = "tpaudit.schema.json"


def start(folder: str) -> tuple[Path, ...]:
    """Write the starter inventory and its schema into the folder, and return their paths; overwrite nothing."""
    target = Path(folder)
    inventory = (Path(__file__).parent / ROOT_NAMES[0]).read_bytes()
    files = {target / ROOT_NAMES[0]: inventory, target / SCHEMA: as_text().encode()}
    try:
        _refuse_what_is_there(target, (*(target / name for name in ROOT_NAMES), *files))
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            say("{path} cannot be made: {why}", path=folder, why=error.strerror or str(error)),
            say("Name a folder that can."),
        ) from None
    for path, data in files.items():
        write_atomically(path, data)
    return tuple(files)


def _refuse_what_is_there(folder: Path, files: Iterable[Path]) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(say("{path} is a file", path=str(folder)), say("Name a folder, or leave the name out."))
    for path in files:
        if path.exists() or path.is_symlink():
            raise UsageError(
                say("{path} is there already", path=str(path)), say("Name another folder; nothing is overwritten.")
            )
