# SPDX-License-Identifier: MIT
"""Erasing rows and answers of a data set: their cells are blanked in every chunk, their edits and the original file go.

The row keeps its number and an "erased" mark, so that no other row changes its id; it leaves analysis, and rows that
hang on it (members of a household) are erased with it. The preview lists all that goes, with its identifiers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind, Reason, Role, Variable
from projects.datasets.merge.submission_matching import remember_erased
from projects.design.totals_redaction import TotalsRedaction
from projects.forms.xlsform import without_lookups
from projects.identifiers.secret_words import data_set_of, stored_secrecy, write_variable
from projects.store.erase_request import Belongings, Erasable, EraseItem, Subject
from projects.store.ports import DatabaseRow, Reader, Trace
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.chunks import CHUNK_ROWS, decode, encode
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import recipes, variables
from projects.stored_tables.titles import named_variables, table_titles
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction

DOCUMENTS_OF_ROWS = "SELECT id, table_id, row_id FROM document WHERE row_id IS NOT NULL"

EDITS_OF_VARIABLE = "SELECT row_id, old, new, sealed FROM cell_edit WHERE table_id = ? AND variable = ?"

EDITS_OF_ANSWER = "SELECT count(*) AS n FROM cell_edit WHERE table_id = ? AND row_id = ? AND variable = ?"
ORIGINALS_OF_TABLE = (
    "SELECT id, file_name FROM data_import WHERE original_ref IS NOT NULL AND data_set = (SELECT data_set "
    "FROM data_table WHERE id = ?)"
)
SET_FORM_OBJECT = "UPDATE data_import SET form_ref = ? WHERE id = ?"
DROP_ORIGINALS_OF_DATA_SET = (
    "UPDATE data_import SET original_ref = NULL WHERE original_ref IS NOT NULL AND data_set = ?"
)
CHUNKS_OF_COLUMNS = (
    "SELECT id, column_id, chunk, ref FROM column_chunk WHERE table_id = ? AND (? IS NULL OR column_id = ?) "
    "AND column_id NOT IN ('_row', '_parent')"
)
IMPORTS_WITH_ORIGINAL = "SELECT id FROM data_import WHERE original_ref IS NOT NULL AND data_set = ?"
CHILD_TABLES = "SELECT id FROM data_table WHERE parent = ?"
IMPORTS_WITH_FORM = "SELECT id, form_ref FROM data_import WHERE form_ref IS NOT NULL AND data_set = ?"


_ROWS_NAMED, _WORD = 12, 3
_TEXTS = (Kind.TEXT, Kind.GEOPOINT, Kind.MEDIA)


def row_items(project: OpenProject, rows: Mapping[str, Sequence[int]]) -> tuple[EraseItem, ...]:
    """What goes with rows, table by table: the rows, answers, identifiers, derived values, edits, consents, ties."""
    titles, items = table_titles(project), []
    for table, ids in rows.items():
        where, n = titles.get(table, table), len(ids)
        known = variables(project, table)
        hidden = [one for one in known if one.role is Role.IDENTIFIER]
        derived = named_variables(project, table, "recipe IS NOT NULL")
        items.append(EraseItem(msg("data.erase.row"), where, _numbers(ids), n))
        answers = len(known) - len(hidden) - len(derived)
        items.append(EraseItem(msg("data.erase.answers"), where, msg("data.erase.questions", n=answers), n * answers))
        if hidden:
            names: list[Text] = [_called(one) for one in hidden]
            items.append(
                EraseItem(msg("data.erase.identifiers"), msg("data.erase.link"), _listed(names), n * len(hidden))
            )
        if derived:
            items.append(EraseItem(msg("data.erase.derived"), where, _listed(derived), n * len(derived)))
        items += _counted(project, table, ids, where)
    return (*items, *original_items(project, list(rows)), EraseItem(msg("data.erase.words"), msg("data.erase.index")))


def original_items(project: Reader, tables: Sequence[str]) -> list[EraseItem]:
    """The files as they were imported, which hold the rows too."""
    found = {}
    for table in tables:
        for row in project.query(
            ORIGINALS_OF_TABLE,
            (table,),
        ):
            found[row["id"]] = EraseItem(msg("data.erase.original"), msg("data.erase.project"), row["file_name"])
    return list(found.values())


def answer_items(project: OpenProject, table_id: str, row_id: int, variable_id: str) -> tuple[EraseItem, ...]:
    """What goes with one answer."""
    (variable,) = variables(project, table_id, [variable_id])
    where = table_titles(project).get(table_id, table_id)
    edits = project.query(
        EDITS_OF_ANSWER,
        (table_id, row_id, variable_id),
    )[0]["n"]
    items = [EraseItem(msg("data.erase.answer"), msg("data.erase.row_in", row=row_id, table=where), _called(variable))]
    if edits:
        items.append(EraseItem(msg("data.erase.edits"), where, msg("data.erase.log"), edits))
    return (*items, *original_items(project, [table_id]))


def identifying_words(project: Reader, rows: Mapping[str, Sequence[int]]) -> tuple[str, ...]:
    """The direct identifiers these rows hold, as texts: no line of history may keep them. Needs the link key open."""
    found: dict[str, None] = {}
    for table, ids in rows.items():
        for variable in variables(project, table):
            if variable.role is Role.IDENTIFIER and variable.kind in _TEXTS:
                for text in _ever(project, table, ids, variable):
                    parts = [part for part in text.split() if len(part) > _WORD]
                    found.update(dict.fromkeys((text, *parts)))
    return tuple(found)


def _ever(project: Reader, table: str, ids: Sequence[int], variable: Variable) -> list[str]:
    """The texts some cells of a variable hold or held: as imported, and after each edit."""
    columns = TableColumns(project, table, edited=False)
    places = columns.positions(list(ids))
    texts: list[object] = columns.read(variable).values.take(places[places >= 0]).to_pylist()
    wanted = set(ids)
    for row in project.query(EDITS_OF_VARIABLE, (table, variable.id)):
        if row["row_id"] in wanted:
            stored = [row["old"], row["new"]]
            if row["sealed"]:
                stored = [project.read_object(ref).decode() for ref in stored]
            texts += [DatasetCell.from_json(one).value for one in stored]
    return [text.strip() for text in texts if isinstance(text, str) and len(text.strip()) >= _WORD]


def answer_words(project: Reader, table_id: str, row_id: int, variable_id: str) -> tuple[str, ...]:
    """The one answer itself, where it is a text."""
    (variable,) = variables(project, table_id, [variable_id])
    if variable.kind not in _TEXTS:
        return ()
    return tuple(dict.fromkeys(_ever(project, table_id, [row_id], variable)))


def lonely_choices(reader: Reader, rows: Mapping[str, Sequence[int]]) -> list[str]:
    """Choices without a label of a form, made of what was answered, that only these rows hold: an answer in words."""
    found = []
    for table, ids in rows.items():
        columns = TableColumns(reader, table)
        places = columns.positions(list(ids))
        gone = np.zeros(columns.rows, dtype=bool)
        gone[places[places >= 0]] = True
        for variable in variables(reader, table):
            bare = [choice.id for choice in variable.choices if not any(choice.labels.by_language.values())]
            if bare and variable.kind in (Kind.ONE, Kind.SET):
                held, kept = _categories_of_rows(columns, variable, gone), _categories_of_rows(columns, variable, ~gone)
                found += [f"{table}.{variable.id}.{one}" for one in bare if one in held and one not in kept]
    return found


def _categories_of_rows(columns: TableColumns, variable: Variable, mask: np.ndarray) -> set[str]:
    column = columns.read(variable)
    if variable.kind is Kind.SET:
        chosen = column.values[mask].any(axis=0) if mask.any() else []
        return {choice for choice, there in zip(column.categories, chosen, strict=False) if there}
    return {column.categories[place] for place in np.unique(column.values[mask]) if place >= 0}


def _counted(project: Reader, table: str, ids: Sequence[int], where: Text) -> list[EraseItem]:
    kinds = (
        ("cell_edit", "data.erase.edits"),
        ("consent", "data.erase.consents"),
        ("person_member", "data.erase.ties"),
    )
    wanted, items = set(ids), []
    for name, key in kinds:
        rows = project.query(queries.rows_named_in(name), (table,))
        number = sum(row["row_id"] in wanted for row in rows)
        if number:
            items.append(EraseItem(msg(key), where, n=number))
    return items


def _numbers(ids: Sequence[int]) -> Text:
    named = [str(one) for one in ids[:_ROWS_NAMED]]
    if len(ids) > _ROWS_NAMED:
        return msg("data.erase.rows_more", rows=named, n=len(ids) - _ROWS_NAMED)
    return msg("data.erase.rows", n=len(ids), rows=named)


def _listed(names: list[Text]) -> Text:
    return msg("data.erase.listed", names=names)


def _called(variable: Variable) -> Text:
    return variable.labels if any(variable.labels.by_language.values()) else variable.name


ERASED = "erased"


def rows_of(reader: Reader, table_id: str, row_ids: Sequence[int]) -> dict[str, list[int]]:
    """The rows and all that hang on them, by table."""
    found = {table_id: sorted(set(map(int, row_ids)))}
    for child in reader.query(CHILD_TABLES, (table_id,)):
        columns = TableColumns(reader, child["id"])
        parents = columns.parents()
        if parents is not None:
            below = columns.row_ids[np.isin(parents, found[table_id])]
            if len(below):
                found |= rows_of(reader, child["id"], below.tolist())
    return found


def _insist_there(project: OpenProject, table_id: str, row_ids: Sequence[int]) -> None:
    """Raises Problem for a table or a row there is not: undone, or never there."""
    known = project.query(queries.TABLE_EXISTS, (table_id,))
    if not known or (TableColumns(project, table_id).positions(list(row_ids)) < 0).any():
        raise Problem(msg("data.erase.no_row"))


def _row_belongings(project: OpenProject, subject: tuple[str, Sequence[int]]) -> Belongings:
    _insist_there(project, *subject)
    rows = rows_of(project, *subject)
    traces = [
        Trace(table, "row_id", row_id, (("table_id", table_id),))
        for table_id, ids in rows.items()
        for row_id in ids
        for table in ("cell_edit", "row_state", "consent", "person_member", "case_member")
    ]
    notes = (msg("store.erase_cells", n=sum(map(len, rows.values()))), msg("store.erase_original"))
    pairs = tuple(
        Trace(table, side, row_id, (("table_id", table_id),))
        for table_id, ids in rows.items()
        for row_id in ids
        for side in ("first", "second")
        for table in ("person_pair", "person_pair_note")
    )
    words = identifying_words(project, rows)
    anew = [one for table, ids in rows.items() for one in _written_anew(project, table, ids, None)]
    anew += [Trace("choice", "id", choice) for choice in lonely_choices(project, rows)]
    totals = TotalsRedaction(project, rows, words)
    items = (*row_items(project, rows), *totals.items)
    rewritten = (*anew, *totals.rewritten)
    return Belongings(tuple(traces), pairs, words=words, notes=notes, items=items, rewritten=rewritten)


def _answers_as_texts(project: OpenProject, subject: tuple[str, Sequence[int]]) -> tuple[Subject, ...]:
    """The interviews that hold free answers of the rows (`document.row_id`)."""
    texts = project.query(DOCUMENTS_OF_ROWS)
    if not texts:
        return ()
    held = {(table_id, row_id) for table_id, ids in rows_of(project, *subject).items() for row_id in ids}
    return tuple(Subject("document", str(text["id"])) for text in texts if (text["table_id"], text["row_id"]) in held)


def _answer_belongings(project: OpenProject, subject: tuple[str, int, str]) -> Belongings:
    table_id, row_id, variable = subject
    _insist_there(project, table_id, [int(row_id)])
    trace = Trace("cell_edit", "row_id", int(row_id), (("table_id", table_id), ("variable", variable)))
    notes = (msg("store.erase_one_cell"), msg("store.erase_original"))
    words = answer_words(project, table_id, int(row_id), variable)
    totals = TotalsRedaction(project, {table_id: [int(row_id)]}, words, variable)
    items = (*answer_items(project, table_id, int(row_id), variable), *totals.items)
    lonely = _lonely_answer(project, table_id, int(row_id), variable)
    unnamed = [Trace("choice", "id", choice) for choice in lonely]
    anew = (*_written_anew(project, table_id, [int(row_id)], variable), *unnamed, *totals.rewritten)
    said = tuple(
        Trace("person_pair_note", side, int(row_id), (("table_id", table_id),)) for side in ("first", "second")
    )
    return Belongings((trace,), said, words=words, notes=notes, items=items, rewritten=anew)


def _written_anew(reader: Reader, table_id: str, row_ids: Sequence[int], variable: str | None) -> list[Trace]:
    """The chunks that hold the rows, and the line of the file they came in."""
    chunks = [Trace("column_chunk", "id", chunk["id"]) for chunk, _ in _chunks_of(reader, table_id, row_ids, variable)]
    files = reader.query(IMPORTS_WITH_ORIGINAL, (data_set_of(reader, table_id),))
    return [*chunks, *(Trace("data_import", "id", row["id"]) for row in files)]


def _chunks_of(
    reader: Reader, table_id: str, row_ids: Sequence[int], variable: str | None
) -> list[tuple[DatabaseRow, np.ndarray]]:
    """The chunks that hold the rows, and their places within each."""
    places = TableColumns(reader, table_id).positions(list(row_ids))
    places = places[places >= 0]
    chunks = reader.query(
        CHUNKS_OF_COLUMNS,
        (table_id, variable, variable),
    )
    found = [(chunk, places[places // CHUNK_ROWS == chunk["chunk"]] % CHUNK_ROWS) for chunk in chunks]
    return [(chunk, within) for chunk, within in found if len(within)]


def by_table(subjects: list[tuple[str, Sequence[int]]]) -> list[tuple[str, list[int]]]:
    """Rows of several subjects, table by table, so that each chunk is written anew once."""
    found: dict[str, set[int]] = {}
    for table_id, row_ids in subjects:
        found.setdefault(table_id, set()).update(map(int, row_ids))
    return [(table_id, sorted(ids)) for table_id, ids in found.items()]


def _rewrite_rows(transaction: Transaction, subject: tuple[str, Sequence[int]]) -> None:
    rows = rows_of(transaction, *subject)
    TotalsRedaction(transaction, rows, identifying_words(transaction, rows)).perform(transaction)
    _unname(transaction, lonely_choices(transaction, rows))
    for table_id, row_ids in rows.items():
        places = TableColumns(transaction, table_id).positions(row_ids)
        remember_erased(transaction, table_id, (int(place) for place in places if place >= 0))
        _blank_cells(transaction, table_id, row_ids, None)
        transaction.executemany(
            queries.INSERT_ROW_STATE,
            [(table_id, row_id, ERASED) for row_id in row_ids],
        )
        _drop_original(transaction, table_id)


def _rewrite_answer(transaction: Transaction, subject: tuple[str, int, str]) -> None:
    table_id, row_id, variable = subject
    words = answer_words(transaction, table_id, int(row_id), variable)
    TotalsRedaction(transaction, {table_id: [int(row_id)]}, words, variable).perform(transaction)
    _unname(transaction, _lonely_answer(transaction, table_id, int(row_id), variable))
    _blank_cells(transaction, table_id, [int(row_id)], variable)
    _drop_original(transaction, table_id)


def _lonely_answer(reader: Reader, table_id: str, row_id: int, variable: str) -> list[str]:
    """The choices of one variable that only this row holds."""
    own = f"{table_id}.{variable}."
    return [choice for choice in lonely_choices(reader, {table_id: [row_id]}) if choice.startswith(own)]


def _blank_cells(transaction: Transaction, table_id: str, row_ids: Sequence[int], variable: str | None) -> None:
    """Write the chunks that hold the rows anew without them; the order of rows and their ids stay."""
    for chunk, within in _chunks_of(transaction, table_id, row_ids, variable):
        put = transaction.put_link_object if chunk["ref"].startswith("l-") else transaction.put_object
        data = without_cells(transaction.read_object(chunk["ref"]), within, chunk["column_id"].startswith("_"))
        transaction.execute(queries.SET_CHUNK_OBJECT, (put(data), chunk["id"]))


def without_cells(data: bytes, places: np.ndarray, own: bool) -> bytes:
    """A chunk with the cells at `places` absent; `own`: a column of the table itself, without reasons."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    batch, reasons = decode(data)
    gone = np.zeros(batch.num_rows, dtype=bool)
    gone[places] = True
    reasons = reasons.copy()
    reasons[gone] = Reason.MISSING
    kept = pa.array(np.arange(batch.num_rows), mask=gone)
    arrays = {
        name: column.take(kept)
        for name, column in zip(batch.schema.names, batch.columns, strict=True)
        if name not in ("reason", "empty")
    }
    compressed = not any(pa.types.is_floating(array.type) for array in arrays.values())
    return encode(arrays, None if own else reasons, 0, batch.num_rows, compressed)


def _unname(transaction: Transaction, choices: Sequence[str]) -> None:
    """A choice made of an answer nobody else gave: its id stays, for recipes and filters, its words go."""
    by_variable: dict[tuple[str, str], set[str]] = {}
    for key in choices:
        table_id, variable_id, choice_id = key.split(".")
        by_variable.setdefault((table_id, variable_id), set()).add(choice_id)
    for (table_id, variable_id), gone in by_variable.items():
        (variable,) = variables(transaction, table_id, [variable_id])
        named = tuple(replace(one, code="–") if one.id in gone else one for one in variable.choices)
        secrecy = stored_secrecy(transaction, data_set_of(transaction, table_id))
        recipe = recipes(transaction, table_id).get(variable_id)
        write_variable(transaction, table_id, replace(variable, choices=named), secrecy, recipe)


def _drop_original(transaction: Transaction, table_id: str) -> None:
    """The file as it came holds the rows too; nothing of it can be kept, nor of lists of people beside its form."""
    data_set = data_set_of(transaction, table_id)
    transaction.execute(DROP_ORIGINALS_OF_DATA_SET, (data_set,))
    forms = IMPORTS_WITH_FORM
    for row in transaction.query(forms, (data_set,)):
        kept = transaction.read_object(row["form_ref"])
        less = without_lookups(kept)
        if less != kept:
            put = transaction.put_object if transaction.is_unsealed(row["form_ref"]) else transaction.put_link_object
            transaction.execute(SET_FORM_OBJECT, (put(less), row["id"]))


ERASABLE: tuple[Erasable, ...] = (
    Erasable("row", _row_belongings, _rewrite_rows, _answers_as_texts, by_table),  # id: (table, row ids)
    Erasable("answer", _answer_belongings, _rewrite_answer),  # id: (table, row id, variable)
)
