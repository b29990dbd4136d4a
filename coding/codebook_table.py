# SPDX-License-Identifier: MIT
"""A codebook as rows of a table, one code a row, and back. Cells are text.

Columns: code_id, parent_id, name_<language>…, definition_<language>…, keywords_<language>… ("a;b c;stem*"),
sensitivity, source, colour, shortcut (a digit). Only a name is required; a parent is named by its code_id. Of a code
without a key of its own the code_id is its name in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coding.codebook import Codebook, is_colour, next_colour
from coding.records import Code
from coding.rules.parsed_rules import reading_problem
from coding.rules.rule_limits import without_names
from wording import DEFAULT_LANGUAGE, LANGUAGES, Labels, Message, Problem, msg

_LANGUAGE_COLUMN = re.compile(r"^(name|definition|inclusion|exclusion|keywords)_([a-z]{2,3})$")
_STAND_IN = re.compile(r"\[.+\]")  # of a code without a key: its name, so that parents can be named
_MOST_CODES = 20_000
_WORDS = ("inclusion", "exclusion")  # a column for each language
_FURTHER: dict[str, Callable[[Code], bool]] = {  # columns that are written where a code has something to say there
    "inclusion": lambda code: bool(code.inclusion.by_language),
    "exclusion": lambda code: bool(code.exclusion.by_language),
    "anchors": lambda code: bool(code.anchors),
    "category": lambda code: code.category,
    "retired": lambda code: code.retired,
    "memo": lambda code: bool(code.memo),
    "shortcut": lambda code: bool(code.shortcut),
}
_TEXTS = ("memo", "shortcut")
_DIGITS = frozenset("123456789")  # keys that can apply a code
_YES = ("yes", "oui", "1", "true", "x")


@dataclass(frozen=True)
class ReadCodebook:
    """Codes as read: their ids and parents are the file's own keys, not yet those of a project."""

    codes: tuple[Code, ...]
    warnings: tuple[Message, ...] = field(default=())


def codes_from_rows(rows: Sequence[Mapping[str, str]], file: str) -> ReadCodebook:
    """The codes of a table; odd rows are read as far as possible and said.

    Parameters
    ----------
    rows : sequence of mapping
        Column name to cell, both text; column names in any case. Rows are counted as in a file whose first row is the
        header.
    file : str
        The name of the file, for messages.

    Returns
    -------
    ReadCodebook
        The codes in the order of their rows, and a warning for each row without a name, key that stands twice, and
        parent that is missing or stands below its child, and rule that cannot be read and was left out.

    Raises
    ------
    Problem
        `coding.no_codebook` without a column of names, `coding.codebook_too_long` for more than 20,000 rows,
        `coding.codebook_empty` where no row holds a code.

    Examples
    --------
    >>> rows = [{"code_id": "DEBT", "name_en": "Debt bondage", "keywords_en": "debt;owed*"}]
    >>> (code,) = codes_from_rows(rows, "codes.csv").codes
    >>> code.id, code.keywords
    ('DEBT', {'en': ('debt', 'owed*')})
    """
    columns = {column.strip().lower() for row in rows[:1] for column in row}
    if not any(column.startswith("name_") or column == "name" for column in columns):
        raise Problem(msg("coding.no_codebook", file=file))
    if len(rows) > _MOST_CODES:
        raise Problem(msg("coding.codebook_too_long", file=file, n=len(rows), most=_MOST_CODES))
    warnings: list[Message] = []
    codes: dict[str, Code] = {}
    for number, row in enumerate(rows):
        code = _code({name.strip().lower(): (cell or "").strip() for name, cell in row.items() if name}, number)
        code = _with_readable_rules(code, number + 2, warnings)
        if not code.name.by_language:
            warnings.append(msg("coding.row_without_name", row=number + 2))
        elif code.id in codes:
            warnings.append(msg("coding.key_twice", row=number + 2, code=code.id))
        else:
            codes[code.id] = code
    if not codes:
        raise Problem(msg("coding.codebook_empty", file=file))
    return ReadCodebook(tuple(_sound_tree(codes, warnings)), tuple(warnings))


def rows_from_codes(codebook: Codebook) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a codebook, parents before children; reading them back gives the same tree.

    Parameters
    ----------
    codebook : Codebook
        Codes of any number of languages; those of the program have their columns always.

    Returns
    -------
    tuple of (list of str, list of list of str)
        Column names, and a row of as many cells for each code. Speakers' names in keywords are replaced
        (`coding.rules.rule_limits.without_names`).
    """
    languages = sorted({language for code in codebook for language in _languages_of(code)} | set(LANGUAGES))
    header = ["code_id", "parent_id"]
    header += [f"{part}_{language}" for part in ("name", "definition", "keywords") for language in languages]
    header += ["sensitivity", "source", "colour"]
    further = [name for name, used in _FURTHER.items() if any(used(code) for code in codebook)]
    further = [f"{name}_{language}" for name in further if name in _WORDS for language in languages] + [
        name for name in further if name not in _WORDS
    ]
    header += further
    keys = _unique_keys(codebook)
    rows = []
    for code in codebook:
        row = [keys[code.id], keys.get(code.parent or "", "")]
        row += [code.name.by_language.get(language, "") for language in languages]
        row += [code.definition.by_language.get(language, "") for language in languages]
        row += [";".join(map(without_names, code.keywords.get(language, ()))) for language in languages]
        rows.append([*row, code.sensitivity, code.source, code.colour, *(_cell(code, name) for name in further)])
    return header, rows


def _code(row: Mapping[str, str], number: int) -> Code:
    parts: dict[str, dict[str, str]] = {
        name: {} for name in ("name", "definition", "inclusion", "exclusion", "keywords")
    }
    for column, cell in row.items():
        match = _LANGUAGE_COLUMN.match(column)
        if match and cell:
            parts[match[1]][match[2]] = cell
    for part in parts:
        if row.get(part):
            parts[part].setdefault(DEFAULT_LANGUAGE, row[part])
    key = row.get("code_id") or row.get("id") or row.get("key") or ""
    colour = row.get("colour") or row.get("color") or ""
    return Code(
        id=key or f"row {number + 2}",
        parent=row.get("parent_id") or row.get("parent") or None,
        position=number,
        name=Labels(parts["name"]),
        definition=Labels(parts["definition"]),
        colour=colour.lower() if is_colour(colour) else "",
        keywords={language: _keywords(cell) for language, cell in parts["keywords"].items() if _keywords(cell)},
        sensitivity=row.get("sensitivity", ""),
        source=row.get("source", ""),
        key="" if _STAND_IN.fullmatch(key) else key,
        inclusion=Labels(parts["inclusion"]),
        exclusion=Labels(parts["exclusion"]),
        anchors=tuple((line.strip(), "") for line in row.get("anchors", "").split("\n") if line.strip()),
        category=row.get("category", "").lower() in _YES,
        retired=row.get("retired", "").lower() in _YES,
        memo=row.get("memo", ""),
        shortcut=shortcut if (shortcut := row.get("shortcut", "")) in _DIGITS else "",
    )


def _with_readable_rules(code: Code, row: int, warnings: list[Message]) -> Code:
    """The code without rules that cannot be read, as one with an open bracket, which are said."""
    kept = {}
    for language, keywords in code.keywords.items():
        why = {keyword: reading_problem(keyword) for keyword in keywords}
        warnings += [msg("coding.rule_unread", row=row, why=said) for said in why.values() if said is not None]
        kept[language] = tuple(keyword for keyword, said in why.items() if said is None)
    return replace(code, keywords={language: keywords for language, keywords in kept.items() if keywords})


def _cell(code: Code, column: str) -> str:
    """What stands in one of the further columns."""
    name, _, language = column.partition("_")
    if name in _WORDS:
        return str(getattr(code, name).by_language.get(language, ""))
    if name == "anchors":
        return "\n".join(" ".join(words.split()) for words, _ in code.anchors)
    if name in _TEXTS:
        return str(getattr(code, name))
    return "yes" if getattr(code, name) else ""


def _keywords(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word.strip() for word in cell.split(";") if word.strip()))


def _sound_tree(codes: Mapping[str, Code], warnings: list[Message]) -> Iterable[Code]:
    """The codes with colours; a parent that is missing, or stands below its child, is dropped and said."""
    sound: dict[str, Code] = {}
    for key, code in codes.items():
        parent = code.parent
        if parent is not None and parent not in codes:
            warnings.append(msg("coding.parent_missing", code=key, parent=parent))
            parent = None
        elif parent is not None and _reaches(codes, parent, key):
            warnings.append(msg("coding.parent_circle", code=key))
            parent = None
        colour = code.colour or next_colour(other.colour for other in sound.values())
        sound[key] = replace(code, parent=parent, colour=colour)
    return sound.values()


def _reaches(codes: Mapping[str, Code], start: str, wanted: str) -> bool:
    seen: set[str] = set()
    current: str | None = start
    while current is not None and current not in seen:
        if current == wanted:
            return True
        seen.add(current)
        current = codes[current].parent if current in codes else None
    return False


def _languages_of(code: Code) -> set[str]:
    named = {*code.name.by_language, *code.definition.by_language, *code.keywords}
    return {language for language in named if language}


def _unique_keys(codebook: Codebook) -> dict[str, str]:
    """What stands as code_id: the author's key, else the name in brackets, which is no key; numbered where alike."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for code in codebook:
        wanted, form = (code.key, "{}") if code.key else (code.name.in_language(DEFAULT_LANGUAGE), "[{}]")
        key, number = form.format(wanted), 2
        while key.casefold() in taken:
            key, number = form.format(f"{wanted} {number}"), number + 1
        taken.add(key.casefold())
        keys[code.id] = key
    return keys
