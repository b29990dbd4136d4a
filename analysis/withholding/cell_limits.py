# SPDX-License-Identifier: MIT
"""One cell under the limits: withheld for its base or its size, flagged, emptied."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace

from analysis.records import Reason
from analysis.result_tables import Cell, Flag, TableSpec, Unit
from analysis.withholding.disclosure import CODINGS, Disclosure, disclosure_of
from analysis.withholding.network_of_sums import ANY
from analysis.withholding.quantity_keys import EVERYONE, WEIGHTED, Conditions, read_key, variable_of
from analysis.withholding.table_sums import size_of

LEAST_TESTED = 10  # rows: shares of fewer are withheld, and no test of them is printed


def estimates_population(table: TableSpec) -> bool:
    """Whether a table estimates a population from a sample; one that rests on no data table is taken for one."""
    if table.origin is None or not table.origin.how:
        return True
    return table.origin.how == "probability" and disclosure_of(table) is not Disclosure.WHOLE


def least_bases(table: TableSpec, flag: int, mask: int, public: bool) -> tuple[int, int]:
    """The bases under which figures of a table are put in brackets, and not shown.

    A sensitive table of people keeps the second one however its rows came about; for the public it is the first one.

    Examples
    --------
    >>> from analysis.result_tables import Origin
    >>> def bases(how, public=False, sensitive=False):
    ...     rows = Origin("t1", "household", how)
    ...     table = TableSpec("t", "", None, None, (), (), sensitive=sensitive, origin=rows)
    ...     return least_bases(table, 30, 10, public)
    >>> bases("probability"), bases("census"), bases("census", public=True, sensitive=True)
    ((30, 10), (0, 0), (0, 30))
    """
    if table.origin is not None and table.origin.table == CODINGS:
        return 0, 0  # counts of interviews: no base is too small to be counted
    sensitive = disclosure_of(table) is Disclosure.SENSITIVE
    sample = estimates_population(table)
    least = max(mask, flag) if public and sensitive else mask
    return flag if sample else 0, least if sample or sensitive else 0


SILENCE = frozenset({Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING})  # who was not asked gave none of them
_CONDITIONS = frozenset(f"?{reason.value}" for reason in SILENCE)


def counts_silent(key: str) -> bool:
    """Whether a key counts only who was asked a question and gave no answer to it.

    Examples
    --------
    >>> counts_silent("everyone:v3=?2"), counts_silent("everyone:v3=?1"), counts_silent("everyone:v3=?2|v5=c1")
    (True, False, False)
    """
    _, conditions = read_key(key)
    return len(conditions) == 1 and all(part.partition("=")[2] in _CONDITIONS for part in conditions)


class Nonresponse:
    """Whose silence tells nothing, in one data table.

    `shown`: what is printed of it, name and conditions; `guarded`: names of figures of sensitive tables; `rows_of`: the
    rows of a key, None where they cannot be told.
    """

    def __init__(
        self, shown: Iterable[tuple[str, Conditions]], guarded: Collection[str], rows_of: Callable[[str], int | None]
    ) -> None:
        self._rows_of = rows_of
        self._rows: dict[str, int] = {}
        self._sensitive: set[str] = set()
        self.groupings: set[str] = set()  # what tables are broken down by: the conditions of their columns' bases
        for name, conditions in shown:
            answers = _answers(conditions)
            if any(f"={ANY}" in part for part in conditions):
                self.groupings |= answers
            if name in guarded:
                self._sensitive |= answers

    def harmless(self, conditions: Conditions, *variables: str | None) -> int:
        """The rows of those who were asked one of these questions and gave no answer, as bits, where that and their
        group is all that is told of them: approved, women, a site.
        """
        if not _answers(conditions) <= self.groupings:
            return 0
        rows = 0
        for variable in variables:
            together = variable.split("/") if variable else []
            if not any(self._tells(one) for one in together):
                for one in together:
                    rows |= self._silent(one)
        return rows

    def _tells(self, variable: str) -> bool:
        """Whether silence to a question may tell something: it is sensitive, or what tables are broken down by."""
        return variable in self.groupings or variable in self._sensitive

    def _silent(self, variable: str) -> int:
        if variable not in self._rows:
            found = [self._rows_of(f"{EVERYONE}:{variable}={reason}") or 0 for reason in _CONDITIONS]
            self._rows[variable] = found[0] | found[1] | found[2]
        return self._rows[variable]


def _answers(conditions: Conditions) -> set[str]:
    """The variables of which conditions ask for a certain answer."""
    return {variable_of(part) for part in conditions if f"={ANY}" not in part and part != WEIGHTED}


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
