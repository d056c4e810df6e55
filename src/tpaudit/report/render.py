"""The report as text: a self-contained HTML file, or Markdown."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, Unpack

from jinja2 import Environment
from markupsafe import Markup, escape

from tpaudit.findings.result import Audit
from tpaudit.inventory.subject import Kind, Subject
from tpaudit.inventory.words import terms
from tpaudit.messages import Language, Message, Value, render, shown, translate
from tpaudit.observed.beside import drifted
from tpaudit.outputs import safe
from tpaudit.outputs.frequency import between
from tpaudit.outputs.links import Links
from tpaudit.outputs.prose import prose as prose_in_markdown
from tpaudit.report import engine, logo, words
from tpaudit.report.chapter import Chapter
from tpaudit.report.colours import ACCENT, NIGHT, PAPER, readable
from tpaudit.report.decisions import Decision
from tpaudit.report.pictures import bar_chart, describe
from tpaudit.report.view import Wishes, view


def html(
    audit: Audit,
    *,
    links: Links | None = None,
    base: Path = Path(),
    **wishes: Unpack[Wishes],
) -> str:
    """Return the report as one HTML file; the audit's folders are relative to `base`."""
    shown_view = view(audit, **wishes)
    picture = _logo(audit, base)
    style, script = _asset("report.css"), _asset("report.js")
    style = _accents(audit) + style.replace("NIGHT", _NIGHT)
    return safe.html_document(
        _environment(shown_view.language, links, markup=True)
        .get_template("report.html.j2")
        .render(
            report=shown_view,
            logo=picture if isinstance(picture, logo.Logo) else None,
            note=picture if isinstance(picture, Message) else None,
            style=Markup(style),  # noqa: S704  files of this package, and colours that were parsed
            script=Markup(script),  # noqa: S704
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def markdown(audit: Audit, *, links: Links | None = None, **wishes: Unpack[Wishes]) -> str:
    """Return the report as GitHub-flavoured Markdown."""
    shown_view = view(audit, **wishes)
    text = _environment(shown_view.language, links, markup=False).get_template("report.md.j2").render(report=shown_view)
    return safe.workflow(_BLANK_LINES.sub("\n\n", text).strip() + "\n")


_BLANK_LINES = re.compile(r"\n{3,}")


def _environment(language: Language, links: Links | None, *, markup: bool) -> Environment:
    """Return the environment, which translates every word and makes every value safe for its medium."""

    def text(value: Value) -> str:
        return shown(value, language)

    def say_(template: str, /, **values: Value) -> str:
        return render(Message(template, values), language)

    def prose(value: Value) -> Markup:
        return Markup(_CODE.sub(r"<code>\1</code>", str(escape(_visible(text(value))))))  # noqa: S704  escaped before

    def headline(sentence: str) -> Markup | str:
        text_ = translate(sentence, language).removesuffix(".")
        return prose(text_) if markup else safe.markdown(text_)

    def md(value: Value) -> str:
        return prose_in_markdown(value, language) if isinstance(value, Message) else safe.markdown(text(value))

    def naming(message: Message, subject: Subject, chapter: Chapter) -> Markup:
        """Return a finding's message with its subject marked, or put before it if the message does not name it."""
        sentence, name = text(message), text(chapter.names.subject(subject.kind, subject.id))
        mark = Markup("<b>{}</b>").format(_visible(name))
        if subject.kind is Kind.TOUCHPOINT:
            if subject.id in chapter.listed:
                mark = Markup('<a href="#{}t-{}">{}</a>').format(chapter.key, subject.id, _visible(name))
        elif subject.kind in (Kind.INVENTORY, Kind.FILE) or all(part in sentence for part in name.split(", ")):
            return prose(sentence)
        before, after = _around(name, sentence)
        return Markup("{}{}{}").format(prose(before), mark, prose(after))

    filters: dict[str, Callable[..., Any]] = {
        "t": text,
        "prose": prose,
        "naming": naming,
        "headline": headline,
        "look_up": lambda template: translate(template, language),
        "md": md,
        "md_code": safe.markdown_code,
        "blocks": _blocks,
    }
    environment = engine.environment(filters, finalize=_finalized if markup else None)
    environment.globals |= {
        "_": say_,
        "terms": terms,
        "words": words,
        "who_decides": _deciders,
        "link": partial(_address, links),
        "bar_chart": bar_chart,
        "describe": describe,
        "between": between,
        "drifted": drifted,
        "language": language,
    }
    return environment


def _address(links: Links | None, chapter: Chapter, file: str, line: int) -> str:
    """Return the address of a link to a line; empty without links or if the file is not in a repository."""
    if links is None or chapter.repository is None:
        return ""
    return links.to(f"{chapter.repository}/{file}" if chapter.repository else file, line)


def _deciders(entry: Decision, names: words.Names) -> tuple[Value, ...]:
    return tuple(names.owner(owner) for owner in entry.owners) or (words.ACROSS,)


_CODE = re.compile(r"`([^`]+)`")


def _around(name: str, sentence: str) -> tuple[str, str]:
    """Return the texts before and after a name; if it does not occur, nothing and the whole text after a colon."""
    start = sentence.find(name)
    while start >= 0:
        end = start + len(name)
        if not sentence[max(start - 1, 0) : start].isalnum() and not sentence[end : end + 1].isalnum():
            return sentence[:start], sentence[end:]
        start = sentence.find(name, start + 1)
    return "", f": {sentence}"


def _finalized(value: Any) -> Any:
    """Return a printed value with control characters made visible; the templates' own markup stays."""
    return _visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _visible(text: str) -> str:
    return text if text.isascii() and text.isprintable() else safe.terminal(text.replace("\n", " "))


def _blocks(load: Fraction, full: Fraction, width: int = 20) -> str:
    """Return a bar of block characters, in eighths."""
    eighths: int = round(min(Fraction(1), Fraction(load) / full) * width * 8) if full else 0
    whole, rest = divmod(eighths, 8)
    return "█" * whole + " ▏▎▍▌▋▊▉"[rest].strip()


_NIGHT = (
    "--paper: #15171a; --raised: #1e2125; --sunk: #22262b; --ink: #eceae4; --soft: #a9abb0; --line: #3a3e45; "
    "--hair: #2a2e33; --accent: var(--accent-night); --bad: #ff9b78; --bad-tint: #3a211a; --good: #6fcdb8; "
    "--amber: #e8b655; --violet: #c9a7ea; --c0: #5b9fd6; --c1: #eab543; --c2: #4fb39b; --c3: #e07b4c; --c4: #a98bd0; "
    "--c5: #bcdcf3; --c6: #8f928f; --q1: #22303c; --q2: #2b4356; --q3: #365a75; --q4: #437399; --on-q: #f2f6fa; "
    "--w1: #34597a; --w2: #5b9fd6; --w3: #bcdcf3; --edge: #ffffff3d; --band: #ffffff08; --band-even: #ffffff12"
)
"""The colours of the dark theme, used for the reader's system setting and for the switch."""


def _logo(audit: Audit, base: Path) -> logo.Logo | Message | None:
    """Return the logo of the first inventory that names one, or why it is left out."""
    for inventory_audit in audit.inventories:
        name = inventory_audit.inventory.report.logo
        if name:
            return logo.read(base / inventory_audit.folder, name)
    return None


def _accents(audit: Audit) -> str:
    """Return the accent colour as the style's variables, readable in light and in dark."""
    accents = (inventory_audit.inventory.report.accent for inventory_audit in audit.inventories)
    accent = next((colour for colour in accents if colour), ACCENT)
    return f":root{{--accent-day:{readable(accent, PAPER)};--accent-night:{readable(accent, NIGHT)}}}"


def _asset(name: str) -> str:
    return files("tpaudit.report").joinpath("templates", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
