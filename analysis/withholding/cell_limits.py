# SPDX-License-Identifier: MIT
"""One cell under the limits: withheld for its base or its size, flagged, emptied."""

from __future__ import annotations

from dataclasses import replace

from analysis.specs import Cell, Flag, Unit
from analysis.withholding.disclosure import Disclosure
from analysis.withholding.nonresponse import counts_silent
from analysis.withholding.table_sums import size_of

KINDS = (Flag.MASKED_BASE, Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT)
HIDDEN = frozenset(KINDS)
_PRINTED = frozenset({Disclosure.WHOLE, Disclosure.ORDINARY})


def by_base(cell: Cell, flag: int, minimum: int) -> Cell:
    """Withhold a cell whose base is too small, or flag it."""
    if cell.base is None or cell.unit in (Unit.P, Unit.TEXT) or cell.flags & HIDDEN:
        return cell
    if cell.base < minimum and cell.unit is not Unit.COUNT:
        return hidden_cell(cell, Flag.MASKED_BASE)
    if cell.base < flag and cell.unit is not Unit.COUNT:
        return replace(cell, flags=cell.flags | {Flag.SMALL_BASE})
    return cell


def by_size(cell: Cell, minimum: int, rule: Disclosure) -> Cell:
    """Withhold a cell of few people, or of a whole group that gave one sensitive answer."""
    size = size_of(cell)
    if size is None or cell.flags & HIDDEN or (rule in _PRINTED and cell.people is None):
        return cell
    if rule is not Disclosure.SENSITIVE and counts_silent(cell.key):
        return cell
    shared = rule is Disclosure.SENSITIVE and cell.unit is Unit.SHARE and 0 < size == cell.base  # by a whole group
    return hidden_cell(cell, Flag.MASKED_CELL) if 0 < size < minimum or shared else cell


def hidden_cell(cell: Cell, flag: Flag) -> Cell:
    """Empty a cell; its sizes stay until the complement rule is done with them."""
    return replace(
        cell, estimate=None, low=None, high=None, se=None, weighted_base=None, deff=None, text=None, df=None, cv=None,
        deff_without=None, flags=frozenset({flag}), n=cell.n, base=cell.base,
    )  # fmt: skip
