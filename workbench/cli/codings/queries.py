# SPDX-License-Identifier: MIT
"""`queries`: saved queries over codings: list, keep, run or remove one; the segments behind a cell of a table."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.analyses import declaration, declarations
from analysis.codings.cell_segments import cell_named, segments_behind
from analysis.codings.options import QUERY_RELATIONS, SORTS, UNITS
from analysis.codings.records import CODINGS
from analysis.codings.segments import query_words
from analysis.masking import Destination
from projects import export_gate
from projects.findings.coded_frames import keep_query, saved_queries
from projects.interviews.codes import stored_codebook
from projects.interviews.notes import delete_query
from projects.results.plan_run import all_codings, all_tables, read_study, variables_of
from projects.results.plans import Plan, PlanRow
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.export_pages import clear, clearing_arguments, tell_names
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.declarations.records import Options
    from projects.store import Project

_ASKED = {"codes": "variable", "with": "with_codes", "without": "without_codes", "also": "also_codes", "cases": "cases",
          "documents": "documents", "speaker": "speaker", "group": "in_group", "coder": "coder"}  # fmt: skip
_SHOWN = ("listing", "by", "sort", "page", "quotes", "each", "pick", "around", "picked")
_LONGEST = 100


def arguments(parser: Arguments) -> None:
    """What `queries` takes."""
    parser.project()
    for name in (*_ASKED, "by", "save", "run", "remove", "out", "row", "column"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--behind", choices=_with_segments(), metavar="ANALYSIS")
    parser.add_argument("--relation", choices=QUERY_RELATIONS)
    parser.add_argument("--within", type=int)
    parser.add_argument("--unit", choices=UNITS)
    parser.add_argument("--also-relation", choices=QUERY_RELATIONS)
    parser.add_argument("--also-within", type=int)
    parser.add_argument("--own", action="store_true")
    parser.add_argument("--listing", choices=("all", "quotes"), default="all")
    parser.add_argument("--sort", choices=SORTS)
    for name in ("page", "quotes", "each", "around"):
        parser.add_argument(f"--{name}", type=int)
    parser.add_argument("--pick", choices=("typical", "first"))
    parser.add_argument("--picked")
    parser.add_argument("--overwrite", action="store_true")
    parser.destination()
    clearing_arguments(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Keep, remove, run or list."""
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
        elif options.behind:
            ids = _behind(project, options)
            _run(project, {}, options, terminal, picked=ids)
        elif options.run or asked or _asks_for_all(options):
            _run(project, {**asked, **({"saved": options.run} if options.run else {})}, options, terminal)
        else:
            _list(project, terminal)
    return 0


def _list(project: Project, terminal: Terminal) -> None:
    """Each saved query with who keeps it and what it asks, then how many there are."""
    book, kept = stored_codebook(project), saved_queries(project)
    names = {code.id: book.told_apart(code) for code in book}
    for one in kept:
        asked = query_words(one.options, names)
        terminal.say(msg("queries.line", name=one.name, coder=one.coder or "–", asked=asked))
    terminal.say(msg("queries.count", n=len(kept)))


def _asks_for_all(options: argparse.Namespace) -> bool:
    """Whether only the order, a page, a file of segments is asked for: of all there are."""
    said = [getattr(options, name) is not None for name in _SHOWN if name != "listing"]
    return any(said) or bool(options.out) or options.listing != "all"


def _query(options: argparse.Namespace) -> Options:
    """The query that was written, as the analysis `segments` takes it."""
    asked = {option: getattr(options, name) for name, option in _ASKED.items()}
    asked |= {"relation": options.relation, "within": options.within}
    asked |= {"also_relation": options.also_relation, "also_within": options.also_within}
    asked |= {"children": False} if options.own else {}
    return {name: value for name, value in asked.items() if value is not None}


def _with_segments() -> list[str]:
    """The analyses from whose cells a list of segments can be reached."""
    return [one.id for one in declarations() if one.behind]


def _behind(project: Project, options: argparse.Namespace) -> list[str]:
    """The ids of the segments that a cell of an analysis counts. Raises Problem."""
    from analysis.analyses import run as run_analysis  # more of the program: not at start
    from projects.results.plan_run import resolve  # as above

    if not options.row:
        raise Problem(msg("queries.behind_row"))
    given = {"column": getattr(options, "with"), "relation": options.relation, "within": options.within,
             "document": options.documents, "coder": options.coder, "cases": options.cases,
             "children": "no" if options.own else None, "unit": options.unit}  # fmt: skip
    declared = declaration(options.behind)
    known = {option.name for option in declared.options}
    row = PlanRow(
        declared.id, options.codes or "", by=options.by or "", line=1,
        options={name: str(value) for name, value in given.items() if value is not None and name in known},
    )  # fmt: skip
    (planned,) = resolve(Plan("", (row,)), all_tables(project))
    table = next(one for one in all_tables(project) if one.id == planned.table)
    columns = sorted(variables_of(planned.declaration, planned.options, table)) if declared.with_codings else ()
    beside = [planned.options] if declared.with_codings else None
    study: Any = read_study(project, planned.table, columns, beside=beside)
    result = run_analysis(planned.declaration, study, planned.options)
    cell = cell_named(result.tables, options.row, options.column or "")
    return segments_behind(study.codings if declared.with_codings else study, declared, planned.options, *cell)


def _run(
    project: Project, asked: Options, options: argparse.Namespace, terminal: Terminal, picked: list[str] | None = None
) -> None:
    """Run a query, or list the segments `picked`; print a page or all of it, or write the list inside the team."""
    from analysis.analyses import run as run_analysis  # more of the program: not at start

    if not all_codings(project):
        raise Problem(msg("problem.no_interviews"))
    shown = {name: getattr(options, name) for name in _SHOWN if getattr(options, name) is not None}
    if picked is not None:
        shown["picked"] = "; ".join(picked or ["0"])  # a cell without segments: none, not all
    whole = {"page": 0} if options.out and options.page is None else {}
    result: AnalysisResult = run_analysis("segments", read_study(project, CODINGS, ()), {**asked, **whole, **shown})
    table = result.tables[0]
    terminal.say(table.subtitle or table.title)
    if options.out:
        path = Path(options.out)
        said = {"language": terminal.language, "overwrite": options.overwrite}
        done = export_gate.export_tables(project, [table], path, destination=Destination(options.destination), **said)
        tell_names([done], terminal)
        clear(project, [path], options, terminal, [table])
        terminal.say(msg("cli.exported", path=str(path)))
        return
    for row in table.rows:
        cells = [render(cell.text, terminal.language) for cell in row.cells if cell.text is not None]
        line = " | ".join([render(row.label, terminal.language), *cells])
        terminal.line(line if len(line) <= _LONGEST * 4 else line[: _LONGEST * 4] + "…")
    for note in table.notes:
        terminal.say(note)
