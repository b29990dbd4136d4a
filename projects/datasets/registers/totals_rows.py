# SPDX-License-Identifier: MIT
"""Rows of totals inside a register: recognised, left out of what is counted until somebody says they are real rows.

The rows stay in the table, and one decision, which can be undone, counts them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypedDict

import numpy as np

from analysis.records import DataTable, Frame, Kind, Reason, Role, Variable
from analysis.register_columns import COUNTS, Part, Register
from projects.store.actions import Action
from projects.store.ports import Reader, Transaction
from projects.store.schema import stored_setting
from projects.word_folding import fold
from wording import Problem, Text, msg

COUNTED = "registers.totals_counted"  # setting: table id → ids of rows that look like totals and are counted
WORDS = r"(grand |sous |sub ?)?(total|totaux|totals|subtotal|somme|sum|ensemble)\b"
TOTALS = re.compile(f"^{WORDS}")  # of folded words without hyphens
_MAY_BE = r"(?i)^[^a-z]*(gra|sou|sub|tot|som|sum|ens)|^.{0,11}[^\x00-\x7f]"  # every word that TOTALS may match
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
_DATES = frozenset({Kind.DATE, Kind.DATETIME})
_LEAST_SUMMED = 2  # a single row above is no list that somebody could have added up


def rows_of_totals(frame: Frame, register: Register) -> np.ndarray:
    """Which rows (rows,) say "Total", or have no date and are in every number the sum of all numbers above."""
    counts, dates = counts_of(frame, register), days_of(frame, register)
    found = np.zeros(len(frame.row_ids), dtype=bool)
    for variable in frame.table.variables:
        if _readable(variable) and variable.id in frame.data:
            found |= _says_total(frame, variable)
    if dates is None or not counts:
        return found
    undated = np.flatnonzero(np.isnat(dates) & ~found)
    many, sums = _running(found, counts) if undated.size else (found, {})
    for row in undated:
        stated = [name for name, values in counts.items() if np.isfinite(values[row]) and values[row] > 0]
        if stated and many[row] >= _LEAST_SUMMED and all(sums[name][row] == counts[name][row] for name in stated):
            found[row] = True
            many, sums = _running(found, counts)
    return found


def _says_total(frame: Frame, variable: Variable) -> np.ndarray:
    """Which rows (rows,) say "Total" in a column; only words that may be one are folded, letter by letter is slow."""
    none = np.zeros(len(frame.row_ids), dtype=bool)
    if variable.kind is Kind.ONE:
        spoken = [choice.id for choice in variable.choices if _is_total(choice.code)]
        return frame.data[variable.id].isin(spoken).to_numpy(dtype=bool) if spoken else none
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # as above

    written = frame.data[variable.id]
    different = pc.unique(pa.array(written, type=pa.string(), from_pandas=True))
    may_be = different.filter(pc.match_substring_regex(different, _MAY_BE)).to_pylist()
    words = [one for one in may_be if one is not None and _is_total(one)]
    return written.isin(words).to_numpy(dtype=bool) if words else none


def _is_total(word: str) -> bool:
    return bool(TOTALS.match(fold(word).replace("-", " ").strip()))


def _running(found: np.ndarray, counts: Mapping[str, np.ndarray]) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Above each row: how many rows are no totals, and what they add up to in each column."""
    above = {name: np.where(found | ~np.isfinite(values), 0.0, values) for name, values in counts.items()}
    return np.cumsum(~found) - ~found, {name: np.cumsum(values) - values for name, values in above.items()}


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


def counts_of(
    frame: Frame, register: Register, counted: Collection[Part] = (*COUNTS, Part.TOTAL)
) -> dict[str, np.ndarray]:
    """The columns of numbers of people, of the parts `counted`, NaN where empty."""
    kinds = {variable.id: variable.kind for variable in frame.table.variables}
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


def _readable(variable: Variable) -> bool:
    return variable.kind in (Kind.TEXT, Kind.ONE) and variable.role is not Role.IDENTIFIER


DECISIONS = "registers.row_decisions"  # setting: table id → check → what was decided and for which rows


class RowChoice(StrEnum):
    """What becomes of the rows of a finding; `KEEP` is what happens before anybody decides, but for totals."""

    KEEP = "keep"  # count them as they stand
    ONE = "one"  # of equal rows count the first
    PARTS = "parts"  # count the parts and pass over the total
    OUT = "leave-out"
    JOIN = "join"  # rows with the same code are one case


CHOICES: Mapping[str, tuple[RowChoice, ...]] = {  # by check, the one that holds before anybody decides first
    "totals": (RowChoice.OUT, RowChoice.KEEP),
    "totals_counted": (RowChoice.OUT, RowChoice.KEEP),
    "parts": (RowChoice.KEEP, RowChoice.PARTS, RowChoice.OUT),
    "double": (RowChoice.KEEP, RowChoice.ONE, RowChoice.OUT),
    "future": (RowChoice.KEEP, RowChoice.OUT),
    "undated": (RowChoice.KEEP, RowChoice.OUT),
    "sealed_key": (RowChoice.KEEP, RowChoice.JOIN),  # of cases: see `case_keys`
}


class RowDecision(TypedDict):
    """What was decided, the rows it was decided of, and those of them that are not counted."""

    choice: str
    rows: list[int]
    left: list[int]


def row_decisions(reader: Reader, table_id: str) -> dict[str, RowDecision]:
    """The decisions on rows of a table, by check."""
    stored: Mapping[str, dict[str, RowDecision]] = stored_setting(reader, DECISIONS, {}) or {}
    return dict(stored.get(table_id, {}))


def decided(decisions: Mapping[str, RowDecision], check: str, rows: Collection[int]) -> RowChoice | None:
    """What was decided of these rows; None where nobody has, or rows came since."""
    decision = decisions.get(check)
    return RowChoice(decision["choice"]) if decision is not None and set(rows) <= set(decision["rows"]) else None


def left_out(decisions: Mapping[str, RowDecision]) -> frozenset[int]:
    """Ids of the rows that are not counted."""
    return frozenset(row for decision in decisions.values() for row in decision["left"])


def parts_alone(decisions: Mapping[str, RowDecision]) -> frozenset[int]:
    """Ids of the rows whose total is passed over."""
    decision = decisions.get("parts")
    return (
        frozenset(decision["rows"]) if decision is not None and decision["choice"] == RowChoice.PARTS else frozenset()
    )


def decide_rows(
    table_id: str, labels: Text, check: str, choice: RowChoice, rows: Collection[int], repeats: Collection[int] = ()
) -> Action:
    """Decide what becomes of the rows of a finding. `repeats`: of equal rows all but the first of each.

    Raises Problem for a choice that the check has not.
    """
    if check not in CHOICES or choice not in CHOICES[check]:
        known = [str(one) for one in CHOICES.get(check, ())]
        raise Problem(msg("registers.no_such_choice", choice=str(choice), check=check, choices=known))
    left = {RowChoice.OUT: rows, RowChoice.ONE: repeats}.get(choice, ())

    def perform(transaction: Transaction) -> None:
        stored: dict[str, dict[str, RowDecision]] = dict(stored_setting(transaction, DECISIONS, {}) or {})
        here = {name: one for name, one in stored.get(table_id, {}).items() if name != check}
        here[check] = {"choice": str(choice), "rows": sorted(rows), "left": sorted(left)}
        transaction.set_setting(DECISIONS, {**stored, table_id: here})

    said = msg(f"registers.decided.{choice.replace('-', '_')}", n=len(rows), table=labels)
    return Action("registers.decide_rows", said, perform)


def as_counted(
    frame: Frame, register: Register, counted: Collection[int], decisions: Mapping[str, RowDecision]
) -> Frame:
    """The frame as its figures are counted: without rows of totals but the `counted` ones, rows as was decided."""
    totals = rows_of_totals(frame, register) & ~np.isin(frame.row_ids, sorted(counted))
    left = ~totals & np.isin(frame.row_ids, sorted(left_out(decisions)))
    keep = ~(totals | left)
    if not keep.all():
        reasons = {name: one[keep] for name, one in frame.reasons.items()}
        data = frame.data[keep].reset_index(drop=True)
        frame = replace(
            frame, data=data, reasons=reasons, row_ids=frame.row_ids[keep], design=frame.design.taken(keep),
            totals_left_out=int(totals.sum()), rows_left_out=int(left.sum()),
            cases=None if frame.cases is None else frame.cases[keep],
        )  # fmt: skip
    return without_sums(frame, register, parts_alone(decisions))


def without_sums(frame: Frame, register: Register, rows: Collection[int]) -> Frame:
    """The frame where some rows (ids) tell no total: their parts count."""
    name = register.column(Part.TOTAL)
    here = np.isin(frame.row_ids, sorted(rows))
    if name is None or name not in frame.data or not here.any():
        return frame
    data = frame.data.copy()
    data[name] = data[name].mask(here)
    reasons = {**frame.reasons, name: np.where(here, np.int8(Reason.MISSING), frame.reasons[name])}
    return replace(frame, data=data, reasons=reasons)
