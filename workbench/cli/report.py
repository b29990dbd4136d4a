# SPDX-License-Identifier: MIT
"""`report`: begins the report from a template, adds tiles and pictures, keeps it as a template, lists what there is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from wording import Problem, msg
from workbench.cli import report_blocks
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project

_FILE = ".json"


def arguments(parser: Arguments) -> None:
    """What `report` takes."""
    parser.project()
    parser.add_argument("--new", metavar="TEMPLATE")
    parser.add_argument("--save-template", metavar="NAME")
    parser.add_argument("--figures", action="store_true")
    parser.add_argument("--tile", metavar="KEY", action="append", default=[])
    parser.add_argument("--target", type=float)
    parser.add_argument("--picture", metavar="FILE")
    parser.add_argument("--alt", default="")
    parser.add_argument("--credit", default="")
    parser.add_argument("--width", type=float, default=1.0)
    parser.add_argument("--style", metavar="FILE")
    report_blocks.arguments(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change the report, each by one action, or list the templates."""
    from projects.pages.templates import names  # more of the program: not at start

    with open_project(options, terminal) as project:
        if options.new:
            _begin(project, options.new, terminal)
        if options.picture:
            from projects.pages.report_pictures import add_picture  # PIL, 20 ms: not at start

            project.do(add_picture(Path(options.picture), options.alt, options.credit, options.width))
            terminal.say(msg("cli.report.picture", file=Path(options.picture).name))
        if options.style:
            from projects.pages.office_style import keep_style  # more of the program: not at start

            style = None if options.style == "none" else existing_file(options.style)
            terminal.say(project.do(keep_style(style)).message)
        for key in options.tile:
            _tile(project, key, options.target, terminal)
        if options.save_template:
            _save(project, options.save_template, terminal)
        changed = report_blocks.change(project, options, terminal)
        if options.figures:
            _list_figures(project, terminal)
        elif not (changed or options.new or options.save_template or options.picture or options.tile or options.style):
            terminal.say(msg("cli.report.templates", names=names(project)))
    return 0


def _begin(project: Project, name: str, terminal: Terminal) -> None:
    from projects.pages.templates import msg_name, start_report, template  # more of the program: not at start
    from projects.results.saved_results import report_blocks, saved_analyses  # more of the program: not at start

    chosen = template(project, name)
    project.do(start_report(chosen, [one.id for one in saved_analyses(project)]))
    count = len(report_blocks(project))
    terminal.say(msg("cli.report.started", name=msg_name(chosen.name), n=count))


def _save(project: Project, name: str, terminal: Terminal) -> None:
    """Keep the report as a template of the project, or as a file that other projects begin from."""
    from projects.pages.templates import export_template, keep_template  # more of the program: not at start

    if name.lower().endswith(_FILE):
        export_template(project, Path(name))
        terminal.say(msg("cli.exported", path=name))
        return
    project.do(keep_template(name))
    terminal.say(msg("template.saved", name=name))


def _tile(project: Project, key: str, target: float | None, terminal: Terminal) -> None:
    from projects.pages.tiles import add_tile, report_figures, tiles_shown  # more of the program: not at start

    known = {one.key: one for one in report_figures(project)}
    if key not in known:
        raise Problem(msg("cli.report.no_figure", figure=key))
    project.do(add_tile(key, known[key].label, tiles_shown(project), target))
    terminal.say(msg("tile.added", label=known[key].label))


def _list_figures(project: Project, terminal: Terminal) -> None:
    from analysis.report.key_figures import figure_text, unit_text  # more of the program: not at start
    from projects.pages.tiles import report_figures  # more of the program: not at start

    for one in report_figures(project):
        number = figure_text(one, "value", terminal.language)
        line = msg("cli.report.figure", figure=one.key, label=one.label, number=number, unit=unit_text(one))
        terminal.say(line)
