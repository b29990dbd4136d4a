# SPDX-License-Identifier: MIT
"""Codes named in words of interviews held back: they are shown under a neutral name until the refusal is undone.

A code in vivo bears a passage as its name. While all who said it, as far as their codings tell, refused or withdrew,
whatever shows codes or lines of history asks here. The stored name stays until Erase.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from coding.in_vivo_names import has_words_enough, is_in_words, name_in_vivo
from projects.people.effective_consent import refused
from projects.store.ports import Rows
from projects.stored_interviews import queries
from projects.stored_interviews.row_records import code_of, one, refuse_unapplied
from wording import LANGUAGES, Labels, Message, msg, render

if TYPE_CHECKING:
    from coding.records import Code
    from projects.store.actions import HistoryLine

QUOTES_EVER_OF = (  # the journal holds what a segment was before it was changed or removed
    "SELECT quote FROM segment WHERE document IN (SELECT value FROM json_each(?1)) UNION SELECT json_extract(before,"
    " '$.quote') FROM journal WHERE tbl = 'segment' AND before IS NOT NULL AND CAST(json_extract(before, '$.document')"
    " AS INTEGER) IN (SELECT value FROM json_each(?1))"
)

QUOTES_OF_CODES_ELSEWHERE = (
    "SELECT DISTINCT code, quote FROM segment WHERE code IN (SELECT value FROM json_each(?)) AND document NOT IN"
    " (SELECT value FROM json_each(?))"
)
REMOVED_CODES_WITH_NAME = "SELECT code AS id, name FROM code_gone ORDER BY code_gone.id"
CODE_BY_ID = "SELECT * FROM code WHERE id = ?"

_Names = Mapping[str, str]  # of a code, by language


def withheld_names(reads: Rows, *codes: str) -> dict[str, Labels]:
    """The neutral names of the codes, or of these, that are named in words of refused interviews, by id.

    Codes that were removed are among them, as long as no ids are given.
    """
    out = refused(reads)
    return _withheld(reads, out, _names(reads, codes)) if out else {}


def stored_names(reads: Rows, codes: list[Code]) -> list[Code]:
    """The codes as they are stored: those shown under a neutral name with their own."""
    neutral = withheld_names(reads)
    if not neutral:
        return codes
    own = _names(reads, ())
    return [
        replace(code, name=Labels(own[code.id])) if code.name == neutral.get(code.id) else code for code in codes
    ]  # fmt: skip


def shown_code(reads: Rows, code_id: str) -> Code:
    """A code as it may be shown. Raises `Problem` when it is gone."""
    code = code_of(one(reads, CODE_BY_ID, code_id))
    neutral = withheld_names(reads, code.id) if has_words_enough(code.name.by_language.values()) else {}
    return replace(code, name=neutral.get(code.id, code.name))


def applicable_code(reads: Rows, code_id: str) -> Code:
    """The code about to be applied. Raises `Problem` when it is gone, a category or retired."""
    code = shown_code(reads, code_id)
    refuse_unapplied(code)
    return code


def shown_lines(reads: Rows, lines: list[HistoryLine], text: str = "", language: str = "") -> list[HistoryLine]:
    """Lines of history without names in words of refused interviews; none that `text` was found in such a name alone.

    `text` is what the lines were sought by, in the sentences of `language`.
    """
    withheld = _of_history(reads)
    if not withheld:
        return lines
    shown = [replace(line, message=_reworded(line.message, withheld)) for line in lines]
    return [line for line in shown if not text or text.casefold() in render(line.message, language).casefold()]


def shown_message(reads: Rows, message: Message | None) -> Message | None:
    """What an action did, without names in words of refused interviews."""
    withheld = _of_history(reads)
    return _reworded(message, withheld) if message is not None and withheld else message


def _names(reads: Rows, codes: tuple[str, ...]) -> dict[str, _Names]:
    """The stored names by id; a code that is there goes before one that was removed."""
    gone = () if codes else reads.query(REMOVED_CODES_WITH_NAME)
    return {
        str(row["id"]): json.loads(row["name"])
        for row in (*gone, *reads.query(queries.NAMES_OF_CODES))
        if not codes or str(row["id"]) in codes
    }


def _said(reads: Rows, out: frozenset[str]) -> set[str]:
    """Names that passages ever coded in these interviews would give, in lower case."""
    rows = reads.query(QUOTES_EVER_OF, (json.dumps([*map(int, out)]),))
    return {name_in_vivo(row["quote"]).casefold() for row in rows if row["quote"]}


def _withheld(reads: Rows, out: frozenset[str], names: Mapping[str, _Names]) -> dict[str, Labels]:
    wordy = {code: held for code, held in names.items() if has_words_enough(held.values())}
    said = _said(reads, out) if wordy else set()
    found = {code: held for code, held in wordy.items() if is_in_words(held.values(), said)}
    asked = (json.dumps([*map(int, found)]), json.dumps([*map(int, out)]))
    others: dict[str, set[str]] = {}
    for row in reads.query(QUOTES_OF_CODES_ELSEWHERE, asked) if found else ():
        others.setdefault(str(row["code"]), set()).add(name_in_vivo(row["quote"]).casefold())
    return {
        code: _neutral(msg("interviews.in_vivo_withdrawn", n=int(code)))
        for code, held in found.items()
        if not is_in_words(held.values(), others.get(code, ()))
    }


def _of_history(reads: Rows) -> dict[str, Labels]:
    """For names in lower case what stands for them; a code may have lost the name since."""
    out = refused(reads)
    if not out:
        return {}
    names = _names(reads, ())
    neutral = _withheld(reads, out, names)
    free = {name.casefold() for code, held in names.items() if code not in neutral for name in held.values()}
    unnamed = _neutral(msg("interviews.in_vivo_withdrawn_unknown"))
    known = {name.casefold(): neutral[code] for code in neutral for name in names[code].values()}
    said = {name for name in _said(reads, out) - free if has_words_enough([name])}
    return dict.fromkeys(said, unnamed) | known


def _neutral(said: Message) -> Labels:
    return Labels({language: render(said, language) for language in LANGUAGES})


def _reworded(message: Message, withheld: Mapping[str, Labels]) -> Message:
    return Message(message.key, {name: _argument(value, withheld) for name, value in message.args.items()})


def _argument(said: object, withheld: Mapping[str, Labels]) -> object:
    if isinstance(said, Message):
        return _reworded(said, withheld)
    if isinstance(said, (list, tuple)):
        return [_argument(part, withheld) for part in said]
    names = said.by_language.values() if isinstance(said, Labels) else [said] if isinstance(said, str) else []
    return next((withheld[name.casefold()] for name in names if name.casefold() in withheld), said)
