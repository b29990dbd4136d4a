# SPDX-License-Identifier: MIT
"""Use of each code, by document and by coder; a code split by choosing segments."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.records import Code
from projects.interviews.codes import insert_code, stored_codebook
from projects.interviews.duplicate_segments import join_twins
from projects.people.effective_consent import refused
from projects.store.actions import Action
from projects.stored_interviews.row_records import one
from wording import Labels, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Rows, Transaction

CODE_USAGE = "SELECT code, document, coder, count(*) AS n FROM segment GROUP BY code, document, coder"
CODE_EXISTS = "SELECT id FROM code WHERE id = ?"
SEGMENTS_THAT_COUNT = "SELECT count(*) AS n FROM segment WHERE {}"
RECODE_SEGMENTS_THAT = "UPDATE segment SET code = ? WHERE {}"


@dataclass(frozen=True)
class CodeUsage:
    """A code's segments: all, by the ids of documents, by coder."""

    code: str
    total: int
    documents: dict[str, int]
    coders: dict[str, int]


def usage(reads: Rows, coder: str | None = None) -> dict[str, CodeUsage]:
    """The use of every code that has segments of its own, by its id; `coder`: only what this one coded.

    Segments of interviews held back are in no count.
    """
    out = refused(reads)
    rows = [row for row in reads.query(CODE_USAGE) if coder in (None, row["coder"]) and str(row["document"]) not in out]
    documents: dict[str, dict[str, int]] = {}
    coders: dict[str, dict[str, int]] = {}
    for row in rows:
        code, document, coder = str(row["code"]), str(row["document"]), row["coder"]
        held, by = documents.setdefault(code, {}), coders.setdefault(code, {})
        held[document] = held.get(document, 0) + row["n"]
        by[coder] = by.get(coder, 0) + row["n"]
    return {code: CodeUsage(code, sum(held.values()), held, coders[code]) for code, held in documents.items()}


def split_code(code_id: str, segment_ids: Sequence[str], names: Labels) -> Action:
    """Move chosen segments of a code to a new one beside it; the result is the new code's id.

    The new code takes over colour and sensitivity. Raises `Problem` without a name, without segments, and for segments
    that are not the code's.
    """
    if not any(text.strip() for text in names.by_language.values()):
        raise Problem(msg("codes.without_name"))
    if not segment_ids:
        raise Problem(msg("codes.split_nothing"))

    def perform(transaction: Transaction) -> str:
        book = stored_codebook(transaction)
        one(transaction, CODE_EXISTS, code_id)
        code = book[code_id]
        if book.named(next(iter(names.by_language.values())), code.parent) is not None:
            raise Problem(msg("codes.split_name_taken", code=names))
        chosen = json.dumps([int(number) for number in segment_ids])
        among = "code = ? AND id IN (SELECT value FROM json_each(?))"
        held = transaction.query(SEGMENTS_THAT_COUNT.format(among), (code_id, chosen))[0]["n"]
        if held != len(set(segment_ids)):
            raise Problem(msg("interviews.gone"))
        fresh = Code(
            "", code.parent, book.next_position(code.parent), names, Labels({}), code.colour, {}, code.sensitivity
        )
        made = insert_code(transaction, fresh)
        transaction.execute(RECODE_SEGMENTS_THAT.format(among), (made, code_id, chosen))
        join_twins(transaction, "code = ?", (made,))
        transaction.set_message(msg("codes.split", code=code.name, name=names, n=held))
        return made

    return Action("interviews.split_code", msg("interviews.changed"), perform)
