# SPDX-License-Identifier: MIT
"""The inspector at work: facts of the chosen variable or of the table, and what its user says about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from analysis.records import DesignRoles, Level, Role, RowOrigin
from projects.datasets.table import roles
from projects.datasets.table.variable_summary import VariableFacts, inspect_variable
from wording import Labels, Problem
from workbench.data.project_reads import TableFacts, read_design, read_table_facts
from workbench.requests import AnalyseVariable

if TYPE_CHECKING:
    from projects.design.sample_design import DesignFacts
    from projects.store.actions import Action
    from projects.store.project import Project
    from workbench.data.actions.sort_and_filter import SortAndFilter
    from workbench.data.panes.middle_column import MiddleColumn
    from workbench.data.panes.right_column import RightColumn
    from workbench.data.panes.variable_pane import VariablePane
    from workbench.data.state import DataState
    from workbench.session import Session


class InspectorActions(QObject):
    """Reads facts when a variable is picked or data changed; stores what is said about variables and tables."""

    def __init__(
        self,
        state: DataState,
        session: Session,
        variables: VariablePane,
        middle: MiddleColumn,
        right: RightColumn,
        sort_and_filter: SortAndFilter,
    ) -> None:
        super().__init__(state)
        self._state, self._session, self._variables, self._middle, self._right = (
            state,
            session,
            variables,
            middle,
            right,
        )
        self._grid, self._sort_and_filter = middle.centre.grid, sort_and_filter
        inspector, table = right.inspector, right.table_inspector
        inspector.role_chosen.connect(self.set_role)
        inspector.level_chosen.connect(self.set_level)
        inspector.filter_requested.connect(lambda name: sort_and_filter.open_form(name))
        inspector.analyse_requested.connect(self.analyse)
        inspector.wording_requested.connect(self.ask_wording)
        right.label_form.kept.connect(self.set_wording)
        table.unit_chosen.connect(self.set_unit)
        table.language_chosen.connect(self.set_language)
        table.how_chosen.connect(self.set_how)
        table.inference_requested.connect(self.switch_inference)
        table.design_chosen.connect(self.set_design)
        table.consent_chosen.connect(self.set_consent)

    def pick(self, variable_id: str | None, *, scroll: bool = True) -> None:
        """Show what is known about a variable; None shows the table."""
        state = self._state
        if self._right.currentWidget() is self._right.change_panel:
            self._right.show_facts()
        if variable_id == state.variable_id and self._right.currentWidget() is self._right.facts_page():
            return
        state.variable_id = variable_id
        self._variables.pick(variable_id)
        if scroll and variable_id is not None:
            self._grid.scroll_to_variable(variable_id)
        if scroll or not self._right.asks():  # moving in the grid leaves what is being asked
            self._right.show_facts()
        self.read_variable()
        state.changed.emit()

    def show(self, table_id: str, variable_id: str) -> None:
        """Bring a variable of any table to the front."""
        self._state.front_requested.emit()
        if self._state.table_id != table_id:
            self._state.table_requested.emit(table_id)
        self._middle.show_table()
        self.pick(variable_id)

    # Reading

    def read(self) -> None:
        """Read facts of the table and of the chosen variable anew."""
        state = self._state
        table, named = state.table(), {table.id: table for table in state.contents.tables}
        if table is None:
            return
        table_id = table.id
        self._session.ask(
            lambda project: (table_id, read_design(project, table_id)), self._design, latest=("data", "design"),
            owner=self,
        )  # fmt: skip
        self._session.ask(
            lambda project: read_table_facts(project, table, named), self._facts, latest=("data", "table"), owner=self
        )
        self.read_variable()

    def _design(self, found: tuple[str, DesignFacts]) -> None:
        if found[0] == self._state.table_id:
            self._state.design = found[1]
            self._sort_and_filter.show_line()

    def _facts(self, facts: TableFacts) -> None:
        if facts.table.id == self._state.table_id:
            self._right.table_inspector.show_facts(facts)

    def read_variable(self) -> None:
        """Read the facts of the chosen variable."""
        table_id, variable_id = self._state.table_id, self._state.variable_id
        table = self._state.table()
        if table is None or variable_id is None or all(v.id != variable_id for v in table.variables):
            return

        def read(project: Project) -> tuple[str, VariableFacts]:
            return table_id, inspect_variable(project, table_id, variable_id)

        self._session.ask(read, self._variable, latest=("data", "variable"), owner=self)

    def _variable(self, found: tuple[str, VariableFacts]) -> None:
        table_id, facts = found
        if table_id == self._state.table_id and facts.variable.id == self._state.variable_id:
            self._right.inspector.show_facts(facts, self._state.contents.around(table_id))

    # Saying

    def _do(self, action: Action) -> None:
        self._session.do(action)

    def set_role(self, variable_id: str, role: Role) -> None:
        """What a variable is for."""
        self._do(roles.set_role(self._state.table_id, variable_id, role))

    def hide(self, variable_ids: Sequence[str]) -> None:
        """Several variables tell who somebody is."""
        self._do(roles.set_roles(self._state.table_id, variable_ids, Role.IDENTIFIER))

    def ask_wording(self, variable_id: str) -> None:
        """Let the wording of a question and its answers be changed."""
        table = self._state.table()
        if table is not None:
            self._right.label_form.offer(table.variable(variable_id))
            self._right.bring(self._right.label_form)
            self._right.label_form.begin()

    def set_wording(self, variable_id: str, labels: Labels | None, answers: Mapping[str, Labels]) -> None:
        """What a question and its answers say."""
        self._do(roles.set_wording(self._state.table_id, variable_id, labels, answers))

    def set_level(self, variable_id: str, level: Level) -> None:
        """A variable's level of measurement."""
        self._do(roles.set_level(self._state.table_id, variable_id, level))

    def set_unit(self, unit: str) -> None:
        """What one row is."""
        self._do(roles.set_unit(self._state.table_id, unit))

    def set_language(self, language: str) -> None:
        """The language of all labels of the project."""
        self._do(roles.set_label_language(language))

    def set_how(self, how: RowOrigin, reason: str) -> None:
        """How the rows came about."""
        self._do(roles.set_how(self._state.table_id, how, reason))

    def switch_inference(self, reason: str) -> None:
        """Print intervals for rows that are no probability sample."""
        try:
            self._do(roles.switch_inference_on(self._state.table_id, reason))
        except Problem as problem:
            self._session.problem.emit(problem.message)

    def set_design(self, design: DesignRoles) -> None:
        """Which variables make the sample design."""
        self._do(roles.set_design(self._state.table_id, design))

    def set_consent(self, variable_id: str | None, given: tuple[str, ...]) -> None:
        """What records consent."""
        self._do(roles.set_consent(self._state.table_id, variable_id, given))

    # The room of analyses

    def analyse(self, variable_id: str) -> None:
        """Have the Analysis room show a variable."""
        self._state.asked.emit(AnalyseVariable(self._state.table_id, variable_id))
