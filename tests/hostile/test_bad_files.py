"""Files that are none, or not where they should be."""

from __future__ import annotations

import os
import socket
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from tpaudit.loading import source
from tpaudit.loading.source import Folder, Unreadable
from tpaudit.messages import render


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "outside.yaml").write_text("secret", encoding="utf-8")
    inside = tmp_path / "inside"
    (inside / "t").mkdir(parents=True)
    (inside / "a.yaml").write_text("a: 1", encoding="utf-8")
    return inside


def reason(folder: Path, file: str) -> str:
    refused = Folder(folder).read(file)
    assert isinstance(refused, Unreadable)
    assert render(refused.help)
    return render(refused.reason)


def test_a_regular_file_and_a_link_to_it(folder: Path) -> None:
    (folder / "t" / "link.yaml").symlink_to("../a.yaml")
    (folder / "linked").symlink_to("t", target_is_directory=True)
    assert Folder(folder).read("a.yaml") == b"a: 1"
    assert Folder(folder).read("linked/link.yaml") == b"a: 1"
    (folder.parent / "other-name").symlink_to(folder, target_is_directory=True)
    assert Folder((folder.parent / "other-name").resolve()).read("t/link.yaml") == b"a: 1"


def test_links_to_the_outside(folder: Path) -> None:
    (folder / "out.yaml").symlink_to("../outside.yaml")
    (folder / "out").symlink_to("..", target_is_directory=True)
    for file in ("out.yaml", "out/outside.yaml", "../outside.yaml", str(folder.parent / "outside.yaml")):
        assert "outside the root file's folder" in reason(folder, file)


def test_a_neighbour_with_a_longer_name_is_outside(folder: Path) -> None:
    (folder.parent / "inside-not").mkdir()
    (folder.parent / "inside-not" / "a.yaml").write_text("", encoding="utf-8")
    (folder / "b.yaml").symlink_to("../inside-not/a.yaml")
    assert "outside" in reason(folder, "b.yaml")


def test_what_is_missing(folder: Path) -> None:
    (folder / "dangling.yaml").symlink_to("nothing")
    for file in ("b.yaml", "dangling.yaml", "a.yaml/b.yaml"):
        assert reason(folder, file) == f"{file} does not exist"


def test_names_that_no_system_knows(folder: Path) -> None:
    for file in ("a\0b", "x" * 5000, "\ud800"):
        assert reason(folder, file).startswith(file)


def test_a_link_to_itself(folder: Path) -> None:
    (folder / "loop.yaml").symlink_to("loop.yaml")
    assert "leads back to itself" in reason(folder, "loop.yaml")


def test_folders_pipes_sockets_and_devices(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.yaml")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.yaml")
        assert reason(folder, "socket.yaml") == "socket.yaml is a socket, not a file"
    assert reason(folder, "t") == "t is a folder, not a file"
    assert reason(folder, "pipe.yaml") == "pipe.yaml is a pipe, not a file"
    assert reason(Path("/dev"), "null") == "null is a device, not a file"


def test_a_pipe_that_takes_the_place_of_a_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.yaml")
    looked_at = SimpleNamespace(S_ISLNK=stat.S_ISLNK, S_ISREG=lambda _: True)
    monkeypatch.setattr("tpaudit.loading.below.stat", looked_at)
    assert reason(folder, "pipe.yaml") == "pipe.yaml is a pipe, not a file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(folder: Path) -> None:
    (folder / "a.yaml").chmod(0)
    assert reason(folder, "a.yaml") == "a.yaml may not be read"


def test_permission_denied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(top: Path, name: str) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tpaudit.loading.source.open_file", denied)
    assert reason(folder, "a.yaml") == "a.yaml may not be read"


def test_a_file_over_the_limit(folder: Path) -> None:
    with (folder / "a.yaml").open("wb") as file:
        file.truncate(10 * 1024 * 1024)
    assert isinstance(Folder(folder).read("a.yaml"), bytes)
    with (folder / "a.yaml").open("wb") as file:
        file.truncate(10 * 1024 * 1024 + 1)
    assert "10 MiB" in reason(folder, "a.yaml")


def test_a_file_that_claims_to_be_small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_irregular", lambda *_: None)
    monkeypatch.setattr(source, "MIB", 0)
    assert "10 MiB" in reason(folder, "a.yaml")


def test_globs_in_circles_end(folder: Path) -> None:
    (folder / "t" / "up").symlink_to("..", target_is_directory=True)
    (folder / "t" / "b.yaml").write_text("", encoding="utf-8")
    (folder / "t" / "folder.yaml").mkdir()
    (folder / "t" / "dangling.yaml").symlink_to("nothing")
    assert Folder(folder).glob("**/*.yaml") == ("a.yaml", "t/b.yaml", "t/dangling.yaml")
    assert Folder(folder).glob("t/up/a.yaml") == ("t/up/a.yaml",)
    assert Folder(folder).glob("nothing/*") == ()


def test_given_content_replaces_that_of_a_file(folder: Path) -> None:
    assert Folder(folder, {"a.yaml": b"new"}).read("a.yaml") == b"new"
