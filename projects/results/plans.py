# SPDX-License-Identifier: MIT
"""Plan files: one line per table to make, read from xlsx, csv or json.

Our columns: analysis, table, variable, by, where, title, figure, id, and every option of an analysis (`./run analyses
--list` names them), by these names or as the window calls them in any of its languages. Several variables are set apart
by ";" or blanks; a reference is written "sex = m; site = b", an interaction "sex * site"; groups are crossed by "sex;
site" in by; family stands for model.
"Lists of analyses" of humanitarian toolkits are read too: analysis_type, analysis_var, group_var, level, of ratios
analysis_var_numerator, analysis_var_denominator, numerator_NA_to_0 and filter_denominator_0; or var, analysis,
indicator, dataset. What `where` may say: see `where_grammar`.
"""

from __future__ import annotations

import csv
import functools
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.analyses import OptionKind, declarations
from projects.readers.survey_files import suffixes_of
from projects.word_folding import fold
from wording import LANGUAGES, Message, Problem, msg, render

if TYPE_CHECKING:
    from analysis.declarations.records import Options

MOST_ROWS = 20_000
ALIASES = {
    "analysis_type": "analysis",
    "analysis_var": "variable",
    "analysis_var_numerator": "numerator",
    "analysis_var_denominator": "denominator",
    "numerator_na_to_0": "missing_as_zero",
    "filter_denominator_0": "without_zero",
    "var": "variable",
    "group_var": "by",
    "group": "by",
    "indicator": "title",
    "dataset": "table",
    "sheet": "table",
    "filter": "where",
    "subset": "where",
    "condition": "where",
    "conditions": "where",
    "filtre": "where",
    "rows": "variable",
    "columns": "column",
    "family": "model",
}
MODELS = {
    "gaussian": "linear",
    "binomial": "logistic",
    "quasibinomial": "logistic",
    "quasipoisson": "poisson",
}
CHANGES_FIGURES = ("where", "eligible", "population")  # they change figures: never left aside in silence
OF_ROWS = frozenset(("id", "analysis", "table", "variable", "by", "where", "title", "title_en", "title_fr", "figure"))
ANALYSES: Mapping[str, tuple[str, Mapping[str, Any]]] = {
    "": ("describe", {}),
    "prop_select_one": ("proportions", {}),
    "select_one": ("proportions", {}),
    "proportion": ("proportions", {}),
    "prop_select_multiple": ("set", {}),
    "select_multiple": ("set", {}),
    "mean": ("means", {}),
    "median": ("quantiles", {"quantiles": [0.5]}),
    "cross-tab": ("crosstab", {}),
    "compare_means": ("means", {}),
}


@functools.cache
def option_kinds() -> Mapping[str, OptionKind]:
    """The options of all analyses, each a column that a plan may have, and what they hold."""
    return {option.name: option.kind for declared in declarations() for option in declared.options}


def known_columns() -> frozenset[str]:
    """The columns of a plan that are read; all others are the planner's own."""
    return OF_ROWS | option_kinds().keys()


def column_of(heading: str) -> str:
    """The column that a heading names: by its own name, as other toolkits call it, or as the window does."""
    plain = heading.strip().lower()
    return plain if plain in known_columns() else ALIASES.get(plain) or _columns_in_window().get(fold(plain), plain)


@functools.cache
def _columns_in_window() -> Mapping[str, str]:
    """The columns by their names in the window, in every language; without words that mean two of them."""
    labels = [(name, msg(f"plan.column.{name}")) for name in ("analysis", "table", "figure")]
    labels += [(option.name, option.label) for declared in declarations() for option in declared.options]
    meant: dict[str, set[str]] = {}
    for name, label in labels:
        for language in LANGUAGES:
            meant.setdefault(fold(render(label, language)), set()).add(name)
    return {words: names.pop() for words, names in meant.items() if len(names) == 1}


@functools.cache
def needed_columns() -> Mapping[str, str]:
    """Of each analysis without a variable of its own: the column that must be filled instead."""
    needed = {}
    for declared in declarations():
        names = [option.name for option in declared.options if option.required]
        if not {"variable", "numerator"} & set(names):
            needed[declared.id] = next(iter(names), "analysis")
    return needed


@functools.cache
def _first_columns() -> frozenset[str]:
    """Columns of which a plan has one at least: what an analysis cannot do without."""
    found = {"variable", "by"}
    for declared in declarations():
        needed = [option.name for option in declared.options if option.required]
        found.update(needed or [option.name for option in declared.options if option.name not in OF_ROWS])
    return frozenset(found)


class PlanProblem(Problem):
    """A plan file that cannot be read, or names what is not there."""


@dataclass(frozen=True)
class PlanRow:
    """One table to make; names are the file's. `line` is where it stands in the plan, the heading being line 1."""

    analysis: str
    variable: str
    table: str = ""
    by: str = ""
    where: str = ""
    title: str = ""
    figure: str = ""
    line: int = 0
    id: str = ""  # the plan's own name for the row
    options: Options = field(default_factory=dict)
    problem: Message | None = None  # why the line could not be read; it keeps its place all the same
    headed: Mapping[str, str] = field(default_factory=dict)  # how the file heads the columns filled here

    def heading_of(self, name: str) -> str:
        """The heading, as the file has it, of the column in which a name stands."""
        said = {"analysis": self.analysis, "variable": self.variable, "by": self.by, "where": self.where}
        places = [*said.items(), *((key, str(value)) for key, value in self.options.items())]
        found = next((key for key, value in places if value == name), None)
        found = found or next((key for key, value in places if name.partition(" = ")[0] in value), "variable")
        return self.headed.get(found, found)


@dataclass(frozen=True)
class Plan:
    """The rows of a plan file in order."""

    name: str
    rows: tuple[PlanRow, ...]


def read_plan(path: Path) -> Plan:
    """The plan of an .xlsx, .csv or .json file. A line that cannot be read is kept with its problem.

    Raises PlanProblem for a file that is no plan, and where not one line can be read.
    """
    if not path.is_file():
        raise PlanProblem(msg("results.plan_missing", file=path.name))
    reader = _readers().get(path.suffix.lower())
    if reader is None:
        raise PlanProblem(msg("results.plan_kind", file=path.name))
    rows = reader(path)
    planned = tuple(row for line, cells in rows if (row := _row(line, cells, path.name)) is not None)
    if not planned:
        raise PlanProblem(msg("results.plan_empty", file=path.name))
    if all(row.problem is not None for row in planned):
        raise PlanProblem(next(row.problem for row in planned if row.problem is not None))
    return Plan(path.stem, planned)


def plan_patterns() -> str:
    """The endings of plans as a file dialog takes them."""
    return " ".join(f"*{suffix}" for suffix in _readers())


def _readers() -> dict[str, Callable[[Path], list[tuple[int, dict[str, str]]]]]:
    """What reads a plan, by the ending of its name: any workbook that is read, .csv and .json."""
    return {**dict.fromkeys(suffixes_of("workbook"), _book_rows), ".csv": _csv_rows, ".json": _json_rows}


def _row(line: int, cells: Mapping[str, str], file: str) -> PlanRow | None:
    named: dict[str, str] = {}
    headed: dict[str, str] = {}
    for heading, value in cells.items():
        name = column_of(heading)
        if name in known_columns() and value and value.upper() != "NA":
            before = named.setdefault(name, value)
            headed.setdefault(name, heading)
            if name == "where" and before != value:  # a filter and a subset: both hold
                named[name] = f"{_as_part(before)} and {_as_part(value)}"
    first, numerator = named.get("variable", ""), named.get("numerator", "")
    wanted = named.get("analysis", "").strip().lower()
    analysis, fixed = ANALYSES.get(wanted, (_named_in_window().get(fold(wanted), wanted), {}))
    first = numerator if numerator and (analysis == "ratio" or not first) else first
    known = any(declared.id == analysis for declared in declarations())  # another is named when tables are looked up
    table, by, where, title, figure = (named.get(name, "") for name in ("table", "by", "where", "title", "figure"))
    row = PlanRow(analysis, first, table, by, where, title, figure, line, named.get("id", ""), headed=headed)
    if not first and (known or not analysis) and not named.get(needed_columns().get(analysis, "")):
        nothing = msg("results.plan_no_variable", file=file, line=line)
        return replace(row, problem=nothing) if named.get("analysis") else None
    try:
        options: dict[str, Any] = {**fixed, **_options(named, file, line)}
    except PlanProblem as unreadable:
        return replace(row, problem=unreadable.message)
    if "%/%" in first:
        first, _, options["denominator"] = (part.strip() for part in first.partition("%/%"))
    titles = {name[-2:]: named[name] for name in ("title_en", "title_fr") if name in named}
    if titles:
        options["title"] = titles
    return replace(row, variable=first, options=options)


@functools.cache
def _named_in_window() -> Mapping[str, str]:
    """The analyses by their names in the window, in every language."""
    return {fold(render(one.label, language)): one.id for one in declarations() for language in LANGUAGES}


@functools.cache
def _choices_in_window(option: str) -> Mapping[str, str]:
    """The choices of an option by their names in the window, in every language."""
    ids = {choice for declared in declarations() for one in declared.options if one.name == option
           for choice in one.choices}  # fmt: skip
    return {fold(render(msg(f"choice.{option}.{one}"), language)): one for one in ids for language in LANGUAGES}


def _as_part(condition: str) -> str:
    """A condition as one part of a longer one."""
    return f"({condition})" if re.search(r"\bor\b", condition) else condition


def _options(named: Mapping[str, str], file: str, line: int) -> dict[str, Any]:
    """The options of a row, numbers as numbers; names of variables as they are written. Raises PlanProblem."""
    options: dict[str, Any] = {}
    for name, kind in option_kinds().items():
        if name not in named or name in OF_ROWS:
            continue
        written = named[name]
        if kind is OptionKind.NUMBER:
            options[name] = _number(written, file, line)
        elif kind is OptionKind.NUMBERS:
            options[name] = [_number(part, file, line) for part in written.replace(";", " ").split()]
        elif name == "model":
            options[name] = MODELS.get(written.strip().lower(), written.strip().lower())
        elif kind is OptionKind.CHOICE:
            options[name] = _choices_in_window(name).get(fold(written.strip()), written)
        elif name != "numerator":
            options[name] = written
    return options


def several(text: str) -> list[str]:
    """Names set apart by ";", or by blanks where there is no ";"."""
    return [part.strip() for part in (text.split(";") if ";" in text else text.split()) if part.strip()]


def _number(text: str, file: str, line: int) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise PlanProblem(msg("results.plan_number", file=file, line=line)) from None


def _csv_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        grid = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise PlanProblem(msg("results.plan_damaged", file=path.name)) from None
    return _named(grid, path.name)


def _json_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError):
        raise PlanProblem(msg("results.plan_damaged", file=path.name)) from None
    rows = stored.get("rows") if isinstance(stored, dict) else stored
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PlanProblem(msg("results.plan_shape", file=path.name))
    return [
        (line, {str(name).strip().lower(): _text(value) for name, value in row.items()})
        for line, row in enumerate(rows[:MOST_ROWS], start=1)
    ]


def _book_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    from python_calamine import CalamineWorkbook  # python_calamine: not at start

    try:
        book = CalamineWorkbook.from_path(str(path))
        grids = [book.get_sheet_by_name(name).to_python(nrows=MOST_ROWS) for name in book.sheet_names]
    except Exception as damaged:  # the reader raises several kinds for a damaged file
        raise PlanProblem(msg("results.plan_damaged", file=path.name)) from damaged
    for grid in grids:
        if grid and _is_heading([_text(cell) for cell in grid[0]]):
            return _named([[_text(cell) for cell in row] for row in grid], path.name)
    raise PlanProblem(msg("results.plan_headings", file=path.name))


def _named(grid: Sequence[Sequence[str]], file: str) -> list[tuple[int, dict[str, str]]]:
    if not grid or not _is_heading(grid[0]):
        raise PlanProblem(msg("results.plan_headings", file=file))
    heads = [head.strip().lower() for head in grid[0]]
    return [
        (line, {head: cell.strip() for head, cell in zip(heads, row, strict=False)})
        for line, row in enumerate(grid[1 : MOST_ROWS + 1], start=2)
    ]


def _is_heading(cells: Sequence[str]) -> bool:
    names = {column_of(cell) for cell in cells}
    return "analysis" in names and bool(names & _first_columns())


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "; ".join(str(part) for part in value) if isinstance(value, list) else str(value).strip()
