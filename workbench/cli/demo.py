# SPDX-License-Identifier: MIT
"""`demo`: the main job without a window, from the sample study's raw files to a report, tables and figures."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.file_writers import figure_writers
from analysis.masking import Destination
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import compose_report
from projects.results.saved_results import run_saved, saved_analyses
from wording import NoProgress, Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project

PROJECT, REPORT, TABLES, CODEBOOK = "sample.pwb", "report.docx", "tables.xlsx", "codebook.xlsx"
FIGURE_KINDS = tuple(writer.id for writer in figure_writers() if not writer.for_print)


def arguments(parser: Arguments) -> None:
    """What `demo` takes."""
    parser.add_argument("out")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Build the project, analyse, write; print each step with its time, then the files."""
    from workbench.sample import FINDINGS, PASSPHRASE, SampleStudy, new_project  # more of the program: not at start

    out = Path(options.out)
    if any(
        (out / name).exists()
        for name in (PROJECT, REPORT, TABLES, CODEBOOK, *(f"{one}.{kind}" for one, kind in FINDINGS.items()))
    ):
        raise Problem(msg("cli.demo.taken", path=str(out)))
    out.mkdir(parents=True, exist_ok=True)
    start = time.perf_counter()
    with terminal.step(msg("cli.demo.create")):
        project = new_project(out / PROJECT, terminal.language)
    with project:
        study = SampleStudy(project, accept_all=True)
        for text, step in study.steps():
            with terminal.step(text):
                step(NoProgress())
        files = _write(project, study.analyses, out, terminal)
    terminal.say(msg("cli.demo.total", seconds=f"{time.perf_counter() - start:5.1f}"))
    for path in [out / PROJECT, *files]:
        terminal.say(msg("cli.exported", path=str(path)))
    terminal.say(msg("cli.demo.passphrase", passphrase=PASSPHRASE))
    return 0


def _write(project: Project, analyses: dict[str, str], out: Path, terminal: Terminal) -> list[Path]:
    from projects import export_gate as gate  # cryptography, 10 ms: not at start
    from projects.datasets.export.codebook import gathered_codebook  # numpy, 80 ms: not at start
    from workbench.sample import FIGURES  # more of the program: not at start

    with terminal.step(msg("cli.demo.run")):
        results = run_saved(project, saved_analyses(project, plan_only=True))
    said: dict[str, Any] = {"language": terminal.language}
    with terminal.step(msg("cli.demo.report")):
        tables = [table for result in results.values() for table in result.tables]
        drawn = [results[analyses[name]].figures[0] for name in FIGURES]
        report = compose_report(project, results, options=PageOptions(destination=Destination.PARTNER))
        codebook = gathered_codebook(project, destination=Destination.PARTNER)
        every = [*tables, *(figure.table for figure in drawn)]
        said["run"] = gate.mask_once(project, every, Destination.PARTNER, reports=[report], codebook=codebook)
        gate.export_report(project, report, out / REPORT, **said)
    with terminal.step(msg("cli.demo.tables")):
        gate.export_tables(project, tables, out / TABLES, **said)
    with terminal.step(msg("cli.demo.codebook")):
        gate.export_codebook(project, out / CODEBOOK, codebook=codebook, **said)
    figures = []
    with terminal.step(msg("cli.demo.figures")):
        for name, figure in zip(FIGURES, drawn, strict=True):
            for kind in FIGURE_KINDS:
                figures.append(out / f"{name}.{kind}")
                gate.export_figure(project, figure, figures[-1], **said)
    return [out / REPORT, out / TABLES, out / CODEBOOK, *figures, *_findings(project, analyses, out, terminal)]


def _findings(project: Project, analyses: dict[str, str], out: Path, terminal: Terminal) -> list[Path]:
    """Codes by site, the joint display and the framework sheet, each a file for the team: they hold people's words."""
    from projects import export_gate as gate  # cryptography, 10 ms: not at start
    from workbench.sample import FINDINGS  # more of the program: not at start

    wanted = {analyses[name]: out / f"{name}.{kind}" for name, kind in FINDINGS.items()}
    with terminal.step(msg("cli.demo.findings")):
        results = run_saved(project, [one for one in saved_analyses(project) if one.id in wanted])
        for name, path in wanted.items():
            tables = results[name].tables
            gate.export_tables(project, tables, path, language=terminal.language, destination=Destination.INSIDE)
    return list(wanted.values())
