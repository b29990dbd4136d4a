# SPDX-License-Identifier: MIT
"""Adds an imported file as a data set of the project, in one undoable action. `projects.intake` reads the file."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import DesignRoles, Kind, Level, Role, RowOrigin, Variable
from projects.datasets.corrections.kind_conversion import imported_in_kinds, texts_of
from projects.identifiers.identifier_text import imported_as_text
from projects.identifiers.link_key_storage import names_identifier_answer
from projects.identifiers.secret_words import SecretWords, secrecy_of, store_variables
from projects.imported.records import Finding, ImportedData, ImportedTable
from projects.imported.unconfirmed_columns import guessed_order, unexplained_text
from projects.importing.columns.confirmable_texts import speaks_of_known, tells_people_apart
from projects.importing.missing.missing_marks import keep_options
from projects.store.actions import Action
from projects.stored_tables.chunk_writer import ColumnToStore, write_columns
from projects.stored_tables.chunks import LOCKED, NUMBERS, column_names
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.queries import insert
from projects.stored_tables.row_records import design_values, to_json
from projects.stored_tables.row_states import refresh_consent
from projects.stored_tables.stored_table import confirm, data_tables
from wording import Message, msg, text_to_json

if TYPE_CHECKING:
    from projects.store.byte_pieces import Pieces
    from projects.store.ports import Transaction

HIGHEST_NUMBER_EVER_USED = "SELECT MAX(CAST(substr(key, 2) AS INTEGER)) AS last FROM journal WHERE tbl = ?"

COUNTED_UNITS = ("household", "person", "site", "session", "case", "record", "respondent", "key_informant", "facility")


@dataclasses.dataclass(frozen=True)
class Added:
    """What an import made: the id of the data set, the ids of its tables by the importer's ids, rows left out."""

    data_set: str
    tables: Mapping[str, str]
    without_consent: int


def accepted(
    imported: ImportedData,
    *,
    roles: Mapping[tuple[str, str], Role] | None = None,
    units: Mapping[str, str] | None = None,
    hows: Mapping[str, RowOrigin] | None = None,
    designs: Mapping[str, DesignRoles] | None = None,
    consents: Mapping[str, tuple[str | None, tuple[str, ...]]] | None = None,
    kinds: Mapping[tuple[str, str], str] | None = None,
    orders: Mapping[tuple[str, str], Sequence[str]] | None = None,
    confirmed: Collection[tuple[str, str]] = (),
) -> ImportedData:
    """The imported data with what the user confirmed or changed; keys are the importer's table and variable ids.

    `kinds`: words of `kinds.WORDS`. `orders`: codes of answers from the lowest to the highest. `confirmed`: text
    columns that name nobody.
    """
    roles, tables = roles or {}, []
    for table in imported.tables:
        given = {variable: word for (owner, variable), word in (kinds or {}).items() if owner == table.id}
        table = imported_in_kinds(table, given) if given else table
        table = _in_order(table, {v: codes for (owner, v), codes in (orders or {}).items() if owner == table.id})
        variables = tuple(
            dataclasses.replace(
                variable,
                role=roles.get((table.id, variable.id), variable.role),
                content_unconfirmed=variable.content_unconfirmed and (table.id, variable.id) not in confirmed,
            )
            for variable in table.variables
        )
        consent, yes = (consents or {}).get(table.id, (table.consent, table.consent_given))
        tables.append(
            dataclasses.replace(
                table,
                variables=variables,
                unit=(units or {}).get(table.id, table.unit),
                how=(hows or {}).get(table.id, table.how),
                design=(designs or {}).get(table.id, table.design),
                consent=consent,
                consent_given=yes,
                told=tuple(variable for owner, variable in (*confirmed, *(kinds or ())) if owner == table.id),
            )
        )
    return dataclasses.replace(imported, tables=tuple(tables))


def _in_order(table: ImportedTable, orders: Mapping[str, Sequence[str]]) -> ImportedTable:
    """The table with answers in the order a person confirmed; an order that no longer fits its answers is left out."""
    made = []
    for variable in table.variables:
        places = {code: at for at, code in enumerate(orders.get(variable.id, ()))}
        answers = {choice.code for choice in variable.choices if not choice.reason}
        if variable.kind is Kind.ONE and places and answers == set(places):
            choices = sorted(variable.choices, key=lambda one: (bool(one.reason), places.get(one.code, len(places))))
            variable = dataclasses.replace(
                variable, choices=tuple(choices), level=Level.ORDINAL, order_unconfirmed=False
            )  # fmt: skip
        made.append(variable)
    return dataclasses.replace(table, variables=tuple(made))


def import_action(
    imported: ImportedData,
    original: bytes | Pieces | None = None,
    *,
    file_name: str = "",
    form: bytes | None = None,
    form_name: str = "",
    user: str = "",
    roles: Mapping[tuple[str, str], Role] | None = None,
) -> Action:
    """The action that stores `imported` as a new data set; its result is an `Added`.

    `original` and `form` are kept byte for byte (under the link key where the data hold direct identifiers). Rows
    without consent leave analysis. Doing it raises LinkLocked when there are identifiers and the link key is closed.
    """
    imported = accepted(imported, roles=roles) if roles else imported
    imported = dataclasses.replace(imported, tables=tuple(map(imported_as_text, imported.tables)))
    counted = [_count(table, imported) for table in imported.tables]
    message = msg("data.imported", name=imported.name or file_name, tables=counted)

    def perform(transaction: Transaction) -> Added:
        added = _store(transaction, imported, Files(original, file_name, form, form_name, user))
        if added.without_consent:
            transaction.set_message(
                msg(
                    "data.imported_without_consent",
                    name=message.args["name"],
                    tables=message.args["tables"],
                    n=added.without_consent,
                )
            )
        return added

    return Action("data.import", message, perform)


def _count(table: ImportedTable, imported: ImportedData) -> Message:
    """ "640 households"; where several tables have the same unit, "965 rows in Roster"."""
    alone = sum(other.unit == table.unit for other in imported.tables) == 1
    if table.unit in COUNTED_UNITS and (alone or table.parent is None):
        return msg(f"data.count.{table.unit}", n=table.rows)
    label = table.labels if any(table.labels.by_language.values()) else table.name
    return msg("data.count.other", n=table.rows, table=label)


@dataclasses.dataclass(frozen=True)
class Files:
    """The files of an import as they came, and who brought them."""

    original: bytes | Pieces | None
    file_name: str
    form: bytes | None
    form_name: str
    user: str


def _store(transaction: Transaction, imported: ImportedData, files: Files) -> Added:
    asked = _asked(transaction, imported)  # before anything is stored: tables are read as they stood
    number, first = _next_numbers(transaction)
    data_set = f"d{number}"
    ids = {table.id: f"t{first + place}" for place, table in enumerate(imported.tables)}
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    insert(
        transaction,
        "data_set",
        [
            {
                "id": data_set,
                "number": number,
                "name": imported.name or files.file_name,
                "kind": imported.kind,
                "languages": to_json(imported.languages),
                "form_title": imported.form_title,
                "form_version": imported.form_version,
                "imported": now,
            }
        ],
    )
    keep_options(transaction, data_set, dict(imported.reading))
    secrecy = secrecy_of({ids[table.id]: table.variables for table in imported.tables})
    note_import(transaction, data_set, imported, files, now, secrecy)
    without = 0
    for place, table in enumerate(imported.tables):
        insert(transaction, "data_table", [_table_row(table, ids, data_set, first + place)])
        store_variables(transaction, ids[table.id], table.variables, secrecy)
        store_columns(transaction, ids[table.id], table)
        _confirm(transaction, ids[table.id], table, asked)
        without += refresh_consent(transaction, ids[table.id])
    return Added(data_set, ids, without)


def _confirm(transaction: Transaction, table_id: str, table: ImportedTable, asked: Collection[tuple[str, str]]) -> None:
    """Keep which text columns and orders are known: a person said so at the import, or they are plain."""
    for variable in table.variables:
        content = _is_plain(variable) and (table.id, variable.id) not in asked
        order = variable.level is Level.ORDINAL and guessed_order(variable) and not variable.order_unconfirmed
        if content or order:
            confirm(transaction, table_id, variable.id, content=content or None, order=order or None, before={})


def _is_plain(variable: Variable) -> bool:
    """Whether a text column needs no person any more to say that it names nobody."""
    return unexplained_text(variable) and not variable.content_unconfirmed and variable.role is not Role.KEY


def _asked(transaction: Transaction, imported: ImportedData) -> frozenset[tuple[str, str]]:
    """Columns that seem plain, by whose values another table tells people apart: a person is asked."""
    seem = [
        (table.id, one) for table in imported.tables for one in table.variables
        if _is_plain(one) and one.id not in table.told
    ]  # fmt: skip
    if not seem:
        return frozenset()
    codes, locked = _codes_of_people(transaction)
    return frozenset(
        (table, one.id)
        for table, one in seem
        if speaks_of_known([choice.code for choice in one.choices], codes, unread=locked)
    )


def _codes_of_people(transaction: Transaction) -> tuple[frozenset[str], bool]:
    """Names and codes of people in the tables that are there, and whether some cannot be read now."""
    found, locked = set[str](), False
    for table in data_tables(transaction):
        telling = [one for one in table.variables if tells_people_apart(one)]
        read = TableColumns(transaction, table.id).read_all(telling)
        for variable in telling:
            column = read[variable.id]
            locked = locked or bool((column.reasons == LOCKED).any())
            found.update(text for text in texts_of(variable, column) if text)
    return frozenset(found), locked


def _next_numbers(transaction: Transaction) -> tuple[int, int]:
    """Numbers never used before, not even by an import that was undone: the journal remembers those."""
    found = []
    for table in ("data_set", "data_table"):
        rows = transaction.query(HIGHEST_NUMBER_EVER_USED, (table,))
        found.append(int(rows[0]["last"] or 0) + 1)
    return found[0], found[1]


def note_import(
    transaction: Transaction, data_set: str, imported: ImportedData, files: Files, now: str, secrecy: SecretWords
) -> None:
    """Keep the file as it came, its form, and what the importer found; what shows identifiers under the link key."""
    findings = json.dumps([_finding(finding) for finding in imported.findings], ensure_ascii=False).encode()
    identified = bool(secrecy.hidden) or has_identifiers(imported)

    def put(data: bytes | Pieces, secret: bool) -> str:
        return transaction.put_link_object(data) if secret else transaction.put_object(data)

    row = {
        "id": transaction.new_id(),
        "data_set": data_set,
        "file_name": files.file_name,
        "original_ref": put(files.original, identified) if files.original is not None else None,
        "form_name": files.form_name,
        "form_ref": put(files.form, secrecy.form) if files.form else None,
        "findings_ref": put(findings, names_identifier_answer(findings, secrecy.words)),
        "who": files.user,
        "utc": now,
    }
    insert(transaction, "data_import", [row])


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "severity": str(finding.severity),
        "message": text_to_json(finding.message),
        "table": finding.table,
        "variable": finding.variable,
        "rows": list(finding.rows),
        "count": finding.count,
        "details": [list(one) for one in finding.details],
        "parts": [_finding(part) for part in finding.parts],
    }


def has_identifiers(imported: ImportedData) -> bool:
    """Whether any variable is a direct identifier."""
    return any(variable.role is Role.IDENTIFIER for table in imported.tables for variable in table.variables)


def _table_row(table: ImportedTable, ids: Mapping[str, str], data_set: str, number: int) -> dict[str, object]:
    return {
        "id": ids[table.id],
        "data_set": data_set,
        "number": number,
        "source": table.id,
        "name": table.name,
        "labels": to_json(table.labels),
        "unit": table.unit,
        "how": str(table.how),
        "rows": table.rows,
        "next_row": table.rows + 1,
        "parent": ids[table.parent] if table.parent else None,
        "position": None,
        "consent": table.consent,
        "consent_given": to_json(table.consent_given),
        **design_values(table.design),
    }


def store_columns(transaction: Transaction, table_id: str, table: ImportedTable) -> None:
    """Write a table's columns, its parents and its row keys as chunks."""
    insert(transaction, "column_chunk", write_columns(transaction, table_id, _columns(table)))


def _columns(table: ImportedTable) -> Iterator[ColumnToStore]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    for variable in table.variables:
        arrays = {name: table.columns[name] for name in column_names(variable) if name in table.columns}
        reasons = table.reasons.get(variable.id)
        if reasons is None:
            reasons = np.zeros(table.rows, dtype=np.int8)
        sealed, compress = variable.role is Role.IDENTIFIER, variable.kind not in NUMBERS
        yield ColumnToStore(variable.id, arrays, reasons, table.rows, sealed, compress)
    if table.parent_rows is not None:
        parents = np.where(table.parent_rows >= 0, table.parent_rows + 1, -1).astype(np.int64)
        yield ColumnToStore("_parent", {"_parent": pa.array(parents)}, None, table.rows)
    for kind, keys in table.row_keys.items():
        yield ColumnToStore(f"_key.{kind}", {f"_key.{kind}": keys}, None, table.rows)
