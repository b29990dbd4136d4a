# SPDX-License-Identifier: MIT
"""Joint display: the share of each answer of a survey question beside the quotes of the code that matches it.

A quote whose case has attributes that few rows of the survey fit is marked: who knows the survey may recognise the
person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.analyses.answer_shares import proportions_analysis
from analysis.analyses.choice_sets import set_analysis
from analysis.codings.framework import ChosenQuote, choose_quotes
from analysis.codings.records import JOINED, CodeLine, Codings, cases_in, named_code, place_of
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import title_of
from analysis.codings.word_positions import WORD
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem, check
from analysis.records import Choice, DataTable, Kind, Role, Variable
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from analysis.worded_table import worded
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from analysis.declarations.study import Study

CATEGORIES = frozenset({Kind.ONE, Kind.SET})
_EMPTY = Cell(text="", unit=Unit.TEXT)
_YES = frozenset({"yes", "oui", "y", "o", "1", "true", "vrai"})


@dataclass(frozen=True)
class _Line:
    """An answer (None for a code that matches none) with the codes whose quotes stand beside it."""

    answer: str | None
    codes: tuple[CodeLine, ...]


def joint_display_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Rows are answers: share with interval, interviewed cases with the matching code, quotes below.

    References
    ----------
    Guetterman, Fetters & Creswell (2015), Annals of Family Medicine 13, 554-561.
    """
    coded: CodingStudy | None = study.codings
    if coded is None:
        raise AnalysisProblem(msg("problem.no_interviews"))
    variable = _question(study.table, coded.codings, options)
    shares = _shares(study, variable, options, progress)
    check(progress)
    lines = _lines(variable, shares, coded, options)
    rows: list[Row] = []
    warned: dict[str, int] = {}
    held = 0
    cells = {row.id: row.cells[-1] for row in shares.tables[0].rows}
    labels = {row.id: row.label for row in shares.tables[0].rows}
    fits = _Fits(study, coded)
    for line in lines:
        quotes, back = _quotes_of(coded, line.codes, options)
        held += back
        label = labels[line.answer] if line.answer else line.codes[0].name
        share = cells[line.answer] if line.answer else _EMPTY
        rows.append(Row(_row_id(line), label, (share, *_spoken(coded, line.codes), _EMPTY)))
        for quote in quotes:
            for case in quote.cases:
                few = fits.rows(case)
                if few is not None and few < int(options["fewest"]):
                    warned[case] = few
            rows.append(_quote_row(quote, not warned.keys().isdisjoint(quote.cases)))
    whole = shares.tables[0]
    table = TableSpec(
        f"joint-display-{variable.id}",
        title_of(options, msg("title.joint_display", variable=variable.labels)),
        whole.subtitle,
        None,
        (
            Column("share", msg("column.joint.share"), base=whole.base, show=whole.columns[-1].show),
            Column("cases", msg("column.joint.cases"), base=coded.size("cases"), show=("estimate",)),
            Column("codes", msg("column.joint.codes"), show=("estimate",)),
            Column("quote", msg("column.joint.quote"), show=("estimate",)),
        ),
        tuple(rows),
        (*_warnings(warned, options), *whole.notes, msg("note.joint_cases", n=coded.size("cases")), *_held(held)),
        base=whole.base,
        missing=whole.missing,
        exclusive_rows=False,
        sensitive=whole.sensitive or any(code.sensitive for line in lines for code in line.codes),
        inside_only=True,
        level=whole.level,
    )
    facts = {**shares.facts, "oddities": shares.facts.get("oddities", [])}
    if not options.get("variable"):
        facts["proposed"] = {"variable": variable.id}
    return AnalysisResult("joint_display", dict(options), (table,), (), facts, shares.why)


def variables_beside(codings: Codings, table: DataTable, options: Options) -> set[str]:
    """The variables of the table that a joint display reads besides those its options name."""
    table = worded(table)  # as the analysis has it: an export without labels has names and codes for words
    found = set(matched_attributes(codings, table).values())
    if not options.get("variable"):
        with suppress(AnalysisProblem):  # said when it is made
            found.add(_question(table, codings, options).id)
    return found


def matched_attributes(codings: Codings, table: DataTable) -> dict[str, str]:
    """Attributes of cases that are questions of the survey too, by name or wording: attribute → id of the variable."""
    found = {}
    for attribute in map(str, codings.attributes.columns):
        wanted = _plain(attribute)
        for variable in table.variables:
            words = {variable.name.rpartition("/")[2], *variable.labels.by_language.values()}
            if variable.kind is Kind.ONE and variable.role is not Role.IDENTIFIER and wanted in map(_plain, words):
                found[attribute] = variable.id
                break
    return found


def segments_beside(study: CodingStudy, options: Options, row_id: str, column_id: str) -> pd.DataFrame:
    """Segments of the codes that stand beside an answer."""
    codes = [one for one in row_id.partition(":")[0].removeprefix("codes").split(".") if one]
    return study.codings.segments.iloc[_places(study, [study.codings.by_id[one] for one in codes])]


def _row_id(line: _Line) -> str:
    return f"codes{'.'.join(code.id for code in line.codes)}:{line.answer or ''}"


def _places(coded: CodingStudy, codes: Sequence[CodeLine]) -> NDArray[np.int64]:
    import numpy as np  # with the frames

    none = np.zeros(0, dtype=np.int64)
    return np.unique(np.concatenate([none, *(coded.places(code) for code in codes)]))


def _question(table: DataTable, codings: Codings, options: Options) -> Variable:
    """The question chosen, else the one whose answers or wording match most of the codes. Raises AnalysisProblem."""
    if options.get("variable"):
        try:
            chosen = table.variable(options["variable"])
        except KeyError:
            reason = msg("problem.variable_unknown", variable=options["variable"], table=table.name)
            raise AnalysisProblem(reason) from None
        if chosen.kind not in CATEGORIES:
            raise AnalysisProblem(msg("problem.joint_kind", variable=chosen.labels))
        return chosen
    codes = [code for _, code in _named_codes(codings, options)] or [c for c in codings.codes if not c.retired]
    best, most = None, 0
    for variable in table.variables:
        if variable.kind not in CATEGORIES or variable.role is Role.IDENTIFIER:
            continue
        said = [choice.labels.by_language.values() for choice in variable.choices]
        score = sum(any(_alike(code, words) for words in said) for code in codes)
        score += 2 * any(_alike(code, variable.labels.by_language.values(), whole=True) for code in codes)
        score += 3 * any(variable.form_type == JOINED and _joined_as(variable, code) for code in codes)
        if score > most:
            best, most = variable, score
    if best is None:
        raise AnalysisProblem(msg("problem.joint_question"))
    return best


def _joined_as(variable: Variable, code: CodeLine) -> bool:
    """Whether a variable is this code, joined to the table."""
    said = [_plain(words) for words in variable.labels.by_language.values()]
    return any(words.endswith(_plain(name)) for name in code.name.by_language.values() for words in said)


def _named_codes(codings: Codings, options: Options) -> list[tuple[str, CodeLine]]:
    """The codes of the option, each with the answer it was named for ("threatened = Threats"), else ""."""
    found = []
    given = options.get("codes") or ""
    for part in given if isinstance(given, (list, tuple)) else str(given).split(";"):
        answer, sign, name = str(part).rpartition("=")
        code = named_code(codings.codes, name) if name.strip() else None
        if code is None and name.strip():
            raise AnalysisProblem(msg("problem.no_code", code=name.strip()))
        if code is not None:
            found.append((answer.strip() if sign else "", code))
    return found


def _lines(variable: Variable, shares: AnalysisResult, coded: CodingStudy, options: Options) -> list[_Line]:
    """Each answer with its codes: as named, else alike in words; codes of a yes go with the yes, others come last."""
    named = _named_codes(coded.codings, options)
    choices = {choice.id: choice for choice in variable.choices}
    ids = [row.id for row in shares.tables[0].rows]
    held: dict[str, list[CodeLine]] = {one: [] for one in ids}
    yes = next((one for one in ids if one in choices and choices[one].code.strip().casefold() in _YES), None)
    rest: list[CodeLine] = []
    candidates = named or [("", code) for code in coded.codings.codes if not code.retired]
    for answer, code in candidates:
        place = next((one for one in ids if one in choices and answer and _is_answer(choices[one], answer)), None)
        if answer and place is None:
            raise AnalysisProblem(msg("problem.joint_answer", answer=answer, variable=variable.labels))
        if place is None:
            place = next(
                (one for one in ids if one in choices and _alike(code, choices[one].labels.by_language.values())), None
            )
        if place is None and yes is not None and (named or _about(variable, code)):
            place = yes
        if place is not None:
            held[place].append(code)
        elif named:
            rest.append(code)
    return [*(_Line(one, tuple(held[one])) for one in ids), *(_Line(None, (code,)) for code in rest)]


def _about(variable: Variable, code: CodeLine) -> bool:
    return _alike(code, variable.labels.by_language.values(), whole=True) or _joined_as(variable, code)


def _is_answer(choice: Choice, answer: str) -> bool:
    return _plain(answer) in {_plain(word) for word in (choice.code, choice.id, *choice.labels.by_language.values())}


def _alike(code: CodeLine, words: Iterable[str], whole: bool = False) -> bool:
    """Whether a code and an answer are called alike: the same words, or those of the one within the other's."""
    names = [set(_plain(name).split()) for name in code.name.by_language.values() if name.strip()]
    said = [set(_plain(text).split()) for text in words if text.strip()]
    if whole:
        return any(name == text for name in names for text in said)
    return any(name <= text or text <= name for name in names for text in said)


def _plain(text: str) -> str:
    return " ".join(word.casefold() for word in WORD.findall(text.replace("_", " ")))


def _shares(study: Study, variable: Variable, options: Options, progress: Progress) -> AnalysisResult:
    """The shares of the answers, as the analysis of such a question gives them."""
    fixed = {"by": None, "also_by": (), "missing_groups": False, "compare": "none", "contrasts": "none"}
    asked = {**options, **fixed, "variable": variable.id, "base": "answered", "adjust": "none", "interval": "logit"}
    return (set_analysis if variable.kind is Kind.SET else proportions_analysis)(study, asked, progress)


def _quotes_of(coded: CodingStudy, codes: Sequence[CodeLine], options: Options) -> tuple[list[ChosenQuote], int]:
    if not codes:
        return [], 0
    segments = coded.codings.segments.iloc[_places(coded, codes)]
    return choose_quotes(coded, segments, int(options["quotes"]), int(options["each"]), options["pick"])


def _spoken(coded: CodingStudy, codes: Sequence[CodeLine]) -> tuple[Cell, Cell]:
    """How many cases have one of the codes, and what these are called."""
    if not codes:
        return _EMPTY, Cell(text="–", unit=Unit.TEXT)
    cases: set[Any] = set()
    for code in codes:
        cases |= cases_in(coded.under(code))
    named: Text = coded.headings[codes[0].id]
    for code in codes[1:]:
        named = msg("codings.two", first=named, second=coded.headings[code.id])
    n = len(cases) if any(code.sensitive for code in codes) else None
    return Cell(float(len(cases)), n=n, unit=Unit.COUNT), Cell(text=named, unit=Unit.TEXT)


def _quote_row(quote: ChosenQuote, marked: bool) -> Row:
    who = quote.case if quote.speaker in ("", quote.case) else f"{quote.case}, {quote.speaker}"
    key = "joint.quoted_marked" if marked else "joint.quoted"
    label = quote.by(msg(key, who=who, place=place_of(quote.paragraph, quote.page)))
    said = Cell(text=quote.quoted, unit=Unit.TEXT)
    return Row(f"q{quote.segment}", label, (_EMPTY, _EMPTY, _EMPTY, said), depth=1)


def _warnings(warned: Mapping[str, int], options: Options) -> list[Text]:
    return [msg("note.joint_few", case=case, n=n, fewest=int(options["fewest"])) for case, n in sorted(warned.items())]


def _held(held: int) -> list[Text]:
    return [msg("note.quotes_held", n=held)] if held else []


class _Fits:
    """How many rows of the survey have the attributes of a case."""

    def __init__(self, study: Study, coded: CodingStudy) -> None:
        self._study, self._attributes = study, coded.codings.attributes
        there = set(study.frame.data.columns)
        matched = matched_attributes(coded.codings, study.table)
        self._matched = {name: one for name, one in matched.items() if one in there}

    def rows(self, case: str) -> int | None:
        """The number of rows; None where no attribute of the case is a question of the survey."""
        import numpy as np  # with the frames

        inside = np.ones(self._study.rows, dtype=bool)
        compared = False
        if case not in self._attributes.index:
            return None
        for name, variable_id in self._matched.items():
            value = _plain(str(self._attributes.at[case, name]))
            mask = self._having(variable_id, value) if value else None
            if mask is not None:
                inside &= mask
                compared = True
        return int(inside.sum()) if compared else None

    def _having(self, variable_id: str, value: str) -> NDArray[np.bool_] | None:
        """bool (rows,): the rows with that answer; None for a value that is no answer of the question."""
        import numpy as np  # as above

        variable = self._study.table.variable(variable_id)
        choices = self._study.choices(variable)
        places = [at for at, choice in enumerate(choices) if _is_answer(choice, value)]
        return np.isin(self._study.codes(variable), places) if places else None
