# SPDX-License-Identifier: MIT
"""The panel for a new project: name, place, who works, passphrase twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from wording import Message, msg, render
from workbench.file_dialogs import ask_folder
from workbench.shell.form_page import FormPage
from workbench.starter_codebooks import STARTERS
from workbench.translation import explain, language_of, say
from workbench.widgets.buttons import Button, LinkButton, PrimaryButton
from workbench.widgets.fields import LEAST_SCORE, FormRow, PassphraseField, StrengthBar, TextField
from workbench.widgets.tick_box import TickBox

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_DEVICES = re.compile("con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]", re.IGNORECASE)  # Windows: with any suffix, too


@dataclass(frozen=True)
class NewProject:
    """What was filled in."""

    name: str
    folder: Path
    user: str
    passphrase: str
    codebooks: tuple[str, ...] = ()  # names of starter codebooks


def project_folder(place: str, name: str) -> Path:
    """The folder of a project called `name` in `place`."""
    clean = " ".join(_NOT_IN_FILE_NAMES.sub(" ", name).split()).strip(" .") or "project"
    if _DEVICES.fullmatch(clean.partition(".")[0].strip()):
        clean = f"project {clean}"
    return Path(place).expanduser() / f"{clean}.pwb"


class NewProjectPage(FormPage):
    """The form; `wanted` carries a NewProject once everything holds."""

    wanted = Signal(object)

    def __init__(self, user: str = "") -> None:
        super().__init__(msg("window.new.title"), msg("window.new.sentence"))
        self.name = TextField(msg("window.new.name"), placeholder=msg("window.new.name_example"))
        self.place = TextField(msg("window.new.place"), placeholder="")
        self.user = TextField(msg("window.new.user"), placeholder=msg("window.new.user_example"))
        self.first = PassphraseField(msg("window.new.passphrase"), placeholder="")
        self.second = PassphraseField(msg("window.new.again"), placeholder="")
        self.strength = StrengthBar()
        self.user.setText(user)
        self.rows = {
            "name": FormRow(msg("window.new.name"), self.name),
            "place": FormRow(msg("window.new.place"), self._place_row()),
            "user": FormRow(msg("window.new.user"), self.user),
            "first": FormRow(msg("window.new.passphrase"), self.first),
            "second": FormRow(msg("window.new.again"), self.second),
        }
        self.create_button = PrimaryButton(msg("window.new.create"), self._create, icon="check")
        self.add(self.rows["name"], self.rows["place"], self.rows["user"], self.rows["first"], self.strength)
        self.add(self.rows["second"])
        self.starters = {name: TickBox() for name in STARTERS}
        self.starter_line = LinkButton(msg("starter.offer"), self._fold_starters)
        self._starters = QWidget()
        self._starters.setLayout(self._starter_boxes())
        self._starters.hide()
        self.add(self.starter_line, self._starters)
        self.add_buttons(self.create_button, Button(msg("window.cancel"), self.left.emit))
        self._pause = QTimer(self, singleShot=True, interval=150)
        self._pause.timeout.connect(self._rate_passphrase)
        self.first.textEdited.connect(lambda _text: self._pause.start())
        for row, field in (("name", self.name), ("first", self.first), ("second", self.second)):
            field.textEdited.connect(lambda _text, which=row: self.rows[which].complain(None))
            field.returnPressed.connect(self._go_on)

    def _starter_boxes(self) -> QGridLayout:
        """The starter codebooks in two columns, none ticked."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        for place, (name, box) in enumerate(self.starters.items()):
            explain(box, msg("starter.offer"))
            say(box, msg(f"starter.{name}"))
            grid.addWidget(box, place // 2, place % 2)
        return grid

    def _fold_starters(self) -> None:
        self._starters.setVisible(self._starters.isHidden())

    def _place_row(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place, 1)
        whole.setFocusProxy(self.place)
        row.addWidget(Button(msg("window.new.choose"), self._choose))
        return whole

    def begin(self, place: Path) -> None:
        """Start anew, with `place` proposed."""
        self.name.clear()
        self.place.setText(str(place))
        for field in (self.first, self.second):
            field.hide_again()
        for row in self.rows.values():
            row.complain(None)
        self.strength.weigh("")
        for box in self.starters.values():
            box.setChecked(False)
        self._starters.hide()
        self.wait(False)
        self.name.setFocus()

    def wait(self, waiting: bool) -> None:
        """Show that the project is being made."""
        self.create_button.setEnabled(not waiting)
        self.create_button.say(msg("window.new.creating" if waiting else "window.new.create"))

    def refuse(self, message: Message) -> None:
        """Say why it was not made."""
        self.wait(False)
        self.rows["place"].complain(message)

    def _choose(self) -> None:
        title = render(msg("window.new.choose_title"), language_of())
        chosen = ask_folder(self, "projects", title, self.place.text())
        if chosen is not None:
            self.place.setText(str(chosen))

    def _rate_passphrase(self) -> None:
        self.strength.weigh(self.first.text(), (self.name.text(), self.user.text()))

    def _complaints(self) -> dict[str, Message]:
        found = {}
        folder = project_folder(self.place.text(), self.name.text())
        if not self.name.text().strip():
            found["name"] = msg("window.new.name_missing")
        if not self.place.text().strip() or not folder.parent.is_dir():
            found["place"] = msg("window.new.place_missing")
        elif folder.exists():
            found["name"] = msg("window.new.taken", name=folder.name)
        if self.strength.score < LEAST_SCORE:
            found["first"] = msg("window.new.weak")
        if self.first.text() != self.second.text():
            found["second"] = msg("window.new.differ")
        return found

    def _go_on(self) -> None:
        """Enter goes to the next field that must be filled in; from the last one it makes the project."""
        fields = [self.name, self.first, self.second]
        at = next((place for place, field in enumerate(fields) if field.hasFocus()), len(fields))
        empty = next((field for field in fields[at + 1 :] if not field.text()), None)
        if empty is not None:
            empty.setFocus()
        else:
            self._create()

    def _create(self) -> None:
        self._rate_passphrase()
        complaints = self._complaints()
        for name, row in self.rows.items():
            row.complain(complaints.get(name))
        if complaints:
            self.rows[next(name for name in self.rows if name in complaints)].field.setFocus()
            return
        self.wait(True)
        folder = project_folder(self.place.text(), self.name.text())
        chosen = tuple(name for name, box in self.starters.items() if box.isChecked())
        user = self.user.text().strip()
        self.wanted.emit(NewProject(self.name.text().strip(), folder, user, self.first.text(), chosen))
