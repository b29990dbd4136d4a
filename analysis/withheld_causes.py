# SPDX-License-Identifier: MIT
"""The cause for which numbers of a result are withheld, in one sentence; small groups, and what they can join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.specs import Flag, TableSpec
from analysis.withholding.cell_limits import HIDDEN
from analysis.withholding.quantity_keys import read_key, variable_of
from wording import Message, Text, msg


@dataclass(frozen=True)
class Grouping:
    """A variable by which a result is broken down, with its answers (choice ids) in order."""

    variable: str
    labels: Mapping[str, Text]
    ordered: bool = False  # a group joins one that stands beside it


@dataclass(frozen=True)
class JoinedGroups:
    """Groups (choice ids) that can become one, since the `small` ones among them are too small for a number."""

    variable: str
    choices: tuple[str, ...]
    labels: tuple[Text, ...]
    small: tuple[Text, ...]

    @property
    def others(self) -> tuple[Text, ...]:
        """The labels of those that are large enough alone."""
        return tuple(one for one in self.labels if one not in self.small)


def joined_groups(
    tables: Sequence[TableSpec], partner: Sequence[TableSpec], groupings: Sequence[Grouping], least: int
) -> JoinedGroups | None:
    """The groups under the minimum base, with the next smallest where they are too small together."""
    for one in groupings:
        small = set(_small_groups(partner, one))
        sizes: dict[str, int] = {}
        for choice, size in _group_sizes(tables, one):
            sizes[choice] = max(size, sizes.get(choice, 0))
        members = [choice for choice in sizes if choice in small]
        rest = _next_groups(sizes, members, one)
        while members and rest and (len(members) == 1 or sum(sizes[choice] for choice in members) < least):
            members.append(rest.pop(0))
        if len(members) > 1 and rest:
            chosen = [choice for choice in one.labels if choice in members]
            named_small = tuple(one.labels[choice] for choice in chosen if choice in small)
            return JoinedGroups(
                one.variable, tuple(chosen), tuple(one.labels[choice] for choice in chosen), named_small
            )
    return None


def cause(
    tables: Sequence[TableSpec],
    partner: Sequence[TableSpec],
    public: int,
    limits: tuple[int, int, int],
    groupings: Sequence[Grouping] = (),
) -> Message | None:
    """Why numbers of a result are withheld, in one sentence."""
    _, base, cell = limits
    kinds = [cell.flags & HIDDEN for table in partner for row in table.rows for cell in row.cells]
    few, small = (sum(flag in one for one in kinds) for flag in (Flag.MASKED_CELL, Flag.MASKED_BASE))
    beside = sum(map(bool, kinds)) - few - small
    if few:
        return msg("withheld.cause.few" if beside else "withheld.cause.few_alone", n=few, cell=cell, beside=beside)
    if beside:
        numbers = msg("withheld.cause.numbers", n=beside)
        silent = next((one for one in _without_group(tables) if 0 < one.args["n"] < cell), None)
        if silent is not None:
            return msg("withheld.cause.no_group", n=silent.args["n"], group=silent.args["group"], numbers=numbers)
        return msg("withheld.cause.beside", n=beside, cell=cell)
    if small:
        names = [one.labels[choice] for one in groupings for choice in dict.fromkeys(_small_groups(partner, one))]
        if names:
            return msg("withheld.cause.groups", n=len(names), names=names, base=base)
        return msg("withheld.cause.base", n=small, base=base)
    return msg("withheld.cause.public", n=public) if public else None


def _without_group(tables: Sequence[TableSpec]) -> Iterator[Message]:
    """What the notes say of people without an answer in the variable of the groups."""
    for table in tables:
        yield from (one for one in table.notes if isinstance(one, Message) and one.key == "note.no_group")


def _small_groups(partner: Sequence[TableSpec], grouping: Grouping) -> Iterator[str]:
    """The groups (choice ids) a number of which is withheld for its base."""
    for table in partner:
        for cell in (cell for row in table.rows for cell in row.cells if Flag.MASKED_BASE in cell.flags):
            yield from _told(cell.key, grouping)


def _group_sizes(tables: Sequence[TableSpec], grouping: Grouping) -> Iterator[tuple[str, int]]:
    """Groups (choice ids) with the base of a number of theirs."""
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=False):
                for choice in _told(cell.key, grouping):
                    yield choice, cell.base if cell.base is not None else column.base or 0


def _told(key: str, grouping: Grouping) -> Iterator[str]:
    """The group that a key speaks of: "v6=c1", of a set "v6.c1"."""
    for part in read_key(key)[1]:
        choice = part[len(grouping.variable) + 1 :]
        if variable_of(part) == grouping.variable and choice in grouping.labels:
            yield choice


def _next_groups(sizes: Mapping[str, int], members: Sequence[str], grouping: Grouping) -> list[str]:
    """The groups that are large enough in the order in which others join them: neighbours first, else the smallest."""
    places = {choice: at for at, choice in enumerate(grouping.labels)}

    def place(choice: str) -> tuple[int, int]:
        far = min((abs(places[choice] - places[one]) for one in members), default=0)
        return far if grouping.ordered else 0, sizes[choice]

    return sorted((choice for choice in sizes if choice not in members), key=place)
