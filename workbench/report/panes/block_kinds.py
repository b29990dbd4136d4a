# SPDX-License-Identifier: MIT
"""The kinds of blocks a user can add, their icons, and the templates a report can begin from. Names only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wording import Problem, Text, msg, render, text_from_json
from workbench.report.panes.live_text import with_numbers

if TYPE_CHECKING:
    from projects.results.saved_results import ReportBlock
    from workbench.report.preview import Composed

PAGE_PARTS = ("section", "masthead", "cover", "contents", "pagebreak", "methods", "codebook", "title")
KINDS = (
    *("heading", "paragraph", "text", "table", "figure", "tiles", "callout", "quotes", "quotebox", "picture"),
    *("columns_two", "columns_three"),
    *PAGE_PARTS,
)
_BESIDE = {"columns_two": 2, "columns_three": 3}  # how many stand side by side
IN_COLUMNS = ("month", "sex", "place", "topic", "audience", "kind")  # charts of a register that a column may hold
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
    **dict.fromkeys(("columns", *_BESIDE), "columns-3"),
    "quotebox": "quote",
    "picture": "image",
    "cover": "bookmark",
    "contents": "list",
    "pagebreak": "minus",
}
TOP = frozenset(("title", "heading", "section", "masthead", "cover", "methods", "codebook"))  # not indented in the list
RUNNING = frozenset(("paragraph", "text"))  # shortened at their end in the list, as running words are


def block_words(block: ReportBlock, composed: Composed | None, language: str) -> Text:
    """What the list calls a block of the report."""
    said = block.content.get("text") or block.content.get("heading", "")
    of_analysis = "analysis" in block.content and not said
    if block.kind in ("title", "heading", "paragraph", "text", "section") and not of_analysis:
        plain = render(text_from_json(said), language).replace("**", "")  # marks of bold words
        return " ".join(with_numbers(plain, composed.figures if composed else (), language).split())
    if block.kind == "columns":
        inside = [one for column in block.content.get("columns", ()) for one in column]
        return msg("words", words=[_inner_words(str(one["kind"]), one.get("content", {})) for one in inside])
    if block.kind == "figure" and "reach" in block.content:
        return _inner_words(block.kind, block.content)
    if composed is not None and of_analysis:
        made = composed.results.get(str(block.content.get("analysis")))
        at = int(block.content.get("table", 0))
        return made.tables[at].title if made and at < len(made.tables) else msg("view_report.nothing")
    if composed is not None and block.kind == "quotes":
        names = {code: name for code, name, _ in composed.codes}
        return names.get(str(block.content.get("code")), msg("view_report.nothing"))
    return msg(f"block.{block.kind}")


def _inner_words(kind: str, content: Mapping[str, Any]) -> Text:
    """What a block in a column is called: a chart of a register by what it shows."""
    return msg(f"page.chart.{content['reach']}") if "reach" in content else msg(f"block.{kind}")


def stored_kind(kind: str) -> str:
    """The kind that a block added is stored as: columns are one kind, however many there are."""
    return "columns" if kind in _BESIDE else kind


def in_column(what: str, language: str) -> dict[str, object]:
    """The block that a column begins with: a text, a key figure, a quote, or a chart ("figure.month")."""
    kind, _, by = what.partition(".")
    text = {"text": render(msg("view_report.new.text"), language)}
    return {"kind": kind, "content": {"reach": by} if by else text if kind == "text" else {}}


def what_in_column(block: Mapping[str, object]) -> str:
    """What `in_column` would make such a block of."""
    content = block.get("content")
    by = content.get("reach") if isinstance(content, dict) else None
    return f"{block['kind']}.{by}" if by else str(block["kind"])


def new_content(kind: str, composed: Composed | None, language: str) -> dict[str, Any]:
    """What a block just added holds. Raises Problem where it needs an analysis or a code and there is none."""
    if kind in ("title", "heading", "paragraph", "text", "section"):
        return {"text": render(msg(f"view_report.new.{kind}"), language), "level": 1}
    if kind in _BESIDE:
        return {"widths": [1] * _BESIDE[kind], "columns": [[in_column("text", language)]] * _BESIDE[kind]}
    if kind in ("table", "figure"):
        if composed is None or not composed.saved:
            raise Problem(msg("view_report.no_analyses"))
        return {"analysis": composed.saved[0].id}
    if kind == "quotes":
        if composed is None or not composed.codes:
            raise Problem(msg("view_report.no_codes"))
        return {"code": composed.codes[0][0], "most": 3}
    return {}
