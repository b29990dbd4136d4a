# SPDX-License-Identifier: MIT
"""Examples in docstrings of `analysis` and `coding` give what they say."""

from __future__ import annotations

import doctest
import importlib
import linecache
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[2]
WITH_EXAMPLES = [
    path.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".")
    for package in ("analysis", "coding")
    for path in sorted((ROOT / package).rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_examples(name: str) -> None:
    """Arrays print with 4 decimals, a number of numpy's as a number of Python's: `0.25`, not `np.float64(0.25)`."""
    module = importlib.import_module(name)
    said: list[str] = []
    linecache.clearcache()  # each example looks at every file in there for changes: half a thousand in a long run
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    with np.printoptions(precision=4, suppress=True, legacy="1.25"):
        for example in doctest.DocTestFinder().find(module):
            runner.run(example, out=said.append)
    assert runner.summarize(verbose=False).attempted, "no docstring of this module holds its examples"
    assert not said, "".join(said)
