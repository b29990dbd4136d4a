# SPDX-License-Identifier: MIT
"""Preview of an import: each interview with its speakers, renamed, merged, given roles and cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coding.turn_languages import KNOWN
from projects.transcripts.speakers import count_speakers
from wording import Text, msg
from workbench.interviews.page_parts import language_name
from workbench.interviews.reading.speakers import SpeakerRows
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    scrolled,
)

if TYPE_CHECKING:
    from projects.intake.file_reading import FileContent
    from projects.interviews.documents import NewDocument
    from projects.transcripts.speakers import SpeakerCount


class ImportPreview(Pane):
    """Shows what was read; `left` comes when it is stored or given up."""

    left = Signal()

    def __init__(self) -> None:
        self.take = PrimaryButton(msg("speakers.view.import"), self._import, icon="import")
        self.header = PaneHeader(
            msg("speakers.view.preview"), self.take, Button(msg("speakers.view.give_up"), self._leave)
        )
        super().__init__(self.header, spacing=0)
        self._read: list[FileContent] = []
        self._store: Callable[[list[FileContent]], object] = lambda _read: None
        self._place = 0
        self.list = EntryList(msg("speakers.view.files"))
        self.list.setMinimumWidth(180)
        self.facts = MutedLabel("")
        languages: list[tuple[str, Text]] = [("", msg("speakers.view.no_language"))]
        languages += [(code, language_name(code)) for code in KNOWN]
        self.language = ChoiceField(msg("speakers.view.language"), languages)
        self.rows = SpeakerRows(self.language)
        self.nobody = MutedLabel(msg("speakers.view.nobody_recognised"), wrap=True)
        self.merge = Button(msg("speakers.view.merge"), self.merge_ticked, icon="users")
        self.everywhere = MutedLabel(msg("speakers.view.preview_note"), wrap=True)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.list, 3)
        row.addWidget(scrolled(self._inside()), 5)
        self.body.addLayout(row, 1)
        self.list.picked.connect(self._show)
        self.language.chosen.connect(lambda language: self._change(language=str(language)))
        self.rows.renamed.connect(lambda before, after: self._rename([before], after))
        self.rows.role_given.connect(self._give_role)
        self.rows.case_named.connect(self._name_case)
        self._cases: list[str] = []

    def _inside(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("kind", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(self.facts, 1)
        head.addWidget(self.language)
        column.addLayout(head)
        column.addWidget(SectionLabel(msg("speakers.view.recognised")))
        column.addWidget(self.nobody)
        column.addWidget(self.rows)
        column.addWidget(self.merge)
        column.addWidget(self.everywhere)
        column.addStretch(1)
        return inside

    def minimumSizeHint(self) -> QSize:
        """It scrolls where there is little room."""
        return QSize(320, 200)

    def show_read(
        self, read: list[FileContent], store: Callable[[list[FileContent]], object], cases: Sequence[str] = ()
    ) -> None:
        """Show what was read; `store` takes it as changed here; `cases`: the names of those there are."""
        self._read, self._store, self._place, self._cases = list(read), store, 0, list(cases)
        self._fill()

    def documents(self) -> list[tuple[int, NewDocument]]:
        """The interviews among what was read, with their places."""
        return [(place, one.document) for place, one in enumerate(self._read) if one.document is not None]

    def _fill(self) -> None:
        entries = []
        for place, document in self.documents():
            n = len(count_speakers(document.parsed.text, document.parsed.turns))
            entries.append(Entry(place, document.name, msg("speakers.view.count", n=n)))
        picked = self._place if any(entry.id == self._place for entry in entries) else entries[0].id
        self.list.set_entries(entries, picked)
        self._show(picked)

    def _show(self, place: object) -> None:
        document = self._read[int(str(place))].document
        if document is None:
            return
        self._place = int(str(place))
        counts = count_speakers(document.parsed.text, document.parsed.turns)
        proposed = _proposed(counts)
        shown = [replace(one, role=document.roles.get(one.name, proposed[one.name])) for one in counts]
        self.rows.show_speakers(shown, known=self._cases, given=document.speaker_cases)
        self.rows.setVisible(bool(counts))
        self.nobody.setVisible(not counts)
        self.merge.setVisible(len(counts) > 1)
        words, turns = len(document.parsed.text.split()), len(document.parsed.turns)
        said = {
            "words": msg("speakers.words", n=words),
            "turns": msg("speakers.turns" if counts else "speakers.paragraphs", n=turns),
        }
        self.facts.say(msg("speakers.view.facts", **said))
        self.language.choose(document.language)

    def _document(self) -> NewDocument:
        document = self._read[self._place].document
        assert document is not None
        return document

    def _change(self, **changed: object) -> None:
        self._read[self._place] = replace(
            self._read[self._place],
            document=replace(self._document(), **changed),  # type: ignore[arg-type]  # fields of the document by name
        )

    def merge_ticked(self) -> None:
        """Let the speakers ticked be one, called as the first of them."""
        names = self.rows.ticked()
        if len(names) > 1:
            self._rename(names, self.rows.names[names[0]].text().strip() or names[0])

    def _rename(self, names: list[str], into: str) -> None:
        document = self._document()
        turns = tuple(replace(turn, speaker=into) if turn.speaker in names else turn for turn in document.parsed.turns)
        roles = {into if name in names else name: role for name, role in document.roles.items()}
        cases = {into if name in names else name: case for name, case in document.speaker_cases.items() if case}
        self._change(parsed=replace(document.parsed, turns=turns), roles=roles, speaker_cases=cases)
        self._fill()

    def _name_case(self, name: str, case: str) -> None:
        self._change(speaker_cases={**self._document().speaker_cases, name: case})

    def _give_role(self, name: str, role: str) -> None:
        self._change(roles={**self._document().roles, name: role})

    def _import(self) -> None:
        for place, document in self.documents():
            counts = count_speakers(document.parsed.text, document.parsed.turns)
            roles = {name: document.roles.get(name, role) for name, role in _proposed(counts).items()}
            self._read[place] = replace(self._read[place], document=replace(document, roles=roles))
        read, self._read = self._read, []
        self.left.emit()
        self._store(read)

    def _leave(self) -> None:
        self._read = []
        self.left.emit()


def _proposed(counts: Sequence[SpeakerCount]) -> dict[str, str]:
    """The roles told by names; beside somebody who interviews, everybody else takes part."""
    interviewed = any(one.role == "interviewer" for one in counts)
    return {one.name: one.role or ("participant" if interviewed else "") for one in counts}
