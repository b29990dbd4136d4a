# SPDX-License-Identifier: MIT
"""The speakers and languages of the open interview, its turns below; the roles proposed for all interviews at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coding.turn_languages import KNOWN
from projects.interviews import cases as case_actions
from projects.interviews.cases import Case, CaseMember
from projects.interviews.queries import load_documents
from projects.store.actions import Action
from projects.stored_interviews.case_tables import ROLES
from projects.transcripts.speakers import (
    Proposed,
    keep_roles,
    merge_speakers,
    project_languages,
    propose,
    propose_roles,
    rename_speaker,
    set_language_spoken,
    set_speaker,
    set_turn_language,
    speakers_of,
    store_proposed,
    with_roles,
)
from wording import Problem, Text, msg
from workbench.interviews.page_parts import empty_layout, language_name
from workbench.interviews.state import RoomState
from workbench.translation import say
from workbench.widgets import (
    Button,
    ChoiceField,
    ElidedLabel,
    Entry,
    EntryList,
    FormRow,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    TextField,
    scrolled,
    set_tab_order,
)
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.tab_order import focus_stop, focused_stop
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project
    from projects.transcripts.speakers import ProposedRole, SpeakerCount, SpeakerLine
    from workbench.jobs import Job
    from workbench.session import Session


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
        self._do(rename_speaker(self._ids(), before, after))

    def merge_ticked(self) -> None:
        """Let the speakers ticked be one, called as the first of them."""
        names = self.rows.ticked()
        if len(names) < 2:
            self._session.notice.emit(msg("speakers.view.tick_two"))
            return
        self._do(merge_speakers(self._ids(), names, self.rows.names[names[0]].text()))

    def _set(self, name: str, *, role: str | None = None, language: str | None = None) -> None:
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
            loaded = session.fetch(lambda project: list(load_documents(project)))
            return list(propose(loaded, session.fetch(project_languages), len(loaded), progress))

        session.job(msg("speakers.view.recognising"), work, self._store_languages, owner=self)

    def _store_languages(self, found: list[object]) -> None:
        self._do(store_proposed([one for one in found if isinstance(one, Proposed)]))

    def _picked(self, place: object) -> None:
        loaded = self._state.loaded
        if loaded is not None and isinstance(place, int):
            self.language.choose(loaded.document.turns[place].language)

    def _correct(self, language: object) -> None:
        wanted, place = self._state.document_id(), self.turns.picked_id()
        if wanted is not None and isinstance(place, int):
            self._do(set_turn_language(wanted, [place], str(language)))


def _beginning(turn: str) -> str:
    """The first words of a turn, with "…" where it goes on."""
    words = " ".join(turn.split())
    whole = words[: _WORDS + 1].rpartition(" ")[0] or words[:_WORDS]
    return words if len(words) <= _WORDS else f"{whole.rstrip(' .,;:')}…"


def _spoken(project: Project) -> tuple[str, ...]:
    return project_languages(project)


class RolesPane(Pane):
    """The speakers without a role, interview by interview; a wrong proposal is changed before all are kept."""

    left = Signal()
    wanted = Signal()  # roles are proposed after an import

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.keep = PrimaryButton(msg("roles.view.keep"), self.keep_all, icon="check")
        super().__init__(PaneHeader(msg("roles.view.title"), self.keep, back), margins=(16, 12, 16, 12))
        self._state, self._session = state, session
        self.note = MutedLabel("", wrap=True)
        self.speakers = EntryList(msg("roles.view.title"))
        roles: list[tuple[str, Text]] = [(role, msg(f"transcripts.role.{role}")) for role in ROLES]
        self.role = ChoiceField(msg("speakers.view.role"), [*roles, ("", msg("transcripts.role.none"))])
        self.role.chosen.connect(self._change)
        self.speakers.picked.connect(lambda place: self.role.choose(self._roles[place]))
        self.body.addWidget(self.note)
        self.body.addWidget(self.speakers, 1)
        self.body.addWidget(FormRow(msg("speakers.view.role"), self.role))
        self._proposed: list[ProposedRole] = []
        self._roles: list[str] = []

    def read(self) -> None:
        """Ask which roles are proposed in all interviews."""
        self._session.ask(_proposed, self._show, latest="interviews.roles", owner=self)

    def offer(self) -> None:
        """Ask for the page where an import brought speakers of whom nobody said who asks."""

        def show(proposed: list[ProposedRole]) -> None:
            if proposed:
                self._show(proposed)
                self.wanted.emit()

        self._session.ask(_proposed, show, latest="interviews.roles", owner=self)

    def _show(self, proposed: list[ProposedRole]) -> None:
        self._proposed, self._roles = proposed, [one.proposal.role for one in proposed]
        for part in (self.speakers, self.role, self.keep):
            part.setVisible(bool(proposed))
        documents = len({one.document for one in proposed})
        self.note.say(msg("roles.view.note", n=documents) if proposed else msg("speakers.no_roles_to_propose"))
        self._list()
        if proposed:
            self.speakers.pick(0)
            self.speakers.setFocus()

    def _list(self) -> None:
        entries = []
        for place, (one, role) in enumerate(zip(self._proposed, self._roles, strict=True)):
            said = msg("roles.view.line", document=one.document_name, speaker=one.proposal.speaker)
            entries.append(Entry(place, said, msg(f"transcripts.role.{role or 'none'}")))
        self.speakers.set_entries(entries)

    def _change(self, role: object) -> None:
        place = self.speakers.picked_id()
        if isinstance(place, int):
            self._roles[place] = str(role)
            self._list()

    def keep_all(self) -> None:
        """Give all speakers the roles that the page shows, in one step that can be undone."""
        self._session.do(keep_roles(with_roles(self._proposed, self._roles)), lambda _changes: self.left.emit())


def _proposed(project: Project) -> list[ProposedRole]:
    return propose_roles(project)
