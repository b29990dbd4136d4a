# SPDX-License-Identifier: MIT
"""The segment list as a page: a query with and, or, not, near; its segments in context, recoded or kept as a query."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from analysis.analyses import Option
from analysis.codings import options as codings
from analysis.codings.queries import QUERY_OPTIONS
from analysis.codings.records import CODINGS
from analysis.codings.segments import PAGE, query_parts
from projects.findings.coded_frames import keep_query, saved_queries
from projects.interviews.notes import delete_query
from wording import Message, Problem, Text, msg
from workbench.codings.background_analysis import AnalysisRun, CodingsReader
from workbench.codings.copying import copy_segments
from workbench.codings.fields import SeveralField, SingleChoiceField, candidates_for, takes_several
from workbench.codings.matrix_page import ExcelButton
from workbench.codings.query_chips import QueryChips, QueryNames
from workbench.codings.quote_list import QuoteList
from workbench.session import Session
from workbench.translation import say
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    IconButton,
    LeadLabel,
    Line,
    MutedLabel,
    Pane,
    PaneHeader,
    ShortField,
    TextField,
)
from workbench.widgets.flow_layout import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.declarations.records import Options
    from projects.store.actions import Action
    from projects.store.project import Project

_ASKED = (codings.CODES, codings.AND, codings.NOT, codings.CASES, codings.SAVED, codings.ALSO)
_MEASURED = ("words", "sentences", "turns", "followed")


def _kept(name: str, options: Options, project: Project) -> Action:
    return keep_query(name, options, coder=project.user)


def _removed(name: str, project: Project) -> Action:
    """The action that removes the saved query of that name. Raises Problem where there is none."""
    held = saved_queries(project)
    for one in held:
        if one.name.casefold() == name.casefold():
            return delete_query(one.id)
    raise Problem(msg("problem.no_query", query=name, known=[one.name for one in held] or ["–"]))


def _in_the_window(note: Text) -> Text:
    """A note below the table, as it is true beside the list: words that leave in no copy are read here."""
    if isinstance(note, Message) and note.key == "note.words_left_out":
        return msg("codings.list.words_stay", **note.args)
    return note


class _QueryArea(QScrollArea):
    """The fields of a query as high as they need; in a small window the segments keep two fifths of the room."""

    def __init__(self, fields: QWidget) -> None:
        super().__init__()
        say(self, name=msg("codings.query"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setWidget(fields)
        self._fields = fields
        fields.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when a field appears or goes."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """The height of the fields, three fifths of the page at most."""
        fields, page = self._fields, self.parentWidget()
        room = self.width() - self.verticalScrollBar().sizeHint().width()  # a bar must not keep itself needed
        high = max(fields.heightForWidth(room), fields.minimumSizeHint().height())
        most = page.height() * 3 // 5 if page is not None and page.height() > 0 else high
        return QSize(fields.sizeHint().width(), min(high, most))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels wrap otherwise in another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.updateGeometry()


class SegmentListPage(Pane):
    """`opened` carries the id of a segment; those ticked are to be put under another code, or taken away.

    The query stands as chips, which take drops of the kind `code_mime`, above its fields, folded until they are wanted.
    """

    opened = Signal(str)
    left = Signal()
    recode_requested = Signal(object)
    remove_requested = Signal(object)

    def __init__(self, reader: CodingsReader, code_mime: str) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.change = Button(msg("chips.fields"), lambda: self.show_fields(self.query.isHidden()), icon="filter")
        self.change.setCheckable(True)
        self.excel = ExcelButton(reader, "segments", msg("analysis.segments"), lambda: {**self.options, "page": 0})
        self.header = PaneHeader(msg("analysis.segments"), self.change, self.excel, back)
        super().__init__(self.header, spacing=0)
        self._reader = reader
        self._session: Session | None = None
        self.options: Options = {"page": 1}
        self._shown_sort: object = None
        self.fields: dict[str, SeveralField | SingleChoiceField] = {}
        self.relation, self.within = self._relation_fields(codings.QUERY_RELATION, codings.WITHIN)
        self.also_relation, self.also_within = self._relation_fields(codings.ALSO_RELATION, codings.ALSO_WITHIN)
        self.sort = ChoiceField(codings.SORT.label, [(one, msg(f"choice.sort.{one}")) for one in codings.SORTS])
        self.sort.chosen.connect(lambda value: self._set("sort", value))
        self.subtitle, self.problem = MutedLabel("", wrap=True), LeadLabel("", wrap=True)
        self.list = QuoteList(msg("interviews.view.retrieval_list"), ticked=True)
        self.list.opened.connect(self.opened)
        self.list.ticks_changed.connect(self._show_count)
        self.list.copy_requested.connect(lambda: self._copy(self.list.ticked_or_current()))
        self.earlier = IconButton("chevron-left", msg("codings.page.earlier"), partial(self._turn, -1))
        self.later = IconButton("chevron-right", msg("codings.page.later"), partial(self._turn, 1))
        self.recode = Button(msg("codings.recode"), self._recode)
        self.take_away = Button(msg("chips.take_away"), self._take_away, icon="trash-2")
        self.copy = IconButton("copy", msg("chips.copy"), self._copy)
        self.chips = QueryChips(code_mime)
        self.chips.changed.connect(self._ask)
        self.name = ShortField(msg("queries.name_field"))
        self.keep = Button(msg("queries.keep"), self._keep, icon="bookmark")
        self.remove = IconButton("trash-2", msg("queries.remove"), self._remove)
        parts = (
            (self.chips, 0),
            (self._query(), 0),
            (Line(), 0),
            (self._sentence_pane(), 0),
            (self.list, 1),
            (Line(), 0),
        )
        for widget, stretch in parts:
            self.body.addWidget(widget, stretch)
        self.bar = self._bar()
        self.body.addWidget(self.bar)
        self.show_fields(False)
        self._offer(pages=1, saved=False)

    def _query(self) -> QWidget:
        grid_, grid = QWidget(), QGridLayout()
        grid_.setLayout(grid)
        grid.setContentsMargins(12, 8, 12, 8)
        grid.setSpacing(8)
        rows: dict[str, FormRow] = {}
        for option in _ASKED:
            field = self._field(option)
            self.fields[option.name] = field
            short = option is codings.CASES  # how a condition is written says its hint
            rows[option.name] = FormRow(msg("codings.list.cases") if short else option.label, field)
        self.within_row = FormRow(codings.WITHIN.label, self.within)
        self.also_row = FormRow(codings.ALSO_RELATION.label, self.also_relation)
        self.also_within_row = FormRow(codings.ALSO_WITHIN.label, self.also_within)
        codes, with_codes, without, cases, saved, also = rows.values()
        stands, sort = FormRow(codings.QUERY_RELATION.label, self.relation), FormRow(codings.SORT.label, self.sort)
        first = ((codes,), (with_codes,), (without,), (stands, self.within_row))
        second = ((cases,), (saved,), (sort,), (also, self.also_row, self.also_within_row))
        for at, cell in enumerate((*first, *second)):
            below = QVBoxLayout()  # what belongs to a field stands below it
            for row in cell:
                below.addWidget(row)
            below.addStretch(1)
            grid.addLayout(below, at // 4, at % 4)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        for row in (self.within_row, self.also_row, self.also_within_row):
            row.hide()  # until codes ask for it
        grid_.setProperty("kind", "surface")
        self.query = _QueryArea(grid_)
        return self.query

    def _relation_fields(self, stands: Option, within: Option) -> tuple[ChoiceField, TextField]:
        """A relation and its distance."""
        relation = ChoiceField(stands.label, [(one, msg(f"choice.relation.{one}")) for one in codings.QUERY_RELATIONS])
        relation.chosen.connect(lambda value: self._set(stands.name, value))
        distance = TextField(within.label)
        say(distance, tip=msg("codings.within_tip"))
        distance.editingFinished.connect(lambda: self._set_within(within.name, distance))
        return relation, distance

    def _field(self, option: Option) -> SeveralField | SingleChoiceField:
        hint = "hint.codes" if option is codings.CODES else f"hint.offered.{option.name}"
        made = (
            SeveralField(option.label, msg(hint))
            if takes_several(option)
            else SingleChoiceField(option.label, msg(hint))
        )
        made.changed.connect(lambda value: self._set(option.name, value))
        return made

    def _sentence_pane(self) -> QWidget:
        said = Pane(margins=(12, 6, 12, 6), spacing=2)
        said.body.addWidget(self.subtitle)
        said.body.addWidget(self.problem)
        self.problem.hide()
        return said

    def _bar(self) -> QWidget:
        bar = QWidget()
        row = FlowLayout(bar, 6, in_one_line=True)
        row.setContentsMargins(12, 8, 12, 8)
        done_with_ticked = (self.recode, self.take_away, self.copy)
        for widget in (self.earlier, self.later, *done_with_ticked, self.name, self.keep, self.remove):
            row.addWidget(widget)
        return bar

    def read(self, session: Session) -> None:
        """Ask the query anew."""
        self._session = self.excel.session = session
        self._reader.run(session, "segments", self.options, self._take, self._failed, self)

    def show_query(self, session: Session, options: Options) -> None:
        """Ask another query."""
        self.options = {"page": 1, **options}
        self.read(session)

    def ask_code(self, code_id: str) -> None:
        """Ask for a code in place of those asked for; other conditions stay."""
        self._set(codings.CODES.name, code_id)

    def show_fields(self, shown: bool) -> None:
        """Show the fields of the query, or only its chips: the segments have the room then."""
        self.query.setVisible(shown)
        self.change.setChecked(shown)

    def _ask(self, options: Options) -> None:
        """Ask what the chips say now."""
        self.options = dict(options)
        if self._session is not None:
            self.read(self._session)

    def _set(self, name: str, value: object) -> None:
        kept = {key: held for key, held in self.options.items() if key not in (name, "page")}
        self.options = {**kept, **({name: value} if value not in ("", None) else {}), "page": 1}
        if self._session is not None:
            self.read(self._session)

    def _set_within(self, name: str, field: TextField) -> None:
        text = field.text().strip()
        if text.isdecimal() and field.isModified():
            self._set(name, int(text))

    def _turn(self, step: int) -> None:
        self.options = {**self.options, "page": int(self.options["page"]) + step}
        if self._session is not None:
            self.read(self._session)

    def _take(self, ran: AnalysisRun) -> None:
        found = int(ran.result.facts["n"])
        page, pages = int(self.options["page"]), max(1, -(-found // PAGE))
        for option in _ASKED:
            self.fields[option.name].offer(candidates_for(option, ran.table), self._value(option.name), CODINGS)
        self.chips.show_query(self.options, QueryNames(ran.named, ran.table))
        self.sort.choose(self.options.get("sort", codings.SORT.default))
        related = bool(self.options.get("with_codes") or self.options.get("without_codes"))
        also = bool(self.options.get("also_codes"))
        self._show_relation(self.relation, "relation", self.within, "within", related, self.within_row)
        self._show_relation(
            self.also_relation, "also_relation", self.also_within, "also_within", also, self.also_within_row
        )
        self.also_row.setVisible(also)
        said, *notes = [ran.result.tables[0].subtitle or "", *ran.result.tables[0].notes[2:]]
        for note in map(_in_the_window, notes):
            said = msg("group.pair", first=said, second=note)
        self.subtitle.say(said)
        self.problem.hide()
        self.excel.setEnabled(found > 0)
        self.list.show_lines(ran.lines, named=ran.named)
        if ran.result.options.get("sort") != self._shown_sort:  # in another order, its first is what was asked for
            self._shown_sort = ran.result.options.get("sort")
            self.list.setCurrentIndex(self.list.model_.index(0, 0))
        self.earlier.setEnabled(page > 1)
        self.later.setEnabled(page < pages)
        self._offer(pages, saved=bool(candidates_for(codings.SAVED, ran.table)))
        self._show_count()

    def _offer(self, pages: int, *, saved: bool) -> None:
        """Show what can be done: pages where there are several, a name where there is a query to keep."""
        for step in (self.earlier, self.later):
            step.setVisible(pages > 1)
        asked = saved or bool(query_parts(self.options))
        for part in (self.name, self.keep, self.remove):
            part.setVisible(asked)

    def _show_relation(
        self, relation: ChoiceField, stands: str, within: TextField, distance: str, related: bool, row: FormRow
    ) -> None:
        """A relation is asked only where codes must stand in it, a distance only where it has one."""
        relation.choose(self._value(stands))
        relation.setEnabled(related)
        row.setVisible(related and self._value(stands) in _MEASURED)
        if not within.hasFocus():
            within.setText(str(self._value(distance)))

    def _value(self, name: str) -> Any:
        return self.options.get(name, QUERY_OPTIONS[name])

    def _failed(self, problem: Problem) -> None:
        self.list.show_lines([])
        self.excel.setEnabled(False)
        self.problem.say(problem.message)
        self.problem.show()
        self._show_count()

    def _show_count(self) -> None:
        if not self.list.ticked() and (self.recode.hasFocus() or self.take_away.hasFocus()):
            self.list.setFocus()  # else Qt would take the keys to the next button
        for button in (self.recode, self.take_away):
            button.setVisible(bool(self.list.ticked()))
        self.copy.setEnabled(bool(self.list.lines()))

    def _ticked(self) -> list[str]:
        return [line.segment for line in self.list.ticked()]

    def _recode(self) -> None:
        self.recode_requested.emit(self._ticked())

    def _take_away(self) -> None:
        self.remove_requested.emit(self._ticked())

    def _copy(self, wanted: Sequence[str] = ()) -> None:
        """Copy these, else those ticked, all that are listed where none is."""
        if self._session is not None:
            listed = [line.segment for line in self.list.lines()]
            copy_segments(self._session, wanted or self._ticked() or listed, self)

    def _remove(self) -> None:
        """Remove the saved query that is named, or else the one the list is asked by; it can be undone."""
        name = self.name.text().strip() or str(self.options.get("saved") or "")
        if self._session is not None:
            self._session.do(partial(_removed, name), lambda _done: self.name.clear())

    def _keep(self) -> None:
        name, options = self.name.text().strip(), dict(self.options)
        if self._session is not None and name:
            self._session.do(
                lambda project: keep_query(name, options, coder=project.user), lambda _done: self.name.clear()
            )
