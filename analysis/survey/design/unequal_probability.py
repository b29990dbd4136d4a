# SPDX-License-Identifier: MIT
"""Variances of totals of samples drawn with unequal probabilities without replacement, from pairwise probabilities.

Horvitz and Thompson (1952), JASA 47, and Yates and Grundy (1953), JRSS B 15, with the joint probabilities given, or
approximated from the single ones by Overton (1985) or Hartley and Rao (1962), Annals of Mathematical Statistics 33.
Single-stage samples; strata are independent. Brewer's approximation needs no pairs and lies in `variance`.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

Rule = Literal["", "brewer", "overton", "hartley-rao", "joint"]
Form = Literal["HT", "YG"]
PPS_RULES = ("", "brewer", "overton", "hartley-rao", "joint")


def pairwise(rule: str, p: np.ndarray, joint: np.ndarray | None) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """1 − πᵢπⱼ/πᵢⱼ of the pairs of one stratum, as parts of a sum or as a matrix.

    References
    ----------
    Overton (1985); Hartley & Rao (1962), Annals of Mathematical Statistics 33, 350-374.
    """
    n = len(p)
    if rule == "joint" and joint is not None:
        with np.errstate(divide="ignore", invalid="ignore"):
            dense = np.where(joint > 0, 1 - np.outer(p, p) / joint, 0.0)
        np.fill_diagonal(dense, 0.0)
        return np.zeros(n), dense.sum(axis=1), dense
    if n < 2:
        return np.zeros(n), np.zeros(n), None
    # Overton: πᵢⱼ = (n−1)πᵢπⱼ / (n − (πᵢ+πⱼ)/2); Hartley and Rao: (n−1)πᵢπⱼ / (n − πᵢ − πⱼ + Σπ²/n) over the
    # population, whose last term the sample estimates by Σπ/n
    half = (p / 2 - 0.5) / (n - 1) if rule == "overton" else (p - (1 + p.mean()) / 2) / (n - 1)
    return half, (n - 2) * half + half.sum(), None


def quadratic(z: np.ndarray, p: np.ndarray, rule: str, form: Form, joint: np.ndarray | None = None) -> np.ndarray:
    """Variance of the sums of z of one stratum from pairwise chances.

    References
    ----------
    Horvitz & Thompson (1952), JASA 47, 663-685; Yates & Grundy (1953), JRSS B 15, 253-261.

    Examples
    --------
    Two of four drawn alike: πᵢ = ½, πᵢⱼ = 1/6; 4² (1 − ½) s²/2 with s² = 2.

    >>> joint = np.array([[1 / 2, 1 / 6], [1 / 6, 1 / 2]])
    >>> quadratic(np.array([[2.0], [6.0]]), np.array([0.5, 0.5]), "joint", "YG", joint).round(6).tolist()
    [[8.0]]
    """
    half, sums, dense = pairwise(rule, p, joint)
    own = (1 - p) if form == "HT" else -sums
    if form == "YG":
        z = z - z.mean(axis=0)  # only differences count: equal values then give no variance, whatever the rounding
    if dense is not None:
        return np.asarray(z.T @ dense @ z + (z * own[:, None]).T @ z)
    every, halved = z.sum(axis=0), half @ z
    crossed = np.outer(halved, every) + np.outer(every, halved)
    return np.asarray(crossed + (z * (own - 2 * half)[:, None]).T @ z)
