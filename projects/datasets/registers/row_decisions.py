# SPDX-License-Identifier: MIT
"""Decisions on rows that the checks of a register name: keep one of equal rows, keep the parts, leave rows out.

Rows that are left out stay in the table, uncounted; one undo counts them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TypedDict

import numpy as np

from analysis.records import Frame, Reason
from analysis.register import Part, Register
from projects.datasets.registers.totals_rows import rows_of_totals
from projects.store.actions import Action
from projects.store.ports import Reader, Transaction
from projects.store.schema import stored_setting
from wording import Problem, Text, msg

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
