# SPDX-License-Identifier: MIT
"""The status bar: that all work is stored, what the room says, running jobs with Cancel, language, when it locks."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QProgressBar, QVBoxLayout, QWidget

from wording import LANGUAGES, Text, msg
from wording.language_record import language_of_code
from workbench.icons import give_icon
from workbench.jobs import Job
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.widgets.buttons import Button, LinkButton
from workbench.widgets.labels import FactsLabel, Line, MutedLabel

NATIVE_NAMES = {code: language_of_code(code).name for code in LANGUAGES}


class _Dot(QWidget):
    """A small green dot; the words beside it say the same."""

    def sizeHint(self) -> QSize:
        """Eight pixels."""
        return QSize(8, 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours_of(self).good))
        painter.drawEllipse(QRectF(0, self.height() / 2 - 4, 8, 8))
        painter.end()


class StatusBar(QWidget):
    """Rendered from what it is told; `language_chosen` carries its code."""

    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._job: Job | None = None
        self._dot = _Dot()
        self.stored = MutedLabel("")
        self.room = FactsLabel("", kind="muted")
        self.job_text = MutedLabel("")
        self.progress = QProgressBar()
        self.progress.setFixedWidth(90)
        self.progress.setTextVisible(False)
        say(self.progress, name=msg("window.jobs.progress"))
        self.cancel = LinkButton(msg("window.jobs.cancel"), self._cancel)
        self.language = Button("", kind="quiet")
        self.language.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        give_icon(self.language, "chevron-down", colours_of(self), 12, "muted")
        self._menu = QMenu(self.language)
        for code, name in NATIVE_NAMES.items():
            self._menu.addAction(name).triggered.connect(
                lambda _checked=False, chosen=code: self.language_chosen.emit(chosen)
            )
        self.language.setMenu(self._menu)
        self.locks = MutedLabel("")
        self._lay_out()
        self.respeak(language_of())
        self.show_stored(None)
        self.show_jobs([], False)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self.stored)
        row.addSpacing(8)
        row.addWidget(self.room, 1)
        for widget in (self.job_text, self.progress, self.cancel, self.language, self.locks):
            row.addWidget(widget)
        column.addLayout(row)
        self.setMinimumHeight(26)

    def show_stored(self, moment: dt.datetime | None, *, reading: bool = False) -> None:
        """Say when the last change was stored; `reading`: it is not ours. Without a project, that nothing is sent."""
        self._dot.setVisible(moment is not None and not reading)
        if moment is None:
            self.stored.say(msg("window.status.offline"))
            return
        today = moment.date() == dt.datetime.now().date()
        time: dt.datetime | str = f"{moment:%H:%M}" if today else moment
        self.stored.say(msg("window.status.reading" if reading else "window.status.stored", time=time))

    def show_room(self, text: Text) -> None:
        """Show what the room in front says of itself."""
        self.room.say(text)

    def show_jobs(self, jobs: list[Job], busy: bool, *, named: bool = True) -> None:
        """Show the job begun first and how many there are; `busy` tells of a long read or change.

        `named`: its title may be shown, which may hold the name of a file.
        """
        self._job = jobs[0] if jobs else None
        self.cancel.setVisible(self._job is not None)
        self.progress.setVisible(self._job is not None)
        if self._job is None:
            self.job_text.say(msg("window.jobs.working") if busy else msg("window.jobs.none"))
            return
        title: Text = (self._job.text or self._job.title) if named else msg("window.jobs.behind_lock")
        self.job_text.say(title if len(jobs) == 1 else msg("window.jobs.more", title=title, n=len(jobs) - 1))
        fraction = self._job.fraction
        self.progress.setRange(0, 0 if fraction is None else 1000)
        self.progress.setValue(round((fraction or 0) * 1000))
        self.cancel.setEnabled(not self._job.stop_requested())

    def show_lock(self, minutes: int | None) -> None:
        """Say after how many idle minutes the project locks; None while none is open.

        The choice of language stands here for who arrives; with a project open the menu, a key and the search have it.
        """
        self.locks.setVisible(minutes is not None)
        self.language.setVisible(minutes is None)
        if minutes is not None:
            self.locks.say(msg("window.status.locks", n=minutes))

    def respeak(self, language: str) -> None:
        """Name the language in itself."""
        say(self.language, NATIVE_NAMES[language], name=msg("window.status.language", name=NATIVE_NAMES[language]))

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()
            self.cancel.setEnabled(False)
