# SPDX-License-Identifier: MIT
"""Rows of totals inside a register: recognised, left out of what is counted until somebody says they are real rows.

Nothing is taken out of the data: the rows stand in the table, and one decision, which can be undone, counts them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import DataTable, Frame, Kind, Role, Variable
from analysis.register import COUNTS, Part, Register
from projects.search.folding import fold
from projects.store.actions import Action
from projects.store.schema import stored_setting
from wording import Text, msg

if TYPE_CHECKING:
    import pandas as pd

    from projects.store.ports import Reader, Transaction

COUNTED = "registers.totals_counted"  # setting: table id → ids of rows that look like totals and are counted
WORDS = r"(grand |sous |sub ?)?(total|totaux|totals|subtotal|somme|sum|ensemble)\b"
TOTALS = re.compile(f"^{WORDS}")  # of folded words without hyphens
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
_DATES = frozenset({Kind.DATE, Kind.DATETIME})
_LEAST_SUMMED = 2  # a single row above is no list that somebody could have added up


def rows_of_totals(frame: Frame, register: Register) -> np.ndarray:
    """Which rows (rows,) say "Total", or have no date and are in every number the sum of all numbers above."""
    counts, dates = counts_of(frame, register), days_of(frame, register)
    found = np.zeros(len(frame.row_ids), dtype=bool)
    for variable in frame.table.variables:
        if _readable(variable) and variable.id in frame.data:
            written = written_in(frame, variable.id)
            spoken = {one: bool(TOTALS.match(fold(one).replace("-", " ").strip())) for one in written.unique()}
            found |= written.map(spoken).to_numpy(dtype=bool)
    if dates is None or not counts:
        return found
    for row in np.flatnonzero(np.isnat(dates) & ~found):
        above = ~found & (np.arange(len(found)) < row)
        told = [values for values in counts.values() if np.isfinite(values[row]) and values[row] > 0]
        if told and above.sum() >= _LEAST_SUMMED and all(np.nansum(v[above]) == v[row] for v in told):
            found[row] = True
    return found


def without_totals(frame: Frame, register: Register, counted: Collection[int]) -> Frame:
    """The frame without its rows of totals but the `counted` ones (ids), and how many are left out."""
    left = rows_of_totals(frame, register) & ~np.isin(frame.row_ids, sorted(counted))
    if not left.any():
        return frame
    keep = ~left
    reasons = {name: one[keep] for name, one in frame.reasons.items()}
    data = frame.data[keep].reset_index(drop=True)
    return replace(frame, data=data, reasons=reasons, row_ids=frame.row_ids[keep], design=frame.design.taken(keep),
                   totals_left_out=int(left.sum()))  # fmt: skip


def looked_at(table: DataTable, register: Register) -> list[Variable]:
    """The variables by which rows of totals are recognised."""
    played = dict(register.parts)
    return [one for one in table.variables if _readable(one) or played.get(one.id) in (*COUNTS, Part.TOTAL, Part.DATE)]


def counted_rows(project: Reader, table_id: str) -> frozenset[int]:
    """Ids of the rows of a table that look like totals and are counted, as somebody decided."""
    stored: Mapping[str, list[int]] = stored_setting(project, COUNTED, {}) or {}
    return frozenset(stored.get(table_id, ()))


def decide_totals(table_id: str, labels: Text, rows: Collection[int], counted: bool) -> Action:
    """Count rows that look like totals (`counted`), or leave them out again. They stay in the table either way."""

    def perform(transaction: Transaction) -> None:
        stored: dict[str, list[int]] = dict(stored_setting(transaction, COUNTED, {}) or {})
        before = set(stored.get(table_id, ()))
        now = sorted(before | set(rows) if counted else before - set(rows))
        others = {name: one for name, one in stored.items() if name != table_id}
        transaction.set_setting(COUNTED, {**others, table_id: now} if now else others)

    key = "registers.totals_counted" if counted else "registers.totals_left_out"
    return Action("registers.totals", msg(key, n=len(rows), table=labels), perform)


def counts_of(frame: Frame, register: Register) -> dict[str, np.ndarray]:
    """The columns of numbers of people, NaN where empty."""
    kinds = {variable.id: variable.kind for variable in frame.table.variables}
    counted = (*COUNTS, Part.TOTAL)
    return {
        name: frame.data[name].to_numpy(dtype=float, na_value=float("nan"))
        for name, part in register.parts
        if part in counted and kinds.get(name) in _NUMBERS and name in frame.data
    }


def days_of(frame: Frame, register: Register) -> np.ndarray | None:
    """The day of each row, datetime64[D]; None where no column of dates was read."""
    name = register.column(Part.DATE)
    if name is None or name not in frame.data or frame.table.variable(name).kind not in _DATES:
        return None
    return np.asarray(frame.data[name].to_numpy(dtype="datetime64[ns]").astype("datetime64[D]"))


def written_in(frame: Frame, name: str) -> pd.Series:
    """What is written in a column, as a person reads it; empty where nothing is."""
    variable = frame.table.variable(name)
    written = frame.data[name].astype("string").fillna("")
    if variable.kind is Kind.ONE:
        return written.map({choice.id: choice.code for choice in variable.choices}).fillna("")
    return written


def _readable(variable: Variable) -> bool:
    return variable.kind in (Kind.TEXT, Kind.ONE) and variable.role is not Role.IDENTIFIER
