# SPDX-License-Identifier: MIT
"""Cases under several conditions and days against a reader who adds and subtracts all printed numbers of all files.

The reader's unknowns are the cases of each month and status; the numbers are read off the masked tables alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import HIDDEN, Destination, Readers, mask_all
from analysis.records import Choice, Frame, Kind
from analysis.result_tables import Origin, TableSpec
from analysis.withholding.earlier_releases import Released, released_of, released_to_json
from tests.analysis.analyses.test_case_pathway import frame
from wording import Labels

STATUSES = ("displaced", "returnee", "refugee")
MONTHS = (1, 2, 3, 4)
KINDS = list(product(MONTHS, STATUSES))
Asked = tuple[tuple[int, int] | None, tuple[str, ...]]  # first and last month, statuses; none: all
EVERY: Asked = (None, ())


def register(many: Sequence[int]) -> Frame:
    kinds = [kind for kind, n in zip(KINDS, many, strict=True) for _ in range(n)]
    return frame([(f"2024-{month:02d}-05", "clinic", "2024-12-30", "closed", "shelter", one) for month, one in kinds])


def tables_of(cases: Frame, asked: Asked) -> list[TableSpec]:
    span, statuses = asked
    options = {
        "period": "" if span is None else f"2024-{span[0]:02d}..2024-{span[1]:02d}",
        "where": [{"variable": "v6", "is": list(statuses)}] if statuses else [],
    }
    return [replace(one, origin=Origin("t1")) for one in run("case_pathway", cases, options).tables]


def masked(
    cases: Frame, tables: Sequence[TableSpec], known: Sequence[Released] = (), to: Destination = Destination.PARTNER
) -> tuple[list[TableSpec], Released]:
    readers = Readers(tuple(known))
    shown, _ = mask_all(tables, 30, 10, 5, to, StudyRows({"t1": Study(cases)}), readers=readers)
    assert readers.known is not None
    return shown, released_of(released_to_json(readers.known))


def printed(table: TableSpec) -> float | None:
    """The cases identified: all of them are referred."""
    cell = table.rows[0].cells[2]
    return None if cell.flags & HIDDEN else cell.estimate


def indicator(asked: Asked) -> list[float]:
    span, statuses = asked
    return [
        float((span is None or span[0] <= month <= span[1]) and (not statuses or one in statuses))
        for month, one in KINDS
    ]


def told(many: Sequence[int], known: Sequence[list[float]]) -> int:
    """How many sets of kinds with 1 to 4 cases some sum of printed numbers gives: of all sets, by their rank."""
    rows = np.array(known)
    sets = (np.arange(1, 2 ** len(KINDS))[:, None] >> np.arange(len(KINDS)) & 1).astype(float)
    few = sets[((sets @ many) >= 1) & ((sets @ many) <= 4)]
    rest = few - few @ np.linalg.pinv(rows) @ rows
    return int((np.abs(rest).max(axis=1) < 1e-6).sum())


BY_STATUS = (18, 2, 0, *[0] * 9)  # displaced, returnee: all in January
OVER_MONTHS = (9, 0, 8, 8, 0, 8, 0, 0, 8, 9, 2, 8)


@pytest.mark.parametrize(("many", "asked"), [
    (BY_STATUS, [EVERY, (None, ("displaced",))]),  # 20 − 18
    ((9, 9, 2, *[0] * 9), [(None, ("displaced", "returnee")), (None, STATUSES)]),
    ((9, 2, 9, *[0] * 9), [(None, ("displaced", "returnee")), (None, ("returnee", "refugee")), EVERY]),  # 11 + 11 − 20
    (OVER_MONTHS, [((4, 4), ()), ((4, 4), ("displaced", "refugee"))]),
    (OVER_MONTHS, [EVERY, ((1, 3), ()), (None, ("displaced", "refugee")), ((1, 3), ("displaced", "refugee"))]),
])  # fmt: skip
@pytest.mark.parametrize("last_first", [False, True])
def test_the_last_of_the_numbers_that_together_tell_few_is_withheld(
    many: Sequence[int], asked: list[Asked], last_first: bool
) -> None:
    cases, known, numbers = register(many), list[Released](), []
    order = asked[::-1] if last_first else asked
    for one in order:
        (shown, *_), after = masked(cases, tables_of(cases, one)[:1], known)
        numbers.append(printed(shown))
        known = [after]
    assert None in numbers
    assert numbers[0] is not None
    shown_ones = [indicator(one) for one, number in zip(order, numbers, strict=True) if number is not None]
    assert told(many, shown_ones) == 0
    assert told(many, [indicator(one) for one in order]), "all numbers together would have told some"


@pytest.mark.parametrize("seed", range(4))
def test_no_few_cases_follow_whatever_is_asked_in_turn(seed: int) -> None:
    chance = random.Random(seed)
    many = [chance.choice([0, 1, 2, 6, 9]) for _ in KINDS]
    cases, known, shown_ones = register(many), list[Released](), []
    for _ in range(7):
        first, last = sorted(chance.choices(MONTHS, k=2))
        asked: Asked = (
            chance.choice([None, (first, last)]),
            tuple(sorted(chance.sample(STATUSES, chance.choice([0, 1, 2])))),
        )
        (shown, *_), after = masked(cases, tables_of(cases, asked)[:1], known)
        known = [after]
        if printed(shown) is not None:
            shown_ones.append(indicator(asked))
    assert shown_ones
    assert told(many, shown_ones) == 0


@pytest.mark.parametrize("asked", [EVERY, ((1, 2), ("displaced",)), (None, ("returnee", "refugee"))])
def test_a_later_file_counts_the_same_cases_by_their_keys(asked: Asked) -> None:
    cases = register((7, 2, 0, 1, 6, 3, 0, 0, 8, 9, 2, 8))
    rows = StudyRows({"t1": Study(cases)})
    for table in tables_of(cases, asked):
        counted = [(cell.key, cell.n) for row in table.rows for cell in row.cells if cell.key]
        counted += [(column.key, column.base) for column in table.columns if column.key]
        assert [(rows.rows("t1", key) or 0).bit_count() for key, _ in counted] == [n for _, n in counted]


def test_sheets_of_each_status_beside_the_whole_in_one_run() -> None:
    cases = register((18, 9, 2, *[0] * 9))
    asked = [EVERY, *((None, (one,)) for one in STATUSES)]
    shown, _ = masked(cases, [tables_of(cases, one)[0] for one in asked])
    numbers = [printed(one) for one in shown]
    assert numbers[3] is None
    assert None in numbers[:3]


def test_answers_beside_the_pathway_of_those_who_gave_one() -> None:
    """All 20 cases in one file; the answers by status in the next; then the pathway of the displaced alone."""
    cases = register(BY_STATUS)
    _, known = masked(cases, tables_of(cases, EVERY)[:1])
    status = next(one for one in tables_of(cases, EVERY) if one.id.startswith("cases-status"))
    (shown,), known = masked(cases, [status], [known])
    assert all(row.cells[0].flags & HIDDEN for row in shown.rows)
    (path,), _ = masked(cases, tables_of(cases, (None, ("displaced",)))[:1], [known])
    assert printed(path) is None


def test_an_ordinary_table_of_the_register_beside_the_pathway() -> None:
    """The proportions of status are of 20; of the displaced among them there are 18."""
    cases = of_choices(register(BY_STATUS))
    (answers,) = run("proportions", cases, {"variable": "v6"}).tables[:1]
    _, known = masked(cases, [replace(answers, origin=Origin("t1"))])
    asked: Asked = (None, ("c1",))
    (path,), _ = masked(cases, tables_of(cases, asked)[:1], [known])
    assert printed(path) is None
    (path,), known = masked(cases, tables_of(cases, asked)[:1])
    assert printed(path) == 18, "alone it is shown"
    (shown,), _ = masked(cases, [replace(answers, origin=Origin("t1"))], [known])
    assert shown.base is None
    assert shown.rows[0].cells[0].flags & HIDDEN, "18 are 90 % of the base that is withheld"


def test_what_few_cases_share_is_told_by_no_zero_and_no_lone_answer() -> None:
    """Of 12 cases 3 are refugees, all referred and all closed: "0 not referred" and a lone "closed" would say so."""
    cases = register((9, 0, 3, *[0] * 9))
    (path, *beside), _ = masked(cases, tables_of(cases, (None, ("refugee",))))
    assert [cell.estimate for row in path.rows for cell in row.cells] == [None] * 9
    answers = [one for one in beside if one.id.startswith(("cases-outcome", "cases-status", "cases-service"))]
    assert len(answers) == 3
    assert all([row.id for row in one.rows] == ["not_shown"] for one in answers)
    assert all(one.rows[0].cells[0].flags & HIDDEN for one in answers)
    (path, *beside), _ = masked(cases, tables_of(cases, (None, ("displaced",))))
    assert [cell.estimate for row in path.rows for cell in row.cells] == [9, 0, 9] * 3, "of nine it may be told"
    assert [row.cells[0].estimate for row in beside[0].rows] == [9]


def services_of_cases(*kinds: tuple[int, str, str, int]) -> Frame:
    """A register of services: how many cases, referred where, of which status, in how many rows each."""
    written = [(where, one, case) for at, (n, where, one, rows) in enumerate(kinds)
               for case in range(100 * at, 100 * at + n) for _ in range(rows)]  # fmt: skip
    made = frame([("2024-01-05", where, "2024-12-30", "closed", "shelter", one) for where, one, _ in written])
    return replace(of_choices(made), cases=np.array([case for _, _, case in written]))


def base_of(cases: Frame, *where: tuple[str, str]) -> list[TableSpec]:
    """An ordinary table whose base is the rows with those answers."""
    options = {"variable": "v6", "where": [{"variable": name, "is": [word]} for name, word in where]}
    (table, *_) = run("proportions", cases, options).tables
    return [replace(table, origin=Origin("t1"))]


def pathway_of(cases: Frame, *where: tuple[str, str]) -> list[TableSpec]:
    options = {"where": [{"variable": name, "is": [word]} for name, word in where]}
    return [replace(one, origin=Origin("t1")) for one in run("case_pathway", cases, options).tables[:1]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_rows_beside_cases_where_elsewhere_cases_have_several_rows(order: tuple[int, ...]) -> None:
    """In the north 23 cases in a row each: 10 displaced, 10 returnees, 3 refugees. In the south 6 of two rows.

    Cases in the north 23, returnees among them 10, and in a table of rows displaced in the north 10: 23 - 10 - 10 = 3.
    None of the three numbers tells with one other less than 5: 13, 13, and two that share nobody.
    """
    cases = services_of_cases(
        (10, "north", "displaced", 1), (10, "north", "returnee", 1), (3, "north", "refugee", 1),
        (6, "south", "displaced", 2),
    )  # fmt: skip
    asked = [
        pathway_of(cases, ("v2", "north")),
        pathway_of(cases, ("v2", "north"), ("v6", "c2")),
        base_of(cases, ("v2", "north"), ("v6", "c1")),
    ]
    known, shown_ones = list[Released](), []
    for at in order:
        (shown, *_), after = masked(cases, asked[at], known)
        shown_ones.append(shown.base if at == 2 else printed(shown))
        known = [after]
    assert shown_ones[0] in (23, 10)
    assert shown_ones[1] in (23, 10)
    assert shown_ones[2] is None, "the last of the three would tell 3"


def test_rows_of_cases_that_have_several_tell_no_cases() -> None:
    """As above, but each displaced person in the north has two rows: 20 rows do not tell that 10 of 23 are."""
    cases = services_of_cases(
        (10, "north", "displaced", 2), (10, "north", "returnee", 1), (3, "north", "refugee", 1),
        (6, "south", "displaced", 2),
    )  # fmt: skip
    _, after = masked(cases, pathway_of(cases, ("v2", "north")))
    _, after = masked(cases, pathway_of(cases, ("v2", "north"), ("v6", "c2")), [after])
    (shown,), _ = masked(cases, base_of(cases, ("v2", "north"), ("v6", "c1")), [after])
    assert shown.base == 20


def of_choices(cases: Frame) -> Frame:
    """The register with its statuses as a list of answers: c1, c2, c3."""
    codes = [f"c{at}" for at in range(1, len(STATUSES) + 1)]
    choices = tuple(Choice(code, word, Labels({"en": word})) for code, word in zip(codes, STATUSES, strict=True))
    variables = tuple(
        replace(one, kind=Kind.ONE, choices=choices) if one.id == "v6" else one for one in cases.table.variables
    )
    data = cases.data.assign(v6=pd.Categorical(cases.data["v6"].map(dict(zip(STATUSES, codes, strict=True)))))
    return replace(cases, table=replace(cases.table, variables=variables), data=data)


def test_a_condition_that_nobody_can_evaluate_any_more_counts_as_nearly_today_s() -> None:
    """18 of a status in an earlier file; its variable is gone; 20 of all would tell two."""
    cases = register(BY_STATUS)
    _, known = masked(cases, tables_of(cases, (None, ("displaced",)))[:1])
    gone = replace(known, keys={name: (table, key.replace("v6", "v9")) for name, (table, key) in known.keys.items()})
    (path,), _ = masked(cases, tables_of(cases, EVERY)[:1], [gone])
    assert printed(path) is None
    more = register((28, 2, 0, *[0] * 9))
    (path,), _ = masked(more, tables_of(more, EVERY)[:1], [gone])
    assert printed(path) == 30
