# SPDX-License-Identifier: MIT
"""Contacts of each kind of activity over time: a table with a column for each month or quarter, and its stacked bars.

Women, girls, men, boys and those of unknown sex or age stand in this order everywhere; kinds are never added.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.analyses.registers.session_groups import MONTH, QUARTER
from analysis.analyses.sample_size import sheet_of
from analysis.problems import AnalysisProblem
from analysis.register_columns import COUNTS, Part
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import LANGUAGES, Labels, Text, msg, render
from wording.numbers import format_month_short

if TYPE_CHECKING:
    import numpy as np

    from analysis.attendance_counts import Attendance, Reached

# "700 people": the word that says what is counted stands behind the number.
_COUNTED = re.compile(r"(\d)\s*(people|persons?|personnes?|contacts?|attendances?|présences?)\s*$", re.IGNORECASE)
_PEOPLE = ("people", "person")


@dataclass(frozen=True)
class Target:
    """What was to be reached within the period: contacts, or people."""

    number: float
    people: bool = False


def targets_of(given: Any, names: Sequence[str], labels: Sequence[Text]) -> dict[int, Target]:
    """Give the target of each group that has one, by its place.

    Examples
    --------
    >>> targets_of("Awareness: 8000; training: 700 people", ["awareness", "training"], ["", ""])
    {0: Target(number=8000.0, people=False), 1: Target(number=700.0, people=True)}
    """
    known = {name.casefold(): at for at, name in enumerate(names)}
    for at, label in enumerate(labels):
        known |= {render(label, language).casefold(): at for language in LANGUAGES}
    plain, people = _without_words(given)
    wanted: dict[int, Target] = {}
    for name, values in sheet_of(plain).items():
        place = known.get(name.strip().casefold())
        if place is None:
            raise AnalysisProblem(msg("problem.target_group", name=name, groups=list(labels)))
        if len(values) != 1 or not 0 < values[0] < float("inf"):
            raise AnalysisProblem(msg("problem.target", name=name))
        wanted[place] = Target(values[0], name.strip() in people)
    return wanted


def _without_words(given: Any) -> tuple[Any, set[str]]:
    """The numbers without the words behind them, and the names whose target is in people."""
    people: set[str] = set()

    def number(name: str, written: str) -> str:
        word = _COUNTED.search(written.strip())
        if word is not None and word[2].casefold().startswith(_PEOPLE):
            people.add(name.strip())
        return _COUNTED.sub(r"\1", written.strip())

    if isinstance(given, str):
        lines = []
        for line in (part for part in re.split(r"[;\n]", given) if part.strip()):
            name, mark, rest = line.rpartition(":") if ":" in line else line.rpartition("=")
            lines.append(f"{name}{mark}{number(name, rest)}")
        return "; ".join(lines), people
    if isinstance(given, dict):
        return {name: number(name, one) if isinstance(one, str) else one for name, one in given.items()}, people
    return given, people


MOST_MONTHS = 24  # of more, quarters are shown
TOTAL = "contacts"
SEPARATOR = "-over-"  # between the id of a table and the row it follows over time
SPLITS: Mapping[str, Mapping[str, tuple[Part, ...]]] = {  # what contacts are split by: name of a part → its counts
    "sex_and_age": {str(part): (part,) for part in COUNTS},
    "sex": {"female": (Part.WOMEN, Part.GIRLS), "male": (Part.MEN, Part.BOYS), "unknown": (Part.UNKNOWN,)},
    "age": {"adults": (Part.WOMEN, Part.MEN), "children": (Part.GIRLS, Part.BOYS), "unknown": (Part.UNKNOWN,)},
}


def over_time(
    base: TableSpec, by_time: str, codes: np.ndarray, found: Attendance, dates: np.ndarray, inside: np.ndarray,
    targets: Mapping[int, Target], ends: tuple[str | None, str | None], split: str = "sex_and_age",
) -> list[tuple[TableSpec, FigureSpec]]:  # fmt: skip
    """Give each group of a reach table over time."""
    firsts = _columns(by_time, dates, inside, ends)
    if by_time == MONTH and len(firsts) > MOST_MONTHS:
        by_time, firsts = QUARTER, _columns(QUARTER, dates, inside, ends)
    if not firsts:
        return []
    made = []
    for at, row in enumerate(row for row in base.rows if row.id.startswith("g")):
        parts = _counts_by_period(found, dates, inside & (codes == at), firsts, by_time)
        if any(sum(line.values()) for line in parts):
            aim = targets.get(at)
            contacts = None if aim is None or aim.people else aim.number
            made.append(_group_table(base, row, by_time, firsts, parts, contacts, SPLITS[split]))
    return made


def _columns(
    by_time: str, dates: np.ndarray, inside: np.ndarray, ends: tuple[str | None, str | None]
) -> list[dt.date]:  # fmt: skip
    """The first day of each month or quarter of the period, else from the first session to the last."""
    import numpy as np  # numpy, 80 ms: not at start

    held = dates[inside & ~np.isnat(dates)].astype("datetime64[M]").astype(np.int64)
    if not len(held):
        return []
    size = 1 if by_time == MONTH else 3
    given = [None if end is None else int(np.datetime64(end[:7], "M").astype(np.int64)) for end in ends]
    first = int(held.min()) if given[0] is None else given[0]
    last = int(held.max()) if given[1] is None else given[1]
    if last - first >= 2 * MOST_MONTHS * size:  # a period without bounds in its words: only where sessions are
        first, last = int(held.min()), int(held.max())
    return [
        np.datetime64(at * size, "M").astype(dt.date)
        for at in range(first // size, last // size + 1)
    ]  # fmt: skip


def _counts_by_period(
    found: Attendance, dates: np.ndarray, of_group: np.ndarray, firsts: Sequence[dt.date], by_time: str
) -> list[dict[Part, float]]:
    import numpy as np  # numpy, 80 ms: not at start

    size = 1 if by_time == MONTH else 3
    at = np.floor_divide(dates.astype("datetime64[M]").astype(np.int64), size)
    start = int(np.datetime64(firsts[0], "M").astype(np.int64)) // size
    known = of_group & ~np.isnat(dates)
    return [
        {part: float(found.parts[part][known & (at == start + column)].sum()) for part in COUNTS}
        for column in range(len(firsts))
    ]


def _group_table(
    base: TableSpec, group: Row, by_time: str, firsts: Sequence[dt.date], parts: Sequence[Mapping[Part, float]],
    target: float | None, split: Mapping[str, tuple[Part, ...]],
) -> tuple[TableSpec, FigureSpec]:  # fmt: skip
    """The table of one group and its bars."""
    years = sorted({day.year for day in firsts})
    named = "–".join(str(year) for year in sorted({years[0], years[-1]}))
    columns = tuple(
        Column(day.isoformat()[:7], _name(day, by_time), None if len(years) == 1 else str(day.year), show=("estimate",))
        for day in firsts
    )
    counted = {name: [sum(column[one] for one in part) for column in parts] for name, part in split.items()}
    rows = [
        Row(name, msg(f"reach.column.{name}"), tuple(map(_count, numbers)))
        for name, numbers in counted.items()
        if any(numbers)
    ]
    sums = tuple(_count(sum(column.values())) for column in parts)
    rows.append(Row(TOTAL, msg("reach.column.contacts"), sums, total=True))
    table = TableSpec(
        f"{base.id}{SEPARATOR}{group.id}",
        msg(f"title.reach_over_{by_time}", group=group.label, years=named),
        _women_and_girls(parts),
        msg(f"register.head.{next(name for name, one in SPLITS.items() if one is split)}"),
        columns,
        tuple(rows),
        (msg("note.target_over_time", n=round(target), columns=len(firsts), each=target / len(firsts)),)
        if target
        else (),
        exclusive_rows=False,
    )
    figure = FigureSpec(
        f"{table.id}-figure", table, Chart.COLUMNS, table.title, rows=tuple(row.id for row in rows[:-1]),
        target=target / len(firsts) if target else None,
    )  # fmt: skip
    return table, figure


def _women_and_girls(parts: Sequence[Mapping[Part, float]]) -> Text | None:
    """The share of women and girls with its base; None where nobody's sex is known."""
    from analysis.attendance_counts import Reached  # numpy, 80 ms: not at start

    whole: Reached = Reached(0, {part: sum(column[part] for column in parts) for part in COUNTS})
    if whole.female_share is None:
        return None
    return msg("subtitle.women_and_girls", share=round(whole.female_share * 100), n=int(whole.of_known_sex))


def _name(day: dt.date, by_time: str) -> Text:
    if by_time == MONTH:
        return Labels({language: format_month_short(day, language) for language in LANGUAGES})
    return msg("reach.quarter_short", quarter=(day.month + 2) // 3)


def _count(value: float) -> Cell:
    return Cell(value, unit=Unit.COUNT)
