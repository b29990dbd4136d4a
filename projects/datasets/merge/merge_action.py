# SPDX-License-Identifier: MIT
"""Merges a compared newer export into its data set, in one undoable action. Edits stay as they are."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Reason, Role
from projects.datasets.add_dataset import Files, note_import
from projects.datasets.merge.comparison import Comparison, TableComparison
from projects.datasets.merge.queries import PUT_CHUNK
from projects.datasets.merge.question_changes import has_form, with_newer_words, write_newer_words
from projects.datasets.merge.source_file import first_source, keep_source, source_column, written_source
from projects.datasets.merge.submission_matching import plain_uuid
from projects.datasets.question_matching import (
    Pair,
    absent_column,
    is_renumbered,
    new_column,
    order_of_choices,
    widened,
)
from projects.datasets.registers.case_keys import follow_rows
from projects.identifiers.link_key_storage import reconcile
from projects.identifiers.secret_words import SecretWords, secrecy_of, store_variables, write_variable
from projects.store.actions import Action
from projects.stored_tables.chunk_writer import ColumnToStore, write_columns
from projects.stored_tables.chunks import CHUNK_ROWS, NUMBERS, ChunkColumn, arrow_columns
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.queries import DELETE_CHUNKS_OF_COLUMN, INSERT_ROW_STATE, SET_CHOICE_POSITION
from projects.stored_tables.row_records import to_json
from projects.stored_tables.row_states import VANISHED, refresh_consent
from projects.stored_tables.stored_table import recipes, variables
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.byte_pieces import Pieces
    from projects.store.ports import Transaction

Rows = Mapping[str, frozenset[int]]


@dataclasses.dataclass(frozen=True)
class Chosen:
    """What to take, by table id; None takes all.

    `new`: rows of the export (0-based). `changed`, `vanished`: row ids at hand; vanished rows leave analysis.
    `give_way`: (table, row id, variable) of edits that give way to the newer value; the others stay.
    `questions`: (table, variable) whose newer wording and conditions are taken; None: all but those reworded here.
    """

    new: Rows | None = None
    changed: Rows | None = None
    vanished: Rows | None = None
    give_way: frozenset[tuple[str, int, str]] = frozenset()
    questions: frozenset[tuple[str, str]] | None = None


NOTHING: Rows = {}


def own_rows(comparison: Comparison, table: TableComparison) -> tuple[list[int], list[int]]:
    """New and vanished rows that do not simply follow the row they belong to."""
    above = _parent_of(comparison, table)
    links = table.imported.parent_rows
    if above is None or links is None:
        return table.new_rows, table.vanished
    came, gone = set(above.new_rows), set(above.vanished)
    return (
        [row for row in table.new_rows if int(links[row]) not in came],
        [row for row in table.vanished if table.parent_of.get(row) not in gone],
    )


def taken_new(comparison: Comparison, table: TableComparison, chosen: Chosen) -> list[int]:
    """New rows that are taken, in the order of the export."""
    own, above = set(own_rows(comparison, table)[0]), _parent_of(comparison, table)
    wanted = _picked(own, chosen.new, table.table.id)
    if above is not None and table.imported.parent_rows is not None:
        came = set(taken_new(comparison, above, chosen))
        links = table.imported.parent_rows
        wanted |= {row for row in set(table.new_rows) - own if int(links[row]) in came}
    return [row for row in table.new_rows if row in wanted]


def taken_changed(table: TableComparison, chosen: Chosen) -> frozenset[int]:
    """Row ids whose newer answers are taken."""
    return frozenset(_picked(set(table.changed), chosen.changed, table.table.id))


def taken_vanished(comparison: Comparison, table: TableComparison, chosen: Chosen) -> list[int]:
    """Row ids that leave analysis."""
    own, above = set(own_rows(comparison, table)[1]), _parent_of(comparison, table)
    wanted = _picked(own, chosen.vanished, table.table.id)
    if above is not None:
        gone = set(taken_vanished(comparison, above, chosen))
        wanted |= {row for row in set(table.vanished) - own if table.parent_of.get(row) in gone}
    return [row for row in table.vanished if row in wanted]


def takes_words(table: TableComparison, variable_id: str, chosen: Chosen) -> bool:
    """Whether the newer wording of a question is taken."""
    if chosen.questions is None:
        return variable_id not in table.relabelled
    return (table.table.id, variable_id) in chosen.questions


def _picked(rows: set[int], chosen: Rows | None, table_id: str) -> set[int]:
    return set(rows) if chosen is None else rows & chosen.get(table_id, frozenset())


def _parent_of(comparison: Comparison, table: TableComparison) -> TableComparison | None:
    return next((one for one in comparison.tables if one.table.id == table.table.parent), None)


NEXT_ROW_OF_TABLE = "SELECT next_row FROM data_table WHERE id = ?"
LANGUAGES_OF_DATA_SET = "SELECT languages FROM data_set WHERE id = ?"
DELETE_ROW_STATE = "DELETE FROM row_state WHERE id = ?"
UNDO_EDITS_OF_CELL = (
    "UPDATE cell_edit SET taken_back = 1 WHERE table_id = ? AND row_id = ? AND variable = ? AND taken_back = 0"
)
SET_VARIABLE_KIND = "UPDATE variable SET kind = ? WHERE id = ?"
SET_LANGUAGES = "UPDATE data_set SET languages = ? WHERE id = ?"
SET_FORM_VERSION = "UPDATE data_set SET form_version = ? WHERE id = ?"
ROWS_IN_STATE = "SELECT id, row_id FROM row_state WHERE table_id = ? AND state = ?"
SET_TABLE_SIZE = "UPDATE data_table SET rows = ?, next_row = ? WHERE id = ?"

KEY_KINDS = ("root_uuid", "id", "uuid", "deprecated", "index")


def merge_action(
    comparison: Comparison,
    original: bytes | Pieces | None = None,
    *,
    chosen: Chosen | None = None,
    file_name: str = "",
    form: bytes | None = None,
    form_name: str = "",
    user: str = "",
) -> Action:
    """The action that merges; rows keep their ids, new rows get fresh ones, edits stay over what was collected.

    The form the export was read with is kept beside it. Raises Problem while ambiguous rows are not decided.
    """
    if comparison.undecided:
        raise Problem(msg("data.newer.undecided", n=comparison.undecided))
    chosen = chosen or (Chosen(changed=NOTHING) if comparison.appends else Chosen())
    message = _message(comparison, chosen, file_name)
    tables = comparison.tables

    def perform(transaction: Transaction) -> None:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        files = Files(original, file_name, form, form_name, user)
        secrecy = _secrecy(transaction, comparison)
        named = (first_source(transaction, comparison.data_set), file_name or comparison.imported.name)
        note_import(transaction, comparison.data_set, comparison.imported, files, now, secrecy)
        _note_form(transaction, comparison)
        ids: dict[str, np.ndarray] = {}
        for table in tables:
            before = TableColumns(transaction, table.table.id, edited=False).rows
            ids[table.table.id] = _merge_table(transaction, comparison, table, chosen, ids, secrecy)
            if source_column(table.table) is not None or (comparison.appends and table.table.parent is None):
                sources = (named[0], written_source(named[1], table.imported))
                added = len(taken_new(comparison, table, chosen))
                merged = [pair.merged for pair in table.pairs]
                keep_source(transaction, table.table, merged, secrecy, sources, (before, added))
        if secrecy.hidden:
            reconcile(transaction, comparison.data_set)
        for table in tables:
            follow_rows(transaction, table.table.id)

    return Action("data.newer", message, perform)


def _message(comparison: Comparison, chosen: Chosen, file_name: str) -> Message:
    """How many rows came, changed and vanished; of an appended file how many came and how many were already there."""
    tables = comparison.tables
    counts = {
        "new": sum(len(taken_new(comparison, table, chosen)) for table in tables),
        "changed": sum(len(taken_changed(table, chosen)) for table in tables),
        "vanished": sum(len(taken_vanished(comparison, table, chosen)) for table in tables),
    }
    if not comparison.appends:
        return msg("data.newer.merged", name=comparison.imported.name or file_name, **counts)
    table = tables[0].table
    what = {"name": table.labels if any(table.labels.by_language.values()) else table.name, "n": counts["new"]}
    return msg("data.append.done", file=file_name or comparison.imported.name, **what)


def _note_form(transaction: Transaction, comparison: Comparison) -> None:
    """The version and the languages of the newer form; languages known before stay after them."""
    imported, place = comparison.imported, comparison.data_set
    if imported.form_version:
        transaction.execute(SET_FORM_VERSION, (imported.form_version, place))
    known = json.loads(transaction.query(LANGUAGES_OF_DATA_SET, (place,))[0]["languages"])
    both = list(dict.fromkeys([*imported.languages, *known]))
    if imported.languages and both != known:
        transaction.execute(SET_LANGUAGES, (to_json(both), place))


def _merge_table(
    transaction: Transaction,
    comparison: Comparison,
    compared: TableComparison,
    chosen: Chosen,
    ids: dict[str, np.ndarray],
    secrecy: SecretWords,
) -> np.ndarray:
    """Merge one table; the row id of each row of the new export (-1: not taken)."""
    table_id = compared.table.id
    reader = TableColumns(transaction, table_id, edited=False)
    added = np.array(taken_new(comparison, compared, chosen), dtype=np.int64)
    old_ids = reader.row_ids
    first = int(transaction.query(NEXT_ROW_OF_TABLE, (table_id,))[0]["next_row"])
    row_ids = compared.old_ids.copy()
    row_ids[added] = np.arange(first, first + len(added))
    plan = _MergePlan(compared, reader, added, taken_changed(compared, chosen), old_ids)
    for place, pair in enumerate(compared.pairs):
        _declare(transaction, table_id, pair, place, secrecy)
    _write(transaction, plan, ids, first)
    transaction.execute(
        SET_TABLE_SIZE,
        (reader.rows + len(added), first + len(added), table_id),
    )
    _reword(transaction, compared, chosen, has_form(comparison.imported), secrecy)
    _put_in_order(transaction, table_id, compared.pairs)
    _give_way(transaction, compared, chosen)
    _states(transaction, compared, taken_vanished(comparison, compared, chosen))
    refresh_consent(transaction, table_id)
    return row_ids


def _reword(
    transaction: Transaction, compared: TableComparison, chosen: Chosen, formed: bool, secrecy: SecretWords
) -> None:
    for pair in compared.pairs:
        if pair.merged.id in compared.words and takes_words(compared, pair.merged.id, chosen):
            write_newer_words(transaction, compared.table.id, with_newer_words(pair, formed), secrecy)


def _give_way(transaction: Transaction, compared: TableComparison, chosen: Chosen) -> None:
    """Undo the edits whose newer value was chosen; they stay in the log as undone."""
    taken = taken_changed(compared, chosen)
    for conflict in compared.conflicts:
        place = (compared.table.id, conflict.row_id, conflict.variable_id)
        if place in chosen.give_way and conflict.row_id in taken:
            transaction.execute(
                UNDO_EDITS_OF_CELL,
                place,
            )


@dataclasses.dataclass
class _MergePlan:
    """How rows at hand and new rows come together in one table."""

    compared: TableComparison
    reader: TableColumns
    added: np.ndarray  # positions in the new export
    taken: frozenset[int]  # row ids whose changes are taken
    old_ids: np.ndarray

    def changes(self, variable_id: str) -> tuple[np.ndarray, np.ndarray]:
        """Positions at hand that change in a variable, and the new rows they come from."""
        wanted = [row for row in self.taken if variable_id in self.compared.changed[row]]
        return self._sides(wanted)

    def matched(self) -> tuple[np.ndarray, np.ndarray]:
        """All positions at hand that have a new row, and that row."""
        new = np.flatnonzero(self.compared.old_of >= 0)
        return self.compared.old_of[new], new

    def _sides(self, row_ids: list[int]) -> tuple[np.ndarray, np.ndarray]:
        if not hasattr(self, "_new_of"):
            old, new = self.matched()
            self._new_of = dict(zip(self.old_ids[old].tolist(), new.tolist(), strict=True))
        news = np.array([self._new_of[row] for row in row_ids], dtype=np.int64)
        return self.compared.old_of[news] if len(news) else news, news


def _write(transaction: Transaction, plan: _MergePlan, ids: dict[str, np.ndarray], first: int) -> None:
    """Write the chunks that changed or grew; the others stay the objects they are."""
    table_id = plan.compared.table.id
    keys = merged_keys(plan.compared, plan.reader, plan.added)
    for kind in keys:
        transaction.execute(DELETE_CHUNKS_OF_COLUMN, (table_id, f"_key.{kind}"))
    some = (_merged(plan, pair) for pair in plan.compared.pairs)
    columns = itertools.chain(filter(None, some), _own_columns(plan, ids, first, keys))
    for row in write_columns(transaction, table_id, columns):
        transaction.execute(
            PUT_CHUNK,
            row,
        )


def _secrecy(transaction: Transaction, comparison: Comparison) -> SecretWords:
    """What is secret in the data set as it will be."""
    tables = {table.table.id: [pair.merged for pair in table.pairs] for table in comparison.tables}
    made = {table_id: recipes(transaction, table_id) for table_id in tables}
    for table_id, named in made.items():
        tables[table_id] += variables(transaction, table_id, list(named))
    return secrecy_of(tables, made)


def _declare(transaction: Transaction, table_id: str, pair: Pair, position: int, secrecy: SecretWords) -> None:
    """A new question with its choices, or what became more of a known one."""
    if pair.old is None:
        store_variables(transaction, table_id, [pair.merged], secrecy, position)
    else:
        _widen(transaction, table_id, pair, secrecy)


def _merged(plan: _MergePlan, pair: Pair) -> ColumnToStore | None:
    """A question's column after merging, with the chunks to write; None when nothing in it changes."""
    merged, rows = pair.merged, plan.reader.rows
    if pair.old is None:
        base, (old, new) = absent_column(merged, rows, Reason.NOT_ASKED), plan.matched()
        touched = set(range(-(-rows // CHUNK_ROWS)))
    else:
        old, new = plan.matched() if is_renumbered(merged) and pair.new else plan.changes(merged.id)
        if not len(old) and not len(plan.added):
            return None
        base = widened(plan.reader.read(pair.old), merged)
        touched = set((old // CHUNK_ROWS).tolist())
    if pair.new is None:
        source = absent_column(merged, len(plan.compared.old_of), Reason.NOT_ASKED)
    else:
        source = new_column(pair, plan.compared.imported)
    column = joined(base, source, old, new, plan.added)
    return ColumnToStore(
        merged.id,
        arrow_columns(merged, column),
        column.reasons,
        len(column),
        merged.role is Role.IDENTIFIER,
        merged.kind not in NUMBERS,
        frozenset(touched) | _grown(rows, len(column)),
    )


def _grown(before: int, after: int) -> frozenset[int]:
    """The chunks that rows at the end are added to."""
    return frozenset(range(before // CHUNK_ROWS, -(-after // CHUNK_ROWS))) if after > before else frozenset()


def _widen(transaction: Transaction, table_id: str, pair: Pair, secrecy: SecretWords) -> None:
    assert pair.old is not None
    if len(pair.merged.choices) > len(pair.old.choices):
        write_variable(transaction, table_id, pair.merged, secrecy)
    if pair.merged.kind is not pair.old.kind:
        transaction.execute(SET_VARIABLE_KIND, (str(pair.merged.kind), f"{table_id}.{pair.merged.id}"))


def _put_in_order(transaction: Transaction, table_id: str, pairs: Sequence[Pair]) -> None:
    """New answers stand where the order of answers has them, not behind those that were known before."""
    for pair in pairs:
        if pair.old is not None and len(pair.merged.choices) > len(pair.old.choices):
            for place, choice in enumerate(order_of_choices(pair)):
                transaction.execute(SET_CHOICE_POSITION, (place, f"{table_id}.{pair.merged.id}.{choice}"))


def joined(base: ChunkColumn, source: ChunkColumn, old: np.ndarray, new: np.ndarray, added: np.ndarray) -> ChunkColumn:
    """`base` with its cells at `old` replaced by those of `source` at `new`, and the rows `added` of it at the end."""
    reasons = np.concatenate([base.reasons, source.reasons[added]])
    reasons[old] = source.reasons[new]
    if isinstance(base.values, np.ndarray):
        values = np.concatenate([base.values, source.values[added]])
        values[old] = source.values[new]
        return dataclasses.replace(base, values=values, reasons=reasons)
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    theirs = source.values.combine_chunks() if isinstance(source.values, pa.ChunkedArray) else source.values
    mine = base.values.combine_chunks() if isinstance(base.values, pa.ChunkedArray) else base.values
    if len(old):
        mask = np.zeros(len(mine), dtype=bool)
        mask[old] = True
        ordered = new[np.argsort(old, kind="stable")]
        mine = pc.replace_with_mask(mine, pa.array(mask), theirs.take(pa.array(ordered)))
    values = pa.chunked_array([mine, theirs.take(pa.array(added))], type=pa.string())
    return dataclasses.replace(base, values=values, reasons=reasons)


def _own_columns(
    plan: _MergePlan, ids: dict[str, np.ndarray], first: int, keys: dict[str, list[str | None]]
) -> Iterator[ColumnToStore]:
    """Row ids, parents and keys of the rows at hand and the added ones."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    whole = np.concatenate([plan.old_ids, np.arange(first, first + len(plan.added), dtype=np.int64)])
    if len(whole) and (int(whole[0]) != 1 or int(whole[-1]) != len(whole)):
        yield ColumnToStore("_row", {"_row": pa.array(whole)}, None, len(whole))
    parents, links = plan.reader.parents(), plan.compared.imported.parent_rows
    if parents is not None and links is not None and len(plan.added):
        above = ids[plan.compared.table.parent or ""]
        added = np.array([above[links[row]] if links[row] >= 0 else -1 for row in plan.added], dtype=np.int64)
        yield ColumnToStore("_parent", {"_parent": pa.array(np.concatenate([parents, added]))}, None, len(whole))
    for kind, column in keys.items():
        yield ColumnToStore(f"_key.{kind}", {f"_key.{kind}": pa.array(column, pa.string())}, None, len(column))


def merged_keys(compared: TableComparison, reader: TableColumns, added: np.ndarray) -> dict[str, list[str | None]]:
    """The keys of all rows after merging: the newest, and the oldest known uuid as root: no history is lost."""
    found: dict[str, list[str | None]] = {}
    old_keys = {kind: reader.keys(kind) for kind in KEY_KINDS}
    new_keys = {kind: keys.to_pylist() for kind, keys in compared.imported.row_keys.items()}
    for kind in KEY_KINDS:
        old, new = old_keys[kind], new_keys.get(kind)
        if old is None and new is None:
            continue
        column: list[str | None] = list(old) if old is not None else [None] * reader.rows
        if new is not None:
            for row, place in enumerate(compared.old_of):
                if place >= 0 and new[row]:
                    column[place] = new[row]
        found[kind] = column + [new[row] if new is not None else None for row in added]
    if "uuid" in found:
        _keep_roots(found, old_keys["uuid"], reader.rows)
    return found


def _keep_roots(found: dict[str, list[str | None]], old: list[str | None] | None, rows: int) -> None:
    roots = found.setdefault("root_uuid", [None] * len(found["uuid"]))
    for place in range(rows):
        before = old[place] if old is not None else None
        if before and not roots[place] and plain_uuid(before) != plain_uuid(found["uuid"][place]):
            roots[place] = before
    if not any(roots):
        del found["root_uuid"]


def _states(transaction: Transaction, compared: TableComparison, removed: list[int]) -> None:
    table_id = compared.table.id
    here = {int(row) for row in compared.old_ids if row >= 0}
    for row in transaction.query(ROWS_IN_STATE, (table_id, VANISHED)):
        if row["row_id"] in here:  # it vanished once and is back
            transaction.execute(DELETE_ROW_STATE, (row["id"],))
    for row_id in removed:
        transaction.execute(
            INSERT_ROW_STATE,
            (table_id, row_id, VANISHED),
        )
