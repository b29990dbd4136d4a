# SPDX-License-Identifier: MIT
"""The people, places and numbers of the interviews as a table, under pseudonyms until somebody asks for the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QHeaderView

from coding.entities.records import Kind
from wording import Problem, Text, msg, render
from wording.numbers import format_number
from workbench.interviews.state import RoomState
from workbench.jobs import Job
from workbench.widgets import Button, ChoiceField, LeadLabel, MutedLabel, Pane, PaneHeader
from workbench.widgets.tables import Column, RowsModel, Table

if TYPE_CHECKING:
    from projects.assistance.entities import EntityLine
    from projects.store.project import Project


class EntitiesPane(Pane):
    """A filter by kind, the table, and a button that shows the names to whoever may see them."""

    left = Signal()

    def __init__(self, state: RoomState) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.look = Button(msg("interviews.entities.find"), self.read, icon="search")
        self.header = PaneHeader(msg("interviews.entities.title"), self.look, back)
        super().__init__(self.header, spacing=0)
        self._state = state
        self.named = False
        kinds: list[tuple[str, Text]] = [("", msg("interviews.entities.every"))]
        kinds += [(str(kind), msg(f"entities.kind.{kind}")) for kind in Kind]
        self.kind = ChoiceField(msg("interviews.entities.kind"), kinds)
        self.kind.setMinimumContentsLength(22)
        self.kind.chosen.connect(lambda _kind: self._filter())
        self.names = Button(msg("interviews.entities.names"), self.show_names, icon="eye")
        self.note = MutedLabel(msg("interviews.entities.note"), wrap=True)
        self.nothing = LeadLabel(msg("interviews.entities.none"), wrap=True)
        self.table = Table(msg("interviews.entities.title"))
        self.model = RowsModel(self._columns(), self.table)
        self.table.setModel(self.model)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.fit_columns({1: 190, 2: 90, 3: 90})
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.kind)
        row.addWidget(self.names)
        row.addWidget(self.note, 1)
        self.body.addLayout(row)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.table, 1)
        self._show([])

    def read(self) -> None:
        """Find the entities of all interviews; parses what is not parsed yet."""
        session = self._state.session

        def work(progress: Job) -> list[EntityLine]:
            from projects.assistance.entities import project_entities  # more of the program: not at start
            from projects.worker import TextProcess  # more of the program: not at start

            with TextProcess() as process:
                return project_entities(session.fetch, process, progress)

        session.job(msg("interviews.entities.job"), work, self._show, owner=self)

    def show_names(self) -> None:
        """Show the names; history tells it. Only where the identifiers are open."""

        def ask(project: Project) -> bool:
            if not project.link_open:
                raise Problem(msg("entities.link_closed"))
            project.log("assistance.names", msg("assistance.names_shown", n=len(self.model.rows)))
            return True

        self._state.session.ask(ask, self._name)

    def forget(self) -> None:
        """Nothing of another project stays."""
        self._show([])

    def _name(self, allowed: bool) -> None:
        self.named = allowed
        self.model.respeak()

    def _show(self, lines: list[EntityLine]) -> None:
        self.named = False
        self.model.set_rows(lines)
        self._filter()
        self.table.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        self.names.setEnabled(bool(lines))

    def _filter(self) -> None:
        wanted = self.kind.value()
        self.model.keep(lambda line: not wanted or line.kind == wanted)

    def _columns(self) -> list[Column]:
        def label(line: EntityLine, language: str) -> str:
            if self.named or line.is_open:
                return line.name
            kind = render(msg(f"entities.kind.{line.kind}"), language)
            return f"{kind[:1].upper()}{kind[1:]} {line.number}"

        return [
            Column(msg("interviews.entities.name"), label, sort_key=lambda line: (line.kind, line.number)),
            Column(
                msg("interviews.entities.kind"),
                lambda line, language: render(msg(f"entities.kind.{line.kind}"), language),
                muted=True,
                sort_key=lambda line: line.kind,
            ),
            Column(
                msg("interviews.entities.mentions"),
                lambda line, language: format_number(len(line.mentions), language),
                numeric=True,
                sort_key=lambda line: len(line.mentions),
            ),
            Column(
                msg("interviews.entities.documents"),
                lambda line, language: format_number(line.documents, language),
                numeric=True,
                sort_key=lambda line: line.documents,
            ),
        ]
