# SPDX-License-Identifier: MIT
"""Compares a newer export: new, changed, vanished rows, conflicts with edits, what to ask. It reads only."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import DataTable, Kind, Role, Variable
from analysis.register_columns import Part, RegisterKind
from projects.datasets.merge.difference_list import (
    MOST_ROWS,
    Conflict,
    Difference,
    distinguishing_questions,
    edited_cells,
    in_words,
    list_changes,
)
from projects.datasets.merge.question_changes import WordChange, has_form, relabelled_here, word_changes
from projects.datasets.merge.source_file import source_column
from projects.datasets.merge.submission_matching import (
    ORPHAN,
    Ambiguity,
    Matching,
    erased_rows,
    match_repeats,
    match_submissions,
    match_uuids,
    submission_keys,
)
from projects.datasets.question_matching import (
    Pair,
    content_hashes,
    differs,
    is_answer,
    is_renumbered,
    new_column,
    pair_variables,
    widened,
    with_known_choices,
)
from projects.design.dependencies import VariableUse, rests_on, uses, uses_in_words
from projects.imported.records import ImportedData, ImportedTable
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.stored_tables.cells import DatasetCell, cell_at
from projects.stored_tables.chunks import ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_states import VANISHED, rows_in_state
from projects.stored_tables.stored_table import data_tables, recipes
from wording import Message, NoProgress, Problem, Progress, Stopped, Text, msg

if TYPE_CHECKING:
    from projects.store.project import Project

_NAMED = 5  # questions in one sentence


def missing_requirements(reader: Reader, table_id: str, pairs: Sequence[Pair]) -> Message | None:
    """One sentence: which questions rows that come new will lack, and what needs them; None where all is there."""
    gone = {pair.merged.id: pair.merged for pair in pairs if pair.new is None or not pair.comparable}
    if not gone:
        return None
    needed: dict[str, None] = {}
    needing: list[VariableUse] = []
    for use in uses(reader, table_id):
        missing = rests_on(reader, table_id, use.variable) & gone.keys()
        needed |= dict.fromkeys(name for name in gone if name in missing)
        needing += [use] if missing else []
    if not needed:
        return None
    names: list[Text] = [gone[name].name for name in list(needed)[:_NAMED]]
    if len(needed) > _NAMED:
        names.append(msg("data.newer.more_questions", n=len(needed) - _NAMED))
    return msg("data.newer.lacks", variables=names, uses=uses_in_words(reader, needing))


RowDecisions = Mapping[tuple[str, int], int | None]  # (table id, new row) → row id at hand, None: it is a new row


@dataclasses.dataclass
class TableComparison:
    """One table's differences. Rows of the new export are 0-based positions; rows at hand are row ids."""

    table: DataTable
    imported: ImportedTable
    pairs: list[Pair]
    old_of: np.ndarray  # position at hand per new row, -1: new or not decided
    new_rows: list[int]
    vanished: list[int]
    changed: dict[int, tuple[str, ...]]  # row id → ids of variables whose collected value changed
    ambiguous: list[Ambiguity]
    conflicts: list[Conflict]
    erased: list[int] = dataclasses.field(default_factory=list)  # new rows of submissions that were erased here
    old_ids: np.ndarray = dataclasses.field(default_factory=lambda: np.zeros(0, np.int64))  # row id per new row, or -1
    differences: dict[int, tuple[Difference, ...]] = dataclasses.field(default_factory=dict)  # row id → cells
    parent_of: dict[int, int] = dataclasses.field(default_factory=dict)  # vanished row id → its parent's row id
    words: dict[str, tuple[WordChange, ...]] = dataclasses.field(default_factory=dict)  # variable → what is said anew
    relabelled: frozenset[str] = frozenset()  # variables whose wording somebody changed here
    words_of_new: dict[int, tuple[tuple[str, DatasetCell], ...]] = dataclasses.field(
        default_factory=dict
    )  # new row in few words
    words_of_existing: dict[int, tuple[tuple[str, DatasetCell], ...]] = dataclasses.field(
        default_factory=dict
    )  # the same by row id
    lacks: Message | None = None  # what its new rows need and the export has not
    repeated: int = 0  # rows of an appended file that stand in it more than once

    @property
    def not_carried(self) -> list[str]:
        """Names of questions whose kind changed so that their answers stay as they are at hand."""
        return [pair.merged.name for pair in self.pairs if not pair.comparable]


@dataclasses.dataclass
class Comparison:
    """All tables' differences, the tables at hand that the new export lacks, and its own that are not at hand."""

    data_set: str
    imported: ImportedData
    tables: list[TableComparison]
    missing_tables: list[str]
    unknown_tables: list[str]
    appends: bool = False  # more rows of one register: nothing has vanished, rows already there stay as they are

    @property
    def already_there(self) -> int:
        """How many rows of an appended file are at hand and not added again."""
        return sum(int((table.old_of >= 0).sum()) for table in self.tables if table.table.parent is None)

    @property
    def append_notes(self) -> list[Message]:
        """A sentence each for the rows of an appended file that are already there, have a known key, or are double."""
        changed = sum(len(table.changed) for table in self.tables)
        counts = {"same": self.already_there - changed, "known_key": changed}
        counts["double"] = sum(table.repeated for table in self.tables)
        return [msg(f"data.append.{name}", n=n) for name, n in counts.items() if self.appends and n]

    @property
    def lacks(self) -> list[Message]:
        """A sentence for each table whose design needs what the export has not, or whose questions changed kind."""
        other = [
            msg("data.newer.not_carried", n=len(names), names=names) for t in self.tables if (names := t.not_carried)
        ]
        return [*(table.lacks for table in self.tables if table.lacks is not None), *other]

    @property
    def undecided(self) -> int:
        """How many questions must be answered first."""
        return sum(len(table.ambiguous) for table in self.tables)


def compare(
    project: Project,
    data_set: str,
    imported: ImportedData,
    decided: RowDecisions | None = None,
    progress: Progress | None = None,
    *,
    append: bool = False,
) -> Comparison:
    """Match a newer export with a data set and list the differences.

    `decided` answers ambiguities of an earlier comparison. `append`: the file holds more rows, such as a register's
    next month: those with the same key or content are already there, all others are new. Raises Problem when the main
    table has no key both know; LinkLocked when identifiers would be compared while their key is closed.
    """
    progress, decided = progress or NoProgress(), decided or {}
    stored = data_tables(project, data_set)
    if not stored:
        raise Problem(msg("data.newer.no_data_set"))
    named = {table.name: table for table in imported.tables}
    done: dict[str, TableComparison] = {}
    found = Comparison(data_set, imported, [], [], [], append)
    for number, table in enumerate(stored):
        other = named.pop(table.name, None) or _only_main(stored, imported, table, named)
        if other is None:
            found.missing_tables.append(table.id)
            continue
        compared = done[table.id] = _compare_table(project, table, other, done, decided, append)
        compared.words = {
            pair.merged.id: lines
            for pair in compared.pairs
            if is_answer(pair.merged) and (lines := word_changes(pair, has_form(imported)))
        }
        compared.relabelled = relabelled_here(project, table.id)
        compared.lacks = missing_requirements(project, table.id, compared.pairs) if compared.new_rows else None
        found.tables.append(compared)
        progress.report((number + 1) / len(stored))
        if progress.stop_requested():
            raise Stopped
    if stored[0].id not in done:
        raise Problem(msg("data.newer.other_form"))
    found.unknown_tables = list(named)
    return found


def _only_main(
    stored: list[DataTable], imported: ImportedData, table: DataTable, named: dict[str, ImportedTable]
) -> ImportedTable | None:
    """The main table may be called otherwise (a file's name): there is only one on each side."""
    mains = [one for one in imported.tables if one.parent is None]
    if table.parent is None and sum(one.parent is None for one in stored) == 1 and len(mains) == 1:
        return named.pop(mains[0].name, None)
    return None


def _compare_table(
    project: Project, table: DataTable, imported: ImportedTable, done: dict[str, TableComparison],
    decided: RowDecisions, append: bool,
) -> TableComparison:  # fmt: skip
    worked_out = recipes(project, table.id)
    source = source_column(table)
    own = tuple(one for one in table.variables if one.id not in worked_out and one is not source)
    imported = with_known_choices(dataclasses.replace(table, variables=own), imported)
    pairs = pair_variables(dataclasses.replace(table, variables=own), imported, table.variables)
    if any(pair.merged.role is Role.IDENTIFIER for pair in pairs) and not project.link_open:
        raise LinkLocked()
    collected = TableColumns(project, table.id, edited=False)
    both = {
        pair.merged.id: (widened(collected.read(pair.old), pair.merged), new_column(pair, imported))
        for pair in pairs
        if pair.old is not None and pair.new is not None and pair.comparable
    }
    answers = {
        pair.merged.id: both[pair.merged.id] for pair in pairs if pair.merged.id in both and is_answer(pair.merged)
    }
    if append and table.parent is None:
        matching = _appended(table, imported, collected, answers)
    else:
        matching = _matching(table, imported, collected, both if table.parent is None else answers, done)
    _decide(matching, table.id, collected, decided)
    at_hand = matching.old_of >= 0
    vanished = sorted(set(range(collected.rows)) - set(matching.old_of[at_hand].tolist()) - matching.undecided_old())
    gone_for_good = _erased(project, table, imported, done)
    new_rows = sorted(set(np.flatnonzero(~at_hand).tolist()) - matching.undecided_new() - set(gone_for_good))
    found = TableComparison(table, imported, pairs, matching.old_of, new_rows, [], {}, [], [])
    ids = collected.row_ids
    found.old_ids = np.where(found.old_of >= 0, ids[np.maximum(found.old_of, 0)] if len(ids) else -1, -1)
    found.erased = gone_for_good
    gone = set(rows_in_state(project, table.id, VANISHED)) | set(rows_in_state(project, table.id, "erased"))
    if append:
        contents = content_hashes(list(answers.values()), (collected.rows, imported.rows))[1][new_rows]
        doubled = table.parent is None and not {"uuid", "root_uuid"} & set(imported.row_keys)
        found.repeated = len(new_rows) - len(np.unique(contents)) if doubled else 0
    else:
        found.vanished = [int(ids[place]) for place in vanished if int(ids[place]) not in gone]
    found.ambiguous = [
        Ambiguity(new, tuple(int(ids[place]) for place in old), why) for new, old, why in matching.ambiguous
    ]
    listed = {pair.merged.id for pair in pairs if not is_renumbered(pair.merged)}
    _list_changes(project, found, {name: pair for name, pair in both.items() if name in listed}, ids)
    _tell_rows(found, collected, both)
    return found


def _list_changes(
    project: Project, found: TableComparison, both: dict[str, tuple[ChunkColumn, ChunkColumn]], ids: np.ndarray
) -> None:
    new = np.flatnonzero(found.old_of >= 0)
    edited = edited_cells(project, found.table.id)
    listed = list_changes(both, (found.old_of[new], new), ids, edited)
    found.changed, found.differences, found.conflicts = listed.changed, listed.differences, listed.conflicts


def _tell_rows(
    found: TableComparison, collected: TableColumns, both: dict[str, tuple[ChunkColumn, ChunkColumn]]
) -> None:
    """Tell the rows a person chooses among in a few words, and which row the vanished ones belonged to."""
    asked = [row for ambiguity in found.ambiguous for row in ambiguity.new_rows]
    here = [row for ambiguity in found.ambiguous for row in ambiguity.row_ids]
    known = distinguishing_questions(found.pairs, both)
    for row in (*asked, *found.new_rows[:MOST_ROWS]):
        found.words_of_new[row] = in_words(((variable, both[variable.id][1]) for variable in known), row)
    rows = [*here, *found.vanished[:MOST_ROWS], *list(found.changed)[:MOST_ROWS]]
    places = collected.positions(rows)
    for row, place in zip(rows, places, strict=True):
        found.words_of_existing[row] = in_words(((variable, both[variable.id][0]) for variable in known), int(place))
    parents = collected.parents()
    if parents is not None and found.vanished:
        above = parents[collected.positions(found.vanished)]
        found.parent_of = {row: int(parent) for row, parent in zip(found.vanished, above, strict=True)}


def _erased(project: Project, table: DataTable, imported: ImportedTable, done: dict[str, TableComparison]) -> list[int]:
    """New rows of erased submissions, and what hangs on them."""
    if table.parent is None:
        keys = {kind: column.to_pylist() for kind, column in imported.row_keys.items()}
        return [int(row) for row in np.flatnonzero(erased_rows(project, table.id, keys, imported.rows))]
    above = set(done[table.parent].erased) if table.parent in done else set()
    if not above or imported.parent_rows is None:
        return []
    return [row for row, parent in enumerate(imported.parent_rows.tolist()) if parent in above]


def _matching(
    table: DataTable,
    imported: ImportedTable,
    collected: TableColumns,
    both: dict[str, tuple[ChunkColumn, ChunkColumn]],
    done: dict[str, TableComparison],
) -> Matching:
    if table.parent is None:
        return _submission_matching(table, imported, collected, both)
    above = done.get(table.parent)
    old_parent = collected.parents()
    if above is None or old_parent is None or imported.parent_rows is None:
        raise Problem(msg("data.newer.no_parent", table=table.name))
    ids = above_ids(above)
    new_parent = np.where(imported.parent_rows >= 0, ids[np.maximum(imported.parent_rows, 0)], ORPHAN)
    old_parent = np.where(old_parent >= 0, old_parent, ORPHAN)
    contents = content_hashes(list(both.values()), (collected.rows, imported.rows))

    def likeness(old: int, new: int) -> float:
        pair = (np.array([old]), np.array([new]))
        return float(np.mean([not differs(one, two, *pair)[0] for one, two in both.values()])) if both else 0.0

    return match_repeats(old_parent, new_parent, *contents, likeness)


def above_ids(above: TableComparison) -> np.ndarray:
    """The row id at hand of each row of the new export's parent table, -1 where it is new or undecided."""
    if len(above.old_of) == 0:
        return np.full(1, -1, dtype=np.int64)
    ids: np.ndarray = above.old_ids
    return ids


def _submission_matching(
    table: DataTable, imported: ImportedTable, collected: TableColumns, both: dict[str, tuple[ChunkColumn, ChunkColumn]]
) -> Matching:
    old, new = submission_keys(imported, collected)
    if not set(old) & set(new) and not ({"uuid", "root_uuid"} & set(old) and {"uuid", "root_uuid"} & set(new)):
        keyed = _row_key(table, both)
        if keyed is None:
            key = "data.newer.no_key" if table.register is None else "data.newer.no_key_of_register"
            raise Problem(msg(key, table=table.name))
        pair = both[keyed.id]
        old, new = ({"id": [_key(column, row) for row in range(len(column))]} for column in pair)
    return match_submissions(old, new, collected.rows, imported.rows)


def _appended(
    table: DataTable, imported: ImportedTable, collected: TableColumns, both: dict[str, tuple[ChunkColumn, ChunkColumn]]
) -> Matching:
    """Rows that are already there: by uuid, by the key of a row or a session that both have, else by all they say."""
    found, told_apart = match_uuids(imported, collected)
    activities = table.register is not None and table.register.kind is RegisterKind.ACTIVITIES
    sessions = table.register.columns(Part.SESSION) if table.register is not None and activities else ()
    known = [one for one in table.variables if one.id in both]
    keyed = next((one for one in known if one.role is Role.KEY or one.id in sessions), None)
    if keyed is not None and not told_apart.any():
        old, new = ([_key(column, row) for row in range(len(column))] for column in both[keyed.id])
        found = match_submissions({"id": old}, {"id": new}, collected.rows, imported.rows)
    ours, theirs = content_hashes(list(both.values()), (collected.rows, imported.rows))
    places = {int(content): place for place, content in reversed(list(enumerate(ours.tolist())))}
    for row in np.flatnonzero((found.old_of < 0) & ~told_apart).tolist() if both else ():
        found.old_of[row] = places.get(int(theirs[row]), -1)
    return found


_SHARED_KEYS = 0.6  # of the rows of the smaller side, for a unique column to be the key of both


def _row_key(table: DataTable, both: Mapping[str, tuple[ChunkColumn, ChunkColumn]]) -> Variable | None:
    """The column that tells the rows apart: one with the role of a key, else any whose values are unique in both.

    Of a register only the key of a session or a person: numbers of people that happen to differ, and lines counted anew
    each month, would put next month's rows in the place of this month's.
    """
    known = [variable for variable in table.variables if variable.id in both]
    keyed = next((variable for variable in known if variable.role is Role.KEY), None)
    if keyed is not None:
        return keyed
    if table.register is not None:
        keys = {*table.register.columns(Part.SESSION), *table.register.columns(Part.PERSON)}
        known = [variable for variable in known if variable.id in keys]
    best, most = None, _SHARED_KEYS
    for variable in known:
        if variable.kind not in (Kind.TEXT, Kind.ONE, Kind.INTEGER):
            continue
        ours, theirs = ([_key(column, row) for row in range(len(column))] for column in both[variable.id])
        if None in ours or None in theirs or len(set(ours)) < len(ours) or len(set(theirs)) < len(theirs):
            continue
        share = len(set(ours) & set(theirs)) / max(min(len(ours), len(theirs)), 1)
        if share > most or (best is None and share >= most):
            best, most = variable, share
    return best


def _key(column: ChunkColumn, row: int) -> str | None:
    value = cell_at(column, row).value
    return None if value is None else str(value)


def _decide(matching: Matching, table_id: str, collected: TableColumns, decided: RowDecisions) -> None:
    """Apply a person's answers; an ambiguity is settled when each of its new rows is."""
    left = []
    for new, old, why in matching.ambiguous:
        if not all((table_id, row) in decided for row in new):
            left.append((new, old, why))
            continue
        for row in new:
            row_id = decided[table_id, row]
            place = -1 if row_id is None else int(collected.positions([row_id])[0])
            if place >= 0 and place in old and place not in matching.old_of:
                matching.old_of[row] = place
    matching.ambiguous = left
