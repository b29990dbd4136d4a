# SPDX-License-Identifier: MIT
"""The quotes that consent lets leave and that wait for somebody to look at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.interviews.queries import Quote, codebook, documents, quotes
from projects.quotes.looking import doubtful, looked_at

if TYPE_CHECKING:
    from projects.store.ports import Reader


@dataclass(frozen=True)
class WaitingQuote:
    """A quote nobody has looked at: what in it may name somebody, as stretches of its words."""

    quote: Quote
    marks: tuple[tuple[int, int], ...]

    def marked(self) -> str:
        """The words with marked stretches between ‹ and ›."""
        text = self.quote.segment.quote
        for start, end in reversed(self.marks):
            text = f"{text[:start]}‹{text[start:end]}›{text[end:]}"
        return text


def waiting_quotes(project: Reader, code_ids: Iterable[str] | None = None) -> list[WaitingQuote]:
    """The quotes that consent lets leave and nobody has looked at yet, by document and place."""
    wanted = [code.id for code in codebook(project)] if code_ids is None else list(code_ids)
    known, languages = looked_at(project), {line.id: line.language for line in documents(project)}
    return [
        WaitingQuote(quote, doubtful(quote.segment.quote, languages[quote.segment.document] or "en"))
        for quote in quotes(project, wanted)
        if quote.may_quote and quote.segment.id not in known
    ]
