# SPDX-License-Identifier: MIT
"""`report`: begins the report from a template, adds tiles and pictures, keeps it as a template, lists what there is."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.analyses import declaration
from analysis.analyses.registers.periods import parse_period
from analysis.masking import Destination
from analysis.report.key_figures import figure_text, unit_text
from projects.pages.office_style import keep_style
from projects.pages.page_quotes import page_quotes
from projects.pages.report_composition import add_tile, report_figures, tiles_shown
from projects.pages.template_filling import add_picture
from projects.pages.templates import export_template, keep_template, msg_name, names, start_report, template
from projects.results.saved_results import (
    add_block,
    change_block,
    delete_block,
    move_block,
    report_blocks,
    saved_analyses,
)
from wording import Problem, Text, msg, render, text_from_json
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal
from workbench.results.labels import title_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from projects.results.saved_results import ReportBlock
    from projects.store import Project

_FILE = ".json"
_WORDS = 60  # letters of a text that stand for its block


def arguments(parser: Arguments) -> None:
    """What `report` takes."""
    parser.project()
    parser.add_argument("--new", metavar="TEMPLATE")
    parser.add_argument("--save-template", metavar="NAME")
    parser.add_argument("--figures", action="store_true")
    parser.add_argument("--tile", metavar="KEY", action="append", default=[])
    parser.add_argument("--target", type=float)
    parser.add_argument("--period", default="")
    parser.add_argument("--picture", metavar="FILE")
    parser.add_argument("--alt", default="")
    parser.add_argument("--credit", default="")
    parser.add_argument("--width", type=float, default=1.0)
    parser.add_argument("--style", metavar="FILE")
    parser.add_argument("--quote", metavar="SEGMENT")
    parser.add_argument("--blocks", action="store_true")
    parser.add_argument("--remove-block", metavar="N")
    parser.add_argument("--move-block", nargs=2)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change the report, each by one action, or list the templates."""
    with open_project(options, terminal) as project:
        if options.new:
            _begin(project, options.new, terminal)
        if options.picture:
            project.do(add_picture(Path(options.picture), options.alt, options.credit, options.width))
            terminal.say(msg("cli.report.picture", file=Path(options.picture).name))
        if options.style:
            style = None if options.style == "none" else existing_file(options.style)
            terminal.say(project.do(keep_style(style)).message)
        for key in options.tile:
            _tile(project, key, (options.target, options.period), terminal)
        if options.quote:
            _quote(project, options.quote, terminal)
        if options.save_template:
            _save(project, options.save_template, terminal)
        changed = _change_blocks(project, options, terminal)
        if options.figures:
            _list_figures(project, terminal)
        asked = (options.new, options.save_template, options.picture, options.tile, options.style, options.quote)
        if not (changed or options.figures or any(asked)):
            terminal.say(msg("cli.report.templates", names=names(project)))
    return 0


def _change_blocks(project: Project, options: argparse.Namespace, terminal: Terminal) -> bool:
    """Take a block out, move one, list them; whether anything of that was asked."""
    if options.remove_block:
        terminal.say(project.do(delete_block(_block(project, options.remove_block).id)).message)
    if options.move_block:
        moved, before = options.move_block
        target = None if before == "end" else _block(project, before).id
        terminal.say(project.do(move_block(_block(project, moved).id, target)).message)
    if options.blocks:
        kept = saved_analyses(project)
        titles = {one.id: title_of(declaration(one.declaration), one.options, None, one.title) for one in kept}
        for number, block in enumerate(report_blocks(project), start=1):
            said = {
                "number": number,
                "kind": msg(f"block.{block.kind}"),
                "words": _first_words(block, terminal.language, titles),
            }
            terminal.say(msg("cli.report.block" if said["words"] else "cli.report.plain_block", **said))
    return bool(options.remove_block or options.move_block or options.blocks)


def _begin(project: Project, name: str, terminal: Terminal) -> None:
    chosen = template(project, name)
    project.do(start_report(chosen, [one.id for one in saved_analyses(project)]))
    count = len(report_blocks(project))
    terminal.say(msg("cli.report.started", name=msg_name(chosen.name), n=count))


def _save(project: Project, name: str, terminal: Terminal) -> None:
    """Keep the report as a template of the project, or as a file that other projects begin from."""
    if name.lower().endswith(_FILE):
        export_template(project, Path(name))
        terminal.say(msg("cli.exported", path=name))
        return
    project.do(keep_template(name))
    terminal.say(msg("template.saved", name=name))


def _tile(project: Project, key: str, given: tuple[float | None, str], terminal: Terminal) -> None:
    known = {one.key: one for one in report_figures(project)}
    if key not in known:
        raise Problem(msg("cli.report.no_figure", figure=key))
    target, period = given
    parse_period(period)
    project.do(add_tile(key, known[key].label, tiles_shown(project), target, period))
    terminal.say(msg("tile.added", label=known[key].label))


def _quote(project: Project, segment: str, terminal: Terminal) -> None:
    """Show this segment in the first quote box, or in one of its own at the end; "auto": whichever is short."""
    wanted = "" if segment == "auto" else segment
    if page_quotes(project, Destination.INSIDE).chosen(wanted) is None:
        raise Problem(msg("cli.report.no_quote", segment=segment))
    for block in report_blocks(project):
        columns = [[dict(one) for one in column] for column in block.content.get("columns", ())]
        inside = next((one for column in columns for one in column if one["kind"] == "quotebox"), None)
        if inside is not None:
            inside["content"] = {**inside.get("content", {}), "segment": wanted}
        if inside is not None or block.kind == "quotebox":
            content = {**block.content, **({"columns": columns} if inside is not None else {"segment": wanted})}
            terminal.say(project.do(change_block(block.id, content)).message)
            return
    terminal.say(project.do(add_block("quotebox", {"segment": wanted})).message)


def _list_figures(project: Project, terminal: Terminal) -> None:
    for one in report_figures(project):
        number = figure_text(one, "value", terminal.language)
        line = msg("cli.report.figure", figure=one.key, label=one.label, number=number, unit=unit_text(one))
        terminal.say(line)


def _block(project: Project, number: str) -> ReportBlock:
    held = report_blocks(project)
    if not number.isdecimal() or not 1 <= int(number) <= len(held):
        raise Problem(msg("cli.report.no_block", number=number, n=len(held)))
    return held[int(number) - 1]


def _first_words(block: ReportBlock, language: str, titles: Mapping[str, Text]) -> str:
    """The first words of a block of text; the title of the analysis of a table or figure."""
    said: Text = text_from_json(block.content.get("text") or block.content.get("heading") or "")
    plain = " ".join(render(said, language).split()) or _title(block, language, titles)
    return plain if len(plain) <= _WORDS else plain[: _WORDS - 1].rstrip() + "…"


def _title(block: ReportBlock, language: str, titles: Mapping[str, Text]) -> str:
    analysis = str(block.content.get("analysis", ""))
    return render(titles.get(analysis, analysis), language)
