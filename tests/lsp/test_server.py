"""The language server, driven over the protocol by a client of our own."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import Client

ROOT = """\
tpaudit: 1
name: Rota
include: [touchpoints.yaml]
contact_budget: {per_week: 3}
owners:
  - id: csm
    name: Customer Success
  - id: marketing
    name: Marketing
segments:
  - id: smb
    name: Small business
"""
TOUCHPOINTS = """\
touchpoints:
  - id: kickoff
    name: Kickoff call
    type: kickoff
    phase: onboarding
    channel: video
    owner: csm
    purpose: Agree on the goals of the first quarter
    timing:
      at: 3d
  - id: follow-up
    name: Grüße 😀 nach dem Kickoff
    type: follow_up
    phase: onboarding
    channel: email
    owner: csm
    purpose: Send what was agreed on in the kickoff
    timing: {at: 1d, after: kickoff}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An inventory of two files."""
    (tmp_path / "tpaudit.yaml").write_text(ROOT, "utf-8")
    (tmp_path / "touchpoints.yaml").write_text(TOUCHPOINTS, "utf-8")
    return tmp_path.resolve()


@pytest.fixture
def editor(folder: Path) -> Iterator[Client]:
    """An editor with the touchpoints open, audited once."""
    with Client(folder) as client:
        client.open("touchpoints.yaml")
        client.wait(lambda: client.uri("touchpoints.yaml") in client.diagnostics)
        yield client


def line_of(text: str, part: str) -> tuple[int, int]:
    """Return line and column of a part of a text, from 0."""
    index = text.index(part)
    return text.count("\n", 0, index), index - text.rfind("\n", 0, index) - 1


def labels(items: Any) -> list[str]:
    return [item["label"] for item in items["items"]]


def test_findings_follow_the_text_that_is_not_saved(editor: Client) -> None:
    assert "OWN001" not in editor.codes("touchpoints.yaml")
    editor.change("touchpoints.yaml", TOUCHPOINTS.replace("    owner: csm\n", "", 1))
    editor.wait(lambda: "OWN001" in editor.codes("touchpoints.yaml"))
    (found,) = [
        diagnostic
        for diagnostic in editor.diagnostics[editor.uri("touchpoints.yaml")]
        if diagnostic["code"] == "OWN001"
    ]
    assert found["range"]["start"]["line"] == 1
    assert found["severity"] == 1
    assert found["message"].startswith("Nobody owns Kickoff call.")
    editor.change("touchpoints.yaml", TOUCHPOINTS)
    editor.wait(lambda: "OWN001" not in editor.codes("touchpoints.yaml"))


def test_a_fault_of_syntax_is_told_and_the_other_findings_stay(editor: Client) -> None:
    editor.change("touchpoints.yaml", TOUCHPOINTS.replace("    owner: csm\n", "", 1))
    editor.wait(lambda: "OWN001" in editor.codes("touchpoints.yaml"))
    editor.change("touchpoints.yaml", TOUCHPOINTS.replace("    owner: csm\n", "", 1) + "  - id: [\n")
    editor.wait(lambda: "INV002" in editor.codes("touchpoints.yaml"))
    assert "OWN001" in editor.codes("touchpoints.yaml")
    time.sleep(1.5)  # the whole audit has run, too
    assert "INV002" in editor.codes("touchpoints.yaml")
    assert "OWN001" in editor.codes("touchpoints.yaml")
    editor.change("touchpoints.yaml", TOUCHPOINTS)
    editor.wait(lambda: not {"INV002", "OWN001"} & set(editor.codes("touchpoints.yaml")))


def test_places_are_counted_in_utf_16(editor: Client) -> None:
    text = TOUCHPOINTS.replace(
        "timing: {at: 1d, after: kickoff}", "x-note: '😀'\n    timing: {x-a: '😀', after: nobody}"
    )
    editor.change("touchpoints.yaml", text)
    editor.wait(lambda: "INV005" in editor.codes("touchpoints.yaml"))
    (found,) = [
        diagnostic
        for diagnostic in editor.diagnostics[editor.uri("touchpoints.yaml")]
        if diagnostic["code"] == "INV005"
    ]
    line = text.splitlines()[found["range"]["start"]["line"]]
    start = found["range"]["start"]["character"] * 2
    assert line.encode("utf-16-le")[start:].decode("utf-16-le").startswith("after")


def test_ids_of_the_right_kind_are_offered_with_their_names(editor: Client) -> None:
    row, column = line_of(TOUCHPOINTS, "owner: csm")
    offered = editor.ask("textDocument/completion", editor.at("touchpoints.yaml", row, column + 7))
    assert labels(offered) == ["csm", "marketing"]
    assert [item["detail"] for item in offered["items"]] == ["Customer Success", "Marketing"]
    row, column = line_of(TOUCHPOINTS, "after: kickoff")
    offered = labels(editor.ask("textDocument/completion", editor.at("touchpoints.yaml", row, column + 7)))
    assert {"kickoff", "follow-up", "contract_start", "phase_end"} <= set(offered)
    assert "csm" not in offered


def test_ids_are_offered_where_the_file_is_broken_by_what_is_typed(editor: Client) -> None:
    text = TOUCHPOINTS + "    leads_to: [\n"
    editor.change("touchpoints.yaml", text)
    offered = editor.ask("textDocument/completion", editor.at("touchpoints.yaml", text.count("\n") - 1, 15))
    assert set(labels(offered)) == {"kickoff", "follow-up"}


def test_rules_are_offered_in_a_waiver(editor: Client) -> None:
    text = TOUCHPOINTS + "    waive:\n      - rule: \n"
    editor.change("touchpoints.yaml", text)
    offered = editor.ask("textDocument/completion", editor.at("touchpoints.yaml", text.count("\n") - 1, 14))
    assert "TIM004" in labels(offered)


def test_hover_tells_days_and_findings(editor: Client) -> None:
    row, column = line_of(TOUCHPOINTS, "after: kickoff")
    said = editor.ask("textDocument/hover", editor.at("touchpoints.yaml", row, column + 9))["contents"]["value"]
    assert "Kickoff call" in said
    assert "Small business: days 3" in said
    row, column = line_of(TOUCHPOINTS, "owner: csm")
    said = editor.ask("textDocument/hover", editor.at("touchpoints.yaml", row, column + 8))["contents"]["value"]
    assert "Customer Success" in said
    assert "2 touchpoints" in said
    assert editor.ask("textDocument/hover", editor.at("touchpoints.yaml", 3, 12)) is None


def test_definition_and_references_cross_files(editor: Client) -> None:
    row, column = line_of(TOUCHPOINTS, "owner: csm")
    place = editor.at("touchpoints.yaml", row, column + 8)
    found = editor.ask("textDocument/definition", place)
    assert found["uri"] == editor.uri("tpaudit.yaml")
    assert found["range"]["start"]["line"] == 5
    places = editor.ask("textDocument/references", {**place, "context": {"includeDeclaration": True}})
    assert [(place["uri"].rsplit("/", 1)[1], place["range"]["start"]["line"]) for place in places] == [
        ("tpaudit.yaml", 5),
        ("touchpoints.yaml", 6),
        ("touchpoints.yaml", 15),
    ]
    line = TOUCHPOINTS.splitlines()[6]
    assert line[places[1]["range"]["start"]["character"] : places[1]["range"]["end"]["character"]] == "csm"


def test_symbols_folding_and_lens(editor: Client) -> None:
    document = {"textDocument": {"uri": editor.uri("touchpoints.yaml")}}
    (section,) = editor.ask("textDocument/documentSymbol", document)
    assert (section["name"], [child["name"] for child in section["children"]]) == (
        "touchpoints",
        ["kickoff", "follow-up"],
    )
    ranges = editor.ask("textDocument/foldingRange", document)
    assert {(folded["startLine"], folded["endLine"]) for folded in ranges} >= {(1, 9), (10, 17)}
    found = editor.ask("workspace/symbol", {"query": "kick"})
    assert {symbol["name"] for symbol in found} == {"kickoff", "follow-up"}
    editor.open("tpaudit.yaml")
    (lens,) = editor.ask("textDocument/codeLens", {"textDocument": {"uri": editor.uri("tpaudit.yaml")}})
    assert lens["range"]["start"]["line"] == 10
    assert "of 3" in lens["command"]["title"]


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """Return a text after the edits of an action."""
    lines = text.splitlines(keepends=True)
    for edit in sorted(edits, key=lambda change: -change["range"]["start"]["line"]):
        start, end = edit["range"]["start"], edit["range"]["end"]
        before = "".join(lines[: start["line"]]) + "".join(lines[start["line"] :])[: start["character"]]
        after = "".join(lines[end["line"] :])[end["character"] :]
        lines = (before + edit["newText"] + after).splitlines(keepends=True)
    return "".join(lines)


def test_actions_fill_waive_and_retire(editor: Client) -> None:
    text = TOUCHPOINTS.replace("    owner: csm\n", "    # whose is it?\n", 1)
    editor.change("touchpoints.yaml", text)
    editor.wait(lambda: "OWN001" in editor.codes("touchpoints.yaml"))
    uri = editor.uri("touchpoints.yaml")
    (found,) = [diagnostic for diagnostic in editor.diagnostics[uri] if diagnostic["code"] == "OWN001"]
    actions = editor.ask(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": [found]}},
    )
    by_title = {action["title"]: action["edit"]["changes"][uri] for action in actions}
    assert list(by_title)[:2] == ["owner: csm (Customer Success)", "owner: marketing (Marketing)"]
    filled = applied(text, by_title["owner: csm (Customer Success)"])
    assert "    # whose is it?\n" in filled
    assert filled.count("owner: csm\n") == 2
    waived = applied(text, by_title["Waive OWN001 here, with a reason"])
    assert "rule: OWN001" in waived
    assert "status: retired" in applied(text, by_title["Retire this touchpoint"])
    editor.change("touchpoints.yaml", filled)
    editor.wait(lambda: "OWN001" not in editor.codes("touchpoints.yaml"))


def test_what_corrects_itself_comes_first(editor: Client) -> None:
    text = TOUCHPOINTS.replace("    purpose: Agree", "    purpse: Agree", 1)
    editor.change("touchpoints.yaml", text)
    editor.wait(lambda: "INV003" in editor.codes("touchpoints.yaml"))
    uri = editor.uri("touchpoints.yaml")
    (found,) = [diagnostic for diagnostic in editor.diagnostics[uri] if diagnostic["code"] == "INV003"]
    first, *_ = editor.ask(
        "textDocument/codeAction",
        {"textDocument": {"uri": uri}, "range": found["range"], "context": {"diagnostics": [found]}},
    )
    assert first["isPreferred"]
    assert applied(text, first["edit"]["changes"][uri]) == TOUCHPOINTS


def test_an_id_is_renamed_in_all_files(editor: Client) -> None:
    row, column = line_of(TOUCHPOINTS, "owner: csm")
    place = editor.at("touchpoints.yaml", row, column + 8)
    ready = editor.ask("textDocument/prepareRename", place)
    assert TOUCHPOINTS.splitlines()[row][ready["start"]["character"] : ready["end"]["character"]] == "csm"
    changes = editor.ask("textDocument/rename", {**place, "newName": "success"})["changes"]
    touchpoints = applied(TOUCHPOINTS, changes[editor.uri("touchpoints.yaml")])
    root = applied(ROOT, changes[editor.uri("tpaudit.yaml")])
    assert touchpoints == TOUCHPOINTS.replace("owner: csm", "owner: success")
    assert root == ROOT.replace("id: csm", "id: success")


def test_what_cannot_be_renamed_is_said(editor: Client) -> None:
    row, column = line_of(TOUCHPOINTS, "owner: csm")
    place = editor.at("touchpoints.yaml", row, column + 8)
    with pytest.raises(AssertionError, match="marketing is taken already"):
        editor.ask("textDocument/rename", {**place, "newName": "marketing"})
    row, column = line_of(TOUCHPOINTS, "channel: video")
    assert editor.ask("textDocument/prepareRename", editor.at("touchpoints.yaml", row, column + 10)) is None


def test_an_hour_of_typing_leaves_no_wrong_marker(editor: Client, folder: Path) -> None:
    text = "\ntouchpoints:\n" + TOUCHPOINTS.split("\n", 1)[1]
    editor.change("touchpoints.yaml", "")
    for end in range(0, len(text) + 1, 7):
        editor.change("touchpoints.yaml", text[:end])
    for row, column in ((3, 0), (4, 4), (8, 10)):
        editor.type("touchpoints.yaml", row, column, "{[")
        editor.type("touchpoints.yaml", row, column, "", over=2)
    editor.change("touchpoints.yaml", TOUCHPOINTS)
    with Client(folder) as fresh:
        fresh.open("touchpoints.yaml")
        fresh.wait(lambda: fresh.uri("touchpoints.yaml") in fresh.diagnostics)
        editor.wait(lambda: editor.diagnostics == fresh.diagnostics)


def test_a_file_without_inventory_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("a: [\n", "utf-8")
    with Client(tmp_path.resolve()) as client:
        client.open("other.yaml")
        time.sleep(1.5)
        assert client.codes("other.yaml") in ([], ["INV002"])
        assert client.ask("textDocument/completion", client.at("other.yaml", 0, 2))["items"] == []


def test_completion_answers_while_the_audit_runs(tmp_path: Path) -> None:
    touchpoints = "".join(
        f"  - id: t{number}\n    name: Mail {number}\n    type: nudge\n    phase: onboarding\n    channel: email\n"
        f"    owner: csm\n    purpose: Say what is new in part {number}\n    timing: {{at: {number % 90}d}}\n"
        for number in range(1000)
    )
    (tmp_path / "tpaudit.yaml").write_text(ROOT, "utf-8")
    (tmp_path / "touchpoints.yaml").write_text(f"touchpoints:\n{touchpoints}", "utf-8")
    with Client(tmp_path.resolve()) as client:
        client.open("touchpoints.yaml")
        client.wait(lambda: client.uri("touchpoints.yaml") in client.diagnostics, 120)
        client.type("touchpoints.yaml", 6, 11, "x")
        time.sleep(0.6)  # the audit of the new text is under way
        started = time.monotonic()
        offered = client.ask("textDocument/completion", client.at("touchpoints.yaml", 6, 12))
        took = time.monotonic() - started
    assert labels(offered) == ["csm", "marketing"]
    assert took < 2, "on a busy machine; the benchmark measures a quiet one"
