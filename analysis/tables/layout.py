# SPDX-License-Identifier: MIT
"""A table laid out for print: which columns, which words and numbers. The writers only place what stands here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.specs import Cell, Column, Flag, TableSpec, Unit
from wording import Text, msg, render
from wording.languages import NO_BREAK, language_of_code
from wording.numbers import format_interval, format_number, format_p, format_percent

# The marks of the Demographic and Health Surveys: brackets for a small base, a star for one too small to print.
MASKED = {Flag.MASKED_BASE: "*", Flag.MASKED_CELL: "‡", Flag.MASKED_COMPLEMENT: "‡"}
MARKED = {Flag.HIGH_CV: "†", Flag.FEW_PSUS: "§", Flag.LONELY_PSU: "¶"}
SAID = frozenset({Flag.WEIGHTS_ONE})  # true of the whole table: a sentence under it, no mark on its numbers
PARTS = (
    "estimate",
    "share",
    "interval",
    "se",
    "cv",
    "df",
    "n",
    "base",
    "weighted",
    "deff",
    "deff_without",
    "effective",
)
_COUNTED = ("n", "base", "weighted", "df", "effective")


@dataclass(frozen=True)
class PrintColumn:
    """One printed column: the column of the table it shows and which part of its cells."""

    column: Column
    position: int
    part: str

    @property
    def muted(self) -> bool:
        """Whether it stands back behind the estimates."""
        return self.part != "estimate"


def print_columns(table: TableSpec) -> tuple[PrintColumn, ...]:
    """The printed columns of a table, in order.

    Parameters
    ----------
    table : TableSpec
        The parts that its columns ask for in `show`.

    Returns
    -------
    tuple[PrintColumn, ...]
        One for each part of each column.
    """
    return tuple(
        PrintColumn(column, position, part)
        for position, column in enumerate(table.columns)
        for part in column.show
        if part in PARTS
    )


def heading(column: PrintColumn, table: TableSpec, language: str) -> str:
    """The words over a printed column; the estimate's carry the unweighted base.

    Parameters
    ----------
    column : PrintColumn
        The printed column.
    table : TableSpec
        Its table: the level of intervals is read.
    language : str
        Language code, "en" or "fr".

    Returns
    -------
    str
        Such as "Women (n = 120)" for estimates, "95% CI" for intervals.
    """
    label = render(column.column.label, language)
    if column.part == "estimate":
        if column.column.base is None:
            return label
        base = render(msg("table.n", base=column.column.base), language).replace(" ", NO_BREAK)
        return f"{label} ({base})" if label else base
    return render(part_name(column.part, table.level), language)


def part_name(part: str, level: float = 0.95) -> Text:
    """The name of a part of a cell: "95% CI", "SE", "n" …

    Parameters
    ----------
    part : str
        One of PARTS.
    level : float, default 0.95
        Level of intervals, 0–1.

    Returns
    -------
    Text
        A message.

    Examples
    --------
    >>> [render(part_name(part), "en") for part in ("interval", "se", "n")]
    ['95% CI', 'SE', 'n']
    """
    if part == "interval":
        return msg("table.interval", level=round(level * 100, 1))
    return msg(f"table.part.{part}")


def cell_text(cell: Cell, part: str, language: str) -> str:
    """A part of a cell as text; a withheld cell is its mark, and only in the estimate's place.

    Parameters
    ----------
    cell : Cell
        A cell of a table as it may be shown.
    part : str
        One of PARTS.
    language : str
        Language code, "en" or "fr".

    Returns
    -------
    str
        "" where the part is not known; shares and their CV as percent, SE with one decimal more and for shares in
        percentage points.

    Examples
    --------
    >>> cell = Cell(0.621, low=0.5, high=0.731, se=0.0301, unit=Unit.SHARE, n=60)
    >>> [cell_text(cell, part, "en") for part in ("estimate", "interval", "se", "n")]
    ['62%', '50–73', '3.0', '60']
    >>> cell_text(Cell(0.621, unit=Unit.SHARE, flags=frozenset({Flag.MASKED_CELL})), "estimate", "en")
    '‡'
    """
    hidden = mask_mark(cell)
    if hidden:
        return hidden if part in ("estimate", "n", "base") else ""
    if cell.text is not None:
        if part == "n" and cell.n is not None:
            return format_number(cell.n, language)
        return render(cell.text, language) if part == "estimate" else ""
    if part == "estimate":
        return _estimate(cell, language)
    if part == "interval":
        if cell.low is None and cell.estimate is None:
            return ""
        return format_interval(cell.low, cell.high, language, cell.decimals, percent=cell.unit is Unit.SHARE)
    value = part_value(cell, part)
    if value is None:
        return ""
    if part == "share":
        return format_percent(value, language, 0)
    if part == "se":
        factor = 100 if cell.unit is Unit.SHARE else 1
        return format_number(value * factor, language, cell.decimals + 1)
    if part == "cv":
        return format_percent(value, language, 1)
    return format_number(value, language, 0 if part in _COUNTED else 2)


def part_value(cell: Cell, part: str) -> float | None:
    """The number of a part; of an interval its lower end; the effective n is n over the design effect.

    The share is of a count among the whole that it is counted of.

    Parameters
    ----------
    cell : Cell
        A cell.
    part : str
        One of PARTS.

    Returns
    -------
    float | None
        The number as it is in the cell, shares as 0–1; None where it is not known.

    References
    ----------
    Kish (1965), Survey Sampling (effective sample size n/deff).

    Examples
    --------
    >>> part_value(Cell(0.5, base=300, deff=1.5), "effective")
    200.0
    """
    if part == "share":
        return cell.estimate / cell.of if cell.of and cell.estimate is not None else None
    if part == "effective":
        return cell.base / cell.deff if cell.base and cell.deff else None
    value: float | None = getattr(cell, {"interval": "low", "weighted": "weighted_base"}.get(part, part))
    return value


def number_text(cell: Cell, language: str) -> str:
    """The estimate without any mark: for sentences and labels of figures.

    Parameters
    ----------
    cell : Cell
        A cell; marks and what is withheld are not looked at.
    language : str
        Language code, "en" or "fr".

    Returns
    -------
    str
        Percent for shares, a p value as such, else a number; a dash for None.

    Examples
    --------
    >>> number_text(Cell(0.5, unit=Unit.SHARE), "en"), number_text(Cell(1234.5, decimals=1), "en")
    ('50%', '1,234.5')
    """
    if cell.unit is Unit.SHARE:
        return format_percent(cell.estimate, language, cell.decimals)
    if cell.unit is Unit.P:
        return format_p(cell.estimate, language)
    return format_number(cell.estimate, language, cell.decimals)


def share_format(decimals: int, shares: Sequence[float | None], language: str) -> str:
    """How a spreadsheet or chart prints shares, "62%" (en) or "62 %" (fr): what is more than nothing never as 0%.

    Parameters
    ----------
    decimals : int
        Digits after the decimal sign.
    shares : Sequence[float | None]
        The shares that the format is for, 0–1.
    language : str
        Language code, "en" or "fr".

    Returns
    -------
    str
        A number format of spreadsheets, with a case of its own where a share above 0 would print as 0%.

    Examples
    --------
    >>> share_format(0, [0.5], "en"), share_format(0, [0.002], "en")
    ('0%', '[=0]0%;[<0.005]"<1%";0%')
    """
    plain = "0" + ("." + "0" * decimals if decimals else "") + language_of_code(language).percent
    if not any(share is not None and 0 < share < 0.005 * 10.0**-decimals for share in shares):
        return plain
    least = f"0.{'0' * (decimals + 2)}5"
    return f'[=0]{plain};[<{least}]"{format_percent(0.005 * 10.0 ** -(decimals + 1), language, decimals)}";{plain}'


def mask_mark(cell: Cell) -> str:
    """The mark of a withheld cell, or nothing.

    Parameters
    ----------
    cell : Cell
        A cell.

    Returns
    -------
    str
        "*" for a base too small, "‡" for a small cell or its complement, "" where it is shown.

    Examples
    --------
    >>> mask_mark(Cell(0.4, flags=frozenset({Flag.MASKED_BASE}))), mask_mark(Cell(0.4))
    ('*', '')
    """
    return next((mark for flag, mark in MASKED.items() if flag in cell.flags), "")


def table_notes(table: TableSpec, language: str) -> list[str]:
    """The notes under a table, its source last; flags and marks in use are explained.

    Parameters
    ----------
    table : TableSpec
        A table as it may be shown: marks of withheld cells are explained by its own notes.
    language : str
        Language code, "en" or "fr".

    Returns
    -------
    list[str]
        Notes of the table, then what is true of the whole table, marks in use, source; no empty line.
    """
    used = {flag for row in table.rows for cell in row.cells for flag in cell.flags if not mask_mark(cell)}
    marks: list[Text] = [msg(f"flag.{flag.value}", mark=mark) for flag, mark in MARKED.items() if flag in used]
    said: list[Text] = [msg(f"flag.{flag.value}") for flag in SAID & used]
    lines = [render(note, language) for note in (*table.notes, *said, *marks)]
    if table.source is not None:
        lines.append(render(table.source, language))
    return [line for line in lines if line]


def with_source(table: TableSpec, source: Text | None, banner: Text | None = None) -> TableSpec:
    """The table with a source line, where it has none of its own; without one that every page says already.

    Parameters
    ----------
    table : TableSpec
        A table.
    source : Text | None
        Source line; None leaves the table as it is.
    banner : Text | None
        What stands on every page: a source line of the same words is left out.

    Returns
    -------
    TableSpec
        The same table, or a copy.
    """
    said = source if table.source is None else table.source
    said = None if said == banner else said
    return table if said == table.source else replace(table, source=said)


def is_note_alone(table: TableSpec) -> bool:
    """Whether a table has no result, so that its notes say why and no grid is drawn.

    Parameters
    ----------
    table : TableSpec
        A table as it may be shown.

    Returns
    -------
    bool
        True where its one row and one column stand for nothing and there is a note.
    """
    ids = [[one.id for one in table.rows], [one.id for one in table.columns]]
    return bool(table.notes) and ids == [["nothing"]] * 2


def groups(columns: tuple[PrintColumn, ...], language: str) -> list[tuple[str, int]]:
    """The headings over groups of printed columns with how many each spans; empty when no column has a group.

    Parameters
    ----------
    columns : tuple[PrintColumn, ...]
        Printed columns, in order.
    language : str
        Language code, "en" or "fr".

    Returns
    -------
    list[tuple[str, int]]
        (heading, number of printed columns) of each stretch.
    """
    if not any(column.column.group is not None for column in columns):
        return []
    spans: list[tuple[str, int]] = []
    for column in columns:
        label = render(column.column.group, language)
        if spans and spans[-1][0] == label:
            spans[-1] = (label, spans[-1][1] + 1)
        else:
            spans.append((label, 1))
    return spans


def missing_text(missing: Mapping[int, int]) -> tuple[Text, ...]:
    """What stands beside a base: "refused 12", "don't know 6" …, for the reasons that occur.

    Parameters
    ----------
    missing : Mapping[int, int]
        Reason code → unweighted count; 10 and above are counted together.

    Returns
    -------
    tuple[Text, ...]
        Messages: refused, don't know, missing, not asked, other.
    """
    names = {1: "not_asked", 2: "refused", 3: "dont_know", 4: "missing"}
    order = [reason for reason in (2, 3, 4, 1) if missing.get(reason)]
    texts: list[Text] = [msg(f"reason.{names[reason]}", count=missing[reason]) for reason in order]
    other = sum(count for reason, count in missing.items() if reason >= 10)
    return (*texts, msg("reason.other", count=other)) if other else tuple(texts)


def _estimate(cell: Cell, language: str) -> str:
    if cell.estimate is None or cell.estimate != cell.estimate:
        return "–" if cell.base is not None or Flag.NOT_ESTIMABLE in cell.flags else ""
    text = number_text(cell, language)
    if Flag.SMALL_BASE in cell.flags:
        text = f"({text})"
    return text + "".join(mark for flag, mark in MARKED.items() if flag in cell.flags)
