# SPDX-License-Identifier: MIT
"""The right column: kind of analysis, table, the form of its options, the design, what is to be read with care."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from analysis.analyses import declarations
from analysis.analyses.table_notes import design_parts
from analysis.codings.records import CODINGS
from analysis.known_totals import adjusted_text
from analysis.masking import Destination
from analysis.records import DataTable, DesignRoles, Kind, ReplicateSettings, Role, RowOrigin, Variable
from wording import Message, Text, msg
from workbench.analysis.panes.errors_card import EditableCard, ErrorsCard, carrier_of, then
from workbench.analysis.panes.form import OptionsForm, asks_variable
from workbench.codings.audience_preview import seen_as_field, seen_as_row
from workbench.codings.framework_card import FrameworkCard
from workbench.codings.quote_list import CellQuotes
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.labels import offered, table_title
from workbench.results.warnings import WarningCard
from workbench.table_labels import title_of
from workbench.translation import say
from workbench.variable_picker import Candidate, VariableField, candidate_of, candidates_of
from workbench.variable_words import DESIGN_ROLES, called, distinct_titles
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    Label,
    MutedLabel,
    Pane,
    PaneHeader,
    SectionLabel,
    set_tab_order,
)
from workbench.widgets.tick_box import TickBox
from workbench.widgets.what_is_this import QuestionBeside

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
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


_KINDS = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.NUMBER})


class JoinCard(Pane):
    """`wanted` carries the id of the table and of the key, "" where rows are joined to cases already."""

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(spacing=8)
        if parent is not None:
            self.setParent(parent)
        self._tables: dict[str, DataTable] = {}
        self.table = ChoiceField(msg("code_columns.table"))
        self.table.chosen.connect(lambda _id: self._offer_keys())
        self.key = VariableField(msg("code_columns.key"), empty=msg("code_columns.no_key"))
        self.use = Button(msg("code_columns.join"), self._want)
        note = MutedLabel(msg("code_columns.note"), wrap=True)
        rows = (FormRow(msg("code_columns.table"), self.table), FormRow(msg("code_columns.key"), self.key))
        for widget in (SectionLabel(msg("code_columns.head")), *rows, note, self.use):
            self.body.addWidget(widget)
        self.hide()

    def offer(self, tables: Sequence[DataTable]) -> None:
        """Offer these tables; one chosen stays chosen."""
        if [one.id for one in tables] == list(self._tables) and self.table.value() in self._tables:
            self._tables = {one.id: one for one in tables}
            return
        self._tables = {one.id: one for one in tables}
        self.table.set_choices(distinct_titles(list(tables), title_of))
        if tables:
            self.table.choose(tables[0].id)
            self._offer_keys()

    def _offer_keys(self) -> None:
        """Variables that may name the cases; identifiers too: only whether they name a case is read."""
        table = self._tables.get(str(self.table.value()))
        if table is None:
            return
        fitting = [one for one in table.variables if one.kind in _KINDS]
        named = [one.id for one in fitting if _names_cases(one.name)]  # a phone or a name is never proposed by itself
        found = next(iter([*named, *(one.id for one in fitting if one.role is Role.KEY)]), None)
        self.key.offer_candidates(candidates_of(table, fitting), found, table_id=table.id)

    def _want(self) -> None:
        self.wanted.emit(str(self.table.value()), str(self.key.value() or ""))


def _names_cases(name: str) -> bool:
    plain = name.casefold()
    return "case" in plain or "interview" in plain or "entretien" in plain


class OptionsPane(Pane):
    """What is known of the analysis in front, and how it is changed."""

    def __init__(self) -> None:
        self.kind = ChoiceField(msg("analysis.view.analysis"))
        self.header = PaneHeader(msg("analysis.view.options"))
        super().__init__(self.header)
        self.header.row.insertWidget(0, self.kind, 1)
        self.header.row.insertWidget(1, QuestionBeside(self.kind))
        self.header.note.hide()
        self.kind.set_choices([(one.id, one.label) for one in declarations()])
        self._sheet = Pane(margins=(12, 12, 12, 16), spacing=12)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._sheet)
        self.body.addWidget(self.area, 3)
        self.quotes = CellQuotes()
        self.body.addWidget(self.quotes, 4)
        self.hint = MutedLabel(msg("analysis.view.options.none"), wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.hint.setMargin(12)
        self.body.addWidget(self.hint, 1)
        self.area.hide()
        self.kind.hide()
        self._several = self._of_codings = self._asks_variable = self._previews = False
        self._in_front: tuple[str | None, str, str] | None = None  # which analysis, of what kind, of which table

    def furnish(self) -> Iterator[None]:
        """One card after the other, in the place where it stays: what moves with all it holds takes long."""
        column = self._sheet.body
        self.table = ChoiceField(msg("analysis.view.table"))
        self.table_row = FormRow(msg("analysis.view.table"), self.table)
        self.form = OptionsForm()
        self.form.turned.connect(self.fit)
        column.addWidget(self.form)
        column.addWidget(self.table_row)
        self.seen_as = seen_as_field()
        self.seen_as_row = seen_as_row(self.seen_as)
        self.body.insertWidget(self.body.indexOf(self.quotes), self.seen_as_row)
        yield
        self.design = DesignCard()
        column.addWidget(self.design)
        yield
        self.join = JoinCard()
        column.addWidget(self.join)
        yield
        self.summary = FrameworkCard()
        self.body.insertWidget(self.body.indexOf(self.quotes), self.summary)
        yield
        self.errors = ErrorsCard()
        column.addWidget(self.errors)
        self.warnings = WarningCard()
        column.addWidget(self.warnings)
        column.addStretch(1)

    def show_analysis(self, present: CurrentAnalysis | None, tables: Mapping[str, DataTable]) -> None:
        """Show an analysis; None for none."""
        table = tables.get(present.table) if present is not None else None
        self.area.setVisible(table is not None)
        self.hint.setVisible(table is None)
        if table is None:
            self.quotes.clear()
            self.summary.clear()
        self.kind.setVisible(table is not None)
        self._previews = (
            present is not None and table is not None and (table.id == CODINGS or present.declared.with_codings)
        )
        self.header.title.setVisible(table is None)
        if present is None or table is None:
            self.fit()
            return
        kinds = [one for one in declarations() if any(map(one.suits, tables.values()))]
        self.kind.set_choices([(one.id, one.label) for one in kinds])
        self.kind.choose(present.declaration)
        self.table.set_choices(distinct_titles(list(tables.values()), title_of))
        self.table.choose(present.table)
        self.form.show_analysis(present, table, tables.get(CODINGS))
        self.design.show_table(table, tables)
        self.errors.show_table(table, tables)
        self._several, self._of_codings = len(tables) > 1, table.id == CODINGS
        self._asks_variable = asks_variable(present.declared) or self._of_codings
        self.fit()
        set_tab_order(self._sheet, self.kind)
        if self._in_front != (in_front := (present.saved, present.declaration, present.table)):
            self._in_front = in_front
            self.quotes.clear()
            self.area.verticalScrollBar().setValue(0)  # another asks for other variables, on top

    def fit(self) -> None:
        """Under More, with what is kept back: the table, unless nothing else asks of which; its design and errors."""
        opened = self.form.is_open
        self.table_row.setVisible(self._several and (opened or not self._asks_variable))
        self.design.setVisible(opened and not self._of_codings)
        self.errors.setVisible(opened and not self._of_codings)
        self.seen_as_row.setVisible(self._previews and (opened or self.seen_as.value() != Destination.INSIDE.value))
