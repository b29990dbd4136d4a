# SPDX-License-Identifier: MIT
"""The Data workspace: variables · the table, the menu of its headings · what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu

from analysis.records import Role
from projects.stored_tables.cells import DatasetCell
from wording import msg, render
from workbench.commands import Command
from workbench.data.actions import DataActions
from workbench.data.commands import room_commands
from workbench.data.imports.import_page import ImportPage
from workbench.data.panes.centre_pane import Centre
from workbench.data.panes.middle_column import MiddleColumn
from workbench.data.panes.right_column import RightColumn
from workbench.data.panes.variable_pane import VariablePane
from workbench.data.state import DataState
from workbench.data.table_loading import TableLoading
from workbench.data.tour import tour_of
from workbench.requests import AnalyseVariables, CountPeople, Request, ShowCell
from workbench.session import Session
from workbench.table_labels import kind_icon, title_of
from workbench.translation import language_of
from workbench.variable_words import called
from workbench.widgets import CommandButton
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.data.panes.grid import Grid


def where(state: DataState, actions: DataActions) -> dict[str, Any]:
    """The place, as plain values."""
    found: dict[str, Any] = {"table": state.table_id}
    page = actions.imports.page
    if actions.imports.in_front() and page.path is not None:
        return found | {"import": str(page.path), "_said": page.under_way()}
    middle, right = actions.middle, actions.right
    grid, form = middle.centre.grid, middle.centre.form
    here = grid.current()
    row_id = grid.model.row_id(here[0]) if here else None
    if here is not None and row_id is not None:
        found["_cell"] = [int(row_id), here[1]]
    proposal = right.change_panel.proposal
    if right.currentWidget() is right.change_panel and proposal is not None:
        found["change"] = [[one.row_id, one.variable_id, one.new.to_json()] for one in proposal.changes]
    if form.isVisibleTo(middle):
        found["filter"] = [form.variable.value(), form.condition.value(), [str(one) for one in form.ticked()]]
    if middle.currentWidget() is middle.log:
        found["log"] = True
    return found


def return_to(state: DataState, actions: DataActions, place: dict[str, Any]) -> None:
    """Back to the place; a table or row that is gone is passed over.

    Whoever has begun an import since the project opened stays there: rooms may be ready late.
    """
    if actions.imports.in_front():
        return
    table = str(place.get("table", ""))
    if place.get("import"):
        path = Path(str(place["import"]))
        if path.exists():
            actions.imports.begin(path)
            actions.imports.page.begin_again(path, dict(place.get("_said") or {}))
        return
    if not table or state.contents.table(table) is None:
        return
    if state.table_id != table:
        state.table_requested.emit(table)
    if "_cell" in place and state.view is not None:
        actions.sort_and_filter.go_to(int(place["_cell"][0]), str(place["_cell"][1]))
    if "filter" in place:
        _filter_again(actions, *place["filter"])
    if "change" in place:
        kept = [(int(row_id), str(variable), DatasetCell.from_json(new)) for row_id, variable, new in place["change"]]
        actions.cell_editing.propose_again(kept)
    if place.get("log"):
        actions.middle.show_log()


def _filter_again(actions: DataActions, variable: str | None, condition: str | None, ticked: list[str]) -> None:
    actions.sort_and_filter.open_form(variable)
    form = actions.middle.centre.form
    form.choose(variable, condition)
    for number in range(form.answers.count()):
        entry = form.answers.item(number)
        if str(entry.data(Qt.ItemDataRole.UserRole)) in ticked:
            entry.setCheckState(Qt.CheckState.Checked)


_FOUND = 12


class HeadMenu(QObject):
    """Opens where the grid asks for it."""

    def __init__(self, state: DataState, grid: Grid, actions: DataActions) -> None:
        super().__init__(grid)
        self._state, self._grid, self._actions = state, grid, actions
        grid.head_menu_requested.connect(lambda name, place: self.made(name).popup(place))

    def made(self, name: str) -> QMenu:
        """What can be done with a whole column; the menu is deleted when it closes."""
        menu = QMenu(self._grid)
        menu.aboutToHide.connect(menu.deleteLater)
        rows, columns = self._actions.sort_and_filter, self._actions.column_layout

        def add(key: str, run: Callable[[], object]) -> None:
            text = render(msg(f"data.view.menu.{key}"), language_of())
            menu.addAction(text).triggered.connect(lambda _on=False: run())

        add("up", lambda: rows.sort(name))
        add("down", lambda: rows.sort(name, descending=True))
        if any(key[0] != name for key in self._state.shown().sorts):
            add("then_up", lambda: rows.sort(name, further=True))
            add("then_down", lambda: rows.sort(name, descending=True, further=True))
        if self._state.shown().sorts:
            add("unsorted", lambda: rows.sort(None))
        menu.addSeparator()
        if self._grid.model.variables[name].role is not Role.IDENTIFIER:
            add("filter", lambda: rows.open_form(name))
        add("about", lambda: self._actions.inspector_actions.pick(name))
        derive = render(msg("data.view.command.table.derive"), language_of())
        menu.addAction(derive).triggered.connect(lambda _on=False: self._actions.deriving.open(name))
        menu.addSeparator()
        add("freeze", lambda: columns.freeze_to(name))
        if self._state.shown().frozen > 1:
            add("unfreeze", lambda: columns.freeze(0))
        add("hide", lambda: columns.hide(name))
        add("columns", columns.choose_columns)
        return menu


class DataWorkspace(Workspace):
    """One table at a time, in the order and choice of rows its user gave it."""

    id = "data"
    title = msg("window.room.data")
    icon = "table-2"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.state = DataState(self)
        self.acts: DataActions
        self._commands = {command.id: command for command in room_commands(self.state, lambda: self.acts)}

    def furnish(self) -> Iterator[None]:
        """Variables, the table, the pages at its side, the conversation about a file."""
        shown = [self._commands[f"data.{name}"] for name in ("file.import", "table.log", "table.columns")]
        self.variables, self.centre = VariablePane(), Centre(*shown)
        self.middle, self.right = MiddleColumn(self.state, self.centre), RightColumn(self.state)
        self.grid = self.centre.grid
        self.set_columns(self.variables, self.middle, self.right)
        yield
        self.middle.add_log()
        yield
        yield from self.right.furnish()
        yield
        self.import_page = ImportPage()
        self._stack.addWidget(self.import_page)
        self.acts = DataActions(self.state, self.session, self.variables, self.middle, self.right, self.import_page)
        self.loading = TableLoading(self.state, self.session, self.variables, self.acts)
        self.head_menu = HeadMenu(self.state, self.grid, self.acts)
        self.setAcceptDrops(True)
        self._connect()

    def _connect(self) -> None:
        state, actions = self.state, self.acts
        state.front_requested.connect(self.wants_front)
        state.asked.connect(self.asked)
        state.status_text.connect(self.status_changed)
        state.changed.connect(self.commands_changed)
        state.can_ask = lambda room: self.can_ask(room)
        self.right.inspector.can_analyse = lambda: self.can_ask("analysis")
        self.variables.picked.connect(actions.inspector_actions.pick)
        self.variables.analysed.connect(lambda ids: self.asked.emit(AnalyseVariables(state.table_id, tuple(ids))))
        self.variables.confirmed.connect(actions.meaning.confirm)
        self.variables.hidden.connect(actions.inspector_actions.hide)
        self.variables.kind_given.connect(actions.meaning.set_kinds)
        self.grid.current_changed.connect(lambda name: actions.inspector_actions.pick(name or None, scroll=False))
        self.middle.log.cell_requested.connect(actions.sort_and_filter.show_cell)
        self.columns.keys_folded.connect(self._take_keys)
        self.loading.emptied.connect(self._show_empty)
        self.loading.filled.connect(self.show_columns)
        actions.imports.begun.connect(self._show_import)
        actions.imports.left.connect(self._leave_import)
        actions.imports.finished.connect(actions.registering.offer_imported)

    # The frame

    def commands(self) -> Sequence[Command]:
        """Import, export, labels or codes, filter, find, columns, sorting, the cleaning log."""
        return list(self._commands.values())

    def attach(self) -> None:
        """Read what tables there are."""
        self.import_page.attach(self.session)
        self.middle.log.attach(self.session)
        self.right.export_panel.attach(self.session)
        self.loading.load()

    def on_changes(self, changes: Changes) -> None:
        """Take up what an action, undo or redo changed."""
        self.loading.on_changes(changes)

    def where(self) -> dict[str, Any]:
        """Table, cell, what is under way."""
        return where(self.state, self.acts)

    def return_to(self, where: dict[str, Any]) -> None:
        """Back there."""
        return_to(self.state, self.acts, where)

    def open_place(self, place: str) -> None:
        """A table."""
        self.loading.show_table(place)

    def table_in_front(self) -> str:
        """The one shown."""
        return self.state.table_id

    def answer(self, request: Request) -> None:
        """A cell of any table, or the counting of people."""
        if isinstance(request, CountPeople):
            self.acts.registering.people.open()
        elif isinstance(request, ShowCell):
            self.acts.sort_and_filter.show_cell(request.table, request.row, request.variable)

    def shown(self) -> None:
        """The grid has the keys."""
        if self.state.contents.tables and self.middle.currentWidget() is self.centre:
            self.grid.table.setFocus()

    def _take_keys(self) -> None:
        """The page in the middle has the keys of a folded side: a drop-down there would change with what is typed."""
        if self.middle.currentWidget() is self.middle.log:
            self.middle.log.table.setFocus()
        else:
            self.shown()

    def retranslate(self, language: str) -> None:
        """Cells and the line above them in another language."""
        self.acts.sort_and_filter.reword()
        self.acts.sort_and_filter.show_line()

    def retheme(self) -> None:
        """Fonts may have another size."""
        self.grid.arrange()

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Variables by their wording or name."""
        wanted, language, found = text.casefold(), language_of(), []
        for table in self.state.contents.tables:
            for variable in table.variables:
                label = render(called(variable), language)
                if wanted in f"{label}\n{variable.name}".casefold():
                    kind = msg("data.view.palette", table=title_of(table))
                    show = partial(self.acts.inspector_actions.show, table.id, variable.id)
                    found.append(Found(called(variable), kind, show, kind_icon(variable)))
        done(found[:_FOUND])

    def tour(self) -> Sequence[TourStep]:
        """The table, a set in the inspector, a filter, an import."""
        return tour_of(self.state, self.acts)

    # In place of the columns

    def _show_empty(self) -> None:
        self.empty_state(msg("data.view.empty"), CommandButton(self._commands["data.file.import"], primary=True))

    def _show_import(self) -> None:
        self.show_columns()
        self._stack.setCurrentWidget(self.import_page)

    def _leave_import(self) -> None:
        self.show_columns()
        self.loading.show_contents(self.state.contents)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file of the disk may be dropped."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin with the data files; a form dropped with them is taken as theirs."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.acts.imports.begin_files(paths)
