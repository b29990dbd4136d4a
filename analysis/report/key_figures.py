# SPDX-License-Identifier: MIT
"""The key figure: one number with its unit, base, period and target, as tiles, call-outs and running text show it.

Whoever counts something (a register, a survey, interviews) gives key figures; pages only print them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analysis.result_tables import NO_ANSWER_ROW, Cell, TableSpec, Unit
from analysis.tables.cell_text import mask_mark, number_text
from wording import LANGUAGES, Labels, Message, Text, msg, render
from wording.numbers import format_interval, format_number, format_percent

UNITS = (
    *(
        "contacts",
        "contacts_disability",
        "people",
        "sessions",
        "activities",
        "places",
        "partners",
        "topics",
        "trainings",
        "assessments",
        "sites",
        "households",
        "interviews",
        "cases",
        "presumed_cases",
    ),
    *("services", "share", "mean", "number"),
)
THEMES = ("awareness", "training", "assistance", "assessment", "survey")
FORMS = ("value", "share", "n", "base", "total", "interval", "difference", "table", "figure")


@dataclass(frozen=True)
class KeyFigure:
    """A number to print, named by its meaning.

    `key` is stable ("reach.awareness.contacts"). `unit` is one of UNITS; a share lies between 0 and 1. `icon` is the
    name of an icon of the program. `base` says of what; `period` holds the first and last day as ISO dates; `before`
    is the same number of the period before. A figure of a table names its cell by `row` and `column` (ids) and is
    withheld with it: its own `value` is not read then. `value` None: not known, nothing is printed.
    """

    key: str
    value: float | None
    unit: str
    label: Text
    icon: str = ""
    base: Text | None = None
    period: tuple[str, str] | None = None
    target: float | None = None
    before: float | None = None
    theme: str = "survey"
    decimals: int = 0
    table: TableSpec | None = None
    row: str = ""
    column: str = ""
    everywhere: TableSpec | None = None  # the same question of all sites, where the figure is of one
    question: Text = ""  # that was asked: with the number of those asked it is the base
    largest: bool = False  # of its table whichever answer has the largest share of those that may be shown

    @property
    def cell(self) -> Cell:
        """The cell it shows: of its table, else made of its value. A cell that the table has lost is empty."""
        if self.table is None:
            unit = Unit.SHARE if self.unit == "share" else Unit.NUMBER
            return Cell(self.value, unit=unit, decimals=self.decimals)
        places = [at for at, column in enumerate(self.table.columns) if column.id == self.column]
        rows = [row for row in self.table.rows if row.id == self.row and row.cells]
        return rows[0].cells[places[0]] if rows and places else Cell()

    @property
    def withheld(self) -> bool:
        """Whether its table withholds it."""
        return bool(mask_mark(self.cell))

    @property
    def base_text(self) -> Text | None:
        """Of what it is: its base; of an answer the question and how many were asked, where that may be shown."""
        if not self.question:
            return self.base
        n = None if self.withheld else self.cell.base
        return self.question if n is None else msg("figure.of_question", question=self.question, n=n)

    @property
    def known(self) -> bool:
        """Whether there is a number to print, or a mark in its place."""
        return self.withheld or self.cell.estimate is not None

    @property
    def tables(self) -> list[TableSpec]:
        """The tables its number and the one beside it stand in."""
        return [table for table in (self.table, self.everywhere) if table is not None]

    def with_tables(self, tables: Iterator[TableSpec]) -> KeyFigure:
        """The figure of the next of `tables` as they may be shown, in the order of its own.

        Parameters
        ----------
        tables : Iterator[TableSpec]
            Tables as they may be shown: one for each of `tables`, which are taken.

        Returns
        -------
        KeyFigure
            The same figure over these tables; the answer with the largest share shown, where it asks for that.
        """
        table = None if self.table is None else next(tables)
        shown = replace(self, table=table, everywhere=None if self.everywhere is None else next(tables))
        if table is not None and self.label == _label_in(self.table, self.row):
            shown = replace(shown, label=_label_in(table, self.row) or self.label)  # outside the team it names nobody
        return shown.chosen() if self.largest else shown

    def chosen(self) -> KeyFigure:
        """The answer of its table with the largest share shown; of none shown the first. No answer is none.

        A share that is withheld is never chosen, as that would tell that it is the largest.

        Returns
        -------
        KeyFigure
            Of that answer, with its key and label; this one where its table has no share.
        """
        if self.table is None:
            return self
        rows = [row for row in self.table.rows if row.cells and not row.heading and row.id != NO_ANSWER_ROW]
        answers = [(row, replace(self, row=row.id)) for row in rows]
        answers = [(row, one) for row, one in answers if one.withheld or one.cell.unit is Unit.SHARE]
        if not answers:
            return self
        row, one = max(answers, key=lambda answer: 0.0 if answer[1].withheld else answer[1].cell.estimate or 0.0)
        stem = self.key.rsplit(".", 1)[0]
        return replace(one, key=f"{stem}.{row.id}", label=row.label)


def _label_in(table: TableSpec | None, row: str) -> Text | None:
    """The label of a row of a table."""
    return None if table is None else next((one.label for one in table.rows if one.id == row), None)


def unit_text(figure: KeyFigure) -> Message:
    """The word of what is counted, as it stands beside the number."""
    return msg(f"figure.unit.{figure.unit}", n=round(figure.cell.estimate or 0))


def counted_text(figures: Sequence[KeyFigure], language: str) -> str:
    """Numbers in a line: of one thing what it is called, then each number with its unit; of several each is named."""
    known = [one for one in figures if one.known]
    words = [f"{figure_text(one, 'value', language)} {render(unit_text(one), language)}" for one in known]
    labels = [render(one.label, language) for one in known]
    if len(set(labels)) > 1:
        return " · ".join(f"{number} ({label})" for number, label in zip(words, labels, strict=True))
    return " · ".join(filter(None, [*labels[:1], *words]))


def finding_words(figure: KeyFigure) -> Text:
    """A figure as a headline: what it is, how much, and how much on all sites; descriptive, as nothing was tested."""
    if figure.withheld or not figure.known:
        return ""
    spoken = {}
    for one in LANGUAGES:
        fields = {"label": figure.label, "number": figure_text(figure, "value", one)}
        if figure.unit != "share":
            key = "headline.rows" if figure.key.startswith("table.") else "headline.count"
            spoken[one] = render(msg(key, unit=unit_text(figure), **fields), one)
            continue
        beside = everywhere_share(figure.everywhere, figure.row, one)
        fields |= {"question": figure.question} if figure.question else {}
        key = "headline.answer" if figure.question else "headline.part"
        spoken[one] = render(msg(f"{key}_beside" if beside else key, everywhere=beside, **fields), one)
    return Labels(spoken)


def everywhere_share(table: TableSpec | None, row: str, language: str) -> str:
    """The share of all sites, "" where it is not known, withheld or no share."""
    if table is None:
        return ""
    columns = [at for at, column in enumerate(table.columns) if column.id == "total"] or [0]
    cell = next((one.cells[columns[0]] for one in table.rows if one.id == row and one.cells), None)
    if cell is None or cell.estimate is None or mask_mark(cell) or cell.unit is not Unit.SHARE:
        return ""
    return number_text(cell, language) or format_number(None, language)


def interval_text(figure: KeyFigure, language: str) -> str:
    """The interval of a figure with its level, as it stands behind the base; "" without one."""
    if figure.table is None or figure.cell.low is None or figure.withheld:
        return ""
    interval = figure_text(figure, "interval", language)
    return render(msg("figure.interval", level=round(figure.table.level * 100, 1), interval=interval), language)


def figure_text(figure: KeyFigure, form: str, language: str) -> str:
    """The number in one of FORMS: its value, its share of the base, n, base, total, interval; ‡ where withheld.

    "table" and "figure" are no numbers but the title of what shows it; where that is printed, pages say "Table 2".

    Examples
    --------
    >>> reached = KeyFigure("reach.contacts", 1240.0, "contacts", "People reached", target=2000.0, before=1000.0)
    >>> [figure_text(reached, form, "en") for form in ("value", "share")]
    ['1,240', '62%']
    """
    cell = figure.cell
    if form in ("table", "figure"):
        return "" if figure.table is None else render(figure.table.title, language)
    if mark := mask_mark(cell):
        return mark
    if form == "interval":
        share = cell.unit is Unit.SHARE
        text = format_interval(cell.low, cell.high, language, cell.decimals, percent=share)
        return text + format_percent(0.0, language)[1:] if share and cell.low is not None else text
    if form == "difference":
        return _change(figure, cell, language)
    if form == "total":
        return format_number(cell.weighted_base if cell.weighted_base is not None else cell.estimate, language)
    if form in ("n", "base"):
        return format_number(getattr(cell, form), language)
    if form == "share" and figure.target and cell.unit is not Unit.SHARE and cell.estimate is not None:
        return format_percent(cell.estimate / figure.target, language)
    return number_text(cell, language)


def _change(figure: KeyFigure, cell: Cell, language: str) -> str:
    """In words: more or fewer than in the period before."""
    if figure.before is None or cell.estimate is None:
        return format_number(None, language)
    change = cell.estimate - figure.before
    key = "figure.more" if change > 0 else "figure.fewer" if change < 0 else "figure.as_many"
    scale = 100 if cell.unit is Unit.SHARE else 1
    return render(msg(key, number=format_number(abs(change) * scale, language, cell.decimals)), language)
