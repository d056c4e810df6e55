"""The skeleton of a rule: with a free code, in the right place, and kept to the frame."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.dev.new_rule import CATALOGUE, PROJECT, SUBJECTS, Refused, begin, code_for
from tpaudit.registry import RULES
from tpaudit.rules import frame
from tpaudit.rules.rule import SCOPES

TESTS = Path("tests", "catalogue")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the catalogue and its tests."""
    for folder in (CATALOGUE, TESTS):
        shutil.copytree(PROJECT / folder, tmp_path / folder)
    return tmp_path


def test_the_next_free_code_follows_the_highest() -> None:
    highest = max(rule.code for rule in RULES if rule.family == "PUR")
    assert code_for("PUR") == f"PUR{int(highest[3:]) + 1:03}"
    assert code_for("PUR777") == "PUR777"


@pytest.mark.parametrize("about", SCOPES)
def test_what_is_written_keeps_the_frame(about: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frame, "_given", {})
    begun = begin("TEL800", "endless-queue", about, None, project)
    source = (project / begun.module).read_text("utf-8")
    exec(compile(source, "tel.py", "exec", dont_inherit=True), {"__name__": "tel"})  # noqa: S102
    assert source.splitlines()[begun.line - 1].startswith('@rule("TEL800"')
    compile((project / begun.test).read_text("utf-8"), "test_tel.py", "exec")


def test_rules_stay_in_order(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begin("TEL900", "last-call", "Touchpoint", None, project)
    begin("TEL800", "endless-queue", "Touchpoint", None, project)
    text = (project / CATALOGUE / "tel_telephony.py").read_text("utf-8")
    assert text.index("TEL003") < text.index("TEL800") < text.index("TEL900")


def test_a_new_matter_gets_a_module(project: Path) -> None:
    begun = begin("TEL", "endless-queue", "Segment", "tel_queues", project)
    assert begun.module == CATALOGUE / "tel_queues.py"
    assert (project / begun.test).read_text("utf-8").startswith("from __future__ import annotations\n\nfrom tests.")


@pytest.mark.parametrize(
    ("code", "name", "into", "said"),
    [
        ("XYZ", "late-survey", None, "there is no family XYZ; the families: INV, PUR"),
        ("OWN001", "late-survey", None, "OWN001 is given already; the next free code is OWN0"),
        ("OWN1", "late-survey", None, "a code is a family and three digits; the next free one is OWN0"),
        ("OWN", "late", None, "late: write two or more lower-case words"),
        ("OWN", "missing-owner", None, "missing-owner: OWN001 is called so already"),
        ("OWN", "late-survey", "tim_talks", "a module of the family OWN is called own_ and its matter"),
    ],
)
def test_what_cannot_be_is_refused(code: str, name: str, into: str | None, said: str, tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        begin(code, name, "Touchpoint", into, tmp_path)
    assert said in str(refused.value)
    assert list(tmp_path.iterdir()) == []


def test_a_module_without_room_is_refused_before_anything_is_written(project: Path) -> None:
    last = max((rule for rule in RULES if rule.family == "TEL"), key=lambda rule: rule.code)
    module = project / CATALOGUE / f"{last.check.__module__.rpartition('.')[2]}.py"
    full = module.read_text("utf-8") + "# a comment\n" * 400
    module.write_text(full, "utf-8")
    with pytest.raises(Refused, match="no room for a rule; begin a module, such as --into tel_queue"):
        begin("TEL800", "endless-queue", "Touchpoint", None, project)
    assert module.read_text("utf-8") == full


def test_every_scope_has_a_skeleton() -> None:
    assert tuple(SUBJECTS) == tuple(SCOPES)


def test_the_catalogue_keeps_families_apart_and_codes_in_order() -> None:
    by_module: dict[str, list[str]] = {}
    for rule in RULES:
        by_module.setdefault(rule.check.__module__.rpartition(".")[2], []).append(rule.code)
    for module, codes in by_module.items():
        text = (PROJECT / CATALOGUE / f"{module}.py").read_text("utf-8")
        places = [rule.check.__code__.co_firstlineno for rule in RULES if rule.code in codes]
        assert {code[:3].lower() for code in codes} == {module[:3]}
        assert places == sorted(places), module
        assert len(text.splitlines()) <= 400, module
