# SPDX-License-Identifier: MIT
"""Lists of names (an office's own, known places and bodies) found in texts by spaCy's EntityRuler.

It reads the letters alone: no parse is needed, so that lists work in every language.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from coding.case_folding import fold_plain
from coding.entities.records import EntityKind

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import EntityRuler

_MARK = r"[^\w\u0300-\u036f]"  # what is no letter, digit or accent stands alone
_APART = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})  # one for one: places stay


class ListedName(NamedTuple):
    """`text[start:end]` is a `kind` by a list, whose entry reads `name`."""

    start: int
    end: int
    kind: EntityKind
    name: str


class EntityLists:
    """Names with their kinds, ready to be found: whatever their case, accents, apostrophes and kind of space.

    Parameters
    ----------
    names : iterable of (str, EntityKind)
        Of two entries that read the same the first counts.

    Examples
    --------
    >>> lists = EntityLists([("Nyanza-Lac", EntityKind.PLACE), ("Lac", EntityKind.PLACE)])
    >>> [(one.start, one.end, one.name) for one in lists.find("De nyanza-lac au Lac, pas aux lacs.")]
    [(3, 13, 'Nyanza-Lac'), (17, 20, 'Lac')]
    """

    def __init__(self, names: Iterable[tuple[str, EntityKind]]) -> None:
        self._entries = tuple({_folded(name): (name, kind) for name, kind in reversed([*names])}.values())
        self._searching = _ruler_of(self._entries) if self._entries else None

    def find(self, text: str) -> Iterator[ListedName]:
        """The places of the names in a text, in order, whole words only; of two that overlap the longer one."""
        if self._searching is None:
            return
        pipeline, ruler = self._searching
        for span in ruler(pipeline.make_doc(text.translate(_APART))).ents:
            name, kind = self._entries[int(span.ent_id_)]
            yield ListedName(span.start_char, span.end_char, kind, name)


@functools.lru_cache(maxsize=4)
def entity_lists(names: tuple[tuple[str, EntityKind], ...]) -> EntityLists:
    """The lists of these names, made once for the documents of a search."""
    return EntityLists(names)


def _folded(text: str) -> str:
    return fold_plain(text.translate(_APART))


def _ruler_of(entries: tuple[tuple[str, EntityKind], ...]) -> tuple[Language, EntityRuler]:
    import spacy  # seconds: only where texts are searched
    from spacy.attrs import NORM  # as above
    from spacy.pipeline import EntityRuler  # as above
    from spacy.tokenizer import Tokenizer  # as above
    from spacy.vocab import Vocab  # as above

    pipeline = spacy.blank("xx", vocab=Vocab(lex_attr_getters={NORM: _folded}))
    pipeline.tokenizer = Tokenizer(
        pipeline.vocab,
        prefix_search=re.compile(f"^{_MARK}").search,
        suffix_search=re.compile(f"{_MARK}$").search,
        infix_finditer=re.compile(_MARK).finditer,
    )
    ruler = EntityRuler(pipeline, phrase_matcher_attr="NORM")
    ruler.add_patterns(
        [
            {"label": str(kind), "pattern": " ".join(name.translate(_APART).split()), "id": str(number)}
            for number, (name, kind) in enumerate(entries)
        ]
    )
    return pipeline, ruler
