# SPDX-License-Identifier: MIT
"""Labels of variables, tables and results where analyses are chosen and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.analyses import Declaration, OptionKind, declarations
from analysis.analyses.condition_words import words_of
from analysis.codings.records import ATTRIBUTE, CODE
from analysis.declarations.records import GROUPS, Options
from analysis.records import DataTable, Kind, Role, Variable
from wording import DEFAULT_LANGUAGE, LANGUAGES, Labels, Text, msg, render
from wording.catalogue import has_message
from workbench.variable_words import answer_called, called, has_words

DEFAULT_ANALYSIS = {Kind.ONE: "proportions", Kind.SET: "set", Kind.INTEGER: "describe", Kind.NUMBER: "describe"}
_FIRST = ("variable", "numerator")
_SECOND = ("by", "column", "denominator")


def first_analysis(variable: Variable) -> tuple[str, dict[str, Any]] | None:
    """The analysis that a variable, a code or an attribute begins with, and its options; None for none."""
    if variable.form_type == CODE:
        return "code_frequencies", {"variable": variable.id}
    if variable.form_type == ATTRIBUTE:
        return "code_crosstab", {"by": variable.id}
    name = DEFAULT_ANALYSIS.get(variable.kind)
    return (name, {"variable": variable.id}) if name is not None else None


def table_title(table: DataTable) -> Text:
    """What a table is called within a sentence: its label, its unit or its name; `table_labels` has headings."""
    if has_words(table.labels):
        return table.labels
    return msg(f"units.{table.unit}") if has_message(f"units.{table.unit}", DEFAULT_LANGUAGE) else table.name


def offered(table: DataTable, kinds: frozenset[Kind] = frozenset()) -> list[Variable]:
    """The variables of these kinds (any when empty) that may be analysed: no identifiers."""
    some = [v for v in table.variables if v.role is not Role.IDENTIFIER and (not kinds or v.kind in kinds)]
    return [v for v in some if v.group[:1] != ("queries",)]  # those are asked for, not analysed


def matches(text: Text, wanted: str) -> bool:
    """Whether `wanted` (case-folded) stands in the text, in any language."""
    return any(wanted in render(text, language).casefold() for language in LANGUAGES)


def grouped() -> list[Declaration]:
    """The analyses there are, those of one menu together."""
    return sorted(declarations(), key=lambda one: GROUPS.index(one.group))


def own_title(options: Options) -> Text:
    """The user's own title; empty where there is none."""
    title = options.get("title") or ""
    return Labels(dict(title)) if isinstance(title, Mapping) else str(title)


def title_of(declared: Declaration, options: Options, table: DataTable | None, stored: str = "") -> Text:
    """What an analysis is called: the user's title, else its variables, else its kind."""
    own = own_title(options)
    if own or stored:
        return own or stored
    if table is None:
        return declared.label
    named = [_named(table, options.get(option.name)) for option in _ordered(declared)]
    known = [name for name in named if name is not None]
    if not known:
        return declared.label
    return known[0] if len(known) == 1 else msg("title.variable_by", variable=known[0], group=known[1])


def _ordered(declared: Declaration) -> list[Any]:
    options = [option for option in declared.options if option.kind is OptionKind.VARIABLE]
    order = {name: place for place, name in enumerate((*_FIRST, *_SECOND))}
    return sorted(options, key=lambda option: order.get(option.name, 9))


def _named(table: DataTable, variable_id: object) -> Text | None:
    try:
        return called(table.variable(str(variable_id))) if variable_id else None
    except KeyError:
        return None


def condition_text(table: DataTable, condition: Options) -> Text:
    """A condition in words: "Consent = Yes, No"."""
    try:
        if "is" not in condition:
            return words_of(lambda name: _worded(table.variable(name)), condition)
        variable = table.variable(str(condition["variable"]))
    except KeyError:
        return str(condition.get("variable", ""))
    known: dict[str, Text] = {choice.id: answer_called(choice) for choice in variable.choices}
    values: Sequence[Text] = [known.get(str(value), str(value)) for value in condition["is"]]
    return msg("note.condition", variable=called(variable), values=list(values))


def _worded(variable: Variable) -> Variable:
    """The variable, called by its name where it has no wording."""
    words = called(variable)
    return replace(variable, labels=words if isinstance(words, Labels) else Labels({"": variable.name}))
