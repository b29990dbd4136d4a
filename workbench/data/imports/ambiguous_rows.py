# SPDX-License-Identifier: MIT
"""Questions about rows of a newer export that could be more than one row of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from wording import Text, msg, render
from workbench.data.imports.merge_lines import ComparisonWords
from workbench.data.side_column_widgets import NamedField, ScrollingColumn
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.widgets import ChoiceField, Label, MutedLabel, SectionLabel

if TYPE_CHECKING:
    from projects.datasets.merge.comparison import Comparison, TableComparison

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
