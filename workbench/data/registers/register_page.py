# SPDX-License-Identifier: MIT
"""The form that tells a table to be a register: its kind, the part of each column, figures and findings beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from analysis.age_bands import FIVE, TWO
from analysis.records import DataTable, Role, Variable
from analysis.register import PARTS, Part, Register, RegisterKind
from projects.registers.headings import proposed_parts, proposed_register
from projects.registers.register_frames import Outlook
from projects.registers.register_settings import with_parts
from wording import Problem, Text, msg
from wording.numbers import format_number
from workbench.data.side_column_parts import Scrolled
from workbench.table_labels import title_of
from workbench.translation import language_of
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    ElidedLabel,
    Fact,
    FormRow,
    IconButton,
    Label,
    LinkButton,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    StrongLabel,
    Tabs,
)

NONE = "none"


class RegisterPage(Pane):
    """`asked` carries the register whose figures are wanted, `stored` the one to be kept (None: no register)."""

    asked = Signal(object)
    stored = Signal(object)
    left = Signal()
    totals_decided = Signal(object, bool)  # ids of rows that look like totals, and whether they are counted
    banded = Signal(str)  # the project's age bands, as they were written

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.left.emit(), framed=False)
        self.header = PaneHeader(msg("registers.form"), close)
        super().__init__(self.header, spacing=0)
        self.table: DataTable | None = None
        self.register: Register | None = None
        self.found = Outlook()
        self.fields: dict[str, ChoiceField] = {}
        self.every_column = False
        self.bands = TWO
        self.bands_field: ChoiceField | None = None
        self.totals: LinkButton | None = None
        kinds = [(str(kind), msg(f"registers.form.{kind}")) for kind in RegisterKind]
        self.kinds = Tabs(msg("registers.form.kind"), [*kinds, (NONE, msg("registers.form.none"))])
        self.kinds.chosen.connect(self._kind_chosen)
        self.about = MutedLabel("", wrap=True)
        self.recognised = Label(msg("registers.form.recognised_at_import"), wrap=True)
        self.recognised.hide()
        self.scrolled = Scrolled(msg("registers.form.parts"))
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.keep = PrimaryButton(msg("registers.form.keep"), lambda: self.stored.emit(self.register))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 6)
        head.addWidget(self.recognised)
        head.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self.about)
        self.body.addLayout(head)
        self.body.addWidget(self.scrolled, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self.keep)
        foot.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        foot.addWidget(self.problem, 1)
        self.body.addLayout(foot)

    def offer(self, table: DataTable, *, recognised: bool = False) -> None:
        """Begin with what the table is told to be, else with what its headings look like; `recognised`: just imported,
        the form came by itself and says why."""
        self.table, self.found, self.every_column = table, Outlook(), False
        self.register = table.register or proposed_register(table.variables)
        self.header.title.say(msg("registers.form.of", table=title_of(table)))
        self.kinds.choose(str(self.register.kind) if self.register else NONE)
        self.recognised.setVisible(recognised)
        self._show()
        (self.keep if recognised else self.kinds).setFocus()

    def show_found(self, found: Outlook) -> None:
        """The first values and the findings have been read."""
        self.found, self.bands = found, found.age_bands
        self._fill()

    def refuse(self, problem: Problem) -> None:
        """What was asked for cannot be."""
        self.problem.say(problem.message)

    def respeak(self, _language: str) -> None:
        """Names and findings in another language."""
        if self.table is not None:
            self._fill()

    def _kind_chosen(self, kind: object) -> None:
        assert self.table is not None
        told = self.table.register
        if kind == NONE:
            self.register = None
        elif told is not None and told.kind == kind:
            self.register = told
        else:
            chosen = RegisterKind(str(kind))
            self.register = Register(chosen, proposed_parts(chosen, self.table.variables))
        self._show()

    def _part_chosen(self, variable: str, part: object) -> None:
        assert self.register is not None
        self.register = with_parts(self.register, [(variable, None if part == NONE else Part(str(part)))])
        played = dict(self.register.parts)
        for name, field in self.fields.items():  # a part taken twice has moved
            field.choose(str(played.get(name, NONE)))
        self.problem.say("")
        self.asked.emit(self.register)

    def _show(self) -> None:
        self.about.say(msg(f"registers.form.about_{self.register.kind if self.register else NONE}"))
        self.problem.say("")
        self._fill()
        self.asked.emit(self.register)

    def _fill(self) -> None:
        body = self.scrolled.renew()
        self.fields = {}
        if self.register is not None and self.table is not None:
            self._findings(body)
            body.addWidget(SectionLabel(msg("registers.form.parts")))
            self._parts(body, self.table, self.register)
            if self.register.column(Part.AGE) is not None:
                self._bands(body)
        body.addStretch(1)
        self.scrolled.put()

    def _findings(self, body: QVBoxLayout) -> None:
        if not self.found.findings:
            return
        body.addWidget(SectionLabel(msg("registers.form.checks")))
        for finding in self.found.findings:
            body.addWidget(Label(finding.message, wrap=True))
            if finding.check in ("totals", "totals_counted"):
                self._decide_totals(body, finding.rows, count=finding.check == "totals")
        body.addWidget(MutedLabel(msg("registers.form.nothing_corrected"), wrap=True))
        body.addSpacing(8)

    def _decide_totals(self, body: QVBoxLayout, rows: tuple[int, ...], count: bool) -> None:
        """The button under the finding: rows of totals are left out until a person says that they are real rows."""
        said = msg("registers.form.count_totals" if count else "registers.form.leave_totals")
        button = LinkButton(said, lambda: self.totals_decided.emit(rows, count))
        self.totals = button
        body.addWidget(button)

    def _parts(self, body: QVBoxLayout, table: DataTable, register: Register) -> None:
        played = dict(register.parts)
        recognised = dict(proposed_parts(register.kind, table.variables))
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for column, stretch in ((0, 5), (1, 3), (2, 3)):
            grid.setColumnStretch(column, stretch)
        shown = [one for one in table.variables if self.every_column or one.id in played or one.id in recognised]
        for row, variable in enumerate(shown):
            self._row(grid, row, variable, played.get(variable.id), recognised.get(variable.id))
        body.addLayout(grid)
        hidden = len(table.variables) - len(shown)
        if hidden:
            body.addWidget(LinkButton(msg("registers.form.others", n=hidden), self._unfold))

    def _bands(self, body: QVBoxLayout) -> None:
        """The age bands of the project: the two of protection reports, UNHCR's five, or its own."""
        body.addSpacing(8)
        field = ChoiceField(msg("registers.form.bands"), [(one, one) for one in dict.fromkeys((TWO, FIVE, self.bands))])
        field.setEditable(True)
        field.setInsertPolicy(ChoiceField.InsertPolicy.NoInsert)
        field.choose(self.bands)
        field.setMinimumContentsLength(30)
        told = field.lineEdit()
        if told is not None:
            told.editingFinished.connect(lambda: self._banded(told.text()))
        field.chosen.connect(lambda value: self._banded(str(value)))
        self.bands_field = field
        body.addWidget(FormRow(msg("registers.form.bands"), field, msg("registers.form.bands_help")))

    def _banded(self, written: str) -> None:
        if written.strip() and written.strip() != self.bands:
            self.banded.emit(written.strip())

    def _unfold(self) -> None:
        self.every_column = True
        self._fill()

    def _row(self, grid: QGridLayout, row: int, variable: Variable, part: Part | None, known: Part | None) -> None:
        assert self.register is not None
        name: Text = called(variable)
        choices: list[tuple[str, Text]] = [(NONE, msg("registers.form.no_part"))]
        choices += [(str(one), msg(f"register.part.{one}")) for one in PARTS[self.register.kind]]
        field = ChoiceField(msg("registers.form.part_of", column=name), choices)
        field.choose(str(part or NONE))
        field.setMinimumContentsLength(14)
        field.chosen.connect(lambda value, at=variable.id: self._part_chosen(at, value))
        self.fields[variable.id] = field
        sealed = variable.role is Role.IDENTIFIER
        values = msg("registers.form.sealed") if sealed else self.found.values.get(variable.id, "")
        state = "recognised" if part is known and part else "chosen" if part else "outside"
        grid.addWidget(ElidedLabel(name), row, 0)
        grid.addWidget(_muted(values), row, 1)
        grid.addWidget(field, row, 2)
        grid.addWidget(MutedLabel(msg(f"registers.form.{state}")), row, 3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class RegisterFigures(Pane):
    """The right column beside the form: what the register gives, read anew after each choice.

    `tests_wanted` carries the ids of the columns before and after a training that are to be compared.
    """

    tests_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(PaneHeader(msg("registers.outlook")))
        self.scrolled = Scrolled(msg("registers.outlook"))
        self.body.addWidget(self.scrolled)
        self.found = Outlook()
        self.compare: LinkButton | None = None

    def show_found(self, found: Outlook) -> None:
        """Show figures and what they mean."""
        self.found = found
        language, body = language_of(), self.scrolled.renew()
        for line in found.lines:
            if line.figure is None:
                body.addSpacing(4)
                body.addWidget(StrongLabel(line.label, wrap=True))
            else:
                body.addWidget(Fact(line.label, format_number(line.figure, language)))
        for note in found.notes:
            body.addWidget(MutedLabel(note, wrap=True))
        self.compare = None
        if found.tests is not None:
            before, after = found.tests
            self.compare = LinkButton(msg("registers.outlook.compare"), lambda: self.tests_wanted.emit(before, after))
            body.addWidget(self.compare)
        if not found.lines and not found.notes:
            body.addWidget(MutedLabel(msg("registers.outlook.none"), wrap=True))
        body.addStretch(1)
        self.scrolled.put()

    def respeak(self, _language: str) -> None:
        """Numbers in another language."""
        self.show_found(self.found)


def _muted(text: Text) -> QWidget:
    label = ElidedLabel(text)
    label.setProperty("kind", "muted")
    return label
