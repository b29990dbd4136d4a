# SPDX-License-Identifier: MIT
"""The kinds of blocks a user can add, their icons, and the templates a report can begin from. Names only."""

from __future__ import annotations

KINDS = (
    *("heading", "paragraph", "text", "table", "figure", "tiles", "callout", "quotes", "quotebox", "picture"),
    *("section", "masthead", "cover", "contents", "pagebreak", "methods", "codebook", "title"),
)
TEMPLATES = ("infosheet", "factsheet", "assessment")
ICONS = {
    "title": "type",
    "heading": "heading",
    "paragraph": "file-text",
    "table": "table-2",
    "figure": "chart-column",
    "quotes": "quote",
    "methods": "info",
    "codebook": "book-open",
    "masthead": "panel-left",
    "section": "heading",
    "text": "file-text",
    "tiles": "hash",
    "callout": "info",
    "columns": "columns-3",
    "quotebox": "quote",
    "picture": "image",
    "cover": "bookmark",
    "contents": "list",
    "pagebreak": "minus",
}
TOP = frozenset(("title", "heading", "section", "masthead", "cover", "methods", "codebook"))  # not indented in the list
