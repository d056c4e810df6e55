"""The cases of the public YAML test suite: each is read as it is meant, or refused for a reason that is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tpaudit.loading.documents import read_document
from tpaudit.messages import render

CASES: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("yaml_test_suite.json").read_text("utf-8"))[
    "cases"
]

POLICY = (
    "is refused: an inventory holds plain data",
    "in an inventory keys are texts",
    "a file of an inventory holds one",
    "holds more than letters, digits, - and _",
    "a tab is used where YAML allows only spaces",
    "but is not a directive that YAML knows",
)
"""Reasons to refuse valid YAML that hold whatever parser reads it."""

NOT_READ_BY_C = (
    "2JQS", "4MUZ-00", "4MUZ-01", "4MUZ-02", "58MP", "5MUD", "5T43", "6M2F", "7Z25", "8XYN", "9SA2", "CFD4",
    "DBG4", "DK3J", "FP8R", "HM87-00", "HWV9", "JR7V", "K3WX", "M7A3", "NHX8", "NJ66", "NKF9", "QT73", "S3PD",
    "SM9W-01", "UKK6-00", "VJP3-01", "W5VH", "WZ62",
)  # fmt: skip
"""Valid YAML that libyaml cannot read; it is refused as broken, at its place."""

LENIENT = (
    "9C9N", "9JBA", "CVW2", "DK95-01", "G5U8", "MUS6-00", "QB6E", "S98Z", "SU5Z", "X4QW", "Y79Y-03", "YJV2",
)  # fmt: skip
"""Invalid YAML that libyaml still reads as what it evidently means."""

OTHERWISE = {"L24T-01": {"foo": "x\n "}}
"""What is read of blank lines at a file's end."""


@pytest.mark.parametrize("name", CASES)
def test_it_is_read_as_meant_or_refused_with_a_reason(name: str) -> None:
    case = CASES[name]
    assert any(read_document("a.yaml", case["yaml"].encode(), pure=True)) or not case.get("value", case["yaml"])
    document, faults = read_document("a.yaml", case["yaml"].encode())
    said = [render(fault.message) for fault in faults]
    rows = case["yaml"].count("\n") + 1
    assert all(1 <= fault.span.line <= rows and fault.span.column >= 1 and render(fault.help) for fault in faults)
    if "invalid" in case:
        assert said or name in LENIENT
    elif faults:
        assert name in NOT_READ_BY_C or any(reason in text for text in said for reason in POLICY), said
    else:
        assert document is not None
        assert "value" not in case or document.value == OTHERWISE.get(name, case["value"])
