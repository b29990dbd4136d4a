# SPDX-License-Identifier: MIT
"""No warning of a library reaches the terminal, even of one that sets filters of its own while it loads."""

from __future__ import annotations

import warnings

import pytest

from analysis.classical.classical_result import quiet


def test_a_filter_set_inside_lets_nothing_out(capsys: pytest.CaptureFixture[str]) -> None:
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        with quiet():
            warnings.simplefilter("always")  # as statsmodels does of its own warnings
            warnings.warn("perfect separation", UserWarning, stacklevel=1)
        warnings.warn("outside", UserWarning, stacklevel=1)
    assert [str(one.message) for one in heard] == ["outside"]
    assert capsys.readouterr().err == ""
