"""The README says what is true."""

from __future__ import annotations

import re

import pytest
from ruamel.yaml import YAML

from tests.inventories import audit_text
from tests.readme import README, generated

TEXT = README.read_text("utf-8")


def test_generated_parts_are_up_to_date() -> None:
    assert generated(TEXT) == TEXT


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL))
def test_yaml_blocks_are_valid(block: str) -> None:
    content = YAML(typ="safe").load(block)
    assert content
    if isinstance(content.get("touchpoints"), list) or "audit" in content:
        faults = [finding for finding in audit_text(block).findings if finding.code.startswith("INV00")]
        assert not faults
