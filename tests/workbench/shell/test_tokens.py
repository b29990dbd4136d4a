# SPDX-License-Identifier: MIT
"""Contrast of every pair of colours that text is drawn in, and the code colours. Rests on WCAG 2.2's formula."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding.codebook import palette
from workbench import theme
from workbench.colours_and_sizes import DARK, LIGHT, Colours, contrast, wash_of

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
    for colour in palette():
        assert contrast(colours.text, wash_of(colour, colours)) >= 4.5, colour


@LOOKS
def test_pictures_of_the_stylesheet_use_the_tokens(colours: Colours) -> None:
    look = "dark" if colours.dark else "light"
    folder = Path(theme.__file__).parent / "pictures"
    for name, colour in (("check", colours.on_accent), ("dot", colours.on_accent), ("chevron", colours.muted)):
        assert colour in (folder / f"{name}-{look}.svg").read_text(encoding="utf-8")
