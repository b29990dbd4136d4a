# SPDX-License-Identifier: MIT
"""The speakers and languages of the open interview: the grid above, its turns with their languages below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coding.turn_languages import KNOWN
from projects.interviews import cases as case_actions
from projects.interviews.cases import Case, CaseMember
from projects.interviews.queries import load_documents
from projects.store.actions import Action
from wording import Problem, Text, msg
from workbench.interviews.page_parts import language_name
from workbench.interviews.speakers.speaker_rows import SpeakerRows
from workbench.interviews.state import RoomState
from workbench.translation import say
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    MutedLabel,
    Pane,
    PaneHeader,
    SectionLabel,
    scrolled,
)
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project
    from projects.transcripts.speakers import SpeakerLine
    from workbench.jobs import Job
    from workbench.session import Session

_WORDS = 70  # characters of a turn shown, to a whole word


class SpeakersPane(Pane):
    """Renames, merges, gives roles, links to cases; proposes languages and corrects them."""

    left = Signal()

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.merge = Button(msg("speakers.view.merge"), self.merge_ticked, icon="users")
        self.header = PaneHeader("", self.merge, back)
        super().__init__(self.header, spacing=0)
        self._state, self._session = state, session
        self.rows = SpeakerRows(back)
        self.everywhere = TickBox()
        say(self.everywhere, msg("speakers.view.everywhere"))
        self.nothing = MutedLabel(msg("speakers.view.none"), wrap=True)
        self.turns_title = SectionLabel(msg("speakers.view.turns"))
        self.propose = Button(msg("speakers.view.propose"), self.propose_languages, icon="globe")
        languages: list[tuple[str, Text]] = [("", msg("speakers.view.no_language"))]
        languages += [(code, language_name(code)) for code in KNOWN]
        self.spoken = {code: TickBox(language_name(code)) for code in KNOWN}
        self._storing = 0  # ticks that are not stored yet: what was read before them is not shown
        for code, box in self.spoken.items():
            box.clicked.connect(lambda spoken, wanted=code: self._set_spoken(wanted, spoken))
        self.language = ChoiceField(msg("speakers.view.turn_language"), languages)
        self.language.setMinimumContentsLength(8)
        self.turns = EntryList(msg("speakers.view.turns"))
        self.turns.setMinimumHeight(180)
        self.body.addWidget(scrolled(self._inside()), 1)
        self.rows.renamed.connect(self._rename)
        self.rows.role_given.connect(lambda name, role: self._set(name, role=role))
        self.rows.language_given.connect(lambda name, language: self._set(name, language=language))
        self.rows.case_given.connect(self._link)
        self.language.chosen.connect(self._correct)
        self.turns.picked.connect(self._picked)
        state.opened.connect(self._read_when_seen)
        state.touched.connect(lambda _changes: self._read_when_seen())

    def _inside(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("kind", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        for part in (self.nothing, self.rows, self.everywhere):
            column.addWidget(part)
        row = QHBoxLayout()
        row.addWidget(self.turns_title, 1)
        self.language_title = MutedLabel(msg("speakers.view.turn_language"))
        row.addWidget(self.language_title)
        row.addWidget(self.language)
        column.addLayout(row)
        column.addWidget(MutedLabel(msg("speakers.view.spoken"), wrap=True))
        line = FlowLayout(spacing=12)
        for widget in (*self.spoken.values(), self.propose):
            line.addWidget(widget)
        column.addLayout(line)
        column.addWidget(self.turns, 1)
        return inside

    def minimumSizeHint(self) -> QSize:
        """It scrolls where there is little room."""
        return QSize(320, 200)

    def read(self) -> None:
        """Ask for the speakers of the open interview."""
        wanted = self._state.document_id()
        if wanted is None:
            self._take(([], []))
            return

        def read(project: Project) -> tuple[list[SpeakerLine], list[Case]]:
            from projects.transcripts.speakers import speakers_of  # with the first look at speakers

            return speakers_of(project, wanted), case_actions.cases(project)

        self._session.ask(_spoken, self._show_spoken, latest="interviews.spoken", owner=self)
        self._session.ask(read, self._take, latest="interviews.speakers", owner=self)

    def _read_when_seen(self) -> None:
        if self.isVisible():
            self.read()

    def _take(self, found: tuple[Sequence[SpeakerLine], list[Case]]) -> None:
        speakers, cases = found
        line = self._state.line()
        self.header.title.say(msg("speakers.view.title", document=line.name if line is not None else ""))
        self.rows.show_speakers(speakers, cases)
        for part in (self.rows, self.everywhere, self.merge):
            part.setVisible(bool(speakers))
        self.nothing.setVisible(not speakers)
        self._show_turns()

    def _show_turns(self) -> None:
        spoken = self._state.loaded is None or self._state.loaded.document.has_turns
        self.turns_title.say(msg("speakers.view.turns" if spoken else "speakers.view.paragraphs"))
        self.language_title.say(msg("speakers.view.turn_language" if spoken else "speakers.view.paragraph_language"))
        loaded, entries = self._state.loaded, []
        for number, turn in enumerate(loaded.document.turns if loaded else (), start=1):
            words = _beginning(loaded.document.text[turn.start : turn.end]) if loaded else ""
            said = msg("speakers.view.turn", number=number, speaker=turn.speaker or "–", words=words)
            note: Text = language_name(turn.language) if turn.language else msg("speakers.view.no_language")
            entries.append(Entry(number - 1, said, note, hit=(0, 1)))  # where there is little room its beginning
        self.turns.set_entries(entries)

    # What the user does

    def _do(self, action: Action, done: Callable[[Changes], object] | None = None) -> None:
        self._session.do(action, done)

    def _ids(self) -> list[str]:
        if self.everywhere.isChecked():
            return [str(line.id) for line in self._state.documents]
        wanted = self._state.document_id()
        return [] if wanted is None else [wanted]

    def _rename(self, before: str, after: str) -> None:
        from projects.transcripts.speakers import rename_speaker  # as above

        self._do(rename_speaker(self._ids(), before, after))

    def merge_ticked(self) -> None:
        """Let the speakers ticked be one, called as the first of them."""
        from projects.transcripts.speakers import merge_speakers  # as above

        names = self.rows.ticked()
        if len(names) < 2:
            self._session.notice.emit(msg("speakers.view.tick_two"))
            return
        self._do(merge_speakers(self._ids(), names, self.rows.names[names[0]].text()))

    def _set(self, name: str, *, role: str | None = None, language: str | None = None) -> None:
        from projects.transcripts.speakers import set_speaker  # as above

        wanted = self._state.document_id()
        if wanted is not None:
            self._do(set_speaker(wanted, name, role=role, language=language))

    def _link(self, name: str, case: str) -> None:
        wanted = self._state.document_id()
        if wanted is not None and case:
            self._do(case_actions.join_case(case, [CaseMember(wanted, name)]))

    def _show_spoken(self, spoken: tuple[str, ...]) -> None:
        if self._storing:  # a tick of somebody quick would go back, and the next act on what it showed
            return
        for code, box in self.spoken.items():
            box.setChecked(code in spoken)

    def _set_spoken(self, code: str, spoken: bool) -> None:
        """Store the tick of one language; the last one cannot be unticked."""
        from projects.transcripts.languages import set_language_spoken  # as above

        if not any(box.isChecked() for box in self.spoken.values()):
            self._session.notice.emit(msg("speakers.view.one_language"))
            self.spoken[code].setChecked(True)
            return
        self._storing += 1
        self._session.do(set_language_spoken(code, spoken), self._stored, self._not_stored)

    def _stored(self, _changes: Changes) -> None:
        self._storing -= 1
        self.read()

    def _not_stored(self, problem: Problem) -> None:
        self._session.problem.emit(problem.message)
        self._storing -= 1
        self.read()

    def propose_languages(self) -> None:
        """Propose the language of every interview and turn that has none, in the background."""
        session = self._session

        def work(progress: Job) -> list[object]:
            from projects.transcripts.languages import project_languages, propose  # 1 s of processor for the model

            loaded = session.fetch(lambda project: list(load_documents(project)))
            return list(propose(loaded, session.fetch(project_languages), len(loaded), progress))

        session.job(msg("speakers.view.recognising"), work, self._store_languages, owner=self)

    def _store_languages(self, found: list[object]) -> None:
        from projects.transcripts.languages import Proposed, store_proposed  # as above

        self._do(store_proposed([one for one in found if isinstance(one, Proposed)]))

    def _picked(self, place: object) -> None:
        loaded = self._state.loaded
        if loaded is not None and isinstance(place, int):
            self.language.choose(loaded.document.turns[place].language)

    def _correct(self, language: object) -> None:
        from projects.transcripts.languages import set_turn_language  # as above

        wanted, place = self._state.document_id(), self.turns.picked_id()
        if wanted is not None and isinstance(place, int):
            self._do(set_turn_language(wanted, [place], str(language)))


def _beginning(turn: str) -> str:
    """The first words of a turn, with "…" where it goes on."""
    words = " ".join(turn.split())
    whole = words[: _WORDS + 1].rpartition(" ")[0] or words[:_WORDS]
    return words if len(words) <= _WORDS else f"{whole.rstrip(' .,;:')}…"


def _spoken(project: Project) -> tuple[str, ...]:
    from projects.transcripts.languages import project_languages  # with the first look at speakers

    return project_languages(project)
