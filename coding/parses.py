# SPDX-License-Identifier: MIT
"""The parse of a text as bytes: spaCy's DocBin of its parts with where each begins. Nothing is ever unpickled."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from coding.spacy_pipelines import parsed
from coding.spacy_types import Doc, Language

FORMAT = 1
_LONGEST = 8_000  # characters of a part: longer lines are cut at a space
_LINE = re.compile(r"[^\n]+")
_ATTRIBUTES = (
    "ORTH", "SPACY", "LEMMA", "POS", "TAG", "MORPH", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE",
)  # fmt: skip

Parse = list[tuple[int, Doc]]  # (offset in the text, its part)


def parts(text: str) -> Iterator[tuple[int, str]]:
    r"""The lines of a text, long ones cut at spaces, each with where it begins; what is only white space is left out.

    Parameters
    ----------
    text : str
        A normalised text.

    Yields
    ------
    tuple of (int, str)
        A code point and the part from there, at most 8,000 characters.

    Examples
    --------
    >>> list(parts("One.\n\nTwo.\n"))
    [(0, 'One.'), (6, 'Two.')]
    """
    for match in _LINE.finditer(text):
        start, end = match.span()
        while end - start > _LONGEST:
            space = text.rfind(" ", start + _LONGEST // 2, start + _LONGEST)
            cut = space + 1 if space > 0 else start + _LONGEST
            yield start, text[start:cut]
            start = cut
        if text[start:end].strip():
            yield start, text[start:end]


def parse_text(pipeline: Language, text: str) -> Parse:
    """A text parsed part by part, in batches.

    Parameters
    ----------
    pipeline : spacy.Language
        A whole pipeline (`SentencePipelines.whole`).
    text : str
        A normalised text.

    Returns
    -------
    list of (int, Doc)
        The code point where each part begins, and its parse.
    """
    found = list(parts(text))
    docs = parsed(pipeline, (part for _, part in found))
    return [(start, doc) for (start, _), doc in zip(found, docs, strict=True)]


def to_bytes(parse: Parse, version: str) -> bytes:
    """A parse with the version of the pipeline that made it: a line of JSON, then a DocBin.

    Parameters
    ----------
    parse : list of (int, Doc)
        As `parse_text` gives it.
    version : str
        `spacy_pipelines.pipeline_version` of the language.

    Returns
    -------
    bytes
        Words, lemmas, tags, morphology, tree, sentences and entities; nothing pickled.
    """
    from spacy.tokens import DocBin  # seconds: only where texts are parsed

    head = {"format": FORMAT, "pipeline": version, "starts": [start for start, _ in parse]}
    held = DocBin(attrs=_ATTRIBUTES, docs=[doc for _, doc in parse], store_user_data=False)
    return json.dumps(head).encode("ascii") + b"\n" + held.to_bytes()


def lemmas(data: bytes) -> list[tuple[int, int, str]]:
    """The words of a parsed text: where each stands, in code points, half-open, and its lemma; no pipeline is loaded.

    Empty when the parse is damaged or of another format.

    Parameters
    ----------
    data : bytes
        As `to_bytes` gave it, of any pipeline.

    Returns
    -------
    list of (int, int, str)
        Start, end, lemma (the form itself where there is none), in order; blanks left out.
    """
    from spacy.tokens import DocBin  # as above
    from spacy.vocab import Vocab  # as above

    head, _, body = data.partition(b"\n")
    try:
        header = json.loads(head)
        if header["format"] != FORMAT:
            return []
        docs = DocBin(store_user_data=False).from_bytes(body).get_docs(Vocab())
        return [
            (start + token.idx, start + token.idx + len(token.text), token.lemma_ or token.text)
            for start, doc in zip(header["starts"], docs, strict=True)
            for token in doc
            if not token.is_space
        ]
    except (ValueError, KeyError, TypeError):
        return []


def from_bytes(data: bytes, pipeline: Language, version: str) -> Parse | None:
    """The parse of an object; None when it is damaged, of another format, or another pipeline's.

    Parameters
    ----------
    data : bytes
        As `to_bytes` gave it.
    pipeline : spacy.Language
        The pipeline of the language, for its vocabulary.
    version : str
        The version that the parse must be of.

    Returns
    -------
    list of (int, Doc) or None
        As `parse_text` gives it.
    """
    from spacy.tokens import DocBin  # as above

    head, _, body = data.partition(b"\n")
    try:
        header = json.loads(head)
        if header["format"] != FORMAT or header["pipeline"] != version:
            return None
        docs = list(DocBin(store_user_data=False).from_bytes(body).get_docs(pipeline.vocab))
        return list(zip(header["starts"], docs, strict=True))
    except (ValueError, KeyError, TypeError):
        return None
