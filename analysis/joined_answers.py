# SPDX-License-Identifier: MIT
"""Joins rare answers, or a small group with the next, in what leaves, where fewer numbers are withheld so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from analysis.masking import Destination, Masked, mask_all
from analysis.specs import Flag, TableSpec, Unit
from analysis.withholding.all_asked import of_all_asked, presented
from analysis.withholding.earlier_files import Readers
from analysis.withholding.row_groups import RowSets
from analysis.withholding.withholding_choice import NOTHING_CHOSEN, WithholdingChoice
from wording import msg

_PEOPLE = frozenset({Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT})
Question = tuple[str, tuple[str, ...]]  # data table, its sensitive variables


def mask_joined(
    tables: Sequence[TableSpec], limits: tuple[int, int, int], destination: Destination,
    row_sets: RowSets | None = None, chosen: WithholdingChoice = NOTHING_CHOSEN, readers: Readers | None = None,
) -> tuple[list[TableSpec], list[Masked]]:  # fmt: skip
    """Tables that leave together as `mask_all` gives them, with answers joined where that is milder."""
    readers = readers or Readers()

    def masked(some: Sequence[TableSpec], known: Readers) -> tuple[list[TableSpec], list[Masked]]:
        return mask_all(some, *limits, destination, row_sets, chosen, known)

    first = masked(tables, readers)
    if destination is Destination.INSIDE:
        return first
    public = destination is Destination.PUBLIC
    whole = of_all_asked(tables, limits[2], public, readers.known_before)
    at_stake = {_question(one) for one, shown in zip(whole, first[0], strict=True) if one.joined and _withholds(shown)}
    places = [at for at, one in enumerate(whole) if _question(one) in at_stake]
    if not places:
        return first
    own = [whole[at] for at in places]
    best = dict.fromkeys(at_stake, -1)
    most = _numbers(own, [first[0][at] for at in places])
    for way in range(max(len(one.joined) for one in own)):
        tried = [_joined(one, way) for one in own]
        beside = readers.beside if readers.beside is None else replace(readers.beside)
        numbers = _numbers(own, masked(tried, replace(readers, beside=beside))[0])
        for question in at_stake:
            if numbers[question] > most[question]:
                best[question], most[question] = way, numbers[question]
    if all(way < 0 for way in best.values()):
        return first
    return masked([_joined(one, best.get(_question(one), -1)) for one in whole], readers)


def _question(table: TableSpec) -> Question:
    return ("" if table.origin is None else table.origin.table), table.secrets


def _joined(table: TableSpec, way: int) -> TableSpec:
    if not 0 <= way < len(table.joined):
        return table
    other = presented(table, table.joined[way])
    return replace(other, notes=(*other.notes, msg("note.joined_answers")))


def _withholds(table: TableSpec) -> bool:
    return any(cell.flags & _PEOPLE for row in table.rows for cell in row.cells)


def _numbers(tables: Sequence[TableSpec], shown: Sequence[TableSpec]) -> Counter[Question]:
    """How many numbers stand in the tables of each question."""
    found: Counter[Question] = Counter()
    for whole, one in zip(tables, shown, strict=True):
        cells = (cell for row in one.rows for cell in row.cells if cell.unit not in (Unit.P, Unit.TEXT))
        found[_question(whole)] += sum(cell.estimate is not None for cell in cells)
    return found
