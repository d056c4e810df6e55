"""Which files of an inventory differ from the last commit: what a comparison with the work tree includes."""

from __future__ import annotations

from hashlib import sha1, sha256

from tpaudit.findings.result import InventoryAudit
from tpaudit.loading.git import Revision
from tpaudit.loading.source import Folder


def uncommitted(audit: InventoryAudit, folder: Folder, head: Revision) -> int:
    """Return how many files of the inventory differ between the work tree and the commit."""
    below = f"{audit.repository_folder}/" if audit.repository_folder else ""
    return sum(
        isinstance(data := folder.read(document.file), bytes) and not _is_blob(data, head, below + document.file)
        for document in audit.inventory.documents
    )


def _is_blob(data: bytes, head: Revision, path: str) -> bool:
    blob = head.blobs.get(path)
    return blob is not None and any(
        _identity(content, blob.id) == blob.id for content in (data, data.replace(b"\r\n", b"\n"))
    )


def _identity(data: bytes, like: str) -> str:
    """Return the id that git gives a file with this content, by the repository's hash algorithm."""
    content = b"blob %d\0" % len(data) + data
    return sha256(content).hexdigest() if len(like) == 64 else sha1(content, usedforsecurity=False).hexdigest()
