# SPDX-License-Identifier: MIT
"""Steps on results: analyses kept, changed and planned, blocks of the report."""

from __future__ import annotations

import json
import random
import tempfile
from pathlib import Path
from typing import Any

from analysis.masking import Destination
from analysis.withholding.earlier_releases import Released
from projects import release_queries
from projects.pages import report_composition, templates
from projects.pages.office_style import keep_style
from projects.pages.page_options import choose_readers
from projects.results import saved_results
from projects.results.release_withdrawal import record_never_shared, record_passed_on
from projects.store.project import Project
from tests.benchmarks.steps.common import Step, ids, text
from wording import Labels, msg
from workbench.analysis.actions import analysis_changes
from workbench.results.current_analysis import CurrentAnalysis, current_analysis_of

MANY = 5


def _wanted(project: Project, chance: random.Random) -> tuple[str, str, dict[str, Any]]:
    table = chance.choice(ids(project, "data_table"))
    kind, options = chance.choice((("proportions", {"variable": "v4"}), ("means", {"variable": "v2"})))
    return kind, table, {**options, "level": chance.choice((0.8, 0.9, 0.99))}


def _analysis(project: Project, chance: random.Random) -> saved_results.SavedAnalysis:
    return chance.choice(saved_results.saved_analyses(project))


def _block(project: Project, chance: random.Random) -> saved_results.ReportBlock:
    return chance.choice(saved_results.report_blocks(project))


def keep(project: Project, chance: random.Random) -> None:
    """Keep an analysis."""
    kind, table, options = _wanted(project, chance)
    project.do(analysis_changes.keep(CurrentAnalysis(kind, table, options)))


def plan_one(project: Project, chance: random.Random) -> None:
    """Let the plan run an analysis."""
    project.do(analysis_changes.to_plan(current_analysis_of(_analysis(project, chance))))


def plan_file(project: Project, chance: random.Random) -> None:
    """Keep the rows of a plan file."""
    project.do(saved_results.add_plan("plan.csv", [_wanted(project, chance) for _ in (2, 3)]))


def to_report(project: Project, chance: random.Random) -> None:
    """Put an analysis with its figure in the report."""
    present = current_analysis_of(_analysis(project, chance))
    project.do(analysis_changes.to_report(present, f"Result {chance.random()}", figure=chance.random() < 0.5))


def change_analysis(project: Project, chance: random.Random) -> None:
    """Another option and another title."""
    one = _analysis(project, chance)
    options = {**one.options, "level": chance.choice((0.8, 0.9, 0.95))}
    project.do(saved_results.change_analysis(one.id, options=options, title=f"Title {chance.random()}"))


def move_analysis(project: Project, chance: random.Random) -> None:
    """To another place of the list."""
    project.do(saved_results.move_analysis(_analysis(project, chance).id, None))


def delete_analysis(project: Project, chance: random.Random) -> None:
    """An analysis leaves, with its blocks."""
    if len(ids(project, "saved_analysis")) > MANY:
        project.do(saved_results.delete_analysis(_analysis(project, chance).id))


def add_block(project: Project, chance: random.Random) -> None:
    """A heading, a paragraph, the methods."""
    kind, content = chance.choice(
        (
            ("title", {"text": str(Labels({"en": "Report"}).by_language["en"])}),
            ("heading", {"text": f"Part {chance.random()}", "level": 1}),
            ("paragraph", {"text": text(chance)}),
            ("methods", {}),
        )
    )
    project.do(saved_results.add_block(kind, content))


def change_block(project: Project, chance: random.Random) -> None:
    """Other words."""
    block = _block(project, chance)
    project.do(saved_results.change_block(block.id, {**block.content, "text": text(chance)}))


def move_block(project: Project, chance: random.Random) -> None:
    """To another place of the report."""
    block, before = _block(project, chance), _block(project, chance)
    project.do(saved_results.move_block(block.id, before.id if before.id != block.id else None))


def delete_block(project: Project, chance: random.Random) -> None:
    """A block leaves."""
    if len(ids(project, "report_block")) > MANY:
        project.do(saved_results.delete_block(_block(project, chance).id))


def start_report(project: Project, chance: random.Random) -> None:
    """The report begins anew from a template."""
    name = chance.choice(templates.NAMES)
    project.do(templates.start_report(templates.template(project, name), ids(project, "saved_analysis")))


def add_tile(project: Project, chance: random.Random) -> None:
    """A number among the tiles."""
    found = next((one for one in saved_results.report_blocks(project) if one.kind == "tiles"), None)
    shown = [] if found is None else list(found.content.get("figures") or ())
    key = f"reach.t1.kind_{chance.randrange(99)}.contacts"
    if key not in shown and len(shown) < report_composition.MOST_TILES:
        project.do(report_composition.add_tile(key, text(chance)[:40], shown))


def keep_template(project: Project, chance: random.Random) -> None:
    """The report is kept as a template."""
    project.do(templates.keep_template(f"Ours {chance.randrange(3)}"))


def release(project: Project, chance: random.Random) -> None:
    """A file leaves for partners."""
    readers = release_queries.readers_of(project, Destination.PARTNER)
    readers.known = Released({"#0/0/0": 7 + chance.randrange(9)}, own=readers.own)
    told = msg("export.file", file="t.csv", destination="", seq=0, head="")
    release_queries.log_release(project, "export.tables", told, Destination.PARTNER, readers)


def never_left(project: Project, chance: random.Random) -> None:
    """A released file is said never to have left."""
    sent = [one for one in release_queries.releases(project) if not one.never_left]
    project.do(record_never_shared(project, chance.choice(sent).number, text(chance)))


def pass_on(project: Project, chance: random.Random) -> None:
    """A file for the team leaves, and is passed on to partners or the public."""
    readers = release_queries.readers_of(project, Destination.INSIDE)
    readers.known = Released({"#0/0/0": 7 + chance.randrange(9)}, own=readers.own)
    told = msg("export.file", file="team.csv", destination="", seq=0, head="")
    release_queries.log_release(project, "export.tables", told, Destination.INSIDE, readers)
    sent = [one for one in release_queries.releases(project) if one.destination is Destination.INSIDE]
    to = chance.choice((Destination.PARTNER, Destination.PUBLIC))
    project.do(record_passed_on(project, sent[0].number, to))


def read_by(project: Project, chance: random.Random) -> None:
    """The report is for other readers."""
    project.do(choose_readers(chance.choice(tuple(Destination))))


def keep_several(project: Project, chance: random.Random) -> None:
    """Several analyses are kept as one change."""
    project.do(saved_results.add_analyses([_wanted(project, chance) for _ in range(2)]))


def wear_style(project: Project, chance: random.Random) -> None:
    """Pages take the office's look, or are plain."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "style.json"
        path.write_text(json.dumps({"office": text(chance)[:40]}), encoding="utf-8")
        project.do(keep_style(chance.choice((path, None))))


STEPS: tuple[Step, ...] = (
    wear_style, release, never_left, pass_on, read_by, keep_several,
    keep, keep, plan_one, plan_file, to_report, change_analysis, move_analysis,
    delete_analysis,
    add_block, add_block, change_block, move_block, delete_block, start_report, keep_template,
    add_tile,
)  # fmt: skip
