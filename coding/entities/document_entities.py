# SPDX-License-Identifier: MIT
"""The entities of a document in several languages, and parses on which rules find them as spaCy's `ENT_TYPE`.

Places, organisations, dates, ages and sums may come from a project's table, as people corrected them. What names
somebody (persons, numbers, plates) is found in the text each time and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from coding.entities.patterns import find_by_form
from coding.entities.recognition import find_entities, find_listed
from coding.entities.records import ENTITY_LABELS, TABLED, Entity, EntityKind, without_overlaps
from coding.language_stretches import LanguageStretch, language_at, languages_in
from coding.parses import Parse

_OURS = frozenset(label for kind in EntityKind for label in ENTITY_LABELS.get(kind, ()))


def entities_of(
    text: str,
    stretches: Sequence[LanguageStretch],
    docs: Parse,
    is_common: Callable[[str], bool],
    lists: Sequence[tuple[str, EntityKind]],
    regions: Sequence[str],
) -> list[Entity]:
    """The entities of a text, each part by what is known of its language.

    Parameters
    ----------
    text : str
        The text of a document.
    stretches : sequence of LanguageStretch
        Its stretches in one language each.
    docs : list of (int, Doc)
        The parses of those with a pipeline; with none only forms and lists are found.
    is_common : callable of str to bool
        Whether a lower-case word belongs to one of these languages.
    lists : sequence of (str, EntityKind)
        Names an office knows, each with its kind.
    regions : sequence of str
        Countries whose telephone numbers are said without their code.

    Returns
    -------
    list of Entity
        In order, apart from each other.
    """
    formed = [
        one
        for language in languages_in(stretches)
        for one in find_by_form(text, language, regions)
        if language_at(stretches, one.start) == language
    ]
    if not docs:
        return without_overlaps([*find_listed(text, lists), *formed])
    return find_entities(text, formed, sorted(docs, key=lambda part: part[0]), is_common, lists)


def with_table(found: Iterable[Entity], tabled: Iterable[tuple[int, int, str]]) -> list[Entity]:
    """What was found with places, organisations, dates, ages and sums as a table has them.

    Examples
    --------
    >>> place, person = Entity(0, 5, EntityKind.PLACE), Entity(9, 12, EntityKind.PERSON)
    >>> with_table([place, person], [(20, 24, "place")]) == [person, Entity(20, 24, EntityKind.PLACE)]
    True
    """
    told = [Entity(start, end, EntityKind(kind)) for start, end, kind in tabled]
    return without_overlaps([*told, *(one for one in found if one.kind not in TABLED)])


def parses_with(parse: Parse, found: Sequence[Entity]) -> Parse:
    """Copies of parsed parts with these entities in place of the pipeline's, of which times and nationalities stay."""
    made: Parse = []
    for offset, doc in parse:
        copy, spans, taken = doc.copy(), [], set[int]()
        named = [
            (one.start - offset, one.end - offset, ENTITY_LABELS[one.kind][0])
            for one in found
            if offset <= one.start and one.end <= offset + len(doc.text) and one.kind in ENTITY_LABELS
        ]
        own = [(one.start_char, one.end_char, one.label_) for one in doc.ents if one.label_ not in _OURS]
        for start, end, label in (*named, *own):
            span = copy.char_span(start, end, label=label, alignment_mode="expand")
            if span is not None and taken.isdisjoint(range(span.start, span.end)):
                taken.update(range(span.start, span.end))
                spans.append(span)
        copy.set_ents(spans)
        made.append((offset, copy))
    return made
