# SPDX-License-Identifier: MIT
"""A model fitted by the engine, in one shape whatever its family: coefficients, spread, rows used. No tables."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.analyses.model_terms import FAMILIES, ModelOutcome, Terms
from analysis.analyses.shared_options import Settings
from analysis.problems import AnalysisProblem, check
from wording import Problem, Progress, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey.models.design_matrix import ModelMatrix
    from analysis.survey.models.glm import FittedModel


@dataclass(frozen=True)
class TermTest:
    """A Wald F test that all coefficients of a term are zero; NaN where it cannot be made."""

    term: str
    F: float
    df: int
    ddf: float
    p: float


@dataclass(frozen=True)
class Fitted:
    """`names` and vectors by coefficient in use; `used` (rows,) bool; `separated`: no finite coefficients.

    `model` is the engine's own for what only it can do (margins); None for ordinal models.
    """

    names: tuple[str, ...]
    coef: np.ndarray
    se: np.ndarray
    vcov: np.ndarray
    p: np.ndarray
    low: np.ndarray
    high: np.ndarray
    df: float
    df_rule: str
    used: np.ndarray
    separated: bool
    aliased: tuple[str, ...]
    matrix: ModelMatrix
    psus: int
    lonely: int
    model: FittedModel | None = None
    times: np.ndarray | None = None  # (rows,) how many each row stands for, where not one

    @property
    def n(self) -> int:
        """Rows used, unweighted."""
        return self.count(self.used)

    def count(self, members: np.ndarray) -> int:
        """How many `members` (rows,) of bool stand for, unweighted."""
        return int((members if self.times is None else self.times[members]).sum())

    def test(self, term: str) -> TermTest:
        """The Wald test of a term, as `regTermTest` of R's survey package.

        References
        ----------
        As R's survey::regTermTest.
        """
        import numpy as np  # numpy, 80 ms: not at start

        wanted = {self.matrix.names[at] for at in self.matrix.columns_of(term)}
        index = np.array([at for at, name in enumerate(self.names) if name in wanted], dtype=int)
        nothing = TermTest(term, math.nan, len(index), self.df, math.nan)
        if not len(index) or self.separated or not self.df > 0:
            return nothing
        beta, vcov = self.coef[index], self.vcov[np.ix_(index, index)]
        if not np.isfinite(vcov).all() or np.linalg.matrix_rank(vcov) < len(index):
            return nothing
        from scipy.stats import f  # scipy.stats, 730 ms: not at start

        value = float(beta @ np.linalg.solve(vcov, beta)) / len(index)
        return TermTest(term, value, len(index), self.df, float(f.sf(value, len(index), self.df)))


def fit_model(chosen: Settings, outcome: ModelOutcome, terms: Terms, progress: Progress) -> Fitted:
    """Fit a model under the sample design.

    References
    ----------
    Binder (1983), International Statistical Review 51, 279-292; as R's survey::svyglm and survey::svyolr.
    """
    matrix = terms.matrix(intercept=outcome.model != "ordinal", progress=progress)
    check(progress)
    try:
        return (_ordinal if outcome.model == "ordinal" else _glm)(chosen, outcome, matrix, progress)
    except AnalysisProblem:
        raise
    except Problem as wrong:
        raise AnalysisProblem(wrong.message) from None


def _glm(chosen: Settings, outcome: ModelOutcome, matrix: ModelMatrix, progress: Progress) -> Fitted:
    from analysis.survey.models.glm import glm  # numpy, 80 ms: not at start

    design = chosen.study.design
    model = glm(
        design, matrix, outcome.values, FAMILIES[outcome.model], chosen.total_domain, chosen.level, progress=progress
    )
    check(progress)
    used = _used(chosen, outcome, matrix)
    psus, lonely = _units(chosen, used)
    return Fitted(
        model.names, model.coef, model.se, model.vcov, model.p, model.low, model.high, model.df, "model", used,
        model.separated, model.aliased, matrix, psus, lonely, model,
    )  # fmt: skip


def _ordinal(chosen: Settings, outcome: ModelOutcome, matrix: ModelMatrix, progress: Progress) -> Fitted:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.column_arrays import each_column  # numpy, 80 ms: not at start
    from analysis.survey.models.design_matrix import ModelMatrix  # numpy, 80 ms: not at start
    from analysis.survey.models.ordinal import ordinal  # numpy, 80 ms: not at start

    used = _used(chosen, outcome, matrix)
    if not used.any():
        raise AnalysisProblem(msg("survey.model_no_rows"))
    gone = [not column.any() for column in each_column(matrix.X, used)]
    empty = np.array(gone, dtype=bool)  # answers that nobody used gave
    check(progress)
    kept = ModelMatrix(
        matrix.X[:, ~empty] if empty.any() else matrix.X,
        tuple(name for name, gone in zip(matrix.names, empty, strict=True) if not gone),
        matrix.terms[~empty],
        matrix.term_ids,
    )
    present = np.unique(outcome.values[used])
    if len(present) < 3:
        raise AnalysisProblem(msg("problem.regression_order", variable=outcome.variable.labels))
    codes = np.where(np.isin(outcome.values, present), np.searchsorted(present, outcome.values), -1)
    model = ordinal(
        chosen.study.design, kept, codes, len(present), chosen.total_domain, chosen.level, progress=progress
    )
    slopes = len(model.names)
    psus, lonely = _units(chosen, used)
    aliased = tuple(name for name, gone in zip(matrix.names, empty, strict=True) if gone)
    part = slice(0, slopes)
    return Fitted(
        model.names, model.coef[part], model.se[part], model.vcov[part, part], model.p[part], model.low[part],
        model.high[part], model.df, "ordinal", used, not model.converged, aliased, kept, psus, lonely,
    )  # fmt: skip


def _used(chosen: Settings, outcome: ModelOutcome, matrix: ModelMatrix) -> np.ndarray:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.column_arrays import complete_rows  # numpy, 80 ms: not at start

    complete = complete_rows(matrix.X, chosen.progress) & np.isfinite(outcome.values)
    found: np.ndarray = complete & chosen.inside & (chosen.study.design.weights > 0)
    return found


def _units(chosen: Settings, used: np.ndarray) -> tuple[int, int]:
    """PSUs among the rows used, and lonely strata among them."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.design.unit_domain_cells import Cells  # numpy, 80 ms: not at start

    psus, _, lonely = Cells.of(chosen.study.design, np.where(used, 0, -1), 1, chosen.progress).facts()
    return int(psus[0]), int(lonely[0])
