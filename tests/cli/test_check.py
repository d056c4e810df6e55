"""tpaudit check, as users and CI run it."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from tests.cli.running import EXAMPLES, TODAY, tpaudit

CLEAN = EXAMPLES / "minimal"
OWNERLESS = "tpaudit: 1\ntouchpoints:\n  - id: a\n    name: A\n"


def write(folder: Path, text: str, name: str = "tpaudit.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_clean_inventory_passes() -> None:
    run = tpaudit("check", CLEAN, *TODAY)
    assert (run.code, run.err) == (0, "")
    assert " infos (--show info). " in run.out


def test_errors_fail(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    run = tpaudit("check", "--select", "OWN001", cwd=tmp_path)
    assert run.code == 1
    assert "tpaudit.yaml:3:5" in run.out
    assert "OWN001 missing-owner" in run.out


@pytest.mark.parametrize(("fail_on", "code"), [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_exit_code_follows_fail_on(tmp_path: Path, fail_on: str, code: int) -> None:
    write(tmp_path, OWNERLESS)
    assert tpaudit("check", "--select", "PRS001", "--fail-on", fail_on, cwd=tmp_path).code == code


def test_fail_on_is_read_from_the_root_the_environment_and_the_command_line_in_this_order(tmp_path: Path) -> None:
    write(tmp_path, f"{OWNERLESS}audit:\n  fail_on: never\n")
    assert tpaudit("check", cwd=tmp_path).code == 0
    error = {"TPAUDIT_FAIL_ON": "error"}
    assert tpaudit("check", cwd=tmp_path, environment=error).code == 1
    assert tpaudit("check", "--fail-on", "never", cwd=tmp_path, environment=error).code == 0


def test_each_root_of_a_folder_has_its_own_fail_on(tmp_path: Path) -> None:
    lenient = write(tmp_path, f"{OWNERLESS}audit:\n  fail_on: never\n", "lenient.yaml")
    strict = write(tmp_path, OWNERLESS, "strict.yaml")
    assert tpaudit("check", lenient).code == 0
    assert tpaudit("check", strict, lenient).code == 1
    assert tpaudit("check", lenient, strict).code == 1


ENVIRONMENT = {
    "FORMAT": ("json", '"version"'),
    "OUTPUT": ("json=a.json", "To complete: "),
    "SELECT": ("PUR001", "1 error."),
    "IGNORE": ("OWN PUR", "2 errors, "),
    "OWNER": ("csm", "--owner"),
    "PHASE": ("nowhere", "--phase"),
    "SEGMENT": ("nobody", "--segment"),
    "FAIL_ON": ("never", "To complete: "),
    "SHOW": ("info", "INV012"),
    "EXPAND": ("1", "OWN001"),
    "SINCE": ("HEAD", "git"),
    "BASELINE": ("none.json", "none.json"),
    "NO_BASELINE": ("1", "To complete: "),
    "NO_WAIVERS": ("1", "To complete: "),
    "TODAY": ("yesterday", "yesterday"),
    "LANGUAGE": ("de", "Fehler"),
    "COLOR": ("always", "\x1b["),
    "SUPPRESSED": ("1", "To complete: "),
    "LINKS": ("nothing", "--links"),
    "STATISTICS": ("1", "pass rate"),
    "QUIET": ("1", "To complete: "),
    "JOBS": ("0", "--jobs"),
    "STDIN_FILENAME": ("a.yaml", "To complete: "),
}

NOT_FROM_THERE = {"HELP", "FIX", "UNSAFE_FIXES", "DIFF"}
"""What changes files is asked for on the command line only."""


def test_every_option_can_come_from_the_environment(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    options = re.findall(r"^ +(?:-., )?--([a-z-]+)", tpaudit("check", "--help").out, re.MULTILINE)
    assert {option.upper().replace("-", "_") for option in options} - NOT_FROM_THERE == set(ENVIRONMENT)
    for name, (value, answer) in ENVIRONMENT.items():
        run = tpaudit("check", cwd=tmp_path, environment={f"TPAUDIT_{name}": value})
        assert answer in run.out + run.err, name
    assert json.loads((tmp_path / "a.json").read_text())["version"]


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"])
def test_the_exit_code_does_not_depend_on_the_format(tmp_path: Path, form: str) -> None:
    write(tmp_path, OWNERLESS)
    assert tpaudit("check", "--format", form, cwd=tmp_path).code == 1
    assert tpaudit("check", CLEAN, *TODAY, "--format", form).code == 0


def test_nothing_to_check_is_exit_3(tmp_path: Path) -> None:
    for command in ("check", "schedule", "list", "report", "baseline"):
        run = tpaudit(command, cwd=tmp_path)
        assert run.code == 3
        assert run.err == f"tpaudit: there is no inventory in {tmp_path}\n  Name one, or begin one with tpaudit init.\n"
    write(tmp_path, "tpaudit: 1\n")
    assert tpaudit("check", "--select", "TEL", cwd=tmp_path).code == 3


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--format", "txet"),
        ("check", "nowhere"),
        ("check", "--select", "missing-onwer"),
        ("check", "--today", "yesterday"),
        ("check", "--output", "sarif"),
        ("check", "--baseline", "none.json"),
        ("check", "--since", "no-such-revision"),
        ("check", "--since=--output=x"),
        ("check", "--bogus"),
        ("explain", "nothing"),
        ("schedule", "--diary"),
        ("schedule", "--segment", "nobody"),
        ("bogus",),
    ],
    ids=" ".join,
)
def test_a_faulty_command_line_is_exit_2_and_one_clear_word(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    write(tmp_path, OWNERLESS)
    run = tpaudit(*arguments, cwd=tmp_path)
    assert run.code == 2
    assert run.out == ""
    assert 0 < len(run.err.splitlines()) <= 8
    assert "Traceback" not in run.err


def test_what_the_audit_rests_on_cannot_be_ignored_on_the_command_line(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    run = tpaudit("check", "--ignore", "OWN,unreadable-file", cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert run.err == "tpaudit: INV001 cannot be ignored\n  Remove the entry and fix what the rule finds.\n"
    assert tpaudit("check", "--ignore", "OWN,INV", cwd=tmp_path).code != 2


def test_unknown_words_get_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    assert "missing-owner" in tpaudit("check", "--select", "missing-onwer", cwd=tmp_path).err


def test_standard_input_is_read_and_named(tmp_path: Path) -> None:
    run = tpaudit(
        "check", "-", "--stdin-filename", "draft.yaml", "--select", "OWN001", "-f", "concise", cwd=tmp_path,
        stdin=OWNERLESS.encode(),
    )  # fmt: skip
    assert run.code == 1
    assert run.out.startswith("draft.yaml:3:5: error OWN001 ")


def test_an_included_file_filters_the_findings(tmp_path: Path) -> None:
    write(tmp_path, "tpaudit: 1\ninclude: [a.yaml, b.yaml]\n")
    write(tmp_path, "touchpoints:\n  - id: a\n    name: A\n", "a.yaml")
    write(tmp_path, "touchpoints:\n  - id: b\n    name: B\n", "b.yaml")
    run = tpaudit("check", "b.yaml", "--select", "OWN001", "-f", "concise", cwd=tmp_path)
    assert run.code == 1
    assert "b.yaml:2:5" in run.out
    assert "a.yaml" not in run.out


def test_several_inventories_are_audited_and_told_apart(tmp_path: Path) -> None:
    write(tmp_path / "x", OWNERLESS)
    write(tmp_path / "y", OWNERLESS)
    run = tpaudit("check", "--select", "OWN001", "-f", "json", cwd=tmp_path)
    two = tpaudit("check", "--select", "OWN001", "-f", "json", "--jobs", "2", cwd=tmp_path)
    assert run.out == two.out
    found = [finding["fingerprint"] for audit in json.loads(run.out)["inventories"] for finding in audit["findings"]]
    assert len(found) == len(set(found)) == 2


def test_further_formats_are_written_even_when_findings_fail(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    run = tpaudit("check", "--output", "sarif=a.sarif", "--output", "junit=a.xml", cwd=tmp_path)
    assert run.code == 1
    assert json.loads((tmp_path / "a.sarif").read_text())["version"] == "2.1.0"
    assert (tmp_path / "a.xml").read_text().startswith("<?xml")


def test_a_file_that_cannot_be_written_is_exit_2(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    run = tpaudit("check", "--output", "json=missing/a.json", cwd=tmp_path)
    assert run.code == 2
    assert "missing" in run.err


def test_the_summary_of_a_workflow_run_is_written(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    run = tpaudit("check", "-f", "github", cwd=tmp_path, environment={"GITHUB_STEP_SUMMARY": str(summary)})
    assert run.out.startswith("::error ")
    assert summary.read_text().startswith("before\n")
    assert "OWN001" in summary.read_text()


def test_piped_output_is_neither_coloured_nor_wrapped(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS.replace("name: A", f"name: {'long ' * 60}"))
    plain = tpaudit("check", "--select", "OWN001", cwd=tmp_path)
    assert "\x1b" not in plain.out
    assert max(map(len, plain.out.splitlines())) > 200
    forced = tpaudit("check", "--select", "OWN001", cwd=tmp_path, environment={"FORCE_COLOR": "1"})
    assert "\x1b[" in forced.out
    both = {"FORCE_COLOR": "1", "NO_COLOR": "1"}
    assert "\x1b" not in tpaudit("check", "--select", "OWN001", cwd=tmp_path, environment=both).out
    assert "\x1b[" in tpaudit("check", "--color", "always", cwd=tmp_path, environment=both).out


def test_the_date_comes_from_today_or_source_date_epoch(tmp_path: Path) -> None:
    write(
        tmp_path,
        "tpaudit: 1\ntouchpoints:\n  - id: a\n    name: A\n    waive:\n"
        "      - rule: OWN001\n        reason: Pilot\n        until: 2026-11-22\n",
    )
    select = ("check", "--select", "OWN001", "-f", "concise")
    assert tpaudit(*select, "--today", "2026-11-22", cwd=tmp_path).code == 0
    assert tpaudit(*select, "--today", "2026-11-23", cwd=tmp_path).code == 1
    assert tpaudit(*select, cwd=tmp_path, environment={"SOURCE_DATE_EPOCH": "1795305600"}).code == 0
    assert tpaudit(*select, cwd=tmp_path, environment={"SOURCE_DATE_EPOCH": "1795392000"}).code == 1


def test_owner_phase_and_segment_filter_what_is_reported(tmp_path: Path) -> None:
    write(
        tmp_path,
        "tpaudit: 1\ntouchpoints:\n"
        "  - id: a\n    name: A\n    owner: x\n    phase: onboarding\n"
        "  - id: b\n    name: B\n    owner: y\n    phase: adoption\n",
    )
    run = tpaudit("check", "--select", "PUR001", "--owner", "x", "-f", "concise", cwd=tmp_path)
    assert [line[:16] for line in run.out.splitlines() if "PUR001" in line] == ["tpaudit.yaml:3:5"]
    run = tpaudit("check", "--select", "PUR001", "--phase", "adoption", "-f", "concise", cwd=tmp_path)
    assert [line[:16] for line in run.out.splitlines() if "PUR001" in line] == ["tpaudit.yaml:7:5"]


def test_a_baseline_hides_known_debt_and_only_shrinks(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    assert tpaudit("baseline", *TODAY, cwd=tmp_path).code == 0
    assert tpaudit("check", cwd=tmp_path).code == 0
    assert tpaudit("check", "--no-baseline", cwd=tmp_path).code == 1
    write(tmp_path, f"{OWNERLESS}  - id: b\n    name: B\n")
    assert tpaudit("check", cwd=tmp_path).code == 1
    assert tpaudit("baseline", cwd=tmp_path).code == 1
    assert tpaudit("check", cwd=tmp_path).code == 1
    assert tpaudit("baseline", "--accept-new", cwd=tmp_path).code == 0
    assert tpaudit("check", cwd=tmp_path).code == 0


def test_options_and_rules_that_do_not_exist_are_faults_at_their_key(tmp_path: Path) -> None:
    write(
        tmp_path,
        f"{OWNERLESS}audit:\n  ignore: [missing-onwer, GOV003]\n  severity:\n    INV003: info\n    OWN9: info\n"
        "  options:\n    CHN002:\n      max_shares: 0.3\n    PRI001:\n      max_share: much\n"
        "    CAT005:\n      max_share: 70\n",
    )
    run = tpaudit("check", "--select", "PRI002", "-f", "concise", cwd=tmp_path)
    assert run.code == 1
    lines = [line.split(" ", 1)[0] for line in run.out.splitlines() if "INV003" in line]
    assert lines == [
        "tpaudit.yaml:6:12:",
        "tpaudit.yaml:6:27:",
        "tpaudit.yaml:8:5:",
        "tpaudit.yaml:9:5:",
        "tpaudit.yaml:12:7:",
        "tpaudit.yaml:14:7:",
        "tpaudit.yaml:16:7:",
    ]


def test_a_fault_in_a_list_of_settings_is_known_by_what_it_says(tmp_path: Path) -> None:
    def fingerprints(words: str) -> list[str]:
        write(tmp_path, f"{OWNERLESS}audit:\n  ignore: [{words}]\n")
        found = json.loads(tpaudit("check", "-f", "json", cwd=tmp_path).out)["inventories"][0]["findings"]
        return [finding["fingerprint"] for finding in found if finding["code"] == "INV003"]

    assert fingerprints("PUR001, xyz") == fingerprints("xyz") != fingerprints("xyy")


@pytest.mark.skipif(os.name != "posix", reason="needs named pipes")
def test_a_pipe_in_the_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    write(tmp_path, "tpaudit: 1\ninclude: [pipe.yaml]\n")
    os.mkfifo(tmp_path / "pipe.yaml")
    assert stat.S_ISFIFO((tmp_path / "pipe.yaml").stat().st_mode)
    run = tpaudit("check", "-f", "concise", cwd=tmp_path)
    assert run.code == 1
    assert "INV001" in run.out


def test_same_input_same_bytes() -> None:
    runs = [
        tpaudit("check", "examples/b2b-saas", *TODAY, "-f", "json", environment={"PYTHONHASHSEED": seed}).out
        for seed in ("1", "2")
    ]
    assert runs[0] == runs[1]


def test_a_selection_of_rules_makes_no_baseline_stale(tmp_path: Path) -> None:
    write(tmp_path, OWNERLESS)
    assert tpaudit("baseline", *TODAY, cwd=tmp_path).code == 0
    write(tmp_path, f"{OWNERLESS}    owner: csm\n")
    assert "1 entry of the baseline matches nothing any more" in tpaudit("check", cwd=tmp_path).out
    assert "matches nothing" not in tpaudit("check", "--select", "PUR001", cwd=tmp_path).out


def test_too_many_occurrences_are_a_finding_that_names_the_limit(tmp_path: Path) -> None:
    rows = "".join(f"  - id: t{number}\n    name: T\n    timing: {{every: 1d, times: 4000}}\n" for number in range(600))
    write(tmp_path, f"tpaudit: 1\nsegments:\n  - id: a\n    contract: 10y\ntouchpoints:\n{rows}")
    run = tpaudit("check", "-f", "concise", cwd=tmp_path)
    assert run.code == 1
    assert "INV001" in run.out
    assert "2,000,000" in run.out


@pytest.mark.parametrize(
    ("command", "option", "given", "similar"),
    [
        ("check", "--owner", "biling", "billing"),
        ("check", "--phase", "onbording", "onboarding"),
        ("check", "--segment", "freelancer", "freelancers"),
        ("list", "--channel", "emial", "email"),
        ("list", "--status", "lives", "live"),
        ("report", "--segment", "freelancer", "freelancers"),
    ],
)
def test_a_filter_that_would_hide_everything_is_a_slip(command: str, option: str, given: str, similar: str) -> None:
    run = tpaudit(command, CLEAN, option, given)
    assert (run.code, run.out) == (2, "")
    assert run.err == f"tpaudit: {option}: no inventory here knows {given}\n  Did you mean {similar}?\n"
    assert tpaudit(command, CLEAN, option, similar).code == 0


def test_a_filter_is_held_against_all_inventories(tmp_path: Path) -> None:
    write(tmp_path / "x", OWNERLESS.replace("name: A", "name: A\n    owner: csm"))
    write(tmp_path / "y", OWNERLESS)
    assert tpaudit("check", "--owner", "csm", "--select", "OWN001", cwd=tmp_path).code == 0
    assert "There are: csm." in tpaudit("check", "--owner", "finance", cwd=tmp_path).err
    assert tpaudit("check", "y", "--owner", "csm", cwd=tmp_path).code == 2


@pytest.mark.parametrize("option", [("--owner", "csm"), ("--phase", "onboarding"), ("--segment", "all")])
def test_no_filter_hides_a_file_that_cannot_be_read(tmp_path: Path, option: tuple[str, str]) -> None:
    write(tmp_path, "tpaudit: 1\ninclude: [broken.yaml]\n")
    write(tmp_path, "touchpoints: [\n", "broken.yaml")
    run = tpaudit("check", *option, "-f", "concise", cwd=tmp_path)
    assert run.code == 1
    assert "INV002" in run.out


def test_a_baseline_is_that_of_one_inventory(tmp_path: Path) -> None:
    write(tmp_path / "x", OWNERLESS)
    write(tmp_path / "y", OWNERLESS)
    assert tpaudit("baseline", "x", "--baseline", "known.json", *TODAY, cwd=tmp_path).code == 0
    assert tpaudit("check", "x", "--baseline", "known.json", cwd=tmp_path).code == 0
    assert tpaudit("check", "--baseline", "known.json", cwd=tmp_path).code == 2
    assert tpaudit("report", "--baseline", "known.json", cwd=tmp_path).code == 2


def test_standard_input_has_no_baseline(tmp_path: Path) -> None:
    run = tpaudit("baseline", "-", cwd=tmp_path, stdin=OWNERLESS.encode())
    assert run.code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("given", ["json=-", "=a.json", "json=", "json=."])
def test_further_formats_go_to_files(tmp_path: Path, given: str) -> None:
    write(tmp_path, OWNERLESS)
    run = tpaudit("check", "--output", given, cwd=tmp_path)
    assert (run.code, run.out) == (2, "")
    assert [path.name for path in tmp_path.iterdir()] == ["tpaudit.yaml"]
