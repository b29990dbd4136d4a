# SPDX-License-Identifier: MIT
"""Actions on the codebook: import, add, rename, redefine, move, merge, delete. None writes its own inverse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from coding.codebook import Codebook, is_colour, next_colour, renamed
from coding.codebook_table import ReadCodebook
from coding.records import Code
from projects.interviews.attached_notes import forget_targets, retarget_notes
from projects.interviews.codebook_shortcuts import take_shortcuts
from projects.interviews.coders import note_coder
from projects.interviews.duplicate_segments import join_twins
from projects.people.withdrawn_words import stored_names, withheld_names
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews import code_queries as queries
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.row_records import (
    CODE_COLUMNS,
    as_json,
    code_of,
    code_values,
    no_change,
    refuse_unapplied,
)
from wording import Labels, Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

CODES = "SELECT * FROM code"

SEGMENTS_OF_CODE = "SELECT id FROM segment WHERE code = ?"

DELETE_SEGMENTS_OF_CODE = "DELETE FROM segment WHERE code = ?"
REPLACE_CODE_OF_SEGMENTS = "UPDATE segment SET code = ? WHERE code = ?"
DELETE_SUMMARIES_OF_CODE = "DELETE FROM framework_cell WHERE code = ?"
DELETE_SUGGESTIONS_OF_CODE = "DELETE FROM suggestion WHERE code = ?"
FORGET_CODE_OF_PARAPHRASES = "UPDATE paraphrase SET code = NULL WHERE code = ?"
DELETE_CODE = "DELETE FROM code WHERE id = ?"
REPLACE_CODE_OF_SUMMARIES = "UPDATE framework_cell SET code = ? WHERE code = ?"
REPLACE_CODE_OF_SUGGESTIONS = "UPDATE suggestion SET code = ? WHERE code = ?"
REPLACE_CODE_OF_PARAPHRASES = "UPDATE paraphrase SET code = ? WHERE code = ?"
CODE_HAS_SEGMENTS = "SELECT 1 FROM segment WHERE code = ? LIMIT 1"
NOTE_CODE_GONE = "INSERT INTO code_gone (code, name, target, since) VALUES (?, ?, ?, ?)"


def stored_codebook(reads: Rows) -> Codebook:
    """The project's codebook, with neutral names for codes named in words of interviews held back."""
    held, neutral = [code_of(row) for row in reads.query(CODES)], withheld_names(reads)
    return Codebook(replace(code, name=neutral.get(code.id, code.name)) for code in held)


@dataclass(frozen=True)
class ImportedCodes:
    """What a codebook import did: ids of the project by the file's key; codes that were already there are not added."""

    ids: Mapping[str, str]
    added: int
    already: int


def import_codebook(read: ReadCodebook) -> Action:
    """Add the codes of a file; one that is there already stays as it is. The result is `ImportedCodes`.

    A code is known by its key, one without a key (or with its name as key) by its name under the same code.
    """

    def perform(transaction: Transaction) -> ImportedCodes:
        there = stored_codebook(transaction)
        ids = {code.key.casefold(): code.id for code in there if code.key}
        named = {place: code.id for code in there for place in _places(code, code.parent)}
        by_file_key: dict[str, str] = {}
        offset, added = there.next_position(None), 0
        for code in Codebook(read.codes):
            parent = by_file_key.get(code.parent or "")
            known = ids.get(code.key.casefold()) if code.key else None
            if known is None and code.key in ("", *code.name.by_language.values()):
                known = next((named[place] for place in _places(code, parent) if place in named), None)
            if known is None:
                known = insert_code(transaction, replace(code, parent=parent, position=offset + code.position))
                added += 1
            by_file_key[code.id] = known
        take_shortcuts(transaction, read.codes, by_file_key)
        transaction.set_message(msg("interviews.codebook_imported", n=added))
        return ImportedCodes(by_file_key, added, len(read.codes) - added)

    return Action("interviews.import_codebook", msg("interviews.codebook_imported", n=len(read.codes)), perform)


def _places(code: Code, parent: str | None) -> list[tuple[str | None, str, str]]:
    """The code above and the name, in each language."""
    return [(parent, language, name.casefold()) for language, name in code.name.by_language.items()]


def add_code(
    name: Labels,
    parent: str | None = None,
    *,
    definition: Labels | None = None,
    colour: str = "",
    keywords: Mapping[str, Sequence[str]] | None = None,
    key: str = "",
    sensitivity: str = "",
    coder: str = "",
) -> Action:
    """A new code, last under `parent`; the result is its id. Raises `Problem` without a name or with a sibling's."""

    def perform(transaction: Transaction) -> str:
        codebook = stored_codebook(transaction)
        if parent is not None and parent not in codebook:
            raise Problem(msg("interviews.gone"))
        code = Code(
            id="",
            parent=parent,
            position=codebook.next_position(parent),
            name=name,
            definition=definition or Labels({}),
            colour=colour if is_colour(colour) else next_colour(code.colour for code in codebook),
            keywords={language: tuple(words) for language, words in (keywords or {}).items()},
            sensitivity=sensitivity,
            key=key,
            coder=coder,
        )
        note_coder(transaction, coder)
        code = renamed(code, name)
        _refuse_taken(codebook, code)
        return insert_code(transaction, code)

    return Action("interviews.add_code", msg("interviews.code_added", code=name), perform)


def rename_code(code_id: str, name: Labels) -> Action:
    """Give a code other names. Raises `Problem` without one, or when a sibling has it."""

    def change(codebook: Codebook) -> tuple[list[Code], Message]:
        code = renamed(codebook[code_id], name)
        _refuse_taken(codebook, code)
        return [code], msg("interviews.code_renamed", code=codebook[code_id].name, name=code.name)

    return code_change("interviews.rename_code", change)


def redefine_code(
    code_id: str,
    *,
    definition: Labels | None = None,
    keywords: Mapping[str, Sequence[str]] | None = None,
    key: str | None = None,
    sensitivity: str | None = None,
    inclusion: Labels | None = None,
    exclusion: Labels | None = None,
    memo: str | None = None,
) -> Action:
    """Change what a code means, its memo or which keywords suggest it; None leaves a part as it is."""

    def change(codebook: Codebook) -> tuple[list[Code], Message]:
        code = codebook[code_id]
        words = code.keywords if keywords is None else {lang: tuple(given) for lang, given in keywords.items() if given}
        changed = replace(
            code,
            definition=code.definition if definition is None else definition,
            keywords=words,
            key=code.key if key is None else key.strip(),
            sensitivity=code.sensitivity if sensitivity is None else sensitivity.strip(),
            inclusion=code.inclusion if inclusion is None else inclusion,
            exclusion=code.exclusion if exclusion is None else exclusion,
            memo=code.memo if memo is None else memo.strip(),
        )
        only_memo = changed == replace(code, memo=changed.memo) and changed.memo != code.memo
        return [changed], msg("interviews.code_memo" if only_memo else "interviews.code_redefined", code=code.name)

    return code_change("interviews.redefine_code", change)


def recolour_code(code_id: str, colour: str) -> Action:
    """Give a code another colour ("#rrggbb"). Raises ValueError for anything else."""
    if not is_colour(colour):
        raise ValueError("a colour is # and six hexadecimal digits")

    def change(codebook: Codebook) -> tuple[list[Code], Message]:
        code = codebook[code_id]
        return [replace(code, colour=colour.lower())], msg("interviews.code_recoloured", code=code.name)

    return code_change("interviews.recolour_code", change)


def move_code(code_id: str, parent: str | None, position: int | None = None) -> Action:
    """Put a code under another (None: at the top), at `position` among its siblings (None: last)."""

    def change(codebook: Codebook) -> tuple[list[Code], Message]:
        if parent is not None and parent not in codebook:
            raise Problem(msg("interviews.gone"))
        return codebook.moved(code_id, parent, position), msg("interviews.code_moved", code=codebook[code_id].name)

    return code_change("interviews.move_code", change)


def merge_codes(source_id: str, target_id: str) -> Action:
    """Put all of `source` into `target`: everybody's segments, memos, suggestions, codes below; `source` goes.

    Where a coder had coded the same stretch under both, one segment stays with both memos.
    Raises `Problem` for segments that would go into a category or a retired code.
    """

    def perform(transaction: Transaction) -> None:
        codebook = _with(transaction, source_id, target_id)
        source, target = codebook[source_id], codebook[target_id]
        if transaction.query(CODE_HAS_SEGMENTS, (source_id,)):
            refuse_unapplied(target)
        update_codes(transaction, codebook.merged(source_id, target_id))
        moved = transaction.execute(REPLACE_CODE_OF_SEGMENTS, (target_id, source_id)).rowcount
        join_twins(transaction, "code = ?", (target_id,))
        retarget_notes(transaction, f"code:{source_id}", f"code:{target_id}")
        transaction.execute(REPLACE_CODE_OF_PARAPHRASES, (target_id, source_id))
        transaction.execute(REPLACE_CODE_OF_SUGGESTIONS, (target_id, source_id))
        transaction.execute(REPLACE_CODE_OF_SUMMARIES, (target_id, source_id))
        _note_gone(transaction, [source], target_id)
        transaction.execute(DELETE_CODE, (source_id,))
        transaction.set_message(msg("interviews.codes_merged", code=source.name, target=target.name, n=moved))

    return Action("interviews.merge_codes", msg("interviews.changed"), perform, snapshot=True)


def delete_code(code_id: str) -> Action:
    """Remove a code and the codes below it, with their segments and suggestions."""

    def perform(transaction: Transaction) -> int:
        codebook = _with(transaction, code_id)
        gone = [(below,) for below in sorted(codebook.with_descendants(code_id))]
        for (below,) in gone:
            coded = transaction.query(SEGMENTS_OF_CODE, (below,))
            forget_targets(transaction, "segment", [row["id"] for row in coded])
        forget_targets(transaction, "code", [below for (below,) in gone])
        transaction.executemany(FORGET_CODE_OF_PARAPHRASES, gone)
        segments: int = sum(transaction.execute(DELETE_SEGMENTS_OF_CODE, one).rowcount for one in gone)
        of_code = "suggestion IN (SELECT id FROM suggestion WHERE code = ?)"
        transaction.executemany(queries.delete_reasons_that(of_code), gone)
        transaction.executemany(queries.delete_marks_that(of_code), gone)
        transaction.executemany(DELETE_SUGGESTIONS_OF_CODE, gone)
        transaction.executemany(DELETE_SUMMARIES_OF_CODE, gone)
        _note_gone(transaction, [codebook[below] for (below,) in gone])
        transaction.executemany(DELETE_CODE, gone)
        transaction.set_message(msg("interviews.code_deleted", code=codebook[code_id].name, n=segments))
        return segments

    return Action("interviews.delete_code", msg("interviews.changed"), perform, snapshot=True)


def _note_gone(transaction: Transaction, codes: Iterable[Code], target: str | None = None) -> None:
    """Remember codes that go by name, and what they were merged into: saved queries still ask for them."""
    transaction.executemany(
        NOTE_CODE_GONE,
        [
            (code.id, as_json(dict(code.name.by_language)), target, transaction.seq)
            for code in stored_names(transaction, list(codes))
        ],
    )


def code_change(kind: str, change: Callable[[Codebook], tuple[list[Code], Message]]) -> Action:
    """An action that rewrites the codes which `change` returns. Raises `Problem` when it changes none."""

    def perform(transaction: Transaction) -> None:
        codebook = stored_codebook(transaction)
        try:
            codes, message = change(codebook)
        except KeyError as error:
            raise Problem(msg("interviews.gone")) from error
        changed = [code for code in codes if code != codebook[code.id]]
        if not changed:
            raise no_change()
        update_codes(transaction, changed)
        transaction.set_message(message)

    return Action(kind, msg("interviews.changed"), perform)


def _with(transaction: Transaction, *code_ids: str) -> Codebook:
    codebook = stored_codebook(transaction)
    if any(code_id not in codebook for code_id in code_ids):
        raise Problem(msg("interviews.gone"))
    return codebook


def _refuse_taken(codebook: Codebook, code: Code) -> None:
    for name in code.name.by_language.values():
        there = codebook.named(name, code.parent)
        if there is not None and there.id != code.id:
            raise Problem(msg("interviews.code_name_taken", code=name))


def insert_code(transaction: Transaction, code: Code) -> str:
    """Store a code; the result is its id, which is not the one it came with."""
    names, places = ", ".join(CODE_COLUMNS[:-1]), ", ".join("?" * (len(CODE_COLUMNS) - 1))
    values = code_values(replace(code, guid=code.guid or new_guid()))[:-1]
    made = transaction.execute(queries.insert_code(names, places), values)
    return str(made.lastrowid)


def update_codes(transaction: Transaction, codes: Iterable[Code]) -> None:
    """Write codes anew, as they are now."""
    settings = ", ".join(f"{column} = ?" for column in CODE_COLUMNS[:-1])
    anew = stored_names(transaction, list(codes))
    transaction.executemany(queries.set_code(settings), [code_values(code) for code in anew])
