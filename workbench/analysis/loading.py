# SPDX-License-Identifier: MIT
"""Loading of tables and saved results: what is in front after it, and what changes of the project do to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analysis.records import DataTable
from projects.results.saved_results import SavedAnalysis, saved_analyses
from projects.stored_interviews.tables import CODING_TABLES
from workbench.results.computation import Limits, read_limits
from workbench.results.current_analysis import (
    CurrentAnalysis,
    apart_from_codings,
    changed_sources,
    current_analysis_of,
)

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.analysis.actions import AnalysisActions
    from workbench.analysis.state import AnalysisState
    from workbench.session import Session

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
    from projects.results.plan_run import all_tables  # more of the program: not at start

    return all_tables(project), saved_analyses(project), read_limits(project)
