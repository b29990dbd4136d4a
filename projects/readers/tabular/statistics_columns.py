# SPDX-License-Identifier: MIT
"""Variables from the columns of a statistics file: labels, user-missing and tagged values, dates by their format."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from analysis.records import Choice, Kind, Level, Reason, Role, Variable
from projects.forms.column_values import number_text
from projects.forms.records import FormChoice
from projects.forms.special_choices import choice_reason, plain
from projects.imported.records import normal_mark
from projects.importing.columns.choices import level_of, numbered
from projects.importing.columns.response_sets import BuiltColumn, missing_where
from projects.importing.columns.select_questions import SingleChoiceColumn, chosen
from projects.importing.columns.type_conversion import nulls
from projects.importing.columns.type_inference import guess_kind
from projects.importing.missing.missing_marks import (
    ASKED,
    SPECIAL,
    TAKEN,
    MarkReader,
    cleaned_numbers,
    cleaned_texts,
    typed_by_marks,
)
from projects.importing.options import ImportOptions
from projects.readers.file_kinds import FileKind
from projects.readers.tabular.statistics_dates import date_kind, dates_of
from wording import Labels

if TYPE_CHECKING:
    from pyreadstat.pyclasses import MissingRange, metadata_container

FIRST_OWN_REASON = 10
_NOT_ASKED = re.compile(
    r"^(?:not (?:applicable|asked)|inapplicable|n/?a$|skipped|skip$"
    r"|sans objet|non (?:concerne|pose)|no (?:aplica|preguntad)|nao se aplica)"
)


class StatColumns:
    """The values of a file while it is read in pieces: numbers with their tags, or texts."""

    def __init__(self, names: list[str], texts: frozenset[str] = frozenset()) -> None:
        self.names, self._texts = names, texts
        self._parts: dict[str, list[np.ndarray]] = {name: [] for name in names}
        self._tags: dict[str, list[tuple[int, np.ndarray]]] = {name: [] for name in names}
        self._rows = 0

    def is_text(self, name: str) -> bool:
        """Whether a column holds texts."""
        return name in self._texts

    def put(self, name: str, values: np.ndarray) -> None:
        """Take a whole column of numbers."""
        self._parts[name] = [values]
        self._rows = len(values)

    def add(self, values: Mapping[str, Sequence[Any]], names: list[str]) -> int:
        """Take a piece of the columns named; returns its rows."""
        count = 0
        for name in names:
            piece = values[name]
            count = len(piece)
            self._parts[name].append(self._packed(name, piece))
        self._rows += count
        return count

    def _packed(self, name: str, piece: Sequence[Any]) -> np.ndarray:
        """Floats where that is possible (a tag becomes NaN and is kept beside), else Python texts."""
        if name in self._texts:
            return np.array(piece, object)
        try:
            return np.array(piece, dtype=float)
        except (TypeError, ValueError):
            tags = np.array([value if isinstance(value, str) and value else None for value in piece], object)
            self._tags[name].append((self._rows, tags))
            return np.array([np.nan if v is None or isinstance(v, str) else float(v) for v in piece])

    def plain(self, name: str) -> np.ndarray:
        """The whole column: float64 with NaN, or objects."""
        parts = self._parts[name]
        whole = np.concatenate(parts) if parts else np.zeros(0)
        if len(parts) > 1:
            self._parts[name] = [whole]
        return whole

    def tags(self, name: str) -> np.ndarray | None:
        """The tags of missing values ("a" for Stata's .a), None where there are none."""
        if not self._tags[name]:
            return None
        whole = np.full(self._rows, None, object)
        for start, tags in self._tags[name]:
            whole[start : start + len(tags)] = tags
        return whole

    def forget(self, name: str) -> None:
        """Let go of a column that has become a variable."""
        self._parts[name], self._tags[name] = [], []


class StatVariable:
    """Builds the variable of one column from what the file says about it."""

    def __init__(
        self, name: str, meta: metadata_container, kind: FileKind, options: ImportOptions, marks: MarkReader
    ) -> None:
        self.name, self._meta, self._kind, self._options, self._marks = name, meta, kind, options, marks
        self.has_missing = False
        self.old_dates = False
        label = meta.column_names_to_labels.get(name) or ""
        self._labels = Labels({"": label} if label else {})
        self._value_labels = cast("dict[float | str, str]", dict(meta.variable_value_labels.get(name, {})))
        self._ranges = cast("list[MissingRange]", list(meta.missing_ranges.get(name, [])))

    def build(self, columns: StatColumns, variable_id: str) -> BuiltColumn:
        """The variable with its columns and reasons."""
        values = columns.plain(self.name)
        tags = columns.tags(self.name)
        if values.dtype == object or self._is_string():
            return self._of_texts(values, variable_id)
        dated = date_kind(self._meta.original_variable_types.get(self.name) or "", self._kind)
        if dated is not None:
            return self._of_dates(values, dated, variable_id)
        return self._of_numbers(values, tags, variable_id)

    def _is_string(self) -> bool:
        return bool(self._meta.readstat_variable_types.get(self.name) == "string")

    def _variable(self, variable_id: str, kind: Kind, level: Level, choices: tuple[Choice, ...] = ()) -> Variable:
        role = Role.TEXT if kind is Kind.TEXT else Role.ORDINARY
        form_type = self._meta.original_variable_types.get(self.name) or ""
        return Variable(variable_id, self.name, self._labels, kind, level, role, choices, form_type=form_type)

    def _of_texts(self, values: np.ndarray, variable_id: str) -> BuiltColumn:
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        listed = [None if v is None or v == "" or v != v else str(v) for v in values]
        texts = pa.array(listed, pa.string())
        labelled = [(str(code), str(text)) for code, text in self._value_labels.items()]
        given = self._own_reasons(labelled, texts.unique().to_pylist())
        choices = [FormChoice(code, Labels({"": text})) for code, text in labelled]
        declared = [FormChoice(code, Labels({})) for code in given if code not in dict(labelled)]
        found = cleaned_texts(texts, self.name, self._marks, numbered([*choices, *declared]))
        texts = found.values
        if not labelled and not self._ranges:
            typed = typed_by_marks(found, variable_id, self.name, self._labels, self._options)
            if typed is not None:
                return typed
        if labelled or self._ranges or guess_kind(texts, self._options).kind is Kind.ONE:
            answers = SingleChoiceColumn(texts, numbered(choices, given), given)
            variable = self._variable(variable_id, Kind.ONE, self._level(answers.choices), answers.choices)
            return found.with_marks(BuiltColumn(variable, {variable_id: answers.column()}, answers.reasons()))
        variable = self._variable(variable_id, Kind.TEXT, Level.NOMINAL)
        return found.with_marks(BuiltColumn(variable, {variable_id: texts}, missing_where(nulls(texts))))

    def _of_dates(self, values: np.ndarray, dated: tuple[str, Kind], variable_id: str) -> BuiltColumn:
        column, self.old_dates = dates_of(values, dated)
        kind = Kind.TEXT if self.old_dates else dated[1]
        level = Level.NOMINAL if kind in (Kind.TEXT, Kind.TIME) else Level.INTERVAL
        return BuiltColumn(
            self._variable(variable_id, kind, level), {variable_id: column}, missing_where(nulls(column))
        )

    def _of_numbers(self, values: np.ndarray, tags: np.ndarray | None, variable_id: str) -> BuiltColumn:
        found = cleaned_numbers(values, self.name, self._marks, self._explained(values))
        return found.with_marks(self._of_cleaned(found.values, tags, variable_id))

    def _explained(self, values: np.ndarray) -> tuple[Choice, ...]:
        """The numbers that the file labels or declares missing: these are no marks to guess."""
        codes = {float(code) for code in self._value_labels if not isinstance(code, str)}
        if self._ranges:
            codes |= {float(value) for value in np.unique(values) if self._in_ranges(value)}
        return numbered([FormChoice(number_text(code), Labels({})) for code in codes])

    def _of_cleaned(self, values: np.ndarray, tags: np.ndarray | None, variable_id: str) -> BuiltColumn:
        if not self._value_labels and not self._ranges and tags is None:
            return self._of_measures(values, tags, {}, variable_id)
        unique, places = _different(values)
        codes = self._special_codes(unique, tags)
        self.has_missing = bool(codes)
        substantive = [v for v in self._value_labels if not isinstance(v, str) and float(v) not in codes]
        if self._is_choice(unique, substantive, codes):
            return self._of_choices((unique, places), tags, codes, variable_id)
        codes |= self._said_by_labels(codes)
        self.has_missing = bool(codes)
        return self._of_measures(values, tags, codes, variable_id)

    def _said_by_labels(self, known: Mapping[float | str, int]) -> dict[float | str, int]:
        """Numbers on a scale that a label calls refused, don't know, not asked or missing, undeclared as they are.

        One that is called missing keeps its own label, as one that was declared does.
        """
        found: dict[float | str, int] = {}
        own = max((*known.values(), FIRST_OWN_REASON - 1)) + 1
        for code, label in self._value_labels.items():
            if isinstance(code, str) or float(code) in known:
                continue
            reason = special_reason(str(label))
            if reason is None and normal_mark(str(label)) in (*TAKEN, *ASKED):
                reason, own = own, own + 1
            if reason is not None:
                found[float(code)] = min(reason, 127)
        return found

    def _special_codes(self, unique: np.ndarray, tags: np.ndarray | None) -> dict[float | str, int]:
        """Each user-missing value or tag that occurs or has a label, with its reason."""
        found: list[float | str] = [float(v) for v in unique if self._in_ranges(v)]
        found += [
            float(v)
            for v in self._value_labels
            if not isinstance(v, str) and self._in_ranges(v) and float(v) not in found
        ]
        if tags is not None:
            found += sorted({tag for tag in tags if tag is not None})
        found += [v for v in self._value_labels if isinstance(v, str) and v not in found]
        reasons: dict[float | str, int] = {}
        own = FIRST_OWN_REASON
        for code in found:
            label = str(self._value_labels.get(code, ""))
            reason = special_reason(label)
            if reason is None:
                reason, own = own, own + 1
            reasons[code] = min(reason, 127)
        return reasons

    def _in_ranges(self, value: float | str) -> bool:
        return any(
            r["lo"] <= value <= r["hi"]
            for r in self._ranges
            if not isinstance(r["lo"], str) and not isinstance(value, str)
        )

    def _is_choice(self, unique: np.ndarray, labelled: list[float], special: Mapping[float | str, int]) -> bool:
        """Whether labels name the answers, rather than a few marks on a scale of numbers."""
        if not labelled:
            return False
        known = np.array([float(v) for v in [*labelled, *(c for c in special if not isinstance(c, str))]])
        other = unique[~np.isin(unique, known)]
        if not len(other):
            return True
        is_scale = self._meta.variable_measure.get(self.name) == "scale"
        return not is_scale and len(labelled) >= 2 and len(other) <= len(labelled)

    def _of_choices(
        self,
        values: tuple[np.ndarray, np.ndarray],
        tags: np.ndarray | None,
        special: Mapping[float | str, int],
        variable_id: str,
    ) -> BuiltColumn:
        unique, places = values
        labelled = [float(v) for v in self._value_labels if not isinstance(v, str)]
        numbers = [*labelled, *(float(v) for v in unique if float(v) not in set(labelled))]
        marks = [code for code in special if isinstance(code, str)]
        given = {
            **{number_text(n): special.get(n, self._label_reason(n)) for n in numbers},
            **{f".{m}": special[m] for m in marks},
        }
        listed = [
            *(FormChoice(number_text(n), self._label(n)) for n in numbers),
            *(FormChoice(f".{m}", self._label(m)) for m in marks),
        ]
        choices = numbered(listed, given)
        place = {n: i for i, n in enumerate(numbers)}
        codes = np.array([*(place[float(value)] for value in unique), -1], np.int32)[places]
        if tags is not None:
            for number, mark in enumerate(marks):
                codes[tags == mark] = len(numbers) + number
        reasons = np.array([*(choice.reason for choice in choices), Reason.MISSING], np.int8)[codes]
        column = chosen(codes, reasons, choices)
        return BuiltColumn(
            self._variable(variable_id, Kind.ONE, self._level(choices), choices), {variable_id: column}, reasons
        )

    def _label_reason(self, number: float) -> int:
        """What a labelled answer means that the file itself does not call missing."""
        label = str(self._value_labels.get(number, ""))
        reason = int(choice_reason(FormChoice("", Labels({"": label})))) if label else 0
        if reason or not self._apart(number):
            return reason  # "Missing" as the next answer after "Found" is one: a person is missing
        if normal_mark(label) in (*TAKEN, *ASKED, *_MISSING):
            return int(Reason.MISSING)
        return int(special_reason(label) or 0)

    def _apart(self, number: float) -> bool:
        """Whether a number stands apart from those of the answers, as 9, 99, -1 after 1, 2, 3 do."""
        listed = sorted(float(v) for v in self._value_labels if not isinstance(v, str))
        gaps = [high for low, high in itertools.pairwise(listed) if high - low > 2]
        return number < 0 or number in SPECIAL or (bool(gaps) and number >= gaps[0])

    def _label(self, code: float | str) -> Labels:
        text = self._value_labels.get(code, "")
        return Labels({"": str(text)} if text else {})

    def _of_measures(
        self, values: np.ndarray, tags: np.ndarray | None, special: Mapping[float | str, int], variable_id: str
    ) -> BuiltColumn:
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        reasons = missing_where(np.isnan(values))
        for code, reason in special.items():
            if not isinstance(code, str):
                reasons[values == code] = reason
            elif tags is not None:
                reasons[tags == code] = reason
        absent = reasons != 0
        present = values[~absent]
        whole = bool(len(present)) and bool((present == np.floor(present)).all())
        kind = Kind.INTEGER if whole else Kind.NUMBER
        choices = numbered(
            [FormChoice(f".{c}" if isinstance(c, str) else number_text(c), self._label(c)) for c in special],
            {(f".{c}" if isinstance(c, str) else number_text(c)): r for c, r in special.items()},
        )
        column = pa.array(values, pa.float64(), mask=absent)
        return BuiltColumn(self._variable(variable_id, kind, Level.INTERVAL, choices), {variable_id: column}, reasons)

    def _level(self, choices: tuple[Choice, ...]) -> Level:
        if self._meta.variable_measure.get(self.name) == "ordinal":
            return Level.ORDINAL
        return level_of(choices)

    def _own_reasons(self, labelled: list[tuple[str, str]], present: list[str | None]) -> dict[str, int]:
        """Reasons of the text values that the file declares missing."""
        lows = {str(r["lo"]).strip() for r in self._ranges if isinstance(r["lo"], str)}
        labels = dict(labelled)
        given: dict[str, int] = {}
        for number, code in enumerate(code for code in {*labels, *(p for p in present if p)} if code.strip() in lows):
            reason = special_reason(labels.get(code, code))
            given[code] = FIRST_OWN_REASON + number if reason is None else reason
        self.has_missing = self.has_missing or bool(given)
        return given


def _different(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different numbers in order, and for each row the place of its number among them (-1: none)."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    encoded = pa.array(values, from_pandas=True).dictionary_encode()
    found = np.asarray(encoded.dictionary.to_numpy(zero_copy_only=False), float)
    order = np.argsort(found)
    place = np.empty(len(found) + 1, np.int64)
    place[order], place[-1] = np.arange(len(found)), -1
    return found[order], place[encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)]


_MISSING = frozenset(
    [
        "missing value",
        "missing data",
        "no data",
        "manquante",
        "valeur manquante",
        "donnée manquante",
        "données manquantes",
    ]
)


def special_reason(label: str) -> int | None:
    """REFUSED, DONT_KNOW or NOT_ASKED where a label of a missing value says so.

    None where it has a meaning of its own.
    """
    reason = choice_reason(FormChoice("", Labels({"": label})))
    if reason:
        return int(reason)
    return int(Reason.NOT_ASKED) if _NOT_ASKED.search(plain(label)) else None
