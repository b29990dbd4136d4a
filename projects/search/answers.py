# SPDX-License-Identifier: MIT
"""Free-text answers as a source of texts: one owner per variable ("t1:v7"), one place per row. Never identifiers.

An import or an edit does not index at once: what changed is brought up when somebody next searches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.records import Kind, Role
from projects.search import queries
from projects.search.sources import Changed, SearchSource, SearchText
from projects.store.ports import Reader
from projects.stored_tables.queries import column_refs

_VARIABLES = queries.VARIABLES_TO_SEARCH


def _owners(reader: Reader, _: Changed | None) -> Iterable[str]:
    return [row["id"].replace(".", ":", 1) for row in reader.query(_VARIABLES, (Kind.TEXT, Role.IDENTIFIER))]


def _stamp(reader: Reader, owner: str) -> str | None:
    """The column's objects and how many edits there are, taken back ones too; None when it is no free text any more."""
    if not reader.query(f"{_VARIABLES} AND id = ?", (Kind.TEXT, Role.IDENTIFIER, owner.replace(":", ".", 1))):
        return None
    place = owner.split(":", 1)
    refs = column_refs(reader, place[0], place[1])
    edits = reader.query(
        queries.STAMP_OF_EDITS,
        place,
    )[0]
    return f"{refs} {edits['n']} {edits['last']} {edits['back']}"


def _texts(reader: Reader, owner: str) -> Iterable[SearchText]:
    from projects.stored_tables.columns import TableColumns  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import variables  # numpy, 80 ms: not at start

    table, variable_id = owner.split(":", 1)
    columns = TableColumns(reader, table)
    (variable,) = variables(reader, table, [variable_id])
    values = columns.read(variable).values.to_pylist()
    for row_id, value in zip(columns.row_ids.tolist(), values, strict=True):
        if value:
            yield SearchText(str(row_id), value)


def _pieces(reader: Reader, owner: str, places: Sequence[str]) -> dict[str, SearchText]:
    from projects.stored_tables.columns import TableColumns  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import variables  # numpy, 80 ms: not at start

    table, variable_id = owner.split(":", 1)
    (variable,) = variables(reader, table, [variable_id])
    columns = TableColumns(reader, table)
    values = {place: columns.cell(variable, int(place)).value for place in places}
    return {place: SearchText(place, value) for place, value in values.items() if isinstance(value, str) and value}


ANSWERS = SearchSource(
    "answer", frozenset({"variable", "column_chunk", "cell_edit"}), _owners, _stamp, _texts, _pieces, deferred=True
)
