# SPDX-License-Identifier: MIT
"""Small random projects with up to five analyses each: all files together reveal no few cases of a sensitive code.

Seeds are those that told a case once: a site of one interview, a code that all bear, a category that is its one
sensitive code, codes that meet beside codes by codes, codes counted without those below them.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.masking import Destination
from analysis.result_tables import Flag, Unit
from tests.analysis.codings.random_projects import FEW, drawn, read

TOLD_ONCE = (176, 217, 318, 6, 17, 36, 41, 52, 57, 72, 79, 83, 93, 101, 103, 108, 116, 120, 137, 154, 168, 305, 504)


@pytest.mark.parametrize("seed", TOLD_ONCE)
def test_no_few_cases_of_a_sensitive_code_are_told(seed: int) -> None:
    project = drawn(seed)
    found = read(project, Destination.PARTNER if seed % 2 else Destination.PUBLIC)
    assert found.secrets
    assert [one for one in found.secrets if one.exact] == []
    assert found.harmless_withheld < found.harmless


def test_the_reader_tells_them_where_only_small_cells_are_withheld() -> None:
    """The programme itself finds what the rule is there for."""
    project = drawn(17)
    masked = frozenset({Flag.MASKED_CELL})
    shown = []
    for table, options in project.tables:
        rows = [
            replace(row, cells=tuple(
                replace(cell, estimate=None, flags=masked)
                if cell.n and cell.n < FEW and cell.unit is not Unit.TEXT else cell
                for cell in row.cells
            ))
            for row in table.rows
        ]  # fmt: skip
        shown.append((replace(table, rows=tuple(rows)), options))
    assert any(one.exact for one in read(project, Destination.PARTNER, shown).secrets)
