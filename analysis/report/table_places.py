# SPDX-License-Identifier: MIT
"""The numbers that the tables of a report will have, so that words before them can refer to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from analysis.report import blocks as kinds
from analysis.specs import TableSpec
from wording import render

Places = Mapping[tuple[str, ...], int]  # the numbers of the report's tables, by `place_of`


def place_of(table: TableSpec | None, language: str) -> tuple[str, ...]:
    """What tells a printed table from the others, whether it is masked or not."""
    return () if table is None else (table.id, render(table.title, language), render(table.subtitle, language))


def table_places(blocks: Sequence[kinds.Block], language: str) -> Places:
    """The number that each table of the report will have, by `place_of`: of those alike the first."""
    found: dict[tuple[str, ...], int] = {}
    number = 0
    for block in unfolded(blocks):
        if isinstance(block, kinds.TableBlock):
            number += 1
            found.setdefault(place_of(block.table, language), number)
    return found


def unfolded(blocks: Sequence[kinds.Block]) -> Iterator[kinds.Block]:
    """The blocks in the order in which Word shows them: those in columns one below the other."""
    for block in blocks:
        if isinstance(block, kinds.Columns):
            for column in block.columns:
                yield from unfolded(column)
        else:
            yield block
