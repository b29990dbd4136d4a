# SPDX-License-Identifier: MIT
"""A grid of speakers: tick, name, how much and what each says, role, language, case. It reports what is changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QWidget

from coding.turn_languages import KNOWN
from projects.interviews.cases import Case
from projects.stored_interviews.case_tables import ROLES
from wording import Text, msg
from workbench.interviews.page_parts import empty_layout, language_name
from workbench.translation import say
from workbench.widgets import ChoiceField, ElidedLabel, MutedLabel, TextField, set_tab_order
from workbench.widgets.tab_order import focus_stop, focused_stop
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.transcripts.speakers import SpeakerCount, SpeakerLine


def counted(turns: int, words: int) -> Text:
    """How much is said, as "1 turn · 8 words"."""
    return msg("speakers.view.counts", turns=msg("speakers.turns", n=turns), words=msg("speakers.words", n=words))


class SpeakerRows(QWidget):
    """The rows; `renamed` carries the old and the new name."""

    renamed = Signal(str, str)
    role_given = Signal(str, str)
    language_given = Signal(str, str)
    case_given = Signal(str, str)
    case_named = Signal(str, str)  # before an import: the name of a case, known or new

    def __init__(self, keys_before: QWidget) -> None:
        """Rows that Tab reaches from `keys_before`, however often they are made anew."""
        super().__init__()
        self._keys_before = keys_before
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self.boxes: dict[str, TickBox] = {}
        self.names: dict[str, TextField] = {}
        self.roles: dict[str, ChoiceField] = {}
        self.cases: dict[str, TextField] = {}
        self._known: Sequence[str] = ()
        self._given: Mapping[str, str] = {}

    def show_speakers(
        self, speakers: Sequence[SpeakerLine | SpeakerCount], cases: Sequence[Case] | None = None,
        *, known: Sequence[str] = (), given: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        """Show these. Without `cases`, before an import, a case is named: of `known` or new, as in `given`."""
        keys_in = focused_stop(self)
        empty_layout(self._grid)
        self.boxes, self.names, self.roles, self.cases = {}, {}, {}, {}
        self._known, self._given = known, given or {}
        heads: list[Text] = ["", msg("speakers.view.name"), msg("speakers.view.says"), msg("speakers.view.role")]
        heads += [] if cases is None else [msg("speakers.view.language"), msg("speakers.view.case")]
        for place, head in enumerate(heads):
            self._grid.addWidget(MutedLabel(head), 0, place)
        for number, one in enumerate(speakers, start=1):
            self._row(number, one, cases)
        set_tab_order(self, self._keys_before)
        if keys_in is not None:
            QTimer.singleShot(0, self, partial(focus_stop, self, keys_in))  # once the new rows are seen

    def ticked(self) -> list[str]:
        """The speakers ticked, in their order."""
        return [name for name, box in self.boxes.items() if box.isChecked()]

    def _row(self, number: int, one: SpeakerLine | SpeakerCount, cases: Sequence[Case] | None) -> None:
        box, name = TickBox(), TextField(msg("speakers.view.name"), placeholder="")
        say(box, name=msg("speakers.view.tick", name=one.name))
        name.setText(one.name)
        name.setMinimumWidth(96)
        name.editingFinished.connect(partial(self._named, one.name, name))
        roles: list[tuple[str, Text]] = [("", msg("transcripts.role.none"))]
        roles += [(role, msg(f"transcripts.role.{role}")) for role in ROLES]
        role = ChoiceField(msg("speakers.view.role"), roles)
        role.setMinimumContentsLength(9)
        role.choose(one.role)
        role.chosen.connect(lambda chosen: self.role_given.emit(one.name, str(chosen)))
        said = MutedLabel(counted(one.turns, one.words))
        say(name, tip=one.first)
        for place, widget in enumerate((box, name, said, role)):
            self._grid.addWidget(widget, 2 * number, place)
        if cases is None:
            words = ElidedLabel(one.first, kind="muted", running=True)
            words.setContentsMargins(12, 0, 0, 4)
            self._grid.addWidget(words, 2 * number + 1, 1, 1, 2)
            self._grid.addWidget(self._case(one.name), 2 * number + 1, 3)
        self.boxes[one.name], self.names[one.name], self.roles[one.name] = box, name, role
        if cases is not None:
            self._further(number, one, cases)

    def _case(self, speaker: str) -> TextField:
        """The field for a speaker's case, which offers the cases there are."""
        case = TextField(msg("speakers.view.case"), placeholder=msg("speakers.view.case_hint"))
        case.setText(self._given.get(speaker, ""))
        offered = QCompleter(list(self._known), case)
        offered.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        case.setCompleter(offered)
        case.textChanged.connect(lambda text: self.case_named.emit(speaker, str(text).strip()))
        self.cases[speaker] = case
        return case

    def _further(self, number: int, one: SpeakerLine | SpeakerCount, cases: Sequence[Case]) -> None:
        languages: list[tuple[str, Text]] = [("", msg("speakers.view.as_interview"))]
        languages += [(code, language_name(code)) for code in KNOWN]
        language = ChoiceField(msg("speakers.view.language"), languages)
        language.setMinimumContentsLength(9)
        language.choose(getattr(one, "language", ""))
        language.chosen.connect(lambda chosen: self.language_given.emit(one.name, str(chosen)))
        held = set(getattr(one, "cases", ()))
        choices: list[tuple[str, Text]] = [("", "–"), *((case.id, case.name) for case in cases)]
        case = ChoiceField(msg("speakers.view.case"), choices)
        case.setMinimumContentsLength(5)
        case.choose(next((found.id for found in cases if found.name in held), ""))
        case.chosen.connect(lambda chosen: self.case_given.emit(one.name, str(chosen)))
        self._grid.addWidget(language, 2 * number, 4)
        self._grid.addWidget(case, 2 * number, 5)

    def _named(self, before: str, field: TextField) -> None:
        after = field.text().strip()
        if after and after != before:
            self.renamed.emit(before, after)
