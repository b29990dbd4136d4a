# SPDX-License-Identifier: MIT
"""The few who were asked a sensitive question and gave no answer: outside the team shares are of all who were asked.

The first table is worked out by hand: of 40 at site A 12 said yes, 25 no, 3 nothing; of 50 at site B 20 yes, 30 no.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.figures.colours import PART_COLOURS
from analysis.figures.series import drawn
from analysis.masking import HIDDEN, Destination, Readers, mask_all
from analysis.records import Choice, Frame, Kind, Level, Reason, Role, Variable
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Column, Flag, Ramp, Row, TableSpec
from analysis.withholding.cell_limits import Nonresponse
from analysis.withholding.small_numbers import rounded
from analysis.withholding_remedies import Remedies, advice
from tests.analysis.writers.test_people_without_answer import frame_of
from wording import Labels, render

VIOLENCE, SITE = "v1", "v2"
HAND = {"A": {"yes": 12, "no": 25, "": 3}, "B": {"yes": 20, "no": 30, "": 0}}
ENOUGH = {"A": {"yes": 12, "no": 25, "": 5}, "B": {"yes": 20, "no": 30, "": 6}}
OUTSIDE = [Destination.PARTNER, Destination.PUBLIC]


def survey(given: dict[str, dict[str, int]], role: Role | None = Role.SENSITIVE, reason: int = Reason.MISSING) -> Frame:
    """People of each site by what they said about violence; "" nothing, for this reason."""
    rows = [{VIOLENCE: answer, SITE: site} for site, by in given.items() for answer, n in by.items() for _ in range(n)]
    return marked(frame_of(rows, Reason(reason)), VIOLENCE, role)


def marked(frame: Frame, name: str, role: Role | None) -> Frame:
    """The frame whose variable plays this role."""
    if role is None:
        return frame
    variables = tuple(replace(one, role=role) if one.id == name else one for one in frame.table.variables)
    return replace(frame, table=replace(frame.table, variables=variables))


def leaves(frame: Frame, *wanted: tuple[str, dict[str, Any]], to: Destination = Destination.PARTNER) -> list[TableSpec]:
    """The tables of some analyses as they leave together."""
    study = Study(frame)
    tables = [table for name, options in wanted for table in run(name, study, options).tables]
    return mask_all(tables, 30, 10, 5, to, StudyRows({"t1": study}))[0]


def numbers(table: TableSpec) -> dict[str, list[int | None]]:
    """By answer the counts, None where withheld."""
    return {
        render(row.label, "en"): [None if cell.flags & HIDDEN else cell.n for cell in row.cells] for row in table.rows
    }


def told(table: TableSpec, language: str = "en") -> str:
    """Every word and number of the table."""
    texts = [table.title, table.subtitle, *table.notes, *(one.label for one in (*table.columns, *table.rows))]
    parts = ("n", "base", "df", "weighted_base", "people")
    facts = [getattr(cell, part) for row in table.rows for cell in row.cells for part in parts]
    facts += [column.base for column in table.columns] + [table.base, *table.missing.values()]
    return " ".join([*(render(text, language) for text in texts if text), *map(str, facts)])


@pytest.mark.parametrize("to", OUTSIDE)
def test_the_table_worked_out_by_hand(to: Destination) -> None:
    (table,) = leaves(survey(HAND), ("proportions", {"variable": VIOLENCE, "by": SITE}), to=to)
    assert [column.base for column in table.columns] == [40, 50, 90]
    assert table.base == 90
    found = numbers(table)
    assert found["No answer"] == [None, 0, None]
    lines = {row.id: row.cells for row in table.rows}
    shares = {name: [cell.estimate for cell in lines[name]] for name in ("yes", "no")}
    assert shares == {"yes": [0.3, 0.4, 0.36], "no": [0.6, 0.6, 0.6]}, (
        "beside 12, of 40 in fives 23 to 25: 3 to 5 silent"
    )
    assert [Flag.NEAREST_FIVE in cell.flags for cell in lines["no"]] == [True, False, True], "of 90 52 to 56: 2 to 6"
    assert (found["yes"], found["no"]) == ([None, 20, None], [None, 30, None])
    assert [cell.base for cell in lines["yes"]] == [40, 50, 90]


def test_the_same_cells_are_withheld_as_if_the_three_had_given_a_rare_answer() -> None:
    rare = {site: {answer or "other": n for answer, n in by.items()} for site, by in HAND.items()}
    asked = ("proportions", {"variable": VIOLENCE, "by": SITE})
    silent, said = (numbers(leaves(survey(given), asked)[0]) for given in (HAND, rare))
    assert list(silent["No answer"]) == list(said["other"])
    assert (silent["yes"], silent["no"]) == (said["yes"], said["no"])


def test_a_cross_table_and_its_total_do_not_empty_each_other() -> None:
    """One of 240 is silent, eight have no site: two empty cells are no one fact, and the bases print."""
    given = {"A": {"yes": 126, "no": 13, "": 1}, "B": {"yes": 86, "no": 6}, "": {"yes": 8}}
    crossed, alone = leaves(
        survey(given), ("crosstab", {"variable": VIOLENCE, "column": SITE}), ("proportions", {"variable": VIOLENCE})
    )
    assert [column.base for column in crossed.columns] == [140, 92, 8, 240]
    assert alone.base == 240
    hidden = [(row.id, at) for row in crossed.rows for at in (0, 1) if row.cells[at].flags & HIDDEN]
    assert hidden == [("no_answer", 0)], "who kept silent at the first site"
    beside = [row.cells[0] for row in crossed.rows if row.id in ("yes", "no")]
    assert [(cell.estimate, cell.flags) for cell in beside] == [
        (0.1, frozenset({Flag.NEAREST_FIVE})), (0.9, frozenset({Flag.NEAREST_FIVE})),
    ]  # fmt: skip
    (yes,) = (row.cells[0] for row in alone.rows if row.id == "yes")
    (no,) = (row.cells[0] for row in alone.rows if row.id == "no")
    assert (yes.estimate, no.estimate) == (0.92, 0.08), "220 to 222 and 18 to 20 of 240: none, one or two kept silent"
    assert (yes.n, no.n, numbers(alone)["No answer"]) == (None, None, [None])


def test_nowhere_stands_how_many_answered() -> None:
    (table,) = leaves(survey(HAND), ("proportions", {"variable": VIOLENCE, "by": SITE}))
    for text in (told(table), told(table, "fr")):
        assert "37" not in text
        assert "87" not in text
    assert "No answer" in told(table)
    assert "all who were asked" in " ".join(render(note, "en") for note in table.notes)
    assert "a été posée" in " ".join(render(note, "fr") for note in table.notes)


def test_inside_the_team_nothing_changes() -> None:
    (table,) = leaves(survey(HAND), ("proportions", {"variable": VIOLENCE, "by": SITE}), to=Destination.INSIDE)
    assert [column.base for column in table.columns] == [37, 50, 87]
    assert list(numbers(table)) == ["no", "yes"]


@pytest.mark.parametrize(
    ("given", "role", "reason"),
    [
        (ENOUGH, Role.SENSITIVE, Reason.MISSING),  # five and six: cells like others
        (HAND, None, Reason.MISSING),  # nothing is sensitive
        (HAND, Role.SENSITIVE, Reason.NOT_ASKED),  # led past the question: no refusal to answer
        ({"A": {"yes": 12, "no": 25}, "B": {"yes": 20, "no": 30}}, Role.SENSITIVE, Reason.MISSING),
    ],
)
def test_elsewhere_nothing_changes(given: Any, role: Role | None, reason: Reason) -> None:
    frame = survey(given, role, reason)
    computed = run("proportions", frame, {"variable": VIOLENCE, "by": SITE}).tables[0]
    (table,) = leaves(frame, ("proportions", {"variable": VIOLENCE, "by": SITE}))
    assert [row.cells for row in table.rows] == [row.cells for row in rounded(computed).rows]
    assert [column.base for column in table.columns] == [column.base for column in computed.columns]


def test_one_table_that_needs_it_takes_the_others_of_its_question_along() -> None:
    frame = survey({"A": {"yes": 12, "no": 25, "": 3}, "B": {"yes": 20, "no": 30, "": 4}})
    whole, by_site = leaves(
        frame, ("proportions", {"variable": VIOLENCE}), ("proportions", {"variable": VIOLENCE, "by": SITE})
    )
    assert whole.columns[-1].base == by_site.columns[-1].base == 94


@pytest.mark.parametrize("percent", ["column", "row", "total"])
def test_a_cross_tabulation_is_of_all_who_were_asked(percent: str) -> None:
    frame = survey(HAND)
    (table,) = leaves(frame, ("crosstab", {"variable": VIOLENCE, "column": SITE, "percent": percent}))
    assert table.base == 90
    assert "No answer" in numbers(table) or any("No answer" in name for name in numbers(table))
    assert not {37, 87} & {cell.base for row in table.rows for cell in row.cells}
    assert not {37, 87} & {column.base for column in table.columns}


def test_several_choices_are_shares_of_all_who_were_asked() -> None:
    frame = with_set(survey(HAND))
    (table,) = leaves(frame, ("set", {"variable": "v9", "by": SITE}))
    assert [column.base for column in table.columns if column.id != "p"] == [40, 50, 90]
    cell = next(row.cells[1] for row in table.rows if row.id == "c1")
    assert cell.estimate == pytest.approx(20 / 50)
    assert "37" not in told(table)


def with_set(frame: Frame) -> Frame:
    """With a sensitive question of two choices, c1 chosen by who said yes; who said nothing gave no answer."""
    choices = tuple(Choice(one, one, Labels({"en": one})) for one in ("c1", "c2"))
    variable = Variable("v9", "v9", Labels({"en": "v9"}), Kind.SET, Level.SET, role=Role.SENSITIVE, choices=choices)
    yes = (frame.data[VIOLENCE] == "yes").to_numpy()
    data = frame.data.assign(**{"v9.c1": yes, "v9.c2": ~yes})
    reasons = {**frame.reasons, "v9": frame.reasons[VIOLENCE]}
    table = replace(frame.table, variables=(*frame.table.variables, variable))
    return replace(frame, table=table, data=data, reasons=reasons)


def with_number(frame: Frame) -> Frame:
    """With a sensitive whole number; who said nothing about violence gave none."""
    variable = Variable("v8", "v8", Labels({"en": "v8"}), Kind.INTEGER, Level.INTERVAL, role=Role.SENSITIVE)
    values = np.random.default_rng(4).integers(0, 60, len(frame.data)).astype(float)
    reasons = {**frame.reasons, "v8": frame.reasons[VIOLENCE]}
    values[reasons["v8"] != 0] = np.nan
    table = replace(frame.table, variables=(*frame.table.variables, variable))
    return replace(frame, table=table, data=frame.data.assign(v8=values), reasons=reasons)


@pytest.mark.parametrize("analysis", ["means", "describe", "quantiles"])
def test_numbers_stand_on_those_asked_and_tell_nothing_of_who_answered(analysis: str) -> None:
    frame = with_number(survey(HAND))
    (table,) = leaves(frame, (analysis, {"variable": "v8", "by": SITE}))
    assert [row.cells[0].base for row in table.rows] == [40, 50, 90]
    assert "37" not in told(table)
    assert "87" not in told(table)
    for row in table.rows:
        for cell in row.cells:
            assert cell.se is None
            assert cell.df is None
            assert cell.weighted_base is None
    if analysis == "describe":
        ids = {column.id: at for at, column in enumerate(table.columns)}
        assert all(row.cells[ids[name]].flags & HIDDEN for row in table.rows for name in ("sd", "sum"))


def test_a_mean_is_printed_with_no_more_digits_than_hide_by_how_many_it_was_divided() -> None:
    """A mean of whole numbers times the right n is whole: with all its digits it tells n."""
    frame = with_number(survey(HAND))
    (table,) = leaves(frame, ("means", {"variable": "v8", "by": SITE}))
    for row, asked in zip(table.rows, (40, 50, 90), strict=True):
        mean = row.cells[0].estimate
        assert mean is not None
        fits = [n for n in range(asked - 4, asked + 1) if abs(mean * n - round(mean * n)) <= 0.05 * n + 1e-9]
        assert fits == list(range(asked - 4, asked + 1))
        assert mean == round(mean, 1)


@pytest.mark.parametrize(
    ("analysis", "options"),
    [
        ("compare_groups", {"variable": "v8", "by": SITE}),
        ("one_sample", {"variable": "v8", "value": 20.0}),
        ("association", {"variable": VIOLENCE, "column": SITE}),
        ("unweighted_models", {"variable": "v8", "predictors": [SITE]}),
        ("regression", {"variable": "v8", "predictors": [SITE]}),
    ],
)
def test_tests_and_models_tell_nothing_of_how_many_answered(analysis: str, options: dict[str, Any]) -> None:
    inferred = {"inference": "on", "inference_reason": "all were asked"}
    tables = leaves(with_number(survey(HAND)), (analysis, {**options, **inferred}))
    assert tables
    for table in tables:
        for language in ("en", "fr"):
            assert not {"37", "87", "36", "86", "85"} & set(told(table, language).replace("(", " ").split())
        assert all(cell.df is None and cell.se is None for row in table.rows for cell in row.cells)
    if "predictors" in options:
        assert any(cell.estimate is not None for row in tables[0].rows for cell in row.cells)


def test_a_question_told_of_all_who_were_asked_stays_so_in_later_files() -> None:
    """By site few gave no answer, in all seven: the whole alone would be of those who answered."""
    frame = survey({"A": {"yes": 12, "no": 25, "": 3}, "B": {"yes": 20, "no": 30, "": 4}})
    study = Study(frame)
    by_site, whole = (
        run("proportions", study, {"variable": VIOLENCE, **more}).tables[0] for more in ({"by": SITE}, {})
    )
    rows = StudyRows({"t1": study})
    first = Readers()
    mask_all([by_site], 30, 10, 5, Destination.PARTNER, rows, readers=first)
    assert first.known is not None
    (later,), _ = mask_all([whole], 30, 10, 5, Destination.PARTNER, rows, readers=Readers((first.known,)))
    assert later.columns[-1].base == 94
    (alone,), _ = mask_all([whole], 30, 10, 5, Destination.PARTNER, rows, readers=Readers())
    assert alone.columns[-1].base == 87


@pytest.mark.parametrize("sensitive", [False, True])
def test_a_ratio_of_two_questions_leaves_beside_tables_of_its_groups(sensitive: bool) -> None:
    """Who is silent to either question has no ratio; of a sensitive one that is told of nobody."""
    frame = survey({"A": {"yes": 20, "no": 20}, "B": {"yes": 25, "no": 25}}, None)
    children, people = (Variable(name, name, Labels({}), Kind.INTEGER, Level.INTERVAL) for name in ("v8", "v9"))
    children = replace(children, role=Role.SENSITIVE) if sensitive else children
    numbers_of = {"v8": np.arange(90) % 4 + 1.0, "v9": np.arange(90) % 5 + 2.0}
    reasons = {name: np.zeros(90, np.int8) for name in numbers_of}
    for name, at in (("v8", [0, 50]), ("v9", [1])):
        numbers_of[name][at], reasons[name][at] = np.nan, int(Reason.MISSING)
    frame = replace(
        frame,
        table=replace(frame.table, variables=(*frame.table.variables, children, people)),
        data=frame.data.assign(**numbers_of),
        reasons={**frame.reasons, **reasons},
    )
    ratio, shares = leaves(
        frame,
        ("ratio", {"numerator": "v8", "denominator": "v9", "by": SITE}),
        ("proportions", {"variable": VIOLENCE, "by": SITE}),
    )
    assert [column.base for column in shares.columns] == [40, 50, 90]
    bases = [row.cells[0].base for row in ratio.rows if not row.cells[0].flags & HIDDEN]
    assert bases[-1:] == [90 if sensitive else 87]
    rows = partial(StudyRows({"t1": Study(frame)}).rows, "t1")
    guarded = [("of a sensitive table", frozenset({"v8=c1"}))] if sensitive else []
    silent = Nonresponse(guarded, [name for name, _ in guarded], rows).harmless(frozenset(), "v8/v9")
    assert silent.bit_count() == (0 if sensitive else 3)


def test_the_picture_is_of_all_who_were_asked_too() -> None:
    frame, study = survey(HAND), Study(survey(HAND))
    figure = run("proportions", study, {"variable": VIOLENCE, "by": SITE, "chart": "stacked"}).figures[0]
    (table,), _ = mask_all([figure.table], 30, 10, 5, Destination.PARTNER, StudyRows({"t1": Study(frame)}))
    assert [column.base for column in table.columns] == [40, 50, 90]
    number = run("describe", with_number(frame), {"variable": "v8"}).figures[0]
    (classes,), _ = mask_all([number.table], 30, 10, 5, Destination.PARTNER)
    assert classes.base == 90
    assert "No answer" in numbers(classes)


def test_who_shares_is_told_before_that_it_leaves_of_all_who_were_asked() -> None:
    left = leaves(survey(HAND), ("proportions", {"variable": VIOLENCE, "by": SITE}))
    enough = leaves(survey(ENOUGH), ("proportions", {"variable": VIOLENCE, "by": SITE}))
    said = [[one.key for one in advice(tables, tables, Remedies(), (30, 10, 5))] for tables in (left, enough)]
    assert ["withheld.advice.all_asked" in keys for keys in said] == [True, False]


@pytest.mark.parametrize(
    ("hidden", "named"), [("minimum", "_minimum"), ("maximum", "_maximum"), ("minimum maximum", ""), ("", None)]
)
def test_the_sentence_on_extremes_names_those_that_are_withheld(hidden: str, named: str | None) -> None:
    columns = [Column(one, one) for one in ("mean", "minimum", "maximum")]
    cells = [Cell(7.0, flags=frozenset({Flag.MASKED_CELL} if one.id in hidden.split() else ())) for one in columns]
    table = TableSpec("t", "Age", None, None, tuple(columns), (Row("total", "All", tuple(cells)),), base=60)
    said = [one.key for one in advice([table], [table], Remedies(), (30, 10, 5))]
    assert said == ([] if named is None else [f"withheld.advice.extremes{named}"])


def test_in_bars_of_ordered_answers_those_who_gave_none_are_grey_and_no_end_of_the_order() -> None:
    frame = survey(HAND)
    study = Study(frame)
    figure = run("proportions", study, {"variable": VIOLENCE, "by": SITE, "chart": "stacked"}).figures[0]
    figure = replace(figure, ramp=Ramp.SEQUENTIAL)
    (table,), _ = mask_all([figure.table], 30, 10, 5, Destination.PARTNER, StudyRows({"t1": study}))
    for language in ("en", "fr"):
        inside, outside = (drawn(one, language).colours for one in (figure, replace(figure, table=table)))
        assert outside[:-1] == inside
        assert outside[-1] == PART_COLOURS["unknown"]


def test_a_tile_of_the_largest_share_never_tells_of_those_who_gave_no_answer() -> None:
    (table,) = leaves(survey(HAND), ("proportions", {"variable": VIOLENCE}))
    shares = {row.id: row.cells[0] for row in table.rows}
    many = tuple(replace(row, cells=(replace(shares["yes"], estimate=0.9, flags=frozenset()),)) if row.id == "no_answer"
                 else row for row in table.rows)  # fmt: skip
    tile = KeyFigure("analysis.a1.yes", None, "share", "", table=replace(table, rows=many), row="yes", column="total",
                     largest=True)  # fmt: skip
    assert tile.chosen().row in ("yes", "no")


def with_pair(frame: Frame) -> Frame:
    """With a second sensitive number, each 0, 1 or 2 more than the first, and a second answer about violence."""
    first = frame.table.variable("v8")
    later, again = replace(first, id="v7", name="v7"), replace(frame.table.variable(VIOLENCE), id="v6", name="v6")
    data = frame.data.assign(v7=frame.data["v8"] + np.arange(len(frame.data)) % 3, v6=frame.data[VIOLENCE])
    reasons = {**frame.reasons, "v7": frame.reasons["v8"], "v6": frame.reasons[VIOLENCE]}
    table = replace(frame.table, variables=(*frame.table.variables, later, again))
    return replace(frame, table=table, data=data, reasons=reasons)


def test_pairs_before_and_after_tell_nothing_of_how_many_there_are() -> None:
    frame = with_pair(with_number(survey(HAND)))
    numbers_, moves, tests = leaves(frame, ("pre_post", {"before": "v8", "after": "v7"}))
    mean = float(frame.data["v8"].mean())
    assert [row.cells[0].estimate for row in numbers_.rows] == [round(mean, 1), round(mean + 1, 1), 1.0]
    assert [row.cells[0].base for row in numbers_.rows] == [90] * 3
    assert all(row.cells[1].flags & HIDDEN for row in numbers_.rows), "deviations beside intervals tell n"
    answers = leaves(frame, ("pre_post", {"before": VIOLENCE, "after": "v6"}))
    for table in (numbers_, moves, tests, *answers):
        for language in ("en", "fr"):
            assert not {"87", "86", "3"} & set(told(table, language).replace("(", " ").replace(".", " ").split())
    for table in (moves, tests, *answers):
        assert all(cell.flags & HIDDEN for row in table.rows for cell in row.cells)
    figure = run("pre_post", Study(frame), {"before": "v8", "after": "v7"}).figures[0]
    (points,), _ = mask_all([figure.table], 30, 10, 5, Destination.PARTNER)
    assert points.base == 90
    enough = with_pair(with_number(survey(ENOUGH)))
    assert leaves(enough, ("pre_post", {"before": "v8", "after": "v7"}))[0].base == 87


@pytest.mark.parametrize(("role", "says"), [(Role.SENSITIVE, "fewer than 5"), (None, "missing 3")])
def test_few_informants_without_an_answer_are_a_secret_only_of_a_sensitive_question(role: Any, says: str) -> None:
    """Sites print whole, but informants are people: who kept silent about violence is not counted outside the team."""
    (table,) = leaves(survey(HAND, role), ("key_informants", {"variable": VIOLENCE, "site": SITE}))
    assert [row.cells[0].n for row in table.rows] == [2, 0]
    said = " ".join(render(note, "en") for note in table.notes)
    assert says in said
    unsure = survey({"A": {"yes": 12, "no": 25, "": 3}, "B": {"yes": 20, "no": 30, "": 0}}, role, Reason.DONT_KNOW)
    (table,) = leaves(unsure, ("key_informants", {"variable": VIOLENCE, "site": SITE}))
    for language, few in (("en", "fewer than 5"), ("fr", "moins de 5")):
        said = " ".join(render(note, language) for note in table.notes).casefold()
        assert (few in said) is (role is Role.SENSITIVE)
