# SPDX-License-Identifier: MIT
"""The entity table: people, places and numbers of the interviews, under pseudonyms until names are asked, corrected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView

from coding.entities.records import EntityKind
from projects.assistance.entities import by_doubt, find_mentions, phone_countries, set_phone_countries, spellings
from projects.assistance.entity_corrections import drop, keep_apart, list_names, merge, read_list, set_kind, take_apart
from projects.assistance.entity_table import (
    entity_lines,
    find_and_keep,
    insist_on,
    own_lists,
    purpose_of,
    stored_corrections,
    switch_off,
    switch_on,
)
from projects.worker import TextProcess
from wording import Message, Problem, Text, msg, render
from wording.numbers import format_number
from workbench.file_dialogs import ask_file
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.entity_bars import CorrectionBar, CountriesBar, PurposeBar, SpellingBar
from workbench.jobs import Job
from workbench.translation import language_of
from workbench.widgets import Button, ChoiceField, FoldedLine, LeadLabel, MoreButton, MutedLabel, Pane, PaneHeader
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.tables import RowsColumn, RowsModel, RowsTable

if TYPE_CHECKING:
    from projects.assistance.entities import EntityLine, Mention
    from projects.store.actions import Action, Changes
    from projects.store.project import Project
    from workbench.session import Session

_Pairs = list[tuple["EntityLine", "EntityLine"]]
_Read = tuple[str, bool, list["EntityLine"], _Pairs]  # purpose, whether names can be read, lines, pairs to ask about
_TABLES = ("document", "entity", "setting", "consent")


class EntitiesPane(Pane):
    """A purpose first; then filter, names, the table, and above it the corrections of the rows that are chosen."""

    left = Signal()
    place_requested = Signal(str, int)  # an interview and a place in it

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.look = Button(msg("interviews.entities.find"), self.read, icon="search")
        self.header = PaneHeader(msg("interviews.entities.title"), self.look, back)
        super().__init__(self.header, spacing=0)
        self._state, self._session = state, session
        self.named = False
        self._pairs: _Pairs = []
        self._corrected_at: int | None = None  # the row that a correction began at, until the table shows it
        kinds: list[tuple[str, Text]] = [("", msg("interviews.entities.every"))]
        kinds += [(str(kind), msg(f"entities.kind.{kind}")) for kind in EntityKind]
        self.kind = ChoiceField(msg("interviews.entities.kind"), kinds)
        self.kind.setMinimumContentsLength(16)
        self.names = Button(msg("interviews.entities.names"), self.show_names, icon="eye")
        self.place = Button(msg("interviews.entities.place"), self._show_place)
        self.own = Button(
            msg("interviews.entities.own_list"), self._choose_list, tip=msg("interviews.entities.own_tip")
        )
        self.stop = Button(msg("interviews.entities.stop"), self._switch_off)
        self.more = MoreButton(self.own, self.stop)
        self.note = MutedLabel(msg("interviews.entities.note"), wrap=True)
        self.nothing = LeadLabel(msg("interviews.entities.nothing_kept"), wrap=True)
        self.purpose, self.corrections, self.asked = PurposeBar(), CorrectionBar(), SpellingBar()
        self.countries = CountriesBar()
        self.phones = FoldedLine(msg("interviews.entities.countries"), self.countries)
        self.phones.setContentsMargins(8, 0, 12, 4)
        self.table = RowsTable(msg("interviews.entities.title"))
        self.model = RowsModel(self._columns(), self.table)
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.fit_columns({1: 190, 2: 90, 3: 90, 4: 260})
        self._lay_out()
        self._connect()
        self._show(("", False, [], []))

    def _lay_out(self) -> None:
        row = FlowLayout()
        row.setContentsMargins(12, 8, 12, 6)
        for widget in (self.kind, self.names, self.place, self.more):
            row.addWidget(widget)
        self.note.setContentsMargins(12, 0, 12, 6)
        self.nothing.setContentsMargins(12, 12, 12, 12)
        self.body.addWidget(self.purpose)
        self.body.addLayout(row)
        for part in (self.corrections, self.asked, self.phones, self.note, self.nothing):
            self.body.addWidget(part)
        self.body.addWidget(self.table, 1)
        self.body.addStretch(0)

    def _connect(self) -> None:
        self.kind.chosen.connect(lambda _kind: self._filter())
        self.purpose.given.connect(self._switch_on)
        self.countries.given.connect(self._set_countries)
        self.corrections.kind_given.connect(self._set_kind)
        self.corrections.joined.connect(self._join)
        self.corrections.parted.connect(self._part)
        self.corrections.dropped.connect(self._drop)
        self.asked.one_entity.connect(lambda one, other: self._merge([one, other]))
        self.asked.two_entities.connect(self._keep_apart)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._follow())
        self.table.activated.connect(lambda _index: self._show_place())

    def showEvent(self, event: QShowEvent) -> None:
        """What is kept is read whenever the page comes to the front."""
        super().showEvent(event)
        self.reload()

    # Reading

    def reload(self) -> None:
        """Ask for what is kept."""
        if self._session.is_open:
            self._session.ask(_read, self._show, latest="interviews.entities", owner=self)

            def show(countries: tuple[str, ...]) -> None:
                self.countries.show_countries(countries)
                self.phones.note.say(", ".join(countries))

            self._session.ask(_countries, show, latest="interviews.entities.countries", owner=self)

    def on_changes(self, changes: Changes) -> None:
        """Ask again where the table, an interview or a consent changed."""
        if any(changes.touches(table) for table in _TABLES):
            self.reload()

    def read(self) -> None:
        """Find the entities of all interviews and keep them; parses what is not parsed yet."""
        session = self._session

        def work(progress: Job) -> list[Mention]:
            lists = session.fetch(_lists_to_look_for)
            with TextProcess() as process:
                return find_mentions(session.fetch, process, progress, lists=lists)

        session.job(msg("interviews.entities.job"), work, self._keep, owner=self)

    def _keep(self, found: list[Mention]) -> None:
        def keep(project: Project) -> _Read:
            find_and_keep(project, found)
            return _read(project)

        self._session.ask(keep, self._show, owner=self)

    def show_names(self) -> None:
        """Show the names; history tells it. Only where the identifiers are open."""

        def ask(project: Project) -> bool:
            if not project.link_open:
                raise Problem(msg("entities.link_closed"))
            project.log("assistance.names", msg("assistance.names_shown", n=len(self.model.rows)))
            return True

        self._session.ask(ask, self._name)

    def forget(self) -> None:
        """Nothing of another project stays, and no names where the identifiers were locked."""
        self.named = False
        self._show(("", False, [], []))

    def _name(self, allowed: bool) -> None:
        self.named = allowed
        self.model.respeak()
        self._ask_about()

    def _show(self, read: _Read) -> None:
        purpose, is_open, lines, self._pairs = read
        self.named = self.named and is_open
        place = self.table.currentIndex().row() if self._corrected_at is None else self._corrected_at
        self.model.set_rows(_doubtful_first(lines))
        self._filter()
        on = bool(purpose)
        self.purpose.setVisible(not on)
        self.nothing.setVisible(on and not lines)
        self.table.setVisible(bool(lines))
        self.look.setEnabled(on and is_open)
        for widget in (
            self.kind,
            self.names,
            self.more,
            self.phones,
            self.note,
        ):
            widget.setVisible(on)
        self.names.setEnabled(bool(lines) and is_open)
        self.note.say(msg("interviews.entities.note") if is_open else msg("interviews.entities.closed"))
        self.header.note.say(_counted(lines) if lines else "")
        self._ask_about()
        self._stay_at(place)
        self._follow()

    def _stay_at(self, place: int) -> None:
        """Choose the row that stands where the last one did; the keyboard is back in the table after a correction."""
        if self.model.rowCount() and place >= 0:
            index = self.model.index(min(place, self.model.rowCount() - 1), 0)
            choose = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, choose)
        if self._corrected_at is not None and self.isVisible() and not self.asked.isAncestorOf(self.focusWidget()):
            self.table.setFocus()
        self._corrected_at = None

    def _ask_about(self) -> None:
        pairs = self._pairs
        language = language_of(self)
        labels = (self._label(pairs[0][0], language), self._label(pairs[0][1], language)) if pairs else ("", "")
        self.asked.ask(pairs, labels)

    def _filter(self) -> None:
        from projects.assistance.entities import shown  # with the first table

        wanted = str(self.kind.value() or "")
        self.model.keep(lambda line: bool(shown([line], wanted)))

    def chosen(self) -> list[EntityLine]:
        """The chosen rows, from top to bottom."""
        return [self.model.row_at(index) for index in self.table.selectionModel().selectedRows()]

    def _follow(self) -> None:
        chosen = self.chosen()
        said = [line for line in chosen if line.mentions]
        self.corrections.follow(said)
        self.corrections.setVisible(bool(said))
        self.place.setVisible(len(chosen) == 1 and bool(said))

    def _show_place(self) -> None:
        """The first place of the chosen entity in its interview."""
        chosen = self.chosen()
        if len(chosen) == 1 and chosen[0].mentions:
            first = chosen[0].mentions[0]
            self.place_requested.emit(first.document, first.start)

    # Changes

    def _do(self, action: Action) -> None:
        place = min((index.row() for index in self.table.selectionModel().selectedRows()), default=-1)

        def done(_changes: Changes) -> None:
            self._corrected_at = place
            self.reload()

        self._session.do(action, done)

    def _switch_on(self, purpose: str) -> None:
        self._session.do(switch_on(purpose), lambda _changes: self.read())

    def _switch_off(self) -> None:
        self._do(switch_off())

    def _choose_list(self) -> None:
        if not self.kind.value():
            self._session.notice.emit(msg("interviews.entities.own_tip"))
            return
        title = render(msg("interviews.entities.own_list"), language_of(self))
        file = ask_file(self, "entity-list", title, "*.txt *.csv")
        if file is not None:
            self.use_list(file)

    def use_list(self, file: Path) -> None:
        """Look for the names of a file as the kind that is shown, from now on."""
        kind = EntityKind(str(self.kind.value()))

        def action(_project: Project) -> Action:
            return list_names(kind, read_list(file))

        self._session.do(action, lambda _changes: self.read())

    def _set_countries(self, written: str) -> None:
        self._session.do(set_phone_countries(written), lambda _changes: self.read())

    def _set_kind(self, kind: str) -> None:
        self._do(set_kind([line.id for line in self.chosen()], EntityKind(kind)))

    def _join(self) -> None:
        self._merge(self.chosen())

    def _merge(self, lines: list[EntityLine]) -> None:
        into = max(lines, key=lambda line: (bool(line.value), line.count))
        self._do(merge([line.id for line in lines], into.id))

    def _part(self) -> None:
        self._do(take_apart(self.chosen()[0].id))

    def _drop(self) -> None:
        self._do(drop([line.id for line in self.chosen()]))

    def _keep_apart(self, one: EntityLine, other: EntityLine) -> None:
        self._do(keep_apart(one.id, other.id))

    # The table

    def _label(self, line: EntityLine, language: str) -> str:
        if self.named or line.is_open:
            return line.name
        kind = render(msg(f"entities.kind.{line.kind}"), language)
        return f"{kind[:1].upper()}{kind[1:]} {line.number}"

    def _columns(self) -> list[RowsColumn]:
        def called(line: EntityLine, _language: str) -> str:
            day = "" if line.value.startswith("--") else line.value  # without its year it says no more than its words
            others = [name for name in dict.fromkeys((*line.spellings, day)) if name not in ("", line.name)]
            return ", ".join(others) if self.named or line.is_open else ""

        return [
            RowsColumn(msg("interviews.entities.name"), self._label, sort_key=lambda line: (line.kind, line.number)),
            RowsColumn(
                msg("interviews.entities.kind"),
                lambda line, language: render(msg(f"entities.kind.{line.kind}"), language),
                muted=True,
                sort_key=lambda line: line.kind,
            ),
            RowsColumn(
                msg("interviews.entities.mentions"),
                lambda line, language: format_number(line.count, language),
                numeric=True,
                sort_key=lambda line: line.count,
            ),
            RowsColumn(
                msg("interviews.entities.documents"),
                lambda line, language: format_number(line.documents, language),
                numeric=True,
                sort_key=lambda line: line.documents,
            ),
            RowsColumn(msg("interviews.entities.spellings"), called, muted=True),
        ]


def _counted(lines: list[EntityLine]) -> Message:
    """How many are listed; possible persons are counted apart."""
    possible = sum(line.kind is EntityKind.POSSIBLE for line in lines)
    said = msg("interviews.entities.counted", n=len(lines) - possible)
    return msg("interviews.entities.counted_apart", listed=said, n=possible) if possible else said


def _countries(project: Project) -> tuple[str, ...]:
    return phone_countries(project)


def _read(project: Project) -> _Read:
    purpose = purpose_of(project)
    if not purpose:
        return "", project.link_open, [], []
    lines = entity_lines(project)
    apart = stored_corrections(project)[0].apart if project.link_open else frozenset()
    return purpose, project.link_open, lines, spellings(lines, apart) if project.link_open else []


def _lists_to_look_for(project: Project) -> list[tuple[str, EntityKind]]:
    """The own lists to look for. Raises Problem while the table is off or the identifiers are closed."""
    insist_on(project)
    if not project.link_open:
        raise Problem(msg("entities.link_closed"))
    return own_lists(project)


def _doubtful_first(lines: list[EntityLine]) -> list[EntityLine]:
    return by_doubt(lines) if lines else []
