# SPDX-License-Identifier: MIT
"""The spaCy pipelines for the tests of this folder: each process loads that of a language once."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from coding.entities.common_words import common_words
from coding.marks import Grammar, grammar_of
from coding.spacy_pipelines import SentencePipelines


@cache
def pipelines() -> SentencePipelines:
    """Those that are loaded by now."""
    return SentencePipelines()


def pipeline(language: str) -> Any:
    """The whole pipeline of a language; the test is skipped where none is installed."""
    loaded = pipelines().whole(language)
    if loaded is None:
        pytest.skip(f"no spaCy pipeline for {language} is installed")
    return loaded


def with_grammar(language: str) -> tuple[Any, Grammar]:
    """The same with the grammar of its language."""
    loaded = pipeline(language)
    grammar = grammar_of(loaded)
    assert grammar is not None
    return loaded, grammar


def forget() -> None:
    """Give the memory of the pipelines back: some 400 MB."""
    for kept in (pipelines, grammar_of, common_words):
        kept.cache_clear()
