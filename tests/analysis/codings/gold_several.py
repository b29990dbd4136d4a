# SPDX-License-Identifier: MIT
"""A page of four invented interviews, two of several cases, with eleven segments, and what is counted in it by hand.

Solo and Again are of case A. In Pair two people speak, P1 who is case B and P2 who is case C, and Q asks; Group is of
the cases D, E and F, and nobody wrote down who speaks. Sites: A, B, D North; C, E, F South. Means stands above Threats
and Debt. Turns are of 100 code points; in Pair the turns are Q's, P1's, P2's, P1's.

| segment | interview | code | start–stop | whose words | beside it |
|---|---|---|---|---|---|
| 1 | Solo | Threats | 0–50 | A | overlaps 2 |
| 2 | Solo | Escape | 40–60 | A | |
| 3 | Pair | Threats | 110–130 | P1: B | |
| 4 | Pair | Debt | 210–240 | P2: C | overlaps 5 |
| 5 | Pair | Escape | 230–250 | P2: C | |
| 6 | Pair | Debt | 310–320 | P1: B | |
| 7 | Group | Threats | 10–30 | D, E, F | overlaps 8 |
| 8 | Group | Escape | 20–40 | D, E, F | |
| 9 | Group | Threats | 200–220 | D, E, F | |
| 10 | Again | Debt | 0–10 | A | |
| 11 | Pair | Escape | 10–20 | Q asks both: B, C | |
"""

from __future__ import annotations

MEANS, THREATS, DEBT, ESCAPE = "1", "2", "3", "4"
SEGMENTS = [
    ("Solo", THREATS, 0, 50), ("Solo", ESCAPE, 40, 60), ("Pair", THREATS, 110, 130), ("Pair", DEBT, 210, 240),
    ("Pair", ESCAPE, 230, 250), ("Pair", DEBT, 310, 320), ("Group", THREATS, 10, 30), ("Group", ESCAPE, 20, 40),
    ("Group", THREATS, 200, 220), ("Again", DEBT, 0, 10), ("Pair", ESCAPE, 10, 20),
]  # fmt: skip
ORDER = ("Solo", "Pair", "Group", "Again")
CASES = {"Solo": ("A",), "Pair": (), "Group": ("D", "E", "F"), "Again": ("A",)}
SPEAKERS = {"P1": ("B",), "P2": ("C",)}  # of Pair
SITES = {"A": "North", "B": "North", "C": "South", "D": "North", "E": "South", "F": "South"}

# By hand, from the table above. Segments, interviews, cases.
FREQUENCIES = {MEANS: (7, 4, 6), THREATS: (4, 3, 5), DEBT: (3, 2, 3), ESCAPE: (4, 3, 6)}
# By site: North, South, all. A segment of Group counts in both sites, and once in all.
BY_SITE = {
    "cases": {MEANS: (3, 3, 6), THREATS: (3, 2, 5), DEBT: (2, 1, 3), ESCAPE: (3, 3, 6)},
    "documents": {MEANS: (4, 2, 4), THREATS: (3, 1, 3), DEBT: (2, 1, 2), ESCAPE: (3, 2, 3)},
    "segments": {MEANS: (6, 3, 7), THREATS: (4, 2, 4), DEBT: (2, 1, 3), ESCAPE: (3, 3, 4)},
}
BASES = {"cases": (3, 3, 6), "documents": (4, 2, 4)}
# Code by code: units of the row's code in cases (or interviews) that bear the column's.
CROSSED = {
    "cases": {(THREATS, ESCAPE): 5, (THREATS, DEBT): 2, (DEBT, ESCAPE): 3, (ESCAPE, DEBT): 3},
    "documents": {(THREATS, ESCAPE): 3, (THREATS, DEBT): 1, (DEBT, ESCAPE): 1, (ESCAPE, DEBT): 1},
    "segments": {(THREATS, ESCAPE): 4, (THREATS, DEBT): 2, (DEBT, ESCAPE): 3, (ESCAPE, DEBT): 3},
}
# By overlap: pairs of segments, cases of both segments, Jaccard (those over cases with either), expected (a · b / 6).
OVERLAPPING = {(THREATS, ESCAPE): (2, 4, 4 / 6, 5.0), (DEBT, ESCAPE): (1, 1, 1 / 6, 3.0)}
# In the same turn or the next, by hand: Debt 4 (C) and Threats 3 (B), Debt 6 (B) and Escape 5 (C) meet in no case.
NEXT_TURN = {(THREATS, DEBT): (1, 0), (DEBT, ESCAPE): (2, 1), (THREATS, ESCAPE): (4, 5)}
SATURATION = [(2, 2, 2), (3, 1, 3), (2, 0, 3), (1, 0, 3)]  # codes, new ones, so far: Solo, Pair, Group, Again
# Segments of Threats, Debt, Escape.
OF_CASES = {"A": (1, 1, 1), "B": (1, 1, 1), "C": (0, 1, 2), "D": (2, 0, 1), "E": (2, 0, 1), "F": (2, 0, 1)}
CASES_WITH = (5, 3, 6)
