# SPDX-License-Identifier: MIT
"""Counts of codings over releases: a later file to the same readers gives nothing withheld back.

The reader is a linear programme of its own (`tests.reader_inference`): the unknowns are how many cases there are of
each kind: at a site, with or without the sensitive code, in the first file, in the second, in both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import run
from analysis.codings.records import of_any
from analysis.codings.study import CodingStudy
from analysis.free_text_tables import withheld_note
from analysis.masking import Destination, Readers, mask_all
from analysis.result_tables import TableSpec
from analysis.withholding.earlier_releases import released_of, released_to_json
from tests.analysis.codings.test_parents_of_sensitive_codes import OTHER, SHAME, shown, study
from tests.reader_inference import inferred
from wording import render

KINDS = list(product("AB", (True, False), (True, False), (True, False)))  # site, bears it, in the first, in the second
COLUMNS = {"A": "g0", "B": "g1", "": "total"}


def files(
    first: tuple[CodingStudy, Mapping[str, object]], second: tuple[CodingStudy, Mapping[str, object]], to: Destination
) -> list[TableSpec]:
    """The tables of two files to the same readers, as they left."""
    left, known = [], ()
    for coded, options in (first, second):
        readers = Readers(known)
        tables, _ = mask_all(run("code_frequencies", coded, options).tables, 30, 10, 5, to, readers=readers)
        assert readers.known is not None
        known = (released_of(released_to_json(readers.known)),)
        left.append(tables[0])
    return left


def attack(
    tables: Sequence[TableSpec], true: Sequence[Mapping[str, int]], sizes: Sequence[Mapping[str, int]], changes: bool
) -> tuple[int, int]:
    """What a reader tells of the cells withheld in either file, and of changes by fewer than five cases."""
    known, values, withheld, secret = [], [], [], []
    members: dict[tuple[int, str], np.ndarray] = {}
    for at, (table, counts, held) in enumerate(zip(tables, true, sizes, strict=True)):
        for site, size in held.items():  # how many were interviewed at a site stands in the heading
            known.append(np.array([float(kind[0] == site and kind[2 + at]) for kind in KINDS]))
            values.append(size)
        for site, count in counts.items():
            row = np.array([float(kind[0] in (site or "AB") and kind[1] and kind[2 + at]) for kind in KINDS])
            members[at, site] = row
            if COLUMNS[site] not in {column.id for column in table.columns} and site:
                continue
            column = "cases" if not site and COLUMNS[""] not in {one.id for one in table.columns} else COLUMNS[site]
            printed = shown(table, SHAME, column)
            (known if printed is not None else withheld).append(row)
            (values if printed is not None else secret).append(count)
            assert printed in (None, count)
    for site in ("A", "B", "") if changes else ():
        before, now = true[0][site], true[1][site]
        if 0 < abs(now - before) < 5:
            withheld.append(members[1, site] - members[0, site])
            secret.append(now - before)
    return inferred(known, values, withheld, secret)


def counts(cases: Sequence[int]) -> dict[str, int]:
    found = {"A": sum(case < 10 for case in cases), "B": sum(case >= 10 for case in cases)}
    return {**found, "": len(cases)}


def test_a_case_more_or_less_is_not_told_by_two_files_to_the_public() -> None:
    """Six, then seven, at one site: only who knows both files could say what the new one said."""
    before, after = [*range(6), *range(10, 17)], [*range(7), *range(10, 17)]
    everybody = {"A": 10, "B": 10}
    for first, second in ((before, after), (after, before)):
        one, two = (study({SHAME: held, OTHER: range(20)}) for held in (first, second))
        tables = files((one, {"by": "Site"}), (two, {"by": "Site"}), Destination.PUBLIC)
        assert shown(tables[0], SHAME, "g0") == len([case for case in first if case < 10])
        exact, _ = attack(tables, [counts(first), counts(second)], [everybody, everybody], changes=True)
        assert exact == 0


@pytest.mark.parametrize("to", [Destination.PARTNER, Destination.PUBLIC])
@pytest.mark.parametrize("more", [(), (3,), (12,)])
def test_the_whole_of_a_later_file_tells_no_group_of_an_earlier_one(to: Destination, more: Sequence[int]) -> None:
    """Two at one site are withheld; the number of all cases, in a later file, would tell them by difference."""
    first = [0, 1, 2, 4, 5, 6, 7, 10, 11]
    second = [*first, *more]
    everybody = {"A": 10, "B": 10}
    one, two = (study({SHAME: held, OTHER: range(20)}) for held in (first, second))
    tables = files((one, {"by": "Site"}), (two, {}), to)
    assert shown(tables[0], SHAME, "g1") is None
    exact, _ = attack(tables, [counts(first), counts(second)], [everybody, everybody], changes=to is Destination.PUBLIC)
    assert exact == 0


def test_segments_of_one_case_more_are_judged_by_the_case() -> None:
    """Eight segments more are many, but they are one person's."""
    cases = range(7)
    one = study({SHAME: cases, OTHER: range(20)})
    two = study({SHAME: [*cases, 8], OTHER: range(20)})
    new = two.codings.segments[of_any(two.codings.segments["cases"], ["K8"]) & two.codings.segments["code"].eq(SHAME)]
    more = pd.concat([two.codings.segments, *([new] * 7)], ignore_index=True)
    two = CodingStudy(replace(two.codings, segments=more))
    options = {"by": "Site", "unit": "segments"}
    tables = files((one, options), (two, options), Destination.PUBLIC)
    assert shown(tables[0], SHAME, "g0") == 7
    assert shown(tables[1], SHAME, "g0") is None


def test_the_names_that_are_kept_hold_no_words() -> None:
    readers = Readers()
    mask_all(run("code_frequencies", study({SHAME: range(7)}), {"by": "Site"}).tables, 30, 10, 5, Destination.PARTNER,
             readers=readers)  # fmt: skip
    assert readers.known is not None
    assert any(name.startswith("c/") for name in readers.known.size)
    assert all("site" not in name.casefold() for name in readers.known.size)


def test_who_has_no_site_is_a_cell_of_its_own() -> None:
    """Shame: 7 cases at A, 6 at B, 2 of no known site. Groups and the whole, in one file or two, would tell the 2."""
    coded = study({SHAME: [*range(2, 9), *range(10, 16), 18, 19], OTHER: range(20)})
    attributes = coded.codings.attributes.copy()
    attributes.iloc[18:] = ""
    coded = CodingStudy(replace(coded.codings, attributes=attributes))
    grouped = run("code_crosstab", coded, {"by": "Site", "unit": "cases"}).tables
    whole = run("code_frequencies", coded, {}).tables

    def shown_counts(tables: Sequence[TableSpec]) -> list[float | None]:
        return [shown(tables[0], SHAME, "g0"), shown(tables[0], SHAME, "g1"), shown(tables[-1], SHAME, "cases")]

    left, _ = mask_all([*grouped, *whole], 30, 10, 5, Destination.PARTNER)
    assert None in shown_counts(left)
    # all bear the other code: 20 in all less 10 and 8 would be the two as well
    assert [shown(left[0], OTHER, column) for column in ("g0", "g1", "total")] == [10, None, 20]
    assert shown(left[-1], SHAME, "segments") == 15
    first = Readers()
    left, _ = mask_all(grouped, 30, 10, 5, Destination.PARTNER, readers=first)
    assert first.known is not None
    known = (released_of(released_to_json(first.known)),)
    later, _ = mask_all(whole, 30, 10, 5, Destination.PARTNER, readers=Readers(known))
    assert None in shown_counts([*left, *later])


@pytest.mark.parametrize("analysis", ["code_crosstab", "code_frequencies"])
def test_tables_by_a_sensitive_answer_of_the_survey_stay_inside(analysis: str) -> None:
    """How many cases gave it stands in the headings; by any other attribute a table leaves as before."""
    coded = study({OTHER: range(20)})
    guarded = CodingStudy(replace(coded.codings, sensitive=frozenset({"Site"})))
    for options in ({"by": "Site"}, {"by": " site "}):
        found = run(analysis, guarded, options)
        assert all(one.inside_only for one in (*found.tables, *(figure.table for figure in found.figures)))
    said = render(withheld_note(found.tables[0]), "en")
    assert "sensitive question" in said
    assert not any(one.inside_only for one in run(analysis, coded, {"by": "Site"}).tables)
