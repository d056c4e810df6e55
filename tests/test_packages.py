"""What is shipped: the source distribution, and the wheel that is built from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from email.parser import Parser
from pathlib import Path
from zipfile import ZipFile

import pytest

from tpaudit import __version__
from tpaudit.report import engine

pytestmark = pytest.mark.once

TOP = Path(__file__).parents[1]
NOT_OF_THE_SOURCE = (".git", ".venv", "__pycache__", "node_modules", "dist", "build", ".*_cache", ".hypothesis", "*.mo")


@dataclass(frozen=True)
class Packages:
    """Both packages of one build."""

    source: Path
    wheel: Path

    def in_wheel(self) -> list[str]:
        """Return the names of the wheel's files."""
        return sorted(ZipFile(self.wheel).namelist())


def build(tree: Path, *targets: str) -> Path:
    """Build packages of a tree as pip would, and return the folder in which they are."""
    chosen = [word for target in targets for word in ("-t", target)]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1764288000"}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", *chosen, "-d", tree / "dist"],
        cwd=tree, env=environment, check=True, capture_output=True,
    )  # fmt: skip
    return tree / "dist"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """Return the source distribution of this tree, and the wheel that is built from that alone."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    folder = tmp_path_factory.mktemp("packages")
    shutil.copytree(TOP, folder / "tree", ignore=shutil.ignore_patterns(*NOT_OF_THE_SOURCE))
    (source,) = build(folder / "tree", "sdist").glob("*.tar.gz")
    with tarfile.open(source) as archive:
        archive.extractall(folder / "unpacked", filter="data")
    (unpacked,) = (folder / "unpacked").iterdir()
    (wheel,) = build(unpacked, "wheel").glob("*.whl")
    return Packages(source, wheel)


def test_the_source_distribution_has_what_builds_and_tests_it(packages: Packages) -> None:
    with tarfile.open(packages.source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    needed = {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", ".ci/compiling.py", ".ci/constraints.txt"}
    assert needed | {"src/tpaudit/py.typed", "tests/conftest.py", "examples/minimal/tpaudit.yaml"} <= names
    assert not [name for name in names if name.endswith((".mo", ".pyc"))]


def test_a_wheel_of_the_tree_is_the_same_to_the_byte(packages: Packages, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(TOP, tree, ignore=shutil.ignore_patterns(*NOT_OF_THE_SOURCE))
    (wheel,) = build(tree, "wheel").glob("*.whl")
    assert wheel.name == packages.wheel.name == f"tpaudit-{__version__}-py3-none-any.whl"
    assert wheel.read_bytes() == packages.wheel.read_bytes()


def test_the_wheel_has_all_modules_and_no_tests(packages: Packages) -> None:
    modules = {name for name in packages.in_wheel() if name.endswith(".py") and "/compiled/" not in name}
    assert modules == {path.relative_to(TOP / "src").as_posix() for path in (TOP / "src").rglob("*.py")}
    assert {name.partition("/")[0] for name in packages.in_wheel()} == {"tpaudit", f"tpaudit-{__version__}.dist-info"}


def test_the_wheel_brings_whatever_is_read_at_run_time(packages: Packages) -> None:
    data = {name.removeprefix("tpaudit/") for name in packages.in_wheel() if not name.endswith((".py", "/"))}
    package = TOP / "src/tpaudit"
    read = {path for pattern in ("report/templates/*", "outputs/schemas/*.json", "observed/sql/*.sql", "starter/ci/*",
                                 "starter/examples/*.yaml") for path in package.glob(pattern)}  # fmt: skip
    assert len(read) > 30
    assert {path.relative_to(package).as_posix() for path in read if path.is_file()} | {"py.typed"} <= data


def test_the_wheel_brings_templates_and_catalogues_compiled(packages: Packages) -> None:
    names = packages.in_wheel()
    assert [name for name in names if "/locales/" in name and not name.endswith(".py")] == [
        "tpaudit/locales/de/LC_MESSAGES/tpaudit.mo"
    ]
    templates = [name for name in names if name.startswith("tpaudit/report/compiled/")]
    assert {Path(name).parent.name for name in templates} == {engine.state()}
    assert len(templates) == len(list(engine.TEMPLATES.glob("*.j2")))


def test_the_wheel_says_what_it_needs(packages: Packages) -> None:
    text = ZipFile(packages.wheel).read(f"tpaudit-{__version__}.dist-info/METADATA").decode()
    reported = Parser().parsestr(text)
    assert reported["Requires-Python"] == "<3.14,>=3.11"
    assert reported["License-Expression"] == "MIT"
    assert {"all", "calendar", "lsp", "observe", "postgres", "sheets", "spark"} <= set(
        reported.get_all("Provides-Extra", [])
    )
    core = [need for need in reported.get_all("Requires-Dist", []) if "extra ==" not in need]
    assert [need.split(">")[0] for need in core] == ["jinja2", "pydantic", "rich", "ruamel-yaml[oldlibyaml]", "typer"]
    points = ZipFile(packages.wheel).read(f"tpaudit-{__version__}.dist-info/entry_points.txt").decode()
    assert "tpaudit = tpaudit.cli.main:main" in points


def test_what_the_wheel_brings_does_its_work(packages: Packages, tmp_path: Path) -> None:
    shutil.unpack_archive(packages.wheel, tmp_path / "site", format="zip")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "TPAUDIT_LANGUAGE": "de"}

    def answer(*words: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", *words], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        return done.stdout

    used = answer("-c", "import tpaudit; print(tpaudit.__file__)").strip()
    assert Path(used).is_relative_to(tmp_path / "site"), "not the checkout's"
    tpaudit = ("-m", "tpaudit")
    assert "Niemand ist für den Touchpoint verantwortlich." in answer(*tpaudit, "explain", "OWN001")
    answer(*tpaudit, "init", "mine")
    answer(*tpaudit, "check", "mine")
    answer(*tpaudit, "report", "mine", "--output", "report.html")
    assert "</html>" in (tmp_path / "report.html").read_text("utf-8")
    assert '"$id"' in answer(*tpaudit, "schema", "--of", "check")
