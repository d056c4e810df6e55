"""The logo is checked by content and size before it is embedded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tpaudit.messages import Message
from tpaudit.report.logo import Logo, read

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(PNG, "png"), (b"\xff\xd8\xff\xe0" + bytes(20), "jpeg"), (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "webp")],
)
def test_pictures_are_embedded_by_their_content(tmp_path: Path, content: bytes, kind: str) -> None:
    (tmp_path / "logo.txt").write_bytes(content)
    logo = read(tmp_path, "logo.txt")
    assert isinstance(logo, Logo)
    assert logo.uri.startswith(f"data:image/{kind};base64,")


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", b"", b"GIF89a", PNG + bytes(600 * 1024)]
)
def test_anything_else_is_left_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    assert isinstance(read(tmp_path, "logo.png"), Message)


def test_the_logo_lies_below_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "logo.png").write_bytes(PNG)
    (inside / "link.png").symlink_to(tmp_path / "logo.png")
    for name in ("../logo.png", "link.png", str(tmp_path / "logo.png"), "missing.png", ".", "a\x00b"):
        assert isinstance(read(inside, name), Message), name
