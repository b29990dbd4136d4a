# SPDX-License-Identifier: MIT
"""Fields for codes, attributes, interviews and coders: chosen by the picker or dropped, as variables are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.codings.records import ATTRIBUTE, CODE
from analysis.declared import Option, OptionKind
from analysis.records import DataTable, Variable
from wording import Text, msg
from workbench.variable_picker import Candidate, VariableField, candidate_of
from workbench.widgets import ElidedLabel, IconButton

# options whose values are those of a column of codings
VALUES_OF = {
    "coder": "coder",
    "documents": "document",
    "document": "document",
    "in_group": "group",
}


class SeveralField(QWidget):
    """Several things chosen in order, set apart by ";" in the option; `changed` carries that text."""

    changed = Signal(object)

    def __init__(self, name: Text, empty: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._candidates: list[Candidate] = []
        self._chosen: list[str] = []
        self._shown: list[tuple[str, Text]] | None = None
        self._lines: list[QWidget] = []
        self.removers: list[IconButton] = []
        self.add = VariableField(name, required=True, empty=empty, several=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add)
        self.add.chosen.connect(lambda value: self._change([*self._chosen, str(value)]))
        self.setAcceptDrops(True)
        self.setFocusProxy(self.add)

    def offer(self, candidates: Sequence[Candidate], chosen: str, table_id: str) -> None:
        """Offer these, with those of `chosen` taken; what is not offered is shown as it is written."""
        self._candidates, self._table_id = list(candidates), table_id
        known = {str(one.value): one for one in candidates}
        named = {word.casefold(): str(one.value) for one in candidates for word in _words(one)}
        parts = [part.strip() for part in str(chosen or "").split(";") if part.strip()]
        self._chosen = [part if part in known else named.get(part.casefold(), part) for part in parts]
        self._show()

    def value(self) -> str:
        """The option as it is kept."""
        return "; ".join(self._chosen)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what the picker offers."""
        self.add.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add.dropEvent(event)

    def _show(self) -> None:
        taken = msg("picker.why.chosen")
        free = [replace(one, why=taken) if str(one.value) in self._chosen else one for one in self._candidates]
        self.add.offer_candidates(free, table_id=self._table_id)
        known = {str(one.value): one.text for one in self._candidates}
        said = [(one, known.get(one, one)) for one in self._chosen]
        if said == self._shown:
            return
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown, self._lines, self.removers = said, [], []
        for place, (value, text) in enumerate(said):
            self._lines.append(self._line(value, text))
            self._column.insertWidget(place, self._lines[-1])
        order = [*self.removers, self.add.button]
        for first, second in zip(order, order[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def _line(self, value: str, text: Text) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(9, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(ElidedLabel(text), 1)
        take_away = msg("analysis.view.remove_variable", variable=text, field=self._name)
        remover = IconButton("x", take_away, partial(self._removed, value), framed=False, size=14)
        row.addWidget(remover)
        self.removers.append(remover)
        return line

    def _removed(self, value: str) -> None:
        self._change([one for one in self._chosen if one != value])

    def _change(self, chosen: list[str]) -> None:
        self._chosen = chosen
        self._show()
        if self.add.picker is None:
            self.add.button.setFocus()
        self.changed.emit(self.value())


class OneField(VariableField):
    """One thing chosen; `changed` carries its name, "" once cleared."""

    changed = Signal(object)

    def __init__(self, name: Text, empty: Text) -> None:
        super().__init__(name, empty=empty)
        self.chosen.connect(lambda value: self.changed.emit(str(value or "")))

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
