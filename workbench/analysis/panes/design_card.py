# SPDX-License-Identifier: MIT
"""The sample design of the table in plain words, and its change. Whatever table carries it, it is changed there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from analysis.analyses.table_notes import design_parts
from analysis.known_totals import adjusted_text
from analysis.records import DataTable, DesignRoles, Kind, ReplicateSettings, RowOrigin, Variable
from wording import Message, Text, msg
from workbench.analysis.panes.errors_card import EditableCard, carrier_of, then
from workbench.results.labels import offered, table_title
from workbench.translation import say
from workbench.variable_picker import Candidate, VariableField, candidate_of
from workbench.variable_words import DESIGN_ROLES, called
from workbench.widgets import FormRow, Label
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import DataTable
    from workbench.jobs import Job
    from workbench.results.computation import AnalysisRunner
    from workbench.session import Session


class DesignLine(Label):
    """Empty until it is known; counted in the background, once for each table as its data are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", wrap=True, parent=parent)
        self._arguments: object = None
        self._asked = 0
        self.hide()

    def of(self, *arguments: object) -> None:
        """It stands beside the design of something else: what was counted of another one goes."""
        if arguments != self._arguments:
            self._arguments = arguments
            self._asked += 1
            self.hide()

    def renew(self, session: Session, runner: AnalysisRunner, table: DataTable, result: AnalysisResult | None) -> None:
        """Count anew where the data changed, and say it with the design effect of the result, where it has one."""
        self._asked += 1
        number, deff = self._asked, result.facts.get("deff") if result is not None else None

        def work(job: Job) -> dict[str, Any]:
            return runner.design_figures(session, table)

        def done(facts: dict[str, Any]) -> None:
            if number == self._asked:
                said = figures_text(facts, deff)
                self.say(said or "")
                self.setVisible(said is not None)

        session.compute(work, done, lambda _problem: self.hide(), owner=self)


def figures_text(facts: dict[str, Any], deff: float | None) -> Message | None:
    """ "In numbers: 3 strata, 40 clusters, weights 0.4–2.9 (mean 1), design effect of this result 1.8."

    Without a result the effect of unequal weights stands there; None where there is no design.
    """
    if not facts:  # codings have no sample design
        return None
    if not (facts["strata"] or facts["clusters"] or facts.get("weights")):
        return None
    effect, facts = "analysis.view.design.deff", {**facts, "fpc": False, "deff": deff}  # of fpc the sentence tells
    if deff is None and facts["infers"] and not facts["weights_one"]:
        effect, facts["deff"] = "analysis.view.design.kish", facts.get("kish")
    parts = design_parts(facts, effect=effect, clusters_of=facts["clusters_of"])
    return msg("analysis.view.design.figures", parts=parts)


_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
_GROUPS = frozenset({Kind.ONE, Kind.INTEGER, Kind.NUMBER, Kind.TEXT})
_PARTS = (("weight", _NUMBERS), ("strata", _GROUPS), ("cluster", _GROUPS), ("cluster2", _GROUPS), ("fpc", _NUMBERS))


class DesignCard(EditableCard):
    """The sentence on the design with Change…; `wanted` carries the table's id and its new DesignRoles."""

    wanted = Signal(str, object)
    within_household_requested = Signal(
        str, object
    )  # table id; (table, variable) that counts the members eligible, or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("design", parent)
        self._root: DataTable | None = None
        self._table: DataTable | None = None
        self.figures = DesignLine()
        self.column.insertWidget(self.column.indexOf(self.sentence) + 1, self.figures)
        self.drawn = VariableField(
            msg("analysis.view.design.within_household"), empty=msg("analysis.view.design.all_members")
        )
        say(self.drawn, tip=msg("analysis.view.design.within_household_tip"))
        self.drawn.chosen.connect(self._within_household_chosen)
        self.drawn_row = FormRow(msg("analysis.view.design.within_household"), self.drawn)
        self._fields: dict[str, VariableField] = {}
        self._nested = TickBox()
        say(self._nested, msg("analysis.view.design.nested"), tip=msg("analysis.view.design.nested_tip"))
        for name, _kinds in _PARTS:
            label = msg(f"analysis.view.design.field.{name}")
            self._fields[name] = VariableField(label, empty=msg("analysis.view.design.none"))
            self.fields.addWidget(FormRow(label, self._fields[name]))
        self.fields.addWidget(self._nested)
        self.column.addWidget(self.drawn_row)

    def show_table(self, table: DataTable, tables: Mapping[str, DataTable]) -> None:
        """Say the design of the rows of `table`."""
        root = table
        while root.parent is not None and root.parent in tables and root.design == DesignRoles():
            root = tables[root.parent]
        if self._root is None or root.id != self._root.id:
            self.close_editor(focus=False)
        self._root = root
        replicates, above = carrier_of(table, tables).replicates, clustering_of(table, tables)
        self.sentence.say(design_text(table, root, replicates, above))
        self.figures.of(table.id, root.id, root.design, table.within_household, table.adjusted or root.adjusted)
        self._offer_eligible(table, tables)

    def _offer_eligible(self, table: DataTable, tables: Mapping[str, DataTable]) -> None:
        """For a table below another: the numbers that could count the members one of whom was drawn."""
        self._table = table
        self.drawn_row.setVisible(table.parent is not None)
        counting: list[Candidate] = []
        at: DataTable | None = table
        while at is not None:
            made = [candidate_of(at, v) for v in offered(at, _NUMBERS) if v.role not in DESIGN_ROLES]
            counting += [replace(one, value=(at.id, one.value), heading=table_title(at)) for one in made]
            at = tables.get(at.parent) if at.parent is not None else None
        drawn = table.within_household
        self.drawn.offer_candidates(counting, (drawn.of_table, drawn.variable) if drawn is not None else None)

    def _within_household_chosen(self, chosen: object) -> None:
        if self._table is not None:
            before = self._table.within_household
            self.drawn.choose((before.of_table, before.variable) if before is not None else None)  # until it is stored
            self.within_household_requested.emit(self._table.id, chosen)

    def fill(self) -> QWidget | None:
        """The design of the table that carries it."""
        if self._root is None:
            return None
        design = self._root.design
        clusters = (*design.clusters, None, None)
        values = {
            "weight": design.weight,
            "strata": design.strata,
            "cluster": clusters[0],
            "cluster2": clusters[1],
            "fpc": design.fpc[0] if design.fpc else None,
        }
        for name, kinds in _PARTS:
            self._fields[name].offer(self._root, offered(self._root, kinds), values[name])
        self._nested.setChecked(design.nested)
        return self._fields["weight"]

    def take(self) -> None:
        """The design as chosen, wanted of the table that carries it."""
        if self._root is None:
            return
        chosen = {name: field.value() for name, field in self._fields.items()}
        stages = tuple(chosen[name] for name in ("cluster", "cluster2") if chosen[name])
        later = self._root.design.fpc[1 : max(len(stages), 1)]  # of the second stage, changed in the Data room
        fpc = (chosen["fpc"], *later) if chosen["fpc"] else ()
        design = DesignRoles(chosen["weight"], chosen["strata"], stages, fpc, self._nested.isChecked())
        self.close_editor()
        if design != self._root.design:
            self.wanted.emit(self._root.id, design)


def _short(variable: Variable) -> Text:
    return variable.name or called(variable)


def clustering_of(table: DataTable, tables: Mapping[str, DataTable]) -> DataTable | None:
    """The table above whose rows are the clusters of this one's, as none are declared; None where they are not."""
    at = table
    while not at.design.clusters and at.parent is not None and at.parent in tables:
        at = tables[at.parent]
    return None if at.design.clusters or at.id == table.id else at


def design_text(
    table: DataTable, root: DataTable, replicates: ReplicateSettings | None = None, above: DataTable | None = None
) -> Message:
    """ "Sample with weights (weight), strata (site), clusters (block). No finite population correction." """
    design = root.design
    parts: list[Text] = []
    for key, ids in (
        ("weights", (design.weight,)),
        ("strata", (design.strata,)),
        ("clusters", design.clusters),
    ):
        names = [_name(root, one) for one in ids if one]
        if names:
            parts.append(msg(f"analysis.view.design.{key}", names=names))
    said = msg("analysis.view.design.parts", parts=parts) if parts else msg("analysis.view.design.nothing")
    if root.id != table.id:
        said = then(msg("analysis.view.design.inherited", table=table_title(root)), said)
    if above is not None:
        said = then(said, msg("analysis.view.design.clusters_of", table=table_title(above)))
    if parts:
        unused = replicates is not None and not replicates.rule.takes_fpc
        fpc = "no_fpc" if not design.fpc else "fpc_unused" if unused else "fpc"
        said = then(said, msg(f"analysis.view.design.{fpc}"))
    if table.within_household is not None:
        said = then(said, msg("analysis.view.design.drawn", variable=table.within_household.labels))
    adjusted = table.adjusted or root.adjusted
    if adjusted is not None:
        said = then(said, msg("adjusting.are", how=adjusted_text(adjusted)))
    if table.how is not RowOrigin.PROBABILITY:
        said = then(said, msg("analysis.view.design.how", how=msg(f"how.{table.how}")))
    return said


def _name(table: DataTable, variable_id: str) -> Text:
    try:
        return _short(table.variable(variable_id))
    except KeyError:
        return variable_id
