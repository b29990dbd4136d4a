# SPDX-License-Identifier: MIT
"""Rows of totals are recognised the same whether words are folded one by one or only those that may be one."""

from __future__ import annotations

import random
import time

import numpy as np
import pandas as pd

from analysis.records import DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets.registers.totals_rows import TOTALS, rows_of_totals
from projects.word_folding import fold
from wording import Labels

WORDS = (
    *("Total", "  TOTAL général", "Sous-total", "sub-total", "Sub total", "GRAND TOTAL", "Tôtal", "ensemble"),
    *("- Somme", "Sum", "subtotal", "totaux mars", "Colline", "Tota", "summit", "total", "Ｔotal", "Sensibilisation"),
    *("", "Totalement", "Ménages", "Séance n° 5", "the total", "Sous Total", "«Total»", "ENSEMBLE des sites"),
)


def frame(place: list[str | None], women: list[float | None], days: list[str | None]) -> tuple[Frame, Register]:
    variables = tuple(
        Variable(name, name, Labels({"en": name}), kind, Level.NOMINAL)
        for name, kind in (("v1", Kind.TEXT), ("v2", Kind.INTEGER), ("v3", Kind.DATE))
    )
    register = Register(RegisterKind.ACTIVITIES, (("v1", Part.PLACE), ("v2", Part.WOMEN), ("v3", Part.DATE)))
    table = DataTable("t1", "sessions", Labels({}), "session", RowOrigin.CENSUS, variables, len(place))
    data = pd.DataFrame({
        "v1": pd.array(place, dtype="string"),
        "v2": pd.array(women, dtype="Int64"),
        "v3": pd.to_datetime(pd.Series(days)),
    })  # fmt: skip
    return Frame(table, data, {}, np.arange(len(place)), SampleColumns()), register


def test_every_word_for_a_total_is_found_and_no_other() -> None:
    wanted = [bool(TOTALS.match(fold(word).replace("-", " ").strip())) for word in WORDS]
    assert 10 < sum(wanted) < len(WORDS)
    made = frame([*WORDS, None], [1] * (len(WORDS) + 1), ["2024-01-01"] * (len(WORDS) + 1))
    assert rows_of_totals(*made).tolist() == [*wanted, False]


def test_rows_without_a_date_are_totals_where_they_add_up_what_is_above() -> None:
    chance = random.Random(4)
    women: list[float | None] = []
    days: list[str | None] = []
    wanted = []
    for at in range(300):
        kept = [number for number, total in zip(women, wanted, strict=True) if not total and number is not None]
        undated = chance.random() < 0.2
        adds = undated and len(kept) >= 2 and chance.random() < 0.5
        women.append(sum(kept) if adds else float(chance.randint(1, 9)))
        days.append(None if undated else f"2024-01-{1 + at % 28:02d}")
        wanted.append(adds and women[-1] is not None and sum(kept) > 0)
    assert rows_of_totals(*frame(["Ville"] * 300, women, days)).tolist() == wanted


def test_many_rows_without_dates_take_no_square_of_time() -> None:
    rows = 20_000
    made = frame([f"Séance {at}" for at in range(rows)], [float(1 + at % 7) for at in range(rows)], [None] * rows)
    start = time.process_time()
    assert not rows_of_totals(*made)[3:].any()
    assert time.process_time() - start < 2.0, "row by row against all above it took minutes"
