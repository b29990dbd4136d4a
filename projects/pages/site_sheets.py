# SPDX-License-Identifier: MIT
"""One sheet, or one for each site: a template filled for its rows and days, small numbers withheld in all together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.records import Kind
from analysis.register_columns import Part
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import compose_report
from projects.pages.templates import Template, expanded
from projects.results.saved_results import saved_analyses
from projects.stored_tables.row_records import registers
from wording import DEFAULT_LANGUAGE, Labels, Problem, Progress, Stopped, Text, msg, render

if TYPE_CHECKING:
    from analysis.records import Variable
    from analysis.report.blocks import Report
    from projects.store import Project

MOST_SHEETS = 300
_PLACES = frozenset(("site", "place", "lieu"))  # the place of a register, whatever its column is called


@dataclass
class SheetPlace:
    """One value that sheets are made for: what it is called, and the conditions that pick its rows in each table."""

    name: Text
    where: dict[str, list[Mapping[str, Any]]] = field(default_factory=dict)

    def add(self, table: str, variable: str, value: str) -> None:
        """Count the rows with that value among those of the place."""
        held = self.where.setdefault(table, [{"variable": variable, "is": []}])
        held[0]["is"].append(value)


def filled(
    project: Project, chosen: Template, options: PageOptions, progress: Progress | None = None
) -> Report:  # fmt: skip
    """The template filled with what the project has. Raises Problem, Stopped."""
    analyses = [one.id for one in saved_analyses(project)]
    blocks = expanded(chosen.blocks, analyses)
    return compose_report(project, progress=progress, blocks=blocks, options=options, layout=chosen.layout)


def places(project: Project, name: str) -> list[SheetPlace]:
    """The values of the variable `name` in every table that has it; of a register its place too. Raises Problem."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    known = registers(project)
    found: list[SheetPlace] = []
    names: dict[str, SheetPlace] = {}  # every word by which a place is known
    for table in data_tables(project):
        register = known.get(table.id)
        own = register.column(Part.PLACE) if register is not None else None
        for variable in table.variables:
            if not (_called(variable, name) or (variable.id == own and name.strip().casefold() in _PLACES)):
                continue
            if variable.kind is Kind.ONE:
                values = [(choice.labels, choice.code, choice.id) for choice in variable.choices if not choice.reason]
            elif variable.kind is Kind.TEXT and variable.id == own:
                values = [(Labels({"": word}), word, word) for word in _written(project, table.id, variable.id)]
            else:
                continue
            for labels, code, stored in values:
                labelled = any(labels.by_language.values())
                own_names = _names(labels, code)
                place = next((names[word] for word in own_names if word in names), None)
                if place is None:
                    place = SheetPlace(labels if labelled else code)
                    found.append(place)
                for word in own_names:
                    names.setdefault(word, place)
                place.add(table.id, variable.id, stored)
            break
    if not found:
        raise Problem(msg("sheets.no_variable", name=name))
    if len(found) > MOST_SHEETS:
        raise Problem(msg("sheets.too_many", name=name, n=len(found), most=MOST_SHEETS))
    return found


def sheets(
    project: Project, chosen: Template, options: PageOptions, each: Sequence[SheetPlace], path: Path,
    progress: Progress | None = None,
) -> list[tuple[Report, Path]]:  # fmt: skip
    """A report for each place with where it goes: `sheet.pdf` becomes `sheet-site-a.pdf`. Raises Stopped."""
    made: list[tuple[Report, Path]] = []
    taken: set[str] = set()
    for at, place in enumerate(each):
        own = replace(options, where=place.where, name=place.name, sheet=(at + 1, len(each)), one_site=True)
        slug = _slug(render(place.name, DEFAULT_LANGUAGE))
        while slug in taken:
            slug += "-2"
        taken.add(slug)
        made.append((filled(project, chosen, own), path.with_name(f"{path.stem}-{slug}{path.suffix}")))
        if progress is not None:
            progress.report((at + 1) / (2 * len(each)), msg("page.sheet_of", at=at + 1, of=len(each)))
            if progress.stop_requested():
                raise Stopped
    return made


def _called(variable: Variable, name: str) -> bool:
    wanted = name.strip().casefold()
    words = {variable.name.casefold(), variable.name.rsplit("/", 1)[-1].casefold()}
    return wanted in words | {label.strip().casefold() for label in variable.labels.by_language.values()}


def _names(labels: Labels, code: str) -> list[str]:
    """The words by which other tables may know a place: its labels, then its code where that is a word ("site_a")."""
    words = [word for label in labels.by_language.values() if (word := _plain(label))]
    coded = _plain(code)
    if not words:
        return [coded or code]
    return list(dict.fromkeys([*words, *([coded] if len(coded) > 2 and coded[0].isalpha() else [])]))


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", word.casefold()).split())


def _written(project: Project, table: str, variable: str) -> list[str]:
    """The different words of a text column, in alphabetical order."""
    from projects.datasets.table.frames import load_frame  # numpy, 80 ms: not at start

    column = load_frame(project, table, [variable]).data[variable]
    return sorted({str(word).strip() for word in column.dropna()} - {""})


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40] or "sheet"
