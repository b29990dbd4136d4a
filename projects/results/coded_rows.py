# SPDX-License-Identifier: MIT
"""Codes as a column of a survey table: what was coded in the interviews of each row.

`{"do": "codes", "codes": ["7"], "as": "any" or "count", "children": true, "key": "v3", "coder": ""}`. A row has the
interviews of the cases it belongs to (joined to the case, one person with an interview, or, with a key, named as the
case is). A row without an interview was not asked; one interviewed has 0 where the code was never given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from analysis.declarations.records import Options
from analysis.records import Kind, Reason, Variable
from coding.spans import turns_of
from projects.findings.document_cases import documents_with_cases
from projects.interviews.coders import seen_coder
from projects.interviews.codes import stored_codebook
from projects.people.effective_consent import effective_consents
from projects.results import queries
from projects.stored_interviews.row_records import as_json
from projects.stored_tables.chunks import LOCKED, ChunkColumn
from projects.stored_tables.weight_lookup import keys_of

if TYPE_CHECKING:
    import numpy as np

    from projects.store.ports import Reader

DOCUMENTS_OF_ROWS = (
    "SELECT one.row_id AS row_id, other.document AS document FROM person_member AS one JOIN person_member AS "
    "other ON other.person = one.person WHERE one.table_id = ? AND other.document IS NOT NULL"
)

CASES_OF_ROWS = (
    "SELECT row_id, case_.name AS held FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE table_id = ?"
)


def coded_column(
    project: Reader,
    table_id: str,
    row_ids: np.ndarray,
    recipe: Options,
    variable: Variable,
    key: tuple[Variable, ChunkColumn] | None = None,
) -> ChunkColumn:
    """The column as the codings stand now; all missing where none of its codes is left.

    `row_ids` int64 (rows,); values are positions of the choices (no, yes), or numbers of segments as float64.
    """
    import numpy as np  # with the columns of a table

    rows = len(row_ids)
    wanted = _counted_codes(project, recipe)
    if not wanted:
        return _column(variable, np.zeros(rows), np.full(rows, np.int8(Reason.MISSING)))
    of_case, cases_of = case_segments(project, wanted, str(recipe.get("coder") or ""))
    cases = _joined(project, table_id, cases_of)
    places = {int(row): at for at, row in enumerate(row_ids.tolist())}
    held: list[set[str]] = [set() for _ in range(rows)]
    for row, names in cases.items():
        if row in places:
            held[places[row]] |= names & of_case.keys()
    reasons = np.full(rows, np.int8(Reason.NOT_ASKED))
    if key is not None:
        _by_key(held, *key, of_case)
        reasons[key[1].reasons == LOCKED] = LOCKED
    counts = np.array([len(set().union(*(of_case[name] for name in names))) for names in held], dtype=np.float64)
    reasons[np.array([bool(names) for names in held], dtype=bool)] = Reason.PRESENT
    return _column(variable, counts, reasons)


def case_segments(
    project: Reader, codes: Iterable[str], coder: str = ""
) -> tuple[dict[str, set[int]], dict[str, tuple[str, ...]]]:
    """The segments of the codes that each interviewed case has, and the cases of each interview.

    Interviews that were refused are left out, in blind coding the segments of others. A segment is its speaker's case's
    where the speaker has one, else that of every case of its interview.
    """
    consents = effective_consents(project)
    documents = {one.id: one for one in documents_with_cases(project) if consents[one.id]["interview"] is not False}
    found: dict[str, set[int]] = {case: set() for one in documents.values() for case in one.every_case}
    places = {one.id: ([on.start for on in one.turns], [on.end for on in one.turns]) for one in documents.values()}
    only = [one for one in (coder or None, seen_coder(project)) if one is not None]
    sql, params = queries.places_of_segments(" AND coder = ?" * len(only)), only
    for row in project.query(sql, (as_json(sorted(codes)), *params)):
        document = documents.get(str(row["document"]))
        if document is None:
            continue
        at, _ = turns_of(*places[document.id], row["start"], row["stop"])
        for case in document.cases_of(document.turns[at].speaker if at >= 0 else ""):
            found[case].add(int(row["id"]))
    return found, {one.id: one.every_case for one in documents.values()}


def _joined(project: Reader, table_id: str, cases_of: Mapping[str, tuple[str, ...]]) -> dict[int, set[str]]:
    """The cases of each row: joined to a case, or one person with an interview."""
    found: dict[int, set[str]] = {}
    for row in project.query(
        CASES_OF_ROWS,
        (table_id,),
    ):
        found.setdefault(int(row["row_id"]), set()).add(row["held"])
    for row in project.query(
        DOCUMENTS_OF_ROWS,
        (table_id,),
    ):
        found.setdefault(int(row["row_id"]), set()).update(cases_of.get(str(row["document"]), ()))
    return found


def _by_key(held: list[set[str]], variable: Variable, key: ChunkColumn, of_case: Iterable[str]) -> None:
    """Join rows to cases of the name that their key has, case and blanks aside."""
    named: dict[str, set[str]] = {}
    for case in of_case:
        named.setdefault(_plain(case), set()).add(case)
    codes, names = keys_of(key)
    words = {one.id: (one.code, *one.labels.by_language.values()) for one in variable.choices}
    wanted = [set().union(*(named.get(_plain(word), ()) for word in words.get(name, (name,)))) for name in names]
    for at, code in enumerate(codes.tolist()):
        if code >= 0:
            held[at] |= wanted[code]


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _counted_codes(project: Reader, recipe: Options) -> frozenset[str]:
    """The codes that count: those of the recipe that there are, with those below them unless `children` is false."""
    book = stored_codebook(project)
    there = [str(code) for code in recipe["codes"] if str(code) in book]
    if not recipe.get("children", True):
        return frozenset(there)
    return frozenset(one for code in there for one in book.with_descendants(code))


def _column(variable: Variable, counts: np.ndarray, reasons: np.ndarray) -> ChunkColumn:
    import numpy as np  # as above

    present = reasons == Reason.PRESENT
    if variable.kind is not Kind.ONE:
        return ChunkColumn(variable.kind, np.where(present, counts, np.nan), reasons)
    categories = tuple(choice.id for choice in variable.choices)
    values = np.where(present, (counts > 0).astype(np.int32), np.int32(-1)).astype(np.int32)
    return ChunkColumn(variable.kind, values, reasons, categories)
