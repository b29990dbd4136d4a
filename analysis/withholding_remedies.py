# SPDX-License-Identifier: MIT
"""Remedies for cells that will be withheld, and how many are withheld after each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.masking import Destination, mask_all, mask_joined
from analysis.result_tables import Cell, Flag, Row, TableSpec, Unit
from analysis.withholding.cell_limits import HIDDEN
from analysis.withholding.disclosure import LEAST_PUBLIC
from analysis.withholding.nonresponse_tables import is_of_all_asked, of_all_asked
from analysis.withholding.quantity_keys import key_of_any, read_key, variable_of
from analysis.withholding.row_groups import RowSets
from analysis.withholding.small_numbers import NOTHING_CHOSEN, WithholdingChoice
from analysis.withholding.table_sums import TOTAL, named, size_of
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


_NEIGHBOURS = 12  # withheld now, and as many that can be instead, the smallest first
_EXTREMES = ("minimum", "maximum")  # columns of descriptions
Mask = Callable[[Sequence[TableSpec], WithholdingChoice], list[TableSpec]]


@dataclass(frozen=True)
class Neighbour:
    """A cell that can be withheld beside a small one: its quantity, where it stands, how many are withheld then.

    `instead_of` are the other cells of its row and column, about which another choice is forgotten.
    """

    name: str
    row: Text
    column: Text
    withheld: int
    proposed: bool  # it is the one withheld now
    instead_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Joined:
    """Answers (choice ids) that can become one, and how many cells are withheld then."""

    choices: tuple[str, ...]
    labels: tuple[Text, ...]
    withheld: int
    variable: str = ""  # whose answers they are, where it is not the one that the analysis is of


@dataclass(frozen=True)
class OnlyTotal:
    """Rows of which only the total prints: the quantities of their groups, and how many are withheld then."""

    names: tuple[str, ...]
    rows: tuple[Text, ...]
    withheld: int


@dataclass(frozen=True)
class Remedies:
    """The choices there are, None or empty where one makes no sense."""

    joined: Joined | None = None
    groups: JoinedGroups | None = None
    neighbours: tuple[Neighbour, ...] = ()
    only_total: OnlyTotal | None = None


def tables_for_readers(
    tables: Sequence[TableSpec],
    limits: tuple[int, int, int],
    chosen: WithholdingChoice = NOTHING_CHOSEN,
    row_sets: RowSets | None = None,
    destination: Destination = Destination.PARTNER,
) -> list[TableSpec]:
    """The tables as a partner (or the public) would have them if they left by themselves."""
    return mask_joined(tables, limits, destination, row_sets, chosen)[0]


def withheld_in(tables: Sequence[TableSpec]) -> int:
    """How many cells of tables are withheld."""
    return sum(bool(cell.flags & HIDDEN) for table in tables for row in table.rows for cell in row.cells)


def remedies(
    tables: Sequence[TableSpec],
    limits: tuple[int, int, int],
    chosen: WithholdingChoice,
    answers: Collection[str] = (),
    row_sets: RowSets | None = None,
) -> Remedies:
    """What can be done about the small cells of the first table."""

    def masked(some: Sequence[TableSpec], wanted: WithholdingChoice) -> list[TableSpec]:
        return mask_all(some, *limits, Destination.PARTNER, row_sets, wanted)[0]

    tables = of_all_asked(tables, limits[2], public=False)
    now = masked(tables, chosen)[0]
    small, beside = _places(now, Flag.MASKED_CELL), _places(now, Flag.MASKED_COMPLEMENT)
    if not small and not beside:
        return Remedies()
    around = small or beside  # where only those without an answer are few, what keeps their number is chosen
    rare = list(dict.fromkeys(at for at, _ in around))
    joined = _joined(tables, rare, masked, chosen, answers, row_sets)
    return Remedies(
        joined if joined is not None and joined.withheld < withheld_in([now]) else None,
        neighbours=_neighbours(tables, now, around, masked, chosen),
        only_total=_only_total(tables, rare, masked, chosen),
    )


def advice(
    partner: Sequence[TableSpec], public: Sequence[TableSpec], found: Remedies, limits: tuple[int, int, int]
) -> list[Message]:
    """What helps where no choice lowers what is withheld: wider groups, or another reader."""
    flag, base, cell = limits
    ways = [*found.neighbours, *(one for one in (found.joined, found.only_total) if one is not None)]
    helps = any(one.withheld < withheld_in(partner) for one in ways)
    extremes = [(table, at) for table in partner for at, one in enumerate(table.columns) if one.id in _EXTREMES]
    ends = {
        id(row.cells[at]): table.columns[at].id for table, at in extremes for row in table.rows if at < len(row.cells)
    }
    cells = [line for table in partner for row in table.rows for line in row.cells]
    flags = {one for line in cells if id(line) not in ends for one in line.flags}
    sentences: list[Message] = []
    few = {ends[id(line)] for line in cells if id(line) in ends and Flag.MASKED_CELL in line.flags}
    if few:
        key = "extremes" if len(few) > 1 else f"extremes_{min(few)}"
        sentences.append(msg(f"withheld.advice.{key}", cell=cell))
    if Flag.MASKED_BASE in flags:
        sentences.append(msg("withheld.advice.base", base=base))
    if not helps and flags & {Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT}:
        sentences.append(msg("withheld.advice.few", cell=cell))
    if any(map(is_of_all_asked, partner)):
        sentences.append(msg("withheld.advice.all_asked"))
    only_public = withheld_in(public) - withheld_in(partner)
    if only_public > 0:
        sentences.append(
            msg("withheld.advice.public", n=only_public, base=max(flag, base), cell=max(cell, LEAST_PUBLIC))
        )
    return sentences


def _places(table: TableSpec, flag: Flag) -> list[tuple[int, int]]:
    """Row and column of the cells that bear a flag."""
    return [
        (at, place) for at, row in enumerate(table.rows) for place, cell in enumerate(row.cells) if flag in cell.flags
    ]


def _neighbours(
    tables: Sequence[TableSpec], now: TableSpec, around: list[tuple[int, int]], masked: Mask, chosen: WithholdingChoice
) -> tuple[Neighbour, ...]:
    """Cells in the row or column of a small one that would be withheld instead of the one proposed."""
    table, places = tables[0], set(_places(now, Flag.MASKED_CELL))
    rows, columns = {at for at, _ in around}, {place for _, place in around}
    near = [
        (size, at, place)
        for at, row in enumerate(table.rows)
        for place, cell in enumerate(row.cells)
        if (at in rows or place in columns) and (at, place) not in places and cell.key and (size := size_of(cell))
        and not row.heading and Flag.MASKED_BASE not in now.rows[at].cells[place].flags
    ]  # fmt: skip
    extra = set(_places(now, Flag.MASKED_COMPLEMENT))
    if not extra:
        return ()
    found: list[Neighbour] = []
    present = [one for one in near if one[1:] in extra]
    others_there = sorted(one for one in near if one[1:] not in extra)[:_NEIGHBOURS]  # the choice there is
    for _, at, place in (*sorted(present)[:_NEIGHBOURS], *others_there):
        name = named(table, table.rows[at].cells[place].key)
        others = {
            named(table, table.rows[row].cells[column].key)
            for _, row, column in near
            if (row == at or column == place) and (row, column) != (at, place)
        }
        then = masked(tables, replace(chosen, first=(chosen.first - others) | {name}))
        if then[0].rows[at].cells[place].flags & HIDDEN:
            label = table.columns[place].label
            sentences = withheld_in(then), (at, place) in extra, tuple(sorted(others))
            found.append(Neighbour(name, table.rows[at].label, label, *sentences))
    return tuple(sorted(found, key=lambda one: (not one.proposed, one.withheld)))


def _only_total(
    tables: Sequence[TableSpec], rare: list[int], masked: Mask, chosen: WithholdingChoice
) -> OnlyTotal | None:
    table = tables[0]
    total = next((at for at, column in enumerate(table.columns) if column.id.startswith(TOTAL)), None)
    rows = [table.rows[at] for at in rare]
    if total is None or len(table.columns) < 3:
        return None
    cells = [cell for row in rows for at, cell in enumerate(row.cells) if at != total and cell.key]
    names = tuple(named(table, cell.key) for cell in cells if size_of(cell))
    if not names or chosen.only_total.issuperset(names):
        return None
    then = masked(tables, replace(chosen, only_total=chosen.only_total | set(names)))
    if any(then[0].rows[at].cells[total].flags & HIDDEN for at in rare):
        return None  # the total itself would have to go
    return OnlyTotal(names, tuple(row.label for row in rows), withheld_in(then))


def _joined(
    tables: Sequence[TableSpec], rare: list[int], masked: Mask, chosen: WithholdingChoice, answers: Collection[str],
    row_sets: RowSets | None,
) -> Joined | None:  # fmt: skip
    """The rare answers and the next smallest, until as few cells as can be are withheld."""
    table = tables[0]
    known = [at for at, row in enumerate(table.rows) if row.id in answers and not row.heading and not row.total]
    members = [at for at in rare if at in known]
    if not members:
        return None
    rest = sorted((at for at in known if at not in members), key=lambda at: (_people(table.rows[at]), at))
    best: Joined | None = None
    while True:
        if 1 < len(members) < len(known):
            count = withheld_in(masked([_with_joined(table, members, row_sets)], chosen))
            if best is None or count < best.withheld:
                rows = [table.rows[at] for at in members]
                best = Joined(tuple(row.id for row in rows), tuple(row.label for row in rows), count)
        if len(rest) < 2 or (best is not None and not best.withheld):
            return best  # two answers at least remain
        members = [*members, rest.pop(0)]


def _people(row: Row) -> int:
    return max((size_of(cell) or 0 for cell in row.cells), default=0)


def _with_joined(table: TableSpec, members: list[int], row_sets: RowSets | None) -> TableSpec:
    """The table with some rows as one: sizes for the rules, no estimates."""
    rows = [table.rows[at] for at in members]
    cells = tuple(_as_one(table, [row.cells[at] for row in rows], row_sets) for at in range(len(table.columns)))
    kept = [row for at, row in enumerate(table.rows) if at not in members]
    place = next((at for at, row in enumerate(kept) if row.total), len(kept))
    kept.insert(place, Row("joined", "", cells))
    return replace(table, rows=tuple(kept))


def _as_one(table: TableSpec, cells: Sequence[Cell], row_sets: RowSets | None) -> Cell:
    """The cell of all of them; who chose several answers of a set counts once where the rows are known."""
    people = [cell.n for cell in cells if cell.n is not None]
    if cells[0].unit in (Unit.P, Unit.TEXT) or not people:
        return replace(cells[0], key="", rests_on=())
    rows = None if table.exclusive_rows or row_sets is None or table.origin is None else 0
    for cell in cells:
        found = None if rows is None or row_sets is None else row_sets.rows(_data_table(table), cell.key)
        rows = None if rows is None or found is None else rows | found
    n = sum(people) if rows is None else rows.bit_count()
    return replace(cells[0], n=n, key=key_of_any([cell.key for cell in cells]), rests_on=(), flags=frozenset())


def _data_table(table: TableSpec) -> str:
    return "" if table.origin is None else table.origin.table
