# SPDX-License-Identifier: MIT
"""`framework`: the summaries of a framework matrix: list them, write one, take one out."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from analysis.codings.records import named_code
from projects.findings.code_lines import code_lines
from projects.findings.framework_cells import summaries, write_summary
from projects.interviews.codes import stored_codebook
from wording import Problem, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store import Project


def arguments(parser: Arguments) -> None:
    """What `framework` takes."""
    parser.project()
    for name in ("case", "theme", "text", "coder"):
        parser.add_argument(f"--{name}")
    parser.add_argument("--versions", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Write a summary where a text is given ("" takes it out), else list those there are."""
    with open_project(options, terminal) as project:
        if options.text is None:
            _list(project, options, terminal)
            return 0
        if not options.case or not options.theme:
            raise Problem(msg("framework.wanted"))
        code = named_code(code_lines(stored_codebook(project)), options.theme)
        if code is None:
            raise Problem(msg("problem.no_code", code=options.theme))
        author = options.coder or project.user
        if not author:
            raise Problem(msg("framework.no_author"))
        action = write_summary(options.case, code.id, options.text, coder=author)
        terminal.say(project.do(action).message)
    return 0


def _list(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    book, count = stored_codebook(project), 0
    for (case, code), versions in sorted(summaries(project).items()):
        theme = render(book[code].name, terminal.language) if code in book else code
        if options.case not in (None, case) or options.theme not in (None, theme, code):
            continue
        for one in versions if options.versions else versions[:1]:
            if one.text:
                line = msg("framework.line", case=case, theme=theme, text=one.text, coder=one.coder, date=one.date)
                terminal.say(line)
                count += 1
    terminal.say(msg("framework.count", n=count))
