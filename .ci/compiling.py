"""Build hook: wheels bring templates and catalogues compiled; editable installs read the sources."""  # noqa: INP001

from __future__ import annotations

import runpy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Compiling(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles into a folder outside of the tree, so that the tree never holds anything stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what is compiled to the wheel."""
        self.folder = TemporaryDirectory()
        if version == "editable":
            return
        package, compiled = Path(self.root, "src", "tpaudit"), Path(self.folder.name)
        engine = runpy.run_path(str(package / "report" / "engine.py"))
        engine["compile_into"](compiled / "report" / "compiled")
        compile_catalogue = runpy.run_path(str(package / "locales" / "compiling.py"))["compile_catalogue"]
        for source in sorted(package.glob("locales/*/LC_MESSAGES/*.po")):
            catalogue = (compiled / source.relative_to(package)).with_suffix(".mo")
            catalogue.parent.mkdir(parents=True)
            catalogue.write_bytes(compile_catalogue(source.read_text("utf-8")))
        build_data["force_include"][self.folder.name] = "tpaudit"

    def finalize(self, *_: Any) -> None:
        """Leave nothing behind."""
        self.folder.cleanup()
