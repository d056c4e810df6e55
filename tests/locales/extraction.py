"""Everything that tpaudit says, read from the sources; and the catalogues held against it.

``python -m tests.locales.extraction`` brings the German catalogue up to date: new messages arrive untranslated, and
messages that are no longer said leave. It prints what is untranslated, and fails if anything is.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from tpaudit.fields import Entry, keys_of, model_in
from tpaudit.inventory.files import RootFile
from tpaudit.inventory.schema.descriptions import descriptions
from tpaudit.inventory.words.terms import TABLES

SOURCES = Path(__file__).parents[2] / "src" / "tpaudit"
CATALOGUE = SOURCES / "locales" / "de" / "LC_MESSAGES" / "tpaudit.po"

OPTIONS = ("Option", "Argument", "Typer")
FIRST, SECOND = 0, 1
TEMPLATES: Mapping[str, int] = {"say": FIRST, "Message": FIRST, "translate": FIRST, "Problem": SECOND, "_": FIRST}
"""Which argument of a call is a message."""


def messages() -> dict[str, list[tuple[str, int]]]:
    """Return each message with the places in the sources where it is said."""
    found: dict[str, list[tuple[str, int]]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        for text, line in _in_python(ast.parse(path.read_text("utf-8"))):
            found.setdefault(text, []).append((name, line))
    for path in sorted(SOURCES.rglob("*.j2")):
        name = path.relative_to(SOURCES).as_posix()
        for line, said, _, _ in extract("jinja2.ext.babel_extract", BytesIO(path.read_bytes()), {"_": None}):
            for text in said if isinstance(said, tuple) else (said,):
                found.setdefault(text, []).append((name, line))
    for text, name in helps():
        found.setdefault(text, []).append((name, 0))
    for text in explanations():
        found.setdefault(text, []).append(("catalogue", 0))
    for text in descriptions_of_fields():
        found.setdefault(text, []).append(("inventory", 0))
    for term in (term for terms in TABLES for term in terms.values()):
        found.setdefault(str(term), []).append(("inventory/words/terms.py", 0))
    return found


def helps() -> Iterator[tuple[str, str]]:
    """Yield the help texts of commands, paragraph by paragraph but for examples, and of their options."""
    from tpaudit.cli.app import COMMANDS, MODULES

    commands = {MODULES.get(command, command): MODULES.get(command, command) for command in COMMANDS}
    commands["app"] = "options"
    for path in sorted((SOURCES / "cli").glob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == commands.get(path.stem):
                yield from ((text, name) for text in _paragraphs(ast.get_docstring(node) or ""))
            elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in OPTIONS:
                given = [keyword.value for keyword in node.keywords if keyword.arg == "help"]
                literals = (text for argument in given for text, _ in _literals(argument))
                yield from ((part, name) for text in literals for part in _paragraphs(text))


def _paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of a help text but for examples, which are the same in every language."""
    yield from (part for part in text.split("\n\n") if part and not part.startswith("\b"))


def explanations() -> Iterator[str]:
    """Yield what rules say of themselves, and the names of their families."""
    from tpaudit.registry import FAMILIES, RULES
    from tpaudit.rules.explanation import explanation

    yield from FAMILIES.values()
    for rule in RULES:
        explained = explanation(rule)
        yield from (text for text in (explained.sentence, explained.why, explained.source) if text)


def descriptions_of_fields() -> Iterator[str]:
    """Yield what the format's fields say of themselves."""
    waiting: list[type[Entry]] = [RootFile]
    seen: set[type[Entry]] = set()
    while waiting:
        model = waiting.pop()
        if model in seen:
            continue
        seen.add(model)
        texts = descriptions(model)
        for name in keys_of(model).values():
            yield texts[name]
            inner = model_in(model.model_fields[name].annotation)
            waiting += [inner] if inner is not None else []


def _in_python(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = TEMPLATES.get(name)
        if place is None:
            continue
        given = [node.args[place]] if len(node.args) > place else []
        given += [keyword.value for keyword in node.keywords if name == "Problem" and keyword.arg == "help"]
        for argument in given:
            yield from _literals(argument)


def _literals(node: ast.expr) -> Iterator[tuple[str, int]]:
    """Yield the texts of a literal, or of a choice between literals."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value, node.lineno
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def catalogue() -> Catalog:
    """Return the German catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="de", domain="tpaudit")


def update() -> None:
    """Bring the catalogue up to date with the sources."""
    old = {str(message.id): str(message.string or "") for message in catalogue()} if CATALOGUE.exists() else {}
    new = Catalog(
        locale="de",
        domain="tpaudit",
        header_comment="# What tpaudit says, in German.",
        project="tpaudit",
        version="1",
        copyright_holder="The tpaudit authors",
        msgid_bugs_address="",
        last_translator="The tpaudit authors",
        language_team="German",
        fuzzy=False,
    )
    for text, places in sorted(messages().items()):
        new.add(text, old.get(text, ""), [(name, None) for name in dict.fromkeys(name for name, _ in places)])  # type: ignore[misc]
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    written = BytesIO()
    write_po(written, new, width=110, sort_output=True, omit_header=False)
    text = written.getvalue().decode()
    header = "\n".join(line for line in text.splitlines() if "-Date:" not in line and "Generated-By" not in line)
    CATALOGUE.write_text(header.rstrip() + "\n", "utf-8")


def untranslated() -> list[str]:
    """Return the messages of the catalogue that have no translation, in its order."""
    return [str(message.id) for message in catalogue() if message.id and not message.string]


def main() -> int:
    """Bring the catalogue up to date; return 1 if messages lack a translation."""
    update()
    missing = untranslated()
    for text in missing:
        print(f"untranslated: {text}")  # noqa: T201
    if missing:
        print(f"Fill {len(missing)} empty msgstr in {CATALOGUE.relative_to(SOURCES.parents[1])}.")  # noqa: T201
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
