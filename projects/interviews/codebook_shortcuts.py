# SPDX-License-Identifier: MIT
"""Digit keys of codes: where a project keeps them, and their way into codebook files and back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from coding.codebook import Codebook
from coding.records import Code
from projects.store.actions import Action
from projects.store.ports import Rows, Transaction
from projects.store.schema import stored_setting
from wording import Message, msg

FAVOURITES = "interviews.favourites"  # setting: {digit: id of the code}


def set_favourites(by_digit: Mapping[str, str], said: Message) -> Action:
    """Store which code stands on which digit; `said` names the change in history."""
    return Action("interviews.favourite", said, lambda change: change.set_setting(FAVOURITES, dict(by_digit)))


def put_on_digit(held: Mapping[str, str], code: Code, digit: int) -> Action:
    """Put a code on a digit from 1 to 9, or with 0 on none, where `held` stand on digits now.

    A digit has one code, a code one digit.
    """
    kept = {key: other for key, other in held.items() if other != code.id and key != str(digit)}
    if digit:
        kept[str(digit)] = code.id
        said = msg("interviews.view.favourite_set", digit=digit, code=code.name)
        return set_favourites(dict(sorted(kept.items())), said)
    return set_favourites(kept, msg("interviews.view.favourite_taken", code=code.name))


def with_shortcuts(project: Rows, codebook: Codebook) -> Codebook:
    """The codebook with the digit of each code that has one."""
    digits = {code: digit for digit, code in code_digits(project).items()}
    return Codebook(replace(code, shortcut=digits.get(code.id, "")) for code in codebook)


def take_shortcuts(transaction: Transaction, codes: Iterable[Code], ids: Mapping[str, str]) -> None:
    """Give codes of a file the digits they had there, where no other code has them; `ids` by the file's key."""
    there = code_digits(transaction)
    wanted = {code.shortcut: ids[code.id] for code in codes if code.shortcut and ids[code.id] not in there.values()}
    fresh = {digit: code for digit, code in wanted.items() if digit not in there}
    if fresh:
        transaction.set_setting(FAVOURITES, there | fresh)


def code_digits(reads: Rows) -> dict[str, str]:
    """The code of each digit."""
    return dict(stored_setting(reads, FAVOURITES, {}))
