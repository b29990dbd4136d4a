# SPDX-License-Identifier: MIT
"""Tables of a file as the import preview calls them: repeats of people are told apart by their names in the file."""

from __future__ import annotations

from projects.imported.records import ImportedTable
from wording import Labels, render
from workbench.table_labels import title_among


def test_repeats_of_people_are_told_apart_by_their_names() -> None:
    units = {"main": "household", "roster": "person", "health": "person"}
    tables = [ImportedTable(name, name, Labels({}), (), {}, {}, 0, unit=unit) for name, unit in units.items()]
    called = [render(title_among(one, tables), "en") for one in tables]
    assert called == ["Households", "People · roster", "People · health"]
