"""Validators of HTML that we did not write find no error in any kind of report."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.outputs.judges import html_validate, nu
from tests.report.audits import example, hostile, large, of, of_text
from tests.report.test_changes import BEFORE, SURVEY, compared
from tpaudit.report.render import html

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of every kind."""
    folder = tmp_path_factory.mktemp("pages")
    changed, comparison = compared(BEFORE, BEFORE + SURVEY)
    several = of(*example("b2b-saas").inventories, *example("retail").inventories)
    for name, text in {
        "saas": html(example("b2b-saas"), language="de"),
        "several": html(several),
        "part": html(example("retail"), owner="marketing"),
        "since": html(changed, comparison=comparison),
        "nothing": html(of_text("")),
        "hostile": html(hostile()),
        "large": html(large(200)),
    }.items():
        (folder / f"{name}.html").write_text(text, "utf-8")
    return folder


def test_html_validate_finds_nothing(pages: Path) -> None:
    assert html_validate(pages) == ""


def test_the_validator_of_the_w3c_finds_no_error(pages: Path) -> None:
    assert nu(pages) == ""
