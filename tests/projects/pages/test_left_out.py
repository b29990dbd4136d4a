# SPDX-License-Identifier: MIT
"""Blocks left out for want of data are listed by reason with what fills them; the other of two blocks is not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from analysis.report import blocks as kinds
from analysis.report.key_figures import KeyFigure
from projects.pages.left_out import REASONS, left_out
from projects.results.saved_results import ReportBlock
from wording import msg, render
from wording.catalogue import has_message

REACH = {"reach": "month"}
CHANGE = {"kind": "figure", "content": {"change": True}}
SERVICES = {"kind": "figure", "content": {"cases": "service"}}
QUOTE = {"kind": "quotebox", "content": {}}


def told(blocks: list[tuple[str, dict[str, Any]]], made: list[Any], **has: Any) -> dict[str, list[str]]:
    options = SimpleNamespace(one_site=has.pop("one_site", False))
    filling: Any = SimpleNamespace(
        options=options, of_all_sites={}, reach=has.get("reach", {}), cases=has.get("cases", {})
    )
    stored = [ReportBlock(f"b{at}", kind, content) for at, (kind, content) in enumerate(blocks)]
    return {one.reason: [render(what, "en") for what in one.what] for one in left_out(stored, made, filling)}


def figure(shown_as: str = "") -> kinds.FigureBlock:
    empty: Any = None
    return kinds.FigureBlock(empty, None, shown_as)


def test_blocks_without_data_are_told_by_reason() -> None:
    blocks: list[tuple[str, dict[str, Any]]] = [
        ("section", {"text": {"key": "template.assistance"}, "needs": "cases"}),
        ("figure", {"cases": "pathway", "needs": "cases"}),
        ("figure", {**REACH, "needs": "reach_alone"}),
        ("text", {"text": "x", "needs": "no_cases"}),
        ("pagebreak", {"needs": "reach"}),
        ("tiles", {"most": 5}),
        ("table", {"analysis": "gone"}),
        ("methods", {}),
    ]
    assert told(blocks, [None] * 7 + [kinds.Paragraph("m")]) == {
        "cases": [render(msg("template.assistance"), "en"), render(msg("page.cases.pathway"), "en")],
        "figures": [render(msg("block.tiles"), "en")],
        "analysis": [render(msg("block.table"), "en")],
    }


def test_what_is_missing_within_columns_is_told() -> None:
    content = {"columns": [[SERVICES, CHANGE], [QUOTE, {"kind": "callout", "content": {}}]]}
    callout = kinds.CallOut(KeyFigure("k", 1.0, "people", "People"), "")
    made = kinds.Columns(((figure(),), (callout,)), (1.0, 1.0))
    assert list(told([("columns", content)], [made])) == ["changes", "quotes"]
    whole = kinds.Columns(((figure(), figure("change")), (kinds.QuoteBox(kinds.Quote("q")), callout)), (1.0, 1.0))
    assert told([("columns", content)], [whole]) == {}
    assert told([("columns", {**content, "needs": "answers_whole"})], [None]) == {}


def test_a_register_without_the_column_is_another_reason_than_none() -> None:
    assert list(told([("figure", REACH)], [None])) == ["reach"]
    assert list(told([("figure", REACH)], [None], reach={"t1": {}})) == ["part"]
    others = {"reach": "kind", "of": "others"}
    assert list(told([("figure", others)], [None], reach={"t1": {}})) == ["part"]
    assert told([("figure", others)], [None], reach={"t1": {"kind": None}}) == {}, "one kind only has no others"
    audience = {"reach": "audience", "of": "others"}
    assert told([("figure", audience)], [None], reach={"t1": {"audience": None}}) == {}, "one audience is its kind"
    assert told([("figure", REACH)], [None], one_site=True) == {}, "a sheet of one site leaves out by rule"


def test_a_period_without_rows_is_told_as_such_and_not_as_a_missing_column() -> None:
    none, some = SimpleNamespace(facts={"n": 0}), SimpleNamespace(facts={"n": 3})
    assert list(told([("figure", REACH)], [None], reach={"t1": {"kind": none}})) == ["sessions_in_period"]
    assert list(told([("figure", REACH)], [None], reach={"t1": {"kind": some}})) == ["part"]
    services = ("figure", {"cases": "service"})
    assert list(told([services], [None], cases={"t2": none})) == ["cases_in_period"]
    assert list(told([services], [None], cases={"t2": some})) == ["service"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_reason_has_its_sentence(language: str) -> None:
    assert [one for one in REASONS if not has_message(f"page.left_out.{one}", language)] == []
