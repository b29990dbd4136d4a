# SPDX-License-Identifier: MIT
"""Running text as it is typed and stored: **bold**, *italic*, [words](https://…), "- " and "1. " lists, {live numbers}.

A live number is written `{key}` or `{key|form}`; the key names its meaning. `{key|table}` and `{key|figure}` refer to
what shows it, `{table|table}` to a printed table by its id, `{block|heading}` to a heading by the key of its block.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from analysis.report.blocks import LineBlock, RichText, Span
from analysis.report.key_figures import FORMS, KeyFigure
from wording import LANGUAGES, Labels, Text, render

_PIECE = re.compile(
    r"\*\*(?P<bold>[^*\n]+)\*\*|\*(?P<italic>[^*\n]+)\*|\[(?P<words>[^\]\n]+)\]\((?P<link>[^)\s]+)\)"
    r"|\{(?P<key>[\w.:/-]+)(?:\|(?P<form>\w+))?\}"
)
_BULLET, _NUMBERED = re.compile(r"\s*[-•]\s+"), re.compile(r"\s*\d+[.)]\s+")


_MARKS = str.maketrans("", "", "*[]{}")  # marks of running text, which a label may hold


def plain_label(label: Text) -> Text:
    """A label without what running text would read as a mark."""
    return Labels({one: render(label, one).translate(_MARKS) for one in LANGUAGES})


def rich_text(text: str, figures: Mapping[str, KeyFigure], size: str = "body") -> RichText:
    """The text with its live numbers looked up in `figures`; one that is not there any more prints as "–"."""
    lines: list[LineBlock] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        running: list[str] = []
        for line in paragraph.split("\n"):
            point = _BULLET.match(line) or _NUMBERED.match(line)
            if point is None:
                running.append(line.strip())
                continue
            lines += _running(running, figures)
            running = []
            kind = "bullet" if _BULLET.match(line) else "number"
            lines.append(LineBlock(_spans(line[point.end() :], figures), kind))
        lines += _running(running, figures)
    return RichText(tuple(lines), size)


def keys_in(text: str) -> list[str]:
    """The keys of the live numbers in a text, in order."""
    return re.findall(r"\{([\w.:/-]+)(?:\|\w+)?\}", text)


def _running(lines: list[str], figures: Mapping[str, KeyFigure]) -> list[LineBlock]:
    words = " ".join(line for line in lines if line)
    return [LineBlock(_spans(words, figures))] if words else []


def _spans(text: str, figures: Mapping[str, KeyFigure]) -> tuple[Span, ...]:
    spans: list[Span] = []
    start = 0
    for match in _PIECE.finditer(text):
        if match.start() > start:
            spans.append(Span(text[start : match.start()]))
        spans += _piece(match, figures)
        start = match.end()
    if start < len(text):
        spans.append(Span(text[start:]))
    return tuple(spans)


def _piece(match: re.Match[str], figures: Mapping[str, KeyFigure]) -> list[Span]:
    makers: dict[str, Callable[[str], Span]] = {
        "bold": lambda words: Span(words, bold=True),
        "italic": lambda words: Span(words, italic=True),
        "words": lambda words: Span(words, link=match["link"]),
    }
    for name, make in makers.items():
        if match[name]:
            if name == "words":
                return [make(match[name])]
            inner = _spans(match[name], figures)
            bold, italic = name == "bold", name == "italic"
            return [replace(one, bold=one.bold or bold, italic=one.italic or italic) for one in inner]
    if match["form"] == "heading":
        return [Span("–", heading=match["key"])]
    figure = figures.get(match["key"])
    form = match["form"] if match["form"] in FORMS else "value"
    if figure is None and form in ("table", "figure"):
        return [Span("–", form=form, shown=match["key"])]
    return [Span("–") if figure is None else Span(number=figure, form=form)]
