# SPDX-License-Identifier: MIT
"""Timeline and journey on the case page: events in order with the time as said, proposals dashed with A and R."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from projects.assistance.timeline import case_events, decide_events, find_case_events, keep_events
from projects.worker import TextProcess
from wording import msg, render
from wording.texts import in_quotes
from workbench.interviews.cases.page_rows import CaseSection, QuoteLabel
from workbench.jobs import Job
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.widgets import ElidedLabel, IconButton, LinkButton, MutedLabel, ShownInUse

if TYPE_CHECKING:
    from projects.assistance.timeline import CaseEvent, FoundEvent
    from projects.store.project import Project
    from workbench.session import Session

_BESIDE_FROM = 1000  # pixels in which both stand side by side
_BUTTONS = 124  # pixels of the buttons at the right of a line
_GAP = 6  # pixels between its words and these
_COLUMNS = ("events.from", "events.to", "events.means", "events.with")


class TimelineView(QWidget):
    """Both tables of a case, one below the other where the column is narrow."""

    place_requested = Signal(str, int)  # an interview and a place in it
    notice = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._case = ""
        self.events: list[CaseEvent] = []
        self.timeline = CaseSection(msg("events.timeline_plain"), msg("events.find"), self.look)
        self.journey = CaseSection(msg("events.journey_plain"), msg("events.copy"), self.copy_journey)
        self.accept_all = LinkButton(msg("events.accept_all"), self._accept_all)
        self.closed = MutedLabel(msg("events.closed"), wrap=True)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(36)
        for half in (self.timeline, self.journey):
            half.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            self._halves.addWidget(half, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._halves)
        column.addWidget(self.closed)
        column.addWidget(self.accept_all, 0, Qt.AlignmentFlag.AlignLeft)
        self._show(None)

    def read(self, session: Session, case_id: str) -> None:
        """Show what there is of a case, "" for none."""
        self._session, self._case = session, case_id
        if not case_id:
            self._show(None)
            return

        def ask(project: Project) -> list[CaseEvent] | None:
            return case_events(project, case_id) if project.link_open else None

        session.ask(ask, self._show, latest="interviews.events", owner=self)

    def look(self) -> None:
        """Look in the interviews of the case; what is found is proposed."""
        session, case = self._session, self._case
        if session is None or not case:
            return

        def work(progress: Job) -> list[FoundEvent]:
            with TextProcess() as process:
                return find_case_events(session.fetch, process, case, progress)

        def keep(found: list[FoundEvent]) -> None:
            session.do(keep_events(case, found), lambda _changes: self.read(session, self._case))

        session.job(msg("events.job"), work, keep, owner=self)

    def decide(self, ids: list[str], verdict: str) -> None:
        """Accept or reject some, as one action."""
        session = self._session
        if session is not None and ids:
            action = lambda project: decide_events(ids, verdict, coder=project.user)  # noqa: E731 - handed on at once
            session.do(action, lambda _changes: self.read(session, self._case))

    def copy_journey(self) -> None:
        """Put the journey on the clipboard as a table, names of people left out."""
        language = language_of(self)
        rows = ["\t".join(render(msg(key), language) for key in _COLUMNS)]
        for one in self.events:
            if one.event.is_leg:
                leg = one.event
                parts = (leg.origin, leg.destination, leg.means, leg.company)
                rows.append("\t".join(one.masked(part, language) for part in parts))
        QGuiApplication.clipboard().setText("\n".join(rows))
        self.notice.emit(msg("events.copied"))

    def resizeEvent(self, event: object) -> None:
        """One below the other where there is no room for both."""
        super().resizeEvent(event)  # type: ignore[arg-type] # Qt's own event
        beside = self.width() >= _BESIDE_FROM
        self._halves.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _accept_all(self) -> None:
        self.decide([one.id for one in self.events if not one.accepted], "accepted")

    def _show(self, events: list[CaseEvent] | None) -> None:
        is_open = events is not None
        self.events = events or []
        self.closed.setVisible(not is_open and bool(self._case))
        for half in (self.timeline, self.journey):
            half.setVisible(is_open)
            half.clear()
        happened = [one for one in self.events if not one.event.is_leg]
        legs = [one for one in self.events if one.event.is_leg]
        waiting = sum(not one.accepted for one in happened), sum(not one.accepted for one in legs)
        self.timeline.title.say(msg("events.timeline", n=waiting[0]) if waiting[0] else msg("events.timeline_plain"))
        self.journey.title.say(msg("events.journey", n=waiting[1]) if waiting[1] else msg("events.journey_plain"))
        self.accept_all.setVisible(bool(sum(waiting)))
        if self.journey.link is not None:
            self.journey.link.setVisible(bool(legs))
        for half, lines, empty in ((self.timeline, happened, "events.none"), (self.journey, legs, "events.no_leg")):
            if not lines:
                half.say_empty(msg(empty))
        if legs:
            self.journey.add(_JourneyCells([msg(key) for key in _COLUMNS]))
        for one in happened:
            self.timeline.add(self._line(one, _Said(one)))
        for one in legs:
            leg = one.event
            self.journey.add(self._line(one, _JourneyCells([leg.origin, leg.destination, leg.means, leg.company])))

    def _line(self, one: CaseEvent, words: QWidget) -> EventLine:
        line = EventLine(one, words)
        line.decided.connect(lambda verdict: self.decide([one.id], verdict))
        line.opened.connect(lambda: self.place_requested.emit(one.document, one.start))
        return line


class EventLine(QWidget):
    """The mark of its state and its words, and in use the answers to a proposal; A, R and Enter work on it."""

    decided = Signal(str)
    opened = Signal()

    def __init__(self, one: CaseEvent, words: QWidget) -> None:
        super().__init__()
        self.event_id, self.accepted = one.id, one.accepted
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        state = render(msg("events.accepted_one" if one.accepted else "events.proposed_one"), language_of())
        say(self, name=f"{one.event.said} {one.quote} ({state})", tip=one.quote)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 3, 0, 3)
        row.setSpacing(_GAP)
        row.addWidget(words, 1)
        buttons = QWidget()
        buttons.setFixedWidth(_BUTTONS)
        held = QHBoxLayout(buttons)
        held.setContentsMargins(0, 0, 0, 0)
        held.setSpacing(6)
        held.addWidget(IconButton("file-text", one.document_name, self.opened.emit, framed=False))
        if not one.accepted:
            accept, reject = msg("events.accept"), msg("events.reject")
            held.addWidget(IconButton("check", accept, partial(self.decided.emit, "accepted"), framed=False))
            held.addWidget(IconButton("x", reject, partial(self.decided.emit, "rejected"), framed=False))
        held.addStretch(1)
        row.addWidget(buttons)
        ShownInUse(self, buttons)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A accepts, R rejects, Enter shows the place."""
        if event.key() == Qt.Key.Key_A and not self.accepted:
            self.decided.emit("accepted")
        elif event.key() == Qt.Key.Key_R:
            self.decided.emit("rejected")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A full dot for what was accepted, a dashed ring for a proposal; a line round the row with the keys."""
        super().paintEvent(event)
        colours = colours_of(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() // 2
        painter.setPen(
            QPen(QColor(colours.accent), 1.4, Qt.PenStyle.SolidLine if self.accepted else Qt.PenStyle.DotLine)
        )
        if self.accepted:
            painter.setBrush(painter.pen().color())
        painter.drawEllipse(3, middle - 5, 10, 10)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class _Said(QWidget):
    """The time as said, in quotes, and the words."""

    def __init__(self, one: CaseEvent) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(_narrow(ElidedLabel(in_quotes(one.event.said, one.language), kind="muted")), 5)
        row.addWidget(_narrow(QuoteLabel(" ".join(one.quote.split()))), 9)


class _JourneyCells(QWidget):
    """Four cells of the journey; headings are Messages."""

    def __init__(self, cells: list[object]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        headings = not all(isinstance(cell, str) for cell in cells)
        row.setContentsMargins(20 if headings else 0, 0, _BUTTONS + _GAP if headings else 0, 0)
        row.setSpacing(8)
        for cell in cells:
            # a cell without a text is “–”: mypy cannot tell
            row.addWidget(_narrow(ElidedLabel(cell or "–", kind="muted" if headings else "")), 1)  # type: ignore[arg-type]


def _narrow(label: QWidget) -> QWidget:
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
