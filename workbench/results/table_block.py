# SPDX-License-Identifier: MIT
"""A result table with its title and notes; behind one line its design, its test and all known of each estimate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.codings.heat_table_rows import only_codes, shown_of
from analysis.result_tables import TableSpec
from analysis.tables.layout import precision_table, table_notes, with_test_row
from wording import Message, Text, msg, render
from workbench.results.result_table import ResultTable
from workbench.results.table_layout import SENSITIVE
from workbench.translation import language_of
from workbench.widgets import FoldedLine, LinkButton, MutedLabel, Pane, StrongLabel

# sentences on the design, the interval and the test; one that warns is read at once
_DESIGN = ("note.design", "note.interval", "note.replicates", "note.adjusted", "note.differences", "note.model_",
           "note.terms", "note.quantile_", "note.within_household", "test.")  # fmt: skip
_WARNS = ("note.replicates_left_out", "note.replicates_alike", "note.within_household_not_yet",
          "note.model_assumptions", "test.withheld", "test.impossible", "test.few", "test.small_group")  # fmt: skip

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
        self.told = MutedLabel("", wrap=True)
        self.precision = ResultTable()
        self.precision_notes = MutedLabel("", wrap=True)
        inside = Pane(spacing=8)
        for widget in (self.told, self.precision, self.precision_notes):
            inside.body.addWidget(widget)
        self.fold = FoldedLine(msg("analysis.view.precision"), inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.title, self.table, self.every_code, self.notes, self.fold):
            column.addWidget(part)
        column.setAlignment(self.every_code, Qt.AlignmentFlag.AlignLeft)

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
        for widget in (self.precision, self.precision_notes):
            widget.setVisible(self._precise is not None)
        self.respeak(language_of())

    def words(self) -> str:
        """All its notes, folded or not."""
        return f"{self.told.text()} {self.notes.text()}".strip()

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

    def respeak(self, language: str) -> None:
        """Write the notes."""
        if self._spec is not None:
            spec = self._spec
            folded = [note for note in spec.notes if _is_of_design(note)]
            rest: list[Text] = [note for note in spec.notes if not _is_of_design(note)]
            if any(row.sensitive for row in spec.rows):
                rest.append(msg("note.sensitive_mark", mark=SENSITIVE, most=max(self._cell - 1, 1)))
            said = " ".join(table_notes(replace(spec, notes=tuple(rest)), language))
            self.notes.say(_joined(said))
            self.notes.setVisible(bool(said))
            self.told.say(_joined(" ".join(render(note, language) for note in folded)))
            self.told.setVisible(bool(folded))
            self.fold.note.say(_joined(_in_short(folded, language)))
            self.fold.setVisible(bool(folded) or self._precise is not None)
        if self._precise is not None:
            self.precision_notes.say(_joined(" ".join(table_notes(replace(self._precise, source=None), language))))


def _is_of_design(note: Text) -> bool:
    return isinstance(note, Message) and note.key.startswith(_DESIGN) and not note.key.startswith(_WARNS)


def _in_short(notes: Sequence[Text], language: str) -> str:
    """The parts of the design, then the other sentences, as facts of one line."""
    facts: list[str] = []
    for note in notes:
        parts = note.args.get("parts") if isinstance(note, Message) else None
        several = parts if isinstance(parts, (list, tuple)) else [note]
        facts += [render(one, language).rstrip(".") for one in several]
    return " · ".join(facts)


def _joined(text: str) -> str:
    """The text with no line end after the dash of two names or bounds: U+2060 stands behind it, which nobody sees."""
    return re.sub(r"(?<=\w)–(?=\w)", "–\u2060", text)
