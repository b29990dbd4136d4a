# SPDX-License-Identifier: MIT
"""Rules on the parse for documents of several languages: one search a language, on the kept parse or on a new one."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence

from coding.language_stretches import LanguageStretch, languages_in, stretches_from_json
from coding.marks import grammar_of
from coding.parses import Parse, from_bytes, parse_text
from coding.rules.keyword_rules import KeywordHit, Rule, is_parsed_rule
from coding.rules.parsed_rules import MarkedHit, ParsedSearch
from coding.spacy_pipelines import SentencePipelines, pipeline_version

Spoken = str | Sequence[LanguageStretch]  # the language of a text, or those of its stretches


def parse_of(
    text: str, stretches: Sequence[LanguageStretch], language: str, kept: bytes, pipelines: SentencePipelines
) -> Parse:
    """The parse of what is in one language of a text: the kept one, or a new one where that does not fit.

    Parameters
    ----------
    text : str
        The text of a document.
    stretches : sequence of LanguageStretch
        All of its stretches.
    language : str
        One of their languages.
    kept : bytes
        Its parse as it was kept, b"" for none.
    pipelines : SentencePipelines
        The loaded pipelines.

    Returns
    -------
    list of (int, Doc)
        Empty for a language without a pipeline.
    """
    pipeline = pipelines.whole(language)
    if pipeline is None:
        return []
    own = [one for one in stretches if one.language == language] if len(languages_in(stretches)) > 1 else []
    held = from_bytes(kept, pipeline, pipeline_version(language), own) if kept else None
    return parse_text(pipeline, text, own) if held is None else held


class ParseSearches:
    """The searches of a set of rules; a language without pipeline or rules finds nothing and loads nothing."""

    def __init__(self, rules: Iterable[Rule], pipelines: SentencePipelines) -> None:
        self._rules = [rule for rule in rules if is_parsed_rule(rule.keyword)]
        self._pipelines = pipelines
        self._searches: dict[str, ParsedSearch | None] = {}

    def hits(
        self,
        text: str,
        language: Spoken,
        kept: str = "",
        corrected_marks: Mapping[tuple[int, int, str], str] | None = None,
    ) -> Iterator[KeywordHit]:
        """The hits to propose in a text.

        Parameters
        ----------
        text : str
            The text of a document.
        language : str or sequence of LanguageStretch
            Its language, or its stretches; one without pipeline or rules has no hits.
        kept : str
            Its parse in base 64 (`coding.parses.to_bytes`); "" or one of another version parses anew.
        corrected_marks : mapping, optional
            The mark that somebody said a place has, by (start, end, code).

        Yields
        ------
        KeywordHit
            With the mark that the sentence gives it, or somebody.
        """
        for search, parse in self._searched(text, language, kept):
            for found in search.proposed(parse, corrected_marks):
                yield KeywordHit(found.start, found.end, found.code, found.rule, found.language, str(found.mark))

    def marked(self, text: str, language: Spoken, kept: str = "", *, cues: bool = False) -> list[MarkedHit]:
        """All hits with their marks.

        Parameters
        ----------
        text : str
            The text of a document.
        language : str or sequence of LanguageStretch
            Its language, or its stretches; one without pipeline or rules has no hits.
        kept : str
            Its parse in base 64; "" or one of another version parses anew.
        cues : bool
            Also the words that gave each mark.

        Returns
        -------
        list of MarkedHit
            By language, in the order of the text's parts.
        """
        searched = self._searched(text, language, kept)
        return [hit for search, parse in searched for hit in search.hits(parse, cues=cues)]

    def _searched(self, text: str, language: Spoken, kept: str) -> Iterator[tuple[ParsedSearch, Parse]]:
        """The search of each language of a text with the parse of what is in it."""
        stretches = stretches_from_json(language, text)
        data = base64.b64decode(kept)
        for one in languages_in(stretches):
            search = self._of(one)
            if search is not None:
                yield search, parse_of(text, stretches, one, data, self._pipelines)

    def _of(self, language: str) -> ParsedSearch | None:
        if language not in self._searches:
            self._searches[language] = self._build_search(language)
        return self._searches[language]

    def _build_search(self, language: str) -> ParsedSearch | None:
        if not any(rule.language == language for rule in self._rules):
            return None
        pipeline = self._pipelines.whole(language)
        grammar = None if pipeline is None else grammar_of(pipeline)
        return (
            None
            if pipeline is None or grammar is None
            else ParsedSearch(self._rules, language, grammar, pipeline.vocab)
        )
