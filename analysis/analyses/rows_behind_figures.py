# SPDX-License-Identifier: MIT
"""The rows behind the keys of an export's figures, and how the answers of two variables lie within each other.

Read from the data: what a recipe recodes or bands, and what the form nests (site in zone), shows there alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from analysis.analyses.choice_sets import means_none
from analysis.analyses.registers.case_pathway import conditions_of, counts_all, sets_of_cases
from analysis.analyses.registers.register_of_cases import case_rows
from analysis.declarations.conditions import RANGE_MARK, variables_of_conditions
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import Kind, Reason, Variable
from analysis.register_columns import RegisterKind
from analysis.withholding.network_of_sums import ANY
from analysis.withholding.overlapping_cases import READS
from analysis.withholding.quantity_keys import (
    ALL_ASKED,
    EVERYONE,
    NO_ANSWER,
    NO_STATEMENT,
    WEIGHTED,
    Conditions,
    read_key,
    variable_of,
)
from analysis.withholding.row_groups import Group, components
from analysis.withholding.table_sums import CASES

if TYPE_CHECKING:
    import numpy as np

EXCEPTIONS = 0.02  # of the rows with both answers may contradict the nesting: slips of the pen
_MANY = 120  # variables: beyond, pairs are tried on a few rows first
_TRIED = 400  # rows
_FIRST = 4_000  # rows of a longer table that mostly show already that two variables mix


def variables_in(keys: Iterable[str]) -> set[str]:
    """The ids of the variables that keys speak of.

    Examples
    --------
    >>> sorted(variables_in(["answered:v3=c1|v7.c2", ":v8/v9"]))
    ['v3', 'v7', 'v8', 'v9']
    """
    parts = {part for key in keys for part in read_key(key)[1]}
    found = {name for part in parts for name in variable_of(part).split("/")}
    for part in parts:
        condition = part.partition(f"={RANGE_MARK}")[2]
        if condition:
            found.update(variables_of_conditions([json.loads(condition)]))
    return found


def valued_in(keys: Iterable[str]) -> set[str]:
    """The ids of the variables whose answers keys speak of, not only whether and why there is none.

    Examples
    --------
    >>> sorted(valued_in([":v3=*|v5=c1", ":v6=?2|v7.c2"]))
    ['v5', 'v7']
    """
    parts = {part for key in keys for part in read_key(key)[1]}
    return variables_in(f":{part}" for part in parts if not _of_reasons(part))


def _of_reasons(part: str) -> bool:
    """Whether a condition asks only who answered, or why somebody did not."""
    name, sign, answer = part.partition("=")
    return (not sign and "." not in name) or answer in (ANY, f"{ANY}asked", ALL_ASKED) or answer.startswith("?")


class StudyRows:
    """Rows of keys as bits of integers, for the data tables whose studies are given.

    `made`: per data table each variable that is recoded or banded, with the one it is made from. Rows without a weight
    count only in keys that begin with `EVERYONE`.
    """

    def __init__(self, studies: Mapping[str, Study], made: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._studies, self._made = studies, made or {}
        self._parts: dict[tuple[str, str], int | None] = {}
        self._sets: dict[tuple[str, str, Conditions], dict[str, int]] = {}
        self._several: dict[str, list[int] | None] = {}

    def rows(self, table: str, key: str) -> int | None:
        """The rows that count in a quantity; None where the table or a condition is not known."""
        if table not in self._studies:
            return None
        base, conditions = read_key(key)
        if base.startswith(CASES):
            return self._cases(table, base, conditions)
        found = self._part(table, "" if base == EVERYONE else WEIGHTED)
        for part in conditions:
            rows = self._part(table, part)
            if rows is None or found is None:
                return None
            found &= rows
        return found

    def ids(self, table: str) -> Sequence[int]:
        """The ids of the rows of a data table in their order."""
        return self._studies[table].frame.row_ids.tolist() if table in self._studies else []

    def cases_of_several_rows(self, table: str) -> Sequence[int] | None:
        """The rows of each case that has more than one, where a data table is a register of cases."""
        if table not in self._several:
            study = self._studies.get(table)
            register = None if study is None else study.table.register
            found = None
            if study is not None and register is not None and register.kind is RegisterKind.CASES:
                found = [_bits(rows) for rows in case_rows(study, register).of_several_rows()]
            self._several[table] = found
        return self._several[table]

    def nested(self, table: str, variables: Sequence[str], minimum: int) -> dict[tuple[str, str], list[Group]]:
        """For each two variables of one answer: groups of answers that occur only together; none where all mix.

        A few rows (fewer than `minimum` for each answer, `EXCEPTIONS` of all) that contradict it do not count.
        """
        study = self._studies[table]
        known = {variable.id: variable for variable in study.table.variables}
        used = [known[name] for name in variables if name in known and known[name].kind is Kind.ONE]
        codes = {variable.id: study.codes(variable) for variable in used}
        found: dict[tuple[str, str], list[Group]] = {}
        for first, second in combinations(used, 2):
            made = self._made.get(table, {})
            sure = made.get(first.id) == second.id or made.get(second.id) == first.id
            if len(used) > _MANY and not sure and not _may_nest(codes[first.id], codes[second.id]):
                continue
            groups = _groups(study, first, second, codes, minimum, sure)
            if groups:
                found[first.id, second.id] = groups
        return found

    def derived(self, table: str) -> frozenset[frozenset[str]]:
        """Pairs of variables one of which is recoded or banded from the other."""
        return frozenset(frozenset(pair) for pair in self._made.get(table, {}).items())

    def _cases(self, table: str, base: str, definition: Conditions) -> int | None:
        """The cases of a count, one row of each; None where its definition is not known, or not understood any more."""
        asked, _, what = base.removeprefix(CASES).partition(".")
        _, scope, first, last = asked.split("~") if asked.count("~") == 3 else ("", "?", "", "")
        study, where = self._studies[table], conditions_of(definition)
        if not where and not counts_all(scope, study):
            return None
        place = table, f"{first}..{last}", frozenset(part for part in definition if not part.startswith(READS))
        if place not in self._sets:
            try:
                found = sets_of_cases(study, where, place[1] if first or last else "")
            except (AnalysisProblem, KeyError):  # a variable is gone, or is not read
                found = {}
            self._sets[place] = {name: _bits(rows[: study.rows]) for name, rows in found.items()}  # services follow
        known = self._sets[place]
        return known.get(what, 0 if "." in what else None) if known else None  # nobody has this answer any more

    def _part(self, table: str, part: str) -> int | None:
        place = table, part
        if place not in self._parts:
            found = _mask(self._studies[table], part)
            self._parts[place] = None if found is None else _bits(found)
        return self._parts[place]


def _mask(study: Study, part: str) -> np.ndarray | None:
    """bool (rows,): where a condition holds; "" holds of every row, `WEIGHTED` of those that have a weight."""
    import numpy as np  # numpy, 80 ms: not at start

    weight = study.frame.design.weight
    if part in ("", WEIGHTED):
        return np.ones(study.rows, dtype=bool) if weight is None or not part else np.nan_to_num(weight) != 0
    name, sign, answer = part.partition("=")
    known = {variable.id: variable for variable in study.table.variables}
    chosen = name.partition(".")
    if any(one not in study.frame.reasons for one in chosen[0].split("/")):
        return None
    if not sign:
        if chosen[1]:
            variable = known[chosen[0]]
            ids = [choice.id for choice in study.choices(variable)]
            places = [ids.index(one) for one in chosen[2].split("+")]
            return np.asarray((study.indicators(variable)[:, places] == 1).any(axis=1))
        present = [study.reasons(one) == 0 for one in name.split("/")]
        found: np.ndarray = np.logical_and.reduce(present)
        return found
    return _answered(study, known[name], answer)


def _answered(study: Study, variable: Variable, answer: str) -> np.ndarray | None:
    import numpy as np  # numpy, 80 ms: not at start

    reasons = study.reasons(variable.id)
    if answer == f"{ANY}asked":
        found: np.ndarray = np.isin(reasons, (0, 2, 3)) & ~((reasons == 0) & _unknown(study, variable))
        return found
    if answer == f"{ANY}any":
        places = [at for at, choice in enumerate(study.choices(variable)) if not means_none(choice)]
        return np.asarray((study.indicators(variable)[:, places] == 1).any(axis=1))
    if answer == ANY:
        return np.asarray((reasons == 0) & ~_unknown(study, variable))
    if answer in (ALL_ASKED, NO_ANSWER, NO_STATEMENT):
        counted = {ALL_ASKED: None, NO_ANSWER: ANY, NO_STATEMENT: f"{ANY}asked"}[answer]
        gone = None if counted is None else _answered(study, variable, counted)
        asked = reasons != Reason.NOT_ASKED
        return np.asarray(asked if gone is None else asked & ~gone)
    if answer.startswith("?"):
        return np.asarray(reasons == int(answer[1:]))
    if answer.startswith(RANGE_MARK):
        condition = json.loads(answer[1:])
        if any(one not in study.frame.reasons for one in variables_of_conditions([condition])):
            return None
        return study.where([condition])
    if answer in ("refused", "dont_know"):
        return np.asarray(reasons == {"refused": 2, "dont_know": 3}[answer])
    return study.where([{"variable": variable.id, "is": answer.split("+")}])


def _unknown(study: Study, variable: Variable) -> np.ndarray:
    """Rows whose answer is none of the choices."""
    import numpy as np  # numpy, 80 ms: not at start

    return study.codes(variable) < 0 if variable.kind is Kind.ONE else np.zeros(study.rows, dtype=bool)


def _bits(mask: np.ndarray) -> int:
    import numpy as np  # numpy, 80 ms: not at start

    return int.from_bytes(np.packbits(mask).tobytes(), "big")


def _groups(
    study: Study, first: Variable, second: Variable, codes: Mapping[str, np.ndarray], minimum: int, sure: bool
) -> list[Group]:
    """The groups of answers of two variables that occur together; none where there is but one group."""
    import numpy as np  # numpy, 80 ms: not at start

    names = [[f"{one.id}={choice.id}" for choice in study.choices(one)] for one in (first, second)]
    shape = len(names[0]), len(names[1])
    if not sure and study.rows > 2 * _FIRST:  # a cell that is no slip in some rows is none in all
        grid = _crossed(codes[first.id][:_FIRST], codes[second.id][:_FIRST], shape) >= max(minimum, 1)
        if grid.all(axis=1).any() or grid.all(axis=0).any():
            return []
    grid = _without_slips(_crossed(codes[first.id], codes[second.id], shape), minimum)
    if not sure and ((grid > 0).all(axis=1).any() or (grid > 0).all(axis=0).any()):
        return []
    edges = [(names[0][row], names[1][column]) for row, column in np.argwhere(grid > 0).tolist()]
    groups = components(edges)
    return groups if len(groups) > 1 or sure else []


def _crossed(first: np.ndarray, second: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """int64 of a shape: how many rows have each pair of answers."""
    import numpy as np  # numpy, 80 ms: not at start

    both = (first >= 0) & (second >= 0)
    return np.bincount(first[both] * shape[1] + second[both], minlength=shape[0] * shape[1]).reshape(shape)


def _without_slips(grid: np.ndarray, minimum: int) -> np.ndarray:
    """The counts without the few that contradict a nesting of the rows' or of the columns' answers."""
    import numpy as np  # numpy, 80 ms: not at start

    for axis in (1, 0):
        most = grid.max(axis=axis, keepdims=True)
        slips = (grid > 0) & (grid < minimum) & (grid < most)
        if grid[slips].sum() <= EXCEPTIONS * grid.sum():
            cleaned = np.where(slips, 0, grid)
            if ((cleaned > 0).sum(axis=axis) <= 1).all():
                return cleaned
    return grid


def _may_nest(first: np.ndarray, second: np.ndarray) -> bool:
    """Whether, in a few rows, answers of the one go mostly with one answer of the other."""
    import numpy as np  # numpy, 80 ms: not at start

    one, other = first[:_TRIED], second[:_TRIED]
    both = (one >= 0) & (other >= 0)
    one, other = one[both], other[both]
    for left, right in ((one, other), (other, one)):
        order = np.argsort(left, kind="stable")
        same = np.diff(left[order]) == 0
        if not same.any() or (np.diff(right[order])[same] == 0).mean() > 0.8:
            return True
    return False
