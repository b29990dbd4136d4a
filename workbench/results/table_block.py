# SPDX-License-Identifier: MIT
"""A result table with its title, its notes and, behind one link, all that is known of each estimate."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.codings.heat_table_rows import only_codes, shown_of
from analysis.specs import TableSpec
from analysis.tables.layout import table_notes, with_test_row
from analysis.tables.precision import precision_table
from wording import msg
from workbench.results.result_table import ResultTable
from workbench.results.table_layout import SENSITIVE
from workbench.translation import language_of
from workbench.widgets import LinkButton, MutedLabel, StrongLabel

MATRIX = "cooccurrence"  # the table of how often two codes meet


class ResultTableBlock(QWidget):
    """A table with its notes; its own title only where it is not the first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spec: TableSpec | None = None
        self._cell = 5  # fewer people are withheld
        self._precise: TableSpec | None = None
        self.title = StrongLabel("", wrap=True)
        self.table = ResultTable()
        self.every_code = LinkButton("", self._turn_codes)
        self._every = False  # of codes × codes: those that meet none, too
        self._seen: tuple[tuple[int, int, int], TableSpec | None] = ((0, 0, 0), None)
        self.notes = MutedLabel("", wrap=True)
        self.more = LinkButton(msg("analysis.view.precision.show"), self._turn)
        self.precision = ResultTable()
        self.precision_notes = MutedLabel("", wrap=True)
        self._open = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (
            self.title,
            self.table,
            self.every_code,
            self.notes,
            self.more,
            self.precision,
            self.precision_notes,
        ):
            column.addWidget(widget)
        column.setAlignment(self.every_code, Qt.AlignmentFlag.AlignLeft)
        column.setAlignment(self.more, Qt.AlignmentFlag.AlignLeft)

    def show_table(
        self, spec: TableSpec, limits: tuple[int, int, int], released: TableSpec | None = None, *, titled: bool
    ) -> None:
        """Show a table, and which cells of it are withheld when it leaves."""
        self._spec, self._cell = spec, limits[2]
        self.title.say(spec.title)
        self.title.setVisible(titled)
        self._seen = limits, released
        self._show_codes()
        self._precise = precision_table(spec)
        if self._precise is not None:
            self.precision.show_table(self._precise, limits)
        self._show_precision()
        self.respeak(language_of())

    def _turn_codes(self) -> None:
        self._every = not self._every
        self._show_codes()

    def _show_codes(self) -> None:
        """The table; codes × codes opens on those that its picture draws, the others stand behind a link."""
        if self._spec is None:
            return
        codes = shown_of(self._spec, square=True)[0] if self._spec.id == MATRIX else ()
        self.every_code.setVisible(bool(codes))
        key = "fewer_codes" if self._every else "every_code"
        self.every_code.say(msg(f"table.{key}", n=len(codes) if self._every else len(self._spec.rows)))
        shown = self._spec if self._every else only_codes(self._spec, codes)
        self.table.show_table(with_test_row(shown), *self._seen)

    def _turn(self) -> None:
        self._open = not self._open
        self._show_precision()

    def _show_precision(self) -> None:
        """All that is known of each estimate stands behind one link; where there is nothing more, there is none."""
        known = self._precise is not None
        self.more.setVisible(known)
        self.more.say(msg(f"analysis.view.precision.{'hide' if self._open else 'show'}"))
        for widget in (self.precision, self.precision_notes):
            widget.setVisible(known and self._open)

    def respeak(self, language: str) -> None:
        """Write the notes."""
        if self._spec is not None:
            spec = self._spec
            if any(row.sensitive for row in spec.rows):
                marked = msg("note.sensitive_mark", mark=SENSITIVE, most=max(self._cell - 1, 1))
                spec = replace(spec, notes=(*spec.notes, marked))
            said = " ".join(table_notes(spec, language))
            self.notes.say(_joined(said))
            self.notes.setVisible(bool(said))
        if self._precise is not None:
            self.precision_notes.say(_joined(" ".join(table_notes(replace(self._precise, source=None), language))))


def _joined(text: str) -> str:
    """The text with no line end after the dash of two names or bounds: U+2060 stands behind it, which nobody sees."""
    return re.sub(r"(?<=\w)–(?=\w)", "–\u2060", text)
