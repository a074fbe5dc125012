"""Puts the rules into the wheel in compiled form, so that an installed auditor solves no equation when it starts."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledRules(BuildHookInterface):
    """Compiles `rules/` with the checkout's own code; an editable install reads the files themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the compiled rules to what goes into the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from auditor.rulebook import compile as compiling
        from auditor.rulebook.cache import COMPILED

        folder = Path(self.root, "rules")
        # Kept as an attribute: the folder has to last until the wheel is written.
        self.scratch = TemporaryDirectory()
        compiled = Path(self.scratch.name, COMPILED)
        compiled.write_bytes(compiling.compile_folder(folder, compiling.sources(folder)))
        build_data["force_include"][str(compiled)] = f"auditor/_rules/{COMPILED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clears up."""
        if version != "editable":
            self.scratch.cleanup()
