# SPDX-License-Identifier: MIT
"""Makes a variable of the columns that answer a question, or of a column that has none.

It knows one variable at a time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind, Level, Reason, Role, Variable
from projects.forms.column_values import Column, Dates, Numbers, words_of
from projects.forms.records import Form, Question
from projects.forms.types import KINDS, UNTYPED
from projects.imported.findings import finding, rows_where
from projects.imported.raw_tables import RawTable
from projects.imported.records import Finding, Severity
from projects.imported.unconfirmed_columns import SERVER_ANSWERS
from projects.importing.columns.choices import level_of, numbered, squeezed
from projects.importing.columns.dates import dates_of_serials
from projects.importing.columns.question_names import Match
from projects.importing.columns.response_sets import BuiltColumn, missing_where
from projects.importing.columns.select_questions import ManyAnswers, SingleChoiceColumn
from projects.importing.columns.type_conversion import nulls, to_moment, to_number
from projects.importing.columns.type_inference import guess_kind, looks_grouped
from projects.importing.options import ImportOptions
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa

_SEPARATORS = (";", "|", "\n", ",", "/")
_LEAST_SHARE = 0.1  # of the cells, with the separator in them
_MOST_PARTS = 40  # more different parts are no list of answers


@dataclass(frozen=True)
class JoinedSpelling:
    """An answer as it is kept, and the ways to write it that were joined to it."""

    kept: str
    others: tuple[str, ...]


def joined_answers(
    texts: Sequence[str | None], known: Sequence[str]
) -> tuple[list[str | None], tuple[JoinedSpelling, ...]]:
    """Each answer as most cells write it; a way to write it that is known already is kept first.

    None where there is none. What was joined comes second.
    """
    counts = Counter(text for text in texts if text is not None)
    listed = {word: place for place, word in enumerate(known)}
    forms: dict[str, list[str]] = {}
    for word in counts:
        forms.setdefault(squeezed(word), []).append(word)
    kept: dict[str, str] = {}
    joined = []
    for words in forms.values():
        best = max(words, key=lambda word: (counts[word], word in listed, -listed.get(word, 0)))
        written = best if best in listed else " ".join(best.split())
        kept |= dict.fromkeys(words, written)
        others = tuple(word for word in words if word != written)
        if others and written:
            joined.append(JoinedSpelling(written, others))
    return [None if text is None or not kept[text] else kept[text] for text in texts], tuple(joined)


def joined_texts(texts: pa.Array) -> tuple[pa.Array, int]:
    """An Arrow column with answers that differ only in blanks or case as most cells write them, and how many changed.

    How many: the ways to write an answer that were given up.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    encoded = texts.dictionary_encode()
    words = encoded.dictionary.to_pylist()
    if len({squeezed(word) for word in words}) == len(words) and all(word == word.strip() for word in words):
        return texts, 0
    counted = {one["values"]: one["counts"] for one in texts.value_counts().to_pylist()}
    forms: dict[str, list[str]] = {}
    for word in words:
        forms.setdefault(squeezed(word), []).append(word)
    kept = {
        word: " ".join(max(same, key=lambda one: counted.get(one, 0)).split())
        for same in forms.values()
        for word in same
    }
    changed = pa.DictionaryArray.from_arrays(encoded.indices, pa.array([kept[word] or None for word in words]))
    return changed.cast(pa.string()), sum(len(same) - 1 for same in forms.values())


def separator_of(texts: Sequence[str]) -> str | None:
    """What separates several answers of one cell: a mark that recurs, whose parts recur too; None where none does."""
    for mark in _SEPARATORS:
        several = [text for text in texts if mark in text.strip(mark)]
        if len(several) < max(_LEAST_SHARE * len(texts), 2):
            continue
        parts = Counter(squeezed(part) for text in texts for part in split_cell(text, mark))
        if sum(n for part, n in parts.items() if part[:1].isdigit()) > sum(parts.values()) / 2:
            continue  # of dates, numbers, telephones
        short = all(len(part) <= 60 for part in parts)
        if short and len(parts) <= _MOST_PARTS and sum(parts.values()) >= 2 * len(parts):
            return mark
    return None


def combine(texts: Sequence[str], mark: str) -> bool:
    """Whether the parts of cells stand in different company, as answers chosen among several do.

    In "Training, stakeholders" and "Training, staff" the mark belongs to the label: its last words have one company.
    """
    beside: dict[str, set[str]] = {}
    for text in {squeezed(one) for one in texts}:
        parts = {squeezed(part) for part in split_cell(text, mark)}
        for part in parts:
            beside.setdefault(part, set()).add(text)
    return 2 * sum(len(company) > 1 for company in beside.values()) >= len(beside)


def split_cell(text: str, mark: str) -> list[str]:
    """The answers of one cell."""
    return [" ".join(part.split()) for part in text.split(mark) if part.strip()]


_NO_LABELS = Labels({})
_LOOKED_AT = 2_000  # cells, for a separator


class VariableMaker:
    """Makes the variables of one table. `needed` are the names that expressions refer to."""

    def __init__(self, raw: RawTable, form: Form, options: ImportOptions, needed: frozenset[str]) -> None:
        self._raw, self._form, self._options, self._needed = raw, form, options, needed

    def of_question(self, match: Match, variable_id: str) -> BuiltColumn:
        """The variable of a question."""
        question = match.question
        if question.type == "select_multiple":
            return self._with_marks(self._set(match, variable_id), match.column)
        assert match.column is not None
        texts = self._take(match.column)
        if question.type in UNTYPED:
            built = self._guessed(texts, variable_id, question.name)
        else:
            built = self._typed(texts, variable_id, question)
        built.question, built.headers = question, (match.column,)
        built.variable = self._described(built.variable, question)
        return self._with_marks(built, match.column)

    def _with_marks(self, built: BuiltColumn, number: int | None) -> BuiltColumn:
        """The variable with the marks of its column, and what the marked cells say of why they are absent."""
        if number is not None:
            built.marks = self._raw.marked.marks.get(number, ())
            reasons = self._raw.marked.reasons.get(number)
            if reasons is not None:
                here = (reasons != Reason.PRESENT) & (built.reasons == Reason.MISSING)
                built.reasons[here] = reasons[here]
        return built

    def ranks(self, ranked: BuiltColumn, first_id: int) -> list[BuiltColumn]:
        """For a question that ranks choices: one variable per place, beside the answer as it was given."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        question = ranked.question
        assert question is not None
        parts = [(text or "").split() for text in ranked.columns[ranked.variable.id].to_pylist()]
        built: list[BuiltColumn] = []
        for place in range(1, max((len(row) for row in parts), default=0) + 1):
            texts = pa.array([row[place - 1] if len(row) >= place else None for row in parts], pa.string())
            one = self._choice_variable(texts, f"v{first_id + len(built)}", question)
            labels = {language: f"{text} – {place}" for language, text in question.labels.by_language.items()}
            one.variable = replace(
                self._described(one.variable, question), name=f"{question.name}/{place}", labels=Labels(labels)
            )
            built.append(one)
        return built

    def of_column(self, number: int, variable_id: str, name: str) -> BuiltColumn:
        """The variable of a column without a question; its kind is guessed from the content."""
        texts = self._take(number)
        keep = self._raw.headers[number] in self._options.text_columns
        if name in SERVER_ANSWERS:
            built = self._of_answers(
                SingleChoiceColumn(texts, (), self._options.choice_reasons.get(name)), variable_id, name
            )
        else:
            built = self._guessed(texts, variable_id, name, keep)
        built.headers = (number,)
        group = self._raw.groups[number] if number < len(self._raw.groups) else ""
        if group:
            built.variable = replace(built.variable, group=(group,), group_labels=(Labels({"": group}),))
        return self._with_marks(built, number)

    def of_leaf(self, number: int, question: Question, variable_id: str, name: str) -> BuiltColumn:
        """The variable of a column of a flattened roster: all that its question says, under the column's own name.

        Conditions are left out: they speak of the person's other answers, which stand in other columns.
        """
        built = self.of_question(Match(question, number), variable_id)
        built.variable = replace(
            built.variable, name=name, relevant="", constraint="", calculation="", choice_filter=""
        )
        built.findings = [_renamed(line, question.name, name) for line in built.findings]
        built.question, built.seen = None, None
        return built

    def _take(self, number: int) -> pa.Array:
        """The column, which is then forgotten by the raw table so that memory does not hold both forms."""
        texts = self._raw.columns[number]
        assert texts is not None
        self._raw.columns[number] = None
        return texts

    def _typed(self, texts: pa.Array, variable_id: str, question: Question) -> BuiltColumn:
        kind = KINDS.get(question.type, Kind.TEXT)
        if kind is Kind.ONE:
            return self._choice_variable(texts, variable_id, question)
        if kind in (Kind.INTEGER, Kind.NUMBER):
            read = to_number(texts, self._options.decimal or ".", self._options.thousands or "")
        elif kind in (Kind.DATE, Kind.DATETIME):
            read = to_moment(texts, self._options.date_order or "ymd", date_only=kind is Kind.DATE)
        else:
            return self._text(texts, variable_id, question.name, kind)
        if read.fits:
            return self._measured(read.values, variable_id, question.name, kind)
        built = self._text(texts, variable_id, question.name, Kind.TEXT)
        built.findings.append(_misfit_finding(variable_id, question.name, kind, read.misfits))
        return built

    def _guessed(self, texts: pa.Array, variable_id: str, name: str, keep_text: bool = False) -> BuiltColumn:
        guess = guess_kind(texts, self._options, keep_text)
        if guess.values is not None:
            numeric = guess.kind in (Kind.INTEGER, Kind.NUMBER)
            if numeric and (days := dates_of_serials(name, guess.values.values)) is not None:
                kind = Kind.DATE if guess.kind is Kind.INTEGER else Kind.DATETIME
                built = self._measured(days, variable_id, name, kind)
                built.findings.append(finding(Severity.GUESS, "serial_dates", variable=variable_id, name=name))
                return built
            return replace(self._measured(guess.values.values, variable_id, name, guess.kind), padded=guess.padded)
        if guess.kind is Kind.ONE:
            texts, joined = joined_texts(texts)
            answers = SingleChoiceColumn(texts, (), self._options.choice_reasons.get(name))
            built = self._of_answers(answers, variable_id, name)
            if joined:
                built.findings.append(
                    finding(Severity.GUESS, "joined", variable=variable_id, name=name, n=joined, count=joined)
                )
            return self._separated(built, texts, name)
        built = self._separated(self._text(texts, variable_id, name, Kind.TEXT), texts, name)
        if guess.nearly is not None and guess.misfits is not None:
            grouped = looks_grouped(texts)
            key = "kept_text_grouped" if grouped.any() else "kept_text"
            odd = grouped if grouped.any() else guess.misfits
            built.findings.append(
                finding(
                    Severity.WARNING, key, variable=variable_id, name=name, n=int(odd.sum()),
                    rows=rows_where(odd), count=int(odd.sum()),
                )
            )  # fmt: skip
        return built

    @staticmethod
    def _separated(built: BuiltColumn, texts: pa.Array, name: str) -> BuiltColumn:
        """The variable with a line where a separator recurs in its cells: several answers may stand in one."""
        words = texts.slice(0, _LOOKED_AT).drop_null().to_pylist()
        mark = separator_of(words)
        if mark is not None and combine(words, mark):
            count = sum(mark in word for word in words)
            built.findings.append(
                finding(
                    Severity.GUESS, "separated", variable=built.variable.id, name=name, count=count, n=count,
                    mark="↵" if mark == "\n" else mark,
                )
            )  # fmt: skip
        return built

    def _choice_variable(self, texts: pa.Array, variable_id: str, question: Question) -> BuiltColumn:
        given = self._options.choice_reasons.get(question.name)
        listed = self._form.choices_of(question)
        answers = SingleChoiceColumn(texts, numbered(listed, given), given)
        built = self._of_answers(answers, variable_id, question.name)
        if answers.strange and listed:
            odd = answers.codes >= len(listed)
            built.findings.append(_outside_finding(variable_id, question.name, answers.strange, odd))
        if answers.shared.any():
            rows, count = rows_where(answers.shared), int(answers.shared.sum())
            built.findings.append(
                finding(
                    Severity.WARNING, "labels_shared", variable=variable_id, rows=rows, count=count,
                    name=question.name, n=count,
                )
            )  # fmt: skip
        return built

    def _of_answers(self, answers: SingleChoiceColumn, variable_id: str, name: str) -> BuiltColumn:
        level = level_of(answers.choices)
        variable = Variable(variable_id, name, _NO_LABELS, Kind.ONE, level, choices=answers.choices)
        seen = answers.seen() if name in self._needed else None
        return BuiltColumn(variable, {variable_id: answers.column()}, answers.reasons(), seen)

    def _set(self, match: Match, variable_id: str) -> BuiltColumn:
        question = match.question
        given = self._options.choice_reasons.get(question.name)
        joined = None if match.column is None else self._take(match.column)
        split = {code: self._take(number) for code, number in match.split.items()}
        listed = self._form.choices_of(question)
        answers = ManyAnswers(joined, split, numbered(listed, given), self._raw.rows, given)
        variable = Variable(variable_id, question.name, _NO_LABELS, Kind.SET, Level.SET, choices=answers.choices)
        headers = tuple(sorted([*match.split.values(), *([] if match.column is None else [match.column])]))
        built = BuiltColumn(
            self._described(variable, question), answers.columns(variable_id), answers.reasons(),
            answers.seen() if question.name in self._needed else None,
            question, headers,
        )  # fmt: skip
        if answers.strange and listed:
            odd = np.logical_or.reduce([answers.members[part] for part in answers.strange])
            built.findings.append(_outside_finding(variable_id, question.name, answers.strange, odd))
        if answers.differs.any():
            rows, count = rows_where(answers.differs), int(answers.differs.sum())
            built.findings.append(
                finding(
                    Severity.WARNING,
                    "set_differs",
                    variable=variable_id,
                    rows=rows,
                    count=count,
                    name=question.name,
                    n=count,
                )
            )
        return built

    def _measured(self, values: pa.Array, variable_id: str, name: str, kind: Kind) -> BuiltColumn:
        seen: Column | None = None
        if name in self._needed:
            seen = (
                _dates(values, kind) if kind in (Kind.DATE, Kind.DATETIME) else Numbers(_floats(values), answers=True)
            )
        variable = Variable(variable_id, name, _NO_LABELS, kind, Level.INTERVAL)
        return BuiltColumn(variable, {variable_id: values}, missing_where(nulls(values)), seen)

    def _text(self, texts: pa.Array, variable_id: str, name: str, kind: Kind) -> BuiltColumn:
        seen = words_of(texts.to_numpy(zero_copy_only=False)) if name in self._needed else None
        role = Role.TEXT if kind is Kind.TEXT else Role.ORDINARY
        variable = Variable(variable_id, name, _NO_LABELS, kind, Level.NOMINAL, role)
        return BuiltColumn(variable, {variable_id: texts}, missing_where(nulls(texts)), seen)

    def _described(self, variable: Variable, question: Question) -> Variable:
        """The variable with all the form says about its question."""
        parents = self._form.parents(question)
        conditions = self._form.conditions(question)
        joined = conditions[0] if len(conditions) == 1 else " and ".join(f"({text})" for text in conditions)
        return replace(
            variable,
            labels=question.labels,
            group=tuple(group.name for group in parents),
            group_labels=tuple(group.labels for group in parents),
            hint=question.hint,
            form_type=question.form_type,
            relevant=joined,
            constraint=question.constraint,
            calculation=question.calculation,
            choice_filter=question.choice_filter,
        )


def _renamed(line: Finding, old: str, new: str) -> Finding:
    args = {key: new if value == old else value for key, value in line.message.args.items()}
    return replace(line, message=replace(line.message, args=args))


def _floats(values: pa.Array) -> np.ndarray:
    return np.asarray(values.to_numpy(zero_copy_only=False), float)


def _dates(values: pa.Array, kind: Kind) -> Dates:
    stamps = values.to_numpy(zero_copy_only=False).astype("datetime64[ns]")
    days = stamps.astype("int64") / 86_400e9
    days[np.isnat(stamps)] = np.nan
    return Dates(days, timed=kind is Kind.DATETIME)


def _misfit_finding(variable_id: str, name: str, kind: Kind, misfits: np.ndarray) -> Finding:
    count = int(misfits.sum())
    key = "not_dates" if kind in (Kind.DATE, Kind.DATETIME) else "not_numbers"
    return finding(
        Severity.WARNING, key, variable=variable_id, rows=rows_where(misfits), count=count, name=name, n=count
    )


def _outside_finding(variable_id: str, name: str, strange: list[str], odd: np.ndarray) -> Finding:
    count = int(odd.sum())
    del strange  # answers are data: only how many differ is said
    return finding(
        Severity.WARNING, "outside_choices", variable=variable_id, rows=rows_where(odd), count=count, name=name, n=count
    )
