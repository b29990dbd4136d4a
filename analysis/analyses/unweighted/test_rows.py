# SPDX-License-Identifier: MIT
"""Rows of tests and effects that analyses without a sample design share: statistic, df, p, effect with interval."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.analyses.estimate_cells import finite_or_none
from analysis.analyses.shared_options import (
    DECIMALS,
    INFERENCE,
    LEVEL,
    REASON,
    TITLE,
    WHERE,
    Settings,
    irrelevant_options,
)
from analysis.declarations.records import NUMBERS, Option, OptionKind, Options
from analysis.problems import AnalysisProblem
from analysis.records import DataTable
from analysis.result_tables import Cell, Column, Row, Unit
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.classical.classical_result import Test

ADJUSTMENTS = ("holm", "bonferroni", "hochberg", "hommel", "benjamini_hochberg", "benjamini_yekutieli", "none")
SHARED = (WHERE, LEVEL, DECIMALS, INFERENCE, REASON, TITLE)
FREQUENCY = Option("frequency", OptionKind.VARIABLE, kinds=NUMBERS, fine=True)
P_ADJUST = Option("p_adjust", OptionKind.CHOICE, default="holm", choices=ADJUSTMENTS, fine=True)

_NORMAL = (3, 5000)  # values between which the Shapiro–Wilk test has its table
_SKEWED = 8  # values from which on the test of skewness is made


def irrelevant_inference(table: DataTable, options: Options) -> frozenset[str]:
    """Of the shared options those on inference that mean nothing now: a sample needs no reason for it."""
    return irrelevant_options(table, options) & {"inference", "inference_reason"}


def result_columns(last: str = "effect_size") -> tuple[Column, ...]:
    """Statistic, degrees of freedom, p, effect size (or what `last` names) with its interval."""
    plain = tuple(Column(key, msg(f"column.{key}"), show=("estimate",)) for key in ("statistic", "df"))
    return (*plain, Column("p", msg("table.p"), show=("estimate",)), Column("effect", msg(f"column.{last}")))


def fewest(*counts: int) -> int:
    """The smallest count that is not zero: what a figure of them would give away.

    Examples
    --------
    >>> fewest(0, 12, 3), fewest(0, 0)
    (3, 0)
    """
    return min((int(one) for one in counts if one), default=0)


def result_row(
    row_id: str,
    label: Text,
    test: Test | None = None,
    effect: Test | None = None,
    n: int | None = None,
    base: int | None = None,
    depth: int = 0,
    decimals: int = 2,
    unit: Unit = Unit.NUMBER,
) -> Row:
    """A row: the figures of `test`, and estimate and interval of `effect`; what is no number is blank.

    `n` and `base` are those of the smallest count that the figures would give away: with it they are withheld.
    """
    blank = Cell(text="", unit=Unit.TEXT)
    cells = (blank, blank, blank)
    if test is not None:
        df = "; ".join(f"{one:.4g}" for one in test.df)
        cells = (
            Cell(finite_or_none(test.statistic), n=n, base=base, decimals=2),
            Cell(text=df, unit=Unit.TEXT),
            Cell(finite_or_none(test.p), n=n, base=base, unit=Unit.P),
        )
    last = blank if effect is None else effect_cell(effect, n, base, decimals, unit)
    return Row(row_id, label, (*cells, last), depth=depth)


def normal_rows(row_id: str, label: Text, values: np.ndarray) -> list[Row]:
    """The row of the Shapiro–Wilk test that the values are normal, none where its table does not reach.

    References
    ----------
    Shapiro & Wilk (1965), Biometrika 52.
    """
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.one_sample import shapiro  # numpy, 80 ms: not at start

    if not (_NORMAL[0] <= len(values) <= _NORMAL[1] and np.ptp(values) > 0):
        return []
    return [result_row(row_id, label, shapiro(values))]


def symmetric_rows(label: Text, values: np.ndarray) -> list[Row]:
    """Test that the values are symmetric, which signed ranks take for granted.

    References
    ----------
    D'Agostino (1970), Biometrika 57.
    """
    import numpy as np  # numpy, 80 ms: not at start
    from scipy.stats import skewtest  # scipy.stats, 730 ms: not at start

    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start

    if len(values) < _SKEWED or not np.ptp(values) > 0:
        return []
    found = skewtest(values)
    return [result_row("symmetric", label, Test(float(found.statistic), float(found.pvalue)))]


def effect_cell(effect: Test, n: int | None, base: int | None, decimals: int = 2, unit: Unit = Unit.NUMBER) -> Cell:
    """The estimate with its interval, where both ends are numbers."""
    low, high = finite_or_none(effect.low), finite_or_none(effect.high)
    if low is None or high is None:
        low = high = None
    return Cell(finite_or_none(effect.estimate), low, high, n=n, base=base, decimals=decimals, unit=unit)


def decimals_of(chosen: Settings, usual: int = 2) -> int:
    """The decimals asked for, or the usual ones."""
    return usual if chosen.decimals is None else chosen.decimals


def frequencies(chosen: Settings, options: Options) -> np.ndarray | None:
    """(rows,) how many each row stands for, 0 where that is not known; None where each stands for itself."""
    import numpy as np  # numpy, 80 ms: not at start

    if not options.get("frequency"):
        return None
    variable = chosen.study.variable(options["frequency"], NUMBERS)
    if variable.id in (options.get("variable"), options.get("column")):
        raise AnalysisProblem(msg("problem.same_variable", variable=variable.labels))
    values = np.nan_to_num(chosen.study.numbers(variable), nan=0.0)
    if (values < 0).any() or (values != np.round(values)).any():
        raise AnalysisProblem(msg("problem.frequency", variable=variable.labels))
    return np.where(chosen.inside, values, 0.0)
