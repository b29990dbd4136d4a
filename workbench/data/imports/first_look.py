# SPDX-License-Identifier: MIT
"""The questions that an import asks before the first chart, what it keeps safe, and the choice among the charts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from textwrap import wrap

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from analysis.records import Kind, Reason, Role, Variable
from projects.imported.records import ImportedTable, MissingMark
from projects.importing.columns.confirmable_texts import Shown
from wording import msg
from workbench.data.imports.first_chart import FirstChart, first_charts, picture_of
from workbench.data.preview.file_reading import PLAIN, ConfirmedGuesses, ReadFile
from workbench.results.chart import ChartView
from workbench.translation import say
from workbench.variable_words import called
from workbench.widgets import Button, Label, LinkButton, MutedLabel, SectionLabel

_MOST_LISTED, _MOST_MARKS = 30, 3
_LINE = 42  # letters of a title that stand beside the columns
_GROUPS, _ANSWERS = range(2, 7), range(2, 13)  # answers of a variable that makes groups, that is asked


def is_plain(read: ReadFile) -> bool:
    """Whether a file is a spreadsheet without a form: one looks at its columns, all else comes later."""
    return read.form is None and read.imported.kind in PLAIN


class FirstLook(QObject):
    """Adds its sections to the right part of the conversation; `renew` shows it anew, `look` lists texts one by one.

    `marked` carries a missing mark, the columns' names and the reason of their cells.
    """

    marked = Signal(str, object, int)

    def __init__(
        self, said: Callable[[], ConfirmedGuesses], renew: Callable[[], None], look: Callable[[], None]
    ) -> None:
        super().__init__()
        self._said, self._renew, self._look = said, renew, look
        self._shown: Mapping[tuple[str, str], Shown] = {}
        self._chart: int | None = None  # its place in the list; None: the first
        self._first_mark: tuple[str, str] | None = None

    def begin(self, read: ReadFile) -> None:
        """Another file is shown, with what is shown of its text columns."""
        self._shown, self._chart = read.texts, None

    def chart(self, table: ImportedTable) -> FirstChart | None:
        """The chart that was chosen, else the first; None where there is none or none is wanted."""
        offered = first_charts(table, self._said())
        place = self._chart or 0
        return offered[place] if place < len(offered) else None

    # What a person should look at

    def add_questions(self, body: QVBoxLayout, table: ImportedTable, *, marks: bool) -> None:
        """The text columns nobody can be sure of, one key for all, and (`marks`) numbers that may mean no answer."""
        said = self._said()
        waiting = [v for v in table.variables if v.content_unconfirmed and self._waits(table, v, said)]
        open_marks = list(_asked_marks(table))[:_MOST_MARKS] if marks else []
        self._first_mark = (open_marks[0][1].text, open_marks[0][0].name) if open_marks else None
        if waiting or open_marks:
            body.addWidget(SectionLabel(msg("import.look", n=len(waiting) + len(open_marks)), wrap=True))
        for at, (variable, mark) in enumerate(open_marks):
            self._add_mark(body, variable, mark, with_key=at == 0)
        if waiting:
            self._add_texts(body, table, waiting, said)

    def _waits(self, table: ImportedTable, variable: Variable, said: ConfirmedGuesses) -> bool:
        """Whether a column of answers waits for a person; free text stays with the team without a question."""
        if variable.kind is Kind.TEXT:
            return False
        key = (table.id, variable.id)
        text = said.kinds.get(key, "text") == "text"
        return text and said.roles.get(key, variable.role) is not Role.IDENTIFIER

    def _add_mark(self, body: QVBoxLayout, variable: Variable, mark: MissingMark, *, with_key: bool) -> None:
        body.addWidget(Label(msg("import.mark", name=called(variable), mark=mark.text, n=mark.count), wrap=True))
        absent = Button(msg("import.mark.missing", mark=mark.text), partial(self._mark, mark.text, variable.name, True))
        keep = Button(msg("import.mark.keep", mark=mark.text), partial(self._mark, mark.text, variable.name, False))
        if with_key:
            say(absent, tip=msg("import.mark.key"))
        body.addWidget(_side_by_side(absent, keep))

    def answers(self, event: QKeyEvent, read: ReadFile) -> bool:
        """Whether a key answers what is asked: A, no text column names anybody; M, the first number means no answer."""
        if event.modifiers() or event.key() not in (Qt.Key.Key_A, Qt.Key.Key_M):
            return False
        if event.key() == Qt.Key.Key_A:
            self.confirm_all(read.imported.tables)
        elif self._first_mark is not None:
            self._mark(*self._first_mark, True)
        return True

    def _mark(self, mark: str, column: str, absent: bool) -> None:
        self.marked.emit(mark, (column,), int(Reason.MISSING if absent else Reason.PRESENT))

    def _add_texts(
        self, body: QVBoxLayout, table: ImportedTable, waiting: list[Variable], said: ConfirmedGuesses
    ) -> None:
        open_ones = [(table.id, v.id) for v in waiting if (table.id, v.id) not in said.confirmed]
        body.addWidget(Label(msg("import.texts", n=len(waiting)), wrap=True))
        for variable in waiting[:_MOST_LISTED]:
            first = self._shown[table.id, variable.id].first if (table.id, variable.id) in self._shown else ()
            body.addWidget(MutedLabel(msg("kinds.text_line", name=variable.name, values=list(first)), wrap=True))
        if not open_ones:
            body.addWidget(MutedLabel(msg("kinds.texts_confirmed", n=len(waiting))))
            return
        everyone = Button(msg("import.texts.none", n=len(open_ones)), partial(self._confirm, open_ones), icon="check")
        say(everyone, tip=msg("import.texts.key"))
        body.addWidget(_side_by_side(everyone, LinkButton(msg("import.texts.look"), self._look)))

    def confirm_all(self, tables: tuple[ImportedTable, ...]) -> None:
        """No open text column of the file names anybody."""
        said = self._said()
        self._confirm(
            [(t.id, v.id) for t in tables for v in t.variables if v.content_unconfirmed and self._waits(t, v, said)]
        )

    def _confirm(self, keys: list[tuple[str, str]]) -> None:
        self._said().confirmed.update(keys)
        self._renew()

    # What is kept safe, what comes next

    def add_kept_safe(self, body: QVBoxLayout, table: ImportedTable) -> None:
        """The columns that may tell who somebody is."""
        said = self._said()
        names = [v.name for v in table.variables if said.roles.get((table.id, v.id), v.role) is Role.IDENTIFIER]
        if names:
            body.addSpacing(6)
            body.addWidget(SectionLabel(msg("import.kept_safe")))
            body.addWidget(MutedLabel(msg("import.kept_safe.columns", n=len(names), names=names), wrap=True))

    def add_charts(self, body: QVBoxLayout, table: ImportedTable) -> None:
        """The charts of which one opens after the import, and none."""
        offered = first_charts(table, self._said())
        if not offered:
            return
        body.addSpacing(6)
        body.addWidget(SectionLabel(msg("import.first_chart.heading")))
        picture, below = ChartView(), MutedLabel("", wrap=True)
        group = QButtonGroup(body.parentWidget())
        for place, title in enumerate([*(one.title for one in offered), msg("import.first_chart.none")]):
            one = _BrokenTitle()
            say(one, title)
            one.setChecked(place == (self._chart or 0))
            one.toggled.connect(partial(self._choose_chart, place, lambda: self._draw(table, picture, below)))
            group.addButton(one)
            body.addWidget(one)
        body.addWidget(below)
        body.addWidget(picture)
        self._draw(table, picture, below)

    def _choose_chart(self, place: int, draw: Callable[[], None], on: bool) -> None:
        if on:
            self._chart = place
            draw()

    def _draw(self, table: ImportedTable, picture: ChartView, below: MutedLabel) -> None:
        chart = self.chart(table)
        figure = picture_of(table, chart) if chart is not None else None
        for widget in (picture, below):
            widget.setVisible(figure is not None)
        if figure is not None and chart is not None:
            below.say(msg(f"import.first_chart.of_{chart.kind}", n=figure.table.base))
            picture.show_figure(figure)


class _BrokenTitle(QRadioButton):
    """A choice whose title goes on in a second line; Qt's own would be cut, as it does not wrap."""

    def setText(self, text: str) -> None:
        """Break the title at its words."""
        super().setText("\n".join(wrap(text, _LINE)))
        self.setAccessibleName(text)


def _asked_marks(table: ImportedTable) -> list[tuple[Variable, MissingMark]]:
    return [(one, mark) for one in table.variables for mark in table.marks.get(one.id, ()) if mark.asked]


def _side_by_side(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 4)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return whole
