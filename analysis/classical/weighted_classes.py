# SPDX-License-Identifier: MIT
"""Makes a model of a statsmodels class; a weight that the class would leave out is an error.

Of statsmodels' classes few take weights. PHReg and OrderedModel leave them out without a word, MNLogit, Logit and
QuantReg with a warning: whoever weighted the rows would read figures of unweighted ones.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from wording import Problem, msg

_ARGUMENT = {"GLM": "var_weights", "WLS": "weights", "GEE": "weights"}  # what the classes that take weights call them


def model_of(
    kind: type[Any], y: np.ndarray, X: np.ndarray, weights: np.ndarray | None = None, **more: object
) -> Any:  # statsmodels has no types
    """A model of statsmodels' class `kind`, with prior weights where they are not all 1."""
    if weights is not None and (weights != 1).any():
        if kind.__name__ not in _ARGUMENT:
            raise Problem(msg("survey.model_weight_ignored"))
        more[_ARGUMENT[kind.__name__]] = weights
    return kind(y, X, **more)
