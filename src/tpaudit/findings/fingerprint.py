"""A finding's identity: what stays the same when files are moved, reformatted or split."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256


def fingerprint(code: str, kind: str, entry_id: str, path: Iterable[str], discriminator: str = "") -> str:
    """Return the identity as 32 hexadecimal digits: of the rule, the subject, the field in it, and what tells apart."""
    parts = (code, kind, entry_id, "/".join(path), discriminator)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def with_root(identity: str, root: str) -> str:
    """Return the identity within a report over several inventories, told apart by the root's path."""
    return sha256(f"{root}\0{identity}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
