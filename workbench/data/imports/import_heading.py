# SPDX-License-Identifier: MIT
"""The lines above the import conversation: which form a file is read with, and which data it may be newer data of."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from wording import Text, msg
from workbench.widgets import Button, ChoiceField, Label, MutedLabel

APPEND = "append:"  # before the id of a data set that gets the rows of a file


class ImportHeading(QWidget):
    """`form_requested`, `form_refused`: buttons beside the form; `target_chosen`: the id of a data set, "" for none.

    APPEND stands before the id where rows are added.
    """

    form_requested = Signal()
    form_refused = Signal()
    target_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.form_name = Label("")
        self.form_note = MutedLabel("")
        self.choose_form = Button(
            msg("data.view.import.choose_form"), lambda: self.form_requested.emit(), icon="file-text"
        )
        self.without_form = Button(msg("data.view.import.without_form"), lambda: self.form_refused.emit())
        self.newer_note = Label(msg("data.view.newer.looks"))
        self.target = ChoiceField(msg("data.view.newer.target"))
        self.target.setMinimumContentsLength(34)
        self.target.chosen.connect(lambda value: self.target_chosen.emit(str(value)))
        self.newer_row = self._row(2, self.newer_note, self.target, None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._row(7, self.form_name, self.form_note, None, self.choose_form, self.without_form))
        whole.addWidget(self.newer_row)
        self.newer_row.hide()

    def _row(self, top: int, *widgets: QWidget | None) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(18, top, 18, 7)
        row.setSpacing(8)
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        return whole

    def say_form(self, form: Path | str | None, note: Text, *, changeable: bool = True) -> None:
        """Name the form, and where it came from."""
        name = form.name if isinstance(form, Path) else form
        self.form_name.say(msg("data.view.import.form", file=name) if name else msg("data.view.import.no_form"))
        self.form_note.say(note)
        self.choose_form.setVisible(changeable)
        self.without_form.setVisible(changeable and form is not None)

    def offer(self, data_sets: Sequence[tuple[str, str]], registers: Container[str] = ()) -> str:
        """Offer to add the rows to a register, or to take the file as newer data of one of these.

        The first offer is proposed and given back.
        """
        offered = [
            (f"{APPEND}{data_set}", msg("data.view.newer.append", name=name))
            for data_set, name in data_sets
            if data_set in registers
        ]
        offered += [(data_set, msg("data.view.newer.of", name=name)) for data_set, name in data_sets]
        self.target.set_choices([*offered, ("", msg("data.view.newer.apart"))])
        self.target.choose(offered[0][0])
        self.newer_row.show()
        self.target.setFocus()
        return offered[0][0]
