# SPDX-License-Identifier: MIT
"""Corrections of found entities by people: another kind, the same as another, no entity at all. Pure, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from coding.entities.records import EntityKind

Key = tuple[EntityKind, str]  # a kind and a name in its plain form
_MOST_STEPS = 30  # corrections that follow each other; more are a circle


@dataclass(frozen=True)
class Corrections:
    """What people said of entities, by their keys.

    `same`: the key of the entity that it is another name of; `kinds`: the right kind; `dropped`: no entity;
    `apart`: pairs that were asked about and are two.
    """

    same: Mapping[Key, Key] = field(default_factory=dict)
    kinds: Mapping[Key, EntityKind] = field(default_factory=dict)
    dropped: frozenset[Key] = frozenset()
    apart: frozenset[frozenset[Key]] = frozenset()


def corrected(key: Key, plain: str, corrections: Corrections) -> Key | None:
    """The entity that a mention belongs to; None where it is none.

    Parameters
    ----------
    key : tuple of (EntityKind, str)
        The kind and plain name as recognised.
    plain : str
        The name without the interview that a person of one name is known in, so that a correction of its kind holds in
        all interviews.
    corrections : Corrections
        What people said; followed for at most 30 steps, so that a circle ends.

    Returns
    -------
    tuple of (EntityKind, str) or None
        The key after all corrections.

    Examples
    --------
    >>> person, place = EntityKind.PERSON, EntityKind.PLACE
    >>> said = Corrections(same={(person, "jp"): (person, "jean-pierre")}, kinds={(person, "kobero"): place})
    >>> corrected((person, "jp"), "jp", said)
    (<EntityKind.PERSON: 'person'>, 'jean-pierre')
    >>> corrected((person, "kobero"), "kobero", said)
    (<EntityKind.PLACE: 'place'>, 'kobero')
    """
    for _ in range(_MOST_STEPS):
        if key in corrections.same:
            key = corrections.same[key]
            plain = key[1]
            continue
        probes = (key, (key[0], plain))
        if any(probe in corrections.dropped for probe in probes):
            return None
        moved = next((probe for probe in probes if corrections.kinds.get(probe, probe[0]) != probe[0]), None)
        if moved is None:
            return key
        key, plain = (corrections.kinds[moved], moved[1]), moved[1]
    return key
