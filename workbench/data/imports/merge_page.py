# SPDX-License-Identifier: MIT
"""The conversation about a newer export: what is new, changed, vanished, edited here, worded anew, line by line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import merge_action
from wording import Labels, Problem, Text, msg, render
from workbench.data.imports.findings_pane import FindingsColumn
from workbench.data.imports.merge_differences import (
    TICKED,
    ComparisonLines,
    ComparisonWords,
    Key,
    MergeLine,
    TickTable,
    chosen_of,
    comparison_lines,
    followers,
    variables_of,
)
from workbench.data.preview.file_reading import ReadFile
from workbench.data.side_column_widgets import NamedField, ScrollingColumn
from workbench.results.warnings import WarningCard
from workbench.session import Session
from workbench.table_labels import title_of
from workbench.translation import language_of, say
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    Label,
    LeadLabel,
    MutedLabel,
    RowsColumn,
    SectionLabel,
    StrongLabel,
    Tabs,
)
from workbench.widgets import Line as HairLine

if TYPE_CHECKING:
    from projects.datasets.merge.comparison import Comparison, TableComparison
    from projects.store.actions import Action
    from projects.store.project import Project

_FIELD = 420


class SameRows(ScrollingColumn):
    """`decided` comes when every question is answered; `answers` holds row ids, None for a new row."""

    decided = Signal()

    def __init__(self) -> None:
        super().__init__(msg("data.view.newer.tab.same", count=0), margins=(18, 14, 18, 14))
        self.answers: dict[tuple[str, int], int | None] = {}
        self._open: list[tuple[str, int]] = []

    def ask(self, comparison: Comparison, in_words: ComparisonWords) -> None:
        """Show the questions of a comparison."""
        body = self.renew()
        self._open = []
        body.addWidget(Label(msg("data.view.newer.same_note"), wrap=True))
        for table in comparison.tables:
            if table.ambiguous:
                body.addWidget(SectionLabel(title_of(table.table)))
            for ambiguity in table.ambiguous:
                body.addWidget(MutedLabel(msg(f"data.newer.why_{ambiguity.why}"), wrap=True))
                for row in ambiguity.new_rows:
                    self._question(body, table, row, ambiguity.row_ids, in_words)
                body.addSpacing(8)
        body.addStretch(1)
        self.put()

    def _question(
        self, body: QVBoxLayout, table: TableComparison, row: int, row_ids: tuple[int, ...], in_words: ComparisonWords
    ) -> None:
        place, language = (table.table.id, row), language_of()
        self._open.append(place)

        def worded(named: Text, cells: object) -> Text:
            words = in_words.few(table, cells, language)  # type: ignore[arg-type]  # cells as the finding holds them
            return f"{render(named, language)} · {words}" if words else named

        label = worded(msg("data.view.newer.row", row=row + 1), table.words_of_new.get(row, ()))
        offered = [
            ("", msg("data.view.newer.undecided")),
            *(
                (one, worded(msg("data.view.newer.is_row", row=one), table.words_of_existing.get(one, ())))
                for one in row_ids
            ),
            (None, msg("data.view.newer.is_new")),
        ]
        field = ChoiceField(label, offered)
        field.choose(self.answers.get(place, ""))
        field.chosen.connect(lambda value: self.decide(table.table.id, row, value))
        body.addWidget(NamedField(label, field, _FIELD))

    def decide(self, table: str, row: int, value: int | str | None) -> None:
        """One answer: a row id, None for a new row, "" for none yet."""
        if value == "":
            self.answers.pop((table, row), None)
            return
        self.answers[table, row] = value if isinstance(value, int) else None
        if all(place in self.answers for place in self._open):
            self.decided.emit()


_DETAIL = 360
_MOST_VALUES = 200
_WIDTHS = {
    "new": (80, 150, 190, 300),
    "changed": (80, 150, 90, 400),
    "vanished": (80, 150, 90, 300),
    "edits": (80, 130, 70, 170, 110, 110, 110),
    "questions": (80, 130, 180, 130, 160, 160),
}


class NewerPage(QWidget):
    """Compares the file with a data set; `ready` tells whether it can be taken up now."""

    ready = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.session: Session | None = None
        self.read: ReadFile | None = None
        self.data_set = ""
        self._append = False
        self.comparison: Comparison | None = None
        self.in_words = ComparisonWords()
        self.lines: dict[str, list[MergeLine]] = {name: [] for name in TICKED}
        self._identifying = False
        self._turned: dict[Key, bool] = {}  # what the user ticked or unticked
        self.tabs = Tabs(msg("data.view.newer"))
        self.all = Button(msg("data.view.newer.all"), lambda: self._turn_all(True))
        self.none = Button(msg("data.view.newer.none"), lambda: self._turn_all(False))
        self.reveal = QCheckBox()
        say(self.reveal, msg("data.view.newer.reveal"))
        self.note = MutedLabel("", wrap=True)
        self.lacks = WarningCard()
        self.table = TickTable(msg("data.view.newer"))
        self.detail = ScrollingColumn(msg("data.view.newer.detail"), margins=(16, 12, 16, 12))
        self.same, self.findings = SameRows(), FindingsColumn()
        self.sentence = LeadLabel("", wrap=True)
        self._lay_out()
        self.tabs.chosen.connect(self._show_tab)
        self.table.ticked.connect(self._ticked)
        self.table.selectionModel().currentRowChanged.connect(lambda _new, _old: self._show_detail())
        self.reveal.toggled.connect(self._revealed)
        self.same.decided.connect(self._compare)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(18, 8, 18, 4)
        head.setSpacing(8)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.reveal)
        head.addWidget(self.all)
        head.addWidget(self.none)
        listed = QWidget()
        row = QHBoxLayout(listed)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.table, 1)
        row.addWidget(HairLine(upright=True))
        self.detail.setFixedWidth(_DETAIL)
        self.table.horizontalHeader().setMinimumSectionSize(60)
        row.addWidget(self.detail)
        waiting = QWidget()
        whole = QVBoxLayout(waiting)
        whole.setContentsMargins(18, 24, 18, 24)
        whole.addWidget(self.sentence)
        whole.addStretch(1)
        self.pages = QStackedWidget()
        for page in (waiting, listed, self.same, self.findings):
            self.pages.addWidget(page)
        notes = QHBoxLayout()
        notes.setContentsMargins(18, 0, 18, 6)
        notes.addWidget(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        warned = QHBoxLayout()
        warned.setContentsMargins(18, 0, 18, 6)
        warned.addWidget(self.lacks)
        column.addLayout(head)
        column.addLayout(warned)
        column.addLayout(notes)
        column.addWidget(HairLine())
        column.addWidget(self.pages, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list keeps most of the room."""
        super().resizeEvent(event)
        self.detail.setFixedWidth(min(_DETAIL, self.width() * 3 // 10))

    # Comparing

    def compare(self, session: Session, read: ReadFile, data_set: str, *, append: bool = False) -> None:
        """Compare a file with a data set in the background; `append`: its rows are added to those there."""
        self.session, self.read, self.data_set, self._append = session, read, data_set, append
        self.comparison, self.same.answers, self._turned = None, {}, {}
        self.findings.show_read(read)
        self._compare()

    def _compare(self) -> None:
        session, read, data_set, decided = self.session, self.read, self.data_set, dict(self.same.answers)
        append = self._append
        if session is None or read is None:
            return
        self.ready.emit(False)
        self._wait(msg("data.view.newer.comparing"))
        session.job(
            msg("data.view.newer.comparing"),
            lambda job: comparison_lines(
                session.fetch(lambda project: compare(project, data_set, read.imported, decided, job, append=append))
            ),
            lambda compared: self._show(compared) if self.read is read else None,
            lambda problem: self._failed(problem) if self.read is read else None,
            owner=self,
        )

    def _wait(self, text: Text) -> None:
        self.sentence.say(text)
        self.pages.setCurrentIndex(0)
        for widget in (self.tabs, self.all, self.none, self.reveal, self.note, self.lacks):
            widget.hide()

    def _failed(self, problem: Problem) -> None:
        self._wait(problem.message)

    def _show(self, compared: ComparisonLines) -> None:
        self.comparison, self.lines, self._identifying = compared.comparison, compared.lines, compared.identifying
        comparison, lines, ticked = compared.comparison, compared.lines, compared.ticked
        known = {line.key for listed in lines.values() for line in listed} if self._turned else set()
        on = {key for key, turned in self._turned.items() if turned and key in known}
        off = {key for key, turned in self._turned.items() if not turned}
        self.table.lines.ticked = (ticked | on) - off
        always = TICKED[:1] if comparison.appends else TICKED[:3]
        tabs = [(name, self._tab_text(name)) for name in TICKED if self.lines[name] or name in always]
        if comparison.undecided:
            tabs.insert(0, ("same", self._tab_text("same")))
        tabs.append(("found", msg("data.view.newer.tab.found")))
        self.tabs.set_tabs(tabs)
        first = "same" if comparison.undecided else next((name for name in TICKED if self.lines[name]), "new")
        first = "new" if comparison.appends and not comparison.undecided else first
        self.tabs.choose(first)
        self.tabs.show()
        self.lacks.say(comparison.lacks)
        self.same.ask(comparison, self.in_words)
        self._show_tab(first)
        self.ready.emit(comparison.undecided == 0)

    def _tab_text(self, name: str) -> Text:
        if name == "same":
            assert self.comparison is not None
            return msg("data.view.newer.tab.same", count=self.comparison.undecided)
        count = len({line.key for line in self.lines[name]}) if name == "questions" else len(self.lines[name])
        return msg(f"data.view.newer.tab.{name}", count=count)

    # Showing

    def _show_tab(self, name: str) -> None:
        if name in TICKED:
            self.table.show_lines(self.lines[name], self._columns(name), _WIDTHS[name])
            self.pages.setCurrentIndex(1)
        else:
            self.pages.setCurrentIndex(2 if name == "same" else 3)
        self.reveal.setVisible(self._identifying and name in ("changed", "edits"))
        for widget in (self.all, self.none):
            widget.setVisible(name in TICKED and bool(self.lines[name]))
        self._say_note()
        self._show_detail()

    def _say_note(self) -> None:
        name = self.tabs.value()
        self.note.setVisible(name in TICKED)
        if name not in TICKED or self.comparison is None:
            return
        language = language_of()
        parts = [render(msg(f"data.view.newer.note.{name}"), language)] if self.lines[name] else []
        if not self.lines[name]:
            parts.append(render(msg(f"data.view.newer.nothing.{name}"), language))
        more = followers(self.comparison, name) if name in ("new", "vanished") else 0
        if more:
            parts.append(render(msg("data.view.newer.follow", n=more), language))
        erased = sum(len(table.erased) for table in self.comparison.tables)
        if name == "new" and erased:
            parts.append(render(msg("data.view.newer.erased_rows", n=erased), language))
        if name == "new":
            parts += [render(note, language) for note in self.comparison.append_notes]
        if self.lines[name]:
            keys = {line.key for line in self.lines[name]}
            taken = len(keys & self.table.lines.ticked)
            parts.append(render(msg("data.view.newer.taken", taken=taken, count=len(keys)), language))
        self.note.say(" ".join(parts))

    def _columns(self, name: str) -> list[RowsColumn]:
        tell = self.in_words
        tick = RowsColumn(
            msg(f"data.view.newer.head.{'give_way' if name == 'edits' else 'take'}"), lambda _line, _l: ""
        )
        where = RowsColumn(msg("data.view.newer.head.table"), tell.where, muted=True)
        row = RowsColumn(msg("data.view.newer.head.row"), tell.row)
        if name == "changed":
            return [tick, where, row, RowsColumn(msg("data.view.newer.head.changes"), tell.changes)]
        if name == "edits":
            return [
                tick,
                where,
                row,
                RowsColumn(msg("data.view.newer.head.question"), _question),
                *self._three(),
            ]
        if name == "questions":
            what = RowsColumn(msg("data.view.newer.head.what"), _change_text)
            was = RowsColumn(msg("data.view.newer.head.was"), lambda line, language: _words(line, "was", language))
            now = RowsColumn(msg("data.view.newer.head.now"), lambda line, language: _words(line, "now", language))
            return [tick, where, RowsColumn(msg("data.view.newer.head.question"), _question), what, was, now]
        return [tick, where, row, RowsColumn(msg("data.view.newer.head.answers"), tell.in_words)]

    def _three(self) -> list[RowsColumn]:
        """The three values of a conflict."""

        def column(name: str) -> RowsColumn:
            return RowsColumn(
                msg(f"data.view.newer.head.{name}"),
                lambda line, language: self.in_words.cell(line.variable, getattr(line.conflict, name), language),
            )

        return [column(name) for name in ("was", "edited", "now")]

    def _show_detail(self) -> None:
        """All values of the current line, whole."""
        body, language = self.detail.renew(), language_of()
        index = self.table.currentIndex()
        line: MergeLine | None = self.table.lines.row_at(index) if index.isValid() and self.table.lines.order else None
        if line is not None and self.tabs.value() in TICKED:
            if line.variable is None:
                body.addWidget(
                    StrongLabel(f"{self.in_words.where(line, language)} · {self.in_words.row(line, language)}")
                )
            for heading, text in self._facts(line, language):
                body.addWidget(MutedLabel(heading, wrap=True))
                body.addWidget(Label(text, wrap=True))
        body.addStretch(1)
        self.detail.put()

    def _facts(self, line: MergeLine, language: str) -> list[tuple[Text, Text]]:
        if line.key[0] == "changed":
            values = self.in_words.values(line, language)[:_MOST_VALUES]
            return [(question, f"{was}  →  {now}") for question, was, now in values]
        if line.key[0] in ("new", "vanished"):
            compared = line.table.words_of_new if line.key[0] == "new" else line.table.words_of_existing
            known = variables_of(line.table)
            return [
                (called(known[name]), self.in_words.cell(known[name], cell, language))
                for name, cell in compared.get(line.row, ())
            ]
        columns = self._columns(str(line.key[0]))[1:]
        return [(column.heading, column.show(line, language) or "–") for column in columns]

    # Choosing

    def _ticked(self) -> None:
        for listed in (self.lines[name] for name in TICKED if name == self.tabs.value()):
            self._turned.update({line.key: line.key in self.table.lines.ticked for line in listed})
        self._say_note()

    def _turn_all(self, on: bool) -> None:
        if self.tabs.value() in TICKED:
            self.table.turn(self.lines[self.tabs.value()], on)

    def _revealed(self, on: bool) -> None:
        self.in_words.reveal = on
        self.table.lines.respeak()
        self._show_detail()

    def respeak(self, _language: str) -> None:
        """The lines in another language."""
        if self.comparison is not None:
            self._show_tab(self.tabs.value())

    def action(self) -> Callable[[Project], Action] | None:
        """The action that takes the export up as chosen; None while there is nothing to take up."""
        comparison, read = self.comparison, self.read
        if comparison is None or read is None or comparison.undecided:
            return None
        chosen = chosen_of(self.table.lines.ticked)
        return lambda project: merge_action(
            comparison,
            read.original,
            chosen=chosen,
            file_name=read.path.name,
            form=read.form_bytes,
            form_name=read.form.name if read.form else "",
            user=project.user,
        )


def _question(line: MergeLine, language: str) -> str:
    return render(called(line.variable), language) if line.variable is not None else ""


def _change_text(line: MergeLine, language: str) -> str:
    if line.change is None:
        return ""
    return render(msg(f"data.newer.what_{line.change.what}", code=line.change.code), language)


def _words(line: MergeLine, side: str, language: str) -> str:
    """One side of a change: labels in the languages in which they differ, a rule as it is written."""
    if line.change is None:
        return ""
    text, other = line.change.was, line.change.now
    if side == "now":
        text, other = other, text
    if not isinstance(text, Labels):
        return render(text, language)
    against = other.by_language if isinstance(other, Labels) else {}
    words = [word for key, word in text.by_language.items() if word and word != against.get(key)]
    return " / ".join(dict.fromkeys(words))
