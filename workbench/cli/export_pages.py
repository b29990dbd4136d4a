# SPDX-License-Identifier: MIT
"""`export` of reports and sheets: the project's own report or a template, once or once for each site; clearing."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.masking import Destination
from analysis.pages import read_style
from projects.export_gate import export_report, export_sheets
from projects.pages.office_style import office_style
from projects.pages.page_clearance import PageClearance, record
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import compose_report
from projects.pages.site_sheets import filled, places, sheets
from projects.pages.templates import template
from projects.withheld_content import team_line
from wording import LANGUAGES, Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.progress_line import stoppable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.report.blocks import Report
    from analysis.result_tables import TableSpec
    from projects.export_gate import Exported
    from projects.store import Project


def clearing_arguments(parser: Arguments) -> None:
    """By whom and for what a file for the public is cleared; never asked, empty is recorded so."""
    for name in ("--purpose", "--cleared-by", "--audience"):
        parser.add_argument(name, default="")


def page_arguments(parser: Arguments) -> None:
    """What `export` takes for pages and for what leaves to the public."""
    parser.add_argument("--template")
    parser.add_argument("--period", default="")
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--each")
    parser.add_argument("--style")
    clearing_arguments(parser)
    parser.add_argument("--editable-charts", action="store_true")


def export_pages(
    project: Project, path: Path, options: argparse.Namespace, terminal: Terminal
) -> tuple[list[Path], list[TableSpec]]:
    """Write a .pdf or .docx; the files that were written, the tables that those for the team show. Raises Problem."""
    destination = Destination(options.destination)
    style = read_style(Path(options.style)) if options.style else office_style(project)
    said: dict[str, Any] = {"language": options.language or terminal.language, "overwrite": options.overwrite}
    said |= {"destination": destination, "style": style}
    pages = PageOptions(options.period, destination=destination, office=style.office)
    if options.each:
        chosen = template(project, options.template or "factsheet")
        with stoppable(terminal) as waiting:
            each = sheets(project, chosen, pages, places(project, options.each), path, waiting)
            whole = filled(project, chosen, pages)
            done = export_sheets(project, each, beside=[whole], progress=waiting, **said)
        written = _print_files(done, terminal)
        _say_left_out([report for report, _ in each], terminal)
        return written
    wanted = options.template
    report = filled(project, template(project, wanted), pages) if wanted else _own(project, pages)
    if options.editable_charts:
        report = replace(report, options={**report.options, "charts": "editable"})
    written = _print_files([export_report(project, report, path, **said)], terminal)
    _say_left_out([report], terminal)
    return written


def _say_left_out(reports: Sequence[Report], terminal: Terminal) -> None:
    """What lacks and why, each sentence once."""
    lines = [one.message for report in reports for one in report.options.get("left_out", ())]
    for line in {render(one, terminal.language): one for one in lines}.values():
        terminal.say(line)


def _own(project: Project, pages: Any) -> Any:
    report = compose_report(project, options=pages)
    if not report.blocks:
        raise Problem(msg("cli.no_report"))
    return report


def _print_files(done: Sequence[Exported], terminal: Terminal) -> tuple[list[Path], list[TableSpec]]:
    missing = sorted({letter for one in done for letter in one.missing})
    if missing:
        terminal.say(msg("export.missing_letters", n=len(missing), letters=missing))
    tell_names(done, terminal)
    return [one.path for one in done], [table for one in done for table in one.shown]


def tell_names(done: Sequence[Exported], terminal: Terminal) -> None:
    """Say which known names stand as pseudonyms in the words of the files, each sentence once."""
    lines = {render(text, terminal.language): text for one in done for text in one.names}
    for text in lines.values():
        terminal.say(text)


def clear(
    project: Project, paths: Sequence[Path], options: argparse.Namespace, terminal: Terminal,
    shown: Sequence[TableSpec] = (),
) -> None:  # fmt: skip
    """Record by whom and for what each file that left to the public was cleared; say that others are for the team.

    `shown`: the tables of the files, whose small numbers of sensitive questions the line counts.
    """
    if options.destination in (None, Destination.INSIDE.value):
        terminal.say(team_line(project, shown))
    if options.destination != Destination.PUBLIC.value:
        return
    clearance = PageClearance(options.cleared_by, options.purpose, options.audience)
    for path in paths:
        record(project, path, clearance)
        terminal.say(clearance.message(path.name))
    if paths and not clearance.is_complete:
        terminal.say(msg("clearing.how_command"))
