# SPDX-License-Identifier: MIT
"""Intervals and exact tests of codes over cases, only where the cases are a probability sample.

A share of cases bears Wilson's interval, as of a simple random sample: nothing is known of strata, clusters or weights
of cases. Fisher's exact test (Freeman and Halton's for more than two groups) is of cases with and without each code,
as `analysis.classical.fisher`. Cases without a value of the attribute are in no group and left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.classical.fisher import fisher_exact
from analysis.classical.shares import interval
from analysis.codings.groups import groups_of, parts_cases
from analysis.codings.records import CodeLine
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import indented
from analysis.declarations.records import Options
from analysis.problems import AnalysisProblem
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from analysis.withholding.cell_limits import LEAST_TESTED
from wording import Problem, Text, msg

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_UNTESTED = Cell(text="–", unit=Unit.TEXT)


def infers(study: CodingStudy, options: Options) -> bool:
    """Whether tests are made: of sampled cases, or where a reason says that they are."""
    if not has_intervals(study, options):
        return False
    asked = options["inference"] == "on" or bool(str(options["inference_reason"] or "").strip())
    return asked or (options["unit"] == "cases" and parts_cases(options["by"]))


def has_intervals(study: CodingStudy, options: Options) -> bool:
    """Whether shares of cases bear an interval: of sampled cases, or where a reason says that they are."""
    chosen, reason = options["inference"], str(options["inference_reason"] or "").strip()
    if chosen == "off":
        return False
    if chosen == "on" and not study.infers and not reason:
        raise AnalysisProblem(msg("problem.inference_reason"))
    return study.infers or bool(reason)


def with_interval(cell: Cell, base: int | None) -> Cell:
    """A share of sampled cases with Wilson's interval.

    References
    ----------
    Wilson (1927), JASA 22, 209-212; Brown, Cai & DasGupta (2001), Statistical Science 16, 101-133.
    """
    if not base or cell.estimate is None:
        return cell

    low, high = interval(round(cell.estimate * base), base, "wilson")
    return replace(cell, low=low, high=high)


def interval_notes(study: CodingStudy, options: Options) -> tuple[Text, ...]:
    """By which rule the intervals were made, and how the cases were drawn."""
    reason = str(options["inference_reason"] or "").strip() or study.codings.drawn
    notes: tuple[Text, ...] = (msg("note.intervals_of_cases"),)
    return (*notes, msg("note.cases_sampled", reason=reason)) if reason else notes


def exact_tests(study: CodingStudy, codes: Sequence[CodeLine], options: Options) -> TableSpec:
    """Test each code against the groups of `by`, exactly; of fewer than ten cases a sentence stands in place of a p.

    A table with a sensitive code stays inside the team, for a p tells a small number.

    References
    ----------
    Freeman & Halton (1951), Biometrika 38, 141-149; for two groups Fisher's exact test.
    """
    import numpy as np  # with the frames, when codings are counted

    if options["unit"] != "cases" or not parts_cases(options["by"]):
        raise AnalysisProblem(msg("problem.exact_of_cases"))
    groups = groups_of(study.codings, options["by"], "cases")
    counts = study.count_matrix(codes, groups, "cases", options["children"])
    sizes = np.array(groups.sizes, dtype=np.int64)
    n = int(sizes.sum())
    few = n < LEAST_TESTED  # of sensitive codes and of others: a p of few cases tells who they are
    rows = tuple(
        Row(code.id, code.name, (_UNTESTED if few else _p(line, sizes - line),), depth=indented(code, codes))
        for code, line in zip(codes, counts, strict=True)
    )
    reason = str(options["inference_reason"] or "").strip()
    notes: tuple[Text, ...] = (msg("note.exact_of_codes", n=n, groups=len(groups.keys), codes=len(codes)),)
    if few:
        notes = (msg("test.few_cases", least=LEAST_TESTED),)
    reason = reason or study.codings.drawn
    if reason:
        notes = (*notes, msg("note.cases_sampled", reason=reason))
    return TableSpec(
        "code-crosstab-exact", msg("title.exact_of_codes", by=options["by"]), None, msg("codings.code"),
        (Column("p", msg("column.exact_p"), show=("estimate",)),), rows, notes, base=n, exclusive_rows=False,
        sensitive=any(code.sensitive for code in codes), inside_only=any(code.sensitive for code in codes),
    )  # fmt: skip


def _p(with_code: NDArray[np.int64], without: NDArray[np.int64]) -> Cell:
    import numpy as np  # as above

    try:
        p = fisher_exact(np.array([with_code, without])).p
    except Problem:
        return Cell(text=msg("survey.fisher_too_large"), unit=Unit.TEXT)
    return Cell(p, unit=Unit.P)
