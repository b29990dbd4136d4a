# SPDX-License-Identifier: MIT
"""Rules on grammar for documents of several languages: one search a language, on the kept parse or on a new one."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping, Sequence

from coding.entities.common_words import common_words
from coding.entities.patterns import entities_of, parses_with, with_table
from coding.entities.phones import REGIONS
from coding.entities.records import Entity
from coding.language_stretches import LanguageStretch, language_at, languages_in, stretches_from_json
from coding.marks import grammar_of
from coding.parses import Parse, from_bytes, parse_text
from coding.rules.keyword_rules import KeywordHit, Rule, is_parsed_rule
from coding.rules.parsed_rules import MarkedHit, ParsedSearch
from coding.rules.word_marks import MarkedWords, marked_words
from coding.spacy_pipelines import SentencePipelines, pipeline_version

Spoken = str | Sequence[LanguageStretch]  # the language of a text, or those of its stretches
Tabled = Sequence[tuple[int, int, str]] | None  # where a project's table has entities of which kind; None: no table


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
    held = kept_parse_of(stretches, language, kept, pipelines)
    return parse_text(pipeline, text, _own(stretches, language)) if held is None else held


def kept_parse_of(
    stretches: Sequence[LanguageStretch], language: str, kept: bytes, pipelines: SentencePipelines
) -> Parse | None:
    """The kept parse of what is in one language of a text, never a new one."""
    pipeline = pipelines.whole(language) if kept else None
    if pipeline is None:
        return None
    return from_bytes(kept, pipeline, pipeline_version(language), _own(stretches, language))


def _own(stretches: Sequence[LanguageStretch], language: str) -> list[LanguageStretch]:
    """The stretches of one language of several; none where there is but one."""
    return [one for one in stretches if one.language == language] if len(languages_in(stretches)) > 1 else []


class ParseSearches:
    """The searches of a set of rules; a language without pipeline or rules finds nothing and loads nothing."""

    def __init__(self, rules: Iterable[Rule], pipelines: SentencePipelines, regions: Sequence[str] = REGIONS) -> None:
        self._regions = regions
        self._entities: list[Entity] | None = None
        self._rules = [rule for rule in rules if is_parsed_rule(rule.keyword)]
        self._pipelines = pipelines
        self._searches: dict[str, ParsedSearch | None] = {}
        self._text = ""  # the text whose parses are held: rules on grammar and plain words read the same
        self._parses: dict[str, Parse | None] = {}

    def hits(
        self,
        text: str,
        language: Spoken,
        kept: str = "",
        corrected_marks: Mapping[tuple[int, int, str], str] | None = None,
        tabled: Tabled = None,
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
        tabled : sequence of (int, int, str), optional
            Where a table of the project has places, organisations, dates, ages and sums; without it the text tells.

        Yields
        ------
        KeywordHit
            With the mark that the sentence gives it, or somebody.
        """
        for search, parse, entities in self._searched(text, language, kept, tabled):
            for found in search.proposed(parse, corrected_marks, entities):
                yield KeywordHit(found.start, found.end, found.code, found.rule, found.language, str(found.mark))

    def marked(
        self, text: str, language: Spoken, kept: str = "", *, cues: bool = False, tabled: Tabled = None
    ) -> list[MarkedHit]:
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
        tabled : sequence of (int, int, str), optional
            As of `hits`.

        Returns
        -------
        list of MarkedHit
            By language, in the order of the text's parts.
        """
        searched = self._searched(text, language, kept, tabled)
        return [hit for search, parse, entities in searched for hit in search.hits(parse, cues=cues, entities=entities)]

    def words(
        self,
        text: str,
        language: Spoken,
        kept: str,
        hits: Iterable[KeywordHit],
        *,
        cues: bool = False,
        parse: bool = False,
    ) -> Iterator[MarkedWords]:
        """Plain words with their marks, where the text is parsed.

        Parameters
        ----------
        text : str
            The text of a document.
        language : str or sequence of LanguageStretch
            Its language, or its stretches.
        kept : str
            Its parse in base 64. Without one, words keep the mark they have, unless a rule on grammar had it made.
        hits : iterable of KeywordHit
            Places of plain words in it.
        cues : bool
            Also the words that gave each mark.
        parse : bool
            Parse what has no kept parse.

        Yields
        ------
        MarkedWords
            By place; those of a language without a grammar as they were.
        """
        stretches = stretches_from_json(language, text)
        if not kept and not parse and not self._rules:
            yield from map(MarkedWords, hits)
            return
        by_language: dict[str, list[KeywordHit]] = {}
        for hit in hits:
            by_language.setdefault(language_at(stretches, hit.start), []).append(hit)
        data = base64.b64decode(kept)
        for one, found in by_language.items():
            parse_made = parse or self._of(one) is not None
            held = self._parse(text, stretches, one, data, parse=parse_made)
            pipeline = self._pipelines.whole(one) if held else None
            grammar = None if pipeline is None else grammar_of(pipeline)
            if not held or grammar is None:
                yield from map(MarkedWords, found)
            else:
                yield from marked_words(found, held, grammar, cues=cues)

    def _parse(
        self, text: str, stretches: Sequence[LanguageStretch], language: str, kept: bytes, *, parse: bool
    ) -> Parse | None:
        """The parse of one language of a text, once for all rules that ask for it one after the other."""
        if self._text is not text:
            self._text, self._parses, self._entities = text, {}, None
        if self._parses.get(language) is None:
            self._parses[language] = (
                parse_of(text, stretches, language, kept, self._pipelines)
                if parse
                else kept_parse_of(stretches, language, kept, self._pipelines)
            )
        return self._parses[language]

    def _searched(
        self, text: str, language: Spoken, kept: str, tabled: Tabled
    ) -> Iterator[tuple[ParsedSearch, Parse, Parse | None]]:
        """The search of each language of a text with the parse of what is in it, and that with entities if asked."""
        stretches = stretches_from_json(language, text)
        data = base64.b64decode(kept)
        for one in languages_in(stretches):
            search = self._of(one)
            if search is None:
                continue
            parse, entities = self._parse(text, stretches, one, data, parse=True) or [], None
            if search.reads_entities:
                found = self._found_entities(text, stretches, data)
                found = found if tabled is None else with_table(found, tabled)
                entities = parses_with(parse, found)
            yield search, parse, entities

    def _found_entities(self, text: str, stretches: Sequence[LanguageStretch], kept: bytes) -> list[Entity]:
        """The entities of the whole text, once for all rules and languages."""
        able = [one for one in languages_in(stretches) if self._pipelines.whole(one) is not None]
        docs = [part for one in able for part in self._parse(text, stretches, one, kept, parse=True) or ()]
        if self._entities is None:
            known = [common_words(pipeline) for one in able if (pipeline := self._pipelines.whole(one)) is not None]
            self._entities = entities_of(
                text, stretches, docs, lambda word: any(is_common(word) for is_common in known), (), self._regions
            )
        return self._entities

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
