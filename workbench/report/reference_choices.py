# SPDX-License-Identifier: MIT
"""Targets that running text can refer to, for the picker beside it: tables, figures, headings of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.results.report_composition import text_of
from wording import Text, msg, render

if TYPE_CHECKING:
    from workbench.report.preview import Composed

_HEADINGS = ("heading", "section")


def reference_choices(composed: Composed, language: str) -> list[tuple[str, Text]]:
    """What is typed between braces, and what it is called: tables and figures by their titles, headings by words."""
    held = {one.table.id: one for one in reversed(composed.figures) if one.known and one.table is not None}
    made: list[tuple[str, Text]] = []
    for one in held.values():
        title = one.table.title if one.table is not None else ""
        made += [(f"{one.key}|{what}", msg(f"view_report.refer.{what}", title=title)) for what in ("table", "figure")]
    for block in composed.blocks:
        words = text_of(block.content.get("text", "")) if block.kind in _HEADINGS else ""
        if render(words, language):
            made.append((f"{block.id}|heading", msg("view_report.refer.heading", title=words)))
    return made
