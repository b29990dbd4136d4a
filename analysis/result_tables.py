# SPDX-License-Identifier: MIT
"""Results of an analysis: tables of numbers and pictures of them. Writers and figures turn them into files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from wording import Text


class Unit(StrEnum):
    """How a number is to be read when it becomes text."""

    SHARE = "share"  # 0–1, printed as percent
    COUNT = "count"
    NUMBER = "number"
    P = "p"
    TEXT = "text"


class Flag(StrEnum):
    """A mark on a number; each has a sentence `flag.<name>` in the catalogue."""

    FEW_PSUS = "few_psus"  # fewer than 10
    HIGH_CV = "high_cv"  # above 30 %
    SMALL_BASE = "small_base"  # below the flagging base (30)
    MASKED_BASE = "masked_base"  # below the smallest base shown (10): a mark, not a number
    MASKED_CELL = "masked_cell"  # fewer people than the minimum cell
    MASKED_COMPLEMENT = "masked_complement"  # would give away a withheld neighbour
    NEAREST_FIVE = "nearest_five"  # printed to the nearest five per cent
    LONELY_PSU = "lonely_psu"
    WEIGHTS_ONE = "weights_one"
    NOT_ESTIMABLE = "not_estimable"


CODED = "c/"  # names of what tables of codings count begin so: "c/scope/unit/what"
EVERY = "/*"  # so ends the name of all cases or interviews: everybody knows how many there are


@dataclass(frozen=True)
class Tally:
    """What a number of codings counts: a name, alike in every table that shows it, and the number itself."""

    name: str
    size: int


@dataclass(frozen=True)
class NestedCount:
    """A count that holds others: a code with those below it, all groups with each, a step of cases with its services.

    `disjoint`: nothing is counted in two parts, so that they and what is in none add up; else the whole is at least
    each part and at most their sum. The parts then name everything that is in the whole. `rest`: the cases with a
    sensitive code in no part; as few as a withheld cell, nobody may work them out. `each_secret`: so are those of the
    whole whom any one of the parts leaves out. Names of codings stand for themselves, others are keys of cells.
    """

    whole: Tally
    parts: tuple[Tally, ...]
    disjoint: bool
    rest: int = 0
    each_secret: bool = False


@dataclass(frozen=True)
class Counted:
    """What a number of codings counts: units of the first codes in cases that bear one of each of the others too.

    `by`, `key`: in one group only. `meets`: only some of them, those that overlap or stand in one part of the texts.
    """

    unit: str
    codes: tuple[frozenset[str], ...]
    by: str = ""
    key: str = ""
    meets: str = ""


class CodesByCase(Protocol):
    """Which case bears which codes, behind the counts of one analysis; read when its tables are checked."""

    scope: str  # the coders that it counts, set apart by ";"; "": all
    mark: str  # what stands for them in the names of its counts
    sensitive: frozenset[str]
    most_cases: int  # to which one interview belongs

    @property
    def cases(self) -> Sequence[tuple[frozenset[str], int, Mapping[tuple[str, str], int]]]:
        """Of each case its codes, in how many interviews it spoke, and its (unit, code) with how many there are."""

    @property
    def together(self) -> Sequence[int]:
        """A number for each case: the same one for cases that are in all the same words, as those of a group are."""

    def above(self, code: str) -> Sequence[str]:
        """The categories over a code, the nearest first."""

    def group(self, by: str) -> Sequence[str] | None:
        """The group of each case, "" for none; None where a case may lie in several."""

    def again(self, name: str) -> tuple[Counted, int, int] | None:
        """Count once more what a tally of an earlier file counts."""

    def cases_in(self, by: str, key: str) -> int:
        """How many cases a group has; "" all."""


@dataclass(frozen=True)
class Cell:
    """One number of a table with everything that an honest print needs.

    `estimate`, `low`, `high`, `se` are in the unit given; `n` is the unweighted count behind the numerator
    (None where it has no meaning), `base` the unweighted denominator; `text` replaces the number in a text cell.
    """

    estimate: float | None = None
    low: float | None = None
    high: float | None = None
    se: float | None = None
    n: int | None = None
    base: int | None = None
    weighted_base: float | None = None
    deff: float | None = None
    unit: Unit = Unit.NUMBER
    decimals: int = 0
    flags: frozenset[Flag] = frozenset()
    text: Text | None = None
    df: float | None = None
    cv: float | None = None
    deff_without: float | None = None  # against a simple random sample without replacement; `deff` is against one with
    key: str = ""  # names the quantity, alike in every table that shows it, so that withholding sees it once
    people: int | None = None  # people that a sum over sites or sessions counts, where telling few of them would harm
    rests_on: tuple[str, ...] = ()  # keys of the quantities from which it was made: hidden where one of them is
    tally: Tally | None = None  # of codings: what it counts beside a code marked sensitive
    counted: Counted | None = None  # of codings: what it counts
    of: int | None = None  # the whole of which a count is a share, where both are printed in one table


@dataclass(frozen=True)
class Column:
    """A column of numbers: its label, the group over it, its unweighted base where it has one."""

    id: str
    label: Text
    group: Text | None = None  # heading spanning the columns of one group value
    base: int | None = None
    show: tuple[str, ...] = ("estimate", "interval")  # parts of the cell that are printed, each its own print column:
    # estimate, share, interval, se, cv, df, n, base, weighted, deff, deff_without, effective
    key: str = ""  # names its base, as `Cell.key` names a cell
    additive: bool = True  # whether groups add up to their whole, as they do not for a least value
    tally: Tally | None = None  # of codings: what its base counts
    counted: Counted | None = None  # of codings: what its base counts, where that is a number of cases with a code
    outside: Text | None = None  # the label for others than the team, where `label` names a person or an interview
    against_next: bool = False  # its words end where the next column begins, as what stands before a keyword


@dataclass(frozen=True)
class Row:
    """A row: its label, cells in the order of the columns, its depth under a heading (0 = none)."""

    id: str
    label: Text
    cells: tuple[Cell, ...]
    depth: int = 0
    heading: bool = False  # a line without numbers over the rows below
    total: bool = False
    key: str = ""  # names the base that its label prints
    outside: Text | None = None  # as of a column
    colour: str = ""  # "#0072b2" of the code that it is of: a mark before its label on the screen
    inside_only: bool = False  # it is left out for others than the team
    sensitive: bool = False  # of a code marked sensitive: a mark behind its label on the screen


@dataclass(frozen=True)
class Origin:
    """The data table behind a table: its id, what a row of it is, how its rows came about."""

    table: str
    unit: str = ""
    how: str = ""
    register: str = ""  # which kind of register it is, if it is one


@dataclass(frozen=True)
class TableSpec:
    """A table: numbers with their labels, base, notes and the facts a methods note needs.

    `exclusive_rows` / `exclusive_columns` say that the rows (columns) are parts of one whole: with one small cell a
    neighbour must be withheld. `largest_first` is the id of the column by whose numbers the rows stand in
    order: once some are withheld, their rows go behind those shown, as their place would tell how large they are.
    """

    id: str
    title: Text
    subtitle: Text | None
    stub: Text | None  # what the row labels are
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    notes: tuple[Text, ...] = ()
    base: int | None = None
    missing: Mapping[int, int] = field(default_factory=dict)  # reason → unweighted count beside the base
    exclusive_rows: bool = True
    exclusive_columns: bool = False
    source: Text | None = None  # "Fictitious sample data …"
    sensitive: bool = False
    most_asked: bool = False  # of a place that it shows more than a third was asked
    secrets: tuple[str, ...] = ()  # ids of the sensitive variables that it speaks of
    telling_groups: bool = False  # its groups are answers that identify: what a small one's base hides stays hidden
    inside_only: bool = False  # it holds words that people said: it leaves only inside the team
    unconfirmed: tuple[Text, ...] = ()  # its text columns that nobody has looked at: it leaves for nobody outside
    level: float = 0.95  # of the intervals
    origin: Origin | None = None  # None for one that rests on no data table
    nests: tuple[NestedCount, ...] = ()  # of codings: which counts a reader knows to hold others
    bearing: CodesByCase | None = field(default=None, compare=False, repr=False)  # of codings: the cases behind it
    largest_first: str = ""
    outside: Text | None = None  # the title for others than the team, where `title` names an interview or holds words
    all_asked: AllAsked | None = field(default=None, compare=False, repr=False)
    joined: tuple[TableSpec, ...] = field(default=(), compare=False, repr=False)  # the same with rare answers, or a
    # small group and the next, as one: for readers outside the team where that leaves fewer numbers withheld


NO_ANSWER_ROW = "no_answer"  # id of the row of those who were asked and gave no answer
JOINED = "joined"  # id of the row, or column, of several answers as one


@dataclass(frozen=True)
class AllAsked:
    """The same table of all who were asked, for readers outside the team where few of them gave no answer.

    `silent`: how many gave none, in each group; `questions`: ids of the variables whose non-answers they are.
    """

    table: TableSpec
    silent: tuple[int, ...]
    questions: tuple[str, ...]


class Chart(StrEnum):
    """How a table is drawn."""

    DOTS = "dots"  # points with intervals, one per row and column
    BARS = "bars"
    STACKED = "stacked"  # each row a bar of 100 %, columns its parts (or each column a bar, rows its parts)
    HISTOGRAM = "histogram"
    COLUMNS = "columns"  # counts over time: each column an upright bar, rows its parts one upon the other
    HEAT = "heat"  # each cell of the table in one of five colours, with its number
    FOREST = "forest"  # effects with intervals about the line of no effect, ratios on a log scale


class Ramp(StrEnum):
    """How the colours of ordered answers follow one another; none for answers in no order, or in an unconfirmed one."""

    NONE = ""
    SEQUENTIAL = "sequential"  # from light to dark: less to more
    DIVERGING = "diverging"  # from one pole over a middle to the other


@dataclass(frozen=True)
class FigureSpec:
    """A picture of a table: what the table withholds, the picture, its alternative text and data withhold.

    `rows` and `columns` are ids to draw, in order; empty means all. `width_mm` is the final printed width.
    """

    id: str
    table: TableSpec
    chart: Chart
    title: Text
    axis: Text | None = None
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    width_mm: float = 160.0
    height_mm: float | None = None  # None: from the number of rows
    dpi: int = 300
    centre: float | None = None  # the value of no effect: 1 of ratios, 0 of differences
    ramp: Ramp = Ramp.NONE  # of the parts of stacked bars
    group_ramp: Ramp = Ramp.NONE  # of the series of bars and points: groups that are ordered answers
    fullest: str = ""  # "rows" or "square": only the fullest rows and columns of a large table have room
    target: float | None = None  # of counts over time: a dashed line
    lines: tuple[int, int] | None = None  # only the lines from the first to before the last: a part of a tall figure
