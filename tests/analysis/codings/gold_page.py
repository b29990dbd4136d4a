# SPDX-License-Identifier: MIT
"""A page of invented interviews, every sentence of five words, with twenty segments, and what is counted in it by hand.

Words are numbered in each interview from 0, so that sentence s holds the words 5s to 5s + 4 and turn t the words 20t to
20t + 19. D comes first in the project, then C, A, B, E; each is a case of its own, E has no coding.

| segment | interview | code | words (half-open) | beside it |
|---|---|---|---|---|
| 1 | A | Debt | 0–5 | |
| 2 | A | Papers | 3–8 | overlaps 1 and 3 |
| 3 | A | Fear | 5–10 | touches 1 and 4 |
| 4 | A | Debt | 10–15 | touches 5 |
| 5 | A | Help | 15–20 | touches 6 |
| 6 | A | Fear | 20–25 | |
| 7 | A | Debt | 22–24 | inside 6 |
| 8 | A | Papers | 30–35 | touches 9 |
| 9 | A | Help | 35–40 | |
| 10 | B | Debt | 0–5 | |
| 11 | B | Debt | 5–10 | |
| 12 | B | Fear | 12–15 | two words after 11, touches 13 |
| 13 | B | Papers | 15–20 | |
| 14 | B | Help | 18–20 | inside 13, three words after 12 |
| 15 | B | Papers | 20–25 | touches 13 and 14 |
| 16 | B | Fear | 39–40 | |
| 17 | C | Debt | 0–20 | |
| 18 | C | Fear | 5–10 | inside 17 |
| 19 | C | Debt | 20–25 | touches 17 |
| 20 | D | Help | 0–5 | |
"""

from __future__ import annotations

from analysis.codings.records import CodeLine, Codings, DocumentText, SpokenTurn, codings_table
from coding.frames import CodedDocument, attribute_frame, cases_of, document_frame, segment_frame
from coding.records import Segment, Turn
from wording import Labels

CONTROL, DEBT, PAPERS, FEAR, HELP = "1", "2", "3", "4", "5"
PAGE = (
    "He lent us the fare. The debt grew every month. My passport lay with him. We could not go home.",
    "She said I owed more. I feared for my sister. The driver kept our cards. My aunt sent some money.",
)
SEGMENTS = [
    ("A", DEBT, 0, 5), ("A", PAPERS, 3, 8), ("A", FEAR, 5, 10), ("A", DEBT, 10, 15), ("A", HELP, 15, 20),
    ("A", FEAR, 20, 25), ("A", DEBT, 22, 24), ("A", PAPERS, 30, 35), ("A", HELP, 35, 40), ("B", DEBT, 0, 5),
    ("B", DEBT, 5, 10), ("B", FEAR, 12, 15), ("B", PAPERS, 15, 20), ("B", HELP, 18, 20), ("B", PAPERS, 20, 25),
    ("B", FEAR, 39, 40), ("C", DEBT, 0, 20), ("C", FEAR, 5, 10), ("C", DEBT, 20, 25), ("D", HELP, 0, 5),
]  # fmt: skip
ORDER = "DCABE"

# By hand, from the table above. Segments, interviews, cases; Control stands above Debt and Papers.
FREQUENCIES = {CONTROL: (11, 3, 3), DEBT: (7, 3, 3), PAPERS: (4, 2, 2), FEAR: (5, 3, 3), HELP: (4, 3, 3)}
PAIRS = [(DEBT, PAPERS), (DEBT, FEAR), (DEBT, HELP), (PAPERS, FEAR), (PAPERS, HELP), (FEAR, HELP)]
# Pairs of segments, in the order of PAIRS, by how they stand to one another.
TOGETHER = {
    ("overlap", 0): (1, 2, 0, 1, 1, 0),
    ("words", 1): (1, 4, 1, 2, 3, 1),  # the next word: those that touch, too
    ("words", 3): (2, 5, 2, 2, 3, 1),  # up to two words between
    ("sentences", 1): (2, 5, 2, 2, 3, 2),  # the same sentence or the next
    ("turn", 0): (5, 6, 5, 4, 3, 3),
    ("turns", 1): (10, 12, 8, 8, 6, 6),  # the same turn or the next
}
# Cases that meet by overlap, Jaccard (cases that meet over cases with either), expected (a · b / 5 cases).
OVERLAPPING = {
    (DEBT, PAPERS): (1, 1 / 3, 6 / 5), (DEBT, FEAR): (2, 2 / 3, 9 / 5), (PAPERS, FEAR): (1, 1 / 3, 6 / 5),
    (PAPERS, HELP): (1, 1 / 3, 6 / 5),
}  # fmt: skip
SATURATION = [(1, 1, 1), (2, 2, 3), (4, 1, 4), (4, 0, 4)]  # codes, new ones, so far: D, C, A, B; nobody has coded E
FEAR_SO_FAR = [(0, 0, 0), (1, 1, 1), (1, 0, 1), (1, 0, 1)]  # of Fear alone: D is coded, without it
QUERIES = [
    ({"variable": "Debt", "with_codes": "Fear", "relation": "followed", "within": 3}, {1, 11}),
    ({"variable": "Debt", "with_codes": "Fear", "relation": "inside"}, {7}),
    ({"variable": "Fear", "with_codes": "Debt", "relation": "inside"}, {18}),
    ({"variable": "Debt", "without_codes": "Fear"}, {1, 4, 10, 11, 19}),
    ({"variable": "Debt", "with_codes": "Help", "relation": "turn"}, {1, 4, 7, 10, 11}),
    ({"variable": "Help", "with_codes": "Papers", "relation": "words", "within": 1}, {9, 14}),
    ({"variable": "Control", "with_codes": "Help", "relation": "overlap"}, {13}),
    ({"variable": "Fear", "documents": "B"}, {12, 16}),
    ({"variable": "Help", "with_codes": "Debt", "relation": "sentences", "within": 1}, {5}),
    ({"variable": "Help", "with_codes": "Debt", "relation": "sentences", "within": 2}, {5, 14}),
    ({"variable": "Help", "with_codes": "Papers", "relation": "turns", "within": 1}, {5, 9, 14}),
    ({"variable": "Debt", "with_codes": "Papers", "relation": "document"}, {1, 4, 7, 10, 11}),
    ({"variable": "Debt", "without_codes": "Papers", "relation": "case"}, {17, 19}),
    ({"variable": "Debt; Papers", "with_codes": "Fear"}, {2, 7, 17}),
    ({"variable": "Debt", "with_codes": "Papers; Fear", "relation": "words", "within": 1}, {1}),
    ({"variable": "Fear", "without_codes": "Debt", "relation": "words", "within": 1}, {12, 16}),
    (
        {"variable": "Help", "with_codes": "Papers", "also_codes": "Fear", "also_relation": "words", "also_within": 4},
        {14},
    ),
    (
        {"variable": "Help", "with_codes": "Papers", "also_codes": "Fear", "also_relation": "words", "also_within": 3},
        set(),
    ),
]


def codings() -> Codings:
    """The page as analyses get it."""
    text = " ".join(PAGE)
    starts = [0]
    for word in text.split():
        starts.append(starts[-1] + len(word) + 1)  # word by word, a blank between
    turns = (Turn(0, starts[20], "P1"), Turn(starts[20], len(text), "P1"))
    held = [CodedDocument(one, one, "en", 40, len(text), at, turns, cases=(f"K{one}",)) for at, one in enumerate(ORDER)]
    segments = []
    for number, (document, code, first, stop) in enumerate(SEGMENTS, start=1):
        start, end = starts[first], starts[stop] - 1
        segments.append(Segment(str(number), document, code, start, end, text[start:end], "IN"))
    codes = (
        CodeLine(CONTROL, Labels({"en": "Control"})),
        CodeLine(DEBT, Labels({"en": "Debt"}), CONTROL, 1),
        CodeLine(PAPERS, Labels({"en": "Papers"}), CONTROL, 1),
        CodeLine(FEAR, Labels({"en": "Fear"})),
        CodeLine(HELP, Labels({"en": "Help"}), retired=True),
    )
    spoken = tuple(SpokenTurn(turn.start, turn.end, turn.speaker) for turn in turns)
    texts = tuple(DocumentText(one.id, one.name, "en", text, spoken) for one in held)
    return Codings(
        segment_frame(held, segments), document_frame(held), attribute_frame(cases_of(held), {}), codes,
        texts=lambda: texts, table=codings_table(len(segments)),
        quotes=lambda ids: {one: segments[int(one) - 1].quote for one in ids},
    )  # fmt: skip
