# SPDX-License-Identifier: MIT
"""Rows of one person found beside their bars: how well on 5,000 rows of 2,000 invented people, how fast on 40,000."""

from __future__ import annotations

import time
from collections import Counter

from tests.benchmarks.rows import BenchRow

PEOPLE, ROWS = 2_000, 5_000
BOTH_LISTS = 20_000  # rows of each


def rows() -> list[BenchRow]:
    """F1 where the truth is known, then one list compared with another, all rows of both with each other."""
    from projects.registers.linkage import LIKELY, Participants, likely_pairs
    from tests.projects.registers.invented_people import Row, invented_rows

    def read(lines: list[Row]) -> Participants:
        return Participants(
            [one.name for one in lines],
            [one.telephone for one in lines],
            [one.sex for one in lines],
            [one.age for one in lines],
        )

    known = invented_rows(PEOPLE, ROWS)
    start, processor = time.perf_counter(), time.process_time()
    found = likely_pairs(read(known))
    took = time.perf_counter() - start, time.process_time() - processor
    said = [(a, b) for a, b, alike in zip(found.first, found.second, found.likeness, strict=True) if alike >= LIKELY]
    right = sum(known[a].person == known[b].person for a, b in said)
    truth = sum(n * (n - 1) // 2 for n in Counter(one.person for one in known).values())
    both = read(invented_rows(BOTH_LISTS, 2 * BOTH_LISTS, seed=9))
    start, processor = time.perf_counter(), time.process_time()
    likely_pairs(both)
    long = time.perf_counter() - start, time.process_time() - processor
    return [
        BenchRow(f"{ROWS:,} rows of {PEOPLE:,} invented people: F1", "≥ 0.98", 2 * right / (len(said) + truth), ""),
        BenchRow("… compared", "< 10 s", took[0], "s", processor=took[1]),
        BenchRow(f"{BOTH_LISTS:,} rows compared with {BOTH_LISTS:,}", "< 10 s", long[0], "s", processor=long[1]),
    ]
