# SPDX-License-Identifier: MIT
"""Home of an open project: what it holds, what is open, what was done last. It shows counts, never rows or words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from wording import Text, msg, render
from wording.catalogue import language_word
from wording.numbers import format_number
from workbench.icons import give_icon
from workbench.session import Session
from workbench.theme import colours_of
from workbench.translation import language_of, say
from workbench.widgets.buttons import Button, LinkButton, PrimaryButton
from workbench.widgets.labels import ElidedLabel, Label, Line, MutedLabel, SectionLabel, TitleLabel
from workbench.widgets.lists import Entry, EntryList

if TYPE_CHECKING:
    from projects.overview import Open, Overview, TableLine
    from projects.store.actions import HistoryLine
    from projects.store.project import Project

LINES = 5


@dataclass(frozen=True)
class OverviewLine:
    """A name with its figure; one with a `place` opens it. `warn`: somebody must look (amber, and a word says so)."""

    text: Text
    value: Text
    place: str = ""
    warn: bool = False


class OverviewColumn(QWidget):
    """Data, Interviews, Codes, Results or Report; `opened` gets a place in its room, "" for the room itself."""

    def __init__(self, name: str, icon: str, opened: Callable[[str], object]) -> None:
        super().__init__()
        self.name = name
        self.title = LinkButton(msg(f"overview.{name}"), lambda: opened(""))
        give_icon(self.title, icon, colours_of(self), 16, "accent")
        self.number = TitleLabel("")
        self.word = MutedLabel("")
        self.note = Label("")
        self.note.setProperty("kind", "warning")
        self.empty = MutedLabel(msg(f"overview.{name}.empty"), wrap=True)
        self.begin = LinkButton(msg(f"overview.{name}.begin"), lambda: opened(""))
        self.places = EntryList(msg(f"overview.{name}"))
        self.places.setProperty("kind", "plain")
        self.places.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.places.setCursor(Qt.CursorShape.PointingHandCursor)
        self.places.clicked.connect(lambda _index: opened(self.places.picked_id()))
        self.places.opened.connect(opened)
        self.lines: list[_FigureLine] = []
        self._count = 0
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 2, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.places)
        self._figure = QHBoxLayout()
        self._figure.setSpacing(6)
        for widget in (self.number, self.word, self.note):
            self._figure.addWidget(widget, 0, Qt.AlignmentFlag.AlignBaseline)
        self._figure.addStretch(1)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(2)
        self._box.addWidget(self.title, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addLayout(self._figure)
        self._box.addWidget(self._rows)
        self._box.addWidget(self.empty)
        self._box.addWidget(self.begin, 0, Qt.AlignmentFlag.AlignLeft)
        self._box.addStretch(1)
        self._narrow = False

    def show_part(self, count: int, lines: Sequence[OverviewLine]) -> None:
        """Show how much there is, and the lines: those that open a place are one list, the others say their figure."""
        self.number.say(format_number(count, language_of()))
        self.word.say(msg(f"overview.{self.name}.word", n=count))
        waiting = [line for line in lines if line.warn]
        self.note.say(msg("overview.line", name=waiting[0].text, value=waiting[0].value) if waiting else "")
        for old in self.lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        here = lines[:LINES]
        entries = [Entry(line.place, line.text, line.value) for line in here if line.place]
        self.places.set_entries(entries)
        self.places.setVisible(bool(entries))
        self.places.setFixedHeight(len(entries) * max(self.places.sizeHintForRow(0), 1) + 4)
        self.lines = [_FigureLine(line) for line in here if not line.place]
        for line in self.lines:
            self._column.addWidget(line)
        self._count = count
        self._arrange()

    def set_narrow(self, narrow: bool) -> None:
        """One line instead of a column, where the window is narrow."""
        self._narrow = narrow
        self._arrange()

    def _arrange(self) -> None:
        here = self._count > 0
        direction = QBoxLayout.Direction.LeftToRight if self._narrow else QBoxLayout.Direction.TopToBottom
        self._box.setDirection(direction)
        self.title.setMinimumWidth(120 if self._narrow else 0)
        self.number.setVisible(here)
        self.word.setVisible(here)
        self._rows.setVisible(here and not self._narrow)
        self.note.setVisible(here and self._narrow and bool(self.note.text()))
        self.empty.setVisible(not here and not self._narrow)
        self.begin.setVisible(not here)


class _FigureLine(QWidget):
    """A name at the left, its figure at the right."""

    def __init__(self, line: OverviewLine) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        name, value = ElidedLabel(line.text, kind="muted"), Label(line.value)
        say(value, name=msg("overview.line", name=line.text, value=line.value))
        if line.warn:
            value.setProperty("kind", "warning")
        row.addWidget(name, 1)
        row.addWidget(value)
        self.setMinimumHeight(round(self.fontMetrics().height() * 1.5))


_PARTS = (
    ("data", "table-2", "data"),
    ("interviews", "messages-square", "interviews"),
    ("codes", "tags", "interviews"),
    ("results", "chart-column", "analysis"),
    ("report", "file-text", "report"),
)
_PLACES = {
    "text_columns": ("data", "type"),
    "without_consent": ("safety", "shield-check"),
    "refused": ("safety", "shield-check"),
    "quotation_consent": ("safety", "shield-check"),
    "suggestions": ("interviews", "tags"),
    "not_begun": ("interviews", "messages-square"),
    "nothing_coded": ("interviews", "messages-square"),
}
_KIND_ROOMS = {"data": "data", "interviews": "interviews", "results": "analysis", "sampling": "sampling"}
_FOLD, _NARROW = 960, 720


class OverviewPage(QScrollArea):
    """`wanted` carries a room and a place in it (a table's, an interview's id, a page); `command` a command's id."""

    wanted = Signal(str, str)
    command = Signal(str)
    recent_chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.found: Overview | None = None
        self._room = "data"
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title, self.state = TitleLabel("", wrap=True), MutedLabel("", wrap=True)
        going_on = msg("overview.continue", room=msg("window.room.data"))
        self.go_on = PrimaryButton(going_on, lambda: self.wanted.emit(self._room, ""))
        self.bring = Button(msg("overview.import"), lambda: self.command.emit("data.file.import"), icon="import")
        self.columns = {name: self._part(name, icon, room) for name, icon, room in _PARTS}
        self.heading = SectionLabel(msg("overview.open"))
        self.open = EntryList(msg("overview.open.list"))
        self.nothing = MutedLabel("", wrap=True)
        self.open.opened.connect(self._go)
        self.open.clicked.connect(lambda _index: self._go(self.open.picked_id()))
        self.last, self.points, self.recent = QVBoxLayout(), QVBoxLayout(), EntryList(msg("window.home.recent"))
        self.recent.clicked.connect(lambda _index: self.recent_chosen.emit(self.recent.picked_id()))
        self.recent.opened.connect(self.recent_chosen)
        for view in (self.open, self.recent):
            view.setProperty("kind", "plain")
            view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()

    def _part(self, name: str, icon: str, room: str) -> OverviewColumn:
        return OverviewColumn(name, icon, lambda place: self.wanted.emit(room, place))

    # Layout

    def _lay_out(self) -> None:
        ground = QWidget()
        self.setWidget(ground)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, ground)
        self._whole.setContentsMargins(30, 22, 24, 20)
        self._whole.setSpacing(28)
        main, side = QVBoxLayout(), QVBoxLayout()
        main.setSpacing(10)
        side.setSpacing(6)
        main.addLayout(self._head())
        main.addSpacing(6)
        self._parts = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._parts.setSpacing(18)
        for column in self.columns.values():
            self._parts.addWidget(column, 1)
        main.addLayout(self._parts)
        main.addSpacing(10)
        for widget in (self.heading, Line(), self.open, self.nothing):
            main.addWidget(widget)
        main.addStretch(1)
        self._fill_side(side)
        self._whole.addLayout(main, 3)
        self._whole.addLayout(side, 1)

    def _head(self) -> QHBoxLayout:
        head, words = QHBoxLayout(), QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title)
        words.addWidget(self.state)
        head.addLayout(words, 1)
        head.addWidget(self.bring, 0, Qt.AlignmentFlag.AlignBottom)
        head.addWidget(self.go_on, 0, Qt.AlignmentFlag.AlignBottom)
        return head

    def _fill_side(self, side: QVBoxLayout) -> None:
        side.addLayout(_headed(msg("overview.last"), msg("window.room.history"), lambda: self._room_of("history")))
        side.addLayout(self.last)
        side.addSpacing(10)
        naming = _headed(msg("overview.points"), msg("overview.points.name"), lambda: self._run("project.point"))
        side.addLayout(naming)
        side.addLayout(self.points)
        side.addSpacing(10)
        side.addLayout(
            _headed(msg("overview.others"), msg("window.home.open"), lambda: self._run("project.start.open"))
        )
        side.addWidget(self.recent)
        side.addStretch(1)
        for layout in (self.last, self.points):
            layout.setSpacing(4)

    def _run(self, command: str) -> None:
        self.command.emit(command)

    def _room_of(self, room: str) -> None:
        self.wanted.emit(room, "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what has no room beside."""
        super().resizeEvent(event)
        width = self.viewport().width()
        sideways, below = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._whole.setDirection(sideways if width >= _FOLD else below)
        narrow = width < _NARROW or (width < _FOLD and self.viewport().height() < 480)
        self._parts.setDirection(below if narrow else sideways)
        self._parts.setSpacing(0 if narrow else 18)
        for column in self.columns.values():
            column.set_narrow(narrow)

    # What is shown

    def begin(self, name: str, recent: Sequence[str]) -> None:
        """Show the project of this name; its counts are read."""
        self.title.say(name)
        others = [Path(folder) for folder in recent if Path(folder) != self._session.folder]
        self.recent.set_entries([Entry(path, path.stem, icon="folder-open") for path in others])
        self.recent.setVisible(bool(others))
        self.recent.setFixedHeight(max(len(others), 1) * max(self.recent.sizeHintForRow(0), 1) + 4)
        self.read()

    def read(self) -> None:
        """Read the counts anew."""

        def work(project: Project) -> Overview:
            from projects.overview import read_overview  # after the first paint

            return read_overview(project)

        if self._session.is_open:
            self._session.ask(work, self.show_overview, latest="overview", owner=self)

    def show_overview(self, found: Overview) -> None:
        """Show these."""
        self.found = found
        language = language_of()
        self.state.say(msg("overview.changed", when=found.last[0].local.replace(tzinfo=None)) if found.last else "")
        self._room = _unfinished(found)
        self.go_on.say(msg("overview.continue", room=msg(f"window.room.{self._room}")))
        self.go_on.setVisible(not found.empty)
        self._show_parts(found, language)
        entries = [self._entry(one, language) for one in found.open]
        self.open.set_entries(entries)
        self.open.setVisible(bool(entries))
        self.open.setFixedHeight(sum(self.open.sizeHintForRow(row) for row in range(len(entries))) + 4)
        self.heading.say(msg("overview.open.count", n=len(entries)) if entries else msg("overview.open"))
        self.nothing.say(self._nothing(found))
        self.nothing.setVisible(not entries)
        _renew(self.last, [_line(line, language) for line in found.last])
        _renew(self.points, [_point(line) for line in found.points] or [MutedLabel(msg("overview.points.none"))])

    def respeak(self, _language: str) -> None:
        """Numbers and dates in another language."""
        if self.found is not None:
            self.show_overview(self.found)

    def forget(self) -> None:
        """Keep nothing of a project that was closed."""
        self.found = None
        self.title.say("")
        self.state.say("")
        self.open.set_entries([])
        for column in self.columns.values():
            column.show_part(0, ())
        _renew(self.last, [])
        _renew(self.points, [])

    def _show_parts(self, found: Overview, language: str) -> None:
        counts = (len(found.tables), found.documents, found.codes, found.results, found.blocks)
        lines = (_data, _interviews, _codes, _results, _report)
        for (name, _icon, _room), count, made in zip(_PARTS, counts, lines, strict=True):
            self.columns[name].show_part(count, made(found, language))

    def _entry(self, one: Open, language: str) -> Entry:
        room, icon = _PLACES[one.what]
        table = table_of(one.table, self.found) if one.table is not None else ""
        detail = render(msg(f"overview.open.{one.what}.why", n=one.n, table=table, about=one.about), language)
        place = {"without_consent": "consent", "refused": "consent", "quotation_consent": "consent"}.get(one.what)
        text = msg(f"overview.open.{one.what}", n=one.n)
        verb = msg(f"overview.open.{one.what}.verb")
        return Entry((room, place or one.where, one.what), text, verb, icon=icon, strong=True, name=detail, verb=True)

    def _go(self, picked: object) -> None:
        if isinstance(picked, tuple):
            self.wanted.emit(picked[0], picked[1])

    def _nothing(self, found: Overview) -> Text:
        if found.empty:
            return msg("overview.empty")
        if found.last_export is not None:
            return msg("overview.open.nothing_exported", when=found.last_export.local.replace(tzinfo=None).date())
        return msg("overview.open.nothing")


def table_of(table: TableLine, found: Overview | None = None) -> Text:
    """What a table is called, with its name in the file where others are called the same."""
    from workbench.table_labels import table_title  # records of tables: after the first paint

    title = table_title(table.labels, table.unit, table.name)
    others = () if found is None else found.tables
    alike = sum(table_title(one.labels, one.unit, one.name) == title for one in others)
    return msg("table.with_name", title=title, name=table.name) if alike > 1 else title


def _headed(heading: Text, link: Text, act: Callable[[], object]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(SectionLabel(heading), 1)
    row.addWidget(LinkButton(link, act))
    return row


def _renew(column: QVBoxLayout, widgets: Sequence[QWidget]) -> None:
    while (item := column.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
    for widget in widgets:
        column.addWidget(widget)


def _line(line: HistoryLine, language: str) -> QWidget:
    shown = QWidget()
    row = QHBoxLayout(shown)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(MutedLabel(msg("overview.when", when=line.local.replace(tzinfo=None))), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(_short(line.message, language), wrap=True), 1)
    return shown


def _short(text: Text, language: str) -> str:
    said = render(text, language)
    return said if len(said) <= 120 else said[:119].rstrip() + "…"


def _point(line: HistoryLine) -> QWidget:
    name = line.message.args.get("name", "")
    return ElidedLabel(msg("overview.point", name=name, when=line.local.replace(tzinfo=None).date()))


def _unfinished(found: Overview) -> str:
    """The room of the last thing done, else that of what there is."""
    for line in found.last:
        room = _KIND_ROOMS.get(line.kind.partition(".")[0])
        if room is not None:
            return "report" if room == "analysis" and "block" in line.kind else room
    return "interviews" if found.documents and not found.tables else "data"


def _data(found: Overview, language: str) -> list[OverviewLine]:
    shown = found.tables if len(found.tables) <= LINES else found.tables[: LINES - 1]
    lines = [OverviewLine(table_of(one, found), format_number(one.rows, language), one.id) for one in shown]
    left = len(found.tables) - len(shown)
    return [*lines, OverviewLine(msg("overview.more_tables"), format_number(left, language))] if left else lines


def _interviews(found: Overview, language: str) -> list[OverviewLine]:
    def number(value: int) -> str:
        return format_number(value, language)

    spoken = [
        render(language_word("overview.language", code), language) if code else "–" for code, _n in found.languages
    ]
    quotable = msg("overview.of", n=number(found.quotable), total=number(found.documents))
    lines = [
        OverviewLine(" · ".join(spoken[:3]), " · ".join(number(n) for _code, n in found.languages[:3])),
        OverviewLine(msg("overview.interviews.segments"), number(found.segments)),
        OverviewLine(msg("overview.interviews.not_begun"), number(found.not_begun), warn=found.not_begun > 0),
        OverviewLine(msg("overview.interviews.quotable"), quotable),
    ]
    waiting = OverviewLine(msg("overview.interviews.suggestions"), number(found.suggestions), warn=True)
    return [*lines, waiting] if found.suggestions else lines


def _codes(found: Overview, language: str) -> list[OverviewLine]:
    lines = [OverviewLine(one.name, format_number(one.segments, language)) for one in found.most_used]
    unused = OverviewLine(msg("overview.codes.unused"), format_number(found.unused, language))
    return [*lines, unused] if found.unused else lines


def _results(found: Overview, language: str) -> list[OverviewLine]:
    return [OverviewLine(msg("overview.results.plan"), format_number(found.in_plan, language))]


def _report(found: Overview, language: str) -> list[OverviewLine]:
    kinds = found.block_kinds or {}
    lines = [
        OverviewLine(msg(f"overview.report.{kind}"), format_number(kinds[kind], language))
        for kind in ("table", "figure", "quotes", "paragraph")
        if kinds.get(kind)
    ]
    if found.last_export is not None:
        when = msg("overview.day", when=found.last_export.local.replace(tzinfo=None).date())
        lines.append(OverviewLine(msg("overview.report.exported"), when))
    return lines
