# SPDX-License-Identifier: MIT
"""Compiles the catalogues into a wheel that is being built, and nothing into its sources."""

from __future__ import annotations

import runpy
from pathlib import Path

from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):  # type: ignore[misc, unused-ignore]  # untyped where setuptools is
    """Collects the modules as setuptools does, then compiles the catalogues among them."""

    def run(self) -> None:
        """Build."""
        super().run()
        beside = runpy.run_path(str(Path(__file__).with_name("build.py")))  # the program itself is not installed yet
        beside["compile_catalogues"](Path(self.build_lib) / "wording" / "locales")
