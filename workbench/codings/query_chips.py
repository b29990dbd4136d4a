# SPDX-License-Identifier: MIT
"""A query over segments as chips: each code and condition taken away by a click or Del, more added by "+" or a drop."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from analysis.codings import options as codings
from analysis.codings.segments import QueryPart, part_words, query_parts, with_part, without_part
from analysis.declarations.records import Options
from analysis.records import DataTable
from wording import Text, msg, render
from workbench.codings.fields import condition_candidates, value_candidates
from workbench.translation import language_of, say
from workbench.variable_picker import Candidate
from workbench.widgets import Button, Chip, LinkButton
from workbench.widgets.flow_layout import FlowLayout

_LISTED = ("documents", "speaker", "in_group", "coder")
_COLUMN = {"documents": "document", "in_group": "group", "speaker": "speaker", "coder": "coder", "saved": "@"}
_MOST_OFFERED = 40  # a longer menu is no choice: the fields of the list have them all


@dataclass(frozen=True)
class QueryNames:
    """What the parts of a query are called: codes by id, and the conditions a table of codings offers."""

    codes: Mapping[str, Text] = field(default_factory=dict)
    table: DataTable | None = None

    def name(self, part: QueryPart) -> Text:
        """What a part says on its chip."""
        if part.option == "cases":
            return next((_condition(one) for one in self.offered("cases") if one.value == part.term), part.term)
        return part_words(part, self.codes)

    def offered(self, option: str) -> list[Candidate]:
        """What may be chosen for an option."""
        if self.table is None:
            return []
        return condition_candidates(self.table) if option == "cases" else value_candidates(self.table, _COLUMN[option])


def _condition(one: Candidate) -> Text:
    return msg("chips.condition", name=one.heading or "", value=one.text)


class QueryChips(QWidget):
    """`changed` carries the query after a chip was taken away or added; `code_requested`: a code is to be chosen.

    A drop of the kind `mime`, which carries the id of a code, adds that code.
    """

    changed = Signal(object)
    code_requested = Signal()

    def __init__(self, mime: str) -> None:
        super().__init__()
        self._mime = mime
        self.options: Options = {}
        self.names = QueryNames()
        self._row = FlowLayout(self, 6)
        self._row.setContentsMargins(12, 8, 12, 8)
        self.chips: list[Chip] = []
        self.relation: Button | None = None
        self.add = LinkButton(msg("chips.add_more"), self._offer)
        say(self.add, name=msg("chips.add"), tip=msg("chips.add"))
        self._row.addWidget(self.add)
        self.setAcceptDrops(True)
        say(self, name=msg("codings.query"))

    def show_query(self, options: Options, names: QueryNames) -> None:
        """Show the parts of a query; the keys stay at the place where they were."""
        at = next((at for at, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        self.options, self.names = dict(options), names
        for old in (*self.chips, *([self.relation] if self.relation else [])):
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._row.removeWidget(self.add)
        self.chips, self.relation = [], None
        for part in query_parts(options):
            self._show_part(part)
        self._row.addWidget(self.add)
        if at >= 0:
            stops: Sequence[QWidget] = self.chips or [self.add]
            stops[min(at, len(stops) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self.updateGeometry()

    def _show_part(self, part: QueryPart) -> None:
        named = self.names.name(part)
        chip = Chip(named, removable=True, tip=msg("chips.remove", part=named))
        chip.removed.connect(partial(self._take_away, part))
        chip.installEventFilter(self)
        if part.option in ("with_codes", "without_codes") and self.relation is None:
            stands = str(self.options.get("relation") or codings.QUERY_RELATION.default)
            self.relation = Button(msg(f"choice.relation.{stands}"), self._offer_relations, kind="link")
            say(self.relation, tip=codings.QUERY_RELATION.label)
            self._row.addWidget(self.relation)
            self.relation.show()
        self.chips.append(chip)
        self._row.addWidget(chip)
        chip.show()

    def _take_away(self, part: QueryPart) -> None:
        self.changed.emit(without_part(self.options, part))

    def add_part(self, option: str, term: str) -> None:
        """Ask for one more code or condition."""
        self.changed.emit(with_part(self.options, QueryPart(option, term)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """← and → go from chip to chip."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and watched in self.chips:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                stops: Sequence[QWidget] = [*self.chips, self.add]
                at = self.chips.index(watched) + step
                stops[max(0, min(at, len(stops) - 1))].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Codes are welcome."""
        if event.mimeData().hasFormat(self._mime):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        """Ask for the code that was dropped, too; the codebook keeps it."""
        if event.mimeData().hasFormat(self._mime):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self.add_part("variable", bytes(event.mimeData().data(self._mime).data()).decode())

    def _offer(self) -> None:
        """A menu: a code, and what the codings offer of interviews, speakers, groups, coders and cases."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        language = language_of()
        menu.addAction(render(msg("chips.add_code"), language)).triggered.connect(
            lambda _on: self.code_requested.emit()
        )
        for option in (*_LISTED, "cases"):
            offered = self.names.offered(option)[:_MOST_OFFERED]
            if not offered:
                continue
            below = menu.addMenu(render(msg(f"chips.add_{option}"), language))
            for one in offered:
                said = render(_condition(one) if option == "cases" else one.text, language).replace("&", "&&")
                below.addAction(said, partial(self.add_part, option, str(one.value)))
        menu.popup(self.add.mapToGlobal(self.add.rect().bottomLeft()))

    def _offer_relations(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        now = str(self.options.get("relation") or codings.QUERY_RELATION.default)
        for one in codings.QUERY_RELATIONS:
            action = menu.addAction(render(msg(f"choice.relation.{one}"), language_of()), self._relate(one))
            action.setCheckable(True)
            action.setChecked(one == now)
        if self.relation is not None:
            menu.popup(self.relation.mapToGlobal(self.relation.rect().bottomLeft()))

    def _relate(self, relation: str) -> Callable[[], None]:
        return lambda: self.changed.emit({**self.options, "relation": relation, "page": 1})
