"""An id is renamed wherever the files name it, and nothing else changes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tpaudit.app.accept import accept
from tpaudit.app.renaming import rename
from tpaudit.audit import Request
from tpaudit.inventory.building.build import build
from tpaudit.inventory.subject import Kind
from tpaudit.loading.discovery import Where
from tpaudit.loading.load import load
from tpaudit.loading.source import Folder
from tpaudit.loading.usage import UsageError

ROOT = """\
tpaudit: 1
coordinator: csm # ours
include: [more.yaml]
defaults: {owner: csm}
audience: [csm, the board]
contact_budget: {channels: {portal: {per_week: 1}}, phases: {go: {per_week: 2}}}
waive: [{rule: PRS001, segment: smb, reason: small}]
owners: [{id: csm, name: CSM}, {id: smb, name: Small business team}]
audiences: [{id: quiet, share: {smb: 0.3}}]
segments:
  - id: smb
    preferred_channels: [portal]
    contact_budget:
      channels: {portal: {per_week: 1}}
      phases:
        go: {per_week: 2}
phases:
  - {id: go, segments: [smb], coordinator: csm, window: {from: 0d, to: {at: 9d, after: start}}}
channels: [{id: portal, name: Portal}]
events:
  - {id: start, after: contract_start, at: 1d}
  - {id: later, after: start, at: 1d}
"""
MORE = """\
defaults: {segments: smb}
touchpoints:
  - id: kick # the kickoff
    name: kick # not a reference
    phase: go
    channel: [portal, {id: email, audience: quiet}]
    contributors: [csm]
    timing: {at: 2d, after: start}
    leads_to: tips
    feedback: {recipients: csm}
    per_segment: {smb: {owner: csm, channel: portal}}
  - id: tips
    name: Tips
    channel: portal
    timing:
      - {every: 1w, at: 1d, until: later, after: kick}
      - {at: 1d, after_each: kick}
    stop_when: [kick, "kick, perhaps"]
    decision: {action: merge, into: kick, owner: csm}
    leads_to: [{to: kick, handoff: kick}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tpaudit.yaml").write_text(ROOT, encoding="utf-8")
    (tmp_path / "more.yaml").write_text(MORE, encoding="utf-8")
    assert build(load(Folder(tmp_path), "tpaudit.yaml"), "tpaudit.yaml").faults == ()
    return tmp_path


def request(folder: Path) -> Request:
    return Request(date(2026, 11, 28), where=Where(folder, ()))


@pytest.mark.parametrize(
    ("old", "kind", "places"),
    [
        ("kick", None, 6),
        ("tips", None, 2),
        ("csm", None, 9),
        ("portal", None, 7),
        ("start", None, 4),
        ("go", None, 4),
        ("smb", Kind.SEGMENT, 6),
        ("smb", Kind.OWNER, 1),
        ("quiet", None, 2),
        ("later", None, 2),
    ],
)
def test_every_reference_and_nothing_else(old: str, kind: Kind | None, places: int, folder: Path) -> None:
    before = (ROOT + MORE).splitlines()

    renamed = rename(request(folder), old, "brand-new", kind, write=True)

    after = "".join((folder / name).read_text("utf-8") for name in ("tpaudit.yaml", "more.yaml"))
    assert renamed.places == places == after.count("brand-new")
    assert after.replace("brand-new", old).splitlines() == before
    inventory = build(load(Folder(folder), "tpaudit.yaml"), "tpaudit.yaml")
    assert inventory.faults == ()
    assert (renamed.kind, "brand-new") in inventory.origins


@pytest.mark.parametrize(
    ("old", "new", "kind", "said"),
    [
        ("smb", "x", None, "is the id of several: segment, owner"),
        ("kick", "tips", None, "tips is taken"),
        ("kick", "later", None, "later is taken"),
        ("kick", "New Id", None, "cannot be an id"),
        ("nobody", "x", None, "no entry of the files"),
        ("email", "mail", None, "no entry of the files"),
        ("kick", "x", Kind.OWNER, "no entry of the files"),
    ],
)
def test_what_is_refused(old: str, new: str, kind: Kind | None, said: str, folder: Path) -> None:
    with pytest.raises(UsageError, match=said):
        rename(request(folder), old, new, kind, write=True)

    assert (folder / "more.yaml").read_text("utf-8") == MORE


def test_files_with_faults_hide_where_an_id_is_named(folder: Path) -> None:
    (folder / "more.yaml").write_text(MORE + "  - {id: c, name: C, ower: csm}\n", encoding="utf-8")

    with pytest.raises(UsageError, match="1 fault"):
        rename(request(folder), "kick", "x", None, write=True)


def test_what_an_anchor_shares_is_refused_as_a_whole(folder: Path) -> None:
    text = MORE.replace("leads_to: tips", "leads_to: &x [tips]") + "  - {id: c, name: C, leads_to: *x}\n"
    (folder / "more.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(UsageError, match="cannot be changed safely"):
        rename(request(folder), "tips", "hints", None, write=True)

    assert (folder / "more.yaml").read_text("utf-8") == text


@pytest.mark.parametrize(("old", "kind"), [("kick", None), ("smb", Kind.SEGMENT), ("go", None)])
def test_known_debt_stays_known(old: str, kind: Kind | None, folder: Path) -> None:
    accept(request(folder), accept_new=False)
    before = json.loads((folder / "tpaudit.baseline.json").read_text("utf-8"))["findings"]

    rename(request(folder), old, "brand-new", kind, write=True)
    written = (folder / "tpaudit.baseline.json").read_bytes()
    said, code = accept(request(folder), accept_new=False)

    assert code == 0
    assert said[0].values["kept"] == len(before)
    assert (folder / "tpaudit.baseline.json").read_bytes() == written
