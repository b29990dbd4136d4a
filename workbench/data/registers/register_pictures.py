# SPDX-License-Identifier: MIT
"""Figures of a register beside its form: numbers, contacts, bars by month; letters that differ, pairs decided."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from analysis.analyses.registers.periods import parse_period
from projects.registers.register_frames import RegisterOverview, RegisterOverviewLine
from projects.registers.unique_people import Review
from wording import Problem, Text, msg, render
from wording.numbers import format_number
from workbench.colours_and_sizes import TYPE
from workbench.data.side_column_widgets import ScrollingColumn
from workbench.theme import colours_of, font
from workbench.translation import language_of, say
from workbench.widgets import Fact, FormRow, Label, LinkButton, MutedLabel, Pane, PaneHeader, StrongLabel, TextField
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.labels import TitleLabel

_EDGE = 12  # pixels beside and below the bar of decided pairs


class LargeNumbers(QWidget):
    """Numbers side by side, each over its word; in a narrow column they go on below."""

    def __init__(self, numbers: Sequence[tuple[Text, float]]) -> None:
        super().__init__()
        row = FlowLayout(self, spacing=18)
        for word, number in numbers:
            one = QWidget()
            column = QVBoxLayout(one)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(TitleLabel(format_number(number, language_of())))
            column.addWidget(MutedLabel(word))
            row.addWidget(one)


class MonthColumns(QWidget):
    """A column for each month from 0, the first letters of the months below, the number of the best above it."""

    def __init__(self, months: Sequence[tuple[Text, float]]) -> None:
        super().__init__()
        self.months = tuple(months)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Speak every month with its number."""
        months = [f"{render(name, language)} {format_number(number, language)}" for name, number in self.months]
        say(self, name=msg("registers.months.spoken", months=", ".join(months)), tip="\n".join(months))
        self.update()

    def sizeHint(self) -> QSize:
        """A low picture."""
        return QSize(180, 104)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the columns, the line they stand on and the letters."""
        colours, language = colours_of(self), language_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(TYPE.small, tabular=True))
        line = painter.fontMetrics().height()
        top, foot = line + 2, self.height() - line - 3
        wide = self.width() / len(self.months)
        most = max(number for _name, number in self.months)
        best = next(at for at, (_name, number) in enumerate(self.months) if number == most)
        for at, (name, number) in enumerate(self.months):
            tall = (foot - top) * number / most if most else 0.0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRect(QRectF(at * wide + wide * 0.12, foot - tall, wide * 0.76, tall))
            painter.setPen(QColor(colours.muted))
            letter = QRectF(at * wide, foot + 3, wide, line)
            painter.drawText(letter, Qt.AlignmentFlag.AlignHCenter, render(name, language)[:1].upper())
        painter.setPen(QColor(colours.text))
        said = format_number(most, language)
        over = painter.fontMetrics().horizontalAdvance(said)
        left = min(max(best * wide + wide / 2 - over / 2, 0.0), self.width() - over)
        painter.drawText(QRectF(left, 0, over + 2, line), Qt.AlignmentFlag.AlignLeft, said)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, foot, self.width(), foot)
        painter.end()


class RegisterFigures(Pane):
    """The right column beside the form: what the register gives, read anew after each choice.

    `tests_requested` carries the ids of the columns before and after a training that are to be compared.
    """

    tests_requested = Signal(str, str)
    period_chosen = Signal(str)  # the days whose sessions are counted, "" for all
    left = Signal()

    def __init__(self) -> None:
        super().__init__(PaneHeader(msg("registers.outlook")))
        self.period = TextField(msg("view_report.period"), placeholder=msg("view_report.period_example"))
        self.period.editingFinished.connect(self._for_when)
        self.when = FormRow(msg("view_report.period"), self.period)
        self.days = ""
        self.scrolled = ScrollingColumn(msg("registers.outlook"))
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 0)
        head.addWidget(self.when)
        self.body.addLayout(head)
        self.body.addWidget(self.scrolled, 1)
        self.found = RegisterOverview()
        self.compare: LinkButton | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were, as in the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def begin(self, *, dated: bool) -> None:
        """Another table: no period; it is asked for where a column of dates is told."""
        self.days = ""
        self.period.clear()
        self.when.complain(None)
        self.when.setVisible(dated)

    def _for_when(self) -> None:
        """Count the days that were typed; words that are no period are told and change nothing."""
        typed = self.period.text().strip()
        try:
            parse_period(typed)
        except Problem as wrong:
            self.when.complain(wrong.message)
            return
        self.when.complain(None)
        if typed != self.days:
            self.days = typed
            self.period_chosen.emit(typed)

    def show_found(self, found: RegisterOverview) -> None:
        """Show figures and what they mean."""
        self.found = found
        body = self.scrolled.renew()
        held = [(line.label, line.figure) for line in found.lines if line.group == "held" and line.figure is not None]
        if held:
            body.addWidget(LargeNumbers(held))
        for line in found.lines:
            if line.group != "held":
                self._line(body, line)
        if found.months is not None:
            kind = found.months.kind
            title = msg("registers.months.of", kind=kind) if kind is not None else msg("registers.months")
            body.addSpacing(4)
            body.addWidget(StrongLabel(title, wrap=True))
            body.addWidget(MonthColumns(found.months.months))
        for note in found.notes:
            body.addWidget(MutedLabel(note, wrap=True))
        self.compare = None
        if found.tests is not None:
            before, after = found.tests
            self.compare = LinkButton(
                msg("registers.outlook.compare"), lambda: self.tests_requested.emit(before, after)
            )
            body.addWidget(self.compare)
        if not found.lines and not found.notes:
            body.addWidget(MutedLabel(msg("registers.outlook.none"), wrap=True))
        body.addStretch(1)
        self.scrolled.put()

    def _line(self, body: QVBoxLayout, line: RegisterOverviewLine) -> None:
        """A heading, or a figure with its name; of a kind of activity with its sessions."""
        if line.figure is None:
            body.addSpacing(4)
            body.addWidget(StrongLabel(line.label, wrap=True))
            return
        figure = format_number(line.figure, language_of())
        if line.sessions is None:
            body.addWidget(Fact(line.label, figure))
            return
        row = QHBoxLayout()
        row.addWidget(Label(msg("registers.outlook.in_sessions", label=line.label, n=int(line.sessions)), wrap=True), 1)
        row.addWidget(StrongLabel(figure), 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(row)

    def respeak(self, _language: str) -> None:
        """Numbers in another language."""
        self.show_found(self.found)


class MarkedText(QWidget):
    """A value on as many lines as it needs; the stretches in `marks` stand on a coloured ground. Never markup."""

    def __init__(self, text: str, marks: Sequence[tuple[int, int]], *, strong: bool = False) -> None:
        super().__init__()
        self.text, self.marks, self.strong = text, tuple(marks), strong
        self.setAccessibleName(text)
        rule = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        rule.setHeightForWidth(True)
        self.setSizePolicy(rule)

    def sizeHint(self) -> QSize:
        """As wide as the value on one line."""
        wide = self.fontMetrics().horizontalAdvance(self.text) + 8
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """As wide as a short word: longer ones go on below."""
        return QSize(60, self.fontMetrics().height())

    def hasHeightForWidth(self) -> bool:
        """Narrow columns make it higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of its lines in that width."""
        return max(self.fontMetrics().height(), round(self._laid_out(width)[1]))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The lines, with the marked letters on their ground."""
        painter = QPainter(self)
        painter.setPen(QColor(colours_of(self).text))
        self._laid_out(self.width())[0].draw(painter, QPointF(0, 0))

    def _laid_out(self, width: int) -> tuple[QTextLayout, float]:
        letters = QFont(self.font())
        letters.setWeight(QFont.Weight.DemiBold if self.strong else QFont.Weight.Normal)
        layout = QTextLayout(self.text, letters)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._mark(start, end) for start, end in self.marks])
        layout.beginLayout()
        high = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, high))
            high += line.height()
        layout.endLayout()
        return layout, high

    def _mark(self, start: int, end: int) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start, found.length = start, end - start
        ground = QTextCharFormat()
        ground.setBackground(QColor(colours_of(self).warning_wash))
        ground.setFontUnderline(True)  # in grey, too
        found.format = ground
        return found


class DecidedBar(QWidget):
    """How many of the pairs are decided: a bar, and in words."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedHeight(6)
        self.words = MutedLabel("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE, 8, _EDGE, _EDGE)
        column.addWidget(self.bar)
        column.addWidget(self.words)

    def show_review(self, found: Review) -> None:
        """Pairs that follow from other decisions are none that anybody has to decide."""
        done, every = len(found.decided), len(found.decided) + len(found.queue)
        self.bar.setRange(0, max(every, 1))
        self.bar.setValue(done)
        counts = {"same": found.count("same"), "different": found.count("different")}
        self.words.say(msg("people.progress", done=done, n=every, **counts))
