# SPDX-License-Identifier: MIT
"""Items that erasing rows and answers takes along, for the preview, with their identifiers. It changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind, Role, Variable
from projects.datasets import queries
from projects.datasets.table.cells import DatasetCell
from projects.datasets.table.columns import TableColumns
from projects.datasets.table.stored_table import variables
from projects.datasets.table.titles import named_variables, table_titles
from projects.store.erasure.erase_request import EraseItem
from projects.store.ports import Reader
from wording import Text, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject

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
            queries.ORIGINALS_OF_TABLE,
            (table,),
        ):
            found[row["id"]] = EraseItem(msg("data.erase.original"), msg("data.erase.project"), row["file_name"])
    return list(found.values())


def answer_items(project: OpenProject, table_id: str, row_id: int, variable_id: str) -> tuple[EraseItem, ...]:
    """What goes with one answer."""
    (variable,) = variables(project, table_id, [variable_id])
    where = table_titles(project).get(table_id, table_id)
    edits = project.query(
        queries.EDITS_OF_ANSWER,
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
    for row in project.query(queries.EDITS_OF_VARIABLE, (table, variable.id)):
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
                held, kept = _held(columns, variable, gone), _held(columns, variable, ~gone)
                found += [f"{table}.{variable.id}.{one}" for one in bare if one in held and one not in kept]
    return found


def _held(columns: TableColumns, variable: Variable, mask: np.ndarray) -> set[str]:
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
