# SPDX-License-Identifier: MIT
"""Actions of the Data room, one object each, with the columns they act on; commands, menus and pictures run them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.data.actions.cell_editing import CellEditing
from workbench.data.actions.column_layout import ColumnLayout
from workbench.data.actions.derived_variables import DerivedVariableActions
from workbench.data.actions.find_bar import CellSearch
from workbench.data.actions.inspector import InspectorActions
from workbench.data.actions.measurement import ColumnMeaning
from workbench.data.actions.sort_and_filter import SortAndFilter
from workbench.data.imports.file_imports import FileImports
from workbench.data.registers.register_setup import Registering

if TYPE_CHECKING:
    from workbench.data.imports.import_page import ImportPage
    from workbench.data.panes.middle_column import MiddleColumn
    from workbench.data.panes.right_column import RightColumn
    from workbench.data.panes.variable_pane import VariablePane
    from workbench.data.state import DataState
    from workbench.session import Session


class DataActions:
    """Each is given the state, the panes it acts on and the actions before it, and names none that comes after."""

    def __init__(
        self,
        state: DataState,
        session: Session,
        variables: VariablePane,
        middle: MiddleColumn,
        right: RightColumn,
        page: ImportPage,
    ) -> None:
        self.middle, self.right = middle, right
        self.imports = FileImports(state, session, page)
        self.column_layout = ColumnLayout(state, session, middle.centre, right)
        self.cell_search = CellSearch(state, session, middle, variables)
        self.sort_and_filter = SortAndFilter(state, session, middle, self.column_layout)
        self.inspector_actions = InspectorActions(state, session, variables, middle, right, self.sort_and_filter)
        self.cell_editing = CellEditing(state, session, middle, right, self.sort_and_filter, self.column_layout)
        self.deriving = DerivedVariableActions(
            state, session, middle, right, self.column_layout, self.inspector_actions
        )
        self.meaning = ColumnMeaning(state, session, right.inspector)
        self.registering = Registering(state, session, middle, right)

    def current_column(self) -> str:
        """The variable of the current cell; "" for row numbers or none."""
        here = self.middle.centre.grid.current()
        return here[1] if here else ""
