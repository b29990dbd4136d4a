# SPDX-License-Identifier: MIT
"""Actions on what the codebook says of a code: anchor examples, category, retired, languages of definitions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from coding.completed_definitions import completed_definitions
from projects.interviews.codes import code_change, update_codes
from projects.people.withdrawn_words import shown_code
from projects.store.actions import Action
from projects.stored_interviews.row_records import no_change, one
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from coding.codebook import Codebook
    from coding.records import Code
    from projects.store.ports import Transaction

SEGMENTS_OF_CODE_COUNT = "SELECT COUNT(*) FROM segment WHERE code = ?"
CODE_AND_QUOTE_OF_SEGMENT = "SELECT code, quote, document FROM segment WHERE id = ?"


def keep_anchor(segment_id: str) -> Action:
    """Keep the words of a segment as an anchor example of its code. Raises `Problem` when they are kept already."""

    def perform(transaction: Transaction) -> None:
        row = one(transaction, CODE_AND_QUOTE_OF_SEGMENT, segment_id)
        code = shown_code(transaction, row["code"])
        anchor = (str(row["quote"]), str(row["document"]))
        if anchor in code.anchors:
            raise Problem(msg("codebook.edit.anchor_there", code=code.name))
        update_codes(transaction, [replace(code, anchors=(*code.anchors, anchor))])
        transaction.set_message(msg("codebook.edit.anchor_kept", code=code.name))

    return Action("interviews.keep_anchor", msg("interviews.changed"), perform)


def remove_anchor(code_id: str, anchor: tuple[str, str]) -> Action:
    """Take an anchor example (words, id of the document) off a code."""

    def change(codebook: Codebook) -> tuple[list[Code], Message]:
        code = codebook[code_id]
        kept = tuple(held for held in code.anchors if held != anchor)
        return [replace(code, anchors=kept)], msg("codebook.edit.anchor_removed", code=code.name)

    return code_change("interviews.remove_anchor", change)


def set_category(code_id: str, category: bool) -> Action:
    """Make a code a category, which groups codes and is never applied, or a code again.

    Raises `Problem` for a code that has segments: they would stand under what cannot be applied.
    """

    def perform(transaction: Transaction) -> None:
        code = shown_code(transaction, code_id)
        if code.category == category:
            raise no_change()
        coded = transaction.query(SEGMENTS_OF_CODE_COUNT, (code_id,))[0][0]
        if category and coded:
            raise Problem(msg("codebook.edit.has_segments", code=code.name, n=coded))
        update_codes(transaction, [replace(code, category=category)])
        transaction.set_message(msg(f"codebook.edit.{'made_category' if category else 'made_code'}", code=code.name))

    return Action("interviews.set_category", msg("interviews.changed"), perform)


def set_retired(code_id: str, retired: bool) -> Action:
    """Retire a code, whose codings stay, or restore it."""

    def change(codebook: Codebook) -> tuple[list[Code], Message]:
        code = codebook[code_id]
        said = msg(f"codebook.edit.{'retired' if retired else 'restored'}", code=code.name)
        return [replace(code, retired=retired)], said

    return code_change("interviews.set_retired", change)


def complete_definitions(published: Iterable[Code]) -> Action:
    """Add the languages that definitions taken over from published codebooks lack; raises `Problem` where none does."""
    known = tuple(published)

    def change(codebook: Codebook) -> tuple[list[Code], Message]:
        found = completed_definitions(codebook, known)
        changed = [replace(codebook[code_id], definition=whole) for code_id, whole in found.items()]
        return changed, msg("codebook.edit.definitions_completed", n=len(changed))

    return code_change("interviews.complete_definitions", change)
