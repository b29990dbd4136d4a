# SPDX-License-Identifier: MIT
"""Converts a column to the kind a person gives it: number, text, date, one answer, a set of answers, ordered answers.

What does not convert is counted and becomes missing; answers that differ only in blanks or case are joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Choice, Kind, Level, Reason, Role, Variable
from projects.imported.records import ImportedTable
from projects.importing.columns.dates import UNCLEAR, order_of_dates, to_dates
from projects.importing.columns.type_conversion import to_number
from projects.importing.columns.variables import JoinedSpelling, joined_answers, separator_of, split_cell
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn, arrow_columns, build_column, column_names
from wording import Labels, Problem, msg
from wording.answer_order import in_order

if TYPE_CHECKING:
    import pyarrow as pa

WORDS = ("number", "text", "date", "one", "set", "ordered")
_NO_LABELS = Labels({})
_CONVENTIONS = ((".", ""), (",", ""), (".", ","), (",", "."), (".", " "), (",", " "))


@dataclass(frozen=True)
class Conversion:
    """A variable in another kind with its column; `lost`: rows whose value is none of that kind (now missing).

    `examples`: some values that do not convert. `joined`: answers that differed only in blanks or case.
    """

    variable: Variable
    column: ChunkColumn
    lost: np.ndarray
    examples: tuple[str, ...] = ()
    joined: tuple[JoinedSpelling, ...] = field(default_factory=tuple)


def word_of(variable: Variable) -> str:
    """The word for what a variable is now."""
    if variable.kind is Kind.ONE:
        return "ordered" if variable.level is Level.ORDINAL else "one"
    if variable.kind is Kind.SET:
        return "set"
    return "number" if variable.kind in NUMBERS else "date" if variable.kind in DATES else "text"


def in_kind(
    variable: Variable, column: ChunkColumn, word: str, *, date_order: str | None = None, separator: str | None = None
) -> Conversion:
    """The variable and its column in a kind of `WORDS`.

    `date_order`: "dmy" or "mdy" for dates that could be either. `separator`: between the answers of a set, found where
    None. Raises Problem for an ambiguous date order, and for a set where nothing separates answers.
    """
    if word not in WORDS:
        raise Problem(msg("cli.no_such_word", word=word, words=list(WORDS)))
    none = np.zeros(len(column), bool)
    if word == "ordered":
        made = in_kind(variable, column, "one")
        return replace(made, variable=replace(made.variable, level=Level.ORDINAL))
    if word == "text":
        return Conversion(*_text(variable, column), none)
    if word == "number":
        return _number(variable, column)
    if word == "date":
        return _date(variable, column, date_order)
    return _set(variable, column, separator) if word == "set" else _to_choice(variable, column)


def texts_of(variable: Variable, column: ChunkColumn) -> list[str | None]:
    """Each cell as text, None where absent: the codes of choices, plain numbers, ISO dates."""
    absent = column.reasons != 0
    if column.kind is Kind.ONE:
        codes = [variable.choice(one).code for one in column.categories]
        return [codes[at] if at >= 0 else None for at in column.values.tolist()]
    if column.kind is Kind.SET:
        codes = [variable.choice(one).code for one in column.categories]
        return [
            None if gone else "; ".join(codes[at] for at in np.flatnonzero(row))
            for gone, row in zip(absent, column.values, strict=True)
        ]
    if column.kind in NUMBERS:
        return [None if gone else f"{value:.15g}" for gone, value in zip(absent, column.values.tolist(), strict=True)]
    if column.kind in DATES:
        shown = np.datetime_as_string(column.values.view("datetime64[ns]"), "D" if column.kind is Kind.DATE else "s")
        return [None if gone else str(text) for gone, text in zip(absent, shown, strict=True)]
    found: list[str | None] = column.values.to_pylist()
    return [None if gone else text for gone, text in zip(absent, found, strict=True)]


def _text(variable: Variable, column: ChunkColumn) -> tuple[Variable, ChunkColumn]:
    role = Role.TEXT if variable.role is Role.ORDINARY else variable.role
    made = replace(variable, kind=Kind.TEXT, level=Level.NOMINAL, role=role, choices=())
    return made, ChunkColumn(Kind.TEXT, _strings(texts_of(variable, column)), column.reasons.copy())


def _number(variable: Variable, column: ChunkColumn) -> Conversion:
    if column.kind in NUMBERS:
        return Conversion(variable, column, np.zeros(len(column), bool))
    texts = texts_of(variable, column)
    tries = [to_number(_array(texts), decimal, thousands) for decimal, thousands in _CONVENTIONS]
    best = min(tries, key=lambda one: int(one.misfits.sum()))
    values = np.array(best.values.to_numpy(zero_copy_only=False), float)
    whole = values[np.isfinite(values)]
    kind = Kind.INTEGER if bool((whole == np.floor(whole)).all()) else Kind.NUMBER
    made = replace(_plain(variable), kind=kind, level=Level.INTERVAL, choices=())
    return _lost(made, ChunkColumn(kind, values, column.reasons.copy()), best.misfits, texts)


def _date(variable: Variable, column: ChunkColumn, order: str | None) -> Conversion:
    if column.kind in DATES:
        return Conversion(variable, column, np.zeros(len(column), bool))
    texts = texts_of(variable, column)
    found = order or order_of_dates([text for text in texts if text])
    if found == UNCLEAR:
        raise Problem(msg("kinds.date_order_unclear", variable=variable.name))
    stamps, misfits = to_dates(texts, found or "ymd")
    clock = stamps[~np.isnat(stamps)]
    kind = Kind.DATE if bool((clock == clock.astype("datetime64[D]")).all()) else Kind.DATETIME
    made = replace(_plain(variable), kind=kind, level=Level.INTERVAL, choices=())
    return _lost(made, ChunkColumn(kind, stamps.view(np.int64), column.reasons.copy()), misfits, texts)


def _to_choice(variable: Variable, column: ChunkColumn) -> Conversion:
    texts = texts_of(variable, column)
    special = [choice for choice in variable.choices if choice.reason]
    known = [choice for choice in variable.choices if not choice.reason] if column.kind is Kind.ONE else []
    words, joined = joined_answers(texts, [choice.code for choice in known])
    first = {choice.code: choice for choice in known}
    last = max((int(choice.id[1:]) for choice in variable.choices), default=0) if column.kind is Kind.ONE else 0
    given = list(dict.fromkeys(word for word in words if word is not None))
    choices: list[Choice] = [first[code] for code in first if code in given or not _drops(first[code], joined)]
    for code in in_order(given)[0]:
        if code not in first:
            last += 1
            choices.append(Choice(f"c{last}", code, _NO_LABELS))
    kept = special if column.kind is Kind.ONE else []
    made_choices = (*choices, *kept)
    place = {choice.code: at for at, choice in enumerate(made_choices)}
    codes = np.array([-1 if word is None else place[word] for word in words], np.int32)
    level = variable.level if variable.kind is Kind.ONE else Level.NOMINAL
    made = replace(_plain(variable), kind=Kind.ONE, level=level, choices=made_choices)
    changed = ChunkColumn(Kind.ONE, codes, column.reasons.copy(), tuple(choice.id for choice in made_choices))
    return Conversion(made, changed, np.zeros(len(column), bool), (), joined)


def _drops(choice: Choice, joined: Sequence[JoinedSpelling]) -> bool:
    """Whether a known answer is now one with another."""
    return any(choice.code in one.others for one in joined)


def _set(variable: Variable, column: ChunkColumn, separator: str | None) -> Conversion:
    if column.kind is Kind.SET:
        return Conversion(variable, column, np.zeros(len(column), bool))
    texts = texts_of(variable, column)
    mark = separator or separator_of([text for text in texts if text])
    if mark is None:
        raise Problem(msg("kinds.no_separator", variable=variable.name))
    parts = [None if text is None else split_cell(text, mark) for text in texts]
    flat = [part for row in parts if row for part in row]
    words, joined = joined_answers(flat, ())
    named = {part: word for part, word in zip(flat, words, strict=True) if word is not None}
    codes = in_order(list(dict.fromkeys(word for word in words if word)))[0]
    choices = tuple(Choice(f"c{number}", code, _NO_LABELS) for number, code in enumerate(codes, 1))
    place = {code: at for at, code in enumerate(codes)}
    matrix = np.zeros((len(column), len(codes)), bool)
    reasons = column.reasons.copy()
    for row, answers in enumerate(parts):
        for part in answers or ():
            if part in named:
                matrix[row, place[named[part]]] = True
    reasons[(reasons == 0) & ~matrix.any(axis=1)] = Reason.MISSING
    made = replace(_plain(variable), kind=Kind.SET, level=Level.SET, choices=choices)
    changed = ChunkColumn(Kind.SET, matrix, reasons, tuple(choice.id for choice in choices))
    return Conversion(made, changed, np.zeros(len(column), bool), (), joined)


def _plain(variable: Variable) -> Variable:
    """The variable without the role of free text."""
    return replace(variable, role=Role.ORDINARY) if variable.role is Role.TEXT else variable


def _lost(variable: Variable, column: ChunkColumn, misfits: np.ndarray, texts: Sequence[str | None]) -> Conversion:
    lost = np.asarray(misfits, bool) & (column.reasons == 0)
    column.reasons[lost] = Reason.MISSING
    examples = dict.fromkeys(text for gone, text in zip(lost, texts, strict=True) if gone and text)
    return Conversion(variable, column, lost, tuple(list(examples)[:5]))


def _array(texts: Sequence[str | None]) -> pa.Array:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return pa.array(texts, pa.string())


def _strings(texts: Sequence[str | None]) -> pa.ChunkedArray:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return pa.chunked_array([_array(texts)], pa.string())


def converted_import(table: ImportedTable, variable: Variable, word: str) -> Conversion:
    """A variable of a file just read in another kind; dates with their order: "date:dmy". Raises as `in_kind`."""
    arrays = {name: table.columns[name] for name in column_names(variable) if name in table.columns}
    reasons = table.reasons.get(variable.id)
    reasons = np.zeros(table.rows, np.int8) if reasons is None else np.asarray(reasons, np.int8)
    word, _, order = word.partition(":")
    return in_kind(variable, build_column(variable, [arrays], reasons), word, date_order=order or None)


def imported_in_kinds(table: ImportedTable, kinds: Mapping[str, str]) -> ImportedTable:
    """The table with variables in the kinds that a person gave them, by variable id."""
    columns, reasons, variables = dict(table.columns), dict(table.reasons), []
    for variable in table.variables:
        if variable.id in kinds:
            made = converted_import(table, variable, kinds[variable.id])
            for name in column_names(variable):
                columns.pop(name, None)
            columns |= arrow_columns(made.variable, made.column)
            reasons[variable.id] = made.column.reasons
            confirmed = kinds[variable.id] != "text"
            variable = replace(
                made.variable, content_unconfirmed=variable.content_unconfirmed and not confirmed,
                order_unconfirmed=made.variable.kind is Kind.ONE and variable.order_unconfirmed,
            )  # fmt: skip
        variables.append(variable)
    return replace(table, columns=columns, reasons=reasons, variables=tuple(variables))
