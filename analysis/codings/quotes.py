# SPDX-License-Identifier: MIT
"""Choosing quotes: no refused words, at most n of one person, the most typical or the first. Reads frames and words."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.codings.case_links import names_of_cases
from analysis.codings.places import place_of
from analysis.codings.records import PrintedQuote
from analysis.codings.word_positions import WORD
from wording import Text, msg
from wording.quotations import in_quotes

if TYPE_CHECKING:
    import pandas as pd

    from analysis.codings.study import CodingStudy


@dataclass(frozen=True)
class ChosenQuote:
    """A quote with whose it is: ids of segment and code, case, speaker, name of the interview, its number of the
    paragraph, and of the page where it has pages (else 0).

    `cases` are all of whom it is, `case` names them. `text` is as it is printed;
    `by` adds who translated, and the other text where it stands beside.
    """

    segment: str
    code: str
    case: str
    speaker: str
    document: str
    paragraph: int
    text: str
    words: int
    by: Callable[[Text], Text]
    language: str = ""
    cases: tuple[str, ...] = ()
    page: int = 0

    @property
    def place(self) -> Text:
        """The interview, page and paragraph; with who translated."""
        return self.by(msg("framework.place", document=self.document, place=place_of(self.paragraph, self.page)))

    @property
    def quoted(self) -> Text:
        """Its words between the marks of their language."""
        return in_quotes(self.text, self.language)


def choose_quotes(
    study: CodingStudy, segments: pd.DataFrame, most: int, each: int, pick: str = "typical"
) -> tuple[list[ChosenQuote], int]:
    """Quotes of these segments, and how many were held back: consent to quote was refused.

    `each`: at most so many of one case, 0 for no limit; words of a group are those of each of its cases; one of each
    case comes before a second of any. `pick`: "typical" ranks by the likeness of words to all the quotes, "first" keeps
    the order of the interviews. The same words are said once.
    """
    allowed = segments[~segments["document"].isin(study.codings.words_refused)]
    texts = study.codings.quotes([str(one) for one in allowed["segment"]])
    lines = list(allowed.itertuples(index=False))
    words = [" ".join(texts.get(str(line.segment), "").split()) for line in lines]
    order = typical_order(words) if pick == "typical" else list(range(len(lines)))
    names = dict(zip(study.codings.documents["document"], study.codings.documents["name"], strict=True))
    taken: Counter[str] = Counter()
    seen: set[str] = set()
    ranked: list[tuple[int, int, ChosenQuote]] = []
    for rank, at in enumerate(order):
        line, text = lines[at], words[at]
        so_far = max(taken[case] for case in line.cases)
        if not text or text in seen or (each and so_far >= each):
            continue
        seen.add(text)
        cited = study.codings.cited.get(str(line.segment), PrintedQuote(text))
        ranked.append((so_far, rank, _quote(line, cited, names)))
        taken.update(line.cases)
    ranked.sort(key=lambda one: one[:2])
    return [quote for _, _, quote in ranked[:most]], len(segments) - len(allowed)


def _quote(line: Any, cited: PrintedQuote, names: Mapping[str, str]) -> ChosenQuote:
    return ChosenQuote(
        str(line.segment), str(line.code), names_of_cases(line.cases), str(line.speaker), str(names[line.document]),
        int(line.paragraph), " ".join(cited.text.split()), int(line.words), cited.by,
        cited.language or str(line.language), tuple(line.cases), int(line.page),
    )  # fmt: skip


def typical_order(texts: Sequence[str]) -> list[int]:
    """Positions of the texts, the most typical first: by the cosine of their words (tf–idf) with the mean of all.

    A text of fewer than three words says too little to be typical and comes last. Ties keep the order.

    References
    ----------
    Salton & Buckley (1988), Information Processing & Management 24, 513-523 (tf-idf, cosine).

    Examples
    --------
    >>> typical_order(["Yes.", "Dogs bark at night", "Water is far away", "The water is too far away"])
    [2, 3, 1, 0]
    """
    counted = [Counter(word.casefold() for word in WORD.findall(text)) for text in texts]
    spread = Counter(word for words in counted for word in words)
    weights = [_normal({w: n * math.log(1 + len(texts) / spread[w]) for w, n in words.items()}) for words in counted]
    centre: Counter[str] = Counter()
    for one in weights:
        centre.update(one)
    likeness = [sum(value * centre[word] for word, value in one.items()) for one in weights]
    short = [sum(words.values()) < 3 for words in counted]
    return sorted(range(len(texts)), key=lambda at: (short[at], -likeness[at], at))


def _normal(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in weights.values()))
    return {word: value / length for word, value in weights.items()} if length else {}
