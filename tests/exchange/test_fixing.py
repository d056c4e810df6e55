"""What corrects itself is corrected in the files, and what somebody must choose only when asked to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.cli.running import TODAY, tpaudit
from tests.inventories import audit_text
from tpaudit.app.fixing import Fixed, fix
from tpaudit.audit import Request
from tpaudit.exchange.fixing import fixes
from tpaudit.loading.discovery import Where
from tpaudit.loading.usage import UsageError

HEAD = "tpaudit: 1\nowners: [{id: csm, name: CSM}]\nsegments: [{id: smb}]\n"


def fixed(folder: Path, text: str, *, unsafe: bool = False, write: bool = True) -> Fixed:
    """Fix one inventory."""
    (folder / "tpaudit.yaml").write_text(text, encoding="utf-8")
    (done,) = fix(Request(date(2026, 11, 28), where=Where(folder, ())), unsafe=unsafe, write=write)
    return done


def touchpoint(fields: str) -> str:
    return f"{HEAD}touchpoints:\n  - id: a\n    name: A\n{fields}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    ownr: csm # ours\n", "    owner: csm # ours\n"),
        ("    owner: cms\n", "    owner: csm\n"),
        ("    segments: [smbb] # all\n", "    segments: [smb] # all\n"),
        ("    x_crm: 7\n", "    x-crm: 7\n"),
        ("    timing:\n      at: 45 days # after\n", "    timing:\n      at: 45d # after\n"),
        ("    reach: 28,4 %\n", "    reach: 28.4%\n"),
        ("    review_by: 31.12.2027\n", "    review_by: 2027-12-31\n"),
        ("    channel: Email\n", "    channel: email\n"),
        (
            "    timing:\n      - every: 1w\n      - at: 3d\n      - every: 1w # again\n",
            "    timing:\n      - every: 1w\n      - at: 3d\n      # again\n",
        ),
        ("    waive:\n      - rule: OWN001 # why\n        reason: x\n    owner: csm\n", None),
        ("    waive: {rule: OWN001, reason: x}\n    owner: csm\n", "    owner: csm\n"),
        (
            "    waive:\n      - {rule: OWN001, reason: x}\n      - {rule: PUR001, reason: y}\n    owner: csm\n",
            "    waive:\n      - {rule: PUR001, reason: y}\n    owner: csm\n",
        ),
        ("    waive:\n      - {rule: OWN001, reason: x}\n    owner: csm\n", "    owner: csm\n"),
    ],
)
def test_what_corrects_itself(before: str, after: str | None, tmp_path: Path) -> None:
    done = fixed(tmp_path, touchpoint(before))

    text = (tmp_path / "tpaudit.yaml").read_text("utf-8")
    if after is None:
        assert "waive" not in text
        assert "# why" in text
        return
    assert text == touchpoint(after)
    assert done.fixed == 1
    assert done.refused == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("    status: active\n", "    status: live\n"),
        ("    timing:\n      at: 45\n", "    timing:\n      at: 45d\n"),
        ("    type: qbr\n", "    type: business_review\n"),
    ],
)
def test_what_somebody_must_choose(before: str, after: str, tmp_path: Path) -> None:
    left = fixed(tmp_path, touchpoint(before))
    assert (left.fixed, left.unsafe, left.edits) == (0, 1, ())

    done = fixed(tmp_path, touchpoint(before), unsafe=True)

    assert (tmp_path / "tpaudit.yaml").read_text("utf-8") == touchpoint(after)
    assert (done.fixed, done.unsafe) == (1, 0)


def test_a_fix_may_show_what_stood_behind_it(tmp_path: Path) -> None:
    done = fixed(tmp_path, touchpoint("    timng:\n      at: 45 days\n    waive: {rule: TIM001, reason: x}\n"))

    text = (tmp_path / "tpaudit.yaml").read_text("utf-8")
    assert text == touchpoint("    timing:\n      at: 45d\n")
    assert done.fixed == 3


def test_the_command_shows_first_and_writes_then(tmp_path: Path) -> None:
    text = touchpoint("    ownr: csm # ours\n    status: active\n")
    (tmp_path / "tpaudit.yaml").write_text(text, encoding="utf-8")

    shown = tpaudit("check", "--diff", *TODAY, cwd=tmp_path)
    assert shown.code == 1
    assert "-    ownr: csm # ours\n+    owner: csm # ours\n" in shown.out
    assert (tmp_path / "tpaudit.yaml").read_text("utf-8") == text

    done = tpaudit("check", "--fix", *TODAY, cwd=tmp_path)
    assert "1 fixed; 1 more has a fix that somebody must choose: --unsafe-fixes" in done.err
    assert "active" in done.out
    assert "ownr" not in (tmp_path / "tpaudit.yaml").read_text("utf-8")
    assert tpaudit("check", "--diff", *TODAY, cwd=tmp_path).code == 0


def test_standard_input_has_no_file() -> None:
    with pytest.raises(UsageError, match="standard input"):
        fix(Request(date(2026, 11, 28), where=Where(Path(), ("-",))), unsafe=False, write=True)


def test_waived_and_clean_inventories_are_left_alone() -> None:
    result = audit_text(touchpoint("    owner: csm\n"))

    assert fixes(result.inventory, result.findings, unsafe=True).changes == {}
