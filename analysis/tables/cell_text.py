# SPDX-License-Identifier: MIT
"""A cell of a table as text: its estimate and other parts in words and numbers, its mark where it is withheld."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.result_tables import Cell, Flag, Unit
from wording import Text, msg, render
from wording.language_record import language_of_code
from wording.numbers import format_interval, format_number, format_p, format_percent

# The marks of the Demographic and Health Surveys: brackets for a small base, a star for one too small to print.
MASKED = {Flag.MASKED_BASE: "*", Flag.MASKED_CELL: "‡", Flag.MASKED_COMPLEMENT: "‡"}
MARKED = {Flag.HIGH_CV: "†", Flag.FEW_PSUS: "§", Flag.LONELY_PSU: "¶", Flag.NEAREST_FIVE: "≈"}
_BEFORE = frozenset({Flag.NEAREST_FIVE})  # of the marks those that stand before the number
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


def part_name(part: str, level: float = 0.95) -> Text:
    """The name of a part of a cell: "95% CI", "SE", "n" …

    Examples
    --------
    >>> [render(part_name(part), "en") for part in ("interval", "se", "n")]
    ['95% CI', 'SE', 'n']
    """
    if part == "interval":
        return msg("table.interval", level=round(level * 100, 1))
    return msg(f"table.part.{part}")


def cell_text(cell: Cell, part: str, language: str) -> str:
    """A part of a cell as text; a withheld cell is its mark in the estimate's place; a small group keeps its n.

    Examples
    --------
    >>> cell = Cell(0.621, low=0.5, high=0.731, se=0.0301, unit=Unit.SHARE, n=60)
    >>> [cell_text(cell, part, "en") for part in ("estimate", "interval", "se", "n")]
    ['62%', '50–73', '3.0', '60']
    >>> cell_text(Cell(0.621, unit=Unit.SHARE, flags=frozenset({Flag.MASKED_CELL})), "estimate", "en")
    '‡'
    >>> small = Cell(base=7, unit=Unit.SHARE, flags=frozenset({Flag.MASKED_BASE}))
    >>> cell_text(small, "estimate", "en"), cell_text(small, "base", "en")
    ('*', '7')
    """
    hidden = mask_mark(cell)
    if hidden:
        size = part_value(cell, part) if part in ("n", "base") and Flag.MASKED_BASE in cell.flags else None
        if size is not None:  # how small the group is tells nothing of its answers
            return format_number(size, language)
        return hidden if part in ("estimate", "n", "base") else ""
    if cell.text is not None:
        if part == "n" and cell.n is not None:
            return format_number(cell.n, language)
        return render(cell.text, language) if part == "estimate" else ""
    if part == "estimate":
        return _estimate(cell, language)
    if part == "interval":
        if cell.low is None and (cell.estimate is None or cell.unit is Unit.P):
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
    """The estimate without any mark but "≈": for sentences and labels of figures.

    Examples
    --------
    >>> number_text(Cell(0.5, unit=Unit.SHARE), "en"), number_text(Cell(1234.5, decimals=1), "en")
    ('50%', '1,234.5')
    >>> number_text(Cell(0.05, unit=Unit.SHARE, flags=frozenset({Flag.NEAREST_FIVE})), "en")
    '≈5%'
    """
    if cell.unit is Unit.SHARE:
        before = "".join(mark for flag, mark in MARKED.items() if flag in cell.flags & _BEFORE)
        return before + format_percent(cell.estimate, language, cell.decimals)
    if cell.unit is Unit.P:
        return format_p(cell.estimate, language)
    return format_number(cell.estimate, language, cell.decimals)


def share_format(decimals: int, shares: Sequence[float | None], language: str) -> str:
    """How a spreadsheet or chart prints shares, "62%" (en) or "62 %" (fr): what is more than nothing never as 0%.

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

    Examples
    --------
    >>> mask_mark(Cell(0.4, flags=frozenset({Flag.MASKED_BASE}))), mask_mark(Cell(0.4))
    ('*', '')
    """
    return next((mark for flag, mark in MASKED.items() if flag in cell.flags), "")


def _estimate(cell: Cell, language: str) -> str:
    if cell.estimate is None or cell.estimate != cell.estimate:
        return "–" if cell.base is not None or Flag.NOT_ESTIMABLE in cell.flags else ""
    text = number_text(cell, language)
    if Flag.SMALL_BASE in cell.flags:
        text = f"({text})"
    return text + "".join(mark for flag, mark in MARKED.items() if flag in cell.flags - _BEFORE)
