# SPDX-License-Identifier: MIT
"""The lines that `withheld` prints of one result: how many cells are withheld, which, and what can be done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analysis.masking import HIDDEN
from analysis.remedies import Remedies
from analysis.specs import Flag, TableSpec
from wording import Text, msg

_MOST_CELLS = 12  # named; the rest is counted


def said_of(
    number: int, title: Text, leaving: TableSpec, partner: int, public: int, remedies: Remedies,
    advised: Sequence[Text] = (),
) -> Iterator[Text]:  # fmt: skip
    """The lines of a result, its choices numbered as `withheld` takes them."""
    yield msg("withheld.cli.result", number=number, title=title, partner=partner, public=public)
    cells = [
        (row.label, leaving.columns[at].label, Flag.MASKED_CELL in cell.flags)
        for row in leaving.rows
        for at, cell in enumerate(row.cells)
        if cell.flags & HIDDEN
    ]
    for row, column, small in cells[:_MOST_CELLS]:
        place = msg("withheld.neighbour.place", row=row, column=column)
        yield msg(f"withheld.cli.{'small' if small else 'beside'}", place=place)
    if len(cells) > _MOST_CELLS:
        yield msg("withheld.cli.further", n=len(cells) - _MOST_CELLS)
    joined, total = remedies.joined, remedies.only_total
    if joined is not None:
        yield msg("withheld.cli.join", number=number, answers=list(joined.labels), n=joined.withheld)
    for at, one in enumerate(remedies.neighbours, 1):
        place = msg("withheld.neighbour.place", row=one.row, column=one.column)
        key = "withheld.cli.neighbour.now" if one.proposed else "withheld.cli.neighbour"
        yield msg(key, number=number, cell=at, place=place, n=one.withheld)
    if total is not None:
        yield msg("withheld.cli.only_total", number=number, rows=list(total.rows), n=total.withheld)
    for one_advice in advised:
        yield msg("withheld.advice.cli", advice=one_advice)
