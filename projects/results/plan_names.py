# SPDX-License-Identifier: MIT
"""Finds what the rows of a plan name: variables, answers, pairs and conditions, as ids of a table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analysis.analyses import Declaration
from analysis.declarations.records import OptionKind
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Kind, Variable
from projects.results.plans import several
from projects.results.where_grammar import UnknownAnswer, read_where
from wording import Problem


class UnknownName(LookupError):
    """Names that no table knows: its arguments."""


def looked_up(declared: Declaration, table: DataTable, named: Mapping[str, object]) -> dict[str, Any]:
    """The options that the analysis has, with ids for the names of variables."""
    options: dict[str, Any] = {}
    for option in declared.options:
        if option.name not in named:
            continue
        value = named[option.name]
        if option.kind is OptionKind.VARIABLE:
            value = variable_named(table, str(value)).id
        elif option.kind in (OptionKind.VARIABLES, OptionKind.AMONG):
            value = _variables(table, str(value))
        elif option.kind is OptionKind.FLAG:
            value = str(value).strip().casefold() in ("1", "yes", "true", "t", "oui", "vrai", "x")
        elif option.kind is OptionKind.PAIRS:
            value = _pairs(table, str(value))
        elif option.kind is OptionKind.REFERENCES:
            value = _references(table, str(value))
        elif option.kind is OptionKind.WHERE:
            value = conditions_of(table, str(value))
        options[option.name] = value
    return options


def groupers(table: DataTable, text: str) -> list[str]:
    """The variable of the groups, or several that are crossed, set apart by ";" or ","."""
    try:
        return [variable_named(table, text).id]
    except UnknownName:
        names = [name.strip() for name in re.split("[;,]", text) if name.strip()]
        if len(names) < 2:
            raise
        return _variables(table, ";".join(names))


def _pairs(table: DataTable, text: str) -> list[list[str]]:
    """ "sex * site; sex * age": pairs of ids."""
    pairs = []
    for part in text.split(";"):
        names = [name for name in re.split(r"[*×:]", part) if name.strip()]
        if names:
            pairs.append([variable_named(table, name.strip()).id for name in names])
    return pairs


def _references(table: DataTable, text: str) -> dict[str, str]:
    """ "sex = m; site = b": the answer that each variable's others are compared with."""
    found = {}
    for part in filter(str.strip, text.split(";")):
        name, _, code = (piece.strip() for piece in part.partition("="))
        variable = variable_named(table, name)
        choice = next((one for one in variable.choices if one.code == code), None)
        if choice is None:
            raise UnknownName(f"{name} = {code}")
        found[variable.id] = choice.id
    return found


def _variables(table: DataTable, text: str) -> list[str]:
    """The ids of several variables, each once; every unknown name is named."""
    found: list[str] = []
    missing: list[str] = []
    for name in several(text):
        try:
            found.append(variable_named(table, name).id)
        except UnknownName:
            missing.append(name)
    if missing:
        raise UnknownName(*missing)
    return list(dict.fromkeys(found))


def event_of(variable: Variable, text: str) -> list[str]:
    """The answers that a model explains, one or several, written as the file's codes."""
    known = {choice.code: choice.id for choice in variable.choices}
    codes = [text] if text in known else several(text)
    missing = [f"{variable.name} = {code}" for code in codes if code not in known]
    if missing and variable.kind is Kind.ONE:
        raise UnknownName(*missing)
    return [known[code] for code in codes if code in known]


def variable_named(table: DataTable, name: str) -> Variable:
    """A variable by its name, or the last part of it where only one is named so. Raises UnknownName."""
    try:
        return table.named(name)
    except KeyError:
        short = [variable for variable in table.variables if variable.name.rpartition("/")[2] == name]
        if len(short) == 1:
            return short[0]
        raise UnknownName(name) from None


def conditions_of(table: DataTable, text: str) -> list[dict[str, Any]]:
    """ "sex = woman, man; age in 18..59": variables and choices by the file's names (see `where_grammar`)."""
    try:
        return read_where(table, text, variable_named)
    except UnknownAnswer as unknown:
        raise UnknownName(unknown.name) from None
    except Problem as wrong:
        raise AnalysisProblem(wrong.message) from None
