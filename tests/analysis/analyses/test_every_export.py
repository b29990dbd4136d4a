# SPDX-License-Identifier: MIT
"""Every analysis × every chart it offers × both languages × with and without a design × inference on and off leaves.

The cases come from the declarations: an analysis, an option or a choice added later is tried without a word here.
"""

from __future__ import annotations

import functools
import io
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.analyses import AnalysisProblem, AnalysisResult, Declaration, declarations, run
from analysis.codings.study import CodingStudy
from analysis.declarations.records import Option, OptionKind
from analysis.figures import alt_text, write_figure
from analysis.masking import Destination, mask_all
from analysis.records import Frame, Reason, Role, RowOrigin
from analysis.report import FigureBlock, Report, TableBlock, write_report
from analysis.writers import write_csv, write_html, write_xlsx
from analysis.writers.plain_text import tables_text
from tests.analysis.analyses.conftest import make_frame
from tests.analysis.analyses.sources import NEEDED, source_of, without_design
from tests.conftest import rarely
from wording import LANGUAGES, Message, render

pytestmark = pytest.mark.slow

LONG = bool(os.environ.get("LONG_CAMPAIGNS"))  # every variant with every chart in every kind of survey
_LISTS = (OptionKind.VARIABLES, OptionKind.AMONG)
_KINDS = {
    "a sample with its design": (RowOrigin.PROBABILITY, True),
    "a sample without a design": (RowOrigin.PROBABILITY, False),
    "a purposive selection": (RowOrigin.PURPOSIVE, False),
    "a purposive selection with weights": (RowOrigin.PURPOSIVE, True),
    "key informants": (RowOrigin.KEY_INFORMANTS, False),
    "a census": (RowOrigin.CENSUS, False),
}
_KIND_OF = {**_KINDS, "codings": (RowOrigin.PROBABILITY, False)}  # analyses of codings look at no survey
_TWO_SITES = [{"variable": "v2", "is": ["c1", "c2"]}]
_REASON = "A random start was kept"
_FILLED: dict[str, Any] = {
    "inference_reason": _REASON,
    "target_each": 20,
    "title": "A title",
    "quantiles": [0.1, 0.9],
    **dict.fromkeys(("where", "refused", "replaced"), _TWO_SITES),
    "population": "v5",
    "eligible": "v5",
    "also_by": ["v2"],
}


def _frame(kind: str) -> Frame:
    how, designed = _KIND_OF[kind]
    frame = make_frame(how, rows=120)
    return frame if designed else without_design(frame)


def _first(option: Option, frame: Frame, taken: set[str]) -> Any:
    """A value for a required option: variables of a kind it takes, each used once."""
    fitting = [v.id for v in frame.table.variables if not option.kinds or v.kind in option.kinds]
    free = [one for one in fitting if one not in taken] or fitting
    if option.kind in _LISTS:
        taken.update(free[-2:])
        return free[-2:]
    taken.add(free[0])
    return free[0]


def _required(one: Declaration, frame: Frame) -> dict[str, Any]:
    if one.of_codings or one.id in NEEDED:
        return dict(NEEDED.get(one.id, {}))
    taken: set[str] = set()
    return {option.name: _first(option, frame, taken) for option in one.options if option.required}


def _variants(one: Declaration, frame: Frame) -> Iterator[dict[str, Any]]:
    """The analysis with each variable it takes, then with each other option changed alone, with and without groups."""
    base = _required(one, frame)
    yield base
    for option in one.options:
        if option.required and option.kind is OptionKind.VARIABLE:
            for variable in frame.table.variables:
                if (not option.kinds or variable.kind in option.kinds) and variable.id not in base.values():
                    yield {**base, option.name: variable.id}
    by = one.option("by") if _has(one, "by") else None
    free = next((v for v in ("v1", "v2", "v3") if v not in base.values()), None)
    groups = {"by": free} if by is not None and by.kind is OptionKind.VARIABLE and not by.required and free else {}
    for option in one.options:
        if option.name not in ("inference", "chart"):
            yield from ({**base, **groups, option.name: value} for value in _values(option))


def _values(option: Option) -> list[Any]:
    if option.kind is OptionKind.FLAG:
        return [True]
    return [_FILLED[option.name]] if option.name in _FILLED else list(option.choices)


def _has(one: Declaration, name: str) -> bool:
    return any(option.name == name for option in one.options)


def _charts(one: Declaration) -> tuple[str, ...]:
    return one.option("chart").choices if _has(one, "chart") else ("",)


def _results(
    one: Declaration, frame: Frame | CodingStudy, variants: list[dict[str, Any]], kind: str
) -> Iterator[AnalysisResult]:
    """The first variant with each chart, inference on and off, in each kind of survey; the others take turns.

    Each of them meets a survey with a design and one without, once with inference and once without it.
    """
    designed = _KIND_OF[kind][1]
    alike = [name for name, (_how, has) in _KINDS.items() if has is designed]
    for at, variant in enumerate(variants):
        if at and not (LONG or one.of_codings or one.unweighted) and kind != alike[at % len(alike)]:
            continue
        every, whether = _charts(one), ("on", "off") if _has(one, "inference") else ("",)
        all_of_it = at == 0 or LONG
        charts = every if all_of_it else every[at % len(every) :][:1]
        for inference in whether if all_of_it or one.of_codings else whether[(at // 2 + designed) % len(whether) :][:1]:
            for chart in charts:
                options = dict(variant)
                if chart:
                    options["chart"] = chart
                if inference:
                    options["inference"] = inference
                    options.setdefault("inference_reason", _REASON if inference == "on" else "")
                with suppress(AnalysisProblem):  # a combination that cannot be
                    yield run(one, frame, options)


def _masked(result: AnalysisResult) -> tuple[list[Any], list[Any]]:
    every = [*result.tables, *(figure.table for figure in result.figures)]
    tables, _ = mask_all(every, 30, 10, 5, Destination.PARTNER)
    own = len(result.tables)
    drawn = zip(result.figures, tables[own:], strict=True)
    return tables[:own], [replace(figure, table=table) for figure, table in drawn]


def _with_kinds() -> list[Any]:
    """Each analysis with each kind of survey; those of codings, which take none, once."""
    pairs = [(one, kind) for one in declarations() for kind in (["codings"] if one.of_codings else _KINDS)]
    return [pytest.param(one, kind, id=f"{one.id}-{kind}") for one, kind in pairs]


@pytest.mark.parametrize(("one", "kind"), _with_kinds())
def test_every_combination_has_its_words(one: Declaration, kind: str) -> None:
    frame = _frame(kind)
    made, written = 0, None
    if one.unweighted and frame.design.weight is not None:
        with pytest.raises(AnalysisProblem):  # it would leave the weights out
            run(one, source_of(one, frame), _required(one, frame))
        return
    for result in _results(one, source_of(one, frame), list(_variants(one, frame)), kind):
        tables, figures = _masked(result)
        for language in LANGUAGES if tables != written else ():  # another chart leaves the tables as they are
            assert tables_text(tables, language)
            write_html(tables, io.BytesIO(), language)
            write_csv(tables, io.BytesIO(), language)
        written = tables
        for language in LANGUAGES:
            said = [render(text, language) for text in (result.why, result.finding) if text is not None]
            said += [words for figure in figures for words in (alt_text(figure, language), _head(figure, language))]
            assert all(said)
        made += 1
    assert made


def _few_silent(kind: str) -> Frame:
    """The frame whose every question is sensitive, and of whom three gave no answer to each."""
    frame = _frame(kind)
    variables = tuple(replace(one, role=Role.SENSITIVE) for one in frame.table.variables)
    reasons = {name: np.where(of == Reason.NOT_ASKED, of, Reason.PRESENT).astype(np.int8)
               for name, of in frame.reasons.items()}  # fmt: skip
    data = make_frame(_KINDS[kind][0], rows=len(frame.data)).data
    for at, (name, of) in enumerate(reasons.items()):
        given = [column for column in data if column.partition(".")[0] == name]
        data[given] = data[given].ffill().bfill()
        of[60 + 3 * at : 63 + 3 * at] = Reason.MISSING
        data.loc[of != Reason.PRESENT, given] = None
    return replace(frame, table=replace(frame.table, variables=variables), data=data, reasons=reasons)


@pytest.mark.parametrize("kind", rarely(_KINDS, ("a sample with its design", "a purposive selection", "a census")))
def test_tables_of_all_who_were_asked_have_their_words_too(kind: str) -> None:
    frame = _few_silent(kind)
    seen: set[str] = set()
    for one in declarations():
        if one.of_codings or (one.unweighted and frame.design.weight is not None):
            continue
        variants = list(_variants(one, frame))
        variants = variants if LONG else [variants[0], *variants[1::8]]
        written = None
        for result in _results(one, source_of(one, frame), variants, kind):
            if all(table.all_asked is None for table in result.tables):
                continue
            tables, figures = _masked(result)
            for language in LANGUAGES:
                assert tables == written or tables_text(tables, language)
                assert all(
                    words for figure in figures for words in (alt_text(figure, language), _head(figure, language))
                )
            written = tables
            if one.id not in seen:
                seen.add(one.id)
                for figure in figures:
                    _draw(figure, "fr")
                write_report(Report("All", tuple(TableBlock(table) for table in tables)), io.BytesIO(), "fr")
    assert {"proportions", "set", "crosstab", "means", "describe", "quantiles", "ratio", "regression"} <= seen


def _head(figure: Any, language: str) -> str:
    return " ".join(render(text, language) for text in (figure.title, figure.table.subtitle, figure.axis))


def _draw(figure: Any, language: str) -> None:
    """Draw it without its title, once: pictures of other surveys that differ in their title alone are the same."""
    notes = tuple(note for note in figure.table.notes if getattr(note, "key", "").startswith("mask."))
    table = replace(figure.table, title="", subtitle=None, notes=notes, origin=None)
    same = repr((replace(figure, title="", table=table), language))
    if same not in _DRAWN:
        _DRAWN.add(same)
        write_figure(figure, io.BytesIO(), "svg", language, titled=False)


_DRAWN: set[str] = set()
_KINDS_IN_TURNS = [  # with and without a design in each language; with `--all` each kind in each
    pytest.param(kind, language, marks=[] if (at + place) % 2 == 0 else pytest.mark.rare)
    for place, kind in enumerate(_KINDS)
    for at, language in enumerate(LANGUAGES)
]


@functools.cache  # the same tables in both languages, as pictures and with charts that can be edited
def _of_all_analyses(kind: str) -> list[tuple[list[Any], list[Any]]]:
    frame = _frame(kind)
    return [_masked(result) for one in declarations() for result in _results(one, frame, [_required(one, frame)], kind)]


@pytest.mark.parametrize(("kind", "language"), _KINDS_IN_TURNS)
def test_a_picture_of_every_analysis_and_chart_is_drawn(kind: str, language: str) -> None:
    for _, figures in _of_all_analyses(kind):
        for figure in figures:
            _draw(figure, language)
    assert len(_DRAWN) > 30


@pytest.mark.parametrize(("kind", "language"), _KINDS_IN_TURNS)
def test_a_report_of_every_analysis_and_chart_is_written(kind: str, language: str) -> None:
    every = [table for tables, _ in _of_all_analyses(kind) for table in tables]
    blocks: list[Any] = []
    for tables, figures in _of_all_analyses(kind):
        blocks += [*(TableBlock(table) for table in tables[:1]), *(FigureBlock(figure) for figure in figures)]
    assert len(blocks) > 30
    write_report(Report("All", tuple(blocks), options={"charts": "editable"}), io.BytesIO(), language)
    write_xlsx(every, io.BytesIO(), language)


def test_a_stacked_chart_announces_no_interval_however_often_it_is_asked_for() -> None:
    frame = _frame("a purposive selection")
    for how, key in (("off", "subtitle.column_percent_interviewed"), ("on", "subtitle.column_percent_plain")):
        options = {"variable": "v3", "column": "v2", "chart": "stacked", "inference": how, "inference_reason": "Drawn"}
        said = run("crosstab", frame, options).figures[0].table.subtitle
        assert isinstance(said, Message)
        assert said.key == key
