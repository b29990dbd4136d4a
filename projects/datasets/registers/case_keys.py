# SPDX-License-Identifier: MIT
"""Random keys of cases, by which rows of one case are joined also while its code lies under the link key.

A key is a number drawn by chance and kept beside the ids of rows; it says nothing of the code, which stays sealed.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypedDict

import numpy as np

from analysis.records import DataTable, Frame, Kind, Role, Variable
from analysis.register_columns import Part, Register, RegisterKind
from projects.store.actions import Action
from projects.store.ports import Reader, Transaction
from projects.store.problems import LinkLocked
from projects.store.schema import stored_setting
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import registers
from projects.stored_tables.stored_table import data_table
from projects.word_folding import fold
from wording import Text, msg

CASE_KEYS = "registers.case_keys"  # setting: table id → the column of the codes, ids of rows, the key of each
NO_CASE = -1
_LARGEST = 2**48
_LONGEST_WORD = 3  # letters of a word of a code ("CAS 12", "BI KIR 7"); a longer one may be a name
_SIGNS = re.compile(r"[\W_]+")
_WITHIN = re.compile(r"(?<=[^\W\d])-(?=\d)|(?<=\d)-(?=[^\W\d])")  # a sign between a letter and a digit


class CaseKeys(TypedDict):
    """The column whose codes were compared, and the key of the case of each row that has a code."""

    column: str
    rows: list[int]
    keys: list[int]


def are_codes(values: Iterable[str]) -> bool:
    """Whether a column holds codes only: a digit in each, beside it no word long enough to be a name.

    Examples
    --------
    >>> are_codes(["K-01", "cas 12", "1043"]), are_codes(["Amina 1"]), are_codes(["Aline N."])
    (True, False, False)
    """
    said = [one.strip() for one in values if one.strip()]
    return bool(said) and all(any(letter.isdigit() for letter in one) and not _may_name(one) for one in said)


def _may_name(code: str) -> bool:
    words = code.split()
    return len(words) > 1 and any(word.isalpha() and len(word) > _LONGEST_WORD for word in words)


def compared_code(written: str) -> str:
    """A code as it is compared: case, accents, the kind of sign, signs around it and ".0" of a number do not matter.

    Between a letter and a digit a sign or blank says nothing; between two digits it does: "1-23" is not "12-3".

    Examples
    --------
    >>> compared_code(" k 01 "), compared_code("K-01"), compared_code("1043.0"), compared_code("1/23")
    ('k01', 'k01', '1043', '1-23')
    """
    return _WITHIN.sub("", _SIGNS.sub("-", fold(re.sub(r"\.0$", "", written.strip()))).strip("-"))


def codes_of(source: Reader, table_id: str, variable: Variable) -> list[str]:
    """The code of each row as it is written; "" where there is none, or while it cannot be read."""
    column = TableColumns(source, table_id).read(variable)
    if column.kind is Kind.ONE:
        spoken = {one.id: one.code for one in variable.choices}
        return [spoken.get(column.categories[at], "") if at >= 0 else "" for at in column.values.tolist()]
    if isinstance(column.values, np.ndarray):
        there = np.asarray(column.reasons) == 0
        return [f"{one:.15g}" if ok else "" for one, ok in zip(column.values.tolist(), there.tolist(), strict=True)]
    return ["" if one is None else str(one) for one in column.values.to_pylist()]


def is_sealed(table: DataTable, register: Register) -> bool:
    """Whether the code of cases lies under the link key."""
    name = register.column(Part.PERSON)
    return name is not None and table.variable(name).role is Role.IDENTIFIER


def with_cases(project: Reader, frame: Frame, register: Register | None, *, proposed: bool = False) -> Frame:
    """The frame with the case of each row, where its register of cases has a code that may be compared.

    `proposed`: codes that would be compared once the table is that register are compared already.
    """
    if register is None or register.kind is not RegisterKind.CASES:
        return frame
    name = register.column(Part.PERSON)
    if name is None:
        return frame
    found = _numbers(project, frame.table, name, proposed=proposed)
    if found is None:
        return replace(frame, cases=None)
    numbers = [found.get(int(row), NO_CASE) for row in frame.row_ids]
    return replace(frame, cases=np.array(numbers, dtype=np.int64))


def _numbers(project: Reader, table: DataTable, name: str, *, proposed: bool) -> Mapping[int, int] | None:
    """The number of the case of each row, by its id; None where codes are sealed and not to be compared."""
    variable = table.variable(name)
    if variable.role is Role.IDENTIFIER:
        kept = _stored(project).get(table.id)
        if kept is not None and kept["column"] == name and not proposed:
            return dict(zip(kept["rows"], kept["keys"], strict=True))
        told = kept is not None and kept["column"] == name
        if not proposed or not getattr(project, "link_open", False):
            return None
        codes = codes_of(project, table.id, variable)
        if not told and not are_codes(codes):
            return None
    else:
        codes = codes_of(project, table.id, variable)
        if proposed and variable.role is not Role.KEY and not are_codes(codes):
            return None  # once the table is that register they are sealed, and not compared
    known: dict[str, int] = {}
    rows = TableColumns(project, table.id).row_ids.tolist()
    return {row: known.setdefault(compared_code(one), len(known)) for row, one in zip(rows, codes, strict=True) if one}


def keep_case_keys(transaction: Transaction, table: DataTable, register: Register, *, told: bool = False) -> bool:
    """Draw a random key for each case whose code is sealed; rows that have one keep it. Whether keys are kept.

    They are drawn for codes (`are_codes`), and for other words only where somebody told them to be codes (`told`, or
    earlier). Nothing is drawn while the link key is closed: the keys there are stay.
    """
    name = register.column(Part.PERSON)
    stored = _stored(transaction)
    kept = stored.get(table.id)
    if kept is not None and kept["column"] != name:
        kept = None
    if register.kind is not RegisterKind.CASES or name is None or not is_sealed(table, register):
        if table.id in stored:
            transaction.set_setting(CASE_KEYS, {one: held for one, held in stored.items() if one != table.id})
        return False
    if not transaction.link_open:
        return kept is not None
    codes = codes_of(transaction, table.id, table.variable(name))
    if not (told or kept is not None or are_codes(codes)):
        return False
    rows = TableColumns(transaction, table.id).row_ids.tolist()
    drawn = _drawn(rows, codes, kept, _of_other_tables(transaction, table.id, stored))
    fresh: CaseKeys = {"column": name, "rows": list(drawn), "keys": list(drawn.values())}
    if fresh != kept:
        transaction.set_setting(CASE_KEYS, {**stored, table.id: fresh})
    return True


def _of_other_tables(transaction: Transaction, table_id: str, stored: Mapping[str, CaseKeys]) -> dict[str, int]:
    """The keys of the codes of other registers: what is one code there and here is one case."""
    found: dict[str, int] = {}
    for other, held in stored.items():
        if other != table_id:
            codes = codes_of(transaction, other, data_table(transaction, other).variable(held["column"]))
            rows = TableColumns(transaction, other).row_ids.tolist()
            words = {row: compared_code(one) for row, one in zip(rows, codes, strict=True) if one.strip()}
            found |= {words[row]: key for row, key in zip(held["rows"], held["keys"], strict=True) if row in words}
    return found


def _drawn(
    rows: Sequence[int], codes: Sequence[str], kept: CaseKeys | None, elsewhere: Mapping[str, int]
) -> dict[int, int]:
    """The key of each row with a code: the one its case has already, here or elsewhere, else a new one by chance."""
    before = dict(zip(kept["rows"], kept["keys"], strict=True)) if kept is not None else {}
    words = {row: compared_code(code) for row, code in zip(rows, codes, strict=True) if code.strip()}
    keys = {word: key for word, key in elsewhere.items() if word in set(words.values())}
    used = set(elsewhere.values())
    for row, word in words.items():
        if word not in keys and row in before and before[row] not in used:
            keys[word] = before[row]
            used.add(before[row])
    for word in words.values():
        if word not in keys:
            keys[word] = _fresh(used)
            used.add(keys[word])
    return {row: keys[word] for row, word in words.items()}


def _fresh(taken: Collection[int]) -> int:
    while (key := secrets.randbelow(_LARGEST)) in taken:
        pass
    return key


def follow_rows(transaction: Transaction, table_id: str) -> None:
    """Draw keys for rows that came or whose code changed, where keys of the table are kept."""
    register = registers(transaction).get(table_id)
    if register is not None and table_id in _stored(transaction):
        keep_case_keys(transaction, data_table(transaction, table_id), register)


def compare_codes(table_id: str, labels: Text, register: Register) -> Action:
    """Tell that a sealed column holds codes: rows with the same count as one case, by random keys.

    Doing it raises LinkLocked while the link key is closed.
    """

    def perform(transaction: Transaction) -> None:
        if not transaction.link_open:
            raise LinkLocked
        keep_case_keys(transaction, data_table(transaction, table_id), register, told=True)

    return Action("registers.compare_codes", msg("registers.codes_compared", table=labels), perform)


def _stored(reader: Reader) -> dict[str, CaseKeys]:
    found: dict[str, CaseKeys] = stored_setting(reader, CASE_KEYS, {}) or {}
    return dict(found)
