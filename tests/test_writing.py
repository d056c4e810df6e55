from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tpaudit.loading.usage import UsageError
from tpaudit.writing import write_atomically


def test_it_creates_a_file_as_the_umask_leaves_it(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "a", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "a").read_bytes() == b"x"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_it_replaces_a_file_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"long old content")
    path.chmod(0o604)
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o604
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_it_follows_no_link(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"old")
    for target in ("precious", "nowhere"):
        link = tmp_path / f"to-{target}"
        link.symlink_to(target)
        with pytest.raises(UsageError, match="is a link"):
            write_atomically(link, b"new")
    assert (tmp_path / "precious").read_bytes() == b"old"
    assert not (tmp_path / "nowhere").exists()


def test_what_stands_in_the_way_is_said(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    for name, why in {
        "folder": "is a folder",
        "pipe": "is not a regular file",
        "none/a": "its folder does not exist",
        "file/a": "file is not a folder",
        "a\0b": "cannot be written",
        "x" * 300: "cannot be written",
    }.items():
        with pytest.raises(UsageError, match=why):
            write_atomically(tmp_path / name, b"x")


def test_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b").touch()

    def refuse(*_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tpaudit.writing.os.open", refuse)
    with pytest.raises(UsageError, match="its folder may not be written to"):
        write_atomically(tmp_path / "a", b"x")
    monkeypatch.setattr("tpaudit.writing.os.access", lambda *_: False)
    with pytest.raises(UsageError, match="may not be written"):
        write_atomically(tmp_path / "b", b"x")


def test_a_failure_leaves_the_old_content_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tpaudit.writing.os.fsync", full)
    with pytest.raises(UsageError, match="No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_content_may_come_in_chunks_and_none_of_it_stays_where_one_cannot_be_made(tmp_path: Path) -> None:
    path = tmp_path / "a"

    def chunks() -> Iterator[bytes]:
        yield b"new"
        raise RuntimeError

    write_atomically(path, iter((b"o", b"ld")))
    with pytest.raises(RuntimeError):
        write_atomically(path, chunks())
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("name", ["tpaudit.yaml", "more.YML"])
def test_an_inventory_is_never_replaced(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text("tpaudit: 1\n")
    with pytest.raises(UsageError):
        write_atomically(path, b"<html>")
    assert path.read_text() == "tpaudit: 1\n"
    write_atomically(tmp_path / f"new-{name}", b"tpaudit: 1\n")
