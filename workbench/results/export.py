# SPDX-License-Identifier: MIT
"""Exports of results: the clipboard has what is shown; files withhold what their readers may not have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPoint
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from analysis.masking import Destination
from analysis.result_tables import FigureSpec, TableSpec
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import groups, heading, print_columns, table_notes, with_test_row
from analysis.writers.csv_tables import without_formula
from analysis.writers.html_tables import clipboard_page
from projects.export_gate import export_figure, export_tables
from projects.pages.page_clearance import record
from wording import Message, Text, msg, render
from workbench.file_dialogs import remember, start_of
from workbench.translation import language_of
from workbench.widgets.reading_list import SENSITIVE_COPY

if TYPE_CHECKING:
    from projects.export_gate import Exported
    from projects.pages.page_clearance import PageClearance
    from projects.store.actions import Changes
    from projects.store.project import Project
    from projects.store.transaction import ActionTransaction
    from workbench.session import Session


READERS = ("inside", "partner", "public")  # destinations, as `analysis.masking` names them


class ProjectForExport:
    """The project to check before sharing, asked for from a job: its settings, the head of its log, a line in it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.logged: list[Changes] = []
        self.messages: list[Message] = []  # what whoever writes the file is to know

    def setting(self, name: str, default: object = None) -> Any:
        """A setting of the project."""
        return self._session.fetch(lambda project: project.setting(name, default))

    def read(self, work: Callable[[Project], Any]) -> Any:
        """What the work gives on the thread of the database."""
        return self._session.fetch(work)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """Rows of the project."""
        return self._session.fetch(lambda project: project.query(sql, parameters))

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last action."""
        return self._session.fetch(lambda project: project.head)

    @property
    def last_change(self) -> tuple[int, str]:
        """Number and hash of the last action that changed what the project says."""
        return self._session.fetch(lambda project: project.last_change)

    def log(self, kind: str, message: Message) -> None:
        """Note what left."""
        self.logged.append(self._session.fetch(lambda project: project.log(kind, message)))

    def write_lasting(
        self, kind: str, role: str, message: Message, perform: Callable[[ActionTransaction], object]
    ) -> Changes:
        """Note what left, with what its readers have since."""
        return self._session.fetch(lambda project: project.write_lasting(kind, role, message, perform))


def clipboard_of(tables: Sequence[TableSpec], language: str) -> QMimeData:
    """Tables as they are shown, as rich text for Word and Excel and as tab-separated text."""
    data = QMimeData()
    data.setHtml(clipboard_page(tables, language))
    data.setText("\n\n".join(tab_separated(table, language) for table in tables))
    if any(table.inside_only or table.sensitive for table in tables):
        data.setData(SENSITIVE_COPY, b"1")
    return data


def tab_separated(table: TableSpec, language: str) -> str:
    """A table as lines of cells with tabs between; nothing in it is read as a formula."""
    table = with_test_row(table)
    columns = print_columns(table)
    lines: list[list[str]] = [[render(table.title, language)]]
    spans = groups(columns, language)
    if spans:
        lines.append(["", *(part for label, n in spans for part in (label, *[""] * (n - 1)))])
    lines.append([render(table.stub, language), *(heading(column, table, language) for column in columns)])
    for row in table.rows:
        cells = [] if row.heading else [cell_text(row.cells[c.position], c.part, language) for c in columns]
        lines.append([render(row.label, language), *cells])
    lines += [[note] for note in table_notes(table, language)]
    return "\n".join("\t".join(without_formula(cell.replace("\t", " ")) for cell in line) for line in lines)


def note_copied(project: Project, tables: Sequence[TableSpec]) -> Changes:
    """The line in the log of tables copied as the window shows them."""
    return project.log("export.copied", msg("analysis.view.did.copied_shown", n=len(tables)))


def stays_inside(tables: Sequence[TableSpec]) -> bool:
    """Whether tables hold words that people said: their file is for the team, others would get a sentence only."""
    return bool(tables) and all(table.inside_only for table in tables)


def write_tables(
    gate: ProjectForExport, tables: Sequence[TableSpec], path: Path, *, to: str = "inside",
    clearance: PageClearance | None = None,
) -> Exported:  # fmt: skip
    """Inside a job: export tables to a file, as its readers (a `Destination`) may have it. Raises ExportProblem."""
    exported = export_tables(gate, tables, path, language=language_of(), destination=Destination(to), overwrite=True)
    record(gate, exported.path, clearance)
    return exported


def write_figure(
    gate: ProjectForExport,
    figure: FigureSpec,
    path: Path,
    *,
    to: str = "inside",
    clearance: PageClearance | None = None,
) -> Exported:
    """Inside a job: export a figure, and what goes on in further files, as its readers may have it.

    Raises ExportProblem."""
    exported = export_figure(gate, figure, path, language=language_of(), destination=Destination(to), overwrite=True)
    for file in (exported.path, *exported.further):
        record(gate, file, clearance)
    return exported


def ask_readers(
    parent: QWidget, chosen: Callable[[str], object], figure: Callable[[str], object] | None = None
) -> QMenu:
    """Let the user say below a button who will read a file: the menu that is open; `chosen` gets the destination.

    With `figure`, which gets it instead where the user takes the chart, each line says of which of the two it speaks.
    """
    menu, language = QMenu(parent), language_of()
    ways = [("", chosen)] if figure is None else [("table", chosen), ("figure", figure)]
    for what, take in ways:
        for to in READERS:
            words: Text = msg(f"codings.excel.{to}")
            words = msg(f"analysis.view.export.of_{what}", readers=words) if what else words
            action = menu.addAction(render(words, language))
            action.triggered.connect(lambda _checked=False, take=take, to=to: take(to))
        menu.addSeparator()
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(parent.mapToGlobal(QPoint(0, parent.height())))
    return menu


def said_of(exported: Exported, to: str) -> Message:
    """That a file was written, and how many figures it does not show for the sake of its readers."""
    n, name = exported.withheld_cells, exported.path.name
    if not n:
        return with_names(msg("analysis.view.exported", file=name), exported.names)
    key = "analysis.view.exported_public" if to == "public" else "analysis.view.exported_masked"
    return with_names(msg(key, file=name, n=n), exported.names)


def with_names(said: Message, names: Sequence[Message]) -> Message:
    """That a file was written, with what is to be told of known names in its words."""
    for text in names:
        said = msg("export.said_with_names", first=said, second=text)
    return said


def ask_file(parent: QWidget, title: Text, kinds: Text, suggested: str, done: Callable[[Path], object]) -> None:
    """Let the user name a file to write; the dialog asks before it replaces one."""
    language = language_of()
    dialog = QFileDialog(parent, render(title, language), start_of("results", suggested), render(kinds, language))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(suggested).suffix.lstrip("."))
    _open(dialog, "results", done)


def ask_existing(parent: QWidget, title: Text, kinds: Text, done: Callable[[Path], object]) -> None:
    """Let the user choose a file to read."""
    language = language_of()
    dialog = QFileDialog(parent, render(title, language), start_of("plans"), render(kinds, language))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _open(dialog, "plans", done)


def _open(dialog: QFileDialog, kind: str, done: Callable[[Path], object]) -> None:
    def chosen(name: str) -> None:
        remember(kind, Path(name))
        done(Path(name))

    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(lambda _code: dialog.deleteLater())
    dialog.open()
