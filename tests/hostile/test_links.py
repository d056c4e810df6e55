"""Links that lead out of the repository: what they lead to must not reach a log, nor its names."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path
from subprocess import run

import pytest

from tpaudit.loading.below import BY_PARTS
from tpaudit.loading.source import Folder

CANARY = "canary-4711"


def tpaudit(cwd: Path, *arguments: str, given: str = "") -> tuple[int, str]:
    """Run the program, and return its exit code and all that it prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TPAUDIT_")}
    done = run(
        [sys.executable, "-m", "tpaudit", *arguments],
        cwd=cwd,
        input=given,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A repository beside secrets."""
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / f"{CANARY}.yaml").write_text(f"{CANARY}: [\n", encoding="utf-8")
    (tmp_path / "secrets" / "tpaudit.yaml").write_text(f"{CANARY}: [\n", encoding="utf-8")
    (tmp_path / "repo" / ".git").mkdir(parents=True)
    (tmp_path / "repo" / "plans").mkdir()
    return tmp_path / "repo"


COMMANDS = (
    ("check",),
    ("check", "--format", "json"),
    ("list",),
    ("schedule",),
    ("report",),
    ("baseline",),
)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_root_file_that_is_a_link_out_of_the_repository_is_not_opened(place: Path, command: tuple[str, ...]) -> None:
    (place / "tpaudit.yaml").symlink_to(place.parent / "secrets" / f"{CANARY}.yaml")
    code, said = tpaudit(place, *command)
    assert CANARY not in said
    assert command[0] != "check" or code == 1, said
    assert command[0] != "check" or "tpaudit.yaml is outside the root file's folder, where a link leads" in said


@pytest.mark.parametrize("name", ["tpaudit.yaml", "plans/journey.yaml"])
def test_a_named_file_that_is_such_a_link_is_not_opened_either(place: Path, name: str) -> None:
    (place / name).symlink_to(place.parent / "secrets" / f"{CANARY}.yaml")
    code, said = tpaudit(place, "check", name)
    assert (code, CANARY in said) == (1, False), said
    code, said = tpaudit(place.parent / "secrets", "check", f"../repo/{name}")
    assert (code, CANARY in said) == (1, True), "what is named and lies below the working folder is meant"


def test_a_named_path_through_such_a_link_is_refused_by_its_name(place: Path) -> None:
    (place / "plans" / "out").symlink_to(place.parent / "secrets", target_is_directory=True)
    for name in ("plans/out", "plans/out/tpaudit.yaml", f"plans/out/{CANARY}.yaml"):
        code, said = tpaudit(place, "check", name)
        assert code == 2, said
        assert f"{name} leads out of the repository" in said
        assert "canary-4711: [" not in said
    code, said = tpaudit(
        place, "check", "-", "--stdin-filename", "plans/out/x.yaml", given="tpaudit: 1\ninclude: ['*']\n"
    )
    assert (code, CANARY in said) == (2, False), said


def test_links_that_stay_in_the_repository_are_followed(place: Path) -> None:
    (place / "shared").mkdir()
    (place / "shared" / "journey.yaml").write_text("tpaudit: 1\nname: Ours\n", encoding="utf-8")
    (place / "plans" / "tpaudit.yaml").symlink_to("../shared/journey.yaml")
    (place / "linked").symlink_to("plans", target_is_directory=True)
    for name in ("plans", "plans/tpaudit.yaml", "linked"):
        code, said = tpaudit(place, "check", name)
        assert code in (0, 1, 3), said
        assert "shared/journey.yaml" in said


def test_a_link_of_the_user_s_own_outside_of_any_repository_is_followed(tmp_path: Path) -> None:
    (tmp_path / "releases" / "12").mkdir(parents=True)
    (tmp_path / "releases" / "12" / "tpaudit.yaml").write_text("tpaudit: 1\nnme: x\n", encoding="utf-8")
    (tmp_path / "current").symlink_to("releases/12", target_is_directory=True)
    (tmp_path / "elsewhere").mkdir()
    code, said = tpaudit(tmp_path / "elsewhere", "check", str(tmp_path / "current"))
    assert (code, "nme" in said) == (1, True), said


def test_a_pattern_never_passes_a_link_that_leaves_the_folder(place: Path) -> None:
    (place / "tpaudit.yaml").write_text("tpaudit: 1\ninclude: ['link/*', 'plans/**/*.yaml', '*/*.yaml']\n", "utf-8")
    (place / "link").symlink_to(place.parent / "secrets", target_is_directory=True)
    (place / "plans" / "up").symlink_to("..", target_is_directory=True)
    code, said = tpaudit(place, "check", "--expand")
    assert code == 1
    assert CANARY not in said
    assert "link is outside the root file's folder, where a link leads" in said


def test_an_absolute_link_may_stay_inside(place: Path) -> None:
    (place / "a.yaml").write_text("a", "utf-8")
    (place / "b.yaml").symlink_to(place.resolve() / "plans" / ".." / "a.yaml")
    assert Folder(place.resolve()).read("b.yaml") == b"a"


@pytest.mark.skipif(not BY_PARTS, reason="the system opens no path by its parts")
def test_a_folder_that_is_swapped_for_a_link_lets_nothing_out(place: Path) -> None:
    secret = place.parent / "secrets"
    (secret / "a.yaml").write_text(CANARY, "utf-8")
    (place / "plans" / "a.yaml").write_text("ours", "utf-8")
    (place / "evil").symlink_to(secret, target_is_directory=True)
    stop = threading.Event()

    def swap() -> None:
        while not stop.is_set():
            (place / "plans").rename(place / "aside")
            (place / "evil").rename(place / "plans")
            (place / "plans").rename(place / "evil")
            (place / "aside").rename(place / "plans")

    swapping = threading.Thread(target=swap)
    swapping.start()
    try:
        folder = Folder(place.resolve())
        read = [folder.read("plans/a.yaml") for _ in range(3_000)]
        below = Folder(place.resolve() / "plans")
        read += [below.read("a.yaml") for _ in range(3_000)]
    finally:
        stop.set()
        swapping.join()
    assert CANARY.encode() not in read
    assert b"ours" in read
