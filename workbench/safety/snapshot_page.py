# SPDX-License-Identifier: MIT
"""The page of snapshots: what each holds, a new one, a copy beside, a second place. It never lays one over anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QAbstractItemView, QFileDialog, QHeaderView

from wording import Message, Text, msg, render
from wording.numbers import format_date
from workbench.safety.page import SafetyPage, logged, row_of
from workbench.speech import language_of
from workbench.widgets import Button, Column, Label, PrimaryButton, RowsModel, SectionLabel, Table

if TYPE_CHECKING:
    from projects.store.project import Project
    from projects.store.snapshots import Snapshot
    from workbench.jobs import Job

_HELD = ("document", "segment", "code", "data_table", "cell_edit", "saved_analysis")


def size_text(size: int) -> Message:
    """A size in bytes in KB or MB."""
    if size < 1024**2:
        return msg("safety.size.kb", size=max(round(size / 1024), 1))
    return msg("safety.size.mb", size=round(size / 1024**2, 1))


def contents_text(snapshot: Snapshot, language: str) -> str:
    """What a snapshot holds: "2 interviews · 6 codes"."""
    parts = [msg(f"safety.held.{table}", n=snapshot.counts[table]) for table in _HELD if snapshot.counts.get(table)]
    return " · ".join(render(part, language) for part in parts) or render(msg("safety.held.nothing"), language)


def _when(snapshot: Snapshot, language: str) -> str:
    return format_date(snapshot.utc.astimezone().replace(tzinfo=None), language)


class SnapshotPage(SafetyPage):
    """A table, and what can be done with its lines."""

    def __init__(self) -> None:
        super().__init__(msg("safety.snapshots.title"), msg("safety.snapshots.sentence"))
        self.place = ""
        self.snapshots: list[Snapshot] = []
        self.make = PrimaryButton(msg("safety.snapshots.make"), self.make_one, icon="plus")
        self.restore = Button(msg("safety.snapshots.restore"), self.ask_restore, icon="copy")
        self.table = Table(msg("safety.snapshots.title"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.model = RowsModel(
            [
                Column(msg("safety.snapshots.when"), _when),
                Column(msg("safety.snapshots.why"), lambda s, to: render(msg(f"store.snapshot_reason.{s.reason}"), to)),
                Column(msg("safety.snapshots.holds"), contents_text),
                Column(msg("safety.snapshots.size"), lambda s, to: render(size_text(s.size), to), numeric=True),
            ],
            self.table,
        )
        self.table.setModel(self.model)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        for column, width in ((0, 140), (1, 210), (3, 90)):
            self.table.setColumnWidth(column, width)
        self.table.setMinimumHeight(200)
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._choose())
        self.second = Label("", wrap=True)
        self.copy_now = Button(msg("safety.second.copy"), self.copy, icon="upload")
        self.body.addWidget(row_of(self.make, self.restore))
        self.body.addWidget(self.table)
        self.body.addWidget(Label(msg("safety.snapshots.beside"), wrap=True))
        self.body.addWidget(SectionLabel(msg("safety.second.title")))
        self.body.addWidget(self.second)
        self.body.addWidget(
            row_of(Button(msg("safety.second.choose"), self.ask_place, icon="folder-open"), self.copy_now)
        )
        self._choose()

    def read(self) -> None:
        """List them."""

        def listed(project: Project) -> tuple[list[Snapshot], str]:
            return project.snapshots.list(), str(project.setting("second_place", "") or "")

        self.session.ask(listed, self._show, latest=("safety", "snapshots"))

    def _show(self, found: tuple[list[Snapshot], str]) -> None:
        self.snapshots, self.place = found
        self.model.set_rows(self.snapshots)
        said: Text = msg("safety.second.at", place=self.place) if self.place else msg("safety.second.none")
        self.second.say(said)
        self.copy_now.setEnabled(bool(self.place))
        self._choose()

    def _choose(self) -> None:
        self.restore.setEnabled(self.model.row_at(self.table.currentIndex()) is not None)

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
        """Ask where the copy goes."""
        snapshot = self.model.row_at(self.table.currentIndex())
        if snapshot is None:
            self.table.setFocus()
            self.session.problem.emit(msg("safety.snapshots.choose"))
            return
        chosen = QFileDialog.getExistingDirectory(self, render(msg("safety.snapshots.where"), language_of(self)))
        if chosen:
            self.restore_to(snapshot, Path(chosen))

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
        chosen = QFileDialog.getExistingDirectory(self, title, self.place)
        if chosen:
            self.copy_to(Path(chosen))

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
