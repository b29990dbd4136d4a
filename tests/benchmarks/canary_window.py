# SPDX-License-Identifier: MIT
"""A whole workflow in the real application with canaries everywhere.

`python -m tests.benchmarks.canary_window HOME [again]` starts it.

HOME/sources holds the files brought in (clear by their nature), HOME/exports what is exported (meant to be read).
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

import workbench.app
from analysis.records import Choice, Kind, Level, Role, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.corrections.kind_actions import confirm_content
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.derived.recipe_kinds import regrouped
from projects.datasets.table.filters import HasText
from projects.datasets.table.roles import set_role
from projects.imported.records import ImportedData, ImportedTable
from projects.search.index import search_project
from projects.stored_tables.cells import DatasetCell
from tests.benchmarks import workload
from tests.benchmarks.canaries import ANSWER, CODE, LATER, LINKED, LISTED, NAME, PASSPHRASE, PERSON, PHONE, USER
from tests.benchmarks.window_work import Condition, Driver
from wording import Labels
from workbench.shell.window import MainWindow

PROJECT = f"Study {NAME}"


def put_sources(home: Path) -> None:
    """The files that are brought in."""
    (home / "sources").mkdir()
    (home / "exports").mkdir()
    said = "".join(f"P1: {NAME} said {ANSWER} number {n}.\n\nInterviewer: And then?\n\n" for n in range(40))
    (home / "sources" / "talk.txt").write_text(said, encoding="utf-8")
    rows = "".join(f"{n},{LINKED} {n},{PHONE},{20 + n},site {n % 3},{ANSWER} {n}\n" for n in range(30))
    (home / "sources" / "visits.csv").write_text("number,name,phone,age,site,remark\n" + rows, encoding="utf-8")


class CanaryDriver(Driver):
    """Does the workflow once."""

    def __init__(self, home: Path, again: str) -> None:
        super().__init__(home / f"{PROJECT}.pwb", 1, "0")
        self._home, self._again = home, again

    def _whole(self) -> Iterator[Condition]:
        yield self._found_window
        window = self.window
        assert window is not None
        self._doing = "canaries"
        if self._again:
            yield from self._unlocked(window)
            _end_a_copy()
            window.close()
            return
        window.session.bug.connect(self._bug)
        for part in (self._made, self._interview, self._survey, self._listed, self._results, self._rest):
            self._doing = part.__name__
            yield from part(window)
        window.table.run("project.guard.lock")
        yield lambda: False

    def _made(self, window: MainWindow) -> Iterator[Condition]:
        window.table.run("project.start.new")
        page = window.new_page
        page.place.setText(str(self._home))
        for field, text in (
            (page.name, PROJECT),
            (page.user, USER),
            (page.first, PASSPHRASE),
            (page.second, PASSPHRASE),
        ):
            QTest.keyClicks(field, text)
        page.create_button.click()
        yield lambda: window.session.is_open and bool(window.rooms) and not window.building

    def _interview(self, window: MainWindow) -> Iterator[Condition]:
        window.show_room("interviews")
        room: Any = window.rooms["interviews"]
        room.acts.imports.bring([self._home / "sources" / "talk.txt"])
        yield lambda: room.state.loaded is not None
        room.acts.coding_actions.add_code(CODE)
        yield lambda: len(room.state.codebook) > 0
        code = next(iter(room.state.codebook)).id
        room.acts.coding_actions.set_keywords(code, "en", [ANSWER])
        yield lambda: any(any(words) for one in room.state.codebook for words in one.keywords.values())
        room.transcript.select(4, 24)
        yield lambda: True
        room.acts.coding.apply_code(code, (4, 24))
        yield lambda: bool(room.transcript.marks.all)
        room.right.segment.memo_written.emit(room.transcript.marks.all[0].id, f"{NAME} {ANSWER}")
        room.acts.suggesting.suggest_here()
        yield lambda: True
        document = room.state.document_id()
        room.acts.coding_actions.set_case(document, NAME)
        room.acts.coding_actions.document_memo(document, ANSWER)
        room.acts.coding_actions.set_consent(document, "quotation", True)
        yield lambda: True
        room.acts.navigation.open_find()
        QTest.keyClicks(room.centre.find_bar.findChild(QLineEdit), ANSWER)
        yield lambda: True
        window.summon_palette()
        QTest.keyClicks(window.top.field, NAME)
        yield lambda: True
        QTest.keyClick(window.top.field, Qt.Key.Key_Escape)
        room.transcript.copy()
        yield lambda: True

    def _survey(self, window: MainWindow) -> Iterator[Condition]:
        window.show_room("data")
        room: Any = window.rooms["data"]
        room.acts.imports.begin(self._home / "sources" / "visits.csv")
        yield room.import_page.is_read
        for number in ("v2", "v3"):
            room.import_page.guesses.said.roles["t1", number] = Role.IDENTIFIER
        room.import_page.take.click()
        yield lambda: room.state.view is not None
        table = room.state.table()
        for name, value, why in (("remark", f"{ANSWER} again", NAME), ("name", f"{LINKED} once more", "spelling")):
            room.acts.cell_editing.propose(3, table.named(name).id, DatasetCell(value))
            yield lambda: room.right.currentWidget() is room.right.change_panel
            room.right.change_panel.reason.setText(why)
            QTest.keyClick(room.right.change_panel.reason, Qt.Key.Key_Return)
            yield lambda: room.right.currentWidget() is not room.right.change_panel
        room.acts.sort_and_filter.add_filter(HasText(table.named("remark").id, ANSWER))
        yield lambda: True
        room.acts.sort_and_filter.copy()
        yield lambda: True

    def _listed(self, window: MainWindow) -> Iterator[Condition]:
        """A form whose answers are names: one question an identifier from the first, one made so later."""
        done: list[str] = []
        window.session.ask(_bring_listed, done.append)
        yield lambda: bool(done)
        window.session.ask(lambda project: bool(search_project(project, ANSWER)))
        for role in (Role.IDENTIFIER, Role.ORDINARY, Role.IDENTIFIER):
            window.session.ask(lambda project, role=role: project.do(set_role(done[0], "v2", role)))
        window.session.ask(lambda project: (project.undo(), project.undo(), project.redo(), project.redo()))
        yield lambda: True

    def _results(self, window: MainWindow) -> Iterator[Condition]:
        window.show_room("analysis")
        room: Any = window.rooms["analysis"]
        yield lambda: bool(room.state.tables)
        table = next(iter(room.state.tables.values()))
        confirmed: list[object] = []
        if table.named("site").content_unconfirmed:  # its figure may leave only then
            names = confirm_content(table.id, [table.named("site").id])
            window.session.ask(lambda project: project.do(names), confirmed.append)
            yield lambda: bool(confirmed)
        room.acts.front.begin("means", {"variable": table.named("age").id, "by": table.named("site").id}, table.id)
        yield lambda: not room.state.computing and room.state.outcome is not None
        room.acts.results.set_title(f"Ages of {NAME}")
        for command in ("keep.keep", "keep.plan", "keep.report"):
            window.table.run(f"analysis.{command}")
            yield lambda: not room.state.computing
        room.acts.exports.draw_figure(self._home / "exports" / "figure.png")
        yield lambda: (self._home / "exports" / "figure.png").exists()
        window.show_room("report")
        report: Any = window.rooms["report"]
        yield report.is_ready
        report.acts.add("paragraph")
        yield report.is_ready
        block = report.state.composed.blocks[-1]
        report.acts.change(block.id, {**block.content, "text": f"{NAME} said {ANSWER}"})
        yield report.is_ready
        report.report_export.write_file(self._home / "exports" / "report.docx", report.report_export._write_report)
        yield lambda: (self._home / "exports" / "report.docx").exists()

    def _rest(self, window: MainWindow) -> Iterator[Condition]:
        window.show_room("history")
        history: Any = window.rooms["history"]
        history.line.name.setText(f"before {ANSWER}")
        QTest.keyClick(history.line.name, Qt.Key.Key_Return)
        yield lambda: True
        for command in ("edit.undo", "edit.redo", "view.look.language", "safety.snapshot", "safety.check"):
            window.table.run(command)
            yield lambda: True
        window.session.ask(lambda project: project.keys.add_passphrase(PERSON, PASSPHRASE + PERSON, link=True))
        yield lambda: True
        window.session.ask(lambda project: project.keys.new_key())
        yield lambda: True
        window.session.ask(lambda project: _packed(project, self._home / "handover.pwbz"))
        yield lambda: True
        try:
            raise ValueError(f"{NAME} {ANSWER}")
        except ValueError as bug:
            window.report_bug(bug)
        yield lambda: True
        window.show_room("interviews")
        room: Any = window.rooms["interviews"]
        room.acts.navigation.write_memo()  # typed, and locked before it is stored: a draft
        memo = room.right.document.memo if room.right.document.memo.isVisible() else room.right.segment.memo
        QTest.keyClicks(memo, f"draft of {NAME} {ANSWER}")
        yield lambda: True

    def _unlocked(self, window: MainWindow) -> Iterator[Condition]:
        page = window.unlock_page
        yield lambda: page.folder is not None
        for words in (f"{PASSPHRASE} {PERSON}", PASSPHRASE):
            page.passphrase.clear()
            QTest.keyClicks(page.passphrase, words)
            QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
            yield lambda: page.button.isEnabled() or window.session.is_open
        yield lambda: window.session.is_open and bool(window.rooms) and not window.building
        window.show_room("interviews")
        room: Any = window.rooms["interviews"]
        yield lambda: room.state.loaded is not None


def _bring_listed(project: Any) -> str:
    """The id of a table of two questions with a form's answers, a group made of one of them, a condition on it."""
    known = []
    for number, (name, word, role) in enumerate(
        (("guide", LISTED, Role.IDENTIFIER), ("helper", LATER, Role.ORDINARY)), start=1
    ):
        choices = tuple(Choice(f"c{n}", f"{word.lower()}_{n}", Labels({"en": f"{word} {n}"})) for n in (1, 2))
        known.append(Variable(f"v{number}", name, Labels({"en": name}), Kind.ONE, Level.NOMINAL, role, choices))
    asked = f"${{helper}} = '{LATER.lower()}_1' and ${{guide}} != '{LISTED.lower()}_2'"
    known.append(Variable("v3", "paid", Labels({"en": "paid"}), Kind.INTEGER, Level.INTERVAL, relevant=asked))
    answers = {name: pa.array(["c1", "c2"]).dictionary_encode() for name in ("v1", "v2")} | {"v3": pa.array([1.0, 2.0])}
    table = ImportedTable("t1", "helpers", Labels({"en": "helpers"}), tuple(known), answers, {}, 2, unit="visit")
    form = f"{LISTED} {LATER}".encode()
    action = import_action(
        ImportedData("csv", "helpers", (table,), (), ("en",)), form, file_name="helpers.csv", form=form,
        form_name="form.xlsx",
    )  # fmt: skip
    made = str(project.do(action).result.tables["t1"])
    recipe = regrouped(known[1], {"c1": f"{LATER} and others"}, "en")
    project.do(add_derived(made, "grouped", Labels({"en": "grouped"}), recipe.steps, recipe.choices))
    return made


def _packed(project: Any, target: Path) -> None:
    from projects.store.backup.handover_file import pack

    with target.open("w+b") as stream:
        pack(project, stream)


def _end_a_copy() -> None:
    """End a copy of this process by SIGABRT, with all it holds: a core file of it would show the open project."""
    process = os.fork()
    if not process:
        os.abort()
    assert os.waitpid(process, 0)[1] & 0x7F == signal.SIGABRT


def main(home: str, again: str = "") -> int:
    """Run the application under the driver; the computer allows core files, whatever it has set by itself."""
    import resource  # cores and their limits are of Linux and macOS

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    workload.quick_keys()
    random.seed(1)
    application = workbench.app.make_application()
    driver = CanaryDriver(Path(home), again)

    def begin_again(folder: Path) -> int:
        del folder
        os.execv(sys.executable, [sys.executable, "-P", "-m", "tests.benchmarks.canary_window", home, "again"])

    workbench.app.start_again = begin_again
    status = workbench.app.run_window(driver.folder if again else None)
    del application, driver
    return status


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
