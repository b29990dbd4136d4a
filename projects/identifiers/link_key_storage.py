# SPDX-License-Identifier: MIT
"""Moves what belongs to identifiers under the link key, and back when they are none any more. Rows say what they are.

It looks at how things stand, not at what was done: so it holds after a change of role, an undo, a jump back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.records import Role, Variable
from projects.design.totals_redaction import hide_totals
from projects.identifiers.secret_words import CONDITIONS, SecretWords, secrecy_of, write_variable
from projects.store.erase_request import Naming
from projects.store.ports import Trace
from projects.store.ui_state import forget_filters
from projects.stored_tables import queries
from projects.stored_tables.row_records import to_json
from projects.stored_tables.stored_table import recipes, variables

if TYPE_CHECKING:
    from projects.store.ports import Transaction

DATA_SETS = "SELECT id FROM data_set ORDER BY number"

TABLE_HAS_SEALED_VARIABLES = "SELECT 1 FROM variable WHERE table_id = ? AND sealed IS NOT NULL"
SEAL_EDIT = "UPDATE cell_edit SET old = ?, new = ?, sealed = ? WHERE id = ?"
ROW_IMAGES_IN_JOURNAL = (
    "SELECT tbl, before, after FROM journal WHERE digest IS NULL AND tbl IN ('choice', 'variable', "
    "'cell_edit', 'column_chunk', 'data_import')"
)
IMPORTS_OF_OTHER_DATA_SETS = "SELECT * FROM data_import WHERE data_set <> ?"
CHUNKS_OF_OTHER_ROLES = (
    "SELECT ref FROM column_chunk LEFT JOIN variable ON variable.id = column_chunk.table_id || '.' || "
    "column_id WHERE coalesce(role, '') <> ?"
)
CHUNKS_OF_TABLE = "SELECT id, column_id, ref FROM column_chunk WHERE table_id = ?"

_FILES = ("original_ref", "form_ref", "findings_ref")


@dataclass
class _DataSet:
    """The tables of a data set as they stand; `parts`: what of each variable is secret, by row key."""

    id: str
    tables: dict[str, list[Variable]]
    made: dict[str, dict[str, dict[str, Any]]]
    secrecy: SecretWords
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def identifiers(self) -> set[tuple[str, str]]:
        """Tables and variables whose values were collected and lie under the link key."""
        return {(t, v.id) for t, found in self.tables.items() for v in found if v.role is Role.IDENTIFIER} - {
            (t, name) for t, named in self.made.items() for name in named
        }

    def files(self) -> set[str]:
        """Which kept files lie under the link key: what came in with an identifier, the form that lists its answers."""
        wanted = {"original_ref"} if any(v.role is Role.IDENTIFIER for f in self.tables.values() for v in f) else set()
        return wanted | ({"form_ref"} if self.secrecy.form else set())


def reconcile_all(transaction: Transaction) -> None:
    """Bring every data set of the project in line. Raises LinkLocked."""
    past: list[tuple[str, dict[str, Any]]] = []
    for row in transaction.query(DATA_SETS):
        reconcile(transaction, row["id"], past)


def reconcile(transaction: Transaction, data_set: str, past: list[tuple[str, dict[str, Any]]] | None = None) -> None:
    """Bring one data set in line: its words, columns, edits, files, and all their earlier images. Raises LinkLocked.

    `past`: the earlier images, read once for several data sets of which each looks at its own; filled where empty.
    """
    rows = transaction.query(queries.TABLES_OF_DATA_SET, (data_set,))
    tables = {row["id"]: variables(transaction, row["id"]) for row in rows}
    made = {row["id"]: recipes(transaction, row["id"]) for row in rows}
    held = _DataSet(data_set, tables, made, secrecy_of(tables, made))
    if held.secrecy.hidden or any(transaction.query(TABLE_HAS_SEALED_VARIABLES, (t,)) for t in tables):
        transaction.touch_link()  # what lies there must be known to be moved
    for table_id, found in tables.items():
        for variable in found:
            recipe = made[table_id].get(variable.id)
            parts = held.secrecy.parts(table_id, variable, recipe)
            if parts:
                held.parts[f"{table_id}.{variable.id}"] = parts
            write_variable(transaction, table_id, variable, held.secrecy, recipe)
        _move_columns(transaction, held, table_id)
    _move_files(transaction, held)
    if held.secrecy.hidden:
        past = past if past is not None else []
        past += () if past else _images(transaction)
        _seal_past(transaction, held, past)
        hide_totals(transaction, held.secrecy.hidden)
        for table_id in tables:
            forget_filters(transaction, f"table.{table_id}", {name for t, name in held.secrecy.hidden if t == table_id})


def _move_columns(transaction: Transaction, held: _DataSet, table_id: str) -> None:
    """Chunks and edits of identifiers go under the link key, those of other variables come back from there."""
    shown = _shown_chunks(transaction)
    for row in transaction.query(CHUNKS_OF_TABLE, (table_id,)):
        if (table_id, row["column_id"]) in held.identifiers:
            if transaction.is_unsealed(row["ref"]):
                ref = _under_link(transaction, row["ref"], shown)
                if ref != row["ref"]:
                    transaction.execute(queries.SET_CHUNK_OBJECT, (ref, row["id"]))
        elif not transaction.is_unsealed(row["ref"]):
            ref = transaction.put_object(transaction.read_object(row["ref"]))
            if ref != row["ref"]:
                transaction.execute(queries.SET_CHUNK_OBJECT, (ref, row["id"]))
    names = [name for table, name in held.identifiers if table == table_id]
    marks = ",".join("?" * len(names))
    edits = transaction.query(
        queries.edits_sealed_otherwise(marks),
        (table_id, *names),
    )
    for row in edits:
        if row["sealed"]:
            old, new = (transaction.read_object(row[name]).decode() for name in ("old", "new"))
        else:
            old, new = (transaction.put_link_object(row[name].encode()) for name in ("old", "new"))
        transaction.execute(SEAL_EDIT, (old, new, 1 - row["sealed"], row["id"]))


def _under_link(transaction: Transaction, ref: str, shown: Set[str]) -> str:
    """Hide an object that lies open; its ref. One that others show (equal columns or files) stays: hidden is a copy."""
    if ref in shown:
        return transaction.put_link_object(transaction.read_object(ref))
    transaction.move_to_link(ref)
    return ref


def _shown_chunks(transaction: Transaction) -> set[str]:
    """The objects of all columns of the project that are no identifiers."""
    rows = transaction.query(
        CHUNKS_OF_OTHER_ROLES,
        (str(Role.IDENTIFIER),),
    )
    return {row["ref"] for row in rows}


def _shown_files(transaction: Transaction, data_set: str) -> set[str]:
    """The files of other data sets that lie open."""
    rows = transaction.query(IMPORTS_OF_OTHER_DATA_SETS, (data_set,))
    return {ref for row in rows for name in _FILES if (ref := row[name]) and transaction.is_unsealed(ref)}


def _move_files(transaction: Transaction, held: _DataSet) -> None:
    """The file as it came holds an identifier too, its form lists the answers, what was found may name one."""
    shown = _shown_files(transaction, held.id)
    for row in transaction.query(queries.IMPORTS_OF_DATA_SET, (held.id,)):
        for name in _FILES:
            ref = row[name]
            if ref is None:
                continue
            secret = name in held.files() or (
                name == "findings_ref" and names_identifier_answer(transaction.read_object(ref), held.secrecy.words)
            )
            moved = ref
            if secret and transaction.is_unsealed(ref):
                moved = _under_link(transaction, ref, shown)
            elif not secret and not transaction.is_unsealed(ref):
                moved = transaction.put_object(transaction.read_object(ref))
            if moved != ref:
                transaction.execute(queries.set_import_object(name), (moved, row["id"]))


def names_identifier_answer(data: bytes, words: Naming) -> bool:
    """Whether what the importer found names an answer of an identifier."""
    return words.in_text(data.decode())


def _seal_past(transaction: Transaction, held: _DataSet, past: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Earlier images that still show in clear what is secret now, and objects only they name."""
    traces, refs = dict[Trace, None](), dict[str, None]()
    for table, image in past:
        if table == "choice" and not image.get("sealed"):
            place = (image["table_id"], image["variable"])
            if "choices" in held.parts.get(".".join(place), {}):
                traces[Trace("choice", "table_id", place[0], (("variable", place[1]),))] = None
        elif table == "variable" and _shows(image, held):
            traces[Trace("variable", "id", image["id"])] = None
        elif table == "cell_edit" and not image["sealed"]:
            place = (image["table_id"], image["variable"])
            if place in held.identifiers:
                traces[Trace("cell_edit", "table_id", place[0], (("variable", place[1]),))] = None
        elif table == "column_chunk" and (image["table_id"], image["column_id"]) in held.identifiers:
            refs[image["ref"]] = None
        elif table == "data_import" and image["data_set"] == held.id:
            refs |= {image[name]: None for name in held.files() if image[name]}
    shown = _shown_chunks(transaction) | _shown_files(transaction, held.id)
    for ref in refs:
        if transaction.is_unsealed(ref) and ref not in shown:
            transaction.move_to_link(ref)
    if traces:
        transaction.seal_images(list(traces))


def _images(transaction: Transaction) -> Iterator[tuple[str, dict[str, Any]]]:
    """All images there are in clear of rows that may show something."""
    rows = transaction.execute(ROW_IMAGES_IN_JOURNAL)
    for row in rows:
        for image in (row["before"], row["after"]):
            if image is not None:
                yield row["tbl"], json.loads(image)


def _shows(image: Mapping[str, Any], held: _DataSet) -> bool:
    """Whether the image of a variable quotes what its row does not any more."""
    parts = held.parts.get(image["id"])
    if parts is None:
        return False
    shown: Sequence[tuple[Any, str]] = [
        (image[column], held.secrecy.masked(parts[column])) for column in CONDITIONS if column in parts
    ]
    if "recipe" in parts:
        shown = [*shown, (image["recipe"], to_json({**parts["recipe"], "values": [], "worked": []}))]
    return any(text and text != masked for text, masked in shown)
