# SPDX-License-Identifier: MIT
"""The segments behind a cell of a table of codings: from each number to its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.codings.crosstab import ANY
from analysis.codings.groups import groups_of
from analysis.codings.queries import meets
from analysis.codings.records import cases_in, names_of_cases, of_any
from analysis.codings.study import CodingStudy
from analysis.codings.timeline import PARTS, of_document, tenths_touched
from analysis.declarations.records import Declaration, Options
from analysis.problems import AnalysisProblem
from analysis.result_tables import Column, Row, TableSpec
from wording import LANGUAGES, msg, render
from wording.discovery import resolve

if TYPE_CHECKING:
    import pandas as pd

_MOST_NAMED = 40  # rows that a problem names


def segments_behind(
    study: CodingStudy, declared: Declaration, options: Options, row_id: str, column_id: str = ""
) -> list[str]:
    """Give the ids of the segments that a cell counts, by interview and place."""
    names = {option.name for option in declared.options}
    full = declared.complete({name: value for name, value in options.items() if name in names})
    if row_id[:1] in "sq" and row_id[1:].partition("-")[0].isdecimal():
        return [row_id[1:].partition("-")[0]]
    if not declared.behind:
        return []
    try:
        found = resolve(declared.behind)(study.by_coder(str(full.get("coder") or "")), full, row_id, column_id)
    except (AnalysisProblem, KeyError, ValueError, IndexError):
        return []  # a row that is no code: a total, a heading
    return [str(one) for one in found["segment"]]


def cell_named(tables: Sequence[TableSpec], row: str, column: str = "") -> tuple[str, str]:
    """Find the row and the column of a cell by what they are called."""
    for table in tables:
        found = _named(table.rows, row)
        if found is None:
            continue
        over = _named(table.columns, column) if column.strip() else ""
        if over is None:
            raise AnalysisProblem(msg("problem.no_column", column=column, known=[one.label for one in table.columns]))
        return found, over
    known = [one.label for table in tables for one in table.rows]
    raise AnalysisProblem(msg("problem.no_row", row=row, known=known[:_MOST_NAMED]))


def _named(lines: Sequence[Row] | Sequence[Column], name: str) -> str | None:
    wanted = name.strip().casefold()
    for line in lines:
        if wanted in {line.id.casefold(), *(render(line.label, one).strip().casefold() for one in LANGUAGES)}:
            return line.id
    return None


@dataclass(frozen=True)
class QuoteLine:
    """A segment to be read: whose words, where, under which code, by which coder; its paragraph and page (0: none)
    as the interview numbers them.

    `cited`: the words as they may be printed, "" where that was refused.
    """

    segment: str
    document: str
    document_name: str
    case: str
    speaker: str
    paragraph: int
    code: str
    coder: str
    text: str
    cited: str = ""
    language: str = ""  # of the words as they may be printed
    cases: tuple[str, ...] = ()  # all for which it counts
    page: int = 0


def quote_lines(study: CodingStudy, segment_ids: Sequence[str], most: int = 500) -> list[QuoteLine]:
    """The first of these segments with their words, by interview and place."""
    segments = study.codings.segments
    found = segments[segments["segment"].astype(str).isin(set(segment_ids))].head(most)
    names = dict(zip(study.codings.documents["document"], study.codings.documents["name"], strict=True))
    texts = study.codings.quotes([str(one) for one in found["segment"]])
    return [
        QuoteLine(
            str(line.segment), str(line.document), str(names[line.document]), names_of_cases(line.cases),
            str(line.speaker),
            int(line.paragraph), str(line.code), str(line.coder), " ".join(texts.get(str(line.segment), "").split()),
            _as_cited(study, str(line.document), str(line.segment), texts), _language(study, line), tuple(line.cases),
            int(line.page),
        )
        for line in found.itertuples(index=False)
    ]  # fmt: skip


def _as_cited(study: CodingStudy, document: str, segment: str, texts: Mapping[str, str]) -> str:
    if document in study.codings.words_refused:
        return ""
    cited = study.codings.cited.get(segment)
    return " ".join((cited.text if cited else texts.get(segment, "")).split())


def _language(study: CodingStudy, line: Any) -> str:
    cited = study.codings.cited.get(str(line.segment))
    return (cited.language if cited else "") or str(line.language)


def grouped(study: CodingStudy, options: Options, row_id: str, column_id: str) -> pd.DataFrame:
    """Under a code, in the group of the column or, crossed with codes, in the units that bear the column's code."""
    under = _of_row(study, options, row_id)
    if options.get("column") and column_id[:1] == "c":
        other = study.under(study.codings.by_id[column_id[1:]], options["children"])
        if options["unit"] == "documents":
            return under[under["document"].isin(set(other["document"]))]
        return under[of_any(under["cases"], cases_in(other))]
    if options.get("by") and column_id[:1] == "g" and column_id[1:].isdecimal():
        groups = groups_of(study.codings, options["by"], options["unit"])
        links, key = study.codings.links, groups.keys[int(column_id[1:])]
        here = study.codings.segments.index[links.rows[groups.of_links == key]]
        return under[under.index.isin(here)]
    return under


def _of_row(study: CodingStudy, options: Options, row_id: str) -> pd.DataFrame:
    """Segments of the code of a row, or of any of the codes for the row of all of them."""
    if row_id != ANY:
        return study.under(study.codings.by_id[row_id], options["children"])

    places = [study.places(code, options["children"]) for code in study.chosen(options["variable"])]
    return study.codings.segments.iloc[np.unique(np.concatenate(places))]


def together(study: CodingStudy, options: Options, row_id: str, column_id: str) -> pd.DataFrame:
    """Segments of either code that meet one of the other."""
    import pandas as pd  # with the frames

    first, _, second = row_id.partition("-")
    second = second or column_id[1:]
    codes = study.chosen(options["variable"])
    pair = [study.codings.by_id[code] for code in (first, second)]
    one, other = (study.under(code, options["children"] and not study.is_category_of(code, codes)) for code in pair)
    met = [one[meets(study, one, other, options)], other[meets(study, other, one, options)]]
    return pd.concat(met).drop_duplicates("segment").sort_index()


def of_case(study: CodingStudy, options: Options, row_id: str, column_id: str) -> pd.DataFrame:
    """Under the code of the column, in the case of the row."""
    under = study.under(study.codings.by_id[column_id[1:]], options["children"])
    if row_id == "cases":
        return under
    return under[of_any(under["cases"], [study.cases()[int(row_id.removeprefix("case"))]])]


def of_interview(study: CodingStudy, options: Options, row_id: str, column_id: str) -> pd.DataFrame:
    """In the interview of the row, under the codes counted; in the column of new codes only those met first there."""
    codes = study.chosen(options["variable"])
    places = np.unique(np.concatenate([study.places(one, options["children"]) for one in codes]))
    inside = study.codings.segments.iloc[places]
    order = [str(one) for one in study.codings.documents["document"]]
    document = row_id.removeprefix("d")
    here = inside[inside["document"].astype(str) == document]
    before = inside[inside["document"].astype(str).isin(set(order[: order.index(document)]))]
    if column_id == "so_far":
        return inside[inside.index.isin(here.index) | inside.index.isin(before.index)]
    return here[~here["code"].isin(set(before["code"]))] if column_id == "new" else here


def in_tenth(study: CodingStudy, options: Options, row_id: str, column_id: str) -> pd.DataFrame:
    """Under the code of the row, touching the tenth of the column."""
    study = of_document(study, options["document"])
    under = study.under(study.codings.by_id[row_id], options["children"])
    first, last = tenths_touched(study, under)
    part = int(column_id[1:]) if column_id[1:].isdecimal() else PARTS
    return under if part >= PARTS else under[(first <= part) & (last >= part)]
