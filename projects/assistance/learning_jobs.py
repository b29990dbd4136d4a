# SPDX-License-Identifier: MIT
"""The text process's work on learned suggestions: encodes sentences once, learns, proposes. JSON in and out."""

from __future__ import annotations

import base64
import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from projects.assistance.vectors import from_bytes, sentence_digest, to_bytes
from wording import PartOf, Progress

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from coding.learned.encoder import UniversalEncoder, Vectors

    Vector = NDArray[np.float32]

_KEPT = 40_000  # vectors kept between calls: 80 MB
_BATCH = 32
_VECTORS: dict[bytes, Vector] = {}  # by the digest of the sentence


def job_take_vectors(arguments: dict[str, Any], progress: Progress) -> int:
    """`{objects: [kept vectors in base 64, …]}` → how many vectors are known now."""
    import numpy as np  # at the first call only

    from coding.learned.encoder import DIMENSIONS  # numpy, 80 ms: not at start

    del progress
    for held in arguments["objects"]:
        for name, data in from_bytes(base64.b64decode(held), DIMENSIONS * 4).items():
            _VECTORS[name] = np.frombuffer(data, dtype="<f4")
    return len(_VECTORS)


def job_learned_proposals(arguments: dict[str, Any], progress: Progress) -> tuple[dict[str, Any], list[bytes]]:
    """`{examples, candidates, wanted, most_encoded}` → `{version, encoded, found, gain}`, as a part new vectors.

    An example is `[id, document, text, codes, rejected]`, a candidate `[id, document, text, barred]`, a find
    `[candidate, code, score, words, similar]`.
    """
    from coding.learned.encoder import encoder_version  # numpy and scipy: at the first call only
    from coding.learned.model import Example  # scipy.stats, 730 ms: not at start
    from coding.learned.proposals import CandidateSentence, propose  # scipy.stats, 730 ms: not at start

    examples = [
        Example(name, document, text, frozenset(codes), frozenset(rejected))
        for name, document, text, codes, rejected in arguments["examples"]
    ]
    candidates = [
        CandidateSentence(name, document, text, frozenset(barred))
        for name, document, text, barred in arguments["candidates"]
    ]
    version, most = encoder_version(), int(arguments["most_encoded"])
    new: dict[bytes, None] = {}
    encode = functools.partial(_encoded, progress=progress, new=new) if version and most else None
    made = propose(examples, candidates, arguments["wanted"], encode, version, most)
    found = [[one.candidate, one.code, one.score, one.words, one.similar] for one in made.found]
    vectors = {name: _VECTORS[name].astype("<f4").tobytes() for name in new if name in _VECTORS}
    gain = None if made.gain is None else [made.gain.ours, made.gain.commonest, made.gain.segments]
    answer = {"version": made.version, "encoded": made.encoded, "found": found, "gain": gain}
    return answer, [to_bytes(vectors)] if vectors else []


def _encoded(sentences: Sequence[str], progress: Progress, new: dict[bytes, None]) -> Vectors:
    """The vectors of some sentences; each text is encoded once, and named in `new` then."""
    import numpy as np  # as above

    from coding.learned.encoder import DIMENSIONS  # numpy, 80 ms: not at start

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
    from coding.learned.encoder import UniversalEncoder  # as above

    return UniversalEncoder()
