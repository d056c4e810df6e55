"""Build hook: wheels bring the report's templates compiled; editable installs read the sources."""  # noqa: INP001

from __future__ import annotations

import runpy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles into a folder outside of the tree, so that the tree never holds anything stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what is compiled to the wheel."""
        self.folder = TemporaryDirectory()
        if version != "editable":
            engine = runpy.run_path(str(Path(self.root, "src", "tpaudit", "report", "engine.py")))
            engine["compile_into"](Path(self.folder.name))
            build_data["force_include"][self.folder.name] = "tpaudit/report/compiled"

    def finalize(self, *_: Any) -> None:
        """Leave nothing behind."""
        self.folder.cleanup()
