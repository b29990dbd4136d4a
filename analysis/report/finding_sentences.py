# SPDX-License-Identifier: MIT
"""A result in one sentence: the number with its interval and base, the groups with the highest and the lowest.

It reads a table as it may be shown and chooses among numbers that are shown only: what is withheld is never told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.result_tables import NO_ANSWER_ROW, Cell, Flag, TableSpec, Unit
from analysis.tables.cell_text import mask_mark, number_text
from wording import LANGUAGES, Labels, Text, msg, render
from wording.numbers import format_interval, format_number, format_percent


@dataclass(frozen=True)
class _Finding:
    """What is told: the words before the number, the number, and (name, number) of each group beside it."""

    label: Text
    cell: Cell
    groups: tuple[tuple[Text, Cell], ...] = ()
    all_shown: bool = True


def table_sentence(table: TableSpec) -> Text:
    """What a table of answers or of means says, without a test: descriptive."""
    found = _of_rows(table) or _of_columns(table)
    if found is None:
        return _of_words(table)
    return Labels({language: _said(found, table, language) for language in LANGUAGES})


def _of_columns(table: TableSpec) -> _Finding | None:
    """Answers in rows, groups in columns: of two answers the first (yes), of more the largest that is shown."""
    places = {column.id: at for at, column in enumerate(table.columns)}
    rows = [row for row in table.rows if row.cells and not (row.heading or row.total or row.id == NO_ANSWER_ROW)]
    shares = [at for at in range(len(table.columns)) if any(_is_shown(row.cells[at], Unit.SHARE) for row in rows)]
    whole = places.get("total", shares[0] if len(shares) == 1 else -1)
    if whole not in shares or table.id.startswith(("reach", "people", "cases")):
        return None
    shown = [row for row in rows if _is_shown(row.cells[whole], Unit.SHARE)]
    row = shown[0] if len(rows) == 2 and shown[0] is rows[0] else max(shown, key=lambda one: _size(one.cells[whole]))
    beside = [at for at in range(len(table.columns)) if at != whole and table.columns[at].id.startswith("g")]
    groups = tuple((table.columns[at].label, row.cells[at]) for at in beside if _is_shown(row.cells[at], Unit.SHARE))
    return _Finding(row.label, row.cells[whole], groups, len(groups) == len(beside))


def _of_rows(table: TableSpec) -> _Finding | None:
    """Means, with groups in rows and all of them in the last, or in the only row."""
    totals = [row for row in table.rows if row.cells and (row.total or (row.id == "total" and len(table.rows) == 1))]
    if not table.columns or not totals:
        return None
    total = totals[0]
    if not _is_shown(total.cells[0], Unit.NUMBER):
        return None
    rows = [row for row in table.rows if row.cells and not (row.heading or row is total)]
    groups = tuple((row.label, row.cells[0]) for row in rows if _is_shown(row.cells[0], Unit.NUMBER))
    return _Finding(table.columns[0].label, total.cells[0], groups, len(groups) == len(rows))


def _of_words(table: TableSpec) -> Text:
    """A matrix of cases by themes, as the team sees it: how large it is, and which theme most cases speak of."""
    rows = [[str(getattr(cell.text, "key", "")) for cell in row.cells] for row in table.rows if row.cells]
    if table.id != "framework" or not rows or not all(key.startswith("framework.") for row in rows for key in row):
        return ""
    filled = [sum(key != "framework.nothing_coded" for key in column) for column in zip(*rows, strict=True)]
    most = max(range(len(filled)), key=filled.__getitem__)
    key = "finding.framework" if filled[most] else "finding.framework_empty"
    return msg(key, n=len(rows), themes=len(filled), theme=table.columns[most].label, most=filled[most])


def _is_shown(cell: Cell, unit: Unit) -> bool:
    """Whether a number of that unit is shown, on a base that bears it."""
    small = bool({Flag.SMALL_BASE, Flag.MASKED_BASE} & cell.flags)
    return cell.unit is unit and cell.estimate is not None and not mask_mark(cell) and not small


def _size(cell: Cell) -> float:
    return cell.estimate or 0.0


def _said(found: _Finding, table: TableSpec, language: str) -> str:
    base = found.cell.base if found.cell.base is not None else table.base
    fields = {"label": found.label, "number": number_text(found.cell, language), "n": base or 0}
    key = "finding.number" if base else "finding.number_alone"
    if base and found.cell.low is not None and found.cell.high is not None:
        key, shares = "finding.interval", found.cell.unit is Unit.SHARE
        interval = format_interval(found.cell.low, found.cell.high, language, found.cell.decimals, percent=shares)
        if shares:
            interval += format_percent(0.0, language)[1:]
        fields |= {"interval": interval, "level": format_number(100 * table.level, language)}
    sentences = [render(msg(key, **fields), language)]
    if len(found.groups) == 2 and found.all_shown:
        sentences.append(render(msg("finding.two_groups", **_pair(*found.groups, language)), language))
    elif len(found.groups) > 1:
        sentences.append(_ends(found.groups, found.all_shown, language))
    return " ".join(sentences)


def _pair(one: tuple[Text, Cell], two: tuple[Text, Cell], language: str) -> dict[str, Text]:
    first, second = number_text(one[1], language), number_text(two[1], language)
    return {"one": one[0], "two": two[0], "first": first, "second": second}


def _ends(groups: Sequence[tuple[Text, Cell]], all_shown: bool, language: str) -> str:
    """The groups with the highest and the lowest number; alike in print, they are not told apart."""
    high, low = (end(groups, key=lambda one: _size(one[1])) for end in (max, min))
    words = _pair(high, low, language)
    if words["first"] == words["second"]:
        return render(msg("finding.alike", number=words["first"]), language)
    return render(msg("finding.ends" if all_shown else "finding.ends_shown", **words), language)
