# SPDX-License-Identifier: MIT
"""Status of a code: sensitivity, category, retired, and its anchor examples. It reports wishes."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QListWidgetItem, QWidget

from coding.records import Code
from wording import Text, msg
from workbench.translation import say
from workbench.widgets import ChoiceField, IconButton, MutedLabel
from workbench.widgets.elision import cut_passages
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.no_copy import QuietList

_SENSITIVITIES = ("", "low", "medium", "high", "very high")
_SHOWN, _ROW = 3, 24  # anchor examples seen at once, pixels of one


class CodeStanding(QWidget):
    """One row of choices; below it the anchor examples, where there are any, each to be taken off."""

    changed = Signal(str, object)  # part, value

    def __init__(self, code: Code) -> None:
        super().__init__()
        self._code = code
        self.sensitivity = ChoiceField(msg("codebook.edit.sensitivity"), _choices(code))
        self.sensitivity.choose(code.sensitivity)
        self.sensitivity.chosen.connect(lambda value: self.changed.emit("sensitivity", value))
        self.category, self.retired = QCheckBox(), QCheckBox()
        say(self.category, msg("codebook.edit.category"), tip=msg("codebook.edit.category_tip"))
        say(self.retired, msg("codebook.edit.retire"), tip=msg("codebook.edit.retire_tip"))
        self.category.setChecked(code.category)
        self.retired.setChecked(code.retired)
        self.category.clicked.connect(self._category)
        self.retired.clicked.connect(lambda on: self.changed.emit("retired", on))
        self.anchors = QuietList(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setColumnStretch(0, 1)
        row = FlowLayout(spacing=12, in_one_line=True)
        label = MutedLabel(msg("codebook.edit.sensitivity"))
        label.setBuddy(self.sensitivity)
        for widget in (label, self.sensitivity, self.category, self.retired):
            row.addWidget(widget)
        self.sensitivity.setMinimumContentsLength(10)
        grid.addLayout(row, 0, 0, 1, 2)
        self._show_anchors(grid)

    def _show_anchors(self, grid: QGridLayout) -> None:
        if not self._code.anchors:
            self.anchors.hide()
            return
        say(self.anchors, name=msg("codebook.edit.anchors"))
        cut_passages(self.anchors)
        self.anchors.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for words, _document in self._code.anchors:
            item = QListWidgetItem(" ".join(words.split()))
            item.setToolTip(words)
            self.anchors.addItem(item)
        self.anchors.setCurrentRow(0)
        self.anchors.setFixedHeight(min(len(self._code.anchors), _SHOWN) * _ROW + 6)
        grid.addWidget(MutedLabel(msg("codebook.edit.anchors")), 1, 0, 1, 2)
        grid.addWidget(self.anchors, 2, 0)
        remove = IconButton("trash-2", msg("codebook.edit.remove_anchor"), self.remove_anchor, framed=False)
        grid.addWidget(remove, 2, 1, Qt.AlignmentFlag.AlignTop)

    def remove_anchor(self) -> None:
        """Ask to take the chosen anchor example off."""
        row = self.anchors.currentRow()
        if 0 <= row < len(self._code.anchors):
            self.changed.emit("anchor", self._code.anchors[row])

    def _category(self, on: bool) -> None:
        self.category.setChecked(self._code.category)  # the page is drawn anew once it is stored; it may be refused
        self.changed.emit("category", on)


def _choices(code: Code) -> list[tuple[str, Text]]:
    said: list[tuple[str, Text]] = [
        (value, msg(f"codebook.edit.sensitivity.{value.replace(' ', '_') or 'none'}")) for value in _SENSITIVITIES
    ]
    if code.sensitivity not in _SENSITIVITIES:
        said.append((code.sensitivity, code.sensitivity))
    return said
