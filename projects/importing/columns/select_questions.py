# SPDX-License-Identifier: MIT
"""Answers chosen from a list: one choice, or a set in one column, in split columns, or in both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Choice, Reason
from projects.forms.column_values import ChoiceColumn, Words
from projects.importing.columns.choices import Finder, squeezed, with_answers
from wording.answer_order import in_order

if TYPE_CHECKING:
    import pyarrow as pa

_FALSE = frozenset(("0", "false", "no", "non", "n", "f", "", "faux", "not selected", "unchecked"))
_TRUE = frozenset(("1", "true", "yes", "oui", "y", "x", "t", "vrai", "selected", "checked"))


def chosen(codes: np.ndarray, reasons: np.ndarray, choices: Sequence[Choice]) -> pa.Array:
    """dictionary<string> of choice ids by their numbers, null where there is a reason; small numbers take less room."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    absent = reasons != Reason.PRESENT
    narrow = np.min_scalar_type(-max(len(choices), 1))
    indices = pa.array(np.where(absent, 0, codes).astype(narrow), mask=absent)
    return pa.DictionaryArray.from_arrays(indices, pa.array([choice.id for choice in choices], pa.string()))


class SingleChoiceColumn:
    """A column of single choices. `strange` are the answers outside the list, `codes` choice numbers (-1: none).

    `shared` is true where a label does not tell which of several choices was meant.
    """

    def __init__(self, texts: pa.Array, choices: tuple[Choice, ...], reasons: Mapping[str, int] | None = None) -> None:
        encoded = texts.dictionary_encode()
        words = encoded.dictionary.to_pylist()
        finder = Finder(choices)
        found = [finder.find(word) for word in words]
        self.strange = in_order([word for word, number in zip(words, found, strict=True) if number is None])[0]
        self.choices = with_answers(choices, self.strange, reasons)
        place = {word: len(choices) + number for number, word in enumerate(self.strange)}
        numbers = np.array([place[w] if n is None else n for w, n in zip(words, found, strict=True)] + [-1], np.int32)
        places = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        self.codes = numbers[places]
        self.shared = np.array([*(finder.is_shared(word) for word in words), False], bool)[places]

    def column(self) -> pa.Array:
        """dictionary<string> of choice ids, null for nothing and for choices that mean refused or don't know."""
        return chosen(self.codes, self.reasons(), self.choices)

    def reasons(self) -> np.ndarray:
        """int8 per row: MISSING for no answer, the choice's reason otherwise."""
        of_choice = np.array([choice.reason for choice in self.choices] + [Reason.MISSING], np.int8)
        found: np.ndarray = of_choice[self.codes]
        return found

    def seen(self) -> Words:
        """The codes, as expressions see them."""
        words = ("", *(choice.code for choice in self.choices))
        return Words((self.codes + 1).astype(np.int32), words)


class ManyAnswers:
    """A set. `members` is a bool array per choice, before refused and don't know are set apart."""

    def __init__(
        self,
        joined: pa.Array | None,
        split: Mapping[str, pa.Array],
        choices: tuple[Choice, ...],
        rows: int,
        reasons: Mapping[str, int] | None = None,
    ) -> None:
        self.strange: list[str] = []
        self.choices = choices
        self.differs = np.zeros(rows, bool)  # where the joined answer and the split columns disagree
        self._rows = rows
        self._ordered: Words | None = None
        from_joined = self._read_joined(joined, reasons) if joined is not None else {}
        from_split = {code: _ticks(texts, _labels(choices, code)) for code, texts in split.items()}
        self.members: dict[str, np.ndarray] = {}
        for choice in self.choices:
            ticked = from_split.get(choice.code)
            also = from_joined.get(choice.code)
            if ticked is not None and also is not None:
                self.differs |= ticked != also
            chosen = ticked if ticked is not None else also
            self.members[choice.code] = np.zeros(rows, bool) if chosen is None else chosen

    def _read_joined(self, joined: pa.Array, reasons: Mapping[str, int] | None) -> dict[str, np.ndarray]:
        encoded = joined.dictionary_encode()
        finder = Finder(self.choices)
        read = [finder.find_many(word) for word in encoded.dictionary.to_pylist()]
        self.strange = in_order(list(dict.fromkeys(part for _, parts in read for part in parts)))[0]
        place = {part: len(self.choices) + number for number, part in enumerate(self.strange)}
        self.choices = with_answers(self.choices, self.strange, reasons)
        table = np.zeros((len(read) + 1, len(self.choices)), bool)  # the last line is for no answer
        for number, (known, parts) in enumerate(read):
            table[number, known] = True
            table[number, [place[part] for part in parts]] = True
        codes = encoded.indices.fill_null(len(read)).to_numpy(zero_copy_only=False)
        orders = tuple(" ".join([*(self.choices[n].code for n in known), *parts]) for known, parts in read)
        self._ordered = Words(codes.astype(np.int32), (*orders, ""))
        return {choice.code: table[codes, number] for number, choice in enumerate(self.choices)}

    def reasons(self) -> np.ndarray:
        """int8 per row: MISSING where nothing is ticked; the reason where only refused or don't know is ticked."""
        substantive, result = np.zeros(self._rows, bool), np.full(self._rows, Reason.MISSING, np.int8)
        for choice in reversed(self.choices):
            if choice.reason == Reason.PRESENT:
                substantive |= self.members[choice.code]
            else:
                result[self.members[choice.code]] = choice.reason
        result[substantive] = Reason.PRESENT
        return result

    def columns(self, variable: str) -> dict[str, pa.Array]:
        """One bool column per choice ("v7.c2"), null where the set has no answer."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        absent = self.reasons() != Reason.PRESENT
        return {f"{variable}.{c.id}": pa.array(self.members[c.code], pa.bool_(), mask=absent) for c in self.choices}

    def seen(self) -> ChoiceColumn:
        """The ticks, as expressions see them."""
        return ChoiceColumn(self.members, self._rows, self._ordered)


def _labels(choices: Sequence[Choice], code: str) -> frozenset[str]:
    texts = {code}
    for choice in choices:
        if choice.code == code:
            texts.update(choice.labels.by_language.values())
    return frozenset(squeezed(text) for text in texts)


def _ticks(texts: pa.Array, own: frozenset[str]) -> np.ndarray:
    """Whether each cell of a split column says "chosen": 1, true, yes, or the choice's own code or label."""
    encoded = texts.dictionary_encode()
    ticked = [_is_tick(word, own) for word in encoded.dictionary.to_pylist()]
    found: np.ndarray = np.array([*ticked, False], bool)[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]
    return found


def _is_tick(word: str, own: frozenset[str]) -> bool:
    text = squeezed(word)
    number = text.removesuffix(".0")
    if text in own and text not in ("0",):
        return True
    return number in _TRUE or (number not in _FALSE and number in own)
