# SPDX-License-Identifier: MIT
"""Colours of the series of a chart: plain ones, or a ramp for ordered answers that a grey copy still tells apart.

Colours are computed in CIE L*a*b* (D65, CIE 15:2018): neighbours of a ramp stand at least 12 in L* apart.
"""

from __future__ import annotations

import functools
import math

from analysis.figures.canvas import SERIES
from analysis.result_tables import Ramp

LEAST_STEP = 12.0  # of L* between neighbours
_DARKEST, _LIGHTEST, _MIDDLE = 28.0, 88.0, 86.0
_PALE, _PALEST, _TURNED = 64.0, 82.0, 120.0  # the lightest of two groups, and of many; L* turned round for dark ground
_MOST_GROUPS = 12
_LIMITS = (14.0, 95.0)  # of a ramp with many steps
_COOL, _WARM = 236.0, 66.0  # hues in degrees: the teal of the window, amber
_CHROMA = 46.0
_AMBER = 62.0  # chroma of the warm side, which a reader should see first
_POLES = (45.0, _DARKEST)  # the poles of two sides: no darker than the steps between need, so that they keep their hue
_WHITE = (0.95047, 1.0, 1.08883)


# Parts of people: women teal, men ochre, children their lighter tint, unknown grey, in this order everywhere.
# L* 38, 69, 46, 74, 82: neighbours in a bar are told apart in a grey copy; a white line parts boys and unknown.
PART_COLOURS = {
    "women": "#17607f", "girls": "#7fb1c6", "men": "#a85a00", "boys": "#e3ae62", "unknown": "#c3ccd4",
    "adults": "#17607f", "children": "#7fb1c6",
    "female": "#17607f", "male": "#5f9ab5",  # on sheets, where sex alone is shown: L* 38, 61, 82
}  # fmt: skip


def part_colours(names: tuple[str, ...]) -> tuple[str, ...]:
    """Give the colours of parts of people.

    Examples
    --------
    >>> part_colours(("women", "unknown"))
    ('#17607f', '#c3ccd4')
    """
    plain = series_colours(len(names))
    return tuple(PART_COLOURS.get(name, colour) for name, colour in zip(names, plain, strict=True))


def answer_colours(count: int, ramp: Ramp = Ramp.NONE, *, no_answer: bool = False) -> tuple[str, ...]:
    """A colour for each part of a stacked bar; those who gave no answer are grey, outside the order of the answers.

    Examples
    --------
    >>> answer_colours(3, no_answer=True)[:2] == series_colours(2), answer_colours(3, no_answer=True)[2]
    (True, '#c3ccd4')
    """
    if not no_answer:
        return series_colours(count, ramp)
    return (*series_colours(count - 1, ramp), PART_COLOURS["unknown"])


def series_colours(count: int, ramp: Ramp = Ramp.NONE) -> tuple[str, ...]:
    """A colour for each of `count` series as "#rrggbb"; a ramp with too many steps falls back on plain colours.

    References
    ----------
    CIE 15:2018, Colorimetry (L*a*b*, D65).

    Examples
    --------
    >>> series_colours(2)
    ('#17607f', '#e69f00')
    >>> light = [lightness(colour) for colour in series_colours(5, Ramp.SEQUENTIAL)]
    >>> all(first - second >= 12 for first, second in zip(light, light[1:]))
    True
    """
    if ramp is Ramp.SEQUENTIAL:
        made = _sequential(count)
    elif ramp is Ramp.DIVERGING:
        made = _diverging(count)
    else:
        made = ()
    return made or tuple(SERIES[at % len(SERIES)] for at in range(count))


def group_colours(count: int, ramp: Ramp = Ramp.NONE, *, dark: bool = False) -> tuple[str, ...]:
    """A colour for each of `count` groups whose bars and points stand side by side: none so pale that it is lost.

    References
    ----------
    CIE 15:2018, Colorimetry (L*a*b*, D65).

    Examples
    --------
    >>> [round(lightness(colour)) for colour in group_colours(3, Ramp.SEQUENTIAL)]
    [64, 46, 28]
    >>> [round(lightness(colour)) for colour in group_colours(3, Ramp.SEQUENTIAL, dark=True)]
    [56, 74, 92]
    """
    if ramp is Ramp.NONE or not 2 <= count <= _MOST_GROUPS:
        return series_colours(count)
    half = count // 2
    steps = half if ramp is Ramp.DIVERGING else count - 1
    pale = min(max(_PALE, _DARKEST + LEAST_STEP * 1.04 * steps), _PALEST)
    levels = _steps(pale, _DARKEST, steps + 1)
    if dark:
        levels = [_TURNED - level for level in levels]
    if ramp is Ramp.SEQUENTIAL:
        return tuple(_colour(level, _COOL) for level in levels)
    warm = [_colour(level, _WARM, _AMBER) for level in reversed(levels[1:])]
    cool = [_colour(level, _COOL) for level in levels[1:]]
    return (*warm, *([_colour(levels[0], _COOL, 0.0)] if count % 2 else []), *cool)


def lightness(colour: str) -> float:
    """L* of "#rrggbb": how light it is in a grey copy.

    References
    ----------
    CIE 15:2018, Colorimetry, L* of relative luminance.

    Examples
    --------
    >>> [round(lightness(colour), 1) for colour in ("#000000", "#777777", "#ffffff")]
    [0.0, 50.0, 100.0]
    """
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 116 * _root(y) - 16


@functools.cache
def _sequential(count: int) -> tuple[str, ...]:
    """Light to dark, as the answers are ordered."""
    ends = _ends(_LIGHTEST, _DARKEST, count - 1)
    if count < 2 or ends is None:
        return ()
    return tuple(_colour(level, _COOL) for level in _steps(*ends, count))


@functools.cache
def _diverging(count: int) -> tuple[str, ...]:
    """Warm for the first half, cool for the last, both as light in grey; an odd one in the middle is grey."""
    half = count // 2
    pole = next((one for one in _POLES if _MIDDLE - one >= LEAST_STEP * 1.04 * half), _DARKEST)
    ends = _ends(pole, _MIDDLE, half)
    if count < 2 or ends is None:
        return ()
    levels = _steps(*ends, half + 1)[:half]
    warm = [_colour(level, _WARM, _AMBER) for level in levels]
    cool = [_colour(level, _COOL) for level in reversed(levels)]
    return (*warm, *([_colour(ends[1], _COOL, 0.0)] if count % 2 else []), *cool)


def _ends(first: float, last: float, steps: int) -> tuple[float, float] | None:
    """The ends of the ramp, moved apart where its steps would be too small; None where no ramp has so many."""
    if abs(last - first) >= LEAST_STEP * 1.04 * steps:
        return first, last
    low, high = _LIMITS
    if high - low < LEAST_STEP * 1.04 * steps:
        return None
    return (low, high) if first < last else (high, low)


def _steps(first: float, last: float, count: int) -> list[float]:
    return [first + (last - first) * at / (count - 1) for at in range(count)]


def _colour(level: float, hue: float, chroma: float = _CHROMA) -> str:
    """The colour of that lightness and hue, as strong as a screen can show it."""
    strong = min(chroma, 1.1 * min(level, 108 - level) + 4)
    while strong > 0.5:
        parts = _srgb(level, strong, hue)
        if all(-1e-6 <= part <= 1 + 1e-6 for part in parts):
            break
        strong *= 0.95
    else:
        parts = _srgb(level, 0.0, hue)
    return "#" + "".join(f"{round(min(max(part, 0.0), 1.0) * 255):02x}" for part in parts)


def _srgb(level: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    middle = (level + 16) / 116
    x, y, z = (
        white * _cubed(part) for white, part in zip(_WHITE, (middle + a / 500, middle, middle - b / 200), strict=True)
    )
    return (
        _gamma(3.2404542 * x - 1.5371385 * y - 0.4985314 * z),
        _gamma(-0.9692660 * x + 1.8760108 * y + 0.0415560 * z),
        _gamma(0.0556434 * x - 0.2040259 * y + 1.0572252 * z),
    )


def _cubed(part: float) -> float:
    return part**3 if part > 6 / 29 else 3 * (6 / 29) ** 2 * (part - 4 / 29)


def _root(part: float) -> float:
    return part ** (1 / 3) if part > (6 / 29) ** 3 else part / (3 * (6 / 29) ** 2) + 4 / 29


def _gamma(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
