# SPDX-License-Identifier: MIT
"""A page of invented interviews with twenty segments, small enough to be counted by hand.

Four interviews; D2 and D3 are one case, "B". Codes: Means (group) > Threats, Debt; Escape; Shame (sensitive, retired).
Positions are code points; turns of 100 code points each, so that a segment's turn is its start divided by 100.

| document | code | start–stop | coder |
|---|---|---|---|
| D1 | Threats | 0–50 | IN |       turn 0
| D1 | Debt    | 40–90 | IN |      overlaps Threats by 10
| D1 | Threats | 120–150 | MA |
| D1 | Escape  | 150–180 | MA |    touches Threats 120–150, does not overlap; same turn
| D1 | Threats | 0–50 | MA |       the same stretch by the second coder
| D2 | Debt    | 10–20 | IN |
| D2 | Escape  | 210–260 | IN |
| D2 | Debt    | 220–230 | IN |     inside Escape
| D2 | Shame   | 225–228 | IN |     inside both
| D3 | Threats | 5–95 | IN |
| D3 | Threats | 205–295 | IN |
| D3 | Escape  | 290–310 | IN |     overlaps Threats 205–295
| D4 | none
"""

from __future__ import annotations

from analysis.codings.records import CodeLine, Codings, DocumentText, SpokenTurn, codings_table
from coding.frames import CodedDocument, attribute_frame, cases_of, document_frame, segment_frame
from coding.records import Segment, Turn
from wording import Labels

THREATS, DEBT, ESCAPE, SHAME, MEANS = "2", "3", "4", "5", "1"
_SEGMENTS = [
    *(("D1", THREATS, 0, 50, "IN"), ("D1", DEBT, 40, 90, "IN"), ("D1", THREATS, 120, 150, "MA")),
    *(("D1", ESCAPE, 150, 180, "MA"), ("D1", THREATS, 0, 50, "MA"), ("D2", DEBT, 10, 20, "IN")),
    *(("D2", ESCAPE, 210, 260, "IN"), ("D2", DEBT, 220, 230, "IN"), ("D2", SHAME, 225, 228, "IN")),
    *(("D3", THREATS, 5, 95, "IN"), ("D3", THREATS, 205, 295, "IN"), ("D3", ESCAPE, 290, 310, "IN")),
]
_TEXT = ("He took my money. I owe him still. " * 20)[:400]


def documents() -> list[CodedDocument]:
    turns = tuple(Turn(at, at + 100, "I" if at == 300 else "R") for at in range(0, 400, 100))
    return [
        CodedDocument(
            name,
            name,
            "en",
            80,
            400,
            place,
            turns,
            group="pilot" if place < 2 else "main",
            cases=tuple(filter(None, [case])),
        )
        for place, (name, case) in enumerate((("D1", "A"), ("D2", "B"), ("D3", "B"), ("D4", "")))
    ]


def codings() -> Codings:
    segments = [
        Segment(str(number), document, code, start, stop, _TEXT[start:stop], coder)
        for number, (document, code, start, stop, coder) in enumerate(_SEGMENTS, start=1)
    ]
    held = documents()
    codes = (
        CodeLine(MEANS, Labels({"en": "Means", "fr": "Moyens"})),
        CodeLine(THREATS, Labels({"en": "Threats", "fr": "Menaces"}), MEANS, 1, key="MEA.THR"),
        CodeLine(DEBT, Labels({"en": "Debt"}), MEANS, 1),
        CodeLine(ESCAPE, Labels({"en": "Escape"})),
        CodeLine(SHAME, Labels({"en": "Shame"}), sensitive=True, retired=True),
    )
    texts = tuple(
        DocumentText(one.id, one.name, "en", _TEXT, tuple(SpokenTurn(t.start, t.end, t.speaker) for t in one.turns))
        for one in held
    )
    attributes = {"A": {"Sex": "woman"}, "B": {"Sex": "man"}, "D4": {"Sex": "woman"}}
    return Codings(
        segment_frame(held, segments),
        document_frame(held),
        attribute_frame(cases_of(held), attributes),
        codes,
        texts=lambda: texts,
        quotes=lambda ids: {one: segments[int(one) - 1].quote for one in ids},
        roles={(one.id, name): role for one in held for name, role in (("R", "participant"), ("I", "interviewer"))},
        table=codings_table(len(segments)),
    )
