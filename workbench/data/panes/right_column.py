# SPDX-License-Identifier: MIT
"""The right column: facts about the chosen variable or the table, and what is asked or proposed in their place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from analysis.file_writers import file_filter
from analysis.masking import Destination
from analysis.records import DataTable
from projects import export_gate
from projects.datasets.corrections.edits import CellChange
from projects.datasets.export.data_writing import Order, gather, names_beside
from projects.datasets.export.export_content import linking_variables, stays_behind
from projects.file_writers import data_writer, data_writers, survey_codebook_writers
from projects.pages.page_clearance import record
from wording import Message, Text, msg, render
from workbench.clearance_form import ask_clearance
from workbench.data.derived.derive_panel import DerivePanel
from workbench.data.labels.label_form import LabelForm
from workbench.data.panes.column_chooser import ColumnChooser
from workbench.data.panes.edit_preview import Proposal
from workbench.data.panes.table_inspector import TableInspector
from workbench.data.panes.variable_inspector import VariableInspector
from workbench.data.side_column_widgets import ScrollingColumn, joined
from workbench.data.state import DataState
from workbench.file_dialogs import ask_new_file
from workbench.jobs import Job
from workbench.project_proxy import ProjectProxy
from workbench.results.export import with_names
from workbench.room_columns import unfold_column
from workbench.session import Session
from workbench.table_labels import title_of
from workbench.translation import explain, language_of, say
from workbench.variable_words import called, distinct_titles
from workbench.widgets import (
    Button,
    ChoiceField,
    FoldedLine,
    FormRow,
    IconButton,
    Label,
    MutedLabel,
    PageStack,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    StrongLabel,
    TextField,
)
from workbench.widgets.elision import shorten_names
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.pages.page_clearance import PageClearance
    from projects.store.project import Project

ALL, CODEBOOK = "·all", "·codebook"


@dataclass(frozen=True)
class ExportRequest:
    """What is to leave."""

    what: str  # a table's id, ALL or CODEBOOK
    kind: str
    edited: bool
    labels: bool
    reasons: bool
    dictionary: bool
    identifiers: bool
    destination: Destination


class ExportPanel(Pane):
    """Asks, then writes as a job."""

    left = Signal()

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.left.emit(), framed=False)
        super().__init__(PaneHeader(msg("data.view.export"), close), margins=(12, 12, 12, 12), scroll=True)
        self.session: Session | None = None
        self.tables: Sequence[DataTable] = ()
        self._linking: dict[str, frozenset[str]] = {}
        self.what = ChoiceField(msg("data.view.export.what"))
        self.kind = ChoiceField(msg("data.view.export.kind"), [(writer.id, writer.label) for writer in data_writers()])
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
        self.reasons, self.dictionary, self.identifiers = TickBox(), TickBox(), TickBox()
        say(self.reasons, msg("data.view.export.reasons"), tip=msg("data.view.export.reasons_tip"))
        say(self.dictionary, msg("data.view.export.dictionary"), tip=msg("data.view.export.dictionary_tip"))
        say(self.identifiers, msg("data.view.export.identifiers"), tip=msg("data.view.export.identifiers_tip"))
        self.reasons.setChecked(True)
        self.dictionary.setChecked(True)
        for name, field in (
            ("data.view.export.what", self.what),
            ("data.view.export.kind", self.kind),
            ("data.view.export.destination", self.destination),
        ):
            self.body.addWidget(FormRow(msg(name), field))
        self.more = FoldedLine(msg("data.view.export.more"), self._rarer())
        self.body.addWidget(self.more)
        self.note = MutedLabel("", wrap=True)
        self.body.addWidget(self.note)
        row = QHBoxLayout()
        self.leave = PrimaryButton(msg("data.view.export.choose_file"), self._choose)
        row.addWidget(self.leave)
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        for changed in (self.edited.chosen, self.wording.chosen, self.reasons.toggled, self.dictionary.toggled):
            changed.connect(lambda _value: self._say_rarer())
        self.identifiers.toggled.connect(lambda _on: self._fit())
        self.what.chosen.connect(lambda _what: self._fit())
        self.kind.chosen.connect(lambda _kind: self._fit())
        self.destination.chosen.connect(lambda _destination: self._fit())

    def _rarer(self) -> QWidget:
        """What is mostly left as it is: state, words or codes, what goes along."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        for name, field in (("data.view.export.state", self.edited), ("data.view.wording", self.wording)):
            column.addWidget(FormRow(msg(name), field))
        for box in (self.reasons, self.dictionary, self.identifiers):
            column.addWidget(box)
        return inside

    def _say_rarer(self) -> None:
        """Beside the folded line, what of it is not as usual."""
        said: list[Text] = [] if self.edited.value() else [msg("data.view.export.collected")]
        said += [msg("data.view.labels")] if self.wording.value() and self.wording.isEnabled() else []
        said += [msg("data.view.export.identifiers")] if self.identifiers.isChecked() else []
        along = (("no_reasons", self.reasons), ("no_dictionary", self.dictionary))
        said += [msg(f"data.view.export.{key}") for key, box in along if not box.isHidden() and not box.isChecked()]
        self.more.note.say(joined(said, language_of()))

    def respeak(self, _language: str) -> None:
        """Say in another language what is not as usual."""
        self._say_rarer()

    def attach(self, session: Session) -> None:
        """The project is open."""
        self.session = session

    def offer(self, tables: Sequence[DataTable], chosen: str) -> None:
        """Offer the tables of the project, beginning with one."""
        self.tables = tables
        named: list[tuple[str, Text]] = distinct_titles(tables, title_of)
        if len(tables) > 1:
            named.append((ALL, msg("data.view.export.all")))
        named.append((CODEBOOK, msg("data.view.export.codebook")))
        self.what.set_choices(named)
        self.what.choose(chosen)
        self._fit()
        if self.session is not None:
            self.session.ask(partial(_linking_of, tables), self._take_linking, owner=self)

    def _take_linking(self, found: dict[str, frozenset[str]]) -> None:
        self._linking = found
        self._fit()

    def _fit(self) -> None:
        plain = self.what.value() != CODEBOOK
        self._offer_kinds(plain)
        writer = data_writer(str(self.kind.value())) if plain else None
        inside = self.destination.value() is Destination.INSIDE
        self.edited.setEnabled(plain)
        self.wording.setEnabled(writer is not None and writer.labels)
        self.reasons.setVisible(writer is not None and writer.reasons)
        self.dictionary.setVisible(writer is not None and not writer.dictionary)
        self.identifiers.setVisible(plain)
        self.identifiers.setEnabled(inside)
        if not inside:
            self.identifiers.setChecked(False)
        self.note.say(self._stays(plain))
        self._say_rarer()

    def _offer_kinds(self, plain: bool) -> None:
        """The kinds of file for data or for their codebook; for all tables together the one that holds several."""
        offered = data_writers() if plain else survey_codebook_writers()
        self.kind.set_choices([(one.id, one.label) for one in offered])
        if self.what.value() == ALL:
            self.kind.choose(next(one.id for one in data_writers() if one.several))
        self.kind.setEnabled(self.what.value() != ALL)

    def _stays(self, plain: bool) -> Text:
        """What stays behind, and what to look at before the file leaves the team."""
        destination = self.destination.value()
        if not plain:
            return msg("data.view.export.codebook_note")
        chosen = [table for table in self.tables if self.what.value() in (ALL, table.id)]
        wanted = [variable for table in chosen for variable in table.variables]
        along = self.identifiers.isChecked()
        count = sum(
            stays_behind(variable, destination, along, self._linking.get(table.id, ()))
            for table in chosen
            for variable in table.variables
        )
        open_texts = sum(variable.content_unconfirmed for variable in wanted)
        if open_texts and destination is not Destination.INSIDE:
            return msg("kinds.export_note", n=count, texts=open_texts)
        key = "note_public" if destination is Destination.PUBLIC else "note"
        return msg(f"data.view.export.{key}", n=count)

    def asked(self) -> ExportRequest:
        """What is chosen."""
        kind = str(self.kind.value())
        return ExportRequest(
            str(self.what.value()),
            kind,
            bool(self.edited.value()),
            bool(self.wording.value()) and self.wording.isEnabled(),
            self.reasons.isChecked(),
            self.dictionary.isChecked() and self.what.value() != CODEBOOK and not data_writer(kind).dictionary,
            self.identifiers.isChecked() and self.identifiers.isEnabled(),
            self.destination.value(),
        )

    def _choose(self) -> None:
        asked = self.asked()
        if self.session is not None:
            ask_clearance(self, self.session, asked.destination.value, partial(self._choose_file, asked))

    def _choose_file(self, asked: ExportRequest, clearance: PageClearance | None) -> None:
        language = language_of()
        title = render(msg("data.view.export"), language)
        writers = survey_codebook_writers() if asked.what == CODEBOOK else data_writers()
        writer = next(one for one in writers if one.id == asked.kind)
        path, _kind = ask_new_file(self, "data", title, f"data{writer.suffix}", file_filter([writer], language))
        if path is not None:
            self.write(asked, path if path.suffix else path.with_suffix(writer.suffix), clearance)

    def write(self, asked: ExportRequest, path: Path, clearance: PageClearance | None = None) -> None:
        """Write the file as a job; the dialog has asked about one that is there."""
        session, language = self.session, language_of()
        if session is not None:
            session.job(
                msg("data.view.export.writing", file=path.name),
                lambda job: _written(session, job, asked, path, language, clearance),
                lambda done: self._done(path, *done),
                owner=self,
            )

    def _done(self, path: Path, renamed: int, told: Sequence[Message]) -> None:
        if self.session is not None:
            key = "renamed" if renamed else "done"
            names = path.with_suffix(".names.csv").name
            said = msg(f"data.view.export.{key}", file=path.name, n=renamed, names=names)
            self.session.exported.emit(with_names(said, told), path)


def _written(
    session: Session, job: Job, asked: ExportRequest, path: Path, language: str, clearance: PageClearance | None
) -> tuple[int, Sequence[Message]]:
    """Check and write, piece by piece; how many columns had to be called otherwise, what is to be told of names."""
    project, tables = ProjectProxy(session), None if asked.what in (ALL, CODEBOOK) else [asked.what]
    if asked.what == CODEBOOK:
        book = export_gate.export_codebook(
            project, path, language=language, destination=asked.destination, overwrite=True, progress=job
        )
        record(project, path, clearance)
        return 0, book.names
    order = Order(
        asked.kind, tables, edited=asked.edited, identifiers=asked.identifiers, destination=asked.destination,
        language=language, labels=asked.labels, reasons=asked.reasons,
    )  # fmt: skip
    names = export_gate.names_for(project, asked.destination, language)
    content = gather(project, order).reworded(names.without)
    write = partial(export_gate.export_data, project, destination=asked.destination, overwrite=True, names=names)
    write(path, lambda stream: content.write(stream, job))
    record(project, path, clearance)
    if asked.dictionary:
        beside = path.with_suffix(".dictionary.csv")
        write(beside, content.write_dictionary)
        record(project, beside, clearance)
    if content.renamed:
        write(names_beside(path), content.write_names)
        record(project, names_beside(path), clearance)
    return len(content.renamed), names.sentences()


def _linking_of(tables: Sequence[DataTable], project: Project) -> dict[str, frozenset[str]]:
    return {table.id: linking_variables(project, table.id) for table in tables}


_QUESTIONS, _LINES, _BOXES = 3, 5, 25
_ROWS = 12  # consequences in sight at once


class ChangePanel(Pane):
    """Emits `stored` with the proposal, the reason and the accepted consequences; `left` when nothing is changed."""

    stored = Signal(object, str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(PaneHeader(msg("data.view.change")))
        self.scrolled = ScrollingColumn(msg("data.view.change"))
        self.body.addWidget(self.scrolled)
        self.proposal: Proposal | None = None
        self.tables: Sequence[DataTable] = ()
        self.last_reason = ""
        self.reason = TextField(msg("data.view.change.reason"), placeholder="")
        self.row = FormRow(msg("data.view.change.reason"), self.reason)
        self.scrolled.body.addWidget(self.row)
        self.boxes: list[tuple[list[CellChange], QListWidgetItem]] = []

    def propose(self, proposal: Proposal, tables: Sequence[DataTable]) -> None:
        """Show changes and wait for their reason."""
        self.proposal, self.tables, self.boxes = proposal, tables, []
        body = self.scrolled.renew()
        self._show_changes(body, proposal)
        self.reason = TextField(msg("data.view.change.reason"), placeholder="")
        self.reason.setText(self.last_reason)
        self.reason.selectAll()
        self.reason.setCompleter(_completer(proposal.reasons, self.reason))
        self.reason.returnPressed.connect(self.store)
        self.row = FormRow(msg("data.view.change.reason"), self.reason, msg("data.view.change.reason_help"))
        body.addWidget(self.row)
        row = QHBoxLayout()
        row.addWidget(PrimaryButton(msg("data.view.change.store"), self.store))
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        row.addStretch(1)
        body.addLayout(row)
        follows = proposal.follows
        for key, changes in (("orphaned", follows.orphaned), ("newly_missing", follows.newly_missing)):
            if changes:
                body.addSpacing(4)
                heading = msg(f"data.view.change.{key}")
                body.addWidget(SectionLabel(heading, wrap=True))
                body.addWidget(self._ticked(heading, self._groups(changes)))
        if follows.unchecked:
            names = ", ".join(follows.unchecked)
            body.addWidget(MutedLabel(msg("data.view.change.unchecked", names=names), wrap=True))
        body.addStretch(1)
        self.scrolled.put()
        self.reason.setFocus()

    def _show_changes(self, body: QVBoxLayout, proposal: Proposal) -> None:
        """The questions concerned, and of each row the old and the new answer; of many only the first."""
        row_id, variable, old, new = proposal.lines[0]
        names = {line[1].id: called(line[1]) for line in proposal.lines}
        for name in list(names.values())[:_QUESTIONS]:
            body.addWidget(StrongLabel(name, wrap=True))
        title = title_of(proposal.table)
        if len(proposal.lines) == 1:
            body.addWidget(MutedLabel(msg("data.view.change.where", row=row_id, table=title), wrap=True))
            body.addWidget(Label(f"{old or '–'}  →  {new or '–'}", wrap=True))
            return
        count = len(proposal.lines)
        body.addWidget(MutedLabel(msg("data.view.change.where_many", n=count, table=title), wrap=True))
        for row_id, _variable, old, new in proposal.lines[:_LINES]:
            line = msg("data.view.change.line", row=row_id, old=old or "–", new=new or "–")
            body.addWidget(Label(line, wrap=True))
        if count > _LINES:
            body.addWidget(MutedLabel(msg("data.view.change.more", n=count - _LINES)))

    def _groups(self, changes: Sequence[CellChange]) -> list[list[CellChange]]:
        """One by one; of many, those of the same question together."""
        if len(changes) <= _BOXES:
            return [[change] for change in changes]
        groups: dict[tuple[str, str], list[CellChange]] = {}
        for change in changes:
            groups.setdefault((change.table_id, change.variable_id), []).append(change)
        return list(groups.values())

    def _ticked(self, heading: Text, groups: Sequence[list[CellChange]]) -> QListWidget:
        """What follows, to be ticked off where it shall stay as it is: one list."""
        listed = QListWidget()
        say(listed, name=heading)
        explain(listed, msg("data.view.change.other_table"))
        listed.setProperty("kind", "plain")
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shorten_names(listed)
        for group in groups:
            name = render(self._named(group), language_of())
            entry = QListWidgetItem(name, listed)
            entry.setToolTip(name)
            entry.setCheckState(Qt.CheckState.Checked)
            entry.setSizeHint(QSize(60, max(26, round(self.fontMetrics().height() * 1.6))))
            self.boxes.append((group, entry))
        listed.setCurrentRow(0)
        listed.setFixedHeight(min(len(groups), _ROWS) * listed.sizeHintForRow(0) + 4)
        return listed

    def _named(self, group: list[CellChange]) -> Text:
        first = group[0]
        table = next(table for table in self.tables if table.id == first.table_id)
        name: Text = called(table.variable(first.variable_id))
        if len(group) > 1:
            return msg("data.view.change.group", n=len(group), variable=name, table=title_of(table))
        if self.proposal is not None and (table.id != self.proposal.table.id or len(self.proposal.changes) > 1):
            return msg("data.view.change.other_table", variable=name, row=first.row_id, table=title_of(table))
        return name

    def respeak(self, language: str) -> None:
        """Name what follows in another language."""
        for group, entry in self.boxes:
            entry.setText(render(self._named(group), language))

    def store(self) -> None:
        """Hand the change on; without a reason, ask for one."""
        reason = self.reason.text().strip()
        if not reason:
            self.row.complain(msg("data.view.change.needs_reason"))
            self.reason.setFocus()
            return
        self.last_reason = reason
        accepted = tuple(change for group, box in self.boxes if _is_on(box) for change in group)
        self.stored.emit(self.proposal, reason, accepted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _is_on(entry: QListWidgetItem) -> bool:
    return entry.checkState() == Qt.CheckState.Checked


def _completer(reasons: Sequence[str], field: TextField) -> QCompleter:
    """Offers reasons given before, as one types."""
    made = QCompleter(list(reasons), field)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    return made


class RightColumn(PageStack):
    """One page at a time; `furnish` makes them."""

    def __init__(self, state: DataState) -> None:
        super().__init__()
        self._state = state

    def furnish(self) -> Iterator[None]:
        """The inspectors, then the panels."""
        self.inspector, self.table_inspector = VariableInspector(), TableInspector()
        self.change_panel, self.chooser = ChangePanel(), ColumnChooser()
        for page in (self.table_inspector, self.inspector, self.change_panel, self.chooser):
            self.addWidget(page)
        yield
        self.export_panel, self.derive_panel, self.label_form = ExportPanel(), DerivePanel(), LabelForm()
        for panel in (self.export_panel, self.derive_panel, self.label_form):
            self.addWidget(panel)
        self.export_panel.left.connect(self.show_facts)
        self.label_form.closed.connect(self.show_facts)

    def facts_page(self) -> QWidget:
        """The page of facts about the chosen variable, else about the table."""
        return self.table_inspector if self._state.variable_id is None else self.inspector

    def show_facts(self) -> None:
        """Show it."""
        self.setCurrentWidget(self.facts_page())

    def bring(self, page: QWidget) -> None:
        """Show a page, the column unfolded where it was folded away."""
        unfold_column(self)
        self.setCurrentWidget(page)

    def asks(self) -> bool:
        """Whether columns, an export, a derived variable or a wording are being chosen."""
        return self.currentWidget() in (self.chooser, self.export_panel, self.derive_panel, self.label_form)

    def ask_export(self) -> None:
        """Ask what leaves, as what and where to."""
        self.export_panel.offer(self._state.contents.tables, self._state.table_id)
        self.bring(self.export_panel)
        self.export_panel.what.setFocus()
