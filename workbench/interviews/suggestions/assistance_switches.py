# SPDX-License-Identifier: MIT
"""The switches of assistance at the foot of the review: on or off, when a source stops, what has stopped."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QSlider, QVBoxLayout, QWidget

from projects.assistance.switches import (
    ENOUGH,
    FEWEST_EXPECTED,
    MOST_EXPECTED,
    Switches,
    is_sensitive,
    set_switches,
    stopped_sources,
    switches_of,
)
from wording import msg
from workbench.interviews.state import RoomState
from workbench.translation import say
from workbench.widgets import ChoiceField, Label, MutedLabel
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.assistance.queries import SourceCount
    from projects.store.project import Project
    from workbench.session import Session

_SETTLED_MS = 400  # after the last step of the slider: one change, not seven
_SLIDER = 110  # pixels
_SHARES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


class AssistanceSwitches(QWidget):
    """Shows and turns the switches; the sensitive switch belongs to the code in front."""

    turned = Signal()
    wanted = Signal()  # something is not as usual: they are to be seen

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.switches = Switches()
        self._code = ""
        self.on = TickBox(msg("assist.on"), tip=msg("assist.on_tip"))
        self.on.clicked.connect(lambda on: self._turn(replace(self.switches, on=bool(on))))
        self.interviewers = TickBox(msg("assist.interviewers"), tip=msg("assist.interviewers_tip"))
        self.interviewers.clicked.connect(lambda on: self._turn(replace(self.switches, interviewers=bool(on))))
        self.sensitive = TickBox(msg("assist.sensitive_on"), tip=msg("assist.sensitive_tip"))
        self.sensitive.clicked.connect(self._turn_sensitive)
        self.whose = MutedLabel("", wrap=True)  # the sensitive code in front
        self.whose.hide()
        never: list[tuple[float, Any]] = [(0.0, msg("assist.stop_never"))]
        shares = [(share, msg("assist.percent", n=round(100 * share))) for share in _SHARES[1:]]
        self.least = ChoiceField(msg("assist.stop_below"), [*never, *shares])
        self.least.chosen.connect(lambda share: self._turn(replace(self.switches, least_precision=share)))
        self.expected = QSlider(Qt.Orientation.Horizontal)
        self.expected.setRange(round(10 * FEWEST_EXPECTED), round(10 * MOST_EXPECTED))
        self.expected.setPageStep(1)
        self.expected.setFixedWidth(_SLIDER)
        self.expected_share = Label("")
        say(self.expected, name=msg("assist.expected"))
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._turn_expected)
        self.expected.valueChanged.connect(self._slid)
        self.stopped = MutedLabel("", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.setSpacing(4)
        row = FlowLayout(spacing=10, in_one_line=True)
        for widget in (self.on, self.interviewers, self.whose, self.sensitive):
            row.addWidget(widget)
        for part in (Label(msg("assist.expected")), self.expected, self.expected_share):
            row.addWidget(part)
        row.addWidget(Label(msg("assist.stop_below")))
        row.addWidget(self.least)
        row.addWidget(MutedLabel(msg("assist.stop_after", n=ENOUGH)))
        column.addLayout(row)
        column.addWidget(self.stopped)

    def read(self, code: str = "") -> None:
        """Ask for the switches and what has stopped; `code` is the one in front, "" for all."""
        self._code = code

        def read(project: Project) -> tuple[Switches, list[SourceCount]]:
            return switches_of(project), stopped_sources(project)

        self._session.ask(read, self._show, latest="interviews.switches", owner=self)

    def _show(self, found: tuple[Switches, list[SourceCount]]) -> None:
        self.switches, stopped = found
        self.on.setChecked(self.switches.on)
        self.interviewers.setChecked(self.switches.interviewers)
        self.least.choose(self.switches.least_precision)
        self.expected.blockSignals(True)
        self.expected.setValue(round(10 * self.switches.expected))
        self.expected.blockSignals(False)
        self.expected_share.say(msg("assist.in_ten", n=self.expected.value()))
        book = self._state.codebook
        asked = self.switches.on and self._code in book and is_sensitive(book[self._code])
        self.sensitive.setVisible(asked)
        self.whose.setVisible(asked)
        self.whose.say(book[self._code].name if asked else "")
        self.sensitive.setChecked(self._code in self.switches.sensitive)
        said = [
            msg(
                "assist.stopped", code=self._state.codebook[one.code].name,
                source=msg(f"learned.source.{one.source}"), accepted=one.accepted, n=one.accepted + one.rejected,
            )
            for one in stopped
            if one.code in self._state.codebook
        ]  # fmt: skip
        if asked or said or not self.switches.on:
            self.wanted.emit()
        self.stopped.setVisible(bool(said))
        self.stopped.say(said[0] if len(said) == 1 else msg("assist.stopped_many", n=len(said)) if said else "")

    def _slid(self, tenths: int) -> None:
        self.expected_share.say(msg("assist.in_ten", n=tenths))
        self._settled.start()

    def _turn_expected(self) -> None:
        self._turn(replace(self.switches, expected=self.expected.value() / 10))

    def _turn_sensitive(self, on: bool) -> None:
        codes = self.switches.sensitive
        self._turn(replace(self.switches, sensitive=codes | {self._code} if on else codes - {self._code}))

    def _turn(self, switches: Switches) -> None:
        if switches != self.switches:
            self._session.do(set_switches(switches), lambda _changes: self._done())

    def _done(self) -> None:
        self.read(self._code)
        self.turned.emit()
