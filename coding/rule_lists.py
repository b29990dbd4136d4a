# SPDX-License-Identifier: MIT
"""Lists as rules: any of some words or names, in any case and with or without accents; single words in any form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from coding.case_folding import fold, fold_plain
from coding.spacy_types import Doc, Token


class ListSearch:
    """The items of a list, ready to be looked for in parsed texts."""

    def __init__(self, items: Sequence[str]) -> None:
        folded = sorted({fold_plain(item) for item in items}, key=len, reverse=True)
        written = "|".join(r"\s+".join(map(re.escape, item.split())) for item in folded)
        self._written = re.compile(rf"(?<!\w)(?:{written})(?!\w)")
        self._lemmas = frozenset(item for item in folded if item.isalpha())

    def spans(self, doc: Doc) -> Iterator[Token]:
        """The places of items as spans of the parsed text, in order, none within another.

        Parameters
        ----------
        doc : Doc
            A parsed text; its lemmas are compared with single words.

        Yields
        ------
        Span
            Whole tokens; of two that begin together the longer.
        """
        text = fold(doc.text)
        places = [
            (text.original(match.start()), text.original(match.end())) for match in self._written.finditer(text.text)
        ]
        places += [(token.idx, token.idx + len(token)) for token in doc if fold_plain(token.lemma_) in self._lemmas]
        end = 0
        for start, stop in sorted(set(places), key=lambda place: (place[0], -place[1])):
            if start >= end and (span := doc.char_span(start, stop, alignment_mode="expand")) is not None:
                end = stop
                yield span
