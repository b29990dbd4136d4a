# SPDX-License-Identifier: MIT
"""Selects the first row of a list when focus comes: Qt makes it current, and shows nothing of it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView

_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows


def select_current_row(view: QAbstractItemView) -> None:
    """To be called once `view` has the focus: its current row is chosen, where none is, and so is seen."""
    if view.currentIndex().isValid() and not view.selectionModel().hasSelection():
        view.selectionModel().select(view.currentIndex(), _ROW)
