"""The other commands, through their real entry point."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import EXAMPLES, TODAY, tpaudit
from tpaudit import __version__

COMMANDS = (
    "init", "check", "report", "schedule", "observe", "list", "diff", "baseline", "import", "export", "rename", "rules",
    "explain", "schema", "lsp",
)  # fmt: skip


def test_version() -> None:
    assert tpaudit("--version").out == f"tpaudit {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_help_fits_80_columns_and_shows_examples(command: str) -> None:
    run = tpaudit(command, "--help")
    assert run.code == 0
    assert "Examples:" in run.out
    assert "<str>" not in run.out
    assert "list[" not in run.out
    assert max(map(len, run.out.splitlines())) <= 80


def test_help_names_every_command() -> None:
    run = tpaudit("--help")
    assert all(f"  {command} " in run.out for command in COMMANDS)


def test_init_writes_an_inventory_that_passes_and_overwrites_nothing(tmp_path: Path) -> None:
    assert tpaudit("init", cwd=tmp_path).code == 0
    inventory, schema = tmp_path / "tpaudit.yaml", tmp_path / "tpaudit.schema.json"
    assert inventory.read_text().startswith("# yaml-language-server: $schema=./tpaudit.schema.json\n")
    assert schema.read_text() == tpaudit("schema").out
    run = tpaudit("check", "--fail-on", "warning", cwd=tmp_path)
    assert run.code == 0
    before = inventory.read_bytes()
    inventory.write_bytes(before + b"# mine\n")
    again = tpaudit("init", cwd=tmp_path)
    assert again.code == 2
    assert "tpaudit.yaml" in again.err
    assert inventory.read_bytes() == before + b"# mine\n"


def test_init_writes_the_example_that_is_asked_for_and_a_recipe(tmp_path: Path) -> None:
    assert tpaudit("init", "--example", "shop", "--ci", "make", cwd=tmp_path).code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Makefile", "tpaudit.schema.json", "tpaudit.yaml"]
    assert tpaudit("init", "--ci", "gitlab", cwd=tmp_path).code == 0
    assert (tmp_path / ".gitlab-ci.yml").exists()


def test_init_writes_a_recipe_beside_it(tmp_path: Path) -> None:
    run = tpaudit("init", "--ci", "make", "--language", "de", cwd=tmp_path)
    assert run.code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["Makefile"]
    assert "Makefile" in run.err


def test_init_from_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Touchpoint;Kanal\nHallo;Mail\n")
    assert tpaudit("init", "new", "--from", "a.csv", cwd=tmp_path).code == 0
    assert "id: hallo" in (tmp_path / "new/tpaudit.yaml").read_text()


def test_init_needs_a_folder(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    run = tpaudit("init", "notes.txt", cwd=tmp_path)
    assert (run.code, run.err) == (
        2,
        "tpaudit: notes.txt is a file\n  Name a folder, or leave the name out.\n",
    )


def test_init_needs_a_folder_that_can_be(tmp_path: Path) -> None:
    name = "x" * 300
    run = tpaudit("init", name, cwd=tmp_path)
    assert run.code == 2
    assert run.err.startswith(f"tpaudit: {name} cannot be made: ")  # the rest is the system's
    assert run.err.endswith("\n  Name a folder that can.\n")


def test_schedule_prints_text_json_and_csv() -> None:
    text = tpaudit("schedule", "examples/minimal")
    assert text.code == 0
    content = json.loads(tpaudit("schedule", "examples/minimal", "-f", "json").out)
    assert content["version"] == 2
    segment = content["segments"][0]
    assert segment["id"] in text.out or "freelancers" in text.out.casefold()
    rows = list(csv.DictReader(StringIO(tpaudit("schedule", "examples/minimal", "-f", "csv").out)))
    assert rows


def test_the_diary_is_one_customers_time() -> None:
    run = tpaudit("schedule", "examples/b2b-saas", "--segment", "smb", "--diary")
    assert run.code == 0
    assert "Welcome e-mail" in run.out


def test_list_filters() -> None:
    run = tpaudit("list", "examples/b2b-saas", "--owner", "csm", "--phase", "onboarding", "-f", "json")
    touchpoints = json.loads(run.out)["inventories"][0]["touchpoints"]
    assert touchpoints
    assert {(touchpoint["owner"], touchpoint["phase"]) for touchpoint in touchpoints} == {("csm", "onboarding")}
    everything = json.loads(tpaudit("list", "examples/b2b-saas", "-f", "json").out)["inventories"][0]["touchpoints"]
    assert len(everything) > len(touchpoints)
    rows = list(csv.DictReader(StringIO(tpaudit("list", "examples/b2b-saas", "--status", "idea", "-f", "csv").out)))
    assert {row["status"] for row in rows} == {"idea"}


def test_list_names_what_lacks_a_field() -> None:
    inventory = b"""
tpaudit: 1
touchpoints:
  - {id: hello, name: Hello, type: welcome, channel: email, timing: {at: 1d}}
  - {id: reply, name: Reply, type: ticket_reply, channel: email}
  - {id: letter, name: Letter, type: newsletter, channel: email}
  - {id: plan, name: Plan, status: idea, type: newsletter, channel: email}
"""
    run = tpaudit("list", "-", "--missing", "timing", "-f", "csv", stdin=inventory)
    assert [row["id"] for row in csv.DictReader(StringIO(run.out))] == ["letter"]
    assert tpaudit("list", "-", "--missing", "timings", stdin=inventory).err.endswith("Did you mean timing?\n")


def test_a_missing_channel_is_asked_for_by_its_key_and_a_faulty_one_is_not_missing() -> None:
    inventory = b"touchpoints: [{id: a, name: A}, {id: b, name: B, channel: email}, {id: c, name: C, channel: 5}]\n"
    run = tpaudit("list", "-", "--missing", "channel", "-f", "csv", stdin=b"tpaudit: 1\n" + inventory)
    assert [row["id"] for row in csv.DictReader(StringIO(run.out))] == ["a"]


def test_list_is_for_an_audience() -> None:
    inventory = b"""
tpaudit: 1
touchpoints:
  - {id: all, name: All, type: welcome, channel: email}
  - {id: some, name: Some, type: welcome, channel: email, audience: those who are new}
"""
    run = tpaudit("list", "-", "--audience", "those who are new", "-f", "csv", stdin=inventory)
    assert [row["id"] for row in csv.DictReader(StringIO(run.out))] == ["some"]


def test_a_narrow_list_goes_without_empty_columns_and_with_shorter_names() -> None:
    inventory = b"""
tpaudit: 1
touchpoints:
  - {id: talk, name: Talk, type: exit_interview, phase: support, owner: success, timing: {at: 1d, after: cancellation}}
  - id: talk-of-the-year
    name: Interview with everybody who leaves us within the first half of the year
    type: exit_interview
    phase: support
    owner: success
    timing: {at: 1d}
"""
    narrow = {"COLUMNS": "106"}
    lines = tpaudit("list", "-", stdin=inventory, environment=narrow).out.splitlines()
    assert max(map(len, lines)) <= 106
    assert lines[0].split() == ["Id", "Name", "Status", "Phase", "Owner", "Timing", "Findings"]  # nothing is due
    assert "Interview with" in lines[2]
    assert "…" in lines[2]
    whole = tpaudit("list", "-", stdin=inventory).out
    assert "within the first half of the year" in whole


@pytest.mark.parametrize("command", ["list", "schedule"])
def test_a_broken_file_is_named_and_fails(command: str) -> None:
    run = tpaudit(command, "-", stdin=b"tpaudit: 1\ntouchpoints:\n  - id: a\n    name: Near: where?\n")
    assert run.code == 1
    assert run.err.startswith("stdin.yaml:4:")
    assert "INV002" in run.err
    assert "0 contacts" not in run.out


def test_rules_filter_by_family_step_severity_and_inventory(tmp_path: Path) -> None:
    def codes(*arguments: str) -> list[str]:
        return [
            rule["code"] for rule in json.loads(tpaudit("rules", *arguments, "-f", "json", cwd=tmp_path).out)["rules"]
        ]

    assert codes("--family", "TEL") == ["TEL001", "TEL002", "TEL003"]
    assert codes("--family", "TEL", "--severity", "info") == ["TEL002", "TEL003"]
    assert set(codes("--step", "marketing")) < set(codes())
    (tmp_path / "tpaudit.yaml").write_text("tpaudit: 1\naudit:\n  ignore: [TEL]\n")
    assert codes("--family", "TEL", "--enabled") == []
    assert codes("--disabled") == ["TEL001", "TEL002", "TEL003"]


@pytest.mark.parametrize("arguments", [("--family", "XYZ"), ("--step", "desing"), ("--severity", "fatal")], ids=str)
def test_rules_that_cannot_be_are_refused(arguments: tuple[str, str]) -> None:
    run = tpaudit("rules", *arguments)
    assert (run.code, run.out) == (2, "")
    assert arguments[1] in run.err


def test_explain_by_code_or_name_in_text_and_json() -> None:
    assert tpaudit("explain", "prs002").out == tpaudit("explain", "exceeded-contact-budget").out
    content = json.loads(tpaudit("explain", "PRS002", "-f", "json").out)
    assert content["rule"]["code"] == "PRS002"


def test_explain_tells_families_and_words_too() -> None:
    family = tpaudit("explain", "prs").out
    assert family.startswith("PRS  Contact pressure and silence\n")
    assert "exceeded-contact-budget" in family
    assert {rule["family"] for rule in json.loads(tpaudit("explain", "PRS", "-f", "json").out)["rules"]} == {"PRS"}
    assert "email            E-mail " in tpaudit("explain", "channels").out


@pytest.mark.parametrize(("word", "meant"), [("budget", "PRS002 exceeded-contact-budget"), ("OWN02", "OWN002")])
def test_explain_offers_what_may_be_meant(word: str, meant: str) -> None:
    run = tpaudit("explain", word)
    assert run.code == 2
    assert "Did you mean" in run.err
    assert meant in run.err


def test_report_reads_when_customers_started(tmp_path: Path) -> None:
    table = tmp_path / "customers.csv"
    table.write_text("Kunde;Segment;Beginn\nMia Meier;freelancers;01.10.2026\n", encoding="utf-8")
    run = tpaudit("report", "examples/minimal", *TODAY, "--customers", table, "--format", "markdown")
    assert (run.code, run.err) == (0, "")
    assert "Load: hours a week" in run.out
    assert "Meier" not in run.out
    table.write_text("id,segment,start\nMia Meier,freelancers,soon\n", encoding="utf-8")
    run = tpaudit("report", EXAMPLES / "minimal", *TODAY, "--customers", "customers.csv", cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert "customers.csv:2: a date cannot be read" in run.err
    assert "Meier" not in run.err
    run = tpaudit("report", EXAMPLES / "minimal", *TODAY, "--customers", "missing.csv", cwd=tmp_path)
    assert (run.code, "missing.csv cannot be read" in run.err) == (2, True)
    run = tpaudit("report", "examples", *TODAY, "--customers", table)
    assert (run.code, "belongs to one inventory" in run.err) == (2, True)


def test_report_is_written_whole_and_repeatably(tmp_path: Path) -> None:
    for name in ("a.html", "b.html"):
        run = tpaudit("report", EXAMPLES / "minimal", *TODAY, "--output", name, cwd=tmp_path)
        assert (run.code, run.out) == (0, "")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    markdown = tpaudit("report", "examples/minimal", *TODAY, "--format", "markdown").out
    assert markdown.startswith("# ")


def completed(words: str) -> list[str]:
    """Return what bash would offer after these words."""
    environment = {
        "_TPAUDIT_COMPLETE": "complete_bash",
        "COMP_WORDS": words,
        "COMP_CWORD": str(words.count(" ")),
    }
    return tpaudit(environment=environment).out.split()


def test_shells_complete_commands_options_and_words() -> None:
    assert completed("tpaudit ") == list(COMMANDS)
    assert completed("tpaudit check --fail") == ["--fail-on"]
    assert completed("tpaudit check --fail-on ") == ["error", "warning", "info", "never"]
    assert completed("tpaudit check --format s") == ["sarif"]
    assert completed("tpaudit explain missing-ow") == ["missing-owner"]
    assert completed("tpaudit check --select OWN00")[:2] == ["OWN001", "OWN002"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(shell: str) -> None:
    run = tpaudit("--show-completion", shell)
    assert (run.code, run.err) == (0, "")
    assert f"complete_{shell}" in run.out


@pytest.mark.parametrize(
    ("shell", "file"),
    [("bash", ".bashrc"), ("zsh", ".zfunc/_tpaudit"), ("fish", ".config/fish/completions/tpaudit.fish")],
)
def test_completion_is_installed_for_the_shell_that_was_named(shell: str, file: str, tmp_path: Path) -> None:
    run = tpaudit("--install-completion", shell, environment={"HOME": str(tmp_path), "SHELL": "/bin/sh"})
    assert (run.code, run.out) == (0, "")
    assert "open a new terminal" in run.err
    assert "tpaudit" in (tmp_path / file).read_text()
    assert tpaudit("--install-completion", "tcsh", environment={"HOME": str(tmp_path)}).code == 2


@pytest.mark.parametrize(
    ("of", "arguments"),
    [
        ("check", ("check", "examples/minimal", *TODAY, "-f", "json")),
        ("schedule", ("schedule", "examples/minimal", "-f", "json")),
        ("diff", ("diff", "HEAD", "--path", "examples/minimal", *TODAY, "-f", "json")),
    ],
)
def test_outputs_keep_to_their_published_schemas(of: str, arguments: tuple[str, ...]) -> None:
    schema = json.loads(tpaudit("schema", "--of", of).out)
    validator = Draft202012Validator(schema)
    validator.check_schema(schema)
    assert [error.message for error in validator.iter_errors(json.loads(tpaudit(*arguments).out))] == []


@pytest.mark.parametrize("asked", [("--language", "de"), ("--language=de",)])
def test_faults_of_the_command_line_are_told_in_the_readers_language(asked: tuple[str, ...], tmp_path: Path) -> None:
    assert "gibt es nicht" in tpaudit("check", "nowhere", *asked, cwd=tmp_path).err
    assert "gibt es nicht" in tpaudit("check", "nowhere", cwd=tmp_path, environment={"TPAUDIT_LANGUAGE": "de"}).err
    assert "does not exist" in tpaudit("check", "nowhere", cwd=tmp_path).err


PLAN = b"""
tpaudit: 1
segments: [{id: smb, contact_budget: {per_week: 1}}, {id: shop, starts_with: order}]
audiences:
  - {id: quiet, name: Quiet ones, share: 0.25}
  - {id: glad, share: 0.25, one_of: mood}
  - {id: sad, share: 0.25, one_of: mood}
touchpoints:
  - {id: hello, name: Hello, type: welcome, phase: retention, channel: email, timing: {at: 1d}}
  - {id: wake, name: Wake up, type: nudge, phase: retention, channel: email, audience: quiet, timing: {at: 2d}}
  - {id: call, name: Call, type: health_alert, phase: retention, channel: phone, timing: {at: 1d, after: health_drop}}
"""


def test_a_diary_lives_through_what_is_asked() -> None:
    command = ("schedule", "-", "--segment", "smb", "--diary")
    run = tpaudit(*command, "--start", "2027-01-04", "--audience", "quiet", "--event", "health_drop=100", stdin=PLAN)
    assert run.code == 0
    words = [" ".join(line.split()) for line in run.out.splitlines()]
    assert "Wed 2027-01-06 1 Onboarding Wake up E-mail customer" in words
    assert any(line.endswith("Call Phone customer") and "2027-04-15" in line for line in words)
    assert "2 contacts in 7 days (limit 1), days 0 to 6: Hello, Wake up" in words


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--segment", "smb", "--diary", "--event", "helth_drop=3"), "Did you mean health_drop?"),
        (("--segment", "smb", "--diary", "--event", "health_drop"), "--event health_drop names no event and day"),
        (("--segment", "smb", "--diary", "--event", "go_live=3"), "go_live has days of its own in smb"),
        (("--segment", "smb", "--diary", "--audience", "quit"), "Did you mean quiet?"),
        (("--segment", "smb", "--diary", "--audience", "glad", "--audience", "sad"), "nobody is in both glad and sad"),
        (("--segment", "smb", "--diary", "--start", "soon"), "soon is not a date"),
        (("--audience", "quiet"), "--audience and --event are for one customer's diary"),
    ],
)
def test_a_diary_refuses_what_it_cannot_live_through(arguments: tuple[str, ...], message: str) -> None:
    run = tpaudit("schedule", "-", *arguments, stdin=PLAN)
    assert run.code == 2
    assert message in run.err
