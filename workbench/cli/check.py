# SPDX-License-Identifier: MIT
"""`check`: says what is wrong with a project and changes nothing, except what `--accept-older` decides."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from projects.store.actions import accept_rollback
from projects.store.model import program_model
from projects.store.printed_log_head import read_head
from wording import msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.project import open_project, project_folder
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.store.integrity.integrity_report import CheckReport


def arguments(parser: Arguments) -> None:
    """What `check` takes."""
    parser.project()
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--printed", action="append", default=[])
    parser.add_argument("--accept-older", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print the findings; 1 when something does not hold."""
    from projects.store.integrity.integrity_check import check_folder  # cryptography, platformdirs, 10 ms: not at start

    folder, heads = project_folder(options.project), tuple(read_head(text) for text in options.printed)
    passphrase = terminal.passphrase(options.passphrase_file)
    if options.accept_older:
        _accept_older(options, terminal)
    report = check_folder(folder, passphrase, program_model(), printed_heads=heads)
    if options.json:
        terminal.line(json.dumps(_as_json(report, terminal.language), ensure_ascii=False, indent=1))
    else:
        _print(report, terminal)
    return 0 if report.sound else 1


def _accept_older(options: argparse.Namespace, terminal: Terminal) -> None:
    """Go on from a folder that was put back to an earlier state."""
    with open_project(options, terminal) as project:
        accepted = accept_rollback(project)
    terminal.say(msg("cli.check.accepted" if accepted else "cli.check.nothing_older"))


def _print(report: CheckReport, terminal: Terminal) -> None:
    for text in report.looked_at:
        terminal.say(text)
    for finding in report.findings:
        terminal.say(msg("cli.finding", text=finding.message))
    for text in report.not_checked:
        terminal.say(text)
    terminal.say(msg("cli.check_sound") if report.sound else msg("cli.check_unsound", n=len(report.findings)))
    for text in report.limits:
        terminal.say(text)


def _as_json(report: CheckReport, language: str) -> dict[str, object]:
    return {
        "sound": report.sound,
        "head": {"seq": report.head[0], "hash": report.head[1]},
        "findings": [
            {"part": found.part, "seq": found.seq, "text": render(found.message, language)} for found in report.findings
        ],
        "looked_at": [render(text, language) for text in report.looked_at],
        "not_checked": [render(text, language) for text in report.not_checked],
        "limits": [render(text, language) for text in report.limits],
    }
