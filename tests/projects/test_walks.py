# SPDX-License-Identifier: MIT
"""A code applied, a survey stored, a setting and a report that leaves ask the database nothing twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis.report import FigureBlock, Methods, Report, TableBlock
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from projects import export_gate
from projects.datasets.add_dataset import accepted, import_action
from projects.intake.survey_import import import_survey
from projects.interviews.queries import load_document
from projects.interviews.segments import apply_code
from projects.store.actions import Action
from projects.store.project import Project
from tests.projects.datasets.test_stored_table import counted
from tests.projects.interviews.conftest import project
from wording import msg

__all__ = ["project"]

# Asked again because the answer may be another: how far the journal is before an action and after it, and the head
# that is printed in a file and the one that the next line of history stands on.
ASKED_AGAIN = (
    "SELECT seq FROM sqlite_sequence",
    "SELECT seq, hash FROM action ",
    "SELECT * FROM data_table ORDER BY number",  # an import: of the tables before it, and with its own
)


@contextmanager
def nothing_twice(opened: Project) -> Iterator[None]:
    """No SELECT with the same values twice; triggers repeat the statement that fires them, so writes do not count."""
    with counted(opened) as found:
        yield
    twice = {sql: n for sql, n in found.items() if n > 1 and sql.startswith(("SELECT", "WITH"))}
    assert {sql: n for sql, n in twice.items() if not sql.startswith(ASKED_AGAIN)} == {}
    assert all(n == 2 for n in twice.values()), twice


def test_a_code_is_applied(project: Project) -> None:
    code = str(project.query("SELECT id FROM code WHERE key = 'MEA.DEBT'")[0]["id"])
    with nothing_twice(project):
        document = load_document(project, "1").document
    with nothing_twice(project):
        project.do(apply_code(code, document, [(30, 40)], coder="Ana"))
    with nothing_twice(project):
        project.do(apply_code(code, document, [(50, 60), (70, 80)], coder="Ana", memo="both"))


def test_a_survey_is_stored(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "survey.csv"
    rows = (f"{at},{'mf'[at % 2]},{20 + at % 40},{'yes' if at % 9 else 'no'}" for at in range(60))
    path.write_text("\n".join(["id,sex,age,agreed", *rows]), encoding="utf-8")
    read = import_survey(path)
    (table,) = read.tables
    consent = next(one for one in table.variables if one.name == "agreed")
    yes = next(one.id for one in consent.choices if one.code == "yes")
    kept = accepted(read, consents={table.id: (consent.id, (yes,))})
    with nothing_twice(project):
        done = project.do(import_action(kept, path.read_bytes(), file_name=path.name))
    assert done.result.without_consent == 7


def test_a_report_leaves(project: Project, tmp_path: Path) -> None:
    cells = [(40, 0.6), (30, 0.4)]
    rows = tuple(
        Row(f"c{at}", f"Answer {at}", (Cell(p, n=n, base=70, unit=Unit.SHARE),)) for at, (n, p) in enumerate(cells)
    )
    table = TableSpec("t", "Which?", None, None, (Column("total", "All", base=70),), rows, base=70)
    report = Report("R", (TableBlock(table), FigureBlock(FigureSpec("f", table, Chart.BARS, "Which?")), Methods()))
    with nothing_twice(project):
        export_gate.export_report(project, report, tmp_path / "r.docx", language="en")


def test_a_setting_is_read_once_and_every_change_of_it_is_seen(project: Project) -> None:
    with counted(project) as found:
        assert [project.setting("colours", ["none"]) for _ in range(3)] == [["none"]] * 3
    assert sum(found.values()) == 1
    project.set_setting("colours", ["red"])
    project.setting("colours").append("the caller's own")
    assert project.setting("colours") == ["red"]

    def perform(transaction: object) -> str:
        transaction.set_setting("colours", ["blue"])  # type: ignore[attr-defined]
        return str(project.setting("colours"))

    assert project.do(Action("test.colours", msg("data.erase.link"), perform)).result == "['blue']"
    before = project.head
    project.undo()
    assert project.setting("colours") == ["red"]
    assert project.head != before
