# SPDX-License-Identifier: MIT
"""The codebook as a tree: which code is under which, what changes when a code moves or merges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from coding.records import Code
from wording import Labels, Problem, msg

OKABE_ITO = ("#0072b2", "#d55e00", "#cc79a7", "#009e73", "#e69f00", "#56b4e9", "#f0e442", "#000000")
_TINTS = (0.35, 0.6)  # shares of white mixed in


def palette() -> tuple[str, ...]:
    """All colours in the order in which they are given out: the eight, then two lighter rounds.

    Returns
    -------
    tuple of str
        24 colours as "#rrggbb".
    """
    return OKABE_ITO + tuple(tint(colour, share) for share in _TINTS for colour in OKABE_ITO)


def next_colour(taken: Iterable[str]) -> str:
    """The first colour used least often so far.

    Parameters
    ----------
    taken : iterable of str
        The colours in use, one for each code, repeated where codes share one.

    Returns
    -------
    str
        One of `palette()`, the earliest of those used least.

    Examples
    --------
    >>> next_colour(["#0072b2", "#d55e00"])
    '#cc79a7'
    """
    used = [colour.lower() for colour in taken]
    return min(palette(), key=lambda colour: used.count(colour))


def tint(colour: str, white: float) -> str:
    """`colour` ("#rrggbb") mixed with the given share of white.

    Examples
    --------
    >>> tint("#000000", 0.6)  # 0.6 × 255 = 153 = 0x99
    '#999999'
    """
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * white):02x}" for part in parts)


def is_colour(text: str) -> bool:
    """Whether the text is a colour as stored: "#" and six hexadecimal digits.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    bool
        False for names ("red") and short forms ("#fff").

    Examples
    --------
    >>> is_colour("#0072B2"), is_colour("#fff")
    (True, False)
    """
    return len(text) == 7 and text[0] == "#" and all(letter in "0123456789abcdefABCDEF" for letter in text[1:])


def _called(code: Code) -> set[str]:
    return {word.casefold() for word in code.name.by_language.values()}


class Codebook:
    """Codes by id and by parent. Operations return the changed codes; the codebook itself never changes."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._codes = {code.id: code for code in codes}
        self._children: dict[str | None, list[Code]] = {}
        for code in self._codes.values():
            parent = code.parent if code.parent in self._codes else None
            self._children.setdefault(parent, []).append(code)
        for siblings in self._children.values():
            siblings.sort(key=lambda code: code.position)
        self._shared: set[str] | None = None  # names that several codes have

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code_id: object) -> bool:
        return code_id in self._codes

    def __getitem__(self, code_id: str) -> Code:
        """The code with that id. Raises KeyError."""
        return self._codes[code_id]

    def __iter__(self) -> Iterator[Code]:
        """Every code, parents before children, siblings in their order."""
        return (code for code, _ in self.walk())

    def walk(self, parent: str | None = None, depth: int = 0) -> Iterator[tuple[Code, int]]:
        """Every code below `parent` with its depth, as a tree is drawn.

        Parameters
        ----------
        parent : str or None
            A code id; None walks from the roots.
        depth : int
            The depth that the codes right below `parent` are given.

        Yields
        ------
        tuple of (Code, int)
            A code and its depth; parents before children, siblings in their order.
        """
        pending = [(code, depth) for code in reversed(self.children(parent))]
        while pending:
            code, level = pending.pop()
            yield code, level
            pending += [(child, level + 1) for child in reversed(self.children(code.id))]

    def children(self, code_id: str | None) -> tuple[Code, ...]:
        """The codes right below, in order; of the roots for None.

        Parameters
        ----------
        code_id : str or None
            A code id, known or not.

        Returns
        -------
        tuple of Code
            By position; empty for an unknown id.
        """
        return tuple(self._children.get(code_id, ()))

    def with_descendants(self, code_id: str) -> frozenset[str]:
        """The ids of a code and everything below it.

        Parameters
        ----------
        code_id : str
            A code id; it stands in the answer even where the codebook does not know it.

        Returns
        -------
        frozenset of str
            Ids.
        """
        return frozenset([code_id, *(code.id for code, _ in self.walk(code_id))])

    def path(self, code_id: str) -> tuple[Code, ...]:
        """The codes from the root down to this one.

        Parameters
        ----------
        code_id : str
            A code id.

        Returns
        -------
        tuple of Code
            The root first, the code itself last; empty for an unknown id. A circle of parents is cut.
        """
        upwards, current = [], self._codes.get(code_id)
        while current is not None and current not in upwards:
            upwards.append(current)
            current = self._codes.get(current.parent or "")
        return tuple(reversed(upwards))

    def told_apart(self, code: Code) -> Labels:
        """The name of a code; where another one has the same, the names from the root down to it.

        Parameters
        ----------
        code : Code
            A code of this codebook.

        Returns
        -------
        Labels
            "Money › Debt"; "› Debt" for the one that stands under no other.
        """
        if self._shared is None:
            words = Counter(word for one in self._codes.values() for word in _called(one))
            self._shared = {word for word, times in words.items() if times > 1}
        if not _called(code) & self._shared:
            return code.name
        return Labels.path([one.name for one in self.path(code.id)])

    def named(self, name: str, parent: str | None) -> Code | None:
        """The child of `parent` with that name in any language, case aside.

        Parameters
        ----------
        name : str
            White space at its ends does not count; accents do.
        parent : str or None
            The id of the code that it would stand under; None for the roots.

        Returns
        -------
        Code or None
            The first in order.
        """
        wanted = name.strip().casefold()
        for code in self.children(parent):
            if wanted in (label.casefold() for label in code.name.by_language.values()):
                return code
        return None

    def with_key(self, key: str) -> Code | None:
        """The code its author gave that short key ("ACT.REC"), case aside.

        Parameters
        ----------
        key : str
            The short key as written; "" finds nothing.

        Returns
        -------
        Code or None
            The first in the order handed over.
        """
        return next((code for code in self._codes.values() if key and code.key.casefold() == key.casefold()), None)

    def next_position(self, parent: str | None) -> int:
        """The position behind the last child of `parent`.

        Parameters
        ----------
        parent : str or None
            A code id; None for the roots.

        Returns
        -------
        int
            0 where it has no children.
        """
        return max((code.position for code in self.children(parent)), default=-1) + 1

    def moved(self, code_id: str, parent: str | None, position: int | None = None) -> list[Code]:
        """The codes that change when one moves under `parent` to `position`.

        Parameters
        ----------
        code_id : str
            The code that moves.
        parent : str or None
            The id of its new parent, which may be its old one; None makes it a root.
        position : int or None
            Its place among its new siblings, from 0; too large or too small is brought into range. None: last.

        Returns
        -------
        list of Code
            The codes as they become, renumbered siblings among them; what stays the same is left out.

        Raises
        ------
        Problem
            `coding.under_itself` when it would stand under itself or one of its descendants.
        KeyError
            For an unknown `code_id`.
        """
        code = self[code_id]
        if parent is not None and parent in self.with_descendants(code_id):
            raise Problem(msg("coding.under_itself", code=code.name))
        siblings = [sibling for sibling in self.children(parent) if sibling.id != code_id]
        place = len(siblings) if position is None else max(0, min(position, len(siblings)))
        siblings.insert(place, replace(code, parent=parent))
        renumbered = [replace(sibling, position=number) for number, sibling in enumerate(siblings)]
        return [sibling for sibling in renumbered if sibling != self._codes[sibling.id]]

    def merged(self, source_id: str, target_id: str) -> list[Code]:
        """The codes that change when `source` goes into `target`: children move, keywords, anchors and memo are added.

        Parameters
        ----------
        source_id : str
            The code that goes; it is not among those given back.
        target_id : str
            The code that stays.

        Returns
        -------
        list of Code
            The target first, then the source's children behind the target's own.

        Raises
        ------
        Problem
            `coding.merge_below` for a code and itself, or when the target stands below the source.
        KeyError
            For an unknown id.
        """
        source, target = self[source_id], self[target_id]
        if target_id in self.with_descendants(source_id):
            raise Problem(msg("coding.merge_below", code=source.name, target=target.name))
        first = self.next_position(target_id)
        moved = [
            replace(child, parent=target_id, position=first + number)
            for number, child in enumerate(self.children(source_id))
        ]
        languages = dict.fromkeys([*target.keywords, *source.keywords])
        keywords = {
            language: tuple(dict.fromkeys(target.keywords.get(language, ()) + source.keywords.get(language, ())))
            for language in languages
        }
        memo = "\n\n".join(dict.fromkeys(text for text in (target.memo.strip(), source.memo.strip()) if text))
        anchors = tuple(dict.fromkeys(target.anchors + source.anchors))
        return [replace(target, keywords=keywords, memo=memo, anchors=anchors), *moved]


def renamed(code: Code, names: Labels) -> Code:
    """The code with new names.

    Parameters
    ----------
    code : Code
        Any code.
    names : Labels
        Names by language; empty ones and white space at their ends are dropped.

    Returns
    -------
    Code
        The same code otherwise; languages that `names` does not have lose their name.

    Raises
    ------
    Problem
        `coding.code_without_name` when no language has a name.
    """
    kept = {language: name.strip() for language, name in names.by_language.items() if name.strip()}
    if not kept:
        raise Problem(msg("coding.code_without_name"))
    return replace(code, name=Labels(kept))
