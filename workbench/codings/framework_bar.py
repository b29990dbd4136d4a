# SPDX-License-Identifier: MIT
"""Above a framework matrix: which cases it shows, in which order, and a button to add a theme."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from analysis.codings.queries import terms
from analysis.declarations.records import Options
from analysis.records import DataTable
from wording import msg, render
from workbench.codings.fields import attribute_candidates, condition_candidates
from workbench.translation import language_of
from workbench.variable_picker import Candidate
from workbench.widgets import Button, Chip, LinkButton, MutedLabel
from workbench.widgets.flow_layout import FlowLayout


class FrameworkBar(QWidget):
    """`option_requested` carries an option with its new value, `theme_requested` asks to choose a theme more.

    `file_requested` carries the suffix of the file that the matrix is to be written to.
    """

    option_requested = Signal(str, object)
    theme_requested = Signal()
    file_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._options: Options = {}
        self._table: DataTable | None = None
        self.chips: list[Chip] = []
        self.filter = LinkButton(msg("framework.filter"), self._offer_conditions)
        self.order = Button(msg("framework.order_of_cases"), self._offer_orders)
        self.theme = Button(msg("framework.add_theme"), self.theme_requested.emit, icon="plus")
        self.inside = MutedLabel(msg("framework.inside_only"))
        self.word = Button(msg("framework.to_word"), partial(self.file_requested.emit, ".docx"))
        self.excel = Button(msg("framework.to_excel"), partial(self.file_requested.emit, ".xlsx"))
        self._fixed = (self.filter, self.order, self.theme, self.word, self.excel, self.inside)
        self._flow = FlowLayout(self)
        for fixed in self._fixed:
            self._flow.addWidget(fixed)
        self._menu = QMenu(self)

    def show_options(self, options: Options, table: DataTable) -> None:
        """Show the conditions on cases as chips, and by what the cases are sorted."""
        self._options, self._table = options, table
        for chip in self.chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for fixed in self._fixed:
            self._flow.removeWidget(fixed)
        self.chips = [Chip(one, removable=True, tip=msg("framework.filter_away")) for one in self._conditions()]
        for chip, condition in zip(self.chips, self._conditions(), strict=True):
            chip.removed.connect(partial(self._without, condition))
        shown: tuple[QWidget, ...] = (*self.chips, *self._fixed)
        for widget in shown:
            self._flow.addWidget(widget)
        for chip in self.chips:
            chip.show()
        by = str(options.get("by") or "").strip()
        said = msg("framework.sorted_by", by=by) if by else msg("framework.order_of_cases")
        self.order.say(msg("framework.own_order") if options.get("order") else said)

    def _conditions(self) -> list[str]:
        return terms(self._options.get("cases"))

    def _without(self, condition: str) -> None:
        self.option_requested.emit("cases", "; ".join(one for one in self._conditions() if one != condition))

    def _with(self, condition: str) -> None:
        if condition not in self._conditions():
            self.option_requested.emit("cases", "; ".join([*self._conditions(), condition]))

    def _offer_conditions(self) -> None:
        """Each attribute of cases with its values."""
        language = language_of()
        self._menu.clear()
        inner: dict[str, QMenu] = {}
        for one in condition_candidates(self._table) if self._table is not None else ():
            over = _plain(render(one.heading, language))
            if over not in inner:
                inner[over] = QMenu(over, self._menu)
                self._menu.addMenu(inner[over])
            action = inner[over].addAction(_plain(render(one.text, language)))
            action.triggered.connect(partial(self._chosen, one, self._with))
        self._pop(self.filter)

    def _offer_orders(self) -> None:
        """The order of the project, or an attribute of cases."""
        language = language_of()
        self._menu.clear()
        as_they_came = self._menu.addAction(render(msg("framework.order_of_cases"), language))
        as_they_came.triggered.connect(partial(self._chosen, Candidate("", ""), self._sorted_by))
        for one in attribute_candidates(self._table) if self._table is not None else ():
            if one.source is None and self._is_attribute(str(one.value)):
                action = self._menu.addAction(_plain(render(one.text, language)))
                action.triggered.connect(partial(self._chosen, one, self._sorted_by))
        self._pop(self.order)

    def _is_attribute(self, name: str) -> bool:
        held = self._table.variables if self._table is not None else ()
        return any(one.id == name and one.group == ("attributes",) for one in held)

    def _sorted_by(self, name: str) -> None:
        if self._options.get("order"):
            self.option_requested.emit("order", "")  # else the cases would stay as they were dragged
        self.option_requested.emit("by", name)

    @staticmethod
    def _chosen(candidate: Candidate, done: object, _checked: bool = False) -> None:
        assert callable(done)
        done(str(candidate.value))

    def _pop(self, below: QWidget) -> None:
        self._menu.popup(below.mapToGlobal(QPoint(0, below.height() + 2)))


def _plain(words: str) -> str:
    return words.replace("&", "&&")
