# SPDX-License-Identifier: MIT
"""Each measure of codings against counts made by hand on the page of `counted.py`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.analyses import AnalysisProblem, declarations, run
from analysis.codings.neutral_names import for_others
from analysis.codings.queries import related
from analysis.codings.records import DocumentText, SpokenTurn
from analysis.codings.segment_overlap import meetings
from analysis.codings.study import CodingStudy
from analysis.codings.words import StopWords, whole_words, words_said
from analysis.declarations.records import AnalysisResult
from analysis.masking import HIDDEN, Destination, mask
from analysis.result_tables import TableSpec, Unit
from analysis.tables.cell_text import cell_text
from coding.frames import CodedDocument, attribute_frame, cases_of, document_frame, segment_frame
from coding.records import Segment, Turn
from tests.analysis.codings.counted import DEBT, ESCAPE, MEANS, SHAME, THREATS, codings
from wording import render


def found(name: str, **options: Any) -> AnalysisResult:
    return run(name, CodingStudy(codings()), options)


def numbers(table: TableSpec, row: str) -> list[float | None]:
    return [cell.estimate for cell in next(one for one in table.rows if one.id == row).cells]


def test_code_frequencies() -> None:
    table = found("code_frequencies").tables[0]
    assert numbers(table, THREATS) == [5, 2, 2, pytest.approx(2 / 3)]  # segments, documents, cases, of cases A, B, D4
    assert numbers(table, DEBT)[:3] == [3, 2, 2]
    assert numbers(table, MEANS)[:3] == [8, 3, 2]  # Threats and Debt of one case are one case
    assert numbers(table, ESCAPE)[:3] == [3, 3, 2]
    assert [row.depth for row in table.rows] == [0, 1, 1, 0, 0]
    own = found("code_frequencies", variable="Means", children=False).tables[0]
    assert numbers(own, MEANS)[:3] == [0, 0, 0]


def test_code_frequencies_by_groups() -> None:
    by_sex = found("code_frequencies", by="sex").tables[0]
    assert [(render(one.label, "en"), one.base) for one in by_sex.columns] == [("man", 1), ("woman", 2), ("All", 3)]
    assert numbers(by_sex, THREATS) == [1, 1, 2]
    by_coder = found("code_frequencies", by="coder", unit="segments").tables[0]
    assert numbers(by_coder, THREATS) == [3, 2, 5]
    by_group = found("code_frequencies", by="group", unit="documents").tables[0]
    assert numbers(by_group, ESCAPE) == [2, 1, 3]


def test_one_coder_only() -> None:
    table = found("code_frequencies", coder="MA").tables[0]
    assert numbers(table, THREATS)[:3] == [2, 1, 1]


def test_code_by_document_and_by_code() -> None:
    by_document = found("code_crosstab", by="document", unit="segments").tables[0]
    assert numbers(by_document, THREATS) == [3, 0, 2, 0, 5]  # and in all
    crossed = found("code_crosstab", variable="Threats; Escape", column="Debt; Shame").tables[0]
    assert numbers(crossed, THREATS) == [2, 1]  # cases A and B have Threats and Debt, B alone Threats and Shame
    (by_sex,) = found("code_crosstab", by="sex").tables
    assert numbers(by_sex, THREATS) == [1, 1, 2]
    assert [column.base for column in by_sex.columns] == [1, 2, 3]
    threats = next(row for row in by_sex.rows if row.id == THREATS)
    shares = [cell_text(cell, "share", "en") for cell in threats.cells]
    assert shares == ["100%", "50%", "67%"]  # of one man, two women, all
    figure = found("code_crosstab", by="sex").figures[0]
    assert numbers(figure.table, THREATS)[:2] == [1, pytest.approx(1 / 2)]
    assert figure.columns == ("g0", "g1")


def test_any_of_the_codes_counts_a_case_once_and_stays_inside_beside_a_sensitive_code() -> None:
    """Escape is in A and B, Debt in A and B: any of them in two cases, not in four."""
    (table,) = found("code_crosstab", variable="Debt; Escape", by="sex").tables
    assert (table.rows[-1].id, numbers(table, "any")) == ("any", [1, 1, 2])
    assert for_others(table).rows == table.rows
    (table,) = found("code_crosstab", variable="Shame; Escape", by="sex").tables
    assert table.rows[-1].id == "any"
    assert [row.id for row in for_others(table).rows] == [SHAME, ESCAPE]
    by_documents = found("code_crosstab", variable="Escape", by="sex", unit="documents").tables[0]
    assert [column.base for column in by_documents.columns] == [2, 2, 4]  # interviews: D2 and D3 are one man's


def test_cooccurrence_by_overlap() -> None:
    matrix, pairs = found("cooccurrence").tables
    assert [render(row.label, "en") for row in matrix.rows] == ["Means", "Threats", "Debt", "Escape", "Shame"]
    between = dict(zip((row.id for row in matrix.rows), range(5), strict=True))
    # Threats 0–50 of each coder with Debt 40–90; Threats 205–295 with Escape; Debt 220–230 with Escape and Shame
    assert numbers(matrix, THREATS)[between[DEBT]] == 2
    assert numbers(matrix, THREATS)[between[ESCAPE]] == 1
    assert numbers(matrix, DEBT)[between[ESCAPE]] == 1
    assert numbers(matrix, ESCAPE)[between[SHAME]] == 1
    assert numbers(matrix, THREATS)[between[SHAME]] == 0
    # cases that meet: A; either: A and B; expected 2 · 2 / 3
    assert numbers(pairs, f"{THREATS}-{DEBT}") == [2, 1, pytest.approx(1 / 2), pytest.approx(4 / 3)]


def test_cooccurrence_in_the_same_turn() -> None:
    matrix = found("cooccurrence", relation="turn", variable="Threats; Escape").tables[0]
    # D1: 120–150 and 150–180 share turn 1; D3: 205–295 (turn 2) and 290–310 (turns 2–3)
    assert numbers(matrix, THREATS)[1] == 2


@pytest.mark.parametrize(("within", "pairs"), [(0, 2), (1, 4), (2, 5)])
def test_cooccurrence_near_in_turns(within: int, pairs: int) -> None:
    matrix = found("cooccurrence", relation="turns", within=within, variable="Threats; Escape").tables[0]
    # none apart: as in the same turn; one: D1's two of turn 0 with Escape in turn 1; two: D3's turn 0 with Escape in 2
    assert numbers(matrix, THREATS)[1] == pairs


def test_cooccurrence_near_in_words() -> None:
    none = found("cooccurrence", relation="words", within=0, variable="Threats; Escape").tables[0]
    near = found("cooccurrence", relation="words", within=40, variable="Threats; Escape").tables[0]
    assert numbers(none, THREATS)[1] <= 2
    # D1: Threats 0–50 (twice) and 120–150 near Escape 150–180, some 26 words on; D3: 205–295; 5–95 is 41 words away
    assert numbers(near, THREATS)[1] >= 4


def test_saturation() -> None:
    table = found("saturation").tables[0]
    # D1: Threats, Debt, Escape; D2: Debt, Escape, Shame; D3: Threats, Escape; D4, without codings, tells nothing
    assert [[cell.estimate for cell in row.cells] for row in table.rows] == [[3, 3, 3], [3, 1, 4], [2, 0, 4]]


def test_codes_along_the_text() -> None:
    table = found("code_timeline", document="D2").tables[0]
    # of 400 code points: Debt 10–20 in the first tenth, 220–230 in the sixth; Escape 210–260 in the sixth and seventh
    assert numbers(table, DEBT) == [1, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    assert numbers(table, ESCAPE) == [0, 0, 0, 0, 0, 1, 1, 0, 0, 0]


def test_portrait_of_an_interview() -> None:
    table = found("document_portrait", document="D2").tables[0]
    assert [render(row.label, "en") for row in table.rows] == ["Debt", "Escape", "Debt", "Shame"]
    assert [cell.estimate for cell in table.rows[1].cells][1:3] == [210 / 400, 260 / 400]
    assert "Interviews: 1; cases: 1;" in render(table.notes[0], "en")


@pytest.mark.parametrize(
    ("options", "ids"),
    [
        ({"variable": "Threats"}, {"1", "3", "5", "10", "11"}),
        ({"variable": "Threats", "with_codes": "Debt"}, {"1", "5"}),
        ({"variable": "Threats", "without_codes": "Debt"}, {"3", "10", "11"}),
        ({"variable": "Debt", "with_codes": "Escape", "relation": "inside"}, {"8"}),
        ({"variable": "Threats", "with_codes": "Escape", "relation": "turn"}, {"3", "11"}),
        ({"variable": "Threats", "with_codes": "Escape", "relation": "document"}, {"1", "3", "5", "10", "11"}),
        ({"variable": "Threats", "with_codes": "Escape", "relation": "followed", "within": 1}, {"3"}),
        (  # in the turn of one code, and overlapping another
            {"variable": "Threats", "with_codes": "Escape", "relation": "turn", "also_codes": "Debt"},
            set(),
        ),
        (
            {"variable": "Threats", "with_codes": "Debt", "also_codes": "Escape", "also_relation": "document"},
            {"1", "5"},
        ),
        (
            {
                "variable": "Threats",
                "with_codes": "Escape",
                "relation": "turn",
                "also_codes": "Escape",
                "also_relation": "followed",
                "also_within": 1,
            },
            {"3"},
        ),
        ({"variable": "Threats", "documents": "D3"}, {"10", "11"}),
        ({"variable": "Threats", "cases": "Sex = woman"}, {"1", "3", "5"}),
        ({"variable": "Means", "coder": "MA"}, {"3", "5"}),
    ],
)
def test_queries_over_segments(options: dict[str, Any], ids: set[str]) -> None:
    table = found("segments", **options).tables[0]
    assert {row.id[1:] for row in table.rows} == ids
    assert table.inside_only


def test_context_is_cut_between_words_and_says_where_it_goes_on() -> None:
    text = "Then " + "a" * 50 + " she said I had a debt to pay " + "b" * 60 + " end"
    start = text.index("debt")
    assert whole_words(text, start, start + 4) == ("… she said I had a", "to pay …")
    assert whole_words("I had a debt.", 8, 12) == ("I had a", ".")


@pytest.mark.slow
def test_words_and_their_context() -> None:
    words = found("word_frequencies").tables[0]
    counted = {str(row.label): row.cells[-1].estimate for row in words.rows}
    # 300 code points of the respondent in each of four interviews; "money" stands at 11 and every 35 on: 9 times in 300
    assert counted["money"] == 4 * 9
    assert "my" not in counted
    lines = found("kwic", query="mon*").tables[0]
    assert lines.base == 4 * 12  # 12 times in 400 code points, the interviewer's turn among them
    assert [render(cell.text, "en") for cell in lines.rows[0].cells][1] == "money"


def test_margins_equal_the_lists() -> None:
    matrix = found("code_crosstab", by="document", unit="segments").tables[0]
    for code in (THREATS, DEBT, ESCAPE, SHAME):
        *groups, all_ = numbers(matrix, code)
        assert sum(n or 0 for n in groups) == all_ == len(found("segments", variable=code).tables[0].rows)


@pytest.mark.slow
def test_no_interval_and_the_number_of_interviews_below_every_table() -> None:
    for declared in declarations():
        if declared.of_codings and declared.id != "document_portrait":
            options = (
                {"query": "money"} if declared.id == "kwic" else {"by": "sex"} if declared.id == "code_crosstab" else {}
            )
            for table in found(declared.id, **options).tables:
                assert all(cell.low is None for row in table.rows for cell in row.cells)
                assert "Interviews: 4; cases: 3; coders: 2" in " ".join(render(note, "en") for note in table.notes)


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("code_frequencies", {"variable": "Hunger"}, "Hunger"),
        ("code_frequencies", {"by": "religion"}, "religion"),
        ("code_frequencies", {"coder": "ZZ"}, "ZZ"),
        ("code_crosstab", {}, "crossed with"),
        ("cooccurrence", {"variable": "Threats"}, "at least two"),
        ("cooccurrence", {"relation": "words", "within": -3}, "from 0"),
        ("cooccurrence", {"relation": "turns", "within": -1}, "turns"),
        ("code_timeline", {"document": "D9"}, "D9"),
        ("kwic", {"query": "(" * 3, "pattern": True}, "not a regular expression"),
        ("segments", {"cases": "religion = x"}, "religion"),
    ],
)
def test_what_cannot_be_is_a_sentence(name: str, options: dict[str, Any], said: str) -> None:
    with pytest.raises(AnalysisProblem) as wrong:
        found(name, **options)
    assert said in render(wrong.value.message, "en")


def withheld(table: TableSpec, destination: Destination) -> set[str]:
    masked, _ = mask(table, destination=destination)
    counts = [[cell for cell in row.cells if cell.unit is not Unit.SHARE] for row in masked.rows]
    return {row.id for row, cells in zip(masked.rows, counts, strict=True) for cell in cells if cell.flags & HIDDEN}


def test_inside_the_team_counts_print_whole_and_for_a_partner_few_cases_of_sensitive_codes_do_not() -> None:
    table = found("code_frequencies").tables[0]
    assert withheld(table, Destination.INSIDE) == set()
    assert withheld(table, Destination.PARTNER) == {SHAME}
    assert withheld(found("code_frequencies", variable="Threats").tables[0], Destination.PUBLIC) == set()
    matrix, pairs = found("cooccurrence").tables
    assert withheld(matrix, Destination.PARTNER) >= {SHAME}
    assert all("5" in row.split("-") for row in withheld(pairs, Destination.PARTNER))


@pytest.mark.parametrize(
    ("within", "near", "followed"),
    [
        (0, [], []),
        (1, ["next"], ["next"]),
        (2, ["next", "one", "before"], ["next", "one"]),
        (3, ["next", "one", "before", "two"], ["next", "one", "two"]),
    ],
)
def test_within_n_words_means_the_same_for_near_and_followed(within: int, near: list[str], followed: list[str]) -> None:
    """By hand: words 10–11; the next begins at 12, one on at 13, two on at 14; the one before is word 8."""
    others = {"next": (12, 13), "one": (13, 14), "two": (14, 15), "before": (8, 9)}
    here = (np.array([0]), np.array([10]), np.array([12]))
    for relation, wanted in (("words", near), ("followed", followed)):
        found = [
            name
            for name, (low, high) in others.items()
            if related(here, (np.array([0]), np.array([low]), np.array([high])), relation, within)[0]
        ]
        assert found == [name for name in others if name in wanted], relation
    places = np.array([10, 12, 13, 14, 8]), np.array([12, 13, 14, 15, 9])
    kinds = np.arange(5)
    met = meetings(np.zeros(5, dtype=np.int64), *places, kinds, np.zeros(5, dtype=np.int64), 5, within)
    assert [name for at, name in enumerate(("next", "one", "two", "before"), 1) if met.pairs[0, at]] == [
        name for name in others if name in near
    ], "pairs of codes by the same rule"


def shown(table: TableSpec) -> str:
    """What stands below a table."""
    return " ".join(render(note, "en") for note in table.notes)


def test_exact_tests_only_of_sampled_cases() -> None:
    """By hand: three of four women and none of six men have the code: C(4,3) / C(10,3) = 4/120."""
    names = [f"K{at}" for at in range(10)]
    held = [
        CodedDocument(one, one, "en", 10, 40, at, (Turn(0, 40, "R"),), cases=(one,)) for at, one in enumerate(names)
    ]
    segments = [Segment(str(at), names[at], THREATS, 0, 10, "x" * 10, "IN") for at in range(3)]
    attributes = {one: {"Sex": "woman" if at < 4 else "man"} for at, one in enumerate(names)}
    coded = replace(
        codings(), segments=segment_frame(held, segments), documents=document_frame(held),
        attributes=attribute_frame(cases_of(held), attributes),
    )  # fmt: skip
    options = {"variable": "Threats", "by": "Sex"}
    assert [one.id for one in run("code_crosstab", CodingStudy(coded), options).tables] == ["code-crosstab"]
    with pytest.raises(AnalysisProblem, match="inference_reason"):
        run("code_crosstab", CodingStudy(coded), {**options, "inference": "on"})
    reason = {**options, "inference": "on", "inference_reason": "drawn from the register"}
    for study, given in ((CodingStudy(replace(coded, sampled=True)), options), (CodingStudy(coded), reason)):
        table = run("code_crosstab", study, given).tables[-1]
        assert (table.id, numbers(table, THREATS)) == ("code-crosstab-exact", [pytest.approx(4 / 120)])
    nine = replace(coded, sampled=True, attributes=coded.attributes.iloc[:9])
    few = run("code_crosstab", CodingStudy(nine), options).tables[-1]
    assert (few.id, few.rows[0].cells[0].text) == ("code-crosstab-exact", "–")
    assert "fewer than 10 cases" in shown(few)
    table = run("code_crosstab", CodingStudy(coded), reason).tables[-1]
    assert "drawn from the register" in render(table.notes[-1], "en")
    assert "not drawn at random" not in shown(run("code_crosstab", CodingStudy(coded), reason).tables[0])
    sampled = CodingStudy(replace(coded, sampled=True, drawn="every 10th of the register"))
    assert "every 10th of the register" in shown(run("code_crosstab", sampled, options).tables[-1])
    assert len(run("code_crosstab", sampled, {**options, "by": "language"}).tables) == 1  # groups that may share cases
    with pytest.raises(AnalysisProblem, match="exact_of_cases"):
        run("code_crosstab", CodingStudy(coded), {**reason, "unit": "segments"})
    off = {**reason, "inference": "off"}
    assert "code-crosstab-exact" not in {one.id for one in run("code_crosstab", CodingStudy(coded), off).tables}


def test_what_is_elided_before_a_french_word_is_no_part_of_it() -> None:
    text = "L’école est loin. J'allais jusqu'à l'école; aujourd'hui d'école il n'y a plus. S'il n'l'avait dit."
    of_each = {one: DocumentText("1", "IDI 01", one, text) for one in ("fr", "en")}
    placed = {one: words_said(said, StopWords(said)) for one, said in of_each.items()}
    french, english = ([word for _, word in placed[one]] for one in ("fr", "en"))
    assert (french.count("école"), french.count("aujourd'hui"), french.count("allais")) == (3, 1, 1)
    assert {one for one in french if "'" in one} == {"aujourd'hui"}
    assert english.count("école") == 0
    assert all(text[at : at + len(word)].lower().replace("’", "'") == word for at, word in placed["fr"])


def test_stop_words_follow_the_language_of_each_turn() -> None:
    text = "The car left. On part car il faut."
    turns = (SpokenTurn(0, 13, "P1"), SpokenTurn(14, 34, "P2", "fr"))
    stop = StopWords(DocumentText("1", "IDI 01", "en", text, turns))
    said = [(4, "car"), (22, "car"), (0, "the"), (14, "on"), (14, "the")]
    assert [stop.has(place, word) for place, word in said] == [False, True, True, True, False]
    assert StopWords(DocumentText("1", "IDI 01", "rn", text)).has(4, "car"), "an interpreter may speak either"
    assert not StopWords(DocumentText("1", "IDI 01", "fr", text), keep=True).has(4, "car")
