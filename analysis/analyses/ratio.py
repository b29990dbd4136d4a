# SPDX-License-Identifier: MIT
"""The total of one number over the total of another, overall and by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.analyses.differences import ComparedStatistics, differences
from analysis.analyses.estimate_cells import estimate_cells
from analysis.analyses.row_wording import number_subtitle
from analysis.analyses.shared_options import Settings, is_sensitive, settings
from analysis.analyses.table_notes import beside_base, design_facts, notes
from analysis.analyses.with_nonresponse.numbers import with_all_asked
from analysis.declarations.records import NUMBERS, AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import check
from analysis.records import Variable
from analysis.result_tables import Chart, Column, FigureSpec, Row, TableSpec, Unit
from analysis.survey.estimates.contrasts import joint_ratios
from analysis.survey.estimates.ratios import ratios
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey import Estimates


def ratio_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """The ratio of totals by linearisation, of the rows that have both numbers.

    `missing_as_zero` counts an absent numerator as 0 where there is a denominator; `without_zero` leaves out rows whose
    denominator is 0.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapter 6; as R's survey::svyratio.
    """
    chosen = settings(study, options, progress)
    top, bottom = (study.variable(options[name], NUMBERS) for name in ("numerator", "denominator"))
    values, under, sentences = _numbers(chosen, top, bottom, options)
    decimals = 2 if chosen.decimals is None else chosen.decimals
    rows, result = _rows(chosen, values, under, decimals, f"{top.id}/{bottom.id}", _base(options))
    check(progress)
    facts = design_facts(chosen, result)
    missing = beside_base(chosen, *((bottom,) if options["missing_as_zero"] else (top, bottom)))
    facts["missing"] = {str(reason): count for reason, count in missing.items()}
    show = ("estimate", "interval", "base") if chosen.infers else ("estimate", "base")
    both = {"numerator": top.labels, "denominator": bottom.labels}
    about = msg("column.ratio", **both)
    by = chosen.by is not None
    title = chosen.title or (
        msg("title.ratio_by", group=chosen.group_name, **both) if by else msg("title.ratio", **both)
    )
    table = TableSpec(
        f"ratio-{top.id}-{bottom.id}{chosen.group_id}",
        title,
        number_subtitle(chosen, facts["n"]),
        chosen.group_name,
        # the title names both questions; one of the user's own may not
        (Column("ratio", about if chosen.title else msg("column.ratio_alone"), show=show),),
        tuple(rows),
        notes(chosen, facts, missing, _without(rows, bottom), *sentences),
        base=facts["n"],
        missing=missing,
        exclusive_rows=chosen.by is not None,
        sensitive=is_sensitive(top, bottom, groups=chosen.groupers),
        level=chosen.level,
    )
    figures: tuple[FigureSpec, ...] = ()
    if chosen.by is not None:
        chart = Chart.DOTS if chosen.infers else Chart.BARS
        figures = (FigureSpec(f"{table.id}-figure", table, chart, table.title),)
    more = _differences(chosen, values, under, rows, about, options)
    why = msg("why.ratio") if chosen.infers else None
    found = AnalysisResult("ratio", dict(options), (table, *more), figures, facts, why)
    return with_all_asked(chosen, found, (top, bottom), _answered(chosen, top, bottom))


def _answered(chosen: Settings, top: Variable, bottom: Variable) -> np.ndarray:
    """bool (rows,): who gave both numbers."""
    import numpy as np  # numpy, 80 ms: not at start

    both: np.ndarray = np.isfinite(chosen.study.numbers(top)) & np.isfinite(chosen.study.numbers(bottom))
    return both


def _base(options: Options) -> str:
    """What the keys of the cells call this ratio: other rows are another quantity."""
    return "ratio" + "0" * bool(options["missing_as_zero"]) + "+" * bool(options["without_zero"])


def _numbers(
    chosen: Settings, top: Variable, bottom: Variable, options: Options
) -> tuple[np.ndarray, np.ndarray, list[Text]]:
    """Numerators and denominators of the rows (rows,), NaN where left out, and what is said of those changed."""
    import numpy as np  # numpy, 80 ms: not at start

    study = chosen.study
    values, under, sentences = study.numbers(top), study.numbers(bottom), list[Text]()
    counted = chosen.inside & (study.design.weights != 0)
    if options["without_zero"]:
        zero = under == 0
        sentences.append(msg("note.ratio_without_zero", denominator=bottom.labels, n=int((zero & counted).sum())))
        under = np.where(zero, np.nan, under)
    if options["missing_as_zero"]:
        absent = np.isnan(values) & np.isfinite(under)
        sentences.append(msg("note.ratio_missing_as_zero", numerator=top.labels, n=int((absent & counted).sum())))
        values = np.where(absent, 0.0, values)
    return values, under, sentences


def _without(rows: Sequence[Row], under: Variable) -> Text | None:
    """A note where the denominator of a row with answers adds up to zero."""
    empty = any(cell.estimate is None and cell.base for row in rows for cell in row.cells)
    return msg("note.ratio_zero", denominator=under.labels) if empty else None


def _differences(
    chosen: Settings, values: np.ndarray, under: np.ndarray, rows: list[Row], about: Text, options: Options
) -> list[TableSpec]:
    import numpy as np  # numpy, 80 ms: not at start

    if chosen.group is None or options["contrasts"] == "none":
        return []

    joint = joint_ratios(chosen.study.design, values, under, chosen.group, len(chosen.group_labels), chosen.progress)
    used = np.isfinite(values) & np.isfinite(under) & (chosen.group >= 0)
    compared = ComparedStatistics(
        joint, [row.cells for row in rows[:-1]], (), used, 1.0, rows[0].cells[0].decimals, about
    )
    table = differences(chosen, compared, options["contrasts"], options["adjust"], "ratio")
    return [] if table is None else [table]


def _rows(
    chosen: Settings, values: np.ndarray, under: np.ndarray, decimals: int, names: str, base: str
) -> tuple[list[Row], Estimates]:
    """Rows of the groups and of all, and the estimates of all."""
    rows: list[Row] = []
    parts: tuple[tuple[Any, tuple[Text, ...], str], ...] = (
        (chosen.group, chosen.group_labels, "g"),
        (chosen.total_domain, (msg("table.total"),), "total"),
    )
    for domain, labels, prefix in parts:
        if domain is None or not labels:
            continue
        result = ratios(
            chosen.study.design,
            values,
            under,
            domain,
            domains=len(labels),
            level=chosen.level,
            progress=chosen.progress,
        )
        keys = [[chosen.cell_key(base, names, at if prefix == "g" else None)] for at in range(len(labels))]
        cells = estimate_cells(
            result, unit=Unit.NUMBER, decimals=decimals, infers=chosen.infers, keys=keys,
            weights_one=chosen.study.weights_one, population=chosen.study.design.names_population,
        )  # fmt: skip
        for at, label in enumerate(labels):
            row_id = "total" if prefix == "total" else f"g{at}"
            rows.append(Row(row_id, label, tuple(cells[at]), total=prefix == "total" and chosen.by is not None))
    return rows, result
