from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pytest

from tpaudit.loading.discovery import Root, find_roots
from tpaudit.loading.usage import UsageError
from tpaudit.messages import render


def write(path: Path, text: str = "tpaudit: 1\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def found(folder: Path, *paths: str) -> list[str]:
    return [root.path.relative_to(folder.resolve()).as_posix() for root in find_roots(paths, cwd=folder)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder at which the way upwards ends."""
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    return tmp_path / "repo"


def test_a_root_file_by_its_usual_name_needs_no_look_inside(folder: Path) -> None:
    write(folder / "tpaudit.yaml", "not: [valid")
    assert found(folder, "tpaudit.yaml") == ["tpaudit.yaml"]


@pytest.mark.parametrize(
    "text", ["a: 1\ntpaudit: 1\n", '"tpaudit" : 1', "{name: x, tpaudit: 1}", '\ufeff{"tpaudit": 1}']
)
@pytest.mark.parametrize("name", ["journey.yaml", "journey.json", "journey"])
def test_a_root_file_by_any_name(folder: Path, name: str, text: str) -> None:
    write(folder / name, text)
    assert found(folder, name) == [name]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_root_file_in_another_encoding_is_one_all_the_same(folder: Path, encoding: str) -> None:
    (folder / "journey.yaml").write_bytes("tpaudit: 1\n".encode(encoding))
    assert found(folder, "journey.yaml") == ["journey.yaml"]


def test_a_folder_that_holds_a_root(folder: Path) -> None:
    write(folder / "a" / "tpaudit.yml")
    write(folder / "b" / "journey.yaml")
    write(folder / "b" / "other.yaml", "tpaudit_not: 1")
    write(folder / "a" / "deeper" / "tpaudit.yaml")
    assert found(folder, "a", "b") == ["a/tpaudit.yml", "b/journey.yaml"]


def test_both_usual_names_in_one_folder_are_one_too_many(folder: Path) -> None:
    write(folder / "tpaudit.yaml")
    write(folder / "tpaudit.yml")
    with pytest.raises(UsageError, match=r"both tpaudit\.yaml, tpaudit\.yml"):
        find_roots(["."], cwd=folder)
    assert found(folder, "tpaudit.yml") == ["tpaudit.yml"]


def test_a_link_to_nothing_is_called_by_its_own_name(folder: Path) -> None:
    (folder / "tpaudit.yaml").symlink_to("moved.yaml")
    assert found(folder, ".") == ["tpaudit.yaml"]


def test_an_included_file_finds_its_root_above(folder: Path) -> None:
    write(folder / "tpaudit.yaml", "tpaudit: 1\ninclude: [touchpoints/*.yaml]\n")
    write(folder / "touchpoints" / "a.yaml", "touchpoints: []")
    write(folder / "touchpoints" / "b.yaml", "touchpoints: []")
    root = folder.resolve() / "tpaudit.yaml"
    assert find_roots(["touchpoints/b.yaml"], cwd=folder) == (Root(root, ("touchpoints/b.yaml",)),)
    assert find_roots(["b.yaml", "a.yaml", "b.yaml"], cwd=folder / "touchpoints") == (
        Root(root, ("touchpoints/a.yaml", "touchpoints/b.yaml")),
    )
    assert find_roots(["touchpoints/b.yaml", "."], cwd=folder) == (Root(root),)
    assert find_roots(["tpaudit.yaml", "touchpoints/b.yaml"], cwd=folder) == (Root(root),)


def test_a_nearer_root_that_does_not_include_the_file_is_passed_over(folder: Path) -> None:
    write(folder / "journey.yaml", "tpaudit: 1\ninclude: [sub/a.yaml]\n")
    write(folder / "sub" / "tpaudit.yaml")
    write(folder / "sub" / "a.yaml", "touchpoints: []")
    assert find_roots(["sub/a.yaml"], cwd=folder) == (Root(folder.resolve() / "journey.yaml", ("sub/a.yaml",)),)


def test_a_broken_root_above_is_shown_whole(folder: Path) -> None:
    write(folder / "tpaudit.yaml", "tpaudit: [\n")
    write(folder / "a.yaml", "touchpoints: []")
    assert find_roots(["a.yaml"], cwd=folder) == (Root(folder.resolve() / "tpaudit.yaml"),)


def test_a_file_that_belongs_to_no_root(folder: Path) -> None:
    write(folder / "tpaudit.yaml")
    write(folder / "a.yaml", "touchpoints: []")
    with pytest.raises(UsageError, match=r"a\.yaml is not a root file"):
        find_roots(["a.yaml"], cwd=folder)


@pytest.mark.parametrize("path", ["missing.yaml", "missing/tpaudit.yaml", "", "a\0b", "x" * 5000])
def test_what_does_not_exist(folder: Path, path: str) -> None:
    if not path:
        assert find_roots([path], cwd=folder) == ()
        return
    with pytest.raises(UsageError) as raised:
        find_roots([path], cwd=folder)
    assert path in render(raised.value.message)
    assert render(raised.value.help)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_neither_file_nor_folder(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    os.mkfifo(folder / "pipe.yaml")
    with pytest.raises(UsageError, match="pipe is neither"):
        find_roots(["pipe"], cwd=folder)
    assert find_roots(["."], cwd=folder) == ()


def test_a_link_that_leads_to_itself(folder: Path) -> None:
    (folder / "loop.yaml").symlink_to("loop.yaml")
    with pytest.raises(UsageError, match=r"loop\.yaml"):
        find_roots(["loop.yaml"], cwd=folder)
    (folder / "tpaudit.yaml").symlink_to("tpaudit.yaml")
    assert found(folder) == ["tpaudit.yaml"]


def test_without_a_path_the_nearest_root_above(folder: Path) -> None:
    write(folder / "tpaudit.yaml")
    write(folder / "a" / "tpaudit.yml")
    (folder / "a" / "b" / "c").mkdir(parents=True)
    assert [root.path.name for root in find_roots([], cwd=folder / "a" / "b" / "c")] == ["tpaudit.yml"]
    assert [root.path.name for root in find_roots([], cwd=folder)] == ["tpaudit.yaml"]


def test_without_a_path_the_way_up_ends_at_the_repository(folder: Path) -> None:
    write(folder.parent / "tpaudit.yaml")
    (folder / "a").mkdir()
    assert find_roots([], cwd=folder / "a") == ()
    write(folder / "a" / "b" / "tpaudit.yaml")
    assert found(folder / "a") == ["b/tpaudit.yaml"]


def test_a_folder_without_a_root_means_every_root_below(folder: Path) -> None:
    for name in ("z", "a/b", "a/b/c", ".hidden", ".git/x", "a/.venv/y"):
        write(folder / name / "tpaudit.yaml")
    write(folder / "a" / "other.yaml")
    (folder / "a" / "loop").symlink_to(folder, target_is_directory=True)
    assert found(folder, ".") == ["a/b/tpaudit.yaml", "a/b/c/tpaudit.yaml", "z/tpaudit.yaml"]


def test_ignored_folders_are_skipped(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".git").rmdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    write(folder / ".gitignore", "build/\nnode_*\n")
    for name in ("build", "sub/build/x", "node_modules/p", "kept ünd more", "kept\nline"):
        write(folder / name / "tpaudit.yaml")
    assert found(folder, ".") == ["kept\nline/tpaudit.yaml", "kept ünd more/tpaudit.yaml"]
    assert found(folder / "sub" / "build", ".") == []
    assert found(folder, "build") == ["build/tpaudit.yaml"]


def test_without_git_nothing_is_ignored(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    write(folder / "a" / "tpaudit.yaml")
    assert found(folder, ".") == ["a/tpaudit.yaml"]


def test_a_folder_that_nobody_may_look_into_is_not_taken_for_empty(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (folder / "closed").mkdir()
    assert found(folder, "closed") == []
    monkeypatch.setattr("tpaudit.loading.discovery.os.scandir", denied)
    with pytest.raises(UsageError, match="closed cannot be read: Permission denied"):
        found(folder, "closed")


def test_a_root_named_twice_appears_once(folder: Path) -> None:
    write(folder / "a" / "tpaudit.yaml")
    (folder / "link").symlink_to("a", target_is_directory=True)
    assert found(folder, "a", "./a/tpaudit.yaml", str(folder / "a"), "link", "link/tpaudit.yaml") == ["a/tpaudit.yaml"]


def test_standard_input(folder: Path) -> None:
    (root,) = find_roots(["-", "-"], cwd=folder, stdin=io.BytesIO(b"tpaudit: 1"))
    assert root == Root(folder.resolve() / "stdin.yaml", text=b"tpaudit: 1")
    assert root.folder().read("stdin.yaml") == b"tpaudit: 1"
    (root,) = find_roots(["-"], cwd=folder, stdin=io.BytesIO(b""), stdin_filename="sub/x.yaml")
    assert root.path == folder.resolve() / "sub" / "x.yaml"
