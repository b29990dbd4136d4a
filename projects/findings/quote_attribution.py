# SPDX-License-Identifier: MIT
"""Attribution below a printed quote: the names of the project inside the team, neutral labels outside of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wording import Text, msg

if TYPE_CHECKING:
    from projects.interviews.queries import SegmentQuote
    from projects.quotes.quote_format import Printed
    from projects.store.project import Project


def attributions(
    project: Project, quotes: Sequence[SegmentQuote], words: Mapping[str, Printed], *, outside: bool
) -> list[Text]:
    """Who said each quote, in which interview, who translated it; `words` is how each is printed, by its segment.

    `outside`: for others than the team nobody is named: a speaker and an interview bear the numbers that the tables
    of codings give them there.
    """
    if not outside:
        return [
            words[one.segment.id].by(msg("results.said_by", speaker=one.speaker or "–", document=one.document_name))
            for one in quotes
        ]
    from analysis.codings.neutral_names import neutral_label  # numpy, 80 ms: only where a quote leaves the team
    from projects.findings.coded_frames import load_codings  # as above

    numbers = load_codings(project).numbers
    lines: list[Text] = []
    for one in quotes:
        speaker = (neutral_label(numbers, "speaker", one.speaker) or one.speaker) if one.speaker else "–"
        document = neutral_label(numbers, "document", one.segment.document) or one.document_name
        said_by = msg("results.said_by", speaker=speaker, document=document)
        lines.append(words[one.segment.id].by(said_by, named=False))
    return lines
