# SPDX-License-Identifier: MIT
"""Inspector of a table: its unit, the origin of its rows, its design and consent; a button shows the fields of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from analysis.analyses.table_notes import replicate_error_note
from analysis.records import DataTable, DesignRoles, Kind, Role, RowOrigin, Variable
from projects.datasets.table.roles import meaning_yes
from projects.design.sample_design import DesignFacts
from projects.imported.records import ImportedTable
from wording import Text, msg
from wording.numbers import format_interval, format_number
from workbench.data.project_reads import TableFacts
from workbench.data.side_column_widgets import NamedField, ScrollingColumn
from workbench.table_labels import DATES, NUMBERS, UNITS, title_of, unit_text
from workbench.translation import explain, language_of, say
from workbench.variable_picker import VariableField
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    Fact,
    FormRow,
    Label,
    MutedLabel,
    Pane,
    PaneHeader,
    SectionLabel,
    TextField,
)
from workbench.widgets.tick_box import TickBox


class TableInspector(Pane):
    """The right column while no variable is chosen."""

    unit_chosen = Signal(str)
    language_chosen = Signal(str)
    how_chosen = Signal(object, str)  # RowOrigin, reason for inference
    inference_requested = Signal(str)  # reason
    design_chosen = Signal(object)  # DesignRoles
    consent_chosen = Signal(object, object)  # variable id or None, choice ids that mean yes

    def __init__(self) -> None:
        self.header = PaneHeader("")
        super().__init__(self.header)
        self.scrolled = ScrollingColumn(msg("data.view.table"))
        self.body.addWidget(self.scrolled)
        self.facts: TableFacts | None = None
        self._settings = False  # its fields are shown, not their answers alone
        self._cell_editing = False

    def show_facts(self, facts: TableFacts) -> None:
        """Show a table."""
        again = self.facts is not None and self.facts.table.id == facts.table.id
        if not again:
            self._settings = self._cell_editing = False
        self.facts = facts
        self.header.title.say(title_of(facts.table))
        body = self.scrolled.renew()
        self._rows(body, facts)
        if self._settings:
            self._unit(body, facts)
            self._show_origin(body, facts.table)
        else:
            self._said(body, facts)
        self._design(body, facts)
        self._consent(body, facts)
        body.addSpacing(4)
        key = "done" if self._settings else "change"
        self.turner = Button(msg(f"data.view.table.{key}"), self.turn_settings, icon="" if self._settings else "pencil")
        body.addWidget(self.turner)
        body.addStretch(1)
        self.scrolled.put(stay=again)

    def turn_settings(self) -> None:
        """Show the fields that change how the table is read, or what they say alone."""
        self._settings, self._cell_editing = not self._settings, False
        if self.facts is not None:
            self.show_facts(self.facts)
            first = next(iter(self.scrolled.page.findChildren(ChoiceField)), None)
            (first or self.turner).setFocus()

    def respeak(self, _language: str) -> None:
        """Numbers were written in one language: write them anew."""
        if self.facts is not None:
            self.show_facts(self.facts)

    def _rows(self, body: QVBoxLayout, facts: TableFacts) -> None:
        language, table = language_of(), facts.table
        body.addWidget(Fact(msg("data.view.table.rows"), format_number(table.rows, language)))
        body.addWidget(Fact(msg("data.view.table.kept"), format_number(facts.design.rows, language)))
        body.addWidget(Fact(msg("data.view.table.variables"), format_number(len(table.variables), language)))
        if facts.edits:
            body.addWidget(Fact(msg("data.view.table.edits"), format_number(facts.edits, language)))

    def _said(self, body: QVBoxLayout, facts: TableFacts) -> None:
        """The unit and the origin of the rows in words."""
        table = facts.table
        body.addWidget(Fact(msg("data.view.table.unit"), unit_text(table.unit)))
        if facts.label_language:
            body.addWidget(Fact(msg("data.view.table.language"), native_name(facts.label_language)))
        body.addSpacing(4)
        body.addWidget(SectionLabel(msg("data.view.table.how")))
        body.addWidget(Label(msg(f"data.how.{table.how}"), wrap=True))
        if table.how is not RowOrigin.PROBABILITY:
            body.addWidget(MutedLabel(_inference(table), wrap=True))

    def _unit(self, body: QVBoxLayout, facts: TableFacts) -> None:
        table = facts.table
        units = [(unit, unit_text(unit)) for unit in UNITS]
        if table.unit not in UNITS:
            units.append((table.unit, table.unit))
        unit = ChoiceField(msg("data.view.table.unit"), units)
        unit.choose(table.unit)
        unit.chosen.connect(lambda value: self.unit_chosen.emit(value))
        body.addWidget(NamedField(msg("data.view.table.unit"), unit, 150))
        if len(facts.languages) > 1:
            spoken: list[tuple[str, Text]] = [("", msg("data.view.table.own_language"))]
            spoken += [(one, native_name(one)) for one in facts.languages]
            language_field = ChoiceField(msg("data.view.table.language"), spoken)
            language_field.choose(facts.label_language)
            language_field.chosen.connect(lambda value: self.language_chosen.emit(value))
            body.addWidget(NamedField(msg("data.view.table.language"), language_field, 136))

    def _show_origin(self, body: QVBoxLayout, table: DataTable) -> None:
        body.addSpacing(4)
        how = ChoiceField(msg("data.view.table.how"), [(one, msg(f"data.how.{one}")) for one in RowOrigin])
        how.choose(table.how)
        how.chosen.connect(lambda value: self.how_chosen.emit(value, ""))
        body.addWidget(FormRow(msg("data.view.table.how"), how))
        if table.how is RowOrigin.PROBABILITY:
            return
        body.addWidget(MutedLabel(_inference(table), wrap=True))
        if table.inference_reason:
            body.addWidget(Button(msg("data.view.table.inference_off"), lambda: self.how_chosen.emit(table.how, "")))
            return
        reason = TextField(msg("data.view.table.inference_reason"), placeholder="")
        body.addWidget(FormRow(msg("data.view.table.inference_reason"), reason))
        button = Button(msg("data.view.table.inference_switch"), lambda: self.inference_requested.emit(reason.text()))
        reason.returnPressed.connect(button.click)
        body.addWidget(button)

    def _design(self, body: QVBoxLayout, facts: TableFacts) -> None:
        body.addSpacing(4)
        body.addWidget(SectionLabel(msg("data.view.table.design")))
        for line in design_lines(facts.table, facts.design, facts.carrier):
            body.addWidget(Label(line, wrap=True))
        if self._cell_editing:
            form = DesignForm(facts.table)
            form.chosen.connect(self._design_changed)
            form.left.connect(lambda: self._change_design(False))
            body.addWidget(form)
        elif self._settings:
            body.addWidget(Button(msg("data.view.design.change"), lambda: self._change_design(True), icon="pencil"))

    def _change_design(self, on: bool) -> None:
        self._cell_editing = on
        self._settings = self._settings or on
        if self.facts is not None:
            self.show_facts(self.facts)
            first = next(iter(self.scrolled.page.findChildren(DesignForm)), None)
            if first is not None:
                first.fields["weight"].setFocus()

    def _design_changed(self, design: DesignRoles) -> None:
        self._cell_editing = False
        self.design_chosen.emit(design)

    def _consent(self, body: QVBoxLayout, facts: TableFacts) -> None:
        table = facts.table
        asked = [v for v in table.variables if v.kind is Kind.ONE and v.role is not Role.IDENTIFIER]
        if not asked or table.parent is not None:
            return
        body.addSpacing(4)
        if not self._settings:
            asked_in = msg("data.view.consent.none") if facts.consent is None else called(table.variable(facts.consent))
            body.addWidget(SectionLabel(msg("data.view.table.consent")))
            body.addWidget(Label(asked_in, wrap=True))
            if facts.consent is not None:
                body.addWidget(MutedLabel(msg("data.view.consent.left", n=facts.without_consent), wrap=True))
            return
        question = VariableField(msg("data.view.consent.question"), empty=msg("data.view.consent.none"))
        question.offer(table, asked, facts.consent)
        question.chosen.connect(lambda value: self.consent_chosen.emit(value, yes_choices(table, value)))
        body.addWidget(FormRow(msg("data.view.table.consent"), question))
        if facts.consent is None:
            return
        body.addWidget(MutedLabel(msg("data.view.consent.means_yes")))
        boxes: list[tuple[str, QCheckBox]] = []
        for choice in table.variable(facts.consent).choices:
            box = TickBox()
            say(box, choice.labels if any(choice.labels.by_language.values()) else choice.code)
            explain(box, msg("data.view.consent.means_yes"))
            box.setChecked(choice.id in facts.consent_given)
            box.clicked.connect(
                lambda _on: self.consent_chosen.emit(
                    facts.consent, tuple(name for name, one in boxes if one.isChecked())
                )
            )
            boxes.append((choice.id, box))
            body.addWidget(box)
        body.addWidget(MutedLabel(msg("data.view.consent.left", n=facts.without_consent), wrap=True))


def _inference(table: DataTable) -> Text:
    """Whether results of a table that is no probability sample have intervals, and why."""
    if table.inference_reason:
        return msg("data.view.table.inference_on", reason=table.inference_reason)
    return msg("data.view.table.no_inference" if table.register is None else "data.view.table.no_inference_register")


def native_name(code: str) -> str:
    """A language by its own name: "English", "français"; its code where Qt does not know it."""
    locale = QLocale(code)
    known = locale.language() != QLocale.Language.C and len(code) <= 3
    return locale.nativeLanguageName() or code if known else code


def yes_choices(table: DataTable | ImportedTable, variable_id: str | None) -> tuple[str, ...]:
    """The choices of a question of consent that mean yes."""
    return meaning_yes(next(one for one in table.variables if one.id == variable_id)) if variable_id else ()


class DesignForm(Pane):
    """Which variables make the sample design."""

    chosen = Signal(object)  # DesignRoles
    left = Signal()

    def __init__(self, table: DataTable | ImportedTable) -> None:
        super().__init__(margins=(0, 4, 0, 4))
        design = table.design
        numbers = [v for v in table.variables if v.kind in NUMBERS]
        groups = [v for v in table.variables if v.kind not in DATES and v.kind is not Kind.SET]
        clusters, fpc = [*design.clusters, None, None][:2], [*design.fpc, None, None][:2]
        asked: dict[str, tuple[Sequence[Variable], str | None]] = {
            "weight": (numbers, design.weight),
            "stratum": (groups, design.strata),
            "cluster": (groups, clusters[0]),
            "cluster_2": (groups, clusters[1]),
            "fpc": (numbers, fpc[0]),
            "fpc_2": (numbers, fpc[1]),
        }
        self.fields: dict[str, VariableField] = {}
        for name, (offered, now) in asked.items():
            label = msg(f"data.view.design.{name}")
            field = VariableField(label, empty=msg("data.view.design.none"))
            field.offer(table, offered, now)
            self.fields[name] = field
            self.body.addWidget(FormRow(label, field))
        self.nested = TickBox()
        say(self.nested, msg("data.view.design.nested"), tip=msg("data.view.design.nested_tip"))
        self.nested.setChecked(design.nested)
        self.body.addWidget(self.nested)
        self.body.addWidget(Button(msg("data.view.design.use"), lambda: self.chosen.emit(self.design()), icon="check"))
        self.body.addWidget(Button(msg("data.view.cancel"), self.left.emit))

    def design(self) -> DesignRoles:
        """The design as chosen."""
        value = {name: field.value() for name, field in self.fields.items()}
        clusters = tuple(one for one in (value["cluster"], value["cluster_2"]) if one)
        fpc = tuple(one for one in (value["fpc"], value["fpc_2"]) if one)
        return DesignRoles(value["weight"], value["stratum"], clusters, fpc, self.nested.isChecked())


def design_lines(table: DataTable, facts: DesignFacts, carrier: Text = "") -> list[Text]:
    """The design in plain sentences."""
    if not (facts.strata or facts.clusters or facts.weight_low is not None or facts.adjusted is not None):
        return [msg("data.view.design.simple")]

    lines: list[Text] = []
    if facts.inherited_from:
        lines.append(msg("data.view.design.inherited", table=carrier))
    if facts.strata:
        lines.append(msg("data.view.design.strata", n=facts.strata))
    if facts.clusters:
        if facts.clusters_of:
            lines.append(msg("data.view.design.clusters_of", n=facts.clusters, table=facts.clusters_of))
        else:
            lines.append(msg("data.view.design.clusters", n=facts.clusters))
        if facts.clusters_repeat:
            lines.append(msg(f"data.view.design.{'repeat_nested' if facts.nested else 'repeat_same'}"))
    if facts.weight_low is not None:
        span = format_interval(facts.weight_low, facts.weight_high, language_of(), 1)
        lines.append(msg("data.view.design.weights", span=span))
    if facts.adjusted is not None:
        lines.append(facts.adjusted)
    if facts.has_fpc:
        unused = table.replicates is not None and not table.replicates.rule.takes_fpc
        lines.append(msg("analysis.view.design.fpc_unused" if unused else "data.view.design.has_fpc"))
    if table.replicates is not None:
        lines.append(replicate_error_note(table.replicates))
    if facts.incomplete:
        lines.append(msg("data.view.design.incomplete", n=facts.incomplete))
    return lines
