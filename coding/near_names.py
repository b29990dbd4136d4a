# SPDX-License-Identifier: MIT
"""Names of codes that are nearly the same, so that two people do not code one thing under two names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from coding.case_folding import fold_plain
from coding.codebook import Codebook

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
    from rapidfuzz import fuzz, process  # with the first look at names: 40 ms

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
    from rapidfuzz import fuzz, process  # as above

    known = {(code.id, language): _plain(text) for code in book for language, text in code.name.by_language.items()}
    found = process.extract(_plain(name), known, scorer=fuzz.token_sort_ratio, score_cutoff=at_least, limit=most * 2)
    return list(dict.fromkeys(str(place[0]) for _, _, place in found))[:most]


def _languages(book: Codebook) -> Iterable[str]:
    return dict.fromkeys(language for code in book for language in code.name.by_language)


def _plain(name: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold_plain(name)).split())
