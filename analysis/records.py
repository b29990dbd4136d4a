# SPDX-License-Identifier: MIT
"""The frame contract: what every analysis is given: tables, variables, the origin of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any

from wording import Labels, Text

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analysis.known_totals import AdjustedTo, Adjustment
    from analysis.people_counts import CountedPeople, JoinedSessions
    from analysis.register_columns import Register
    from analysis.replicate_columns import ReplicateColumns, ReplicateRule


class Reason(IntEnum):
    """Why a value is absent; 10 and above are reasons the user or the file defined."""

    PRESENT = 0
    NOT_ASKED = 1
    REFUSED = 2
    DONT_KNOW = 3
    MISSING = 4


class Kind(StrEnum):
    """What a column holds in a frame: the dtype is in brackets."""

    ONE = "one"  # one choice (category of choice ids)
    SET = "set"  # several choices (one boolean column `v7.c3` per choice, one shared reason column `v7`)
    INTEGER = "integer"  # (float64, NaN where absent)
    NUMBER = "number"  # (float64)
    DATE = "date"  # (datetime64[ns])
    DATETIME = "datetime"  # (datetime64[ns])
    TIME = "time"  # (string)
    TEXT = "text"  # (string)
    GEOPOINT = "geopoint"  # (string, as collected)
    MEDIA = "media"  # (string, the file's name)


class Role(StrEnum):
    """What a variable is for; identifiers stay out of views and exports."""

    ORDINARY = "ordinary"
    IDENTIFIER = "identifier"  # direct: a name, a phone, a place on the map
    QUASI_IDENTIFIER = "quasi_identifier"
    SENSITIVE = "sensitive"
    WEIGHT = "weight"
    STRATUM = "stratum"
    CLUSTER = "cluster"
    FPC = "fpc"
    KEY = "key"
    CONSENT = "consent"
    TEXT = "text"


class Level(StrEnum):
    """Level of measurement."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    SET = "set"


class RowOrigin(StrEnum):
    """How the rows of a table came about. Only a probability sample prints SE, intervals and tests by default."""

    PROBABILITY = "probability"
    CENSUS = "census"
    PURPOSIVE = "purposive"
    KEY_INFORMANTS = "key_informants"
    CASES = "cases"


@dataclass(frozen=True)
class Choice:
    """One answer of a question: `id` ("c3") is what frames hold, `code` is the file's own name for it."""

    id: str
    code: str
    labels: Labels
    reason: int = Reason.PRESENT  # REFUSED or DONT_KNOW where choosing it means that


@dataclass(frozen=True)
class Variable:
    """A column: `id` ("v7") is its only identifier; `name` and labels come from the file and are labels only."""

    id: str
    name: str
    labels: Labels
    kind: Kind
    level: Level
    role: Role = Role.ORDINARY
    choices: tuple[Choice, ...] = ()
    group: tuple[str, ...] = ()  # names of the groups it stands in, outermost first
    group_labels: tuple[Labels, ...] = ()
    hint: Labels = field(default_factory=lambda: Labels({}))
    form_type: str = ""  # the question's type in the form, as written
    relevant: str = ""  # the skip condition in the form's words, groups' conditions joined
    constraint: str = ""
    calculation: str = ""
    choice_filter: str = ""
    order_unconfirmed: bool = False  # the order of its choices is nobody's word: no form, no labels, no person
    content_unconfirmed: bool = False  # text that no form explains and no person has looked at: stays with the team
    personal_attribute: bool = False  # sensitive as religion or disability is: its answers as groups tell who is meant

    @property
    def hurts_as_group(self) -> bool:
        """Whether ordinary answers by its answers can hurt: it tells what happened to people, not who they are."""
        return self.role is Role.SENSITIVE and not self.personal_attribute

    @property
    def tells_who(self) -> bool:
        """Whether its answers as groups identify, so that the numbers of a small one must not come back."""
        return self.role is Role.QUASI_IDENTIFIER or self.personal_attribute

    def choice(self, choice_id: str) -> Choice:
        """One choice of the question."""
        for choice in self.choices:
            if choice.id == choice_id:
                return choice
        raise KeyError(choice_id)


@dataclass(frozen=True)
class DesignRoles:
    """Which variables make the sample design; ids of variables of the table that carries them."""

    weight: str | None = None
    strata: str | None = None
    clusters: tuple[str, ...] = ()  # one per stage
    fpc: tuple[str, ...] = ()  # population counts, one per stage
    nested: bool = True  # cluster ids that repeat across strata are different clusters


@dataclass(frozen=True)
class WithinHouseholdSelection:
    """Each row is one member drawn of as many as `variable` of `of_table` counts: weights are multiplied by that."""

    of_table: str
    variable: str
    labels: Labels


@dataclass(frozen=True)
class ReplicateSettings:
    """Variances come from replicate weights: by `rule`, of `variables` of `of_table`, or none where they are made."""

    of_table: str
    rule: ReplicateRule
    variables: tuple[str, ...] = ()


@dataclass(frozen=True)
class DataTable:
    """A table of a data set: its unit, how its rows came about, its variables, its design, its parent."""

    id: str  # "t1"
    name: str  # the file's: sheet or repeat
    labels: Labels
    unit: str  # household, person, site, session, case … (a key of the catalogue `unit.*`) or the user's word
    how: RowOrigin
    variables: tuple[Variable, ...]
    rows: int
    design: DesignRoles = DesignRoles()
    parent: str | None = None  # id of the parent table
    position: str | None = None  # id of the variable that holds the position within the parent, if any
    inference_reason: str = ""  # why intervals are printed although the rows are no probability sample
    within_household: WithinHouseholdSelection | None = None
    adjusted: AdjustedTo | None = None  # known totals that its weights are adjusted to
    replicates: ReplicateSettings | None = None
    register: Register | None = None  # the table is a list of activities, participants or cases
    asked: str = ""  # "more" or "less" than a third of the place, as somebody said; "": nobody did

    def variable(self, variable_id: str) -> Variable:
        """One variable of the table."""
        for variable in self.variables:
            if variable.id == variable_id:
                return variable
        raise KeyError(variable_id)

    def named(self, name: str) -> Variable:
        """The first variable that the file calls so: plan files name variables by it."""
        for variable in self.variables:
            if variable.name == name:
                return variable
        raise KeyError(name)


@dataclass(frozen=True)
class Frame:
    """Rows of one table, ready to analyse.

    `data`: one column per variable id (a set has one boolean column per choice, "v7.c3"), null where absent.
    `reasons`: per variable id an int8 array of `Reason` codes, 0 where present; same length as `data`.
    `row_ids`: int64, the immutable ids of the rows.
    `design`: the sample design as columns of this frame, inherited from the parent where the table is a child.
    `refused`: bool, rows without consent; None where those are left out, as they are for all but counts of visits.
    `people`: of a register of participants, whose row it is; of activities, who took part; None where nobody counts
    people. `age_bands`: the project's, as "0-17, 18+". `sessions`: of participants, the sessions they are joined to.
    `totals_left_out`: rows of a register that look like totals and are not in this frame; `rows_left_out`: others that
    somebody decided not to count. `cases`: of a register of cases, the number of the case of each row, −1 where
    it has no code; None where nothing tells which rows are one case; `services`: rows of other registers
    with services given to these cases, `cases` of each numbered as here. `open_marks`: per id of a number the marks
    such as -99 with their rows, of which nobody has said whether they mean no answer.
    """

    table: DataTable
    data: pd.DataFrame
    reasons: Mapping[str, np.ndarray]
    row_ids: np.ndarray
    design: SampleColumns
    refused: np.ndarray | None = None
    people: CountedPeople | None = None
    age_bands: str = ""
    sessions: JoinedSessions | None = None
    totals_left_out: int = 0
    rows_left_out: int = 0
    cases: np.ndarray | None = None
    services: tuple[Frame, ...] = ()
    open_marks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class SampleColumns:
    """The design of a frame's rows as arrays of its length; absent parts are None.

    `clusters` and `fpc` are shaped (rows, stages). Codes of strata and clusters are int64 ≥ 0.
    Rows with a missing weight, stratum or cluster have weight NaN: analyses report them, never drops them silently.
    `adjust`: known totals that the weights, as they stand here, are yet to be adjusted to (or were, in a table above).
    `clusters_of`: the table above whose rows are the clusters, as no clusters were declared; else "".
    """

    weight: np.ndarray | None = None
    strata: np.ndarray | None = None
    clusters: np.ndarray | None = None
    fpc: np.ndarray | None = None
    nested: bool = True
    adjust: Adjustment | None = None
    replicates: ReplicateColumns | None = None
    clusters_of: Text = ""

    def taken(self, keep: np.ndarray | None) -> SampleColumns:
        """The design with only some of the rows."""
        if keep is None:
            return self
        parts: dict[str, Any] = {
            name: None if getattr(self, name) is None else getattr(self, name)[keep]
            for name in ("weight", "strata", "clusters", "fpc")
        }
        adjust = None if self.adjust is None else self.adjust.taken(keep)
        replicates = None if self.replicates is None else self.replicates.taken(keep)
        return replace(self, **parts, adjust=adjust, replicates=replicates)
