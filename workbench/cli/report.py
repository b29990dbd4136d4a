# SPDX-License-Identifier: MIT
"""`report`: begins the project's report from a template, keeps it as one, or lists the templates there are."""

from __future__ import annotations

import argparse

from wording import msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `report` takes."""
    parser.project()
    parser.add_argument("--new", metavar="TEMPLATE")
    parser.add_argument("--save-template", metavar="NAME")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change the report by one action, or list the templates."""
    from projects.pages.templates import (  # more of the program: not at start
        keep_template,
        msg_name,
        names,
        start_report,
        template,
    )
    from projects.results.saved_results import report_blocks, saved_analyses  # more of the program: not at start

    with open_project(options, terminal) as project:
        if options.new:
            chosen = template(project, options.new)
            project.do(start_report(chosen, [one.id for one in saved_analyses(project)]))
            count = len(report_blocks(project))
            terminal.say(msg("cli.report.started", name=msg_name(options.new), n=count))
        if options.save_template:
            project.do(keep_template(options.save_template))
            terminal.say(msg("template.saved", name=options.save_template))
        if not options.new and not options.save_template:
            terminal.say(msg("cli.report.templates", names=names(project)))
    return 0
