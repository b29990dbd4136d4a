# SPDX-License-Identifier: MIT
"""Layout of a table on the screen: widths, heights and lines, measured."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QFont, QFontMetrics

from analysis.result_tables import Cell, Row, TableSpec, Unit
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import PrintColumn, groups, heading, print_columns
from analysis.tables.page_columns import Place, side_by_side, stacked
from wording import msg, render
from wording.language_record import NO_BREAK
from workbench.colours_and_sizes import TYPE
from workbench.theme import font

PAD, ROW_PAD, HEAD_PAD, MARK = 10, 6, 6, 9
SENSITIVE = "†"
CLOSE = 5  # pixels beside a number where columns would not stand in the width otherwise
_STUB_LEAST, _STUB_MOST, _HEAD_MOST = 130, 360, 150


@dataclass(frozen=True)
class GridRow:
    """A row: its label in lines, its cells as printed, what stands below each ("" for nothing), where it stands."""

    row: Row
    label: tuple[str, ...]
    cells: tuple[str, ...]
    below: tuple[str, ...]
    top: int
    height: int
    over: int = -1  # the print column whose words go over the empty cells beside them, where there is no room else


@dataclass(frozen=True)
class TableLayout:
    """A table laid out for a width, in pixels."""

    table: TableSpec
    columns: tuple[PrintColumn, ...]
    below: tuple[PrintColumn | None, ...]  # the interval under an estimate, where there is no room beside it
    heads: tuple[tuple[str, ...], ...]
    heads_below: tuple[str, ...]
    stub: tuple[str, ...]
    spans: tuple[tuple[str, int, int], ...]  # group heading, left, right
    lefts: tuple[int, ...]  # of the print columns
    widths: tuple[int, ...]
    stub_width: int
    spans_height: int
    head_height: int
    rows: tuple[GridRow, ...]
    width: int
    height: int
    words: frozenset[int] = frozenset()  # print columns of words: broken into lines, at the left
    pad: int = PAD  # pixels before and after the words of a cell

    def cell(self, row: int, column: int) -> Cell | None:
        """The cell a print column shows in a row; None in a heading row."""
        line = self.rows[row].row
        return None if line.heading else line.cells[self.columns[column].position]

    def column_at(self, x: int) -> int | None:
        """The print column over which a point stands."""
        spans = zip(self.lefts, self.widths, strict=True)
        return next((at for at, (left, width) in enumerate(spans) if left <= x < left + width), None)

    def place(self, x: int, y: int) -> tuple[int, int] | None:
        """Row and print column at a point; column −1 is the label."""
        row = next((at for at, line in enumerate(self.rows) if line.top <= y < line.top + line.height), None)
        if row is None:
            return None
        over = self.rows[row].over
        if over >= 0:
            return row, over if x >= self.stub_width else -1
        for at, (left, width) in enumerate(zip(self.lefts, self.widths, strict=True)):
            if left <= x < left + width:
                return row, at
        return (row, -1) if x < self.stub_width else None


_WORDS_LEAST, _WORDS_MOST, _MOST_LINES, _LOOKED_AT = 90, 420, 6, 50
_LONG_BROKEN = 110  # of a column of sentences, where the table would not stand in the width otherwise
_WORDS_LONG, _LONG_LEAST = 300, 190  # a column of sentences leaves the labels little room, and has more itself


def before(row: Row) -> int:
    """How many pixels stand before a label: its depth, and the mark of a code's colour."""
    return 14 * row.depth + (MARK + 8 if row.colour else 0)


def label_of(row: Row, language: str) -> str:
    """The label of a row, with a mark behind a code that is sensitive."""
    label = render(row.label, language)
    return f"{label}{NO_BREAK}{SENSITIVE}" if row.sensitive else label


def fonts() -> tuple[QFont, QFont]:
    """The font of cells and the one of headings."""
    return font(TYPE.body, tabular=True), font(TYPE.muted, QFont.Weight.DemiBold, tabular=True)


def bold_font() -> QFont:
    """The font of totals and of headings over rows."""
    return font(TYPE.body, QFont.Weight.DemiBold, tabular=True)


def lay_out(table: TableSpec, language: str, width: int) -> TableLayout:
    """Lay `table` out in `width` pixels: before it is wider, intervals go below, columns stand closer, words break."""
    columns = print_columns(table)
    narrow = stacked(columns)
    wide = _laid(table, side_by_side(columns), language, width, PAD)
    if wide.width <= width:
        return wide
    if len(narrow) < len(columns):
        wide = _laid(table, narrow, language, width, PAD)
    if wide.words:
        broken = _laid(table, narrow, language, width, CLOSE, _LONG_BROKEN)
        if broken.width <= width:
            return broken
    saved = 2 * (PAD - CLOSE) * (len(narrow) + 1)  # at most, so that a table far too wide is laid out once
    if not width < wide.width <= width + saved:
        return wide
    close = _laid(table, narrow, language, width, CLOSE)
    return close if close.width <= width else wide


def _laid(
    table: TableSpec, places: tuple[Place, ...], language: str, width: int, pad: int, long_least: int = 0
) -> TableLayout:
    body, head = (QFontMetrics(one) for one in fonts())
    columns, below = tuple(over for over, _ in places), tuple(under for _, under in places)
    printed: dict[tuple[int, str], str] = {}
    texts = [_texts(row, columns, language, printed) for row in table.rows]
    under = [_texts(row, below, language, printed) for row in table.rows]
    headings = [_heading(column, table, language) for column in columns]
    heads_below = tuple(_heading(column, table, language) if column is not None else "" for column in below)
    words = _columns_of_words(table, columns)
    least, liked, long = [], [], False
    for at, named in enumerate(headings):
        some = (texts[:_LOOKED_AT], ()) if at in words else (texts, under)  # of words the first tell enough
        different = {cells[at] for part in some for cells in part if cells}
        widest = max(map(body.horizontalAdvance, different), default=0)
        longest = max(head.horizontalAdvance(word) for word in (*_words(named), heads_below[at]))
        narrowest = (
            min(widest, _WORDS_LEAST if widest < _WORDS_LONG else long_least or _LONG_LEAST) if at in words else widest
        )
        long = long or (at in words and widest >= _WORDS_LONG)
        least.append(max(narrowest, longest) + 2 * pad)
        widest_read = min(widest, _WORDS_MOST) if at in words else 0
        liked.append(max(least[-1], max(min(head.horizontalAdvance(named), _HEAD_MOST), widest_read) + 2 * pad))
    _widen_pairs(columns, language, head, least, liked, pad)
    stub_width = _stub_width(table, language, body, _STUB_LEAST if long else width - sum(least), pad)
    widths = _spread(least, liked, width - stub_width)
    known: dict[str, int] = {}
    room = width - stub_width  # words that stand alone in their row are read without scrolling sideways
    over = [_alone(cells, words) if sum(widths) > room else -1 for cells in texts]
    texts = [
        _broken(
            cells,
            words,
            [(one_wide if one < 0 else max(room, _WORDS_LEAST)) - 2 * pad for one_wide in widths],
            body,
            known,
        )
        for cells, one in zip(texts, over, strict=True)
    ]
    lefts = [stub_width + sum(widths[:at]) for at in range(len(widths))]
    heads = tuple(wrapped(words, head, wide - 2 * pad) for words, wide in zip(headings, widths, strict=True))
    stub = wrapped(render(table.stub, language), head, stub_width - 2 * pad)
    spans = _spans(groups(columns, language), lefts, widths)
    over_pairs = _over_pairs(columns, language, head, lefts, widths, pad)
    spans = over_pairs or spans
    deepest = max((name.count("\n") + 1 for name, _, _ in spans), default=0)
    spans_height = deepest * head.height() + 2 * HEAD_PAD if spans else 0
    lines = (len(stub), *(len(above) + bool(last) for above, last in zip(heads, heads_below, strict=True)))
    head_height = max(lines) * head.height() + 2 * HEAD_PAD
    across = stub_width + sum(widths)
    rows = _rows(table, texts, under, language, (stub_width, across, spans_height + head_height), over, pad)
    return TableLayout(
        table, columns, below, heads, heads_below, stub, spans, tuple(lefts), tuple(widths), stub_width, spans_height,
        head_height, rows, across, (rows[-1].top + rows[-1].height if rows else spans_height + head_height) + 1, words,
        pad,
    )  # fmt: skip


def _widen_pairs(
    columns: tuple[PrintColumn, ...],
    language: str,
    metrics: QFontMetrics,
    least: list[int],
    liked: list[int],
    pad: int,
) -> None:
    """Let each pair of count and share be as wide as the longest word of the name over it."""
    for at, column in enumerate(columns):
        if column.part == "share" and at:
            longest = max(map(metrics.horizontalAdvance, _words(render(column.column.label, language))), default=0)
            for widths in (least, liked):
                widths[at] += max(longest + 2 * pad - widths[at - 1] - widths[at], 0)


def _columns_of_words(table: TableSpec, columns: tuple[PrintColumn | None, ...]) -> frozenset[int]:
    """The print columns whose cells are words, not numbers; one word among numbers stands as they do."""
    some = table.rows[:_LOOKED_AT]
    return frozenset(
        at
        for at, one in enumerate(columns)
        if one is not None
        and any(row.cells and row.cells[one.position].unit is Unit.TEXT for row in some)
        and any(row.cells and row.cells[one.position].text for row in some)
        and not any(row.cells and row.cells[one.position].estimate is not None for row in some)
    )


def _alone(cells: tuple[str, ...], words: frozenset[int]) -> int:
    """The print column of words that is the only one with anything in a row; -1 where there is none."""
    filled = [at for at, text in enumerate(cells) if text]
    return filled[0] if len(filled) == 1 and filled[0] in words else -1


def _broken(
    cells: tuple[str, ...], words: frozenset[int], widths: list[int], metrics: QFontMetrics, known: dict[str, int]
) -> tuple[str, ...]:
    """The cells with those of words broken into lines, so many as read well; `known` keeps the widths of words."""
    if not cells or not words:
        return cells
    return tuple(
        "\n".join(_short(_lines_of(text, metrics, widths[at], known))) if at in words else text
        for at, text in enumerate(cells)
    )


def _lines_of(text: str, metrics: QFontMetrics, width: int, known: dict[str, int]) -> tuple[str, ...]:
    """As `wrapped`, each word measured once: lists of quotes hold thousands, most of them often."""
    lines: list[list[str]] = []
    used, blank = 0, known.setdefault(" ", metrics.horizontalAdvance(" "))
    for word in _words(text):
        if word not in known:
            known[word] = metrics.horizontalAdvance(word)
        if lines and used + blank + known[word] <= width:
            lines[-1].append(word)
            used += blank + known[word]
        else:
            lines.append([word])
            used = known[word]
    return tuple(" ".join(line) for line in lines)


def _short(lines: tuple[str, ...]) -> tuple[str, ...]:
    return lines if len(lines) <= _MOST_LINES else (*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]} …")


def _texts(
    row: Row, columns: tuple[PrintColumn | None, ...], language: str, printed: dict[tuple[int, str], str]
) -> tuple[str, ...]:
    """The cells of a row as printed; `printed` keeps those of each cell: large matrices share theirs."""
    if row.heading:
        return ()
    found = []
    for one in columns:
        if one is None:
            found.append("")
            continue
        place = (id(row.cells[one.position]), one.part)
        if place not in printed:
            printed[place] = cell_text(row.cells[one.position], one.part, language)
        found.append(printed[place])
    return tuple(found)


def _spans(found: list[tuple[str, int]], lefts: list[int], widths: list[int]) -> tuple[tuple[str, int, int], ...]:
    spans, at = [], 0
    for over, count in found:
        spans.append((over, lefts[at], lefts[at + count - 1] + widths[at + count - 1]))
        at += count
    return tuple(spans)


def _rows(
    table: TableSpec,
    texts: list[tuple[str, ...]],
    under: list[tuple[str, ...]],
    language: str,
    places: tuple[int, int, int],
    over: list[int],
    pad: int,
) -> tuple[GridRow, ...]:
    """The rows below each other; `places` are the width of the labels, that of the table, and where rows begin."""
    stub_width, across, top = places
    body, bold = QFontMetrics(fonts()[0]), QFontMetrics(bold_font())
    rows = []
    for row, cells, below, alone in zip(table.rows, texts, under, over, strict=True):
        room, letters = (across, bold) if row.heading else (stub_width, body)
        label = wrapped(label_of(row, language), letters, room - 2 * pad - before(row))
        deepest = max((text.count("\n") + 1 for text in set(cells)), default=1)
        tall = max(len(label), deepest, 2 if any(below) else 1) * body.height() + 2 * ROW_PAD
        rows.append(GridRow(row, label, cells, below, top, tall, alone))
        top += tall
    return tuple(rows)


def _over_pairs(
    columns: tuple[PrintColumn, ...],
    language: str,
    metrics: QFontMetrics,
    lefts: list[int],
    widths: list[int],
    pad: int,
) -> tuple[tuple[str, int, int], ...]:
    """The name of a column over its count and its share, in lines; none in a table without shares beside counts."""
    found = []
    for at, column in enumerate(columns):
        if column.part == "share" and at:
            left, right = lefts[at - 1], lefts[at] + widths[at]
            lines = wrapped(render(column.column.label, language), metrics, right - left - 2 * pad)
            found.append(("\n".join(lines), left, right))
    return tuple(found)


def _heading(column: PrintColumn, table: TableSpec, language: str) -> str:
    """The words over a column; those of an interval stay on one line, beside a share the base alone stands."""
    if column.part == "share":
        base = column.column.base
        return "" if base is None else render(msg("table.n", base=base), language).replace(" ", NO_BREAK)
    if column.part == "estimate" and "share" in column.column.show:
        return ""
    words = heading(column, table, language)
    return words.replace(" ", NO_BREAK) if column.part == "interval" else words


def _stub_width(table: TableSpec, language: str, metrics: QFontMetrics, room: int, pad: int) -> int:
    """What the labels need; a heading over rows has the whole width, for its cells are empty."""
    wanted = [metrics.horizontalAdvance(label_of(row, language)) + before(row) for row in table.rows if not row.heading]
    longest = max(wanted, default=0) + 2 * pad + 2
    words = [
        metrics.horizontalAdvance(word) + before(row)
        for row in table.rows[:_LOOKED_AT] if not row.heading
        for word in _words(label_of(row, language))
    ]  # fmt: skip
    least = max(_STUB_LEAST, min(max(words, default=0) + 2 * pad + 2, _STUB_MOST))
    return max(least, min(longest, max(room, least), _STUB_MOST))


def _spread(least: list[int], liked: list[int], room: int) -> list[int]:
    """Widths between what the numbers need and what the headings like; what is left evenly, no more than reads well."""
    if not least or sum(least) >= room:
        return least
    if sum(liked) > room:
        share = (room - sum(least)) / (sum(liked) - sum(least))
        return [low + int((high - low) * share) for low, high in zip(least, liked, strict=True)]
    widths = liked
    more = min((room - sum(widths)) // len(widths), 48)
    return [width + more for width in widths]


def wrapped(text: str, metrics: QFontMetrics, width: int) -> tuple[str, ...]:
    """The text in lines of at most `width` pixels, broken between words, a "·" at the end of its line."""
    lines: list[str] = []
    for word in _words(text):
        trial = f"{lines[-1]} {word}" if lines else word
        if lines and metrics.horizontalAdvance(trial) <= width:
            lines[-1] = trial
        else:
            lines.append(word)
    return tuple(lines)


def _words(text: str) -> list[str]:
    """What a line may be broken between; a dot between two words stays with the first, never alone on a line."""
    return text.replace(" · ", f"{NO_BREAK}· ").split(" ") if text else []
