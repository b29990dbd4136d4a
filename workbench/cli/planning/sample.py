# SPDX-License-Identifier: MIT
"""`sample`: how many households and clusters to select, clusters drawn with a kept seed, the sheet for the field."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.analyses import declaration
from analysis.analyses.sample_size import sample_size_table
from analysis.survey.calibration.frame_sheet import Selection
from analysis.writers.plain_text import table_text
from projects.export_gate import export_file
from projects.sampling.planning import draw_for, fresh_seed, plan_sample, sheet_notes, strata_of_list
from projects.sampling.saved_sampling import draw_notes, keep_draw, keep_sheet, kept_sheet
from projects.sampling.sheet_files import read_clusters_file, read_strata_file, write_sheet
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.survey.calibration.frame_sheet import Sheet
    from projects.sampling.saved_sampling import KeptDraw
    from projects.store import Project

_NUMBERS = {"proportion": 0.5, "precision": 0.05, "level": 0.95, "deff": 1.5, "response": 0.95}


def arguments(parser: Arguments) -> None:
    """What `sample` takes."""
    parser.project()
    parser.add_argument("out")
    for name, default in _NUMBERS.items():
        parser.add_argument(f"--{name}", type=float, default=default)
    parser.add_argument("--icc", type=float)
    parser.add_argument("--per-cluster", type=int, default=0)
    parser.add_argument("--allocation", choices=("each", "proportional", "equal", "neyman", "power"), default="each")
    parser.add_argument("--population", type=float)
    parser.add_argument("--strata")
    parser.add_argument("--clusters")
    parser.add_argument("--selection", choices=("pps", "srs", "all"), default="pps")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--replacements", type=int, default=0)
    parser.add_argument("--overwrite", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Plan, draw where there is a list of clusters, keep it in the project, and write the sheet."""
    out = Path(options.out)
    if out.suffix.lower() != ".xlsx":
        raise Problem(msg("sampling.out_kind", file=out.name))
    if out.exists() and not options.overwrite:  # before anything is drawn
        raise Problem(msg("export.exists", file=out.name))
    if not out.parent.is_dir():
        raise Problem(msg("export.no_folder", folder=out.parent.name or str(out.parent)))
    listed = read_clusters_file(existing_file(options.clusters)) if options.clusters else ()
    asked = _options(options, strata_of_list(listed) if listed else [])
    sheet, _, _ = plan_sample(asked)
    if not sheet.strata:
        raise Problem(msg("sampling.no_population"))
    kept = None
    if listed:
        seed = options.seed if options.seed is not None else fresh_seed()
        kept = draw_for(
            sheet, listed, Selection(options.selection), seed, max(options.replacements, 0), options.per_cluster
        )
    with open_project(options, terminal) as project:
        action = keep_draw(kept, sheet, asked) if kept is not None else keep_sheet(sheet, asked)
        changes = project.do(action)
        drawn = kept_sheet(project) if kept is not None else None
        terminal.line(table_text(_table(asked, drawn), terminal.language))
        terminal.say(changes.message)
        if options.per_cluster and not any(row.clusters_in_frame for row in sheet.strata):
            terminal.say(msg("sampling.clusters_not_counted"))
        for note in draw_notes(kept) if kept is not None else ():
            terminal.say(note)
        _write(project, out, terminal, options.overwrite, asked, kept)
    terminal.say(msg("cli.exported", path=str(out)))
    return 0


def _options(options: argparse.Namespace, strata: list[Any]) -> dict[str, Any]:
    """What is asked, as the declared analysis takes it."""
    if options.strata:
        strata = read_strata_file(existing_file(options.strata))
    lines = {one.name: [one.households, one.clusters, *([one.proportion] if one.proportion else [])] for one in strata}
    given = {name: getattr(options, name) for name in (*_NUMBERS, "icc", "per_cluster", "allocation")}
    return declaration("sample_size").complete({**given, "population_size": options.population, "strata": lines})


def _table(asked: Mapping[str, object], drawn: Sheet | None) -> Any:
    """What is asked for, with the households of the clusters drawn: those that stand in the sheet too."""
    return sample_size_table(asked, drawn)


def _write(
    project: Project, out: Path, terminal: Terminal, overwrite: bool, asked: dict[str, Any], kept: KeptDraw | None
) -> None:
    sheet: Sheet | None = kept_sheet(project)
    assert sheet is not None
    notes = sheet_notes(asked, kept)
    export_file(project, out, lambda stream: write_sheet(sheet, stream, terminal.language, notes), overwrite=overwrite)
