# SPDX-License-Identifier: MIT
"""Whether several items measure one thing: Cronbach's alpha, alpha without each item, item–rest correlations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.declared.notes import unit_text
from analysis.declared.records import AnalysisProblem, AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.settings import LEVEL, TITLE, WHERE, is_sensitive
from analysis.declared.study import Study
from analysis.declared.words import interval, number
from analysis.records import Kind, Variable
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from analysis.writers.layout import missing_text
from wording import Progress, Text, msg

KINDS = frozenset({Kind.ONE, Kind.INTEGER, Kind.NUMBER})


def reliability_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Unweighted, of the rows complete in all items; answers of a one-choice item count by their order."""
    import numpy as np

    from analysis.classical.reliability import alpha_if_dropped, alpha_interval, alpha_of, item_totals

    items = [study.variable(name, KINDS) for name in options["items"]]
    if len(items) < 2:
        raise AnalysisProblem(msg("problem.two_items"))
    inside = study.where(options["where"])
    complete = _complete(study, items, inside)
    covariance = np.cov(complete, rowvar=False)
    alpha, n, level = alpha_of(covariance), len(complete), float(options["level"])
    low, high = alpha_interval(alpha, n, len(items), level)
    dropped = alpha_if_dropped(covariance) if len(items) > 2 else np.full(len(items), np.nan)
    _, rest = item_totals(complete)
    rows = tuple(
        Row(item.id, item.labels, (_cell(complete[:, at].mean(), n), _cell(rest[at], n), _cell(dropped[at], n)))
        for at, item in enumerate(items)
    )
    missing = _missing(study, items, inside)
    notes: list[Text] = [
        msg("note.alpha", alpha=number(alpha, 2), interval=interval(low, high, 2), level=round(level * 100, 1))
    ]
    if missing:
        notes.append(msg("note.missing_items", parts=list(missing_text(missing))))
    table = TableSpec(
        "reliability-" + "-".join(item.id for item in items),
        options["title"] or msg("title.reliability", n=len(items)),
        msg("subtitle.complete", unit=unit_text(study), base=n),
        None,
        tuple(
            Column(name, msg(f"column.{name}"), show=("estimate",)) for name in ("mean", "item_rest", "alpha_without")
        ),
        rows,
        tuple(notes),
        base=n,
        exclusive_rows=False,
        sensitive=is_sensitive(*items),
    )
    facts = {"n": n, "alpha": alpha, "low": low, "high": high, "level": level, "inference": False,
             "how": study.table.how.value, "rows": study.rows}  # fmt: skip
    return AnalysisResult("reliability", dict(options), (table,), (), facts, msg("why.alpha"))


def _complete(study: Study, items: list[Variable], inside: Any) -> Any:
    """float64 (rows complete in all items, items). Raises AnalysisProblem."""
    import numpy as np

    X = np.column_stack([_values(study, item) for item in items])
    complete = X[inside & np.isfinite(X).all(axis=1)]
    if len(complete) < 3 or (complete.std(axis=0) == 0).any():
        raise AnalysisProblem(msg("problem.constant_items"))
    return complete


def _missing(study: Study, items: list[Variable], inside: Any) -> dict[int, int]:
    """Reason → answers absent, over all items."""
    import numpy as np

    missing: dict[int, int] = {}
    for item in items:
        for reason, count in zip(*np.unique(study.reasons(item.id)[inside], return_counts=True), strict=True):
            if reason:
                missing[int(reason)] = missing.get(int(reason), 0) + int(count)
    return missing


def _values(study: Study, item: Variable) -> Any:
    import numpy as np

    if item.kind is not Kind.ONE:
        return study.numbers(item)
    codes = study.codes(item)
    return np.where(codes < 0, np.nan, codes + 1.0)


def _cell(value: float, n: int) -> Cell:
    return Cell(float(value) if value == value else None, base=n, unit=Unit.NUMBER, decimals=2)


RELIABILITY = Declaration(
    "reliability",
    (Option("items", OptionKind.VARIABLES, required=True, kinds=KINDS, default=()), WHERE, LEVEL, TITLE),
    reliability_analysis,
    results=("table",),
)
