# SPDX-License-Identifier: MIT
"""Checks before a report is exported, its readers and language, and the export itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.analyses.registers.periods import parse_period
from analysis.file_writers import figure_writers, file_filter, report_writers
from analysis.masking import Destination
from projects.export_gate import export_figure, export_report
from projects.pages.office_style import keep_style, office_style
from projects.pages.page_clearance import record
from projects.pages.page_options import PageOptions, choose_readers, readers_of_report
from projects.pages.report_composition import compose_report, text_of
from wording import LANGUAGES, Message, Problem, Text, msg, render
from wording.catalogue import language_word
from workbench.clearance_form import ask_clearance
from workbench.file_dialogs import ask_file, ask_new_file
from workbench.report.preview import Composed
from workbench.report.state import ReportState
from workbench.requests import AskConsents
from workbench.results.export import with_names
from workbench.session import Session
from workbench.translation import language_of, say
from workbench.widgets import (
    Button,
    ChoiceField,
    FoldedLine,
    FormRow,
    Label,
    LinkButton,
    PrimaryButton,
    SectionLabel,
    TextField,
)
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.pages.page_clearance import PageClearance
    from projects.results.saved_results import ReportBlock
    from projects.store.project import Project

    _Write = Callable[[Project, Path, dict[str, Any]], tuple[Message, ...]]


class OfficeStyleRow(QWidget):
    """Asks for a style file; one that is wrong is told and changes nothing."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.worn = Label("", wrap=True)
        self.choose = Button(msg("view_report.style.choose"), self.ask)
        self.plain = LinkButton(msg("view_report.style.plain"), self._take_off)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(self.choose)
        row.addWidget(self.plain)
        row.addStretch(1)
        column.addWidget(SectionLabel(msg("view_report.style")))
        column.addWidget(self.worn)
        column.addLayout(row)

    def show_style(self, office: str, kept: bool) -> None:
        """Say whose style the pages wear."""
        named: Text = msg("view_report.style.of", office=office) if office else msg("view_report.style.kept")
        self.worn.say(named if kept else msg("view_report.style.none"))
        self.plain.setVisible(kept)

    def ask(self) -> None:
        """Ask for the style file of the office."""
        title = render(msg("view_report.style.choose"), language_of(self))
        chosen = ask_file(self, "style", title, "style.json (*.json)")
        if chosen is not None:
            self.use_style(chosen)

    def use_style(self, path: Path) -> None:
        """Keep the style of a file with the project."""
        try:
            action = keep_style(path)
        except Problem as wrong:
            self.session.problem.emit(wrong.message)
            return
        self.session.do(action)

    def _take_off(self) -> None:
        self.session.do(keep_style(None))


_TITLED = {"title": ("text",), "cover": ("title",), "masthead": ("title", "sheet")}
_REFUSED = re.compile(r'[\\/:*?"<>|{}\x00-\x1f]+')
_LONGEST_NAME = 60


def proposed_name(blocks: Sequence[ReportBlock], language: str) -> str:
    """A file name after the first title among the blocks, without what a file system refuses; "report" without one."""
    for block in blocks:
        for field in _TITLED.get(block.kind, ()):
            said = render(text_of(block.content.get(field, "")), language)
            if name := " ".join(_REFUSED.sub(" ", said).split())[:_LONGEST_NAME].strip(" ."):
                return name
    return render(msg("view_report.file_name"), language)


class ReportExport(QWidget):
    """`destination_changed` comes when other readers or days are chosen: what is shown and withheld depends on them."""

    destination_changed = Signal()

    def __init__(self, state: ReportState, session: Session) -> None:
        super().__init__()
        self._state, self.session = state, session
        self.destination = ChoiceField(
            msg("view_report.destination"),
            [(name, msg(f"destination.{name}")) for name in ("inside", "partner", "public")],
        )
        self.destination.choose("inside")
        self.language = ChoiceField(
            msg("view_report.language"), [(name, language_word("view_report.language", name)) for name in LANGUAGES]
        )
        self.editable = TickBox()
        say(self.editable, msg("view_report.editable"), tip=msg("view_report.editable_tip"))
        self.pdf = PrimaryButton(msg("view_report.export_pdf"), self.ask_pdf, icon="download")
        self.export = Button(msg("view_report.export"), self.ask_report, icon="download")
        self.period = TextField(msg("view_report.period"), placeholder=msg("view_report.period_example"))
        say(self.period, tip=msg("view_report.period_help"))
        self.days = ""  # the period as the pages are filled with it
        self._period = FormRow(msg("view_report.period"), self.period)
        self._period.setVisible(False)
        self.figure = Button(msg("view_report.export_figure"), self.ask_figure, icon="image")
        self.style_row = OfficeStyleRow(session)
        self.consents = Button(msg("safety.all.begin"), lambda: state.asked.emit(AskConsents()), icon="users")
        self.consents.hide()
        self._checks = [Label("", wrap=True) for _ in range(3)]
        self.more = FoldedLine(msg("view_report.more"), self._rarer())
        self.more.turned.connect(lambda _there: self._say_rarer())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(SectionLabel(msg("view_report.before")))
        for label in self._checks:
            keeps = label.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)  # the buttons below stay where the mouse is
            label.setSizePolicy(keeps)
            column.addWidget(label)
        column.addWidget(self.consents)
        column.addWidget(FormRow(msg("view_report.destination"), self.destination))
        column.addWidget(self._period)
        column.addWidget(self.pdf)
        column.addWidget(self.export)
        column.addWidget(self.figure)
        column.addWidget(self.more)  # chosen once: what leads out stays in sight
        self.destination.chosen.connect(self._remember)
        self.period.editingFinished.connect(self._for_when)

    def _rarer(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(FormRow(msg("view_report.language"), self.language))
        column.addWidget(self.editable)
        column.addWidget(self.style_row)
        return inside

    def _say_rarer(self) -> None:
        """Beside the folded line, what of it is not as usual."""
        said = [self.language.currentText()] if self.language.value() != language_of(self) else []
        said += [self.editable.text()] if self.editable.isChecked() else []
        self.more.note.say(" · ".join(said))

    def _check_anew(self) -> None:
        """Say nothing of other readers or days until the report is composed for these."""
        first, *others = self._checks
        first.setMinimumHeight(first.height())
        first.say(msg("view_report.not_checked"))
        for label in others:
            label.hide()
        self.destination_changed.emit()

    def _for_when(self) -> None:
        """Fill the pages for the days that were typed; words that are no period are told and change nothing."""
        typed = self.period.text().strip()
        try:
            parse_period(typed)
        except Problem as wrong:
            self._period.complain(wrong.message)
            return
        self._period.complain(None)
        if typed != self.days:
            self.days = typed
            self._check_anew()

    def choose(self, kept: Mapping[str, Any]) -> None:
        """The days as they were chosen before a lock; what says none changes nothing."""
        self.period.setText(str(kept.get("_days", self.days)))
        self._for_when()

    def _remember(self, readers: object) -> None:
        """Keep with the project for whom its report is."""
        self._check_anew()
        self.session.do(choose_readers(Destination(str(readers))))

    def read_readers(self) -> None:
        """Read for whom the report is, and compose it anew where these are others than before."""

        def read(readers: object) -> None:
            if self.destination.value() != str(readers):
                self.destination.choose(str(readers))
                self._check_anew()

        self.session.ask(readers_of_report, read, latest="report.readers", owner=self)

    def show_report(self, composed: Composed) -> None:
        """Say what would be held back of this report."""
        self._say_rarer()
        self._period.setVisible(composed.by_period or bool(self.days))
        if composed.style is not None:
            self.style_row.show_style(composed.style.office, composed.styled)
        masked = msg("view_report.masked", n=composed.masked) if composed.masked else msg("view_report.none_masked")
        held = composed.quotes_held_back
        quotes = msg("view_report.held_back", n=held) if held else msg("view_report.all_may_be_quoted")
        if waiting := composed.quotes_unchecked:
            unchecked = msg("view_report.unchecked", n=waiting)
            quotes = msg("view_report.held_and_unchecked", held=quotes, unchecked=unchecked) if held else unchecked
        self.consents.setVisible(bool(held) and self.destination.value() != "inside")
        texts: tuple[tuple[Text, bool], ...] = (
            (msg("view_report.no_identifiers"), False),
            (masked, bool(composed.masked)),
            (quotes, bool(held or waiting)),
        )
        self._checks[0].setMinimumHeight(0)
        for label, (text, warns) in zip(self._checks, texts, strict=True):
            label.say(msg("view_report.check_warns" if warns else "view_report.check_holds", text=text))
            label.show()

    def show_block(self, block_id: str, kind: str) -> None:
        """A figure can leave by itself."""
        composed = self._state.composed
        known = composed is not None and any(
            block.id == block_id and str(block.content.get("analysis")) in composed.results for block in composed.blocks
        )
        self.figure.setVisible(kind == "figure" and known)

    def ask_report(self) -> None:
        """Ask where the report goes, then write it."""
        if self._has_report():
            kinds = file_filter(report_writers(), language_of(self))
            self._ask("view_report.export", self._named("docx"), kinds, self._write_report)

    def ask_pdf(self) -> None:
        """Ask where the pages go, then write them."""
        if self._has_report():
            kinds = file_filter([one for one in report_writers() if one.id == "pdf"], language_of(self))
            self._ask("view_report.export_pdf", self._named("pdf"), kinds, self._write_report)

    def _has_report(self) -> bool:
        """Whether there is a report to write; says so where there is none."""
        if self._state.composed is not None and self._state.composed.blocks:
            return True
        self.session.problem.emit(msg("cli.no_report"))
        return False

    def _named(self, suffix: str) -> str:
        """The file name proposed: the title of the report, so that a sheet does not replace the report before it."""
        blocks = self._state.composed.blocks if self._state.composed is not None else ()
        return f"{proposed_name(blocks, language_of(self))}.{suffix}"

    def ask_figure(self) -> None:
        """Ask where the picked figure goes, then write it."""
        kinds = file_filter(figure_writers(), language_of(self))
        self._ask("view_report.export_figure", "figure.png", kinds, self._write_figure)

    def _ask(self, title: str, name: str, kinds: str, write: _Write) -> None:
        """Ask who cleared what the public gets, then for the file."""

        def cleared(clearance: PageClearance | None) -> None:
            path, _kind = ask_new_file(self, "results", render(msg(title), language_of(self)), name, kinds)
            if path is not None:
                self.write_file(path, write, clearance)

        ask_clearance(self, self.session, self.destination.value(), cleared)

    def write_file(self, path: Path, write: _Write, clearance: PageClearance | None = None) -> None:
        """Write through the check before sharing, in the background."""
        said = {
            "language": self.language.value(),
            "destination": Destination(self.destination.value()),
            "overwrite": True,  # the file dialog has asked
        }

        def written(project: Project) -> tuple[Message, ...]:
            told = write(project, path, said)
            record(project, path, clearance)
            return told

        def work(_job: object) -> tuple[Message, ...]:
            return self.session.fetch(written)

        def done(told: tuple[Message, ...]) -> None:
            self.session.exported.emit(with_names(msg("cli.exported", path=path.name), told), path)

        self.session.job(msg("view_report.exporting"), work, done, owner=self)

    def _write_report(self, project: Project, path: Path, said: dict[str, Any]) -> tuple[Message, ...]:
        style = office_style(project)
        options = PageOptions(self.days, destination=said["destination"], office=style.office)
        report = compose_report(project, dict(self._state.cache.results), options=options)
        if self.editable.isChecked():
            report = replace(report, options={**report.options, "charts": "editable"})
        return export_report(project, report, path, style=style, **said).names

    def _write_figure(self, project: Project, path: Path, said: dict[str, Any]) -> tuple[Message, ...]:
        if self._state.composed is None:
            return ()
        block = next(one for one in self._state.composed.blocks if one.id == self._state.picked)
        result = self._state.composed.results[str(block.content.get("analysis"))]
        beside = [one.tables[0] for one in self._state.composed.results.values()]
        return export_figure(project, result.figures[0], path, beside=beside, **said).names
