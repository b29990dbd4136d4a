# SPDX-License-Identifier: MIT
"""Derived variables: recode, bins, arithmetic, against values worked out by hand; absent stays absent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.records import Choice, DesignRoles, Kind, Level, Role, Variable
from analysis.replicate_columns import ReplicateRule
from projects.datasets.add_dataset import import_action
from projects.datasets.derived.derived_variables import (
    add_derived,
    change_recipe,
    preview_derived,
    recipe_of,
    remove_derived,
)
from projects.datasets.derived.food_security import food_index, recognised
from projects.datasets.derived.recipe_kinds import banded, calculated, counted, elapsed, recipe_words, regrouped
from projects.datasets.export.export_content import export_table
from projects.datasets.table.filters import HasChoice
from projects.datasets.table.frames import load_frame
from projects.datasets.table.roles import set_design, set_known_totals, set_role
from projects.datasets.table.table_view import TableView
from projects.design.known_totals import KnownTotals
from projects.design.replicate_weights import set_replicates
from projects.design.within_household_selection import set_within_household_selection
from projects.intake.survey_import import import_survey
from projects.store.actions import Action
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.chunks import ChunkColumn
from projects.stored_tables.recipes import evaluate
from projects.stored_tables.stored_table import data_table, data_tables
from tests.projects.cells import change_cell
from wording import Labels, Problem, render

NO_LABELS = Labels({})
AGES = (
    Choice("c1", "young", Labels({"en": "Below 30"})),
    Choice("c2", "middle", Labels({"en": "30 to 44"})),
    Choice("c3", "old", Labels({"en": "45 and over"})),
)


def test_bins_follow_edits_and_keep_reasons(stored: Project) -> None:
    recipe = {"do": "bins", "of": "v6", "edges": [30, 45]}
    assert stored.do(add_derived("t1", "age_group", NO_LABELS, recipe, AGES)).result == "v9"
    frame = load_frame(stored, "t1", ["v9"], consent_only=False)
    assert frame.data["v9"].tolist()[:5] == ["c2", "c3", "c1", "c3", "c2"]
    assert frame.reasons["v9"].tolist() == [0, 0, 0, 0, 0, 3]
    stored.do(change_cell(stored, "t1", 1, "v6", DatasetCell(29.0)))
    assert load_frame(stored, "t1", ["v9"]).data["v9"].iloc[0] == "c1"
    stored.do(change_recipe("t1", "v9", {**recipe, "edges": [20, 28]}))
    assert load_frame(stored, "t1", ["v9"]).data["v9"].iloc[0] == "c3"
    with pytest.raises(Problem):
        change_cell(stored, "t1", 1, "v9", DatasetCell("c1"))
    view = TableView(stored, "t1")
    view.filter([HasChoice("v9", frozenset({"c2"}))])
    assert [view.row_id(row) for row in range(view.row_count)] == [3]


def test_recode_and_arithmetic(stored: Project) -> None:
    both = (Choice("c1", "any", Labels({"en": "Any"})),)
    stored.do(add_derived("t1", "any_site", NO_LABELS, {"do": "recode", "of": "v2", "to": {"c1": "c1"}}, both))
    frame = load_frame(stored, "t1", ["v9"], consent_only=False)
    assert frame.data["v9"].tolist()[:3] == ["c1"] * 3
    assert frame.reasons["v9"].tolist() == [0, 0, 0, 4, 4, 4]
    expression = ["/", ["-", "v6", 4], ["*", "v4", 2]]
    stored.do(add_derived("t1", "ratio", NO_LABELS, {"do": "calculate", "expr": expression}))
    frame = load_frame(stored, "t1", ["v10"], consent_only=False)
    assert frame.data["v10"].tolist()[:5] == [15.0, 11.75, 23.0, pytest.approx(41 / 3), 17.0]
    assert frame.reasons["v10"].tolist() == [0, 0, 0, 0, 0, 3]
    stored.do(add_derived("t1", "zero", NO_LABELS, {"do": "calculate", "expr": ["/", "v4", ["-", "v4", "v4"]]}))
    assert set(load_frame(stored, "t1", ["v11"]).reasons["v11"].tolist()) == {4}, "nothing is divided by zero"
    assert export_table(stored, "t1").column("v10").values[0] == 15.0


def test_a_recipe_that_does_not_fit_changes_nothing(stored: Project) -> None:
    wrong = [
        {"do": "eval", "of": "v6"},
        {"do": "bins", "of": "v6", "edges": [45, 30]},
        {"do": "bins", "of": "v3", "edges": [1]},
        {"do": "recode", "of": "v6", "to": {}},
        {"do": "calculate", "expr": ["system", "v6"]},
        {"do": "calculate", "expr": ["+", "v3", 1]},
        {"do": "calculate", "expr": ["+", "v99", 1]},
        {"do": "bins"},
    ]
    for recipe in wrong:
        with pytest.raises(Problem):
            stored.do(add_derived("t1", "x", NO_LABELS, recipe, AGES))
    with pytest.raises(Problem):
        stored.do(add_derived("t1", "x", NO_LABELS, {"do": "bins", "of": "v6", "edges": [30]}))
    assert len(data_table(stored, "t1").variables) == 8


def test_only_derived_variables_are_removed_and_ids_are_not_used_again(stored: Project) -> None:
    recipe = {"do": "calculate", "expr": ["+", "v6", 1]}
    stored.do(add_derived("t1", "next_age", NO_LABELS, recipe))
    stored.do(remove_derived("t1", "v9"))
    assert recipe_of(stored, "t1", "v9") is None
    assert stored.do(add_derived("t1", "next_age", NO_LABELS, recipe)).result == "v10"
    assert data_table(stored, "t1").variable("v10").role is Role.ORDINARY
    with pytest.raises(Problem):
        stored.do(remove_derived("t1", "v6"))


def test_time_between_dates_in_whole_units(stored: Project) -> None:
    stored.do(change_cell(stored, "t1", 2, "v8", DatasetCell("2024-02-29")))
    stored.do(change_cell(stored, "t1", 3, "v8", DatasetCell(None, 2)))
    asked = data_table(stored, "t1").variable("v8")
    for unit, pairs in WORKED.items():
        for first, last, expected in pairs:
            columns = {
                name: (
                    asked,
                    ChunkColumn(Kind.DATE, np.array([day], "datetime64[ns]").view(np.int64), np.zeros(1, np.int8)),
                )
                for name, day in (("v8", first), ("v9", last))
            }
            recipe = {"do": "elapsed", "from": "v8", "to": "v9", "unit": unit}
            variable = Variable("v10", "x", NO_LABELS, Kind.NUMBER, Level.INTERVAL)
            assert evaluate(recipe, variable, columns).values[0] == expected, (unit, first, last)
    recipe = elapsed(asked, asked)
    made = stored.do(add_derived("t1", "span", NO_LABELS, recipe.steps)).result
    frame = load_frame(stored, "t1", [made], consent_only=False)
    assert frame.data[made].tolist()[:2] == [0.0, 0.0]
    assert frame.reasons[made].tolist()[2] == 2, "what was refused stays refused"


WORKED = {
    "days": [("2026-03-01", "2026-03-04", 3), ("2026-03-04", "2026-03-01", -3)],
    "weeks": [("2026-03-01", "2026-03-14", 1), ("2026-03-14", "2026-03-01", -1)],
    "months": [("2026-01-31", "2026-02-28", 0), ("2026-01-15", "2026-03-15", 2), ("2026-03-15", "2026-01-16", -1)],
    "years": [("2008-06-02", "2026-06-01", 17), ("2008-06-02", "2026-06-02", 18), ("2024-02-29", "2025-02-28", 0)],
}


def test_answers_of_a_set_are_counted_and_a_mean_is_a_mean(stored: Project) -> None:
    table = data_table(stored, "t1")
    count = stored.do(add_derived("t1", "n", NO_LABELS, counted(table.variable("v5")).steps)).result
    mean = calculated("mean", [table.variable("v4"), table.variable("v6")])
    mean_id = stored.do(add_derived("t1", "m", NO_LABELS, mean.steps)).result
    frame = load_frame(stored, "t1", [count, mean_id], consent_only=False)
    assert frame.data[count].tolist()[:2] == [2.0, 1.0]
    assert frame.reasons[count].tolist() == [0, 0, 2, 0, 1, 0]
    assert frame.data[mean_id].tolist()[:3] == [17.5, 26.5, 13.75]
    assert frame.reasons[mean_id].tolist()[5] == 3


def test_bands_are_named_in_both_languages_and_groups_keep_their_labels(stored: Project) -> None:
    table = data_table(stored, "t1")
    bands = banded(table.variable("v6"), [18, 60])
    assert [choice.labels.by_language["fr"] for choice in bands.choices] == ["moins de 18", "18–59", "60 et plus"]
    groups = regrouped(table.variable("v2"), {"c1": "Site A", "c2": "Elsewhere"}, "en")
    assert groups.choices[0].labels.by_language == {"en": "Site A", "fr": "Site A (fr)"}
    assert groups.choices[1].labels.by_language == {"en": "Elsewhere"}
    assert groups.steps["to"] == {"c1": "c1", "c2": "c2"}
    facts = preview_derived(stored, "t1", bands.steps, bands.choices)
    assert (facts.counts, facts.answered) == ({"c1": 0, "c2": 4, "c3": 0}, 4)
    before = stored.head
    for refused in (
        lambda: banded(table.variable("v6"), [60, 18]),
        lambda: banded(table.variable("v2"), [1]),
        lambda: regrouped(table.variable("v2"), {}, "en"),
        lambda: calculated("-", [table.variable("v6")]),
        lambda: elapsed(table.variable("v8"), table.variable("v6")),
        lambda: counted(table.variable("v2")),
    ):
        with pytest.raises(Problem):
            refused()
    assert stored.head == before


def test_a_derived_variable_builds_on_another(stored: Project) -> None:
    double = stored.do(add_derived("t1", "double", NO_LABELS, {"do": "calculate", "expr": ["*", "v6", 2]})).result
    bands = {"do": "bins", "of": double, "edges": [60, 90]}
    banded_id = stored.do(add_derived("t1", "bands", NO_LABELS, bands, AGES)).result
    ages = load_frame(stored, "t1", ["v6"], consent_only=False).data["v6"].tolist()[:5]
    expected = ["c1" if age * 2 < 60 else "c2" if age * 2 < 90 else "c3" for age in ages]
    assert load_frame(stored, "t1", [banded_id], consent_only=False).data[banded_id].tolist()[:5] == expected
    exported = export_table(stored, "t1", variable_ids=[banded_id], consent_only=False).column(banded_id)
    assert [exported.categories[place] for place in exported.values[:5]] == expected
    view = TableView(stored, "t1")
    view.filter([HasChoice(banded_id, frozenset({"c3"}))])
    before = view.row_count
    changes = stored.do(change_cell(stored, "t1", 3, "v6", DatasetCell(80.0)))
    view.follow(changes)
    assert view.row_count == before + (ages[2] * 2 < 90), "what builds on it follows the edit"
    stored.do(
        change_recipe("t1", double, {"do": "calculate", "expr": ["*", "v6", 100]}, labels=Labels({"en": "Times"}))
    )
    assert load_frame(stored, "t1", [banded_id]).data[banded_id].dropna().unique().tolist() == ["c3"]
    assert data_table(stored, "t1").variable(double).labels.by_language == {"en": "Times"}


def test_circles_and_removals_of_what_is_in_use_are_refused_with_names(stored: Project) -> None:
    first = stored.do(add_derived("t1", "first", NO_LABELS, {"do": "calculate", "expr": ["+", "v6", 1]})).result
    second = stored.do(add_derived("t1", "second", NO_LABELS, {"do": "calculate", "expr": ["+", first, 1]})).result
    third = stored.do(add_derived("t1", "third", NO_LABELS, {"do": "calculate", "expr": ["+", second, 1]})).result
    head = stored.head
    for source in (first, second, third):
        with pytest.raises(Problem) as circle:
            stored.do(change_recipe("t1", first, {"do": "calculate", "expr": ["-", source, 1]}))
        assert circle.value.message.key == "data.recipe.circle"
    with pytest.raises(Problem) as used:
        stored.do(remove_derived("t1", first))
    assert "second" in render(used.value.message, "en")
    assert "third" not in render(used.value.message, "fr")
    assert stored.head == head
    stored.do(remove_derived("t1", third))
    stored.do(remove_derived("t1", second))
    stored.do(remove_derived("t1", first))


def _as_weight(variable: str) -> Action:
    return set_design("t1", DesignRoles(weight=variable))


USES = {
    "design of Households (Analysis, Design)": _as_weight,
    "replicate weights of Households (Analysis, Standard errors)": lambda variable: set_replicates(
        "t1", ReplicateRule("JK1"), [variable, "v6"]
    ),
    "known totals of Households (Sampling, step 4)": lambda variable: set_known_totals(
        "t1", KnownTotals("calibrate", numbers=((variable, 8.0),), distance="raking")
    ),
    "members drawn in Households (Analysis, Design)": lambda variable: set_within_household_selection(
        "t1", "t1", variable
    ),
}


@pytest.mark.parametrize("said", USES)
def test_what_the_sample_uses_is_not_removed_and_where_to_change_it_is_told(stored: Project, said: str) -> None:
    double = stored.do(add_derived("t1", "double", NO_LABELS, {"do": "calculate", "expr": ["*", "v4", 2]})).result
    stored.do(USES[said](double))
    head = stored.head
    with pytest.raises(Problem) as raised:
        stored.do(remove_derived("t1", double))
    assert render(raised.value.message, "en") == f"“double” stays, for it is used here: {said}. Change that first."
    assert "elle sert ici" in render(raised.value.message, "fr")
    assert stored.head == head
    stored.undo()
    stored.do(remove_derived("t1", double))
    assert recipe_of(stored, "t1", double) is None


def test_a_recipe_whose_followers_no_longer_fit_is_refused(stored: Project) -> None:
    """A follower reads the number it stands on: taken from text it could not be worked out."""
    days = {"do": "elapsed", "from": "v8", "to": "v8", "unit": "days"}
    span = stored.do(add_derived("t1", "span", NO_LABELS, days)).result
    stored.do(add_derived("t1", "more", NO_LABELS, {"do": "calculate", "expr": ["+", span, 1]}))
    with pytest.raises(Problem):
        stored.do(change_recipe("t1", span, {**days, "to": "v6"}))


def test_answers_of_a_set_are_joined_and_sensitive_stays_sensitive(stored: Project) -> None:
    table = data_table(stored, "t1")
    several = next(one for one in table.variables if one.kind is Kind.SET)
    first, second = several.choices[:2]
    recipe = regrouped(several, {first.id: "Either", second.id: "Either"}, "en")
    made = stored.do(add_derived("t1", "either", NO_LABELS, recipe.steps, recipe.choices)).result
    frame = load_frame(stored, "t1", [several.id, made], consent_only=False)
    found, given = frame.reasons[made], frame.reasons[several.id]
    assert found.tolist() == given.tolist(), "absent stays absent"
    present = given == 0
    either = frame.data[f"{several.id}.{first.id}"] | frame.data[f"{several.id}.{second.id}"]
    assert frame.data[f"{made}.c1"][present].tolist() == either[present].tolist()
    assert data_table(stored, "t1").variable(made).kind is Kind.SET
    assert data_table(stored, "t1").variable(made).role is Role.ORDINARY
    stored.do(set_role("t1", several.id, Role.SENSITIVE))
    assert data_table(stored, "t1").variable(made).role is Role.SENSITIVE
    again = stored.do(add_derived("t1", "again", NO_LABELS, recipe.steps, recipe.choices)).result
    assert data_table(stored, "t1").variable(again).role is Role.SENSITIVE


def test_a_calculation_says_what_it_does_with_its_numbers() -> None:
    steps = {"do": "calculate", "expr": ["+", "v1", "v2"]}
    assert [render(recipe_words(steps, {}), one) for one in ("en", "fr")] == ["sum: v1, v2", "somme\u00a0: v1, v2"]
    mean = {"do": "calculate", "expr": ["/", ["+", "v1", "v2"], 2]}
    assert render(recipe_words(mean, {}), "en") == "mean: v1, v2"


def test_food_security_indices_are_those_worked_out_by_hand(stored: Project, tmp_path: Path) -> None:
    by_hand = pd.read_csv(Path(__file__).with_name("food_security_by_hand.csv"), dtype=str, keep_default_na=False)
    questions = tmp_path / "households.csv"
    by_hand = pd.concat([by_hand] * 6, ignore_index=True)  # answers of a few rows alone would wait for a person
    by_hand.iloc[:, :17].to_csv(questions, index=False)
    stored.do(import_action(import_survey(questions), questions.read_bytes(), file_name="households.csv"))
    table = next(one for one in data_tables(stored) if one.name == "households")

    def made(index: str, **options: Any) -> list[str]:
        parts = {part: [table.variable(one) for one in ids] for part, ids in recognised(index, table.variables).items()}
        recipe = food_index(index, parts, **options)
        name = str(stored.do(add_derived(table.id, "made_" + index, NO_LABELS, recipe.steps, recipe.choices)).result)
        codes = {choice.id: choice.code for choice in recipe.choices}
        frame = load_frame(stored, table.id, [name], consent_only=False)
        assert (frame.reasons[name] != 0).tolist() == frame.data[name].isna().tolist()
        return ["" if pd.isna(one) else codes[str(one)] if codes else f"{one:g}" for one in frame.data[name]]

    assert made("fcs", as_class=False) == by_hand["fcs"].tolist()
    assert made("fcs") == by_hand["fcs_21_35"].tolist()
    assert made("fcs", cuts="28/42") == by_hand["fcs_28_42"].tolist()
    assert made("rcsi", as_class=False) == by_hand["rcsi"].tolist()
    assert made("rcsi") == by_hand["rcsi_class"].tolist()
    assert made("lcsi") == by_hand["lcsi"].tolist()
    assert data_table(stored, table.id).named("made_lcsi").level is Level.ORDINAL
    with pytest.raises(Problem) as lacking:
        food_index("fcs", {"staples": [table.named("fsl_fcs_cereal")]})
    assert "sugar" in render(lacking.value.message, "en")
