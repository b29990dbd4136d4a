# SPDX-License-Identifier: MIT
"""The disclosure rule: which tables withhold small numbers, and which print whole.

One place: whoever adds a kind of table or of register says here what its figures tell about a person. Numbers are
withheld where they can hurt: of sensitive questions and codes, of registers of cases, of places most of which is in the
table. How much is small are the project's limits; how far a sample can be relied on says `reliability`.
"""

from __future__ import annotations

from enum import StrEnum

from analysis.register_columns import RegisterKind
from analysis.result_tables import Origin, TableSpec

CODINGS = "codings"  # the table that stands for the codings of a project

# A row that is no person: its counts are of activities and places, and so are the sums of people over them.
PLACES_AND_ACTIVITIES = frozenset(
    {"session", "site", "activity", "training", "event", "distribution", "meeting", "facility", "place", "settlement",
     "camp", "item", "assessment", "month", "séance", "activité", "formation", "événement", "réunion", "structure",
     "lieu", "article", "évaluation", "mois"}
)  # fmt: skip
# A row that is the attendance of a person at an activity: who was reached or trained.
ATTENDANCES = frozenset({"attendance", "participant", "contact", "présence"})
MOST_OF_A_PLACE = 1 / 3  # asked: beyond, who answered is as good as known, and a sample tells as a register does
FEW_ROWS = 50  # of a table: where nobody knows which part of a place was asked, of fewer rows it counts as most
LEAST_PUBLIC = 3  # people in a cell of a sensitive table that goes to the public, whatever the limits are


class Disclosure(StrEnum):
    """What the figures of a table tell about people."""

    WHOLE = "whole"  # activities, sites, attendance: every count prints
    ORDINARY = "ordinary"  # ordinary answers of a sample: every count prints; a mark stands for those of a small base
    PEOPLE = "people"  # most of a place is in it: cells of few people are withheld, with what would give them away
    SENSITIVE = "sensitive"  # a whole group that shares an answer too; the public sees no base under the flag base


def disclosure_of(table: TableSpec, public: bool = False) -> Disclosure:
    """What rule a table is under: by its register, its unit, how its rows came about, and whether it is sensitive.

    A table that rests on no data table, or on rows of which nobody said how they came about, is one of people.

    Examples
    --------
    >>> from analysis.result_tables import TableSpec
    >>> def of(unit, how="probability", public=False, **more):
    ...     table = TableSpec("t", "Reached", None, None, (), (), origin=Origin("t1", unit, how), **more)
    ...     return disclosure_of(table, public).value
    >>> of("household"), of("household", sensitive=True), of("household", "census"), of("session"), of("case")
    ('ordinary', 'sensitive', 'people', 'whole', 'sensitive')
    >>> of("contact"), of("contact", public=True)
    ('whole', 'people')
    """
    origin = table.origin or Origin("")
    if origin.table == CODINGS:  # what was said in interviews: only codes marked sensitive tell on a person
        return Disclosure.SENSITIVE if table.sensitive else Disclosure.WHOLE
    if origin.register == RegisterKind.CASES.value:
        return Disclosure.SENSITIVE
    unit = origin.unit.strip().casefold()
    if origin.register == RegisterKind.ACTIVITIES.value or unit in PLACES_AND_ACTIVITIES:
        return Disclosure.WHOLE
    if table.sensitive or origin.how == "cases" or unit == "case":
        return Disclosure.SENSITIVE
    if origin.register == RegisterKind.PARTICIPANTS.value or unit in ATTENDANCES:
        return Disclosure.PEOPLE if public else Disclosure.WHOLE
    return Disclosure.PEOPLE if origin.how in ("", "census") or table.most_asked else Disclosure.ORDINARY


def minimum_cell_of(table: TableSpec, minimum: int, public: bool) -> int:
    """The least number of people that a cell of this table shows; in public, if sensitive, at least `LEAST_PUBLIC`.

    Examples
    --------
    >>> from analysis.result_tables import TableSpec
    >>> table = TableSpec("t", "Harm", None, None, (), (), sensitive=True)
    >>> minimum_cell_of(table, 2, public=True), minimum_cell_of(table, 2, public=False)
    (3, 2)
    """
    sensitive = disclosure_of(table) is Disclosure.SENSITIVE or table.sensitive
    return max(minimum, LEAST_PUBLIC) if public and sensitive else minimum
