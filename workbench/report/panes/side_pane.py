# SPDX-License-Identifier: MIT
"""The right column of Report: the settings of the picked block over what is checked before export."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.figures import alt_text
from analysis.pictures import PICTURE_KINDS, PictureProblem, read_picture
from analysis.report.blocks import FigureBlock, TableBlock
from analysis.report.key_figures import figure_text, unit_text
from analysis.report.references import place_of, unfolded
from projects.pages.report_composition import text_of
from wording import Labels, Text, msg, render, text_from_json
from wording.discovery import patterns
from workbench.file_dialogs import ask_file
from workbench.report.panes.block_kinds import IN_COLUMNS, in_column, what_in_column
from workbench.report.panes.box_settings import QuoteSettings, TileSettings
from workbench.report.panes.export import ReportExport
from workbench.report.panes.live_text import LiveTextBox, NumberChoice
from workbench.report.preview import Composed
from workbench.report.state import ReportState
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    MutedLabel,
    Pane,
    PaneHeader,
    TextField,
    scrolled,
    set_tab_order,
)
from workbench.widgets.tab_order import focus_stop, focused_stop

if TYPE_CHECKING:
    from analysis.report.key_figures import KeyFigure
    from projects.results.saved_results import ReportBlock

_HEADINGS = ("heading", "section")
_KEY = re.compile(r"[\w.:/-]+")


def reference_choices(composed: Composed, language: str) -> list[tuple[str, Text]]:
    """What is typed between braces, and what it is called: printed tables and figures by their titles, headings."""
    made = _printed(composed, language)
    for block, shown in zip(composed.blocks, composed.made, strict=True):
        words = text_of(block.content.get("text", "")) if block.kind in _HEADINGS and shown is not None else ""
        if render(words, language):
            made.append((f"{block.id}|heading", msg("view_report.refer.heading", title=words)))
    return made


def _printed(composed: Composed, language: str) -> list[tuple[str, Text]]:
    """Tables and figures, by a key figure that they hold, else by the id of the table. Sheets number no charts."""
    known = [one for one in composed.figures if one.known and one.table is not None]
    held = {place_of(one.table, language): one.key for one in reversed(known)}
    found: dict[str, Text] = {}
    for one in unfolded([one for one in composed.made if one is not None]):
        if isinstance(one, TableBlock):
            what, table = "table", one.table
        elif isinstance(one, FigureBlock) and composed.layout == "report":
            what, table = "figure", one.figure.table
        else:
            continue
        key = held.get(place_of(table, language), table.id)
        if _KEY.fullmatch(key):
            found.setdefault(f"{key}|{what}", msg(f"view_report.refer.{what}", title=table.title))
    return list(found.items())


class BlockForm(QWidget):
    """Fields for one block; `changed` carries the block's id and its new content."""

    changed = Signal(str, dict)
    refused = Signal(object)

    def __init__(self, block: ReportBlock, composed: Composed) -> None:
        super().__init__()
        self.block, self._composed = block, composed
        self._content: dict[str, Any] = dict(block.content)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        getattr(self, f"_{block.kind}")()

    def shows(self, block: ReportBlock) -> bool:
        """Whether these are the fields of the block as it is stored."""
        return block.id == self.block.id and block.content == self._content

    def _title(self) -> None:
        self._line("text")
        self._line("subtitle")

    def _heading(self) -> None:
        self._line("text")
        levels = [(level, msg("view_report.level", number=level)) for level in (1, 2, 3)]
        self._choice("level", levels, int(self._content.get("level", 1)))

    def _paragraph(self) -> None:
        self._text_box(self._content.get("text", ""), partial(self._put, "text"))

    def _table(self) -> None:
        self._analysis()

    def _figure(self) -> None:
        if "analysis" not in self._content:
            self._note("chosen")
            return
        self._analysis()
        made = dict(zip((block.id for block in self._composed.blocks), self._composed.made, strict=True))
        shown = made.get(self.block.id)

        if isinstance(shown, FigureBlock):
            label = MutedLabel(alt_text(shown.figure, language_of(self)), wrap=True)
            self._row("alt", label)

    def _analysis(self) -> None:
        choices = [(one.id, _analysis_name(one, self._composed)) for one in self._composed.saved]
        self._choice("analysis", choices, self._content.get("analysis"))
        result = self._composed.results.get(str(self._content.get("analysis")))
        if self.block.kind == "table" and result is not None and len(result.tables) > 1:
            tables = [(at, table.title) for at, table in enumerate(result.tables)]
            self._choice("table", tables, self._content.get("table", 0))

    def _quotes(self) -> None:
        language = language_of(self)
        choices = [(code, "\u2003" * depth + render(name, language)) for code, name, depth in self._composed.codes]
        self._choice("code", choices, self._content.get("code"))
        self._choice("most", [(n, msg("view_report.most", n=n)) for n in (1, 2, 3, 5, 8)], self._content.get("most", 3))

    def _methods(self) -> None:
        self._column.addWidget(MutedLabel(msg("view_report.methods_note"), wrap=True))

    def _codebook(self) -> None:
        self._column.addWidget(MutedLabel(msg("view_report.codebook_note"), wrap=True))

    def _text(self) -> None:
        if "heading" in self._content:
            self._line("heading")
        box = self._text_box(self._content.get("text", ""), partial(self._put, "text"))
        stored = self._content.get("text", "")
        if isinstance(stored, dict) and "key" in stored:  # nobody has written anything of their own yet
            self._column.addWidget(MutedLabel(msg("view_report.own_words"), wrap=True))
        self._column.addWidget(MutedLabel(msg("view_report.markup"), wrap=True))
        if any(one.known for one in self._composed.figures):
            numbers = NumberChoice(self._composed.figures, language_of(self), _figure_name)
            numbers.chosen.connect(box.insert_number)
            self._column.addWidget(numbers)
        targets = reference_choices(self._composed, language_of(self))
        if targets:
            reference = ChoiceField(msg("view_report.field.reference"), [("", msg("view_report.pick_table")), *targets])
            reference.chosen.connect(lambda key: box.insert_number(key) if key else None)
            self._row("reference", reference)

    def _text_box(self, stored: object, finished: Callable[[str], object]) -> LiveTextBox:
        """A box of running text, its live numbers and references as they read now."""
        language, named = language_of(self), dict(reference_choices(self._composed, language_of(self)))
        known = {one.key: one for one in self._composed.figures if one.known}

        def reads(piece: str) -> str:
            key, _, form = piece.partition("|")
            if piece in named:
                return render(named[piece], language)
            return figure_text(known[key], form or "value", language) if key in known else ""

        box = LiveTextBox(msg("view_report.field.text"), _plain(stored, language), reads)
        box.finished.connect(finished)
        self._row("text", box)
        return box

    def _section(self) -> None:
        self._line("text")
        themes = [(one, msg(f"theme.{one}")) for one in ("survey", "awareness", "training", "assistance", "assessment")]
        self._choice("theme", themes, self._content.get("theme", "survey"))

    def _masthead(self) -> None:
        self._line("title")
        self._line("sheet")

    def _cover(self) -> None:
        self._line("title")
        self._line("subtitle")

    def _tiles(self) -> None:
        self._choice(
            "most", [(n, msg("view_report.most_tiles", n=n)) for n in (1, 2, 3, 4, 5)], self._content.get("most", 5)
        )
        made = dict(zip((block.id for block in self._composed.blocks), self._composed.made, strict=True))
        settings = TileSettings(
            getattr(made.get(self.block.id), "figures", ()), self._composed.figures, self._content.get("targets") or {},
            isinstance(self._content.get("figures"), list), lambda one: _figure_name(one, language_of(self)),
        )  # fmt: skip
        settings.chosen.connect(self._choose_tiles)
        settings.aimed.connect(lambda targets: self._put("targets", targets))
        self._column.addWidget(settings)

    def _choose_tiles(self, keys: list[str] | None) -> None:
        """The numbers of the tiles in order; None: whatever tells most again."""
        if keys is None:
            self._content.pop("figures", None)
            self.changed.emit(self.block.id, dict(self._content))
        else:
            self._put("figures", keys)

    def _callout(self) -> None:
        language = language_of(self)
        figures = [(one.key, _figure_name(one, language)) for one in self._composed.figures if one.known]
        choices: list[tuple[Any, Text]] = [("auto", msg("view_report.pick_number")), *figures]
        self._choice("figure", choices, self._content.get("figure", "auto"))
        self._line("text")

    def _quotebox(self) -> None:
        quotes = QuoteSettings(self._composed.quotes, str(self._content.get("segment", "")))
        quotes.chosen.connect(partial(self._put, "segment"))
        self._column.addWidget(quotes)

    def _picture(self) -> None:
        self._line("alt")
        self._line("credit")
        self._column.addWidget(Button(msg("view_report.choose_picture"), self._choose_picture, icon="image"))

    def _choose_picture(self) -> None:
        name = render(msg("view_report.choose_picture"), language_of(self))
        kinds = render(msg("view_report.picture_kinds", patterns=patterns(PICTURE_KINDS)), language_of(self))
        chosen = ask_file(self, "pictures", name, kinds)
        if chosen is not None:
            self.take_picture(chosen)

    def take_picture(self, path: Path) -> None:
        """Put the picture of a file into the block, without its metadata; `refused` says why it cannot be taken."""
        try:
            data, kind = read_picture(path)
        except PictureProblem as wrong:
            self.refused.emit(wrong.message)
            return
        self._content["kind"] = kind
        self._put("data", base64.b64encode(data).decode("ascii"))

    def _columns(self) -> None:
        """The texts and call-outs that stand side by side; charts follow the data."""
        self._note("columns")
        columns = self._content.get("columns", ())
        for column, blocks in enumerate(columns):
            if all(len(one) == 1 for one in columns):
                self._what_stands(column, blocks[0])
            for place, one in enumerate(blocks):
                if one["kind"] == "text":
                    self._text_box(
                        one.get("content", {}).get("text", ""), partial(self._put_inside, column, place, "text")
                    )
                elif one["kind"] == "callout":
                    figures = [(f.key, _figure_name(f, language_of(self))) for f in self._composed.figures if f.known]
                    choices: list[tuple[Any, Text]] = [("auto", msg("view_report.pick_number")), *figures]
                    field = ChoiceField(msg("view_report.field.figure"), choices)
                    field.choose(one.get("content", {}).get("figure", "auto"))
                    field.chosen.connect(partial(self._put_inside, column, place, "figure"))
                    self._row("figure", field)
                elif one["kind"] == "quotebox":
                    quotes = QuoteSettings(self._composed.quotes, str(one.get("content", {}).get("segment", "")))
                    quotes.chosen.connect(partial(self._put_inside, column, place, "segment"))
                    self._column.addWidget(quotes)

    def _what_stands(self, column: int, block: dict[str, object]) -> None:
        """The choice of what a column holds."""
        held = what_in_column(block)
        kinds: list[tuple[str, Text]] = [(one, msg(f"block.{one}")) for one in ("text", "callout", "quotebox")]
        kinds += [(f"figure.{by}", msg(f"page.chart.{by}")) for by in IN_COLUMNS]
        if held not in dict(kinds):
            return  # a chart of the template that follows the data
        label = msg("view_report.field.column", number=column + 1)
        field = ChoiceField(label, kinds)
        field.choose(held)
        field.chosen.connect(partial(self._fill_column, column))
        self._column.addWidget(FormRow(label, field))

    def _fill_column(self, column: int, what: str) -> None:
        columns = list(self._content["columns"])
        if what_in_column(columns[column][0]) != what:
            columns[column] = [in_column(what, language_of(self))]
            self._content["columns"] = columns
            self.changed.emit(self.block.id, dict(self._content))

    def _put_inside(self, column: int, place: int, name: str, value: object) -> None:
        """New content of one block among those side by side."""
        stored = self._content["columns"]
        columns = [[{**one, "content": dict(one.get("content", {}))} for one in blocks] for blocks in stored]
        inside = columns[column][place]["content"]
        before = inside.get(name, "")
        same = value == (_plain(before, language_of(self)) if isinstance(value, str) else before)
        if not same:
            inside[name] = value
            self._content["columns"] = columns
            self.changed.emit(self.block.id, dict(self._content))

    def _contents(self) -> None:
        self._note("contents")

    def _pagebreak(self) -> None:
        self._note("pagebreak")

    def _note(self, kind: str) -> None:
        self._column.addWidget(MutedLabel(msg(f"view_report.note.{kind}"), wrap=True))

    def _line(self, name: str) -> None:
        field = TextField(msg(f"view_report.field.{name}"))
        field.setText(_plain(self._content.get(name, ""), language_of(self)))
        field.setCursorPosition(0)
        field.editingFinished.connect(lambda: self._put(name, field.text().strip()))
        self._row(name, field)

    def _choice(self, name: str, choices: Sequence[tuple[Any, Text]], value: object) -> None:
        field = ChoiceField(msg(f"view_report.field.{name}"), choices)
        field.choose(value)
        field.chosen.connect(lambda chosen: self._put(name, chosen))
        self._row(name, field)

    def _row(self, name: str, field: QWidget) -> None:
        self._column.addWidget(FormRow(msg(f"view_report.field.{name}"), field))

    def _put(self, name: str, value: object) -> None:
        before = self._content.get(name, "")
        same = value == (_plain(before, language_of(self)) if isinstance(value, str) else before)
        if not same:
            self._content[name] = value
            self.changed.emit(self.block.id, dict(self._content))


def _figure_name(figure: KeyFigure, language: str) -> str:
    """ "62% · Yes, feeling safe", "84 people · Staff training": the number with its unit and its meaning."""
    number, base = figure_text(figure, "value", language), render(figure.base_text, language)
    if figure.unit in ("contacts", "contacts_disability", "people"):
        number = f"{number} {render(unit_text(figure), language)}"
    return " · ".join(filter(None, (number, render(figure.label, language), base)))


def _plain(stored: object, language: str) -> str:
    return render(text_from_json(stored), language)


def _analysis_name(one: Any, composed: Composed) -> Text:
    """The title the user gave it, else the title of its table, else its kind."""
    title = one.title or one.options.get("title")
    if isinstance(title, dict):
        return Labels(title)
    if title:
        return str(title)
    result = composed.results.get(one.id)
    return result.tables[0].title if result else msg(f"analysis.{one.declaration}")


class BlockSide(Pane):
    """`changed` carries a block and its new content, `refused` why something typed cannot be stored."""

    changed = Signal(str, dict)
    refused = Signal(object)

    def __init__(self, state: ReportState, export: ReportExport, before: QWidget) -> None:
        """`before` is what has the keys before the settings."""
        self._heading = PaneHeader(msg("view_report.block"))
        super().__init__(self._heading)
        self._state, self._export, self._keys_before = state, export, before
        inside = self._inside = Pane(margins=(12, 12, 12, 12), spacing=12)
        self.form: QWidget = MutedLabel(msg("view_report.pick"), wrap=True)
        self._settings = inside.body
        self._settings.addWidget(self.form)
        self._settings.addSpacing(8)
        self._settings.addWidget(export)
        self._settings.addStretch(1)
        self.body.addWidget(scrolled(inside, sideways=True))

    def show_block(self, block: ReportBlock, composed: Composed) -> bool:
        """Show the settings of a block; whether they are new.

        Where it was just added the keys are in them, the words it begins with marked: what is typed replaces them.
        """
        old, begins = self.form, self._state.begins == block.id
        place = focused_stop(old) if isinstance(old, BlockForm) and old.block.id == block.id else None
        if place is not None and isinstance(old, BlockForm) and old.shows(block):
            return False  # somebody is writing in it, and nothing in the block has changed
        form = BlockForm(block, composed)
        form.changed.connect(self.changed)
        form.refused.connect(self.refused)
        self._settings.removeWidget(self.form)
        self.form.deleteLater()
        self._settings.insertWidget(0, form)
        self.form = form
        set_tab_order(self._inside, self._keys_before)
        if begins or place is not None:
            self._state.begins = ""
            focus_stop(form, 0 if begins or place is None else place, marked=begins)
        self._heading.title.say(render(msg(f"block.{block.kind}"), language_of(self)).capitalize())
        self._export.show_block(block.id, block.kind)
        return True
