# SPDX-License-Identifier: MIT
"""Belongings of interviews for Erase: texts, segments, original, consents. `projects.store.erasure` erases them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coding.in_vivo_names import is_in_words, name_in_vivo
from projects.interviews.attached_notes import OF_DOCUMENT
from projects.store.erase_request import Belongings, Erasable, EraseItem, Subject
from projects.store.ports import Rows, Trace
from projects.stored_interviews import queries
from projects.stored_interviews.queries import CASES_CALLED, DOCUMENTS_WITH_CASE_NAME
from projects.stored_interviews.row_records import as_json
from wording import LANGUAGES, Message, Problem, msg, render

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction

SET_NAME_OF_CODE = "UPDATE code SET name = ? WHERE id = ?"

CONSENTS_OF_CASE_COUNT = "SELECT count(*) AS n FROM consent WHERE case_name = ?"
MEMOS_OF_DOCUMENT_COUNT = "SELECT count(*) AS n FROM memo WHERE document = ?"
DOCUMENT_EVER_EXISTED = "SELECT 1 FROM journal WHERE tbl = 'document' AND key = ? LIMIT 1"
SET_ANCHORS = "UPDATE code SET anchors = ? WHERE id = ?"
QUOTES_EVER_OF_DOCUMENTS = (
    "SELECT DISTINCT json_extract(image, '$.quote') AS quote FROM (SELECT before AS image FROM journal"
    " WHERE tbl = 'segment' AND before IS NOT NULL UNION ALL SELECT after FROM journal WHERE tbl = 'segment' AND after"
    " IS NOT NULL) WHERE json_extract(image, '$.document') IN (SELECT value FROM json_each(?))"
)
SET_NAME_OF_CODE_GONE = "UPDATE code_gone SET name = ? WHERE id = ?"
NAMES_OF_CODES_GONE = "SELECT id, name FROM code_gone"
DOCUMENTS_ONLY_IN_CASE = (
    "SELECT DISTINCT document FROM case_member WHERE case_ = ? AND document IS NOT NULL AND speaker = '' AND "
)
NAME_ORIGINAL_AND_MEMO_OF_DOCUMENT = "SELECT name, original_ref, memo FROM document WHERE id = ?"
CODES_WITH_ANCHORS = "SELECT id, anchors FROM code WHERE anchors <> '[]'"
FORGET_CASE_NAMES_WITHOUT_CASE = (
    "UPDATE document SET case_name = '' WHERE case_name <> '' AND case_name NOT IN (SELECT name FROM case_)"
)
DOCUMENTS_OF_CASE_NAME = "SELECT id FROM document WHERE case_name = ?"
CASE_ID_AND_NAME = "SELECT id, name FROM case_ WHERE id = ?"
IMAGES_OF_CASE = "SELECT before, after FROM journal WHERE tbl = 'case_' AND key = ?"
IMAGES_OF_DOCUMENT = "SELECT before, after FROM journal WHERE tbl = 'document' AND key = ?"
SUMMARIES_OF_DOCUMENT = (
    "SELECT DISTINCT journal.key AS cell FROM journal, json_each(json_extract(coalesce(journal.after, "
    "journal.before), '$.documents')) AS held WHERE tbl = 'framework_cell' AND held.value = ?"
)
DOCUMENTS_OF_THE_SAME_WORDS = (
    "SELECT id FROM document WHERE translates = ? OR id = (SELECT translates FROM document WHERE id = ?)"
)
CASES_AND_DOCUMENTS = (
    "SELECT DISTINCT case_.name AS name, document FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE "
    "document IS NOT NULL"
)

_OWNED = (*OF_DOCUMENT, "person_member")
_COUNTED = ("document_version", "segment", "suggestion", "annotation", "paraphrase", "bookmark", "framework_cell")


def _belongings(project: OpenProject, asked: Any) -> Belongings:
    numbers = tuple(map(int, asked)) if isinstance(asked, (tuple, list)) else (int(asked),)
    whole = Belongings()
    for number in numbers:
        if not project.query(DOCUMENT_EVER_EXISTED, (number,)):
            raise Problem(msg("interviews.gone"))
        traces = (
            Trace("document", "id", number),
            *(Trace(table, "document", number) for table in _OWNED),
            *(Trace("link", end, number) for end in ("a_document", "b_document")),
            Trace("citation", "other_document", number),
            *(Trace("framework_cell", "id", cell) for cell in _summaries(project, number)),
        )
        whole += Belongings(traces=traces, words=_names(project, number), items=_items(project, number))
    words = EraseItem(msg("interviews.erase.words"), msg("interviews.erase.index"))
    return (
        whole
        + _cases(project, numbers)
        + _anchors(project, numbers)
        + _in_vivo_codes(project, numbers)
        + Belongings(items=(words,))
    )


def _summaries(project: OpenProject, number: int) -> list[int]:
    """The summaries, now or earlier, that rest on an interview: they go with it, those of its case too."""
    rows = project.query(
        SUMMARIES_OF_DOCUMENT,
        (number,),
    )
    return [int(row["cell"]) for row in rows]


def _names(project: OpenProject, number: int) -> tuple[str, ...]:
    """Every name the interview ever had: lines of history tell of renaming."""
    found = [row["name"] for row in project.query(queries.NAME_OF_DOCUMENT, (number,))]
    for row in project.query(IMAGES_OF_DOCUMENT, (number,)):
        found += [json.loads(image)["name"] for image in row if image]
    return tuple(dict.fromkeys(found))


def _cases(project: OpenProject, numbers: tuple[int, ...]) -> Belongings:
    """The consents and the name of each case that no other interview has."""
    rows = project.query(DOCUMENTS_WITH_CASE_NAME)
    ours = {row["case_name"] for row in rows if row["id"] in numbers}
    others = {row["case_name"] for row in rows if row["id"] not in numbers}
    # a talk of several people bears the name of its first case and belongs to the others, too
    others |= {row["name"] for row in project.query(CASES_AND_DOCUMENTS) if row["document"] not in numbers}
    alone = sorted(ours - others)
    where, items, traces, words = msg("interviews.erase.project"), [], [], list(alone)
    for case in alone:
        held = project.query(CONSENTS_OF_CASE_COUNT, (case,))[0]["n"]
        if held:
            items.append(EraseItem(msg("interviews.erase.case_consents"), where, case, held))
        for row in project.query(CASES_CALLED, (case,)):
            traces += case_traces(row["id"])
            words += _case_names(project, row["id"])
            items.append(EraseItem(msg("interviews.erase.case"), where, case))
    traces += [Trace("consent", "case_name", case) for case in alone]
    return Belongings(traces=tuple(traces), words=tuple(dict.fromkeys(words)), items=tuple(items))


def _case_names(project: OpenProject, case: int) -> list[str]:
    """Every name a case ever had."""
    rows = project.query(IMAGES_OF_CASE, (case,))
    return [json.loads(image)["name"] for row in rows for image in row if image]


def case_traces(case: int) -> list[Trace]:
    """The rows of a case: itself, its members, attributes, memos and links."""
    target = f"case:{case}"
    return [
        Trace("case_", "id", case),
        *(Trace(table, "case_", case) for table in ("case_member", "attribute", "framework_cell")),
        Trace("memo", "target", target),
        *(Trace("link", end, target) for end in ("a", "b")),
    ]


def _case_belongings(project: OpenProject, asked: Any) -> Belongings:
    rows = project.query(CASE_ID_AND_NAME, (int(asked),))
    if not rows:
        raise Problem(msg("interviews.gone"))
    name = rows[0]["name"]
    traces = (*case_traces(rows[0]["id"]), Trace("consent", "case_name", name))
    item = EraseItem(msg("interviews.erase.case"), msg("interviews.erase.project"), name)
    anew = project.query(DOCUMENTS_OF_CASE_NAME, (name,))
    rewritten = tuple(Trace("document", "id", row["id"]) for row in anew)
    return Belongings(
        traces=traces,
        words=tuple(dict.fromkeys((name, *_case_names(project, int(asked))))),
        items=(item,),
        rewritten=rewritten,
    )


def _case_parts(project: OpenProject, asked: Any) -> tuple[Subject, ...]:
    """What only this case holds: its interviews and survey rows."""
    alone = "(SELECT count(DISTINCT other.case_) FROM case_member AS other WHERE {}) = 1"
    same_document = "other.document = case_member.document"
    same_row = "other.table_id = case_member.table_id AND other.row_id = case_member.row_id"
    documents = project.query(
        DOCUMENTS_ONLY_IN_CASE + alone.format(same_document),
        (int(asked),),
    )
    rows = project.query(
        queries.rows_only_in_case(alone.format(same_row)),
        (int(asked),),
    )
    return (
        *(Subject("document", str(row["document"])) for row in documents),
        *(Subject("row", (row["table_id"], [row["row_id"]])) for row in rows),
    )


def _unname_case(transaction: Transaction, asked: object) -> None:
    """Interviews that stay and were named after the case lose its name."""
    transaction.execute(FORGET_CASE_NAMES_WITHOUT_CASE)


def _anchors(project: OpenProject, numbers: tuple[int, ...]) -> Belongings:
    """Codes that keep words of the interviews as anchor examples; they are written anew without."""
    codes = sorted(_without_anchors(project, numbers))
    items = (
        (EraseItem(msg("interviews.erase.anchors"), msg("interviews.erase.project"), n=len(codes)),) if codes else ()
    )
    return Belongings(rewritten=tuple(Trace("code", "id", code) for code in codes), items=items)


def _without_anchors(reads: Rows, numbers: tuple[int, ...]) -> dict[int, list[list[str]]]:
    """Per code that keeps words said in the interviews, the anchors it keeps."""
    gone, found = set(map(str, numbers)), {}
    for row in reads.query(CODES_WITH_ANCHORS):
        anchors = json.loads(row["anchors"])
        kept = [anchor for anchor in anchors if anchor[1] not in gone]
        if len(kept) < len(anchors):
            found[row["id"]] = kept
    return found


def _in_vivo_codes(project: OpenProject, numbers: tuple[int, ...]) -> Belongings:
    """Codes named in words of the interviews, now or removed since; they get another name."""
    found = _named_in_their_words(project, numbers)
    where = msg("interviews.erase.project")
    here = sum(table == "code" for table, _row in found)
    return Belongings(
        rewritten=tuple(Trace(table, "id", row) for table, row in found),
        words=tuple(dict.fromkeys(name for names in found.values() for name in names.values())),
        items=(EraseItem(msg("interviews.erase.in_vivo"), where, n=here),) if here else (),
    )


def _named_in_their_words(reads: Rows, numbers: tuple[int, ...]) -> dict[tuple[str, int], dict[str, str]]:
    """Codes whose name is a passage that was coded in the interviews: table and row, and the name by language.

    The journal still holds the passages when their segments are removed.
    """
    rows = reads.query(QUOTES_EVER_OF_DOCUMENTS, (json.dumps([*numbers, *map(str, numbers)]),))
    passages = {name_in_vivo(row["quote"]).casefold() for row in rows if row["quote"]}
    found = {}
    for table, statement in (("code", queries.NAMES_OF_CODES), ("code_gone", NAMES_OF_CODES_GONE)):
        for row in reads.query(statement):
            names = json.loads(row["name"])
            if is_in_words(names.values(), passages):
                found[table, row["id"]] = names
    return found


def _rewrite_codes(transaction: Transaction, asked: object) -> None:
    """Codes lose what was said in the interviews: their anchor examples, and names in those words."""
    statements = {"code": SET_NAME_OF_CODE, "code_gone": SET_NAME_OF_CODE_GONE}
    for (table, row), names in _named_in_their_words(transaction, _flat([asked])).items():
        said = msg("interviews.erase.in_vivo_name", n=row)
        anew = {language: render(said, language if language in LANGUAGES else LANGUAGES[0]) for language in names}
        transaction.execute(statements[table], (as_json(anew), row))
    for code, kept in _without_anchors(transaction, _flat([asked])).items():
        transaction.execute(SET_ANCHORS, (as_json(kept), code))


def _same_words(project: OpenProject, asked: object) -> tuple[Subject, ...]:
    """The translations of an interview, and what it is the translation of: the same person's words."""
    found: list[Subject] = []
    for number in _flat([asked]):
        rows = project.query(DOCUMENTS_OF_THE_SAME_WORDS, (number, number))
        found += [Subject("document", str(row["id"])) for row in rows]
    return tuple(found)


def _of(table: str) -> str:
    """The condition on the rows of a table that belong to an interview."""
    if table == "framework_cell":
        return "? IN (SELECT value FROM json_each(framework_cell.documents))"
    return "document = ?"


def _items(project: OpenProject, number: int) -> tuple[EraseItem, ...]:
    rows = project.query(NAME_ORIGINAL_AND_MEMO_OF_DOCUMENT, (number,))
    if not rows:
        return (EraseItem(msg("interviews.erase.removed"), msg("interviews.erase.history")),)
    name, where = rows[0]["name"], msg("interviews.erase.project")
    items = [EraseItem(msg("interviews.erase.document"), where, name)]
    for table in _COUNTED:
        held = project.query(queries.count_that(table, _of(table)), (number,))[0]["n"]
        if held:
            items.append(EraseItem(Message(f"interviews.erase.{table}", {}), where, name, held))
    if rows[0]["original_ref"]:
        place = msg("interviews.erase.link") if rows[0]["original_ref"].startswith("l-") else where
        items.append(EraseItem(msg("interviews.erase.original"), place, name))
    memos = project.query(MEMOS_OF_DOCUMENT_COUNT, (number,))[0]["n"]
    if memos:
        items.append(EraseItem(msg("interviews.erase.memo_rows"), where, name, memos))
    if rows[0]["memo"]:
        items.append(EraseItem(msg("interviews.erase.memo"), where, name))
    return tuple(items)


def _flat(ids: Sequence[object]) -> tuple[int, ...]:
    return tuple(
        dict.fromkeys(int(one) for held in ids for one in (held if isinstance(held, (tuple, list)) else (held,)))
    )


ERASABLE: tuple[Erasable, ...] = (  # id: one id, or several
    Erasable("document", _belongings, _rewrite_codes, _same_words, together=lambda ids: [_flat(ids)]),
    Erasable("case", _case_belongings, _unname_case, parts=_case_parts),  # id: the case's
)
