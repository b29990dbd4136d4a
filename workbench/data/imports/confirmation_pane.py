# SPDX-License-Identifier: MIT
"""The right part of the import conversation: what was guessed, to be confirmed or changed, and how the file is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.records import DesignRoles, Kind, Reason, Role, RowOrigin
from analysis.register_columns import RegisterKind
from projects.datasets.registers.headings import first_register
from projects.imported.records import ImportedTable
from projects.importing.options import ImportOptions
from projects.intake.survey_preview import Preview
from projects.registers.register_settings import likely_code
from wording import Text, msg
from workbench.data.imports.first_chart import FirstChart
from workbench.data.imports.first_look import FirstLook, is_plain
from workbench.data.panes.table_inspector import DesignForm, yes_choices
from workbench.data.preview.column_rows import FIXED, ColumnSelection
from workbench.data.preview.file_reading import ConfirmedGuesses, ReadFile, special_answers
from workbench.data.side_column_widgets import NamedField, ScrollingColumn
from workbench.table_labels import UNITS, title_among, title_of_imported, unit_text
from workbench.translation import explain
from workbench.variable_picker import Candidate, VariableField, candidates_of
from workbench.variable_words import called, has_words
from workbench.widgets import Button, ChoiceField, FoldedLine, Label, LinkButton, MutedLabel, SectionLabel

Offer = tuple[str, object, object, Sequence[tuple[object, Text]]]  # option, value now, value found, values offered

_ENCODINGS = ("utf-8", "cp1252", "iso-8859-15", "cp1250", "cp1256", "utf-16")
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_THOUSANDS = {"": "1234", ",": "1,234", ".": "1.234", " ": "1 234", "'": "1'234"}
_DATES = ("ymd", "dmy", "mdy")
_HEADER_ROWS = 10
_ALL = object()  # sheets: each that holds a table is read
_UNCLEAR = "unclear"  # as `projects.importing.columns.dates` says it, which loads numpy


def offers(preview: Preview, now: ImportOptions) -> Iterator[Offer]:
    """The options that make sense for a file, in the order in which one looks at them."""
    if preview.kind == "delimited":
        found = preview.encoding.lower()
        encodings = list(dict.fromkeys((*_ENCODINGS, *([found] if found else []))))
        yield "encoding", now.encoding, found, [(one, one.upper()) for one in encodings]
        separators = [(one, msg(f"data.view.import.separator.{word}")) for one, word in _SEPARATORS.items()]
        yield "separator", now.separator, preview.separator, separators
    elif len(preview.sheets) > 1:
        yield "sheet", now.sheet, preview.sheet if now.sheet else _ALL, [(one, one) for one in preview.sheets]
    yield "decimal", now.decimal, preview.decimal, [(".", "1.5"), (",", "1,5")]
    yield "thousands", now.thousands, preview.thousands, list(_THOUSANDS.items())
    dates = [(order, msg(f"data.view.import.date.{order}")) for order in _DATES]
    yield "date_order", now.date_order, preview.date_order, dates
    heads = [(number, str(number + 1)) for number in range(_HEADER_ROWS)]
    yield "header_row", now.header_row, preview.header_row, heads
    yield "header_rows", now.header_rows, preview.header_rows, [(1, "1"), (2, "2")]


def as_found(found: object, offered: Sequence[tuple[object, Text]]) -> Text:
    """The first choice: what was recognised, by its name; all sheets; an order of dates that is to be chosen."""
    if found is _ALL:
        return msg("data.view.import.sheet.all")
    if found == _UNCLEAR:
        return msg("data.view.import.date.unclear")
    named = next((text for value, text in offered if value == found), None)
    return msg("data.view.import.as_found") if named is None else msg("data.view.import.as_found_is", value=named)


_PROPOSED = (Role.IDENTIFIER, Role.QUASI_IDENTIFIER, Role.SENSITIVE)
_WIDE = 248
_PEOPLE = (Role.IDENTIFIER, Role.QUASI_IDENTIFIER, Role.SENSITIVE, Role.ORDINARY)


class GuessesColumn(ScrollingColumn):
    """`reread` carries ImportOptions when the file has to be read again, `keyed` the column to be its row key.

    `changed` comes when something was said of a column; `looked` carries which columns to list.
    """

    reread = Signal(object)
    keyed = Signal(object)
    changed = Signal()
    looked = Signal(object)

    def __init__(self) -> None:
        super().__init__(msg("data.view.import.guesses"), margins=(16, 14, 16, 14))
        self.read: ReadFile | None = None
        self.said = ConfirmedGuesses()
        self._designing: str | None = None
        self._kept: ConfirmedGuesses | None = None
        self._unfolded = False  # of a spreadsheet, what is not asked before the first chart
        self._open: set[str] = set()  # lines that were unfolded
        self.first = FirstLook(lambda: self.said, self._changed, lambda: self.looked.emit(ColumnSelection.TEXT))

    def say_again(self, kept: ConfirmedGuesses) -> None:
        """What was said about the file that is being read, before the project was locked."""
        self._kept = kept

    def show_read(self, read: ReadFile) -> None:
        """Show what can be said about a file."""
        again = self.read is not None and self.read.path == read.path
        self.read, self.said, self._designing = read, self._kept or ConfirmedGuesses(), None
        self._kept = None
        self.first.begin(read)
        self._unfolded = again and self._unfolded
        self._open = self._open if again else set()
        self._show(stay=False)

    def show_again(self) -> None:
        """Something was said elsewhere."""
        self._show()

    def _changed(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self, *, stay: bool = True) -> None:
        read = self.read
        if read is None:
            return
        body, plain = self.renew(), is_plain(read)
        for table in read.imported.tables:
            self.first.add_questions(body, table, marks=plain)
        if plain:
            self._before_the_first_chart(body, read)
        elif not self._opens_form(read.imported.tables[0]):
            self.first.add_charts(body, read.imported.tables[0])
        if not plain or self._unfolded:
            self._file(body, read)
            for table in read.imported.tables:
                self._table(body, table)
            self._special(body, read)
        body.addStretch(1)
        self.put(stay=stay)

    def _before_the_first_chart(self, body: QVBoxLayout, read: ReadFile) -> None:
        for table in read.imported.tables:
            self.first.add_kept_safe(body, table)
        table = read.imported.tables[0]
        if self._opens_form(table):
            self._register(body, table)
        else:
            self.first.add_charts(body, table)
        body.addSpacing(6)
        word = "import.fewer" if self._unfolded else "import.more"
        body.addWidget(LinkButton(msg(word), self._fold))

    def unfold(self) -> None:
        """Show all settings of a spreadsheet."""
        self._unfolded = True
        self._show()

    def _fold(self) -> None:
        self._unfolded = not self._unfolded
        self._show()

    def first_chart(self) -> tuple[str, FirstChart] | None:
        """The table, by its id in the file, and the chart that opens once it is in; None where none does."""
        if self.read is None or self._opens_form(self.read.imported.tables[0]):
            return None
        chart = self.first.chart(self.read.imported.tables[0])
        return None if chart is None else (self.read.imported.tables[0].id, chart)

    # How the file is read

    def _file(self, body: QVBoxLayout, read: ReadFile) -> None:
        if read.preview is None:
            return
        body.addWidget(SectionLabel(msg("data.view.import.file")))
        for name, now, found, offered in offers(read.preview, read.options):
            label = msg(f"data.view.import.{name}")
            field = ChoiceField(label, [(None, as_found(found, offered)), *offered])
            field.choose(now)
            field.chosen.connect(lambda value, name=name: self._reread(**{name: value}))
            body.addWidget(NamedField(label, field, _WIDE))
        body.addSpacing(8)

    def _reread(self, **options: object) -> None:
        if self.read is not None:
            # fields of the options by name: mypy cannot tell
            self.reread.emit(replace(self.read.options, **options))  # type: ignore[arg-type]

    # Tables

    def _table(self, body: QVBoxLayout, table: ImportedTable) -> None:
        """What was guessed of a table: with a form one line that unfolds, as the findings say it, too."""
        title = title_among(table, self.read.imported.tables) if self.read is not None else title_of_imported(table)
        about = msg("data.view.import.about", table=title, count=table.rows)
        if (self.read is not None and is_plain(self.read)) or self._is_register(table):
            body.addWidget(SectionLabel(about))
            self._guesses(body, table)
        else:
            inside = QWidget()
            column = QVBoxLayout(inside)
            column.setContentsMargins(0, 0, 0, 0)
            self._guesses(column, table)
            line = self._folded(f"table {table.id}", FoldedLine(about, inside, note=self._said_of(table)))
            line.turned.connect(lambda _there: line.note.say(self._said_of(table)))
            body.addWidget(line)
        self._people(body, table)
        body.addSpacing(10)

    def _said_of(self, table: ImportedTable) -> Text:
        origin = msg(f"data.how.{self.said.hows.get(table.id, table.how)}")
        return msg("group.pair", first=unit_text(self.said.units.get(table.id, table.unit)), second=origin)

    def _is_register(self, table: ImportedTable) -> bool:
        return table.parent is None and (table.id in self.said.registers or self._opens_form(table))

    def _folded(self, name: str, line: FoldedLine) -> FoldedLine:
        """The line, folded as it was before the column was made anew."""
        line.fold(name not in self._open)
        line.turned.connect(lambda there: (self._open.add if there else self._open.discard)(name))
        return line

    def _guesses(self, body: QVBoxLayout, table: ImportedTable) -> None:
        said, name = self.said, table.id
        if table.parent is None:
            self._register(body, table)
        units = [(unit, unit_text(unit)) for unit in UNITS]
        unit = ChoiceField(msg("data.view.table.unit"), units)
        unit.choose(said.units.get(name, table.unit))
        unit.chosen.connect(lambda value: said.units.update({name: value}))
        body.addWidget(NamedField(msg("data.view.table.unit"), unit, _WIDE))
        how = ChoiceField(msg("data.view.table.how"), [(one, msg(f"data.how.{one}")) for one in RowOrigin])
        how.choose(said.hows.get(name, table.how))
        how.chosen.connect(lambda value: said.hows.update({name: value}))
        body.addWidget(NamedField(msg("data.view.import.how"), how, _WIDE))
        if self.read is not None and table is self.read.imported.tables[0]:
            self._key(body, table, self.read)
        if table.parent is None:
            self._consent(body, table)
        self._design(body, table)

    def _register(self, body: QVBoxLayout, table: ImportedTable) -> None:
        """Whether the table is a register; of one of cases which column holds their codes, which are sealed."""
        kind, code = self.said.registers.get(table.id, (None, None))
        label = msg("data.view.import.register")
        seems = kind is None and self._opens_form(table)
        none = msg("data.view.import.register_likely" if seems else "data.view.import.register_later")
        field = ChoiceField(label, [(None, none), *((one, msg(f"registers.card.{one}")) for one in RegisterKind)])
        field.choose(kind)
        field.chosen.connect(partial(self._registered, table))
        body.addWidget(NamedField(label, field, _WIDE))
        if seems:
            body.addWidget(MutedLabel(msg("data.view.import.register_asked"), wrap=True))
        if kind is not RegisterKind.CASES:
            return
        label = msg("data.view.import.case_code")
        codes = VariableField(label, empty=msg("data.view.import.case_code_none"))
        codes.offer(table, table.variables, code)
        codes.chosen.connect(lambda one: self.said.registers.update({table.id: (RegisterKind.CASES, one)}))
        body.addWidget(NamedField(label, codes, _WIDE))
        body.addWidget(MutedLabel(msg("data.view.import.case_code_sealed"), wrap=True))

    def _opens_form(self, table: ImportedTable) -> bool:
        """Whether the form of a register opens for this table once it is stored."""
        tables = self.read.imported.tables if self.read is not None else ()
        designed = [replace(one, design=self.said.designs.get(one.id, one.design)) for one in tables]
        first = first_register(designed, self.said.registers)
        return first is not None and first.id == table.id

    def _registered(self, table: ImportedTable, kind: RegisterKind | None) -> None:
        self.said.registers.pop(table.id, None)
        if kind is not None:
            self.said.registers[table.id] = (kind, likely_code(table) if kind is RegisterKind.CASES else None)
        self._show()

    def _key(self, body: QVBoxLayout, table: ImportedTable, read: ReadFile) -> None:
        """Which column tells the rows apart: every one that can."""
        named = read.options.key
        now = next((v.name for v in table.variables if v.role is Role.KEY and v.name != named), None)
        found = msg("data.view.import.as_found_is", value=now) if now is not None else msg("kinds.key.none")
        unique = {*read.keys, *([named] if named is not None else [])}
        fits = [v for v in table.variables if v.name in unique]
        why = {v.id: msg("kinds.key.repeats") for v in table.variables if v.name not in unique}
        names = {v.id: v.name for v in table.variables}
        offered = [replace(one, value=names[str(one.value)]) for one in candidates_of(table, fits, why)]
        hidden = [Candidate(name, name, name) for name in read.keys if name not in names.values()]
        label = msg("kinds.key")
        field = VariableField(label, empty=found)
        field.offer_candidates([*offered, *hidden], named)
        field.chosen.connect(self.keyed.emit)
        body.addWidget(NamedField(label, field, _WIDE))

    def _consent(self, body: QVBoxLayout, table: ImportedTable) -> None:
        asked = [v for v in table.variables if v.kind is Kind.ONE and v.role is not Role.IDENTIFIER]
        if not asked:
            return
        said, name = self.said, table.id
        label = msg("data.view.table.consent")
        field = VariableField(label, empty=msg("data.view.consent.none"))
        field.offer(table, asked, said.consents.get(name, (table.consent, ()))[0])

        def chosen(value: str | None) -> None:
            given = table.consent_given if value == table.consent else yes_choices(table, value)
            said.consents[name] = (value, given)

        field.chosen.connect(chosen)
        body.addWidget(NamedField(label, field, _WIDE))

    def _design(self, body: QVBoxLayout, table: ImportedTable) -> None:
        design = self.said.designs.get(table.id, table.design)
        if self._designing == table.id:
            form = DesignForm(replace(table, design=design))
            form.chosen.connect(partial(self._designed, table.id))
            form.left.connect(partial(self._designed, table.id, None))
            body.addWidget(form)
            return
        used = [design.weight, design.strata, *design.clusters, *design.fpc]
        names = [variable.name for wanted in used if wanted for variable in table.variables if variable.id == wanted]
        if names:
            body.addWidget(Label(msg("data.view.import.design", names=", ".join(names)), wrap=True))
        elif table.parent is not None:
            body.addWidget(MutedLabel(msg("data.view.import.design_inherited"), wrap=True))
        else:
            body.addWidget(MutedLabel(msg("data.view.import.no_design"), wrap=True))
        body.addWidget(Button(msg("data.view.design.change"), partial(self._change_design, table.id), icon="pencil"))

    def _change_design(self, table: str) -> None:
        self._designing = table
        self._show()

    def _designed(self, table: str, design: DesignRoles | None) -> None:
        self._designing = None
        if design is not None:
            self.said.designs[table] = design
        self._show()

    def _people(self, body: QVBoxLayout, table: ImportedTable) -> None:
        """What may identify people or is sensitive: how many stand in sight, each is one press away."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        said = {name: role for (owner, name), role in self.said.roles.items() if owner == table.id}
        listed = [v for v in table.variables if v.role in _PROPOSED or v.id in said]
        if listed:
            column.addWidget(MutedLabel(msg("data.view.import.people"), wrap=True))
        for variable in listed:
            key = (table.id, variable.id)
            field = ChoiceField(called(variable), [(role, msg(f"data.role.{role}")) for role in _PEOPLE])
            explain(field, msg("data.view.import.people"))
            field.choose(said.get(variable.id, variable.role))
            field.chosen.connect(partial(self._role_said, key))
            column.addWidget(NamedField(called(variable) if has_words(variable.labels) else variable.name, field))
        others = [v for v in table.variables if v not in listed and v.role not in FIXED]
        label = msg("data.view.import.another_identifier")
        more = VariableField(label, empty=msg("data.view.import.choose_variable"))
        more.offer(table, others)
        more.chosen.connect(partial(self._identifies, table.id))
        column.addWidget(NamedField(label, more))
        folded = FoldedLine(msg("data.view.import.people_folded", n=len(listed)), inside)
        body.addWidget(self._folded(f"people {table.id}", folded))

    def _role_said(self, key: tuple[str, str], role: Role) -> None:
        self.said.roles[key] = role
        self.changed.emit()

    def _identifies(self, table: str, variable: str | None) -> None:
        """A variable nobody proposed is kept out of views as well."""
        if variable is not None:
            self.said.roles[table, variable] = Role.IDENTIFIER
            self._changed()

    # Refused and don't know

    def _special(self, body: QVBoxLayout, read: ReadFile) -> None:
        found = special_answers(read.imported)
        if not found:
            return
        body.addWidget(SectionLabel(msg("data.view.import.special")))
        body.addWidget(MutedLabel(msg("data.view.import.special_note"), wrap=True))
        reasons = [
            (int(Reason.REFUSED), msg("data.reason.2")),
            (int(Reason.DONT_KNOW), msg("data.reason.3")),
            (int(Reason.PRESENT), msg("data.view.import.ordinary")),
        ]
        for (code, reason), names in sorted(found.items()):
            label = msg("data.view.import.special_code", code=code, n=len(set(names)))
            field = ChoiceField(label, reasons)
            field.choose(reason)
            field.chosen.connect(partial(self._special_changed, code, tuple(names)))
            body.addWidget(NamedField(label, field))

    def _special_changed(self, code: str, names: tuple[str, ...], reason: int) -> None:
        if self.read is None:
            return
        reasons = {name: dict(codes) for name, codes in self.read.options.choice_reasons.items()}
        for name in names:
            reasons.setdefault(name, {})[code] = reason
        self._reread(choice_reasons=reasons)
