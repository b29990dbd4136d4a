# SPDX-License-Identifier: MIT
"""The text of HTML as a reader sees it: blocks as lines, cells parted by tabs; scripts, styles and links left out.

Nothing is fetched and nothing is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from lxml import etree, html

from coding.text_headings import HEADING_MARK, Spans, without_heading_marks
from projects.readers.bold_speakers import BEGIN, END, with_colons
from projects.readers.zipped_documents import XmlElement

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
        *("header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table"),
        *("tbody", "tfoot", "thead", "tr", "ul"),
    )
)
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SKIPPED = frozenset(
    (
        *("script", "style", "head", "title", "template", "noscript", "iframe", "object", "embed", "svg", "math"),
        *("select", "textarea"),
    )
)
_SPACE = re.compile(r"[ \t\n\r\f]+")


@dataclass
class TextNodes:
    """The text, and each text node as it stands in the file with the code point where it begins in the text."""

    text: str = ""
    nodes: list[tuple[str, int]] = field(default_factory=list)


def html_pieces(source: str, fragment: bool = False) -> TextNodes:
    """The text of a page. `fragment`: white space stays as it is and each text node keeps its place (Taguette)."""
    root = _parsed(source)
    walker = _Walker(keep_space=fragment)
    if root is not None:
        walker.walk(root)
    pieces = walker.pieces
    pieces.text = "".join(walker.parts)
    return pieces


def page_text(source: str) -> tuple[str, Spans, int]:
    """The text of a page, one block a line, blank lines single; where its headings (h1 to h6) stand.

    Last, after how many names of speakers in bold a colon was set.
    """
    walker = _Walker(keep_space=False)
    root = _parsed(source)
    if root is not None:
        walker.walk(root)
    lines, colons = with_colons([line.strip() for line in "".join(walker.parts).split("\n")])
    return (*without_heading_marks(re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")), colons)


def _parsed(source: str) -> XmlElement | None:
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    data = source.encode("utf-8", "replace")
    if not data.strip():
        return None
    try:
        found: XmlElement = html.document_fromstring(data, parser=parser)
        return found
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


class _Walker:
    """Walks the tree without recursion: a hostile page may be nested beyond any stack."""

    def __init__(self, keep_space: bool) -> None:
        self._keep = keep_space
        self.pieces, self.parts = TextNodes(), list[str]()
        self._length, self._line_open = 0, False
        self._heading = 0  # headings the walk is in
        self._bold = 0  # elements that set words in bold the walk is in
        self._begun = False  # whether the line at hand began in bold, and nothing else has followed

    def walk(self, root: object) -> None:
        """Collect the text below an element."""
        pending: list[tuple[str, Any]] = [("open", root)]
        while pending:
            step, held = pending.pop()
            if step == "text":
                self._text(held)
            elif step == "break":
                self._break()
            elif step == "heading":
                self._heading += int(held)
            elif step == "bold":
                self._turn_bold(int(held))
            else:
                pending += reversed(self._steps(held))

    def _steps(self, element: XmlElement) -> list[tuple[str, Any]]:
        name = element.tag if isinstance(element.tag, str) else ""
        tail = [("text", element.tail)] if element.tail else []
        if not name or name in _SKIPPED:
            return tail
        if name == "br":
            return [("break", None), *tail]
        block = name in _BLOCKS
        bold = name in ("b", "strong") and not self._keep
        inner: list[tuple[str, Any]] = [("text", element.text)] if element.text else []
        inner += [("open", child) for child in element]
        if name in ("td", "th"):
            inner.append(("text", "\t"))
        edge: list[tuple[str, Any]] = [("break", None)] if block else []
        if name in _HEADINGS and not self._keep:
            return [*edge, ("heading", 1), *inner, ("heading", -1), *edge, *tail]
        if bold:
            return [("bold", 1), *inner, ("bold", -1), *tail]
        return [*edge, *inner, *edge, *tail]

    def _text(self, text: str) -> None:
        text = text.replace(HEADING_MARK, "") if not self._keep else text
        shown = text if self._keep else _SPACE.sub(" ", text) if text != "\t" else text
        if not self._keep and not self._line_open:
            shown = shown.lstrip(" ")
        if self._heading and shown.strip() and not self._line_open:
            shown = HEADING_MARK + shown
        if self._bold and shown.strip() and not self._line_open and not self._heading:
            shown, self._begun = BEGIN + shown, True
        if shown:
            shown = shown.replace("\r\n", "\n").replace("\r", "\n") if self._keep else shown
            self.pieces.nodes.append((text if self._keep else shown, self._length))
            self.parts.append(shown)
            self._length += len(shown)
            self._line_open = not shown.endswith("\n") if self._keep else True

    def _turn_bold(self, by: int) -> None:
        self._bold += by
        if self._begun and not self._bold:
            self.parts.append(END)
            self._begun = False

    def _break(self) -> None:
        if self._line_open:
            self.parts.append("\n")
            self._length += 1
            self._line_open = self._begun = False
