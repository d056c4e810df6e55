"""Compiled templates say the same as their sources, and never anything else."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import FileSystemLoader, ModuleLoader

from tests.report.audits import example, hostile
from tests.report.test_changes import BEFORE, SURVEY, compared
from tpaudit.findings.result import Audit
from tpaudit.report import engine, render

FILTERS: dict[str, Callable[..., object]] = dict.fromkeys(engine.FILTERS, str)


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All templates, compiled as for a wheel."""
    folder = tmp_path_factory.mktemp("compiled")
    engine.compile_into(folder)
    return folder


@pytest.fixture
def sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the templates in the place of the real ones."""
    copy = tmp_path / "templates"
    shutil.copytree(engine.TEMPLATES, copy)
    monkeypatch.setattr(engine, "TEMPLATES", copy)
    return copy


def loader(compiled: Path) -> object:
    return engine.environment(FILTERS, finalize=None, compiled=compiled).loader


def test_everything_is_compiled(compiled: Path) -> None:
    (folder,) = compiled.iterdir()
    assert folder.name == engine.state()
    assert len(list(folder.glob("tmpl_*.py"))) == len(list(engine.TEMPLATES.glob("*.j2")))


@pytest.mark.parametrize("name", ["b2b-saas", "retail", "minimal", "hostile"])
def test_both_loaders_render_the_same_bytes(name: str, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit: Audit = hostile() if name == "hostile" else example(name)
    from_sources = render.html(audit), render.markdown(audit), render.html(audit, language="de")
    used = _use(compiled, monkeypatch)
    assert (render.html(audit), render.markdown(audit), render.html(audit, language="de")) == from_sources
    assert used == [ModuleLoader] * 3


def test_both_loaders_render_the_same_comparison(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    audit, comparison = compared(BEFORE, BEFORE + SURVEY)
    from_sources = [make(audit, comparison=comparison) for make in (render.html, render.markdown)]
    _use(compiled, monkeypatch)
    assert [make(audit, comparison=comparison) for make in (render.html, render.markdown)] == from_sources


def _use(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> list[type]:
    """Let the report use what is compiled; return the loaders that it asks from then on."""
    made, used = engine.environment, list[type]()

    def environment(*arguments: object, **options: object) -> object:
        found = made(*arguments, **options, compiled=compiled)  # type: ignore[arg-type]
        used.append(type(found.loader))
        return found

    monkeypatch.setattr(engine, "environment", environment)
    return used


def test_a_changed_template_is_read_from_its_source(compiled: Path, sources: Path) -> None:
    assert isinstance(loader(compiled), ModuleLoader)
    with (sources / "mix.html.j2").open("a", encoding="utf-8") as file:
        file.write("!")
    assert isinstance(loader(compiled), FileSystemLoader)


def test_another_jinja_reads_the_sources(compiled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "version", lambda _: "99")
    assert isinstance(loader(compiled), FileSystemLoader)
