# SPDX-License-Identifier: MIT
"""Families of generalised linear models: link, variance and deviance, elementwise on arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from analysis.survey.models.links import (
    LINKS,
    Function,
    exponential,
    logistic,
    logistic_slope,
    logit,
    normal,
    normal_slope,
    probit,
)

_EPS = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Family:
    """`mean` is the inverse link, `slope` its derivative in the linear predictor, `variance` of the mean.

    `deviance(y, mu)` is the unit deviance; `start(y, w)` the mean from which fitting begins (McCullagh and
    Nelder 1989, section 4.4).
    `fixed` says that the dispersion is 1.
    """

    name: str
    link: Function
    mean: Function
    slope: Function
    variance: Function
    deviance: Callable[[np.ndarray, np.ndarray], np.ndarray]
    start: Callable[[np.ndarray, np.ndarray], np.ndarray]
    fixed: bool


def family(name: str) -> Family:
    """A family by its name.

    Parameters
    ----------
    name : str
        gaussian, binomial (logit), probit, cloglog, poisson (log), gamma (log), inverse-gaussian (log), quasibinomial,
        quasipoisson; the last two as the same without quasi. Another link stands in brackets, "binomial(cauchit)" or
        "gamma(inverse)": see `links.LINKS`.

    Returns
    -------
    Family
        Functions of arrays.

    Raises
    ------
    KeyError
        An unknown family or link.

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, table 2.1.

    Examples
    --------
    >>> float(family("poisson").variance(np.array(3.0))), family("gamma(inverse)").mean(np.array([4.0])).tolist()
    (3.0, [0.25])
    """
    if name in _FAMILIES:
        return _FAMILIES[name]
    base, _, link = name.rstrip(")").partition("(")
    to_eta, mean, slope = LINKS[link]
    return replace(_FAMILIES[base], name=name, link=to_eta, mean=mean, slope=slope)


def base_of(name: str) -> str:
    """The distribution of a family, without its link.

    Examples
    --------
    >>> base_of("binomial(cauchit)"), base_of("poisson")
    ('binomial', 'poisson')
    """
    return name.partition("(")[0]


def _binomial_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    from scipy.special import xlogy  # scipy.special, 230 ms: not at start

    mu = np.clip(mu, 1e-300, 1 - 1e-16)
    yes = y == 1
    if (yes | (y == 0)).all():
        return -2 * np.log(np.where(yes, mu, 1 - mu))
    found: np.ndarray = 2 * (xlogy(y, y) - xlogy(y, mu) + xlogy(1 - y, 1 - y) - xlogy(1 - y, 1 - mu))
    return found


def _poisson_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    from scipy.special import xlogy  # scipy.special, 230 ms: not at start

    found: np.ndarray = 2 * (xlogy(y, y) - xlogy(y, mu) - (y - mu))
    return found


def _gamma_deviance(y: np.ndarray, mu: np.ndarray) -> np.ndarray:
    found: np.ndarray = -2 * (np.log(np.where(y == 0, 1, y / mu)) - (y - mu) / mu)
    return found


def _half(y: np.ndarray, w: np.ndarray) -> np.ndarray:
    found: np.ndarray = (w * y + 0.5) / (w + 1)
    return found


_BINOMIAL = Family(
    "binomial",
    logit,
    logistic,
    logistic_slope,
    lambda mu: np.maximum(mu * (1 - mu), 1e-300),
    _binomial_deviance,
    _half,
    True,
)
_POISSON = Family(
    "poisson",
    np.log,
    exponential,
    exponential,
    lambda mu: mu,
    _poisson_deviance,
    lambda y, w: y + 0.1,
    True,
)
_GAUSSIAN = Family(
    "gaussian",
    lambda mu: mu,
    lambda eta: eta,
    np.ones_like,
    np.ones_like,
    lambda y, mu: (y - mu) ** 2,
    lambda y, w: y,
    False,
)
_FAMILIES = {
    "gaussian": _GAUSSIAN,
    "binomial": _BINOMIAL,
    "quasibinomial": _BINOMIAL,
    "probit": Family("probit", probit, normal, normal_slope, _BINOMIAL.variance, _binomial_deviance, _half, True),
    "cloglog": Family(
        "cloglog",
        *LINKS["cloglog"],
        _BINOMIAL.variance,
        _binomial_deviance,
        _half,
        True,
    ),
    "poisson": _POISSON,
    "quasipoisson": _POISSON,
    "gamma": Family(
        "gamma",
        np.log,
        exponential,
        exponential,
        lambda mu: mu**2,
        _gamma_deviance,
        lambda y, w: np.maximum(y, 1e-10),
        False,
    ),
    "inverse-gaussian": Family(
        "inverse-gaussian",
        np.log,
        exponential,
        exponential,
        lambda mu: mu**3,
        lambda y, mu: (y - mu) ** 2 / (y * mu**2),
        lambda y, w: y,
        False,
    ),
}
