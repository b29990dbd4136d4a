# SPDX-License-Identifier: MIT
"""The text process's work on learned suggestions: encodes sentences once, learns, proposes. JSON in and out."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wording import PartOf, Progress

if TYPE_CHECKING:
    from coding.learned.encoder import UniversalEncoder, Vectors

_KEPT = 40_000  # vectors kept between calls: 80 MB
_BATCH = 32
_VECTORS: dict[str, Any] = {}


def job_learned_proposals(arguments: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """`{examples, candidates, wanted, most_encoded}` → `{version, encoded, found}`.

    An example is `[id, document, text, codes, rejected]`, a candidate `[id, document, text, barred]`, a find
    `[candidate, code, score, words, similar]`.
    """
    from coding.learned.encoder import encoder_version  # numpy and scipy: at the first call only
    from coding.learned.model import Example  # scipy.stats, 730 ms: not at start
    from coding.learned.proposals import Candidate, propose  # scipy.stats, 730 ms: not at start

    examples = [
        Example(name, document, text, frozenset(codes), frozenset(rejected))
        for name, document, text, codes, rejected in arguments["examples"]
    ]
    candidates = [
        Candidate(name, document, text, frozenset(barred)) for name, document, text, barred in arguments["candidates"]
    ]
    version, most = encoder_version(), int(arguments["most_encoded"])
    encode = functools.partial(_encoded, progress=progress) if version and most else None
    made = propose(examples, candidates, arguments["wanted"], encode, version, most)
    found = [[one.candidate, one.code, one.score, one.words, one.similar] for one in made.found]
    return {"version": made.version, "encoded": made.encoded, "found": found}


def _encoded(sentences: Sequence[str], progress: Progress) -> Vectors:
    """The vectors of some sentences, each text encoded once in the life of the process."""
    import numpy as np  # as above

    from coding.learned.encoder import DIMENSIONS  # numpy, 80 ms: not at start

    waiting = [text for text in dict.fromkeys(sentences) if text not in _VECTORS]
    if len(_VECTORS) + len(waiting) > _KEPT:
        _VECTORS.clear()
        waiting = list(dict.fromkeys(sentences))
    part = PartOf(progress, 0.0, 0.95)
    for start in range(0, len(waiting), _BATCH):
        batch = waiting[start : start + _BATCH]
        _VECTORS.update(zip(batch, _encoder().encode(batch), strict=True))
        part.report((start + len(batch)) / len(waiting))
    if not sentences:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    return np.stack([_VECTORS[text] for text in sentences])


@functools.cache
def _encoder() -> UniversalEncoder:
    """Kept for the life of the warm process: its weights are 100 MB."""
    from coding.learned.encoder import UniversalEncoder  # as above

    return UniversalEncoder()
