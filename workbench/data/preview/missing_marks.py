# SPDX-License-Identifier: MIT
"""Lines of the import conversation that unfold: what was found in each column, and what a missing mark means."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import Reason
from projects.imported.records import Finding
from wording import msg
from workbench.widgets import Button, ChoiceField, IconButton, MutedLabel
from workbench.widgets.flow_layout import FlowLayout

_MOST_CHIPS, _MOST_LINES = 24, 40
REASONS = (Reason.MISSING, Reason.REFUSED, Reason.DONT_KNOW, Reason.NOT_ASKED, Reason.PRESENT)
_MARKS = ("marks_taken", "marks_asked", "marks_codes", "marks_kept")


def mark_of(finding: Finding) -> str | None:
    """The missing mark that a line speaks of; None for other lines."""
    key = finding.message.key.rpartition(".")[2]
    mark = finding.message.args.get("mark")
    return str(mark) if key.startswith(_MARKS) and mark is not None else None


def reason_of(finding: Finding) -> int:
    """How the cells of a mark are read now."""
    key = finding.message.key.rpartition(".")[2]
    if not key.startswith("marks_taken"):
        return int(Reason.PRESENT)
    last = key.removeprefix("marks_taken").strip("_")
    return int(last) if last else int(Reason.MISSING)


class FoldedColumns(QWidget):
    """The columns that a line stands for, shown on demand under it.

    `marked` carries a mark, a column's name ("" for all) and the reason its cells get.
    """

    marked = Signal(str, str, int)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding, self._mark = finding, mark_of(finding)
        self.fold = IconButton("chevron-down", msg("kinds.unfold"), self.toggle)
        self.fold.setVisible(bool(finding.parts or finding.details))
        self.field = self._meaning(finding)
        self.hide()

    def _meaning(self, finding: Finding) -> ChoiceField | None:
        """What the mark of a line means, to be chosen; None where it speaks of none."""
        mark = mark_of(finding)
        if mark is None:
            return None
        field = ChoiceField(
            msg("kinds.mark_is", mark=mark), [(int(one), msg(f"kinds.as.{int(one)}")) for one in REASONS]
        )
        field.choose(reason_of(finding))
        field.setFixedWidth(150)
        field.chosen.connect(lambda reason: self.marked.emit(mark, "", reason))
        return field

    def _line(self, part: Finding) -> QHBoxLayout:
        """One of the lines folded in, with what its mark means."""
        row = QHBoxLayout()
        row.addWidget(MutedLabel(part.message, wrap=True), 1)
        field = self._meaning(part)
        if field is not None:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def beside(self) -> list[QWidget]:
        """What stands at the end of the line: what the mark means, the button that unfolds."""
        return [*([self.field] if self.field is not None else []), self.fold]

    def toggle(self) -> None:
        """Show or hide what the line stands for."""
        if self.layout() is None:
            self._fill()
        self.setVisible(self.isHidden())

    def _fill(self) -> None:
        if self._mark is None and self.finding.parts:
            lines = QVBoxLayout(self)
            lines.setContentsMargins(26, 0, 0, 4)
            for part in self.finding.parts[:_MOST_LINES]:
                lines.addLayout(self._line(part))
            if len(self.finding.parts) > _MOST_LINES:
                lines.addWidget(MutedLabel(msg("kinds.more", n=len(self.finding.parts) - _MOST_LINES)))
            return
        flow = FlowLayout(self, spacing=6, in_one_line=True)
        flow.setContentsMargins(26, 0, 0, 4)
        other = int(Reason.MISSING if reason_of(self.finding) == Reason.PRESENT else Reason.PRESENT)
        for name, count in self.finding.details[:_MOST_CHIPS]:
            tip = msg("kinds.chip_tip", mark=self._mark or "", name=name, what=msg(f"kinds.as.{other}"))
            flow.addWidget(Button(msg("kinds.chip", name=name, n=count), partial(self._chip, name, other), tip=tip))
        if len(self.finding.details) > _MOST_CHIPS:
            flow.addWidget(MutedLabel(msg("kinds.more", n=len(self.finding.details) - _MOST_CHIPS)))

    def _chip(self, name: str, reason: int) -> None:
        if self._mark is not None:
            self.marked.emit(self._mark, name, reason)
