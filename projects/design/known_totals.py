# SPDX-License-Identifier: MIT
"""Known totals to which the weights of a table are adjusted, as the project keeps them: a setting, so that undo works.

Kept are variables and choices by id; the rows that stay in analysis are adjusted anew whenever they are read.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import numpy as np

from analysis.known_totals import AdjustedTo, Adjustment, Auxiliary, Margin, Method, adjusted_text
from analysis.records import Role, SampleColumns, Variable
from analysis.survey.calibration.weight_adjustment import adjusted, base_design
from projects.design.totals_redaction import ERASED_ANSWER
from projects.store.ports import Reader
from projects.stored_tables.chunks import NUMBERS, ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.recipes import keys_of
from projects.stored_tables.row_records import adjusted_to, labels_of
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import StoredTable, tables_of, variables
from wording import Labels, Message, Problem, Text, msg


@dataclass(frozen=True)
class KnownMargin:
    """Totals of a variable's answers, or of those of several crossed: (choice ids or values as written) → total."""

    variables: tuple[str, ...]
    totals: tuple[tuple[tuple[str, ...], float], ...]


@dataclass(frozen=True)
class KnownTotals:
    """What a table's weights are adjusted to and how; see `analysis.known_totals.Adjustment`."""

    method: Method = "rake"
    margins: tuple[KnownMargin, ...] = ()
    numbers: tuple[tuple[str, float], ...] = ()
    population: float | None = None
    distance: str = "linear"
    bounds: tuple[float, float] | None = None
    trim: tuple[float, float] | None = None
    strict: bool = False
    leave_out: bool = False
    source: str = ""


def known_totals_of(reader: Reader, table_id: str) -> KnownTotals | None:
    """The known totals kept for a table; None where its weights are not adjusted."""
    stored = tables_of(reader).settings.known_totals.get(table_id)
    if stored is None:
        return None
    margins = tuple(
        KnownMargin(tuple(one["variables"]), tuple((tuple(names), float(total)) for names, total in one["totals"]))
        for one in stored["margins"]
    )
    numbers = tuple((str(name), float(total)) for name, total in stored["numbers"])
    pairs = {name: None if stored[name] is None else tuple(stored[name]) for name in ("bounds", "trim")}
    return KnownTotals(**{**stored, "margins": margins, "numbers": numbers, **pairs})


def adjustment_of(table: StoredTable, columns: TableColumns, over: Adjustment | None) -> Adjustment | None:
    """The adjustment of every stored row of a table (`taken` leaves those of the analysis); `over` that of above.

    What can no longer be read stands in its `problem`: analyses then say so.
    """
    known = known_totals_of(table.tables, table.id)
    if known is None:
        return over
    shown = table.tables.settings.adjusted[table.id]
    shell = Adjustment(shown, over=over)
    try:
        return replace(adjustment(table.tables, table.id, known, columns, shown), over=over)
    except Problem as gone:
        return replace(shell, problem=gone.message)


def adjustment(
    reader: Reader, table_id: str, known: KnownTotals, columns: TableColumns, shown: AdjustedTo | None = None
) -> Adjustment:
    """The adjustment that these totals would make of every stored row. Raises Problem for a variable that is gone."""
    wanted = list(dict.fromkeys(
        [name for margin in known.margins for name in margin.variables] + [name for name, _ in known.numbers]
    ))  # fmt: skip
    found: dict[str, tuple[Variable, ChunkColumn]] = {}
    for name in wanted:
        try:
            (variable,) = variables(reader, table_id, [name])
        except KeyError:
            raise Problem(msg("adjusting.variable_gone", variable=name)) from None
        if variable.role is Role.IDENTIFIER:
            raise Problem(msg("adjusting.identifier", variable=variable.labels))
        found[name] = (variable, columns.read(variable))
    shown = adjusted_to(reader, table_id, asdict(known)) if shown is None else shown
    labels = {name: label for names, ids in zip(shown.variables, _ids(known), strict=True)
              for label, name in zip(names, ids, strict=True)}  # fmt: skip
    return Adjustment(
        shown,
        tuple(_margin(margin, found, labels) for margin in known.margins),
        tuple(Auxiliary(labels[name], _values(*found[name]), total) for name, total in known.numbers),
        known.population, known.distance, known.bounds, known.trim, known.strict, known.leave_out,
    )  # fmt: skip


def _ids(known: KnownTotals) -> list[tuple[str, ...]]:
    return [margin.variables for margin in known.margins] + [(name,) for name, _ in known.numbers]


def _values(variable: Variable, column: ChunkColumn) -> np.ndarray:
    if variable.kind not in NUMBERS:
        raise Problem(msg("adjusting.not_number", variable=variable.labels))
    return np.where(column.reasons == 0, column.values, np.nan).astype(float)


def _margin(
    margin: KnownMargin, found: Mapping[str, tuple[Variable, ChunkColumn]], labels: Mapping[str, Labels]
) -> Margin:
    """Codes of the crossing: the categories with a total first, then those that only rows have."""
    parts = [keys_of(found[name][1]) for name in margin.variables]
    keys = [names for names, _ in margin.totals]
    place = np.zeros(len(parts[0][0]), dtype=np.int64)
    absent = np.zeros(len(place), dtype=bool)
    for codes, names in parts:
        place = place * max(len(names), 1) + np.maximum(codes, 0)
        absent |= codes < 0
    different, inverse = np.unique(place, return_inverse=True)
    order = {names: at for at, names in enumerate(keys)}
    places = np.zeros(len(different), dtype=np.int64)
    there = set(inverse[~absent].tolist())
    for at, code in enumerate(different.tolist()):
        named = _named(code, [names for _, names in parts])
        if at in there:
            if named not in order:
                order[named] = len(order)
            places[at] = order[named]
    codes = np.where(absent, -1, places[inverse.reshape(-1)])
    totals = np.full(len(order), np.nan)
    totals[: len(keys)] = [total for _, total in margin.totals]
    spoken = [_words(found[name][0]) for name in margin.variables]
    called = tuple(tuple(words.get(key, key) for words, key in zip(spoken, one, strict=True)) for one in order)
    return Margin(tuple(labels[name] for name in margin.variables), called, codes, totals)


def _named(code: int, parts: Sequence[Sequence[str]]) -> tuple[str, ...]:
    found = []
    for names in reversed(parts):
        code, at = divmod(code, max(len(names), 1))
        found.append(names[at] if names else "")
    return tuple(reversed(found))


def _words(variable: Variable) -> dict[str, Text]:
    words: dict[str, Text] = {
        choice.id: choice.labels if any(choice.labels.by_language.values()) else choice.code
        for choice in variable.choices
    }
    return {**words, ERASED_ANSWER: msg("adjusting.erased_answer")}


def weights_given(table: StoredTable, design: SampleColumns) -> SampleColumns:
    """The design of a table's stored rows as tables below inherit it: adjusted weights, errors that take them so."""
    if design.adjust is None or design.adjust.given:
        return design
    row = table.row
    adjust = design.adjust.as_given(labels_of(row["labels"]) if json.loads(row["labels"]) else row["name"])
    keep = kept_rows(table.tables, table.id)
    weight = np.full(len(keep), np.nan)
    try:
        columns = design.taken(keep)
        if design.adjust.problem is not None:
            raise Problem(design.adjust.problem)
        made = adjusted(base_design(columns, int(keep.sum())), columns.adjust or design.adjust)
        inside = np.ones(made.n_rows, dtype=bool) if made.inside is None else made.inside
        weight[keep] = np.where(inside, made.weights, np.nan)
    except Problem as wrong:
        adjust = replace(adjust, problem=wrong.message)
    return replace(design, weight=weight, adjust=adjust)


def adjustment_in_words(design: SampleColumns) -> Message | None:
    """What the weights of a design are adjusted to, or why they cannot be; None where they are not adjusted."""
    if design.adjust is None:
        return None
    if design.adjust.problem is not None:
        return msg("adjusting.broken", problem=design.adjust.problem)
    return msg("adjusting.are", how=adjusted_text(design.adjust.to))
