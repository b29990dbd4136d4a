# SPDX-License-Identifier: MIT
"""Headings that stand several times: paired with a newer file by group and part, never swapped, asked where unsure."""

from __future__ import annotations

import pytest

from analysis.records import DataTable, Kind, Level, RowOrigin, Variable
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets.question_matching import heading_of, pair_variables
from projects.imported.records import ImportedTable
from wording import Labels, Problem, render

Column = tuple[str, str]  # name, group above


def questions(columns: list[Column]) -> tuple[Variable, ...]:
    return tuple(
        Variable(f"v{at}", name, Labels({}), Kind.INTEGER, Level.INTERVAL, group=(group,) if group else ())
        for at, (name, group) in enumerate(columns, start=1)
    )


def paired(ours: list[Column], theirs: list[Column], parts: tuple[Part, ...] = ()) -> dict[str, str | None]:
    """The name in the file of each column at hand, and those at hand of nothing under their own name with "+"."""
    told = tuple((f"v{at}", part) for at, part in enumerate(parts, start=1))
    register = Register(RegisterKind.ACTIVITIES, told) if parts else None
    table = DataTable("t1", "r", Labels({}), "session", RowOrigin.CENSUS, questions(ours), 1, register=register)
    made = pair_variables(table, ImportedTable("t1", "r", Labels({}), questions(theirs), {}, {}, 1))
    found = {one.old.name: one.new.name if one.new else None for one in made if one.old is not None}
    return found | {f"+{one.new.name}": None for one in made if one.old is None and one.new is not None}


W, M = "Femmes", "Hommes"
BEFORE = [("Date", ""), ("0–17", W), ("18 +", W), ("0–17 (2)", M), ("18 + (2)", M)]  # as earlier versions named them
JOINED = [("Date", ""), (f"{W} / 0–17", W), (f"{W} / 18 +", W), (f"{M} / 0–17", M), (f"{M} / 18 +", M)]


def test_the_heading_without_its_group_and_number() -> None:
    assert [heading_of(one) for one in questions(JOINED)[1:3]] == ["0–17", "18 +"]
    assert [heading_of(one) for one in questions(BEFORE)[3:]] == ["0–17", "18 +"]


def test_headings_of_an_earlier_version_are_found_under_their_groups() -> None:
    wanted = {"Date": "Date", "0–17": f"{W} / 0–17", "18 +": f"{W} / 18 +"}
    wanted |= {"0–17 (2)": f"{M} / 0–17", "18 + (2)": f"{M} / 18 +"}
    assert paired(BEFORE, JOINED) == wanted
    swapped = [JOINED[0], *JOINED[3:], *JOINED[1:3]]  # men stand first in the file
    assert paired(BEFORE, swapped) == wanted
    back = {new: old for old, new in wanted.items()}
    assert paired(JOINED, BEFORE) == back


def test_a_column_of_men_is_not_that_of_women_because_it_stands_alone() -> None:
    assert paired(BEFORE, [("Date", ""), ("0–17", M)]) == {
        "Date": "Date", "0–17": None, "18 +": None, "0–17 (2)": "0–17", "18 + (2)": None,
    }  # fmt: skip


def test_groups_in_other_words_are_compared_by_the_part_they_play() -> None:
    parts = (Part.DATE, Part.GIRLS, Part.WOMEN, Part.BOYS, Part.MEN)
    english = [("Date", ""), ("Male / 0–17", "Male"), ("Female / 0–17", "Female")]
    found = paired(BEFORE, english, parts)
    assert (found["0–17"], found["0–17 (2)"]) == ("Female / 0–17", "Male / 0–17")
    ungrouped = [(name, "") for name, _ in BEFORE]  # a text file of an earlier version
    assert paired(ungrouped, JOINED, parts)["0–17 (2)"] == f"{M} / 0–17"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_told_is_asked(language: str) -> None:
    ungrouped = [(name, "") for name, _ in BEFORE]
    for ours, theirs in ((ungrouped, JOINED), (JOINED, ungrouped)):
        with pytest.raises(Problem) as asked:
            paired(ours, theirs)
        said = render(asked.value.message, language)
        assert "0–17 (2)" in said
        assert f"{M} / 0–17" in said


def test_without_groups_and_of_other_headings_the_name_counts() -> None:
    ungrouped = [(name, "") for name, _ in BEFORE]
    assert paired(ungrouped, ungrouped) == {name: name for name, _ in BEFORE}
    assert paired(BEFORE, BEFORE) == {name: name for name, _ in BEFORE}
    moved = [("age", "section 2"), ("sex", "section 1")]
    assert paired([("age", "section 1"), ("sex", "section 1")], moved) == {"age": "age", "sex": "sex"}
    assert paired([("age", "")], [("age", ""), ("A / age", "A")]) == {"age": "age", "+A / age": None}
