"""Where bytes come from."""

from __future__ import annotations

from pathlib import Path

from tpaudit.loading.source import Folder


def test_a_link_that_leads_to_itself_hides_no_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    for name in "abcdefgh":
        (tmp_path / f"{name}.yaml").write_text("touchpoints: []\n")
    assert Folder(tmp_path).glob("*.yaml") == (*(f"{name}.yaml" for name in "abcdefgh"), "loop.yaml")
