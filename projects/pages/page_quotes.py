# SPDX-License-Identifier: MIT
"""Quotes that a page may show to its readers: consent given, looked at, on a public page the words of an adult."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.masking import Destination
from analysis.report.blocks import Quote, QuoteBox
from projects.cases.attributes import known_attributes
from projects.cases.elements import age_of
from projects.findings.quote_attribution import attributions
from projects.interviews.queries import codebook, quotes_for_report
from projects.quotes.quote_format import printed_quote
from wording import LANGUAGES

if TYPE_CHECKING:
    from projects.interviews.queries import SegmentQuote
    from projects.store import Project

CASES_OF_ALL_DOCUMENTS = (
    "SELECT document, speaker, case_, kind FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE document "
    "IS NOT NULL"
)

_OF_AGE = 18
_SHORT = (30, 240)  # letters
_LOOKED_AT = 40  # texts, for a quote in each language of readers


@dataclass(frozen=True)
class PageQuotes:
    """The quotes that may be shown; how many may not, for want of consent or a look, or of an age of 18 and more."""

    allowed: tuple[SegmentQuote, ...] = ()
    unconsented: int = 0
    young: int = 0  # persons under 18 or of unknown age, on a public page

    @property
    def once(self) -> tuple[SegmentQuote, ...]:
        """The quotes, words under several codes once."""
        return tuple({(one.segment.document, one.segment.quote): one for one in reversed(self.allowed)}.values())[::-1]

    def chosen(self, segment: str) -> SegmentQuote | None:
        """The quote of that segment; "": the first short one. None where it may not be shown."""
        if segment:
            return next((one for one in self.allowed if one.segment.id == segment), None)
        return next(iter(self.short), None)

    @property
    def short(self) -> tuple[SegmentQuote, ...]:
        """The quotes that have room in a box."""
        return tuple(one for one in self.once if _SHORT[0] <= len(one.segment.quote) <= _SHORT[1])


def page_quotes(project: Project, destination: Destination) -> PageQuotes:
    """The coded segments that a page for these readers may quote, in the order of documents."""
    codes = {code.id for code, _depth in codebook(project).walk()}
    found, held_back = quotes_for_report(project, codes, outgoing=destination is not Destination.INSIDE)
    if destination is not Destination.PUBLIC:
        return PageQuotes(tuple(found), held_back)
    adult = _said_by_adults(project, found)
    return PageQuotes(tuple(adult), held_back, len(found) - len(adult))


def quote_box(project: Project, quotes: PageQuotes, segment: str, *, outside: bool) -> QuoteBox | None:
    """A box with the quote of a segment; where none is chosen, readers meet one in their own language, if there is one.

    None where no quote may be shown.
    """
    chosen = quotes.chosen(segment)
    if chosen is None:
        return None
    first = _printed(project, chosen, outside)
    spoken = {first.language: first}
    of_texts = list({one.segment.document: one for one in reversed(quotes.short)}.values())[::-1]
    for one in of_texts[:_LOOKED_AT] if not segment else ():
        if set(spoken) >= set(LANGUAGES):
            break
        made = _printed(project, one, outside)
        spoken.setdefault(made.language, made)
    return QuoteBox(first, spoken if not segment else {})


def _printed(project: Project, chosen: SegmentQuote, outside: bool) -> Quote:
    words = printed_quote(project, chosen)
    (said,) = attributions(project, [chosen], {chosen.segment.id: words}, outside=outside)
    return Quote(words.text, said, words.language)


def _said_by_adults(project: Project, quotes: Sequence[SegmentQuote]) -> list[SegmentQuote]:
    """Those of a person whose age is known to be 18 or more; of a group no age is known for certain."""
    ages: dict[str, bool] = {}
    held: dict[str, list[tuple[str, str, str]]] = {}  # document → speaker ("" for all), case, its kind
    for row in project.query(CASES_OF_ALL_DOCUMENTS):
        held.setdefault(str(row["document"]), []).append((row["speaker"], str(row["case_"]), row["kind"]))

    def is_adult(case: str) -> bool:
        if case not in ages:
            age = age_of(project, known_attributes(project, case))
            ages[case] = age is not None and age >= _OF_AGE
        return ages[case]

    def may(quote: SegmentQuote) -> bool:
        of = held.get(quote.segment.document, ())
        own = [one for one in of if one[0] in ("", quote.speaker)]
        return bool(own) and all(kind == "person" and is_adult(case) for _speaker, case, kind in own)

    return [one for one in quotes if may(one)]
