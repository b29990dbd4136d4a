# SPDX-License-Identifier: MIT
"""Compiles the catalogues and lists the extension points in a wheel that is being built."""

from __future__ import annotations

import runpy
from pathlib import Path

from setuptools.command.build_py import build_py


class BuildWithCatalogues(build_py):  # type: ignore[misc, unused-ignore]  # untyped where setuptools is
    """Collects the modules as setuptools does, then compiles the catalogues and lists the kinds among them."""

    def run(self) -> None:
        """Build."""
        super().run()
        compiler = Path(__file__).with_name("compile_catalogues.py")
        beside = runpy.run_path(str(compiler))  # the program itself is not installed yet
        built = Path(self.build_lib)
        beside["compile_catalogues"](built / "wording" / "languages")
        kinds = runpy.run_path(str(Path(__file__).with_name("discovery.py")))["listed"](built)
        (built / "wording" / "extensions.json").write_text(kinds, encoding="utf-8")
