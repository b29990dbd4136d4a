# SPDX-License-Identifier: MIT
"""Card of standard errors: linearised, or by replicate weights; in plain words, and its change.

It is changed where the design is: at the table that carries it.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.analyses.table_notes import replicate_error_note
from analysis.records import DataTable, RowOrigin
from analysis.replicate_columns import KINDS, ReplicateRule
from projects.design.replicate_weights import matching, names_as_pattern, proposed, wrong_with
from wording import Message, Problem, Text, msg
from workbench.results.labels import table_title
from workbench.translation import say
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    Label,
    LinkButton,
    MutedLabel,
    SectionLabel,
    TextField,
    reveal,
)


class EditableCard(QWidget):
    """A heading, `sentence`, the link `change`; in its place, once open, `fields` above the buttons to use or cancel.

    `about` names its words: analysis.view.<about>.heading, .change, .use.
    """

    def __init__(self, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sentence = Label("", wrap=True)
        self.change = LinkButton(msg(f"analysis.view.{about}.change"), self.open_editor)
        self.editor = QWidget()
        self.use = Button(msg(f"analysis.view.{about}.use"), self.take)
        self.fields = QVBoxLayout()
        self.fields.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use)
        buttons.addWidget(Button(msg("analysis.view.cancel"), self.close_editor))
        buttons.addStretch(1)
        inside = QVBoxLayout(self.editor)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(self.fields)
        inside.addLayout(buttons)
        self.editor.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.column.addWidget(SectionLabel(msg(f"analysis.view.{about}.heading"), wrap=True))
        self.column.addWidget(self.sentence)
        self.column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.editor)

    @abstractmethod
    def fill(self) -> QWidget | None:
        """Put into the fields what stands now; the field to begin with, None where there is nothing to change."""

    @abstractmethod
    def take(self) -> None:
        """Take what the fields say."""

    def open_editor(self) -> None:
        """The form in place of the link."""
        first = self.fill()
        if first is not None:
            self.editor.show()
            self.change.hide()
            first.setFocus()
            reveal(self)

    def close_editor(self, *, focus: bool = True) -> None:
        """The link again."""
        self.editor.hide()
        self.change.show()
        if focus:
            self.change.setFocus()
            reveal(self)


def then(first: Text, second: Text) -> Message:
    """Two sentences, one after the other."""
    return msg("analysis.view.design.both", first=first, second=second)


WAYS = ("linear", "file", "jackknife", "half-samples", "made-bootstrap")
_SEEN = {
    "columns": ("file",),
    "kind": ("file",),
    "rho": ("half-samples", "Fay"),
    "scale": ("file",),
    "rscales": ("file",),
    "combined": ("file",),
    "centre": ("file", "jackknife", "half-samples", "made-bootstrap"),
    "count": ("made-bootstrap",),
    "seed": ("made-bootstrap",),
}


class ErrorsForm(QWidget):
    """The way, what it is in a sentence, and what it needs; `value` gives the rule with its variables."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: DataTable | None = None
        self.way = ChoiceField(
            msg("analysis.view.errors.way"), [(way, msg(f"analysis.view.errors.way.{way}")) for way in WAYS]
        )
        self.about = MutedLabel("", wrap=True)
        self.kind = ChoiceField(
            msg("analysis.view.errors.kind"), [(kind, msg(f"analysis.view.errors.kind.{kind}")) for kind in KINDS]
        )
        self.combined = ChoiceField(
            msg("analysis.view.errors.combined"),
            [(True, msg("analysis.view.errors.weights")), (False, msg("analysis.view.errors.factors"))],
        )
        self.centre = ChoiceField(
            msg("analysis.view.errors.centre"),
            [(False, msg("analysis.view.errors.centre_mean")), (True, msg("analysis.view.errors.centre_full"))],
        )
        self.typed = {
            name: TextField(msg(f"analysis.view.errors.{name}"), placeholder=msg(f"analysis.view.errors.{name}_hint"))
            for name in ("columns", "rho", "scale", "rscales", "count", "seed")
        }
        fields = {"kind": self.kind, "combined": self.combined, "centre": self.centre, **self.typed}
        self.rows = {name: FormRow(msg(f"analysis.view.errors.{name}"), fields[name]) for name in _SEEN}
        self.found = MutedLabel("", wrap=True)
        self.wrong = Label("", wrap=True)
        self.wrong.setProperty("kind", "danger")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(FormRow(msg("analysis.view.errors.way"), self.way))
        column.addWidget(self.about)
        for name, row in self.rows.items():
            column.addWidget(row)
            if name == "columns":
                column.addWidget(self.found)
        column.addWidget(self.wrong)
        for chosen in (self.way.chosen, self.kind.chosen):
            chosen.connect(self._follow)
        for field in self.typed.values():
            field.textChanged.connect(self._follow)

    def show_table(self, table: DataTable) -> None:
        """Fill the fields with what the table says, or with what its columns let propose."""
        self._table = table
        held = table.replicates
        rule = held.rule if held is not None else ReplicateRule("JK1", count=200, seed=1)
        self.way.choose("linear" if held is None else rule.kind if rule.made else "file")
        if not rule.made:
            self.kind.choose(rule.kind)
        self.combined.choose(rule.combined)
        self.centre.choose(rule.mse)
        columns = names_as_pattern(table, held.variables) if held is not None and not rule.made else proposed(table)
        values = {
            "columns": columns,
            "rho": _typed(rule.rho),
            "scale": _typed(rule.scale),
            "rscales": " ".join(_typed(one) for one in rule.rscales),
            "count": str(rule.count or 200),
            "seed": str(rule.seed),
        }
        for name, value in values.items():
            self.typed[name].setText(value)
        self._follow()

    def value(self) -> tuple[ReplicateRule | None, tuple[str, ...]]:
        """The rule (None: linearised) and its variables. Raises Problem for what cannot be."""
        way = self.way.value()
        if way == "linear" or self._table is None:
            return None, ()
        seen = {name for name in _SEEN if not self.rows[name].isHidden()}
        kind = self.kind.value() if way == "file" else way
        rule = ReplicateRule(
            kind,
            rho=self._number("rho") or 0.0 if "rho" in seen else 0.0,
            scale=self._number("scale") if "scale" in seen else None,
            rscales=tuple(_as_number(one) for one in self._text("rscales").split()) if "rscales" in seen else (),
            combined=bool(self.combined.value()) if way == "file" else True,
            mse=bool(self.centre.value()),
            count=_whole_number(self._text("count")) if "count" in seen else 0,
            seed=_whole_number(self._text("seed")) if "seed" in seen else 0,
        )
        variables = tuple(matching(self._table, self._text("columns"))) if way == "file" else ()
        wrong = wrong_with(rule, len(variables), self._table.design.weight is not None)
        if wrong is not None:
            raise Problem(wrong)
        return rule, variables

    def choose_way(self, way: str) -> None:
        """Choose a way and show what it needs, as a click does."""
        self.way.choose(way)
        self._follow()

    def say_wrong(self, message: Message | None) -> None:
        """What keeps it from being used; None for nothing."""
        say(self.wrong, text=message or "")
        self.wrong.setVisible(message is not None)

    def _follow(self, _any: object = None) -> None:
        """Show what the way needs, what the columns named are, and what is still wrong."""
        way, kind = self.way.value(), self.kind.value()
        marks = {way, kind} if way == "file" else {way}
        for name, ways in _SEEN.items():
            self.rows[name].setVisible(bool(marks & set(ways)))
        say(self.about, text=msg(f"analysis.view.errors.about.{way}"))
        self.found.setVisible(way == "file")
        if self._table is not None and way == "file":
            names = [self._table.variable(one).name for one in matching(self._table, self._text("columns"))]
            ends = {"n": len(names), "first": names[0], "last": names[-1]} if names else {}
            say(
                self.found,
                text=msg("analysis.view.errors.found", **ends) if names else msg("analysis.view.errors.none"),
            )
        try:
            self.value()
        except Problem as problem:
            self.say_wrong(problem.message)
        else:
            self.say_wrong(None)

    def _text(self, name: str) -> str:
        return self.typed[name].text().strip()

    def _number(self, name: str) -> float | None:
        return _as_number(self._text(name)) if self._text(name) else None


def _as_number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise Problem(msg("data.replicates_positive")) from None


def _whole_number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Problem(msg("data.replicates_whole"))
    return int(text)


def _typed(value: float | None) -> str:
    return f"{value:g}" if value else ""


class ErrorsCard(EditableCard):
    """The sentence on the errors with Change…; `wanted` carries the table's id and its (rule or None, variables)."""

    wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("errors", parent)
        self._table: DataTable | None = None
        self.form = ErrorsForm()
        self.form.way.chosen.connect(lambda _way: reveal(self))  # another way, other fields
        self.fields.addWidget(self.form)

    def show_table(self, table: DataTable, tables: Mapping[str, DataTable]) -> None:
        """Say how the errors of the rows of `table` come about; its change is that of the table that carries them."""
        carrier = carrier_of(table, tables)
        if self._table is None or carrier.id != self._table.id:
            self.close_editor(focus=False)
        self._table = carrier
        self.sentence.say(errors_text(table, carrier))
        infers = table.how is RowOrigin.PROBABILITY or bool(table.inference_reason)
        self.setVisible(infers or carrier.replicates is not None)

    def fill(self) -> QWidget | None:
        """How the errors of the table that carries them are estimated."""
        if self._table is None:
            return None
        self.form.show_table(self._table)
        return self.form.way

    def take(self) -> None:
        """The way as chosen, wanted of the table that carries it; what is wrong with it is said in the form."""
        if self._table is None:
            return
        try:
            rule, variables = self.form.value()
        except Problem as problem:
            self.form.say_wrong(problem.message)
            return
        before = self._table.replicates
        self.close_editor()
        if (rule, variables) != ((before.rule, before.variables) if before is not None else (None, ())):
            self.wanted.emit(self._table.id, (rule, variables))


def carrier_of(table: DataTable, tables: Mapping[str, DataTable]) -> DataTable:
    """The table that says how errors are estimated: the nearest with replicate weights, else that of the design."""
    at: DataTable | None = table
    while at is not None:
        if at.replicates is not None:
            return at
        at = tables.get(at.parent) if at.parent is not None else None
    at = table
    while at.parent is not None and at.parent in tables and at.design.weight is None and not at.design.clusters:
        at = tables[at.parent]
    return at


def errors_text(table: DataTable, carrier: DataTable) -> Message:
    """ "80 replicate weights of the file: balanced half-samples, Fay 0.3." """
    held = carrier.replicates
    if held is None:
        return msg("analysis.view.errors.linear")
    said: Message = replicate_error_note(held)
    if carrier.id != table.id:
        inherited: Text = msg("analysis.view.design.inherited", table=table_title(carrier))
        said = then(inherited, said)
    return said
