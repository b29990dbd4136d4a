# SPDX-License-Identifier: MIT
"""Variables calculated from others, in the window: composed, previewed, added, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from projects.datasets.derived.derived_variables import add_derived, change_recipe, preview_derived, remove_derived
from projects.datasets.short_names import short_names
from projects.stored_tables.recipes import below
from projects.stored_tables.stored_table import recipes
from wording import Labels
from workbench.translation import language_of

if TYPE_CHECKING:
    from analysis.records import Variable
    from projects.datasets.derived.recipe_kinds import Recipe
    from projects.datasets.table.variable_summary import VariableFacts
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.data.actions.column_layout import ColumnLayout
    from workbench.data.actions.inspector import InspectorActions
    from workbench.data.derived.derive_panel import DerivedVariableRequest
    from workbench.data.panes.middle_column import MiddleColumn
    from workbench.data.panes.right_column import RightColumn
    from workbench.data.state import DataState
    from workbench.session import Session


class DerivedVariableActions(QObject):
    """Acts on the table in front."""

    def __init__(
        self,
        state: DataState,
        session: Session,
        middle: MiddleColumn,
        right: RightColumn,
        column_layout: ColumnLayout,
        inspector_actions: InspectorActions,
    ) -> None:
        super().__init__(state)
        self._state, self._session, self._middle, self._right = state, session, middle, right
        self._column_layout, self._inspector_actions = column_layout, inspector_actions
        right.derive_panel.added.connect(self.add)
        right.derive_panel.previewed.connect(self.preview)
        right.derive_panel.left.connect(self.leave)
        right.inspector.derive_requested.connect(self.open)
        right.inspector.recipe_requested.connect(self.change)
        right.inspector.remove_requested.connect(self.remove)

    def open(self, variable_id: str = "") -> None:
        """Ask what is to be worked out, beginning with a variable."""
        table = self._state.table()
        if table is not None:
            self._right.derive_panel.offer(table, variable_id or self._state.variable_id)
            self._show()

    def change(self, variable_id: str) -> None:
        """Show how a variable is worked out, to change it."""
        table = self._state.table()
        if table is None:
            return
        self._session.ask(
            lambda project: _recipe_and_below(project, table.id, variable_id),
            lambda found: self._change(table.id, variable_id, *found),
            latest=("data", "derive"),
            owner=self,
        )

    def _change(self, table_id: str, variable_id: str, steps: Mapping[str, object] | None, below: list[str]) -> None:
        table = self._state.table()
        if steps is not None and table is not None and table.id == table_id:
            self._right.derive_panel.offer_change(table, table.variable(variable_id), steps, below)
            self._show()

    def _show(self) -> None:
        self._middle.show_table()
        self._right.bring(self._right.derive_panel)
        self._right.derive_panel.begin()

    def preview(self, recipe: Recipe) -> None:
        """Show what the recipe would give."""
        table_id = self._state.table_id
        self._session.ask(
            lambda project: preview_derived(project, table_id, recipe.steps, recipe.choices),
            self._previewed,
            self._right.derive_panel.refuse,
            latest=("data", "preview"),
            owner=self,
        )

    def _previewed(self, facts: VariableFacts) -> None:
        self._right.derive_panel.show_outcome(facts)

    def add(self, wanted: DerivedVariableRequest) -> None:
        """Add the variable, or change the one in hand, as one action."""
        recipe, table_id = wanted.recipe, self._state.table_id
        if wanted.changed is not None:
            said = {**wanted.changed.labels.by_language, language_of(): wanted.name}
            action = change_recipe(table_id, wanted.changed.id, recipe.steps, recipe.choices or None, Labels(said))
        else:
            (name,) = short_names([wanted.name], 32)
            action = add_derived(table_id, name, Labels({language_of(): wanted.name}), recipe.steps, recipe.choices)
        changed = wanted.changed
        self._session.do(action, lambda changes: self._done(changes, changed), self._right.derive_panel.refuse)

    def _done(self, changes: Changes, changed: Variable | None) -> None:
        self.leave()
        if changed is None:
            self._column_layout.add_column(str(changes.result))
        self._inspector_actions.pick(str(changes.result) if changed is None else changed.id)

    def remove(self, variable_id: str) -> None:
        """Remove a variable that was worked out; it can be undone. One in use stays, and is shown on."""
        self._session.do(
            remove_derived(self._state.table_id, variable_id), lambda _changes: self._inspector_actions.pick(None)
        )

    def leave(self) -> None:
        """Back to what is known, and to the grid."""
        self._right.show_facts()
        self._middle.centre.grid.table.setFocus()


def _recipe_and_below(project: Project, table_id: str, variable_id: str) -> tuple[dict[str, Any] | None, list[str]]:
    made = recipes(project, table_id)
    return made.get(variable_id), below(made, [variable_id])
