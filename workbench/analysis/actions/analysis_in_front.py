# SPDX-License-Identifier: MIT
"""The analysis in front: chosen, changed in an option, computed off the window. Of it only the options are stored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from analysis.analyses import shown_python
from projects.results.saved_results import change_analysis
from wording import msg
from workbench.analysis.panes.left_pane import DRAFT
from workbench.results import labels
from workbench.results.current_analysis import CurrentAnalysis, begun_with, current_analysis_of, table_for
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.variable_words import called

if TYPE_CHECKING:
    from wording import Problem
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.right_pane import OptionsPane
    from workbench.analysis.state import AnalysisState
    from workbench.results.computation import AnalysisRunner, Outcome
    from workbench.session import Session


class AnalysisInFront(QObject):
    """Every change of an option asks the AnalysisRunner for a new outcome."""

    computed = Signal(object)  # Outcome
    failed = Signal()  # there is none: a sentence stands in its place

    def __init__(
        self, state: AnalysisState, session: Session, runner: AnalysisRunner, centre: ResultPane, right: OptionsPane
    ) -> None:
        super().__init__(state)
        self._state, self._session, self._runner = state, session, runner
        self._centre, self._right = centre, right
        self._stale = False
        self.after_draft: Callable[[Callable[[], object]], object] = lambda go: (
            go()
        )  # asks what becomes of one not kept
        centre.stop_requested.connect(self.stop)
        centre.recompute_requested.connect(self.compute)
        right.form.changed.connect(self.set_option)
        right.kind.chosen.connect(self.set_kind)
        right.table.chosen.connect(self.set_table)
        centre.shown.connect(self._show_proposed)

    def _show_proposed(self, outcome: Outcome) -> None:
        """Name in the form the variable that the analysis took, where none was chosen."""
        present, proposed = self._state.current, outcome.result.facts.get("proposed", {})
        table = self._state.tables.get(present.table) if present is not None else None
        names = {name: called(table.variable(one)) for name, one in proposed.items()} if table is not None else {}
        self._right.form.show_proposed(names)

    # Which one

    def begin(
        self, declaration_id: str, options: Mapping[str, object] | None = None, table_id: str | None = None
    ) -> None:
        """Begin a new analysis, of the table in front or the first."""
        table = table_id or table_for(declaration_id, self._state.tables, self._state.current)
        if table is not None:
            self.show(CurrentAnalysis(declaration_id, table, dict(options or {})))
            if not options:
                self._right.form.focus_first()

    def analyse_variable(self, table_id: str, variable_id: str) -> None:
        """Come to the front with a new analysis of a variable."""
        state = self._state
        state.front_requested.emit()
        if table_id not in state.tables:
            state.awaited = partial(self.analyse_variable, table_id, variable_id)
            return
        variable = state.tables[table_id].variable(variable_id)
        began = labels.first_analysis(variable)
        if began is None:
            self._session.problem.emit(msg("analysis.view.not_analysable", variable=called(variable)))
            return
        self.show(CurrentAnalysis(began[0], table_id, began[1]))

    def show_saved(self, analysis_id: str) -> None:
        """Come to the front with a saved result."""
        self._state.front_requested.emit()
        self.choose(analysis_id)

    def choose(self, wanted: object) -> None:
        """Show a saved result by its id, or the DRAFT."""
        state = self._state
        if wanted == DRAFT:
            self.show(state.draft)
            return
        saved = next((one for one in state.saved if one.id == wanted), None)
        if saved is not None and (state.current is None or state.current.saved != wanted):
            self.show(current_analysis_of(saved))

    def show(self, present: CurrentAnalysis | None) -> None:
        """Have an analysis in front and compute it; None for none."""
        state = self._state
        if present is not None and present.saved is None:
            state.replaces = state.replaces if present is state.draft else None
            state.draft = present
        if present is None or present.saved is None or state.current is None or state.current.saved != present.saved:
            self._centre.area.verticalScrollBar().setValue(0)  # what was read of another one's says nothing of this
        state.current = present
        self._centre.why.hide()
        self._centre.changed.hide()
        state.listed.emit()
        self._right.show_analysis(present, state.tables)
        self.say_status()
        self.compute()

    def say_status(self) -> None:
        """Say which table is looked at."""
        present = self._state.current
        table = self._state.tables.get(present.table) if present is not None else None
        if table is not None:
            self._state.status.emit(msg("analysis.view.status", table=title_of(table), n=table.rows))

    # Its options

    def set_option(self, name: str, value: object) -> None:
        """One option has another value: what it makes stale is computed anew."""
        present = self._state.current
        if present is None:
            return
        other = present.is_another(name, value)
        if other and present.saved is not None:
            self._begin_beside(present.saved, present.beside(name, value))
            return
        if other and (title := labels.own_title(present.options)):
            self._session.notice.emit(msg("analysis.view.title_stays", title=title))
        self._change(present.with_option(name, value))

    def _begin_beside(self, saved: str, draft: CurrentAnalysis) -> None:
        """Another result is a draft of its own, the saved one stays as it is until the draft replaces it."""
        state = self._state
        self._right.show_analysis(state.current, state.tables)  # until it is decided what becomes of another draft

        def begin() -> None:
            state.draft, state.replaces = draft, saved
            self.show(draft)

        self.after_draft(begin)

    def set_kind(self, declaration_id: str) -> None:
        """Another kind of analysis of the same variables."""
        present, tables = self._state.current, self._state.tables
        if present is not None:
            table = table_for(declaration_id, tables, present) or present.table
            same = table == present.table
            other = present.with_declaration(declaration_id, tables[table]) if same else None
            options = (other.options if other else {}) or begun_with(declaration_id, tables)
            draft = CurrentAnalysis(declaration_id, table, options)
            if present.saved is not None:
                self._begin_beside(present.saved, draft)
            elif same:
                self._change(draft)
            else:
                self.show(draft)

    def set_table(self, table_id: str) -> None:
        """Another table: its variables are other ones."""
        present = self._state.current
        if present is None or table_id == present.table:
            return
        other = CurrentAnalysis(present.declaration, table_id)
        if present.saved is not None:
            self._begin_beside(present.saved, other)
        else:
            self.show(other)

    def _change(self, present: CurrentAnalysis) -> None:
        state = self._state
        before, state.current = state.current, present
        if before is None or present == before:
            return
        self._right.show_analysis(present, state.tables)
        if present.saved is None:
            state.replace_draft(present)
            state.listed.emit()
        else:
            self._session.do(change_analysis(present.saved, options=present.options))
        self.compute()

    # Its outcome

    def compute(self) -> None:
        """Compute what is in front, unless nobody looks."""
        state, present = self._state, self._state.current
        self._runner.stop()
        self._stale = present is not None and not state.in_sight()
        if self._stale:  # computed once somebody does
            return
        if present is None:
            state.outcome, state.computing = None, False
            self._centre.show_nothing()
            state.changed.emit()
            return
        state.outcome, state.computing = None, True  # what is still shown is old and leaves no more
        self._centre.computing()
        table = state.tables[present.table]
        self._runner.request(self._session, present, table, self._computed, self._failed, self)

    def compute_if_outdated(self) -> None:
        """Somebody looks again: compute what waited for it."""
        if self._stale:
            self.compute()

    def stop(self) -> None:
        """Stop what is computed; it can be taken up again."""
        state = self._state
        if state.computing:
            self._runner.stop()
            state.outcome, state.computing = None, False
            self._right.warnings.say(())
            self._centre.show_stopped(state.current_title())
            state.changed.emit()

    def _computed(self, outcome: Outcome) -> None:
        state = self._state
        state.outcome, state.computing = outcome, False
        own = state.current is not None and bool(labels.own_title(state.current.options))
        numbers = (state.limits.flag, state.limits.base, state.limits.cell)
        self._centre.show_outcome(outcome, numbers, own_title=own)
        self.computed.emit(outcome)
        self.fill_python()
        state.changed.emit()

    def _failed(self, problem: Problem) -> None:
        state = self._state
        state.outcome, state.computing = None, False
        if state.current is not None:
            self._centre.show_problem(state.current_title(), problem.message)
        self._right.warnings.say(())
        self.failed.emit()
        self._centre.python.hide()
        state.changed.emit()

    # What explains it

    def fill_python(self) -> None:
        """Write the Python that makes the result; it speaks the language of the window."""
        present = self._state.current
        if present is not None and self._state.outcome is not None:
            self._centre.python.show_code(shown_python(present.declaration, present.options, language=language_of()))

    def show_python(self) -> None:
        """Open the Python below the result, or close it."""
        self.fill_python()
        self._centre.turn_python()

    def show_why(self) -> None:
        """Say why this test was used."""
        outcome = self._state.outcome
        if outcome is not None and outcome.result.why is not None:
            self._centre.turn_why(outcome.result.why)
