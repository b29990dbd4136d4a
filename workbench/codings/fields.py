# SPDX-License-Identifier: MIT
"""Fields for codes, attributes, interviews and coders: chosen by the picker or dropped, as variables are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from analysis.analyses import Option, OptionKind
from analysis.codings.queries import terms
from analysis.codings.records import ATTRIBUTE, CODE
from analysis.declarations.records import Options
from analysis.records import DataTable, Variable
from wording import Text, msg, render
from workbench.translation import language_of
from workbench.variable_picker import Candidate, ChosenLines, VariableField, candidate_of
from workbench.widgets import Button, Chip, LinkButton, MutedLabel
from workbench.widgets.flow_layout import FlowLayout

# options whose values are those of a column of codings
VALUES_OF = {
    "coder": "coder",
    "documents": "document",
    "document": "document",
    "in_group": "group",
}


def bar_of(fields: Sequence[QWidget], end: QWidget | None = None) -> QWidget:
    """The fields of a page beside each other above what they choose; `end` stands at the far side."""
    bar = QWidget()
    row = QHBoxLayout(bar)
    row.setContentsMargins(12, 8, 12, 8)
    row.setSpacing(8)
    for field in fields:
        field.setMaximumWidth(260)
        row.addWidget(field, 1)
    row.addStretch(1)
    if end is not None:
        row.addWidget(end)
    return bar


class SeveralField(ChosenLines):
    """Several things chosen in order, set apart by ";" in the option; `changed` carries that text."""

    def __init__(self, name: Text, empty: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, empty, parent)
        self._candidates: list[Candidate] = []
        self._table_id = ""

    def offer(self, candidates: Sequence[Candidate], chosen: str, table_id: str) -> None:
        """Offer these, with those of `chosen` taken; what is not offered is shown as it is written."""
        self._candidates, self._table_id = list(candidates), table_id
        known = {str(one.value): one for one in candidates}
        words = Counter(word.casefold() for one in candidates for word in _words(one))
        named = {word.casefold(): str(one.value) for one in candidates for word in _words(one)}
        named = {
            word: value for word, value in named.items() if words[word] == 1
        }  # what could be two is shown as written
        parts = [part.strip() for part in str(chosen or "").split(";") if part.strip()]
        self.show_chosen([part if part in known else named.get(part.casefold(), part) for part in parts])

    def value(self) -> str:
        """The option as it is kept."""
        return "; ".join(self._chosen)

    def more(self) -> Text:
        """ "All codes" would no longer be true."""
        return msg("hint.one_more")

    def offer_rest(self) -> None:
        """Offer all; of those chosen it is said that they are."""
        taken = msg("picker.why.chosen")
        free = [replace(one, why=taken) if str(one.value) in self._chosen else one for one in self._candidates]
        self.add.offer_candidates(free, table_id=self._table_id)

    def called(self, ids: Sequence[str]) -> list[Text]:
        """Their names; of what is not offered, what is written, and of a number that it is there no more."""
        known = {str(one.value): one.text for one in self._candidates}
        return [known.get(one, msg("hint.no_more") if one.isdecimal() else one) for one in ids]


class SingleChoiceField(VariableField):
    """One thing chosen; `changed` carries its name, "" once cleared."""

    changed = Signal(object)

    def __init__(self, name: Text, empty: Text) -> None:
        super().__init__(name, empty=empty)
        self.chosen.connect(lambda value: self.changed.emit(str(value or "")))

    # codes come with a table: mypy cannot tell
    def offer(self, candidates: Sequence[Candidate], chosen: str, table_id: str) -> None:  # type: ignore[override]
        """Offer these; what is chosen and not offered is shown as it is written."""
        wanted = str(chosen or "").strip()
        named = {str(one.value).casefold(): one.value for one in candidates}
        value = named.get(wanted.casefold(), wanted)
        more = [] if not wanted or wanted.casefold() in named else [Candidate(wanted, wanted)]
        self.offer_candidates([*candidates, *more], value or None, table_id=table_id)


def candidates_for(option: Option, codings: DataTable) -> list[Candidate]:
    """What an option of an analysis of codings offers."""
    if option.kind is OptionKind.CODES:
        return [*code_candidates(codings), *_queries(codings)]
    if option.kind is OptionKind.ATTRIBUTE:
        return attribute_candidates(codings)
    if option.name == "cases":
        return condition_candidates(codings)
    return value_candidates(codings, "@" if option.name == "saved" else VALUES_OF[option.name])


def is_offered(option: Option) -> bool:
    """Whether an option is chosen among what the codings have, and not typed."""
    kinds = (OptionKind.CODES, OptionKind.ATTRIBUTE)
    return option.kind in kinds or option.name in (*VALUES_OF, "cases", "saved")


def takes_several(option: Option) -> bool:
    """Whether an option holds several things set apart by ";"."""
    return option.kind is OptionKind.CODES or option.name in ("cases", "coder", "documents", "in_group")


def _queries(table: DataTable) -> list[Candidate]:
    """Saved queries, as what else can be asked for."""
    found = value_candidates(table, "@")
    return [replace(one, value=f"@{one.value}", heading=msg("codings.section.queries")) for one in found]


def code_candidates(table: DataTable) -> list[Candidate]:
    """The codes of the codings, under one another as the codebook has them."""
    return [candidate_of(table, one) for one in table.variables if one.form_type == CODE]


def attribute_candidates(table: DataTable) -> list[Candidate]:
    """Attributes of cases first, then what every coding has: speaker, coder, interview …"""
    found = [one for one in table.variables if one.form_type == ATTRIBUTE and one.group[:1] != ("queries",)]
    return [replace(candidate_of(table, one, heading=one.group_labels[-1]), kind="") for one in found]


def value_candidates(table: DataTable, column: str) -> list[Candidate]:
    """The values of a column of codings: names of interviews, coders …"""
    variable = next((one for one in table.variables if one.form_type == ATTRIBUTE and one.id == column), None)
    return [Candidate(choice.id, choice.labels) for choice in variable.choices] if variable is not None else []


def condition_candidates(table: DataTable) -> list[Candidate]:
    """Each value of each attribute of cases, as a condition: "Sex = woman"."""
    return [
        Candidate(f"{variable.id} = {choice.id}", choice.labels, heading=variable.labels)
        for variable in _attributes(table)
        for choice in variable.choices
    ]


def _attributes(table: DataTable) -> list[Variable]:
    return [one for one in table.variables if one.form_type == ATTRIBUTE and one.group == ("attributes",)]


def _words(candidate: Candidate) -> set[str]:
    texts = getattr(candidate.text, "by_language", {"": str(candidate.text)})
    return {word for word in (*texts.values(), candidate.name) if word}


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
