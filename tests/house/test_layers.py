# SPDX-License-Identifier: MIT
"""Layers hold on the running interpreter; the linter proves the same on the text."""

from __future__ import annotations

import subprocess
import sys

import pytest

FORBIDDEN = {
    "wording": {"analysis", "coding", "projects", "workbench", "PySide6", "pandas"},
    "analysis.records": {"coding", "projects", "workbench", "PySide6", "pandas"},
    "analysis.result_tables": {"coding", "projects", "workbench", "PySide6", "pandas"},
    "coding.records": {"analysis", "projects", "workbench", "PySide6", "pandas"},
    "projects.store": {"workbench", "PySide6", "pandas", "spacy", "matplotlib"},
    "workbench.cli": {"PySide6", "pandas", "scipy", "spacy", "matplotlib", "statsmodels"},
}


@pytest.mark.parametrize("module", FORBIDDEN)
def test_importing_a_room_brings_nothing_from_above(module: str) -> None:
    code = f"import sys, {module}; print(' '.join(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not FORBIDDEN[module] & {name.split(".")[0] for name in loaded}


def test_nothing_brings_the_network_part_of_qt() -> None:
    code = "import sys, workbench.app; print(' '.join(sys.modules))"
    loaded = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True).stdout
    assert "QtNetwork" not in loaded
    assert "QtWebEngine" not in loaded
