# SPDX-License-Identifier: MIT
"""`settings`: the limits of what is flagged and withheld, listed and set; lowering one asks for a reason."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from projects.datasets.export.withholding_limits import limits_of, public_stays, set_limits
from projects.datasets.registers.age_bands import age_bands, set_age_bands
from projects.identifiers.sensitivity_review import own_lines, set_own_lines
from wording import Message, Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import do_unless_so, existing_file, open_for_reading, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.datasets.export.withholding_limits import WithholdingLimits

_NAMES = ("flag_base", "mask_base", "minimum_cell")


def arguments(parser: Arguments) -> None:
    """What `settings` takes."""
    parser.project()
    for name in ("--flag-base", "--mask-base", "--minimum-cell"):
        parser.add_argument(name)
    parser.add_argument("--age-bands")
    parser.add_argument("--reason", default="")
    parser.add_argument("--sensitive-word", action="append", default=[], metavar="TEXT")
    parser.add_argument("--sensitive-words", metavar="FILE|none")
    parser.add_argument("--json", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Set what is given; list the limits where nothing is."""
    if options.age_bands is not None:
        with open_project(options, terminal) as project:
            bands = do_unless_so(project, set_age_bands(options.age_bands))
            terminal.say(bands if isinstance(bands, Message) else bands.message)
    words = bool(options.sensitive_word or options.sensitive_words)
    if words:
        _set_words(options, terminal)
    given = {name: _whole_number(getattr(options, name)) for name in _NAMES if getattr(options, name) is not None}
    if not given and not words and options.age_bands is None:
        with open_for_reading(options, terminal) as project:
            _say(limits_of(project), options.json, terminal)
            if not options.json:
                terminal.say(msg("settings.age_bands", bands=age_bands(project)))
                for line in own_lines(project):
                    terminal.say(msg("sensitivity.own_line", line=line))
    if not given:
        return 0
    with open_project(options, terminal) as project:
        limits = do_unless_so(project, set_limits(replace(limits_of(project), reason=options.reason, **given)))
        if options.json:
            _say(limits_of(project), True, terminal)
        else:
            terminal.say(limits if isinstance(limits, Message) else limits.message)
            if (warning := public_stays(limits_of(project))) is not None:
                terminal.say(warning)
    return 0


def _set_words(options: argparse.Namespace, terminal: Terminal) -> None:
    """Use the words of the file (`none`: no own ones) in place of those there are, and add those given one by one."""
    lines: list[str] | None = None
    if options.sensitive_words is not None:
        lines = [] if options.sensitive_words == "none" else _lines_of(options.sensitive_words)
    with open_project(options, terminal) as project:
        kept = own_lines(project) if lines is None else lines
        done = do_unless_so(project, set_own_lines([*kept, *options.sensitive_word]))
        terminal.say(done if isinstance(done, Message) else done.message)


def _lines_of(given: str) -> list[str]:
    path = existing_file(given)
    try:
        return path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Problem(msg("sensitivity.words_file", file=path.name)) from None


def _whole_number(written: str) -> int:
    """A whole number of people. Raises Problem."""
    try:
        return int(written)
    except ValueError:
        raise Problem(msg("settings.whole_number", value=written)) from None


def _say(limits: WithholdingLimits, as_json: bool, terminal: Terminal) -> None:
    if as_json:
        terminal.line(json.dumps(asdict(limits), ensure_ascii=False, indent=1))
        return
    for name in _NAMES:
        terminal.say(msg(f"settings.{name}", n=getattr(limits, name)))
    if limits.reason:
        terminal.say(msg("settings.lowered", reason=limits.reason))
    if (warning := public_stays(limits)) is not None:
        terminal.say(warning)
