"""Begin an inventory in a folder."""

from __future__ import annotations

from pathlib import Path

from tpaudit.inventory.json_schema import as_text
from tpaudit.loading.discovery import ROOT_NAMES, UsageError
from tpaudit.messages import say
from tpaudit.writing import write_atomically

SCHEMA = "tpaudit.schema.json"


def start(folder: str) -> tuple[Path, ...]:
    """Write the starter inventory and its schema into the folder, and return their paths; overwrite nothing."""
    target = Path(folder)
    if target.exists() and not target.is_dir():
        raise UsageError(say("{path} is a file", path=folder), say("Name a folder, or leave the name out."))
    inventory = (Path(__file__).parent / ROOT_NAMES[0]).read_bytes()
    files = {target / ROOT_NAMES[0]: inventory, target / SCHEMA: as_text().encode()}
    for path in (*(target / name for name in ROOT_NAMES), *files):
        if path.exists() or path.is_symlink():
            raise UsageError(
                say("{path} is there already", path=str(path)), say("Name another folder; nothing is overwritten.")
            )
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            say("{path} cannot be made: {why}", path=str(target), why=error.strerror or str(error)),
            say("Name a folder that can."),
        ) from None
    for path, data in files.items():
        write_atomically(path, data)
    return tuple(files)
