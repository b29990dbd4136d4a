# SPDX-License-Identifier: MIT
"""A file as R's `write.csv` makes it, 2,000 rows by 60 columns: bases, numbers and identifiers are right.

`NA` stands without quotes in numbers and words alike, numbers as `3e3` and `1e+05`, names as `make.names` leaves them.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from analysis.records import Kind, Reason, Role
from projects.imported.records import ImportedData
from projects.intake.survey_import import import_survey

ROWS = 2_000
ZONES = ("North", "South", "East")
IDENTIFIERS = {"X_uuid": Role.KEY, "phone.number": Role.IDENTIFIER, "respondent.name": Role.IDENTIFIER}
PLAIN = ("living.on_the_street", "contact.phone_whatsapp")
AMOUNTS = {"3e3": 3000.0, "1e+05": 100_000.0, "1500": 1500.0, "2.5e-01": 0.25, "0": 0.0}


def cells(draw: random.Random, n: int) -> dict[str, str]:
    """One row by column, as R writes it: words in quotes, numbers and NA bare."""
    row = {
        "X_uuid": f'"{draw.getrandbits(32):08x}-{n:04d}-4aaa-8bbb-{draw.getrandbits(48):012x}"',
        "phone.number": draw.choice([f'"07{draw.randrange(10**8):08d}"', "NA"]),
        "respondent.name": f'"{draw.choice(("Amina", "Yusuf", "Miriam", "Paul"))} {draw.choice(("Odera", "Haile"))}"',
        "living.on_the_street": draw.choice(["0", "1", "NA"]),
        "contact.phone_whatsapp": draw.choice(["TRUE", "FALSE", "NA"]),
    }
    row |= {f"amount.{k}": draw.choice([*AMOUNTS, "NA"]) for k in range(25)}
    row |= {f"zone.{k}": draw.choice([*(f'"{zone}"' for zone in ZONES), "NA"]) for k in range(20)}
    row |= {f"age.{k}": draw.choice([str(draw.randrange(18, 90)), "NA"]) for k in range(9)}
    return row | {"day": draw.choice([f'"2026-0{draw.randrange(1, 9)}-{draw.randrange(10, 28)}"', "NA"])}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, str]]]:
    draw = random.Random(20261127)
    rows = [cells(draw, n) for n in range(ROWS)]
    file = tmp_path_factory.mktemp("r") / "from_r.csv"
    head = ",".join(f'"{name}"' for name in rows[0])
    file.write_text("\n".join([head, *(",".join(row.values()) for row in rows)]) + "\n", encoding="utf-8")
    return file, rows


@pytest.fixture(scope="module")
def data(written: tuple[Path, list[dict[str, str]]]) -> ImportedData:
    return import_survey(written[0])


def test_every_base_is_the_cells_that_are_not_na(
    data: ImportedData, written: tuple[Path, list[dict[str, str]]]
) -> None:
    (table,) = data.tables
    assert (table.rows, len(table.variables)) == (ROWS, 60)
    for one in table.variables:
        answered = [row[one.name] != "NA" for row in written[1]]
        assert (table.reasons[one.id] == Reason.PRESENT).tolist() == answered, one.name


def test_numbers_words_and_dates_are_what_they_are(
    data: ImportedData, written: tuple[Path, list[dict[str, str]]]
) -> None:
    (table,) = data.tables
    for one in table.variables:
        values = table.columns[one.id].to_pylist() if one.id in table.columns else []
        if one.name.startswith(("amount.", "age.")):
            assert one.kind in (Kind.INTEGER, Kind.NUMBER), one.name
            wanted = [AMOUNTS.get(row[one.name], row[one.name]) for row in written[1]]
            assert values == [None if word == "NA" else float(word) for word in wanted]
        elif one.name.startswith("zone."):
            assert one.kind is Kind.ONE
            assert {choice.code for choice in one.choices} == set(ZONES), "NA is no answer"
        elif one.name == "day":
            assert one.kind is Kind.DATE


def test_identifiers_are_seen_under_the_names_of_r_and_dummies_are_not(data: ImportedData) -> None:
    roles = {one.name: one.role for one in data.tables[0].variables}
    assert {name: roles[name] for name in IDENTIFIERS} == IDENTIFIERS
    assert all(roles[name] is Role.ORDINARY for name in PLAIN)
    assert sum(role is Role.IDENTIFIER for role in roles.values()) == 2


def test_na_in_many_columns_is_one_line(data: ImportedData) -> None:
    lines = [one for one in data.findings if one.message.key.endswith("marks_taken")]
    assert len(lines) == 1
    assert lines[0].count == sum(int(np.sum(found != 0)) for found in data.tables[0].reasons.values())
    assert len(data.findings) <= 15
