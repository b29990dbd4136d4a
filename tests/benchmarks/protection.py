# SPDX-License-Identifier: MIT
"""Protection in proportion: what a reader of all the files works out of few people's answers, and what is withheld."""

from __future__ import annotations

import importlib
import importlib.util

from tests.benchmarks.rows import BenchRow

_PARTS = {"protection_attack": "attack_rows", "protection_loss": "loss_rows"}


def rows() -> list[BenchRow]:
    """Random plans against an integer programme; what is withheld of tables of real files and of the sample."""
    found = []
    for module, measured in _PARTS.items():
        name = f"tests.benchmarks.{module}"
        if importlib.util.find_spec(name) is not None:
            found += getattr(importlib.import_module(name), measured)()
    return found
