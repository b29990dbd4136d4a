# SPDX-License-Identifier: MIT
"""The sampling frame and lists of clusters as files: read from xlsx, ods or csv, written as a workbook to fill.

Reading looks up no variable; writing takes a binary stream, for the check before sharing opens files.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from analysis.survey.calibration.frame_sheet import (
    CLUSTER_HEADS,
    STRATUM_HEADS,
    ClusterRow,
    FrameRow,
    Selection,
    Sheet,
    folded,
    heads_fit,
    number_of,
    read_sheet,
    written,
)
from analysis.survey.sample_size import Stratum
from projects.imported.zip_guard import open_zip, refuse_dtd
from projects.readers.survey_files import suffixes_of, survey_patterns
from wording import Problem, Text, msg, render

if TYPE_CHECKING:
    from xlsxwriter import Workbook

MOST_LINES, HEAD_AMONG = 50_000, 20
_POPULATION = re.compile(r"pop|household|menage|hh|total|effectif|taille|size|families|familles")
SHARE_HEADS = ("expected share", "proportion", "part attendue")
STRATUM_COLUMNS = (
    "stratum",
    "households_in_frame",
    "clusters_in_frame",
    "selection",
    "clusters_selected",
    "households_selected",
    "households_completed",
)
CLUSTER_COLUMNS = (
    "stratum",
    "cluster",
    "households_in_frame",
    "households_listed",
    "households_selected",
    "households_completed",
    "chance",
    "replacement",
)


@dataclass(frozen=True)
class ListedCluster:
    """A cluster of the list to draw from."""

    stratum: str
    cluster: str
    size: float


@dataclass(frozen=True)
class FrameHeadings:
    """The headings of a frame that are none of ours, and which of them seem the stratum and the population."""

    columns: tuple[str, ...]
    stratum: str
    population: str


def frame_headings(path: Path) -> FrameHeadings | None:
    """The headings to be matched by a person; None where they are known, or no column holds a population.

    Raises Problem.
    """
    for grid in sheets_of(path):
        if any(heads_fit(cells) for cells in grid[:HEAD_AMONG]):
            return None
    for grid in sheets_of(path):
        heads, rows = [written(cell) for cell in (grid[0] if grid else ())], grid[1 : MOST_LINES + 1]
        columns = {head: [row[at] for row in rows if at < len(row)] for at, head in enumerate(heads) if head}
        counts = [head for head, cells in columns.items() if _are_counts(cells)]
        names = [head for head in columns if head not in counts]
        if counts and names:
            whole = next((one for one in counts if _POPULATION.search(folded(one))), counts[-1])
            apart = [one for one in names if len({written(cell) for cell in columns[one]}) == len(columns[one])]
            stratum = next((one for one in names if "strat" in folded(one)), (apart or names)[-1])
            return FrameHeadings(tuple(columns), stratum, whole)
    return None


def _are_counts(cells: Sequence[object]) -> bool:
    try:
        return bool(cells) and all(number_of(cell) > 0 for cell in cells)
    except (TypeError, ValueError):
        return False


def read_sheet_file(path: Path, matched: tuple[str, str] | None = None) -> Sheet:
    """The sampling frame of a file; lines of every sheet with its headings count. Raises Problem.

    `matched`: the headings of the stratum and of the population, where the file calls them its own way.
    """
    numbered = list(_lines(path) if matched is None else _matched_lines(path, *matched))
    if not numbered:
        raise Problem(msg("sampling.no_headings", file=path.name))
    sheet = read_sheet([line for _, line in numbered], [number for number, _ in numbered])
    if not sheet.strata:
        raise Problem(msg("sampling.no_strata", file=path.name))
    return sheet


def read_clusters_file(path: Path) -> tuple[ListedCluster, ...]:
    """The clusters of a list: stratum (may be left out), cluster, households. Raises Problem, also for one named twice:
    it would have two chances to be drawn, and its households would count twice."""
    found: list[ListedCluster] = []
    seen: set[tuple[str, str]] = set()
    for grid in sheets_of(path):
        heads, rows = headed(grid, lambda cells: bool({folded(c) for c in cells} & _words("cluster")))
        for number, line in rows:
            plain = {folded(head): value for head, value in zip(heads, line, strict=False)}
            name = _first(plain, CLUSTER_HEADS["cluster"])
            if name in (None, ""):
                continue
            size = _first(plain, (*CLUSTER_HEADS["households_in_frame"], "size", "taille"))
            found.append(ListedCluster(_stratum(plain), written(name), _size(size, path, number)))
            key = (folded(found[-1].stratum), folded(found[-1].cluster))
            if key in seen:
                raise Problem(msg("sampling.cluster_twice", file=path.name, line=number))
            seen.add(key)
    if not found:
        raise Problem(msg("sampling.no_clusters", file=path.name))
    return tuple(found)


def read_strata_file(path: Path) -> list[Stratum]:
    """The strata to plan for: stratum, households, clusters (may be left out), expected share. Raises Problem."""
    found: list[Stratum] = []
    for grid in sheets_of(path):
        heads, rows = headed(grid, heads_fit)
        for number, line in rows:
            plain = {folded(head): value for head, value in zip(heads, line, strict=False)}
            name = _stratum(plain)
            if not name or _first(plain, CLUSTER_HEADS["cluster"]) is not None:
                continue
            numbers = [_size(_first(plain, words), path, number, "sampling.stratum_line") for words in (
                STRATUM_HEADS["households_in_frame"], STRATUM_HEADS["clusters_in_frame"], SHARE_HEADS
            )]  # fmt: skip
            clusters, share = (0.0 if number != number else number for number in numbers[1:])
            if folded(name) in {folded(one.name) for one in found}:
                raise Problem(msg("survey.frame_stratum_twice", strata=[name]))
            found.append(Stratum(name, numbers[0], clusters, share or None))
    if not found or any(one.households != one.households for one in found):
        raise Problem(msg("sampling.no_strata_to_plan", file=path.name))
    return found


def _stratum(plain: Mapping[str, object]) -> str:
    found = _first(plain, CLUSTER_HEADS["stratum"])
    return written(found) if found not in (None, "") else ""


def _size(value: object, path: Path, line: int, problem: str = "sampling.cluster_line") -> float:
    try:
        return number_of(value) if value not in (None, "") else float("nan")
    except ValueError:
        raise Problem(msg(problem, file=path.name, line=line)) from None


def _words(name: str) -> set[str]:
    return {folded(head) for head in CLUSTER_HEADS[name]}


def _first(plain: Mapping[str, object], heads: Iterable[str]) -> Any:
    return next((plain[folded(head)] for head in heads if plain.get(folded(head)) not in (None, "")), None)


def _lines(path: Path) -> Iterable[tuple[int, dict[str, object]]]:
    for grid in sheets_of(path):
        heads, rows = headed(grid, heads_fit)
        for number, row in rows:
            yield number, {str(head): value for head, value in zip(heads, row, strict=False)}


def _matched_lines(path: Path, stratum: str, population: str) -> Iterable[tuple[int, dict[str, object]]]:
    ours = {folded(stratum): "stratum", folded(population): "households in frame"}
    for grid in sheets_of(path):
        heads, rows = headed(grid, lambda cells: set(ours) <= {folded(cell) for cell in cells})
        for number, row in rows:
            found = {ours.get(folded(head), ""): value for head, value in zip(heads, row, strict=False)}
            yield number, {name: value for name, value in found.items() if name}


def headed(
    grid: Sequence[Sequence[object]], fits: Callable[[Sequence[object]], bool]
) -> tuple[Sequence[object], list[tuple[int, Sequence[object]]]]:
    """The headings of a sheet and its lines below, numbered as a person counts them; nothing where there are none."""
    for at, cells in enumerate(grid[:HEAD_AMONG]):
        if fits(cells):
            return cells, [(number, row) for number, row in enumerate(grid[at + 1 :], start=at + 2)]
    return (), []


def sheet_patterns() -> str:
    """The endings of sheets as a file dialog takes them."""
    return f"{survey_patterns('workbook', 'delimited')} *.txt"


def sheets_of(path: Path) -> Sequence[Sequence[Sequence[object]]]:
    """The cells of every sheet of a file. Raises Problem."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise Problem(msg("sampling.no_file", file=path.name))
    if suffix in suffixes_of("workbook"):
        return _book(path)
    if suffix in (*suffixes_of("delimited"), ".txt"):
        return [_csv(path)]
    raise Problem(msg("sampling.kind", file=path.name))


def _book(path: Path) -> Sequence[Sequence[Sequence[object]]]:
    from python_calamine import CalamineWorkbook  # python_calamine: not at start

    if zipfile.is_zipfile(path):  # all but old .xls
        with open_zip(path) as container:
            refuse_dtd(container, path.name)
    try:
        book = CalamineWorkbook.from_path(str(path))
        return [book.get_sheet_by_name(name).to_python(nrows=MOST_LINES) for name in book.sheet_names]
    except (zipfile.BadZipFile, OSError, ValueError) as damaged:
        raise Problem(msg("sampling.damaged", file=path.name)) from damaged
    except Exception as damaged:
        if type(damaged).__module__.startswith("python_calamine"):
            raise Problem(msg("sampling.damaged", file=path.name)) from damaged
        raise


def _csv(path: Path) -> list[list[str]]:
    data = path.read_bytes()[: 1 << 25]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = "\n".join(text.split("\n", HEAD_AMONG)[:HEAD_AMONG])  # a title may stand above the headings
    separator = max(";\t,", key=first.count)
    try:
        return [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)][:MOST_LINES]
    except csv.Error:
        raise Problem(msg("sampling.damaged", file=path.name)) from None


def write_sheet(sheet: Sheet, stream: BinaryIO, language: str, notes: Sequence[Text] = ()) -> None:
    """The sheet as a workbook that `read_sheet_file` reads again: strata, clusters, and what it rests on."""
    from xlsxwriter import Workbook  # xlsxwriter, 50 ms: not at start

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": False}
    with Workbook(stream, options) as book:
        _anonymous(book)
        strata = [[_cell(row, name, language) for name in STRATUM_COLUMNS] for row in sheet.strata]
        _page(book, msg("sampling.page.strata"), STRATUM_COLUMNS, strata, language)
        if sheet.clusters:
            clusters = [[_cell(row, name, language) for name in CLUSTER_COLUMNS] for row in sheet.clusters]
            _page(book, msg("sampling.page.clusters"), CLUSTER_COLUMNS, clusters, language)
        if notes:
            page = book.add_worksheet(render(msg("sampling.page.notes"), language))
            page.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
            for line, note in enumerate(notes):
                page.write_string(line, 0, render(note, language))


def _page(
    book: Workbook, title: Text, names: Sequence[str], rows: Sequence[Sequence[str | float | None]], language: str
) -> None:
    page = book.add_worksheet(render(title, language))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    fill = book.add_format({"bg_color": "#fdf6e3", "border": 1, "border_color": "#dfe3e8"})
    page.freeze_panes(1, 2 if "cluster" in names else 1)
    page.set_column(0, 1, 24)
    page.set_column(2, len(names) - 1, 15)
    for column, name in enumerate(names):
        page.write_string(0, column, render(msg(f"sampling.head.{name}"), language), bold)
    for line, row in enumerate(rows, start=1):
        for column, (name, value) in enumerate(zip(names, row, strict=True)):
            if name == "households_completed" and value is None:
                page.write_blank(line, column, None, fill)  # for the field
            elif isinstance(value, str):
                page.write_string(line, column, value)
            elif value is not None:
                page.write_number(line, column, value)


def _cell(row: FrameRow | ClusterRow, name: str, language: str) -> str | float | None:
    value = getattr(row, name)
    if isinstance(value, Selection):
        return value.value
    if name == "replacement":
        return render(msg("sampling.yes"), language) if value else None
    if name == "households_completed" and not value:
        return None
    if name.startswith("clusters") and not value:
        return None
    found: str | float | None = value
    return found


def _anonymous(book: Workbook) -> None:
    import datetime as dt  # datetime: not at start

    book.set_properties({"author": "", "company": "", "created": dt.datetime(2000, 1, 1)})
