# SPDX-License-Identifier: MIT
"""Names of codes that are nearly the same, so that two people do not code one thing under two names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

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


NEAR = 85.0  # of 100; "Debt bondage" and "Debt-bondage" 96, "Recruitment" and "Recrutement" 91


@dataclass(frozen=True)
class NearNames:
    """Two codes, the language in which their names are near, and how near: 100 is the same."""

    first: str
    second: str
    language: str
    score: float


def near_names(book: Codebook, at_least: float = NEAR) -> list[NearNames]:
    """Pairs of codes whose names in one language are nearly the same, the nearest first.

    Capitals, accents, order of the words and marks count for nothing; each pair stands once, under the language where
    it is nearest. Retired codes are left out.

    Parameters
    ----------
    book : Codebook
        The codes to compare, each with each.
    at_least : float
        The least likeness, 0 to 100.

    Returns
    -------
    list of NearNames
        By falling likeness, then by ids.

    References
    ----------
    Likeness as RapidFuzz's fuzz.token_sort_ratio.
    """
    best: dict[tuple[str, str], NearNames] = {}
    for language in _languages(book):
        held = [(code.id, _plain(code.name.by_language.get(language, ""))) for code in book if not code.retired]
        held = [(code, name) for code, name in held if name]
        names = [name for _, name in held]
        table = process.cdist(names, names, scorer=fuzz.token_sort_ratio, score_cutoff=at_least)
        for place, (code, _) in enumerate(held):
            for other in range(place + 1, len(held)):
                score = float(table[place][other])
                pair = (code, held[other][0])
                if score >= at_least and (pair not in best or score > best[pair].score):
                    best[pair] = NearNames(*pair, language, score)
    return sorted(best.values(), key=lambda one: (-one.score, one.first, one.second))


def nearest_names(book: Codebook, name: str, at_least: float = NEAR, most: int = 5) -> list[str]:
    """The codes whose names in any language are near to one typed, the nearest first.

    Parameters
    ----------
    book : Codebook
        The codes to look in, retired ones too.
    name : str
        A name as typed, in any language.
    at_least : float
        The least likeness, 0 to 100.
    most : int
        How many codes at most.

    Returns
    -------
    list of str
        Ids of codes, each once.

    Examples
    --------
    >>> from coding.records import Code
    >>> from wording import Labels
    >>> names = ["Debt", "Fear"]
    >>> codes = [Code(name, None, 0, Labels({"en": name}), Labels({}), "#0072b2", {}) for name in names]
    >>> nearest_names(Codebook(codes), "debts")
    ['Debt']
    """
    known = {(code.id, language): _plain(text) for code in book for language, text in code.name.by_language.items()}
    found = process.extract(_plain(name), known, scorer=fuzz.token_sort_ratio, score_cutoff=at_least, limit=most * 2)
    return list(dict.fromkeys(str(place[0]) for _, _, place in found))[:most]


def _languages(book: Codebook) -> Iterable[str]:
    return dict.fromkeys(language for code in book for language in code.name.by_language)


def _plain(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold_plain(name)).split())
