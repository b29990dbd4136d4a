# SPDX-License-Identifier: MIT
"""Scale and factor analysis without a sample design: alpha, omega, item statistics, sampling adequacy, factors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.analyses.estimate_cells import finite_or_none
from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import notes, shared_facts
from analysis.analyses.unweighted.test_rows import (
    SHARED,
    decimals_of,
    irrelevant_inference,
    result_columns,
    result_row,
)
from analysis.declarations.records import AnalysisResult, Declaration, Facts, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Kind, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

KINDS = frozenset({Kind.ONE, Kind.INTEGER, Kind.NUMBER})
EXTRACTIONS = ("ml", "minres")
ROTATIONS = ("varimax", "quartimin", "none")
_IMPROPER = 0.01  # a uniqueness below which a solution is improper (a Heywood case)
_NAN = float("nan")


@dataclass(frozen=True)
class _Items:
    """The items, their complete rows X (n, k), covariance and correlation."""

    chosen: Settings
    items: tuple[Variable, ...]
    X: np.ndarray
    covariance: np.ndarray
    correlation: np.ndarray

    @property
    def n(self) -> int:
        return len(self.X)

    def cell(self, value: float, decimals: int | None = None) -> Cell:
        places = decimals_of(self.chosen) if decimals is None else decimals
        return Cell(finite_or_none(value), n=self.n, base=self.n, decimals=places)


def scale_factors_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Item statistics, alpha and omega of the rows complete in all items, and factors where some are asked for.

    References
    ----------
    α: Cronbach (1951), Psychometrika 16; interval: Feldt, Woodruff & Salih (1987); ω of one factor: McDonald (1999),
    Test Theory; λ₆: Guttman (1945); factors by maximum likelihood: Jöreskog (1967).
    """
    chosen = settings(study, options, progress)
    items = tuple(study.variable(name, KINDS) for name in dict.fromkeys(options["items"]))
    if len(items) < 2:
        raise AnalysisProblem(msg("problem.two_items"))
    every = _read(chosen, items, options["reverse"] or ())
    wanted = _wanted(every, options["factors"])
    facts = shared_facts(chosen, every.n)
    subtitle = msg("subtitle.complete", unit=unit_text(chosen), base=every.n)
    shared: Facts = {"base": every.n, "sensitive": is_sensitive(*items), "level": chosen.level, "exclusive_rows": False}
    name = "scale_factors-" + "-".join(one.id for one in items)
    left = int(chosen.inside.sum()) - every.n
    gone = msg("note.measures_left", n=left) if left else None
    title = chosen.title or msg("title.scale_factors", n=len(items))
    sentences = (
        [msg("note.reversed", items=[one.labels for one in items if one.id in options["reverse"]])]
        if options["reverse"]
        else []
    )
    sentences += [msg("note.order_as_numbers")] if any(one.kind is Kind.ONE for one in items) else []
    tables = [
        TableSpec(
            name,
            title,
            subtitle,
            None,
            _item_columns(),
            _item_rows(every),
            notes(chosen, facts, {}, gone, *sentences),
            **shared,
        ),
        TableSpec(
            f"{name}-scale",
            msg("title.scale_measures"),
            subtitle,
            None,
            result_columns("value"),
            tuple(_scale_rows(every)),
            (msg("note.scale_measures"), msg("note.scale_intervals"))
            if chosen.infers
            else (msg("note.scale_measures"),),
            **shared,
        ),
    ]
    eigen = TableSpec(
        f"{name}-eigenvalues",
        msg("title.eigenvalues"),
        subtitle,
        None,
        _eigen_columns(),
        _eigen_rows(every),
        (msg("note.eigenvalues"),),
        **shared,
    )
    tables.append(eigen)
    if wanted:
        tables += _factor_tables(every, wanted, options, name, subtitle, shared)
    figure = FigureSpec(
        f"{name}-figure", eigen, Chart.BARS, eigen.title, axis=msg("column.eigenvalue"), columns=("eigenvalue",)
    )
    return AnalysisResult("scale_factors", dict(options), tuple(tables), (figure,), facts, msg("why.scale_factors"))


def _read(chosen: Settings, items: tuple[Variable, ...], reverse: Any) -> _Items:
    """The complete rows; an item to reverse is turned about the middle of what was answered. Raises AnalysisProblem."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.reliability import item_covariance  # numpy, 80 ms: not at start

    columns = []
    for one in items:
        if one.kind is Kind.ONE:
            codes = chosen.study.codes(one)
            columns.append(np.where(codes < 0, np.nan, codes + 1.0))
        else:
            columns.append(chosen.study.numbers(one))
    X = np.column_stack(columns)
    X = X[chosen.inside & np.isfinite(X).all(axis=1)]
    if len(X) < 3 or (np.ptp(X, axis=0) == 0).any():
        raise AnalysisProblem(msg("problem.constant_items"))
    for at, one in enumerate(items):
        if one.id in reverse:
            X[:, at] = X[:, at].max() + X[:, at].min() - X[:, at]
    covariance = item_covariance(X, chosen.progress)
    scale = np.sqrt(np.diag(covariance))
    return _Items(chosen, items, X, covariance, covariance / np.outer(scale, scale))


def _wanted(every: _Items, given: Any) -> int:
    """How many factors: as asked, or as many as eigenvalues above 1 where that is left open; 0 with too few items."""
    import numpy as np  # numpy, 80 ms: not at start

    k = len(every.items)
    most = next((m for m in range(k, 0, -1) if (k - m) ** 2 >= k + m), 0)  # degrees of freedom of none below 0
    if given in (None, ""):
        return min(int((np.linalg.eigvalsh(every.correlation) > 1).sum()), most)
    wanted = int(float(given))
    if not 0 <= wanted <= most:
        raise AnalysisProblem(msg("problem.factors", most=most, items=k))
    return wanted


def _item_columns() -> tuple[Column, ...]:
    names = ("mean", "standard_deviation", "item_total", "item_rest", "alpha_without", "kmo")
    return tuple(Column(name, msg(f"column.{name}"), show=("estimate",)) for name in names)


def _item_rows(every: _Items) -> tuple[Row, ...]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import reliability  # numpy, 80 ms: not at start

    whole, rest = (of(every.covariance) for of in (reliability.total_correlations, reliability.rest_correlations))
    without = reliability.alpha_if_dropped(every.covariance)
    adequacy = _adequacy(every)[1]
    columns = np.column_stack(
        [every.X.mean(axis=0), np.sqrt(np.diag(every.covariance)), whole, rest, without, adequacy]
    )
    return tuple(
        Row(item.id, item.labels, tuple(every.cell(float(value)) for value in line))
        for item, line in zip(every.items, columns, strict=True)
    )


def _adequacy(every: _Items) -> tuple[float, np.ndarray]:
    """Sampling adequacy; NaN of items that determine one another."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.reliability import sampling_adequacy  # numpy, 80 ms: not at start

    if np.linalg.matrix_rank(every.correlation) < len(every.items):
        return _NAN, np.full(len(every.items), np.nan)
    return sampling_adequacy(every.correlation)


def _scale_rows(every: _Items) -> list[Row]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import reliability  # numpy, 80 ms: not at start
    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start

    n, k, decimals = every.n, len(every.items), decimals_of(every.chosen)
    alpha = reliability.alpha_of(every.covariance)
    low, high = reliability.alpha_interval(alpha, n, k, every.chosen.level)
    ends = (low, high) if every.chosen.infers else (_NAN, _NAN)
    found = {"alpha": Test(_NAN, _NAN, (), alpha, *ends)}
    more = {"standard_alpha": reliability.alpha_of(every.correlation)}
    if np.linalg.matrix_rank(every.correlation) == k:
        more["guttman6"] = reliability.guttman6(every.correlation)
        more["kmo_all"] = _adequacy(every)[0]
        if k > 2:
            more["omega_scale"] = reliability.omega(every.correlation, n)
    found |= {name: Test(_NAN, _NAN, (), value, *_ends(every, name)) for name, value in more.items()}
    rows = [result_row(name, msg(f"row.{name}"), None, value, n, n, decimals=decimals) for name, value in found.items()]
    if every.chosen.infers and np.linalg.matrix_rank(every.correlation) == k:
        rows.append(result_row("sphericity", msg("row.sphericity"), reliability.sphericity(every.correlation, n)))
    return rows


def _ends(every: _Items, name: str) -> tuple[float, float]:
    """The interval of a measure of the scale; sampling adequacy, which no sample is compared by, has none."""
    from analysis.classical import reliability  # numpy, 80 ms: not at start

    of = {
        "standard_alpha": reliability.standard_alpha_interval,
        "guttman6": reliability.guttman6_interval,
        "omega_scale": reliability.omega_interval,
    }
    return of[name](every.X, every.chosen.level) if every.chosen.infers and name in of else (_NAN, _NAN)


def _eigen_columns() -> tuple[Column, ...]:
    return tuple(
        Column(name, msg(f"column.{name}"), show=("estimate",)) for name in ("eigenvalue", "component_sd", "explained")
    )


def _eigen_rows(every: _Items) -> tuple[Row, ...]:
    from analysis.classical.reliability import components  # numpy, 80 ms: not at start

    values, spread = components(every.correlation)
    return tuple(
        Row(
            f"e{at}",
            msg("row.component", n=at),
            (
                every.cell(float(value)),
                every.cell(float(sd)),
                every.cell(100 * float(value) / len(values), 1),
            ),
        )
        for at, (value, sd) in enumerate(zip(values, spread, strict=True), 1)
    )


def _factor_tables(
    every: _Items, m: int, options: Options, name: str, subtitle: Text, shared: Options
) -> list[TableSpec]:
    """Loadings with uniquenesses, the test of the number of factors, correlations of turned factors."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import factors  # numpy, 80 ms: not at start

    if np.linalg.matrix_rank(every.correlation) < len(every.items):
        raise AnalysisProblem(msg("problem.items_determined"))
    if options["extraction"] == "minres":
        loadings, test = factors.minimum_residuals(every.correlation, m), None
    else:
        found = factors.maximum_likelihood(every.correlation, m, every.n)
        loadings, test = found.loadings, found.test
    turned, between = factors.rotated(loadings, str(options["rotation"]) if m > 1 else "none")
    unique = 1 - (loadings**2).sum(axis=1)
    columns = [Column(f"f{at}", msg("column.factor", n=at + 1), show=("estimate",)) for at in range(m)]
    columns.append(Column("uniqueness", msg("column.uniqueness"), show=("estimate",)))
    rows = [
        Row(item.id, item.labels, tuple(every.cell(float(value)) for value in (*line, own)))
        for item, line, own in zip(every.items, turned, unique, strict=True)
    ]
    sentences: list[Text] = [msg("note.loadings", rotation=msg(f"choice.rotation.{options['rotation']}"))]
    sentences += [msg("note.improper")] if unique.min() < _IMPROPER else []
    tables = [
        TableSpec(
            f"{name}-loadings",
            msg("title.loadings", n=m),
            subtitle,
            None,
            tuple(columns),
            tuple(rows),
            tuple(sentences),
            **shared,
        )
    ]
    if test is not None and test.df[0] > 0 and every.chosen.infers:
        row = result_row("enough", msg("row.factors_enough", n=m), test)
        tables.append(
            TableSpec(
                f"{name}-factors",
                msg("title.factors_enough"),
                subtitle,
                None,
                result_columns()[:3],
                (Row(row.id, row.label, row.cells[:3]),),
                (msg("note.factors_enough"),),
                **shared,
            )
        )
    if between is not None:
        lines = tuple(
            Row(f"f{at}", msg("column.factor", n=at + 1), tuple(every.cell(float(value)) for value in line))
            for at, line in enumerate(between)
        )
        tables.append(
            TableSpec(
                f"{name}-between",
                msg("title.factors_between"),
                subtitle,
                None,
                tuple(columns[:-1]),
                lines,
                (),
                **shared,
            )
        )
    return tables


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """How factors are found means nothing where none are wanted; nor how one is turned."""
    factors, irrelevant = options.get("factors"), irrelevant_inference(table, options)
    if factors in (None, ""):
        return irrelevant
    if float(factors) == 0:
        return irrelevant | {"extraction", "rotation"}
    return irrelevant | {"rotation"} if float(factors) == 1 else irrelevant


ANALYSIS = Declaration(
    "scale_factors",
    (
        Option("items", OptionKind.VARIABLES, required=True, kinds=KINDS, default=()),
        Option("reverse", OptionKind.AMONG, default=(), of="items", kinds=KINDS),
        Option("factors", OptionKind.NUMBER),
        Option("extraction", OptionKind.CHOICE, default="ml", choices=EXTRACTIONS, fine=True),
        Option("rotation", OptionKind.CHOICE, default="varimax", choices=ROTATIONS),
        *SHARED,
    ),
    "analysis.analyses.kinds.scale_factors:scale_factors_analysis",
    irrelevant=_irrelevant,
    unweighted=True,
    complete_cases=True,
    rank=91,
)
