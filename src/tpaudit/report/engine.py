"""The templates' engine: from the sources, or from what the wheel's build compiled from exactly these sources.

Compiling takes longer than rendering. The build hook loads this file alone, so it must import nothing but Jinja.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, ModuleLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"
COMPILED = Path(__file__).parent / "compiled"
"""Contains a folder named after what it was compiled from; only wheels have one."""
FILTERS = ("t", "prose", "naming", "headline", "look_up", "md", "md_code", "blocks")
"""Our filters, in addition to Jinja's."""


def environment(
    filters: Mapping[str, Callable[..., Any]],
    *,
    finalize: Callable[..., Any] | None,
    compiled: Path = COMPILED,
) -> Environment:
    """Return the environment for HTML, whose values `finalize` makes safe, or for Markdown, if that is None."""
    folder = compiled / state()
    made = Environment(
        loader=ModuleLoader(folder) if folder.is_dir() else FileSystemLoader(TEMPLATES),
        autoescape=finalize is not None,  # noqa: S701  Markdown has its own escape, `md`
        finalize=finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {name: filters[name] for name in FILTERS}
    return made


def state() -> str:
    """Return a name for everything that the compiled templates depend on; stale ones have another name."""
    sources = (Path(__file__), *sorted(TEMPLATES.glob("*.j2")))
    return sha256(b"\0".join((version("jinja2").encode(), *(path.read_bytes() for path in sources)))).hexdigest()[:16]


def compile_into(folder: Path) -> None:
    """Compile all templates into a folder named after their state."""
    for suffix, finalize in ((".html.j2", _later), (".md.j2", None)):
        made = environment(dict.fromkeys(FILTERS, _later), finalize=finalize, compiled=folder / "none")
        names = [name for name in made.list_templates() if name.endswith(suffix)]
        made.compile_templates(folder / state(), zip=None, filter_func=names.__contains__, ignore_errors=False)


def _later(*_: object) -> object:
    """Stand in for what only a run knows, so that Jinja does not compute it in advance."""
    raise NotImplementedError
