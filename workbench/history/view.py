# SPDX-License-Identifier: MIT
"""The History workspace: rooms and named points · the lines · one line, with the way back to it. It keeps no state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QWidget

from projects import overview_queries as queries
from projects.interviews.coders import is_blind, unseen_work
from projects.people.person_history import persons_named, subjects_of_person
from wording import Text, msg
from workbench.checkpoints import name_point
from workbench.commands import Command, MenuSection
from workbench.history.history_table import HistoryModel, action_text, kind_name, role_name, when
from workbench.history.release_withdrawal import NeverLeftCard
from workbench.session import Session
from workbench.three_columns import unfold_column
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    Fact,
    Label,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    RowsTable,
    SearchField,
    SectionLabel,
    TextField,
)
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.what_is_this import QuestionBeside
from workbench.workspace import Found, TourStep, Workspace

if TYPE_CHECKING:
    from projects.store.actions import Changes, HistoryLine
    from projects.store.project import Project

_SHOWN, _SEARCH_LEAST, _FILTER_LEAST = 500, 270, 16
_WIDE = 1000  # pixels: below, what was done has more room than where
_Choices = tuple[list[str], list[tuple[object, str]], list[tuple[str, Text]]]
Read = tuple[list["HistoryLine"], list[tuple[str, int]], _Choices, bool]
_ALL = ("room", "")
_BEHIND = 500  # ms without a change, while another room is in front


class HistoryWorkspace(Workspace):
    """Reads the log anew after each change; filters are answered by the project itself."""

    id = "history"
    title = msg("window.room.history")
    icon = "history"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._lines: list[HistoryLine] = []
        self._rooms: list[tuple[str, int]] = []
        self._chosen: Any = _ALL
        self._later = QTimer(self, singleShot=True, interval=_BEHIND)
        self._later.timeout.connect(self._read)
        self.filters = EntryList(msg("window.history.filters"))
        self.search = SearchField(msg("window.history.find"))
        self.who = ChoiceField(msg("window.history.who"), [(None, msg("window.history.anybody"))])
        self.document = ChoiceField(msg("window.history.document"), [(None, msg("window.history.any_document"))])
        self.person = ChoiceField(msg("window.history.person"), [(None, msg("window.history.any_person"))])
        self.table = RowsTable(msg("window.room.history"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.model = HistoryModel(self.table)
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self._fit_columns()
        self.nothing = MutedLabel(msg("window.history.nothing"), wrap=True)
        self.nothing.setContentsMargins(12, 4, 12, 8)
        self.nothing.hide()
        self.blind = MutedLabel(msg("coders.history_blind"), wrap=True)
        self.blind.setContentsMargins(12, 4, 12, 8)
        self.blind.hide()
        self.name = TextField(msg("window.history.point_name"))
        self.back = PrimaryButton(msg("window.history.back"), self._go_back, icon="undo-2")
        self.add_point = Button(msg("window.history.add_point"), self._add_point, icon="bookmark")
        self.header = PaneHeader(msg("window.room.history"))
        self.never_left = NeverLeftCard()
        self.details = Pane(PaneHeader(msg("window.history.line")), margins=(12, 12, 12, 12))
        self.set_columns(self._left(), self._middle(), self._right())
        self.columns.set_widths(left=236)
        self.filters.picked.connect(self._filter)
        self.search.searched.connect(lambda _text: self._read())
        for field in (self.who, self.person, self.document):
            field.chosen.connect(lambda _value: self._read())
        self.search.to_list.connect(self.table.setFocus)
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_line())
        self.name.returnPressed.connect(self._add_point)

    def _left(self) -> QWidget:
        pane = Pane(PaneHeader(msg("window.history.filters")))
        pane.body.addWidget(self.filters)
        return pane

    def _middle(self) -> QWidget:
        pane = Pane(self.header, spacing=0)
        row = FlowLayout()
        row.setContentsMargins(12, 6, 12, 6)
        self.search.setMinimumWidth(_SEARCH_LEAST)
        row.addWidget(self.search)
        for field in (self.who, self.person, self.document):
            field.setMinimumContentsLength(_FILTER_LEAST)
            row.addWidget(QuestionBeside(field).with_field())
        pane.body.addLayout(row)
        pane.body.addWidget(self.blind)
        pane.body.addWidget(self.nothing)
        pane.body.addWidget(self.table, 1)
        return pane

    def _right(self) -> QWidget:
        self._what = Label("", wrap=True)
        self._facts = QWidget()
        body = self.details.body
        body.addWidget(self._what)
        self._facts_at = body.count()
        body.addWidget(self._facts)
        self._back_note = MutedLabel(msg("window.history.back_note"), wrap=True)
        body.addWidget(self.back)
        body.addWidget(self._back_note)
        body.addWidget(self.never_left)
        body.addSpacing(16)
        body.addWidget(SectionLabel(msg("window.history.points")))
        body.addWidget(QuestionBeside(self.name).with_field())
        body.addWidget(self.add_point)
        body.addWidget(MutedLabel(msg("window.history.point_note"), wrap=True))
        body.addStretch(1)
        return self.details

    # The frame

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window what was done has more room than where."""
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        self.table.fit_columns({0: 190, 2: 220 if self.width() >= _WIDE else 110, 3: 150})

    def commands(self) -> Sequence[Command]:
        """Name this point; go back to the line chosen."""
        return (
            Command(
                "history.point",
                msg("window.history.add_point"),
                self._name_point,
                MenuSection.EDIT,
                everywhere=True,
                icon="bookmark",
            ),
            Command(
                "history.back", msg("window.history.back"), self._go_back, MenuSection.EDIT, enabled=self._can_go_back
            ),
        )

    def attach(self) -> None:
        """Read the log."""
        self._read()

    def where(self) -> dict[str, Any]:
        """What is shown of the log, and the line chosen."""
        return {"filter": list(self._chosen), "_line": self._seq()}

    def return_to(self, where: dict[str, Any]) -> None:
        """Back there."""
        self.filters.pick(tuple(where.get("filter") or _ALL))
        self._show_seq(where.get("_line"), front=False)

    def on_changes(self, changes: Changes) -> None:
        """Every change is a new line, read at once in front, behind another room when work there pauses."""
        if self.isVisible():
            self._read()
        else:
            self._later.start()

    def shown(self) -> None:
        """Take what is still waiting."""
        if self._later.isActive():
            self._read()

    def retranslate(self, language: str) -> None:
        """The search is by sentence: search in the new language."""
        self._show_filters()
        self._show_line()
        if self.search.text():
            self._read()

    def tour(self) -> Sequence[TourStep]:
        """The log with its newest line chosen."""
        return (TourStep("history", lambda: self.table.selectRow(0), lambda: bool(self._lines)),)

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Named points, by name."""
        points = [line for line in self._lines if line.role == "checkpoint"]
        wanted = text.casefold()
        named = [(line, str(line.message.args.get("name", ""))) for line in points]
        done(
            [
                Found(name, msg("window.history.role.checkpoint"), partial(self._show_seq, line.seq), "bookmark")
                for line, name in named
                if wanted in name.casefold()
            ][:8]
        )

    # Reading

    def _read(self) -> None:
        self._later.stop()
        text, language, chosen = self.search.text().strip(), language_of(self), self._chosen
        kind = (chosen[1] or None) if chosen[0] == "room" else None
        role = "checkpoint" if chosen[0] == "points" else None
        user, person, document = self.who.value(), self.person.value(), self.document.value()
        subject = ("document", document) if document is not None else None

        def read(project: Project) -> Read:
            touched = subjects_of_person(project, person) if person is not None else None
            lines = project.history(
                _SHOWN,
                kind=kind,
                role=role,
                text=text or None,
                language=language,
                subject=subject,
                user=user,
                touched=touched,
                unseen=unseen_work(project),
            )
            kinds = project.query(queries.ACTIONS_BY_KIND)
            rooms: Counter[str] = Counter()
            for row in kinds:
                rooms[row["kind"].partition(".")[0]] += row["n"]
            users = [row["user"] for row in project.query(queries.USERS)]
            names = project.query(queries.DOCUMENTS_BY_NAME)
            documents = [(row["id"], row["name"]) for row in names]
            return lines, sorted(rooms.items()), (users, documents, persons_named(project)), is_blind(project)

        self.session.ask(read, self._show, latest="history")

    def _show(self, found: Read) -> None:
        self._lines, self._rooms, (users, documents, persons), blind = found
        self.blind.setVisible(blind)
        self.person.set_choices([(None, msg("window.history.any_person")), *persons])
        self.who.set_choices([(None, msg("window.history.anybody")), *((user, user or "–") for user in users)])
        self.document.set_choices([(None, msg("window.history.any_document")), *documents])
        seq = self._seq()
        self.model.set_rows(self._lines)
        self.header.note.say(msg("window.history.count", n=len(self._lines)))
        self.nothing.setVisible(not self._lines)
        self._show_filters()
        self._show_seq(seq, front=False)
        self._show_line()

    def _show_filters(self) -> None:
        total = sum(n for _room, n in self._rooms)
        entries = [Entry(_ALL, msg("window.history.everything"), str(total), icon="history")]
        entries += [Entry(("room", room), kind_name(room), str(n), icon="chevron-right") for room, n in self._rooms]
        entries.append(Entry(("points", ""), msg("window.history.points"), icon="bookmark"))
        self.filters.set_entries(entries, picked=self._chosen)

    def _filter(self, chosen: object) -> None:
        self._chosen = chosen
        self._read()

    # One line

    def _line(self) -> HistoryLine | None:
        line: HistoryLine | None = self.model.row_at(self.table.currentIndex())
        return line

    def _seq(self) -> int | None:
        line = self._line()
        return line.seq if line else None

    def _show_seq(self, seq: int | None, *, front: bool = True) -> None:
        if front:
            self.wants_front.emit()
        for place, line in enumerate(self._lines):
            if line.seq == seq:
                self.table.selectRow(place)
                return

    def _show_line(self) -> None:
        line = self._line()
        said: Text = action_text(line) if line else msg("window.history.choose")
        self._what.say(said)
        body = self.details.body
        body.removeWidget(self._facts)
        self._facts.deleteLater()
        self._facts = self._facts_of(line)
        body.insertWidget(self._facts_at, self._facts)
        can = self._can_go_back()
        self.back.setVisible(can)
        self._back_note.setVisible(can)
        self.never_left.show_line(self.session, line)
        self.commands_changed.emit()

    def _facts_of(self, line: HistoryLine | None) -> QWidget:
        whole = Pane(spacing=2)
        if line is not None:
            for name, value in (
                ("when", f"{when(line, language_of(self))} (UTC{line.local:%z})"),
                ("utc", f"{line.utc:%Y-%m-%d %H:%M:%S}"),
                ("who", line.user or "–"),
                ("room", kind_name(line.kind)),
                ("sort", role_name(line)),
                ("number", str(line.seq)),
            ):
                whole.body.addWidget(Fact(msg(f"window.history.{name}"), value))
            if line.undone:
                whole.body.addWidget(MutedLabel(msg("window.history.not_in_force"), wrap=True))
        return whole

    def _can_go_back(self) -> bool:
        line = self._line()
        newest = max((other.seq for other in self._lines), default=0)
        return line is not None and line.seq < newest

    # Changing

    def _go_back(self) -> None:
        seq = self._seq()
        if seq is not None and self._can_go_back():
            self.session.change(lambda project: project.jump_back(seq))

    def _name_point(self) -> None:
        unfold_column(self.name)
        self.name.setFocus()

    def _add_point(self) -> None:
        name = self.name.text().strip()
        if not name:
            self._name_point()
            return
        name_point(self.session, name, self.name.clear)
