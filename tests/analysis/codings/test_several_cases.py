# SPDX-License-Identifier: MIT
"""Interviews of several cases count for each of their cases, and once in all: against counts by hand."""

from __future__ import annotations

import io
from typing import Any

import pytest

from analysis.analyses import declaration, run
from analysis.codings.cases_with_codes import CasesWithCodes
from analysis.codings.cell_segments import segments_behind
from analysis.codings.records import CodeLine, Codings, DocumentText, SpokenTurn, cases_in, codings_table
from analysis.codings.study import CodingStudy
from analysis.exported_codings import read_codings, watched, write_codings
from analysis.masking import Destination, mask_all
from analysis.result_tables import Counted, TableSpec
from analysis.withholding.case_programme import CaseProgramme
from analysis.withholding.coded_numbers import CodedNumber
from coding.frames import CodedDocument, attribute_frame, cases_of, document_frame, segment_frame
from coding.records import Segment, Turn
from tests.analysis.codings import gold_several as gold
from wording import Labels, render

_TEXT = ("He took my money. I owe him still. " * 20)[:400]
_NAMES = {gold.MEANS: "Means", gold.THREATS: "Threats", gold.DEBT: "Debt", gold.ESCAPE: "Escape"}
_ALL = "; ".join(_NAMES.values())


def codings(**sensitive: bool) -> Codings:
    """The page as analyses get it."""
    said = {"Pair": ["Q", "P1", "P2", "P1"]}
    held = [
        CodedDocument(
            name, name, "en", 80, 400, at,
            tuple(Turn(100 * n, 100 * n + 100, who) for n, who in enumerate(said.get(name, [""] * 4))),
            cases=gold.CASES[name], roles={"Q": "interviewer"}, speaker_cases=gold.SPEAKERS if name == "Pair" else {},
        )
        for at, name in enumerate(gold.ORDER)
    ]  # fmt: skip
    segments = [
        Segment(str(number), document, code, start, stop, _TEXT[start:stop], "IN")
        for number, (document, code, start, stop) in enumerate(gold.SEGMENTS, start=1)
    ]
    above = {gold.THREATS: gold.MEANS, gold.DEBT: gold.MEANS}
    codes = tuple(
        CodeLine(code, Labels({"en": name}), above.get(code), int(code in above), sensitive=sensitive.get(name, False))
        for code, name in _NAMES.items()
    )
    texts = tuple(
        DocumentText(one.id, one.name, "en", _TEXT, tuple(SpokenTurn(t.start, t.end, t.speaker) for t in one.turns),
                     cases=one.cases_of(), speaker_cases=one.speaker_cases)
        for one in held
    )  # fmt: skip
    return Codings(
        segment_frame(held, segments), document_frame(held),
        attribute_frame(cases_of(held), {case: {"Site": site} for case, site in gold.SITES.items()}), codes,
        texts=lambda: texts, quotes=lambda ids: {one: segments[int(one) - 1].quote for one in ids},
        table=codings_table(len(segments)),
        roles={("Pair", "Q"): "interviewer"},
    )  # fmt: skip


def table(name: str, at: int = 0, **options: Any) -> TableSpec:
    return run(name, CodingStudy(codings()), options).tables[at]


def numbers(shown: TableSpec) -> dict[str, tuple[float | None, ...]]:
    return {row.id: tuple(cell.estimate for cell in row.cells) for row in shown.rows}


def test_frequencies() -> None:
    found = numbers(table("code_frequencies", variable=_ALL))
    assert {code: found[code][:3] for code in gold.FREQUENCIES} == gold.FREQUENCIES
    assert table("code_frequencies").base == 6


@pytest.mark.parametrize("unit", gold.BY_SITE)
def test_by_an_attribute_of_cases(unit: str) -> None:
    for name in ("code_crosstab", "code_frequencies"):
        shown = table(name, variable=_ALL, by="Site", unit=unit)
        found = numbers(shown)
        assert {code: found[code] for code in gold.BY_SITE[unit]} == gold.BY_SITE[unit]
        if unit in gold.BASES:
            assert tuple(column.base for column in shown.columns) == gold.BASES[unit]
    study, options = CodingStudy(codings()), {"by": "Site", "unit": unit, "variable": _ALL}
    behind = segments_behind(study, declaration("code_crosstab"), options, gold.THREATS, "g1")
    assert behind == ["7", "9"]


@pytest.mark.parametrize("unit", gold.CROSSED)
def test_codes_by_codes(unit: str) -> None:
    found = numbers(table("code_crosstab", variable=_ALL, column=_ALL, unit=unit))
    at = {code: place for place, code in enumerate(_NAMES)}
    assert {pair: found[pair[0]][at[pair[1]]] for pair in gold.CROSSED[unit]} == gold.CROSSED[unit]


def test_what_meets() -> None:
    pairs = numbers(table("cooccurrence", 1, variable="Threats; Debt; Escape"))
    assert {tuple(one.split("-")): pytest.approx(cells) for one, cells in pairs.items()} == gold.OVERLAPPING
    near = numbers(table("cooccurrence", 1, variable="Threats; Debt; Escape", relation="turns", within=1))
    assert {tuple(one.split("-")): cells[:2] for one, cells in near.items()} == gold.NEXT_TURN


def test_saturation_and_codes_as_variables() -> None:
    assert list(numbers(table("saturation")).values()) == gold.SATURATION
    shown = table("codes_as_variables", variable="Threats; Debt; Escape", values="count")
    found = {render(row.label, "en"): tuple(cell.estimate for cell in row.cells) for row in shown.rows}
    assert found == {**gold.OF_CASES, render(shown.rows[-1].label, "en"): gold.CASES_WITH}
    study = CodingStudy(codings())
    options = {"variable": "Threats; Debt; Escape", "values": "count"}
    assert segments_behind(study, declaration("codes_as_variables"), options, "case4", f"c{gold.THREATS}") == ["7", "9"]


def test_lists_name_every_case_and_a_quote_is_of_each() -> None:
    listed = table("segments", variable="Threats", sort="place", page=0, around=0)
    cases = [column.id for column in listed.columns].index("case")
    assert [row.cells[cases].text for row in listed.rows] == ["A", "B", "D; E; F", "D; E; F"]
    assert render(listed.subtitle or "", "en").endswith("5")  # cases
    grouped = table("segments", variable="Escape", by="Site", page=0, around=0)
    assert sum("South" in render(row.cells[0].text or "", "en") for row in grouped.rows) == 3
    only_e = table("segments", cases="Site = South", page=0, around=0)
    assert [row.id for row in only_e.rows] == ["s11", "s4", "s5", "s7", "s8", "s9"]
    quotes = table("segments", variable="Threats", listing="quotes", each=1, pick="first", quotes=9)
    assert len(quotes.rows) <= 3  # one of A, of B, and one of the two of D, E and F


def test_words_of_a_group_count_in_the_group_of_each_case_and_once_in_all() -> None:
    shown = table("word_frequencies", by="Site", speakers="everybody", stop_words=True, shortest=1)
    money = next(row for row in shown.rows if row.label == "money")
    north, south, every = (cell.estimate or 0 for cell in money.cells)
    assert every < north + south
    assert max(north, south) < every


def test_the_shown_python_reads_the_same_cases() -> None:
    whole, read = watched(codings())
    stream = io.BytesIO()
    write_codings(whole, read, stream)
    stream.seek(0)
    again = read_codings(stream)
    assert isinstance(again, CodingStudy)
    assert cases_in(again.codings.segments) == set(gold.SITES)
    shown = run("code_crosstab", again, {"variable": _ALL, "by": "Site", "unit": "segments"}).tables[0]
    assert {code: numbers(shown)[code] for code in _NAMES} == gold.BY_SITE["segments"]


def test_of_a_sensitive_code_only_cases_leave_where_interviews_are_of_several() -> None:
    """Whoever knows who was interviewed together tells from three interviews who bears it."""
    coded = CodingStudy(codings(Escape=True))
    result = run("code_frequencies", coded, {"variable": _ALL}).tables
    (left,) = mask_all(result, 30, 10, 5, Destination.PARTNER)[0]
    assert numbers(left)[gold.ESCAPE][:2] == (None, None)
    assert numbers(left)[gold.THREATS][:3] == gold.FREQUENCIES[gold.THREATS]  # of others all
    assert CasesWithCodes(coded).together[3:] == [CasesWithCodes(coded).together[3]] * 3
    assert len(set(CasesWithCodes(coded).together)) == 4


def test_a_category_over_a_sensitive_code_leaves_whole_where_no_table_shows_the_code() -> None:
    """Five of six bear Threats, in three of four interviews: beside it Means less Debt would tell its segments."""
    coded = CodingStudy(codings(Threats=True))

    def left(variable: str) -> dict[str, tuple[float | None, ...]]:
        made = run("code_frequencies", coded, {"variable": variable}).tables
        return numbers(mask_all(made, 30, 10, 5, Destination.PARTNER)[0][0])

    assert left("Means; Escape")[gold.MEANS][:3] == gold.FREQUENCIES[gold.MEANS]
    assert left(_ALL)[gold.THREATS][:3] == (None, None, 5)
    assert left(_ALL)[gold.MEANS][0] is None


def test_numbers_that_nothing_fits_count_as_told() -> None:
    """Six cases bear it and one segment is printed: no reader's programme has a solution, so all of it goes."""
    bearing, codes = CasesWithCodes(CodingStudy(codings(Escape=True))), (frozenset({gold.ESCAPE}),)
    cases, segments = CodedNumber(Counted("cases", codes), 6, 6), CodedNumber(Counted("segments", codes), 1, 6)
    small = CodedNumber(Counted("cases", codes, "site", "North"), 3, 3, hidden=True)
    programme = CaseProgramme(bearing, (gold.ESCAPE,), [cases, segments, small], lambda _counted: False)
    assert programme.told(small) == [cases, segments]
