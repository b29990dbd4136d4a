# SPDX-License-Identifier: MIT
"""Whether a word is a given or a family name: by lists, and of Burundi and Rwanda by the parts of the name.

The lists of Faker's languages lie in `third_party/person_names` with their licence; those of the region are ours.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from coding.entities.name_lists import GIVEN

_LISTS = Path(__file__).resolve().parents[2] / "third_party" / "person_names"
# Kirundi and Kinyarwanda names are sentences: "Niyo-nkuru", "Ndayi-shimiye", "Habon-imana".
_BEGINNINGS = (
    r"niyo|niye|ndayi|nduwi|nduwa|ndiku|ndihok|nshimi|nsengi|nsabi|ntaho|ntaki|ntiban|ntirand|ntawu|ntakaru|ntama|nahima"
    r"|nimb|nimu|nibi|nibiz|nizey|nkuru|nkunz|ngenda|nzey|nzoy|hakizi|habya|habo|habim|habiy|haran|harer|havyari"
    r"|irak|iradu|irank|ishimw|iteriteka|bigiri|bizi|barany|barut|bararu|baragah|bukur|buto|byari|byuk|gahun|gatete"
    r"|kabur|kaneza|kanyam|karek|kwizer|manirak|maniran|maniramb|mbony|minani|misago|mpawen|mugish|mukam|mukaru"
    r"|mukesh|mukama|mukan|munez|murek|musabi|mutab|mutesi|mvuye|mvukiy|nyandwi|nyira|ruberi|rucy|rugam|rukund|rwas|sabush|sibom"
    r"|sinday|sindih|sinzi|tuyis|tuyiz|tuyam|twagir|twahir|umuhoz|umutes|umutoni|uwama|uwase|uwima|uwine|uwingab"
    r"|uwiman|uwizey|vyamung|zawadi"
)
_ENDINGS = (
    r"imana|iragije|iyonkuru|iyimana|omukiye|ishimiye|ikeza|hishaka|iyonzima|ugaba|arakiza|indavyi|igamiye|itegeka"
    r"|ihabose|ikengurukiye|ayisenga|ayisaba|ayizeye|iyonizigiye|iyongabo|iyungeko|umuremyi|umukiza|erakiza|amahoro"
    r"|uwayezu|nzeyimana|yimana|ragira|ngabire|shimwe|mukunzi|kundabagenzi|iyongere|bigirimana"
)
_PARTS = re.compile(rf"(?:(?:{_BEGINNINGS})[a-z]+|[a-z]{{3,}}(?:{_ENDINGS}))")
_REGION = """
    abebe abera addis adane alemayehu alemu almaz amanuel amare aregawi asfaw aster ayana bekele belay berhane beyene
    birhan birtukan dawit dereje desta ephrem eyerusalem fikre fitsum gebre gebremariam genet getachew girma hagos
    haile hailu hirut kebede kidane kiros lemlem lemma mekonnen melaku meseret mesfin mulu mulugeta negash saba
    selam selamawit semhar senait sisay solomon tadesse tekle tesfaye tewodros tigist tsegaye tsehay worku yared
    yohannes zewdu zenebech achol adut aguer akech akol akuol ajak alier amer anei aluel apuk atem athieng awut ayen
    ayuel bior bol chol dau deng dhieu gai garang gatluak gatwech kiir kuol lado lual machar mabior majok makuei malual
    manyang mayen mawien nyabol nyadeng nyakim nyandeng nyanut nyawal riek taban tut wani wol yar
    acen acheng adong aber akello akot alanyo amongin anena apio asiimwe atim atuhaire auma ayebare babirye byaruhanga
    kakande kasule kato katusiime kiggundu kirabo kisakye kizza kyomuhendo lubega lukwago lwanga mirembe mugabe
    mugerwa mukasa mulindwa museveni musoke mutebi mwesigwa nabirye nabukenya nabwire nakato nakawuki nakibuuka
    nalubega nalwoga namatovu namukasa namutebi nansubuga nantongo nanyonga ochieng ocan odongo ojok okech okello
    okot olanya omara onen onyango opio otim ssali ssebunya ssemakula tumusiime tumwesigye wasswa
    bahati balegamire banza basosila bisimwa buhendwa byamungu cibalonza cishugi ilunga kabamba kabeya kabila
    kabongo kalala kalombo kambale kanku kapinga kasongo katembo kavira kibambe kitenge lukusa lumumba lusamba
    makiese malonga masika mbala mbayo mbombo mbuyi mbuyu mufamba muhindo mukendi mukeba mulumba munganga mutombo
    mwamba mwanza mwimba ndaya ngalula ngandu ngoie ngoy nsimba nzuzi paluku tshala tshibanda tshibangu tshilombo
    tshimanga tshiunza yav abdalla athumani chacha chande issa jabiri kahema kajuna kassim kibwana kileo kimaro
    komba kweka lema lyimo magesa makame malecela maro masanja massawe mbwana mfinanga mhina mkapa mlay moshi mrema
    msuya mushi mwakalinga mwakyusa mwinyi mzee ngowi nyerere omari pembe ramadhan shayo shirima swai temu urassa
    abdelrahman abdirahman abdulkadir abdullahi abubakar adam ahmad aisha amal amina amira anwar asma ayaan ayman
    bashir bilal dalia fadumo faisal farah farida fartun fatma fatuma fawzia habiba hafsa halim hamdi hana hanan
    hodan hodo hussain ibrahim idris ifrah ikram iman ismail jamal jamila karim khadra khalil layla leyla maryam
    mahad mariam mona mukhtar mustafa nadia najma nasra nura omer osman rahima rania saad sahra salah salma samira
    samir sara shukri siham sumaya tariq warsame yahya yasin youssef yusra zahra zainab zeinab
"""


@functools.cache
def listed_names() -> frozenset[str]:
    """Given and family names of all lists, in lower case with straight apostrophes.

    Returns
    -------
    frozenset of str
        Some 34,000; read once.
    """
    files = (_LISTS / "given.txt", _LISTS / "family.txt")
    listed = (name for path in files for name in path.read_text(encoding="utf-8").split())
    return frozenset(listed) | _regional()


def is_regional(key: str) -> bool:
    """Whether a word is a name of the region: by our own lists, or by the parts of Kirundi and Kinyarwanda names.

    Parameters
    ----------
    key : str
        A word in its plain form.

    Returns
    -------
    bool
        False for names that only Faker's lists hold.

    Examples
    --------
    >>> is_regional("akello"), is_regional("smith")
    (True, False)
    """
    return key in _regional() or _PARTS.fullmatch(key) is not None


@functools.cache
def _regional() -> frozenset[str]:
    return frozenset(_REGION.split()) | GIVEN


def is_listed(key: str) -> bool:
    """Whether a word is a name by a list, or by the parts of Kirundi and Kinyarwanda names.

    Parameters
    ----------
    key : str
        A word in its plain form (`coding.entities.capitals.plain`); with a hyphen one part may be the name.

    Returns
    -------
    bool
        True too for words of a language that are names as well: "may", "grace".

    Examples
    --------
    >>> is_listed("ndayishimiye"), is_listed("achol"), is_listed("yeah")
    (True, True, False)
    """
    if key in listed_names() or _PARTS.fullmatch(key) is not None:
        return True
    return "-" in key and any(part in listed_names() for part in key.split("-") if len(part) > 2)
