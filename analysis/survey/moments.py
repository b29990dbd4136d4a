# SPDX-License-Identifier: MIT
"""Variances, correlations and Cronbach's alpha of variables under a design, as `svyvar` and `svycralpha`."""

from __future__ import annotations

import numpy as np

from analysis.survey.design import Design
from analysis.survey.estimates import Estimates
from analysis.survey.linear import means
from analysis.survey.values import refuse_infinite


def covariances(
    design: Design,
    X: np.ndarray,
    domain: np.ndarray | None = None,
    *,
    domains: int | None = None,
    level: float = 0.95,
) -> Estimates:
    """Population covariances of the columns of X (n, k) from complete rows: statistics i·k + j, with factor n/(n−1)."""
    values, count = _centred(design, X, domain, domains)
    k = values.shape[1]
    products = values[:, np.repeat(np.arange(k), k)] * values[:, np.tile(np.arange(k), k)]
    return means(design, products * (count / (count - 1))[:, None], domain, domains=domains, level=level)


def correlations(
    design: Design,
    X: np.ndarray,
    domain: np.ndarray | None = None,
    *,
    domains: int | None = None,
    level: float = 0.95,
) -> Estimates:
    """Correlations of the columns of X (n, k) from complete rows: statistics i·k + j.

    Linearised standard error, interval by Fisher's z.
    """
    from dataclasses import replace

    from analysis.survey.estimates import t_quantile

    values, _ = _centred(design, X, domain, domains)
    k = values.shape[1]
    spread = means(design, values**2, domain, domains=domains).estimate
    codes = np.zeros(len(values), dtype=np.int64) if domain is None else np.asarray(domain)
    with np.errstate(divide="ignore", invalid="ignore"):
        z = values / np.sqrt(spread)[codes]
        left, right = z[:, np.repeat(np.arange(k), k)], z[:, np.tile(np.arange(k), k)]
        r = means(design, left * right, domain, domains=domains).estimate
        influence = left * right - r[codes] * (left**2 + right**2) / 2 + r[codes]
        result = means(design, influence, domain, domains=domains, level=level)
        half = t_quantile(0.5 + level / 2, result.df) * result.se / (1 - r**2)
        low, high = np.tanh(np.arctanh(r) - half), np.tanh(np.arctanh(r) + half)
    same = np.tile(np.eye(k, dtype=bool).ravel(), (len(r), 1))
    return replace(
        result, estimate=r, low=np.where(same, 1.0, low), high=np.where(same, 1.0, high), interval="fisher_z"
    )


def alpha(design: Design, X: np.ndarray, domain: np.ndarray | None = None, *, domains: int | None = None) -> np.ndarray:
    """Cronbach's alpha of the items in the columns of X (n, k) in each domain (d,), from design-based variances."""
    X = np.asarray(X, dtype=float)
    refuse_infinite(X)
    k = X.shape[1]
    table = covariances(design, np.column_stack([X, X.sum(axis=1)]), domain, domains=domains).estimate
    matrix = table.reshape(-1, k + 1, k + 1)
    items = np.einsum("dii->d", matrix[:, :k, :k])
    with np.errstate(divide="ignore", invalid="ignore"):
        return k / (k - 1) * (1 - items / matrix[:, k, k])


def _centred(
    design: Design, X: np.ndarray, domain: np.ndarray | None, domains: int | None
) -> tuple[np.ndarray, np.ndarray]:
    """Columns less their domain mean, NaN on incomplete rows, and the rows used by the domain of each row."""
    values = np.asarray(X, dtype=float)
    values = values.reshape(len(values), -1)
    refuse_infinite(values)
    values = np.where(np.isnan(values).any(axis=1, keepdims=True), np.nan, values)
    centre = means(design, values, domain, domains=domains)
    codes = np.zeros(len(values), dtype=np.int64) if domain is None else np.asarray(domain)
    return values - centre.estimate[codes], centre.n[codes, 0].astype(float)
