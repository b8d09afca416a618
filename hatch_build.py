"""Compiles the built-in rule packs into the wheel, so that loading them is quick from the first time on."""

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompilePacks(BuildHookInterface):
    """Writes packs/compiled/ before a wheel is put together, and removes it after."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compiles every pack; an editable install has none, as its packs are still being written."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from eligibility.rules import builtin_packs, load_pack  # noqa: PLC0415 - the path has to be set first
        from eligibility.rules.cache import SHIPPED, file_name, write  # noqa: PLC0415 - as above
        from eligibility.rules.loading import without_tests  # noqa: PLC0415 - as above

        SHIPPED.mkdir(exist_ok=True)
        for path in builtin_packs():
            write(SHIPPED / file_name(path.read_bytes(), path.name), without_tests(load_pack(path)))
        build_data["artifacts"].append("src/eligibility/packs/compiled/*")

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leaves the checkout as it was."""
        if version != "editable":
            shutil.rmtree(Path(self.root, "src", "eligibility", "packs", "compiled"), ignore_errors=True)
