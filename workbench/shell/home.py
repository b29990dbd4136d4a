# SPDX-License-Identifier: MIT
"""Home: new project, open, the sample study, recent projects where wanted, and one sentence of promise."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wording import msg
from workbench.commands import Command
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.buttons import CommandButton, LinkButton
from workbench.widgets.labels import Label, LeadLabel, MutedLabel, SectionLabel, StrongLabel, TitleLabel
from workbench.widgets.lists import Entry, EntryList

COMMANDS_OF_HOME = ("project.start.new", "project.start.open", "project.set.forget", "help.tutorial")
COMMANDS_OF_SAMPLE = ("project.start.sample", "project.start.sample_sheet")
_STEPS = (
    ("collect", "table-2"),
    ("interviews", "messages-square"),
    ("code", "tags"),
    ("analyse", "chart-column"),
    ("report", "file-text"),
)
_FOLD = 1000
_PROTECTION = (("encrypted", "key-round"), ("locks", "lock"), ("offline", "shield-check"))


class HomePage(QScrollArea):
    """The first page; `recent_chosen` carries the folder of a recent project."""

    recent_chosen = Signal(object)

    def __init__(
        self,
        new: Command,
        opening: Command,
        forget: Command,
        tutorial: Command,
        sample: Command | None,
        sheet: Command | None,
    ) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.new = CommandButton(new, text=msg("window.home.new"), primary=True)
        self.new.setProperty("large", "true")
        self.open = CommandButton(opening, text=msg("window.home.open"), kind="large")
        self.sample = CommandButton(sample, text=msg("window.home.sample"), kind="large") if sample else None
        self.sheet = LinkButton(msg("window.home.sample_sheet"), sheet.run) if sheet else None
        self.tutorial = LinkButton(msg("window.command.help.tutorial"), tutorial.run)
        self.recent = EntryList(msg("window.home.recent"))
        self.recent.setProperty("kind", "plain")
        self.recent.opened.connect(self.recent_chosen)
        self.recent.clicked.connect(lambda _index: self.recent_chosen.emit(self.recent.picked_id()))
        self._recent_part = QWidget()
        self._forget = LinkButton(msg("window.home.forget"), forget.run)
        self._pictures: list[tuple[Label, str]] = []
        self._lay_out()

    def _lay_out(self) -> None:
        ground = QWidget()
        self.setWidget(ground)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, ground)
        row.setContentsMargins(46, 36, 46, 24)
        row.setSpacing(40)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(TitleLabel(msg("window.name")))
        left.addWidget(LeadLabel(msg("window.home.promise"), wrap=True))
        left.addSpacing(14)
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        for button in (self.new, self.open, self.sample):
            if button is not None:
                buttons.addWidget(button)
        buttons.addStretch(1)
        left.addLayout(buttons)
        for link in (self.sheet, self.tutorial):
            if link is not None:
                left.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        left.addSpacing(24)
        self._lay_out_recent()
        left.addWidget(self._recent_part)
        left.addStretch(1)
        row.addLayout(left, 3)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addSpacing(8)
        right.addWidget(SectionLabel(msg("window.home.steps")))
        right.addWidget(self._card("step", _STEPS))
        right.addSpacing(10)
        right.addWidget(SectionLabel(msg("window.home.protection")))
        right.addWidget(self._card("protection", _PROTECTION))
        right.addStretch(1)
        row.addLayout(right, 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One under the other where there is no room beside."""
        super().resizeEvent(event)
        beside = self.viewport().width() >= _FOLD
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._whole.setDirection(way)
        margin = 46 if beside else 28
        self._whole.setContentsMargins(margin, 36 if beside else 20, margin, 24)
        self._whole.setSpacing(40 if beside else 16)

    def _lay_out_recent(self) -> None:
        column = QVBoxLayout(self._recent_part)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(SectionLabel(msg("window.home.recent")))
        column.addWidget(self.recent)
        below = QHBoxLayout()
        below.addWidget(MutedLabel(msg("window.home.recent_note"), wrap=True), 1)
        below.addWidget(self._forget)
        column.addLayout(below)

    def _card(self, group: str, lines: Sequence[tuple[str, str]]) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        for name, icon in lines:
            row = QHBoxLayout()
            row.setSpacing(12)
            picture = Label("")
            self._pictures.append((picture, icon))
            row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
            words = QVBoxLayout()
            words.setSpacing(1)
            words.addWidget(StrongLabel(msg(f"window.home.{group}.{name}")))
            words.addWidget(MutedLabel(msg(f"window.home.{group}.{name}.more"), wrap=True))
            row.addLayout(words, 1)
            column.addLayout(row)
        return card

    def show_recent(self, folders: Sequence[str]) -> None:
        """List these project folders; hidden where there are none."""
        paths = [Path(folder) for folder in folders]
        self.recent.set_entries(
            [Entry(path, path.stem, str(path.parent), icon="folder-open", strong=True) for path in paths]
        )
        self._recent_part.setVisible(bool(paths))
        self.recent.setFixedHeight(len(paths) * self.recent.sizeHintForRow(0) + 4 if paths else 0)

    def retheme(self) -> None:
        """Draw the pictures in the colours of the look."""
        for label, icon in self._pictures:
            label.setPixmap(pixmap(icon, colours_of(self).accent, 18))
