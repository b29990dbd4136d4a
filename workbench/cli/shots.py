# SPDX-License-Identifier: MIT
"""`shots`: drives the real window through the sample study and saves a picture of every view."""

from __future__ import annotations

import argparse
from pathlib import Path

from wording import LANGUAGES, Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.checkout import require_checkout
from workbench.cli.terminal import Terminal
from workbench.theme import ColourScheme


def arguments(parser: Arguments) -> None:
    """What `shots` takes."""
    parser.add_argument("folder")
    parser.add_argument("--size", type=_size)
    parser.add_argument("--language", choices=LANGUAGES)
    parser.add_argument("--look", choices=("light", "dark"))
    parser.add_argument("--room", action="append", default=[])


def _size(text: str) -> tuple[int, int]:
    """The window's width and height in pixels, as in 910x512."""
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdigit() and height.isdigit() and 300 <= int(width) <= 8000 and 300 <= int(height) <= 8000):
        raise argparse.ArgumentTypeError(text)
    return int(width), int(height)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Take the pictures; 1 when one could not be taken."""
    del terminal
    require_checkout("shots")
    from workbench.shots import LOOKS, take_shots  # PySide6, shiboken6, 100 ms: not at start
    from workbench.workspaces import HOME, ROOMS  # PySide6, shiboken6, 100 ms: not at start

    known = [one.id for one in (HOME, *ROOMS)]
    for room in options.room:
        if room not in known:
            raise Problem(msg("cli.no_such_word", word=room, words=known))
    languages = (options.language,) if options.language else LANGUAGES
    looks = (ColourScheme(options.look),) if options.look else LOOKS
    return 0 if take_shots(Path(options.folder), languages, looks, options.room, options.size) else 1
