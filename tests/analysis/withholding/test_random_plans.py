# SPDX-License-Identifier: MIT
"""Differences between tables, files and conditions against a reader with an integer programme."""

from __future__ import annotations

import pytest

from tests.benchmarks.protection_attack import Person, Plan, Table, attacked, random_plan

SEEDS = (4, 6, 7)  # told under the rule that withheld by cells alone


def people(site: str, yes: int, no: int, age: int = 34, sex: str = "f") -> list[Person]:
    return [(answer, site, sex, age, "a") for answer, n in (("yes", yes), ("no", no)) for _ in range(n)]


ELSEWHERE = [*people("S1", 6, 60), *people("S2", 5, 70), *people("S3", 5, 65)]
ONE_AT_S5 = [*ELSEWHERE, *people("S5", 1, 30)]  # 17 of 242, elsewhere 16 of 211
FOUR_MINORS = [*people("S1", 8, 120), *people("S2", 4, 60, age=15)]  # 12 of 192, adults 8 of 128
EIGHT_AT_S5 = [*ELSEWHERE, *people("S5", 8, 40), *people("S2", 9, 30, age=15)]
TEN_WITHOUT_SITE = [*EIGHT_AT_S5, ("yes", None, "f", 34, "a"), *[("no", None, "f", 34, "a")] * 9]
ALL = Table("harm")
ELSEWHERE_ONLY = Table("harm", where="site != S5")


@pytest.mark.parametrize(
    ("rows", "tables"),
    [
        (ONE_AT_S5, [Table("harm", where="site != S5")]),
        (ONE_AT_S5, [Table("harm", where="not (site = S5)")]),
        (ONE_AT_S5, [Table("harm", where="camp != yes")]),
        (ONE_AT_S5, [Table("harm", where="zone != Z3")]),
        (FOUR_MINORS, [Table("harm", where="age > 17")]),
        (FOUR_MINORS, [Table("harm", where="adult != no")]),
        (FOUR_MINORS, [Table("harm", where="age in 15..34"), Table("harm", where="age >= 18; site != S3")]),
        (FOUR_MINORS, [Table("water", by="zone", where="harm = yes"), Table("harm", where="age > 17")]),
        (TEN_WITHOUT_SITE, [Table("harm", where="age <= 17"), Table("harm", by="zone", where="adult = yes")]),
    ],
    ids=lambda one: " and ".join(f"{each.by} {each.where}".strip() for each in one)
    if isinstance(one[0], Table) else str(len(one)),
)  # fmt: skip
def test_two_tables_tell_nobody_between_them(rows: list[Person], tables: list[Table]) -> None:
    """All rows printed beside those of a condition: the few whom it leaves out stand in neither table."""
    found = attacked(Plan(rows, [], ((ALL, *tables),)))
    assert found.secrets
    assert (found.told, found.undecided, found.unread) == ([], 0, 0)


@pytest.mark.parametrize("few", [people("S5", 0, 2), people("S5", 1, 2), people("S5", 1, 30)], ids=["2", "3", "31"])
def test_all_rows_tell_nobody_after_a_file_without_a_few(few: list[Person]) -> None:
    found = attacked(Plan([*ELSEWHERE, *few], [], ((ELSEWHERE_ONLY,), (ALL,))))
    assert found.secrets
    assert found.told == []


@pytest.mark.parametrize(
    ("first", "second", "added"),
    [
        ([ALL], [ALL], people("S1", 2, 0)),
        ([Table("harm", where="age > 17")], [Table("harm", where="age > 17")], people("S1", 1, 2)),
        ([Table("harm", where="adult = yes")], [Table("harm", where="adult != no")], people("S2", 2, 0)),
        ([Table("harm", by="adult")], [Table("harm", where="age > 17")], people("S2", 0, 2)),
        ([ALL, ELSEWHERE_ONLY], [Table("harm", where="site = S5")], people("S5", 2, 0)),
        ([ALL, ELSEWHERE_ONLY], [Table("harm", by="site")], people("S5", 2, 0)),
    ],
    ids=["alike", "alike with a condition", "in other words", "as a group", "as a difference", "in a group"],
)
def test_few_rows_added_tell_nobody(first: list[Table], second: list[Table], added: list[Person]) -> None:
    """The same people counted in a file before and in one after, in whatever words."""
    found = attacked(Plan(EIGHT_AT_S5, added, (tuple(first), tuple(second))))
    assert found.secrets
    assert (found.told, found.undecided) == ([], 0)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_plans_tell_nobody_and_keep_ordinary_numbers(seed: int) -> None:
    found = attacked(random_plan(seed))
    assert found.secrets
    assert (found.told, found.undecided, found.unread) == ([], 0, 0)
    assert found.ordinary_withheld == 0
