# SPDX-License-Identifier: MIT
"""Attribution below a printed quote: the names of the project inside the team, neutral labels outside of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.codings.neutral_names import neutral_label
from analysis.codings.records import place_of
from projects.findings.coded_frames import load_codings
from wording import Text, msg

if TYPE_CHECKING:
    from projects.interviews.queries import SegmentQuote
    from projects.quotes.quote_format import Printed
    from projects.store.project import Project


def attributions(
    project: Project, quotes: Sequence[SegmentQuote], words: Mapping[str, Printed], *, outside: bool
) -> list[Text]:
    """Who said each quote, in which interview and where, who translated it; `words`: each as printed, by its segment.

    `outside`: for others than the team nobody is named: a speaker and an interview bear the numbers that the tables
    of codings give them there, and no place is told.
    """
    if not outside:
        return [words[one.segment.id].by(_said_by(one)) for one in quotes]

    numbers = load_codings(project).numbers
    lines: list[Text] = []
    for one in quotes:
        speaker = (neutral_label(numbers, "speaker", one.speaker) or one.speaker) if one.speaker else "–"
        document = neutral_label(numbers, "document", one.segment.document) or one.document_name
        said_by = msg("results.said_by", speaker=speaker, document=document)
        lines.append(words[one.segment.id].by(said_by, named=False))
    return lines


def _said_by(quote: SegmentQuote) -> Text:
    document = msg("framework.place", document=quote.document_name, place=place_of(*quote.place))
    return msg("results.said_by", speaker=quote.speaker or "–", document=document)
