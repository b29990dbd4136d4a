# SPDX-License-Identifier: MIT
"""Details beside the form of a register: contacts by month of its largest kind, and the rows that a finding names.

A row tells its date, place and kind, and how its parts add up; no name, telephone or key is ever read for it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Frame, Kind
from analysis.register import COUNTS, IDENTIFYING, Part, Register
from projects.datasets.registers.totals_rows import counts_of, days_of
from projects.registers.checks import RegisterFinding
from wording import LANGUAGES, Labels, Problem, Text, msg, render
from wording.numbers import format_date, format_number

if TYPE_CHECKING:
    import numpy as np

MOST_ROWS = 20  # of a finding are shown one by one
_MOST_MONTHS = 24  # more bars have no room beside the form
_SAID = (Part.PLACE, Part.KIND, Part.TOPIC)


@dataclass(frozen=True)
class MonthBars:
    """Contacts of each month from the first to the last, and of which kind of activity; None: of all sessions."""

    kind: Text | None
    months: tuple[tuple[Text, float], ...]


@dataclass(frozen=True)
class FindingRow:
    """A row that a finding names: its number in the table, and what stands in it."""

    row: int
    words: Text


def kept_rows(frame: Frame, keep: np.ndarray) -> Frame:
    """The frame with the rows (rows,) that are kept."""
    reasons = {name: one[keep] for name, one in frame.reasons.items()}
    return dataclasses.replace(
        frame, data=frame.data[keep].reset_index(drop=True), reasons=reasons, row_ids=frame.row_ids[keep],
        design=frame.design.taken(keep), cases=None if frame.cases is None else frame.cases[keep],
    )  # fmt: skip


def month_bars(frame: Frame, register: Register, largest: Text | None, written: np.ndarray | None) -> MonthBars | None:
    """Contacts by month of the sessions whose kind (`written`, rows) is the `largest`; None without dates or counts.

    Days to come, such as a year typed wrong, would leave no room for the others: they are named among the findings.
    """
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.analyses import run  # more of the program: not at start

    days = days_of(frame, register)
    if days is None:
        return None
    past = days <= np.datetime64(dt.date.today())
    keep = past if past.any() else ~np.isnat(days)
    frame = kept_rows(frame, keep if largest is None or written is None else keep & written)
    try:
        table = run("reach", frame, {"by": "month"}).tables[0]
    except Problem:
        return None
    place = [column.id for column in table.columns].index("contacts")
    months = [row for row in table.rows if not row.total and row.id != table.rows[-1].id]
    bars = tuple((row.label, float(row.cells[place].estimate or 0.0)) for row in months)
    return MonthBars(largest, bars) if 1 < len(bars) <= _MOST_MONTHS else None


def finding_rows(frame: Frame, register: Register, finding: RegisterFinding) -> tuple[FindingRow, ...]:
    """The first rows of a finding, each with what stands in it."""
    place = {int(row): at for at, row in enumerate(frame.row_ids)}
    days, counts = days_of(frame, register), counts_of(frame, register)
    said = [name for part in _SAID for name in register.columns(part) if part not in IDENTIFYING and name in frame.data]
    shown = []
    for row in finding.rows[:MOST_ROWS]:
        at = place.get(row)
        if at is None:
            continue
        day = None if days is None or str(days[at]) == "NaT" else days[at].astype(object)
        words = [word for name in said if (word := _word(frame, name, at))]
        spoken = {}
        for one in LANGUAGES:
            parts = [*([format_date(day, one)] if day is not None else []), *(render(word, one) for word in words)]
            calculated = _calculation(register, counts, at, one)
            spoken[one] = " · ".join([*parts, *([calculated] if calculated else [])]) or "–"
        shown.append(FindingRow(row, Labels(spoken)))
    return tuple(shown)


def _word(frame: Frame, name: str, at: int) -> Text:
    variable, value = frame.table.variable(name), frame.data[name].iloc[at]
    if variable.kind is Kind.ONE:
        return next((one.labels if any(one.labels.by_language.values()) else one.code
                     for one in variable.choices if one.id == value), "")  # fmt: skip
    return "" if value is None or value != value else str(value)


def _calculation(register: Register, counts: dict[str, np.ndarray], at: int, language: str) -> str:
    """ "20 + 10 + 2 = 32, total 30": the parts of a row in figures, and the total of the file beside them."""
    parts: Sequence[float] = [
        float(counts[name][at])
        for part in COUNTS
        for name in register.columns(part)
        if name in counts and counts[name][at] == counts[name][at]
    ]
    total = register.column(Part.TOTAL)
    stated = float(counts[total][at]) if total in counts else float("nan")
    if not parts:
        return (
            "" if stated != stated else render(msg("registers.row.total", n=format_number(stated, language)), language)
        )
    summed = " + ".join(format_number(one, language) for one in parts)
    sum_text = f"{summed} = {format_number(sum(parts), language)}" if len(parts) > 1 else summed
    if stated != stated:
        return sum_text
    return f"{sum_text}, {render(msg('registers.row.total', n=format_number(stated, language)), language)}"
