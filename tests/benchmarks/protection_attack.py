# SPDX-License-Identifier: MIT
"""An integer programme against random plans: what do all the files together tell of a few people's sensitive answers?

The reader has only what the files print: rounded estimates, counts, bases, how many are left out; of intervals nothing.
He knows who can exist (a site lies in its zone, a camp is at these sites, an adult is over 17), and that rows were only
added between two files.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import Destination, Readers, mask_all, mask_joined
from analysis.records import Choice, DataTable, Frame, Kind, Level, Role, RowOrigin, SampleColumns, Variable
from analysis.result_tables import Cell, Flag, TableSpec, Unit
from projects.results.where_grammar import read_where
from tests.benchmarks.rows import BenchRow
from wording import Labels, Message

PLANS = 200
FEWEST, MINIMUM_CELL = 3, 5  # values that must be left open for a count of 1 to 4
LIMITS = (30, 10, MINIMUM_CELL)
SITES, ZONES = ("S1", "S2", "S3", "S4", "S5", "S6"), ("Z1", "Z1", "Z2", "Z2", "Z3", "Z3")
AGES = (9, 15, 17, 18, 34, 67)
NAMES = ("harm", "site", "zone", "camp", "sex", "age", "adult", "water")
HARM, SITE, ZONE, CAMP, SEX, AGE, ADULT, WATER = IDS = tuple(f"v{at}" for at in range(1, 9))
CONDITIONS = (
    "site = S5", "site != S5", "not (site = S5)", "site = S1 or site = S4", "age > 17", "age <= 17", "adult = yes",
    "adult != no", "age in 15..34", "age >= 18; site != S2", "camp = yes", "camp != yes", "zone != Z3", "sex = f",
    "water = c", "water != c", "harm = yes",
)  # fmt: skip
WHOLE_PER_CENTS = 0.005 + 1e-9  # half of one
HIDDEN = frozenset({Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT})
Person = tuple[str | int | None, ...]  # harm, site, sex, age, water
Rows = list[Person]
Masks = tuple[np.ndarray, np.ndarray, np.ndarray]  # who is in a table's condition, has an answer, has a group
_ID = dict(zip(NAMES, IDS, strict=True))


@dataclass(frozen=True)
class Table:
    """One table of a plan: the question, what its groups are of ("": none), the condition ("": all rows), its kind."""

    question: str
    by: str = ""
    where: str = ""
    crossed: bool = False


@dataclass(frozen=True)
class Plan:
    """People, those added later, the tables of each file, the sites that a second column names, how rows came about."""

    people: Rows
    added: Rows
    files: tuple[tuple[Table, ...], ...]
    camps: frozenset[str] = frozenset({"S5"})
    how: RowOrigin = RowOrigin.PURPOSIVE


@dataclass
class Found:
    """What became of a plan: counts in reach of the reader, those told, numbers withheld and all, files not written."""

    secrets: int = 0
    told: list[str] = field(default_factory=list)
    undecided: int = 0
    ordinary: int = 0
    ordinary_withheld: int = 0
    sensitive: int = 0
    sensitive_withheld: int = 0
    small: int = 0
    files: int = 0
    refused: int = 0
    unread: int = 0


def random_plan(seed: int) -> Plan:
    """Some 150 to 450 people at six sites, of whom 8 to 20 per cent were hurt; two files of two to four tables.

    A few have no site or gave no answer; between the files none, one to four, or many people came.
    """
    chance = random.Random(seed)
    share, silent = chance.uniform(0.08, 0.2), chance.choice((0.0, 0.0, 0.004, 0.02))
    weights = [chance.uniform(0.4, 1.6) for _ in SITES]

    def person() -> Person:
        harm = None if chance.random() < silent else "yes" if chance.random() < share else "no"
        site = None if chance.random() < silent else chance.choices(SITES, weights)[0]
        age = chance.choices(AGES, (1, 1, 1, 2, 6, 1))[0]
        return harm, site, chance.choice("fm"), age, chance.choices("abc", (60, 30, 10))[0]

    def table() -> Table:
        where = chance.choice(("", "", *chance.sample(CONDITIONS, 6)))
        question = "water" if where == "harm = yes" or chance.random() < 0.3 else "harm"
        if question == "water" and where.startswith("water"):
            where = ""
        by = chance.choice(("", "", "site", "zone", "camp", "sex", "adult"))
        return Table(question, by, where, bool(by) and chance.random() < 0.25)

    people = [person() for _ in range(chance.randint(150, 450))]
    added = [person() for _ in range(chance.choice((0, 1, chance.randint(2, 4), 40)))]
    first = [Table("harm"), *(table() for _ in range(chance.randint(1, 3)))]
    files = (tuple(dict.fromkeys(first)), tuple(dict.fromkeys(table() for _ in range(chance.randint(2, 4)))))
    camps = chance.choice((frozenset({"S5"}), frozenset({"S1", "S4"})))
    return Plan(people, added, files, camps, chance.choice((RowOrigin.PURPOSIVE, RowOrigin.PROBABILITY)))


def frame_of(rows: Rows, plan: Plan) -> Frame:
    """The rows as a table with the columns that follow from others: zone, camp, adult."""
    values = {
        HARM: [one[0] for one in rows],
        SITE: [one[1] for one in rows],
        ZONE: [None if one[1] is None else ZONES[SITES.index(str(one[1]))] for one in rows],
        CAMP: [None if one[1] is None else "yes" if one[1] in plan.camps else "no" for one in rows],
        SEX: [one[2] for one in rows],
        ADULT: ["yes" if int(one[3] or 0) > 17 else "no" for one in rows],
        WATER: [one[4] for one in rows],
    }
    answers = {HARM: ("yes", "no"), SITE: SITES, ZONE: ("Z1", "Z2", "Z3"), CAMP: ("yes", "no"), SEX: ("f", "m"),
               ADULT: ("yes", "no"), WATER: ("a", "b", "c")}  # fmt: skip
    variables = []
    for key, name in zip(IDS, NAMES, strict=True):
        kind, role = (Kind.INTEGER if key == AGE else Kind.ONE), (Role.SENSITIVE if key == HARM else Role.ORDINARY)
        choices = tuple(Choice(one, one, Labels({"en": one})) for one in answers.get(key, ()))
        level = Level.INTERVAL if key == AGE else Level.NOMINAL
        variables.append(Variable(key, name, Labels({"en": name}), kind, level, role, choices=choices))
    data = {key: pd.Categorical(given, answers[key]) for key, given in values.items()}
    frame = pd.DataFrame({**data, AGE: [float(one[3] or 0) for one in rows]})
    reasons = {key: np.where(frame[key].isna(), 4, 0).astype(np.int8) for key in IDS}
    table = DataTable("t1", "people", Labels({}), "person", plan.how, tuple(variables), len(rows))
    return Frame(table, frame, reasons, np.arange(len(rows)), SampleColumns())


def table_of(frame: Frame, asked: Table) -> TableSpec:
    """The table of a plan as the team has it."""
    options: dict[str, object] = {"variable": _ID[asked.question]}
    if asked.by:
        options["column" if asked.crossed else "by"] = _ID[asked.by]
    if asked.where:
        options["where"] = read_where(frame.table, asked.where, DataTable.named)
    return run("crosstab" if asked.crossed else "proportions", frame, options).tables[0]


class Reader:
    """What all the files tell, as bounds on sums of how many there are of each kind of person, before and added."""

    def __init__(self, frame: Frame, now: np.ndarray, added: np.ndarray) -> None:
        self.frame, self.study, self.size = frame, Study(frame), len(now)
        self.behind = StudyRows({"t1": self.study})
        self.truth = np.concatenate([now, added]).astype(float)
        self.lines: list[np.ndarray] = []
        self.bounds: list[tuple[float, float]] = []
        self.unread = 0

    def of_key(self, key: str, later: bool) -> np.ndarray | None:
        """The kinds that a key counts, in a first file or in a later one; None where it names none."""
        bits = self.behind.rows("t1", key) if key else None
        if bits is None:
            return None
        raw = np.frombuffer(bits.to_bytes(-(-self.size // 8), "big"), dtype=np.uint8)
        return self.both(np.unpackbits(raw)[: self.size], later)

    def both(self, members: np.ndarray, later: bool) -> np.ndarray:
        """Those of the first file, and those added since where it is a later one."""
        return np.concatenate([members, members if later else np.zeros(len(members))]).astype(float)

    def know(self, line: np.ndarray, low: float, high: float) -> None:
        """Take a printed number into what is known; the truth fits it, or it is not this number."""
        value = float(line @ self.truth)
        assert low - 1e-6 <= value <= high + 1e-6, (low, value, high)
        self.lines.append(line)
        self.bounds.append((low, high))

    def read(self, shown: TableSpec, masks: Masks, later: bool = False) -> None:
        """Everything that a table prints."""
        for at, column in enumerate(shown.columns):
            whole = self.of_key(column.key, later)
            if column.base is not None and whole is not None:
                self.know(whole, column.base, column.base)
            rows = [row for row in shown.rows if at < len(row.cells)]
            cells = [row.cells[at] for row in rows]
            for row, cell in zip(rows, cells, strict=True):
                beside = any(one.flags & HIDDEN for one in row.cells)
                half = max(_half_unit(cells), WHOLE_PER_CENTS if beside else 0.0)
                if cell.unit is not Unit.SHARE or (cell.estimate is None and cell.n is None):
                    continue
                part = self.of_key(cell.key, later)
                if part is None or whole is None:
                    self.unread += 1
                    continue
                if cell.n is not None and "n" in column.show:
                    self.know(part, cell.n, cell.n)
                if cell.base is not None and "base" in column.show:
                    self.know(whole, cell.base, cell.base)
                if cell.estimate is not None:
                    low, high = _between(cell, half)
                    self.know(part - low * whole, 0, np.inf)
                    self.know(high * whole - part, 0, np.inf)
        self._read_words(shown, masks, later)

    def _read_words(self, shown: TableSpec, masks: Masks, later: bool) -> None:
        """The base in the subtitle, and who is left out: without an answer, without a group."""
        inside, answered, grouped = masks
        if shown.base is not None and all(column.base != shown.base for column in shown.columns):
            whole = (inside & answered & grouped, inside & answered, inside & grouped, inside)
            self._know_one(shown.base, whole, later)
        for note in shown.notes:
            if isinstance(note, Message) and note.key == "note.no_group" and isinstance(note.args.get("n"), int):
                self._know_one(note.args["n"], (inside & answered & ~grouped, inside & ~grouped), later)
        for count in shown.missing.values():
            self._know_one(
                count, (inside & ~answered, inside & grouped & ~answered, inside & ~(answered & grouped)), later
            )

    def _know_one(self, number: int, likely: Sequence[np.ndarray], later: bool) -> None:
        """A number in words counts the first of these that it fits."""
        for one in likely:
            line = self.both(one, later)
            if line @ self.truth == number:
                self.know(line, number, number)
                return
        self.unread += 1


class Secrets:
    """Sensitive answers of a few people: in groups of tables, and in what one group has beside another."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.groups: dict[bytes, tuple[str, np.ndarray]] = {}

    def note(self, asked: Table, later: bool) -> None:
        """Take in the groups of a table."""
        inside, _, grouped = masks_of(self.reader.study, asked)
        sets = {"": inside, **({"grouped": inside & grouped} if asked.by else {})}
        if asked.by:
            by = self.reader.frame.data[_ID[asked.by]]
            sets |= {f"{asked.by} = {one}": inside & np.asarray(by == one) for one in by.cat.categories}
        for name, members in sets.items():
            both = self.reader.both(members, later)
            words = f"{'later ' if later else ''}{' / '.join(filter(None, (asked.where, name))) or 'all'}"
            self.groups.setdefault(both.tobytes(), (words, both))

    def found(self) -> list[tuple[str, np.ndarray]]:
        """Words and kinds of each answer that 1 to 4 of two people and more gave."""
        groups, truth = list(self.groups.values()), self.reader.truth
        parts = [*groups, *((f"[{one}] less [{other}]", first * (1 - second))
                            for one, first in groups for other, second in groups if one != other)]  # fmt: skip
        harm = self.reader.frame.data[HARM]
        answers = {one: self.reader.both(np.asarray(harm == one), True) for one in ("yes", "no")}
        found: dict[bytes, tuple[str, np.ndarray]] = {}
        for words, group in parts:
            for answer, given in answers.items():
                line = group * given
                if 0 < line @ truth < MINIMUM_CELL and group @ truth > 1:
                    found.setdefault(line.tobytes(), (f"{answer} of {words}: {line @ truth:.0f}", line))
        return list(found.values())


def masks_of(study: Study, asked: Table) -> Masks:
    """Which rows a table's condition takes, which have an answer, and which a group."""
    table, data = study.frame.table, study.frame.data
    where = read_where(table, asked.where, DataTable.named) if asked.where else None
    grouped = data[_ID[asked.by]].notna() if asked.by else np.ones(len(data), dtype=bool)
    return study.where(where), np.asarray(data[_ID[asked.question]].notna()), np.asarray(grouped)


def reader_of(plan: Plan) -> Reader:
    """The reader of a plan's files, who knows every kind of person there can be."""
    everybody = [*plan.people, *plan.added]
    harm = ["yes", "no", *([None] if any(one[0] is None for one in everybody) else [])]
    site = [*SITES, *([None] if any(one[1] is None for one in everybody) else [])]
    kinds: Rows = list(product(harm, site, "fm", AGES, "abc"))
    now, added = (Counter(one) for one in (plan.people, plan.added))
    return Reader(frame_of(kinds, plan), np.array([now[one] for one in kinds]), np.array([added[one] for one in kinds]))


def _between(cell: Cell, half: float) -> tuple[float, float]:
    """The shares that print like this one; five per cent to the nearest five are more than none, 95 not all."""
    share = cell.estimate or 0.0
    if Flag.NEAREST_FIVE not in cell.flags:
        return share - half, share + half
    few = 1e-4
    return few if share < 0.06 else share - 0.025 - 1e-9, 1 - few if share > 0.94 else share + 0.025 + 1e-9


def _half_unit(cells: Iterable[Cell]) -> float:
    """Half of the last printed place of a column's shares: whole per cents, one decimal, or all places there are."""
    shares = [cell.estimate * 100 for cell in cells if cell.unit is Unit.SHARE and cell.estimate is not None]
    for places in (0, 1):
        if all(abs(one - round(one, places)) < 1e-9 for one in shares):
            return WHOLE_PER_CENTS / 10**places
    return 1e-9


def told_of(
    reader: Reader, secrets: Sequence[tuple[str, np.ndarray]], fewest: int = FEWEST, seconds: float = 20.0
) -> tuple[list[str], int]:
    """The secrets of which fewer values than `fewest` fit all that is known; how many the time did not decide."""
    if not secrets:
        return [], 0
    lines, bounds, truth = reader.lines, reader.bounds, reader.truth
    known, wanted = np.array(lines).reshape(len(lines), len(truth)), np.array([one for _, one in secrets])
    alike, kinds = np.unique(np.vstack([known, wanted]), axis=1, return_inverse=True)
    people = np.bincount(kinds.ravel(), weights=truth, minlength=alike.shape[1])
    known, wanted = alike[: len(lines)], alike[len(lines) :]
    least, most = (np.array([one[end] for one in bounds]) for end in (0, 1))
    limit = LinearConstraint(sparse.csr_matrix(known), least - 1e-7, most + 1e-7) if len(lines) else ()
    low = high = np.rint(wanted @ people)
    chance, undecided, told = np.random.default_rng(1), 0, []

    def look(cost: np.ndarray) -> bool:
        nonlocal low, high
        found = milp(cost, integrality=np.ones(len(people)), bounds=Bounds(0, 10 * people.sum()), constraints=limit,
                     options={"time_limit": seconds})  # fmt: skip
        if found.x is not None:
            values = np.rint(wanted @ np.rint(found.x))
            low, high = np.minimum(low, values), np.maximum(high, values)
        return bool(found.status == 0)

    for _ in range(6):
        narrow = high - low < fewest - 1
        if narrow.any():
            look(wanted.T @ (narrow * chance.choice((-1.0, 1.0), len(narrow))))
    for at, (words, _) in enumerate(secrets):
        done = True
        for sign in (1, -1):
            if high[at] - low[at] < fewest - 1:
                done &= look(sign * wanted[at])
        if high[at] - low[at] < fewest - 1:
            undecided += not done
            told += [f"{words} ({low[at]:.0f} to {high[at]:.0f})"] if done else []
    return told, undecided


def attacked(plan: Plan, to: Destination = Destination.PARTNER) -> Found:
    """Write the files of a plan one after the other, and read them all."""
    found, reader, readers = Found(), reader_of(plan), Readers()
    secrets = Secrets(reader)
    for at, asked in enumerate(plan.files):
        later = at > 0
        frame = frame_of([*plan.people, *plan.added] if later else plan.people, plan)
        tables = [table_of(frame, one) for one in asked]
        shown, _ = mask_joined(tables, LIMITS, to, StudyRows({"t1": Study(frame)}), readers=readers)
        found.files += 1
        for one in asked:
            secrets.note(one, later)
        if getattr(readers, "moved", None) is not None:
            found.refused += 1
            continue
        inside, _ = mask_all(tables, *LIMITS, Destination.INSIDE)
        for whole, one, told in zip(inside, shown, asked, strict=True):
            _count(found, whole, one, told)
            reader.read(one, masks_of(reader.study, told), later)
        readers = Readers((*readers.earlier, readers.known) if readers.known is not None else readers.earlier)
    wanted = secrets.found()
    found.secrets, found.unread = len(wanted), reader.unread
    found.told, found.undecided = told_of(reader, wanted)
    return found


def _count(found: Found, whole: TableSpec, shown: TableSpec, asked: Table) -> None:
    """How many estimates of the team's table do not stand in the other one; `*` in an ordinary one does not count."""
    left = {cell.key for row in shown.rows for cell in row.cells if cell.estimate is not None}
    marks = {cell.key for row in shown.rows for cell in row.cells if Flag.MASKED_BASE in cell.flags}
    cells = [cell for row in whole.rows for cell in row.cells if cell.estimate is not None]
    gone = [cell for cell in cells if cell.key not in left]
    if asked.question == "harm" or asked.where.startswith("harm"):
        found.sensitive += len(cells)
        found.sensitive_withheld += len(gone)
        found.small += sum(0 < (cell.n or 0) < MINIMUM_CELL for cell in cells)
    else:
        found.ordinary += len(cells)
        found.ordinary_withheld += sum(cell.key not in marks for cell in gone)


def attack_rows(plans: int = PLANS) -> list[BenchRow]:
    """Random plans of two files for a partner, each read by the programme."""
    found = [attacked(random_plan(seed)) for seed in range(plans)]
    ordinary, sensitive = sum(one.ordinary for one in found), sum(one.sensitive for one in found)
    gone, away = sum(one.ordinary_withheld for one in found), sum(one.sensitive_withheld for one in found)
    small = sum(one.small for one in found)
    return [
        BenchRow(f"{plans} random plans: counts of 1–4 told", "0", sum(len(one.told) for one in found), ""),
        BenchRow("of so many in reach", "", sum(one.secrets for one in found), ""),
        BenchRow("not decided in time", "0", sum(one.undecided for one in found), ""),
        BenchRow("ordinary numbers withheld", "0", gone, "", f"of {ordinary}"),
        BenchRow("sensitive numbers withheld", "< 20.001", 100 * away / max(sensitive, 1), "%", f"of {sensitive}"),
        BenchRow("of them counts of 1–4 themselves", "", 100 * small / max(sensitive, 1), "%"),
        BenchRow("files refused, as few people were added", "", sum(one.refused for one in found), "",
                 f"of {sum(one.files for one in found)}"),
        BenchRow("printed numbers that the programme cannot read", "0", sum(one.unread for one in found), ""),
    ]  # fmt: skip
