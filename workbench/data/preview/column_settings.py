# SPDX-License-Identifier: MIT
"""The fields under the list of columns: kind, sharing, order and missing marks of the columns chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from projects.datasets.cleaning.kind_conversion import WORDS
from wording import Message, Text, msg
from workbench.data.preview.column_rows import (
    FIXED,
    ColumnRow,
    kind_now,
    shared_now,
    sharing_choices,
)
from workbench.data.preview.conversions import ConversionTrial
from workbench.data.preview.file_reading import ConfirmedGuesses
from workbench.data.preview.missing_marks import REASONS
from workbench.widgets import Button, ChoiceField, FormRow, Label, StrongLabel
from workbench.widgets.flow_layout import FlowLayout

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
