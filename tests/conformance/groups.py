# SPDX-License-Identifier: MIT
"""The groups and subsets of a case, as domains of its design."""

from __future__ import annotations

import numpy as np

from tests.conformance.cases import Case


def member_of(case: Case) -> np.ndarray | None:
    """(n,) bool: the rows of the case's subset; None without one."""
    domain = case.domain()
    return None if domain is None else domain >= 0


def groups_of(case: Case, names: list[str]) -> tuple[np.ndarray, list[dict[str, str]]]:
    """Domain codes (n,) of the crossing of factors, the first running fastest, and the groups that occur."""
    codes = np.zeros(case.data.rows, dtype=np.int64)
    size, missing = 1, np.zeros(case.data.rows, dtype=bool)
    for name in names:
        own = case.data.codes(name)
        missing |= own < 0
        codes, size = codes + size * np.maximum(own, 0), size * len(case.data.labels(name))
    domain = case.domain()
    if domain is not None:
        missing |= domain < 0
    codes = np.where(missing, -1, codes)
    present = np.unique(codes[(codes >= 0) & _weighted(case)])
    packed = np.where(np.isin(codes, present), np.searchsorted(present, codes), -1)
    groups = []
    for code in present:
        group = {}
        for name in names:
            labels = case.data.labels(name)
            group[name] = labels[code % len(labels)]
            code //= len(labels)
        groups.append(group)
    return packed, groups


def _weighted(case: Case) -> np.ndarray:
    """(n,) bool: rows with a weight; R knows no group in which none has one."""
    weights = case.design.get("weights")
    if not isinstance(weights, str) or weights not in case.data.columns:
        return np.ones(case.data.rows, dtype=bool)
    return np.asarray(case.data.numbers(weights)[:, 0] != 0)
