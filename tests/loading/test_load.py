from __future__ import annotations

from pathlib import Path

import pytest

from tpaudit.loading import limits
from tpaudit.loading.load import Loaded, load
from tpaudit.loading.source import Folder
from tpaudit.messages import render


def loaded(folder: Path, root: str, **files: str) -> Loaded:
    (folder / "tpaudit.yaml").write_text(root, encoding="utf-8")
    (folder / "t").mkdir()
    for name, text in files.items():
        (folder / "t" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(Folder(folder), "tpaudit.yaml")


def faults(result: Loaded) -> list[tuple[str, str, int, int, str]]:
    return [
        (fault.code, fault.file, fault.span.line, fault.span.column, render(fault.message)) for fault in result.faults
    ]


def test_included_files_are_read_once_each_in_sorted_order(tmp_path: Path) -> None:
    result = loaded(
        tmp_path, "include: ['t/b.yaml', 't/*.yaml', './t/a.yaml', '*.yaml']\n", b="x: 2", a="x: 1", c="x: 3"
    )
    assert [document.file for document in result.included] == ["t/a.yaml", "t/b.yaml", "t/c.yaml"]
    assert [document.value for document in result.included] == [{"x": 1}, {"x": 2}, {"x": 3}]
    assert (result.faults, result.complete) == ((), True)


@pytest.mark.parametrize("root", ["include: t/*.yaml\n", "x: &p [t/a.yaml]\ninclude: *p\n"])
def test_a_pattern_alone_and_an_alias_of_patterns(tmp_path: Path, root: str) -> None:
    assert [document.file for document in loaded(tmp_path, root, a="").included] == ["t/a.yaml"]


@pytest.mark.parametrize(
    "root", ["", "[]", "a: 1", "include:", "include: {a: b}", "include: 3", "include: [1, {a: b}, ]"]
)
def test_an_include_of_another_type_is_left_to_the_schema(tmp_path: Path, root: str) -> None:
    result = loaded(tmp_path, root)
    assert (result.included, result.faults, result.complete) == ((), (), True)


def test_faults_of_include_entries(tmp_path: Path) -> None:
    root = "include:\n- t/*.yml\n- t/x.yaml\n- ../a.yaml\n- /a.yaml\n- t\n- t/a.yaml\n"
    result = loaded(tmp_path, root, a="a: 1")
    assert faults(result) == [
        ("INV001", "tpaudit.yaml", 2, 3, "the include pattern t/*.yml matches no file"),
        ("INV001", "tpaudit.yaml", 3, 3, "the included file t/x.yaml does not exist"),
        ("INV001", "tpaudit.yaml", 4, 3, "the include pattern ../a.yaml leaves the folder of the root file"),
        ("INV001", "tpaudit.yaml", 5, 3, "the include pattern /a.yaml is an absolute path"),
        ("INV001", "tpaudit.yaml", 6, 3, "t is a folder, not a file"),
    ]
    assert result.faults[0].path == ("include", "t/*.yml")
    assert result.faults[4].subject == ("file", "t")
    assert [document.file for document in result.included] == ["t/a.yaml"]
    assert not result.complete


def test_faults_of_all_files(tmp_path: Path) -> None:
    result = loaded(tmp_path, "include: t/*.yaml\na: 1\na: 2\n", b="a: [", c="a: !x 1", d="a: 1")
    assert [fault[:4] for fault in faults(result)] == [
        ("INV002", "tpaudit.yaml", 3, 1),
        ("INV002", "t/b.yaml", 1, 4),
        ("INV002", "t/c.yaml", 1, 4),
    ]
    assert [document.file for document in result.included] == ["t/c.yaml", "t/d.yaml"]
    assert not result.complete


def test_a_duplicate_key_leaves_the_inventory_complete(tmp_path: Path) -> None:
    assert loaded(tmp_path, "a: 1\na: 2\n").complete


def test_an_entry_without_its_hyphen_is_lost(tmp_path: Path) -> None:
    assert not loaded(tmp_path, "include: t/*.yaml\n", a="touchpoints:\n- id: a\n  id: b\n").complete


@pytest.mark.parametrize("data", [b"a: \xe4\n<<<<<<< b", b"a: \xef\xbf\xbd\r\n<<<<<<< b"])
def test_the_lines_of_a_broken_file_are_kept_to_show_them(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "tpaudit.yaml").write_bytes(data)
    assert load(Folder(tmp_path), "tpaudit.yaml").broken == {"tpaudit.yaml": ("a: \ufffd", "<<<<<<< b")}


def test_nothing_is_shown_of_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "tpaudit.yaml").write_bytes("a: [".encode("utf-16"))
    assert load(Folder(tmp_path), "tpaudit.yaml").broken == {"tpaudit.yaml": ()}


def test_a_root_that_cannot_be_read(tmp_path: Path) -> None:
    result = load(Folder(tmp_path), "tpaudit.yaml")
    assert (result.root, result.included, result.complete) == (None, (), False)
    assert faults(result) == [("INV001", "tpaudit.yaml", 1, 1, "tpaudit.yaml does not exist")]


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILES", 2)
    result = loaded(tmp_path, "x: 1\ninclude: t/*.yaml\n", a="", b="", c="")
    assert faults(result) == [
        ("INV001", "tpaudit.yaml", 2, 1, "the inventory has 4 files, more than the 2 that are read")
    ]
    assert [document.file for document in result.included] == ["t/a.yaml"]
    assert not result.complete


def test_as_many_files_as_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILES", 3)
    assert loaded(tmp_path, "x: 1\ninclude: t/*.yaml\n", a="", b="").complete


def test_too_many_nodes_in_all_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_NODES", 10)
    result = loaded(tmp_path, "include: t/*.yaml\n", a="[1, 2, 3]", b="[1, 2, 3]", c="[]")
    assert [fault[:4] for fault in faults(result)] == [("INV002", "t/b.yaml", 1, 1)]
    assert [document.file for document in result.included] == ["t/a.yaml"]
    assert not result.complete


def test_a_thousand_files_through_folders_below(tmp_path: Path) -> None:
    for number in range(1000):
        file = tmp_path / f"t{number % 10}" / f"{number}.yaml"
        file.parent.mkdir(exist_ok=True)
        file.write_text("a: 1", encoding="utf-8")
    (tmp_path / "tpaudit.yaml").write_text("include: '**/*.yaml'", encoding="utf-8")
    assert len(load(Folder(tmp_path), "tpaudit.yaml").included) == 1000
