# SPDX-License-Identifier: MIT
"""The left column: saved results in order, and the plan below them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMenu, QStackedWidget, QWidget

from analysis.analyses import declaration
from analysis.codings.records import CODINGS
from analysis.records import DataTable
from projects.results.saved_results import SavedAnalysis
from wording import Text, msg, render
from workbench.commands import Command
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.labels import DEFAULT_ANALYSIS, grouped, offered, title_of
from workbench.translation import language_of
from workbench.variable_picker import VariableList
from workbench.widgets import (
    Button,
    CommandButton,
    Entry,
    EntryList,
    Line,
    LinkButton,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    SentencesArea,
)
from workbench.widgets.flow_layout import FlowLayout

DRAFT = "draft"
MENU = "analysis.new.menu"  # the command that opens the menu of analyses
_IMPORT = "analysis.plan.import"
RESULTS, VARIABLES = "results", "variables"


class LeftPane(Pane):
    """`chosen` carries the id of a saved result or DRAFT, `new_requested` an analysis, `variable_opened` a variable."""

    chosen = Signal(object)
    new_requested = Signal(str)
    variable_opened = Signal(str)

    def __init__(self, commands: Mapping[str, Command]) -> None:
        self.new = PrimaryButton(msg("analysis.view.new"), self.open_menu, icon="plus")
        self.other = LinkButton("", self._turn)  # what else can stand here
        self.header = PaneHeader("", self.other)
        self.header.note.hide()
        super().__init__(self.header, spacing=0)
        self._names: dict[str, Text] = {
            RESULTS: msg("analysis.view.results"),
            VARIABLES: msg("analysis.view.variables"),
        }
        self._commands = commands
        self._offered: DataTable | None = None
        self._has_plan = False
        self._menu = QMenu(self.new)
        self._tables: Mapping[str, DataTable] = {}
        self._context = QMenu(self)
        self.list = EntryList(msg("analysis.view.results"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_context)
        self.list.picked.connect(self.chosen)
        delete = QShortcut(QKeySequence.StandardKey.Delete, self.list)  # here only: in a field the key deletes letters
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._delete)
        self.variables = VariableList(msg("analysis.view.variables"))
        self.variables.picked.connect(self.variable_opened)
        results, top = Pane(spacing=0), QHBoxLayout()
        top.setContentsMargins(12, 8, 12, 8)
        top.addWidget(self.new)
        top.addStretch(1)
        results.body.addLayout(top)
        results.body.addWidget(self.list, 1)
        results.body.addWidget(Line())
        results.body.addWidget(self._plan())
        self._pages = QStackedWidget()
        self._pages.addWidget(results)
        variables = Pane(margins=(12, 8, 12, 0))
        variables.body.addWidget(MutedLabel(msg("analysis.view.variables_note"), wrap=True))
        variables.body.addWidget(self.variables)
        self._pages.addWidget(variables)
        self.body.addWidget(self._pages)
        self.turn_to(RESULTS)

    def _turn(self) -> None:
        self.turn_to(RESULTS if self._pages.currentIndex() else VARIABLES)

    def turn_to(self, tab: object) -> None:
        """Show the results, or the variables of the table in front."""
        self._pages.setCurrentIndex(1 if tab == VARIABLES else 0)
        self.header.title.say(self._names[VARIABLES if tab == VARIABLES else RESULTS])
        self.other.say(self._names[RESULTS if tab == VARIABLES else VARIABLES])

    def show_variables(self, table: DataTable | None) -> None:
        """List the variables of a table that can be analysed."""
        if table is not None and table is not self._offered:
            self._offered = table
            named = "codes_tab" if table.id == CODINGS else "variables"
            self._names[VARIABLES] = msg(f"analysis.view.{named}")
            self.turn_to(VARIABLES if self._pages.currentIndex() else RESULTS)
            self.variables.offer(table, offered(table, frozenset(DEFAULT_ANALYSIS)))

    def _plan(self) -> QWidget:
        pane = Pane(margins=(12, 10, 12, 12))
        pane.body.addWidget(SectionLabel(msg("analysis.view.plan.heading")))
        self.plan_rows = MutedLabel("", wrap=True)
        self.plan_state = MutedLabel("", wrap=True)
        self.plan_area = SentencesArea(self.plan_state)
        self.plan_area.hide()
        pane.body.addWidget(self.plan_rows)
        pane.body.addWidget(self.plan_area)
        row = QWidget()
        flow = FlowLayout(row)
        self.plan_buttons: list[Button] = []
        for name in ("run", "changed", "import", "export"):
            short = msg(f"analysis.view.button.plan_{name}")
            self.plan_buttons.append(CommandButton(self._commands[f"analysis.plan.{name}"], text=short))
            flow.addWidget(self.plan_buttons[-1])
        pane.body.addWidget(row)
        return pane

    def open_menu(self) -> None:
        """Offer the analyses there are, in words, under the button that was pressed for it."""
        language = language_of()
        self._menu.clear()
        self._menu.setToolTipsVisible(True)
        for group, listed in groupby(grouped(), key=lambda one: one.group):
            fitting = [one for one in listed if any(map(one.suits, self._tables.values()))]
            if not fitting:
                continue
            inner = QMenu(render(msg(f"analysis.group.{group}"), language).replace("&", "&&"), self._menu)
            inner.setToolTipsVisible(True)
            self._menu.addMenu(inner)
            for one in fitting:
                action = inner.addAction(render(one.label, language).replace("&", "&&"))
                action.setToolTip(render(one.help, language))
                action.triggered.connect(_emitting(self.new_requested.emit, one.id))
        plan = self._commands[_IMPORT]
        self._menu.addSeparator()
        self._menu.addAction(render(plan.named(), language).replace("&", "&&")).triggered.connect(
            lambda _checked=False: plan.run()
        )
        pressed = QApplication.focusWidget()
        under = pressed if isinstance(pressed, CommandButton) and pressed.command.id == MENU else self.new
        self._menu.popup(under.mapToGlobal(QPoint(0, under.height() + 2)))

    def show_results(
        self, saved: Sequence[SavedAnalysis], tables: Mapping[str, DataTable], draft: CurrentAnalysis | None,
        picked: str | None, wrong: Mapping[str, object],
    ) -> None:  # fmt: skip
        """List the saved results and the one not kept yet; `wrong` are those that a run could not make."""
        self._tables = tables
        entries = []
        for one in saved:
            declared = declaration(one.declaration)
            title = title_of(declared, one.options, tables.get(one.data_table), one.title)
            icon = "triangle-alert" if one.id in wrong else ""
            entries.append(Entry(one.id, title, icon=icon, name=declared.label, wraps=True))
        if draft is not None:
            title = title_of(draft.declared, draft.options, tables.get(draft.table))
            title = msg("analysis.view.draft", title=title)
            entries.append(Entry(DRAFT, title, icon="pencil", name=draft.declared.label, wraps=True))
        self.list.set_entries(entries, picked=picked)
        if picked is None:
            self.list.clearSelection()
        rows = sum(1 for one in saved if one.in_plan)
        self._has_plan = rows > 0
        self.plan_rows.say(msg("analysis.view.plan.rows", n=rows) if rows else msg("analysis.view.plan.none"))
        self.refresh()

    def say_plan(self, state: Text | None) -> None:
        """What the last run of the plan gave."""
        self.plan_state.say(state or "")
        self.plan_area.setVisible(state is not None)
        self.plan_area.updateGeometry()

    def refresh(self) -> None:
        """Take the commands' states."""
        for button in self.plan_buttons:
            if isinstance(button, CommandButton):
                button.refresh()
                begun = button.command.id == _IMPORT and self._has_plan  # then New offers it, and the menu
                button.setVisible(button.isEnabled() and not begun)

    def _delete(self) -> None:
        command = self._commands["analysis.one.delete"]
        if command.enabled():
            command.run()

    def _open_context(self, place: QPoint) -> None:
        if not self.list.indexAt(place).isValid():
            return
        self._context.clear()
        for name in ("rename", "duplicate", "up", "down", "delete"):
            command = self._commands[f"analysis.one.{name}"]
            action = self._context.addAction(render(command.named(), language_of()).replace("&", "&&"))
            action.setEnabled(command.enabled())
            action.triggered.connect(_emitting(lambda run: run(), command.run))
        self._context.popup(self.list.viewport().mapToGlobal(place))


def _emitting(send: Callable[..., object], value: object) -> Callable[[], object]:
    return lambda *_checked: send(value)
