# SPDX-License-Identifier: MIT
"""The first Rao–Scott test of a program brings no large library in; its tails are those of `scipy.stats`."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.survey.estimates.quadratic_forms import chi2_tail, f_tail

FIRST = """
import sys, time, numpy as np
from analysis.records import SampleColumns
from analysis.survey import proportions
from analysis.survey.calibration.calibrated_design import adjusted_design
from analysis.survey.estimates.chi_square import chisq
n = 2000
chance = np.random.default_rng(1)
columns = SampleColumns(weight=chance.random(n) + 0.5, strata=chance.integers(0, 4, n),
                        clusters=chance.integers(0, 60, n)[:, None])
design = adjusted_design(columns, n, "adjust", None, None)
row, column = chance.integers(0, 3, n), chance.integers(0, 2, n)
proportions(design, row, 3, column, domains=2)
start = time.process_time()
assert 0 < chisq(design, row, column).p < 1
print(time.process_time() - start, "scipy.stats" in sys.modules)
"""


def test_the_first_test_costs_less_than_fifty_milliseconds() -> None:
    done = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True)
    seconds, brought = done.stdout.split()
    assert brought == "False"
    assert float(seconds) < 0.05


@given(st.floats(0, 200), st.floats(0.3, 40), st.floats(0.5, 5000))
def test_tails_are_those_of_scipy(value: float, numerator: float, denominator: float) -> None:
    assert f_tail(value, numerator, denominator) == pytest.approx(stats.f.sf(value, numerator, denominator), rel=1e-9)
    assert chi2_tail(value, numerator) == pytest.approx(stats.chi2.sf(value, numerator), rel=1e-12)
