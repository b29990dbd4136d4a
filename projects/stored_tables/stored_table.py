# SPDX-License-Identifier: MIT
"""Stored tables: row, variables, recipes, chunks and design, each read once per state of the journal."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from analysis.records import (
    DataTable,
    DesignRoles,
    ReplicateSettings,
    Role,
    RowOrigin,
    Variable,
    WithinHouseholdSelection,
)
from projects.imported.unconfirmed_columns import guessed_order, unexplained_text
from projects.store.ports import DatabaseRow, Params, Reader, Rows
from projects.stored_tables import queries
from projects.stored_tables.chunks import decode
from projects.stored_tables.row_records import (
    DesignSettings,
    design_of,
    design_settings,
    labels_of,
    secret_of,
    variables_of,
)

if TYPE_CHECKING:
    from projects.store.ports import DatabaseRow, Transaction

TOUCH_VARIABLE = "UPDATE variable SET name = name WHERE id = ?"
CONFIRM_VARIABLE = (
    "INSERT INTO variable_confirmed (id, table_id, content, ordering, kind) VALUES (?, ?, ?, ?, ?) ON "
    "CONFLICT (id) DO UPDATE SET content = excluded.content, ordering = excluded.ordering, kind = "
    "excluded.kind"
)


@dataclass(frozen=True)
class Confirmation:
    """What a person said of a variable; `kind` is "" where the kind is as it was imported."""

    content: bool = False
    order: bool = False
    kind: str = ""


def confirmations(reader: Rows, table_id: str) -> dict[str, Confirmation]:
    """What was said of the variables of a table, by variable id."""
    rows = queries.confirmed_rows(reader, table_id)
    return {
        row["id"].split(".", 1)[1]: Confirmation(bool(row["content"]), bool(row["ordering"]), row["kind"])
        for row in rows
    }


def confirm(
    transaction: Transaction,
    table_id: str,
    variable_id: str,
    *,
    content: bool | None = None,
    order: bool | None = None,
    kind: str | None = None,
    before: Mapping[str, Confirmation] | None = None,
) -> None:
    """Keep what a person said of a variable; None leaves what was said before, which is read unless it is given."""
    said_before = confirmations(transaction, table_id) if before is None else before
    known = said_before.get(variable_id, Confirmation())
    said = Confirmation(
        known.content if content is None else content,
        known.order if order is None else order,
        known.kind if kind is None else kind,
    )
    transaction.execute(
        CONFIRM_VARIABLE,
        (f"{table_id}.{variable_id}", table_id, int(said.content), int(said.order), said.kind),
    )
    # whoever shows the variable reads it anew
    transaction.execute(TOUCH_VARIABLE, (f"{table_id}.{variable_id}",))


def recipe_of(stored: str | None) -> Mapping[str, Any] | None:
    """The recipe in a stored row, as far as it lies open."""
    return None if stored is None else json.loads(stored)


def with_confirmation(
    variable: Variable,
    said: Mapping[str, Confirmation],
    recipe: Mapping[str, object] | None = None,
    *,
    attribute: bool = False,
) -> Variable:
    """The variable with what of it waits for a person, whether its sensitive answers are an attribute of persons."""
    known = said.get(variable.id, Confirmation())
    return replace(
        variable,
        order_unconfirmed=not known.order and guessed_order(variable, recipe),
        content_unconfirmed=not known.content and recipe is None and unexplained_text(variable),
        personal_attribute=attribute and variable.role is Role.SENSITIVE,
    )


Made = TypeVar("Made")


class StoredTables:
    """The tables as the journal stands now. It is a `Reader`, too: what is handed it reads nothing twice.

    `steady`: nothing is written while it is used, so that chunks and edits may be remembered with the rest.
    """

    def __init__(self, reader: Reader, *, steady: bool = False) -> None:
        self.reader, self.steady = reader, steady
        self._tables: dict[str, StoredTable] = {}

    def query(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT."""
        return self.reader.query(sql, params)

    @property
    def user(self) -> str:
        """Who works."""
        return self.reader.user

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object. Raises DamagedObject, LinkLocked."""
        return self.reader.read_object(ref)

    @cached_property
    def rows(self) -> dict[str, DatabaseRow]:
        """The row of each table by its id, in the order of the tables."""
        return {str(row["id"]): row for row in queries.table_rows(self.reader)}

    @cached_property
    def settings(self) -> DesignSettings:
        """What settings say of the designs."""
        return design_settings(self.reader)

    def table(self, table_id: str) -> StoredTable:
        """One table by its id ("t1"). Raises KeyError."""
        if table_id not in self._tables:
            self._tables[table_id] = StoredTable(self, self.rows[table_id])
        return self._tables[table_id]

    def of(self, data_set: str | None = None) -> list[StoredTable]:
        """The tables of a data set, or all, in their order."""
        return [self.table(name) for name, row in self.rows.items() if data_set in (None, "", row["data_set"])]


class StoredTable:
    """One table: what its rows and settings say, and where its columns lie. Values are read by `TableColumns`."""

    def __init__(self, tables: StoredTables, row: DatabaseRow) -> None:
        self.tables, self.row, self.id = tables, row, str(row["id"])
        self._reader = tables.reader
        self._edits: dict[str, list[DatabaseRow]] = {}
        self._made: dict[str, Any] = {}
        self.design: DesignRoles = design_of(row)
        """The design that the table carries itself; settings add `within_household`, `replicates`, `adjusted`."""

    @property
    def parent(self) -> StoredTable | None:
        """The table above."""
        above = self.row["parent"]
        return self.tables.table(above) if above else None

    @property
    def within_household(self) -> WithinHouseholdSelection | None:
        """The number of members eligible, one of whom is drawn in each row; None where rows are not so."""
        return self.tables.settings.within_household.get(self.id)

    @property
    def replicates(self) -> ReplicateSettings | None:
        """How its variances come from replicate weights of its own; None where they do not."""
        return self.tables.settings.replicates.get(self.id)

    @cached_property
    def record(self) -> DataTable:
        """The table with its variables and choices."""
        row, found, settings = self.row, self.variables, self.tables.settings
        return DataTable(
            id=self.id,
            name=row["name"],
            labels=labels_of(row["labels"], found[0].labels.preferred if found else ""),
            unit=row["unit"],
            how=RowOrigin(row["how"]),
            variables=found,
            rows=row["rows"],
            design=self.design,
            parent=row["parent"],
            position=row["position"],
            inference_reason=row["inference_reason"],
            within_household=settings.within_household.get(self.id),
            adjusted=settings.adjusted.get(self.id),
            replicates=settings.replicates.get(self.id),
            register=settings.registers.get(self.id),
            asked=settings.asked.get(self.id, ""),
        )

    @cached_property
    def _variable_rows(self) -> list[DatabaseRow]:
        return queries.stored_variables(self._reader, self.id)

    @cached_property
    def variables(self) -> tuple[Variable, ...]:
        """All variables, in their order."""
        preferred, confirmed = self.tables.settings.label_language, confirmations(self._reader, self.id)
        rows, choices = self._variable_rows, queries.stored_choices(self._reader, self.id)
        found = variables_of(rows, choices, self._secrets, preferred)
        looked = self.tables.settings.looked.get(self.id, {})
        return tuple(
            with_confirmation(one, confirmed, recipe_of(row["recipe"]), attribute=looked.get(one.id, False))
            for one, row in zip(found, rows, strict=True)
        )

    @cached_property
    def _secrets(self) -> dict[str, dict[str, Any]]:
        """What of variables lies under the link key, by variable id."""
        return {row["variable"]: secret_of(self._reader, row["sealed"]) for row in self._variable_rows if row["sealed"]}

    def recipes(self) -> dict[str, dict[str, Any]]:
        """The recipes of derived variables, by variable id; they are the caller's own."""
        return {
            row["variable"]: _own(self._secrets.get(row["variable"], {}).get("recipe")) or json.loads(row["recipe"])
            for row in self._variable_rows
            if row["recipe"] is not None
        }

    def once(self, name: str, make: Callable[[], Made], keep: Callable[[Made], bool] = bool) -> Made:
        """What is made of the table: once per state of the journal, anew within an action and where `keep` says no."""
        if name in self._made:
            found: Made = self._made[name]
            return found
        found = make()
        if self.tables.steady and keep(found):
            self._made[name] = found
        return found

    # Where the columns lie

    @cached_property
    def _chunks(self) -> dict[str, list[str]]:
        return self._refs_now()

    def _refs_now(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in queries.chunk_refs(self._reader, self.id):
            found.setdefault(row["column_id"], []).append(row["ref"])
        return found

    @cached_property
    def _edited(self) -> frozenset[str]:
        return queries.edited_variables(self._reader, self.id)

    def refs(self, column_id: str) -> list[str]:
        """The objects that hold a column's chunks, in order."""
        if self.tables.steady:
            return list(self._chunks.get(column_id, ()))
        return queries.column_refs(self._reader, self.id, column_id)

    def edits(self, variable_id: str) -> list[DatabaseRow]:
        """The rows of the edits of a column that are in force, oldest first."""
        if not self.tables.steady:
            return queries.edits_in_force(self._reader, self.id, variable_id)
        if variable_id not in self._edited:
            return []
        if variable_id not in self._edits:
            self._edits[variable_id] = queries.edits_in_force(self._reader, self.id, variable_id)
        return self._edits[variable_id]

    def column(self, variable_id: str) -> tuple[list[str], list[DatabaseRow]]:
        """The objects that hold a column's chunks, and its edits in force: all that reading it asks of the table."""
        return self.refs(variable_id), self.edits(variable_id)

    def columns(self, variable_ids: Sequence[str]) -> dict[str, tuple[list[str], list[DatabaseRow]]]:
        """The same of many columns in one pass: their edits are asked for together."""
        if len(variable_ids) == 1:
            return {variable_ids[0]: self.column(variable_ids[0])}
        refs = self._chunks if self.tables.steady else self._refs_now()
        edits = self._edits if self.tables.steady else {}
        wanted = [
            name for name in variable_ids if name not in edits and (not self.tables.steady or name in self._edited)
        ]
        edits |= {name: [] for name in variable_ids if name not in edits}
        for row in queries.edits_of_columns(self._reader, self.id, json.dumps(wanted)) if wanted else ():
            edits[row["variable"]].append(row)
        return {name: (list(refs.get(name, ())), edits[name]) for name in variable_ids}

    def own(self, column_id: str) -> np.ndarray | None:
        """A column of the table itself ("_row", "_parent"): int64, read only; None where there is none."""
        batches = [decode(self._reader.read_object(ref))[0] for ref in self.refs(column_id)]
        if not batches:
            return None
        return _read_only(np.concatenate([batch.column(0).to_numpy(zero_copy_only=False) for batch in batches]))

    @cached_property
    def row_ids(self) -> np.ndarray:
        """The immutable ids of the rows, int64, in their order; read only."""
        stored = self.own("_row")
        return _read_only(np.arange(1, int(self.row["rows"]) + 1, dtype=np.int64)) if stored is None else stored

    @cached_property
    def _parents(self) -> np.ndarray | None:
        return self.own("_parent")

    def parents(self) -> np.ndarray | None:
        """The row id of each row's parent (-1: none), or None when the table has no parent; read only."""
        return self._parents if self.tables.steady else self.own("_parent")

    @cached_property
    def _states(self) -> list[tuple[int, str]]:
        return queries.states_of_rows(self._reader, self.id)

    def states(self) -> list[tuple[int, str]]:
        """Row id and state of the rows that left analysis."""
        return self._states if self.tables.steady else queries.states_of_rows(self._reader, self.id)


def _read_only(values: np.ndarray) -> np.ndarray:
    values.flags.writeable = False
    return values


def _own(recipe: object) -> Any:
    return None if recipe is None else json.loads(json.dumps(recipe))


def tables_of(reader: Reader) -> StoredTables:
    """The stored tables: of an open project one for each state of its journal, within an action read anew each time."""
    if isinstance(reader, StoredTables):
        return reader
    per_state = getattr(reader, "per_state", None)  # an open project has it, a transaction has not
    if per_state is None:
        return StoredTables(reader)
    found: StoredTables = per_state("datasets.tables", lambda: StoredTables(reader, steady=True))
    return found


def current_tables(reader: Reader) -> StoredTables:
    """The same for one reading, while nothing is written: nothing of it is asked for twice."""
    tables = tables_of(reader)
    return tables if tables.steady else StoredTables(tables.reader, steady=True)


def stored_table(reader: Reader, table_id: str) -> StoredTable:
    """One table by its id ("t1"). Raises KeyError."""
    return tables_of(reader).table(table_id)


def data_tables(reader: Reader, data_set: str | None = None) -> list[DataTable]:
    """The tables of the project (or of one data set) in their order, with variables and choices."""
    return [table.record for table in tables_of(reader).of(data_set)]


def data_table(reader: Reader, table_id: str) -> DataTable:
    """One table by its id ("t1"). Raises KeyError."""
    return stored_table(reader, table_id).record


def table_row(reader: Reader, table_id: str) -> DatabaseRow:
    """The stored row of a table. Raises KeyError."""
    return stored_table(reader, table_id).row


def variables(reader: Reader, table_id: str, wanted: Sequence[str] | None = None) -> list[Variable]:
    """Some variables of a table (all when None), in the order of the table. Raises KeyError."""
    tables = tables_of(reader)
    if table_id not in tables.rows and wanted is None:
        return []
    found = tables.table(table_id).variables
    if wanted is None:
        return list(found)
    missing = set(wanted) - {variable.id for variable in found}
    if missing:
        raise KeyError(min(missing))
    return [variable for variable in found if variable.id in wanted]


def recipes(reader: Reader, table_id: str) -> dict[str, dict[str, Any]]:
    """The recipes of derived variables, by variable id."""
    tables = tables_of(reader)
    return tables.table(table_id).recipes() if table_id in tables.rows else {}


def case_keys(reader: Reader, table_id: str) -> frozenset[str]:
    """The variables of a table whose values lead to cases of interviews."""
    return tables_of(reader).settings.case_keys.get(table_id, frozenset())


def label_language(reader: Reader) -> str:
    """The language the project wants its labels in; "" for that of the program."""
    return tables_of(reader).settings.label_language
