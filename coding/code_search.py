# SPDX-License-Identifier: MIT
"""Finding a code by a few letters, as typed after Ctrl+K: names in every language, keys, initials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from coding.case_folding import fold_plain
from coding.codebook import Codebook
from coding.records import Code

_NO_MATCH = 99


class CodeSearch:
    """The names of a codebook folded once, so that each letter typed costs little."""

    def __init__(self, codebook: Codebook) -> None:
        self._codebook = codebook
        self._entries = [
            (code, fold_plain(code.key), [fold_plain(name) for name in code.name.by_language.values()])
            for code in codebook
        ]

    def find(
        self, typed: str, recent: Sequence[str] = (), uses: Mapping[str, int] | None = None, limit: int = 20
    ) -> list[Code]:
        """The best codes for what was typed, best first; nothing typed: recent ones, then the most used.

        Order: the quality of the match, then how recently (`recent`: ids, latest first), then how often used
        (`uses`: id → segments), then the order of the codebook.

        Parameters
        ----------
        typed : str
            What was typed so far; case and accents do not matter.
        recent : sequence of str
            Ids of the codes applied lately, the latest first.
        uses : mapping of str to int, optional
            Code id to its number of segments.
        limit : int
            The most codes to give.

        Returns
        -------
        list of Code
            At most `limit`, codes that do not fit left out.
        """
        wanted = fold_plain(typed)
        latest = {code_id: place for place, code_id in reversed(list(enumerate(recent)))}
        counts = uses or {}
        ranked = []
        for place, (code, key, names) in enumerate(self._entries):
            quality = match_quality(wanted, key, names)
            if quality < _NO_MATCH:
                ranked.append((quality, latest.get(code.id, len(latest)), -counts.get(code.id, 0), place, code))
        ranked.sort(key=lambda entry: entry[:4])
        return [entry[4] for entry in ranked[:limit]]


def match_quality(wanted: str, key: str, names: Sequence[str]) -> int:
    """How well folded letters fit a code: 0 best, 99 not at all.

    0 exact name or key · 1 initials ("db" for debt bondage) or start of the name · 2 start of the key · 3 start of a
    later word, or of several words in order ("de bo") · 4 within a name or key · 5 the letters in order.

    Examples
    --------
    >>> match_quality("db", "ind.debt", ["debt bondage"])  # initials
    1
    >>> match_quality("de bo", "", ["debt bondage"])
    3
    >>> match_quality("xyz", "ind.debt", ["debt bondage"])
    99
    """
    if not wanted:
        return 0
    return min([_name_quality(wanted, name) for name in names] + [_key_quality(wanted, key)], default=_NO_MATCH)


def _name_quality(wanted: str, name: str) -> int:
    words = name.replace("-", " ").replace("'", " ").replace("/", " ").split()
    if name == wanted:
        return 0
    if name.startswith(wanted) or "".join(word[0] for word in words).startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in words) or _words_start(wanted.split(), words):
        return 3
    if wanted in name:
        return 4
    return 5 if len(wanted) > 2 and _in_order(wanted.replace(" ", ""), name) else _NO_MATCH


def _key_quality(wanted: str, key: str) -> int:
    if not key:
        return _NO_MATCH
    last = key.rpartition(".")[2]
    if wanted in (key, last):
        return 0
    if key.startswith(wanted) or last.startswith(wanted):
        return 2
    return 4 if wanted in key else _NO_MATCH


def _words_start(wanted: list[str], words: list[str]) -> bool:
    """Whether each typed piece starts a word, in the same order: "tr co" for trial in court."""
    if len(wanted) < 2:
        return False
    rest = iter(words)
    return all(any(word.startswith(piece) for word in rest) for piece in wanted)


def _in_order(letters: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in letters)
