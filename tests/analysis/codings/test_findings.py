# SPDX-License-Identifier: MIT
"""Codes as variables, framework, joint display, saved queries, quotes, by hand on the page of `counted.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from analysis.analyses import AnalysisProblem, Study, declaration, run
from analysis.analyses.joint_display import variables_beside
from analysis.codings import segments as listing
from analysis.codings.cell_segments import segments_behind
from analysis.codings.framework import typical_order
from analysis.codings.groups import ordered_values
from analysis.codings.records import Codings, PrintedQuote, Summary
from analysis.codings.study import CodingStudy
from analysis.declarations.records import AnalysisResult
from analysis.free_text_tables import withheld_note
from analysis.result_tables import TableSpec
from tests.analysis.analyses.conftest import make_frame
from tests.analysis.codings.counted import DEBT, ESCAPE, MEANS, SHAME, THREATS, codings
from wording import Labels, render

QUERIES: Mapping[str, Mapping[str, object]] = {
    "Threats by debt": {"variable": THREATS, "with_codes": DEBT},
    "Round": {"variable": "@About"},
    "About": {"variable": f"{ESCAPE}; @Round"},
}
GONE = {"77": (Labels({"en": "Fear"}), THREATS), "78": (Labels({"en": "Hunger"}), "")}
REFUSED = frozenset({"D2", "D4"})
SUMMARIES = {
    ("A", THREATS): (Summary("2", "Threatened by phone.", "MA", 9, "2026-11-10"), Summary("1", "Once.", "IN", 3)),
    ("B", ESCAPE): (Summary("4", "", "MA", 9), Summary("3", "Fled at night.", "MA", 8)),
}


def counted() -> Codings:
    return replace(codings(), queries=QUERIES, gone=GONE, words_refused=REFUSED, summaries=SUMMARIES)


def found(name: str, **options: Any) -> AnalysisResult:
    return run(name, CodingStudy(counted()), options)


def ids(table: TableSpec) -> list[str]:
    return [row.id[1:] for row in table.rows]


def said(table: TableSpec) -> str:
    return " ".join(render(note, "en") for note in table.notes)


def texts(table: TableSpec, row: str) -> list[str]:
    cells = next(one for one in table.rows if one.label == row).cells
    return [render(cell.text or "", "en") for cell in cells]


def problem(name: str, **options: Any) -> str:
    with pytest.raises(AnalysisProblem) as wrong:
        found(name, **options)
    return render(wrong.value.message, "en")


def test_codes_of_each_case() -> None:
    table = found("codes_as_variables", variable="Means; Threats; Debt; Escape; Shame", values="count").tables[0]
    counts = {render(row.label, "en"): [cell.estimate for cell in row.cells] for row in table.rows}
    assert counts == {
        "A": [4, 3, 1, 1, 0],
        "B": [4, 2, 2, 2, 1],
        "D4": [0, 0, 0, 0, 0],
        "Cases with the code": [2, 2, 2, 2, 1],
    }
    either = found("codes_as_variables", variable="Threats; Shame").tables[0]
    assert [[cell.estimate for cell in row.cells] for row in either.rows[:3]] == [[1, 0], [1, 1], [0, 0]]
    assert table.inside_only


def test_turns_apart_and_saved_queries_within_queries() -> None:
    near = {"variable": "Threats", "with_codes": "Debt", "relation": "turns"}
    assert ids(found("segments", **near, within=0).tables[0]) == ["1", "5"]
    assert ids(found("segments", **near, within=1).tables[0]) == ["1", "5", "3"]
    assert ids(found("segments", saved="Threats by debt").tables[0]) == ["1", "5"]
    assert ids(found("segments", variable="@threats by debt; Shame").tables[0]) == ["1", "5", "9"]
    assert ids(found("segments", variable="Threats", without_codes="@Threats by debt").tables[0]) == ["3", "10", "11"]
    assert ids(found("segments", variable="Threats", saved="Threats by debt", documents="D3").tables[0]) == []


def test_a_circle_and_an_unknown_query_are_named() -> None:
    told = problem("segments", variable="@Round")
    assert "Round" in told
    assert "About" in told
    assert "Threats by debt" in problem("segments", saved="Nothing")


def test_a_query_narrowed_to_nothing_finds_nothing() -> None:
    for narrowed in ({"speaker": "Nobody"}, {"in_group": "third"}, {"documents": "D4"}):
        table = found("segments", **narrowed).tables[0]
        assert (ids(table), table.base) == ([], 0)


def test_what_became_of_codes_is_said() -> None:
    merged = found("segments", variable="77; 78").tables[0]
    assert ids(merged) == ["1", "5", "3", "10", "11"]
    assert "“Fear” was merged into “Threats”" in said(merged)
    assert "“Hunger” was deleted" in said(merged)
    assert "“Shame” is retired" in said(found("code_frequencies", variable="Shame").tables[0])
    assert "“Shame” is retired" not in said(found("code_frequencies", variable="Debt").tables[0])
    assert "Hunger" in problem("segments", variable="78")


def test_a_query_that_finds_everything_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE", 2)
    every = found("segments", variable="Means; Escape; Shame", page=0).tables[0]
    assert ids(every) == ["1", "5", "2", "3", "4", "6", "7", "8", "9", "10", "11", "12"]
    second = found("segments", variable="Means; Escape; Shame", page=2).tables[0]
    assert ids(second) == ["2", "3"]
    assert "Page 2 of 6: segments 3 to 4 of 12" in said(second)
    assert "6" in problem("segments", variable="Means; Escape; Shame", page=7)


def test_a_list_says_what_it_was_asked_for() -> None:
    near = found("segments", variable="Threats", with_codes="Debt", relation="words", within=3, without_codes="Shame")
    assert "Looked for: Threats; Near, in words: 3; and Debt; not Shame." in said(near.tables[0])
    quoted = found("segments", variable="Threats", cases="Sex = woman", listing="quotes").tables[0]
    assert "Looked for: Threats; Sex = woman." in said(quoted)
    assert "Looked for: Fear." in said(found("segments", variable="77").tables[0])  # merged since
    assert "Looked for" not in said(found("segments").tables[0])


def test_lists_are_sorted_and_show_what_stands_around() -> None:
    assert ids(found("segments", variable="Debt", sort="words").tables[0])[0] == "2"
    assert ids(found("segments", variable="Shame; Debt", sort="code").tables[0]) == ["2", "6", "8", "9"]
    around = found("segments", variable="Shame", around=5).tables[0]
    assert [render(one, "en") for one in (around.stub, *(column.label for column in around.columns[:2]))] == [
        "Code", "Quote", "Speaker"
    ]  # fmt: skip
    assert "[" in render(around.rows[0].cells[0].text or "", "en")


def test_quotes_leave_refused_words_out_and_hold_one_voice() -> None:
    table = found("segments", variable="Threats", listing="quotes", quotes=10).tables[0]
    assert len(table.rows) == 2
    assert {render(row.cells[1].text or "", "en")[0] for row in table.rows} == {"A", "B"}
    debt = found("segments", variable="Debt", listing="quotes", quotes=10).tables[0]
    assert ids(debt) == ["2"]
    assert "2 segments are left out" in said(debt)
    assert ids(found("segments", variable="Threats", listing="quotes", picked="3; 6").tables[0]) == ["3"]


def test_the_most_typical_quote_shares_its_words_with_the_others() -> None:
    said_so = ["They took my passport away", "My passport was taken away", "It rained", "They kept my passport"]
    assert typical_order(said_so)[0] in (0, 1)
    assert typical_order(said_so)[-1] == 2
    assert typical_order([]) == []


def test_framework_shows_what_was_written_and_what_waits() -> None:
    table = found("framework", variable="Threats; Escape; Shame").tables[0]
    assert texts(table, "A") == ["Threatened by phone. (MA; quotes: 3)", "No summary yet (quotes: 1)", "nothing coded"]
    assert texts(table, "B") == ["No summary yet (quotes: 2)"] * 2 + ["No summary yet (quotes: 1)"]
    assert "summaries written: 1, still to write: 4" in render(table.subtitle or "", "en")
    assert [render(column.label, "en") for column in found("framework").tables[0].columns] == [
        "Means",
        "Escape",
        "Shame",
    ]
    assert [row.label for row in found("framework", cases="Sex = woman").tables[0].rows] == ["A", "D4"]
    assert [row.label for row in found("framework", by="sex").tables[0].rows] == ["B", "A", "D4"]
    grid, quotes = found("framework", variable="Threats", quoted=True).tables
    assert grid.inside_only
    assert quotes.inside_only
    assert {row.label for row in quotes.rows} == {"A", "B"}


def joint(**options: Any) -> TableSpec:
    study = Study(make_frame())
    study.codings = CodingStudy(counted())
    return run("joint_display", study, options).tables[0]


def test_a_share_stands_beside_the_words_of_its_code() -> None:
    table = joint(variable="v4", codes="Theft = Threats; land = Debt")
    plain = {row.id: row.cells[-1] for row in run("set", make_frame(), {"variable": "v4"}).tables[0].rows}
    rows = {render(row.label, "en"): row for row in table.rows if not row.depth}
    theft, land = rows["Theft"], rows["Land"]
    for row, behind in ((theft, ["1", "5", "3", "10", "11"]), (land, ["2", "6", "8"])):
        share = plain[row.id.partition(":")[2]]
        assert (row.cells[0].estimate, row.cells[0].low, row.cells[0].high) == pytest.approx(
            (share.estimate, share.low, share.high)
        )
        cell = row.id, "cases"
        assert segments_behind(CodingStudy(counted()), declaration("joint_display"), {}, *cell) == behind
    assert theft.cells[1].estimate == 2
    assert rows["Lighting"].cells[1].text == ""
    at = table.rows.index(theft)
    assert [render(row.label, "en")[0] for row in table.rows[at + 1 : at + 3]] == ["A", "B"]
    assert table.inside_only
    assert "2 segments are left out" in said(table)


def test_quotes_are_printed_as_they_are_cited(monkeypatch: pytest.MonkeyPatch) -> None:
    first = found("segments", variable="Threats", listing="quotes", quotes=10).tables[0].rows[0].id[1:]
    cited = {
        first: PrintedQuote("They […] threatened [her].", lambda by: Labels({"en": f"{render(by, 'en')}, translated"}))
    }
    held = replace(counted(), cited=cited)
    monkeypatch.setattr("tests.analysis.codings.test_findings.counted", lambda: held)
    for table, place in (
        (found("segments", variable="Threats", listing="quotes", quotes=10).tables[0], lambda row: row.cells[-1].text),
        (found("framework", variable="Threats", quoted=True).tables[1], lambda row: row.cells[1].text),
        (joint(variable="v4", codes="Theft = Threats"), lambda row: row.label),
    ):
        rows = [row for row in table.rows if any("They […]" in render(c.text or "", "en") for c in row.cells)]
        assert len(rows) == 1
        assert render(place(rows[0]), "en").endswith("translated")


def test_a_quote_that_fits_few_rows_is_marked() -> None:
    sex = make_frame().data["v1"]
    assert "fit" not in said(joint(variable="v4", codes="Theft = Threats"))
    warned = said(joint(variable="v4", codes="Theft = Threats", fewest=10_000))
    assert warned.startswith(f"(!) The attributes of A fit {(sex == 'c1').sum()} rows")  # before how it was counted
    assert f"attributes of B fit {(sex == 'c2').sum()} rows" in warned


def test_the_question_proposed_is_read_with_the_table_though_its_answers_have_no_labels() -> None:
    """In an export without labels the codes of the answers are their words, as the analysis has them."""
    frame = make_frame()
    bare = [
        replace(
            one,
            labels=Labels({}),
            choices=tuple(replace(choice, labels=Labels({}), code=f"threats {choice.code}") for choice in one.choices),
        )
        for one in frame.table.variables
    ]
    table = replace(frame.table, variables=tuple(bare))
    study = Study(replace(frame, table=table))
    study.codings = CodingStudy(counted())
    asked = run("joint_display", study, {"codes": "Threats"}).tables[0].id.removeprefix("joint-display-")
    assert asked in variables_beside(counted(), table, {"codes": "Threats"})


def test_what_cannot_stand_side_by_side_is_a_sentence() -> None:
    for options, words in (
        ({"variable": "v4", "codes": "Fire = Threats"}, "Fire"),
        ({"variable": "v4", "codes": "Hunger"}, "Hunger"),
        ({"variable": "v5"}, "Household size"),
        ({}, "choose the question"),
    ):
        with pytest.raises(AnalysisProblem) as wrong:
            joint(**options)
        assert words in render(wrong.value.message, "en")
    with pytest.raises(AnalysisProblem):
        run("joint_display", make_frame(), {"variable": "v4"})


@pytest.mark.parametrize(
    ("name", "options", "row", "column", "behind"),
    [
        ("code_frequencies", {}, MEANS, "segments", ["1", "5", "2", "3", "6", "8", "10", "11"]),
        ("code_frequencies", {"by": "sex"}, DEBT, "g1", ["2"]),
        ("code_crosstab", {"by": "document"}, THREATS, "g2", ["10", "11"]),
        ("code_crosstab", {"column": "Shame"}, ESCAPE, f"c{SHAME}", ["7", "12"]),
        ("cooccurrence", {}, THREATS, f"c{DEBT}", ["1", "5", "2"]),
        ("cooccurrence", {}, f"{DEBT}-{SHAME}", "pairs", ["8", "9"]),
        ("codes_as_variables", {}, "case1", f"c{DEBT}", ["6", "8"]),
        ("framework", {}, "case0", f"c{THREATS}", ["1", "5", "3"]),
        ("code_timeline", {}, ESCAPE, "p7", ["12"]),
        ("segments", {}, "s7", "quote", ["7"]),
        ("saturation", {}, "dD1", "new", ["1", "5", "2", "3", "4"]),
        ("saturation", {}, "dD2", "new", ["9"]),
        ("saturation", {}, "dD2", "codes", ["6", "7", "8", "9"]),
        ("saturation", {"variable": "Debt"}, "dD3", "so_far", ["2", "6", "8"]),
        ("saturation", {}, "dD4", "codes", []),
    ],
)
def test_from_each_cell_to_its_segments(
    name: str, options: dict[str, Any], row: str, column: str, behind: list[str]
) -> None:
    assert segments_behind(CodingStudy(counted()), declaration(name), options, row, column) == behind


def test_behind_a_pair_of_codes_stand_segments_only_where_its_number_is_not_0() -> None:
    """A category whose codes are chosen too keeps to its own segments, in the number and behind it."""
    held, asked = CodingStudy(counted()), declaration("cooccurrence")
    table = run("cooccurrence", held, {}).tables[0]
    for row in table.rows:
        for column, cell in zip(table.columns, row.cells, strict=True):
            if column.id != f"c{row.id}":
                assert bool(segments_behind(held, asked, {}, row.id, column.id)) == bool(cell.estimate), row.id


def test_groups_that_nothing_stands_in_are_said_by_their_kind() -> None:
    held = codings()
    none = replace(held, documents=held.documents.assign(group=""), segments=held.segments.assign(group=""))
    for name in ("code_frequencies", "code_crosstab", "word_frequencies"):
        with pytest.raises(AnalysisProblem, match="problem.no_document_groups"):
            run(name, CodingStudy(none), {"by": "group"})
    with pytest.raises(AnalysisProblem) as raised:
        run("framework", CodingStudy(none), {"by": "group"})
    assert raised.value.message.args["known"] == ["Sex"]


def test_a_quote_keeps_the_marks_of_its_language_for_every_reader() -> None:
    held = counted()
    french = held.segments.assign(language=["fr" if one == "D1" else "en" for one in held.segments["document"]])
    coded = replace(held, segments=french, cited={"10": PrintedQuote("Il a pris", language="fr")})
    table = run("segments", CodingStudy(coded), {"listing": "quotes", "pick": "first", "each": 0, "quotes": 20}).tables[
        0
    ]
    said = {row.id: render(row.cells[0].text, "en") for row in table.rows}
    assert said["s1"].startswith("«\u00a0")
    assert said["s11"].startswith("“")
    assert said["s10"] == "«\u00a0Il a pris\u00a0»", "a translation that leads has the marks of its own"


def test_quotes_picked_by_hand_keep_to_so_many_of_one_case() -> None:
    picked = {"variable": "Means; Escape; Shame", "listing": "quotes", "picked": "1; 3; 10; 11"}
    one, every = (found("segments", **picked, each=each).tables[0] for each in (1, 0))
    people = [render(row.cells[1].text or "", "en").split(",")[0] for row in one.rows]
    assert people
    assert len(people) == len(set(people))
    assert len(every.rows) > len(one.rows)
    assert "are left out: at most 1 of one case" in said(one)
    assert "left out" not in said(every)


def test_new_codes_of_each_interview_stay_inside_where_a_code_is_sensitive() -> None:
    plain = found("saturation", variable="Threats").tables[0]
    secret = codings()
    marked = tuple(replace(code, sensitive=code.id == THREATS) for code in secret.codes)
    table = run("saturation", CodingStudy(replace(secret, codes=marked)), {"variable": "Threats"}).tables[0]
    assert (plain.inside_only, table.inside_only) == (False, True)
    assert "interview by interview" in render(withheld_note(table), "en")


def test_values_of_an_attribute_stand_as_their_question_lists_them() -> None:
    words = {"Feels safe": {one: Labels({"en": one}) for one in ("Unsafe", "Neither", "Safe")}}
    survey = replace(counted(), value_labels=words)
    assert ordered_values(survey, "feels safe", ["Safe", "Unsafe", "Zone 10"]) == ["Unsafe", "Safe", "Zone 10"]
    assert ordered_values(survey, "Site", ["Zone 10", "Zone 9", ""]) == ["Zone 9", "Zone 10", ""]
