# SPDX-License-Identifier: MIT
"""Rules on the parse for documents of several languages: one search a language, on the kept parse or on a new one."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping

from coding.marks import grammar_of
from coding.parsed_rules import MarkedHit, ParsedSearch
from coding.parses import Parse, from_bytes, parse_text
from coding.rules import KeywordHit, Rule, is_parsed_rule
from coding.spacy_pipelines import SentencePipelines, pipeline_version


class ParseSearches:
    """The searches of a set of rules; a language without pipeline or rules finds nothing and loads nothing."""

    def __init__(self, rules: Iterable[Rule], pipelines: SentencePipelines) -> None:
        self._rules = [rule for rule in rules if is_parsed_rule(rule.keyword)]
        self._pipelines = pipelines
        self._searches: dict[str, ParsedSearch | None] = {}

    def hits(
        self,
        text: str,
        language: str,
        kept: str = "",
        corrected_marks: Mapping[tuple[int, int, str], str] | None = None,
    ) -> Iterator[KeywordHit]:
        """The hits to propose in a text.

        Parameters
        ----------
        text : str
            The text of a document.
        language : str
            Its language; one without pipeline or rules has no hits.
        kept : str
            Its parse in base 64 (`coding.parses.to_bytes`); "" or one of another version parses anew.
        corrected_marks : mapping, optional
            The mark that somebody said a place has, by (start, end, code).

        Yields
        ------
        KeywordHit
            With the mark that the sentence gives it, or somebody.
        """
        search = self._of(language)
        for found in search.proposed(self._parse(text, language, kept), corrected_marks) if search else ():
            yield KeywordHit(found.start, found.end, found.code, found.rule, found.language, str(found.mark))

    def marked(self, text: str, language: str, kept: str = "", *, cues: bool = False) -> list[MarkedHit]:
        """All hits with their marks.

        Parameters
        ----------
        text : str
            The text of a document.
        language : str
            Its language; one without pipeline or rules has no hits.
        kept : str
            Its parse in base 64; "" or one of another version parses anew.
        cues : bool
            Also the words that gave each mark.

        Returns
        -------
        list of MarkedHit
            In the order of the text's parts.
        """
        search = self._of(language)
        return list(search.hits(self._parse(text, language, kept), cues=cues)) if search else []

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

    def _parse(self, text: str, language: str, kept: str) -> Parse:
        pipeline = self._pipelines.whole(language)
        assert pipeline is not None  # a language without one has no search
        held = from_bytes(base64.b64decode(kept), pipeline, pipeline_version(language)) if kept else None
        return parse_text(pipeline, text) if held is None else held
