# SPDX-License-Identifier: MIT
"""The Analysis workspace: saved results, loaded and followed · the one in front, live · its options."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from analysis.records import DataTable
from projects.results.plan_run import all_tables
from projects.results.saved_results import SavedAnalysis, saved_analyses
from projects.stored_interviews.tables import CODING_TABLES
from wording import msg
from workbench.analysis.actions import AnalysisActions
from workbench.analysis.capabilities import Capabilities
from workbench.analysis.commands import room_commands
from workbench.analysis.panes.centre_pane import ResultPane
from workbench.analysis.panes.left_pane import DRAFT, LeftPane
from workbench.analysis.panes.right_pane import OptionsPane
from workbench.analysis.state import AnalysisState
from workbench.analysis.tour import tour_of
from workbench.commands import Command
from workbench.requests import AnalyseVariable, AnalyseVariables, OpenAnalysis, Request, ShowTables
from workbench.results import labels
from workbench.results.computation import Limits, read_limits
from workbench.results.current_analysis import (
    CurrentAnalysis,
    apart_from_codings,
    changed_sources,
    current_analysis_of,
)
from workbench.session import Session
from workbench.widgets import Button
from workbench.workspace import Found, TourStep, Unkept, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project

_OWN = frozenset({"saved_analysis", "report_block"})
_DATA = frozenset(
    {"data_set", "data_table", "variable", "choice", "column_chunk", "row_state", "cell_edit", "setting", "data_import"}
)
Contents = tuple[list[DataTable], list[SavedAnalysis], Limits]


class ResultLoading(QObject):
    """Keeps the state as the project is."""

    emptied = Signal()  # the project has no table
    filled = Signal()  # it has some

    def __init__(self, state: AnalysisState, session: Session, actions: AnalysisActions) -> None:
        super().__init__(state)
        self._state, self._session, self._actions = state, session, actions
        self._read_once = False

    def load(self, *, recompute: bool = False) -> None:
        """Read tables and saved results."""
        self._session.ask(_read_contents, partial(self._take, recompute), latest=("analysis", "state"), owner=self)

    def on_changes(self, changes: Changes) -> None:
        """Saved results are listed anew; other data are computed anew."""
        touched = changed_sources(set(changes.changed), self._state.current, self._state.tables)
        if touched & _DATA:
            if set(changes.changed) != {"framework_cell"}:  # whoever wrote a summary knows what it says
                self._actions.report.remember(only_settings=set(changes.changed) == {"setting"})
            self._actions.runner.forget()
            self._actions.plan.forget()
        elif touched & CODING_TABLES:  # what is in front stays right; what was kept of codings does not
            self._actions.runner.forget(keep=apart_from_codings(self._state.tables))
            self._actions.plan.forget_codings()
        if touched & (_DATA | _OWN):
            self.load(recompute=bool(touched & _DATA))

    def _take(self, recompute: bool, contents: Contents) -> None:
        state, front = self._state, self._actions.front
        tables, state.saved, state.limits = contents
        state.tables = {table.id: table for table in tables}
        if not tables:
            state.current = state.draft = state.outcome = None
            self.emptied.emit()
            return
        self.filled.emit()
        before = state.current
        state.current = self._still(before)
        if state.current is not None and state.current.saved is None:
            state.draft = state.current
        if not self._read_once and state.current is None and state.saved:
            state.current = current_analysis_of(state.saved[0])
        self._read_once = True
        if state.awaited is not None:
            awaited, state.awaited = state.awaited, None
            awaited()
            return
        state.listed.emit()
        if recompute or state.current != before or (state.outcome is None and not state.computing):
            front.show(state.current)
        else:
            state.changed.emit()

    def _still(self, present: CurrentAnalysis | None) -> CurrentAnalysis | None:
        """The analysis in front as it is stored now; one whose table is gone is gone, one no longer kept a draft."""
        if present is None or present.table not in self._state.tables:
            return None
        if present.saved is None:
            return self._undone(present)
        stored = next((one for one in self._state.saved if one.id == present.saved), None)
        if stored is not None:
            return current_analysis_of(stored)
        return CurrentAnalysis(present.declaration, present.table, present.options)

    def _undone(self, draft: CurrentAnalysis) -> CurrentAnalysis:
        """The draft with the variable it had before, where the joining of its rare answers was undone."""
        there = {variable.id for variable in self._state.tables[draft.table].variables}
        before = {
            made: old
            for (table, made), old in self._state.joined.items()
            if table == draft.table and made not in there and old in there and made in draft.options.values()
        }
        if not before:
            return draft
        options = {key: before.get(value, value) if isinstance(value, str) else value
                   for key, value in draft.options.items()}  # fmt: skip
        return CurrentAnalysis(draft.declaration, draft.table, options)


def _read_contents(project: Project) -> Contents:
    return all_tables(project), saved_analyses(project), read_limits(project)


class AnalysisWorkspace(Workspace):
    """Which analysis is in front stands in its state; every change of an option asks for a new outcome."""

    id = "analysis"
    title = msg("window.room.analysis")
    icon = "chart-column"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.state = AnalysisState(self, self.isVisible, lambda: self.table_looked_at())
        self.acts: AnalysisActions
        self._commands = {command.id: command for command in room_commands(self.state, lambda: self.acts)}

    def furnish(self) -> Iterator[None]:
        """Variables and results, the analysis, its options."""
        self.left = LeftPane(self._commands)
        yield
        self.centre = ResultPane(self._commands)
        yield
        self.right = OptionsPane()
        self.set_columns(self.left, self.centre, self.right)
        self.columns.set_widths(left=268, right=284)
        yield
        yield from self.right.furnish()
        self.acts = AnalysisActions(self.state, self.session, self.left, self.centre, self.right)
        self.loading = ResultLoading(self.state, self.session, self.acts)
        self._connect()

    def _connect(self) -> None:
        state = self.state
        state.asked.connect(self.asked)
        state.front_requested.connect(self.wants_front)
        state.place_requested.connect(self.wants_place)
        state.status.connect(self.status_changed)
        state.listed.connect(self._list)
        state.changed.connect(self._refresh)
        self.loading.emptied.connect(self._show_empty)
        self.loading.filled.connect(self.show_columns)

    # The frame

    def commands(self) -> Sequence[Command]:
        """New, keep, plan, report, export, why, Python."""
        return list(self._commands.values())

    def attach(self) -> None:
        """Read tables and saved results."""
        self.loading.load()

    def on_changes(self, changes: Changes) -> None:
        """Take up what an action, undo or redo changed."""
        self.loading.on_changes(changes)

    def where(self) -> dict[str, Any]:
        """The analysis in front, kept or not."""
        present = self.state.current
        if present is None:
            return {}
        return {
            "declaration": present.declaration,
            "table": present.table,
            "options": dict(present.options),
            "saved": present.saved,
        }

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to it; one that was not kept is there again as it was."""
        state, front = self.state, self.acts.front
        if any(one.id == where.get("saved") for one in state.saved):
            front.choose(where["saved"])
        elif where.get("table") in state.tables and where.get("saved") is None:
            front.show(CurrentAnalysis(str(where["declaration"]), str(where["table"]), dict(where["options"])))

    def unkept(self) -> Unkept | None:
        """The analysis that was begun and is not kept."""
        return self.acts.new_analysis.unkept()

    def shown(self) -> None:
        """Say which table is looked at; compute what waited for it."""
        self.acts.new_analysis.came_to_front()
        self.acts.front.say_status()
        self.acts.front.compute_if_outdated()

    def retranslate(self, _language: str) -> None:
        """The Python speaks the language, too."""
        self.acts.front.fill_python()

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Saved results, by title."""
        wanted, found = text.casefold(), []
        for one in self.state.saved:
            title = self.state.title_of(one)
            if labels.matches(title, wanted):
                show = partial(self.acts.front.show_saved, one.id)
                found.append(Found(title, msg("analysis.view.found"), show, "chart-column"))
        done(found[:12])

    def tour(self) -> Sequence[TourStep]:
        """A set by sex, a cross-tab, the members' table, the Python, a draft."""
        return tour_of(self.state, self.acts)

    def answer(self, request: Request) -> None:
        """An analysis of a variable, or one with its options chosen."""
        if isinstance(request, AnalyseVariable):
            self.acts.front.analyse_variable(request.table, request.variable)
        elif isinstance(request, AnalyseVariables):
            self.acts.new_analysis.add_results(request.table, request.variables)
        elif isinstance(request, OpenAnalysis):
            self.acts.new_analysis.open_analysis(request.table, request.kind, request.options)

    # What is shown of the state

    def _show_empty(self) -> None:
        show_tables = partial(self.asked.emit, ShowTables())
        self.empty_state(msg("analysis.view.no_data"), Button(msg("analysis.view.go_to_data"), show_tables))
        self.commands_changed.emit()

    def _list(self) -> None:
        state = self.state
        picked = state.current.saved or DRAFT if state.current is not None else None
        self.left.show_results(state.saved, state.tables, state.draft, picked, state.plan_wrong)
        self.left.show_variables(state.listed_table())

    def _refresh(self) -> None:
        state, can = self.state, Capabilities(self.state)
        self.centre.refresh(state.computed(), kept=can.has_saved(), replaces=can.can_replace())
        self.left.refresh()
        self.commands_changed.emit()
