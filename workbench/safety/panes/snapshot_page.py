# SPDX-License-Identifier: MIT
"""The page of snapshots: what each holds, a new one, a copy beside, a second place. It never overwrites the project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractItemView

from wording import Message, Text, msg, render
from workbench.file_dialogs import ask_folder
from workbench.requests import ShowPage
from workbench.safety.panes.page import Panel, SafetyPage, logged, row_of
from workbench.safety.state import SafetyState
from workbench.session import Session
from workbench.snapshot_words import contents_text, details_of, said_of, size_text, when_text, why_text
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    Label,
    MutedLabel,
    PrimaryButton,
    RowsColumn,
    RowsModel,
    SectionLabel,
)
from workbench.widgets.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from projects.store.key_management.keyring import SlotInfo
    from projects.store.project import Project
    from projects.store.snapshots import Snapshot
    from workbench.jobs import Job

GB = 1024**3
_BUDGETS = (1, 2, 5, 10, 20, 50)


class DeletePanel(Panel):
    """One snapshot goes for good."""

    def __init__(self, session: Session, snapshot: Snapshot) -> None:
        when = snapshot.utc.astimezone().replace(tzinfo=None)
        super().__init__(msg("safety.snapshots.delete_title", when=when), details_of(snapshot))
        self.session, self.name = session, snapshot.name
        self.button = PrimaryButton(msg("safety.snapshots.delete_now"), self.delete, icon="trash-2")
        self.cancel = Button(msg("window.cancel"), self.left.emit)
        self.add_buttons(self.button, self.cancel)

    def begin(self) -> None:
        """The harmless button has the keys."""
        self.cancel.setFocus()

    def delete(self) -> None:
        """Delete it."""
        name = self.name
        self.session.change(
            logged(lambda project: project.snapshots.remove(name)), lambda _done: self.left.emit(), self.complain
        )


class RestorePanel(Panel):
    """Before a copy is laid beside the project: to whom it opens; then where it goes."""

    def __init__(self, snapshot: Snapshot, names: Sequence[Text], choose: Callable[[], None]) -> None:
        when = snapshot.utc.astimezone().replace(tzinfo=None)
        super().__init__(
            msg("safety.snapshots.restore_title", when=when), msg("window.restore.opens_to", names=list(names))
        )
        self.button = PrimaryButton(msg("safety.snapshots.choose_folder"), choose, icon="folder-open")
        self.cancel = Button(msg("window.cancel"), self.left.emit)
        self.add_buttons(self.button, self.cancel)

    def begin(self) -> None:
        """The button that only asks for a folder has the keys."""
        self.button.setFocus()


class SnapshotPage(SafetyPage):
    """A table, and what can be done with its lines."""

    def __init__(self, state: SafetyState, session: Session) -> None:
        super().__init__(state, session, msg("safety.snapshots.title"), msg("safety.snapshots.sentence"))
        self.place = ""
        self.snapshots: list[Snapshot] = []
        self.names: list[Text] = []  # of everybody to whom a copy will open
        self.people = Label("", wrap=True)
        self.make = PrimaryButton(msg("safety.snapshots.make"), self.make_one, icon="plus")
        self.restore = Button(msg("safety.snapshots.restore"), self.ask_restore, icon="copy")
        self.delete = Button(msg("safety.snapshots.delete"), self.ask_delete, icon="trash-2")
        self.table = WrappedTable(msg("safety.snapshots.title"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.model = RowsModel(
            [
                RowsColumn(msg("safety.snapshots.when"), when_text),
                RowsColumn(msg("safety.snapshots.why"), why_text),
                RowsColumn(msg("safety.snapshots.holds"), contents_text),
                RowsColumn(msg("safety.snapshots.size"), lambda s, to: render(size_text(s.size), to), numeric=True),
            ],
            self.table,
        )
        self.table.show_model(self.model)
        self.table.setMinimumHeight(200)
        self.table.selectionModel().selectionChanged.connect(lambda _new, _old: self._choose())
        self.details = MutedLabel("", wrap=True)
        self.budget = ChoiceField(msg("safety.budget"), [(gb * GB, msg("safety.size.gb", size=gb)) for gb in _BUDGETS])
        self.budget.chosen.connect(self.set_budget)
        self.warning = Label("", wrap=True)
        self.warning.setProperty("kind", "warning")
        self.second = Label("", wrap=True)
        self.copy_now = Button(msg("safety.second.copy"), self.copy, icon="upload")
        self.body.addWidget(row_of(self.make, self.restore, self.delete))
        self.body.addWidget(self.table)
        self.body.addWidget(self.details)
        self.body.addWidget(Label(msg("safety.snapshots.beside"), wrap=True))
        self.body.addWidget(self.people)
        self.body.addWidget(FormRow(msg("safety.budget"), self.budget, msg("safety.budget.help")))
        self.body.addWidget(self.warning)
        self.body.addWidget(SectionLabel(msg("safety.second.title")))
        self.body.addWidget(self.second)
        self.body.addWidget(
            row_of(
                Button(msg("safety.second.choose"), self.ask_place, icon="folder-open"),
                self.copy_now,
                Button(msg("safety.second.restore"), self.ask_second_place, icon="undo-2"),
            )
        )
        self._choose()

    def read(self) -> None:
        """List them."""

        def listed(project: Project) -> tuple[list[Snapshot], str, int, list[SlotInfo]]:
            place = str(project.setting("second_place", "") or "")
            return project.snapshots.list(), place, project.snapshots.budget, project.keys.slots()

        self.session.ask(listed, self._show, latest=("safety", "snapshots"))

    def _show(self, found: tuple[list[Snapshot], str, int, list[SlotInfo]]) -> None:
        self.snapshots, self.place, budget, people = found
        self.names = [slot.name or msg(f"safety.keys.unnamed.{slot.kind}") for slot in people]
        self.people.say(msg("window.restore.opens_to", names=self.names))
        chosen = self._chosen()
        self.model.set_rows(self.snapshots)
        for row, snapshot in enumerate(self.snapshots):
            if chosen is not None and snapshot.name == chosen.name:
                self.table.selectRow(row)
        self.budget.choose(budget)
        taken = sum(snapshot.size for snapshot in self.snapshots)
        asked = sum(snapshot.size for snapshot in self.snapshots if snapshot.lasting)
        self.warning.say(msg("safety.budget.full", size=size_text(asked)) if asked > budget else "")
        self.warning.setVisible(asked > budget)
        self.budget.setToolTip(render(msg("safety.budget.taken", size=size_text(taken)), language_of(self)))
        said: Text = msg("safety.second.at", place=self.place) if self.place else msg("safety.second.none")
        self.second.say(said)
        self.copy_now.setEnabled(bool(self.place))
        self._choose()

    def _chosen(self) -> Snapshot | None:
        rows = self.table.selectionModel().selectedRows()
        snapshot: Snapshot | None = self.model.row_at(rows[0]) if rows else None
        return snapshot

    def _choose(self) -> None:
        snapshot = self._chosen()
        self.restore.setEnabled(snapshot is not None)
        self.delete.setEnabled(snapshot is not None and len(self.snapshots) > 1)
        self.details.say(said_of(snapshot) if snapshot is not None else msg("safety.snapshots.choose"))
        if self._chosen() is not snapshot:  # a button that had the keys gave them to the table, where a row was chosen
            self._choose()

    def set_budget(self, size: int) -> None:
        """Allow the snapshots so many bytes."""
        self.session.change(logged(lambda project: project.snapshots.set_budget(size)))

    def ask_delete(self) -> None:
        """Say what goes, and ask."""
        snapshot = self._chosen()
        if snapshot is not None:
            self.open(DeletePanel(self.session, snapshot))

    def ask_second_place(self) -> None:
        """Restore from a second place, or of a project that does not open."""
        self.state.asked.emit(ShowPage("restore"))

    def make_one(self) -> None:
        """A snapshot now."""
        session = self.session

        def work(_job: Job) -> object:
            return session.fetch(lambda project: project).snapshots.make()

        def done(_made: Any) -> None:
            session.notice.emit(msg("safety.snapshots.made"))
            self.read()

        session.job(msg("safety.snapshots.making"), work, done, owner=self)

    def ask_restore(self) -> None:
        """Say to whom the copy opens, and ask."""
        snapshot = self._chosen()
        if snapshot is None:
            self.table.setFocus()
            self.session.problem.emit(msg("safety.snapshots.choose"))
            return
        panel = RestorePanel(snapshot, self.names, lambda: self._ask_folder(snapshot, panel))
        self.open(panel)

    def _ask_folder(self, snapshot: Snapshot, panel: RestorePanel) -> None:
        chosen = ask_folder(self, "copies", render(msg("safety.snapshots.where"), language_of(self)))
        if chosen is not None:
            panel.left.emit()
            self.restore_to(snapshot, chosen)

    def restore_to(self, snapshot: Snapshot, place: Path) -> None:
        """Lay a copy of `snapshot` into a folder of its own in `place`."""
        session, moment = self.session, snapshot.utc.astimezone()
        folder = session.folder.stem if session.folder else session.name
        target = place / f"{folder} {moment:%Y-%m-%d %Hh%M}.pwb"

        def work(job: Job) -> object:
            return session.fetch(lambda project: project).snapshots.restore(snapshot.name, target, job)

        self._job(msg("safety.snapshots.restoring"), work, msg("safety.snapshots.restored", name=target.name))

    def ask_place(self) -> None:
        """Ask for the second place, then copy there."""
        title = render(msg("safety.second.choose"), language_of(self))
        chosen = ask_folder(self, "second_place", title, self.place)
        if chosen is not None:
            self.copy_to(chosen)

    def copy(self) -> None:
        """Copy to the place named before."""
        self.copy_to(Path(self.place))

    def copy_to(self, place: Path) -> None:
        """Copy the newest snapshot to a second place."""
        session = self.session

        def work(job: Job) -> object:
            return session.fetch(lambda project: project).snapshots.copy_to(place, job)

        self._job(msg("safety.second.copying"), work, msg("safety.second.copied"))

    def _job(self, title: Text, work: Any, notice: Message) -> None:
        def done(_result: object) -> None:
            self.session.notice.emit(notice)
            self.session.change(logged(lambda _project: None))

        self.session.job(title, work, done, owner=self)
