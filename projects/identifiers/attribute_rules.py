# SPDX-License-Identifier: MIT
"""Proposes whether an attribute of cases identifies people, by the rules for columns of a survey and a few of its own.

Cases are few, so that what names each of them apart is taken for names sooner: names of people, initials, a value of
several words that one case alone has, free words that differ from case to case. It proposes rather too often: a person
may say that it identifies nobody.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.records import Kind, Level, Role, Variable
from projects.forms.languages import plain
from projects.identifiers.content_recognition import content_of
from projects.identifiers.identifier_proposals import propose_role
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa

_KINDS = {"number": Kind.NUMBER, "date": Kind.DATE}
_CALLED = re.compile(r"initial|initiale|pseudo|surnom|nickname|alias|sobriquet")
# Headings under which a person is found again, in en and fr; not those that ask about having it or its kind.
_REACHED = re.compile(
    r"\b(contacts?|coordonnees|joindre|reach(ed)? (at|by)|phones?|telephones?|tel|mobiles?|portables?|gsm|cell(phone)?"
    r"|whatsapp|viber|telegram|messenger|facebook|skype|(e ?)?mails?|mel|courriels?|courrier electronique"
    r"|address(es)?|adresses?|street|rue|domicile|documents?|passports?|passeports?|id|ids|cni"
    r"|(id|identity|national|ration) (card|number|no|paper)s?|(carte|piece|papier)s? (d )?identite|nicknames?)\b"
)
_REACHED_NOT = re.compile(
    r"\b(access|acces|own|owns|have|has|possede|dispose|use|uses|used|utilise|with|avec|confiscated|confisques?|withheld"
    r"|retenus?|lost|perdus?|frequency|frequence|number of|nombre de|means|mode|moyen)\b"
)
_ANSWERS = frozenset(("yes", "no", "y", "n", "oui", "non", "o", "none", "aucun", "aucune", "unknown", "inconnu"))
_RECURS = 5  # cases with the same words: no way to reach one of them
_INITIALS = re.compile(r"\s*[^\W\d_a-zà-ÿ]\.?([\s-]?[^\W\d_a-zà-ÿ]\.?){1,3}\s*")
_CATEGORIES = re.compile(
    r"\b(sex|sexe|gender|genre|age|site|sites|camp|zone|region|district|province|commune|place|lieu|role|fonction|"
    r"function|statut|status|langue|language|type|kind|category|categorie|group|groupe|tranche|sector|secteur|"
    r"education|religion|occupation|profession|work|travail|activity|activite|organisation|organization|team|equipe)\b"
)
_APART = 1.5  # cases to a value, up to which values name the cases
_FEW = 3
_OWN_WORDS = 5  # words of a value: as many are no category but something said of this person


def identifies(name: str, kind: str, values: Sequence[str]) -> bool:
    """Whether an attribute called so, with these values of the cases, identifies people."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if _CALLED.search(plain(name)) or _reaches(name, kind, values):
        return True
    numeric = kind == "number"
    variable = Variable("v1", name, Labels({"": name}), _KINDS.get(kind, Kind.TEXT), Level.NOMINAL)
    column = pa.array([float(one) for one in values], pa.float64()) if numeric else pa.array(list(values), pa.string())
    role = propose_role(variable, column)
    if role is not Role.ORDINARY:
        return role in (Role.IDENTIFIER, Role.KEY)
    content = content_of(variable, column)
    if numeric or kind == "date" or content is None:
        return False
    if _free_words(name, values):
        return True
    told = any(len(one.split()) >= _OWN_WORDS for one in values if values.count(one) == 1)
    return told or content.contacts() or content.given_names() or _names_apart(variable, column, values)


def _reaches(name: str, kind: str, values: Sequence[str]) -> bool:
    """Whether the heading is that of a contact, phone, address, mail or document and words stand below it."""
    words = " ".join(re.sub(r"[\W_]+", " ", plain(name)).split())
    asks_about = _CATEGORIES.search(words) or _REACHED_NOT.search(words)
    if kind != "text" or asks_about or not _REACHED.search(words):
        return False
    given = Counter(one.strip().casefold() for one in values if plain(one).strip() not in _ANSWERS)
    return any(times < _RECURS for times in given.values())


def _free_words(name: str, values: Sequence[str]) -> bool:
    """Whether nearly each case has words of its own and the name is of no category: unknown until a person says so."""
    different = {one.strip().casefold() for one in values}
    if len(different) < _FEW or len(values) / len(different) > _APART or _CATEGORIES.search(plain(name)):
        return False
    return not all(re.search(r"\d", one) for one in different)


def _names_apart(variable: Variable, column: pa.Array, values: Sequence[str]) -> bool:
    """Whether nearly each case has a value of its own, and most are first and family names, or initials."""
    different = set(values)
    if len(different) < _FEW or len(values) / len(different) > _APART:
        return False
    initials = sum(_INITIALS.fullmatch(one) is not None for one in different)
    content = content_of(variable, column)
    return initials >= 0.7 * len(different) or (content is not None and content.few_names())
