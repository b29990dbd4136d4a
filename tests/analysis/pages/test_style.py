# SPDX-License-Identifier: MIT
"""The style file of an office: the two examples are whole, what is wrong is one sentence, a script never runs."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from analysis.pages import OfficeStyle, StyleProblem, read_style, write_pdf
from analysis.pages.style import is_picture
from tests.analysis.pages.test_pages import sheet, words
from wording import LANGUAGES, render

EXAMPLES = sorted((Path(__file__).parents[3] / "docs" / "styles").glob("*/style.json"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_make_pages(path: Path) -> None:
    style = read_style(path)
    stream = io.BytesIO()
    write_pdf(sheet(), stream, "en", style)
    assert style.logo
    assert style.source in words(stream.getvalue())


def test_there_are_two_examples() -> None:
    assert len(EXAMPLES) == 2


@pytest.mark.parametrize(
    "told",
    ["", "[]", '{"script": "alert(1)"}', '{"colours": {"accent": "#12345"}}', '{"colours": {"sky": "#123456"}}',
     '{"font": "Comic Sans"}', '{"margin_mm": 900}', '{"margin_mm": true}', '{"office": 7}', '{"logo": "../logo.png"}',
     '{"logo": "missing.png"}', '{"themes": {"survey": ["#123456"]}}', '{"office": "' + "x" * 500 + '"}'],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(told: str, tmp_path: Path) -> None:
    path = tmp_path / "style.json"
    path.write_text(told, encoding="utf-8")
    with pytest.raises(StyleProblem) as refused:
        read_style(path)
    assert all(render(refused.value.message, language) for language in LANGUAGES)


@pytest.mark.parametrize(
    ("data", "kind", "fine"),
    [(b"no picture", "png", False), (b"<svg xmlns='x'><script>1</script></svg>", "svg", False),
     (b"<svg xmlns='x'><image href='http://a'/></svg>", "svg", False), (b"<svg xmlns='x'/>", "svg", True)],
)  # fmt: skip
def test_what_is_a_picture(data: bytes, kind: str, fine: bool) -> None:
    assert is_picture(data, kind) is fine


def test_what_the_office_wrote_stays_words() -> None:
    stream = io.BytesIO()
    write_pdf(sheet(), stream, "en", OfficeStyle(office='#read("/etc/passwd") $x$'))
    assert '#read("/etc/passwd") $x$' in words(stream.getvalue())
