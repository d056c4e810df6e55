"""Where bytes come from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tpaudit.loading.source import Folder, Unreadable
from tpaudit.messages import render


def test_a_link_that_leads_to_itself_hides_no_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    for name in "abcdefgh":
        (tmp_path / f"{name}.yaml").write_text("touchpoints: []\n")
    assert Folder(tmp_path).glob("*.yaml") == (*(f"{name}.yaml" for name in "abcdefgh"), "loop.yaml")


def test_a_folder_that_may_not_be_listed_is_no_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Permissions would not stop root, who runs the tests in many a container.
    (tmp_path / "closed").mkdir()
    scandir, access = os.scandir, os.access

    def listed(path: Path) -> object:
        if path.name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("tpaudit.loading.source.os.scandir", listed)
    monkeypatch.setattr(
        "tpaudit.loading.source.os.access", lambda path, mode: Path(path).name != "closed" and access(path, mode)
    )
    assert Folder(tmp_path).glob("**/*.yaml") == ("closed",)
    refused = Folder(tmp_path).read("closed")
    assert isinstance(refused, Unreadable)
    assert (render(refused.reason), render(refused.help)) == (
        "closed may not be read", "Allow reading it, for example with chmod u+rx."
    )  # fmt: skip
