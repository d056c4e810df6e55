"""The starter inventories pass the check from the first minute, in each language."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inventories import audit_text
from tpaudit import starter
from tpaudit.severity import Severity
from tpaudit.starter.starting import EXAMPLES, start


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("example", EXAMPLES)
def test_a_starter_has_no_finding_above_info(example: str, language: str) -> None:
    text = (Path(starter.__file__).parent / "examples" / f"{example}.{language}.yaml").read_text("utf-8")

    result = audit_text(text)

    assert [
        finding for finding in result.findings if finding.severity is not Severity.INFO and not finding.waived
    ] == []
    assert len(result.inventory.touchpoints) >= 8
    assert text.splitlines()[0] == "# yaml-language-server: $schema=./tpaudit.schema.json"


def test_both_languages_say_the_same(tmp_path: Path) -> None:
    for example in EXAMPLES:
        shapes = []
        for language in ("en", "de"):
            result = audit_text(start(str(tmp_path / f"{example}-{language}"), example, language)[0].read_text("utf-8"))
            shapes.append(
                [
                    (touchpoint.id, touchpoint.type, touchpoint.channel, touchpoint.phase, touchpoint.owner)
                    for touchpoint in result.inventory.touchpoints
                ]
            )
        assert shapes[0] == shapes[1]
