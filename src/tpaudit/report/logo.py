"""The logo: a picture below the root's folder, checked by content and size, and carried inside the report."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path

from tpaudit.loading.source import Folder, Unreadable
from tpaudit.messages import Message, say

MAX_KIB = 512


@dataclass(frozen=True, slots=True)
class Logo:
    """The picture as a data: URI."""

    uri: str


def read(folder: Path, name: str) -> Logo | Message:
    """Return the logo, or why it is left out."""
    content = Folder(folder).read(name)
    if isinstance(content, Unreadable):
        return say("The logo is left out: {why}.", why=content.reason)
    if len(content) > MAX_KIB * 1024:
        return say("The logo is left out: {name} is larger than {limit} KiB.", name=name, limit=MAX_KIB)
    kind = _kind(content)
    if kind is None:
        return say("The logo is left out: {name} is neither PNG, JPEG nor WebP.", name=name)
    return Logo(f"data:image/{kind};base64,{b64encode(content).decode()}")


def _kind(content: bytes) -> str | None:
    """Return the format that the content shows, whatever the file's name says."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "webp"
    return None
