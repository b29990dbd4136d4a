# SPDX-License-Identifier: MIT
"""The codes of a written codebook: a table with a code a row, a card for each code, or headings with paragraphs.

It takes the blocks of a document and gives the rows that `coding.codebook_table` reads.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from wording import DEFAULT_LANGUAGE, LANGUAGES
from wording.language_record import language_of_code
from wording.word_lists import all_word_lists

PARTS_BY_LANGUAGE = ("name", "definition", "inclusion", "exclusion", "keywords")
_OWN = re.compile(r"(name|definition|inclusion|exclusion|keywords)_([a-z]{2,3})")
_WITH_LANGUAGE = re.compile(r"(.+?)\s*[(\[/–—-]\s*([^()\[\]/]+?)\s*[)\]]?")
_CODE = re.compile(r"[a-z]{2,3}")


@functools.cache
def _part_of() -> dict[str, tuple[str, str]]:
    """The part of a code and the language by the words of a heading."""
    return {
        word: (part, language)
        for language, lists in all_word_lists().items()
        for part, words in lists.headings.items()
        for word in words
    }


@functools.cache
def _languages() -> dict[str, str]:
    """The code of a language by what it is called."""
    return {name: code for code in LANGUAGES for name in (code, *language_of_code(code).called)}


def plain_heading(text: str) -> str:
    """The words of a heading: small letters, plain apostrophes and spaces, no mark at the end."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("’", "'").replace("_", " ")
    return " ".join(folded.split()).strip(" :*.")


def language_named(text: str) -> str:
    """The language that a heading names."""
    plain = plain_heading(text)
    return _languages().get(plain, plain if _CODE.fullmatch(plain) else "")


def part_of(text: str) -> tuple[str, str] | None:
    """The part of a code that a heading names, and its language."""
    own = _OWN.fullmatch(text.strip().casefold())
    if own:
        return own[1], own[2]
    plain = plain_heading(text)
    found, said = _part_of().get(plain), ""
    if found is None and (match := _WITH_LANGUAGE.fullmatch(plain)):
        found, said = _part_of().get(match[1]), _languages().get(match[2], "")
        found = found if said else None
    if found is None:
        return None
    part, language = found
    return part, (said or language) if part in PARTS_BY_LANGUAGE else ""


Row = dict[str, str]
_MEANING = frozenset(("definition", "inclusion", "exclusion", "anchors"))
_TITLES = ("codebook", "code book", "coding frame", "coding scheme", "livre de codes", "grille de codage", "codes")
_NUMBERED = re.compile(r"^\s*\d+(?:\.\d+)*[.)]?\s+(?=\S)")
_KEYED = re.compile(r"^([A-Z][A-Z0-9]*(?:[._-][A-Z0-9]+)+)\s*[:–—-]?\s+(\S.*)$")
_LABELLED = re.compile(r"^\s*([^:]{2,40}?)\s*:\s*(.*)$", re.DOTALL)
_MOST_LOOSE = 4  # paragraphs without a label below a heading, on average: more is a text, not a codebook
_YES = "yes"


@dataclass(frozen=True)
class WrittenHeading:
    """A heading; `level` 1 is the highest."""

    level: int
    text: str


@dataclass(frozen=True)
class WrittenTable:
    """A table as rows of cells; the paragraphs of a cell are its lines."""

    rows: tuple[tuple[str, ...], ...]


Block = WrittenHeading | WrittenTable | str  # a text is a paragraph


@dataclass
class _Outline:
    """The codes found so far, and the headings above the place that is read."""

    rows: list[Row] = field(default_factory=list)
    above: list[tuple[int, str]] = field(default_factory=list)  # level and code_id
    labelled: int = 0
    loose: int = 0
    headings: int = 0
    tables: int = 0


def rows_of(blocks: Sequence[Block], *, sure: bool) -> list[Row]:
    """The rows of the codes of a document.

    Parameters
    ----------
    blocks : sequence of WrittenHeading, WrittenTable or str
        Headings, tables and paragraphs in order.
    sure : bool
        Take only what nothing but a codebook looks like, for a file of which nobody said what it is.

    Returns
    -------
    list of dict
        A row per code, as `coding.codebook_table.codes_from_rows` reads them; none where it is no codebook.
    """
    found = _Outline()
    listed = [row for block in blocks if isinstance(block, WrittenTable) for row in _listed(block)]
    if listed:
        return _in_language(listed)
    _read_outline(blocks, found)
    if found.tables:
        return _in_language([row for row in found.rows if _is_code(row)])
    if found.headings < 2 or found.loose > _MOST_LOOSE * found.headings:
        return []
    if sure and (not found.labelled or found.labelled * 2 < found.headings):
        return []
    return _in_language(_without_title(found.rows))


def _in_language(rows: list[Row]) -> list[Row]:
    """Names and paragraphs whose language nothing says take the language of the labels around them."""
    said = [column.partition("_")[2] for row in rows for column in row if column.startswith(PARTS_BY_LANGUAGE)]
    named = [language for language in said if language]
    most = max(sorted(set(named)), key=named.count) if named else DEFAULT_LANGUAGE
    return [
        {f"{column}_{most}" if column in PARTS_BY_LANGUAGE else column: row[column] for column in row} for row in rows
    ]


def _listed(table: WrittenTable) -> Iterator[Row]:
    """The codes of a table that has one a row, its first row naming the columns."""
    if len(table.rows) < 2:
        return
    columns = columns_named(table.rows[0])
    parts = {column.partition("_")[0] for column in columns}
    if "name" not in parts or not parts & _MEANING:
        return
    group, made = "", set()
    for cells in table.rows[1:]:
        row = {column: cell.strip() for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
        group = row.pop("group", "") or group
        if not any(column.startswith("name") for column in row):
            continue
        if group and "parent_id" not in row:
            row["parent_id"] = group
            if group not in made:
                yield {"code_id": group, _language_column(columns): group, "category": _YES}
                made.add(group)
        yield row


def _language_column(columns: Sequence[str]) -> str:
    """The column of names that a table has."""
    return next(column for column in columns if column.startswith("name_"))


def columns_named(cells: Sequence[str]) -> list[str]:
    """The columns that a first row names.

    Parameters
    ----------
    cells : sequence of str
        The cells of the first row.

    Returns
    -------
    list of str
        "name_fr", "definition_en", "code_id" …, one per cell; "" for one that names none. "Code" beside a column of
        names is the key of the code.
    """
    known = [part_of(cell) for cell in cells]
    names = [at for at, one in enumerate(known) if one is not None and one[0] == "name"]
    codes = [at for at in names if plain_heading(cells[at]) == "code"]
    if len(codes) == 1 and len(names) > 1 and ("code_id", "") not in known:
        known[codes[0]] = ("code_id", "")
    own = [one[1] for at, one in enumerate(known) if one is not None and one[1] and at not in codes]
    for at in codes:
        if known[at] is not None and known[at] != ("code_id", "") and own:
            known[at] = ("name", max(own, key=own.count))  # "Code" is a word of both languages
    columns = [("" if one is None else f"{one[0]}_{one[1]}" if one[1] else one[0]) for one in known]
    return [column if columns.index(column) == at else "" for at, column in enumerate(columns)]


def _card(table: WrittenTable) -> Row:
    """The code of a table that names a part in the first cell of each row; {} where it is none."""
    languages = [language_named(cell) for cell in table.rows[0][1:]] if table.rows else []
    body = table.rows[1:] if any(languages) else table.rows
    row: Row = {}
    known = 0
    for cells in body:
        part = part_of(cells[0]) if cells else None
        if part is None:
            continue
        known += 1
        for at, cell in enumerate(cells[1:]):
            language = languages[at] if at < len(languages) else ""
            column = f"{part[0]}_{language or part[1]}" if part[0] in PARTS_BY_LANGUAGE else part[0]
            if cell.strip():
                row.setdefault(column, cell.strip())
    parts = {column.partition("_")[0] for column in row}
    is_card = known * 2 >= len(body) and ("name" in parts or bool(parts & _MEANING))
    return row if is_card and known else {}


def _read_outline(blocks: Sequence[Block], found: _Outline) -> None:
    label: tuple[str, str] | None = None
    for block in blocks:
        if isinstance(block, WrittenHeading):
            label = part_of(block.text) if found.rows else None  # "Definition" as a heading of its own
            if label is None and block.text.strip():
                _begin_code(block, found)
        elif isinstance(block, WrittenTable):
            card = _card(block)
            if card:
                _add_card(card, found)
        elif block.strip() and found.rows:
            label = _add_paragraph(block.strip(), label, found)


def _begin_code(heading: WrittenHeading, found: _Outline) -> None:
    found.headings += 1
    text = _NUMBERED.sub("", heading.text.strip())
    keyed = _KEYED.match(text)
    key, name = (keyed[1], keyed[2]) if keyed else (text, text)
    taken = {row["code_id"] for row in found.rows}
    number, code_id = 2, key
    while code_id in taken:
        code_id, number = f"{key} {number}", number + 1
    while found.above and found.above[-1][0] >= heading.level:
        found.above.pop()
    row = {"code_id": code_id, "name": name}
    if found.above:
        row["parent_id"] = found.above[-1][1]
    found.above.append((heading.level, code_id))
    found.rows.append(row)


def _add_card(card: Row, found: _Outline) -> None:
    """A card says more of the code that its heading names, or is a code without a heading."""
    found.tables += 1
    if not found.rows or "card" in found.rows[-1]:
        found.rows.append({"code_id": next((card[one] for one in card if one.startswith("name")), "")})
    row = found.rows[-1]
    if any(column.startswith("name_") for column in card):
        row.pop("name", None)
    if "code_id" in card and found.above and found.above[-1][1] == row["code_id"]:
        found.above[-1] = (found.above[-1][0], card["code_id"])
    row.update(card, card=_YES)


def _add_paragraph(text: str, label: tuple[str, str] | None, found: _Outline) -> tuple[str, str] | None:
    """Add a paragraph to the code above; comes back: the part that the next paragraph belongs to."""
    alone = part_of(text) if len(text) <= 40 else None
    if alone is not None:
        return alone
    match = _LABELLED.match(text)
    labelled = part_of(match[1]) if match else None
    if labelled is not None and match is not None:
        label, text = labelled, match[2].strip()
    if label is None:
        found.loose += 1
        label = ("definition", "")
    else:
        found.labelled += 1
    part, language = label
    column = f"{part}_{language}" if language else part
    if text:
        row = found.rows[-1]
        row[column] = f"{row[column]}\n{text}" if column in row else text
    return label if language or part not in PARTS_BY_LANGUAGE else None


def _is_code(row: Row) -> bool:
    return any(column.startswith("name") for column in row)


def _without_title(rows: list[Row]) -> list[Row]:
    """The rows without the title of the document, where it stands as a heading over all codes."""
    first, rest = rows[0], rows[1:]
    tops = [row for row in rest if "parent_id" not in row]
    said = plain_heading(first.get("name", ""))
    meant = any(column.partition("_")[0] in _MEANING for column in first)
    if tops or not rest or meant or not any(title in said for title in _TITLES):
        return rows
    code_id = first["code_id"]
    return [{column: cell for column, cell in row.items() if (column, cell) != ("parent_id", code_id)} for row in rest]
