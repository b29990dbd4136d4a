# SPDX-License-Identifier: MIT
"""The first step: how many households and clusters to select. Strata are typed or imported; all follows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from analysis.analyses.sample_size import asked, missed_precision
from analysis.survey.sample_size import ALLOCATIONS, sample_size
from projects.sampling.planning import plan_sample
from wording import Problem, Text, msg, render
from wording.numbers import format_number, format_percent
from workbench.commands import Command
from workbench.results.warnings import WarningCard
from workbench.sampling.panes.grid_model import Field
from workbench.sampling.panes.page_parts import NumberField, Page, Side, bar, beside, fit_height
from workbench.sampling.panes.power_page import AimField
from workbench.sampling.panes.sheet_grid import SheetGrid
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    CommandButton,
    Fact,
    FormRow,
    Label,
    MutedLabel,
    SectionLabel,
)

if TYPE_CHECKING:
    from projects.sampling.saved_sampling import KeptDraw

_LEVELS = (0.8, 0.9, 0.95, 0.99)
STEPS = ("simple", "finite", "designed", "selected")


class SizePage(Page):
    """The table of strata with what is to be selected, the sentence for the methods section."""

    changed = Signal()

    def __init__(self, commands: dict[str, Command]) -> None:
        imported = CommandButton(commands["sampling.size.import"], text=msg("sampling.button.import"))
        super().__init__(msg("sampling.step.size"), msg("sampling.size.lead"), (imported,))
        self.grid = SheetGrid(msg("sampling.size.strata"), _fields())
        self.grid.sheet.edited.connect(self.changed)
        self.steps = [Fact(msg(f"row.size_{name}"), "") for name in STEPS]
        self.total = Label("", wrap=True)
        self.total.setProperty("kind", "strong")
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.missed = WarningCard()
        self.sentence = Label("", wrap=True)
        self.formula = MutedLabel(msg("note.sample_size_formula"), wrap=True)
        copy = Button(msg("sampling.button.copy"), self.copy, icon="copy")
        keep = CommandButton(commands["sampling.sheet.keep"], primary=True, text=msg("sampling.button.keep"))
        export = CommandButton(commands["sampling.sheet.export"], text=msg("sampling.button.export"))
        self.note = MutedLabel(msg("sampling.size.paste"), wrap=True)
        for widget in (self.grid, self.note, *self.steps, self.total, self.missed, self.problem):
            self.sheet.addWidget(widget)
        self.sheet.addSpacing(6)
        self.sheet.addWidget(SectionLabel(msg("sampling.size.methods")))
        for widget in (self.sentence, self.formula, bar(copy, export, keep)):
            self.sheet.addWidget(widget)
        self.sheet.addStretch(1)
        self._method: Text = ""
        fit_height(self.grid)

    def strata(self) -> dict[str, list[float]]:
        """The strata typed, as the analysis takes them; a line without a name or households does not count."""
        found: dict[str, list[float]] = {}
        for line in self.grid.sheet.lines:
            if line.get("name") and line.get("households"):
                numbers = [float(line["households"]), float(line.get("clusters") or 0)]
                found[str(line["name"])] = [*numbers, *([line["share"]] if line.get("share") else [])]
        return found

    def show_strata(self, strata: dict[str, list[float]]) -> None:
        """Show these strata."""
        self.grid.sheet.show_lines([
            {"name": name, "households": numbers[0], "clusters": numbers[1] or None,
             "share": numbers[2] if len(numbers) > 2 else None}
            for name, numbers in strata.items()
        ])  # fmt: skip
        fit_height(self.grid)

    def show_plan(self, options: dict[str, Any], kept: KeptDraw | None = None) -> bool:
        """Work out and show what the options ask for, with the households of a draw made so; whether it can be done."""
        language = language_of(self)
        fit_height(self.grid)
        try:
            _, self._method, shares = plan_sample(options, kept)
            size = sample_size(asked(options), float(options["population_size"] or "inf"))
        except Problem as problem:
            self._fail(problem)
            return False
        self.problem.hide()
        by_name = {one.row.stratum: one for one in shares.strata} if shares is not None else {}
        results = []
        for line in self.grid.sheet.lines:
            one = by_name.get(str(line.get("name")))
            known = one.row if one is not None else None
            results.append({
                "select": known.households_selected if known else None,
                "visit": (known.clusters_selected or None) if known else None,
                "precision": one.precision if one else None,
            })  # fmt: skip
        self.grid.sheet.show_results(results)
        for name, fact in zip(STEPS, self.steps, strict=True):
            fact.value = format_number(getattr(size, name), language, 0 if name == "selected" else 1)
            fact.setVisible(shares is None)
            fact.respeak(language)
        missed = missed_precision(asked(options), shares) if shares is not None else None
        self.missed.say([missed] if missed is not None else [])
        self.total.setVisible(shares is not None)
        if shares is not None:
            self.total.say(
                msg(
                    "sampling.size.total",
                    n=int(shares.households),
                    clusters=int(shares.clusters),
                    precision=round(shares.precision * 100, 2),
                )
            )
        self.sentence.say(self._method)
        return True

    def _fail(self, problem: Problem) -> None:
        self.problem.say(problem.message)
        self.problem.show()
        self.grid.sheet.show_results([])
        self.total.hide()
        self.missed.say(())
        self.sentence.say("")
        self._method = ""
        for fact in self.steps:
            fact.hide()

    def copy(self) -> None:
        """The sentence for the methods section, for any text."""
        if self._method:
            QGuiApplication.clipboard().setText(render(self._method, language_of(self)))


def _fields() -> list[Field]:
    def percent(value: Any, language: str) -> str:
        return "± " + format_percent(float(value), language, 1)

    return [
        Field("name", msg("sampling.head.stratum"), "name"),
        Field("households", msg("sampling.head.households_in_frame")),
        Field("clusters", msg("sampling.head.clusters_in_frame"), tip=msg("sampling.head.clusters_in_frame_tip")),
        Field("share", msg("sampling.head.share"), "share", tip=msg("sampling.head.share_tip")),
        Field("select", msg("column.to_select"), "result"),
        Field("visit", msg("column.clusters_to_visit"), "result"),
        Field("precision", msg("sampling.head.precision"), "result", show=percent),
    ]


class SizeForm(Side):
    """What is asked of the sample."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(msg("sampling.size.asked"))

        def number(name: str, value: float | None, *, percent: bool = False) -> NumberField:
            made = NumberField(msg(f"sampling.ask.{name}"), value, percent=percent)
            made.changed.connect(self.changed)
            return made

        self.aim = AimField("precision")
        self.numbers = {
            "proportion": number("proportion", 0.5, percent=True),
            "precision": number("precision", 0.05, percent=True),
            "deff": number("deff", 1.5),
            "icc": number("icc", 0.05),
            "per_cluster": number("per_cluster", 12),
            "response": number("response", 0.95, percent=True),
            "population_size": number("population_size", None),
        }
        self.level = ChoiceField(
            msg("sampling.ask.level"), [(one, msg("analysis.view.level", level=one * 100)) for one in _LEVELS]
        )
        self.level.choose(0.95)
        self.effect = ChoiceField(
            msg("sampling.ask.effect"), [(name, msg(f"sampling.ask.effect.{name}")) for name in ("deff", "icc")]
        )
        self.allocation = ChoiceField(
            msg("option.allocation"), [(one, msg(f"choice.allocation.{one}")) for one in ALLOCATIONS]
        )
        for field in (self.level, self.effect, self.allocation):
            field.chosen.connect(lambda _value: self._follow())
        rows = {name: FormRow(msg(f"sampling.ask.{name}"), field) for name, field in self.numbers.items()}
        self.rows = rows
        self.form.addWidget(FormRow(msg("sampling.ask.aim"), self.aim))
        self.form.addWidget(beside(rows["proportion"], rows["precision"]))
        self.form.addWidget(beside(FormRow(msg("sampling.ask.level"), self.level), rows["response"]))
        self.form.addWidget(FormRow(msg("sampling.ask.effect"), self.effect))
        self.form.addWidget(beside(rows["deff"], rows["icc"], rows["per_cluster"]))
        self.form.addWidget(FormRow(msg("option.allocation"), self.allocation))
        self.form.addWidget(rows["population_size"])
        self.effect_note = MutedLabel("", wrap=True)
        self.form.addWidget(self.effect_note)
        self.form.addStretch(1)
        self._show_fields()

    def options(self, strata: dict[str, list[float]]) -> dict[str, Any]:
        """The options of the declared analysis."""
        values: dict[str, Any] = {name: field.value() for name, field in self.numbers.items()}
        for name in ("proportion", "precision", "deff", "response"):
            values[name] = float("nan") if values[name] is None else values[name]
        each = values["per_cluster"]
        values["per_cluster"] = int(each) if each == each and each else 0
        if self.effect.value() == "deff":
            values["icc"] = None
        return {**values, "level": self.level.value(), "allocation": self.allocation.value(), "strata": strata,
                "title": ""}  # fmt: skip

    def show_options(self, options: dict[str, Any]) -> None:
        """Show what was asked before."""
        for name, field in self.numbers.items():
            if name in options and not (name == "icc" and options[name] is None):
                field.set_value(options[name])
        self.level.choose(options.get("level", 0.95))
        self.allocation.choose(options.get("allocation", "each"))
        self.effect.choose("icc" if options.get("icc") is not None else "deff")
        self._show_fields()

    def show_state(self, *, strata: bool, effect: float) -> None:
        """What has no meaning just now is not asked; the design effect is said where it follows from the ICC."""
        self.rows["population_size"].setVisible(not strata)
        self.allocation.setEnabled(strata)
        said = self.effect.value() == "icc" and effect == effect
        self.effect_note.setVisible(said)
        if said:
            self.effect_note.say(msg("sampling.ask.effect_is", deff=round(effect, 2)))

    def _follow(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        by_icc = self.effect.value() == "icc"
        self.rows["deff"].setVisible(not by_icc)
        self.rows["icc"].setVisible(by_icc)
