# SPDX-License-Identifier: MIT
"""Erasing a picture of the report, alone or among blocks side by side, and the office's logo.

`projects.store.erasure` erases them. A picture may show a face; its words (alternative text, credit) go with it, and
with every image of it that the log still holds. Kept templates hold no picture.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from projects.results.queries import SET_BLOCK
from projects.store.erase_request import Belongings, Erasable, EraseItem, Subject
from projects.store.ports import OpenProject, Rows, Trace, Transaction
from projects.store.schema import stored_setting
from wording import Text, msg, text_from_json

PICTURES = "SELECT id, kind, content FROM report_block WHERE kind IN ('picture', 'columns') ORDER BY position, id"
BLOCK_CONTENT = "SELECT content FROM report_block WHERE id = ?"

STYLE = "pages.style"  # the setting with the office's style and its logo
LOGO = "logo"
StoredContent = dict[str, Any]  # what a block says, as it is stored
Place = tuple[tuple[int, int], ...]  # column and place in it, of each block that stands within another


@dataclass(frozen=True)
class StoredPicture:
    """A picture of the report: the id of its block, its place among the pictures, its alternative text.

    `inside`: where it stands within the block; "logo" is the block of the office's logo.
    """

    block: str
    number: int
    alt: Text
    inside: Place = ()

    @property
    def id(self) -> str:
        """What tells it from the others: "b7", "b7/0.1", "logo"."""
        return "/".join((self.block, *(f"{column}.{place}" for column, place in self.inside)))

    @property
    def subject(self) -> Subject:
        """What Erase calls it."""
        return Subject("picture", self.id)

    @property
    def title(self) -> Text:
        """Its alternative text, else its number."""
        return self.alt or msg("pages.picture_number", n=self.number)


def pictures(reader: Rows) -> list[StoredPicture]:
    """The pictures of the report in its order, those in columns too; the office's logo last."""
    found: list[StoredPicture] = []
    for row in reader.query(PICTURES):
        content = json.loads(row["content"])
        if row["kind"] == "picture":
            found.append(StoredPicture(str(row["id"]), len(found) + 1, text_from_json(content.get("alt", ""))))
            continue
        for inside, stored in _within(content):
            alt = text_from_json(stored.get("alt", ""))
            found.append(StoredPicture(str(row["id"]), len(found) + 1, alt, inside))
    if (_style(reader) or {}).get("logo"):
        found.append(StoredPicture(LOGO, len(found) + 1, msg("pages.logo")))
    return found


def _within(content: StoredContent, above: Place = ()) -> Iterator[tuple[Place, StoredContent]]:
    """The pictures in the columns of a block: where each stands, and its content."""
    for column, blocks in enumerate(content.get("columns", ())):
        for place, one in enumerate(blocks):
            stored, here = one.get("content", {}), (*above, (column, place))
            if one.get("kind") == "picture" and stored.get("data"):
                yield here, stored
            yield from _within(stored, here)


def _style(reader: Rows) -> StoredContent | None:
    stored: StoredContent | str | None = stored_setting(reader, STYLE, None)
    return stored if isinstance(stored, dict) else None


def _belongings(project: OpenProject, asked: object) -> Belongings:
    found = next((one for one in pictures(project) if one.id == str(asked)), None)
    if found is None:
        return Belongings()
    if found.block == LOGO:
        item = EraseItem(msg("pages.item.picture"), msg("pages.item.in_style"), found.title)
        return Belongings(rewritten=(Trace("setting", "name", STYLE),), items=(item,))
    item, trace = (
        EraseItem(msg("pages.item.picture"), msg("pages.item.where"), found.title),
        Trace("report_block", "id", found.block),
    )
    return Belongings(rewritten=(trace,), items=(item,)) if found.inside else Belongings(traces=(trace,), items=(item,))


def _without(transaction: Transaction, asked: object) -> None:
    """Write what stays anew: the style without its logo, the columns with an empty place where the picture stood."""
    found = next((one for one in pictures(transaction) if one.id == str(asked)), None)
    if found is None:
        return
    if found.block == LOGO:
        transaction.set_setting(STYLE, {**(_style(transaction) or {}), "logo": "", "logo_kind": ""})
        return
    rows = transaction.query(BLOCK_CONTENT, (found.block,))
    content = json.loads(rows[0]["content"])
    inside = content
    for at, (column, place) in enumerate(found.inside):
        block = inside["columns"][column][place]
        if at == len(found.inside) - 1:
            block["content"] = {}
        inside = block["content"]
    transaction.execute(SET_BLOCK, (json.dumps(content, ensure_ascii=False, separators=(",", ":")), found.block))


ERASABLE: tuple[Erasable, ...] = (Erasable("picture", _belongings, _without),)  # id: of StoredPicture
