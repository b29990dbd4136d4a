# SPDX-License-Identifier: MIT
"""Variables derived from an identifier are identifiers too, through however many steps, whatever came first."""

from __future__ import annotations

from analysis.records import Choice, Role
from projects.datasets.derived.derived_variables import add_derived, change_recipe
from projects.datasets.table.roles import set_role
from projects.store.project import Project
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_table
from wording import Labels

YEARS = [34.0, 30.0]  # of the first two households


def add(project: Project, name: str, recipe: dict[str, object], choices: tuple[Choice, ...] = ()) -> str:
    return str(project.do(add_derived("t1", name, Labels({"en": name}), recipe, choices)).result)


def roles(project: Project, *names: str) -> list[Role]:
    return [data_table(project, "t1").variable(name).role for name in names]


def values(project: Project, name: str) -> list[object]:
    """The first two cells, None where they cannot be read."""
    column = TableColumns(project, "t1").read(data_table(project, "t1").variable(name))
    return [None if reason else value for value, reason in zip(column.values, column.reasons, strict=True)][:2]


def test_steps_above_an_identifier_are_hidden_with_it_and_come_back(stored: Project) -> None:
    twice = add(stored, "twice", {"do": "calculate", "expr": ["*", "v6", 2]})
    more = add(stored, "more", {"do": "calculate", "expr": ["+", twice, 1]})
    bands = tuple(Choice(f"c{n}", str(n), Labels({"en": f"band {n}"})) for n in (1, 2))
    band = add(stored, "band", {"do": "bins", "of": more, "edges": [60]}, bands)
    before = [values(stored, name) for name in (twice, more, band)]
    stored.do(set_role("t1", "v6", Role.IDENTIFIER))
    assert roles(stored, twice, more, band) == [Role.IDENTIFIER] * 3
    stored.close_link()
    assert [values(stored, name) for name in (twice, more, band)] == [[None, None]] * 3
    assert "band 1" not in [
        choice.labels.in_language("en") for choice in data_table(stored, "t1").variable(band).choices
    ]
    stored.open_link("seven fictitious rivers")
    stored.do(set_role("t1", "v6", Role.ORDINARY))
    assert roles(stored, twice, more, band) == [Role.ORDINARY] * 3
    assert [values(stored, name) for name in (twice, more, band)] == before


def test_a_recipe_changed_to_read_an_identifier_hides_what_builds_on_it(stored: Project) -> None:
    later_first = add(stored, "first", {"do": "calculate", "expr": ["*", "v4", 2]})
    above = add(stored, "above", {"do": "calculate", "expr": ["+", later_first, 1]})
    stored.do(set_role("t1", "v6", Role.IDENTIFIER))
    assert roles(stored, later_first, above) == [Role.ORDINARY] * 2
    stored.do(change_recipe("t1", later_first, {"do": "calculate", "expr": ["*", "v6", 2]}))
    assert roles(stored, later_first, above) == [Role.IDENTIFIER] * 2
    stored.do(change_recipe("t1", later_first, {"do": "calculate", "expr": ["*", "v4", 2]}))
    assert roles(stored, later_first, above) == [Role.ORDINARY] * 2
    assert stored.check().findings == []
