# SPDX-License-Identifier: MIT
"""Side column of a factsheet: office, kind of sheet, site, period and key figures beside what is charted.

It takes them out of the masthead and the first tiles, so that one template serves sheets with and without a column.
"""

from __future__ import annotations

import re
from typing import Any

PlainData = dict[str, Any]  # "kind" says how the page sets it


def safe_link(link: str) -> str:
    """The address where it is one of the web or of a mail; nothing else is ever opened from a page.

    Examples
    --------
    >>> safe_link("https://example.org"), safe_link("file:///etc/passwd")
    ('https://example.org', '')
    """
    return link if link.startswith(("https://", "http://", "mailto:")) and link.isprintable() else ""


SIDE_MM = 60.0
LEFT_MM, RIGHT_MM = 12.0, 9.0  # margins of the content beside it
CONTENT_MM = 210.0 - SIDE_MM - LEFT_MM - RIGHT_MM
_IN_BRACKETS = re.compile(r"^(.{1,40}?)\s*[(（](.{1,60})[)）]$")
_ROOM_MM = 187.0  # for figures and the note under them
_LONG_NAME = 12  # letters of a site's name that fit one line at full size


def with_side_column(blocks: list[PlainData]) -> list[PlainData]:
    """The blocks with masthead and first tiles as one "side" block, at the head of the page."""
    masthead = next((one for one in blocks if one["kind"] == "masthead"), None)
    if masthead is None:
        return blocks
    tiles = next((one for one in blocks if one["kind"] == "tiles"), None)
    rest = [one for one in blocks if one is not masthead and one is not tiles]
    found = _IN_BRACKETS.match(masthead["title"])
    name, below = found.groups() if found else (masthead["title"], "")
    size = 34 if len(name) <= _LONG_NAME else 24 if len(name) <= 2 * _LONG_NAME else 16
    year, period = masthead.get("large", ""), masthead.get("period", "")
    fields = {
        "period": period if not year or year in period else f"{period} {year}",
        "large": name,
        "below": below,
        "size": size,
        "tiles_key": tiles["key"] if tiles else "",
    }
    note = tiles["note"] if tiles else []
    room = _ROOM_MM - (16.0 if note else 0.0)
    figures: list[PlainData] = []
    for one in [_figure(tile) for tile in tiles["figures"]] if tiles else []:
        room -= _height_mm(one)
        if room < 0 and figures:
            break  # the most telling stand first
        figures.append(one)
    return [{**masthead, "kind": "side", **fields, "figures": figures, "note": note}, *rest]


def _figure(tile: PlainData) -> PlainData:
    """A key figure as the column says it: number, what it counts, of what."""
    label = f"{tile['unit']} · {tile['label']}" if tile["unit"] else tile["label"]
    small = [part for part in (tile["base"], tile["aim"], tile["before"]) if part]
    return {"value": tile["value"], "size": 28 if len(tile["value"]) <= 7 else 20, "label": label,
            "small": " · ".join(small)}  # fmt: skip


def _height_mm(figure: PlainData) -> float:
    """How high a figure is: number, label of about 22 letters a line, small print of about 30."""
    small = 2.0 + 3.3 * -(-len(figure["small"]) // 30) if figure["small"] else 0.0
    return 16.0 + 4.4 * -(-len(figure["label"]) // 22) + small
