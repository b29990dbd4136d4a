# SPDX-License-Identifier: MIT
"""The office's look, kept with the project: read once from a style file, then used on every page that is made."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from analysis.pages.style import OfficeStyle, read_style
from projects.pages.erasable import STYLE
from projects.store.actions import Action
from projects.store.ports import ProjectSettings, Transaction
from wording import msg


def office_style(project: ProjectSettings) -> OfficeStyle:
    """The style kept with the project; the plain one where none is."""
    stored = project.setting(STYLE)
    if not isinstance(stored, Mapping):
        return OfficeStyle()
    themes = {name: (three[0], three[1], three[2]) for name, three in stored["themes"].items()}
    return OfficeStyle(**{**stored, "themes": themes, "logo": base64.b64decode(stored["logo"])})


def keep_style(path: Path | None) -> Action:
    """The action that keeps the style of a `style.json`, with its logo; None: pages look plain again.

    Raises StyleProblem, which says what is wrong with the file, before anything is changed.
    """
    style = None if path is None else read_style(path)
    stored = None if style is None else {**asdict(style), "logo": base64.b64encode(style.logo).decode("ascii")}
    name = "" if path is None else path.name

    def perform(transaction: Transaction) -> None:
        transaction.set_setting(STYLE, stored)

    said = msg("pages.style_kept", file=name) if path is not None else msg("pages.style_plain")
    return Action("pages.style", said, perform)
