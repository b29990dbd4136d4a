# SPDX-License-Identifier: MIT
"""Histograms of each site and of all: a reader with a linear programme subtracts nothing that was withheld."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import Destination, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.result_tables import TableSpec
from tests.reader_inference import inferred
from wording import Labels, render

People = list[tuple[int, int]]  # (site, years) of each


def study_of(people: People, kind: Kind) -> Study:
    sites = tuple(Choice(f"c{at}", f"s{at}", Labels({"en": f"s{at}"})) for at in range(4))
    site = Variable("v1", "site", Labels({"en": "site"}), Kind.ONE, Level.NOMINAL, choices=sites)
    years = Variable("v2", "years", Labels({"en": "years"}), kind, Level.INTERVAL)
    table = DataTable("t1", "people", Labels({}), "person", RowOrigin.CENSUS, (site, years), len(people))
    codes = pd.Categorical([f"c{at}" for at, _ in people], categories=[one.id for one in sites])
    data = pd.DataFrame({"v1": codes, "v2": [float(value) for _, value in people]})
    reasons = {name: np.zeros(len(people), np.int8) for name in ("v1", "v2")}
    return Study(Frame(table, data, reasons, np.arange(len(people)), SampleColumns()))


def histogram_of(study: Study, site: int | None, ages: tuple[int, int] | None = None) -> TableSpec:
    where: list[dict[str, object]] = [] if site is None else [{"variable": "v1", "is": [f"c{site}"]}]
    where += [] if ages is None else [{"variable": "v2", "from": ages[0], "to": ages[1]}]
    return run("describe", study, {"variable": "v2", "where": where}).figures[0].table


@pytest.mark.parametrize(("seed", "kind"), [(0, Kind.INTEGER), (3, Kind.NUMBER), (9, Kind.NUMBER), (11, Kind.NUMBER)])
def test_classes_of_the_sites_give_no_withheld_class_back(seed: int, kind: Kind) -> None:
    chance = random.Random(seed)
    sites = range(chance.randint(2, 4))
    ages = [
        (site, int(min(9, max(0, chance.gauss(4, 1.8))))) for site in sites for _ in range(chance.choice([20, 35, 60]))
    ]
    study = study_of(ages, kind)
    places = [None, *sites]
    tables = [histogram_of(study, place) for place in places]
    shown, _ = mask_all(tables, 30, 10, 5, Destination.PARTNER, StudyRows({"t1": study}))
    kinds = [(site, age) for site in sites for age in range(10)]
    truth = np.array([float(ages.count(one)) for one in kinds])
    known, sizes, withheld = [], [], []
    for place, table in zip(places, shown, strict=True):
        here = np.array([place in (None, site) for site, _ in kinds])
        if table.base is not None:
            known.append(here.astype(float))
            sizes.append(float(table.base))
        for row in table.rows:
            low, *high = (float(end) for end in render(row.label, "en").split("–"))
            until = low if not high else high[0] - (kind is Kind.NUMBER) / 2
            members = (here & np.array([low <= age <= until for _, age in kinds])).astype(float)
            if row.cells[0].n is None:
                withheld.append(members)
                continue
            assert members @ truth == row.cells[0].n
            known.append(members)
            sizes.append(members @ truth)
    assert len(withheld) > 5
    assert inferred(known, sizes, withheld, [float(one @ truth) for one in withheld]) == (0, 0)


def test_a_condition_on_the_number_itself_has_classes_of_its_own() -> None:
    study = study_of([(0, age) for age in range(100)], Kind.INTEGER)
    some = run("describe", study, {"variable": "v2", "where": [{"variable": "v2", "from": 18, "to": 24}]})
    assert [render(row.label, "en") for row in some.figures[0].table.rows] == [str(age) for age in range(18, 25)]


@pytest.mark.parametrize("seed", [2, 5, 8])
def test_classes_of_some_ages_and_of_all_give_no_withheld_class_back(seed: int) -> None:
    """The classes of all are of 5 years, those of 18 to 24 of one: a reader subtracts 18 and 19 from 15 to 19."""
    chance = random.Random(seed)
    people = [
        (site, int(min(69, max(0, chance.gauss(22, 9))))) for site in range(2) for _ in range(chance.choice([90, 140]))
    ]
    study = study_of(people, Kind.INTEGER)
    places = [(site, ages) for site in (None, 0, 1) for ages in (None, (18, 24))]
    tables = [histogram_of(study, site, ages) for site, ages in places]
    shown, _ = mask_all(tables, 30, 10, 5, Destination.PARTNER, StudyRows({"t1": study}))
    kinds = [(site, age) for site in range(2) for age in range(70)]
    truth = np.array([float(people.count(one)) for one in kinds])
    known, sizes, withheld = [], [], []
    for (place, ages), table in zip(places, shown, strict=True):
        least, most = ages or (0, 69)
        here = np.array([place in (None, site) and least <= age <= most for site, age in kinds])
        if table.base is not None:
            known.append(here.astype(float))
            sizes.append(float(table.base))
        for row in table.rows:
            low, *high = (int(end) for end in render(row.label, "en").split("–"))
            until = high[0] if high else low
            members = (here & np.array([low <= age <= until for _, age in kinds])).astype(float)
            (withheld if row.cells[0].n is None else known).append(members)
            if row.cells[0].n is not None:
                sizes.append(members @ truth)
                assert sizes[-1] == row.cells[0].n
    small = [one for one in known if 0 < one @ truth < 5]
    assert small == []
    assert withheld
    rests = [a - b for a in known for b in known if (a - b).min() >= 0 and 0 < (a - b) @ truth < 5]
    assert rests == [], "one printed class less another leaves fewer than five people"
    assert inferred(known, sizes, withheld, [float(one @ truth) for one in withheld]) == (0, 0)


def test_whole_numbers_that_are_not_stored_as_such_have_a_bar_each() -> None:
    table = histogram_of(study_of([(0, days % 14) for days in range(42)], Kind.NUMBER), None)
    assert [render(row.label, "en") for row in table.rows] == [str(days) for days in range(14)], "a sum of days: no 0–1"
