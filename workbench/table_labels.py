# SPDX-License-Identifier: MIT
"""Labels of tables and variables in every room: titles, kinds, icons, conditions in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from analysis.codings.records import ATTRIBUTE, CODE
from analysis.records import DataTable, Kind, Level, Role, Variable
from projects.imported.records import ImportedTable
from wording import Labels, Text, msg, render
from workbench.variable_words import DESIGN_ROLES, KIND_ICONS, PAPERWORK, called, distinct_titles, has_words

UNITS = ("household", "person", "respondent", "key_informant", "site", "facility", "session", "case", "record")
NUMBERS = (Kind.INTEGER, Kind.NUMBER)
DATES = (Kind.DATE, Kind.DATETIME)
_CONSTANT = re.compile(r"'[^']*'|\"[^\"]*\"")


def title_of(table: DataTable) -> Text:
    """What a table is called: its label, else the plural of its unit, else its name in the file."""
    return table_title(table.labels, table.unit, table.name)


def table_title(labels: Labels, unit: str, name: str) -> Text:
    """The same from its parts."""
    if has_words(labels):
        return labels
    return msg(f"data.view.units.{unit}") if unit in UNITS and unit != "record" else name


def unit_text(unit: str) -> Text:
    """One row of a table: a known unit by its name, any other as the user wrote it."""
    return msg(f"data.unit_name.{unit}") if unit in UNITS else unit


def kind_word(variable: Variable) -> Text:
    """The one word beside a variable's name."""
    if variable.role is Role.IDENTIFIER:
        return msg("data.view.kind.identifier")
    if variable.form_type in (CODE, ATTRIBUTE):
        return ""
    if variable.kind is Kind.SET:
        return msg("data.view.kind.set", count=len(variable.choices))
    if variable.kind is Kind.ONE:
        return msg("data.view.kind.ordinal" if variable.level is Level.ORDINAL else "data.view.kind.one")
    if variable.kind in NUMBERS:
        return msg("data.view.kind.number")
    return msg(f"data.view.kind.{variable.kind}")


def kind_icon(variable: Variable) -> str:
    """The icon beside a variable's name; a lock for identifiers."""
    if variable.form_type == CODE:
        return "tag"
    return "lock" if variable.role is Role.IDENTIFIER else KIND_ICONS[variable.kind]


def is_paperwork(variable: Variable) -> bool:
    """Whether a column is of the submission and not of the questionnaire: keys, times, versions, notices."""
    return (
        variable.name.startswith(("_", "meta/"))
        or variable.form_type.split(" ")[0] in PAPERWORK
        or variable.name in ("start", "end")
        or variable.role is Role.KEY
        or _CONSTANT.fullmatch(variable.calculation.strip()) is not None
    )


def shown_at_first(variables: Iterable[Variable]) -> list[str]:
    """The columns of a table nobody chose columns for: neither identifiers nor paperwork, unless that is all."""
    listed = list(variables)
    good = [v.id for v in listed if v.role is not Role.IDENTIFIER and not is_paperwork(v)]
    return good or [v.id for v in listed if v.role is not Role.IDENTIFIER]


def sections(table: DataTable | ImportedTable) -> list[tuple[Text, list[Variable]]]:
    """The variables under the headings of their groups; sample design and paperwork come last."""
    found: dict[object, tuple[Text, list[Variable]]] = {}
    last: dict[str, list[Variable]] = {"design": [], "paperwork": []}
    for variable in table.variables:
        if variable.role in DESIGN_ROLES:
            last["design"].append(variable)
        elif is_paperwork(variable):
            last["paperwork"].append(variable)
        else:
            heading = _heading(variable, table)
            found.setdefault(variable.group, (heading, []))[1].append(variable)
    ends = [(msg(f"data.view.section.{name}"), listed) for name, listed in last.items() if listed]
    return [*found.values(), *ends]


def _heading(variable: Variable, table: DataTable | ImportedTable) -> Text:
    if not variable.group:
        return table_title(table.labels, table.unit, table.name)
    labels = variable.group_labels[-1] if variable.group_labels else Labels({})
    return labels if has_words(labels) else variable.group[-1]


_SELECTED = re.compile(r"selected\(\s*\$\{([^}]+)\}\s*,\s*(['\"])(.*?)\2\s*\)")
_COMPARED = re.compile(r"\$\{([^}]+)\}\s*(!=|=)\s*(['\"])(.*?)\3")
_NAMED = re.compile(r"\$\{([^}]+)\}")
_COUNTED = re.compile(r"count-selected\(\s*\$\{([^}]+)\}\s*\)")
_OWN = re.compile(
    r"(?<![^\s(,])\.(?=\s*(?:[<>=!),]|$))"
)  # "." is the answer itself; not a dot of a pattern or a number
_BESIDE = re.compile(r"(?<=[)}])\s*([<>]=?|!?=)\s*")
_JOINED = re.compile(r"\s+(and|or)\s+")
_NOT = re.compile(r"\bnot\s*\(\s*")
_SHORT = 40


def condition_words(condition: str, tables: Sequence[DataTable], language: str, own: str = "") -> str:
    """A condition with labels in place of names and codes: "Consent = Yes and Age > 17". What is unknown stays.

    `own` is the name of the question it belongs to, which a form writes as "." and people as "the answer".
    """
    condition = _BESIDE.sub(r" \1 ", _OWN.sub(lambda _dot: f"${{{own}}}", condition) if own else condition)
    named: Mapping[str, Variable] = {v.name: v for table in reversed(tables) for v in table.variables}

    def name(key: str) -> str:
        if key == own:
            return render(msg("data.view.condition.own"), language)
        text = render(called(named[key]), language) if key in named else key
        return text if len(text) <= _SHORT else text[: _SHORT - 1].rstrip() + "…"

    def answer(key: str, code: str) -> str:
        if not code:
            return render(msg("data.view.condition.empty"), language)
        choices = named[key].choices if key in named else ()
        text: Text = next((c.labels for c in choices if c.code == code and has_words(c.labels)), code)
        return render(text, language)

    found = _SELECTED.sub(
        lambda hit: render(
            msg("data.view.condition.includes", name=name(hit[1]), answer=answer(hit[1], hit[3])), language
        ),
        condition,
    )
    found = _COMPARED.sub(
        lambda hit: f"{name(hit[1])} {'≠' if hit[2] == '!=' else '='} {answer(hit[1], hit[4])}", found
    )
    found = _COUNTED.sub(lambda hit: render(msg("data.view.condition.count", name=name(hit[1])), language), found)
    found = _NAMED.sub(lambda hit: name(hit[1]), found)
    found = _JOINED.sub(lambda hit: f" {render(msg(f'data.view.condition.{hit[1]}'), language)} ", found)
    found = _NOT.sub(f"{render(msg('data.view.condition.not'), language)} (", found)
    return found.replace(">=", "≥").replace("<=", "≤")


def title_of_imported(table: ImportedTable) -> Text:
    """What a table of a file not imported yet is called."""
    return table_title(table.labels, table.unit, table.name)


def title_among(table: ImportedTable, tables: Sequence[ImportedTable]) -> Text:
    """The same with its name in the file, where others of the file are called alike: repeats are all "People"."""
    return dict(distinct_titles(tables, title_of_imported))[table.id]
