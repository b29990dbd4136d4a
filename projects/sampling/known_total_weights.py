# SPDX-License-Identifier: MIT
"""Weights adjusted to known totals: a sheet or what was typed, matched to a table and previewed before it is stored."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from analysis.analyses.table_notes import limit_note
from analysis.known_totals import METHODS, Adjustment, Method, category
from analysis.records import DataTable, Kind, Reason, Role, Variable
from analysis.survey.calibration.frame_sheet import folded, match_names, number_of, written
from analysis.survey.calibration.weight_adjustment import Effect, adjusted, base_design, effect, problems
from analysis.survey.design.sample_design import Design
from projects.design.known_totals import KnownMargin, KnownTotals, adjustment
from projects.design.sample_design import sample_columns
from projects.sampling.sheet_files import headed, sheets_of
from projects.store.ports import Reader
from projects.stored_tables.chunks import NUMBERS
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.recipes import keys_of
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import data_table
from wording import Message, Problem, Text, msg

_CROSS = re.compile(r"\s+[×x*]\s+|\s*[×;]\s*")
_HEADS: Mapping[str, Sequence[str]] = {
    "variable": ("variable", "question"),
    "category": ("category", "categorie", "answer", "reponse", "modalite", "code", "value", "valeur"),
    "total": ("total", "population", "known total", "total connu", "count", "effectif", "nombre", "number", "freq"),
    "share": ("share", "per cent", "percent", "%", "part", "pourcentage", "pour cent"),
}


@dataclass(frozen=True)
class TotalLine:
    """A known total: of a category of one variable or of several crossed, or of a number (no categories).

    Without variables it is the number of all. `share`: the total is a part of that, in per cent (48 is 48 %).
    """

    variables: tuple[str, ...]
    categories: tuple[str, ...]
    total: float
    share: bool = False


def parts_of(text: str) -> tuple[str, ...]:
    """The names of a crossing: "sex × site" is two; none of an empty text."""
    return tuple(part for part in _CROSS.split(text.strip()) if part)


def total_of(value: object) -> tuple[float, bool]:
    """A total as people write it, and whether it is a share: "1,240", "48 %". NaN for nothing. Raises ValueError."""
    if value is None or value == "":
        return math.nan, False
    text = str(value).strip()
    if text.endswith("%"):
        return number_of(text[:-1]), True
    return number_of(text), False


def read_totals_file(path: Path) -> tuple[TotalLine, ...]:
    """The known totals of a file (xlsx, ods or csv), of every sheet with such headings. Raises Problem."""
    found: list[TotalLine] = []
    seen = False
    for grid in sheets_of(path):
        heads, rows = headed(grid, _fits)
        seen = seen or bool(heads)
        found += _lines(heads, rows, path.name)
    if not seen:
        raise Problem(msg("adjusting.no_headings", file=path.name))
    if not found:
        raise Problem(msg("adjusting.no_lines", file=path.name))
    return tuple(_fractions(found))


def _fits(cells: Iterable[object]) -> bool:
    places = _places(list(cells))
    return bool(places["variable"]) and bool(places["total"] or places["share"])


def _places(heads: Sequence[object]) -> dict[str, list[int]]:
    """Where the columns of each part stand; "category 2" is one more category."""
    found: dict[str, list[int]] = {name: [] for name in _HEADS}
    for at, head in enumerate(heads):
        plain = re.sub(r"\s*\d+$", "", folded(head)) if head not in (None, "") else ""
        for name, words in _HEADS.items():
            if plain in words:
                found[name].append(at)
    return found


def _lines(heads: Sequence[object], rows: Iterable[tuple[int, Sequence[object]]], file: str) -> list[TotalLine]:
    places = _places(list(heads))
    found: list[TotalLine] = []
    above: tuple[str, ...] = ()
    for number, row in rows:
        cells = {name: [row[at] for at in where if at < len(row)] for name, where in places.items()}
        variables = tuple(part for cell in cells["variable"] for part in parts_of(_text(cell)))
        categories = tuple(_text(cell) for cell in cells["category"] if _text(cell))
        if not variables and categories:  # the name of the variable stands in its first line only
            variables = above
        above = variables or above
        if len(categories) < len(variables):
            categories = tuple(part for one in categories for part in _CROSS.split(one) if part)
        try:
            total, share = _total(cells)
        except ValueError:
            raise Problem(msg("adjusting.line", file=file, line=number)) from None
        if not variables and math.isnan(total):
            continue
        if categories and len(categories) != len(variables):
            raise Problem(msg("adjusting.line_crossed", file=file, line=number))
        if math.isnan(total):
            raise Problem(msg("adjusting.line", file=file, line=number))
        found.append(TotalLine(variables, categories, total, share and bool(variables)))  # all is no share of itself
    return found


def _total(cells: Mapping[str, Sequence[object]]) -> tuple[float, bool]:
    for name in ("total", "share"):
        for cell in cells[name]:
            if cell not in (None, ""):
                total, share = total_of(cell)
                return total, share or name == "share"
    return math.nan, False


def _text(cell: object) -> str:
    return "" if cell in (None, "") else written(cell)


def _fractions(lines: Sequence[TotalLine]) -> list[TotalLine]:
    """Shares that a spreadsheet hands over as fractions (0.48 where it shows 48 %), as per cent."""
    sums: dict[tuple[str, ...], float] = {}
    for line in lines:
        if line.share:
            sums[line.variables] = sums.get(line.variables, 0.0) + line.total
    parts = {names for names, total in sums.items() if abs(total - 1) < 0.02}
    return [
        TotalLine(line.variables, line.categories, line.total * 100, True)
        if line.share and line.variables in parts
        else line
        for line in lines
    ]


MARGINS = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.NUMBER})
_SHARES_MISS = 0.5  # points of per cent that rounded shares may miss of a hundred
_FEW, _FAR = 10, 5.0


@dataclass(frozen=True)
class AdjustmentRequest:
    """How the weights are to be adjusted; `method` None: as the totals ask for."""

    method: Method | None = None
    distance: str = "linear"
    bounds: tuple[float, float] | None = None
    trim: tuple[float, float] | None = None
    strict: bool = False
    leave_out: bool = False
    population: float | None = None
    source: str = ""


@dataclass(frozen=True)
class ReachedTotal:
    """One known total: rows that count in it, their weights before, the total, their weights after (None: not made)."""

    of: Text
    name: Text  # of the category; "" for a number
    rows: int
    before: float
    total: float
    after: float | None


@dataclass(frozen=True)
class AdjustmentPlan:
    """What adjusting the weights would do; `known` is None, and nothing can be kept, where there are `problems`.

    `meant`: the totals as they are understood, whether they can be kept or not; `methods` are those they allow.
    """

    table: DataTable
    known: KnownTotals | None
    reached: tuple[ReachedTotal, ...]
    effect: Effect | None
    problems: tuple[Message, ...]
    findings: tuple[Text, ...]
    meant: KnownTotals | None = None
    methods: tuple[Method, ...] = METHODS


def offered(table: DataTable) -> list[Variable]:
    """The variables that totals can be known of."""
    return [v for v in table.variables if v.kind in MARGINS and v.role is not Role.IDENTIFIER]


def plan_adjustment(
    project: Reader, table_id: str, lines: Sequence[TotalLine], wish: AdjustmentRequest
) -> AdjustmentPlan:
    """Match the totals to a table's variables and answers, and adjust its rows as they are; changes nothing.

    Whatever keeps the weights from being adjusted stands in `problems`, a sentence each.
    """
    table = data_table(project, table_id)
    reader = _Reading(project, table, TableColumns(project, table_id))
    known = reader.known(lines, wish)
    methods = methods_for(known.margins, known.numbers)
    if reader.problems:
        found = tuple(reader.problems)
        return AdjustmentPlan(table, None, (), None, found, tuple(reader.findings), methods=methods)
    keep = kept_rows(project, table_id)
    stored = sample_columns(project, table_id)
    over = stored.adjust if stored.adjust is None or stored.adjust.given else stored.adjust.over
    made = replace(adjustment(project, table_id, known, reader.columns), over=over)
    columns = replace(stored, adjust=made).taken(keep)
    assert columns.adjust is not None
    try:
        before = base_design(columns, int(keep.sum()))
        wrong = problems(before, columns.adjust)
        after = adjusted(before, columns.adjust) if not wrong else None
    except Problem as problem:
        wrong, after = [problem.message], None
        before = base_design(replace(columns, adjust=None), int(keep.sum()))
    lines_shown = _reached(columns.adjust, before, after)
    seen = effect(before, after, columns.adjust) if after is not None else None
    findings = [*reader.findings, *_left_out(columns.adjust, keep), *_findings(lines_shown, seen, known)]
    kept = known if after is not None else None
    return AdjustmentPlan(table, kept, lines_shown, seen, tuple(wrong), tuple(findings), known, methods)


class _Reading:
    """Finds the variables and answers that lines name; what it cannot find stands in `problems`."""

    def __init__(self, project: Reader, table: DataTable, columns: TableColumns) -> None:
        self.project, self.table, self.columns = project, table, columns
        self.problems: list[Message] = []
        self.findings: list[Message] = []
        self._words: dict[str, dict[str, tuple[str, ...]]] = {}

    def known(self, lines: Sequence[TotalLine], wish: AdjustmentRequest) -> KnownTotals:
        """The totals by ids."""
        population = wish.population
        groups: dict[tuple[str, ...], list[TotalLine]] = {}
        for line in lines:
            if line.variables:
                groups.setdefault(line.variables, []).append(line)
            elif not line.share:
                population = line.total
        margins: list[KnownMargin] = []
        numbers: list[tuple[str, float]] = []
        for names, own in groups.items():
            found = [self._variable(name) for name in names]
            chosen = [one for one in found if one is not None]
            if len(chosen) < len(names):
                continue
            if all(not line.categories for line in own):
                numbers += self._number(chosen, own)
            else:
                margins += self._margin(chosen, own, population)
        method: Method = wish.method or methods_for(margins, numbers)[0]
        shared = any(line.share for line in lines)
        people = population if method == "calibrate" or not shared else None
        return KnownTotals(
            method, tuple(margins), tuple(numbers), people, wish.distance if method == "calibrate" else "linear",
            wish.bounds if method == "calibrate" else None, wish.trim, wish.strict, wish.leave_out, wish.source,
        )  # fmt: skip

    def _variable(self, name: str) -> Variable | None:
        among = offered(self.table)
        for match in (lambda v: name in (v.id, v.name), lambda v: name == v.name.rpartition("/")[2]):
            for variable in among:
                if match(variable):
                    return variable
        wanted = folded(name)
        for variable in among:
            words = {folded(word) for word in (*variable.labels.by_language.values(), variable.name) if word}
            if wanted in words:
                return variable
        self.problems.append(msg("adjusting.no_variable", variable=name, table=self.table.name))
        return None

    def _number(self, found: Sequence[Variable], lines: Sequence[TotalLine]) -> list[tuple[str, float]]:
        if len(found) > 1 or found[0].kind not in NUMBERS:
            self.problems.append(msg("adjusting.not_number", variable=category([_called(v) for v in found])))
            return []
        if len(lines) > 1:
            self.problems.append(msg("adjusting.twice", variable=_called(found[0]), categories=[_called(found[0])]))
        if any(line.share for line in lines):
            self.problems.append(msg("adjusting.number_share", variable=_called(found[0])))
        return [(found[0].id, lines[0].total)]

    def _margin(
        self, found: Sequence[Variable], lines: Sequence[TotalLine], population: float | None
    ) -> list[KnownMargin]:
        of = category([_called(v) for v in found])
        unknown: list[str] = []
        totals: dict[tuple[str, ...], float] = {}
        twice: list[str] = []
        for line, total in zip(lines, self._counts(of, lines, population), strict=True):
            names = self._names(found, line.categories)
            shown = " × ".join(line.categories)
            if names is None:
                unknown.append(shown or "–")
            elif names in totals:
                twice.append(shown)
            else:
                totals[names] = total
        if unknown:
            self.problems.append(msg("adjusting.no_answer", variable=of, categories=unknown))
        if twice:
            self.problems.append(msg("adjusting.twice", variable=of, categories=twice))
        return [KnownMargin(tuple(v.id for v in found), tuple(totals.items()))]

    def _names(self, found: Sequence[Variable], categories: Sequence[str]) -> tuple[str, ...] | None:
        if len(categories) != len(found):
            return None
        names = []
        for variable, wanted in zip(found, categories, strict=True):
            same = match_names([wanted], self._answers(variable)).same
            if wanted not in same:
                return None
            names.append(same[wanted])
        return tuple(names)

    def _answers(self, variable: Variable) -> Mapping[str, tuple[str, ...]]:
        """Each answer's code and labels in all languages; for other than choices, the values that rows have."""
        if variable.id not in self._words:
            spoken = {
                choice.id: (choice.code, *(word for word in choice.labels.by_language.values() if word))
                for choice in variable.choices
                if choice.reason == Reason.PRESENT
            }
            if variable.kind is not Kind.ONE:
                _, written = keys_of(self.columns.read(variable))
                spoken = {name: (name,) for name in written}
            self._words[variable.id] = spoken
        return self._words[variable.id]

    def _counts(self, of: Text, lines: Sequence[TotalLine], population: float | None) -> list[float]:
        """The totals as counts: shares of the population where they are shares."""
        if not any(line.share for line in lines):
            return [line.total for line in lines]
        if not all(line.share for line in lines):
            self.problems.append(msg("adjusting.shares_and_counts", variable=of))
        elif population is None or not population > 0:
            self.problems.append(msg("adjusting.shares_of", variable=of))
        else:
            whole = sum(line.total for line in lines)
            if abs(whole - 100) > _SHARES_MISS:
                self.problems.append(msg("adjusting.shares_sum", variable=of, sum=round(whole, 2)))
            elif abs(whole - 100) > 1e-9:
                self.findings.append(msg("adjusting.shares_rounded", variable=of, sum=round(whole, 2)))
            return [line.total / whole * population if whole else math.nan for line in lines]
        return [math.nan for _ in lines]


def methods_for(margins: Sequence[object], numbers: Sequence[object]) -> tuple[Method, ...]:
    """The methods that such totals allow, first the one they ask for."""
    if numbers or not margins:
        return ("calibrate",)
    return METHODS if len(margins) == 1 else ("rake", "calibrate")


def _called(variable: Variable) -> Text:
    return variable.labels if any(variable.labels.by_language.values()) else variable.name


def _reached(made: Adjustment, before: Design, after: Design | None) -> tuple[ReachedTotal, ...]:
    used = before.weights > 0
    found: list[ReachedTotal] = []
    for margin in made.margins:
        of = category(margin.variables)
        for place, (names, total) in enumerate(zip(margin.names, margin.totals, strict=True)):
            inside = used & (margin.codes == place)
            if inside.any() or not np.isnan(total):
                sums = [None if one is None else float(one.weights[inside].sum()) for one in (before, after)]
                found.append(
                    ReachedTotal(of, category(names), int(inside.sum()), sums[0] or 0.0, float(total), sums[1])
                )
    for number in made.auxiliaries:
        values = np.nan_to_num(number.values)
        sums = [None if one is None else float(one.weights @ values) for one in (before, after)]
        rows = int((used & ~np.isnan(number.values)).sum())
        found.append(ReachedTotal(number.variable, "", rows, sums[0] or 0.0, number.total, sums[1]))
    return tuple(found)


def _left_out(made: Adjustment, keep: np.ndarray) -> list[Message]:
    without = int(made.unanswered(int(keep.sum())).sum()) if made.leave_out else 0
    return [msg("adjusting.left_out", n=without)] if without else []


def _findings(reached: Sequence[ReachedTotal], seen: Effect | None, known: KnownTotals) -> list[Text]:
    found: list[Text] = []
    few = [msg("adjusting.category_rows", category=one.name, n=one.rows) for one in reached
           if one.name and 0 < one.rows < _FEW]  # fmt: skip
    if few:
        found.append(msg("adjusting.few_rows", categories=few))
    if seen is not None and (seen.ratio_high > _FAR * seen.scale or seen.ratio_low < seen.scale / _FAR):
        found.append(msg("adjusting.far"))
    if seen is not None and known.trim is not None:
        missed = [abs(one.after / one.total - 1) for one in reached if one.after is not None and one.total > 0]
        if max(missed, default=0.0) > 1e-6:
            found.append(msg("adjusting.trim_missed", share=round(100 * max(missed), 1)))
    if seen is not None and (known.trim is not None or known.bounds is not None):
        found += limit_note(asdict(seen))
    return found
