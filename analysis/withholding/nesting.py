# SPDX-License-Identifier: MIT
"""The sums over several tables: answers within answers (site in zone, recoded, banded), wholes and their groups.

Where the rows behind the keys are known, sums are made of rows, so that those who gave no
answer to one of the variables count as a quantity of their own; else of the keys alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from analysis.withholding.cell_limits import Nonresponse
from analysis.withholding.network_of_sums import ANY, RANGE, Quantities, add_by_key, range_pieces
from analysis.withholding.quantity_keys import (
    ALL_ASKED,
    EVERYONE,
    NO_ANSWER,
    NO_STATEMENT,
    WEIGHTED,
    Conditions,
    is_silence,
    is_single,
    read_key,
    variable_of,
)
from analysis.withholding.row_groups import Group, Pairs, RowSets, joined

COUNTS = frozenset({"answered", "asked", "chose_any", EVERYONE})  # their quantities are numbers of people
MOST = 40_000  # quantities of one data table; beyond, only sums by key are looked at


@dataclass(frozen=True)
class _Known:
    """A quantity whose rows are known."""

    name: str
    conditions: Conditions
    rows: int


def add_nested(
    quantities: Quantities, keys: dict[str, tuple[str, str]], row_sets: RowSets | None,
    guarded: Collection[str] = (),
) -> None:  # fmt: skip
    """Add the sums that run over several tables. `keys`: name of a quantity → its data table and its key.

    `guarded`: the quantities of sensitive tables. Of an answer chosen among several the few who did not choose it are a
    secret there alone: elsewhere they have said nothing about themselves.
    """
    families: defaultdict[tuple[str, str], list[_Known]] = defaultdict(list)
    by_key: list[str] = []
    some = _some_without_weight(keys, row_sets)
    for name, (table, key) in keys.items():
        base, conditions = read_key(key)
        if table in some and base != EVERYONE:
            conditions |= {WEIGHTED}
        rows = None if row_sets is None else row_sets.rows(table, key)
        if rows is None or rows.bit_count() != quantities.size[name]:
            by_key.append(name)
        else:
            families[table, "" if base in COUNTS else base].append(_Known(name, conditions, rows))
    for (table, _), known in families.items():
        assert row_sets is not None
        if len(known) > MOST:
            by_key.extend(one.name for one in known)
            continue
        silence = Nonresponse(((one.name, one.conditions) for one in known), guarded, partial(row_sets.rows, table))
        _Family(quantities, known, EVERYONE if table in some else "", guarded, silence).add(table, row_sets)
    add_by_key(quantities, [(name, *keys[name]) for name in by_key])


def _some_without_weight(keys: dict[str, tuple[str, str]], row_sets: RowSets | None) -> set[str]:
    """The data tables that count everybody somewhere, and in which not everybody has a weight."""
    tables = {table for table, key in keys.values() if read_key(key)[0] == EVERYONE}
    return {
        table for table in tables if row_sets is not None
        and row_sets.rows(table, f"{EVERYONE}:") != row_sets.rows(table, ":")
    }  # fmt: skip


@dataclass(frozen=True)
class _SumFacts:
    """What a sum tells of those beside it: in which variables, whether few are a secret, which rows make none."""

    variables: frozenset[str]
    secret: bool
    harmless: int = 0


class _Family:
    """The quantities of one data table that count in the same way, and the sums among them."""

    def __init__(
        self, quantities: Quantities, known: list[_Known], base: str, guarded: Collection[str], silence: Nonresponse
    ) -> None:
        self.quantities, self.base, self.guarded, self.silence = quantities, base, guarded, silence
        self.names: defaultdict[int, list[tuple[frozenset[str], str]]] = defaultdict(list)  # variables told of, name
        self.alike: defaultdict[int, list[_Known]] = defaultdict(list)  # of the same rows
        self.known: dict[Conditions, _Known] = {}
        self.derived: frozenset[frozenset[str]] = frozenset()
        self.rests: defaultdict[tuple[str, int, bool], dict[Conditions, _Known]] = defaultdict(dict)
        for one in known:
            self.names[one.rows].append((_variables(one.conditions), one.name))
            self.alike[one.rows].append(one)
            self.known.setdefault(one.conditions, one)

    def add(self, table: str, row_sets: RowSets) -> None:
        """Note every sum."""
        variables = dict.fromkeys(variable_of(part) for one in self.known for part in sorted(one))
        pairs = row_sets.nested(table, list(variables), self.quantities.minimum)
        self.derived = row_sets.derived(table)
        pairs = {pair: groups for pair, groups in pairs.items() if self._by_meaning(pair, groups)}
        self._with_no_answer(table, row_sets)
        self._same(table, row_sets, pairs)
        self._between(table, row_sets, pairs)
        self._in_ranges(partial(row_sets.rows, table))
        self._relate(self.known, pairs)
        for (what, _, secret), known in list(self.rests.items()):  # those without an answer make up tables of their own
            if len(known) > 1:
                self._relate(known, pairs, secret, what)

    def _with_no_answer(self, table: str, row_sets: RowSets) -> None:
        """Add who gave no answer and all who were asked wherever those who answered stand, of a question told so.

        Everybody asked is the group itself, under another name, where nobody was led past the question.
        """
        covered = {variable_of(part) for one in self.known for part in one if part.endswith(f"={ALL_ASKED}")}
        for conditions in list(self.known):
            for part in conditions:
                variable, _, answer = part.partition("=")
                if variable in covered and answer in (ANY, f"{ANY}asked"):
                    silent = NO_ANSWER if answer == ANY else NO_STATEMENT
                    for other in (silent, ALL_ASKED):
                        self._add((conditions - {part}) | {f"{variable}={other}"}, table, row_sets)
                if answer == ALL_ASKED:
                    group = row_sets.rows(table, f"{self.base}:{'|'.join(sorted(conditions - {part}))}")
                    one = self.known[conditions]
                    if group == one.rows:
                        self.known.setdefault(conditions - {part}, replace(one, conditions=conditions - {part}))

    def _add(self, conditions: Conditions, table: str, row_sets: RowSets) -> None:
        """Add a quantity that stands in no table; a secret where it is small."""
        rows = row_sets.rows(table, f"{self.base}:{'|'.join(sorted(conditions))}")
        if conditions in self.known or not rows:
            return
        name = self._unseen(rows, _variables(conditions))
        if name in self.quantities.unseen and rows.bit_count() < self.quantities.minimum:
            self.quantities.hidden.add(name)
        self.known[conditions] = _Known(name, conditions, rows)

    def _in_ranges(self, rows_of: Callable[[str], int | None]) -> None:
        """Ranges of one number that overlap are made up of pieces; a small piece is a secret."""
        for conditions, pieces in range_pieces(list(self.known), lambda key: rows_of(f"{self.base}:{key}")):
            ranges = {part for part in conditions if RANGE in part}
            harmless = self.silence.harmless(conditions - ranges, *map(variable_of, ranges))
            facts = _SumFacts(_variables(conditions), True, harmless)
            names = [name for rows in pieces.values() for name in self._quantity_of_rows(rows, facts)]
            self.quantities.add_sum(names, [self.known[conditions].name])
            for (piece, rows), name in zip(pieces.items(), names, strict=True):
                self.known.setdefault(piece, _Known(name, piece, rows))

    def _by_meaning(self, pair: tuple[str, str], groups: Sequence[Group]) -> bool:
        """Whether a reader can know that the answers lie within each other, or only the data show it.

        Recoded answers, groups that tables are broken down by (site in zone), and answers of one question that lie in
        those of another do so by meaning. Two questions of two answers that coincide are two facts.
        """
        if frozenset(pair) in self.derived or set(pair) <= self.silence.groupings:
            return True
        return any(len(side) > 1 for group in groups for side in group) or len(groups) > 2

    def _same(self, table: str, row_sets: RowSets, pairs: Pairs) -> None:
        """The same people under another name: known together and withheld together, where that is so by meaning.

        The bases of two questions; a base and those whose answer leads to the question; a site that is a whole zone.
        Never two answers to two questions that the same people happened to give.
        """
        for several in self.alike.values():
            for at, one in enumerate(several):
                for other in several[:at]:
                    if self._equal_by_meaning(one, other, table, row_sets, pairs):
                        self.quantities.add_sum([other.name], [one.name])
                        break

    def _equal_by_meaning(self, one: _Known, other: _Known, table: str, row_sets: RowSets, pairs: Pairs) -> bool:
        """Whether the conditions in which two quantities of the same people differ mean the same."""
        bases, answers = [], []
        for own in (one.conditions - other.conditions, other.conditions - one.conditions):
            bases.append({part for part in own if f"={ANY}" in part})
            answers.append(own - bases[-1])
        if any(answers) and not one.rows:
            return False  # two answers that nobody gave
        if all(answers):
            names = [{variable_of(part) for part in side} for side in answers]
            return all(
                any(first == second or (first, second) in pairs or (second, first) in pairs for second in against)
                for side, against in (names, names[::-1])
                for first in side
            )
        leading = answers[0] or answers[1]
        asked = bases[1] if answers[0] else bases[0]
        return not leading or any(self._leads(leading, part, table, row_sets) for part in asked)

    def _leads(self, answers: Iterable[str], base: str, table: str, row_sets: RowSets) -> bool:
        """Whether in the whole table only those who gave the answers have an answer to the question of the base."""
        asked = row_sets.rows(table, f":{base}")
        each = [row_sets.rows(table, f":{part}") for part in answers]
        return asked is not None and all(rows is not None and not asked & ~rows for rows in each)

    def _relate(
        self, known: dict[Conditions, _Known], pairs: dict[tuple[str, str], list[Group]], secret: bool = True,
        rest_of: str | None = None,
    ) -> None:  # fmt: skip
        """Note the sums among quantities that differ in the answers of one variable, or of two nested ones.

        `rest_of`: what they are rests of; "v3=" of those without an answer.
        """
        contexts: defaultdict[Conditions, defaultdict[str, dict[str, _Known]]] = defaultdict(lambda: defaultdict(dict))
        for conditions, one in known.items():
            for part in conditions:
                contexts[conditions - {part}][variable_of(part)][part] = one
        for context, variables_here in contexts.items():
            at = context if rest_of is None else None
            around = _variables(context)
            about = around | _variables((rest_of or "").split("/"))
            for variable, answers in variables_here.items():
                free = all((variable, one) not in pairs and (one, variable) not in pairs for one in around)
                silent = variable_of(rest_of or "")
                facts = _SumFacts(about | {variable}, secret, self.silence.harmless(context, variable, silent))
                self._within(answers, known.get(context), at, variable, facts, free)
            for (first, second), groups in pairs.items():
                if first in variables_here and second in variables_here:
                    derived = frozenset((first, second)) in self.derived
                    facts = _SumFacts(about | {first, second}, secret and not derived)
                    self._side_by_side(variables_here[first], variables_here[second], groups, at, facts, derived)

    def _within(
        self, answers: dict[str, _Known], context: _Known | None, at: Conditions | None, variable: str,
        facts: _SumFacts, free: bool,
    ) -> None:  # fmt: skip
        """The answers of one variable make up those who have any, those of a union, and all of the context.

        `free`: any answer may be given there, so that one that nobody gave is a part too: that nobody did is no more
        known than another number. A site in another zone is none.
        """
        wholes = {part: one for part, one in answers.items() if f"={ANY}" in part or "+" in part or is_silence(part)}
        if context is not None:
            for part, one in list(wholes.items()):  # who has an answer is what is withheld beside who has none
                if f"={ANY}" in part:
                    left_of = f"{variable}=" if not part.endswith(ALL_ASKED) else part
                    self._sum([one], [context], at, left_of, facts)
            wholes[f"{variable}="] = context
        for name, whole in wholes.items():
            parts = _single_answers(answers, name, whole.rows, free)
            if parts:
                self._sum(parts, [whole], at, name, facts)
            for part, one in answers.items():
                if "." in part and "=" not in part and one.rows & whole.rows:  # chosen in a set: a part by itself
                    own = replace(facts, secret=facts.secret and one.name in self.guarded, harmless=0)
                    self._sum([one], [whole], at, f"{name}/{part}", own)

    def _side_by_side(
        self, first: dict[str, _Known], second: dict[str, _Known], groups: list[Group], at: Conditions | None,
        facts: _SumFacts, derived: bool,
    ) -> None:  # fmt: skip
        for of_first, of_second in groups:
            left = [one for part, one in first.items() if part in of_first]
            right = [one for part, one in second.items() if part in of_second]
            if left and right:
                self._sum(left, right, at, "/".join(sorted((*of_first, *of_second))), facts)
            if left and right and derived:
                self._left_out(left, joined(one.rows for one in right), facts)
                self._left_out(right, joined(one.rows for one in left), facts)

    def _left_out(self, answers: Sequence[_Known], kept: int, facts: _SumFacts) -> None:
        """The answers of which a recipe left some out: at least those few gave them, and no other answer did."""
        if not any(one.rows & ~kept for one in answers):
            return
        inside, outside = [], []
        for one in answers:
            parts = [self._unseen(rows, facts.variables) for rows in (one.rows & kept, one.rows & ~kept) if rows]
            self.quantities.add_sum(parts, [one.name])
            inside += parts[: bool(one.rows & kept)]
            outside += parts[bool(one.rows & kept) :]
        self.quantities.add_sum(inside, [self._unseen(joined(one.rows for one in answers) & kept, facts.variables)])
        self.quantities.add_sum(outside, [self._unseen(joined(one.rows for one in answers) & ~kept, facts.variables)])

    def _sum(
        self, parts: Sequence[_Known], whole: Sequence[_Known], at: Conditions | None, what: str, facts: _SumFacts
    ) -> None:
        """Parts and whole, with those who are only in the one or only in the other.

        These rests are noted under `what` they are left of, for the conditions `at` which they are. A small one is
        a secret (few gave no answer), but where a recipe left answers out.
        """
        left, right = joined(one.rows for one in parts), joined(one.rows for one in whole)
        sides = [[*(one.name for one in parts)], [*(one.name for one in whole)]]
        for side, (names, rows) in enumerate(zip(sides, (right & ~left, left & ~right), strict=True)):
            for name in self._quantity_of_rows(rows, facts):
                names.append(name)
                if at is not None:
                    self.rests[what, side, facts.secret][at] = _Known(name, at, rows)
        self.quantities.add_sum(*sides)

    def _quantity_of_rows(self, rows: int, facts: _SumFacts) -> list[str]:
        """The quantity of these rows; one that stands in no table is unseen, and withheld where it is small."""
        if not rows:
            return []
        name = self._unseen(rows, facts.variables)
        secret = facts.secret and rows & ~facts.harmless and rows.bit_count() < self.quantities.minimum
        if secret and name in self.quantities.unseen:
            self.quantities.hidden.add(name)
        return [name]

    def _unseen(self, rows: int, variables: frozenset[str]) -> str:
        """The quantity of these rows by what is told of them; a new one stands in no table.

        That the one person without an answer to a question is the one who gave a rare answer to another is a fact, and
        no sum that a reader can form.
        """
        for about, name in self.names[rows]:
            if about <= variables:
                return name
        name = f"~{len(self.quantities.unseen)}~{next(iter(self.known.values())).name}"
        self.names[rows].append((variables, name))
        self.quantities.size[name] = rows.bit_count()
        self.quantities.unseen.add(name)
        return name

    def _between(self, table: str, row_sets: RowSets, pairs: dict[tuple[str, str], list[Group]]) -> None:
        """Add what stands between tables that differ in two variables at once, unseen by anybody."""
        if len(pairs) < 2:
            return
        lift = _enclosing_answers(pairs)
        wanted = {frozenset(variable_of(part) for part in one) for one in self.known}
        made: dict[Conditions, None] = {}
        for conditions in self.known:
            for part in conditions:
                steps = [frozenset({above}) for above in lift.get(part, ())]
                for step in [*steps, frozenset[str]()] if len(conditions) > 1 else steps:
                    other = (conditions - {part}) | step
                    if other not in self.known and any(_near(other, names) for names in wanted):
                        made[other] = None
        for conditions in made:
            rows = row_sets.rows(table, f"{self.base}:{'|'.join(sorted(conditions))}")
            if rows and len(self.known) < MOST:
                self.known[conditions] = _Known(self._unseen(rows, _variables(conditions)), conditions, rows)


def _variables(conditions: Iterable[str]) -> frozenset[str]:
    """The variables that conditions speak of."""
    return frozenset(variable_of(part) for part in conditions if part and part != WEIGHTED)


def _enclosing_answers(pairs: dict[tuple[str, str], list[Group]]) -> dict[str, list[str]]:
    """For each answer those of other variables that it lies within together with others."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for groups in pairs.values():
        for of_first, of_second in groups:
            for below, above in ((of_first, of_second), (of_second, of_first)):
                if len(above) == 1 and len(below) > 1:
                    for part in below:
                        found[part].extend(above)
    return found


def _near(conditions: Conditions, variables: frozenset[str]) -> bool:
    """Whether one more step may lead from these conditions to quantities of those variables."""
    return len({variable_of(part) for part in conditions} ^ variables) == 2


def _single_answers(answers: dict[str, _Known], name: str, whole: int, free: bool) -> list[_Known]:
    """The single answers that make up a whole, each person once: who refused is among those who gave no answer."""
    union = "+" in name or is_silence(name)
    found = [
        (part, one) for part, one in answers.items()
        if is_single(part) and part != name
        and (not one.rows & ~whole if is_silence(part) else one.rows & whole or (free and not union and not one.rows))
    ]  # fmt: skip
    silent = [entry for entry in found if is_silence(entry[0])]
    wide = max(silent, key=lambda entry: entry[1].rows.bit_count(), default=None)
    if wide is None:
        return [one for _, one in found]
    return [one for part, one in found if part == wide[0] or not one.rows or one.rows & ~wide[1].rows]
