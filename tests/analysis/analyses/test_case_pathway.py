# SPDX-License-Identifier: MIT
"""The pathway of cases counted by hand, and its nested counts against a reader with a linear programme."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from analysis.analyses import AnalysisProblem, run
from analysis.masking import HIDDEN, Destination, Readers, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.register_columns import Part, Register, RegisterKind
from analysis.result_tables import TableSpec
from analysis.withholding.earlier_releases import released_of, released_to_json
from projects.registers.register_settings import in_both_languages
from wording import Labels, render

_PARTS = {"v1": Part.ASKED, "v2": Part.REFERRED, "v3": Part.GIVEN, "v4": Part.OUTCOME, "v5": Part.SERVICE,
          "v6": Part.STATUS}  # fmt: skip
Case = tuple[str, str | None, str | None, str | None, str | None, str | None]
BY_HAND: list[Case] = [
    ("2024-01-01", "clinic", "2024-01-03", "done", "shelter; legal aid", "displaced"),
    ("2024-01-01", "clinic", "2024-01-11", None, "shelter", "displaced"),
    ("2024-02-01", "clinic", None, "done", None, "returnee"),  # an outcome without help: not of those assisted
    ("2024-03-01", None, "2024-03-02", None, "shelter", None),  # helped without a referral: not of those referred
    ("2025-01-01", "no", None, None, None, "displaced"),
]


def frame(cases: list[Case], kind: RegisterKind = RegisterKind.CASES) -> Frame:
    columns = list(zip(*cases, strict=True))
    dates, texts = ("v1", "v3"), ("v2", "v4", "v5", "v6")
    variables = [
        Variable(name, name, Labels({}), Kind.DATE if name in dates else Kind.TEXT, Level.NOMINAL) for name in _PARTS
    ]
    data = pd.DataFrame({name: pd.array(columns[int(name[1:]) - 1], dtype="string") for name in texts})
    for name in dates:
        data[name] = pd.to_datetime(pd.Series(columns[int(name[1:]) - 1], dtype="object"))
    reasons = {name: np.where(data[name].isna(), 4, 0).astype(np.int8) for name in _PARTS}
    register = Register(kind, tuple(_PARTS.items()))
    table = DataTable(
        "t1", "cases", Labels({}), "case", RowOrigin.CASES, tuple(variables), len(cases), register=register
    )
    return Frame(table, data, reasons, np.arange(1, len(cases) + 1), SampleColumns())


def numbers(table: TableSpec) -> dict[str, list[float | None]]:
    return {row.id: [cell.estimate for cell in row.cells] for row in table.rows}


def by_name(cases: list[Case], **options: Any) -> dict[str, TableSpec]:
    return {table.id.rsplit("-", 1)[0]: table for table in run("case_pathway", frame(cases), options).tables}


def test_steps_services_and_days_counted_by_hand() -> None:
    tables = by_name(BY_HAND)
    assert numbers(tables["pathway"]) == {"referred": [3, 2, 5], "assisted": [2, 1, 3], "outcome": [1, 1, 2]}
    services = {render(row.label, "en"): row.cells[0].estimate for row in tables["cases-service"].rows}
    assert services == {"shelter": 3, "legal aid": 1}
    status = {render(row.label, "en"): row.cells[0].estimate for row in tables["cases-status"].rows}
    assert status == {"displaced": 3, "returnee": 1, "Not stated": 1}
    assert numbers(tables["cases-days"])["q50"] == [2.0]  # 2, 10 and 1 days


def test_a_period_is_that_of_the_date_asked() -> None:
    table = by_name(BY_HAND, period="2024-01-01..2024-12-31")["pathway"]
    assert numbers(table)["referred"] == [3, 1, 4]


def test_another_register_says_what_to_do() -> None:
    with pytest.raises(AnalysisProblem) as wrong:
        run("case_pathway", frame(BY_HAND, RegisterKind.PARTICIPANTS), {})
    assert "say so first in Data" in render(wrong.value.message, "en")


def invented(seed: int) -> list[Case]:
    """Cases most of which reach each step, so that few are left behind at some."""
    chance = random.Random(seed)
    found: list[Case] = []
    for _ in range(chance.randint(30, 90)):
        referred = chance.random() < chance.choice((0.6, 0.95))
        given = referred and chance.random() < 0.92
        done = given and chance.random() < chance.choice((0.5, 0.95))
        status = chance.choices(("displaced", "returnee", "refugee"), (20, 6, 1))[0]
        found.append(("2024-01-01", "clinic" if referred else None, "2024-01-09" if given else None,
                      "done" if done else None, "shelter" if given else None, status))  # fmt: skip
    return found


def in_several_rows(cases: list[Case], seed: int) -> Frame:
    """The same cases, each in 1 to 4 rows: a step stands in any of them, the others leave it empty."""
    chance = random.Random(seed)
    rows: list[Case] = []
    codes: list[str] = []
    for at, case in enumerate(cases):
        here = chance.randint(1, 4)
        of = [chance.randrange(here) for _ in case]
        for row in range(here):
            told = [value if of[place] == row else None for place, value in enumerate(case)]
            rows.append((case[0], *told[1:5], case[5]))
            codes.append(f"C{at}")
    order = chance.sample(range(len(rows)), len(rows))
    made = frame([rows[at] for at in order])
    assert made.table.register is not None
    variable = Variable("v7", "case code", Labels({}), Kind.TEXT, Level.NOMINAL)
    register = Register(RegisterKind.CASES, (*made.table.register.parts, ("v7", Part.PERSON)))
    table = replace(made.table, variables=(*made.table.variables, variable), register=register)
    data = made.data.assign(v7=pd.array([codes[at] for at in order], dtype="string"))
    return replace(made, table=table, data=data, reasons={**made.reasons, "v7": np.zeros(len(rows), dtype=np.int8)})


@pytest.mark.parametrize("seed", range(12))
def test_cases_in_several_rows_count_and_are_withheld_as_in_one_row_each(seed: int) -> None:
    cases = invented(seed)
    once = run("case_pathway", frame(cases), {}).tables
    several = run("case_pathway", in_several_rows(cases, seed), {}).tables
    shown = [mask_all(tables, 30, 10, 5, Destination.PARTNER)[0] for tables in (once, several)]
    for pair in ((once, several), shown):
        one, other = ({table.id.rsplit("-", 1)[0]: numbers(table) for table in tables} for tables in pair)
        assert one.keys() == other.keys()
        assert [one["pathway"], one["cases-days"]] == [other["pathway"], other["cases-days"]]
        for part in ("cases-service", "cases-status", "cases-outcome"):
            assert sorted(map(repr, one[part].values())) == sorted(map(repr, other[part].values()))


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_no_few_cases_follow_from_nested_counts(seed: int, several: bool) -> None:
    held = in_several_rows(invented(seed), seed) if several else frame(invented(seed))
    tables = run("case_pathway", held, {}).tables
    path = tables[0]
    masked, _ = mask_all(tables, 30, 10, 5, Destination.PARTNER)
    names = ["identified", "referred", "not referred", "assisted", "not assisted", "outcome", "no outcome"]
    place = {("referred", 0): 1, ("referred", 1): 2, ("referred", 2): 0, ("assisted", 0): 3, ("assisted", 1): 4,
             ("assisted", 2): 1, ("outcome", 0): 5, ("outcome", 1): 6, ("outcome", 2): 3}  # fmt: skip
    equations = [[1, -1, -1, 0, 0, 0, 0], [0, 1, 0, -1, -1, 0, 0], [0, 0, 0, 1, 0, -1, -1]]
    right = [0.0, 0.0, 0.0]
    truth = np.zeros(len(names))
    hidden: set[int] = set()
    for row, seen in zip(path.rows, masked[0].rows, strict=True):
        for at, (cell, shown) in enumerate(zip(row.cells, seen.cells, strict=True)):
            where = place[row.id, at]
            truth[where] = cell.estimate or 0.0
            if shown.flags & HIDDEN:
                assert shown.estimate is None
                hidden.add(where)
            else:
                equations.append([int(one == where) for one in range(len(names))])
                right.append(shown.estimate or 0.0)
    few = {at for at in range(1, 7) if 0 < truth[at] < 5}
    assert few <= hidden
    for at in few:
        ends = [
            linprog([sign * (one == at) for one in range(7)], A_eq=equations, b_eq=right, method="highs").fun * sign
            for sign in (1, -1)
        ]
        assert ends[1] - ends[0] > 0.5, names[at]


def test_services_in_one_cell_are_called_as_their_list_is_in_each_language() -> None:
    listed = Choice(
        "c1", "Shelter; Legal aid", Labels({"en": "Shelter; Legal aid", "fr": "Hébergement; Aide juridique"})
    )
    plain = Choice("c2", "Own word; Other", Labels({"en": "Own word; Other"}))
    assert (
        in_both_languages((replace(listed, labels=Labels({"en": "Shelter; Legal aid"})),))[0]
        .labels.by_language["fr"]
        .startswith("Hébergement; ")
    )
    assert in_both_languages((plain,)) == (plain,)
    whole = frame(BY_HAND * 8)
    variables = tuple(
        replace(one, kind=Kind.ONE, choices=(listed,)) if one.id == "v5" else one for one in whole.table.variables
    )
    data = whole.data.assign(v5=pd.Categorical(["c1"] * len(whole.data)))
    reasons = {**whole.reasons, "v5": np.zeros(len(whole.data), dtype=np.int8)}
    tables = run("case_pathway", replace(whole, table=replace(whole.table, variables=variables), data=data,
                                         reasons=reasons), {}).tables  # fmt: skip
    services = next(one for one in tables if one.id.startswith("cases-service"))
    assert [render(row.label, "fr") for row in services.rows] == ["Hébergement", "Aide juridique"]


def test_cases_are_presumed_until_the_register_says_more() -> None:
    words = ("en", "fr")
    table = by_name(BY_HAND)["pathway"]
    assert [render(table.title, one) for one in words] == ["Pathway of presumed cases", "Parcours des cas présumés"]
    assert render(table.subtitle, "en") == "Presumed cases identified"
    assert render(by_name(BY_HAND)["cases-status"].columns[0].label, "en") == "Presumed cases"
    for status, presumed in (
        ("formally identified", False),
        ("Victime confirmée", False),
        ("not formally identified", True),
        ("to be confirmed", True),
        ("unconfirmed", True),
        ("non confirmé", True),
    ):
        cases = [*BY_HAND[:4], ("2025-01-01", "no", None, None, None, status)]
        result = run("case_pathway", frame(cases), {})
        assert result.facts["presumed"] is presumed, status
        assert ("presumed" in render(result.tables[0].title, "en")) is presumed


def test_no_heading_or_base_tells_of_few_cases() -> None:
    tables = list(run("case_pathway", frame(BY_HAND[:3]), {}).tables)
    for table in mask_all(tables, 30, 10, 5, Destination.PUBLIC)[0]:
        said = [render(one, "en") for one in (table.title, table.subtitle, *table.notes) if one is not None]
        assert not any("3" in re.findall(r"\d+", sentence) for sentence in said), table.id  # "30" is a limit
        assert all(column.base is None for column in table.columns), table.id


def assisted_all_but(few: int, *, waits: int = 20) -> list[Case]:
    """Twenty cases referred; all but a few were assisted, each of those in a shelter, so many after known days."""
    return [
        ("2024-01-01", "clinic", "2024-01-09" if waits > at >= few else None, None, "shelter" if at >= few else None,
         "displaced")
        for at in range(20)
    ]  # fmt: skip


def seen(tables: list[TableSpec], what: str) -> TableSpec:
    return next(one for one in tables if one.id.startswith(what))


@pytest.mark.parametrize("earlier_first", [True, False])
def test_services_and_days_do_not_give_a_withheld_step_back(earlier_first: bool) -> None:
    """Three of twenty were not assisted: 17 in a shelter, or after 17 waits, would tell it, in one file or in two."""
    tables = list(run("case_pathway", frame(assisted_all_but(3)), {}).tables)
    masked, _ = mask_all(tables, 30, 10, 5, Destination.PARTNER)
    assisted = next(row for row in seen(masked, "pathway").rows if row.id == "assisted")
    assert assisted.cells[1].flags & HIDDEN
    assert assisted.cells[0].flags & HIDDEN
    assert seen(masked, "cases-service").rows[0].cells[0].flags & HIDDEN
    assert seen(masked, "cases-days").columns[0].base is None
    split = [[seen(tables, "pathway")], [seen(tables, "cases-service"), seen(tables, "cases-days")]]
    first = Readers(own="first")
    mask_all(split[0 if earlier_first else 1], 30, 10, 5, Destination.PARTNER, readers=first)
    assert first.known is not None
    second = Readers((first.known,), own="second")
    later, _ = mask_all(split[1 if earlier_first else 0], 30, 10, 5, Destination.PARTNER, readers=second)
    if earlier_first:
        assert later[0].rows[0].cells[0].flags & HIDDEN
        assert later[1].columns[0].base is None
    else:
        row = next(row for row in later[0].rows if row.id == "assisted")
        shown = [cell for cell in row.cells if not cell.flags & HIDDEN]
        assert row.cells[1].flags & HIDDEN
        assert len(shown) <= 1, "two of the three numbers would tell the third"


@pytest.mark.parametrize("to", [Destination.PARTNER, Destination.PUBLIC])
@pytest.mark.parametrize("between", [False, True])
def test_a_refreshed_sheet_does_not_tell_the_one_case_that_came(between: bool, to: Destination) -> None:
    """20 of 2024 for the public or a partner, perhaps those to November, then 21: a difference of one is a case."""
    one = ("2024-01-01", "clinic", "2024-01-09", "closed", "shelter", "displaced")
    known: tuple[Any, ...] = ()
    for at, (many, period) in enumerate([(20, ""), (20, "2024-01-01..2024-11-30"), (21, "")]):
        if at == 1 and not between:
            continue
        readers = Readers(known, own=f"file {at}")
        tables = run("case_pathway", frame([one] * many), {"period": period}).tables
        masked, _ = mask_all(list(tables), 30, 10, 5, to, readers=readers)
        assert readers.known is not None
        known = (released_of(released_to_json(readers.known)),)  # as it is kept from file to file
        cells = [cell for row in seen(masked, "pathway").rows for cell in row.cells if cell.estimate in (20, 21)]
        shown = [cell for cell in cells if not cell.flags & HIDDEN]
        assert bool(shown) == (at < 2), "what all have in common is shown once, and its change by one is not"


@pytest.mark.parametrize("together", [False, True])
@pytest.mark.parametrize("periods", [("2024", "2024-01..2024-11"), ("2024-01..2024-11", "2024")])
@pytest.mark.parametrize(("late", "told"), [(2, False), (7, True), (0, True)])
def test_a_year_beside_its_first_months_does_not_tell_the_few_of_december(
    late: int, told: bool, periods: tuple[str, str], together: bool
) -> None:
    """15 cases to November and 2 in December: whoever has 15 shall not read 17, in one file or in two."""
    early, last = (
        (day, "clinic", "2024-12-30", "closed", "shelter", "displaced") for day in ("2024-03-01", "2024-12-05")
    )
    tables = [run("case_pathway", frame([early] * 15 + [last] * late), {"period": period}).tables for period in periods]
    known: tuple[Any, ...] = ()
    files = [[*tables[0], *tables[1]]] if together else [list(one) for one in tables]
    read: set[float] = set()
    for at, file in enumerate(files):
        readers = Readers(known, own=f"file {at}")
        masked, _ = mask_all(file, 30, 10, 5, Destination.PARTNER, readers=readers)
        assert readers.known is not None
        known = (released_of(released_to_json(readers.known)),)
        cells = [cell for table in masked for row in table.rows for cell in row.cells if not cell.flags & HIDDEN]
        read |= {cell.estimate for cell in cells if cell.estimate in (15, 15 + late)}
    assert (read == {15, 15 + late}) == told


def test_monthly_sheets_beside_the_year_do_not_tell_the_few_of_december() -> None:
    """Eleven months of 6 cases each have left; a year of 68 would tell the 2 of December."""
    days = [f"2024-{month:02d}-05" for month in range(1, 12) for _ in range(6)] + ["2024-12-05"] * 2
    cases = [(day, "clinic", "2024-12-30", "closed", "shelter", "displaced") for day in days]
    known: tuple[Any, ...] = ()
    for period in [*(f"2024-{month:02d}" for month in range(1, 12)), "2024"]:
        readers = Readers(known, own=period)
        masked, _ = mask_all(
            list(run("case_pathway", frame(cases), {"period": period}).tables), 30, 10, 5, Destination.PARTNER,
            readers=readers,
        )  # fmt: skip
        assert readers.known is not None
        known = (released_of(released_to_json(readers.known)),)
        cells = [cell for table in masked for row in table.rows for cell in row.cells if not cell.flags & HIDDEN]
        assert any(cell.estimate == 6 for cell in cells) == (period != "2024")
    assert not any(cell.estimate == 68 for cell in cells)


def test_services_beside_steps_that_are_shown_stay() -> None:
    tables = list(run("case_pathway", frame(assisted_all_but(8)), {}).tables)
    masked, parts = mask_all(tables, 30, 10, 5, Destination.PARTNER)
    assert seen(masked, "cases-service").rows[0].cells[0].estimate == 12
    assert seen(masked, "cases-days").columns[0].base == 12
    assert not any(one.total for one in parts[:2])


def test_a_case_in_several_rows_counts_once_with_all_its_services() -> None:
    # BY_HAND with the first case in three rows: a row for each service, and one for its outcome
    apart: list[Case] = [
        ("2024-01-01", "clinic", "2024-01-09", None, "shelter", "displaced"),
        *BY_HAND[1:],
        ("2024-01-05", None, "2024-01-03", None, "legal aid", "returnee"),  # its first status counts, its first days
        (None, None, None, "done", None, None),
    ]
    codes = ["C1", "C2", "C3", None, "C5", "C1", "C1"]  # the case without a code is one of its own
    one = frame(apart)
    assert one.table.register is not None
    variables = (*one.table.variables, Variable("v7", "code", Labels({}), Kind.TEXT, Level.NOMINAL))
    register = Register(RegisterKind.CASES, (*one.table.register.parts, ("v7", Part.PERSON)))
    data = one.data.assign(v7=pd.array(codes, dtype="string"))
    reasons = {**one.reasons, "v7": np.where(data["v7"].isna(), 4, 0).astype(np.int8)}
    coded = replace(one, table=replace(one.table, variables=variables, register=register), data=data, reasons=reasons)
    for options in ({}, {"period": "2024"}):
        found = run("case_pathway", coded, options).tables
        wanted = run("case_pathway", frame(BY_HAND), options).tables
        assert [numbers(table) for table in found] == [numbers(table) for table in wanted]
