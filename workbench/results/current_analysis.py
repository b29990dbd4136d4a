# SPDX-License-Identifier: MIT
"""The analysis on screen: its kind and table, its options, whether it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.analyses import Declaration, OptionKind, declaration
from analysis.codings.records import CODINGS, follows_coding
from analysis.declarations.records import Options
from analysis.records import DataTable
from projects.results.saved_results import SavedAnalysis
from projects.stored_interviews.tables import CODING_TABLES

_VARIABLES = frozenset({OptionKind.VARIABLE, OptionKind.VARIABLES, OptionKind.CODES, OptionKind.ATTRIBUTE})


@dataclass(frozen=True)
class CurrentAnalysis:
    """An analysis in front; `saved` is its id in the project, None for one not kept."""

    declaration: str
    table: str
    options: Options = field(default_factory=dict)
    saved: str | None = None

    @property
    def declared(self) -> Declaration:
        """Its declaration."""
        return declaration(self.declaration)

    def value(self, name: str) -> Any:
        """What an option is set to, its default where nothing is given."""
        given = self.options.get(name)
        return self.declared.option(name).default if given is None else given

    def with_option(self, name: str, value: object) -> CurrentAnalysis:
        """The same with one option changed; an option at its default is not kept, a title of the user's stays."""
        options = {key: kept for key, kept in self.options.items() if key != name}
        default = self.declared.option(name).default
        if value is not None and value != default and value not in ("", [], (), {}):
            options[name] = value
        for option in self.declared.options:  # what speaks of variables no longer chosen goes with them
            if option.of == name and option.name in options:
                kept = _still_of(option.kind, options[option.name], value)
                options = {key: given for key, given in options.items() if key != option.name}
                options.update({option.name: kept} if kept else {})
        return replace(self, options=options)

    def beside(self, name: str, value: object) -> CurrentAnalysis:
        """The same of another variable, not kept, and called after it."""
        made = self.with_option(name, value)
        return replace(made, options={key: one for key, one in made.options.items() if key != "title"}, saved=None)

    def is_another(self, name: str, value: object) -> bool:
        """Whether an option with this value asks for another result: of other variables, codes or groups.

        A framework matrix stays itself: it is worked in, and its themes come and go.
        """
        if self.declared.option(name).kind not in _VARIABLES or self.declaration == "framework":
            return False
        return set(_several(self.value(name) or ())) != set(_several(value or ()))

    def with_declaration(self, name: str, table: DataTable) -> CurrentAnalysis:
        """Another kind of analysis of the same variables, as far as its options take them."""
        made = CurrentAnalysis(name, self.table, {}, self.saved)
        for option in made.declared.options:
            value = self.options.get(option.name)
            if value is not None and _fits(option, value, table):
                made = made.with_option(option.name, value)
        return made


def _still_of(kind: OptionKind, given: Any, chosen: Any) -> Any:
    """What remains of an option that speaks of chosen variables."""
    if kind is OptionKind.ANSWERS:
        return None
    if kind is OptionKind.REFERENCES:
        return {name: choice for name, choice in given.items() if name in (chosen or ())}
    if kind is OptionKind.PAIRS:
        return [pair for pair in given if set(pair) <= set(chosen or ())]
    return [name for name in given if name in (chosen or ())]


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _fits(option: Any, value: Any, table: DataTable) -> bool:
    if option.choices:
        return value in option.choices
    if option.kinds:
        try:
            wanted = value if isinstance(value, (list, tuple)) else [value]
            return all(table.variable(str(one)).kind in option.kinds for one in wanted)
        except KeyError:
            return False
    return True


def current_analysis_of(saved: SavedAnalysis) -> CurrentAnalysis:
    """The kept analysis as present."""
    return CurrentAnalysis(saved.declaration, saved.data_table, dict(saved.options), saved.id)


def table_for(declaration_id: str, tables: Mapping[str, DataTable], in_front: CurrentAnalysis | None) -> str | None:
    """The table a new analysis begins on: that in front where it will do, else the first that does, else any."""
    suits = declaration(declaration_id).suits
    order = [in_front.table, *tables] if in_front is not None else list(tables)
    return next((name for name in order if name in tables and suits(tables[name])), next(iter(order), None))


def begun_with(declaration_id: str, tables: Mapping[str, DataTable]) -> dict[str, Any]:
    """The options that a new analysis begins with: reach by month, codes by the first attribute, else by interview."""
    if declaration_id == "code_crosstab":
        held = tables.get(CODINGS)
        attributes = [one.id for one in held.variables if one.group == ("attributes",)] if held is not None else []
        return {"by": next(iter(attributes), "document")}
    return {"over": "month"} if declaration_id == "reach" else {}


def changed_sources(touched: set[str], in_front: CurrentAnalysis | None, tables: Mapping[str, DataTable]) -> set[str]:
    """The tables that changed; codings count as data where the analysis in front is one of codings, or reads them."""
    codings = touched & CODING_TABLES
    analysed = in_front is not None and reads_codings(in_front.declaration, in_front.table, tables)
    return touched | {"data_table"} if codings and (analysed or touched & {"document"}) else touched


def reads_codings(declaration_id: str, table_id: str, tables: Mapping[str, DataTable]) -> bool:
    """Whether the numbers of an analysis follow the coding: of codings, with codings beside, of codes joined."""
    table = tables.get(table_id)
    return table is not None and (
        declaration(declaration_id).with_codings or table.id == CODINGS or follows_coding(table)
    )


def apart_from_codings(tables: Mapping[str, DataTable]) -> frozenset[str]:
    """The tables that no coding changes."""
    return frozenset(name for name, one in tables.items() if name != CODINGS and not follows_coding(one))
