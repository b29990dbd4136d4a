# SPDX-License-Identifier: MIT
"""The centre: title, base, chart, table, notes, what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from analysis.result_tables import FigureSpec, TableSpec
from wording import Message, Text, msg
from workbench.analysis.panes.disclosure import ChangedNote, PythonNote, WhyNote
from workbench.analysis.panes.over_time import OverTime, on_screen
from workbench.analysis.panes.title_editor import TitleEditor
from workbench.analysis.panes.withheld_card import MarksCard, WithheldCard
from workbench.codings.fields import FrameworkBar
from workbench.codings.framework_grid import FrameworkGrid
from workbench.commands import Command
from workbench.results.chart import ChartView
from workbench.results.computation import Outcome
from workbench.results.export import stays_inside
from workbench.results.reach_columns import NARROW
from workbench.results.result_table import TableOrder, ordered_figure
from workbench.results.table_block import ResultTableBlock
from workbench.translation import say
from workbench.widgets import Button, CommandButton, EmptyState, LeadLabel, Line, MoreButton, MutedLabel, Pane
from workbench.widgets.flow_layout import FlowLayout

_PATIENCE_MS = 700
_BAR_WIDTH = 160


class BusyLine(QWidget):
    """ "Computing…" with Stop; after a stop "Stopped." with Compute again."""

    def __init__(self, stop: Callable[[], object], again: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = MutedLabel(msg("analysis.view.busy.computing"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(_BAR_WIDTH, 6)
        say(self.bar, name=msg("analysis.view.busy.computing"))
        self.stop = Button(msg("analysis.view.busy.stop"), stop)
        self.again = Button(msg("analysis.view.busy.again"), again)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for widget in (self.bar, self.sentence, self.stop, self.again):
            row.addWidget(widget)
        row.addStretch(1)
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._patience.timeout.connect(self._wait_is_long)
        self.hide()

    def begin(self) -> None:
        """Something is computed: say so in a moment, unless it is done by then."""
        self.hide()
        self._patience.start()

    def end(self) -> None:
        """It is done."""
        self._patience.stop()
        self.bar.setRange(0, 1)  # a busy bar moves, and costs time, even where nobody sees it
        self.hide()

    def stopped(self) -> None:
        """It was stopped: offer to compute it after all."""
        self.end()
        self._say("stopped", computing=False)

    def _wait_is_long(self) -> None:
        self.bar.setRange(0, 0)
        self._say("computing", computing=True)

    def _say(self, what: str, *, computing: bool) -> None:
        self.sentence.say(msg(f"analysis.view.busy.{what}"))
        self.bar.setVisible(computing)
        self.stop.setVisible(computing)
        self.again.setVisible(not computing)
        self.show()


_DIM_MS = 120
_BESIDE_CARD = 60  # pixels: the margins of the sheet and its scroll bar
_ROWS_ABOVE = 6  # of a table that stands above its months
_BUTTONS = ("report", "table", "copy", "keep", "replace")
_RARER = ("plan", "tile", "figure", "why", "python")
_AFTER = "copy"  # the button that More stands behind; what a draft needs comes last
_KEPT = ("keep", "replace", "plan", "tile", "report")

_Shown = tuple[tuple[TableSpec, ...], tuple[FigureSpec, ...], tuple[int, int, int], tuple[TableSpec, ...]]


class ResultPane(Pane):
    """The result in front, a sentence in its place where there is none, the buttons below."""

    copy_requested = Signal()
    stop_requested = Signal()  # of what is computed
    recompute_requested = Signal()  # what was stopped, computed after all
    cell_chosen = Signal(str, str)  # ids of row and column
    cell_opened = Signal(str, str)
    people_requested = Signal()  # unique people are to be counted
    shown = Signal(object)  # Outcome

    def __init__(self, commands: Mapping[str, Command]) -> None:
        super().__init__()
        self.busy = BusyLine(self.stop_requested.emit, self.recompute_requested.emit)
        self.changed = ChangedNote()
        self.title = TitleEditor()
        self.subtitle = MutedLabel("", wrap=True)
        self.sentence = LeadLabel("", wrap=True)
        self.blocks: list[ResultTableBlock] = []
        self.charts: list[ChartView] = []
        self.withheld, self.marks = WithheldCard(), MarksCard()
        self.withheld.opened.connect(lambda: self.bring_into_view(self.withheld))
        self.over_time = OverTime(lambda: self.people_requested.emit())
        self.chosen = "", ""  # row and column of the cell chosen last
        self.cell_chosen.connect(self._cell_chosen)
        self.why = WhyNote()
        self.python = PythonNote(commands["analysis.take.frame"].run)
        self.outcome: Outcome | None = None
        self._known: object = None
        self._keeping = False  # whether Keep could be pressed since this analysis is in front
        self._seen: _Shown = ((), (), (30, 10, 5), ())
        self._dim = QTimer(self, singleShot=True, interval=_DIM_MS)
        self._dim.timeout.connect(lambda: self._pale(True))
        self.stack = QStackedWidget()
        self.empty = EmptyState(
            msg("analysis.view.empty"), CommandButton(commands["analysis.new.menu"], primary=True), "chart-column"
        )
        self.stack.addWidget(self._result(commands))
        self.stack.addWidget(self.empty)
        self.body.addWidget(self.stack)

    def _result(self, commands: Mapping[str, Command]) -> QWidget:
        sheet = Pane()
        self._sheet = sheet.body
        self._sheet.setContentsMargins(22, 16, 22, 16)
        self._sheet.setSpacing(8)
        self._sheet.addWidget(self.title)
        self._sheet.addWidget(self.subtitle)
        self._sheet.addWidget(self.changed)
        self._sheet.addWidget(self.sentence)
        self._sheet.addWidget(self.busy)
        self._sheet.addWidget(self.marks)
        self._first, self._figures, self._more = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._more.setSpacing(14)
        self._line = Line()
        self.grid, self.grid_bar = FrameworkGrid(), FrameworkBar()
        self.grid.hide()
        self.grid_bar.hide()
        self._sheet.addLayout(self._figures)  # seen at once: the table, however long, stands below it
        self._sheet.addWidget(self._line)
        self._sheet.addWidget(self.grid_bar)
        self._sheet.addWidget(self.grid, 100)
        self._sheet.addLayout(self._first)
        self._sheet.addWidget(self.over_time)
        self._sheet.addLayout(self._more)
        self._sheet.addWidget(self.withheld)
        self._sheet.addWidget(self.why)
        self._sheet.addWidget(self.python)
        self._sheet.addStretch(1)
        area = QScrollArea()
        area.setProperty("kind", "read")  # takes the keys, to be scrolled by them
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        self.area = area
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(area, 1)
        column.addWidget(self.withheld.line)  # in view and never before the chart
        self._actions = self._bar(commands)
        column.addWidget(self._actions)
        return whole

    def turn_why(self, why: Text) -> None:
        """Open the reason for the test below the result, or close it."""
        self.why.turn(why)
        if self.why.isVisible():
            self.bring_into_view(self.why)

    def turn_python(self) -> None:
        """Open the Python below the result, or close it."""
        self.python.setVisible(self.python.isHidden())
        if self.python.isVisible():
            self.bring_into_view(self.python)
            self.python.code.setFocus()

    def bring_into_view(self, note: QWidget) -> None:
        """Scroll to what was opened below the result: a long table would hide that anything happened."""
        sheet = self._sheet.parentWidget()
        assert sheet is not None
        self._sheet.activate()
        sheet.resize(sheet.width(), max(sheet.minimumSizeHint().height(), self.area.viewport().height()))
        self.area.ensureWidgetVisible(note, 0, 8)

    def _bar(self, commands: Mapping[str, Command]) -> QWidget:
        bar, row = Pane(Line()), QWidget()
        bar.body.addWidget(row)
        flow = FlowLayout(row)
        flow.setContentsMargins(22, 10, 22, 10)

        def command(name: str) -> Command:
            return commands[f"analysis.{'keep' if name in _KEPT else 'take'}.{name}"]

        self.more = MoreButton(
            *(CommandButton(command(name)) for name in _RARER if name != "why"),
            CommandButton(replace(command("why"), text=self._why)),
        )
        self.buttons: dict[str, CommandButton] = {}
        for name in _BUTTONS:
            short = msg(f"analysis.view.button.{name}")
            button = CommandButton(replace(command(name), icon=""), text=short, primary=name == "report")
            flow.addWidget(button)
            self.buttons[name] = button
            if name == _AFTER:
                flow.addWidget(self.more)
        return bar

    def _why(self) -> Message:
        """The question that the reason for the result in front answers."""
        result = self.outcome.result if self.outcome is not None else None
        if result is None or result.facts.get("test"):
            return msg("analysis.view.button.why")
        return msg(f"analysis.view.button.why_{'interval' if result.facts.get('interval') else 'rule'}")

    def refresh(self, front: object, *, kept: bool, replaces: bool = False) -> None:
        """Show only the buttons that mean something now; `front` is equal as long as the same analysis is in front.

        Keep, once pressed, stays in its place as long, greyed: a second click must not meet a neighbour.
        """
        if front != self._known:
            self._keeping = False
        self._keeping = self._keeping or not kept
        self._known = front
        now = self.window().focusWidget()
        for button in self.buttons.values():
            button.refresh()
        self._actions.setVisible(self.outcome is not None)
        keep, table = self.buttons["keep"], self.buttons["table"]
        keep.setVisible(self._keeping)
        keep.shorten(msg(f"analysis.view.button.{'keep_new' if replaces else 'keep'}"))
        self.buttons["replace"].setVisible(replaces)
        result = self.outcome.result if self.outcome is not None else None
        team = result is not None and stays_inside(result.tables)
        table.setVisible(result is None or "grid" not in result.facts)  # a grid has a button for each kind
        table.shorten(msg("analysis.view.button.team" if team else "analysis.view.button.table"))
        if now in self.buttons.values() and (
            now.isHidden() or not now.isEnabled()
        ):  # Qt would give the keys to another
            (self.area if self._actions.isHidden() else self.more).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The card of withheld cells is read whole, however wide the table."""
        super().resizeEvent(event)
        self.withheld.setMaximumWidth(max(event.size().width() - _BESIDE_CARD, 200))
        turned = (event.size().width() < NARROW) != (event.oldSize().width() < NARROW)
        if turned and not self.over_time.isHidden():
            self._show_result(*self._seen)

    def show_nothing(self) -> None:
        """Nothing is chosen."""
        self.busy.end()
        self.stack.setCurrentIndex(1)

    def computing(self) -> None:
        """What is shown is old; pale soon, unless the new one comes first."""
        self.stack.setCurrentIndex(0)
        self.withheld.wait()
        self._dim.start()
        self.busy.begin()

    def show_outcome(self, outcome: Outcome, limits: tuple[int, int, int], *, own_title: bool) -> None:
        """Show a result."""
        self._settled(outcome)
        first = outcome.tables[0]
        self.title.show_title(first.title, own=own_title)
        self.title.offer(outcome.result.finding if not own_title else None)
        self.subtitle.say(first.subtitle or "")
        self.subtitle.setVisible(first.subtitle is not None)
        self.sentence.hide()
        self._show_result(outcome.tables, outcome.figures, limits, outcome.for_partner)
        if outcome.result.why is None:
            self.why.hide()
        elif not self.why.isHidden():
            self.why.sentence.say(outcome.result.why)
        self._show_grid(outcome)
        self.shown.emit(outcome)

    def hold_back(self, *, held: bool) -> None:
        """Keep the numbers out of sight until what is asked above them is answered, or show them."""
        if held:
            for one in (*self.blocks, *self.charts, self.over_time):
                one.hide()
        else:
            self._show_result(*self._seen)

    def seen_tables(self) -> tuple[TableSpec, ...]:
        """The tables in front, as the reader has them who is chosen under “Seen as”."""
        return self._seen[0]

    def show_seen(
        self, outcome: Outcome, tables: tuple[TableSpec, ...], figures: tuple[FigureSpec, ...],
        limits: tuple[int, int, int],
    ) -> None:  # fmt: skip
        """Show the result in front as another reader would have it; `tables` of its own bring it back."""
        inside = tables is outcome.tables
        self._show_result(tables, figures, limits, outcome.for_partner if inside else ())
        self._show_grid(outcome)
        if not inside:
            self.grid.hide()
            self.grid_bar.hide()
            self.blocks[0].table.show()

    def _show_grid(self, outcome: Outcome) -> None:
        """A framework matrix is a grid to write in, in place of its first table."""
        rows = outcome.result.facts.get("grid")
        self.grid.setVisible(rows is not None)
        self.grid_bar.setVisible(rows is not None)
        if rows is not None:
            themes = [(one.id[1:], one.label) for one in outcome.tables[0].columns]
            self.grid.show_grid(themes, rows, outcome.result.facts.get("colours"))
        self.blocks[0].table.setVisible(rows is None)

    def show_problem(self, title: Text, sentence: Text) -> None:
        """One sentence in place of the result."""
        self._settled(None)
        self.title.show_title(title, own=False)
        self.title.offer(None)
        self.grid.hide()
        self.grid_bar.hide()
        self.subtitle.hide()
        self.sentence.say(sentence)
        self.sentence.show()
        self._show_result((), (), (30, 10, 5))
        self.why.hide()
        self.changed.hide()  # what moved was said of another result

    def show_stopped(self, title: Text) -> None:
        """The computation was stopped; it can be taken up again."""
        self.show_problem(title, "")
        self.sentence.hide()
        self.busy.stopped()

    def _settled(self, outcome: Outcome | None) -> None:
        self.outcome = outcome
        self.withheld.forget()
        self.marks.hide()
        self._dim.stop()
        self.busy.end()
        self._pale(False)
        self.stack.setCurrentIndex(0)

    def _pale(self, stale: bool) -> None:
        for block in self.blocks:
            block.table.dim(stale)
        for chart in self.charts:
            chart.dim(stale)
        self.over_time.dim(stale)

    def _cell_chosen(self, row: str, column: str) -> None:
        self.chosen = row, column
        self.over_time.choose(row)
        for chart in self.charts:
            chart.show_chosen(row, column)

    def _choose_in_chart(self, row: str, column: str) -> None:
        """A cell of a heat table is that of the table above it."""
        self.blocks[0].table.sheet.show_chosen(row, column)
        self.blocks[0].table.sheet.setFocus()
        self.cell_chosen.emit(row, column)

    def _order_charts(self, order: TableOrder) -> None:
        """The heat table stands in the order of the table above it."""
        for chart, figure in zip(self.charts, self._seen[1], strict=False):
            chart.show_figure(ordered_figure(figure, order))

    def _show_result(
        self, tables: tuple[TableSpec, ...], figures: tuple[FigureSpec, ...], limits: tuple[int, int, int],
        released: tuple[TableSpec, ...] = (),
    ) -> None:  # fmt: skip
        """Tables and figures; groups that are followed over time stand below in their own way."""
        self._seen = tables, figures, limits, released
        if self.over_time.show_result(tables, figures):
            narrow = self.width() < NARROW
            self._sheet.removeWidget(self.over_time)  # below a long table nobody would see the months
            first = narrow or len(tables[0].rows) > _ROWS_ABOVE
            above = self._sheet.indexOf(self.busy) if first else self._sheet.indexOf(self._first)
            self._sheet.insertWidget(above + 1, self.over_time)
            tables, released, figures = on_screen(tables, narrow=narrow), on_screen(released, narrow=narrow), ()
        self._show_tables(tables, limits, released)
        if not self.over_time.isHidden() and self.blocks[0].table.sheet.current is None:
            self.blocks[0].table.sheet.show_chosen(self.over_time.row, "")  # whose months stand below
        self._show_figures(figures)

    def _show_tables(
        self, tables: tuple[TableSpec, ...], limits: tuple[int, int, int], released: tuple[TableSpec, ...] = ()
    ) -> None:
        while len(self.blocks) < len(tables):
            self.blocks.append(made := ResultTableBlock())
            made.table.copy_requested.connect(self.copy_requested)
            made.table.cell_chosen.connect(self.cell_chosen)
            made.table.cell_opened.connect(self.cell_opened)
            if len(self.blocks) == 1:
                made.table.order_changed.connect(self._order_charts)
            (self._first if len(self.blocks) == 1 else self._more).addWidget(self.blocks[-1])
        for at, block in enumerate(self.blocks):
            block.setVisible(at < len(tables))
            if at < len(tables):
                block.show_table(tables[at], limits, released[at] if at < len(released) else None, titled=at > 0)

    def _show_figures(self, figures: tuple[FigureSpec, ...]) -> None:
        while len(self.charts) < len(figures):
            self.charts.append(ChartView())
            self.charts[-1].cell_chosen.connect(self._choose_in_chart)
            self._figures.addWidget(self.charts[-1])
        for at, chart in enumerate(self.charts):
            chart.setVisible(at < len(figures))
            if at < len(figures):
                order = self.blocks[0].table.order if self.blocks else TableOrder()
                chart.show_figure(ordered_figure(figures[at], order))
                chart.show_chosen(*self.chosen)
        self._line.setVisible(bool(figures))
