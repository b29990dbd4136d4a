# SPDX-License-Identifier: MIT
"""The fields of each kind of recipe: groups of answers, bands, arithmetic, dates, counts, food security indices."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.records import Kind, Variable
from projects.datasets.derived.food_security import counted_answers, food_index, kinds_of, recognised
from projects.datasets.derived.recipe_kinds import (
    MANY,
    PAIR,
    UNITS,
    Recipe,
    banded,
    calculated,
    calculation_of,
    counted,
    elapsed,
    regrouped,
)
from projects.datasets.table.table_view import typed_number
from wording import Problem, Text, msg, render
from wording.language_record import language_of_code, typed_parts
from workbench.data.side_column_widgets import plain_number
from workbench.table_labels import DATES, NUMBERS
from workbench.translation import language_of
from workbench.variable_picker import ChosenLines, VariableField, candidates_among
from workbench.variable_words import has_words, listed_as
from workbench.widgets import ChoiceField, FormRow, MutedLabel, TextField

Steps = Mapping[str, Any]  # of a stored recipe


class RecipeForm(QWidget):
    """The part of the panel that belongs to one kind of recipe; calls `changed` when it asks for something else."""

    def __init__(self, variables: Sequence[Variable], changed: Callable[[], object], chosen: str | None) -> None:
        super().__init__()
        self.known = {variable.id: variable for variable in variables}
        self.changed, self.first = changed, chosen
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(8)
        self.fill()

    @abstractmethod
    def fill(self) -> None:
        """Put in the fields."""

    @abstractmethod
    def recipe(self) -> Recipe:
        """What the fields ask for. Raises Problem."""

    @abstractmethod
    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """Put in what the recipe of a variable says."""

    def pick(self, key: str, kinds: Sequence[Kind]) -> VariableField:
        """A field to choose a variable of these kinds."""
        label = msg(f"data.view.derive.{key}")
        fitting = [v.id for v in self.known.values() if v.kind in kinds]
        field = VariableField(label, required=True)
        first = self.first if self.first in fitting else next(iter(fitting), None)
        field.offer_candidates(candidates_among(self.known.values(), kinds), first)
        field.chosen.connect(lambda _value: self.changed())
        self.lines.addWidget(FormRow(label, field))
        return field

    def chosen(self, field: VariableField) -> Variable:
        """The variable chosen in a field. Raises Problem where there is none."""
        variable = self.known.get(str(field.value()))
        if variable is None:
            raise Problem(msg("data.view.derive.nothing_fits"))
        return variable


class Regroup(RecipeForm):
    """Each answer with the name of its group behind it; equal names are one group, none is missing."""

    def fill(self) -> None:
        """The question, then its answers."""
        self.of = self.pick("of", (Kind.ONE, Kind.SET))
        self.of.chosen.connect(lambda _value: self._answers())
        self.groups: dict[str, TextField] = {}
        self.answers = QVBoxLayout()
        self.lines.addWidget(MutedLabel(msg("data.view.derive.groups_help"), wrap=True))
        self.lines.addLayout(self.answers)
        self._answers()

    def _answers(self) -> None:
        while (item := self.answers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.groups = {}
        variable, language = self.known.get(str(self.of.value())), language_of()
        for choice in variable.choices if variable is not None else ():
            if choice.reason:
                continue
            label: Text = choice.labels if has_words(choice.labels) else choice.code
            field = TextField(msg("data.view.derive.group_of", answer=label), placeholder="")
            field.setText(render(label, language))
            field.textEdited.connect(lambda _text: self.changed())
            self.groups[choice.id] = field
            self.answers.addWidget(FormRow(label, field))

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """The answers, each with the label of its group."""
        self.of.choose(steps["of"])
        self._answers()
        labels = {choice.id: choice.labels if has_words(choice.labels) else choice.code for choice in variable.choices}
        for answer, field in self.groups.items():
            group = labels.get(steps["to"].get(answer, ""), "")
            field.setText(group if isinstance(group, str) else render(group, language_of()))

    def recipe(self) -> Recipe:
        """The groups as typed."""
        return regrouped(self.chosen(self.of), {name: f.text() for name, f in self.groups.items()}, language_of())


class Bands(RecipeForm):
    """A number and the limits between its bands."""

    def fill(self) -> None:
        """The number, then the limits."""
        self.of = self.pick("of", NUMBERS)
        label = msg("data.view.derive.edges")
        self.edges = TextField(label, placeholder=msg("data.view.derive.edges_hint"))
        self.edges.textEdited.connect(lambda _text: self.changed())
        self.lines.addWidget(FormRow(label, self.edges, msg("data.view.derive.edges_help")))

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """The number and its limits."""
        self.of.choose(steps["of"])
        between = language_of_code(language_of()).between
        self.edges.setText(between.join(plain_number(edge, language_of()) for edge in steps["edges"]))

    def recipe(self) -> Recipe:
        """The limits as typed: "18; 30; 60"."""
        parts = typed_parts(self.edges.text(), language_of())
        numbers = [typed_number(part, language_of()) for part in parts if part.strip()]
        if None in numbers:
            raise Problem(msg("data.recipe.edges"))
        return banded(self.chosen(self.of), [number for number in numbers if number is not None])


class NumbersField(ChosenLines):
    """The numbers that are added up; each with its export name, as questions of one battery begin alike."""

    def __init__(self, name: Text, numbers: Sequence[Variable], kinds: Sequence[Kind] = NUMBERS) -> None:
        super().__init__(name, msg("analysis.view.add_variable"))
        self._numbers, self._kinds = list(numbers), kinds

    def value(self) -> list[str]:
        """The ids chosen, in order."""
        return list(self._chosen)

    def offer_rest(self) -> None:
        """Offer all; of those chosen it is said that they are."""
        taken = msg("picker.why.chosen")
        offered = candidates_among(self._numbers, self._kinds)
        self.add.offer_candidates([replace(one, why=taken) if one.value in self._chosen else one for one in offered])

    def called(self, ids: Sequence[str]) -> list[Text]:
        """Wording and export name."""
        known = {one.id: one for one in self._numbers}
        return [listed_as(known[one], language_of(self)) if one in known else one for one in ids]


class CalculationForm(RecipeForm):
    """An operator and the numbers it takes: two in their order, or as many as are chosen."""

    def fill(self) -> None:
        """The operator, the pair, the list."""
        label = msg("data.view.derive.operator")
        self.operator = ChoiceField(label, [(one, msg(f"data.view.derive.operator.{one}")) for one in (*MANY, *PAIR)])
        self.operator.chosen.connect(lambda _value: self._fit())
        self.lines.addWidget(FormRow(label, self.operator))
        self.one, self.other = self.pick("first", NUMBERS), self.pick("second", NUMBERS)
        label = msg("data.view.derive.numbers")
        fitting = [one for one in self.known.values() if one.kind in NUMBERS]
        self.numbers = NumbersField(label, fitting)
        self.numbers.show_chosen([one.id for one in fitting if one.id == self.first])
        self.numbers.changed.connect(lambda _ids: self.changed())
        self.lines.addWidget(FormRow(label, self.numbers))
        self._fit()

    def _fit(self) -> None:
        pair = self.operator.value() in PAIR
        for field, shown in ((self.one, pair), (self.other, pair), (self.numbers, not pair)):
            row = field.parentWidget()
            if row is not None:
                row.setVisible(shown)
        self.changed()

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """The operator, then the pair or the list."""
        operator, names = calculation_of(steps["expr"]) or ("+", [])
        self.operator.choose(operator)
        if operator in PAIR:
            self.one.choose(names[0])
            self.other.choose(names[1])
        else:
            self.numbers.show_chosen(names)
        self._fit()

    def recipe(self) -> Recipe:
        """The numbers chosen under the operator."""
        operator = str(self.operator.value())
        if operator in PAIR:
            return calculated(operator, [self.chosen(self.one), self.chosen(self.other)])
        return calculated(operator, [self.known[name] for name in self.numbers.value()])


class Elapsed(RecipeForm):
    """Two dates and a unit."""

    def fill(self) -> None:
        """From, to, in."""
        self.start, self.end = self.pick("start", DATES), self.pick("end", DATES)
        label = msg("data.view.derive.unit")
        self.unit = ChoiceField(label, [(one, msg(f"data.recipe.unit.{one}")) for one in UNITS])
        self.unit.chosen.connect(lambda _value: self.changed())
        self.lines.addWidget(FormRow(label, self.unit))

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """From, to, in."""
        self.start.choose(steps["from"])
        self.end.choose(steps["to"])
        self.unit.choose(steps["unit"])

    def recipe(self) -> Recipe:
        """The time between the dates chosen."""
        return elapsed(self.chosen(self.start), self.chosen(self.end), str(self.unit.value()))


class Count(RecipeForm):
    """A set."""

    def fill(self) -> None:
        """The set."""
        self.of = self.pick("of", (Kind.SET,))

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """The set."""
        self.of.choose(steps["of"])

    def recipe(self) -> Recipe:
        """How many answers were chosen."""
        return counted(self.chosen(self.of))


class IndexForm(RecipeForm):
    """The questions of a food security index, recognised by their headings, and what is made of them."""

    index = ""

    def fill(self) -> None:
        """A question for each food group or way of coping, then the result."""
        self.parts: dict[str, VariableField] = {}
        for part, (first, *_) in ((one, ids or [""]) for one, ids in self.recognised().items()):
            label = msg(f"data.index.part.{part}")
            field = VariableField(label, required=True)
            field.offer_candidates(candidates_among(self.known.values(), NUMBERS), first or None)
            field.chosen.connect(lambda _value: self.changed())
            self.parts[part] = field
            self.lines.addWidget(FormRow(label, field))
        self.made = self.choice("made", [(one, msg(f"data.view.derive.made.{one}")) for one in ("class", "score")])

    def recognised(self) -> dict[str, list[str]]:
        """The questions that the headings name, by part."""
        return recognised(self.index, self.known.values())

    def choice(self, key: str, offered: Sequence[tuple[str, Text]], hint: Text = "") -> ChoiceField:
        """A field with a few things to choose from."""
        label = msg(f"data.view.derive.{key}")
        field = ChoiceField(label, list(offered))
        field.chosen.connect(lambda _value: self.changed())
        self.lines.addWidget(FormRow(label, field, hint) if hint else FormRow(label, field))
        return field

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """The questions and the result of a recipe."""
        for part, (name, *_) in steps["of"].items():
            self.parts[part].choose(name)
        self.made.choose(steps["as"])
        self.made.setEnabled(False)  # a score of which a class is made is another variable

    def recipe(self) -> Recipe:
        """The index of the questions chosen."""
        return self.made_of({part: [str(field.value())] for part, field in self.parts.items()}, self.made.value())

    def made_of(self, ids: Mapping[str, Sequence[str]], made: object = "class", **options: Any) -> Recipe:
        """The recipe of these questions. Raises Problem for a part without one."""
        parts = {part: [self.known[one] for one in some if one in self.known] for part, some in ids.items()}
        return food_index(self.index, parts, as_class=made == "class", **options)


class FoodConsumption(IndexForm):
    """Eight food groups and the cut-offs of the classes."""

    index = "fcs"

    def fill(self) -> None:
        """The groups, the result, the cut-offs."""
        super().fill()
        offered = [(one, one.replace("/", " / ")) for one in ("21/35", "28/42")]
        self.cuts = self.choice("cuts", offered, msg("data.view.derive.cuts_help"))

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """The groups, the result, the cut-offs."""
        super().fill_from(steps, variable)
        self.cuts.choose(steps["cuts"])

    def recipe(self) -> Recipe:
        """The score or its class."""
        ids = {part: [str(field.value())] for part, field in self.parts.items()}
        return self.made_of(ids, self.made.value(), cuts=str(self.cuts.value()))


class ReducedCoping(IndexForm):
    """Five ways of coping."""

    index = "rcsi"


class LivelihoodCopingForm(IndexForm):
    """The strategies of each severity, and the answers that count."""

    index = "lcsi"

    def fill(self) -> None:
        """Three lists of questions, then the answers."""
        self.strategies: dict[str, NumbersField] = {}
        fitting = [one for one in self.known.values() if one.kind in kinds_of(self.index)]
        found = self.recognised()
        for part, ids in found.items():
            label = msg(f"data.index.part.{part}")
            field = NumbersField(label, fitting, kinds_of(self.index))
            field.show_chosen(ids)
            field.changed.connect(lambda _ids: self.changed())
            self.strategies[part] = field
            self.lines.addWidget(FormRow(label, field))
        label = msg("data.view.derive.counted")
        self.counted = TextField(label, placeholder="")
        self.counted.setText("; ".join(counted_answers(self.known[one] for ids in found.values() for one in ids)))
        self.counted.textEdited.connect(lambda _text: self.changed())
        self.lines.addWidget(FormRow(label, self.counted, msg("data.view.derive.counted_help")))

    def fill_from(self, steps: Steps, variable: Variable) -> None:
        """The strategies and the answers of a recipe."""
        for part, names in steps["of"].items():
            self.strategies[part].show_chosen(names)
        self.counted.setText("; ".join(steps["counted"]))

    def recipe(self) -> Recipe:
        """The worst strategy used."""
        codes = [code.strip() for code in self.counted.text().split(";") if code.strip()]
        return self.made_of({part: field.value() for part, field in self.strategies.items()}, counted=codes)


RECIPE_FORMS: dict[str, type[RecipeForm]] = {
    "recode": Regroup,
    "bands": Bands,
    "calculate": CalculationForm,
    "elapsed": Elapsed,
    "count": Count,
    "fcs": FoodConsumption,
    "rcsi": ReducedCoping,
    "lcsi": LivelihoodCopingForm,
}
