# SPDX-License-Identifier: MIT
"""The words by which forms and headings call what identifies a person, in en, fr, es, pt and ar.

All is compared in lower case and without accents (`plain`).
"""

from __future__ import annotations

import re

from analysis.records import Kind

# In a column called after a person these are answers, no names, with or without a capital.
_KINDS = (
    "woman women man men girl girls boy boys child children adult adults minor minors youth young elderly male",
    "female head household member members family spouse husband wife mother father parent parents brother sister",
    "son daughter uncle aunt cousin relative neighbour neighbor friend partner self other others unknown none",
    "refugee returnee migrant displaced idp host community camp resident leader teacher nurse doctor worker",
    "officer staff police farmer employer trader victim survivor respondent witness case person people individual",
    "group yes no single married widow widowed divorced pregnant disabled primary secondary main direct indirect",
    "first second third new old local national foreign femme femmes homme hommes fille filles garcon garcons",
    "enfant enfants adulte adultes mineur mineure mineurs jeune jeunes agee age masculin feminin chef menage",
    "membre famille conjoint conjointe epoux epouse mari mere pere frere soeur fils oncle tante cousine parente",
    "voisin voisine ami amie autre autres inconnu inconnue aucun aucune refugiee refugies retourne rapatrie",
    "deplace deplacee hote communaute residente enseignant enseignante infirmier medecin travailleur agent",
    "policier agriculteur employeur victime survivante repondant temoin personne groupe oui non celibataire",
    "mariee veuve veuf divorcee enceinte principal principale secondaire premier premiere nouveau mujer hombre",
    "nina nino adulto adulta jefe jefa hogar miembro esposo esposa madre padre hermano hermana hijo hija otro",
    "otra desconocido mulher homem menina menino chefe agregado membro mae pai irmao irma filho filha outro outra",
    "desconhecido sim",
)
KINDS_OF_PEOPLE = frozenset(" ".join(_KINDS).split())
_PLACED = (
    r"(site|camp|village|colline|commune|province|district|zone|quartier|lieu|localite|ville|pays|ecole|centre|structure"
    r"|organisation|partenaire|service|activite|projet)"
)
_NAME = re.compile(
    r"(^|[_ ])(first|last|family|full|respondent|resp|hoh|head|mother|father|child|caregiver|enumerator|enum"
    r"|interviewer|beneficiary|participant|attendee|trainee|student|patient|client|survivor|victim|suspect|trafficker"
    r"|recruiter|witness|informant|interviewee|migrant|refugee|caretaker|carer|guardian|parent|spouse|husband|wife"
    r"|member|person|caseworker|case_worker|facilitator)"
    r"[_ ]?(s[_ ])?name|^name$|name_of_(the_)?(respondent|person|child|caregiver|enumerator|interviewer|head"
    r"|participant|beneficiary|survivor|victim|client|patient|member|parent|mother|father|guardian)"
    r"|^(nom|prenom|prenoms|noms)$"
    r"|(^|[_ ])(nom|prenom)[_ ](de|du|complet|enqueteur|repondant|famille|et)(?![_ ]?(la|le|l)?[_ ’']*"
    + _PLACED
    + r")|nom_(complet|famille|enqueteur|repondant)"
    r"|(^|[_ ])(nom|prenom)s?[_ ](beneficiaire|participant|victime|survivant|client|patient|enfant|mere|pere|tuteur"
    r"|tutrice|membre|personne|temoin|informateur|migrant|refugie|eleve|facilitateur)e?(_|$)"
    r"|^(nombres?|apellidos?|nombre y apellidos?)$|nombre[_ ]completo"
    r"|^nome$|nome[_ ]completo|apelido|sobrenome|surname|^signature|_signature$"
)
# A column called after those it is about and nothing else ("victim"): whether it names them shows in its values only.
_PERSON = re.compile(
    r"(the_)?(victim|survivor|respondent|interviewee|participant|beneficiary|patient|client|child|witness|suspect"
    r"|trafficker|recruiter|perpetrator|complainant|informant|caregiver|guardian|case_?worker|enumerator|interviewer"
    r"|facilitator|trainer|supervisor|team_?leader|mobili[sz]er|animator|coordinator|attendee|trainee|person|member|mother|father|spouse|husband|wife"
    r"|victime|survivante?|rescapee?|repondante?|enquetee?|enqueteur|enquetrice|participante|beneficiaire|patiente|cliente"
    r"|formateur|formatrice|superviseur|superviseuse|animateur|animatrice|mobilisateur|mobilisatrice|encadreur|encadreuse"
    r"|coordinateur|coordinatrice|enfant|temoin|suspecte|trafiquant|recruteur|recruteuse|plaignante?|auteur|personne|membre|mere|pere|conjointe?"
    r"|victima|vitima|encuestad[oa]|entrevistad[oa]|beneficiari[oa]|sobreviviente|sobrevivente|testigo|testemunha)"
    r"s?(_?\d{1,2})?"
)
_PHONE = re.compile(
    r"phone|telephone|\btel\b|_tel$|^tel_|mobile_?(no|num)|whatsapp|celular|telefon[oe]|telemovel|portable_?(no|num)"
    r"|numero_de_tel|contact_?(no|num)"
)
_PHONE_NOT = re.compile(r"access|own|have|has_|use|charg|best|coverage|network|type|smart|sharing")
_PLACE = re.compile(
    r"gps|geopoint|latitude|longitude|\blat\b|\blng\b|^lon$|_lat$|_lon$|_long$|coordinates|^_?geolocation|altitude"
)
_ID = re.compile(
    r"(national|passport|identity|id_?card|registration|case|refugee|ration|proof_?of_?registration|progres|voter)"
    r"_?(id|no|num|number|card)"
    r"|^(passport|passeport|pasaporte|passaporte)$|(^|_)(case|dossier|cas|patient|client|survivor|file)_?(code|ref|n|nr|nb)$"
    r"|^(cin|nin|unhcr_id|case_id|household_id|hh_id|id_number|passport|beneficiary_id)$"
    r"|numero_(d_|de_|de_la_|du_)?(carte|piece|identite|passeport|cas|dossier)|^(cedula|dni|bilhete|nif|cnib|cni)$|^cedula_"
    r"|(^|_)n[°o]?_?(d_|de_|du_)?(cas|dossier)$|(^|_)(cas|dossier)_?n°$"
    r"|numero[_ ]de[_ ](cedula|identidad|identidade|documento|pasaporte|passaporte)"
)
# The code of a case or file of an office: it tells rows apart, but is no number that others know a person by.
_CASE = re.compile(
    r"(^|_)(case|dossier|cas|patient|client|survivor|survivante?|file|beneficiary|beneficiaire)_?(id|no|num|number|code|ref|n|nr|nb)$"
    r"|(^|_)(cas|dossier)_?n°$|(^|_)(code|id|identifiant|numero|n[°o]?)_(de_|du_|d_|of_)?(la_)?(case|cas|dossier|patient|client|survivant|survivante|beneficiaire)$"
)
_MAIL = re.compile(r"e-?mail|courriel|correo")
_ADDRESS = re.compile(r"(^|[_ ])(address|adresse|direccion|morada|endereco|street|rue)([_ ]|$)")
_BIRTH = re.compile(
    r"date_?of_?birth|^dob|_dob$|birth_?date|date_?(de_)?naissance|fecha_(de_)?nacimiento|data_(de_)?nascimento"
)
# A heading in Arabic may carry the article.
_ARABIC = re.compile(
    r"^(ال)?اسم( |$|_)|اسم (ال)?(مستجيب|طفل|ام|اب|كامل|عائلة|باحث)|هاتف|جوال|موبايل"
    r"|رقم (ال)?(هوية|جواز|بطاقة|ملف|وطني)|(ال)?عنوان|بريد|تاريخ (ال)?(ميلاد|ولادة)|احداثيات|توقيع"
)
# Asked in plain words, where the question's name says nothing ("q17").
_ASKED = re.compile(
    r"(what is|write|enter|record)( down)? (your|the|his|her)( full| first| last| family)? name\b"
    r"|^(full|first|last|family) name"
    r"|name of (the )?(respondent|interviewee|head of (the )?household|child|caregiver|enumerator|interviewer)"
    r"|(phone|telephone|mobile|contact|whatsapp) number|e-?mail address"
    r"|(national )?id(entity)?( card)? number|passport number"
    r"|quel est (votre|son) nom|nom (complet|et prenoms?)"
    r"|nom (du|de la|de l['’])(repondante?|chef|enfant|enqueteur)"
    r"|numero (de )?telephone|numero d[eu] (la )?(carte|passeport|piece)|adresse (e-?mail|electronique)"
    r"|cual es (su|tu) nombre|nombre (completo|y apellidos?|del encuestado)"
    r"|numero de (telefono|celular|cedula|pasaporte)"
    r"|qual (e )?o (seu|teu) nome|nome (completo|do entrevistado)"
    r"|numero d[eo] (telefone|telemovel|celular|passaporte|bilhete)"
    r"|ما (هو )?اسم|اسمك|رقم (ال)?(هاتف|جوال|هوية|جواز)"
)


def named_directly(name: str, kind: Kind, *, only_names: bool = False, small_numbers: bool = False) -> bool:
    """Whether a plain name of a column says that it holds a name, phone, place, card, address or day of birth.

    `small_numbers`: it holds counts or codes, which are no phones and no addresses.
    """
    if only_names:
        return bool(_NAME.search(name))
    if small_numbers:
        return any(pattern.search(name) for pattern in (_ID, _BIRTH, _PLACE))
    if any(pattern.search(name) for pattern in (_BIRTH, _PLACE, _MAIL, _ADDRESS, _ID, _ARABIC)):
        return True
    if _PHONE.search(name) and not _PHONE_NOT.search(name):
        return True
    return kind is Kind.TEXT and bool(_NAME.search(name))


def called_after_a_person(name: str) -> bool:
    """Whether a plain name of a column is that of a person's part ("victim", "répondant") and says no more."""
    return bool(_PERSON.fullmatch(name.replace(" ", "_")))


_NUMBERED = re.compile(
    r"(^|_)(id|ids|code|codes|no|num|nr|number|numero|matricule|ref|reference|identifiant|dossier|uuid|cin|cni)($|_)"
)
_OF_SOMEBODY = re.compile(
    r"(^|_)(name|names|nom|noms|prenom|prenoms|surname|alias|nickname|person|personne|who|whom|whose|qui|contact"
    r"|participant|participants|member|members|membre|membres|leader|head|chief|chef|agent|officer|manager|owner|boss"
    r"|employer|employeur|recruiter|recruteur|provider|prestataire|responsable|referent|focal|staff|worker|broker"
    r"|passeur|trafficker|perpetrator|auteur|driver|chauffeur|by|par)(_|$)"
)


def numbers_somebody(name: str) -> bool:
    """Whether a plain name of a column says that it holds numbers or codes: of whom, it does not say."""
    return bool(_NUMBERED.search(name.replace(" ", "_")))


def may_be_of_somebody(name: str) -> bool:
    """Whether a plain name of a column may ask for a person, however few its words say."""
    return bool(_OF_SOMEBODY.search(re.sub(r"\W+", "_", name)))


def named_case_code(name: str) -> bool:
    """Whether a plain name of a column says that it holds the code by which an office calls a case."""
    return bool(_CASE.search(name))


def asks_for_identifier(label: str) -> bool:
    """Whether a question's plain wording asks for what identifies a person."""
    return bool(_ASKED.search(label))
