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
    """The p-values (k,) by a method of METHODS, or as they are by "none". Raises KeyError.

    Holm (1979), Hochberg (1988), Hommel (1988), Bonferroni: the chance of any false rejection; Benjamini and Hochberg
    (1995), Benjamini and Yekutieli (2001): the share of false ones among the rejections.
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
    """Holm (1979): family-wise error, step down."""
    return adjusted(p, "holm")


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Benjamini and Hochberg (1995): false discovery rate."""
    return adjusted(p, "benjamini_hochberg")
