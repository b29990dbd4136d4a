# SPDX-License-Identifier: MIT
"""Questions of a newer export beside those of the project: paired by name, choices by code, columns made comparable."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Choice, DataTable, Kind, Level, Reason, Variable
from projects.datasets.registers.headings import proposed_parts
from projects.imported.records import ImportedTable
from projects.importing.columns.select_questions import SingleChoiceColumn
from projects.stored_tables.cells import cell_at
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn, build_column, column_names
from projects.stored_tables.columns import locked_column
from projects.word_folding import fold
from wording import Problem, msg
from wording.answer_order import in_order

if TYPE_CHECKING:
    import pyarrow as pa

RENUMBERED = ("_index", "_parent_index", "_parent_table_name", "_submission_")
_NUMBERED = re.compile(r" \(\d+\)$")  # behind a heading that stands in the file more than once
_MOST_NEW = 50  # more answers that nobody knew are free text
TEXTS = (Kind.TEXT, Kind.TIME, Kind.GEOPOINT, Kind.MEDIA)


@dataclasses.dataclass(frozen=True)
class Pair:
    """A question at hand and in the new export. `merged` is what is stored after: more choices, wider kind."""

    old: Variable | None
    new: Variable | None
    merged: Variable
    comparable: bool = True  # False: its kind changed in a way that answers cannot be carried over


def is_renumbered(variable: Variable) -> bool:
    """Whether an export gives the column new values each time: its change says nothing about the person."""
    return variable.name.startswith(RENUMBERED) and variable.name != "_submission_time"


def is_answer(variable: Variable) -> bool:
    """Whether a column holds what somebody answered, not what a server or a phone noted."""
    return not variable.name.startswith(("_", "meta/", "meta."))


def heading_of(variable: Variable) -> str:
    """The heading as it stands in its own row of the file, folded: "0–17" of "Women / 0–17" and of "0–17 (2)"."""
    group = f"{variable.group[-1]} / " if variable.group else ""
    return fold(_NUMBERED.sub("", variable.name.removeprefix(group))).strip()


def pair_variables(table: DataTable, imported: ImportedTable, kept: Sequence[Variable] = ()) -> list[Pair]:
    """All questions of both, those at hand first; new ones get fresh ids, none of those of `kept`.

    Raises Problem where headings that stand several times in both cannot be told apart.
    """
    same = _same_questions(table, imported.variables)
    taken = {variable.id for variable in same.values()}
    named = {variable.name: variable for variable in imported.variables if variable.id not in taken}
    pairs = [_pair(variable, same.get(variable.id)) for variable in table.variables]
    number = max((int(variable.id[1:]) for variable in (*table.variables, *kept)), default=0)
    for variable in named.values():
        number += 1
        fresh = dataclasses.replace(variable, id=f"v{number}")
        pairs.append(Pair(None, variable, fresh))
    return pairs


def _same_questions(table: DataTable, new: Sequence[Variable]) -> dict[str, Variable]:
    """The new question of each at hand: that of its name; of a heading that stands several times by its group.

    A row of groups above ("Women", "Men") names equal headings otherwise than a number behind them does, and one name
    may then be another's column: such headings are compared by their group and their place in it, then by the part
    they play in a register, and never by their name alone.
    """
    named = {variable.name: variable for variable in new}
    found = {variable.id: named[variable.name] for variable in table.variables if variable.name in named}
    families: dict[str, tuple[list[Variable], list[Variable]]] = {}
    for side, questions in enumerate((table.variables, new)):
        for variable in questions:
            families.setdefault(heading_of(variable), ([], []))[side].append(variable)
    for name, (ours, theirs) in families.items():
        both = (*ours, *theirs)
        grouped = any(_group(one) for one in both) and any(fold(one.name).strip() != name for one in both)
        if not ours or not theirs or len(both) < 3 or not grouped:
            continue
        for one in ours:
            if one.id in found and _group(found[one.id]) != _group(one):
                del found[one.id]
        rest = [one for one in ours if one.id not in found]
        found |= _by_group(rest, [one for one in theirs if one not in found.values()])
        rest = [one for one in ours if one.id not in found]
        found |= _by_part(table, new, rest, [one for one in theirs if one not in found.values()])
        left = [one.name for one in rest if one.id not in found]
        unknown = [one.name for one in theirs if one not in found.values()]
        if left and unknown:
            raise Problem(msg("data.newer.headings_alike", ours=left, theirs=unknown))
    return found


def _group(variable: Variable) -> str:
    return fold(variable.group[-1]).strip() if variable.group else ""


def _by_group(ours: Sequence[Variable], theirs: Sequence[Variable]) -> dict[str, Variable]:
    """Columns under one group of one wording, in their order where there are as many on both sides."""
    found: dict[str, Variable] = {}
    for group in {_group(one) for one in ours} - {""}:
        here, there = ([one for one in side if _group(one) == group] for side in (ours, theirs))
        if len(here) == len(there):
            found |= {one.id: other for one, other in zip(here, there, strict=True)}
    return found


def _by_part(
    table: DataTable, new: Sequence[Variable], ours: Sequence[Variable], theirs: Sequence[Variable]
) -> dict[str, Variable]:
    """Columns of a register that alone play a part here and seem to play it alone there."""
    if table.register is None or not ours or not theirs:
        return {}
    played, seems = dict(table.register.parts), dict(proposed_parts(table.register.kind, new))
    found: dict[str, Variable] = {}
    for part in {played[one.id] for one in ours if one.id in played}:
        here = [one for one in ours if played.get(one.id) is part]
        there = [one for one in theirs if seems.get(one.id) is part]
        if len(here) == len(there) == 1:
            found[here[0].id] = there[0]
    return found


def _pair(old: Variable, new: Variable | None) -> Pair:
    if new is None:
        return Pair(old, None, old)
    if old.kind in (Kind.ONE, Kind.SET) and new.kind is old.kind:
        return Pair(old, new, dataclasses.replace(old, choices=_joined_choices(old, new)))
    if old.kind in NUMBERS and new.kind in NUMBERS:
        wider = Kind.NUMBER if Kind.NUMBER in (old.kind, new.kind) else Kind.INTEGER
        return Pair(old, new, dataclasses.replace(old, kind=wider))
    same = old.kind is new.kind or (old.kind in DATES and new.kind in DATES) or old.kind in TEXTS
    return Pair(old, new, old, comparable=same and not (old.kind in TEXTS and new.kind is Kind.SET))


def _joined_choices(old: Variable, new: Variable) -> tuple[Choice, ...]:
    known = {choice.code for choice in old.choices}
    number = max((int(choice.id[1:]) for choice in old.choices), default=0)
    added = [choice for choice in new.choices if choice.code not in known]
    fresh = [dataclasses.replace(choice, id=f"c{number + place}") for place, choice in enumerate(added, 1)]
    return (*old.choices, *fresh)


def order_of_choices(pair: Pair) -> list[str]:
    """The ids of the merged choices in the order they stand in: as the newer form lists them, else as in text.

    Where a person, or a form, gave the answers at hand another order, new ones stand at the end.
    """
    assert pair.old is not None
    assert pair.new is not None
    merged = {choice.code: choice for choice in pair.merged.choices if not choice.reason}
    before = [choice.code for choice in pair.old.choices if not choice.reason]
    listed = [choice.code for choice in pair.new.choices if choice.code in merged]
    if [code for code in listed if code in before] == before:
        codes = listed
    elif in_order(before)[0] == before:
        codes = in_order(list(merged))[0]
    else:
        codes = list(merged)
    return [*(merged[code].id for code in codes), *(one.id for one in pair.merged.choices if one.reason)]


def with_known_choices(table: DataTable, imported: ImportedTable) -> ImportedTable:
    """The new export with each text that is a single choice at hand as that choice; unknown answers join its list.

    A short file cannot tell: of two rows with "yes" and "no" no answer recurs, and the column is read as free text. A
    column with more than 50 unknown answers stays text.
    """
    columns, reasons = dict(imported.columns), dict(imported.reasons)
    read: dict[str, Variable] = {}
    new = _same_questions(table, imported.variables)
    for old in table.variables:
        other = new.get(old.id)
        if old.kind is not Kind.ONE or other is None or other.kind not in TEXTS or other.id not in columns:
            continue
        answers = SingleChoiceColumn(_combined(columns[other.id]), old.choices)
        if len(answers.strange) > _MOST_NEW:
            continue
        read[other.id] = dataclasses.replace(other, kind=Kind.ONE, level=Level.NOMINAL, choices=answers.choices)
        columns[other.id] = answers.column()
        reasons[other.id] = np.asarray(answers.reasons(), np.int8)
    if not read:
        return imported
    variables = tuple(read.get(one.id, one) for one in imported.variables)
    return dataclasses.replace(imported, variables=variables, columns=columns, reasons=reasons)


def new_column(pair: Pair, imported: ImportedTable) -> ChunkColumn:
    """The new export's column in terms of the merged question; all MISSING where kinds cannot be carried over."""
    assert pair.new is not None
    reasons = imported.reasons.get(pair.new.id)
    reasons = np.zeros(imported.rows, np.int8) if reasons is None else np.asarray(reasons, np.int8)
    if not pair.comparable:
        return absent_column(pair.merged, imported.rows, Reason.MISSING)
    arrays = {name: imported.columns[name] for name in column_names(pair.new) if name in imported.columns}
    column = build_column(pair.new, [{name: _combined(array) for name, array in arrays.items()}], reasons)
    if pair.merged.kind in (Kind.ONE, Kind.SET):
        return _in_merged_choices(pair, column)
    if pair.merged.kind in TEXTS and isinstance(column.values, np.ndarray):
        return ChunkColumn(pair.merged.kind, _as_texts(pair.new, column), reasons)
    return dataclasses.replace(column, kind=pair.merged.kind)


def _combined(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """The column as one array."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _in_merged_choices(pair: Pair, column: ChunkColumn) -> ChunkColumn:
    assert pair.new is not None
    where = {choice.code: place for place, choice in enumerate(pair.merged.choices)}
    places = np.array([where[choice.code] for choice in pair.new.choices], dtype=np.int64)
    categories = tuple(choice.id for choice in pair.merged.choices)
    if column.kind is Kind.ONE:
        values = np.append(places, -1)[column.values].astype(np.int32)
        return ChunkColumn(column.kind, *_as_absent(pair.merged, values, column.reasons), categories)
    values = np.zeros((len(column), len(categories)), dtype=bool)
    values[:, places] = column.values
    return ChunkColumn(column.kind, values, column.reasons, categories)


def _as_absent(variable: Variable, values: np.ndarray, reasons: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of choices without those that mean refused or don't know in this table: it keeps what they mean,
    which a file without labels does not say."""
    meant = np.array([*(choice.reason for choice in variable.choices), 0], np.int8)[values]
    absent = (reasons == 0) & (meant != 0)
    return np.where(absent, -1, values).astype(np.int32), np.where(absent, meant, reasons).astype(np.int8)


def _as_texts(variable: Variable, column: ChunkColumn) -> pa.ChunkedArray:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    codes = {choice.id: choice.code for choice in variable.choices}
    texts: list[str | None] = []
    for place in range(len(column)):
        value = cell_at(column, place).value
        if isinstance(value, float):
            texts.append(f"{value:.15g}")
        else:
            texts.append(None if value is None else codes.get(str(value), str(value)))
    return pa.chunked_array([pa.array(texts, pa.string())])


def absent_column(variable: Variable, rows: int, reason: int) -> ChunkColumn:
    """A column without values."""
    column = locked_column(variable, rows)
    return dataclasses.replace(column, reasons=np.full(rows, int(reason), np.int8))


def widened(column: ChunkColumn, variable: Variable) -> ChunkColumn:
    """A column at hand in terms of the merged question: new choices were never chosen."""
    if column.kind is Kind.SET:
        more = len(variable.choices) - len(column.categories)
        matrix = np.pad(column.values, ((0, 0), (0, more)))
        return ChunkColumn(column.kind, matrix, column.reasons, tuple(choice.id for choice in variable.choices))
    categories = tuple(choice.id for choice in variable.choices) if column.kind is Kind.ONE else ()
    return dataclasses.replace(column, kind=variable.kind, categories=categories)


def differs(old: ChunkColumn, new: ChunkColumn, old_rows: np.ndarray, new_rows: np.ndarray) -> np.ndarray:
    """For each pair of rows whether their cells differ, in value or in the reason of absence."""
    reasons, other = old.reasons[old_rows], new.reasons[new_rows]
    different = reasons != other
    both = (reasons == 0) & (other == 0)
    if isinstance(old.values, np.ndarray):
        one, two = old.values[old_rows], new.values[new_rows]
        unequal = one != two
        if old.kind is Kind.SET:
            unequal = unequal.any(axis=1)
        elif old.kind in NUMBERS:
            unequal &= ~(np.isnan(one) & np.isnan(two))
    else:
        unequal = _texts_differ(old.values, new.values, old_rows, new_rows)
    found: np.ndarray = different | (both & unequal)
    return found


def _texts_differ(old: pa.ChunkedArray, new: pa.ChunkedArray, old_rows: np.ndarray, new_rows: np.ndarray) -> np.ndarray:
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    one = old.combine_chunks().take(pa.array(old_rows))
    two = new.combine_chunks().take(pa.array(new_rows))
    found: np.ndarray = pc.fill_null(pc.not_equal(one, two), False).to_numpy(zero_copy_only=False)
    return found


def content_hashes(
    columns: Sequence[tuple[ChunkColumn, ChunkColumn]], rows: tuple[int, int]
) -> tuple[np.ndarray, np.ndarray]:
    """A number for the content of each row at hand and of each new row: equal rows have equal numbers."""
    totals = [np.full(count, 17, dtype=np.uint64) for count in rows]
    for old, new in columns:
        for total, part in zip(totals, _codes(old, new), strict=True):
            total *= np.uint64(1_099_511_628_211)
            total ^= part
            total ^= total >> np.uint64(29)
    return totals[0], totals[1]


def _codes(old: ChunkColumn, new: ChunkColumn) -> list[np.ndarray]:
    if not isinstance(old.values, np.ndarray):
        parts = _text_codes(old.values, new.values)
    elif old.kind is Kind.SET:
        weights = np.arange(1, old.values.shape[1] + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        parts = [(column.values * weights).sum(axis=1, dtype=np.uint64) for column in (old, new)]
    elif old.kind in NUMBERS:
        parts = [(column.values + 0.0).view(np.uint64) for column in (old, new)]
    else:
        parts = [column.values.astype(np.int64).view(np.uint64) for column in (old, new)]
    return [
        np.where(column.reasons == 0, part, column.reasons.astype(np.uint64) + np.uint64(1 << 60))
        for column, part in zip((old, new), parts, strict=True)
    ]


def _text_codes(old: pa.ChunkedArray, new: pa.ChunkedArray) -> list[np.ndarray]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    both = pa.chunked_array([*old.chunks, *new.chunks], type=pa.string()).combine_chunks().dictionary_encode()
    codes = both.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64).view(np.uint64)
    return [codes[: len(old)], codes[len(old) :]]
