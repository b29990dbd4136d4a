# SPDX-License-Identifier: MIT
"""Words of the field: where enough of them are said, everyday words of a rule mean what a codebook means by them."""

from __future__ import annotations

import re
from bisect import bisect_left

from coding.case_folding import fold

FIELD = "field"  # in the brackets of a rule: the words below
NEARBY = 8000  # characters around a place, about 1,400 words: some minutes of talk
_SHORT = 400  # characters of a text that has no company to judge by, as one sentence typed to try a rule
_LEAST, _FOR_ONE_MORE = 1.5, 1600  # what the words must weigh, and in how many characters by one more

# words hardly said of anything else: each weighs two
_EN = """
    abduct* asylum beneficiar* brothel* captiv* checkpoint* coerc* rape raped rapes rapist* cholera curfew deport*
    detain* detention displaced displacement dowr* embassy enslav* exploit* genocide harass* homeless* roadblock*
    humanitarian immigra* kidnap* militia* ngo* orphan* pimp* prostitut* quarantine* ransom* rebels recruiter* refug*
    repatriat* returnee* sexual* slave* smuggl* survivor* tortur* traffick* trauma* unpaid psychologist* malnutrition
    latrine* plantation* housemaid* housegirl* houseboy* begging beggar* reintegrat* caseworker* idp idps tarpaulin*
    chained whipped whipping runaway victim* wage wages hiv interviewee* evict* migrant* bribe* firewood madam looted
    looting cassava sorghum counsellor*
"""
_FR = """
    agress* asile beneficiaire* bordel* clandestin* cholera consentement consentais consentait deplacees* dispensaire*
    deplaces detenu* detention embauch* enlevement* esclav* exploite* exploitation expulsion* genocide harcel* colline
    humanitaire* immigr* kidnapp* latrine* migrant* milice* ong orphel* passeur* prostitu* quarantaine rancon rapatri*
    rebelle* recruteur* refug* retournees sexuel* violee violees viols survivant* tortur* trafiquant* traumatis*
    victime* malnutrition mendi* minerai coltan plantation* boyesse psychosocial* psychologue* rations veuve* vih
    vendue vendues fuir intermediaire* militaires famine giflee giflait fouett* proxenete* courtier* patronne*
    enfermee* sorgho collines camps excis* manioc
"""
# words of the field that any talk may hold, of a match, a journey, an office: each weighs one, and alone they
# take twice as many
_EN_COMMON = """
    arrest* blackmail* border* broker* consent* confiscat* custody deceiv* displace* employer* forced identity
    kidnapper* lockup migra* passport* police policem* prison* protection recruited salary salaries starv* threatened
    threats transit vaccin* violence visa visas debt* agency miner* quarry maid* abroad gulf contract* overtime
    counsel* referral* distribution* widow* trader* owner* fled flee uniform* disab* pregnan* beaten beatings slap*
    escape* deposit rebel shelter* soldier* whip* clinic complaint* committee* papers camp* cement brick* blanket*
    maize grant orphanage attacked killed weapon* gun guns stepfather stepmother
"""
_FR_COMMON = """
    arrestation* chantage confisqu* dette* douane* employeur* evacu* forcee* frontiere* identite menace menaces
    menacait menacaient menacee* migration* mineure* passeport* police policier* policiere* prison* protection
    recrutait recrutaient salaire* violence violences transit vaccin* visa visas mineurs domestique* distribution*
    gifl* soldat* handicap* enceinte* fui papiers milit* uniforme* battue battues fugue fugu* bache* deplacee golfe
    contrat* plainte* comite* camp ciment brique* couverture* subvention attaque* tuer tue arme armes maratre viol
    enferme* frappait frappee maltrait* brousse
"""


class FieldTalk:
    """Where in one text the talk is of a matter: by words of the field, or by words that a rule names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, ...], tuple[list[int], list[tuple[str, int]]]] = {}

    def is_near(self, place: int, wanted: tuple[str, ...]) -> bool:
        """Whether enough of the words stand around a place."""
        if len(self._text) <= _SHORT:
            return True
        places, words = self._places(wanted)
        low = max(0, min(place - NEARBY // 2, len(self._text) - NEARBY))  # at an end, further to the other side
        first, last = bisect_left(places, low), bisect_left(places, low + NEARBY)
        if FIELD not in wanted:
            return first < last
        weights: dict[str, int] = {}
        for word, weight in words[first:last]:
            weights[word] = max(weight, weights.get(word, 0))
        needed = _LEAST + min(len(self._text), NEARBY) / _FOR_ONE_MORE
        return sum(weights.values()) >= (needed if 2 in weights.values() else 2 * needed)

    def _places(self, wanted: tuple[str, ...]) -> tuple[list[int], list[tuple[str, int]]]:
        if wanted not in self._known:
            folded = fold(self._text)
            found = list(_search(wanted).finditer(folded.text))
            # the first five letters tell words apart: "recruit" and "recruited" are one
            kinds = [(one[0][:5], 2 if one["strong"] else 1) for one in found]
            self._known[wanted] = ([folded.original(one.start()) for one in found], kinds)
        return self._known[wanted]


def _search(wanted: tuple[str, ...]) -> re.Pattern[str]:
    of_field = FIELD in wanted
    strong = f"{_EN} {_FR}".split() if of_field else []
    others = [
        *(f"{_EN_COMMON} {_FR_COMMON}".split() if of_field else []),
        *(fold(w).text for w in wanted if w != FIELD),
    ]
    return re.compile(rf"\b(?:(?P<strong>{_any_of(strong)})|(?:{_any_of(others)}))\b")


def _any_of(stems: list[str]) -> str:
    return "|".join(re.escape(one).replace(r"\*", r"\w*") for one in sorted(set(stems))) or "(?!)"
