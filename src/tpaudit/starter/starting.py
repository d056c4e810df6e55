"""Begin an inventory in a folder, or what audits it in CI; overwrite nothing, write all or none."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import NamedTuple

from tpaudit.loading.discovery import ROOT_NAMES, folder_as_seen, repository_of
from tpaudit.loading.usage import UsageError
from tpaudit.messages import Language, say
from tpaudit.outputs.catalogue.schema import inventory_schema
from tpaudit.writing import write_new

SCHEMA = "tpaudit.schema.json"
EXAMPLES = ("saas", "shop", "service")
RECIPES = {
    "github": {
        ".github/workflows/touchpoints.yml": "github.yml",
        ".github/workflows/touchpoints-comment.yml": "github-comment.yml",
    },
    "gitlab": {".gitlab-ci.yml": "gitlab.yml"},
    "jenkins": {"Jenkinsfile": "Jenkinsfile"},
    "pre-commit": {".pre-commit-config.yaml": "pre-commit.yaml"},
    "make": {"Makefile": "Makefile"},
    "container": {"Containerfile": "Containerfile"},
}
"""The files of a recipe by its name, each with its source."""

_HERE = Path(__file__).parent


class Origin(NamedTuple):
    """Where this copy of tpaudit was installed from."""

    repository: str
    revision: str
    known: bool = True

    @property
    def source(self) -> str:
        """The origin as pip installs it."""
        return f"git+{self.repository}@{self.revision}"


UNKNOWN = Origin("https://git.example/tpaudit.git", "main", known=False)
"""A placeholder in recipes if the origin is unknown: a name that belongs to nobody, to be replaced."""


def origin() -> Origin:
    """Return the repository and commit that pip recorded when it installed tpaudit, else a placeholder."""
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        noted = json.loads(distribution("tpaudit").read_text("direct_url.json") or "{}")
    except (PackageNotFoundError, ValueError, OSError):
        return UNKNOWN
    url, commit = str(noted.get("url", "")), str(noted.get("vcs_info", {}).get("commit_id", ""))
    # Nothing but an address and a commit may get into a file that a shell reads.
    is_plain = re.fullmatch(r"(https|ssh)://[A-Za-z0-9._~/@:-]+", url) and re.fullmatch(r"[0-9a-f]{40}", commit)
    return Origin(url, commit) if is_plain else UNKNOWN


def start(folder: str, example: str = "saas", language: Language = "en") -> tuple[Path, ...]:
    """Write a starter inventory and its schema into the folder, and return their paths."""
    target = Path(folder)
    inventory = (_HERE / "examples" / f"{example}.{language}.yaml").read_bytes()
    return _write(target, {ROOT_NAMES[0]: inventory, SCHEMA: inventory_schema().encode()}, also=ROOT_NAMES)


def recipe(folder: str, name: str) -> tuple[Path, ...]:
    """Write the files with which CI audits the folder's inventory, and return their paths.

    They go to the top of the repository that the folder lies in, since nothing looks for them below; without a
    repository they go into the folder itself.
    """
    here = Path.cwd()
    top = repository_of((here / folder).resolve())
    target = Path(folder) if top is None else Path(folder_as_seen(top, here))
    found = origin()
    marks = {"@SOURCE@": found.source, "@REPOSITORY@": found.repository, "@REVISION@": found.revision}
    files: dict[str, bytes] = {}
    for file, template in RECIPES[name].items():
        text = (_HERE / "ci" / template).read_text("utf-8")
        for mark, value in marks.items():
            text = text.replace(mark, value)
        files[file] = text.encode()
    return _write(target, files)


def _write(target: Path, files: dict[str, bytes], also: tuple[str, ...] = ()) -> tuple[Path, ...]:
    written = {target / name: data for name, data in files.items()}
    try:
        if target.exists() and not target.is_dir():
            raise UsageError(say("{path} is a file", path=str(target)), say("Name a folder, or leave the name out."))
        for path in (target / name for name in also):
            if path.exists() or path.is_symlink():
                raise UsageError(
                    say("{path} is there already", path=str(path)), say("Name another folder; nothing is overwritten.")
                )
        write_new(written)
    except OSError as error:
        raise UsageError(
            say("{path} cannot be made: {why}", path=str(target), why=error.strerror or str(error)),
            say("Name a folder that can."),
        ) from None
    return tuple(written)
