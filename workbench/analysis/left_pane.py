# SPDX-License-Identifier: MIT
"""The left column: saved results in order, and the plan below them. It stores and runs nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from analysis.declared import declaration, declarations
from analysis.records import DataTable
from projects.results.saved import SavedAnalysis
from wording import Text, msg, render
from workbench.analysis.flow import FlowLayout
from workbench.analysis.present import Present
from workbench.analysis.words import kind_word, title_of
from workbench.commands import Command
from workbench.speech import language_of
from workbench.widgets import (
    Button,
    CommandButton,
    Entry,
    EntryList,
    Line,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
)

DRAFT = "draft"


class LeftPane(Pane):
    """`chosen` carries the id of a saved result, or DRAFT; `new_wanted` the id of a declaration."""

    chosen = Signal(object)
    new_wanted = Signal(str)

    def __init__(self, commands: Mapping[str, Command]) -> None:
        self.new = PrimaryButton(msg("analysis.view.new"), self.open_menu, icon="plus")
        super().__init__(PaneHeader(msg("analysis.view.results"), self.new), spacing=0)
        self._commands = commands
        self._menu = QMenu(self.new)
        self._context = QMenu(self)
        self.list = EntryList(msg("analysis.view.results"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._open_context)
        self.list.picked.connect(self.chosen)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(Line())
        self.body.addWidget(self._plan())

    def _plan(self) -> QWidget:
        pane = Pane(margins=(12, 10, 12, 12))
        pane.body.addWidget(SectionLabel(msg("analysis.view.plan.heading")))
        self.plan_rows = MutedLabel("", wrap=True)
        self.plan_state = MutedLabel("", wrap=True)
        self.plan_state.hide()
        pane.body.addWidget(self.plan_rows)
        pane.body.addWidget(self.plan_state)
        row = QWidget()
        flow = FlowLayout(row)
        self.plan_buttons: list[Button] = []
        for name in ("run", "import", "export"):
            short = msg(f"analysis.view.button.plan_{name}")
            self.plan_buttons.append(CommandButton(self._commands[f"analysis.plan.{name}"], text=short))
            flow.addWidget(self.plan_buttons[-1])
        pane.body.addWidget(row)
        return pane

    def open_menu(self) -> None:
        """Offer the analyses there are, in words."""
        language = language_of()
        self._menu.clear()
        self._menu.setToolTipsVisible(True)
        for one in declarations():
            action = self._menu.addAction(render(one.label, language).replace("&", "&&"))
            action.setToolTip(render(one.help, language))
            action.triggered.connect(_emitting(self.new_wanted.emit, one.id))
        self._menu.popup(self.new.mapToGlobal(QPoint(0, self.new.height() + 2)))

    def show_results(
        self, saved: Sequence[SavedAnalysis], tables: Mapping[str, DataTable], draft: Present | None,
        picked: str | None, wrong: Mapping[str, object],
    ) -> None:  # fmt: skip
        """List the saved results and the one not kept yet; `wrong` are those that a run could not make."""
        entries = []
        for one in saved:
            title = title_of(declaration(one.declaration), one.options, tables.get(one.data_table), one.title)
            icon = "triangle-alert" if one.id in wrong else ""
            entries.append(Entry(one.id, title, kind_word(one.declaration), icon=icon))
        if draft is not None:
            title = title_of(draft.declared, draft.options, tables.get(draft.table))
            entries.append(
                Entry(DRAFT, msg("analysis.view.draft", title=title), kind_word(draft.declaration), icon="pencil")
            )
        self.list.set_entries(entries, picked=picked)
        if picked is None:
            self.list.clearSelection()
        rows = sum(1 for one in saved if one.in_plan)
        self.plan_rows.say(msg("analysis.view.plan.rows", n=rows) if rows else msg("analysis.view.plan.none"))
        self.refresh()

    def say_plan(self, state: Text | None) -> None:
        """What the last run of the plan gave."""
        self.plan_state.say(state or "")
        self.plan_state.setVisible(state is not None)

    def refresh(self) -> None:
        """Take the commands' states."""
        for button in self.plan_buttons:
            if isinstance(button, CommandButton):
                button.refresh()
                button.setVisible(button.isEnabled())

    def _open_context(self, place: QPoint) -> None:
        if not self.list.indexAt(place).isValid():
            return
        self._context.clear()
        for name in ("rename", "duplicate", "up", "down", "delete"):
            command = self._commands[f"analysis.one.{name}"]
            action = self._context.addAction(render(command.named(), language_of()).replace("&", "&&"))
            action.setEnabled(command.enabled())
            action.triggered.connect(_emitting(lambda run: run(), command.run))
        self._context.popup(self.list.viewport().mapToGlobal(place))


def _emitting(send: Callable[..., object], value: object) -> Callable[[], object]:
    return lambda *_checked: send(value)
