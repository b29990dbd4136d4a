# SPDX-License-Identifier: MIT
"""Sources for each analysis: the invented survey, a twin question in it, a register, codings of interviews."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.analyses import Declaration, Study
from analysis.codings.records import Codings, PrintedQuote, Summary
from analysis.codings.study import CodingStudy
from analysis.records import Frame, SampleColumns
from tests.analysis.analyses.test_case_pathway import BY_HAND
from tests.analysis.analyses.test_case_pathway import frame as cases
from tests.analysis.analyses.test_reach import frame as register
from tests.analysis.analyses.test_unique_people import frame as participants
from tests.analysis.codings.counted import codings
from wording import Labels, msg

NO_DESIGN = SampleColumns(None, None, None, None)
# options without which an analysis of these sources is none
NEEDED: dict[str, dict[str, Any]] = {
    "agreement": {"variable": "v3", "column": "v7"},
    "code_crosstab": {"by": "sex"},
    "kwic": {"query": "mon*"},
    "joint_display": {"variable": "v4", "codes": "Theft = Threats"},
    "unique_people": {"purpose": "the yearly sheet"},
    "pre_post": {"before": "v5", "after": "v6"},
}


def source_of(one: Declaration, frame: Frame) -> Frame | Study | CodingStudy:
    """The frame with a twin of its third question, a register of activities, or the codings."""
    if one.of_codings:
        return CodingStudy(coded())
    if one.id == "case_pathway":
        return cases(BY_HAND * 8)
    if one.with_codings:
        study = Study(frame)
        study.codings = CodingStudy(coded())
        return study
    if one.id == "unique_people":
        return participants()
    if not one.suits(frame.table):
        return register()
    return _with_twin(frame) if one.id == "agreement" else frame


def coded() -> Codings:
    """The twenty segments with all that may stand beside them: consents, a query, lemmas, a summary, a translation."""
    summary = Summary("m1", "Threatened at home", "IN", 4, "2026-05-02")
    return replace(
        codings(),
        words_refused=frozenset({"D2"}),
        queries={"Means by women": {"variable": "Means", "cases": "Sex = woman"}},
        summaries={("A", "1"): (summary,)},
        since={str(number): number for number in range(1, 14)},
        gone={"9": (Labels({"en": "Theft"}), "2")},
        cited={"1": PrintedQuote("He took […] money", lambda by: msg("quoting.translated", by=by, translator="Jean"))},
        lemmas=lambda document: [(0, 2, "he"), (3, 7, "take"), (11, 16, "money")] if document == "D1" else None,
    )


def without_design(frame: Frame) -> Frame:
    """The same rows with equal weights, no strata, no clusters."""
    return replace(frame, design=NO_DESIGN)


def _with_twin(frame: Frame) -> Frame:
    """The third question asked again of the same people, who answer otherwise now and then."""
    twin = replace(frame.table.variable("v3"), id="v7", name="safe_again")
    table = replace(frame.table, variables=(*frame.table.variables, twin))
    data = frame.data.copy()
    data["v7"] = data["v3"].where(data.index % 5 != 0, data["v3"].shift(1)).astype(data["v3"].dtype)
    reasons = {**frame.reasons, "v7": (data["v7"].isna() * 4).astype("int8").to_numpy()}
    return replace(frame, table=table, data=data, reasons=reasons)
