# SPDX-License-Identifier: MIT
"""Key informants: the commonest answer of a site, ties, sets by rule, medians, "don't know" apart."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.survey.key_informants import (
    NO_ANSWER,
    NO_CONSENSUS,
    agreed,
    agreed_sets,
    shares_of_sites,
    site_medians,
)

SITES = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2, -1])
ANSWERS = np.array([1, 1, 0, 0, 2, -1, -1, -1, 1, 1])
UNSURE = np.array([0, 0, 0, 0, 0, 1, 1, 0, 0, 0], dtype=bool)


def test_the_mode_and_its_ties() -> None:
    result = agreed(ANSWERS, SITES, 4, 3, UNSURE)
    assert result.answer.tolist() == [1, NO_CONSENSUS, 1, NO_ANSWER]
    assert result.answered.tolist() == [3, 2, 1, 0]
    assert result.dont_know.tolist() == [0, 0, 2, 0]
    assert result.backing[0] == pytest.approx(2 / 3)
    assert np.isnan(result.backing[1])


def test_shares_are_of_sites_or_of_their_population() -> None:
    result = agreed(ANSWERS, SITES, 4, 3, UNSURE)
    plain = shares_of_sites(result, 3)
    assert plain.counts.tolist() == [0, 2, 0]
    assert (plain.base, plain.no_consensus, plain.no_answer) == (2, 1, 1)
    codes = agreed(np.array([0, 1, 1]), np.array([0, 1, 2]), 3, 2)
    weighted = shares_of_sites(codes, 2, np.array([900.0, 100, np.nan]))
    assert weighted.shares == pytest.approx([0.9, 0.1])
    assert weighted.without_population == 1
    assert weighted.weighted


def test_sets_by_any_half_and_all() -> None:
    chosen = np.array([[1, 0], [1, 1], [0, 0], [np.nan, np.nan], [1, 0.0]])
    sites = np.array([0, 0, 0, 1, 1])
    assert agreed_sets(chosen, sites, 3, "any").holds.tolist() == [[True, True], [True, False], [False, False]]
    assert agreed_sets(chosen, sites, 3, "half").holds.tolist() == [[True, False], [True, False], [False, False]]
    assert agreed_sets(chosen, sites, 3, "all").holds.tolist() == [[False, False], [True, False], [False, False]]
    assert agreed_sets(chosen, sites, 3).answered.tolist() == [3, 1, 0]


def test_medians_leave_out_what_nobody_knew() -> None:
    medians, count = site_medians(np.array([5.0, np.nan, 9, 100]), np.array([0, 0, 0, 1]), 3)
    assert medians[:2].tolist() == [7, 100]
    assert np.isnan(medians[2])
    assert count.tolist() == [2, 1, 0]
