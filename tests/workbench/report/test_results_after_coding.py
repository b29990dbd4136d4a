# SPDX-License-Identifier: MIT
"""Freshness of the report's results: a coding, a consent or a summary makes them be worked out anew."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from workbench.report.composition import Composition
from workbench.report.preview import ResultCache


@pytest.mark.parametrize(
    ("table", "kept"), [("segment", 0), ("consent", 0), ("framework_cell", 0), ("report_block", 1), ("memo", 1)]
)
def test_what_was_counted_before_a_coding_is_not_shown_after_it(table: str, kept: int) -> None:
    one: Any = None  # any result
    cache: Any = ResultCache({"1": one})
    report: Any = SimpleNamespace(_state=SimpleNamespace(cache=cache), later=SimpleNamespace(start=lambda _ms: None))
    changes: Any = SimpleNamespace(changed={table: (1,)}, touches=lambda *tables: table in tables)
    Composition.follow(report, changes, in_sight=False)
    assert len(report._state.cache.results) == kept
