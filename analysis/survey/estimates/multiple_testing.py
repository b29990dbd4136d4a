# SPDX-License-Identifier: MIT
"""p-values adjusted for many tests, through statsmodels. NaN stays NaN and does not count."""

from __future__ import annotations

import gc

import numpy as np

METHODS = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "simes-hochberg",
    "hommel": "hommel",
    "benjamini_hochberg": "fdr_bh",
    "benjamini_yekutieli": "fdr_by",
}


def adjusted(p: np.ndarray, method: str) -> np.ndarray:
    """p-values adjusted for their number.

    Parameters
    ----------
    p : array (k,)
        p-values 0-1; NaN stays, and does not count.
    method : str
        Of METHODS, or "none".

    Returns
    -------
    array (k,)
        Those of Bonferroni, Holm, Hochberg, Hommel bound the chance of any false rejection; those of Benjamini and
        Hochberg, Benjamini and Yekutieli the share of false ones among the rejections.

    Raises
    ------
    KeyError
        An unknown method.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Hochberg (1988), Biometrika 75, 800-802; Hommel (1988),
    Biometrika 75, 383-386; Benjamini & Hochberg (1995), JRSS B 57, 289-300; Benjamini & Yekutieli (2001), Annals of
    Statistics 29, 1165-1188.

    Examples
    --------
    >>> adjusted(np.array([0.01, 0.04, np.nan]), "bonferroni").tolist()
    [0.02, 0.08, nan]
    """
    p = np.array(p, dtype=float)
    known = ~np.isnan(p)
    if method == "none" or not known.any():
        return p
    from statsmodels.stats.multitest import multipletests  # seconds on a slow machine: only when asked for

    gc.freeze()  # multipletests collects garbage first, up to a second with much in memory; so it finds none
    try:
        p[known] = multipletests(p[known], method=METHODS[method])[1]
    finally:
        gc.unfreeze()
    return p


def holm(p: np.ndarray) -> np.ndarray:
    """Holm's step-down p-values: family-wise error.

    Parameters
    ----------
    p : array (k,)
        p-values 0-1; NaN stays, and does not count.

    Returns
    -------
    array (k,)
        Adjusted.

    References
    ----------
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    The smallest times 3, the next times 2, the largest once, none below the one before.

    >>> holm(np.array([0.01, 0.04, 0.03])).round(4).tolist()
    [0.03, 0.06, 0.06]
    """
    return adjusted(p, "holm")


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg's p-values: false discovery rate.

    Parameters
    ----------
    p : array (k,)
        p-values 0-1; NaN stays, and does not count.

    Returns
    -------
    array (k,)
        Adjusted.

    References
    ----------
    Benjamini & Hochberg (1995), JRSS B 57, 289-300.

    Examples
    --------
    The smallest times 3/1, the next 3/2, the largest 3/3, none above the one after.

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).round(4).tolist()
    [0.03, 0.04, 0.04]
    """
    return adjusted(p, "benjamini_hochberg")
