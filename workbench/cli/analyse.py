# SPDX-License-Identifier: MIT
"""`analyse`: runs a plan file on a project and writes its tables and figures."""

from __future__ import annotations

import argparse
import re
import shlex
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.analyses import declaration, shown_python
from analysis.analyses.python_code import file_of
from analysis.free_text_tables import OPEN_MARKS
from analysis.masking import Destination
from analysis.problems import AnalysisProblem
from projects import export_gate as gate
from projects.datasets.export.codebook import gathered_codebook
from projects.export_gate import export_file, refuse_unseen
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import compose_report, plan_report
from projects.results.plan_run import all_tables, export_program_data, program_data, run_plan
from projects.results.plans import read_plan
from wording import Message, Problem, Text, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.export_pages import clear, clearing_arguments, tell_names
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.analyses import AnalysisResult
    from analysis.masking import MaskedOnce
    from analysis.records import DataTable
    from analysis.result_tables import TableSpec
    from projects.export_gate import Exported
    from projects.results.plan_run import PlannedAnalysis
    from projects.results.plans import PlanProblem
    from projects.store import Project

TABLES = ("tables.xlsx", "tables.docx")
REPORT, CODEBOOK = "report.docx", "codebook.xlsx"


def arguments(parser: Arguments) -> None:
    """What `analyse` takes."""
    parser.project()
    parser.add_argument("plan")
    parser.add_argument("--out", required=True)
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--codebook", action="store_true")
    parser.add_argument("--python", action="store_true")
    clearing_arguments(parser)
    parser.add_argument("--overwrite", action="store_true")
    parser.destination()


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Resolve the plan, run it, then write. Nothing is written when no row can be done; a row that names what is not
    there or that the data do not allow is told, its sentence stands in place of its table, and the status is 1."""
    from projects.results.plan_run import resolve  # numpy, 80 ms: not at start

    plan = read_plan(existing_file(options.plan))
    if options.python and options.destination != Destination.INSIDE.value:
        raise Problem(msg("cli.python_inside"))
    out = Path(options.out)
    with open_project(options, terminal) as project:
        refuse_unseen(project, Destination(options.destination))
        start = time.perf_counter()  # after the passphrase was typed; until the last file is written
        wrong: list[PlanProblem] = []
        planned = resolve(plan, all_tables(project), wrong)
        results = run_plan(project, planned, wrong=wrong)
        if len(wrong) == len(results):
            for problem in wrong[:-1]:
                terminal.problem(problem.message)
            raise wrong[-1]
        undecided = _undecided(results, planned, all_tables(project), options.project)
        for line in undecided:
            terminal.problem(line)
        out.mkdir(parents=True, exist_ok=True)
        said: dict[str, Any] = {"language": terminal.language, "overwrite": options.overwrite}
        said["destination"] = Destination(options.destination)
        written, shown, blocked, done = _write(project, planned, results, out, options, said)
        tell_names(done, terminal)
        for path in written:
            terminal.say(msg("cli.exported", path=str(path)))
        if options.python:
            for path in _write_programs(project, planned, out, terminal, options.overwrite):
                terminal.say(msg("cli.exported", path=str(path)))
        clear(project, written, options, terminal, shown)
        seconds = round(time.perf_counter() - start, 1)
    empty = {id(table) for table in blocked}
    without = len(wrong) + sum(all(id(table) in empty for table in result.tables) for result in results)
    counts = {"n": len(results) - without, "seconds": seconds}
    some = msg("cli.analysed_some", **counts, of=len(results), without=without)
    terminal.say(some if without else msg("cli.analysed", **counts))
    for problem in wrong:
        terminal.problem(problem.message)
    for line in _why_blocked(blocked, options.project, terminal.language):
        terminal.problem(line)
    return 1 if wrong or blocked or undecided else 0


def _undecided(
    results: list[AnalysisResult], planned: list[PlannedAnalysis], tables: Sequence[DataTable], project: str
) -> list[Message]:
    """A line for each table with numbers such as -99 of which nobody has said whether they mean no answer."""
    found: dict[str, dict[str, list[str]]] = {}
    for result, one in zip(results, planned, strict=True):
        for note in (note for table in result.tables for note in table.notes):
            if isinstance(note, Message) and note.key == OPEN_MARKS:
                found.setdefault(one.table, {})[str(note.args["variable"])] = list(note.args["marks"])
    lines = []
    for table in (one for one in tables if one.id in found):
        named = {table.variable(variable).name: ", ".join(marks) for variable, marks in found[table.id].items()}
        decided = " ".join(f"--missing-in {shlex.quote(name)} {shlex.quote(marks)}" for name, marks in named.items())
        command = f"{shlex.quote(project)} --table {shlex.quote(table.name)} {decided}"
        said = [msg("cli.marks_of", name=name, marks=marks) for name, marks in named.items()]
        lines.append(msg("cli.marks_undecided", columns=said, command=command))
    return lines


def _without_number(once: MaskedOnce, tables: list[TableSpec]) -> list[TableSpec]:
    """The tables, as they were computed, of which not one number is in the files."""
    shown = once.of(tables)[0]
    return [
        table
        for table, one in zip(tables, shown, strict=True)
        if not any(cell.estimate is not None for row in one.rows for cell in row.cells)
        and any(cell.estimate is not None for row in table.rows for cell in row.cells)
        and not table.inside_only  # lists of people's own words are for the team by their nature
    ]


def _why_blocked(blocked: list[TableSpec], project: str, language: str) -> list[Message]:
    """A line on the tables without a number: on columns of which nobody has said what stands there, and on the rest."""
    asked = [table for table in blocked if table.unconfirmed]
    names = list(dict.fromkeys(render(name, language) for table in asked for name in table.unconfirmed))
    command = " ".join([shlex.quote(project), *(f"--confirm {shlex.quote(name)}" for name in names)])
    lines = [msg("cli.no_number_unconfirmed", n=len(asked), names=names, command=command)] if asked else []
    return [*lines, *([msg("cli.no_number", n=len(blocked) - len(asked))] if len(blocked) > len(asked) else [])]


def _write(
    project: Project, planned: list[PlannedAnalysis], results: list[AnalysisResult], out: Path,
    options: argparse.Namespace, said: dict[str, Any],
) -> tuple[list[Path], Sequence[TableSpec], list[TableSpec], list[Exported]]:  # fmt: skip
    """The tables in one workbook and one document, a figure for each row that asks for one; where wished the project's
    report (one of the plan where it is empty) and codebook. What is withheld is decided once for all of them.

    The tables as they are shown come back with the files, and those of which no number is in them."""
    written: list[Path] = []
    done: list[Exported] = []
    tables = [table for result in results for table in result.tables]
    drawn = [result.figures[0].table for one, result in zip(planned, results, strict=True) if _has_figure(one, result)]
    pages = PageOptions(destination=said["destination"])
    report = compose_report(project, options=pages) if options.report else None
    if report is not None and not report.blocks:
        report = plan_report(project, planned, results, pages)
    codebook = gathered_codebook(project, destination=said["destination"]) if options.codebook else None
    reports = [] if report is None else [report]
    once = gate.mask_once(project, [*tables, *drawn], said["destination"], reports=reports, codebook=codebook)
    for name in TABLES:
        done.append(gate.export_tables(project, tables, out / name, run=once, **said))
        written.append(out / name)
    for number, (one, result) in enumerate(zip(planned, results, strict=True), start=1):
        if _has_figure(one, result):
            stem = re.sub(r"[^A-Za-z0-9_-]+", "_", one.row.id) or f"figure_{number}"
            path = out / f"{stem}.png"
            left = gate.export_figure(project, result.figures[0], path, run=once, **said)
            done.append(left)
            written += [path, *left.further]
    if report is not None:
        done.append(gate.export_report(project, report, out / REPORT, run=once, **said))
        written.append(out / REPORT)
    if codebook is not None:
        done.append(gate.export_codebook(project, out / CODEBOOK, run=once, codebook=codebook, **said))
        written.append(out / CODEBOOK)
    return written, once.shown, _without_number(once, tables), done


def _write_programs(
    project: Project, planned: list[PlannedAnalysis], out: Path, terminal: Terminal, overwrite: bool
) -> list[Path]:
    """For each row the Python that repeats it, and the file it reads; a row that cannot be done has none."""
    written: list[Path] = []
    messages: list[Text] = []
    for number, one in enumerate(planned, start=1):
        if one.problem is not None:
            continue
        stem = f"{number:02}_{one.declaration}"
        try:
            data = program_data(project, one.declaration, one.table, one.options)
        except AnalysisProblem:  # said already, beside the tables
            continue
        messages += [line for line in data.messages if line not in messages]
        rows = out / f"{stem}{Path(file_of(declaration(one.declaration))).suffix}"
        export_program_data(project, data, rows, overwrite=overwrite)
        program = shown_python(one.declaration, one.options, file=rows.name, language=terminal.language)
        shown = out / f"{stem}.py"
        export_file(project, shown, partial(_put, program), overwrite=overwrite)
        written += [rows, shown]
    for line in messages:
        terminal.say(line)
    return written


def _put(program: str, stream: BinaryIO) -> None:
    stream.write(program.encode("utf-8"))


def _has_figure(planned: PlannedAnalysis, result: AnalysisResult) -> bool:
    return bool(planned.row.figure and result.figures)
