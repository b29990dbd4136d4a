# SPDX-License-Identifier: MIT
"""The import conversation: a file is read, its findings and guesses are shown, then one action takes it in.

The same page takes up a newer export of data at hand, and gives data a form that was missing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from analysis.records import Kind
from projects.imported.records import ImportedTable
from projects.importing.options import ImportOptions, with_marks_of
from projects.readers.survey_files import survey_patterns
from wording import Problem, Progress, Text, msg, render
from workbench.data.imports.confirmation_pane import GuessesColumn
from workbench.data.imports.findings_pane import FindingsColumn
from workbench.data.imports.first_look import is_plain
from workbench.data.imports.form_files import ImportForm
from workbench.data.imports.merge_page import NewerPage
from workbench.data.preview.column_rows import ColumnSelection
from workbench.data.preview.columns_pane import ColumnsPane
from workbench.data.preview.file_reading import (
    ConfirmedGuesses,
    KnownDatasets,
    ReadFile,
    attached,
    import_of,
    known_for,
    options_from_json,
    read_again,
    read_file,
)
from workbench.data.preview.import_pages import COLUMNS, FINDINGS, ImportTalk
from workbench.data.preview.waiting_page import FileWaitingPage
from workbench.data.side_column_widgets import ScrollingColumn
from workbench.file_dialogs import ask_file, remember
from workbench.jobs import Job
from workbench.session import Session
from workbench.table_labels import title_of_imported
from workbench.translation import language_of, say
from workbench.variable_words import has_words
from workbench.widgets import (
    Button,
    ChoiceField,
    Fact,
    Label,
    Line,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
)

if TYPE_CHECKING:
    from projects.store.actions import Action, Changes
    from projects.store.project import Project


@dataclass(frozen=True)
class AttachTo:
    """A data set that is to get its form: its id, the name and bytes of its original, that file where it was named."""

    data_set: str
    name: str
    original: tuple[str, bytes]
    given: Path | None = None
    options: ImportOptions = ImportOptions()  # how it was read when it came


class FormAttachment(ScrollingColumn):
    """Shows what the form brings; nothing is chosen here."""

    def __init__(self) -> None:
        super().__init__(msg("data.view.attach"), margins=(16, 14, 16, 14))

    def show_read(self, read: ReadFile, name: str) -> None:
        """Count what the form knows of each table."""
        body = self.renew()
        body.addWidget(
            Label(msg("data.view.attach.brings", form=read.form.name if read.form else "", name=name), wrap=True)
        )
        body.addWidget(MutedLabel(msg("data.view.attach.stays"), wrap=True))
        for table in read.imported.tables:
            body.addSpacing(8)
            body.addWidget(
                SectionLabel(msg("data.view.import.about", table=title_of_imported(table), count=table.rows))
            )
            for key, count in _counts(table).items():
                body.addWidget(Fact(msg(f"data.view.attach.{key}"), msg("data.view.newer.count", count=count)))
        body.addStretch(1)
        self.put()


def _counts(table: ImportedTable) -> dict[str, int]:
    return {
        "worded": sum(has_words(variable.labels) for variable in table.variables),
        "with_choices": sum(
            any(has_words(choice.labels) for choice in variable.choices) for variable in table.variables
        ),
        "sets": sum(variable.kind is Kind.SET for variable in table.variables),
        "conditions": sum(bool(variable.relevant) for variable in table.variables),
    }


APPEND = "append:"  # before the id of a data set that gets the rows of a file


class ImportHeading(QWidget):
    """`form_requested`, `form_refused`: buttons beside the form; `target_chosen`: the id of a data set, "" for none.

    APPEND stands before the id where rows are added.
    """

    form_requested = Signal()
    form_refused = Signal()
    target_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.form_name = Label("")
        self.form_note = MutedLabel("")
        self.choose_form = Button(
            msg("data.view.import.choose_form"), lambda: self.form_requested.emit(), icon="file-text"
        )
        self.without_form = Button(msg("data.view.import.without_form"), lambda: self.form_refused.emit())
        self.newer_note = Label(msg("data.view.newer.looks"))
        self.target = ChoiceField(msg("data.view.newer.target"))
        self.target.setMinimumContentsLength(34)
        self.target.chosen.connect(lambda value: self.target_chosen.emit(str(value)))
        self.newer_row = self._row(2, self.newer_note, self.target, None)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._row(7, self.form_name, self.form_note, None, self.choose_form, self.without_form))
        whole.addWidget(self.newer_row)
        self.newer_row.hide()

    def _row(self, top: int, *widgets: QWidget | None) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(18, top, 18, 7)
        row.setSpacing(8)
        for widget in widgets:
            if widget is None:
                row.addStretch(1)
            else:
                row.addWidget(widget)
        return whole

    def say_form(self, form: Path | str | None, note: Text, *, changeable: bool = True) -> None:
        """Name the form, and where it came from."""
        name = form.name if isinstance(form, Path) else form
        self.form_name.say(msg("data.view.import.form", file=name) if name else msg("data.view.import.no_form"))
        self.form_note.say(note)
        self.choose_form.setVisible(changeable)
        self.without_form.setVisible(changeable and form is not None)

    def offer(self, data_sets: Sequence[tuple[str, str]], registers: Container[str] = ()) -> str:
        """Offer to add the rows to a register, or to take the file as newer data of one of these.

        The first offer is proposed and given back.
        """
        offered = [
            (f"{APPEND}{data_set}", msg("data.view.newer.append", name=name))
            for data_set, name in data_sets
            if data_set in registers
        ]
        offered += [(data_set, msg("data.view.newer.of", name=name)) for data_set, name in data_sets]
        self.target.set_choices([*offered, ("", msg("data.view.newer.apart"))])
        self.target.choose(offered[0][0])
        self.newer_row.show()
        self.target.setFocus()
        return offered[0][0]


_WAITING, _TALK, _NEWER = range(3)


class ImportPage(Pane):
    """`imported` carries what an import made, `left` comes when nothing is imported."""

    left = Signal()
    merged = Signal(tuple)  # ids of the tables that a newer export went into
    imported = Signal(object)
    charted = Signal(object, str, object)  # what an import made, a table by its id in the file, its FirstChart

    def __init__(self) -> None:
        self.cancel = Button(msg("data.view.cancel"), self.leave)
        self.take = PrimaryButton(msg("data.view.import.take"), self._take)
        say(self.take, tip=msg("import.take.key"))
        self.header = PaneHeader(msg("data.view.import"), self.cancel, self.take)
        super().__init__(self.header, spacing=0)
        self.session: Session | None = None
        self.path: Path | None = None
        self.form = ImportForm()
        self.attaching: AttachTo | None = None
        self.read: ReadFile | None = None
        self.job: Job | None = None
        self._marks_changed = False  # the user changed them here: what is kept with a data set gives way
        self.head = ImportHeading()
        self.findings, self.guesses, self.joining = FindingsColumn(), GuessesColumn(), FormAttachment()
        self.newer = NewerPage()
        self.pages = QStackedWidget()
        waiting = FileWaitingPage(self._another)
        self.sentence, self.bar, self.again = waiting.sentence, waiting.bar, waiting.again
        for page in (waiting, self._talk(), self.newer):
            self.pages.addWidget(page)
        for widget in (self.head, Line()):
            self.body.addWidget(widget)
        self.body.addWidget(self.pages, 1)
        self.head.form_requested.connect(self._choose_form)
        self.head.form_refused.connect(self._without_form)
        self.head.target_chosen.connect(self._target_chosen)
        self.guesses.reread.connect(self._start)
        self.findings.marked.connect(self._marked)
        self.guesses.first.marked.connect(self._marked)
        self.newer.ready.connect(self.take.setEnabled)
        self.take.setEnabled(False)

    def _talk(self) -> QWidget:
        self.side = QStackedWidget()
        self.side.addWidget(self.guesses)
        self.side.addWidget(self.joining)
        self.columns = ColumnsPane(lambda: self.guesses.said)
        self.talk = ImportTalk(self.findings, self.columns, self.side)
        self.columns.changed.connect(self._column_changed)
        self.columns.counted.connect(self.talk.say_counts)
        self.columns.marked.connect(self._marked)
        self.guesses.changed.connect(self.columns.refresh)
        self.guesses.looked.connect(self._look)
        self.guesses.keyed.connect(self._keyed)
        return self.talk

    def _column_changed(self) -> None:
        """Something was said in the list of columns."""
        self.guesses.show_again()
        self.columns.refresh()

    def _look(self, which: ColumnSelection) -> None:
        self.talk.show_page(COLUMNS)
        self.columns.show_list(which)

    def _keyed(self, key: str | None) -> None:
        """Read the file again with that row key; what was said stays."""
        if self.read is not None:
            self.guesses.say_again(self.guesses.said)
            self._start(replace(self.read.options, key=key))

    def attach(self, session: Session) -> None:
        """The project is open."""
        self.session = self.columns.session = session

    # Reading

    def begin(self, path: Path, form: Path | None = None) -> None:
        """Read a file with a form: the one given, or the one that lies beside it, if any."""
        self._forget()
        self.path, self.form = path, ImportForm(path, form)
        self.form.look_beside()
        self._start(ImportOptions())

    def under_way(self) -> dict[str, Any]:
        """What was said about the file so far, as plain values."""
        found: dict[str, Any] = {"form": str(self.form.file) if isinstance(self.form.file, Path) else None}
        if self.read is not None and self.attaching is None:
            found["options"] = asdict(self.read.options)
            found["said"] = self.guesses.said.to_json()
        return found

    def begin_again(self, path: Path, kept: dict[str, Any]) -> None:
        """Read a file as it was read before a lock, with what was said about it."""
        form = Path(kept["form"]) if kept.get("form") else None
        self._forget()
        self.path, self.form = path, ImportForm(path, form if form is not None and form.exists() else None)
        self.form.look_beside()
        if "said" in kept:
            self.guesses.say_again(ConfirmedGuesses.from_json(kept["said"]))
        self._start(options_from_json(kept.get("options", {})))

    def begin_attaching(self, to: AttachTo, form: Path) -> None:
        """Read the original of a data set again, now with its form."""
        self._forget()
        self.path, self.form, self.attaching = Path(to.original[0]), ImportForm(None, form), to
        self._start(ImportOptions())

    def use_form(self, form: Path) -> None:
        """Read the file again with this form."""
        self.form.file = form
        self._start(self.read.options if self.read else ImportOptions())

    def _marked(self, mark: str, columns: str | tuple[str, ...], reason: int) -> None:
        """Read the file again with a missing mark as told, in these columns or ("") in all; what was said stays."""
        if self.read is None:
            return
        self._marks_changed = True
        said = {name: dict(marks) for name, marks in self.read.options.mark_reasons.items()}
        for column in (columns,) if isinstance(columns, str) else columns:
            said.setdefault(column, {})[mark] = reason
        self.guesses.say_again(self.guesses.said)
        self._start(replace(self.read.options, mark_reasons=said))

    def session_is_busy(self) -> bool:
        """Whether an answer of the project is on its way."""
        return self.session is not None and (self.session.waiting > 0 or bool(self.session.jobs))

    def is_read(self) -> bool:
        """Whether the conversation is on show."""
        return self.read is not None and self.pages.currentIndex() != _WAITING

    def is_newer(self) -> bool:
        """Whether the file is compared with data at hand."""
        return self.pages.currentIndex() == _NEWER

    def _start(self, options: ImportOptions) -> None:
        path, session = self.path, self.session
        if path is None or session is None:
            return
        self._stop()
        self.read = None
        self.take.setEnabled(False)
        title = "data.view.attach.title" if self.attaching else "data.view.import.title"
        self.header.title.say(msg(title, file=path.name, name=self.attaching.name if self.attaching else ""))
        self._say_form()
        self.sentence.say(msg("data.view.import.reading", file=path.name))
        self.bar.setValue(0)
        self.bar.show()
        self.again.hide()
        self.pages.setCurrentIndex(_WAITING)
        self.head.newer_row.hide()
        self.job = job = session.job(
            msg("data.view.import.reading", file=path.name),
            self._reading(path, options),
            lambda read: self._read(read) if self.job is job else None,
            lambda problem: self._failed(problem) if self.job is job else None,
            owner=self,
        )
        job.moved.connect(self._moved)

    def _reading(self, path: Path, options: ImportOptions) -> Callable[[Progress], ReadFile]:
        form, to = self.form.file, self.attaching
        if to is not None:
            assert isinstance(form, Path)
            return lambda progress: read_again(to.original, form, to.given, to.options, progress)
        return lambda progress: read_file(path, form, options, progress)

    def _moved(self) -> None:
        if self.job is not None and self.job.fraction is not None:
            self.bar.setValue(round(self.job.fraction * 1000))

    def _read(self, read: ReadFile) -> None:
        self.job, self.read = None, read
        self.findings.show_read(read)
        self.pages.setCurrentIndex(_TALK)
        self.talk.show_pages(columns=self.attaching is None)
        self._say_take()
        if self.attaching is None and is_plain(read):
            self.header.title.say(msg("import.what", file=read.path.name))
            self.talk.show_page(COLUMNS)
        self.take.setEnabled(True)
        self.talk.focus_page(self.columns.table)  # not the button: an Enter typed while it was read imports nothing
        if self.attaching is not None:
            self.joining.show_read(read, self.attaching.name)
            self.side.setCurrentWidget(self.joining)
            return
        self.guesses.show_read(read)
        self.columns.show_read(read)
        self.side.setCurrentWidget(self.guesses)
        if self.session is not None:
            self.session.ask(
                lambda project: (read, known_for(project, read)),
                self._datasets_read,
                latest=("data", "newer"),
                owner=self,
            )

    def _say_take(self) -> None:
        plain = self.read is not None and is_plain(self.read)
        key = "data.view.attach.take" if self.attaching else "import.yes" if plain else "data.view.import.take"
        say(self.take, msg(key))

    def _datasets_read(self, found: tuple[ReadFile, KnownDatasets]) -> None:
        """Offer to take the file up as a newer export of what is there; that is proposed first.

        An export without its form is read again with the form the project keeps.
        """
        read, known = found
        if read is not self.read or not known.data_sets:
            return
        how = (
            read.options if known.options is None or self._marks_changed else with_marks_of(known.options, read.options)
        )
        if self.form.take_kept(known.form) or how != read.options:
            self._start(how)
            return
        self._target_chosen(self.head.offer(known.data_sets, known.registers))

    def take_apart(self) -> None:
        """Take the file as a data set of its own, whatever it looks like."""
        self.head.target.choose("")
        self._target_chosen("")

    def _target_chosen(self, target: str) -> None:
        if self.read is None or self.session is None:
            return
        data_set, append = target.removeprefix(APPEND), APPEND in target
        if data_set:
            say(self.take, msg(f"data.view.import.{'append' if append else 'take_up'}"))
        else:
            self._say_take()
            self.pages.setCurrentIndex(_TALK)
            self.take.setEnabled(True)
            return
        self.pages.setCurrentIndex(_NEWER)
        self.newer.compare(self.session, self.read, data_set, append=append)

    def _failed(self, problem: Problem) -> None:
        self.job = None
        if problem.message.key == "importing.problem.other_form" and self.form.is_guessed():
            self.form.drop_unfit()
            self._start(self.read.options if self.read else ImportOptions())
            return
        self.sentence.say(problem.message)
        self.bar.hide()
        self.again.setVisible(self.attaching is None)
        self.again.setFocus()

    def _say_form(self) -> None:
        form = self.form.file
        self.head.say_form(form.name if form is not None else None, self.form.note(), changeable=self.attaching is None)

    def _choose_form(self) -> None:
        language = language_of()
        kinds = render(msg("data.view.import.form_files", patterns=survey_patterns("workbook")), language)
        if self.path is not None:  # a form lies beside its data more often than where the last one was
            remember("forms", self.path)
        chosen = ask_file(self, "forms", render(msg("data.view.import.choose_form"), language), kinds)
        if chosen is not None:
            self.use_form(chosen)

    def _without_form(self) -> None:
        self.form.refuse()
        self._start(self.read.options if self.read else ImportOptions())

    def _another(self) -> None:
        language = language_of()
        kinds = render(msg("data.view.import.files", patterns=survey_patterns()), language)
        chosen = ask_file(self, "survey", render(msg("data.view.import"), language), kinds)
        if chosen is not None:
            self.begin(chosen)

    # The end of the conversation

    def _take(self) -> None:
        session, action = self.session, self._action()
        if session is None or action is None:
            return
        self.take.setEnabled(False)
        session.do(action, self._imported, self._not_taken)

    def _action(self) -> Callable[[Project], Action] | None:
        read, said, to = self.read, self.guesses.said, self.attaching
        if read is None:
            return None
        if to is not None:
            return lambda project: attached(read, to.data_set, project)
        return self.newer.action() if self.is_newer() else lambda project: import_of(read, said, project)

    def _imported(self, changes: Changes) -> None:
        read, path, comparison = self.read, self.path, self.newer.comparison if self.is_newer() else None
        chart = None if self.is_newer() or self.attaching is not None else self.guesses.first_chart()
        self._forget()
        if comparison is not None:
            self.merged.emit(tuple(one.table.id for one in comparison.tables))
        self.imported.emit(changes.result)
        if chart is not None:
            self.charted.emit(changes.result, *chart)
        if self.session is not None:
            self.session.notice.emit(changes.message)
            if path is not None and read is not None:
                self.session.brought_in.emit(read.imported.files_of(path))

    def _not_taken(self, problem: Problem) -> None:
        self.take.setEnabled(True)
        if self.session is not None:
            self.session.report_problem(problem.message, self)

    def leave(self) -> None:
        """Import nothing; a reading that runs is cancelled."""
        was_busy = self.path is not None
        self._stop()
        self._forget()
        if was_busy:
            self.left.emit()

    def _forget(self) -> None:
        self.path, self.form, self.read, self.attaching = None, ImportForm(), None, None
        self._marks_changed = False
        self.talk.show_page(FINDINGS)
        self.guesses.said = ConfirmedGuesses()

    def _stop(self) -> None:
        job, self.job = self.job, None
        if job is not None:
            job.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Ctrl+Enter takes all as it stands; A and M answer what is asked."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier and self.take.isEnabled():
            self._take()
        elif self.attaching is not None or self.read is None or not self.guesses.first.answers(event, self.read):
            super().keyPressEvent(event)
