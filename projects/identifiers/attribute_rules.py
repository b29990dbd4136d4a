# SPDX-License-Identifier: MIT
"""Proposes whether an attribute of cases identifies people, by how few cases share a value and as survey columns.

A place, a religion or an occupation that few cases have tells who they are, whatever the heading. It proposes rather
too often: a person may say that an attribute identifies nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from analysis.records import Kind, Level, Role, Variable
from projects.forms.languages import plain
from projects.identifiers.content_recognition import content_of
from projects.identifiers.identifier_proposals import propose_role
from wording import Labels

_KINDS = {"number": Kind.NUMBER, "date": Kind.DATE}
_CALLED = re.compile(r"initial|initiale|pseudo|surnom|nickname|alias|sobriquet")
# Answers that people have by halves, in en and fr: one of them tells nobody apart.
_COMMON = frozenset(
    ("yes", "no", "y", "n", "oui", "non", "o", "none", "aucun", "aucune", "unknown", "inconnu", "inconnue")
    + ("woman", "man", "women", "men", "female", "male", "girl", "boy", "f", "m", "h")
    + ("femme", "homme", "femmes", "hommes", "feminin", "masculin", "fille", "garcon")
)
_RECURS = 5  # cases with the same value; fewer are few people, as in the tables


def identifies(name: str, kind: str, values: Sequence[str]) -> bool:
    """Whether an attribute called so, with these values of the cases, identifies people."""
    if _CALLED.search(plain(name)) or _rare(values):
        return True
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    numeric = kind == "number"
    variable = Variable("v1", name, Labels({"": name}), _KINDS.get(kind, Kind.TEXT), Level.NOMINAL)
    column = pa.array([float(one) for one in values], pa.float64()) if numeric else pa.array(list(values), pa.string())
    role = propose_role(variable, column)
    if role is not Role.ORDINARY:
        return role in (Role.IDENTIFIER, Role.KEY)
    content = content_of(variable, column)
    if numeric or kind == "date" or content is None:
        return False
    return content.contacts() or content.given_names()


def _rare(values: Sequence[str]) -> bool:
    """Whether fewer than `_RECURS` cases share some value that is more than a yes, a no or a sex."""
    held = Counter(" ".join(plain(one).split()) for one in values)
    return any(times < _RECURS for one, times in held.items() if one and one not in _COMMON)
