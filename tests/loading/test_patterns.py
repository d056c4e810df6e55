from __future__ import annotations

from collections.abc import Iterator

import pytest

from tpaudit.loading.patterns import FolderEntry, expand, refusal
from tpaudit.messages import render

FILES = (
    "a.yaml",
    "b.yml",
    ".hidden.yaml",
    "t/a.yaml",
    "t/b.yaml",
    "t/u/c.yaml",
    "t/.git/d.yaml",
    "x.yaml/e.yaml",
    "[z].yaml",
)


def listing(folder: str) -> Iterator[FolderEntry]:
    prefix = f"{folder}/" if folder else ""
    inside = [file.removeprefix(prefix) for file in FILES if file.startswith(prefix)]
    for name in dict.fromkeys(path.split("/")[0] for path in inside):
        yield FolderEntry(name, is_folder=name not in inside)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a.yaml", ["a.yaml"]),
        ("./t//a.yaml", ["t/a.yaml"]),
        ("t/*.yaml", ["t/a.yaml", "t/b.yaml"]),
        ("*.yaml", ["[z].yaml", "a.yaml"]),
        ("?.y*ml", ["a.yaml", "b.yml"]),
        ("t/[ac].yaml", ["t/a.yaml"]),
        ("t/[!a].yaml", ["t/b.yaml"]),
        ("[[]z].yaml", ["[z].yaml"]),
        ("**/*.yaml", ["[z].yaml", "a.yaml", "t/a.yaml", "t/b.yaml", "t/u/c.yaml", "x.yaml/e.yaml"]),
        ("t/**/c.yaml", ["t/u/c.yaml"]),
        ("t/**/**/**/*.yaml", ["t/a.yaml", "t/b.yaml", "t/u/c.yaml"]),
        ("t/**", ["t/a.yaml", "t/b.yaml", "t/u/c.yaml"]),
        (".*.yaml", [".hidden.yaml"]),
        ("t/.git/*", ["t/.git/d.yaml"]),
        ("t", ["t"]),
        ("A.yaml", []),
        ("a.yaml/b", []),
        ("[", []),
        (".", []),
    ],
)
def test_expand(pattern: str, expected: list[str]) -> None:
    assert list(expand(pattern, listing)) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("**/*.yaml", ["closed", "open/a.yaml"]), ("closed/a.yaml", ["closed"]), ("open/*.yaml", ["open/a.yaml"])],
)
def test_a_folder_that_may_not_be_listed_stands_for_what_is_in_it(pattern: str, expected: list[str]) -> None:
    folders = {
        "": [FolderEntry("closed", is_folder=True), FolderEntry("open", is_folder=True)],
        "open": [FolderEntry("a.yaml", is_folder=False)],
    }
    assert list(expand(pattern, folders.get)) == expected


def test_a_root_folder_that_may_not_be_listed() -> None:
    assert expand("*.yaml", lambda _: None) == (".",)


@pytest.mark.parametrize(
    ("pattern", "part"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("/etc/passwd", "absolute"),
        ("C:/x.yaml", "absolute"),
        ("../x.yaml", "leaves"),
        ("a/../../x.yaml", "leaves"),
        ("a\\*.yaml", "backslash"),
        ("a\0", "NUL"),
    ],
)
def test_refusal(pattern: str, part: str) -> None:
    refused = refusal(pattern)
    assert refused is not None
    assert part in render(refused.message)
    assert render(refused.help)


@pytest.mark.parametrize("pattern", ["a.yaml", "a/..b/*.yaml", "**/*.yaml", "a b.yaml", "ü.yaml"])
def test_acceptable(pattern: str) -> None:
    assert refusal(pattern) is None
