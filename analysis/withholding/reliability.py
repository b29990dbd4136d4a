# SPDX-License-Identifier: MIT
"""The reliability rule: where a small base says that a figure may be far from the population's.

Only of a probability sample: a census, a register, sites and sessions are counted, not estimated; they bear no flag.
"""

from __future__ import annotations

from analysis.specs import TableSpec
from analysis.withholding.disclosure import CODINGS, Disclosure, disclosure_of

LEAST_TESTED = 10  # rows: shares of fewer are withheld, and no test of them is printed


def estimates_population(table: TableSpec) -> bool:
    """Whether a table estimates a population from a sample; one that rests on no data table is taken for one.

    Parameters
    ----------
    table : TableSpec
        Only its origin and its rule of disclosure are read.

    Returns
    -------
    bool
        False for a census, a register, purposive rows, and for activities and places of a probability sample.
    """
    if table.origin is None or not table.origin.how:
        return True
    return table.origin.how == "probability" and disclosure_of(table) is not Disclosure.WHOLE


def least_bases(table: TableSpec, flag: int, mask: int, public: bool) -> tuple[int, int]:
    """The bases under which figures of a table are put in brackets, and not shown.

    A sensitive table of people keeps the second one however its rows came about; for the public it is the first one.

    Parameters
    ----------
    table : TableSpec
        The table that leaves.
    flag : int
        The project's limit for brackets, in people of the unweighted base (30 by default).
    mask : int
        The project's limit for not showing (10 by default).
    public : bool
        Whether the file goes to the public.

    Returns
    -------
    tuple[int, int]
        (limit for brackets, limit for not showing); 0 where the table knows none.

    Examples
    --------
    >>> from analysis.specs import Origin
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
