# SPDX-License-Identifier: MIT
"""Which further cells must go so that none of the masked ones can be worked out, over all tables of one export.

A quantity that stands in several tables (`Cell.key`) is one node: masked in one, masked in all. Sums that a reader can
form are relations between nodes. It writes no table; `analysis.masking` does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from analysis.specs import Cell, Row, TableSpec, Unit

TOTAL = "total"
ANY = "*"  # the answer of a condition that only asks for one
Grid = list[list[Cell]]


@dataclass
class Nodes:
    """The quantities of an export: unweighted size, whether masked, for which the minimum counts."""

    minimum: int
    size: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    lines: list[tuple[str, ...]] = field(default_factory=list)  # parts of one whole that is known
    sums: list[tuple[tuple[str, ...], str]] = field(default_factory=list)  # parts, and the whole shown beside them
    rests: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # made of others: hidden with them

    def protect(self) -> None:
        """Mask more, until nothing masked follows from what is shown."""
        while True:
            changed = True
            while changed:
                changed = any([self._line(line) for line in self.lines])
                changed = any([self._sum(parts, whole) for parts, whole in self.sums]) or changed
            if not self._open_up():
                break
        for name, parts in self.rests:
            if self.hidden.intersection(parts):
                self.hidden.add(name)

    def _line(self, line: tuple[str, ...]) -> bool:
        """At least two masked in a line, who are together no fewer than the minimum; whether one more was masked."""
        masked = [self.size[name] for name in line if name in self.hidden]
        if not masked or (len(masked) > 1 and sum(masked) >= self.minimum):
            return False
        return self._smallest(line)

    def _sum(self, parts: tuple[str, ...], whole: str) -> bool:
        masked = self.hidden.intersection((*parts, whole))
        return len(masked) == 1 and (self._smallest(parts) or self._smallest((whole,)))

    def _smallest(self, line: Sequence[str]) -> bool:
        """Mask the smallest shown cell that is not empty, else an empty one; whether there was one."""
        shown = [(self.size[name], name) for name in line if name not in self.hidden]
        choice = [place for place in shown if place[0] > 0] or shown
        if choice:
            self.hidden.add(min(choice, key=lambda place: place[0])[1])
        return bool(choice)

    def _open_up(self) -> bool:
        """Mask one more cell of each group of relations that still gives a masked one away; whether any was."""
        changed = False
        for relations in _components(list(self._relations()), self.hidden):
            solved = _determined(relations, self.hidden)
            if solved:
                around = [name for relation in relations if solved & set(relation) for name in relation]
                changed = self._smallest(list(dict.fromkeys(around))) or changed
        return changed

    def _relations(self) -> Iterator[dict[str, float]]:
        for line in self.lines:
            yield dict.fromkeys(line, 1.0)
        for parts, whole in self.sums:
            yield {**dict.fromkeys(parts, 1.0), whole: -1.0}


def _components(relations: list[dict[str, float]], hidden: set[str]) -> list[list[dict[str, float]]]:
    """The relations with masked cells, in groups that share none with each other."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    touched = []
    for relation in relations:
        inside = [name for name in relation if name in hidden]
        if inside:
            touched.append((inside[0], relation))
            for name in inside[1:]:
                parent[root(name)] = root(inside[0])
    groups: defaultdict[str, list[dict[str, float]]] = defaultdict(list)
    for name, relation in touched:
        groups[root(name)].append(relation)
    return list(groups.values())


def _determined(relations: list[dict[str, float]], hidden: set[str]) -> set[str]:
    """The masked cells that follow from the relations: those without a part in their null space."""
    import numpy as np

    names = list(dict.fromkeys(name for relation in relations for name in relation if name in hidden))
    place = {name: at for at, name in enumerate(names)}
    matrix = np.zeros((len(relations), len(names)))
    for at, relation in enumerate(relations):
        for name, factor in relation.items():
            if name in place:
                matrix[at, place[name]] = factor
    _, values, right = np.linalg.svd(matrix)
    rank = int((values > 1e-9 * max(values.max(initial=0.0), 1.0)).sum())
    free = (right[rank:] ** 2).sum(axis=0)
    return {name for name, weight in zip(names, free, strict=True) if weight < 1e-12}


def name_of(cell: Cell, table: int, row: int, column: int) -> str:
    """The node of a cell: its key, else its place."""
    return cell.key or f"#{table}/{row}/{column}"


def size_of(cell: Cell) -> int | None:
    """Unweighted people behind a cell; None for one that counts nobody."""
    if cell.unit in (Unit.P, Unit.TEXT):
        return None
    return cell.n if cell.n is not None else cell.base


def gather(nodes: Nodes, at: int, table: TableSpec, grid: Grid, hidden: frozenset[object]) -> None:
    """Take the cells of a table, and what sums a reader of it can form, into the nodes."""
    names: dict[tuple[int, int], str] = {}
    for row, line in enumerate(grid):
        for column, cell in enumerate(line):
            size = size_of(cell)
            if size is None or table.rows[row].heading:
                continue
            name = names[row, column] = name_of(cell, at, row, column)
            nodes.size[name] = size
            if cell.flags & hidden:
                nodes.hidden.add(name)
            if cell.rests_on:
                nodes.rests.append((name, cell.rests_on))
    if table.exclusive_rows:
        for part in _stretches(table.rows):
            for column in range(len(table.columns)):
                _add_line(nodes, [names.get((row, column)) for row in part])
    if table.exclusive_columns:
        _across(nodes, table, names)


def _across(nodes: Nodes, table: TableSpec, names: dict[tuple[int, int], str]) -> None:
    inner = [at for at, column in enumerate(table.columns) if not column.id.startswith(TOTAL)]
    total = next((at for at, column in enumerate(table.columns) if column.id.startswith(TOTAL)), None)
    for row in range(len(table.rows)):
        parts = tuple(names[row, column] for column in inner if (row, column) in names)
        _add_line(nodes, list(parts))
        if total is not None and (row, total) in names and parts:
            nodes.sums.append((parts, names[row, total]))


def _add_line(nodes: Nodes, line: Sequence[str | None]) -> None:
    known = tuple(name for name in line if name is not None)
    if known:
        nodes.lines.append(known)


def _stretches(rows: Sequence[Row]) -> list[list[int]]:
    """Rows that are parts of one whole: those between headings, without totals."""
    parts: list[list[int]] = [[]]
    for at, row in enumerate(rows):
        if row.heading:
            parts.append([])
        elif not row.total:
            parts[-1].append(at)
    return [part for part in parts if part]


def add_nested(nodes: Nodes) -> None:
    """What a reader of several tables can subtract: the groups of one from a whole shown in another.

    Keys read "base:condition|condition …"; without one condition stands the whole. A single group shown apart ("only
    where") leaves an unseen rest, masked like a cell where it is small.
    """
    wholes = {(base, conditions): name for name in nodes.size for base, conditions in (_read(name),) if base}
    parts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (base, conditions), name in wholes.items():
        for one in conditions:
            variable, sign, answer = one.partition("=")
            whole = wholes.get((base, conditions - {one})) if sign and answer != ANY else None
            if whole is not None:
                parts[whole, variable].append(name)
    for (whole, variable), found in parts.items():
        rest = nodes.size[whole] - sum(nodes.size[name] for name in found)
        if rest == 0 or (0 < rest < nodes.minimum and len(found) > 1):  # a few may have no answer to the variable
            nodes.sums.append((tuple(found), whole))
        elif 0 < rest < nodes.minimum:
            unseen = f"{found[0]}~{variable}"
            nodes.size[unseen] = rest
            nodes.hidden.add(unseen)
            nodes.sums.append(((*found, unseen), whole))


def _read(name: str) -> tuple[str, frozenset[str]]:
    """The base and the conditions of a key; no base for a cell without one."""
    base, sign, conditions = name.partition(":")
    return (base, frozenset(conditions.split("|"))) if sign else ("", frozenset())
