# SPDX-License-Identifier: MIT
"""Framework matrix: cases × themes, each cell what somebody wrote of it, and the quotes behind."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.codings.groups import Groups, attribute_of, ordered_values
from analysis.codings.queries import cases_where, terms
from analysis.codings.records import CodeLine, PrintedQuote, Summary, names_of_cases, place_of
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, title_of
from analysis.codings.word_positions import WORD
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem, check
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from wording import Progress, Text, msg
from wording.texts import in_quotes

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class ChosenQuote:
    """A quote with whose it is: ids of segment and code, case, speaker, name of the interview, its number of the
    paragraph, and of the page where it has pages (else 0).

    `cases` are all of whom it is, `case` names them. `text` is as it is printed;
    `by` adds who translated, and the other text where it stands beside.
    """

    segment: str
    code: str
    case: str
    speaker: str
    document: str
    paragraph: int
    text: str
    words: int
    by: Callable[[Text], Text]
    language: str = ""
    cases: tuple[str, ...] = ()
    page: int = 0

    @property
    def place(self) -> Text:
        """The interview, page and paragraph; with who translated."""
        return self.by(msg("framework.place", document=self.document, place=place_of(self.paragraph, self.page)))

    @property
    def quoted(self) -> Text:
        """Its words between the marks of their language."""
        return in_quotes(self.text, self.language)


def choose_quotes(
    study: CodingStudy, segments: pd.DataFrame, most: int, each: int, pick: str = "typical"
) -> tuple[list[ChosenQuote], int]:
    """Quotes of these segments, and how many were held back: consent to quote was refused.

    `each`: at most so many of one case, 0 for no limit; words of a group are those of each of its cases; one of each
    case comes before a second of any. `pick`: "typical" ranks by the likeness of words to all the quotes, "first" keeps
    the order of the interviews. The same words are said once.
    """
    allowed = segments[~segments["document"].isin(study.codings.words_refused)]
    texts = study.codings.quotes([str(one) for one in allowed["segment"]])
    lines = list(allowed.itertuples(index=False))
    words = [" ".join(texts.get(str(line.segment), "").split()) for line in lines]
    order = typical_order(words) if pick == "typical" else list(range(len(lines)))
    names = dict(zip(study.codings.documents["document"], study.codings.documents["name"], strict=True))
    taken: Counter[str] = Counter()
    seen: set[str] = set()
    ranked: list[tuple[int, int, ChosenQuote]] = []
    for rank, at in enumerate(order):
        line, text = lines[at], words[at]
        so_far = max(taken[case] for case in line.cases)
        if not text or text in seen or (each and so_far >= each):
            continue
        seen.add(text)
        cited = study.codings.cited.get(str(line.segment), PrintedQuote(text))
        ranked.append((so_far, rank, _quote(line, cited, names)))
        taken.update(line.cases)
    ranked.sort(key=lambda one: one[:2])
    return [quote for _, _, quote in ranked[:most]], len(segments) - len(allowed)


def _quote(line: Any, cited: PrintedQuote, names: Mapping[str, str]) -> ChosenQuote:
    return ChosenQuote(
        str(line.segment), str(line.code), names_of_cases(line.cases), str(line.speaker), str(names[line.document]),
        int(line.paragraph), " ".join(cited.text.split()), int(line.words), cited.by,
        cited.language or str(line.language), tuple(line.cases), int(line.page),
    )  # fmt: skip


def typical_order(texts: Sequence[str]) -> list[int]:
    """Positions of the texts, the most typical first: by the cosine of their words (tf–idf) with the mean of all.

    A text of fewer than three words says too little to be typical and comes last. Ties keep the order.

    References
    ----------
    Salton & Buckley (1988), Information Processing & Management 24, 513-523 (tf-idf, cosine).

    Examples
    --------
    >>> typical_order(["Yes.", "Dogs bark at night", "Water is far away", "The water is too far away"])
    [2, 3, 1, 0]
    """
    counted = [Counter(word.casefold() for word in WORD.findall(text)) for text in texts]
    spread = Counter(word for words in counted for word in words)
    weights = [_normal({w: n * math.log(1 + len(texts) / spread[w]) for w, n in words.items()}) for words in counted]
    centre: Counter[str] = Counter()
    for one in weights:
        centre.update(one)
    likeness = [sum(value * centre[word] for word, value in one.items()) for one in weights]
    short = [sum(words.values()) < 3 for words in counted]
    return sorted(range(len(texts)), key=lambda at: (short[at], -likeness[at], at))


def _normal(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in weights.values()))
    return {word: value / length for word, value in weights.items()} if length else {}


MOST_CASES = 5_000


def codes_as_variables_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """Cases with each code: 1 where the case has a segment of it, or how many; the last row counts the cases."""
    import numpy as np  # with the frames, when codings are counted

    study = study.by_coder(options["coder"])
    codes = study.chosen(options["variable"])
    check(progress)
    counts = case_matrix(study, codes, options["children"])
    shown = (counts > 0).astype(int) if options["values"] == "any" else counts
    cases = study.cases()
    made = {value: _count(value) for value in np.unique(shown).tolist()}  # cells that say the same are one
    rows = [
        Row(f"case{at}", case, tuple(made[value] for value in line))
        for at, (case, line) in enumerate(zip(cases[:MOST_CASES], shown[:MOST_CASES].tolist(), strict=True))
    ]
    rows.append(Row("cases", msg("codings.cases_with"), tuple(map(_count, (counts > 0).sum(axis=0))), total=True))
    table = TableSpec(
        "codes-as-variables",
        title_of(options, msg("title.codes_as_variables")),
        msg(f"subtitle.codes_as_variables.{options['values']}", n=len(cases)),
        msg("codings.case"),
        tuple(Column(f"c{code.id}", code.name, show=("estimate",)) for code in codes),
        tuple(rows),
        (*base_note(study), msg("note.codes_as_variables")),
        base=len(cases),
        exclusive_rows=False,
        sensitive=any(code.sensitive for code in codes),
        inside_only=True,
    )
    facts = {"n": len(cases), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("codes_as_variables", dict(options), (table,), (), facts, msg("why.codings"))


def case_matrix(study: CodingStudy, codes: tuple[CodeLine, ...], children: bool = True) -> NDArray[np.int64]:
    """How many segments each case has under each code: shape (cases, codes), cases as `study.cases()`."""
    cases = tuple(study.cases())
    groups = Groups(cases, cases, (1,) * len(cases), study.codings.links.cases)
    return study.count_matrix(codes, groups, "segments", children).T


def _count(value: Any) -> Cell:
    return Cell(float(value), unit=Unit.COUNT)


MOST_THEMES = 60
GridPart = dict[str, Any]  # a row or a cell of the grid, as plain values


def framework_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """A row for each case, a column for each theme; a cell without a summary says whether there are quotes.

    References
    ----------
    Ritchie & Spencer (1994), Qualitative data analysis for applied policy research, in Bryman & Burgess, Analyzing
    Qualitative Data.
    """
    study = study.by_coder(options["coder"])
    themes = themes_of(study, options["variable"])
    if len(themes) > MOST_THEMES:
        raise AnalysisProblem(msg("problem.too_many_themes", n=len(themes), most=MOST_THEMES))
    cases = framework_cases(study, options)
    check(progress)
    counts = case_matrix(study, themes, options["children"])
    place = {case: at for at, case in enumerate(study.cases())}
    rows = tuple(
        Row(f"case{place[case]}", case, tuple(_cell(study, case, code, int(counts[place[case], at]))
                                               for at, code in enumerate(themes)))
        for case in cases
    )  # fmt: skip
    written = sum(bool(study.codings.summary(case, code.id)) for case in cases for code in themes)
    coded = counts[[place[case] for case in cases]] > 0
    table = TableSpec(
        "framework",
        title_of(options, msg("title.framework")),
        msg("subtitle.framework", n=len(cases), of=len(place), themes=len(themes), written=written,
            waiting=_waiting(study, cases, themes, coded)),
        msg("codings.case"),
        tuple(Column(f"c{code.id}", code.name, show=("estimate",)) for code in themes),
        rows,
        base_note(study),
        base=len(cases),
        exclusive_rows=False,
        sensitive=any(code.sensitive for code in themes),
        inside_only=True,
    )  # fmt: skip
    tables = (table, _quotes(study, cases, themes, options)) if options["quoted"] else (table,)
    facts: dict[str, Any] = {"n": len(cases), "inference": False, "how": study.table.how.value, "rows": study.rows}
    facts["colours"] = {code.id: code.colour for code in themes if code.colour}
    facts["grid"] = grid_of(study, cases, themes, counts, options)
    return AnalysisResult("framework", dict(options), tables, (), facts, msg("why.framework"))


def themes_of(study: CodingStudy, given: object) -> tuple[CodeLine, ...]:
    """The themes: the codes named, else those at the top of the codebook that were given, or a code below them."""
    if given:
        return study.chosen(given)
    return tuple(code for code in study.chosen("") if code.parent is None)


def framework_cases(study: CodingStudy, options: Options) -> list[str]:
    """The cases in their order, or by an attribute; only those of which the conditions hold."""
    cases = [case for case in study.cases() if case in cases_where(study, str(options["cases"]))]
    by = str(options["by"] or "").strip()
    if by:
        attributes = study.codings.attributes
        found = attribute_of(study.codings, by, own=False)
        values = {case: str(attributes.at[case, found]) for case in cases}
        places = {value: at for at, value in enumerate(ordered_values(study.codings, found, values.values()))}
        cases = sorted(cases, key=lambda case: places[values[case]])
    first = {case: at for at, case in enumerate(terms(options["order"]))}
    return sorted(cases, key=lambda case: first.get(case, len(first)))


def _cell(study: CodingStudy, case: str, code: CodeLine, n: int) -> Cell:
    summary = study.codings.summary(case, code.id)
    if summary is not None:
        shown: Text = msg("framework.cell", text=summary.text, coder=summary.coder or msg("framework.unnamed"), n=n)
    else:
        shown = msg("framework.no_summary", n=n) if n else msg("framework.nothing_coded")
    return Cell(text=shown, unit=Unit.TEXT)


def _waiting(study: CodingStudy, cases: Sequence[str], themes: Sequence[CodeLine], coded: NDArray[np.bool_]) -> int:
    """How many cells have quotes and no summary."""
    return sum(
        bool(coded[row, at]) and study.codings.summary(case, code.id) is None
        for row, case in enumerate(cases)
        for at, code in enumerate(themes)
    )


def _quotes(study: CodingStudy, cases: Sequence[str], themes: Sequence[CodeLine], options: Options) -> TableSpec:
    """The quotes behind the cells, case by case and theme by theme; no words whose quoting was refused."""
    rows: list[Row] = []
    held = 0
    segments = study.codings.segments
    of_case: dict[str, set[int]] = {}
    for at, held_by in enumerate(segments["cases"]):
        for case in held_by:
            of_case.setdefault(case, set()).add(at)
    for case in cases:
        for code in themes:
            here = [at for at in study.places(code, options["children"]).tolist() if at in of_case.get(case, ())]
            quotes, back = choose_quotes(study, segments.iloc[here], int(options["quotes"]), 0, options["pick"])
            held += back
            rows += [
                Row(
                    f"q{quote.segment}-{code.id}",
                    case,
                    (
                        Cell(text=code.name, unit=Unit.TEXT),
                        Cell(
                            text=quote.place,
                            unit=Unit.TEXT,
                        ),
                        Cell(text=quote.quoted, unit=Unit.TEXT),
                    ),
                )
                for quote in quotes
            ]
    return TableSpec(
        "framework-quotes",
        msg("title.framework_quotes"),
        None,
        msg("codings.case"),
        tuple(
            Column(name, msg(f"column.framework.{name}"), show=("estimate",)) for name in ("theme", "place", "quote")
        ),
        tuple(rows),
        (msg("note.quotes_held", n=held),) if held else (),
        base=len(rows),
        exclusive_rows=False,
        inside_only=True,
    )


def grid_of(
    study: CodingStudy, cases: Sequence[str], themes: Sequence[CodeLine], counts: NDArray[np.int64], options: Options
) -> list[GridPart]:
    """The grid as plain values: per case what is known of it, and per theme the summary, its author and versions.

    `n`: segments of the theme in the interviews of the case; `new`: those coded after the summary was written, `fresh`
    their ids.
    """
    place = {case: at for at, case in enumerate(study.cases())}
    attributes = study.codings.attributes
    latest = _coded_last(study, themes, options)
    return [
        {
            "case": case,
            "about": [str(value) for value in list(attributes.loc[case])[:2] if str(value)],
            "cells": [
                _cell_of(study.codings.summaries.get((case, code.id), ()), int(counts[place[case], at]),
                         latest.get((case, code.id), ()))
                for at, code in enumerate(themes)
            ],
        }
        for case in cases
    ]  # fmt: skip


def _coded_last(
    study: CodingStudy, themes: Sequence[CodeLine], options: Options
) -> dict[tuple[str, str], Sequence[tuple[int, str]]]:
    """The segments of each case and theme which has a summary, each with the number of the action that coded it."""
    found: dict[tuple[str, str], list[tuple[int, str]]] = {}
    written = {code for _, code in study.codings.summaries}
    for code in themes:
        if code.id in written:
            for line in study.under(code, options["children"])[["cases", "segment"]].itertuples(index=False):
                since = study.codings.since.get(str(line.segment), 0)
                for case in line.cases:
                    found.setdefault((case, code.id), []).append((since, str(line.segment)))
    return dict(found)


def _cell_of(versions: Sequence[Summary], n: int, coded: Sequence[tuple[int, str]]) -> GridPart:
    last = versions[0] if versions and versions[0].text else Summary("", "", "", 0)
    earlier = [{"text": one.text, "coder": one.coder, "date": one.date} for one in versions[1 if last.id else 0 :]]
    fresh = [segment for since, segment in coded if since > last.since] if last.id else []
    return {
        "text": last.text, "coder": last.coder, "date": last.date, "n": n, "new": len(fresh), "fresh": fresh,
        "earlier": earlier,
    }  # fmt: skip
