# SPDX-License-Identifier: MIT
"""The style of an office: colours, font among the bundled ones, logo, source line, contact, read from `style.json`."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.pictures import PICTURE_KINDS
from wording import Problem, msg

FONTS = ("Inter",)
COLOURS = ("accent", "ink", "muted", "line", "wash", "warn", "quote")
LOGO_KINDS = {**PICTURE_KINDS, ".svg": "svg"}
LARGEST_LOGO, LARGEST_FILE = 2_000_000, 100_000
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_TEXTS = ("office", "source", "contact", "coordination")
# of each theme: for words and bars, for a second part, for the ground of a tile (contrast of words on white ≥ 5.9)
THEMES: Mapping[str, tuple[str, str, str]] = {
    "awareness": ("#17607f", "#5f9ab5", "#e6f1f6"),
    "training": ("#8a4f00", "#bd7c1c", "#fbf2e1"),
    "assistance": ("#7b2d5b", "#a8648c", "#f7ecf3"),
    "assessment": ("#3d4b57", "#7d8b97", "#eef1f4"),
    "survey": ("#17607f", "#5f9ab5", "#e6f1f6"),
}
_PLAIN = {
    "accent": "#17607f",
    "ink": "#1b2026",
    "muted": "#5d6874",
    "line": "#dfe3e8",
    "wash": "#f5f6f8",
    "warn": "#8f5400",
    "quote": "#e69f00",
}


class StyleProblem(Problem):
    """A style file that cannot be taken."""


@dataclass(frozen=True)
class OfficeStyle:
    """How an office's pages look and what they say of it; `logo` is the picture's bytes, `logo_kind` png, jpeg, svg."""

    office: str = ""
    source: str = ""
    contact: str = ""
    coordination: str = ""
    font: str = "Inter"
    margin_mm: float = 14.0
    colours: Mapping[str, str] = field(default_factory=lambda: dict(_PLAIN))
    themes: Mapping[str, tuple[str, str, str]] = field(default_factory=lambda: dict(THEMES))
    logo: bytes = b""
    logo_kind: str = ""


def read_style(path: Path) -> OfficeStyle:
    """The style of a `style.json`; the logo is a picture beside it."""
    try:
        raw = path.read_bytes()
    except OSError:
        raise StyleProblem(msg("style.unreadable", file=path.name)) from None
    if len(raw) > LARGEST_FILE:
        raise StyleProblem(msg("style.too_large", file=path.name))
    try:
        given = json.loads(raw)
    except ValueError:
        raise StyleProblem(msg("style.not_json", file=path.name)) from None
    if not isinstance(given, dict):
        raise StyleProblem(msg("style.not_json", file=path.name))
    known = {*_TEXTS, "font", "margin_mm", "colours", "themes", "logo"}
    unknown = sorted(set(given) - known)
    if unknown:
        raise StyleProblem(msg("style.unknown", file=path.name, name=unknown[0][:40]))
    logo, kind = _logo(path, given.get("logo"))
    return OfficeStyle(
        **{name: _text(path, given, name) for name in _TEXTS},
        font=_font(path, given.get("font", "Inter")),
        margin_mm=_margin(path, given.get("margin_mm", 14.0)),
        colours={**_PLAIN, **_colours(path, given.get("colours", {}), COLOURS)},
        themes={**THEMES, **_themes(path, given.get("themes", {}))},
        logo=logo,
        logo_kind=kind,
    )


def style_json(style: OfficeStyle) -> dict[str, Any]:
    """What the page reads of a style."""
    return {
        "font": style.font,
        "margin": style.margin_mm,
        "colours": dict(style.colours),
        "themes": {name: list(colours) for name, colours in style.themes.items()},
    }


def _text(path: Path, given: Mapping[str, object], name: str) -> str:
    value = given.get(name, "")
    if not isinstance(value, str) or len(value) > 400:
        raise StyleProblem(msg("style.text", file=path.name, name=name))
    return value


def _font(path: Path, font: object) -> str:
    if font not in FONTS:
        raise StyleProblem(msg("style.font", file=path.name, fonts=list(FONTS)))
    return str(font)


def _margin(path: Path, margin: object) -> float:
    if isinstance(margin, bool) or not isinstance(margin, (int, float)) or not 8 <= margin <= 30:
        raise StyleProblem(msg("style.margin", file=path.name))
    return float(margin)


def _colours(path: Path, given: object, names: tuple[str, ...]) -> dict[str, str]:
    if not isinstance(given, dict):
        raise StyleProblem(msg("style.colours", file=path.name))
    for name, value in given.items():
        if name not in names or not isinstance(value, str) or not _COLOUR.fullmatch(value):
            raise StyleProblem(msg("style.colour", file=path.name, name=str(name)[:40]))
    return dict(given)


def _themes(path: Path, given: object) -> dict[str, tuple[str, str, str]]:
    if not isinstance(given, dict):
        raise StyleProblem(msg("style.colours", file=path.name))
    for name, three in given.items():
        whole = name in THEMES and isinstance(three, list) and len(three) == 3
        if not whole or not all(isinstance(one, str) and _COLOUR.fullmatch(one) for one in three):
            raise StyleProblem(msg("style.colour", file=path.name, name=str(name)[:40]))
    return {name: (three[0], three[1], three[2]) for name, three in given.items()}


def _logo(path: Path, given: object) -> tuple[bytes, str]:
    if not given:
        return b"", ""
    name = str(given)
    beside = path.parent / name
    if Path(name).name != name or beside.suffix.lower() not in LOGO_KINDS:
        raise StyleProblem(msg("style.logo", file=path.name, logo=name[:60]))
    try:
        large = beside.stat().st_size > LARGEST_LOGO
        data = b"" if large else beside.read_bytes()
    except OSError:
        raise StyleProblem(msg("style.logo_missing", file=path.name, logo=name[:60])) from None
    if large or not is_picture(data, LOGO_KINDS[beside.suffix.lower()]):
        raise StyleProblem(msg("style.logo", file=path.name, logo=name[:60]))
    return data, LOGO_KINDS[beside.suffix.lower()]


def is_picture(data: bytes, kind: str) -> bool:
    """Whether the bytes are a whole picture of that kind: png, jpeg, or an svg without script or foreign address.

    Examples
    --------
    >>> is_picture(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "svg"), is_picture(b"<svg><script/></svg>", "svg")
    (True, False)
    """
    if kind == "svg":
        low = data.lower()
        bad = (b"<script", b"<!doctype", b"<!entity", b"<foreignobject", b"<image", b"javascript:", b"@import")
        return b"<svg" in low[:2000] and not any(word in low for word in bad)
    from PIL import Image, UnidentifiedImageError  # PIL, 20 ms: not at start

    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.verify()
            return str(picture.format).lower() == kind
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
