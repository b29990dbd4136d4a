# SPDX-License-Identifier: MIT
"""`queries`: saved queries over codings: list them, keep one, run one or an unsaved one, remove one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.masking import Destination
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.declarations.records import Options
    from projects.store import Project

_ASKED = {"codes": "variable", "with": "with_codes", "without": "without_codes", "also": "also_codes", "cases": "cases",
          "documents": "documents", "speaker": "speaker", "group": "in_group", "coder": "coder"}  # fmt: skip
_SHOWN = ("listing", "sort", "page", "quotes", "each", "pick", "around", "picked")
_LONGEST = 100


def arguments(parser: Arguments) -> None:
    """What `queries` takes."""
    from analysis.codings.options import SORTS, STANDING  # more of the program: not at start

    parser.project()
    for name in (*_ASKED, "save", "run", "remove", "out"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--relation", choices=STANDING)
    parser.add_argument("--within", type=int)
    parser.add_argument("--also-relation", choices=STANDING)
    parser.add_argument("--also-within", type=int)
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--listing", choices=("all", "quotes"), default="all")
    parser.add_argument("--sort", choices=SORTS)
    for name in ("page", "quotes", "each", "around"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--pick", choices=("typical", "first"))
    parser.add_argument("--picked")
    parser.add_argument("--overwrite", action="store_true")
    parser.add_argument("--destination", choices=[one.value for one in Destination], default=Destination.INSIDE.value)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Keep, remove, run or list."""
    from projects.findings.saved_queries import keep_query, saved_queries  # numpy, 80 ms: not at start
    from projects.interviews.notes import delete_query  # more of the program: not at start

    with open_project(options, terminal) as project:
        asked = _query(options)
        if options.remove:
            found = [one for one in saved_queries(project) if one.name.casefold() == options.remove.casefold()]
            if not found:
                known = [one.name for one in saved_queries(project)]
                raise Problem(msg("problem.no_query", query=options.remove, known=known))
            terminal.say(project.do(delete_query(found[0].id)).message)
        elif options.save:
            terminal.say(project.do(keep_query(options.save, asked, coder=project.user)).message)
        elif options.run or asked:
            _run(project, {**asked, **({"saved": options.run} if options.run else {})}, options, terminal)
        else:
            for one in saved_queries(project):
                terminal.say(msg("queries.line", name=one.name, coder=one.coder or "–"))
            terminal.say(msg("queries.count", n=len(saved_queries(project))))
    return 0


def _query(options: argparse.Namespace) -> Options:
    """The query that was written, as the analysis `segments` takes it."""
    asked = {option: getattr(options, name) for name, option in _ASKED.items()}
    asked |= {"relation": options.relation, "within": options.within}
    asked |= {"also_relation": options.also_relation, "also_within": options.also_within}
    asked |= {"children": False} if options.own else {}
    return {name: value for name, value in asked.items() if value is not None}


def _run(project: Project, asked: Options, options: argparse.Namespace, terminal: Terminal) -> None:
    """Run a query; print its first segments, or write its list inside the team."""
    from analysis.analyses import run as run_analysis  # more of the program: not at start
    from analysis.codings.records import CODINGS  # more of the program: not at start
    from analysis.codings.segments import PAGE  # numpy, 80 ms: not at start
    from projects import export_gate  # cryptography, 10 ms: not at start
    from projects.results.plan_run import all_codings, read_study  # numpy, 80 ms: not at start

    if not all_codings(project):
        raise Problem(msg("problem.no_interviews"))
    shown = {name: getattr(options, name) for name in _SHOWN if getattr(options, name) is not None}
    whole = {"page": 0} if options.out and options.page is None else {}
    result: AnalysisResult = run_analysis("segments", read_study(project, CODINGS, ()), {**asked, **whole, **shown})
    table = result.tables[0]
    terminal.say(table.subtitle or table.title)
    if options.out:
        path = Path(options.out)
        said = {"language": terminal.language, "overwrite": options.overwrite}
        export_gate.export_tables(project, [table], path, destination=Destination(options.destination), **said)
        terminal.say(msg("cli.exported", path=str(path)))
        return
    for row in table.rows[:PAGE]:
        cells = [render(cell.text, terminal.language) for cell in row.cells if cell.text is not None]
        line = " | ".join([render(row.label, terminal.language), *cells])
        terminal.line(line if len(line) <= _LONGEST * 4 else line[: _LONGEST * 4] + "…")
    for note in table.notes:
        terminal.say(note)
