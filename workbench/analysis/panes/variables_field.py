# SPDX-License-Identifier: MIT
"""Several variables chosen in order: a line for each and a field that adds one. It reads no value."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from analysis.records import DataTable, Variable
from wording import Text, msg
from workbench.variable_picker import ChosenLines
from workbench.variable_words import called


class VariablesField(ChosenLines):
    """The variables chosen; `changed` carries the list of ids, in the order chosen."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, msg("analysis.view.add_variable"), parent)
        self._table: DataTable | None = None
        self._variables: list[Variable] = []

    def offer(self, table: DataTable, variables: Sequence[Variable], chosen: Sequence[str] | str | None) -> None:
        """Offer these variables of a table, with some chosen."""
        self._table, self._variables = table, list(variables)
        self.show_chosen([chosen] if isinstance(chosen, str) else list(chosen or ()))

    def value(self) -> list[str]:
        """The ids chosen, in order."""
        return list(self._chosen)

    def offer_rest(self) -> None:
        """Offer the variables that are not chosen yet."""
        if self._table is not None:
            free = [one for one in self._variables if one.id not in self._chosen]
            self.add.offer(self._table, free, why=dict.fromkeys(self._chosen, msg("picker.why.chosen")))

    def called(self, ids: Sequence[str]) -> list[Text]:
        """Their labels; of one that is gone, its id."""
        known = {one.id: one for one in self._table.variables} if self._table is not None else {}
        return [called(known[one]) if one in known else one for one in ids]
