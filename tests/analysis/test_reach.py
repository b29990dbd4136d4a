# SPDX-License-Identifier: MIT
"""Reach of activities counted by hand, and with pandas on an invented register."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.attendance_counts import Reached, attendance, between, reached, within
from analysis.register_columns import Part

_NAN = float("nan")


def columns(**values: list[float]) -> dict[Part, list[np.ndarray]]:
    return {Part(name): [np.array(one, dtype=float)] for name, one in values.items()}


def test_parts_and_unknown_make_the_total() -> None:
    found = attendance(columns(women=[10, 5, _NAN], men=[4, _NAN, _NAN], total=[20, 5, 30]), sessions=3)
    assert found.contacts.tolist() == [20, 5, 30]
    assert found.parts[Part.UNKNOWN].tolist() == [6, 0, 30]
    assert not found.below_parts.any()


def test_a_total_below_its_parts_is_passed_over_and_told() -> None:
    found = attendance(columns(women=[10], men=[4], total=[12]), sessions=1)
    assert found.contacts.tolist() == [14]
    assert found.below_parts.tolist() == [True]


def test_the_share_of_women_and_girls_rests_on_those_of_known_sex() -> None:
    line = reached(attendance(columns(women=[30], girls=[30], men=[20], boys=[20], unknown=[100]), 1), np.array([True]))
    assert line == Reached(1, line.parts)
    assert (line.contacts, line.of_known_sex, line.female_share) == (200, 100, pytest.approx(0.6))
    assert reached(attendance(columns(unknown=[5]), 1), np.array([True])).female_share is None


def test_a_period_includes_both_its_days_and_no_session_without_a_date() -> None:
    dates = np.array(["2020-01-01", "2020-12-31", "2021-01-01", "NaT"], dtype="datetime64[ns]")
    assert within(dates, "2020-01-01", "2020-12-31").tolist() == [True, True, False, False]
    assert within(dates, None, None).all()


def test_kinds_are_never_added_into_one_number() -> None:
    # awareness: 7,842 contacts, nobody counted twice unknown; trainings: 684 people of 812 contacts, 76 of 143
    contacts = {"awareness": 7_842.0, "training": 812.0, "staff": 143.0}
    assert between({"training": (684, 684), "staff": (76, 76)}, contacts, largest=240) == (684, 7_842 + 684 + 76)
    assert between({}, contacts, largest=240) == (240, 8_797)


def test_a_register_equals_a_sum_in_pandas() -> None:
    source = np.random.default_rng(9)
    table = pd.DataFrame({name: source.integers(0, 40, 500) for name in ("women", "girls", "men", "boys", "unknown")})
    table["kind"] = source.choice(["awareness", "training"], 500)
    found = attendance(columns(**{name: table[name].tolist() for name in table.columns if name != "kind"}), 500)
    for kind, part in table.groupby("kind"):
        line = reached(found, (table["kind"] == kind).to_numpy())
        assert line.sessions == len(part)
        assert line.contacts == part.drop(columns="kind").to_numpy().sum()
        assert line.parts[Part.GIRLS] == part["girls"].sum()
