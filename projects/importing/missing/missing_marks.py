# SPDX-License-Identifier: MIT
"""Missing marks: words and numbers such as NA or -99 that stand for no answer, guessed per column or as the user says.

A mark that the form lists as a choice is an answer. What is guessed is a plain *missing*; refused, don't know and not
asked are said by a label or by the user only: "refused" written out in a cell without a label is asked about.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.records import Choice, Level, Reason, Role, Variable
from projects.forms.records import Question
from projects.forms.special_choices import WRITTEN_OUT, label_reason
from projects.imported.records import MissingMark, normal_mark
from projects.importing.columns.choices import Finder
from projects.importing.columns.response_sets import BuiltColumn, missing_where
from projects.importing.columns.type_conversion import read_moment, to_number
from projects.importing.columns.type_inference import guess_kind
from projects.importing.options import ImportOptions
from projects.store.ports import Reader
from projects.store.schema import stored_setting
from wording import Labels, Problem, msg

if TYPE_CHECKING:
    import pyarrow as pa

    from projects.store.ports import Transaction

TAKEN = ("na", "n/a", "null", "nan", "#n/a")  # as R, pandas, spreadsheets and databases write an absent value
ASKED = (".", "..", "-", "--", "—", "–", "?", "<na>", "n.a.", "n.a", "nd", "n.d.", "nsp", "ras", "néant", "neant",
         "sans objet", "s/o", "missing", "manquant", *sorted(WRITTEN_OUT - {"nsp"}))  # fmt: skip
SPECIAL = (-9, -77, -88, -97, -98, -99, -888, -998, -999, -9999, 99, 888, 998, 999, 9999)
_OWN_KIND = 0.95  # of the other cells, for a mark to be certain
_SAMPLE = 2_000
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}")
_YES_NO = frozenset(["no", "si", "sí", "ja", "ne", "da", "ok"])


def given_marks(options: ImportOptions, table: Sequence[str]) -> dict[str, int] | None:
    """The marks the user listed for a table, by any of its names, or for the file; None where they are guessed."""
    listed = next((options.table_missing[name] for name in table if name in options.table_missing), options.missing)
    return None if listed is None else {normal_mark(mark): int(reason) for mark, reason in listed.items()}


class MarkReader:
    """Reads the marks of the columns of one table. `names`: what the table is called, in the file and in its form."""

    def __init__(self, options: ImportOptions, names: Sequence[str]) -> None:
        self._options = options
        self._given = given_marks(options, names)
        said = {normal_mark(mark) for marks in options.mark_reasons.values() for mark in marks}
        known = set(self._given) if self._given is not None else {*TAKEN, *ASKED, *map(str, SPECIAL)}
        self._listed = known | said
        self._variants = {word: mark for mark in self._listed for word in _variants(mark)}
        self._words: pa.Array | None = None

    def read(
        self, texts: pa.Array, header: str, choices: Sequence[Choice] = (), questions: Sequence[Question] = ()
    ) -> tuple[pa.Array, tuple[MissingMark, ...], np.ndarray | None]:
        """A column without the marks that are no answers, its marks, and its reasons where they are more than missing.

        `choices` are those of its question, `questions` those whose wording may explain a number.
        """
        import pyarrow as pa  # pyarrow, 100 ms: not at start
        import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

        if not self._variants:
            return texts, (), None
        if self._words is None:
            self._words = pa.array(list(self._variants), pa.string())
        found = pc.is_in(texts, value_set=self._words)
        if not pc.any(found).as_py():
            return texts, (), None
        counted = texts.filter(found).value_counts()
        written = dict(zip(counted.field(0).to_pylist(), counted.field(1).to_pylist(), strict=True))
        finder = Finder(choices) if choices else None
        if finder is not None:
            written = {word: n for word, n in written.items() if finder.find(word) is None}
        words: dict[str, list[str]] = {}
        for word in written:
            words.setdefault(self._variants[word], []).append(word)
        if not words:
            return texts, (), None
        rest = texts.filter(pc.invert(found)).drop_null().slice(0, _SAMPLE)
        decided = self._decided(words, written, header, rest, questions, bool(choices))
        return self._applied(texts, words, decided)

    def numbers(self) -> list[float]:
        """The numbers among the marks that are looked for."""
        return [float(mark.replace(",", ".")) for mark in self._listed if _is_number(mark)]

    def _decided(
        self, words: Mapping[str, list[str]], written: Mapping[str, int], header: str, rest: pa.Array,
        questions: Sequence[Question], listed: bool,
    ) -> dict[str, MissingMark]:  # fmt: skip
        other = _kind_of(rest, self._options)
        marks = {}
        for mark, forms in words.items():
            count = sum(written[form] for form in forms)
            text = max(forms, key=lambda form: written[form]).strip()
            made = self._judged_mark(mark, text, count, other, rest, questions, listed)
            said = self._chosen_reason(header, mark)
            if said is not None:
                made = MissingMark(text, count, said)
            if made is not None:
                marks[mark] = made
        return marks

    def _chosen_reason(self, header: str, mark: str) -> int | None:
        """What the user said of a mark in this column, or in all."""
        for place in (header, ""):
            for text, reason in self._options.mark_reasons.get(place, {}).items():
                if normal_mark(text) == mark:
                    return int(reason)
        return None

    def _judged_mark(
        self, mark: str, text: str, count: int, other: str, rest: pa.Array, questions: Sequence[Question], listed: bool
    ) -> MissingMark | None:
        if self._given is not None:
            return MissingMark(text, count, self._given[mark]) if mark in self._given else None
        if mark in TAKEN:
            codes = mark == "na" and not listed and _are_codes(rest)
            return MissingMark(text, count, int(Reason.PRESENT if codes else Reason.MISSING), codes, codes)
        if _is_number(mark):
            labelled = next((reason for one in questions if (reason := reason_of_code(one, mark))), 0)
            if labelled:
                return MissingMark(text, count, labelled)
            far = other == "number" and stands_apart(float(mark), _finite(rest))
            return MissingMark(text, count, int(Reason.PRESENT), asked=True) if far else None
        if other:
            return MissingMark(text, count)
        return MissingMark(text, count, int(Reason.PRESENT), asked=True)

    @staticmethod
    def _applied(
        texts: pa.Array, words: Mapping[str, list[str]], decided: Mapping[str, MissingMark]
    ) -> tuple[pa.Array, tuple[MissingMark, ...], np.ndarray | None]:
        import pyarrow as pa  # pyarrow, 100 ms: not at start
        import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

        gone = [word for mark, one in decided.items() if one.reason for word in words[mark]]
        reasons: np.ndarray | None = None
        for mark, one in decided.items():
            if one.reason in (Reason.PRESENT, Reason.MISSING):
                continue
            here = pc.is_in(texts, value_set=pa.array(words[mark], pa.string())).to_numpy(zero_copy_only=False)
            reasons = np.zeros(len(texts), np.int8) if reasons is None else reasons
            reasons[here] = one.reason
        if gone:
            dropped = pc.is_in(texts, value_set=pa.array(gone, pa.string()))
            texts = pc.if_else(dropped, pa.scalar(None, pa.string()), texts)
        marks = sorted(decided.values(), key=lambda one: -one.count)
        return texts, tuple(marks), reasons


def reason_of_code(question: Question, code: str) -> int:
    """The reason that a question's wording or hint gives a number ("-99 = don't know"); 0 where it gives none."""
    number = rf"(?<![\d.,-]){re.escape(code)}(?![\d.,]?\d)"
    for labels in (question.labels, question.hint):
        for text in labels.by_language.values():
            for pattern in (rf"{number}\s*(?:=|:|–|—|-|\bif\b|\bfor\b|\bsi\b|\bpour\b)\s*([^,;.()\[\]/=\n]+)",
                            rf"([^,;.()\[\]/=:\n]+?)\s*(?:=|:|→)\s*{number}"):  # fmt: skip
                for found in re.finditer(pattern, text, re.IGNORECASE):
                    reason = label_reason(found[1].strip(" '\"“”«»"))
                    if reason:
                        return int(reason)
    return 0


def _variants(mark: str) -> Iterator[str]:
    """All ways to write a mark: in each case where it is short, with a blank at its ends, with zeros behind a point."""
    if _is_number(mark):
        forms: Iterable[str] = (mark, f"{mark}.0", f"{mark}.00", f"{mark},0")
    elif len(mark) <= 5:
        forms = {"".join(letters) for letters in itertools.product(*({one, one.upper()} for one in mark))}
    else:
        forms = {mark, mark.upper(), mark.capitalize(), mark.title()}
    for form in forms:
        yield from (form, f" {form}", f"{form} ", f" {form} ")


def _is_number(mark: str) -> bool:
    return bool(re.fullmatch(r"[-+]?\d+([.,]\d+)?", mark))


def _kind_of(rest: pa.Array, options: ImportOptions) -> str:
    """ "number" or "date" where nearly all of the other cells are of that kind, else ""."""
    if not len(rest):
        return ""
    if to_number(rest, options.decimal or ".", options.thousands or "").misfits.mean() <= 1 - _OWN_KIND:
        return "number"
    orders = (options.date_order,) if options.date_order else ("ymd", "dmy", "mdy")
    words = rest.to_pylist()
    for order in orders:
        if sum(read_moment(word, order) is not None for word in words) >= _OWN_KIND * len(words):
            return "date"
    return ""


def _are_codes(rest: pa.Array) -> bool:
    """Whether the other cells are codes of two letters, of countries or languages, and no yes and no."""
    words = rest.to_pylist()
    two = [word for word in words if _TWO_LETTERS.fullmatch(word.strip())]
    different = {word.strip().casefold() for word in two} - _YES_NO
    return bool(different) and len(two) >= _OWN_KIND * len(words)


def stands_apart(number: float, others: np.ndarray) -> bool:
    """Whether a number lies where no other of its column does: below zero where none is, or far above them all."""
    if not len(others) or others.min() < 0:
        return False
    return bool(number < 0 or others.max() < min(number, 99))


def _finite(rest: pa.Array) -> np.ndarray:
    floats = to_number(rest).values.to_numpy(zero_copy_only=False)
    found: np.ndarray = floats[np.isfinite(floats)]
    return found


@dataclass(frozen=True)
class Cleaned:
    """A column without the marks that are no answers: an Arrow string array or floats with NaN."""

    values: Any
    marks: tuple[MissingMark, ...] = ()
    reasons: np.ndarray | None = None  # of the marked cells, where they are more than missing

    @property
    def taken(self) -> bool:
        """Whether cells became absent."""
        return any(mark.reason for mark in self.marks)

    def with_marks(self, built: BuiltColumn) -> BuiltColumn:
        """The variable with its marks, and with what they say of why cells are absent."""
        built.marks = self.marks
        if self.reasons is not None:
            here = (self.reasons != Reason.PRESENT) & (built.reasons == Reason.MISSING)
            built.reasons[here] = self.reasons[here]
        return built


def cleaned_texts(texts: pa.Array, name: str, reader: MarkReader, choices: tuple[Choice, ...] = ()) -> Cleaned:
    """A column of texts; `choices` are the values that the file labels or declares missing."""
    return Cleaned(*reader.read(texts, name, choices))


def cleaned_numbers(values: np.ndarray, name: str, reader: MarkReader, choices: tuple[Choice, ...] = ()) -> Cleaned:
    """A column of float64 with NaN; it is looked at as text only where one of the numbers could be a mark."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if not np.isin(values, reader.numbers()).any():
        return Cleaned(values)
    texts, marks, reasons = reader.read(pa.array(values, from_pandas=True).cast(pa.string()), name, choices)
    gone = texts.is_null().to_numpy(zero_copy_only=False)
    return Cleaned(np.where(gone, np.nan, values), marks, reasons)


def typed_by_marks(
    found: Cleaned, variable_id: str, name: str, labels: Labels, options: ImportOptions
) -> BuiltColumn | None:
    """Numbers or dates that stood as text owing to their marks; None where no mark was taken or texts remain.

    A column of texts without a mark stays text: its file says so.
    """
    guess = guess_kind(found.values, options) if found.taken else None
    if guess is None or guess.values is None or not guess.values.fits:
        return None
    column = guess.values.values
    variable = Variable(variable_id, name, labels, guess.kind, Level.INTERVAL, Role.ORDINARY)
    absent = column.is_null().to_numpy(zero_copy_only=False)
    return found.with_marks(BuiltColumn(variable, {variable_id: column}, missing_where(absent)))


READING = "data.reading"  # setting: data set → how its files are read


def kept_options(project: Reader, data_set: str) -> ImportOptions:
    """How the files of a data set are read."""
    stored = _stored(project).get(data_set)
    return ImportOptions(missing={}) if stored is None else ImportOptions(**stored)


def keep_options(transaction: Transaction, data_set: str, kept: Mapping[str, object]) -> None:
    """Keep how a data set is read."""
    transaction.set_setting(READING, {**_stored(transaction), data_set: kept})


def _stored(project: Reader) -> dict[str, Any]:
    return stored_setting(project, READING, {})


def undecided_marks(
    project: Reader, data_set: str, table: str, columns: Sequence[tuple[str, np.ndarray]]
) -> list[dict[str, int]]:
    """Of each (heading, numbers) the marks such as -99 with their rows, of which nobody has said what they mean."""
    found: list[dict[str, int]] = []
    kept: ImportOptions | None = None
    for heading, numbers in columns:
        marks = _apart(numbers)
        if marks:
            kept = kept_options(project, data_set) if kept is None else kept
            said = {normal_mark(mark) for place in (heading, "") for mark in kept.mark_reasons.get(place, {})}
            listed = given_marks(kept, (table,)) is not None
            marks = {} if listed else {mark: n for mark, n in marks.items() if mark not in said}
        found.append(marks)
    return found


def _apart(numbers: np.ndarray) -> dict[str, int]:
    """The numbers that may mean no answer, lying where no other does, with how many rows hold each."""
    present = numbers[np.isfinite(numbers)]
    if not len(present) or not {float(present.min()), float(present.max())} & set(map(float, SPECIAL)):
        return {}
    rest = present[~np.isin(present, SPECIAL)]
    counts = {mark: int((present == mark).sum()) for mark in SPECIAL if stands_apart(mark, rest)}
    return {str(mark): n for mark, n in counts.items() if n}


_REASONS = {"missing": Reason.MISSING, "refused": Reason.REFUSED, "dont_know": Reason.DONT_KNOW,
            "not_asked": Reason.NOT_ASKED, "answer": Reason.PRESENT}  # fmt: skip
_NONE = frozenset(("none", "aucun", "aucune"))


def marks_of(text: str) -> dict[str, int]:
    """Marks with their reasons, missing where none is given; none for "none". Raises Problem for an unknown reason."""
    found: dict[str, int] = {}
    if text.strip().casefold() in _NONE:
        return found
    for part in text.split(","):
        mark, equals, word = part.strip().rpartition("=")
        if not equals:
            mark, word = word, "missing"
        reason = word.strip().casefold().replace("-", "_").replace("’", "").replace("'", "").replace(" ", "_")
        if reason not in _REASONS:
            raise Problem(msg("cli.no_such_word", word=word, words=list(_REASONS)))
        if mark.strip():
            found[mark.strip()] = int(_REASONS[reason])
    return found


def column_marks(text: str) -> dict[str, int]:
    """The marks of a single column; "none" keeps as answers all that would be taken."""
    return marks_of(text) or dict.fromkeys((*TAKEN, *ASKED, *map(str, SPECIAL)), int(Reason.PRESENT))
