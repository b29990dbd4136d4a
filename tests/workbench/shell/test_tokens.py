# SPDX-License-Identifier: MIT
"""Contrast of every pair of colours that text is drawn in, and the code colours. Rests on WCAG 2.2's formula."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench import stylesheet
from workbench.tokens import DARK, LIGHT, OKABE_ITO, Colours, code_colour, contrast

LOOKS = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("background", "surface", "field", "hover", "accent_wash")


def test_contrast_of_black_on_white_is_21() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    # WCAG technique G18: #777777 on white is 4.48, just short of the bar.
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@LOOKS
def test_text_can_be_read(colours: Colours) -> None:
    pairs = [(front, ground) for front in ("text", "muted", "accent") for ground in GROUNDS]
    pairs += [("good", "surface"), ("good", "background"), ("danger", "surface"), ("warning", "surface")]
    pairs += [("warning", "warning_wash"), ("danger", "danger_wash"), ("text", "warning_wash"), ("text", "danger_wash")]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover")]
    short = {
        pair: round(contrast(getattr(colours, pair[0]), getattr(colours, pair[1])), 2)
        for pair in pairs
        if contrast(getattr(colours, pair[0]), getattr(colours, pair[1])) < 4.5
    }
    assert not short


@LOOKS
def test_coded_text_can_be_read(colours: Colours) -> None:
    for index in range(24):
        assert contrast(colours.text, code_colour(index, colours).wash) >= 4.5, index


@LOOKS
def test_the_first_eight_codes_are_okabe_ito_and_all_differ(colours: Colours) -> None:
    lines = [code_colour(index, colours).line for index in range(24)]
    assert len(set(lines)) == 24
    same = [line for line, original in zip(lines, OKABE_ITO, strict=False) if line == original]
    assert len(same) >= 7  # black is a light grey on dark


@LOOKS
def test_pictures_of_the_stylesheet_use_the_tokens(colours: Colours) -> None:
    look = "dark" if colours.dark else "light"
    folder = Path(stylesheet.__file__).parent / "pictures"
    for name, colour in (("check", colours.on_accent), ("dot", colours.on_accent), ("chevron", colours.muted)):
        assert colour in (folder / f"{name}-{look}.svg").read_text(encoding="utf-8")
