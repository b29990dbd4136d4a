# SPDX-License-Identifier: MIT
"""Plan files: one line per table to make, read from xlsx, csv or json. It reads names, looks up no variable.

Our columns: analysis, table, variable, by, column, where, base, percent, interval, level, decimals, quantiles,
numerator, denominator, predictors, model (or family), event, reference, interactions, margins, items, site, rule,
population, targets, target_each, refused, replaced, eligible, title, figure. Several predictors or items are set apart
by ";" or blanks; a reference is written "sex = m; site = b", an interaction "sex * site"; groups are crossed by "sex;
site" in by. Then also also_by, missing_groups (yes), contrasts, adjust, lonely, statistic, quantile_rule,
quantile_interval, estimator. "Lists of analyses" of humanitarian toolkits are read too: analysis_type, analysis_var,
group_var, level; or var, analysis, indicator, dataset.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.declared import declarations
from wording import Problem, msg

MOST_ROWS = 20_000
ALIASES = {
    "analysis_type": "analysis",
    "analysis_var": "variable",
    "var": "variable",
    "group_var": "by",
    "group": "by",
    "indicator": "title",
    "dataset": "table",
    "sheet": "table",
    "filter": "where",
    "subset": "where",
    "rows": "variable",
    "columns": "column",
    "family": "model",
}
KNOWN = frozenset(
    (
        *(
            "id",
            "analysis",
            "table",
            "variable",
            "by",
            "column",
            "where",
            "base",
            "percent",
            "interval",
            "level",
            "decimals",
        ),
        *(
            "quantiles",
            "numerator",
            "denominator",
            "title",
            "title_en",
            "title_fr",
            "figure",
            "inference",
            "inference_reason",
            "compare",
        ),
        *("reference", "interactions", "margins", "also_by", "missing_groups", "contrasts", "adjust", "lonely"),
        *("statistic", "quantile_rule", "quantile_interval", "estimator"),
        *("predictors", "model", "event", "items", "site", "rule", "population", "targets", "refused", "replaced"),
        *("target_each", "eligible", "ties", "strata", "allocation", "period"),
        *("proportion", "precision", "deff", "icc", "per_cluster", "response", "population_size"),
    )
)
MODELS = {
    "gaussian": "linear",
    "binomial": "logistic",
    "quasibinomial": "logistic",
    "quasipoisson": "poisson",
}
AS_WRITTEN = (
    *("base", "percent", "interval", "inference", "inference_reason", "compare", "column", "denominator"),
    *("contrasts", "adjust", "lonely", "statistic", "quantile_rule", "quantile_interval", "estimator"),
    *("also_by", "missing_groups"),
)
OF_MODELS = ("predictors", "event", "items", "site", "rule", "population", "reference", "interactions", "margins")
OF_SAMPLES = ("period", "targets", "target_each", "refused", "replaced", "eligible", "ties", "strata", "allocation")
CHANGING = ("eligible", "population")  # they change figures: never left aside in silence
SIZES = ("proportion", "precision", "deff", "icc", "per_cluster", "response", "population_size")
NUMBERS = ("level", "decimals", *SIZES)
FIRST = frozenset({"variable", "by", "numerator", "items", "precision", "strata"})
WITHOUT_VARIABLE = {"reliability": "items", "sample_size": "analysis"}  # and the column that must be filled instead
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
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """The rows of a plan file in order."""

    name: str
    rows: tuple[PlanRow, ...]


def read_plan(path: Path) -> Plan:
    """The plan of an .xlsx, .csv or .json file. Raises PlanProblem."""
    if not path.is_file():
        raise PlanProblem(msg("results.plan_missing", file=path.name))
    readers = {".csv": _csv_rows, ".json": _json_rows, ".xlsx": _xlsx_rows, ".xlsm": _xlsx_rows, ".ods": _xlsx_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise PlanProblem(msg("results.plan_kind", file=path.name))
    rows = reader(path)
    planned = tuple(row for line, cells in rows if (row := _row(line, cells, path.name)) is not None)
    if not planned:
        raise PlanProblem(msg("results.plan_empty", file=path.name))
    return Plan(path.stem, planned)


def _row(line: int, cells: Mapping[str, str], file: str) -> PlanRow | None:
    named: dict[str, str] = {}
    for heading, value in cells.items():
        name = ALIASES.get(heading, heading)
        if name in KNOWN and value and value.upper() != "NA":
            named.setdefault(name, value)
    first = named.get("variable") or named.get("numerator", "")
    wanted = named.get("analysis", "").strip().lower()
    instead = WITHOUT_VARIABLE.get(wanted, "")
    if not first and not named.get(instead) and (not wanted or _needs_variable(wanted)):
        if named.get("analysis"):
            raise PlanProblem(msg("results.plan_no_variable", file=file, line=line))
        return None
    named.pop("analysis", "")
    analysis, fixed = ANALYSES.get(wanted, (wanted, {}))
    options: dict[str, Any] = dict(fixed)
    options.update({name: named[name] for name in (*AS_WRITTEN, *OF_MODELS, *OF_SAMPLES) if name in named})
    if "model" in named:
        model = named["model"].strip().lower()
        options["model"] = MODELS.get(model, model)
    for name in NUMBERS:
        if name in named:
            options[name] = _number(named[name], file, line)
    if "quantiles" in named:
        options["quantiles"] = [_number(part, file, line) for part in named["quantiles"].replace(";", " ").split()]
    if "%/%" in first:
        first, _, options["denominator"] = (part.strip() for part in first.partition("%/%"))
    titles = {name[-2:]: named[name] for name in ("title_en", "title_fr") if name in named}
    if titles:
        options["title"] = titles
    table, by, where, title, figure = (named.get(name, "") for name in ("table", "by", "where", "title", "figure"))
    return PlanRow(analysis, first, table, by, where, title, figure, line, named.get("id", ""), options)


def _needs_variable(analysis: str) -> bool:
    """Whether a row must name a variable: all must but those whose analysis has no such option."""
    return next((one.needs_variable for one in declarations() if one.id == analysis), True)


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
        raise PlanProblem(msg("results.plan_damaged", file=path.name))
    return [
        (line, {str(name).strip().lower(): _text(value) for name, value in row.items()})
        for line, row in enumerate(rows[:MOST_ROWS], start=1)
    ]


def _xlsx_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    from python_calamine import CalamineWorkbook

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
    names = {ALIASES.get(cell.strip().lower(), cell.strip().lower()) for cell in cells}
    return "analysis" in names and bool(names & FIRST)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "; ".join(str(part) for part in value) if isinstance(value, list) else str(value).strip()
