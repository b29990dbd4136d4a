# SPDX-License-Identifier: MIT
"""Blocks whose numbers are withheld, left out or said in a sentence: no page shows a mark in place of a headline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from analysis.figures.series import drawn
from analysis.report import blocks as kinds
from analysis.report.finding_sentences import table_sentence
from analysis.report.key_figures import KeyFigure, unit_text
from analysis.result_tables import TableSpec
from analysis.tables.cell_text import mask_mark
from analysis.tables.layout import is_withheld, withheld_sentence
from wording import DEFAULT_LANGUAGE, LANGUAGES, Labels, Text, msg, render
from wording.language_record import language_of_code


def without_withheld(blocks: Sequence[kinds.Block | None]) -> list[kinds.Block | None]:
    """The blocks with sentences in place of tables, figures and sections of which nothing is left."""
    shown = list(blocks)
    for start, block in enumerate(shown):
        under = _under(shown, start) if _level(block) else []
        inside = [one for at in under for one in _inside(shown[at])]
        if any(map(_is_gone, inside)) and all(_is_gone(one) or _says_nothing(one) for one in inside):
            for at in (start, *under):
                shown[at] = None
            named = list({render(title, DEFAULT_LANGUAGE): title for title in _titles(inside)}.values())
            shown[under[0]] = kinds.Paragraph(withheld_sentence(named, _tables(inside)))
    return [None if block is None else _said(block) for block in shown]


def figure_sentence(figure: KeyFigure) -> Text:
    """What is said in place of a key figure that is withheld."""
    if figure.unit in ("share", "mean", "number"):
        return msg("withheld.words.value", label=figure.label)
    unit = replace(figure, table=None, value=2.0)  # of several: how many is not told
    if figure.unit in ("cases", "presumed_cases"):
        return _capital(msg("withheld.words.cases", unit=unit_text(unit)))
    return msg("withheld.words.count", unit=unit_text(unit), label=figure.label)


def _is_gone(block: kinds.Block) -> bool:
    """Whether a table or figure has nothing left."""
    if isinstance(block, kinds.TableBlock):
        return is_withheld(block.table)
    if isinstance(block, kinds.FigureBlock):
        cells = [cell for line in drawn(block.figure, DEFAULT_LANGUAGE).cells for cell in line]
        return bool(cells) and all(mask_mark(cell) for cell in cells)
    return False


def _inside(block: kinds.Block | None) -> list[kinds.Block]:
    if isinstance(block, kinds.Columns):
        return [one for column in block.columns for own in column for one in _inside(own)]
    return [] if block is None else [block]


def _says_nothing(block: kinds.Block) -> bool:
    return isinstance(block, kinds.FindingSentence) and not render(table_sentence(block.table), DEFAULT_LANGUAGE)


def _level(block: kinds.Block | None) -> int:
    """The level of a heading; 0 of any other block."""
    if isinstance(block, kinds.Heading):
        return block.level
    return 1 if isinstance(block, (kinds.Section, kinds.FindingHeading)) else 0


def _under(blocks: Sequence[kinds.Block | None], start: int) -> list[int]:
    """The places of the blocks below a heading, up to the next of its level or a new page."""
    found = []
    for at in range(start + 1, len(blocks)):
        block = blocks[at]
        if isinstance(block, kinds.PageBreak) or 0 < _level(block) <= _level(blocks[start]):
            break
        if block is not None:
            found.append(at)
    return found


def _titles(blocks: Sequence[kinds.Block]) -> list[Text]:
    return [one.figure.title if isinstance(one, kinds.FigureBlock) else one.table.title
            for one in blocks if isinstance(one, (kinds.FigureBlock, kinds.TableBlock))]  # fmt: skip


def _tables(blocks: Sequence[kinds.Block]) -> list[TableSpec]:
    return [one.figure.table if isinstance(one, kinds.FigureBlock) else one.table
            for one in blocks if isinstance(one, (kinds.FigureBlock, kinds.TableBlock))]  # fmt: skip


def _said(block: kinds.Block) -> kinds.Block:
    """The block without its withheld headlines; a sentence where that leaves nothing."""
    if isinstance(block, kinds.Columns):
        return replace(block, columns=tuple(tuple(map(_said, column)) for column in block.columns))
    if isinstance(block, (kinds.TableBlock, kinds.FigureBlock)) and _is_gone(block):
        return kinds.Paragraph(withheld_sentence(_titles([block]), _tables([block])))
    if isinstance(block, kinds.Section):
        return replace(block, figures=tuple(one for one in block.figures if not one.withheld))
    if isinstance(block, kinds.CallOut) and block.figure.withheld:
        return kinds.Paragraph(figure_sentence(block.figure))
    if isinstance(block, kinds.Tiles):
        return _tiles(block)
    if isinstance(block, kinds.LiveText):
        spoken = {one: _text(text, one) for one, text in block.by_language.items()}
        return replace(block, by_language=spoken)
    return _text(block, "") if isinstance(block, kinds.RichText) else block


def _tiles(block: kinds.Tiles) -> kinds.Block:
    said = [figure_sentence(one) for one in block.figures if one.withheld]
    if not said:
        return block
    shown = tuple(one for one in block.figures if not one.withheld)
    note = Labels({language: " ".join(filter(None, (render(text, language) for text in (block.note, *said))))
                   for language in LANGUAGES})  # fmt: skip
    return replace(block, figures=shown, note=note) if any(one.known for one in shown) else kinds.Paragraph(note)


def _text(block: kinds.RichText, language: str) -> kinds.RichText:
    """Running text in which words stand for numbers withheld; `language` "": that of the reader."""
    lines = tuple(replace(line, spans=tuple(_spans(line.spans, language))) for line in block.lines)
    return replace(block, lines=lines)


def _spans(spans: Sequence[kinds.Span], language: str) -> Iterator[kinds.Span]:
    elided = False
    for at, span in enumerate(spans):
        if span.number is None or not span.number.withheld or span.form in ("table", "figure"):
            yield replace(span, text=render(span.text, language).lstrip()) if elided and language else span
            elided = False
            continue
        after = render(spans[at + 1].text, language or DEFAULT_LANGUAGE) if at + 1 < len(spans) else ""
        counted = span.form == "value" and span.number.unit != "share" and after[:1] == " " and after[1:2].isalpha()
        elided = counted and after[1:2].lower() in language_of_code(language).elides_before
        key = "number_of_vowel" if elided else "number_of" if counted else "number"
        words: Text = msg(f"withheld.words.{key}")
        begins = not at or render(spans[at - 1].text, language or DEFAULT_LANGUAGE).rstrip()[-1:] in (".", "!", "?")
        yield replace(span, number=None, text=_capital(words) if begins else words, bold=False)


def _capital(text: Text) -> Text:
    said = {one: render(text, one) for one in LANGUAGES}
    return Labels({one: words[:1].upper() + words[1:] for one, words in said.items()})
