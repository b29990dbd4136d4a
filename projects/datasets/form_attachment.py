# SPDX-License-Identifier: MIT
"""Attaches a form to a data set imported without it, or replaces an earlier form. Rows stay the same.

The caller reads what `original_file` gives again with the form; here questions take their wording, choices and
kinds from that reading, keep their ids and roles, and edits are carried over by code.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.records import DataTable, Kind, Role, Variable
from projects.datasets.derived.derived_variables import check_derived
from projects.datasets.export.collected_file import LINKING, collected_file, is_written
from projects.datasets.question_matching import Pair, new_column
from projects.design.dependencies import used_by, uses_in_words
from projects.identifiers.link_key_storage import reconcile
from projects.identifiers.secret_words import SecretWords, secrecy_of, store_variables, write_variable
from projects.imported.records import ImportedData, ImportedTable
from projects.importing.columns.choices import squeezed
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.store.schema import stored_setting
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.chunk_writer import ColumnToStore, write_columns
from projects.stored_tables.chunks import NUMBERS, arrow_columns
from projects.stored_tables.queries import insert
from projects.stored_tables.row_records import KNOWN_TOTALS, to_json
from projects.stored_tables.row_states import refresh_consent
from projects.stored_tables.stored_table import data_tables, recipes, variables
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.store.project import Project

Words = Mapping[str, Mapping[str, str]]  # variable → an answer as it was named → as it is named now


def rename_answers(transaction: Transaction, table_id: str, pairs: Iterable[Pair], secrecy: SecretWords) -> None:
    """Name the answers of questions that became choices, or are none any more, as they are named now."""
    words = {pair.merged.id: found for pair in pairs if (found := _renamed(pair))}
    if words:
        _in_totals(transaction, table_id, words)
        _in_weights(transaction, table_id, words, secrecy)


def _renamed(pair: Pair) -> dict[str, str]:
    old, new = pair.old, pair.merged
    if old is None or (old.kind is Kind.ONE) is (new.kind is Kind.ONE):
        return {}
    if new.kind is Kind.ONE:
        return {choice.code: choice.id for choice in new.choices}
    return {choice.id: choice.code for choice in old.choices}


def _in_totals(transaction: Transaction, table_id: str, words: Words) -> None:
    stored: dict[str, Any] = stored_setting(transaction, KNOWN_TOTALS, {})
    margins = stored.get(table_id, {}).get("margins", ())
    again = [
        {**one, "totals": [[_named(one["variables"], names, words), total] for names, total in one["totals"]]}
        for one in margins
    ]
    if again != list(margins):
        transaction.set_setting(KNOWN_TOTALS, {**stored, table_id: {**stored[table_id], "margins": again}})


def _in_weights(transaction: Transaction, table_id: str, words: Words, secrecy: SecretWords) -> None:
    for name, recipe in recipes(transaction, table_id).items():
        if recipe.get("do") == "frame" and recipe.get("values") and words.keys() & set(recipe["of"]):
            values = [[*_named(recipe["of"], line[:-1], words), line[-1]] for line in recipe["values"]]
            (variable,) = variables(transaction, table_id, [name])
            write_variable(transaction, table_id, variable, secrecy, {**recipe, "values": values})


def _named(of: Iterable[str], answers: Iterable[str], words: Words) -> list[str]:
    return [words.get(name, {}).get(answer, answer) for name, answer in zip(of, answers, strict=True)]


FILES_OF_DATA_SET = "SELECT file_name, original_ref FROM data_import WHERE data_set = ?"

VARIABLES_EVER_EDITED = "SELECT DISTINCT variable FROM cell_edit WHERE table_id = ?"
CONSENT_QUESTION_OF_TABLE = "SELECT consent, consent_given FROM data_table WHERE id = ?"
SET_VARIABLE_POSITION = "UPDATE variable SET position = ? WHERE id = ?"
SET_FORM_FILE = "UPDATE data_import SET form_name = ?, form_ref = ? WHERE data_set = ?"
SET_FORM_OF_DATA_SET = "UPDATE data_set SET languages = ?, form_title = ?, form_version = ? WHERE id = ?"
OPEN_EDITS_OF_VARIABLE = "SELECT id, old, new FROM cell_edit WHERE table_id = ? AND variable = ? AND sealed = 0"
SET_LABELS_AND_CONSENT_OF_TABLE = (
    "UPDATE data_table SET labels = ?, consent = coalesce(consent, ?), consent_given = ? WHERE id = ?"
)


def original_file(project: Reader, data_set: str) -> tuple[str, bytes]:
    """The name and bytes of what is read again: the file a data set was made of or, where a newer export joined it or
    it was not kept, all its rows as collected. Raises LinkLocked while identifiers cannot be read.
    """
    kept = sole_original(project, data_set)
    if kept is not None:
        return kept
    name = project.query(queries.NAME_OF_DATA_SET, (data_set,))[0]["name"]
    return f"{name}.zip", collected_file(project, data_set)


def sole_original(project: Reader, data_set: str) -> tuple[str, bytes] | None:
    """The only file a data set was made of, None where there are several or none was kept."""
    rows = project.query(FILES_OF_DATA_SET, (data_set,))
    if len(rows) != 1 or not rows[0]["original_ref"]:
        return None
    return rows[0]["file_name"], project.read_object(rows[0]["original_ref"])


def attach_form(project: Project, data_set: str, again: ImportedData, form: bytes, form_name: str) -> Action:
    """The action that gives a data set what its form knows. `again`: its original file, read with the form.

    Raises Problem when `again` has other rows than the data set.
    """
    tables = data_tables(project, data_set)
    both = _tables_of_both(tables, again.tables)

    def perform(transaction: Transaction) -> None:
        joined = [_joined(transaction, table, other) for table, other in both]
        made = {table.id: recipes(transaction, table.id) for table, _ in both}
        _insist_sample_stays(transaction, joined)
        secrecy = secrecy_of({one.table.id: [*(p.merged for p in one.pairs), *one.kept] for one in joined}, made)
        for one in joined:
            _attach(transaction, one, secrecy)
        transaction.execute(
            SET_FORM_OF_DATA_SET,
            (to_json(again.languages), again.form_title, again.form_version, data_set),
        )
        transaction.execute(
            SET_FORM_FILE,
            (form_name, (transaction.put_link_object if secrecy.form else transaction.put_object)(form), data_set),
        )
        if secrecy.hidden:
            reconcile(transaction, data_set)
        for table, _ in both:
            check_derived(transaction, table.id, list(made[table.id]))

    return Action("data.form", msg("data.form.attached", name=form_name), perform)


def _tables_of_both(
    tables: Sequence[DataTable], again: Sequence[ImportedTable]
) -> list[tuple[DataTable, ImportedTable]]:
    """Each table with its reading: by name, the others in their order. Raises Problem where rows or tables differ."""
    named = {table.name: table for table in again}
    known = {table.name for table in tables}
    others = iter([table for table in again if table.name not in known])
    both = [(table, found) for table in tables if (found := named.get(table.name) or next(others, None)) is not None]
    if not both or len(both) < len(tables) or any(table.rows != other.rows for table, other in both):
        raise Problem(msg("data.form.other_rows"))
    return both


@dataclasses.dataclass(frozen=True)
class _Joined:
    """A table and its file read again with the form: the questions of both, and the variables that stay as they are."""

    table: DataTable
    other: ImportedTable
    pairs: Sequence[Pair]
    kept: Sequence[Variable]
    edited: frozenset[str]


def _joined(transaction: Transaction, table: DataTable, other: ImportedTable) -> _Joined:
    worked_out = recipes(transaction, table.id)
    edited = {row["variable"] for row in transaction.query(VARIABLES_EVER_EDITED, (table.id,))}
    kept = [variable for variable in table.variables if variable.id in worked_out]
    collected = [variable for variable in table.variables if variable.id not in worked_out]
    pairs = _pairs(collected, other, table, edited)
    paired = {pair.merged.id for pair in pairs}
    there = {variable.name for variable in other.variables}
    kept += [v for v in collected if v.id not in paired and (v.id in edited or v.name in there or not is_written(v))]
    return _Joined(table, other, pairs, kept, frozenset(edited))


def _insist_sample_stays(transaction: Transaction, joined: Sequence[_Joined]) -> None:
    """Raises Problem for columns that become part of a set while design, replicates or known totals use them."""
    for one in joined:
        stay = {*(pair.merged.id for pair in one.pairs), *(variable.id for variable in one.kept)}
        gone = {variable.id: variable.name for variable in one.table.variables if variable.id not in stay}
        found = used_by(transaction, one.table.id, list(gone))
        if found:
            names = [name for variable, name in gone.items() if any(use.variable == variable for use in found)]
            raise Problem(msg("data.form.sampled", variables=names, uses=uses_in_words(transaction, found)))


def _attach(transaction: Transaction, joined: _Joined, secrecy: SecretWords) -> None:
    table, other, pairs, kept = joined.table, joined.other, joined.pairs, joined.kept
    _forget(transaction, table, {variable.id for variable in kept})
    store_variables(transaction, table.id, [pair.merged for pair in pairs], secrecy)
    for place, variable in enumerate(kept):
        transaction.execute(SET_VARIABLE_POSITION, (len(pairs) + place, f"{table.id}.{variable.id}"))
    insert(transaction, "column_chunk", write_columns(transaction, table.id, _columns(pairs, other)))
    for pair in pairs:
        if pair.old is not None and pair.old.id in joined.edited:
            carry_edits(transaction, table.id, pair.old, pair.merged)
    rename_answers(transaction, table.id, pairs, secrecy)
    own = {pair.new.id: pair.merged.id for pair in pairs if pair.new is not None}
    transaction.execute(
        SET_LABELS_AND_CONSENT_OF_TABLE,
        (
            to_json(other.labels),
            own.get(other.consent or ""),
            _consent_codes(transaction, table, other, pairs),
            table.id,
        ),
    )
    refresh_consent(transaction, table.id)


def _pairs(old: Sequence[Variable], other: ImportedTable, table: DataTable, edited: Collection[str]) -> list[Pair]:
    """The form's questions in its order, with the ids, roles and choice ids their columns had already.

    A column at hand that the form says nothing about is not among them: it stays as it is.
    """
    named = {variable.name: variable for variable in old}
    number = max((int(variable.id[1:]) for variable in table.variables), default=0)
    found = []
    for new in other.variables:
        known = named.pop(new.name, None)
        if not _is_described(new) and (known is not None or new.name in LINKING):
            continue
        if known is None:
            number += 1
            found.append(Pair(None, new, dataclasses.replace(new, id=f"v{number}")))
            continue
        role = new.role if known.role is Role.ORDINARY else known.role
        known_as = {choice.code: choice for choice in known.choices}
        last = max((int(choice.id[1:]) for choice in known.choices), default=0)
        choices = []
        for choice in new.choices:
            before = known_as.get(choice.code)
            last += before is None
            unworded = not any(choice.labels.by_language.values())  # given under an earlier form
            labels = before.labels if before is not None and unworded else choice.labels
            choices.append(dataclasses.replace(choice, id=before.id if before else f"c{last}", labels=labels))
        if new.kind is known.kind and (known.form_type or known.id in edited):  # what only an earlier form offered
            codes = {choice.code for choice in choices}
            choices += [choice for choice in known.choices if choice.code not in codes]
        found.append(Pair(known, new, dataclasses.replace(new, id=known.id, role=role, choices=tuple(choices))))
    return found


def _is_described(variable: Variable) -> bool:
    """Whether a form, or a file with labels, says something of a variable."""
    labelled = [variable.labels, *(choice.labels for choice in variable.choices)]
    return bool(variable.form_type or variable.relevant or any(any(one.by_language.values()) for one in labelled))


def _forget(transaction: Transaction, table: DataTable, kept: set[str]) -> None:
    """Remove what will be written anew, and columns that became part of a set."""
    for variable in table.variables:
        if variable.id not in kept:
            place = (table.id, variable.id)
            transaction.execute(queries.DELETE_CHOICES_OF_VARIABLE, place)
            transaction.execute(queries.DELETE_VARIABLE, place)
            transaction.execute(queries.DELETE_CHUNKS_OF_COLUMN, place)


def _columns(pairs: Sequence[Pair], other: ImportedTable) -> Iterator[ColumnToStore]:
    for pair in pairs:
        column = new_column(pair, other)
        yield ColumnToStore(
            pair.merged.id,
            arrow_columns(pair.merged, column),
            column.reasons,
            other.rows,
            pair.merged.role is Role.IDENTIFIER,
            pair.merged.kind not in NUMBERS,
        )


def _consent_codes(transaction: Transaction, table: DataTable, other: ImportedTable, pairs: Sequence[Pair]) -> str:
    row = transaction.query(CONSENT_QUESTION_OF_TABLE, (table.id,))[0]
    if row["consent"] is not None:
        return str(row["consent_given"])
    pair = next((pair for pair in pairs if pair.new is not None and pair.new.id == other.consent), None)
    if pair is None or pair.new is None:
        return to_json([])
    codes = {choice.code for choice in pair.new.choices if choice.id in other.consent_given}
    return to_json([choice.id for choice in pair.merged.choices if choice.code in codes])


def carry_edits(transaction: Transaction, table_id: str, old: Variable, new: Variable) -> None:
    """Edits of a question in terms of what it is now; sealed ones are of texts and stay."""
    if old.kind is new.kind and {choice.id for choice in old.choices} <= {choice.id for choice in new.choices}:
        return  # choice ids were kept
    rows = transaction.query(OPEN_EDITS_OF_VARIABLE, (table_id, old.id))
    for row in rows:
        was, now = (_translated(DatasetCell.from_json(row[name]), old, new).to_json() for name in ("old", "new"))
        transaction.execute(queries.SET_VALUES_OF_EDIT, (was, now, row["id"]))


def _translated(cell: DatasetCell, old: Variable, new: Variable) -> DatasetCell:
    """A cell of another kind, by its codes. Raises Problem where the value has no place in the form."""
    if cell.reason:
        return cell
    codes = {choice.id: choice.code for choice in old.choices}
    values = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    words = [f"{v:.15g}" if isinstance(v, float) else codes.get(str(v), str(v)) for v in values]
    ids = {squeezed(choice.code): choice for choice in new.choices} | {choice.code: choice for choice in new.choices}
    words = [word if word in ids else squeezed(word) for word in words] if new.kind is old.kind else words
    if new.kind is Kind.ONE and len(words) == 1 and words[0] in ids:
        choice = ids[words[0]]
        return DatasetCell(None, choice.reason) if choice.reason else DatasetCell(choice.id)
    if new.kind is Kind.SET:
        parts = [part for word in words for part in word.split()]
        if all(part in ids for part in parts):
            return DatasetCell(tuple(ids[part].id for part in parts))
    if new.kind in (Kind.TEXT, Kind.TIME, Kind.GEOPOINT, Kind.MEDIA):
        return DatasetCell(" ".join(words))
    if new.kind in NUMBERS and len(words) == 1:
        try:
            return DatasetCell(float(words[0]))
        except ValueError:
            pass
    raise Problem(msg("data.form.edit_has_no_place", variable=old.name))
