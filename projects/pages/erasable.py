# SPDX-License-Identifier: MIT
"""Erasing a picture of the report: its block goes, with every image of it that the log still holds. It erases nothing.

A picture may show a face; its words (alternative text, credit) go with it. Kept templates hold no picture.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from projects.pages import queries
from projects.store.erasing import Belongings, Erasable, EraseItem, Subject
from projects.store.ports import OpenProject, Rows, Trace
from wording import Text, msg, text_from_json


@dataclass(frozen=True)
class StoredPicture:
    """A picture of the report: the id of its block, its place among the pictures, its alternative text."""

    block: str
    number: int
    alt: Text

    @property
    def subject(self) -> Subject:
        """What Erase calls it."""
        return Subject("picture", self.block)

    @property
    def title(self) -> Text:
        """Its alternative text, else its number."""
        return self.alt or msg("pages.picture_number", n=self.number)


def pictures(reader: Rows) -> list[StoredPicture]:
    """The pictures of the report, in its order."""
    rows = reader.query(queries.PICTURES)
    return [
        StoredPicture(str(row["id"]), at, text_from_json(json.loads(row["content"]).get("alt", "")))
        for at, row in enumerate(rows, start=1)
    ]


def _belongings(project: OpenProject, block: Any) -> Belongings:
    found = next((one for one in pictures(project) if one.block == str(block)), None)
    if found is None:
        return Belongings()
    item = EraseItem(msg("pages.item.picture"), msg("pages.item.where"), found.title)
    return Belongings(traces=(Trace("report_block", "id", found.block),), items=(item,))


ERASABLE: tuple[Erasable, ...] = (Erasable("picture", _belongings),)  # id: the block's
