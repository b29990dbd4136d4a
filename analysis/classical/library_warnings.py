# SPDX-License-Identifier: MIT
"""Silences warnings of scipy and statsmodels where the numbers themselves show the problem."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np


@contextmanager
def quiet() -> Iterator[None]:
    """Without warnings of groups without a spread, of single rows, of a separated or endless model."""
    with warnings.catch_warnings(record=True), np.errstate(all="ignore"):  # kept apart, not only filtered: statsmodels
        warnings.simplefilter("ignore")  # sets filters of its own while it loads
        yield
