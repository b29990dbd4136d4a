# SPDX-License-Identifier: MIT
"""The form beside the cases that says whether they are a probability sample. It stores nothing."""

from __future__ import annotations

from PySide6.QtCore import Signal

from wording import msg
from workbench.interviews.cases.forms import CaseForm
from workbench.widgets import ChoiceField, FormRow, MutedLabel, PrimaryButton, TextField


class SampledForm(CaseForm):
    """Chosen on purpose, or drawn at random and how; `given` carries how, "" for chosen on purpose."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__(msg("sampledcases.title"))
        self.note = MutedLabel(msg("sampledcases.note"), wrap=True)
        self.chosen = ChoiceField(
            msg("sampledcases.chosen"),
            [(False, msg("sampledcases.chosen.purpose")), (True, msg("sampledcases.chosen.random"))],
        )
        self.how = TextField(msg("sampledcases.how_field"), placeholder=msg("sampledcases.example"))
        self.keep = PrimaryButton(msg("sampledcases.keep"), self._keep, icon="check")
        self.row = FormRow(msg("sampledcases.how_field"), self.how)
        for part in (self.note, FormRow(msg("sampledcases.chosen"), self.chosen), self.row):
            self.column.addWidget(part)
        self.finish(self.keep)
        self.chosen.chosen.connect(lambda _chosen: self._fit())
        self.how.textChanged.connect(lambda _text: self._fit())
        self.how.returnPressed.connect(self._keep)

    def show_how(self, how: str) -> None:
        """Show what was said before."""
        self.chosen.choose(bool(how))
        self.how.setText(how)
        self._fit()

    def _fit(self) -> None:
        drawn = bool(self.chosen.value())
        self.row.setEnabled(drawn)
        self.keep.setEnabled(not drawn or bool(self.how.text().strip()))

    def _keep(self) -> None:
        if self.keep.isEnabled():
            self.given.emit(self.how.text().strip() if self.chosen.value() else "")
