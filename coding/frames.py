# SPDX-License-Identifier: MIT
"""Codings as plain frames: one row per segment, one per document, one per case. Analyses of codings read only these.

A segment belongs to the cases of its speaker where that speaker is a case's, else to all cases of its document, else to
the document itself, which then stands for a case of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from coding.parsing import word_count
from coding.records import Segment, Turn
from coding.spans import turns_of
from coding.speaker_roles import proposed_role

if TYPE_CHECKING:
    import pandas as pd

    from coding.numbering import TextNumbers

SEGMENT_COLUMNS = (
    *("segment", "document", "group", "cases", "speaker", "role", "language", "coder", "code"),
    *("start", "stop", "words", "turn", "last_turn", "paragraph", "page"),
    *("origin", "weight"),
)
DOCUMENT_COLUMNS = ("document", "name", "group", "cases", "language", "words", "length", "position")
PARTICIPANT = "participant"


@dataclass(frozen=True)
class CodedDocument:
    """What the frames need of a document: who speaks where, and which cases it and its speakers belong to.

    `cases` are those that it belongs to as a whole. `length` is in code points, `position` its place in the project's
    list. `numbers`: those of its own paragraphs and pages; without them each turn counts as a paragraph.
    """

    id: str
    name: str
    language: str
    words: int
    length: int
    position: int
    turns: Sequence[Turn] = ()
    group: str = ""
    cases: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)  # speaker → interviewer, interpreter, participant
    speaker_cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0
    numbers: TextNumbers | None = None

    def cases_of(self, speaker: str = "") -> tuple[str, ...]:
        """The cases that a speaker's words belong to.

        Parameters
        ----------
        speaker : str
            The label of a speaker; "" for the document as a whole.

        Returns
        -------
        tuple of str
            The speaker's cases, else the document's; else those of all speakers where each participant is a case's,
            for whom an interviewer speaks; else the document's name.

        Examples
        --------
        >>> pair = CodedDocument("d1", "Pair", "en", 0, 0, 0, speaker_cases={"P1": ("B",), "P2": ("C",)})
        >>> pair.cases_of("P2"), pair.cases_of("Interviewer")
        (('C',), ('B', 'C'))
        """
        return self.speaker_cases.get(speaker) or self._of_nobody

    @cached_property
    def _of_nobody(self) -> tuple[str, ...]:
        """The cases of words whose speaker is no case's."""
        if self.cases:
            return self.cases
        unbound = {turn.speaker for turn in self.turns if turn.speaker} - self.speaker_cases.keys()
        if self.speaker_cases and not any(self.role_of(one) == PARTICIPANT for one in unbound):
            return tuple(dict.fromkeys(case for held in self.speaker_cases.values() for case in held))
        return (self.name,)

    @property
    def every_case(self) -> tuple[str, ...]:
        """All cases that the document belongs to: as a whole first, then those of its speakers."""
        spoken = (case for held in self.speaker_cases.values() for case in held)
        return tuple(dict.fromkeys([*self._of_nobody, *spoken]))

    def role_of(self, speaker: str) -> str:
        """The role of a speaker: as it was given, else by the name.

        Parameters
        ----------
        speaker : str
            The label of a speaker.

        Returns
        -------
        str
            "interviewer", "interpreter" or "participant", or a role that somebody gave; "participant" where nothing
            tells.

        Examples
        --------
        >>> CodedDocument("d1", "Gitega 1", "fr", 900, 5000, 0).role_of("Enquêtrice")
        'interviewer'
        """
        return self.roles.get(speaker) or proposed_role(speaker) or PARTICIPANT


def segment_frame(documents: Iterable[CodedDocument], segments: Iterable[Segment]) -> pd.DataFrame:
    """One row per segment, by document and place, with `SEGMENT_COLUMNS`.

    `start` and `stop` are code points, half-open; `turn` and `last_turn` the numbers of the turns that hold its first
    and last words (`spans.turns_of`), from 0; `paragraph` and `page` are the document's own numbers, `page` 0 where it
    has none; `words` counts the words of its quote; `weight` is that of its document; `cases` is a tuple of names, one
    or several.

    Parameters
    ----------
    documents : iterable of CodedDocument
        Those to be counted; segments of others are left out.
    segments : iterable of Segment
        In any order.

    Returns
    -------
    pandas.DataFrame (segments, 18)
        In the order of the documents' positions, then of places.
    """
    lots = SegmentLots(documents)
    lots.add(segments)
    return lots.joined()


class SegmentLots:
    """The rows of `segment_frame` made lot by lot: whoever reads many segments can let others work between two lots.

    Parameters
    ----------
    documents : iterable of CodedDocument
        As of `segment_frame`.
    """

    def __init__(self, documents: Iterable[CodedDocument]) -> None:
        self._documents = {document.id: document for document in documents}
        self._places = {
            one.id: ([turn.start for turn in one.turns], [turn.end for turn in one.turns])
            for one in self._documents.values()
        }
        self._lots: list[pd.DataFrame] = []

    def add(self, segments: Iterable[Segment]) -> None:
        """Make the rows of some segments.

        Parameters
        ----------
        segments : iterable of Segment
            In any order; each in one lot only.
        """
        known, places = self._documents, self._places
        rows = [_row(known[one.document], places[one.document], one) for one in segments if one.document in known]
        if rows:
            self._lots.append(_frame_of(rows))

    def joined(self) -> pd.DataFrame:
        """All rows there are, as `segment_frame` gives them.

        Returns
        -------
        pandas.DataFrame (segments, 18)
            In the order of the documents' positions, then of places; of one place in the order they were given.
        """
        import pandas as pd  # as above

        if not self._lots:
            return _frame_of([])
        whole = pd.concat(self._lots, ignore_index=True)
        position = whole["document"].map({one.id: one.position for one in self._documents.values()})
        order = np.lexsort((whole["stop"], whole["start"], position))
        return whole.iloc[order].reset_index(drop=True)


def _frame_of(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    import pandas as pd  # half a second: only where codings are counted

    return pd.DataFrame(rows, columns=list(SEGMENT_COLUMNS))


def document_frame(documents: Iterable[CodedDocument]) -> pd.DataFrame:
    """One row per document in the order of the project, with `DOCUMENT_COLUMNS`.

    Parameters
    ----------
    documents : iterable of CodedDocument
        In any order.

    Returns
    -------
    pandas.DataFrame (documents, 8)
        `words` and `length` (code points) are counts, `position` a number from 0.
    """
    import pandas as pd  # as above

    rows = [
        (one.id, one.name, one.group, one.every_case, one.language, one.words, one.length, one.position)
        for one in sorted(documents, key=lambda one: one.position)
    ]
    return pd.DataFrame(rows, columns=list(DOCUMENT_COLUMNS))


def attribute_frame(cases: Sequence[str], attributes: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    """One row per case, one column per attribute, "" where a case has none; the index is the case's name.

    Parameters
    ----------
    cases : sequence of str
        Names of cases, one a row, in this order.
    attributes : mapping of str to mapping
        Case to its attributes, name to value; cases that are not asked for are left out.

    Returns
    -------
    pandas.DataFrame (cases, attributes)
        Texts; columns in the order of first mention.
    """
    import pandas as pd  # as above

    names = list(dict.fromkeys(name for case in cases for name in attributes.get(case, {})))
    table = [[attributes.get(case, {}).get(name, "") for name in names] for case in cases]
    return pd.DataFrame(table, index=pd.Index(list(cases), name="case"), columns=names, dtype=object)


def cases_of(documents: Iterable[CodedDocument]) -> list[str]:
    """Every case there is, in the order of the documents, those of speakers after their document's.

    Parameters
    ----------
    documents : iterable of CodedDocument
        In any order; they are taken by their position.

    Returns
    -------
    list of str
        Names of cases, each once; a document without a case gives its own name.

    Examples
    --------
    >>> first = CodedDocument("d1", "Group 1", "en", 0, 0, 0, (Turn(0, 9, "P2"),), speaker_cases={"P1": ("Case 7",)})
    >>> cases_of([first, CodedDocument("d2", "Alone", "en", 0, 0, 1, cases=("Case 8", "Case 9"))])
    ['Group 1', 'Case 7', 'Case 8', 'Case 9']
    """
    ordered = sorted(documents, key=lambda one: one.position)
    return list(dict.fromkeys(case for one in ordered for case in one.every_case))


def _row(document: CodedDocument, places: tuple[Sequence[int], Sequence[int]], segment: Segment) -> tuple[object, ...]:
    first, last = turns_of(*places, segment.start, segment.end)
    speaker = document.turns[first].speaker if first >= 0 else ""
    return (
        *(segment.id, document.id, document.group, document.cases_of(speaker), speaker, document.role_of(speaker)),
        *(document.language, segment.coder, segment.code, segment.start, segment.end, word_count(segment.quote)),
        *(first, last, *_numbers(document, segment.start, first), segment.origin, document.weight),
    )


def _numbers(document: CodedDocument, start: int, turn: int) -> tuple[int, int]:
    """The paragraph and the page of a place, as a transcript prints them beside its text."""
    return (turn + 1, 0) if document.numbers is None else document.numbers.cited(start)
