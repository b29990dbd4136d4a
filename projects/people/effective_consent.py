# SPDX-License-Identifier: MIT
"""Effective consent: records on an interview, its case, its respondents and their survey rows. It reads only.

One "no" anywhere is a no, in the consent column of a survey row that is tied to the interview, too. An interview's own
"yes" holds; where the interview says nothing, a "yes" of its case holds (of all people who are cases of it, its
speakers among them), or of its respondents when all of them gave it. An interview and its translations are one
person's words: they share what was said of either.

A row is tied to an interview by a person it shares with it, by a case of one person, or as the row whose answer became
a document. An empty consent cell is no refusal, and what was recorded on the row itself goes before its column.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

from projects.people import queries
from projects.store.ports import Reader, Rows
from projects.stored_interviews.queries import DOCUMENTS
from projects.stored_interviews.tables import CONSENTS
from projects.stored_tables.queries import chunk_ref, last_edit
from wording import Problem, msg

if TYPE_CHECKING:
    from analysis.records import Variable
    from projects.stored_tables.cells import DatasetCell

CONSENTS_OF_CASE = "SELECT what, given FROM consent WHERE case_name = ?"

CASES_OF_DOCUMENTS = (
    "SELECT id AS document, case_name AS held, 1 AS asked FROM document WHERE case_name <> '' UNION SELECT document, "
    "case_.name, case_.kind = 'person' OR case_.name = case_name FROM case_member JOIN case_ ON case_.id = "
    "case_member.case_ JOIN document ON document.id = document WHERE document IS NOT NULL"
)
CONSENTS_OF_RESPONDENTS = (
    "SELECT interview.document AS document, interview.person AS person, what, given FROM person_member AS "
    "interview LEFT JOIN person_member AS answer ON answer.person = interview.person AND answer.table_id IS "
    "NOT NULL LEFT JOIN consent ON consent.table_id = answer.table_id AND consent.row_id = answer.row_id "
    "WHERE interview.document IS NOT NULL"
)
CONSENTS_OF_CASES = "SELECT case_name, what, given FROM consent WHERE case_name IS NOT NULL"

Consents = dict[str, bool | None]
TiedRow = tuple[str, int]  # a row of a survey: its table and its id
_REFUSED = 2  # the reason of an answer that was refused


def recorded_of_case(reads: Rows, case_name: str) -> Consents:
    """What is recorded on a case."""
    rows = reads.query(CONSENTS_OF_CASE, (case_name,))
    return no_consents() | {row["what"]: bool(row["given"]) for row in rows}


def refused_cases(reads: Rows) -> frozenset[str]:
    """Names of the cases on which it is recorded that the interview, or sharing it, was refused."""
    rows = reads.query(CONSENTS_OF_CASES)
    return frozenset(
        str(row["case_name"]) for row in rows if row["what"] in ("interview", "sharing") and not row["given"]
    )


def refused_by_themselves(reads: Rows) -> frozenset[str]:
    """Names of the cases that refused the interview: it is recorded on them, or holds for an interview of theirs."""
    said = reads.query(CONSENTS_OF_CASES)
    own = {str(row["case_name"]) for row in said if row["what"] == "interview" and not row["given"]}
    held = effective_consents(reads)
    pairs = [(str(row["document"]), str(row["held"])) for row in reads.query(CASES_OF_DOCUMENTS)]
    return frozenset(own | {case for document, case in pairs if held[document]["interview"] is False})


def effective_consents(reads: Rows) -> dict[str, Consents]:
    """For each interview, by its id, the consents that hold."""
    of_case: dict[str, Consents] = {}
    for row in reads.query(CONSENTS_OF_CASES):
        of_case.setdefault(row["case_name"], no_consents())[row["what"]] = bool(row["given"])
    cases: dict[str, list[tuple[Consents, bool]]] = {}
    for row in reads.query(CASES_OF_DOCUMENTS):
        cases.setdefault(str(row["document"]), []).append((of_case.get(row["held"], no_consents()), bool(row["asked"])))
    respondents = _respondents(reads)
    found: dict[str, Consents] = {}
    refusing, refusals = refusing_rows(cast(Reader, reads)), reads.query(queries.REFUSALS_OF_TIED_ROWS)
    versions: dict[str, list[str]] = {}  # an original with its translations
    for row in reads.query(DOCUMENTS):
        versions.setdefault(str(row["translates"] or row["id"]), []).append(str(row["id"]))
        people = respondents.get(row["id"], [])
        held = cases.get(str(row["id"]), [])
        found[str(row["id"])] = {
            name: _together(given(row[f"consent_{name}"]), _of_cases(name, held), [one.get(name) for one in people])
            for name in CONSENTS
        }
    for document in refusing:
        found[str(document)]["interview"] = False
    for row in refusals:
        found[str(row["document"])][row["what"]] = False
    for together in versions.values():
        if len(together) > 1:
            said = [found[one] for one in together]
            shared = {name: _shared([one[name] for one in said]) for name in CONSENTS}
            found |= {one: dict(shared) for one in together}
    return found


def may_quote(consents: Consents, *, inside: bool = False) -> bool:
    """Whether words may be printed: for others where consent to quote was given, inside the team unless it was refused.

    Whoever prints, copies or lists words asks here. A refused or withdrawn interview gives none to anybody.
    """
    said = consents["quotation"]
    return consents["interview"] is not False and (said is not False if inside else said is True)


def _together(own: bool | None, case: bool | None, respondents: list[bool | None]) -> bool | None:
    if own is False or case is False or False in respondents:
        return False
    if own or case or (respondents and all(respondents)):
        return True
    return None


def _of_cases(name: str, held: list[tuple[Consents, bool]]) -> bool | None:
    """What the cases of an interview said: one no is a no, a yes needs all that are asked."""
    asked = [said[name] for said, is_asked in held if is_asked]
    return False if any(said[name] is False for said, _ in held) else True if asked and all(asked) else None


def _shared(said: list[bool | None]) -> bool | None:
    """What holds for texts of the same words: one no is a no, else one yes is a yes."""
    return False if False in said else True if True in said else None


def _respondents(reads: Rows) -> dict[int, list[dict[str, bool]]]:
    """For each interview what its people said on their rows; a person whose rows say nothing counts as silent."""
    rows = reads.query(CONSENTS_OF_RESPONDENTS)
    people: dict[tuple[int, str], dict[str, bool]] = {}
    for row in rows:
        said = people.setdefault((row["document"], row["person"]), {})
        if row["what"] is not None:
            said[row["what"]] = bool(row["given"]) and said.get(row["what"], True)
    found: dict[int, list[dict[str, bool]]] = {}
    for (document, _), said in people.items():
        found.setdefault(document, []).append(said)
    return found


def no_consents() -> Consents:
    """Nothing recorded."""
    return dict.fromkeys(CONSENTS)


def given(stored: int | None) -> bool | None:
    """A stored consent: 1 yes, 0 no, NULL not recorded."""
    return None if stored is None else bool(stored)


def refusing_rows(reads: Reader) -> dict[int, list[TiedRow]]:
    """For each interview, by its number, the rows tied to it whose consent column says no."""
    tied: dict[int, list[TiedRow]] = {}
    for row in reads.query(queries.ROWS_TIED_WITHOUT_CONSENT):
        tied.setdefault(row["document"], []).append((row["table_id"], row["row_id"]))
    if not tied:
        return {}
    no = {one for rows in tied.values() for one in rows if _says_no(reads, one)}
    return {document: kept for document, rows in tied.items() if (kept := [one for one in rows if one in no])}


def _says_no(reads: Reader, row: TiedRow) -> bool:
    """Whether there is an answer in the consent column, one that does not mean yes."""
    from projects.stored_tables.stored_table import stored_table, variables  # numpy, 80 ms: only where a row is tied

    table_id, row_id = row
    table = stored_table(reads, table_id)
    consent, accepted = table.row["consent"], json.loads(table.row["consent_given"])
    if consent is None:
        return False
    (variable,) = variables(reads, table_id, [consent])
    cell = _consent_cell(reads, table_id, variable, row_id, table.row_ids.tolist().index(row_id))
    if cell.reason:
        return cell.reason == _REFUSED
    answers = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    return not any(answer in accepted for answer in answers)


def _consent_cell(reads: Reader, table_id: str, variable: Variable, row_id: int, place: int) -> DatasetCell:
    """The cell as it stands. No recipe makes a consent, and none lies under the link key."""
    from projects.stored_tables.cells import DatasetCell, cell_at  # as above
    from projects.stored_tables.chunks import CHUNK_ROWS, decode_column  # as above

    edits = last_edit(reads, table_id, variable.id, row_id)
    if edits:
        return DatasetCell.from_json(edits[0]["new"])
    refs = chunk_ref(reads, table_id, variable.id, place // CHUNK_ROWS)
    return cell_at(decode_column(variable, [reads.read_object(ref) for ref in refs]), place % CHUNK_ROWS)


ANY_REFUSAL = (
    "SELECT EXISTS (SELECT 1 FROM document WHERE consent_interview = 0) OR EXISTS (SELECT 1 FROM consent WHERE what = "
    "'interview' AND given = 0) OR EXISTS (SELECT 1 FROM row_state WHERE state = 'no_consent') AS said"
)


def refused(reads: Rows) -> frozenset[str]:
    """The ids of interviews whose consent was refused or withdrawn."""
    if not reads.query(ANY_REFUSAL)[0]["said"]:
        return frozenset()
    return frozenset(one for one, given in effective_consents(reads).items() if given["interview"] is False)


def check_not_held_back(reads: Rows, *documents: str) -> None:
    """Raise `Problem` where one of these interviews is held back: its text is neither shown, coded nor corrected."""
    if refused(reads).intersection(documents):
        raise Problem(msg("consents.held_back"))
