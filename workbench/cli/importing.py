# SPDX-License-Identifier: MIT
"""`import`: takes survey data, interviews and codebooks into a project; the kind is known by content."""

from __future__ import annotations

import argparse

from wording import msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal


def arguments(parser: Arguments) -> None:
    """What `import` takes."""
    parser.project()
    parser.add_argument("files", nargs="+")
    parser.add_argument("--form")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Read all files, then take them in: a file that cannot be read leaves the project as it was."""
    from projects.intake import bring

    paths = [existing_file(file) for file in options.files]
    form = existing_file(options.form) if options.form else None
    with open_project(options, terminal) as project:
        brought = [bring(path, form) for path in paths]
        for path, one in zip(paths, brought, strict=True):
            changes = project.do(one.action)
            terminal.say(msg("cli.imported", file=path.name, what=changes.message))
            for warning in one.warnings:
                terminal.say(msg("cli.finding", text=warning))
            for finding in one.findings:
                terminal.say(msg("cli.finding", text=finding.message))
    return 0
