# SPDX-License-Identifier: MIT
"""No row, group or sentence stands without a name: columns a form does not know, and choices worded alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.analyses import AnalysisProblem, run
from analysis.records import Frame
from wording import Labels, render


def _with(frame: Frame, variable_id: str, labels: dict[str, str], choices: dict[str, str] | None = None) -> Frame:
    changed = tuple(
        replace(
            one,
            labels=Labels(labels),
            choices=one.choices if choices is None else tuple(replace(c, labels=Labels(choices)) for c in one.choices),
        )
        if one.id == variable_id
        else one
        for one in frame.table.variables
    )
    return replace(frame, table=replace(frame.table, variables=changed))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_column_without_wording_is_called_by_its_name(frame: Frame, language: str) -> None:
    bare = _with(frame, "v2", {}, {})
    table = run("proportions", bare, {"variable": "v3", "by": "v2", "contrasts": "first"}).tables
    assert "site" in render(table[0].title, language)
    codes = [choice.code for choice in frame.table.variable("v2").choices]
    assert [render(column.label, language) for column in table[0].columns[:3]] == codes
    assert codes[1] in render(table[1].rows[0].label, language)
    rows = run("means", bare, {"variable": "v5", "by": "v2"}).tables[0].rows
    assert [render(row.label, language) for row in rows[:3]] == codes


def test_a_sentence_names_the_column(frame: Frame) -> None:
    with pytest.raises(AnalysisProblem) as wrong:
        run("means", _with(frame, "v2", {}), {"variable": "v2"})
    assert "“site”" in render(wrong.value.message, "en")


def test_choices_worded_alike_are_told_apart_by_their_codes(frame: Frame) -> None:
    alike = _with(frame, "v1", {"en": "Sex"}, {"en": "To be adapted"})
    rows = run("proportions", alike, {"variable": "v1"}).tables[0].rows
    assert [render(row.label, "en") for row in rows] == ["To be adapted (woman)", "To be adapted (man)"]
    assert [render(row.label, "fr") for row in rows] == ["To be adapted (woman)", "To be adapted (man)"]
