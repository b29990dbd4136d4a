# SPDX-License-Identifier: MIT
"""Templates hold no words and no numbers of their own; running text finds its live numbers; clearing is recorded."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import projects.pages.templates as templates_module
from analysis.pictures import PictureProblem, read_picture
from analysis.report.key_figures import KeyFigure, figure_text
from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from projects.pages.markup import keys_in, rich_text
from projects.pages.page_clearance import PageClearance
from projects.pages.templates import NAMES, TemplateProblem, read_template, template
from wording import LANGUAGES, render, text_from_json

FOLDER = Path(templates_module.__file__).with_name("templates")


def texts(told: Any) -> list[Any]:
    """Every text of a template, however deep: messages, and plain strings that a reader would see."""
    if isinstance(told, dict) and set(told) == {"key"}:
        return [told]
    if isinstance(told, dict):
        fields = ("text", "title", "subtitle", "sheet", "alt", "credit")
        seen = [told[name] for name in fields if name in told]
        return [*seen, *(text for value in told.values() for text in texts(value))]
    if isinstance(told, list):
        return [text for value in told for text in texts(value)]
    return []


@pytest.mark.parametrize("name", NAMES)
def test_no_digit_of_a_template_is_typed(name: str) -> None:
    told = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = texts(told)
    assert found
    for text in found:
        assert isinstance(text, dict), "every word is a message of the program"
        for language in LANGUAGES:
            said = render(text_from_json(text), language)
            assert not re.search(r"\d", said)
            assert not re.search(r"[Rr]eplace|[Rr]emplace", said), "a first sheet may leave as it is"


@pytest.mark.parametrize("name", NAMES)
def test_every_block_has_a_lasting_key_of_its_own(name: str) -> None:
    keys = [block.id for block in template(None, name).blocks]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "told",
    [None, [], {"layout": "poster", "blocks": []}, {"layout": "report", "blocks": [], "more": 1},
     {"layout": "report", "blocks": [{"kind": "script", "content": {}}]},
     {"layout": "report", "blocks": [{"kind": "title", "content": {}, "code": "x"}]},
     {"layout": "report", "blocks": [{"kind": "title", "content": "words"}]}],
)  # fmt: skip
def test_a_template_with_unknown_fields_is_a_sentence(told: Any) -> None:
    with pytest.raises(TemplateProblem) as refused:
        read_template("mine", told)
    assert all(render(refused.value.message, language) for language in LANGUAGES)


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_a_template_is_known_to_its_kind(name: str) -> None:
    for block in template(None, name).blocks:
        assert set(block.content) <= {*templates_module.CONTENT.get(block.kind, ()), "needs"}, block


def test_a_template_of_a_file_names_what_it_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "ours.json"
    told: dict[str, Any] = {"layout": "infosheet", "blocks": [{"kind": "tiles", "content": {"most": 3}}]}
    path.write_text(json.dumps(told), "utf-8")
    assert template(None, str(path)).name == "ours"
    wrong = [
        ("[]", "must have a layout"), ("{", "must have a layout"),
        (json.dumps({**told, "script": "x"}), "unknown field “script”"),
        (json.dumps({**told, "layout": "poster"}), "report, infosheet, factsheet"),
        (json.dumps({**told, "blocks": {}}), "must have a layout"),
        (json.dumps({**told, "blocks": [{"kind": "tiles", "content": {"run": "x"}}]}), "field “run” in block 1"),
        (json.dumps({**told, "blocks": [{"kind": "script", "content": {}}]}), "unknown kind “script”"),
        (json.dumps({**told, "blocks": [{"kind": "tiles", "content": {}, "code": "x"}]}), "field “code” in block 1"),
        (json.dumps({**told, "blocks": ["tiles"]}), "Block 1"),
    ]  # fmt: skip
    for words, said in wrong:
        path.write_text(words, "utf-8")
        with pytest.raises(TemplateProblem) as refused:
            template(None, str(path))
        assert said in render(refused.value.message, "en")
    path.write_bytes(b" " * 1_000_001)
    for missing in (str(path), str(tmp_path / "nowhere.json")):
        with pytest.raises(TemplateProblem):
            template(None, missing)


def test_pictures_too_large_for_the_disk_or_for_memory_are_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    Image.new("1", (40, 40)).save(tmp_path / "bomb.png")
    (tmp_path / "words.png").write_text("no picture")
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    for name, key in (("large", "too_large"), ("bomb", "too_large"), ("words", "none"), ("nowhere", "none")):
        with pytest.raises(PictureProblem) as refused:
            read_picture(tmp_path / f"{name}.png")
        assert refused.value.message.key == f"picture.{key}"


def test_an_unknown_template_names_those_there_are() -> None:
    with pytest.raises(TemplateProblem) as refused:
        template(None, "poster")
    assert "infosheet" in render(refused.value.message, "en")


def share(flags: frozenset[Flag] = frozenset()) -> KeyFigure:
    cell = Cell(0.62, 0.55, 0.69, n=242, base=391, unit=Unit.SHARE, flags=flags)
    table = TableSpec("t", "Safe", None, None, (Column("total", "All"),), (Row("yes", "Yes", (cell,)),))
    return KeyFigure("analysis.a1.yes", None, "share", "Yes", table=table, row="yes", column="total")


def test_running_text_with_live_numbers() -> None:
    text = "Of {analysis.a1.yes|base}, **{analysis.a1.yes} feel safe** ({analysis.a1.yes|interval}).\n\n- *one*\n- [two](https://example.org)\n\n1. three"  # noqa: E501
    rich = rich_text(text, {"analysis.a1.yes": share()})
    shown = [
        "".join(figure_text(s.number, s.form, "en") if s.number else render(s.text, "en") for s in line.spans)
        for line in rich.lines
    ]
    assert shown == ["Of 391, 62% feel safe (55–69%).", "one", "two", "three"]
    assert [line.kind for line in rich.lines] == ["text", "bullet", "bullet", "number"]
    assert [span.bold for span in rich.lines[0].spans] == [False, False, False, True, True, False, False, False]
    assert rich.lines[2].spans[0].link == "https://example.org"
    assert keys_in(text) == ["analysis.a1.yes"] * 3


def test_a_number_that_is_gone_and_one_that_is_withheld() -> None:
    assert render(rich_text("{gone.figure}", {}).lines[0].spans[0].text, "en") == "–"
    masked = share(frozenset({Flag.MASKED_CELL}))
    assert {figure_text(masked, form, "en") for form in ("value", "n", "base", "interval", "share")} == {"‡"}


def test_forms_of_a_figure() -> None:
    figure = KeyFigure("reach.t1.total.contacts", 10938, "contacts", "x", target=12000, before=9000)
    assert figure_text(figure, "value", "fr") == "10\u202f938"
    assert figure_text(figure, "share", "fr") == "91\u00a0%"
    assert figure_text(figure, "difference", "en") == "1,938 more"


@pytest.mark.parametrize(
    ("clearing", "words"),
    [(PageClearance(), "alone, no purpose given"),
     (PageClearance("A. B.", "donor report"), "by A. B.; purpose: donor report"),
     (PageClearance(purpose="press"), "alone; purpose: press")],
)  # fmt: skip
def test_clearing_in_words(clearing: PageClearance, words: str) -> None:
    assert words in render(clearing.message("sheet.pdf"), "en")
