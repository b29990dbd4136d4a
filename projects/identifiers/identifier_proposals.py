# SPDX-License-Identifier: MIT
"""Proposes which variables identify people directly or together, from type, name, label and content.

The user confirms.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.records import Kind, Level, Role, Variable
from projects.forms.special_choices import plain
from projects.identifiers.content_recognition import Content, are_places, content_of, is_made_of_answers
from projects.identifiers.heading_words import (
    asks_for_identifier,
    called_after_a_person,
    named_case_code,
    named_directly,
)
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa

_SYSTEM_KEYS = frozenset(
    [
        "_id",
        "_uuid",
        "uuid",
        "_index",
        "index",
        "_parent_index",
        "_parent_table_name",
        "_submission__id",
        "_submission__uuid",
        "instanceid",
        "key",
        "parent_key",
        "meta/instanceid",
        "meta/rootuuid",
        "meta/deprecatedid",
        "formhub/uuid",
        "_parent_uuid",
        "__version__",
        "_version_",
        "_xform_id_string",
        "meta/instancename",
        "instance_name",
        "parent_instance_name",
        "meta.instanceid",
        "meta.rootuuid",
        "set-of-parent",
        "row_id",
    ]
)
_DEVICE = frozenset(
    ["deviceid", "device_id", "simserial", "simid", "subscriberid", "phonenumber", "username", "email", "imei"]
)
_BLANKS = re.compile(r"[\s’'_-]+")
_QUASI = re.compile(
    r"(^|_)(age|sex|gender|sexe|genre|genero|ethnic\w*|religion|nationality|nationalite|language|langue|occupation|profession"
    r"|marital|civil_status|disab\w*|handicap|birth\w*|admin[2-9]|village|camp|settlement|colline|commune|ward|block|zone"
    r"|hh_?size|household_size|taille_menage|edad|sexo|idade)(_|$)|date_of_(arrival|birth)"
)


def propose_role(variable: Variable, column: pa.Array | None) -> Role:
    """KEY, IDENTIFIER, QUASI_IDENTIFIER or the role the variable has already."""
    name = plain(variable.name)
    names = _names(name)
    if any(one in _SYSTEM_KEYS or one.startswith("_submission__") for one in (name, *names)):
        return Role.KEY
    question_type = variable.form_type.split(" ")[0].lower()
    if variable.kind in (Kind.GEOPOINT, Kind.MEDIA) and question_type != "audit":
        return Role.IDENTIFIER
    content = content_of(variable, column)
    ordinary = content is not None and content.is_yes_or_no()
    if question_type in _DEVICE or ((names[0] in _DEVICE or "_submitted_by" in names) and not ordinary):
        return Role.IDENTIFIER
    if not ordinary and (
        _is_direct(variable, names, content) or _is_asked(variable) or _holds(variable, content)
        or _names_a_person(variable, names, content)
    ):  # fmt: skip
        return Role.IDENTIFIER
    if any(_QUASI.search(one) for one in names):
        return Role.QUASI_IDENTIFIER if variable.kind is not Kind.SET else variable.role
    return variable.role


def is_case_code(variable: Variable, values: Iterable[str]) -> bool:
    """Whether a column is called after the code of a case and holds codes only: a digit in each, no two words."""
    said = [one.strip() for one in values if one.strip()]
    codes = all(any(letter.isdigit() for letter in one) and len(one.split()) == 1 for one in said)
    return bool(said) and codes and any(map(named_case_code, _names(plain(variable.name))))


def headings_of(variable: Variable) -> list[str]:
    """What a variable's column may be called, plain: by its name, by the words of its question."""
    said = [plain(label) for label in variable.labels.by_language.values() if label]
    return [*_names(plain(variable.name)), *said]


def names_directly(variable: Variable) -> bool:
    """Whether a heading says that a text column holds names, telephones, numbers of cards, addresses, or people."""
    names = headings_of(variable)
    return any(named_directly(one, Kind.TEXT) or called_after_a_person(one) or named_case_code(one) for one in names)


def _names(name: str) -> list[str]:
    """What a column may be called: without its groups; with R's points, and blanks of a heading ("Date of birth"), as
    underscores; without the X that R puts before."""
    last = re.split(r"[/.]", name)[-1]
    dotted = name.rsplit("/", 1)[-1].replace(".", "_").strip("_")
    found = [last, dotted]
    for one in (last, dotted, name):
        if re.match(r"x[_.]", one):
            found.append(one[1:].replace(".", "_"))
    found += [_BLANKS.sub("_", one).strip("_") for one in found]
    return list(dict.fromkeys(one for one in found if one))


def _is_direct(variable: Variable, names: Sequence[str], content: Content | None) -> bool:
    if is_made_of_answers(variable):
        return any(named_directly(name, Kind.TEXT) for name in names)
    if variable.kind in (Kind.ONE, Kind.SET):
        return not variable.form_type and any(named_directly(name, Kind.TEXT, only_names=True) for name in names)
    small = content is not None and variable.kind is Kind.INTEGER and content.are_small_numbers()
    return any(named_directly(name, variable.kind, small_numbers=small) for name in names)


def _is_asked(variable: Variable) -> bool:
    """Whether the wording asks for a name, a phone or a number of a card, in a question answered freely."""
    if variable.kind not in (Kind.TEXT, Kind.INTEGER) and not is_made_of_answers(variable):
        return False
    return any(asks_for_identifier(plain(label)) for label in variable.labels.by_language.values() if label)


def _holds(variable: Variable, content: Content | None) -> bool:
    free = variable.kind in (Kind.TEXT, Kind.INTEGER) or is_made_of_answers(variable)
    return content is not None and free and content.identifies()


def _names_a_person(variable: Variable, names: Sequence[str], content: Content | None) -> bool:
    """Whether a column called "victim" or "répondant" holds names, however few and however often they recur."""
    free = (variable.kind is Kind.TEXT and not variable.form_type) or is_made_of_answers(variable)
    if not free or content is None or not any(map(called_after_a_person, names)):
        return False
    return content.few_names() or content.given_names()


def may_name_a_person(variable: Variable, content: Content | None) -> bool:
    """Whether a column called after a person holds single words with a capital: first names, or kinds of people."""
    called = any(map(called_after_a_person, _names(plain(variable.name))))
    return called and content is not None and content.first_names()


def propose_places(variables: Sequence[Variable], columns: Mapping[str, pa.Array]) -> frozenset[str]:
    """Ids of number columns that stand beside each other and hold latitudes and longitudes."""
    found: set[str] = set()
    for one, other in pairwise(variables):
        free = all(v.kind is Kind.NUMBER and v.role is Role.ORDINARY for v in (one, other))
        if free and not {one.id, other.id} & found and are_places(columns.get(one.id), columns.get(other.id)):
            found |= {one.id, other.id}
    return frozenset(found)


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
