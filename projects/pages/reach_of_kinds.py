# SPDX-License-Identifier: MIT
"""The reach on a sheet by kind of activity: the largest kind, the others, and where the total of a kind stands once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.report import blocks as kinds
from projects.pages.markup import plain_label, rich_text
from projects.pages.reach_blocks import Results, reach_chart, reach_table
from wording import LANGUAGES, Text, msg, render

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.result_tables import Row

FIRST, OTHERS = "first", "others"  # the kind of activity with the most contacts; the others that somebody came to
Reach = dict[str, dict[str, "AnalysisResult"]]  # table → by → result


def reach_block(stored: Mapping[str, Any], reach: Reach, narrowed: Reach) -> kinds.Block | None:
    """A chart or a table of the first register that has it; of the largest kind alone, or of the others.

    `stored` says by what ("reach"), of which kinds ("of"), and whether as a table; `narrowed` is the reach of those.
    """
    by, which = str(stored["reach"]), str(stored.get("of", ""))
    others = [row for one in reach.values() for row in shown_kinds(one, OTHERS)]
    if which == OTHERS and by == "kind" and len(others) < 2:
        return None  # the bar of a single kind is the total, which tiles and headings say
    if stored.get("as") == "table":
        first = [row for one in reach.values() for row in shown_kinds(one, FIRST)] if which == FIRST else []
        tables = (_table(one, by, first, stored.get("total_in", ())) for one in narrowed.values())
        return next((made for made in tables if made is not None), None)
    made = next((made for one in narrowed.values() if (made := reach_chart(one, by)) is not None), None)
    first = [row for one in reach.values() for row in shown_kinds(one, FIRST)]
    if made is not None and not which and by != "kind" and first:
        return of_one_kind(made, first[0].label)  # kinds are never added: of the largest, which no heading names
    if by != "audience" or made is None or which not in (FIRST, OTHERS):
        return made
    if which == FIRST:
        return of_largest(made) if len(made.figure.rows or ()) > 1 or not first else _alone(made, first[0].label)
    if others and len(made.figure.rows or ()) == 1:
        return _alone(made, others[0].label)
    return of_one_kind(made, others[0].label) if others else made


def _alone(made: kinds.FigureBlock, kind: Text) -> kinds.LiveText:
    """The one audience of a kind in words: its number is that of the kind, which is said already."""
    row = next(one for one in made.figure.table.rows if one.id in (made.figure.rows or ()))
    said = msg("page.audience_alone", kind=plain_label(kind), audience=plain_label(row.label))
    return kinds.LiveText({one: rich_text(render(said, one), {}) for one in LANGUAGES})


def _table(results: Results, by: str, first: list[Row], total_in: Sequence[str]) -> kinds.TableBlock | None:
    """The table by that; of the first of several kinds without its total, which the heading says.

    `total_in` names the tables of the sheet that hold the total instead, where the register has one of them.
    """
    elsewhere = any(one in results for one in total_in)
    return reach_table(results, by, first[0].label if first else "", total=not first and not elsewhere)


def of_largest(made: kinds.FigureBlock) -> kinds.FigureBlock:
    """The chart of who came to the largest kind of activity, named apart from the chart of the others."""
    title = msg("page.chart.audience_first")
    table = replace(made.figure.table, title=title)
    return replace(made, figure=replace(made.figure, title=title, table=table))


def of_one_kind(made: kinds.FigureBlock, kind: Text) -> kinds.FigureBlock:
    """The chart of one of several kinds, which it names: they are not added."""
    table = replace(made.figure.table, subtitle=msg("figure.unit.contacts_of", kind=kind))
    return replace(made, figure=replace(made.figure, table=table))


def shown_kinds(reach: Mapping[str, AnalysisResult], which: str) -> list[Row]:
    """The lines of the kinds of activity that `which` means, the most contacts first; none where there is one only."""
    if "kind" not in reach:
        return []
    table = reach["kind"].tables[0]
    contacts = [column.id for column in table.columns].index("contacts")
    named = len(reach["kind"].facts.get("groups", ()))
    met = [row for row in table.rows[:named] if not row.total and (row.cells[contacts].estimate or 0) > 0]
    met.sort(key=lambda row: -float(row.cells[contacts].estimate or 0))
    if len(met) < 2:
        return []
    return met[:1] if which == FIRST else met[1:]
