# SPDX-License-Identifier: MIT
"""Recipes put together from what a person asks for: groups of answers, bands, arithmetic, time between dates, counts.

Each gives the recipe and its categories for `deriving.add_derived`.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.records import Choice, Kind, Variable
from projects.datasets.short_names import short_names
from projects.stored_tables.chunks import DATES, NUMBERS
from wording import LANGUAGES, Labels, Message, Problem, Text, msg, render
from wording.numbers import format_number

MANY, PAIR = ("+", "*", "min", "max", "mean"), ("-", "/")
UNITS = ("days", "weeks", "months", "years")


@dataclass(frozen=True)
class Recipe:
    """A recipe with the categories it makes, none for numbers."""

    steps: Mapping[str, Any]
    choices: tuple[Choice, ...] = ()


def regrouped(variable: Variable, groups: Mapping[str, str], language: str) -> Recipe:
    """Answers put into groups: choice id → name of its group in `language`; an answer without one becomes missing.

    Of a set a group is chosen where any of its answers is; one without a group counts for none. A group of one answer
    under its own label keeps the label in every language. Raises Problem for no group.
    """
    if variable.kind not in (Kind.ONE, Kind.SET):
        raise Problem(msg("data.recipe.needs_choice"))
    named: dict[str, list[Choice]] = {}
    for choice in variable.choices:
        name = groups.get(choice.id, "").strip()
        if name and not choice.reason:
            named.setdefault(name, []).append(choice)
    if not named:
        raise Problem(msg("data.recipe.needs_groups"))
    choices: list[Choice] = []
    to: dict[str, str] = {}
    for number, (code, (name, members)) in enumerate(zip(short_names(list(named), 32), named.items(), strict=True), 1):
        own = members[0] if len(members) == 1 and name in (_label(members[0], language), members[0].code) else None
        choices.append(Choice(f"c{number}", own.code if own else code, own.labels if own else Labels({language: name})))
        to |= {member.id: f"c{number}" for member in members}
    return Recipe({"do": "recode", "of": variable.id, "to": to}, tuple(choices))


def banded(variable: Variable, edges: Sequence[float]) -> Recipe:
    """Bands of a number: below the first edge, from each edge on, from the last edge on. Raises Problem."""
    if variable.kind not in NUMBERS:
        raise Problem(msg("data.recipe.needs_number"))
    if not edges or any(low >= high for low, high in itertools.pairwise(edges)):
        raise Problem(msg("data.recipe.edges"))
    whole = variable.kind is Kind.INTEGER and all(float(edge).is_integer() for edge in edges)
    choices = []
    for number in range(len(edges) + 1):
        low = edges[number - 1] if number else None
        high = edges[number] if number < len(edges) else None
        labels = Labels({language: render(_band(low, high, whole, language), language) for language in LANGUAGES})
        choices.append(Choice(f"c{number + 1}", str(number + 1), labels))
    return Recipe({"do": "bins", "of": variable.id, "edges": [float(edge) for edge in edges]}, tuple(choices))


def _band(low: float | None, high: float | None, whole: bool, language: str) -> Message:
    def written(number: float) -> str:
        return format_number(number, language, 0 if float(number).is_integer() else 2)

    if low is None:
        return msg("data.recipe.band_below", high=written(high or 0.0))
    if high is None:
        return msg("data.recipe.band_from", low=written(low))
    if whole:
        return msg("data.recipe.band_whole", low=written(low), high=written(high - 1))
    return msg("data.recipe.band", low=written(low), high=written(high))


def calculated(operator: str, variables: Sequence[Variable]) -> Recipe:
    """Sum, product, least, greatest or mean of numbers; difference or ratio of two. Raises Problem."""
    if any(variable.kind not in NUMBERS for variable in variables):
        raise Problem(msg("data.recipe.needs_number"))
    if operator not in (*MANY, *PAIR) or (len(variables) != 2 if operator in PAIR else len(variables) < 2):
        raise Problem(msg("data.recipe.needs_two"))
    names = [variable.id for variable in variables]
    if operator == "mean":
        return Recipe({"do": "calculate", "expr": ["/", ["+", *names], len(names)]})
    return Recipe({"do": "calculate", "expr": [operator, *names]})


def calculation_of(expr: object) -> tuple[str, list[str]] | None:
    """The operator and the variables of what `calculated` made, None for another expression."""
    if isinstance(expr, list) and len(expr) == 3 and expr[0] == "/" and isinstance(expr[1], list):
        inner = expr[1]
        if inner[0] == "+" and len(inner) - 1 == expr[2] and all(isinstance(name, str) for name in inner):
            return "mean", inner[1:]
    if isinstance(expr, list) and expr[0] in (*MANY, *PAIR) and all(isinstance(name, str) for name in expr):
        return (expr[0], expr[1:]) if len(expr) > 2 else None
    return None


def is_changeable(steps: Mapping[str, object]) -> bool:
    """Whether a recipe is one that a person can put together here; weights from a frame and codes are not."""
    if steps["do"] in ("frame", "codes"):
        return False
    return steps["do"] != "calculate" or calculation_of(steps["expr"]) is not None


def elapsed(start: Variable, end: Variable, unit: str = "days") -> Recipe:
    """Whole days, weeks, months or years from one date to another. Raises Problem."""
    if start.kind not in DATES or end.kind not in DATES or unit not in UNITS:
        raise Problem(msg("data.recipe.needs_dates"))
    return Recipe({"do": "elapsed", "from": start.id, "to": end.id, "unit": unit})


def counted(variable: Variable) -> Recipe:
    """How many answers of a set were chosen. Raises Problem."""
    if variable.kind is not Kind.SET:
        raise Problem(msg("data.recipe.needs_set"))
    return Recipe({"do": "count", "of": variable.id})


def recipe_words(steps: Mapping[str, object], variables: Mapping[str, Variable]) -> Text:
    """What a recipe does, in one short sentence."""

    def called(name: object) -> Text:
        variable = variables.get(str(name))
        if variable is None:
            return str(name)
        return variable.labels if any(variable.labels.by_language.values()) else variable.name

    kind = steps["do"]
    if kind in ("recode", "bins", "count"):
        return msg(f"data.recipe.words_{kind}", variable=called(steps["of"]))
    if kind == "elapsed":
        unit = msg(f"data.recipe.unit.{steps['unit']}")
        return msg("data.recipe.words_elapsed", start=called(steps["from"]), end=called(steps["to"]), unit=unit)
    if kind in ("frame", "codes"):
        return msg(f"data.recipe.words_{kind}")
    if kind == "index":
        return msg(f"data.recipe.words_index_{steps['as']}", index=msg(f"data.index.{steps['index']}"))
    names = [called(name) for name in sources_in_order(steps["expr"])]
    known = calculation_of(steps["expr"])
    if known is None:
        return msg("data.recipe.words_calculate", names=names)
    return msg("data.recipe.words_operation", operation=msg(f"data.view.derive.operator.{known[0]}"), names=names)


def sources_in_order(expr: object) -> list[str]:
    """The variables of an expression as they come, each once."""
    if isinstance(expr, str):
        return [expr]
    parts = [name for part in expr[1:] for name in sources_in_order(part)] if isinstance(expr, list) else []
    return list(dict.fromkeys(parts))


def _label(choice: Choice, language: str) -> str:
    return choice.labels.in_language(language) or choice.code
