# SPDX-License-Identifier: MIT
"""Fit and assumptions of an unweighted model: R², pseudo-R², F, residuals, influence."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.classical.classical_result import Test
from analysis.classical.group_effects import explained_interval
from analysis.classical.groups import model_of
from analysis.classical.models import GlmSummary
from analysis.classical.one_sample import shapiro
from analysis.survey.models.families import family

_NORMAL = (3, 5000)  # values between which the Shapiro–Wilk test has its table
_NAN = float("nan")


@dataclass(frozen=True)
class VarianceExplained:
    """Shares explained: R² with its adjusted value, σ and the F test of all predictors; or three pseudo-R²."""

    r2: float = _NAN
    adjusted: float = _NAN
    sigma: float = _NAN
    F: Test = Test(_NAN, _NAN)
    mcfadden: float = _NAN
    cox_snell: float = _NAN
    nagelkerke: float = _NAN


def explained(model: GlmSummary, rows: float) -> VarianceExplained:
    """The share that a model explains: R² of a linear model, pseudo-R² of the others.

    References
    ----------
    McFadden (1974), in Zarembka, Frontiers in Econometrics; Cox & Snell (1989), Analysis of Binary Data; Nagelkerke
    (1991), Biometrika 78, 691-692.
    """
    from scipy.stats import f  # scipy.stats, 730 ms: not at start

    with np.errstate(divide="ignore", invalid="ignore"):
        if model.family == "gaussian":
            constant = int((model.matrix.terms == 0).any())
            k, n = len(model.coef) - constant, model.df + len(model.coef)
            r2 = float(1 - model.deviance / np.float64(model.null_deviance))
            value = float(np.divide(model.null_deviance - model.deviance, k) / model.dispersion)
            test = Test(value, float(f.sf(value, k, model.df)), (k, model.df))
            adjusted = float(1 - (1 - r2) * (n - constant) / np.float64(model.df))
            return VarianceExplained(r2, adjusted, float(np.sqrt(model.dispersion)), test)
        cox_snell = float(1 - np.exp((model.deviance - model.null_deviance) / rows))
        most = float(1 - np.exp(-model.null_deviance / rows))
        mcfadden = float(1 - model.deviance / np.float64(model.null_deviance))
        return VarianceExplained(mcfadden=mcfadden, cox_snell=cox_snell, nagelkerke=float(np.divide(cox_snell, most)))


def pseudo_r2_intervals(model: GlmSummary, rows: float, level: float = 0.95) -> dict[str, tuple[float, float]]:
    """The intervals of the three pseudo-R² by the delta method over the rows, each on the scale of ln(1 − R²).

    References
    ----------
    Hu, Shao & Palta (2006), Statistica Sinica 16, 847-860: at the maximum the coefficients' own spread adds nothing of
    the first order, so that only the rows' deviances vary.
    """
    from scipy.stats import norm  # scipy.stats, 730 ms: not at start

    kind = family(model.family)
    times = model.weights if model.repeated else np.ones(len(model.y))
    each = np.ones(len(model.y)) if model.repeated else model.weights  # trials of a share, which is one row
    own, null = (each * kind.deviance(model.y, mu) for mu in (model.fitted, model.null_fitted))
    shares, half = explained(model, rows), float(norm.ppf(0.5 + level / 2))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean, null_mean = float(times @ own) / rows, float(times @ null) / rows
        gain = (own - mean) - (null - null_mean)
        most, cox = -np.expm1(-null_mean), shares.cox_snell
        moved = {
            "mcfadden": own / mean - null / null_mean,
            "cox_snell": gain,
            "nagelkerke": ((1 - cox) / most * gain + cox * (1 - most) / most**2 * (null - null_mean))
            / (1 - shares.nagelkerke),
        }
        found = {}
        for name, change in moved.items():
            reach, left = half * float(np.sqrt(times @ change**2)) / rows, 1 - getattr(shares, name)
            found[name] = (max(1 - left * float(np.exp(reach)), 0.0), 1 - left * float(np.exp(-reach)))
    return found


def all_predictors(model: GlmSummary) -> Test:
    """Likelihood ratio test of the model against one without predictors; F where the dispersion is estimated.

    Parameters
    ----------
    model : GlmSummary
        Its null deviance is that of the constant and offset alone.

    Returns
    -------
    Test
        Chi-square on the number of predictors' columns, or F on them and the residual degrees of freedom; p.

    References
    ----------
    Wilks (1938), Annals of Mathematical Statistics 9, 60-62. As R's `anova` of the two models.
    """
    from scipy.stats import chi2, f  # scipy.stats, 730 ms: not at start

    df = len(model.coef) - int((model.matrix.terms == 0).any())
    fall = model.null_deviance - model.deviance
    if model.fixed:
        return Test(fall, float(chi2.sf(fall, df)), (df,))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = float(np.divide(fall / df, model.dispersion)) if df else _NAN
    return Test(value, float(f.sf(value, df, model.df)), (df, model.df))


def r2_interval(model: GlmSummary, level: float = 0.95) -> tuple[float, float]:
    """The interval of R² of a linear model, its predictors taken as fixed, by the noncentral F.

    References
    ----------
    Steiger (2004), Psychological Methods 9, 164-182.
    """
    return explained_interval(all_predictors(model), int(model.df + len(model.coef)), level)


def equal_variance(model: GlmSummary) -> Test:
    """Studentised Breusch–Pagan test that residuals of a linear model spread alike whatever the predictors.

    Parameters
    ----------
    model : GlmSummary
        A linear model.

    Returns
    -------
    Test
        Chi-square on the number of predictors' columns, p; NaN of a model without a constant or predictors, or without
        residuals.

    References
    ----------
    Koenker (1981), Journal of Econometrics 17, 107-112.
    """
    from statsmodels.stats.diagnostic import het_breuschpagan  # seconds on a slow machine: only when asked for

    X = model.matrix.X[:, model.kept]
    if X.shape[1] < 2 or not (model.matrix.terms == 0).any() or not np.ptp(model.residuals) > 0:
        return Test(_NAN, _NAN)
    value, p, _, _ = het_breuschpagan(model.residuals, X)
    return Test(float(value), float(p), (X.shape[1] - 1,))


def normal_residuals(model: GlmSummary) -> Test:
    """Shapiro–Wilk test of the residuals.

    Parameters
    ----------
    model : GlmSummary
        A linear model.

    Returns
    -------
    Test
        W and p; NaN of fewer than 3 or more than 5,000 residuals, or of residuals that are all the same.

    References
    ----------
    As `one_sample.shapiro`.
    """
    few, many = _NORMAL
    if not few <= len(model.residuals) <= many or not np.ptp(model.residuals) > 0:
        return Test(_NAN, _NAN)
    return shapiro(model.residuals)


def largest_influence(model: GlmSummary) -> float:
    """The largest Cook's distance of a row of a linear model.

    References
    ----------
    Cook (1977), Technometrics 19, 15-18.
    """
    from statsmodels.regression.linear_model import OLS  # seconds on a slow machine: only when asked for
    from statsmodels.stats.outliers_influence import OLSInfluence  # statsmodels, 930 ms: not at start

    shift = 0.0 if model.offset is None else model.offset
    with np.errstate(divide="ignore", invalid="ignore"):
        far = OLSInfluence(model_of(OLS, model.y - shift, model.matrix.X[:, model.kept]).fit()).cooks_distance[0]
    known = far[np.isfinite(far)]
    return float(known.max()) if len(known) else _NAN


def spread_beyond(model: GlmSummary) -> float:
    """Pearson's chi-square over its degrees of freedom: 1 where counts vary as their family says.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, section 4.5.
    """
    variance = family(model.family).variance(model.fitted)
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.divide((model.weights * model.residuals**2 / variance).sum(), model.df))
