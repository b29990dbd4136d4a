# SPDX-License-Identifier: MIT
"""The right column: facts of the chosen variable or of the table, and what its user says about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from analysis.records import DesignRoles, How, Level, Role
from projects.datasets.table import roles
from projects.datasets.table.variable_summary import VariableFacts, inspect_variable
from wording import Problem
from workbench.data.room_reads import read_design, read_table_facts
from workbench.data.table_inspector import TableFacts
from workbench.requests import AnalyseVariable

if TYPE_CHECKING:
    from projects.design.sample_design import DesignFacts
    from projects.store.actions import Action
    from projects.store.project import Project
    from workbench.data.room_state import DataRoom
    from workbench.data.sort_and_filter import Arranging


class Knowing(QObject):
    """Reads facts when a variable is picked or data changed; stores what is said about variables and tables."""

    def __init__(self, room: DataRoom, arranging: Arranging) -> None:
        super().__init__(room)
        self.room, self._arranging = room, arranging
        inspector, table = room.inspector, room.table_inspector
        inspector.role_chosen.connect(self.set_role)
        inspector.level_chosen.connect(self.set_level)
        inspector.filter_asked.connect(lambda name: arranging.open_form(name))
        inspector.analyse_asked.connect(self.analyse)
        inspector.can_analyse = lambda: room.can_ask("analysis")
        table.unit_chosen.connect(self.set_unit)
        table.language_chosen.connect(self.set_language)
        table.how_chosen.connect(self.set_how)
        table.inference_asked.connect(self.switch_inference)
        table.design_chosen.connect(self.set_design)
        table.consent_chosen.connect(self.set_consent)

    def pick(self, variable_id: str | None, *, scroll: bool = True) -> None:
        """Show what is known about a variable; None shows the table."""
        room = self.room
        if room.right.currentWidget() is room.change_panel:
            room.show_known()
        if variable_id == room.variable_id and room.right.currentWidget() is room.known_page():
            return
        room.variable_id = variable_id
        room.variables.pick(variable_id)
        if scroll and variable_id is not None:
            room.grid.scroll_to_variable(variable_id)
        asking = (room.chooser, room.export_panel, room.derive_panel)
        if scroll or room.right.currentWidget() not in asking:  # moving in the grid leaves what is being asked
            room.show_known()
        self.read_variable()
        room.commands_changed.emit()

    def show(self, table_id: str, variable_id: str) -> None:
        """Bring a variable of any table to the front."""
        self.room.wants_front.emit()
        if self.room.table_id != table_id:
            self.room.table_wanted.emit(table_id)
        self.room.middle.setCurrentWidget(self.room.centre)
        self.pick(variable_id)

    # Reading

    def read(self) -> None:
        """Read facts of the table and of the chosen variable anew."""
        room = self.room
        table, named = room.table(), {table.id: table for table in room.contents.tables}
        if table is None:
            return
        table_id = table.id
        room.session.ask(
            lambda project: (table_id, read_design(project, table_id)), self._design, latest=("data", "design"),
            owner=self,
        )  # fmt: skip
        room.session.ask(
            lambda project: read_table_facts(project, table, named), self._facts, latest=("data", "table"), owner=self
        )
        self.read_variable()

    def _design(self, found: tuple[str, DesignFacts]) -> None:
        if found[0] == self.room.table_id:
            self.room.design = found[1]
            self._arranging.show_line()

    def _facts(self, facts: TableFacts) -> None:
        if facts.table.id == self.room.table_id:
            self.room.table_inspector.show_facts(facts)

    def read_variable(self) -> None:
        """Read the facts of the chosen variable."""
        table_id, variable_id = self.room.table_id, self.room.variable_id
        table = self.room.table()
        if table is None or variable_id is None or all(v.id != variable_id for v in table.variables):
            return

        def read(project: Project) -> tuple[str, VariableFacts]:
            return table_id, inspect_variable(project, table_id, variable_id)

        self.room.session.ask(read, self._variable, latest=("data", "variable"), owner=self)

    def _variable(self, found: tuple[str, VariableFacts]) -> None:
        table_id, facts = found
        if table_id == self.room.table_id and facts.variable.id == self.room.variable_id:
            self.room.inspector.show_facts(facts, self.room.contents.around(table_id))

    # Saying

    def _do(self, action: Action) -> None:
        self.room.session.do(action)

    def set_role(self, variable_id: str, role: Role) -> None:
        """What a variable is for."""
        self._do(roles.set_role(self.room.table_id, variable_id, role))

    def set_level(self, variable_id: str, level: Level) -> None:
        """A variable's level of measurement."""
        self._do(roles.set_level(self.room.table_id, variable_id, level))

    def set_unit(self, unit: str) -> None:
        """What one row is."""
        self._do(roles.set_unit(self.room.table_id, unit))

    def set_language(self, language: str) -> None:
        """The language of all labels of the project."""
        self._do(roles.set_label_language(language))

    def set_how(self, how: How, reason: str) -> None:
        """How the rows came about."""
        self._do(roles.set_how(self.room.table_id, how, reason))

    def switch_inference(self, reason: str) -> None:
        """Print intervals for rows that are no probability sample."""
        try:
            self._do(roles.switch_inference_on(self.room.table_id, reason))
        except Problem as problem:
            self.room.session.problem.emit(problem.message)

    def set_design(self, design: DesignRoles) -> None:
        """Which variables make the sample design."""
        self._do(roles.set_design(self.room.table_id, design))

    def set_consent(self, variable_id: str | None, given: tuple[str, ...]) -> None:
        """What records consent."""
        self._do(roles.set_consent(self.room.table_id, variable_id, given))

    # The room of analyses

    def analyse(self, variable_id: str) -> None:
        """Have the Analysis room show a variable."""
        self.room.asked.emit(AnalyseVariable(self.room.table_id, variable_id))
