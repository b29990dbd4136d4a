# SPDX-License-Identifier: MIT
"""Proposes which variables identify people directly or together, from type, name, label and content.

The user confirms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.records import Kind, Role, Variable
from projects.forms.languages import plain
from projects.importing.identifier_content import are_places, holds_identifiers
from projects.importing.identifier_words import named_directly, wording_asks

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
_QUASI = re.compile(
    r"(^|_)(age|sex|gender|sexe|genre|genero|ethnic\w*|religion|nationality|nationalite|language|langue|occupation|profession"
    r"|marital|civil_status|disab\w*|handicap|birth\w*|admin[2-9]|village|camp|settlement|colline|commune|ward|block|zone"
    r"|hh_?size|household_size|taille_menage|edad|sexo|idade)(_|$)|date_of_(arrival|birth)"
)


def propose_role(variable: Variable, column: pa.Array | None) -> Role:
    """KEY, IDENTIFIER, QUASI_IDENTIFIER or the role the variable has already."""
    name = plain(variable.name)
    last = re.split(r"[/.]", name)[-1]
    if name in _SYSTEM_KEYS or last in _SYSTEM_KEYS or name.startswith("_submission__"):
        return Role.KEY
    question_type = variable.form_type.split(" ")[0].lower()
    if variable.kind in (Kind.GEOPOINT, Kind.MEDIA) and question_type != "audit":
        return Role.IDENTIFIER
    if question_type in _DEVICE or last in _DEVICE or name == "_submitted_by":
        return Role.IDENTIFIER
    if _is_direct(variable, last) or _is_asked(variable) or _holds(variable, column):
        return Role.IDENTIFIER
    if _QUASI.search(last):
        return Role.QUASI_IDENTIFIER if variable.kind is not Kind.SET else variable.role
    return variable.role


def _is_direct(variable: Variable, name: str) -> bool:
    if variable.kind in (Kind.ONE, Kind.SET):
        return named_directly(name, Kind.TEXT, only_names=True) and not variable.form_type
    return named_directly(name, variable.kind)


def _is_asked(variable: Variable) -> bool:
    """Whether the wording asks for a name, a phone or a number of a card, in a question answered freely."""
    if variable.kind not in (Kind.TEXT, Kind.INTEGER):
        return False
    return any(wording_asks(plain(label)) for label in variable.labels.by_language.values() if label)


def _holds(variable: Variable, column: pa.Array | None) -> bool:
    return column is not None and variable.kind in (Kind.TEXT, Kind.INTEGER) and holds_identifiers(column)


def propose_places(variables: Sequence[Variable], columns: Mapping[str, pa.Array]) -> frozenset[str]:
    """Ids of number columns that stand beside each other and hold latitudes and longitudes."""
    found: set[str] = set()
    for one, other in pairwise(variables):
        free = all(v.kind is Kind.NUMBER and v.role is Role.ORDINARY for v in (one, other))
        if free and not {one.id, other.id} & found and are_places(columns.get(one.id), columns.get(other.id)):
            found |= {one.id, other.id}
    return frozenset(found)
