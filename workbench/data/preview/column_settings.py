# SPDX-License-Identifier: MIT
"""The fields under the list of columns: kind, sharing, order and missing marks of the columns chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import Reason, Variable
from projects.datasets.corrections.kind_conversion import WORDS, converted_import
from projects.imported.records import Finding, ImportedTable
from projects.stored_tables.chunks import arrow_columns
from wording import Message, Problem, Text, msg
from workbench.data.preview.column_rows import (
    FIXED,
    ColumnRow,
    kind_now,
    shared_now,
    sharing_choices,
)
from workbench.data.preview.file_reading import ConfirmedGuesses, first_values
from workbench.session import Session
from workbench.widgets import Button, ChoiceField, FormRow, IconButton, Label, MutedLabel, StrongLabel
from workbench.widgets.flow_layout import FlowLayout

_MOST_CHIPS, _MOST_LINES = 24, 40
REASONS = (Reason.MISSING, Reason.REFUSED, Reason.DONT_KNOW, Reason.NOT_ASKED, Reason.PRESENT)
_MARKS = ("marks_taken", "marks_asked", "marks_codes", "marks_kept")


def mark_of(finding: Finding) -> str | None:
    """The missing mark that a line speaks of; None for other lines."""
    key = finding.message.key.rpartition(".")[2]
    mark = finding.message.args.get("mark")
    return str(mark) if key.startswith(_MARKS) and mark is not None else None


def reason_of(finding: Finding) -> int:
    """How the cells of a mark are read now."""
    key = finding.message.key.rpartition(".")[2]
    if not key.startswith("marks_taken"):
        return int(Reason.PRESENT)
    last = key.removeprefix("marks_taken").strip("_")
    return int(last) if last else int(Reason.MISSING)


class FoldedColumns(QWidget):
    """The columns that a line stands for, shown on demand under it.

    `marked` carries a mark, a column's name ("" for all) and the reason its cells get.
    """

    marked = Signal(str, str, int)

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding, self._mark = finding, mark_of(finding)
        self.fold = IconButton("chevron-down", msg("kinds.unfold"), self.toggle)
        self.fold.setVisible(bool(finding.parts or finding.details))
        self.field = self._meaning(finding)
        self.hide()

    def _meaning(self, finding: Finding) -> ChoiceField | None:
        """What the mark of a line means, to be chosen; None where it speaks of none."""
        mark = mark_of(finding)
        if mark is None:
            return None
        field = ChoiceField(
            msg("kinds.mark_is", mark=mark), [(int(one), msg(f"kinds.as.{int(one)}")) for one in REASONS]
        )
        field.choose(reason_of(finding))
        field.setFixedWidth(150)
        field.chosen.connect(lambda reason: self.marked.emit(mark, "", reason))
        return field

    def _line(self, part: Finding) -> QHBoxLayout:
        """One of the lines folded in, with what its mark means."""
        row = QHBoxLayout()
        row.addWidget(MutedLabel(part.message, wrap=True), 1)
        field = self._meaning(part)
        if field is not None:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def beside(self) -> list[QWidget]:
        """What stands at the end of the line: what the mark means, the button that unfolds."""
        return [*([self.field] if self.field is not None else []), self.fold]

    def toggle(self) -> None:
        """Show or hide what the line stands for."""
        if self.layout() is None:
            self._fill()
        self.setVisible(self.isHidden())

    def _fill(self) -> None:
        if self._mark is None and self.finding.parts:
            lines = QVBoxLayout(self)
            lines.setContentsMargins(26, 0, 0, 4)
            for part in self.finding.parts[:_MOST_LINES]:
                lines.addLayout(self._line(part))
            if len(self.finding.parts) > _MOST_LINES:
                lines.addWidget(MutedLabel(msg("kinds.more", n=len(self.finding.parts) - _MOST_LINES)))
            return
        flow = FlowLayout(self, spacing=6, in_one_line=True)
        flow.setContentsMargins(26, 0, 0, 4)
        other = int(Reason.MISSING if reason_of(self.finding) == Reason.PRESENT else Reason.PRESENT)
        for name, count in self.finding.details[:_MOST_CHIPS]:
            tip = msg("kinds.chip_tip", mark=self._mark or "", name=name, what=msg(f"kinds.as.{other}"))
            flow.addWidget(Button(msg("kinds.chip", name=name, n=count), partial(self._chip, name, other), tip=tip))
        if len(self.finding.details) > _MOST_CHIPS:
            flow.addWidget(MutedLabel(msg("kinds.more", n=len(self.finding.details) - _MOST_CHIPS)))

    def _chip(self, name: str, reason: int) -> None:
        if self._mark is not None:
            self.marked.emit(self._mark, name, reason)


Key = tuple[str, str]
MOST_TRIED = 20_000  # rows of a table whose columns are tried in every kind before one is chosen
_FIRST = 4


@dataclass(frozen=True)
class ConversionTrial:
    """What a column would be in a kind: the variable, its first values, how many values do not convert."""

    variable: Variable
    first: str
    lost: int


def tried(table: ImportedTable, variable: Variable, word: str) -> ConversionTrial | Message:
    """A column in a kind; the sentence that says why it cannot be."""
    try:
        made = converted_import(table, variable, word)
    except Problem as problem:
        return problem.message
    shown = replace(table, columns={**table.columns, **arrow_columns(made.variable, made.column)})
    return ConversionTrial(made.variable, first_values(shown, made.variable, _FIRST), int(made.lost.sum()))


def try_kind(
    session: Session, rows: Sequence[tuple[ColumnRow, str]],
    done: Callable[[dict[Key, ConversionTrial | Message]], None], owner: QObject,
) -> None:  # fmt: skip
    """Try each column in its kind; `done` gets what became of each."""
    asked = [(row.key, row.table, row.variable, word) for row, word in rows]
    session.ask(
        lambda _project: {key: tried(table, variable, word) for key, table, variable, word in asked}, done, owner=owner
    )  # fmt: skip


def try_kinds(
    session: Session, row: ColumnRow, words: Sequence[str],
    done: Callable[[dict[str, ConversionTrial | Message]], None], owner: QObject,
) -> None:  # fmt: skip
    """Try one column in all these kinds; the last column asked for is told."""
    session.ask(
        lambda _project: {word: tried(row.table, row.variable, word) for word in words},
        done, latest=("data", "kinds"), owner=owner,
    )  # fmt: skip


_DATES = ("date:dmy", "date:mdy")
_KIND_WIDE, _DISCLOSURE_WIDE, _MARK_WIDE, _MOST_MARKS, _MOST_ANSWERS = 190, 210, 150, 6, 8


class ColumnSettings(QWidget):
    """Says which columns are chosen, and what can be said of them; each field speaks for all of them."""

    kind_chosen = Signal(str)
    disclosure_chosen = Signal(object)
    mark_chosen = Signal(str, int)
    order_requested = Signal()
    words: Sequence[str] = (*WORDS, *_DATES)

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[ColumnRow] = ()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        self.title = StrongLabel(msg("kinds.list.choose"), wrap=True)
        self.kind = ChoiceField(msg("kinds.kind"))
        self.kind.setFixedWidth(_KIND_WIDE)
        self.kind.chosen.connect(lambda word: self.kind_chosen.emit(str(word)))
        self.disclosure = ChoiceField(msg("kinds.when_it_leaves"))
        self.disclosure.setFixedWidth(_DISCLOSURE_WIDE)
        self.disclosure.chosen.connect(self.disclosure_chosen)
        self.order = Label("", wrap=True)
        self.order_button = Button(msg("kinds.list.order"), self.order_requested.emit, icon="list-ordered")
        self.fields = QWidget()
        self._flow = FlowLayout(self.fields, spacing=10, in_one_line=True)
        self._flow.addWidget(FormRow(msg("kinds.kind"), self.kind))
        self._flow.addWidget(FormRow(msg("kinds.when_it_leaves"), self.disclosure))
        self._ordering = FormRow(msg("kinds.order"), self.order_button)
        self._flow.addWidget(self._ordering)
        self._marks: list[QWidget] = []
        for widget in (self.title, self.order, self.fields):
            whole.addWidget(widget)
        self.show_rows((), ConfirmedGuesses(), None)

    def show_rows(
        self, rows: Sequence[ColumnRow], said: ConfirmedGuesses, order: tuple[tuple[str, ...], bool] | None
    ) -> None:  # fmt: skip
        """Show what is said of these columns; `order`: the answers of the one column, and whether it is confirmed."""
        self._rows = rows
        self.fields.setVisible(bool(rows))
        self.order.setVisible(order is not None)
        self._ordering.setVisible(order is not None)
        if not rows:
            self.title.say(msg("kinds.list.choose"))
            return
        self.title.say(rows[0].variable.name if len(rows) == 1 else msg("kinds.list.several", n=len(rows)))
        kinds = {kind_now(row, said) for row in rows}
        self._offer_kinds([(word, _word(word)) for word in self.words], kinds.pop() if len(kinds) == 1 else None)
        self._offer_disclosure(list(rows), said)
        self._show_marks(rows)
        if order is not None:
            answers, more = list(order[0][:_MOST_ANSWERS]), len(order[0]) > _MOST_ANSWERS
            key = "kinds.list.order_known" if order[1] else "kinds.list.order_open"
            self.order.say(msg(key, answers=" < ".join([*answers, *(["…"] if more else [])])))

    def show_tried(
        self, row: ColumnRow, said: ConfirmedGuesses, found: Mapping[str, ConversionTrial | Message]
    ) -> None:
        """Offer only the kinds that the one column can have, with how many of its values would not convert."""
        now, offered = kind_now(row, said), []
        for word, made in found.items():
            if word in _DATES and isinstance(found["date"], ConversionTrial):
                continue
            if isinstance(made, ConversionTrial):
                lost = msg("kinds.list.lost", kind=_word(word), n=made.lost) if made.lost else _word(word)
                offered.append((word, lost))
            elif word == now:
                offered.append((word, _word(word)))
        self._offer_kinds(offered, now)

    def _offer_kinds(self, offered: Sequence[tuple[str, Text]], now: str | None) -> None:
        if self.kind.view().isVisible():
            return  # it is being looked at
        self.kind.set_choices([*([(None, msg("kinds.list.differ"))] if now is None else []), *offered])
        self.kind.choose(now)

    def _offer_disclosure(self, rows: list[ColumnRow], said: ConfirmedGuesses) -> None:
        free = [row for row in rows if row.variable.role not in FIXED]
        now = {shared_now(row, said) for row in rows}
        only = now.pop() if len(now) == 1 else None
        offered = list(sharing_choices(rows))
        if only is None:
            offered.insert(0, (None, msg("kinds.list.differ")))
        elif only not in [value for value, _text in offered]:
            offered.insert(0, (only, msg(f"data.role.{only}")))
        self.disclosure.set_choices(offered)
        self.disclosure.choose(only)
        self.disclosure.setEnabled(bool(free))

    def _show_marks(self, rows: Sequence[ColumnRow]) -> None:
        for widget in self._marks:
            self._flow.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        counts: dict[str, int] = {}
        reasons: dict[str, set[int]] = {}
        for row in rows:
            for mark in row.marks:
                counts[mark.text] = counts.get(mark.text, 0) + mark.count
                reasons.setdefault(mark.text, set()).add(mark.reason)
        self._marks = []
        for text, n in sorted(counts.items(), key=lambda one: -one[1])[:_MOST_MARKS]:
            label = msg("kinds.list.mark", mark=text, n=n)
            field = ChoiceField(label, [(int(one), msg(f"kinds.as.{int(one)}")) for one in REASONS])
            if len(reasons[text]) == 1:
                field.choose(min(reasons[text]))
            field.setFixedWidth(_MARK_WIDE)
            field.chosen.connect(partial(self.mark_chosen.emit, text))
            row_of_mark = FormRow(label, field)
            self._flow.addWidget(row_of_mark)
            self._marks.append(row_of_mark)

    def open_kinds(self) -> None:
        """Open the list of kinds."""
        if self._rows:
            self.kind.setFocus()
            self.kind.showPopup()

    def open_disclosure(self) -> None:
        """Open the list of what happens when data leave."""
        if self._rows and self.disclosure.isEnabled():
            self.disclosure.setFocus()
            self.disclosure.showPopup()


def _word(word: str) -> Text:
    kind, _, order = word.partition(":")
    return msg(f"data.view.import.date.{order}") if order else msg(f"kinds.word.{kind}")
