# SPDX-License-Identifier: MIT
"""The part of the conversation about a newer export: what is new, changed, vanished, in conflict or not told apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout

from wording import Problem, msg
from workbench.data.import_reading import ReadFile
from workbench.data.parts import NamedField, Scrolled
from workbench.data.words import title_of
from workbench.session import Session
from workbench.speech import say
from workbench.variable_words import called
from workbench.widgets import ChoiceField, Fact, Label, MutedLabel, SectionLabel

if TYPE_CHECKING:
    from projects.datasets.newer.comparing import Comparison, TableComparison
    from projects.store.actions import Action
    from projects.store.project import Project

_LISTED = 12


class NewerColumn(Scrolled):
    """Compares the file with a data set; `ready` tells whether it can be taken up now."""

    ready = Signal(bool)

    def __init__(self) -> None:
        super().__init__(msg("data.view.newer"), margins=(16, 14, 16, 14))
        self.session: Session | None = None
        self.read: ReadFile | None = None
        self.data_set = ""
        self.comparison: Comparison | None = None
        self.decided: dict[tuple[str, int], int | None] = {}
        self._boxes: dict[str, QCheckBox] = {}

    def compare(self, session: Session, read: ReadFile, data_set: str) -> None:
        """Compare a file with a data set in the background."""
        self.session, self.read, self.data_set = session, read, data_set
        self.comparison, self.decided = None, {}
        self._compare()

    def _compare(self) -> None:
        from projects.datasets.newer.comparing import compare

        session, read, data_set, decided = self.session, self.read, self.data_set, dict(self.decided)
        if session is None or read is None:
            return
        self.ready.emit(False)
        body = self.renew()
        body.addWidget(Label(msg("data.view.newer.comparing"), wrap=True))
        body.addStretch(1)
        self.put()
        session.job(
            msg("data.view.newer.comparing"),
            lambda job: session.fetch(lambda project: compare(project, data_set, read.imported, decided, job)),
            self._show,
            self._failed,
            owner=self,
        )

    def _failed(self, problem: Problem) -> None:
        body = self.renew()
        body.addWidget(Label(problem.message, wrap=True))
        body.addStretch(1)
        self.put()

    def _show(self, comparison: Comparison) -> None:
        self.comparison = comparison
        body = self.renew()
        for table in comparison.tables:
            self._table(body, table)
        body.addWidget(SectionLabel(msg("data.view.newer.take")))
        self._boxes = {}
        for name in ("new", "changed", "vanished"):
            box = QCheckBox()
            say(box, msg(f"data.view.newer.take_{name}"))
            box.setChecked(True)
            self._boxes[name] = box
            body.addWidget(box)
        body.addWidget(MutedLabel(msg("data.view.newer.edits_stay"), wrap=True))
        body.addStretch(1)
        self.put()
        self.ready.emit(comparison.undecided == 0)

    def _table(self, body: QVBoxLayout, table: TableComparison) -> None:
        body.addWidget(SectionLabel(title_of(table.table)))
        counts = {
            "new": len(table.new_rows),
            "changed": len(table.changed),
            "vanished": len(table.vanished),
            "conflicts": len(table.conflicts),
            "erased": len(table.erased),
        }
        for name, count in counts.items():
            if count or name in ("new", "changed", "vanished"):
                body.addWidget(Fact(msg(f"data.view.newer.{name}"), msg("data.view.newer.count", count=count)))
        for conflict in table.conflicts[:_LISTED]:
            variable = called(table.table.variable(conflict.variable_id))
            body.addWidget(
                MutedLabel(msg("data.view.newer.conflict", row=conflict.row_id, variable=variable), wrap=True)
            )
        for ambiguity in table.ambiguous:
            body.addWidget(Label(msg(f"data.newer.why_{ambiguity.why}"), wrap=True))
            for row in ambiguity.new_rows:
                self._question(body, table.table.id, row, ambiguity.row_ids)
        body.addSpacing(8)

    def _question(self, body: QVBoxLayout, table: str, row: int, row_ids: tuple[int, ...]) -> None:
        label = msg("data.view.newer.row", row=row + 1)
        offered = [
            ("", msg("data.view.newer.undecided")),
            *((one, msg("data.view.newer.is_row", row=one)) for one in row_ids),
            (None, msg("data.view.newer.is_new")),
        ]
        field = ChoiceField(label, offered)
        field.choose(self.decided.get((table, row), ""))
        field.chosen.connect(lambda value: self._decide(table, row, value))
        body.addWidget(NamedField(label, field))

    def _decide(self, table: str, row: int, value: int | str | None) -> None:
        if value == "":
            self.decided.pop((table, row), None)
            return
        self.decided[table, row] = value if isinstance(value, int) else None
        open_rows = [
            (one.table.id, new)
            for one in (self.comparison.tables if self.comparison else [])
            for ambiguity in one.ambiguous
            for new in ambiguity.new_rows
        ]
        if all(place in self.decided for place in open_rows):
            self._compare()

    def action(self) -> Callable[[Project], Action] | None:
        """The action that takes the export up as chosen; None while there is nothing to take up."""
        from projects.datasets.newer.merging import Chosen, merge_action

        comparison, read = self.comparison, self.read
        if comparison is None or read is None:
            return None
        chosen = Chosen(
            new_rows=self._boxes["new"].isChecked(),
            changed=None if self._boxes["changed"].isChecked() else {},
            vanished_leave=self._boxes["vanished"].isChecked(),
        )
        return lambda project: merge_action(
            comparison, read.original, chosen=chosen, file_name=read.path.name, user=project.user
        )
