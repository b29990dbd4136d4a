# SPDX-License-Identifier: MIT
"""The parse of a text as bytes: spaCy's DocBin of its parts with where each begins. Nothing is ever unpickled."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from coding.language_stretches import LanguageStretch
from coding.spacy_pipelines import parsed
from coding.spacy_types import Doc, Language
from wording import Progress

FORMAT = 1
SEVERAL = 2  # the format of a text in several languages: a line of JSON, then the parse of each language
_LONGEST = 8_000  # characters of a part: longer lines are cut at a space
_LONG = 4_000  # characters of a part: 64 longer ones at a time took 2.2 GB of memory
_TOLD = 16  # parts after which the progress is told: of one endless line, every few seconds
_LINE = re.compile(r"[^\n]+")
_ATTRIBUTES = (
    "ORTH", "SPACY", "LEMMA", "POS", "TAG", "MORPH", "DEP", "HEAD", "SENT_START", "ENT_IOB", "ENT_TYPE",
)  # fmt: skip

Parse = list[tuple[int, Doc]]  # (offset in the text, its part)


def parts(text: str) -> Iterator[tuple[int, str]]:
    r"""The lines of a text, long ones cut at spaces, each with where it begins; what is only white space is left out.

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


def parse_text(
    pipeline: Language, text: str, stretches: Sequence[LanguageStretch] = (), progress: Progress | None = None
) -> Parse:
    """A text parsed part by part, in batches.

    Parameters
    ----------
    pipeline : spacy.Language
        A whole pipeline (`SentencePipelines.whole`).
    text : str
        A normalised text.
    stretches : sequence of LanguageStretch, optional
        Those to parse; the whole text where none are given.
    progress : Progress, optional
        Told how far in the text the parse is, every 16 parts.

    Returns
    -------
    list of (int, Doc)
        The code point where each part begins, and its parse.
    """
    wanted = [(one.start, one.end) for one in stretches] or [(0, len(text))]
    found = [(first + start, part) for first, last in wanted for start, part in parts(text[first:last])]
    longest = max((len(part) for _, part in found), default=0)
    docs = parsed(pipeline, (part for _, part in found), 64 if longest <= _LONG else 8)
    made: Parse = []
    for (start, part), doc in zip(found, docs, strict=True):
        made.append((start, doc))
        if progress is not None and len(made) % _TOLD == 0:
            progress.report((start + len(part)) / len(text))
    return made


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


def several_to_bytes(parses: Sequence[tuple[str, Sequence[LanguageStretch], bytes]]) -> bytes:
    """The parses of a text in several languages: a line of JSON, then what `to_bytes` gave for each.

    Parameters
    ----------
    parses : sequence of (str, sequence of LanguageStretch, bytes)
        Of each language the version of its pipeline, what was parsed, and its parse.

    Returns
    -------
    bytes
        Nothing pickled.
    """
    sections = [
        [version, [[one.start, one.end] for one in stretches], len(data)] for version, stretches, data in parses
    ]
    head = json.dumps({"format": SEVERAL, "sections": sections}).encode("ascii")
    return head + b"\n" + b"".join(data for _, _, data in parses)


def _sections(data: bytes) -> list[tuple[str | None, list[list[int]], bytes]]:
    """Of each language the version of its pipeline (None in the format of one language), its stretches, its parse."""
    head, _, body = data.partition(b"\n")
    header = json.loads(head)
    if header["format"] != SEVERAL:
        return [(None, [], data)]
    found: list[tuple[str | None, list[list[int]], bytes]] = []
    place = 0
    for version, stretches, length in header["sections"]:
        found.append((str(version), stretches, body[place : place + length]))
        place += length
    return found


def _section(data: bytes, version: str, stretches: Sequence[LanguageStretch]) -> bytes:
    """The parse of one language of a text; b"" where other stretches were parsed."""
    wanted = [[one.start, one.end] for one in stretches]
    for of, parsed_stretches, part in _sections(data):
        if of in (None, version) and parsed_stretches == wanted:
            return part
    return b""


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
    try:
        return sorted(word for _, _, part in _sections(data) for word in _lemmas_of(part))
    except (ValueError, KeyError, TypeError):
        return []


def _lemmas_of(data: bytes) -> Iterator[tuple[int, int, str]]:
    from spacy.tokens import DocBin  # as above
    from spacy.vocab import Vocab  # as above

    head, _, body = data.partition(b"\n")
    header = json.loads(head)
    if header["format"] != FORMAT:
        return
    docs = DocBin(store_user_data=False).from_bytes(body).get_docs(Vocab())
    for start, doc in zip(header["starts"], docs, strict=True):
        for token in doc:
            if not token.is_space:
                yield start + token.idx, start + token.idx + len(token.text), token.lemma_ or token.text


def from_bytes(
    data: bytes, pipeline: Language, version: str, stretches: Sequence[LanguageStretch] = ()
) -> Parse | None:
    """The parse of an object; None when it is damaged, of another format, another pipeline's or of other stretches."""
    from spacy.tokens import DocBin  # as above

    try:
        head, _, body = _section(data, version, stretches).partition(b"\n")
        header = json.loads(head)
        if header["format"] != FORMAT or header["pipeline"] != version:
            return None
        docs = list(DocBin(store_user_data=False).from_bytes(body).get_docs(pipeline.vocab))
        return list(zip(header["starts"], docs, strict=True))
    except (ValueError, KeyError, TypeError):
        return None
