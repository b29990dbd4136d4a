# SPDX-License-Identifier: MIT
"""The form before a file for the public is written: who clears it, for what purpose, for which readers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from projects.pages.page_clearance import PageClearance
from wording import msg, render
from workbench.manual import ManualWindow
from workbench.sensitive_questions import seen_first
from workbench.translation import language_of, say
from workbench.widgets import Button, FormRow, MutedLabel, PrimaryButton, TextField
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.pages.page_clearance import PageClearance
    from workbench.session import Session

_PUBLIC = "public"  # a destination, as `analysis.masking` names it
_WIDTH = 460


class ClearanceDialog(QDialog):
    """Name, purpose and audience. Without a purpose nothing leaves, unless the box for that is ticked.

    F1 opens the page of the manual on sharing; the main window hears no key while the form is open.
    """

    cleared = Signal(object)  # a PageClearance

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")  # fields are as grey as what a window stands on
        self.setWindowTitle(render(msg("clearing.title"), language_of()))
        self.user = ""
        self.manual: ManualWindow | None = None
        QShortcut(QKeySequence("F1"), self, self.show_manual)
        self.by, self.purpose, self.audience = (
            TextField(msg(f"clearing.{name}"), placeholder="") for name in ("by", "purpose", "audience")
        )
        self.purpose_row = FormRow(msg("clearing.purpose"), self.purpose)
        self.alone = MutedLabel(msg("clearing.alone"), wrap=True)
        self.nothing_given = TickBox()
        say(self.nothing_given, msg("clearing.nothing_given"), tip=msg("clearing.nothing_given_tip"))
        self.go_on = PrimaryButton(msg("clearing.go_on"), self.clear, icon="shield-check")
        self.go_on.setDefault(True)
        column = QVBoxLayout(self)
        column.addWidget(MutedLabel(msg("clearing.sentence"), wrap=True))
        column.addWidget(FormRow(msg("clearing.by"), self.by))
        column.addWidget(self.alone)
        column.addWidget(self.purpose_row)
        column.addWidget(FormRow(msg("clearing.audience"), self.audience))
        column.addWidget(self.nothing_given)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go_on)
        buttons.addWidget(Button(msg("clearing.cancel"), self.reject))
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.setMinimumWidth(_WIDTH)
        self.by.textChanged.connect(lambda _text: self._say_alone())
        self.nothing_given.toggled.connect(self._leave_empty)

    def take_user(self, name: str) -> None:
        """Fill in the name of who works, unless another is typed already."""
        self.user = name
        if not self.by.text():
            self.by.setText(name)
        self._say_alone()

    def show_manual(self) -> None:
        """Show what the manual says of sharing, in a window that can be read while the form is open."""
        if self.manual is None:
            self.manual = ManualWindow(self)
        self.manual.turn_to("sharing")

    def clear(self) -> None:
        """Go on with what is given, or say beside the purpose that it is wanted."""
        if self.nothing_given.isChecked():
            given = PageClearance()
        elif not self.purpose.text().strip():
            self.purpose_row.complain(msg("clearing.purpose_wanted"))
            self.purpose.setFocus()
            return
        else:
            given = PageClearance(self.by.text(), self.purpose.text(), self.audience.text(), no_second=self._is_alone())
        self.accept()
        self.cleared.emit(given)

    def _is_alone(self) -> bool:
        name = self.by.text().strip().casefold()
        return name in ("", self.user.strip().casefold())

    def _say_alone(self) -> None:
        self.alone.setVisible(self._is_alone())

    def _leave_empty(self, ticked: bool) -> None:
        for field in (self.by, self.purpose, self.audience):
            field.setEnabled(not ticked)
        self.purpose_row.complain(None)


def ask_clearance(parent: QWidget, session: Session, to: str, go: Callable[[PageClearance | None], object]) -> None:
    """Go on with what clears a file for these readers: of the public it is asked in a form, which is open then.

    Before, what is sensitive is shown where nobody has looked at it yet.
    """

    def seen() -> None:
        if to == _PUBLIC:
            _open_form(parent, session, go)
        else:
            go(None)

    seen_first(parent, session, to, seen)


def _open_form(parent: QWidget, session: Session, go: Callable[[PageClearance | None], object]) -> None:
    dialog = ClearanceDialog(parent)
    dialog.cleared.connect(go)
    dialog.finished.connect(lambda _code: dialog.deleteLater())
    session.ask(lambda project: str(project.user), dialog.take_user, owner=dialog)
    dialog.open()
    dialog.purpose.setFocus()
