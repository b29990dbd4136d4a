# SPDX-License-Identifier: MIT
"""Earlier releases to the same readers: what they know already, joined to what is about to leave.

A cell that was withheld before must not follow from the new file beside the old ones: a refreshed sheet, another
grouping, one household more. A quantity whose size has changed since stands for itself ("name@7"); old and new differ
by people whom no table shows, which is a sum like the others.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from analysis.result_tables import CODED
from analysis.withholding.network_of_sums import Quantities, Sum
from analysis.withholding.overlapping_periods import STRETCH, with_todays_periods
from analysis.withholding.quantity_keys import Told

Key = tuple[str, str]
_T = TypeVar("_T")
_PATH = "/path."  # in the names of the steps of cases


@dataclass(frozen=True)
class ReleaseRule:
    """What readers may not be told: numbers of 1 to `minimum` − 1 people, and what rests on a base under `base`, under
    `sensitive_base` where it is a sensitive answer. `to`: the destination that these readers are."""

    minimum: int = 0
    base: int = 0
    sensitive_base: int = 0
    to: str = ""

    def as_strict_as(self, other: ReleaseRule) -> bool:
        """Whether it is for the same readers and withholds all that the other does."""
        return (
            self.to == other.to
            and self.minimum >= other.minimum
            and self.base >= other.base
            and self.sensitive_base >= other.sensitive_base
        )


@dataclass(frozen=True)
class Released:
    """What readers of earlier files have: sizes by name, what was withheld, the sums between them.

    `keys`: name → data table and key of what can be counted anew; `guarded`: cells of sensitive answers, whose
    change by few people would tell what those answered; `whole`: of what was withheld that which a whole group
    shares; `bases`: of what was withheld for its small base, that base; `rule`: the one it was withheld by; `files`:
    how many files there were; `own`: the mark of the newest; `seen`: name → the marks of the files it stood in.
    """

    size: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()
    sums: tuple[Sum, ...] = ()
    keys: Mapping[str, Key] = field(default_factory=dict)
    guarded: frozenset[str] = frozenset()
    whole: frozenset[str] = frozenset()
    bases: Mapping[str, int] = field(default_factory=dict)
    rule: ReleaseRule = ReleaseRule()
    files: int = 0
    own: str = ""
    seen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ordinary: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # mark of a file → its bases by name
    answers: tuple[Told, ...] = ()  # numbers of sensitive questions, checked by their rows
    rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # mark of a file → data table → ids of its rows
    by_meaning: bool = True  # False: written when the same people under two names made a sum, by chance too

    @property
    def told(self) -> bool:
        """Whether readers have any number of people."""
        return bool(self.cells) or any(self.ordinary.values())

    @property
    def cells(self) -> int:
        """How many numbers were looked at: those of a network, and those of sensitive questions by their rows."""
        return len(self.size) + len({(one.table, one.key) for one in self.answers})

    def renamed(self, names: Mapping[str, str]) -> Released:
        """The same under other names."""
        if not names:
            return self

        def now(found: Iterable[str]) -> list[str]:
            return [names.get(name, name) for name in found]

        def each(found: Mapping[str, _T]) -> dict[str, _T]:
            return dict(zip(now(found), found.values(), strict=True))

        return replace(
            self, size=each(self.size), keys=each(self.keys), bases=each(self.bases), seen=each(self.seen),
            hidden=frozenset(now(self.hidden)), unseen=frozenset(now(self.unseen)), whole=frozenset(now(self.whole)),
            guarded=frozenset(now(self.guarded)),
            sums=tuple(Sum(tuple(now(one.parts)), tuple(now(one.whole)), one.strict) for one in self.sums),
        )  # fmt: skip

    def without(self, never_left: Collection[str]) -> Released:
        """What readers have if these files never reached them: what stood in no other file is unknown to them."""
        gone = {name for name, files in self.seen.items() if files and files <= set(never_left)}
        return replace(
            self,
            hidden=self.hidden - gone,
            unseen=self.unseen | gone,
            whole=self.whole - gone,
            bases={name: base for name, base in self.bases.items() if name not in gone},
            ordinary={mark: bases for mark, bases in self.ordinary.items() if mark not in never_left},
            answers=tuple(one for one in self.answers if one.file not in never_left),
            rows={mark: rows for mark, rows in self.rows.items() if mark not in never_left},
        )


@dataclass
class ReleaseMemory:
    """What goes on from file to file: withheld for a whole group or a small base, the files it was in."""

    whole: set[str] = field(default_factory=set)
    bases: dict[str, int] = field(default_factory=dict)
    seen: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    ordinary: dict[str, int] = field(default_factory=dict)  # name → base of an ordinary answer, in this file


def join_released(
    quantities: Quantities, earlier: Iterable[Released], count: Callable[[Key], int | None], rule: ReleaseRule,
    carried: ReleaseMemory,
) -> dict[str, Key]:  # fmt: skip
    """Join what readers have of each earlier file (`add_released`)."""
    keys: dict[str, Key] = {}
    today = frozenset(quantities.size)
    for one in earlier:
        keys |= add_released(quantities, one.renamed(with_todays_periods(one.size, today)), count, rule, carried)
    return keys


def network_of(
    quantities: Quantities, keys: Mapping[str, Key], guarded: Iterable[str], earlier: Sequence[Released],
    carried: ReleaseMemory, rule: ReleaseRule, own: str = "",
) -> Released:  # fmt: skip
    """What readers have once this has left: with all that they had before."""
    known = {name for name in quantities.size if not name.startswith(STRETCH)}  # those are made anew each time
    held = {name: key for one in earlier for name, key in one.keys.items()}
    held |= {name: held[now] for name in known if (now := today_name(name)) in held}
    always = frozenset(guarded).union(*(one.guarded for one in earlier))
    sums = (one for one in quantities.sums if known.issuperset(one.names))
    return Released(
        {name: size for name, size in quantities.size.items() if name in known},
        frozenset(quantities.hidden & known),
        frozenset(quantities.unseen & known),
        tuple({(one.parts, one.whole, one.strict): one for one in sums}.values()),
        {name: key for name, key in {**held, **keys}.items() if name in known},
        always | {name for name in known if today_name(name) in always},  # under the name they have once they changed
        frozenset(carried.whole & quantities.hidden & known),
        {name: base for name, base in carried.bases.items() if name in quantities.hidden & known},
        rule,
        sum(one.files for one in earlier) + 1,
        own,
        {name: frozenset(files) for name, files in carried.seen.items() if name in known},
        {**{mark: bases for one in earlier for mark, bases in one.ordinary.items()}, own: carried.ordinary},
    )


def add_released(
    quantities: Quantities, earlier: Released, count: Callable[[Key], int | None], rule: ReleaseRule,
    carried: ReleaseMemory,
) -> dict[str, Key]:  # fmt: skip
    """Join what readers have to the network of what is about to leave; the keys of what still counts the same.

    What an earlier file withheld stays so for the same readers. Where `rule` is another one, as others got the file or
    a limit was lowered since, that is a secret which it makes one; what else was withheld then is only unknown.
    `count` counts a key in the data of today, None where it cannot. A change of a guarded cell by few people is
    withheld as a cell of so few would be, from whoever reads it.
    """
    if not earlier.size:
        return {}
    names = _renamed(quantities, earlier, count)
    today = frozenset(quantities.size)
    same = rule.as_strict_as(earlier.rule)
    for old, new in names.items():
        if new not in quantities.size:
            quantities.size[new] = earlier.size[old]
        carried.seen[new] |= earlier.seen.get(old, frozenset())
        if old in earlier.unseen and new not in today:
            quantities.unseen.add(new)
        if old in earlier.hidden:
            if same:
                quantities.hidden.add(new)
            elif new not in today:  # else today's file has judged it
                _withheld_before(quantities, earlier, old, new, rule, carried)
        elif old not in earlier.unseen:
            quantities.released.add(new)
    for one in earlier.sums:
        if not earlier.by_meaning and _is_made_anew(one, earlier, count):
            continue
        parts, whole = ([names[name] for name in side] for side in (one.parts, one.whole))
        quantities.add_sum(parts, whole, strict=one.strict)
    _changes(quantities, names, earlier)
    return {names[old]: key for old, key in earlier.keys.items() if names[old] == old}


def _is_made_anew(one: Sum, earlier: Released, count: Callable[[Key], int | None]) -> bool:
    """Whether a sum is computed again from today's rows, by meaning: all it tells of counts there as it did then.

    Those beside a sum ("~…") are made with it. What has changed since, what adds up to the base of a heading, or whose
    rows are unknown, keeps its sums.
    """
    stated = [name for name in one.names if not name.startswith("~")]
    return (
        bool(one.whole)
        and bool(stated)
        and all(name in earlier.keys and count(earlier.keys[name]) == earlier.size[name] for name in stated)
    )


def _withheld_before(
    quantities: Quantities, earlier: Released, old: str, new: str, rule: ReleaseRule, carried: ReleaseMemory
) -> None:  # fmt: skip
    """A secret still where the rule of today's readers makes it one, else only unknown."""
    size, base = quantities.size[new], earlier.bases.get(old)
    least = rule.sensitive_base if old in earlier.guarded else rule.base
    if base is not None and base < least:
        carried.bases[new] = base
    if old in earlier.whole:
        carried.whole.add(new)
    if 0 < size < rule.minimum or new in carried.bases or new in carried.whole:
        quantities.hidden.add(new)
    else:
        quantities.unseen.add(new)


def _renamed(quantities: Quantities, earlier: Released, count: Callable[[Key], int | None]) -> dict[str, str]:
    """The name of each earlier quantity today: its own where it counts the same, else one with its size."""
    found = {}
    for name, size in earlier.size.items():
        if name in quantities.size:
            now: int | None = quantities.size[name]
        else:
            now = count(earlier.keys[name]) if name in earlier.keys else None
        keyless = name.startswith("#")  # named by its place in a file of its own
        again = today_name(name)
        if "@" in name:  # of a file before the last: its own again where it counts the same as then
            found[name] = again if quantities.size.get(again) == size else name
            continue
        own = not keyless and now == size
        found[name] = name if own else f"{name}@{earlier.files if keyless else size}"
    return found


def today_name(name: str) -> str:
    """What a count of codings or of cases on their path that has changed since is called today; others stand alone.

    Neither can be counted anew from the rows, so that only the name tells, some files later, what they counted.

    Examples
    --------
    >>> today_name("c/all/cases/violence@7"), today_name("t5/path.4f.identified:@17"), today_name("t1/answered:v3=c1@7")
    ('c/all/cases/violence', 't5/path.4f.identified:', 't1/answered:v3=c1@7')
    """
    by_name = name.startswith(CODED) or (_PATH in name and ">" not in name)
    return name.partition("@")[0] if by_name else name


def _by_cases(quantities: Quantities, earlier: Released, name: str, few: int) -> bool:
    """Whether few cases make the change of a count of codings, however many segments they bear."""
    if not name.startswith(CODED):
        return False
    scope, unit, what = name.removeprefix(CODED).split("/", 2)
    cases = f"{CODED}{scope}/cases/{what}"
    now = quantities.size.get(cases)
    if unit == "cases" or now is None:
        return False
    before = [size for one, size in earlier.size.items() if one == cases or one.startswith(f"{cases}@")]
    return any(0 < abs(now - size) < few for size in before)


def _changes(quantities: Quantities, names: Mapping[str, str], earlier: Released) -> None:
    """Old and new of one quantity differ by people whom no table shows."""
    for old, new in names.items():
        today = today_name(old)
        if today == new or today not in quantities.size or old.startswith("#"):
            continue
        before, now = earlier.size[old], quantities.size[today]
        if before == now:
            continue
        change = f"{new}>{now}"
        quantities.size[change] = abs(now - before)
        quantities.unseen.add(change)
        few, guarded = quantities.minimum, old in earlier.guarded or today in earlier.guarded
        if guarded and (abs(now - before) < few or _by_cases(quantities, earlier, today, few)):
            quantities.hidden.add(change)
        first, last = (new, today) if now > before else (today, new)
        quantities.add_sum([first, change], [last], strict=True)


def released_to_json(known: Released) -> bytes:
    """As it is stored: numbers, and names made of ids."""
    place = {name: at for at, name in enumerate(known.size)}
    fields = {
        "names": list(known.size),
        "sizes": list(known.size.values()),
        "hidden": sorted(place[name] for name in known.hidden),
        "unseen": sorted(place[name] for name in known.unseen if name in place),
        "sums": [
            [[place[name] for name in one.parts], [place[name] for name in one.whole], one.strict]
            for one in known.sums
            if all(name in place for name in one.names)
        ],
        "keys": {place[name]: key for name, key in known.keys.items()},
        "guarded": sorted(place[name] for name in known.guarded if name in place),
        "whole": sorted(place[name] for name in known.whole),
        "bases": {place[name]: base for name, base in known.bases.items()},
        "rule": [known.rule.minimum, known.rule.base, known.rule.sensitive_base, known.rule.to],
        "files": known.files,
        "own": known.own,
        "by_meaning": known.by_meaning,
        "answers": [[one.table, one.key, one.file, one.base, one.fives] for one in known.answers],
        "rows": {mark: dict(rows) for mark, rows in known.rows.items()},
        "ordinary": {mark: dict(bases) for mark, bases in known.ordinary.items()},
        "seen": {
            mark: sorted(place[name] for name, marks in known.seen.items() if mark in marks and name in place)
            for mark in sorted(frozenset[str]().union(*known.seen.values()))
        },
    }
    return json.dumps(fields, separators=(",", ":")).encode()


def released_of(stored: bytes) -> Released:
    """Read what `released_to_json` gave.

    Examples
    --------
    >>> known = Released({"t1/:": 40}, keys={"t1/:": ("t1", ":")}, files=1)
    >>> released_of(released_to_json(known)) == known
    True
    """
    fields = json.loads(stored)
    names = fields["names"]
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for mark, places in fields.get("seen", {}).items():
        for at in places:
            seen[names[at]].add(mark)

    def those(places: Iterable[int]) -> tuple[str, ...]:
        return tuple(names[at] for at in places)

    return Released(
        dict(zip(names, fields["sizes"], strict=True)),
        frozenset(those(fields["hidden"])),
        frozenset(those(fields["unseen"])),
        tuple(Sum(those(parts), those(whole), strict) for parts, whole, strict in fields["sums"]),
        {names[int(at)]: (key[0], key[1]) for at, key in fields["keys"].items()},
        frozenset(those(fields["guarded"])),
        frozenset(those(fields.get("whole", ()))),
        {names[int(at)]: int(base) for at, base in fields.get("bases", {}).items()},
        ReleaseRule(*fields["rule"]) if "rule" in fields else ReleaseRule(),
        int(fields["files"]),
        fields.get("own", ""),
        {name: frozenset(marks) for name, marks in seen.items()},
        fields.get("ordinary", {}),
        tuple(Told(*one) for one in fields.get("answers", ())),
        fields.get("rows", {}),
        bool(fields.get("by_meaning", False)),
    )
