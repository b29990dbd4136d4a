# SPDX-License-Identifier: MIT
"""Freshness of the report's results: what they were worked out from has changed, and they are worked out anew."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from projects.datasets.registers.headings import proposed_register
from projects.datasets.registers.totals_rows import RowChoice, decide_rows
from projects.intake.file_intake import prepare_import
from projects.pages.page_options import PageOptions
from projects.pages.register_results import RegisterResults
from projects.registers.register_settings import set_register
from projects.results.saved_results import KeptRuns, add_block, run_saved
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import data_tables
from tests.projects.cells import change_cell
from workbench.report.preview import ResultCache
from workbench.report.view import Composition


@pytest.mark.parametrize(
    ("table", "kept"), [("segment", 0), ("consent", 0), ("framework_cell", 0), ("report_block", 1), ("memo", 1)]
)
def test_what_was_counted_before_a_coding_is_not_shown_after_it(table: str, kept: int) -> None:
    one: Any = None  # any result
    cache: Any = ResultCache({"1": one}, {"2": one})
    report: Any = SimpleNamespace(_state=SimpleNamespace(cache=cache), later=SimpleNamespace(start=lambda _ms: None))
    changes: Any = SimpleNamespace(changed={table: (1,)}, touches=lambda *tables: table in tables)
    Composition.follow(report, changes, in_sight=False)
    assert (len(report._state.cache.results), len(report._state.cache.of_blocks)) == (kept, kept)


_ACTIVITIES = """Date,Commune,Activité,Femmes,Hommes,Total
2024-01-15,Ville A,Sensibilisation,20,10,30
2024-02-11,Ville B,Sensibilisation,12,11,23
2024-03-02,Ville B,Formation,5,5,10
"""


def test_reach_that_is_kept_is_what_is_counted_anew_after_each_kind_of_change(tmp_path: Path) -> None:
    (tmp_path / "activities.csv").write_text(_ACTIVITIES, encoding="utf-8")
    report: Any = SimpleNamespace(_state=SimpleNamespace(cache=ResultCache()), later=SimpleNamespace(start=lambda _: 0))
    with Project.create(tmp_path / "Reach.pwb", "meadow kettle orbit violin", name="Reach") as project:
        project.on_written = lambda changes: Composition.follow(report, changes, in_sight=False)

        def counted() -> tuple[float, ...]:
            options = PageOptions(run=KeptRuns(report._state.cache.of_blocks))
            kept = RegisterResults(project, options, options.run).reach()
            assert kept == RegisterResults(project, options, run_saved).reach()
            tables = [one.tables[0] for by in kept.values() for name, one in by.items() if name == "kind"]
            return tuple(cell.estimate or 0 for table in tables for row in table.rows for cell in row.cells[:1])

        project.do(prepare_import(tmp_path / "activities.csv").action)
        table = data_tables(project)[0]
        register = proposed_register(table.variables)
        assert counted() == ()
        project.do(set_register(table.id, register))
        assert counted() == (1, 2)
        kind = table.named("Activité")
        project.do(change_cell(project, table.id, 2, kind.id, DatasetCell("Formation")))
        assert counted() == (2, 1)
        project.undo()
        assert counted() == (1, 2)
        project.do(decide_rows(table.id, "activities", "double", RowChoice.OUT, {1}))
        assert counted() == (1, 1)
        held = dict(report._state.cache.of_blocks)
        project.do(add_block("paragraph", {"text": "Words"}))
        assert report._state.cache.of_blocks == held != {}, "a change of wording counts nothing anew"
        project.do(set_register(table.id, None))
        assert counted() == ()
