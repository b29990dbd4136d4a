# SPDX-License-Identifier: MIT
"""Content of a table's export: rows and variables, as collected or as edited; read a piece at a time.

What is to be read is fixed when it is gathered: chunks are immutable and edits are taken then, so that a file may be
written elsewhere and later than on the database's thread.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np

from analysis.codings.records import JOINED
from analysis.masking import Destination
from analysis.records import DataTable, Kind, Reason, Role, Variable
from analysis.register_columns import Part, RegisterKind
from projects.datasets.registers.session_join import words_of
from projects.datasets.table.frames import load_frame, taken
from projects.store.model import program_model
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.stored_tables.cells import DatasetCell, apply_edits
from projects.stored_tables.chunks import CHUNK_ROWS, ChunkColumn, decode_column
from projects.stored_tables.columns import TableColumns, locked_column
from projects.stored_tables.recipes import evaluate, sources
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import case_keys, data_table, recipes
from wording import Problem, msg

if TYPE_CHECKING:
    pass

_YES = frozenset({"yes", "oui", "y", "o", "1", "true", "vrai", "x"})


def rows_to_share(project: Reader, table: DataTable) -> np.ndarray | None:
    """Which of all rows (rows,) have consent to share; None where the table is no register of cases.

    Raises Problem where no column of the register records that consent: nothing of it may leave.
    """
    if table.register is None or table.register.kind is not RegisterKind.CASES:
        return None
    name = table.register.column(Part.CONSENT)
    if name is None:
        raise Problem(msg("registers.cases_without_consent", table=table.name))
    frame = load_frame(project, table.id, [name], consent_only=False, people=False)
    return np.array([word in _YES for word in words_of(frame, name)], dtype=bool)


Worded = TypeVar("Worded")


class Rewording(Protocol):
    """What goes over the words of a record before it leaves; the record itself where it finds nothing."""

    def __call__(self, record: Worded) -> Worded:
        """The record as it leaves."""


WITHHELD: Mapping[Destination, frozenset[Role]] = {
    Destination.INSIDE: frozenset({Role.IDENTIFIER}),
    Destination.PARTNER: frozenset({Role.IDENTIFIER}),
    # keys lead back to the server, free texts may name somebody
    Destination.PUBLIC: frozenset({Role.IDENTIFIER, Role.KEY, Role.TEXT}),
}


def stays_behind(
    variable: Variable, destination: Destination, identifiers: bool = False, linking: Collection[str] = ()
) -> bool:
    """Whether a variable is withheld: by its role, as text nobody has confirmed, or as a key of cases (`linking`: ids).

    What was coded in the interview of a row stays inside the team.
    `identifiers` lets direct identifiers and keys of cases go along, inside the team only.
    """
    if destination is Destination.INSIDE:
        return (variable.role in WITHHELD[destination] or variable.id in linking) and not identifiers
    withheld = variable.role in WITHHELD[destination] or variable.content_unconfirmed
    return withheld or variable.id in linking or variable.form_type == JOINED


def linking_variables(project: Reader, table_id: str) -> frozenset[str]:
    """The variables whose values lead to cases of interviews, with all that is worked out from them."""
    linking, made = set(case_keys(project, table_id)), recipes(project, table_id)
    before = -1
    while linking and len(linking) > before:
        before = len(linking)
        linking |= {name for name, recipe in made.items() if linking & set(sources(recipe))}
    return frozenset(linking)


@dataclass(frozen=True)
class Block:
    """Some rows that leave, whole: their ids, their parents' row ids (None: no parent), their columns by variable."""

    row_ids: np.ndarray
    parents: np.ndarray | None
    columns: Mapping[str, ChunkColumn]


@dataclass
class ExportTable:
    """Rows and columns that leave. `parents`: the parent's row id for each row, None where there is no parent."""

    table: DataTable
    variables: tuple[Variable, ...]
    row_ids: np.ndarray
    parents: np.ndarray | None
    withheld: tuple[Variable, ...]
    _parts: _Parts
    _reasons: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def reworded(self, words: Rewording) -> ExportTable:
        """The table with its words gone over: names and labels of columns and answers, codes, texts in cells."""
        table = replace(self.table, name=words(self.table.name), variables=tuple(map(words, self.table.variables)))
        variables = tuple(map(words, self.variables))
        return replace(self, table=table, variables=variables, _parts=replace(self._parts, words=words))

    @property
    def rows(self) -> int:
        """How many rows leave."""
        return len(self.row_ids)

    def column(self, variable_id: str) -> ChunkColumn:
        """One whole column."""
        return self._parts.whole(variable_id)

    def recipe(self, variable_id: str) -> Mapping[str, Any] | None:
        """How a variable is worked out; None for one that was collected."""
        return self._parts.recipes.get(variable_id)

    def blocks(self) -> Iterator[Block]:
        """All rows, up to 65,536 at a time, in order; only one block is in memory."""
        start = 0
        for number in range(self._parts.count):
            columns = self._parts.block(number, [variable.id for variable in self.variables])
            end = start + self._parts.kept_in(number)
            yield Block(self.row_ids[start:end], None if self.parents is None else self.parents[start:end], columns)
            start = end

    def reasons(self, variable_id: str) -> tuple[int, ...]:
        """Why values of a variable are absent in these rows, each kind once."""
        if variable_id not in self._reasons:
            found = np.unique(self.column(variable_id).reasons)
            self._reasons[variable_id] = tuple(int(reason) for reason in found if reason)
        return self._reasons[variable_id]

    def tells_reasons(self, variable_id: str) -> bool:
        """Whether values are absent for more than being missing."""
        return any(reason != Reason.MISSING for reason in self.reasons(variable_id))


@dataclass
class _Parts:
    """Where the chunks of the variables lie, what was edited in them, what is worked out from others."""

    project: Reader
    variables: dict[str, Variable]
    refs: dict[str, list[str]]
    edits: dict[str, list[tuple[int, DatasetCell]]]
    recipes: dict[str, dict[str, Any]]
    keep: np.ndarray
    joined: dict[str, ChunkColumn]  # whole columns of what other rooms hold, such as codings
    words: Rewording | None = None  # goes over texts

    @property
    def count(self) -> int:
        """How many blocks there are."""
        return max(-(-len(self.keep) // CHUNK_ROWS), 1)

    def kept_in(self, number: int) -> int:
        """How many rows of a block leave."""
        return int(self._kept(number).sum())

    def _kept(self, number: int) -> np.ndarray:
        return self.keep[number * CHUNK_ROWS : (number + 1) * CHUNK_ROWS]

    def whole(self, variable_id: str) -> ChunkColumn:
        """A column of all rows that leave."""
        if self.count == 1:
            return self.block(0, [variable_id])[variable_id]
        return _joined([self.block(number, [variable_id])[variable_id] for number in range(self.count)])

    def block(self, number: int, variable_ids: Sequence[str]) -> dict[str, ChunkColumn]:
        """The rows of one block that leave, for some variables."""
        kept = self._kept(number)
        whole = bool(kept.all())
        found = {name: self._worded(self._chunk(number, self.variables[name])) for name in variable_ids}
        return found if whole else {name: taken(column, kept) for name, column in found.items()}

    def _worded(self, column: ChunkColumn) -> ChunkColumn:
        if self.words is None or column.kind is not Kind.TEXT:
            return column
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        said = [text and self.words(text) for text in column.values.to_pylist()]
        return replace(column, values=pa.chunked_array([pa.array(said, type=pa.string())]))

    def _chunk(self, number: int, variable: Variable) -> ChunkColumn:
        if variable.id in self.joined:
            start = number * CHUNK_ROWS
            return taken(self.joined[variable.id], np.arange(start, start + len(self._kept(number))))
        if variable.id in self.recipes:
            recipe = self.recipes[variable.id]
            needed = [self.variables[name] for name in sources(recipe)]
            return evaluate(recipe, variable, {one.id: (one, self._chunk(number, one)) for one in needed})
        rows = len(self._kept(number))
        try:
            refs = self.refs[variable.id][number : number + 1]
            column = decode_column(variable, [self.project.read_object(ref) for ref in refs])
        except LinkLocked:
            return locked_column(variable, rows)
        start = number * CHUNK_ROWS
        inside = [(at - start, cell) for at, cell in self.edits.get(variable.id, ()) if start <= at < start + rows]
        return apply_edits(column, inside, variable)


def _joined(parts: Sequence[ChunkColumn]) -> ChunkColumn:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    first = parts[0]
    reasons = np.concatenate([part.reasons for part in parts])
    if isinstance(first.values, np.ndarray):
        return ChunkColumn(first.kind, np.concatenate([part.values for part in parts]), reasons, first.categories)
    chunks = [chunk for part in parts for chunk in part.values.chunks]
    return ChunkColumn(first.kind, pa.chunked_array(chunks, type=pa.string()), reasons, first.categories)


def export_table(
    project: Reader,
    table_id: str,
    *,
    edited: bool = True,
    identifiers: bool = False,
    consent_only: bool = True,
    variable_ids: Sequence[str] | None = None,
    destination: Destination = Destination.INSIDE,
) -> ExportTable:
    """A table ready to leave: as edited, or as collected when not `edited`.

    What the destination does not get (`stays_behind`) stays behind, even when named in `variable_ids`; identifiers
    go along with `identifiers`, inside the team only. Of a register of cases only rows with consent to share leave the
    team. Raises KeyError, and Problem where no column records that consent.
    """
    table, linking = data_table(project, table_id), linking_variables(project, table_id)
    wanted = [table.variable(name) for name in variable_ids] if variable_ids is not None else list(table.variables)
    hidden = {one.id for one in wanted if stays_behind(one, destination, identifiers, linking)}
    reader = TableColumns(project, table_id, edited=edited)
    keep = kept_rows(project, table_id) if consent_only else np.ones(reader.rows, dtype=bool)
    if destination is not Destination.INSIDE and (shared := rows_to_share(project, table)) is not None:
        keep = keep & shared
    parents = reader.parents()
    exported = tuple(variable for variable in wanted if variable.id not in hidden)
    return ExportTable(
        table,
        exported,
        reader.row_ids[keep],
        None if parents is None else parents[keep],
        tuple(variable for variable in wanted if variable.id in hidden),
        _parts(project, table, exported, reader, keep),
    )


def _parts(
    project: Reader, table: DataTable, exported: Sequence[Variable], reader: TableColumns, keep: np.ndarray
) -> _Parts:
    made = recipes(project, table.id)
    names = dict.fromkeys(variable.id for variable in exported)
    reading = list(names)
    while reading:  # a recipe may read what another gives
        reading = [source for name in reading if name in made for source in sources(made[name]) if source not in names]
        names |= dict.fromkeys(reading)
    read = {name: table.variable(name) for name in names}
    plain = [name for name in read if name not in made]
    joined = [name for name in read if name in made and str(made[name]["do"]) in program_model().joined_columns]
    return _Parts(
        project,
        read,
        {name: reader.refs(name) for name in plain},
        {name: _edits(reader, read[name]) for name in plain} if reader.edited else {},
        {name: made[name] for name in read if name in made},
        keep,
        {name: reader.read(read[name]) for name in joined},
    )


def _edits(reader: TableColumns, variable: Variable) -> list[tuple[int, DatasetCell]]:
    try:
        return reader.edits(variable)
    except LinkLocked:  # its column is locked as well
        return []
