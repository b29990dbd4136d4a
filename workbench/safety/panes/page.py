# SPDX-License-Identifier: MIT
"""A page of the room and the panel that takes its place where something is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from projects.store.actions import Changes
from wording import Problem, Text, msg
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.widgets import HeadingLabel, Label, MutedLabel, SectionLabel
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from projects.store.project import Project

_WIDTH = 820


class Panel(QFrame):
    """A question asked in the page: heading, short sentences, fields, buttons. Esc emits `left`."""

    left = Signal()

    def __init__(self, heading: Text, *sentences: Text) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.form = QVBoxLayout(self)
        self.form.setContentsMargins(24, 20, 24, 20)
        self.form.setSpacing(12)
        self.form.addWidget(HeadingLabel(heading, wrap=True))
        for sentence in sentences:
            self.form.addWidget(Label(sentence, wrap=True))
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.problem.hide()

    def add(self, *widgets: QWidget) -> None:
        """Add rows."""
        for widget in widgets:
            self.form.addWidget(widget)

    def add_buttons(self, *buttons: QWidget) -> None:
        """Add the last row, the leading button first, and room for a problem above it."""
        self.form.addWidget(self.problem)
        self.form.addWidget(row_of(*buttons))

    def complain(self, problem: Problem | Text | None) -> None:
        """Say what is wrong; None clears it."""
        text = problem.message if isinstance(problem, Problem) else problem or ""
        self.problem.say(text)
        self.problem.setVisible(bool(text))

    def begin(self) -> None:
        """The panel is on screen: put the focus where one types first."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)


class SafetyPage(QScrollArea):
    """One column of sentences, lists and buttons; `open` lays a panel in its place until `close_panel`."""

    def __init__(self, state: SafetyState, session: Session, heading: Text, sentence: Text) -> None:
        super().__init__()
        self.state, self.session = state, session
        self.panel: Panel | None = None
        self._before: QWidget | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        ground, self.main = QWidget(), QWidget()
        ground.setProperty("kind", "background")
        self.setWidget(ground)
        column = QWidget()
        column.setMaximumWidth(_WIDTH)
        across = QHBoxLayout(ground)
        across.setContentsMargins(28, 20, 28, 20)
        across.addWidget(column, 1000)
        across.addStretch(1)
        self._column = QVBoxLayout(column)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.main)
        self._column.addStretch(1)
        self.body = QVBoxLayout(self.main)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(12)
        self.body.addWidget(HeadingLabel(heading, wrap=True))
        self.body.addWidget(MutedLabel(sentence, wrap=True))

    def read(self) -> None:
        """Read what is shown, anew."""

    def asking(self) -> str:
        """Which question is under way, to be asked again after a lock; "" for none."""
        return ""

    def ask_again(self, question: str) -> None:
        """Ask that question again."""

    def open(self, panel: Panel) -> None:
        """Show `panel` in place of the page."""
        self.close_panel()
        focus = self.window().focusWidget()
        self._before = focus if focus is not None and self.main.isAncestorOf(focus) else None
        self.panel = panel
        self.main.hide()
        self._column.insertWidget(0, panel)
        panel.left.connect(self.close_panel)
        panel.begin()

    def close_panel(self) -> None:
        """Show the page again, with the keys where they were before it."""
        self.main.show()
        if self.panel is not None:
            panel, self.panel = self.panel, None
            focus = self.window().focusWidget()
            if focus is not None and panel.isAncestorOf(focus):
                self._take_keys()  # before the panel hides: Qt would hand them to whatever comes next in the window
            panel.hide()
            self._column.removeWidget(panel)
            panel.deleteLater()

    def _take_keys(self) -> None:
        """Focus what had it before the panel came; else the first thing of the page that can have it."""
        wanted = [self._before] if self._before is not None else []
        able = [one for one in (*wanted, *self.main.findChildren(QWidget)) if _takes_keys(one)]
        self._before = None
        if able:
            able[0].setFocus(Qt.FocusReason.OtherFocusReason)


def _takes_keys(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


class Points(QWidget):
    """A heading and sentences below each other; hidden while there are none."""

    def __init__(self, heading: Text) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(SectionLabel(heading, wrap=True))
        self.said: list[Text] = []
        self.hide()

    def show_points(self, texts: Iterable[Text]) -> None:
        """Say these."""
        while self._column.count() > 1:
            taken = self._column.takeAt(1)
            gone = taken.widget() if taken is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.said = list(texts)
        for text in self.said:
            self._column.addWidget(Label(msg("safety.point", text=text), wrap=True))
        self.setVisible(bool(self.said))


def row_of(*widgets: QWidget) -> QWidget:
    """Buttons beside each other, from the left; in a narrow window they go on below."""
    whole = QWidget()
    row = FlowLayout(whole, spacing=10, in_one_line=True)
    for widget in widgets:
        row.addWidget(widget)
    return whole


def logged(work: Callable[[Project], object]) -> Callable[[Project], Changes]:
    """Run `work`, which logs by itself, and hand on the newest line of history, so that every room hears of it."""

    def run(project: Project) -> Changes:
        result = work(project)
        line = project.history(1)[0]
        return Changes(line.seq, line.message, {}, result)

    return run
