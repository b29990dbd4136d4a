# SPDX-License-Identifier: MIT
"""The grammar of `where`: a form's expressions, with `in a..b`, lists of answers and dates as YYYY-MM-DD.

`age >= 18 and sex = woman, man; date in 2026-01-01..2026-03-31; not(selected(needs, "food"))`. Numbers and dates are
computed with + - * div mod and brackets: `(income + aid) div size > 100`, `left - arrived in 0..30`, in days. Names are
the file's, bare or as `${name}`; what is read is stored with ids of columns and choices
(`analysis.declarations.conditions`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from analysis.analyses import Declaration
from analysis.declarations.records import OptionKind
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Kind, Variable
from projects.forms.expressions import (
    BadExpressionError,
    Binary,
    Call,
    Negative,
    Node,
    Number,
    OfChoice,
    Reference,
    parse,
)
from projects.forms.expressions import Text as Quoted
from projects.results.plans import several
from wording import Problem, msg

Condition = dict[str, Any]
Find = Callable[[DataTable, str], Variable]
_NUMBERS = frozenset({Kind.INTEGER, Kind.NUMBER})
_DATES = frozenset({Kind.DATE, Kind.DATETIME})
_DATE = r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"
_NUMBER = r"[-+]?\d+(?:\.\d+)?"
_NAME = r"(?:\$\{\s*([^}]+?)\s*\}|([^\s=<>!()]+))"
_RANGE = re.compile(rf"^{_NAME}\s+in\s+({_DATE}|{_NUMBER})?\s*\.\.\s*({_DATE}|{_NUMBER})?$", re.IGNORECASE)
_IN = re.compile(rf"{_NAME}\s+in\s+({_DATE}|{_NUMBER})\s*\.\.\s*({_DATE}|{_NUMBER})", re.IGNORECASE)
_CALCULATION = re.compile(r"[-+*]|\$\{|\b(?:div|mod)\b", re.IGNORECASE)
_IN_AFTER = re.compile(rf"\s*\bin\s+({_DATE}|{_NUMBER})\s*\.\.\s*({_DATE}|{_NUMBER})", re.IGNORECASE)
_WHOLE_IN = re.compile(
    rf"(.+?)\s+in\s+((?:{_DATE}|{_NUMBER})\s*\.\.\s*(?:{_DATE}|{_NUMBER}))", re.IGNORECASE | re.DOTALL
)
_COMPARES = re.compile(r"\b(?:and|or|not|selected)\b|[<>=]")
_PLAIN = re.compile(r"^(?:\$\{\s*([^}]+?)\s*\}|([^=<>!()]+?))\s*(==|!=|<=|>=|=|<|>)\s*(.+)$", re.DOTALL)


class UnknownAnswer(Problem):
    """A name or an answer that the table does not have; `name` is what was written."""

    def __init__(self, name: str) -> None:
        super().__init__(msg("where.unknown", name=name))
        self.name = name


def read_where(table: DataTable, text: str, find: Find) -> list[Condition]:
    """The conditions of a text, all of which must hold. Raises UnknownAnswer, Problem; and what `find` raises."""
    found: list[Condition] = []
    for clause in re.split(r";|&", text):
        if clause.strip():
            found += _clause(table, clause.strip(), find)
    return found


def _clause(table: DataTable, text: str, find: Find) -> list[Condition]:
    whole = re.fullmatch(r"\((.*)\)", text)
    if whole and "(" not in whole[1]:
        text = whole[1].strip()
    _check_whole(text)
    if not re.search(r"\(|\bor\b", text):
        return [one for part in re.split(r"\band\b", text) for one in _simple(table, part.strip(), find)]
    return _expression(table, text, find)


def _check_whole(text: str) -> None:
    """Raise Problem for a text that stops at a joining word, or whose brackets do not pair: it is incomplete."""
    opened, closed = (len(re.sub(r"\"[^\"]*\"|'[^']*'", "", text).split(bracket)) - 1 for bracket in "()")
    if opened != closed:
        raise Problem(msg("where.incomplete_brackets", text=text, opened=opened, closed=closed))
    joined = re.search(r"^(and|or)\b|\b(and|or|not)$|\b(and|or)\s+(?:and|or)\b", text)
    if joined:
        raise Problem(msg("where.incomplete_joined", text=text, word=next(word for word in joined.groups() if word)))


def _check_sides(table: DataTable, text: str, find: Find) -> None:
    """Raise Problem for a comparison of which one side is missing."""
    stops = re.fullmatch(r"(?:\$\{\s*([^}]+?)\s*\}|(.+?))\s*(==|!=|<=|>=|=|<|>|\bin)", text)
    if stops:
        name = (stops[1] or stops[2]).strip()
        example = _example(table, name, "=" if stops[3] == "==" else stops[3], find)
        raise Problem(msg("where.incomplete_right", text=text, sign=stops[3], example=example))
    begins = re.fullmatch(r"(==|!=|<=|>=|=|<|>|in\b)\s*(.*)", text, re.DOTALL)
    if begins:
        raise Problem(msg("where.incomplete_left", text=text, sign=begins[1], rest=begins[2] or "18"))


def _check_alone(table: DataTable, text: str, find: Find) -> None:
    """Raise Problem for a variable that is compared with nothing."""
    name = re.sub(r"^\$\{\s*(.+?)\s*\}$", r"\1", text)
    try:
        variable = find(table, name)
    except (LookupError, Problem):
        return
    raise Problem(msg("where.incomplete_alone", text=text, example=_example(table, variable.name, "=", find)))


def _example(table: DataTable, name: str, sign: str, find: Find) -> str:
    """A whole comparison of the variable as it may be meant."""
    try:
        variable = find(table, name)
    except (LookupError, Problem):
        return f"{name} in 18..59" if sign == "in" else f"{name} {sign} 18"
    if variable.kind in (Kind.ONE, Kind.SET) and variable.choices:
        return f"{name} {sign if sign == '!=' else '='} {variable.choices[0].code}"
    value, until = ("2026-01-01", "2026-03-31") if variable.kind in _DATES else ("18", "59")
    return f"{name} in {value}..{until}" if sign == "in" else f"{name} {sign} {value}"


def _simple(table: DataTable, text: str, find: Find) -> list[Condition]:
    """One comparison: a range, an order, or answers set apart by "," or "|"."""
    found = _RANGE.match(text)
    if found:
        variable = find(table, found[1] or found[2])
        ends = {name: _end(variable, end) for name, end in (("from", found[3]), ("to", found[4])) if end}
        if not ends:
            raise Problem(msg("where.not_understood", text=text))
        return [{"variable": variable.id, **ends}]
    _check_sides(table, text, find)
    plain = _PLAIN.match(text)
    if not plain:
        _check_alone(table, text, find)
        if _CALCULATION.search(text):
            return _expression(table, text, find)
        raise UnknownAnswer(text)
    try:
        variable = find(table, (plain[1] or plain[2]).strip())
    except (LookupError, Problem):  # no variable of that name: perhaps it is computed
        left = plain[2] or ""
        if not _CALCULATION.search(left) and not re.fullmatch(_NUMBER, left.strip()):
            raise
        return _expression(table, text, find)
    try:
        return _compared(variable, {"==": "="}.get(plain[3], plain[3]), plain[4].strip())
    except Problem:
        if variable.kind not in _NUMBERS | _DATES:
            raise
        with suppress(LookupError, Problem):  # compared with another variable, or with a computed value
            return _expression(table, text, find)
        raise


def _compared(variable: Variable, operator: str, written: str) -> list[Condition]:
    if operator in ("=", "!="):
        values = [value.strip().strip("\"'") for value in re.split(r"[,|]", written)]
        same = _answers(variable, values)
        return [same] if operator == "=" else [{"not": [same]}]
    end = _end(variable, written.strip("\"'"))
    name, strict = ("from", "above") if operator.startswith(">") else ("to", "below")
    return [{"variable": variable.id, name: end, **({} if "=" in operator else {strict: True})}]


def _answers(variable: Variable, values: list[str]) -> Condition:
    if variable.kind in (Kind.ONE, Kind.SET):
        by_code = {choice.code: choice.id for choice in variable.choices}
        for value in values:
            if value not in by_code:
                raise UnknownAnswer(f"{variable.name} = {value}")
        return {"variable": variable.id, "is": [by_code[value] for value in values]}
    if variable.kind in _DATES and len(values) == 1:
        return {"variable": variable.id, "from": _end(variable, values[0]), "to": _end(variable, values[0])}
    if variable.kind in _NUMBERS:
        return {"variable": variable.id, "is": [str(_end(variable, value)) for value in values]}
    return {"variable": variable.id, "is": values}


def _end(variable: Variable, written: str) -> float | str:
    """A number or an ISO date, as the variable has it."""
    if variable.kind in _DATES and re.fullmatch(_DATE, written):
        return written
    if variable.kind in _NUMBERS:
        try:
            number = float(written)
        except ValueError:
            raise Problem(msg("where.needs_number", variable=variable.name, value=written)) from None
        return int(number) if number.is_integer() else number
    key = "where.needs_date" if variable.kind in _DATES else "where.no_order"
    raise Problem(msg(key, variable=variable.name, value=written))


def _expression(table: DataTable, text: str, find: Find) -> list[Condition]:
    """An expression of the form's grammar: and, or, not(…), selected(…, …), comparisons."""
    whole = _WHOLE_IN.fullmatch(text)
    if whole and _CALCULATION.search(whole[1]) and not _COMPARES.search(whole[1]):
        text = f"({whole[1]}) in {whole[2]}"
    plain = _IN.sub(_as_comparisons, _brackets_in(text))
    plain = re.sub(rf"(?<![\"'\d-])({_DATE})(?![\"'\d])", r'"\1"', plain)
    try:
        tree = parse(plain)
    except BadExpressionError:
        raise Problem(msg("where.not_understood", text=text)) from None
    return _tree(table, tree, text, find)


def _brackets_in(text: str) -> str:
    """`(…) in a..b` as the form's grammar has it."""
    for found in _IN_AFTER.finditer(text):
        end = found.start()
        start = _opening(text, end - 1)
        if text[:end].endswith(")") and start is not None:
            whole = f"({text[start:end]} >= {_quoted(found[1])} and {text[start:end]} <= {_quoted(found[2])})"
            return _brackets_in(text[:start] + whole + text[found.end() :])
    return text


def _opening(text: str, closing: int) -> int | None:
    """Where the bracket opens that closes there."""
    depth = 0
    for at in range(closing, -1, -1):
        depth += {")": 1, "(": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return None


def _as_comparisons(found: re.Match[str]) -> str:
    """`name in a..b` as the form's grammar has it."""
    name = found[1] or found[2]
    return f"({name} >= {_quoted(found[3])} and {name} <= {_quoted(found[4])})"


def _quoted(end: str) -> str:
    return f'"{end}"' if re.fullmatch(_DATE, end) else end


def _tree(table: DataTable, node: Node, text: str, find: Find) -> list[Condition]:
    if isinstance(node, Binary) and node.operator == "and":
        return [*_tree(table, node.left, text, find), *_tree(table, node.right, text, find)]
    if isinstance(node, Binary) and node.operator == "or":
        return [{"any": [_tree(table, node.left, text, find), _tree(table, node.right, text, find)]}]
    if isinstance(node, Call) and node.name == "not" and len(node.arguments) == 1:
        return [{"not": _tree(table, node.arguments[0], text, find)}]
    if isinstance(node, Call) and node.name == "selected" and len(node.arguments) == 2:
        name, value = _name(node.arguments[0]), _value(node.arguments[1])
        if name and value is not None:
            return [_answers(find(table, name), [value])]
    if isinstance(node, Binary):
        name, value, operator = _name(node.left), _value(node.right), node.operator
        if name and value is None and isinstance(node.right, OfChoice):
            value = node.right.name
        if operator in ("=", "!=", "<", "<=", ">", ">="):
            variable = find(table, name) if name else None
            if variable is not None and value is not None and not _both_calculate(table, variable, node.right, find):
                return _compared(variable, operator, value)
            sides = [_calculated(table, side, text, find) for side in (node.left, node.right)]
            return [{"compare": [sides[0], operator, sides[1]]}]
    raise Problem(msg("where.not_understood", text=text))


def _both_calculate(table: DataTable, variable: Variable, right: Node, find: Find) -> bool:
    """Whether the bare word at the right is another number or date, not an answer."""
    if not isinstance(right, OfChoice) or variable.kind not in _NUMBERS | _DATES:
        return False
    try:
        return find(table, right.name).kind in _NUMBERS | _DATES
    except (LookupError, Problem):
        return False


def _calculated(table: DataTable, node: Node, text: str, find: Find) -> object:
    """An expression as conditions store it: names of numbers and dates by id. Raises Problem."""
    if isinstance(node, Number):
        return int(node.value) if node.value.is_integer() else node.value
    if isinstance(node, Quoted) and re.fullmatch(_DATE, node.value):
        return {"date": node.value}
    if isinstance(node, (Reference, OfChoice)):
        variable = find(table, node.name)
        if variable.kind not in _NUMBERS | _DATES:
            raise Problem(msg("where.no_calculation", variable=variable.name))
        return variable.id
    if isinstance(node, Call) and node.name == "count-selected" and len(node.arguments) == 1:
        variable = find(table, _name(node.arguments[0]))
        if variable.kind is Kind.SET:
            return {"count": variable.id}
    if isinstance(node, Negative):
        return ["-", _calculated(table, node.value, text, find)]
    if isinstance(node, Binary) and node.operator in ("+", "-", "*", "div", "mod"):
        sides = (_calculated(table, side, text, find) for side in (node.left, node.right))
        return [node.operator, *sides]
    raise Problem(msg("where.not_understood", text=text))


def _name(node: Node) -> str:
    return node.name if isinstance(node, (Reference, OfChoice)) else ""


def _value(node: Node) -> str | None:
    if isinstance(node, Number):
        return f"{node.value:g}" if not node.value.is_integer() else str(int(node.value))
    if isinstance(node, Negative):
        inner = _value(node.value)
        return None if inner is None else f"-{inner}"
    return node.value if isinstance(node, Quoted) else None


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
