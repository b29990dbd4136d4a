# SPDX-License-Identifier: MIT
"""Variables worked out from others, in the window: put together, previewed, added, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from wording import Labels
from workbench.speech import language_of

if TYPE_CHECKING:
    from projects.datasets.inspector import VariableFacts
    from projects.datasets.recipe_kinds import Recipe
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.data.derive_panel import Wanted
    from workbench.data.view import DataWorkspace


class Deriving(QObject):
    """Acts on the table in front."""

    def __init__(self, room: DataWorkspace) -> None:
        super().__init__(room)
        self.room = room
        room.derive_panel.added.connect(self.add)
        room.derive_panel.previewed.connect(self.preview)
        room.derive_panel.left.connect(self.leave)
        room.inspector.derive_asked.connect(self.open)
        room.inspector.remove_asked.connect(self.remove)

    def open(self, variable_id: str = "") -> None:
        """Ask what is to be worked out, beginning with a variable."""
        room, table = self.room, self.room.table()
        if table is None:
            return
        chosen = variable_id or room.variable_id
        room.session.ask(
            lambda project: _derived(project, table.id),
            lambda derived: self._open(table.id, derived, chosen),
            latest=("data", "derive"),
            owner=self,
        )

    def _open(self, table_id: str, derived: list[str], chosen: str | None) -> None:
        room, table = self.room, self.room.table()
        if table is not None and table.id == table_id:
            room.middle.setCurrentWidget(room.centre)
            room.derive_panel.offer(table, derived, chosen)
            room.bring_right(room.derive_panel)
            room.derive_panel.kind.setFocus()

    def preview(self, recipe: Recipe) -> None:
        """Show what the recipe would give."""
        from projects.datasets.deriving import preview_derived

        table_id = self.room.table_id
        self.room.session.ask(
            lambda project: preview_derived(project, table_id, recipe.steps, recipe.choices),
            self._previewed,
            self.room.derive_panel.refuse,
            latest=("data", "preview"),
            owner=self,
        )

    def _previewed(self, facts: VariableFacts) -> None:
        self.room.derive_panel.show_outcome(facts)

    def add(self, wanted: Wanted) -> None:
        """Add the variable, as one action."""
        from projects.datasets.deriving import add_derived
        from projects.datasets.export.names import short_names

        labels = Labels({language_of(): wanted.name})
        (name,) = short_names([wanted.name], 32)
        recipe = wanted.recipe
        action = add_derived(self.room.table_id, name, labels, recipe.steps, recipe.choices)
        self.room.session.do(action, self._added, self.room.derive_panel.refuse)

    def _added(self, changes: Changes) -> None:
        self.leave()
        self.room.placing.add_column(str(changes.result))
        self.room.knowing.pick(str(changes.result))

    def remove(self, variable_id: str) -> None:
        """Remove a variable that was worked out; it can be undone."""
        from projects.datasets.deriving import remove_derived

        self.room.knowing.pick(None)
        self.room.session.do(remove_derived(self.room.table_id, variable_id))

    def leave(self) -> None:
        """Back to what is known, and to the grid."""
        self.room.knowing.show_page()
        self.room.grid.table.setFocus()


def _derived(project: Project, table_id: str) -> list[str]:
    from projects.datasets.stored import recipes

    return list(recipes(project, table_id))
