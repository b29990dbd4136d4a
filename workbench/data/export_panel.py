# SPDX-License-Identifier: MIT
"""The right column while data leave: which table, as what kind of file, as collected or as edited. The gate writes."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from analysis.masking import Destination
from analysis.records import DataTable
from wording import Text, msg, render
from workbench.data.words import title_of
from workbench.jobs import Job
from workbench.session import Session
from workbench.speech import language_of
from workbench.widgets import Button, ChoiceField, FormRow, IconButton, MutedLabel, Pane, PaneHeader, PrimaryButton

if TYPE_CHECKING:
    from projects.export_gate import Exported
    from projects.store.project import Project

KINDS = ("xlsx", "csv", "sav", "dta", "parquet")
ALL, CODEBOOK = "·all", "·codebook"


@dataclass(frozen=True)
class Order:
    """What is to leave."""

    what: str  # a table's id, ALL or CODEBOOK
    kind: str
    edited: bool
    labels: bool
    destination: Destination


class ExportPanel(Pane):
    """Asks, then writes as a job."""

    left = Signal()

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.left.emit(), framed=False)
        super().__init__(PaneHeader(msg("data.view.export"), close), margins=(12, 12, 12, 12))
        self.session: Session | None = None
        self.what = ChoiceField(msg("data.view.export.what"))
        self.kind = ChoiceField(
            msg("data.view.export.kind"), [(kind, msg(f"data.view.export.kind.{kind}")) for kind in KINDS]
        )
        self.edited = ChoiceField(
            msg("data.view.export.state"),
            [(True, msg("data.view.export.edited")), (False, msg("data.view.export.collected"))],
        )
        self.wording = ChoiceField(
            msg("data.view.wording"), [(False, msg("data.view.codes")), (True, msg("data.view.labels"))]
        )
        self.destination = ChoiceField(
            msg("data.view.export.destination"), [(one, msg(f"destination.{one.value}")) for one in Destination]
        )
        for name, field in (
            ("data.view.export.what", self.what),
            ("data.view.export.kind", self.kind),
            ("data.view.export.state", self.edited),
            ("data.view.wording", self.wording),
            ("data.view.export.destination", self.destination),
        ):
            self.body.addWidget(FormRow(msg(name), field))
        self.body.addWidget(MutedLabel(msg("data.view.export.note"), wrap=True))
        row = QHBoxLayout()
        self.leave = PrimaryButton(msg("data.view.export.choose_file"), self._choose)
        row.addWidget(self.leave)
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.what.chosen.connect(lambda _what: self._fit())
        self.kind.chosen.connect(lambda _kind: self._fit())

    def attach(self, session: Session) -> None:
        """The project is open."""
        self.session = session

    def offer(self, tables: Sequence[DataTable], chosen: str) -> None:
        """Offer the tables of the project, beginning with one."""
        named: list[tuple[str, Text]] = [(table.id, title_of(table)) for table in tables]
        if len(tables) > 1:
            named.append((ALL, msg("data.view.export.all")))
        named.append((CODEBOOK, msg("data.view.export.codebook")))
        self.what.set_choices(named)
        self.what.choose(chosen)
        self._fit()

    def _fit(self) -> None:
        several = self.what.value() in (ALL, CODEBOOK)
        if several:
            self.kind.choose("xlsx")
        self.kind.setEnabled(not several)
        plain = self.what.value() != CODEBOOK
        self.edited.setEnabled(plain)
        self.wording.setEnabled(plain and self.kind.value() in ("xlsx", "csv", "parquet"))

    def order(self) -> Order:
        """What is chosen."""
        return Order(
            str(self.what.value()),
            str(self.kind.value()),
            bool(self.edited.value()),
            bool(self.wording.value()) and self.wording.isEnabled(),
            self.destination.value(),
        )

    def _choose(self) -> None:
        order, language = self.order(), language_of()
        title = render(msg("data.view.export"), language)
        kind = render(msg(f"data.view.export.kind.{order.kind}"), language)
        chosen, _kind = QFileDialog.getSaveFileName(self, title, f"data.{order.kind}", f"{kind} (*.{order.kind})")
        if chosen:
            path = Path(chosen)
            self.write(order, path if path.suffix else path.with_suffix(f".{order.kind}"))

    def write(self, order: Order, path: Path) -> None:
        """Write the file; the dialog has asked about one that is there."""
        session, language = self.session, language_of()
        if session is not None:
            session.job(
                msg("data.view.export.writing", file=path.name),
                lambda job: _written(session, job, order, path, language),
                lambda done: session.notice.emit(msg("data.view.export.done", file=done.path.name)),
                owner=self,
            )


def _written(session: Session, job: Job, order: Order, path: Path, language: str) -> Exported:
    """Gather on the database thread, write to memory here, let the gate put it on the disk and log it."""
    from projects import export_gate
    from projects.datasets.export.writing import codebook_writer, project_writer

    tables = None if order.what in (ALL, CODEBOOK) else [order.what]

    def gather(project: Project) -> Callable[[BinaryIO], None]:
        if order.what == CODEBOOK:
            return codebook_writer(project, tables, language=language)
        return project_writer(project, order.kind, tables, edited=order.edited, language=language, labels=order.labels)

    write = session.fetch(gather)
    job.check()
    job.report(0.3)
    made = io.BytesIO()
    write(made)
    job.check()
    job.report(0.9)
    return session.fetch(
        lambda project: export_gate.export_data(
            project, path, lambda stream: _copy(made, stream), destination=order.destination, overwrite=True
        )
    )


def _copy(made: io.BytesIO, stream: BinaryIO) -> None:
    stream.write(made.getbuffer())
