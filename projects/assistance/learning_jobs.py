# SPDX-License-Identifier: MIT
"""The text process's work on learned suggestions: encodes sentences once, learns, proposes. JSON in and out."""

from __future__ import annotations

import base64
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from coding.learned.encoder import DIMENSIONS, UniversalEncoder, encoder_version
from projects.assistance.vectors import from_bytes, sentence_digest, to_bytes
from wording import PartOf, Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coding.learned.encoder import Vectors

    Vector = NDArray[np.float32]

_Asked = dict[str, Any]  # JSON
_KEPT = 40_000  # vectors kept between calls: 80 MB
_BATCH = 32
_VECTORS: dict[bytes, Vector] = {}  # by the digest of the sentence


def job_take_vectors(arguments: _Asked, progress: Progress) -> int:
    """`{objects: [kept vectors in base 64, …]}` → how many vectors are known now."""
    import numpy as np  # at the first call only

    del progress
    for held in arguments["objects"]:
        for name, data in from_bytes(base64.b64decode(held), DIMENSIONS * 4).items():
            _VECTORS[name] = np.frombuffer(data, dtype="<f4")
    return len(_VECTORS)


def job_encode(arguments: _Asked, progress: Progress) -> tuple[int, list[bytes]]:
    """`{sentences}` → how many were encoded, as a part the new vectors; none without an encoder."""
    new: dict[bytes, None] = {}
    if encoder_version():
        _encoded(arguments["sentences"], progress, new)
    return len(new), _part_of(new)


def _part_of(new: dict[bytes, None]) -> list[bytes]:
    vectors = {name: _VECTORS[name].astype("<f4").tobytes() for name in new if name in _VECTORS}
    return [to_bytes(vectors)] if vectors else []


def job_learned_proposals(arguments: _Asked, progress: Progress) -> tuple[_Asked, list[bytes]]:
    """`{examples, candidates, wanted, names, least, by_letters}` → `{version, encoded, found, gain, expected}`.

    An example is `[id, document, text, codes, rejected, beside, accepted]`, a candidate `[id, document, text, barred,
    beside, read]`, a name `[code, name]`, a find `[candidate, code, score, words, similar]`; `expected` has by code
    `[share, shown, codings, pooled]`. As a part come new vectors.
    """
    from coding.learned.model import Example  # scipy.stats, 730 ms: not at start
    from coding.learned.proposals import CandidateSentence, propose  # scipy.stats, 730 ms: not at start

    examples = [
        Example(name, document, text, frozenset(codes), frozenset(rejected), tuple(beside), frozenset(accepted))
        for name, document, text, codes, rejected, beside, accepted in arguments["examples"]
    ]
    candidates = [
        CandidateSentence(name, document, text, frozenset(barred), tuple(beside), bool(read))
        for name, document, text, barred, beside, read in arguments["candidates"]
    ]
    version = "" if arguments["by_letters"] else encoder_version()
    new: dict[bytes, None] = {}
    encode = functools.partial(_encoded, progress=progress, new=new) if version else None
    made = propose(
        *(examples, candidates, arguments["wanted"], encode, version),
        names=[(code, name) for code, name in arguments["names"]], least=float(arguments["least"]),
    )  # fmt: skip
    found = [[one.candidate, one.code, one.score, one.words, one.similar] for one in made.found]
    gain = None if made.gain is None else [made.gain.ours, made.gain.commonest, made.gain.segments]
    expected = {code: [one.share, one.shown, one.codings, one.pooled] for code, one in made.expected.items()}
    answer = {"version": made.version, "encoded": made.encoded, "found": found, "gain": gain, "expected": expected}
    return answer, _part_of(new)


def job_alike(arguments: _Asked, progress: Progress) -> list[tuple[str, float]]:
    """`{texts, candidates, most}` → `[[candidate, likeness], …]`, the candidates most like any of the texts."""
    from coding.learned.proposals import CandidateSentence, nearest_candidates  # as above

    candidates = [CandidateSentence(row[0], row[1], row[2]) for row in arguments["candidates"]]
    encode = functools.partial(_encoded, progress=progress, new={}) if encoder_version() else None
    return nearest_candidates(arguments["texts"], candidates, encode, arguments["most"])


def _encoded(sentences: Sequence[str], progress: Progress, new: dict[bytes, None]) -> Vectors:
    """The vectors of some sentences; each text is encoded once, and named in `new` then."""
    import numpy as np  # as above

    names = {text: sentence_digest(text) for text in sentences}
    waiting = [text for text, name in names.items() if name not in _VECTORS]
    if len(_VECTORS) + len(waiting) > _KEPT:
        _VECTORS.clear()
        waiting = list(names)
    part = PartOf(progress, 0.0, 0.95)
    for start in range(0, len(waiting), _BATCH):
        batch = [names[text] for text in waiting[start : start + _BATCH]]
        _VECTORS.update(zip(batch, _encoder().encode(waiting[start : start + _BATCH]), strict=True))
        new.update(dict.fromkeys(batch))
        part.report((start + len(batch)) / len(waiting))
    if not sentences:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.stack([_VECTORS[names[text]] for text in sentences])


@functools.cache
def _encoder() -> UniversalEncoder:
    """Kept for the life of the warm process: its weights are 100 MB."""
    return UniversalEncoder()
