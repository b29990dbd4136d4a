# SPDX-License-Identifier: MIT
"""Small random projects, up to five analyses of each, and a reader who knows all that leaves: a linear programme.

The unknowns are how many cases of each site bear each set of codes, how many segments and interviews they have, and in
how many of them two codes meet. Every printed number is an equation; a withheld one is known to be no 0, but where the
whole column of a code is withheld because its group is small.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linprog

from analysis.analyses import run
from analysis.codings.records import CodeLine, Codings, cases_in, codings_table
from analysis.codings.study import CodingStudy
from analysis.masking import HIDDEN, Destination, mask_all
from analysis.result_tables import Cell, TableSpec
from coding.frames import CodedDocument, attribute_frame, cases_of, document_frame, segment_frame
from coding.records import Segment, Turn
from wording import Labels

FEW = 5
NAMES = {"1": "Means", "2": "Shame", "3": "Debt", "4": "Papers", "5": "Escape"}
TREES: Sequence[Mapping[str, str]] = (
    {"2": "1", "3": "1"}, {"2": "1"}, {}, {"2": "1", "4": "3"}, {"3": "2", "2": "1"}, {"3": "2", "4": "2"},
)  # fmt: skip
RATES = (0.0, 0.1, 0.2, 0.35, 0.6, 1.0)
Expression = dict[Any, float]


@dataclass(frozen=True)
class Project:
    """What was drawn: the codings, and what each table that leaves is an answer to."""

    study: CodingStudy
    asked: tuple[tuple[str, dict[str, Any]], ...]

    @cached_property
    def tables(self) -> list[tuple[TableSpec, dict[str, Any]]]:
        """The tables of its analyses, each with the options it was asked with."""
        return [
            (table, dict(result.options))
            for name, options in self.asked
            for result in (run(name, self.study, options),)
            for table in result.tables
        ]

    def leaving(self, to: Destination) -> list[tuple[TableSpec, dict[str, Any]]]:
        """The same as others get them."""
        shown, _ = mask_all([table for table, _ in self.tables], 30, 10, FEW, to)
        return list(zip(shown, (options for _, options in self.tables), strict=True))


def drawn(seed: int) -> Project:
    """A project of 8 to 24 cases and 5 codes, some at a site of one case, some of no known site."""
    chance = np.random.default_rng(seed)
    n = int(chance.integers(8, 25))
    tree = TREES[int(chance.integers(len(TREES)))]
    sensitive = {"2"} | ({"5"} if chance.random() < 0.3 else set())
    codes = _codes(tree, sensitive)
    shares = [[0.5, 0.5, 0, 0], [0.5, 0.3, 0.1, 0.1], [0.8, 0.2, 0, 0], [0.45, 0.45, 0.05, 0.05]]
    sites = chance.choice(["A", "B", "C", ""], n, p=chance.choice(shares))
    twice = chance.random(n) < (0.2 if chance.random() < 0.4 else 0.0)
    documents: list[CodedDocument] = []
    segments: list[Segment] = []
    text = "He owes them. " * 10
    for case in range(n):
        for part in range(1 + int(twice[case])):
            name, turns = f"D{case}.{part}", (Turn(0, len(text), "R"),)
            documents.append(
                CodedDocument(name, name, "en", 30, len(text), len(documents), turns, group="", cases=(f"K{case}",))
            )
    rates = {code: chance.choice(RATES) for code in NAMES}
    for document in documents:
        for code in NAMES:
            while chance.random() < rates[code]:
                start = 14 * int(chance.integers(0, 10))
                segments.append(
                    Segment(f"{len(segments)}", document.id, code, start, start + 13, text[:13], "IN")
                )  # fmt: skip
                if chance.random() < 0.7:
                    break
    if not segments:
        segments.append(Segment("0", documents[0].id, "2", 0, 13, text[:13], "IN"))
    attributes = {f"K{case}": {"Site": str(site)} for case, site in enumerate(sites)}
    coded = Codings(
        segment_frame(documents, segments), document_frame(documents),
        attribute_frame(cases_of(documents), attributes), codes, table=codings_table(len(segments)),
    )  # fmt: skip
    asked = tuple(_asked(chance, coded) for _ in range(int(chance.integers(1, 6))))
    return Project(CodingStudy(coded), tuple(one for one in asked if one is not None))


def _codes(tree: Mapping[str, str], sensitive: Iterable[str]) -> tuple[CodeLine, ...]:
    """The codes below their categories, as a codebook lists them."""

    def below(parent: str | None, depth: int) -> Iterator[CodeLine]:
        for code in (one for one in NAMES if tree.get(one) == parent):
            yield CodeLine(code, Labels({"en": NAMES[code]}), parent, depth, sensitive=code in sensitive)
            yield from below(code, depth + 1)

    return tuple(below(None, 0))


def _asked(chance: np.random.Generator, coded: Codings) -> tuple[str, dict[str, Any]] | None:
    used = set(coded.segments["code"])
    named = [code.id for code in coded.codes if coded.below[code.id] & used]
    some = [code for code in named if chance.random() < 0.6]
    variable = "; ".join(some) if chance.random() < 0.5 else ""
    unit = str(chance.choice(["cases", "cases", "documents", "segments", "words"]))
    children = bool(chance.random() < 0.8)
    kind = chance.choice(["frequencies", "sites", "sites", "codes", "codes", "together", "together", "tenths"])
    sited = bool((coded.attributes["Site"] != "").any())
    if kind == "frequencies" or (kind == "sites" and not sited):
        return "code_frequencies", {"variable": variable, "children": children}
    if kind == "sites":
        name = str(chance.choice(["code_frequencies", "code_crosstab"]))
        return name, {"variable": variable, "by": "Site", "unit": unit, "children": children}
    if kind == "codes":
        return "code_crosstab", {"variable": variable, "column": "; ".join(named), "unit": unit, "children": children}
    if kind == "tenths":
        return "code_timeline", {"variable": variable, "children": children}
    chosen = some if len(some) > 1 else named
    if len(chosen) < 2:
        return None
    relation = str(chance.choice(["overlap", "turn"]))
    return "cooccurrence", {"variable": "; ".join(chosen), "relation": relation, "children": children}


@dataclass
class Reader:
    """Equations and bounds of a project's unknowns, as a reader writes them down."""

    study: CodingStudy
    tables: Sequence[tuple[TableSpec, dict[str, Any]]]
    place: dict[Any, int] = field(default_factory=dict)
    equal: list[tuple[Expression, float]] = field(default_factory=list)
    at_most: list[tuple[Expression, float]] = field(default_factory=list)  # the expression is no more than the number

    def __post_init__(self) -> None:
        codes = [code.id for code in self.study.codings.codes]
        values = self.study.codings.attributes["Site"].astype(str)
        documents = self.study.codings.documents
        of_case = documents.groupby(documents["cases"].str[0])["document"].nunique()
        self.sizes = values.value_counts().to_dict()
        self.twice = {site: int((of_case[values.index[values == site]] - 1).sum()) for site in self.sizes}
        sets = list(chain.from_iterable(combinations(codes, n) for n in range(len(codes) + 1)))
        self.kinds = [(site, frozenset(one)) for site in self.sizes for one in sets]
        for site, size in self.sizes.items():
            self.equal.append(({("x", *kind): 1.0 for kind in self.kinds if kind[0] == site}, size))
        self.units: set[Any] = set()

    def under(self, code: str, children: bool) -> frozenset[str]:
        return self.study.codings.below[code] if children else frozenset({code})

    def cases(self, codes: Iterable[frozenset[str]], sites: Iterable[str]) -> Expression:
        """Cases of some sites that bear a code of each of these sets."""
        wanted, codes = set(sites), list(codes)
        return {
            ("x", site, held): 1.0 for site, held in self.kinds if site in wanted and all(held & one for one in codes)
        }

    def counted(
        self, unit: str, codes: frozenset[str], sites: Iterable[str], also: Sequence[frozenset[str]] = ()
    ) -> Expression:
        """Units of these codes (in cases that also bear others)."""
        wanted = set(sites)
        if unit == "cases":
            return self.cases([codes, *also], wanted)
        if unit == "documents":
            return {self._documents(site, (codes, *also)): 1.0 for site in self.sizes if site in wanted}
        found: Expression = {}
        for site, held in self.kinds:
            if site in wanted and all(held & one for one in also):
                found |= {self._segments(unit, site, held, code): 1.0 for code in held & codes}
        return found

    def _segments(self, unit: str, site: str, held: frozenset[str], code: str) -> Any:
        name = (unit, site, held, code)
        if name not in self.units:
            self.units.add(name)
            self.at_most.append(({("x", site, held): 1.0, name: -1.0}, 0.0))
        return name

    def _documents(self, site: str, codes: tuple[frozenset[str], ...]) -> Any:
        name = ("d", site, tuple(sorted(map(tuple, map(sorted, codes)))))
        if name not in self.units:
            self.units.add(name)
            bearing, more = self.cases(codes, [site]), float(self.twice[site])
            self.at_most.append(({name: 1.0, **{one: -1.0 for one in bearing}}, more))
            if len(codes) == 1 or not more:  # of two codes each may stand in an interview of its own
                self.at_most.append(({name: -1.0, **bearing}, 0.0))
        return name

    def met(self, one: frozenset[str], other: frozenset[str], relation: str) -> Any:
        """Cases in which two codes meet."""
        name = ("q", relation, *sorted((tuple(sorted(one)), tuple(sorted(other)))))
        if name not in self.units:
            self.units.add(name)
            self.at_most.append(({name: 1.0, **{x: -1.0 for x in self.cases([one, other], self.sizes)}}, 0.0))
        return name

    def note(self, expression: Expression, cell: Cell, whole_column: bool = False, value: float | None = None) -> None:
        """A printed number is an equation; of a withheld one is known that it is no 0."""
        if cell.flags & HIDDEN:
            if cell.n and not whole_column:
                self.at_most.append(({name: -by for name, by in expression.items()}, -1.0))
            return
        number = cell.estimate if value is None else value
        if number is not None:
            self.equal.append((expression, float(number)))

    def ends(self, aims: Sequence[Expression]) -> list[tuple[float, float]]:
        """The least and the most of some sums."""
        for expression in (*(one for one, _ in (*self.equal, *self.at_most)), *aims):
            for name in expression:
                self.place.setdefault(name, len(self.place))
        n = len(self.place)
        matrix = [self._matrix(rows, n) for rows in ([e for e, _ in self.equal], [e for e, _ in self.at_most])]
        right = [np.array([v for _, v in rows]) for rows in (self.equal, self.at_most)]
        found = []
        for aim in aims:
            cost = np.zeros(n)
            for name, by in aim.items():
                cost[self.place[name]] = by
            both = []
            for sign in (1.0, -1.0):
                end = linprog(sign * cost, A_ub=matrix[1] if len(right[1]) else None,
                              b_ub=right[1] if len(right[1]) else None, A_eq=matrix[0], b_eq=right[0],
                              bounds=(0, None), method="highs")  # fmt: skip
                assert end.status in (0, 3), end.message
                both.append(sign * end.fun if end.status == 0 else -sign * np.inf)
            found.append((both[0], both[1]))
        return found

    def _matrix(self, rows: Sequence[Expression], n: int) -> Any:
        entries = [(at, self.place[name], by) for at, row in enumerate(rows) for name, by in row.items()]
        if not entries:
            return sparse.csr_matrix((len(rows), n))
        at, place, by = zip(*entries, strict=True)
        return sparse.csr_matrix((by, (at, place)), shape=(len(rows), n))


@dataclass(frozen=True)
class Secret:
    """A withheld cell of few cases: where it stands, how many it counts, what a reader knows at least and at most."""

    where: str
    cases: int
    least: float
    most: float

    @property
    def exact(self) -> bool:
        """Whether it is told: one whole number fits."""
        return bool(np.floor(self.most + 1e-6) - np.ceil(self.least - 1e-6) < 0.5)

    @property
    def near(self) -> bool:
        """Whether it is told to within one case."""
        return self.least > self.cases - 2 + 1e-6 and self.most < self.cases + 2 - 1e-6


@dataclass
class Read:  # what a reader makes of all tables
    secrets: list[Secret]
    harmless: int
    harmless_withheld: int


def read(project: Project, to: Destination, shown: Sequence[tuple[TableSpec, dict[str, Any]]] | None = None) -> Read:
    """Attack the tables of a project as they leave."""
    study = project.study
    left = shown if shown is not None else project.leaving(to)
    reader, aims, labels, sizes = Reader(study, left), [], [], []
    harmless = harmless_withheld = 0
    by_id = study.codings.by_id
    for (whole, options), (table, _) in zip(project.tables, left, strict=True):
        rows = {row.id: row for row in whole.rows}
        for row in table.rows:
            if row.id not in rows or row.id == "any":
                continue
            for column, cell, true in zip(table.columns, row.cells, rows[row.id].cells, strict=True):
                found = _cell(reader, table, options, row.id, column.id)
                if found is None or true.estimate is None:
                    continue
                expression, behind, codes = found
                tells = any(by_id[code].sensitive for code in codes)
                count = int(behind[1]())
                base = next(one.base for one in whole.columns if one.id == column.id)
                whole_column = base is not None and base < FEW and column.id.startswith("g")
                for code in codes if len(codes) > 1 and codes[0] != codes[1] else []:
                    under = reader.under(code, options["children"])
                    segments = study.codings.segments
                    whole_column |= not any(by_id[one].sensitive for one in under) and (
                        len(cases_in(segments[segments["code"].isin(under)])) < FEW
                    )
                scaled = true.estimate * (base or 0) if column.id == "share" or whole.id.endswith("shares") else None
                told = cell if not cell.flags & HIDDEN else Cell(n=int(true.estimate > 0), flags=cell.flags)
                reader.note(expression, told, whole_column, scaled)
                if tells and true.estimate and 0 < count < FEW:
                    assert cell.flags & HIDDEN, (table.id, row.id, column.id)
                    aims.append(behind[0])
                    labels.append(f"{table.id}/{options.get('unit')}/{row.id}/{column.id}")
                    sizes.append(count)
                elif not tells:
                    harmless += 1
                    harmless_withheld += bool(cell.flags & HIDDEN)
        for column in table.columns:
            if column.base is not None and column.id.startswith("c") and table.id.startswith("code-crosstab"):
                unit = "documents" if options["unit"] == "documents" else "cases"
                codes = reader.under(column.id[1:], options["children"])
                reader.equal.append((reader.counted(unit, codes, reader.sizes), column.base))
    ends = reader.ends(aims)
    secrets = [Secret(*one) for one in zip(labels, sizes, *zip(*ends, strict=True), strict=True)] if ends else []
    return Read(secrets, harmless, harmless_withheld)


def _with_case(study: CodingStudy) -> pd.DataFrame:
    """The segments, each with the one case that it has here."""
    return study.codings.segments.assign(case=[held[0] for held in study.codings.segments["cases"]])


def _cell(reader: Reader, table: TableSpec, options: Mapping[str, Any], row: str, column: str) -> Any:
    """The sum that a cell is, the cases behind it (with how to count them), the codes it tells of."""
    study, everywhere = reader.study, list(reader.sizes)
    children = bool(options["children"])
    segments = _with_case(study)

    def cases_at(
        codes: frozenset[str], sites: Sequence[str], also: Sequence[frozenset[str]] = (), column: str = "case"
    ) -> Any:
        def count() -> int:
            values = segments["case"].map(study.codings.attributes["Site"])
            held = segments[segments["code"].isin(codes) & values.isin(sites)]
            for one in also:
                held = held[held[column].isin(set(segments[segments["code"].isin(one)][column]))]
            return int(held["case"].nunique())

        return reader.cases([codes, *also], sites), count

    if table.id == "code-frequencies" and not options["by"]:
        codes = reader.under(row, children)
        unit = {"share": "cases"}.get(column, column)
        return reader.counted(unit, codes, everywhere), cases_at(codes, everywhere), [row]
    if table.id in ("code-frequencies", "code-crosstab", "code-crosstab-shares") and not options.get("column"):
        codes = reader.under(row, children)
        keys = sorted({one for one in everywhere if one})
        sites = everywhere if column == "total" else [keys[int(column[1:])]]
        return reader.counted(options["unit"], codes, sites), cases_at(codes, sites), [row]
    if table.id in ("code-crosstab", "code-crosstab-shares"):
        codes, other = (reader.under(one, children) for one in (row, column[1:]))
        place = "document" if options["unit"] == "documents" else "case"
        behind = cases_at(codes, everywhere, [other], place)
        if place == "document" and any(reader.twice.values()):
            return None
        return reader.counted(options["unit"], codes, everywhere, [other]), behind, [row, column[1:]]
    if table.id.startswith("cooccurrence"):
        return _meeting(reader, table, options, row, column)
    if table.id == "code-timeline":
        codes, tenth = reader.under(row, children), ("t", row, children, column)
        if tenth not in reader.units:
            reader.units.add(tenth)
            all_ = reader.counted("segments", codes, everywhere)
            reader.at_most.append(({tenth: 1.0, **{one: -1.0 for one in all_}}, 0.0))
        return {tenth: 1.0}, cases_at(codes, everywhere), [row]
    return None


def _meeting(reader: Reader, table: TableSpec, options: Mapping[str, Any], row: str, column: str) -> Any:
    """The same of a cell that counts where two codes meet."""
    study, segments, children = reader.study, _with_case(reader.study), bool(options["children"])
    first, second = row.split("-") if table.id.endswith("pairs") else (row, column[1:])
    if first == second:
        return None
    chosen = [study.codings.by_id[one.strip()] for one in options["variable"].split(";")]
    one, other = (
        reader.under(code, children and not study.is_category_of(study.codings.by_id[code], chosen))
        for code in (first, second)
    )
    meeting = reader.met(one, other, options["relation"])
    pairs = ("p", meeting)
    if pairs not in reader.units:
        reader.units.add(pairs)
        reader.at_most.append(({meeting: 1.0, pairs: -1.0}, 0.0))

    def count() -> int:
        held = [segments[segments["code"].isin(codes)] for codes in (one, other)]
        both = held[0].merge(held[1], on="document" if options["relation"] == "turn" else ["document", "start"])
        if options["relation"] == "overlap":
            both = both[(both["segment_x"] != both["segment_y"])]
        return int(both["case_x" if "case_x" in both else "case"].nunique())

    what = {"pairs": {pairs: 1.0}, "cases": {meeting: 1.0}}.get(
        column, None if table.id.endswith("pairs") else {pairs: 1.0}
    )
    return None if what is None else (what, ({meeting: 1.0}, count), [first, second])
