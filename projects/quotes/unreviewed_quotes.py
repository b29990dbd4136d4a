# SPDX-License-Identifier: MIT
"""The quotes that consent lets leave and that wait for somebody to look at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.interviews.name_review import doubtful, looked_at
from projects.interviews.queries import SegmentQuote, codebook, documents, quotes
from projects.quotes.quote_format import printed

if TYPE_CHECKING:
    from projects.store.ports import Reader


@dataclass(frozen=True)
class WaitingQuote:
    """A quote nobody has looked at: what in it may name somebody, as stretches of its words."""

    quote: SegmentQuote
    printed: str  # the words that would leave: as cited, with the other text where it stands beside
    marks: tuple[tuple[int, int], ...]  # of what is printed

    def marked(self) -> str:
        """The words with marked stretches between ‹ and ›."""
        text = self.printed
        for start, end in reversed(self.marks):
            text = f"{text[:start]}‹{text[start:end]}›{text[end:]}"
        return text


def waiting_quotes(project: Reader, code_ids: Iterable[str] | None = None) -> list[WaitingQuote]:
    """The quotes that consent lets leave and nobody has looked at yet, by document and place."""
    wanted = [code.id for code in codebook(project)] if code_ids is None else list(code_ids)
    known, languages = looked_at(project), {line.id: line.language for line in documents(project)}
    waiting = [one for one in quotes(project, wanted) if one.may_quote and one.segment.id not in known]
    words = {number: one.whole() for number, one in printed(project, [one.segment for one in waiting]).items()}
    return [
        WaitingQuote(
            one, words[one.segment.id], doubtful(words[one.segment.id], languages[one.segment.document] or "en")
        )
        for one in waiting
    ]
