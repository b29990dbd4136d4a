# SPDX-License-Identifier: MIT
"""A query over segments: codes with and, or, not, and how they stand to one another; a list with words and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.codings.study import CodingStudy, base_note, title_of
from analysis.codings.word_places import sentence_places, word_places
from analysis.declared.records import AnalysisProblem, AnalysisResult, check
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from wording import Progress, msg

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

MOST_ROWS = 5_000


def segments_analysis(study: CodingStudy, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Segments of any of the codes that meet a segment of every code of `with_codes` and of none of `without_codes`."""
    study = _narrowed(study.by_coder(options["coder"]), options)
    codes = study.chosen(options["variable"])
    wanted = {one for code in codes for one in study.codings.below[code.id]} if options["children"] else {
        code.id for code in codes
    }  # fmt: skip
    found = study.codings.segments[study.codings.segments["code"].isin(wanted)]
    for name, keep in (("with_codes", True), ("without_codes", False)):
        for other in study.chosen(options[name]) if options[name] else ():
            check(progress)
            meets = _meets(study, found, study.under(other, options["children"]), options)
            found = found[meets == keep]
    listed = found.head(MOST_ROWS)
    names = dict(zip(study.codings.documents["document"], study.codings.documents["name"], strict=True))
    quotes = study.codings.quotes([str(one) for one in listed["segment"]])
    rows = tuple(
        Row(f"s{line.segment}", str(names[line.document]), _cells(study, line, quotes.get(str(line.segment), "")))
        for line in listed.itertuples(index=False)
    )
    table = TableSpec(
        "segments",
        title_of(options, msg("title.segments")),
        msg("subtitle.segments", n=len(found), documents=found["document"].nunique(), cases=found["case"].nunique()),
        msg("codings.document"),
        tuple(Column(name, msg(f"column.segments.{name}"), show=("estimate",)) for name in _HEADS),
        rows,
        (*base_note(study), *((msg("note.segments_more", n=MOST_ROWS),) if len(found) > len(listed) else ())),
        base=len(found),
        exclusive_rows=False,
        sensitive=any(code.sensitive for code in codes),
        inside_only=True,
    )
    facts = {"n": len(found), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("segments", dict(options), (table,), (), facts, msg("why.codings"))


_HEADS = ("case", "speaker", "code", "coder", "words", "quote")


def _cells(study: CodingStudy, line: Any, quote: str) -> tuple[Cell, ...]:
    code = study.codings.by_id[line.code].name
    texts = (str(line.case), str(line.speaker) or "–", code, str(line.coder))
    return (
        *(Cell(text=text, unit=Unit.TEXT) for text in texts),
        Cell(float(line.words), unit=Unit.COUNT),
        Cell(text=" ".join(quote.split()), unit=Unit.TEXT),
    )


def _narrowed(study: CodingStudy, options: Mapping[str, Any]) -> CodingStudy:
    """Only the segments of some documents, speakers, groups and cases. Raises AnalysisProblem for what there is not."""
    codings, segments = study.codings, study.codings.segments
    for name, column in (("documents", "document"), ("speaker", "speaker"), ("in_group", "group")):
        wanted = [part.strip().casefold() for part in str(options[name]).split(";") if part.strip()]
        if not wanted:
            continue
        values = segments[column].astype(str)
        if column == "document":
            names = dict(zip(codings.documents["document"], codings.documents["name"].astype(str), strict=True))
            _refuse_unknown(wanted, set(names.values()), "document")
            values = values.map(names)
        segments = segments[values.loc[segments.index].str.casefold().isin(wanted)]
    for condition in filter(str.strip, str(options["cases"]).split(";")):
        name, sign, value = (part.strip() for part in condition.partition("="))
        attributes = codings.attributes
        found = next((one for one in attributes.columns if str(one).casefold() == name.casefold()), None)
        if found is None or not sign:
            raise AnalysisProblem(
                msg("problem.no_attribute", name=name, known=[str(one) for one in attributes.columns])
            )
        holds = attributes.index[attributes[found].astype(str).str.casefold() == value.casefold()]
        segments = segments[segments["case"].isin(holds)]
    return CodingStudy(replace(codings, segments=segments))


def _refuse_unknown(wanted: list[str], known: set[str], what: str) -> None:
    plain = {name.casefold() for name in known}
    for name in wanted:
        if name not in plain:
            raise AnalysisProblem(msg(f"problem.no_{what}", document=name))


def _meets(
    study: CodingStudy, found: pd.DataFrame, others: pd.DataFrame, options: Mapping[str, Any]
) -> NDArray[np.bool_]:
    """bool (found,): whether a segment of `others` stands in the relation to it."""
    import numpy as np

    relation = options["relation"]
    if relation in ("document", "case"):
        return np.asarray(found[relation].isin(set(others[relation])))
    low, high = _interval(study, found, relation)
    start, stop = _interval(study, others, relation)
    gap = int(options["within"]) if relation in ("words", "sentences", "followed") else 0
    result = np.zeros(len(found), dtype=bool)
    documents, of = found["document"].to_numpy(dtype=object), others["document"].to_numpy(dtype=object)
    for document in set(documents) & set(of):
        here, there = np.flatnonzero(documents == document), np.flatnonzero(of == document)
        result[here] = _related(low[here], high[here], start[there], stop[there], relation, gap)
    return result


def _interval(study: CodingStudy, segments: pd.DataFrame, relation: str) -> tuple[Any, Any]:
    if relation in ("words", "followed"):
        return word_places(study.codings, segments)
    if relation == "sentences":
        return sentence_places(study.codings, segments)
    if relation == "turn":
        return segments["turn"].to_numpy(dtype="int64"), segments["last_turn"].to_numpy(dtype="int64") + 1
    return segments["start"].to_numpy(dtype="int64"), segments["stop"].to_numpy(dtype="int64")


def _related(low: Any, high: Any, start: Any, stop: Any, relation: str, gap: int) -> NDArray[np.bool_]:
    """For each [low, high) whether one of [start, stop) overlaps it, holds it, follows within a gap, or is near."""
    import numpy as np

    a, b, c, d = low[:, None], high[:, None], start[None, :], stop[None, :]
    if relation == "inside":
        related = (c <= a) & (b <= d)
    elif relation == "followed":
        related = (c >= b) & (c - b <= gap)
    else:
        related = (c < b + gap) & (a < d + gap) if gap else (c < b) & (a < d)
    return np.asarray(related.any(axis=1))
