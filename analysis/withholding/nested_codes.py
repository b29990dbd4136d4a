# SPDX-License-Identifier: MIT
"""Counts that hold others: a parent category the sensitive code below it, a step of cases its services."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from analysis.specs import CODED, EVERY, NestedCount, TableSpec, Tally
from analysis.withholding.quantities import Quantities
from analysis.withholding.table_sums import named

_KNOWN_MINIMUM = 1  # of a withheld count of people a reader knows that it is no 0


def nests_of(tables: Sequence[TableSpec]) -> list[NestedCount]:
    """The nests of tables by the names of quantities."""

    def placed(table: TableSpec, tally: Tally) -> Tally:
        return tally if tally.name.startswith(CODED) else replace(tally, name=named(table, tally.name))

    return [
        replace(nest, whole=placed(table, nest.whole), parts=tuple(placed(table, part) for part in nest.parts))
        for table in tables
        for nest in table.nests
    ]


def add_nests(quantities: Quantities, nests: Sequence[NestedCount], printed: Collection[str]) -> None:
    """Add what a reader knows of counts that hold others; withhold small ones that hold a withheld one.

    Disjoint parts add up to the whole; others are each at most the whole, which is at most their sum. What stands in no
    table (not in `printed`) is unknown. A whole under the minimum says as much of its part as the part itself, so it is
    withheld with it, and so on up the tree; larger ones are left to `protect`, which solves for their bounds.
    """
    once = list({(nest.whole.name, tuple(part.name for part in nest.parts)): nest for nest in nests}.values())
    for nest in once:
        everybody = nest.whole.name.endswith(EVERY)
        for tally in nest.parts if everybody else (nest.whole, *nest.parts):
            _add_size(quantities, tally, printed)
        filled = [part for part in nest.parts if part.size > 0]  # a count of nobody adds nothing
        if everybody:
            quantities.add_sum([part.name for part in filled])
        elif nest.disjoint:
            _disjoint(quantities, nest.whole, filled, 0 < nest.rest < quantities.minimum)
        else:
            _overlapping(quantities, nest.whole, filled, nest.each_secret)
    _withhold_small(quantities, once)
    for nest in once:
        while not nest.disjoint and (bounding := _bounding(quantities, nest)):
            quantities.hidden.add(bounding)


def _bounding(quantities: Quantities, nest: NestedCount) -> str:
    """What is to be withheld because it tells at least how many a small withheld part has; "" for nothing.

    A whole is at most the sum of its parts, so whole and other parts leave a least number. The mark says "at least one"
    already; two or more would be told, and four would be all there is of a part of at most four.
    """
    if nest.whole.name.endswith(EVERY) or quantities.unknown(nest.whole.name):
        return ""
    filled = [part for part in nest.parts if part.size > 0]
    few = [part for part in filled if part.name in quantities.hidden and part.size < quantities.minimum]
    for part in few:
        others = [one for one in filled if one is not part]
        shown = [one for one in others if not quantities.unknown(one.name)]
        if len(shown) + len(few) - 1 < len(others):  # of one nobody knows how many it holds
            continue
        most = sum(one.size for one in shown) + (len(few) - 1) * (quantities.minimum - 1)
        if nest.whole.size - most >= _KNOWN_MINIMUM + 1:
            open_ones = [one for one in (*shown, nest.whole) if one.name not in quantities.released]
            if open_ones:
                return min(open_ones, key=lambda one: (one is nest.whole, one.size < quantities.minimum, one.size)).name
    return ""


def add_cases_behind(quantities: Quantities, tables: Sequence[TableSpec], printed: Collection[str]) -> None:
    """Keep beside each count of a sensitive code the cases that bear it: a later file is judged by them too."""
    for cell in (cell for table in tables for row in table.rows for cell in row.cells):
        if cell.tally is None or cell.n is None:
            continue
        scope, unit, what = cell.tally.name.removeprefix(CODED).split("/", 2)
        cases = f"{CODED}{scope}/cases/{what}"
        if unit != "cases" and cases not in quantities.size:
            _add_size(quantities, Tally(cases, cell.n), printed)


def _add_size(quantities: Quantities, tally: Tally, printed: Collection[str]) -> None:
    quantities.size[tally.name] = tally.size
    if tally.name not in printed:
        quantities.unseen.add(tally.name)


def _add_unprinted(quantities: Quantities, name: str, size: int) -> str:
    """A number that stands in no table."""
    quantities.size[name] = size
    quantities.unseen.add(name)
    return name


def _disjoint(quantities: Quantities, whole: Tally, parts: Sequence[Tally], is_secret: bool) -> None:
    rest = whole.size - sum(part.size for part in parts)
    names = [part.name for part in parts]
    beside = [_add_unprinted(quantities, f"{whole.name}~{'+'.join(names)}", rest)] if rest > 0 else []
    if is_secret:
        quantities.hidden.update(beside)
    if names:
        quantities.add_sum([*names, *beside], [whole.name])


def _overlapping(quantities: Quantities, whole: Tally, parts: Sequence[Tally], each_secret: bool) -> None:
    for part in parts:
        outside = _add_unprinted(quantities, f"{whole.name}~{part.name}", whole.size - part.size)
        if each_secret and 0 < whole.size - part.size < quantities.minimum:
            quantities.hidden.add(outside)
        quantities.add_sum([part.name, outside], [whole.name])
    names = [part.name for part in parts]
    twice = sum(part.size for part in parts) - whole.size
    if names and twice >= 0:
        several = _add_unprinted(quantities, f"{whole.name}~~{'+'.join(names)}", twice)
        quantities.add_sum([whole.name, several], names)


def _withhold_small(quantities: Quantities, nests: Sequence[NestedCount]) -> None:
    waiting = True
    while waiting:
        waiting = False
        for nest in nests:
            name = nest.whole.name
            if name.endswith(EVERY) or name in quantities.hidden or not 0 < nest.whole.size < quantities.minimum:
                continue
            if any(part.size > 0 and part.name in quantities.hidden for part in nest.parts):
                quantities.hidden.add(name)
                waiting = True
