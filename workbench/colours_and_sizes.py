# SPDX-License-Identifier: MIT
"""Every colour, distance and type size of the window, light and dark. It holds values only; `theme` puts them on Qt."""

from __future__ import annotations

from dataclasses import dataclass

UNIT = 8
"""The rhythm of all distances, in pixels."""

RADIUS = 6
NUMBER_MARGINS = (8, 0, 8, 0)  # of the digits in a number field, so that they stand where words stand in others
ROW_HEIGHT = 29
HEADER_HEIGHT = 38
RAIL_WIDTH = 72
ICON_SIZE = 20

FONT = "Inter"


@dataclass(frozen=True)
class TypeSizes:
    """Sizes in pixels at a text scale of 1."""

    small: int = 11
    muted: int = 12
    body: int = 13
    reading: int = 15
    heading: int = 17
    title: int = 25


TYPE = TypeSizes()
READING_LINE_HEIGHT = 1.6


@dataclass(frozen=True)
class Colours:
    """One look. `…_wash` lies behind text of the colour before it; `on_accent` is text on the accent."""

    dark: bool
    background: str
    surface: str
    field: str
    hover: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_wash: str
    warning: str
    warning_wash: str
    danger: str
    danger_wash: str
    good: str


LIGHT = Colours(
    dark=False,
    background="#f5f6f8",
    surface="#ffffff",
    field="#f5f6f8",
    hover="#eef1f4",
    text="#1b2026",
    muted="#5d6874",
    line="#dfe3e8",
    accent="#17607f",
    on_accent="#ffffff",
    accent_hover="#12506b",
    accent_wash="#e4f0f5",
    warning="#8a5000",
    warning_wash="#fff4e0",
    danger="#a8231c",
    danger_wash="#fdeceb",
    good="#1d7a46",
)

DARK = Colours(
    dark=True,
    background="#17191c",
    surface="#1f2327",
    field="#191c1f",
    hover="#2a2f35",
    text="#e8eaed",
    muted="#9aa4af",
    line="#333a41",
    accent="#66b8d6",
    on_accent="#10191e",
    accent_hover="#86cbe4",
    accent_wash="#203641",
    warning="#e0a54a",
    warning_wash="#3a2f1c",
    danger="#f0928b",
    danger_wash="#40211f",
    good="#6cc792",
)

_WASH = {False: 0.14, True: 0.20}


def wash_of(line: str, colours: Colours) -> str:
    """The wash behind text for a colour of the user's own choice (`#rrggbb`)."""
    return mix(line, colours.surface, _WASH[colours.dark])


def mix(over: str, under: str, share: float) -> str:
    """`share` (0–1) of the colour `over` laid on `under`, both `#rrggbb`."""
    parts = [round(a * share + b * (1 - share)) for a, b in zip(_channels(over), _channels(under), strict=True)]
    return "#{:02x}{:02x}{:02x}".format(*parts)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1–21 (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _channels(colour: str) -> tuple[int, int, int]:
    value = colour.lstrip("#")
    return int(value[0:2], 16), int(value[2:4], 16), int(value[4:6], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
