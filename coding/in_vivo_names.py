# SPDX-License-Identifier: MIT
"""Names of codes in the words of an interview: made from a passage, and found again when its words are to go."""

from __future__ import annotations

from collections.abc import Collection, Iterable

_LONGEST = 80  # characters
_FEWEST_WORDS = 3  # fewer are a term such as “debt”, which anybody says


def name_in_vivo(words: str) -> str:
    """The name of a code by the words it stands for: where they are many, the first whole ones.

    Parameters
    ----------
    words : str
        A passage of a text.

    Returns
    -------
    str
        At most 80 characters, on one line.

    Examples
    --------
    >>> name_in_vivo("  he took\\nour cards ")
    'he took our cards'
    """
    name = " ".join(words.split())
    if len(name) <= _LONGEST:
        return name
    cut = name[:_LONGEST].rpartition(" ")[0] or name[: _LONGEST - 1]
    return cut.rstrip(" .,;:!?\u00a0\u202f") + "…"


def is_in_words(names: Iterable[str], passages: Collection[str]) -> bool:
    """Whether one of the names of a code was made from one of these passages.

    Parameters
    ----------
    names : iterable of str
        Of a code, one a language.
    passages : collection of str
        Names that the passages would give, in lower case.

    Returns
    -------
    bool
        False for names of one or two words, which are terms rather than somebody's words.

    Examples
    --------
    >>> is_in_words(["He took our cards"], {"he took our cards"}), is_in_words(["Debt"], {"debt"})
    (True, False)
    """
    return any(has_words_enough([name]) and name.casefold() in passages for name in names)


def has_words_enough(names: Iterable[str]) -> bool:
    """Whether one of the names is long enough to be somebody's words.

    Parameters
    ----------
    names : iterable of str
        Of a code, one a language.

    Returns
    -------
    bool
        False where all are of one or two words.
    """
    return any(len(name.split()) >= _FEWEST_WORDS for name in names)
