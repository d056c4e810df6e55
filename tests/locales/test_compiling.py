"""Catalogues are compiled when they are needed, and never stale."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo

from tests.locales import extraction
from tpaudit.locales.catalogue import catalogue
from tpaudit.locales.compiling import compile_catalogue

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def content(data: bytes) -> dict[str, str]:
    """Return what gettext reads, without the header."""
    read: dict[str, str] = GNUTranslations(BytesIO(data))._catalog  # type: ignore[attr-defined]
    return {said: text for said, text in read.items() if said}


def locales(folder: Path, text: str = 'msgid "yes"\nmsgstr "ja"\n') -> Path:
    """Write a German source into a folder of locales, and return the folder."""
    (folder / "de" / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    (folder / "de" / "LC_MESSAGES" / "tpaudit.po").write_text(HEADER + text, "utf-8")
    return folder


def german(folder: Path) -> str:
    """Return what a new process would say for yes."""
    return catalogue.__wrapped__("de", folder).gettext("yes")


def compiled(folder: Path) -> Path:
    return folder / "de" / "LC_MESSAGES" / "tpaudit.mo"


def test_the_compiled_catalogue_holds_what_babel_reads() -> None:
    expected = BytesIO()
    write_mo(expected, extraction.catalogue())
    assert content(compile_catalogue(extraction.CATALOGUE.read_text("utf-8"))) == content(expected.getvalue())


def test_escapes_and_lines_are_joined() -> None:
    text = HEADER + 'msgid ""\n"a \\"b\\"\\n"\n"c\\\\"\nmsgstr "ä\\t"\n"ö"\n'
    assert content(compile_catalogue(text)) == {'a "b"\nc\\': "ä\tö"}


def test_what_is_untranslated_or_fuzzy_stays_english() -> None:
    text = HEADER + 'msgid "a"\nmsgstr ""\n\n#, fuzzy\nmsgid "b"\nmsgstr "B"\n\nmsgid "c"\nmsgstr "C"\n'
    assert content(compile_catalogue(text)) == {"c": "C"}


@pytest.mark.parametrize("line", ['"before any key"', "<<<<<<< ours", 'msgid_plural "a"', 'msgid "open'])
def test_anything_else_is_refused_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match=r"^line 4: "):
        compile_catalogue(f"{HEADER}{line}\n")


def test_a_checkout_compiles_once_and_again_when_the_source_changes(tmp_path: Path) -> None:
    folder = locales(tmp_path)
    assert german(folder) == "ja"
    first = compiled(folder).stat()
    assert german(folder) == "ja"
    assert compiled(folder).stat().st_ino == first.st_ino
    locales(folder, 'msgid "yes"\nmsgstr "jawohl"\n')
    assert german(folder) == "jawohl"
    assert [path.name for path in compiled(folder).parent.iterdir() if path.suffix not in (".po", ".mo")] == []


def test_an_older_source_is_compiled_too(tmp_path: Path) -> None:
    folder = locales(tmp_path)
    assert german(folder) == "ja"
    locales(folder, 'msgid "yes"\nmsgstr "jo"\n')
    os.utime(compiled(folder).with_suffix(".po"), (0, 0))
    assert german(folder) == "jo"


def test_a_wheel_has_the_compiled_catalogue_only(tmp_path: Path) -> None:
    folder = locales(tmp_path)
    assert german(folder) == "ja"
    compiled(folder).with_suffix(".po").unlink()
    assert german(folder) == "ja"


def test_a_folder_that_cannot_be_written_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = locales(tmp_path)

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert german(folder) == "ja"
    assert not compiled(folder).exists()


def test_many_at_once_read_the_same(tmp_path: Path) -> None:
    folder = locales(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(german, [folder] * 40)) == {"ja"}


def test_a_missing_language_is_a_fault_of_the_installation(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        catalogue.__wrapped__("fr", tmp_path)


def test_the_extraction_says_what_is_untranslated(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extraction, "update", lambda: None)
    monkeypatch.setattr(extraction, "untranslated", lambda: ["no owner", "no phase"])
    assert extraction.main() == 1
    assert capsys.readouterr().out.splitlines() == [
        "untranslated: no owner",
        "untranslated: no phase",
        "Fill 2 empty msgstr in src/tpaudit/locales/de/LC_MESSAGES/tpaudit.po.",
    ]
    monkeypatch.setattr(extraction, "untranslated", list)
    assert extraction.main() == 0


def test_german_needs_no_babel() -> None:
    program = (
        "import sys\n"
        "sys.modules['babel'] = None\n"
        "from tpaudit.messages import render, say\n"
        "print(render(say('Design'), 'de'))\n"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "Gestaltung\n"
