# SPDX-License-Identifier: MIT
"""The spaCy pipelines that are installed, loaded when first needed. For the text process only: it takes seconds."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from coding.sentences import Splitter
from coding.spacy_types import Doc, Language
from wording import LANGUAGES
from wording.language_record import language_of_code

PARSED = tuple(code for code in LANGUAGES if language_of_code(code).pipelines)
NAMED = "WORKBENCH_PIPELINES"  # an office's own choice: "en=en_core_web_lg,sw=sw_pipeline"
_NAME = re.compile(r"[a-z]{2,3}_\w{1,60}")
_NOT_FOR_SENTENCES = ("ner", "lemmatizer", "attribute_ruler", "tagger", "morphologizer")
_LONGEST = 20_000  # characters parsed at once: memory grows with the length of a text
# One character for one: the pipelines were trained on straight apostrophes and plain spaces.
_AS_TRAINED = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "–": "-"})


def pipeline_name(language: str) -> str:
    """The package of the pipeline for `language`, first what the office named; "" when none is installed.

    Parameters
    ----------
    language : str
        As "en".

    Returns
    -------
    str
        The name of an importable package; the office's choice stands in the environment (`NAMED`).
    """
    pairs = (pair.partition("=") for pair in os.environ.get(NAMED, "").split(","))
    named = [name.strip() for code, _, name in pairs if code.strip() == language and _NAME.fullmatch(name.strip())]
    usual = language_of_code(language).pipelines if language in LANGUAGES else ()
    return next((name for name in (*named, *usual) if find_spec(name)), "")


def unknown_pipelines() -> list[str]:
    """The pipelines that an office named in the environment and that are not installed, as written there.

    Returns
    -------
    list of str
        Each as "en=en_core_web_lg"; what has not this form is among them.
    """
    pairs = [pair.strip() for pair in os.environ.get(NAMED, "").split(",") if pair.strip()]
    named = [(pair, *(part.strip() for part in pair.partition("="))) for pair in pairs]
    return [pair for pair, code, _, name in named if not (code and _NAME.fullmatch(name) and find_spec(name))]


def pipeline_version(language: str) -> str:
    """The name and version of what parses a language, as it is kept beside a parse; "" when none is installed.

    Parameters
    ----------
    language : str
        As "en".

    Returns
    -------
    str
        "name version"; the name alone for a package without a version.
    """
    name = pipeline_name(language)
    if not name:
        return ""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def as_trained(text: str) -> str:
    """The text with the apostrophes and spaces that the pipelines know; no place changes.

    Examples
    --------
    >>> as_trained("l’argent – tout")
    "l'argent - tout"
    """
    return text.translate(_AS_TRAINED)


class SentencePipelines:
    """Keeps the pipelines it has loaded: a small English one and a middle French one take some 400 MB together."""

    def __init__(self, load: Callable[[str, bool], Language] | None = None) -> None:
        self._load = load or _load
        self._loaded: dict[str, tuple[Language, bool]] = {}

    def whole(self, language: str) -> Language | None:
        """The pipeline of `language` with lemmas, parts of speech, entities and parse; None when none is installed.

        Parameters
        ----------
        language : str
            As "en".

        Returns
        -------
        spacy.Language or None
            Kept for the next time; one that was loaded for sentences only is loaded anew.
        """
        return self._get(pipeline_name(language), whole=True)

    def splitter(self, language: str) -> Splitter | None:
        """Sentences by the pipeline of `language`; None when none is installed.

        Parameters
        ----------
        language : str
            As "en".

        Returns
        -------
        callable or None
            Text to (start, end) of its sentences, without white space at their ends.
        """
        pipeline = self._get(pipeline_name(language), whole=False)
        if pipeline is None:
            return None

        def split(text: str) -> Iterator[tuple[int, int]]:
            for sentence in _without(pipeline, text).sents:
                kept = sentence.text.strip()
                if kept:
                    start = sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())
                    yield start, start + len(kept)

        return split

    def _get(self, name: str, *, whole: bool) -> Language | None:
        if not name:
            return None
        held = self._loaded.get(name)
        if held is None or (whole and not held[1]):
            self._loaded.pop(name, None)
            self._loaded[name] = (self._load(name, whole), whole)
        return self._loaded[name][0]


def parsed(pipeline: Language, texts: Iterable[str], batch: int = 64) -> Iterator[Doc]:
    """The texts parsed in batches, in order; what is longer than the pipeline can bear is cut off from the parse.

    Parameters
    ----------
    pipeline : spacy.Language
        A loaded pipeline.
    texts : iterable of str
        Of each the first 20,000 characters are parsed.
    batch : int
        Texts parsed at a time; all of a batch are in memory together.

    Yields
    ------
    Doc
        One a text.
    """
    yield from pipeline.pipe((as_trained(text)[:_LONGEST] for text in texts), batch_size=batch)


def _without(pipeline: Language, text: str) -> Doc:
    names = set(getattr(pipeline, "pipe_names", ()))
    unneeded = [name for name in _NOT_FOR_SENTENCES if name in names]
    return pipeline(text, disable=unneeded) if unneeded else pipeline(text)


def _load(name: str, whole: bool) -> Language:
    import spacy  # seconds: only when a text is parsed

    return spacy.load(name, exclude=[] if whole else ["ner", "lemmatizer", "attribute_ruler", "tagger"])
