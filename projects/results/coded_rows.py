# SPDX-License-Identifier: MIT
"""Codes as a column of a survey table: what was coded in the interviews of each row.

`{"do": "codes", "codes": ["7"], "as": "any" or "count", "children": true, "key": "v3", "coder": ""}`. A row has the
interviews of the cases it belongs to (joined to the case, one person with an interview, or, with a key, named as the
case is). A row without an interview was not asked; one interviewed has 0 where the code was never given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.declarations.records import Options
from analysis.records import Choice, DataTable, Kind, Reason, Role, Variable
from coding.case_folding import fold_plain
from coding.spans import turns_of
from projects.datasets.derived.derived_variables import add_derived
from projects.findings.document_cases import documents_with_cases
from projects.interviews.coders import seen_coder
from projects.interviews.codes import stored_codebook
from projects.people.effective_consent import effective_consents
from projects.results import queries
from projects.store.actions import Action
from projects.stored_interviews.row_records import as_json
from projects.stored_tables.chunks import LOCKED, ChunkColumn
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.recipes import keys_of
from projects.stored_tables.stored_table import data_table
from projects.stored_tables.titles import called_table
from wording import LANGUAGES, Labels, Problem, msg, render

if TYPE_CHECKING:
    import numpy as np

    from coding.codebook import Codebook
    from coding.records import Code
    from projects.store.ports import Reader, Transaction

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


HOW = ("any", "count")
_KEYS = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.NUMBER})


def join_codes(
    table_id: str, code_ids: Sequence[str], how: str = "any", key: str = "", children: bool = True, coder: str = ""
) -> Action:
    """Add a variable for each code: whether ("any") or how often ("count") it was given to the cases of a row.

    `key` is the id of a variable that holds the names of cases; rows joined to cases or tied to interviews need none.
    The result are the ids of the new variables. Raises Problem where no row has an interview.
    """
    if how not in HOW:
        raise KeyError(how)

    def perform(transaction: Transaction) -> list[str]:
        book, table = stored_codebook(transaction), data_table(transaction, table_id)
        unknown = next((one for one in code_ids if one not in book), None)
        if unknown is not None:
            raise Problem(msg("problem.no_code", code=unknown))
        if key and table.variable(key).kind not in _KEYS:
            raise Problem(msg("code_columns.key_kind", variable=table.variable(key).name))
        made = []
        taken = {variable.name for variable in table.variables}
        for code in map(book.__getitem__, code_ids):
            recipe = _recipe(code, how, key, children, coder)
            role = Role.SENSITIVE if _sensitive(book, code, children) else Role.ORDINARY
            name = _name(code, taken)
            choices = yes_and_no() if how == "any" else ()
            made.append(
                str(add_derived(table_id, name, _labels(code, how), recipe, choices, role).perform(transaction))
            )
        if not rows_interviewed(transaction, table_id, made[0] if made else ""):
            raise Problem(msg("code_columns.nobody", table=called_table(table)))
        transaction.set_message(msg("code_columns.joined", n=len(made), table=called_table(table)))
        return made

    return Action("results.join_codes", msg("code_columns.joined", n=len(code_ids), table=table_id), perform)


def rows_interviewed(reads: Reader, table_id: str, variable_id: str) -> int:
    """How many rows of a table have an interview, by a variable that a code was joined as."""
    columns, table = TableColumns(reads, table_id), data_table(reads, table_id)
    return int((columns.read(table.variable(variable_id)).reasons == 0).sum()) if variable_id else 0


def key_of(reads: Reader, table: DataTable) -> str:
    """The variable whose values name the most cases, "" for none or where rows are joined already."""
    best, most = "", 0
    columns = TableColumns(reads, table.id)
    for variable in table.variables:
        if variable.kind not in _KEYS:
            continue
        recipe = {"do": "codes", "codes": [code.id for code in stored_codebook(reads)], "key": variable.id}
        column = coded_column(reads, table.id, columns.row_ids, recipe, variable, (variable, columns.read(variable)))
        found = int((column.reasons == 0).sum())
        if found > most:
            best, most = variable.id, found
    return best


def yes_and_no() -> tuple[Choice, Choice]:
    """The answers of a variable that says whether a code was given: 0 no, 1 yes."""
    words = [{language: render(msg(f"code_columns.{name}"), language) for language in LANGUAGES} for name in _ANSWERS]
    return Choice("c1", "0", Labels(words[0])), Choice("c2", "1", Labels(words[1]))


_ANSWERS = ("no", "yes")


def _recipe(code: Code, how: str, key: str, children: bool, coder: str) -> dict[str, object]:
    recipe: dict[str, object] = {"do": "codes", "codes": [code.id], "as": how, "children": children}
    return {**recipe, **({"key": key} if key else {}), **({"coder": coder} if coder else {})}


def _sensitive(book: Codebook, code: Code, children: bool) -> bool:
    below = book.with_descendants(code.id) if children else {code.id}
    return any(book[one].is_sensitive for one in below)


def _labels(code: Code, how: str) -> Labels:
    named = {language: render(code.name, language) for language in LANGUAGES}
    return Labels(
        {language: render(msg(f"code_columns.label_{how}", code=name), language) for language, name in named.items()}
    )


def _name(code: Code, taken: set[str]) -> str:
    """ "code_threats", counted on where that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold_plain(render(code.name, LANGUAGES[0]))).strip("_")[:24]
    stem, number = f"code_{plain or code.id}", 1
    name = stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    taken.add(name)
    return name
