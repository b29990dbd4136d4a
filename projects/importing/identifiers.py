# SPDX-License-Identifier: MIT
"""Proposes which variables identify people directly or together, from type, name, label and content.

The user confirms.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analysis.records import Kind, Role, Variable
from projects.forms.languages import plain

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
_NAME = re.compile(
    r"(^|[_ ])(first|last|family|full|respondent|resp|hoh|head|mother|father|child|caregiver|enumerator|enum"
    r"|interviewer|beneficiary)"
    r"[_ ]?(s[_ ])?name|^name$|name_of_(the_)?(respondent|person|child|caregiver|enumerator|interviewer|head)"
    r"|^(nom|prenom|prenoms|noms)$"
    r"|(^|[_ ])(nom|prenom)[_ ](de|du|complet|enqueteur|repondant|famille|et)|nom_(complet|famille|enqueteur|repondant)"
    r"|^(nombre|apellido|apellidos)$|nombre_completo|^nome$|surname|^signature|_signature$"
)
_PHONE = re.compile(
    r"phone|telephone|\btel\b|_tel$|^tel_|mobile_?(no|num)|whatsapp|celular|telefono|numero_de_tel|contact_?(no|num)"
)
_PHONE_NOT = re.compile(r"access|own|have|has_|use|charg|best|coverage|network|type|smart|sharing")
_PLACE = re.compile(r"gps|geopoint|latitude|longitude|\blat\b|_lat$|_lon$|_long$|coordinates|^_?geolocation|altitude")
_ID = re.compile(
    r"(national|passport|identity|id_?card|registration|case|refugee|ration|proof_?of_?registration|progres|voter)_?(id|no|num|number|card)"
    r"|^(cin|nin|unhcr_id|case_id|household_id|hh_id|id_number|passport|beneficiary_id)$|numero_(carte|identite|passeport|cas)"
)
_MAIL = re.compile(r"e-?mail|courriel|correo")
_ADDRESS = re.compile(r"(^|[_ ])(address|adresse|direccion|street|rue)([_ ]|$)")
_BIRTH = re.compile(r"date_?of_?birth|^dob|_dob$|birth_?date|date_?(de_)?naissance|fecha_nacimiento")
_QUASI = re.compile(
    r"(^|_)(age|sex|gender|sexe|genre|genero|ethnic\w*|religion|nationality|nationalite|language|langue|occupation|profession"
    r"|marital|civil_status|disab\w*|handicap|birth\w*|admin[2-9]|village|camp|settlement|colline|commune|ward|block|zone"
    r"|hh_?size|household_size|taille_menage|edad|sexo|idade)(_|$)|date_of_(arrival|birth)"
)
_PHONE_VALUE = r"^\s*(\+|00)\d[\d\s().-]{6,16}\d\s*$"
_MAIL_VALUE = r"^\s*[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}\s*$"
_ID_VALUE = r"^\s*[A-Za-z]{0,4}[-/ ]?\d{6,20}\s*$"  # of cards, cases, registrations: different in nearly every row
_GPS_VALUE = r"^\s*-?\d{1,3}\.\d{3,}[\s,;]+-?\d{1,3}\.\d{3,}(\s|$)"


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
    if _is_direct(variable, last) or (variable.kind is Kind.TEXT and column is not None and _looks_direct(column)):
        return Role.IDENTIFIER
    if _QUASI.search(last):
        return Role.QUASI_IDENTIFIER if variable.kind is not Kind.SET else variable.role
    return variable.role


def _is_direct(variable: Variable, name: str) -> bool:
    if variable.kind in (Kind.ONE, Kind.SET):
        return bool(_NAME.search(name)) and not variable.form_type
    if _BIRTH.search(name) or _PLACE.search(name) or _MAIL.search(name) or _ADDRESS.search(name):
        return True
    if _PHONE.search(name) and not _PHONE_NOT.search(name):
        return True
    if _ID.search(name):
        return True
    return variable.kind is Kind.TEXT and bool(_NAME.search(name))


def _looks_direct(column: pa.Array) -> bool:
    """Whether most of the first texts are phone numbers, mail addresses, coordinates or numbers of cards."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(column.type):
        return False
    sample = column.slice(0, 500).drop_null()
    if len(sample) < 3:
        return False
    for pattern in (_PHONE_VALUE, _MAIL_VALUE, _GPS_VALUE):
        share = pc.mean(pc.cast(pc.match_substring_regex(sample, pattern), pa.int8())).as_py()
        if share >= 0.6:
            return True
    numbered = pc.mean(pc.cast(pc.match_substring_regex(sample, _ID_VALUE), pa.int8())).as_py()
    return bool(numbered >= 0.9 and len(sample) >= 5 and len(sample.unique()) >= 0.9 * len(sample))
