# SPDX-License-Identifier: MIT
"""A result of codings as a partner or the public would have it: table, chart, quotes at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from analysis.codings.heat_table_rows import figure_from
from analysis.codings.neutral_names import for_others
from analysis.free_text_tables import without_content
from analysis.masking import Destination
from analysis.result_tables import TableSpec
from analysis.withholding_remedies import tables_for_readers
from wording import msg
from workbench.widgets import ChoiceField, Line, MutedLabel, Pane

if TYPE_CHECKING:
    from analysis.result_tables import FigureSpec
    from workbench.codings.quote_list import CellQuotes
    from workbench.jobs import Job
    from workbench.results.computation import Limits, Outcome
    from workbench.session import Session

    Show = Callable[[Outcome, tuple[TableSpec, ...], tuple[FigureSpec, ...], tuple[int, int, int]], object]


_SEEN_AS = 156  # pixels: "dans l’équipe" is read whole


def seen_as_field() -> ChoiceField:
    """The choice of who looks."""
    field = ChoiceField(msg("seenas.label"), [(one.value, msg(f"seenas.{one.value}")) for one in Destination])
    field.setMinimumWidth(_SEEN_AS)
    return field


def seen_as_row(field: ChoiceField, *, always: bool = False) -> QWidget:
    """One line with the choice, between the options and the quotes; hidden until somebody shows it, or not at all."""
    row_ = Pane(spacing=0) if always else Pane(Line(), spacing=0)
    row = QHBoxLayout()
    row.setContentsMargins(12, 6, 12, 6)
    row.setSpacing(8)
    row.addWidget(MutedLabel(msg("seenas.label")))
    row.addWidget(field, 1)
    row_.body.addLayout(row)
    if not always:
        row_.hide()
    return row_


class AudiencePreview(QObject):
    """Withholds from what is in front for the reader chosen; another analysis is seen as inside the team.

    `show` takes the outcome, tables, figures and limits; `session` and `limits` are asked for when they are needed.
    """

    def __init__(
        self, parent: QObject, field: ChoiceField, quotes: CellQuotes, show: Show,
        session: Callable[[], Session], limits: Callable[[], Limits],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._field, self._quotes, self._show_seen = field, quotes, show
        self._session, self._limits = session, limits
        self._outcome: Outcome | None = None
        self._asked = 0
        field.chosen.connect(lambda _value: self._show())

    def shown(self, outcome: Outcome, *, another: bool) -> None:
        """Another result: seen as the one before where it is of the same analysis."""
        self._outcome = outcome
        if another:
            self._field.choose(Destination.INSIDE.value)
        self._quotes.show_inside(self.reader() is Destination.INSIDE)
        if self.reader() is not Destination.INSIDE:
            self._show()

    def reader(self) -> Destination:
        """Who looks."""
        return Destination(self._field.value() or Destination.INSIDE)

    def _show(self) -> None:
        outcome, reader, limits = self._outcome, self.reader(), self._limits()
        self._asked += 1
        if outcome is None:
            return
        numbers = (limits.flag, limits.base, limits.cell)
        self._quotes.show_inside(reader is Destination.INSIDE)
        if reader is Destination.INSIDE:
            self._show_seen(outcome, outcome.tables, outcome.figures, numbers)
            return
        asked = self._asked
        released = [table for table in outcome.result.tables if not table.inside_only]
        drawn = [figure for figure in outcome.result.figures if not figure.table.inside_only]

        def work(_job: Job) -> list[TableSpec]:
            tables = [for_others(table) for table in (*released, *(figure.table for figure in drawn))]
            return tables_for_readers(tables, numbers, limits.chosen, outcome.rows, reader)

        def done(masked: list[TableSpec]) -> None:
            if asked != self._asked or outcome is not self._outcome:
                return
            left = iter(masked[: len(released)])
            tables = [
                without_content(for_others(one)) if one.inside_only else next(left) for one in outcome.result.tables
            ]
            pairs = zip(drawn, masked[len(released) :], strict=True)
            figures = tuple(figure_from(figure, table) for figure, table in pairs)
            shown = tuple(replace(table, source=limits.source) for table in tables)
            self._show_seen(outcome, shown, figures, numbers)

        self._session().compute(work, done, owner=self)
