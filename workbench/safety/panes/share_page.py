# SPDX-License-Identifier: MIT
"""The page "Before you share": the limits of what is flagged and withheld, and the rules they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSpinBox

from projects.datasets.export.withholding_limits import WithholdingLimits, limits_of, public_stays, set_limits
from wording import Problem, msg
from workbench.colours_and_sizes import NUMBER_MARGINS
from workbench.safety.panes.page import SafetyPage, row_of
from workbench.safety.state import SafetyState
from workbench.sensitive_questions import open_sensitive_questions
from workbench.session import Session
from workbench.translation import say
from workbench.widgets import Button, FormRow, Label, PrimaryButton, TextField

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
        self._stored_limits: WithholdingLimits | None = None
        self.set = PrimaryButton(msg("safety.share.set"), self.store, icon="shield-check")
        self.forget = Button(msg("safety.share.forget"), self._forget)
        self.not_yet = Label(msg("safety.share.not_yet"), wrap=True)
        self.not_yet.setProperty("kind", "warning")
        self.reason.textChanged.connect(lambda _text: self._say_whether_set())
        self.public_stays = Label("", wrap=True)
        self.public_stays.setProperty("kind", "warning")
        self.public_stays.hide()
        self.minimum_cell.valueChanged.connect(lambda _n: self._say_public())
        for field in (self.flag_base, self.mask_base, self.minimum_cell):
            field.valueChanged.connect(lambda _n: self._say_whether_set())
        self.look = Button(msg("sensitivity.look"), self.look_at_sensitive, icon="eye-off")
        self.body.addWidget(self.public_stays)
        self.body.addWidget(self.reason_row)
        self.body.addWidget(self.not_yet)
        self.body.addWidget(row_of(self.set, self.forget))
        self.body.addWidget(row_of(self.look))
        self._say_whether_set()
        for rule in _RULES:
            self.body.addWidget(Label(msg(f"safety.share.rule_{rule}"), wrap=True))
        self.body.addStretch(1)

    def look_at_sensitive(self) -> None:
        """Open the page on what is sensitive."""
        open_sensitive_questions(self, self.session)

    def _number(self, name: str) -> QSpinBox:
        field = QSpinBox()
        field.lineEdit().setTextMargins(*NUMBER_MARGINS)
        field.setRange(0, _MOST)
        field.setFixedWidth(110)
        say(field, name=msg(f"safety.share.{name}"))
        self.body.addWidget(FormRow(msg(f"safety.share.{name}"), field))
        return field

    def read(self) -> None:
        """Show the limits of the project; what was typed and is not set yet stays."""
        self.session.ask(limits_of, self._read, latest=self, owner=self)

    def _read(self, limits: WithholdingLimits) -> None:
        if self._is_typed():
            self._stored_limits = limits
            self._say_whether_set()
        else:
            self._show(limits)

    def _show(self, limits: WithholdingLimits) -> None:
        self._stored_limits = limits
        for field, number in ((self.flag_base, limits.flag_base), (self.mask_base, limits.mask_base)):
            field.setValue(number)
        self.minimum_cell.setValue(limits.minimum_cell)
        self.reason.setText(limits.reason)
        self.reason_row.complain(None)
        self._say_whether_set()

    def _is_typed(self) -> bool:
        """Whether the fields say something else than the project."""
        return self._stored_limits is not None and self._chosen() != self._stored_limits

    def _say_whether_set(self) -> None:
        typed = self._is_typed()
        for widget in (self.not_yet, self.forget):
            widget.setVisible(typed)

    def _forget(self) -> None:
        """Show the limits of the project again."""
        if self._stored_limits is not None:
            self._show(self._stored_limits)
        self.set.setFocus()

    def _say_public(self) -> None:
        """Say beside the least cell what the public keeps, as soon as the number is below that."""
        warning = public_stays(self._chosen())
        self.public_stays.setVisible(warning is not None)
        if warning is not None:
            self.public_stays.say(warning)

    def _chosen(self) -> WithholdingLimits:
        numbers = (self.flag_base.value(), self.mask_base.value(), self.minimum_cell.value())
        return WithholdingLimits(*numbers, self.reason.text())

    def store(self) -> None:
        """Set the limits, or say beside the reason why not."""
        try:
            action = set_limits(self._chosen())
        except Problem as wrong:
            self.reason_row.complain(wrong.message)
            return
        self.session.do(action, self._stored, self._refused)

    def _stored(self, _changes: object) -> None:
        self._stored_limits = None  # read anew: the project keeps the reason without its blanks
        self._say_whether_set()
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
