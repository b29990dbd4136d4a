# SPDX-License-Identifier: MIT
"""The page "Before you share": the limits of what is flagged and withheld, and the rules they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSpinBox

from wording import Problem, msg
from workbench.safety.panes.page import SafetyPage, row_of
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.tokens import NUMBER_MARGINS
from workbench.translation import say
from workbench.widgets import FormRow, Label, PrimaryButton, TextField

if TYPE_CHECKING:
    from projects.datasets.export.withholding_limits import WithholdingLimits

_MOST = 1_000
_RULES = ("reliability", "disclosure", "public")


class SharePage(SafetyPage):
    """Three numbers, a reason and a button; below, in a sentence each, the rules."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.share.title"), msg("safety.share.sentence"))
        self.flag_base, self.mask_base, self.minimum_cell = (self._number(name) for name in ("flag", "mask", "cell"))
        self.reason = TextField(msg("safety.share.reason"), placeholder="")
        self.reason.returnPressed.connect(self.store)
        self.reason_row = FormRow(msg("safety.share.reason"), self.reason, msg("safety.share.reason_tip"))
        self.set = PrimaryButton(msg("safety.share.set"), self.store, icon="shield-check")
        self.public_stays = Label("", wrap=True)
        self.public_stays.setProperty("kind", "warning")
        self.public_stays.hide()
        self.minimum_cell.valueChanged.connect(lambda _n: self._say_public())
        self.body.addWidget(self.public_stays)
        self.body.addWidget(self.reason_row)
        self.body.addWidget(row_of(self.set))
        for rule in _RULES:
            self.body.addWidget(Label(msg(f"safety.share.rule_{rule}"), wrap=True))
        self.body.addStretch(1)

    def _number(self, name: str) -> QSpinBox:
        field = QSpinBox()
        field.lineEdit().setTextMargins(*NUMBER_MARGINS)
        field.setRange(0, _MOST)
        field.setFixedWidth(110)
        say(field, name=msg(f"safety.share.{name}"))
        self.body.addWidget(FormRow(msg(f"safety.share.{name}"), field))
        return field

    def read(self) -> None:
        """Show the limits of the project."""
        from projects.datasets.export.withholding_limits import (
            limits_of,  # with the project's modules, after first paint
        )

        self.session.ask(limits_of, self._show, latest=self, owner=self)

    def _show(self, limits: WithholdingLimits) -> None:
        for field, number in ((self.flag_base, limits.flag_base), (self.mask_base, limits.mask_base)):
            field.setValue(number)
        self.minimum_cell.setValue(limits.minimum_cell)
        self.reason.setText(limits.reason)
        self.reason_row.complain(None)

    def _say_public(self) -> None:
        """Say beside the least cell what the public keeps, as soon as the number is below that."""
        from projects.datasets.export.withholding_limits import public_stays  # with the project's modules

        warning = public_stays(self._chosen())
        self.public_stays.setVisible(warning is not None)
        if warning is not None:
            self.public_stays.say(warning)

    def _chosen(self) -> WithholdingLimits:
        from projects.datasets.export.withholding_limits import WithholdingLimits  # with the project's modules

        numbers = (self.flag_base.value(), self.mask_base.value(), self.minimum_cell.value())
        return WithholdingLimits(*numbers, self.reason.text())

    def store(self) -> None:
        """Set the limits, or say beside the reason why not."""
        from projects.datasets.export.withholding_limits import set_limits  # with the project's modules

        try:
            action = set_limits(self._chosen())
        except Problem as wrong:
            self.reason_row.complain(wrong.message)
            return
        self.session.do(action, self._stored, self._refused)

    def _stored(self, _changes: object) -> None:
        self.reason_row.complain(None)
        self.session.notice.emit(msg("safety.share.set_done"))
        self._say_public()

    def _refused(self, wrong: Problem) -> None:
        if wrong.message.key == "interviews.nothing_to_change":
            self.reason_row.complain(None)
            self.session.notice.emit(wrong.message)
            return
        self.reason_row.complain(wrong.message)
        self.reason.setFocus()
