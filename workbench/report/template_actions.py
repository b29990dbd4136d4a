# SPDX-License-Identifier: MIT
"""Actions on templates of the report: beginning from the program's, the project's own or a file, and keeping one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from projects.pages.templates import NAMES, export_template, keep_template, names, start_report, template
from projects.results.saved_results import saved_analyses
from wording import Text, msg, render
from workbench.file_dialogs import ask_file, ask_new_file
from workbench.report.panes.block_kinds import TEMPLATES, Beginnings
from workbench.report.panes.template_pictures import Blocks
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store import Project
    from workbench.report.state import ReportState
    from workbench.session import Session

_ENDING = ".json"


class ReportTemplates(QObject):
    """It is given the state, the session and the widget over which menus and questions open."""

    def __init__(self, state: ReportState, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._state, self._session, self._parent = state, session, parent
        self.menu: QMenu | None = None

    def offer_own(self, cards: Beginnings) -> None:
        """Show the project's own templates among these cards."""
        self._session.ask(_own_templates, cards.show_own, owner=cards)

    def open_menu(self, place: QPoint) -> None:
        """Offer every template there is, and keeping this report as one."""
        self._session.ask(_own_names, partial(self._show, place), owner=self._parent)

    def _show(self, place: QPoint, own: Sequence[str]) -> None:
        self.menu = menu = QMenu(self._parent)
        for name in TEMPLATES:
            self._offer(menu, msg("view_report.new_report", name=msg(f"template.{name}")), partial(self.begin, name))
        if own:
            menu.addSection(render(msg("view_report.templates_own"), language_of(self._parent)))
        for name in own:
            self._offer(menu, msg("view_report.new_report", name=name), partial(self.begin, name))
        menu.addSeparator()
        self._offer(menu, msg("view_report.from_file"), self.ask_file)
        menu.addSeparator()
        for key, act in (("save_template", self.ask_name), ("template_file", self.ask_target)):
            self._offer(menu, msg(f"view_report.{key}"), act).setEnabled(self._state.has_blocks())
        menu.popup(place)

    def _offer(self, menu: QMenu, text: Text, act: Callable[[], object]) -> QAction:
        action = QAction(render(text, language_of(self._parent)), menu)
        action.triggered.connect(lambda _checked=False: act())
        menu.addAction(action)
        return action

    def begin(self, name: str) -> None:
        """The report anew from a template; one undo brings back what stood there."""
        self._session.ask(partial(_template, name), self._start, owner=self._parent)

    def ask_file(self) -> None:
        """Ask for the file of a template, then begin from it."""
        language = language_of(self._parent)
        kinds = render(msg("view_report.template_kinds", patterns=f"*{_ENDING}"), language)
        chosen = ask_file(self._parent, "templates", render(msg("view_report.from_file"), language), kinds)
        if chosen is not None:
            self.begin(str(chosen))

    def _start(self, found: tuple[Any, list[str]]) -> None:
        self._state.picked = ""
        self._session.do(start_report(*found))

    def ask_name(self) -> None:
        """Ask what the template is called, then keep the report as one."""
        language = language_of(self._parent)
        title, label = (render(msg(f"view_report.{key}"), language) for key in ("save_template", "template_name"))
        name, chosen = QInputDialog.getText(self._parent, title, label)
        if chosen and name.strip():
            self._session.do(keep_template(name))

    def ask_target(self) -> None:
        """Ask where the template goes, then write it."""
        language = language_of(self._parent)
        kinds = render(msg("view_report.template_kinds", patterns=f"*{_ENDING}"), language)
        title = render(msg("view_report.template_file"), language)
        path, _kind = ask_new_file(self._parent, "templates", title, f"report{_ENDING}", kinds)
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> None:
        """Write the report as a template of other projects."""

        def work(_job: object) -> object:
            return self._session.fetch(lambda project: _write(project, path))

        def done(_: object) -> None:
            self._session.exported.emit(msg("cli.exported", path=path.name), path)

        self._session.job(msg("view_report.exporting"), work, done, owner=self._parent)


def _own_templates(project: Project) -> list[tuple[str, str, Blocks]]:
    made = [template(project, name) for name in _own_names(project)]
    return [(one.name, one.layout, [(block.kind, block.content) for block in one.blocks]) for one in made]


def _own_names(project: Project) -> list[str]:
    return [one for one in names(project) if one not in NAMES]


def _template(name: str, project: Project) -> tuple[Any, list[str]]:
    return template(project, name), [one.id for one in saved_analyses(project)]


def _write(project: Project, path: Path) -> None:
    export_template(project, path, overwrite=True)  # the file dialog has asked
