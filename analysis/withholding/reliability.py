# SPDX-License-Identifier: MIT
"""The reliability rule: where a small base says that a figure may be far from the population's.

Only of a probability sample: a census, a register, sites and sessions are counted, not estimated; they bear no flag.
"""

from __future__ import annotations

from analysis.result_tables import TableSpec
from analysis.withholding.disclosure import CODINGS, Disclosure, disclosure_of

LEAST_TESTED = 10  # rows: shares of fewer are withheld, and no test of them is printed


def estimates_population(table: TableSpec) -> bool:
    """Whether a table estimates a population from a sample; one that rests on no data table is taken for one."""
    if table.origin is None or not table.origin.how:
        return True
    return table.origin.how == "probability" and disclosure_of(table) is not Disclosure.WHOLE


def least_bases(table: TableSpec, flag: int, mask: int, public: bool) -> tuple[int, int]:
    """The bases under which figures of a table are put in brackets, and not shown.

    A sensitive table of people keeps the second one however its rows came about; for the public it is the first one.

    Examples
    --------
    >>> from analysis.result_tables import Origin
    >>> def bases(how, public=False, sensitive=False):
    ...     rows = Origin("t1", "household", how)
    ...     table = TableSpec("t", "", None, None, (), (), sensitive=sensitive, origin=rows)
    ...     return least_bases(table, 30, 10, public)
    >>> bases("probability"), bases("census"), bases("census", public=True, sensitive=True)
    ((30, 10), (0, 0), (0, 30))
    """
    if table.origin is not None and table.origin.table == CODINGS:
        return 0, 0  # counts of interviews: no base is too small to be counted
    sensitive = disclosure_of(table) is Disclosure.SENSITIVE
    sample = estimates_population(table)
    least = max(mask, flag) if public and sensitive else mask
    return flag if sample else 0, least if sample or sensitive else 0
