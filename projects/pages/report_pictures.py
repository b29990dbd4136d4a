# SPDX-License-Identifier: MIT
"""A picture of a file added to the report, with its alternative text and credit, without the camera's metadata."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.pictures import PictureProblem, read_picture
from analysis.report.blocks import Picture
from projects.results.saved_results import add_block, report_blocks
from projects.store.actions import Action
from projects.store.ports import Transaction
from wording import msg, text_from_json


def add_picture(path: Path, alt: str, credit: str = "", width: float = 1.0) -> Action:
    """Put a picture at the end of the report, before a methods note; `width` is its share of the column, 0.1 to 1.

    Raises PictureProblem without alternative text, for a width that is none, and for what is no picture.
    """
    if not alt.strip():
        raise PictureProblem(msg("picture.no_alt", file=path.name))
    if not 0.1 <= width <= 1.0:
        raise PictureProblem(msg("picture.width", file=path.name))
    data, kind = read_picture(path)
    content = {
        "data": base64.b64encode(data).decode("ascii"), "kind": kind, "alt": alt.strip(), "credit": credit.strip(),
        "width": width,
    }  # fmt: skip

    def perform(transaction: Transaction) -> str:
        methods = next((one.id for one in report_blocks(transaction) if one.kind == "methods"), None)
        return str(add_block("picture", content, methods).perform(transaction))

    return Action("pages.add_block", msg("results.block_added", kind=msg("block.picture")), perform)


def picture_block(stored: Mapping[str, Any]) -> Picture | None:
    """The picture of a block as it is stored; None where none was chosen yet."""
    data = base64.b64decode(str(stored.get("data", "")) or "")
    if not data:
        return None
    width = min(max(float(stored.get("width", 1.0)), 0.1), 1.0)
    alt, credit = (text_from_json(stored.get(name, "")) for name in ("alt", "credit"))
    return Picture(data, str(stored.get("kind", "png")), alt, credit, width)
