# SPDX-License-Identifier: MIT
"""The form that declares a table a register: its kind, the part of each column, figures and findings beside it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from analysis.age_bands import FIVE, TWO
from analysis.records import DataTable, Role, Variable
from analysis.register_columns import PARTS, Part, Register, RegisterKind
from projects.datasets.registers.headings import in_doubt, in_pairs, proposed_parts, proposed_register
from projects.datasets.registers.totals_rows import CHOICES, RowChoice
from projects.registers.checks import RegisterFinding
from projects.registers.register_frames import FindingRow, RegisterOverview
from projects.registers.register_settings import with_parts
from wording import Problem, Text, msg, render
from wording.language_record import NO_BREAK
from workbench.data.registers.register_cards import KindCards
from workbench.data.side_column_widgets import ScrollingColumn, joined
from workbench.icons import pixmap
from workbench.table_labels import title_of
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    ElidedLabel,
    FormRow,
    IconButton,
    Label,
    LinkButton,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    set_tab_order,
)
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.labels import TwoLineLabel
from workbench.widgets.tab_order import tab_stops

_SIDE, _CHOICE = 15, 190


class ColumnStateMark(QWidget):
    """A small picture in the colour of what it means: "warning", "good" or "muted"."""

    def __init__(self, picture: str, role: str) -> None:
        super().__init__()
        self.picture, self.role = picture, role
        self.setFixedSize(_SIDE, _SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it in the colours of the look."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self.picture, getattr(colours_of(self), self.role), _SIDE))
        painter.end()


class RegisterFindingLine(QWidget):
    """One finding; its rows unfold below it, as `open_rows` says at first."""

    def __init__(
        self, sentence: Text, rows: Sequence[FindingRow], more: int, decide: ChoiceField | None, open_rows: bool
    ) -> None:  # fmt: skip
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ColumnStateMark("triangle-alert", "warning"), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(Label(sentence, wrap=True), 1)
        self.decide = decide
        self.see: LinkButton | None = None
        column.addLayout(head)
        if decide is not None:
            decide.setFixedWidth(_CHOICE)
            head.addWidget(decide, 0, Qt.AlignmentFlag.AlignTop)
        self.rows = QWidget(self)
        lines = QVBoxLayout(self.rows)
        lines.setContentsMargins(_SIDE + 8, 0, 0, 4)
        lines.setSpacing(2)
        for one in rows:
            lines.addWidget(_Row(one))
        if more:
            lines.addWidget(MutedLabel(msg("registers.row.more", n=more)))
        column.addWidget(self.rows)
        self.rows.setVisible(open_rows and bool(rows))
        if rows:
            self.see = LinkButton(msg("registers.row.hide" if open_rows else "registers.row.see"), self._turn)
            head.addWidget(self.see, 0, Qt.AlignmentFlag.AlignTop)

    def is_open(self) -> bool:
        """Whether its rows are shown."""
        return not self.rows.isHidden()

    def _turn(self) -> None:
        self.rows.setVisible(self.rows.isHidden())
        assert self.see is not None
        self.see.say(msg("registers.row.hide" if self.is_open() else "registers.row.see"))


class _Row(QWidget):
    """The number of a row and what stands in it."""

    def __init__(self, one: FindingRow) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        number = MutedLabel(msg("registers.row", row=one.row))
        number.setMinimumWidth(72)
        row.addWidget(number)
        row.addWidget(ElidedLabel(one.words, kind="muted"), 1)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, super().sizeHint().height())


NONE = "none"
_BELOW = 1000  # rows of the grid between the two columns of a pair that are not both recognised


class RegisterPage(Pane):
    """`asked` carries the register whose figures are wanted, `stored` the one to be kept (None: no register)."""

    asked = Signal(object)
    stored = Signal(object)
    left = Signal()
    rows_decided = Signal(object, object)  # a finding, and the RowChoice of what becomes of its rows
    banded = Signal(str)  # the project's age bands, as they were written

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.left.emit(), framed=False)
        self.header = PaneHeader(msg("registers.form"), close)
        super().__init__(self.header, spacing=0)
        self.table: DataTable | None = None
        self.register: Register | None = None
        self.found = RegisterOverview()
        self.fields: dict[str, ChoiceField] = {}
        self.pairs: list[str] = []  # the parts of lines that show two columns
        self.every_column = False
        self.every_field = False  # whether recognised columns, too, have a field
        self.bands = TWO
        self.bands_field: ChoiceField | None = None
        self.choices: dict[str, ChoiceField] = {}  # check → what becomes of its rows
        self.apart = False  # whether pairs of columns have a line each
        self.finding_lines: dict[str, RegisterFindingLine] = {}
        self.column_counts: MutedLabel | None = None  # how many columns were recognised, are in doubt, play no part
        kinds = [str(kind) for kind in RegisterKind]
        cards = [(kind, msg(f"registers.card.{kind}"), msg(f"registers.card.about_{kind}")) for kind in (*kinds, NONE)]
        self.kinds = KindCards(msg("registers.form.kind"), cards)
        self.kinds.chosen.connect(self._kind_chosen)
        self.recognised = Label("", wrap=True)
        self.recognised.hide()
        self.scrolled = ScrollingColumn(msg("registers.form.parts"))
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.keep = PrimaryButton(msg("registers.form.keep"), lambda: self.stored.emit(self.register))
        say(self.keep, tip=msg("import.take.key"))
        self._lay_out()

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(12, 10, 12, 8)
        head.setSpacing(8)
        head.addWidget(self.recognised)
        head.addWidget(self.kinds)
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
        """Begin with what the table is told to be, else with what its headings look like.

        `recognised`: just imported, the form came by itself, says what it looks like, and waits for a person's choice.
        """
        self.table, self.found = table, RegisterOverview()
        self.every_column = self.every_field = self.apart = False
        self.finding_lines = {}
        self.register = table.register or proposed_register(table.variables)
        self.header.title.say(msg("registers.form.of", table=title_of(table)))
        if recognised and self.register is not None:
            kind = str(self.register.kind)
            self.recognised.say(msg("registers.form.recognised_at_import", kind=msg(f"registers.card.{kind}")))
            self.register = None
            self.kinds.choose_none(kind)
        else:
            self.kinds.choose(str(self.register.kind) if self.register else NONE)
        self.keep.setEnabled(not recognised)
        self.recognised.setVisible(recognised)
        self._show()
        self.kinds.setFocus()  # never the yes: an Enter typed while the file came in keeps no register

    def show_found(self, found: RegisterOverview) -> None:
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
        self.keep.setEnabled(True)
        settings = self.table.register
        if kind == NONE:
            self.register = None
        elif settings is not None and settings.kind == kind:
            self.register = settings
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
        self.problem.say("")
        self._fill()
        self.asked.emit(self.register)

    def _fill(self) -> None:
        focused = next((name for name, field in self._by_purpose().items() if has_keys(field)), None)
        typed = self.bands_field.lineEdit() if self.bands_field is not None else None
        if typed is not None:
            typed.blockSignals(True)  # the old field goes: that it loses the keys writes no bands
        body = self.scrolled.renew()
        self.fields, self.pairs, self.bands_field = {}, [], None
        if self.register is not None and self.table is not None:
            self._findings(body)
            head = QWidget()
            line = FlowLayout(head, spacing=16)
            line.addWidget(SectionLabel(msg("registers.form.parts")))
            line.addWidget(settings := MutedLabel(""))
            self.column_counts = settings
            body.addWidget(head)
            self._parts(body, self.table, self.register)
            if self.register.column(Part.AGE) is not None:
                self._bands(body)
        body.addStretch(1)
        self.scrolled.put()
        set_tab_order(self.scrolled, list(tab_stops(self.kinds))[-1])
        if focused is not None and (again := self._by_purpose().get(focused)) is not None:
            again.setFocus()  # the field with the keys is made anew as figures come: they stay where they were

    def _by_purpose(self) -> dict[tuple[str, str], ChoiceField]:
        """The fields that are made anew with the figures, by what they are for."""
        found = {("part", name): field for name, field in self.fields.items()}
        found |= {("choice", check): field for check, field in self.choices.items()}
        return found if self.bands_field is None else {**found, ("bands", ""): self.bands_field}

    def _findings(self, body: QVBoxLayout) -> None:
        opened = {check for check, line in self.finding_lines.items() if line.is_open()}
        self.finding_lines, self.choices = {}, {}
        if not self.found.findings:
            return
        body.addWidget(SectionLabel(msg("registers.form.checks")))
        for finding in self.found.findings:
            rows = self.found.rows.get(finding.check, ())
            more = max(len(finding.rows) - len(rows), 0)
            decide = self._choice(finding) if self._is_decided(finding) else None
            line = RegisterFindingLine(finding.message, rows, more, decide, finding.check in opened)
            self.finding_lines[finding.check] = line
            body.addWidget(line)
        body.addWidget(MutedLabel(msg("registers.form.nothing_corrected"), wrap=True))
        body.addSpacing(8)

    def _is_decided(self, finding: RegisterFinding) -> bool:
        """Whether somebody says what becomes of it: the sealed key of participants is no matter of rows."""
        assert self.register is not None
        cases = self.register.kind is RegisterKind.CASES
        return finding.check in CHOICES and (cases or finding.check != "sealed_key")

    def _choice(self, finding: RegisterFinding) -> ChoiceField:
        """What becomes of the rows of a finding, as was decided, else as it is before anybody decides."""
        check = finding.check
        words = [(str(one), msg(f"registers.choice.{check}.{one.replace('-', '_')}")) for one in CHOICES[check]]
        field = ChoiceField(msg("registers.choice"), words)
        usual = RowChoice.KEEP if check == "totals_counted" else CHOICES[check][0]
        field.choose(str(self.found.choices.get(check, usual)))
        field.chosen.connect(lambda value: self.rows_decided.emit(finding, RowChoice(str(value))))
        self.choices[check] = field
        return field

    def _parts(self, body: QVBoxLayout, table: DataTable, register: Register) -> None:
        played = dict(register.parts)
        recognised = dict(proposed_parts(register.kind, table.variables))
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        for column, stretch in ((0, 4), (1, 4), (2, 3)):
            grid.setColumnStretch(column, stretch)
            grid.addWidget(MutedLabel(msg(f"registers.form.head_{column}")), 0, column)
        shown = [one for one in table.variables if self.every_column or one.id in played or one.id in recognised]
        lines = [[one] for one in shown] if self.apart else in_pairs(shown, register)
        states: list[str] = []
        for row, columns in enumerate(lines, start=1):
            settings = [(one, played.get(one.id), recognised.get(one.id)) for one in columns]
            known = len(settings) == 2 and all(
                part is known and not self._doubt(one, part) for one, part, known in settings
            )
            if known:
                self._pair(grid, row, columns, [part for _, part, _ in settings if part is not None])
                states += ["recognised", "recognised"]
                continue
            states += [self._row(grid, row + at * _BELOW, *one) for at, one in enumerate(settings)]
        body.addLayout(grid)
        hidden = len(table.variables) - len(shown)
        counts = [states.count("recognised"), states.count("doubt"), states.count("outside") + hidden]
        counted = zip(("recognised", "doubt", "outside"), counts, strict=True)
        assert self.column_counts is not None
        self.column_counts.say(
            joined([msg(f"registers.form.n_{name}", n=n) for name, n in counted if n], language_of())
        )
        if hidden:
            body.addWidget(LinkButton(msg("registers.form.others", n=hidden), self._unfold))
        if not self.every_field and "recognised" in states:
            body.addWidget(LinkButton(msg("registers.form.change_parts"), self.change_parts))

    def _bands(self, body: QVBoxLayout) -> None:
        """The age bands of the project: the two of protection reports, UNHCR's five, or its own."""
        body.addSpacing(8)
        field = ChoiceField(msg("registers.form.bands"), [(one, one) for one in dict.fromkeys((TWO, FIVE, self.bands))])
        field.setEditable(True)
        field.setInsertPolicy(ChoiceField.InsertPolicy.NoInsert)
        field.choose(self.bands)
        field.setMinimumContentsLength(30)
        settings = field.lineEdit()
        if settings is not None:
            settings.editingFinished.connect(lambda: self._banded(settings.text()))
        field.chosen.connect(lambda value: self._banded(str(value)))
        self.bands_field = field
        body.addWidget(FormRow(msg("registers.form.bands"), field, msg("registers.form.bands_help")))

    def _banded(self, written: str) -> None:
        if written.strip() and written.strip() != self.bands:
            self.banded.emit(written.strip())

    def _unfold(self) -> None:
        self.every_column = True
        self._fill()

    def change_parts(self) -> None:
        """A line and a field for each column, recognised ones too; the keys go to the first."""
        self.every_field = self.apart = True
        self._fill()
        next(iter(self.fields.values())).setFocus()

    def _doubt(self, variable: Variable, part: Part | None) -> bool:
        assert self.register is not None
        return part is not None and in_doubt(self.register.kind, variable, part)

    def _pair(self, grid: QGridLayout, row: int, columns: Sequence[Variable], parts: Sequence[Part]) -> None:
        """Two columns that go together on one line; a press gives each a line of its own."""
        language = language_of()
        names = [render(called(one), language) for one in columns]
        values = [render(self.found.values.get(one.id, ""), language).split(" · ")[0] for one in columns]
        said = " · ".join(render(msg(f"register.part.{part}"), language) for part in parts)
        grid.addWidget(TwoLineLabel(" · ".join(name.replace(" ", NO_BREAK) for name in names)), row, 0)
        grid.addWidget(_muted(" · ".join(one for one in values if one)), row, 1)
        grid.addWidget(ElidedLabel(said), row, 2)
        grid.addWidget(ColumnStateMark("check", "good"), row, 3)
        grid.addWidget(MutedLabel(msg("registers.form.recognised")), row, 4)
        self.pairs.append(said)

    def _row(self, grid: QGridLayout, row: int, variable: Variable, part: Part | None, known: Part | None) -> str:
        """The line of a column; how it stands: "recognised", "doubt", "chosen" or "outside"."""
        assert self.register is not None
        name: Text = called(variable)
        sealed = variable.role is Role.IDENTIFIER
        values = msg("registers.form.sealed") if sealed else self.found.values.get(variable.id, "")
        state = "recognised" if part is known and part else "chosen" if part else "outside"
        kept = self.table is not None and self.table.register is not None and (variable.id, part) in (
            self.table.register.parts)  # fmt: skip
        if self._doubt(variable, part) and not (kept and state == "chosen"):
            state = "doubt"
        grid.addWidget(ElidedLabel(name), row, 0)
        grid.addWidget(_muted(values), row, 1)
        if state == "recognised" and not self.every_field and part is not None:
            grid.addWidget(ElidedLabel(self._part_words(part)), row, 2)
        else:
            grid.addWidget(self._part_field(variable, part, name, doubt=state == "doubt"), row, 2)
        if state in ("recognised", "doubt"):
            mark = ("check", "good") if state == "recognised" else ("circle-alert", "warning")
            grid.addWidget(ColumnStateMark(*mark), row, 3)
        word = MutedLabel(msg(f"registers.form.{state}"))
        if state == "doubt":
            word.setProperty("kind", "warning")
            say(word, tip=msg("registers.form.doubt_help"))
        grid.addWidget(word, row, 4)
        return state

    def _part_words(self, part: Part) -> Text:
        """What a part is called in this kind of register."""
        assert self.register is not None
        cases = self.register.kind is RegisterKind.CASES
        named = {Part.KIND: "case_kind" if cases else "activity_kind"} | ({Part.PERSON: "case"} if cases else {})
        return msg(f"register.part.{named.get(part, part)}")

    def _part_field(self, variable: Variable, part: Part | None, name: Text, *, doubt: bool) -> ChoiceField:
        assert self.register is not None
        choices: list[tuple[str, Text]] = [(NONE, msg("registers.form.no_part"))]
        choices += [(str(one), self._part_words(one)) for one in PARTS[self.register.kind]]
        field = ChoiceField(msg("registers.form.part_of", column=name), choices)
        field.choose(str(part or NONE))
        field.setMinimumContentsLength(12)
        field.chosen.connect(lambda value, at=variable.id: self._part_chosen(at, value))
        if doubt:
            field.setProperty("doubt", True)
        self.fields[variable.id] = field
        return field

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were, Ctrl+Enter keeps the register."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif entered and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep.click()
        else:
            super().keyPressEvent(event)


def has_keys(field: ChoiceField) -> bool:
    """Whether what is typed goes to a field, or into its line."""
    line = field.lineEdit()
    return field.hasFocus() or (line is not None and line.hasFocus())


def _muted(text: Text) -> QWidget:
    label = ElidedLabel(text)
    label.setProperty("kind", "muted")
    return label
