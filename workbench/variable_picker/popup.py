# SPDX-License-Identifier: MIT
"""The picker itself: a find field, chips for kinds, the variables by group, the answers of the marked one.

It covers its own column alone. Enter takes only a marked row that fits; Esc closes unchanged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from analysis.records import DataTable, Kind, Reason, Variable
from projects.datasets.table.variable_summary import inspect_variable
from projects.stored_tables.stored_table import data_tables
from wording import DEFAULT_LANGUAGE, Text, msg, render
from wording.numbers import format_date, format_number, format_percent
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.variable_picker.candidates import Candidate, Searchable, candidates_of, nothing_shown, ranked
from workbench.variable_picker.rows import AnsweredCounts, GroupHeading, Row, RowList, answered_counts_of
from workbench.variable_words import answer_called
from workbench.widgets import Button, Label, Line, LinkButton, MutedLabel, StrongLabel, TextField
from workbench.widgets.flow_layout import FlowLayout
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from projects.datasets.table.variable_summary import VariableFacts
    from projects.store.project import Project

Fitting = Callable[[DataTable], Collection[Variable]]


def read_tables(project: Project) -> tuple[DataTable, ...]:
    """The tables of the project."""
    return tuple(data_tables(project))


def candidates_of_other_tables(tables: Sequence[DataTable], here: str, fitting: Fitting | None) -> list[Candidate]:
    """The variables of all tables but `here`, each table under its title.

    `fitting` gives what can be taken of another table; without it nothing can, and the reason says where it is.
    """
    found: list[Candidate] = []
    for table in tables:
        if table.id == here:
            continue
        title: Text = title_of(table)
        why = msg("picker.why.other_table", table=title)
        allowed = fitting(table) if fitting is not None else ()
        reasons = {} if fitting is not None else {variable.id: why for variable in table.variables}
        found += [
            replace(one, value=(table.id, one.value), heading=title, table=table.id)
            for one in candidates_of(table, allowed, reasons)
        ]
    return found


_SHOWN = 3
_NUMBERS, _DAYS = (Kind.INTEGER, Kind.NUMBER), (Kind.DATE, Kind.DATETIME)


def answered_text(facts: VariableFacts) -> Text:
    """ "609 answered of 640 asked"."""
    return msg("picker.answered", n=facts.answered, asked=facts.asked)


def answers_text(facts: VariableFacts, language: str) -> str:
    """ "Theft 33 % · GBV 31 % · +5 · refused 12", "0–45 · median 3"; empty where there is nothing to tell.

    The commonest answers, in the order in which answers stand everywhere.
    """
    parts: list[str] = []
    if facts.counts and facts.answered:
        said = {choice.id: answer_called(choice) for choice in facts.variable.choices if not choice.reason}
        most = sorted(((n, key) for key, n in facts.counts.items() if key in said), key=lambda one: -one[0])
        parts += [
            f"{render(said[key], language)} {format_percent(facts.counts[key] / facts.answered, language)}"
            for key in said
            if key in {key for _n, key in most[:_SHOWN]}
        ]
        if len(most) > _SHOWN:
            parts.append(render(msg("picker.more_answers", n=len(most) - _SHOWN), language))
    elif facts.low is not None and facts.high is not None:
        parts += _range(facts, facts.low, facts.high, language)
    refused = facts.missing.get(int(Reason.REFUSED), 0)
    if refused:
        parts.append(render(msg("picker.refused", n=refused), language))
    return " · ".join(parts)


def _range(facts: VariableFacts, low: float, high: float, language: str) -> list[str]:
    if facts.variable.kind in _NUMBERS:
        decimals = 0 if facts.variable.kind is Kind.INTEGER else 1
        span = f"{format_number(low, language, decimals)}–{format_number(high, language, decimals)}"
        median = format_number(facts.median, language, decimals)
        return [span, render(msg("picker.median", median=median), language)]
    if facts.variable.kind in _DAYS:
        days = [dt.datetime(1970, 1, 1) + dt.timedelta(microseconds=end / 1000) for end in (low, high)]
        return [" – ".join(format_date(day.date(), language) for day in days)]
    return []


_KINDS = ("choices", "numbers", "dates")
_MARGIN, _NARROW, _WIDE, _LOW, _HIGH = 6, 320, 420, 300, 560
_PAUSE_MS = 120  # the answers of a row are read once one stays on it


class FindField(TextField):
    """The find field; the keys of the list stay in it."""

    moved = Signal(int)
    entered = Signal(bool)  # whether with Ctrl: several
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ mark, Enter takes, Esc closes."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 6, Qt.Key.Key_PageUp: -6}
        if event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class VariablePicker(QFrame):
    """`taken` carries the candidate and whether another one is to follow; `left` comes when nothing is taken."""

    taken = Signal(object, bool)
    left = Signal()

    def __init__(
        self, name: Text, anchor: QWidget, *, several: bool = False, table: str = "", fitting: Fitting | None = None
    ) -> None:
        """`anchor` is the field it belongs to; `several` lets Ctrl+Enter take one and go on.

        `table`: the table the field speaks of; `fitting` gives what can be taken of other tables.
        """
        self._host = column_around(anchor)
        super().__init__(self._host)
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._anchor, self._several, self._table, self._fitting = anchor, several, table, fitting
        self._all: list[Searchable] = []
        self._other_tables: list[Searchable] = []
        self._left_out: list[Candidate] = []  # what is typed finds these alone, which the chips leave out
        self._counts: AnsweredCounts | None = None
        self._kind = ""
        self.search = FindField(msg("picker.find"))
        self.count = MutedLabel("")
        self.fits = self._chip(msg("picker.chip.fits"))
        self.fits.setChecked(True)
        self.kinds = {kind: self._chip(msg(f"picker.chip.{kind}")) for kind in _KINDS}
        self.tables = self._chip(msg("picker.chip.tables"))
        self.list = RowList(name)
        self.nothing = Label("", wrap=True)
        self.all = LinkButton(msg("picker.show_all", n=0), self._show_everything)
        self.refusal = Label("", wrap=True)
        self.refusal.setProperty("kind", "warning")
        self.named, self.answers = StrongLabel("", wrap=True), MutedLabel("", wrap=True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._read)
        self._lay_out()
        self._connect()
        self.hide()

    def _chip(self, text: Text) -> Button:
        chip = Button(text, kind="chip")
        chip.setCheckable(True)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return chip

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 9, 1, 1)
        column.setSpacing(6)
        top, chips, below = QHBoxLayout(), FlowLayout(spacing=6), QVBoxLayout()  # a narrow column takes two lines
        for row in (top, chips):
            row.setContentsMargins(10, 0, 10, 0)
            column.addLayout(row)
        top.setSpacing(6)
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        for chip in (self.fits, *self.kinds.values(), self.tables):
            chips.addWidget(chip)
        column.addWidget(Line())
        column.addWidget(self.list, 1)
        below.setContentsMargins(12, 0, 12, 4)
        below.setSpacing(2)
        for widget in (self.nothing, self.all, self.refusal, self.named, self.answers):
            below.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft if widget is self.all else Qt.AlignmentFlag(0))
        column.addLayout(below)
        column.addWidget(Line())
        keys = MutedLabel(msg("picker.keys_several" if self._several else "picker.keys"), wrap=True)
        keys.setContentsMargins(12, 0, 12, 6)
        column.addWidget(keys)

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.moved.connect(self.list.step)
        self.search.entered.connect(self._enter)
        self.search.left.connect(self.left)
        self.fits.toggled.connect(lambda _on: self._fill())
        self.tables.toggled.connect(lambda _on: self._fill())
        for kind, chip in self.kinds.items():
            chip.clicked.connect(lambda on, kind=kind: self._narrow(kind if on else ""))
        self.list.clicked.connect(self._clicked)
        self.list.selectionModel().currentChanged.connect(lambda _now, _before: self._marked())
        self._host.installEventFilter(self)
        # a window has its application: mypy cannot tell
        QApplication.instance().focusChanged.connect(self._focus_moved)  # type: ignore[union-attr]

    # Opening

    def open(self, candidates: Sequence[Candidate], chosen: Hashable | None = None) -> None:
        """Offer these with the chosen one marked, and take the keys."""
        self.offer(candidates, chosen)
        self.show()
        self._find_place()
        self.raise_()
        self.search.setFocus()
        self.list.mark_value(chosen)
        self._look_around()

    def _look_around(self) -> None:
        """Read what other tables there are, and how many answered what is shown."""
        room = _workspace_around(self._anchor)
        session = getattr(room, "session", None)
        if session is None or not session.is_open:
            return
        self._counts = answered_counts_of(session)
        self.list.count_answers(self._counts)
        if self._table:
            session.ask(read_tables, self._know_tables, lambda _problem: None, latest=("picker", "tables"), owner=self)

    def _know_tables(self, tables: Sequence[DataTable]) -> None:
        if not any(table.id == self._table for table in tables):
            return
        found = candidates_of_other_tables(tables, self._table, self._fitting)
        self._other_tables = [Searchable.of(one, language_of(self)) for one in found]
        self.tables.setVisible(bool(found))
        if self.tables.isChecked():
            self._fill()

    def offer(self, candidates: Sequence[Candidate], chosen: Hashable | None = None) -> None:
        """Offer these; what was typed goes."""
        self._all = [Searchable.of(one, language_of(self)) for one in candidates]
        groups = {one.group for one in candidates if one.fits}
        for kind, chip in self.kinds.items():
            chip.setVisible(kind in groups and len(groups) > 1)
        self.fits.setVisible(any(not one.fits for one in candidates))
        self.tables.setVisible(bool(self._other_tables))
        self.search.clear()
        self._fill()
        self.list.mark_value(chosen)

    def leave(self) -> None:
        """Be gone; the keys go back to the field where they were here."""
        if not isValid(self):
            return
        focus = QApplication.focusWidget()
        held = focus is not None and self.isAncestorOf(focus)
        self._pause.stop()
        self.hide()
        self._host.removeEventFilter(self)
        if held and isValid(self._anchor) and self._anchor.isVisible():
            self._anchor.setFocus()
        self.deleteLater()

    def _find_place(self) -> None:
        """Below its field where there is room, else over the whole height of its column."""
        host = self._host
        corner = self._anchor.mapTo(host, QPoint(0, self._anchor.height() + 2))
        room = host.width() - 2 * _MARGIN
        width = min(room, max(min(self._anchor.width(), _WIDE), _NARROW))
        if room - width < 60:
            width = room
        left = min(max(corner.x(), _MARGIN), host.width() - width - _MARGIN)
        below = host.height() - corner.y() - _MARGIN
        height = min(_HIGH, host.height() - 2 * _MARGIN)
        top = corner.y()
        if below < min(_LOW, height):
            top = max(host.height() - _MARGIN - height, _MARGIN)
        else:
            height = min(height, below)
        self.setGeometry(QRect(left, top, width, height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes from wherever the keys are in it, and goes no further: behind it it would leave a form."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place in its column; close with it."""
        if isValid(self) and watched is self._host and not self.isHidden():
            if event.type() == QEvent.Type.Resize:
                self._find_place()
            elif event.type() == QEvent.Type.Hide:
                self.left.emit()
        return super().eventFilter(watched, event)

    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        if not isValid(self) or self.isHidden() or now is None or not isValid(now):
            return
        if now is not self and not self.isAncestorOf(now) and now is not self._anchor:
            self.left.emit()

    # What is shown

    def _fill(self) -> None:
        typed = self.search.text().strip()
        everything = [*self._all, *self._other_tables] if self.tables.isChecked() else self._all
        only_fitting = self.fits.isChecked() and not self.fits.isHidden()
        wanted = [
            one
            for one in everything
            if (one.candidate.fits or not only_fitting or (self._fitting is None and bool(one.candidate.table)))
            and self._kind in ("", one.candidate.group)
        ]
        found = ranked(wanted, typed)
        self.list.typed = typed
        self.list.rows.set_rows(_with_headings(found))
        first = next((at for at, row in enumerate(self.list.rows.rows) if isinstance(row, Candidate)), -1)
        self.list.mark(first if typed else -1)
        language = language_of(self)
        shown, total = (format_number(n, language) for n in (len(found), len(everything)))
        self.count.say(msg("picker.count", shown=shown, total=total))
        self._left_out = ranked([*self._all, *self._other_tables], typed) if typed and not found else []
        self.nothing.say(nothing_shown(typed, self._left_out, language))
        self.nothing.setVisible(not found)
        self.all.say(msg("picker.show_all", n=len(self._left_out or self._all)))
        self.all.setVisible(not found and bool(self._all))
        self._marked()

    def _show_everything(self) -> None:
        self.search.setFocus()  # before the link goes: its focus would leave the picker, and the picker with it
        if not self._left_out:
            self.search.clear()
        others = any(one.table for one in self._left_out)
        self._narrow("")
        self.fits.setChecked(False)
        if others:
            self.tables.setChecked(True)

    def _narrow(self, kind: str) -> None:
        self._kind = kind
        for name, chip in self.kinds.items():
            chip.setChecked(name == kind)
        self._fill()

    def _marked(self) -> None:
        marked = self.list.marked()
        self.refusal.hide()
        self.answers.say("")
        self.answers.hide()
        self.named.setVisible(marked is not None)
        self.named.say(marked.name or marked.text if marked is not None else "")
        self._pause.stop()
        if marked is not None and not marked.fits:
            self.answers.say(marked.why)
            self.answers.show()
        elif marked is not None and marked.source is not None:
            self._pause.start()

    def _read(self) -> None:
        """Read the answers of the marked variable."""
        marked, room = self.list.marked(), _workspace_around(self)
        if marked is None or marked.source is None or room is None or not hasattr(room, "session"):
            return
        table, variable = marked.source

        def read(project: Project) -> VariableFacts:
            return inspect_variable(project, table, variable)

        room.session.ask(read, self._show_facts, lambda _problem: None, latest=("picker", "answers"), owner=self)

    def _show_facts(self, facts: VariableFacts) -> None:
        marked = self.list.marked()
        if marked is None or marked.source is None or marked.source[1] != facts.variable.id:
            return
        language = language_of(self)
        name = render(marked.name or marked.text, language)
        self.named.say(msg("picker.named", name=name, answered=render(answered_text(facts), language)))
        said = answers_text(facts, language)
        self.answers.say(said)
        self.answers.setVisible(bool(said))

    # Taking

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(self.list.rows.rows[index.row()], Candidate):
            self._enter(False)

    def _enter(self, several: bool) -> None:
        marked = self.list.marked()
        if marked is None:
            self._refuse(msg("picker.mark_first") if self.list.rows.rows else None)
        elif not marked.fits:
            self._refuse(marked.why)
        else:
            self.taken.emit(marked, several and self._several)

    def _refuse(self, why: Text | None) -> None:
        self.refusal.say(why or "")
        self.refusal.setVisible(why is not None)


def _with_headings(found: Sequence[Candidate]) -> list[Row]:
    """The candidates under their groups: the group of the best first."""
    groups: dict[str, list[Candidate]] = {}
    headings: dict[str, Text] = {}
    for one in found:
        key = render(one.heading, DEFAULT_LANGUAGE)
        headings.setdefault(key, one.heading)
        groups.setdefault(key, []).append(one)
    rows: list[Row] = []
    for key, members in groups.items():
        if key:
            rows.append(GroupHeading(headings[key], len(members)))
        rows += members
    return rows


def column_around(widget: QWidget) -> QWidget:
    """The column of the window a field stands in: what lies directly in a splitter or fills the room."""
    at = widget
    while (above := at.parentWidget()) is not None and not isinstance(above, (QSplitter, Workspace)):
        at = above
    return at


def _workspace_around(widget: QWidget) -> Workspace | None:
    at: QWidget | None = widget
    while at is not None and not isinstance(at, Workspace):
        at = at.parentWidget()
    return at
