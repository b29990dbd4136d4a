# SPDX-License-Identifier: MIT
"""Words of the field: where two of them stand nearby, everyday words of a rule mean what a codebook means by them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from coding.case_folding import fold

FIELD = "field"  # in the brackets of a rule: the words below
NEARBY = 4000  # characters on either side, about 700 words: some minutes of talk
_SHORT = 400  # characters of a text that has no company to judge by, as one sentence typed to try a rule
_NEEDED = 2  # different words: one alone turns up in any talk

_EN = """
    abduct* arrest* asylum beneficiar* blackmail* border* brothel* bribe* broker* captiv* checkpoint* coerc*
    rape raped rapes rapist* cholera consent* curfew custody deceiv* deport* detain* detention displace* dowr* embassy
    confiscat*
    employer* enslav* evict* exploit* forced genocide harass* homeless* humanitarian identity immigra*
    interviewee* kidnap* lockup madam massacre* migra* militia* ngo* orphan* passport* pimp* police policem*
    prison* prostitut* protection quarantine* ransom* rebel* recruit* refug* repatriat* returnee* salary
    salaries sexual* shelter* slave* smuggl* soldier* starv* survivor* threat* torture* traffick* transit
    trauma* vaccin* victim* violen* visa visas wage wages unpaid malnutrition latrine* displaced debt* debts agency
    miner* miners quarry plantation* housemaid* maid* housegirl* houseboy* beg begging beggar* abroad gulf
    contract* overtime reintegrat* counsel* referral* caseworker* idp idps distribution* tarpaulin* widow*
    trader* smuggler* chained owner* starving fled flee uniform* deposit
    disab* pregnan* hiv beaten beatings whip* slap* escape* runaway
"""
_FR = """
    agress* arrestation* asile beneficiaire* bordel* chantage clandestin* confisqu* cholera consentement
    courtier* deplacement* deplaces deplacee* detenu* detention dette* douane* embauch* enlevement*
    employeur* esclav* exploit* expuls* evacu* forcee* frontiere* genocide harcel* humanitaire* identite immigr*
    kidnapp* latrine* massacre* menac* menaces migrant* migration* milice* mineure* ong orphel* passeport*
    passeur* patronne* police policier* prison* prostitu* protection quarantaine rancon rapatri* rebelle*
    recrut* recruteur* refug* retournees salaire* sexuel* viols violee violees violence* violences viole
    soldat* survivant*
    tortur* trafiquant* transit traumatis* vaccin* victime* visa visas malnutrition mendi* mineurs minerai coltan
    plantation* domestique* boyesse psychosocial* rations distribution* bache* veuve* handicap* enceinte* vih
    vendue vendues fuir fui papiers intermediaire* milit* uniforme*
    famine battue battus gifl* fouett* enferme* fugue fugu* proxenete* camps
"""


class FieldTalk:
    """Where in one text the talk is of a matter: by words of the field, or by words that a rule names."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[tuple[str, ...], tuple[list[int], list[str]]] = {}

    def is_near(self, place: int, wanted: tuple[str, ...]) -> bool:
        """Whether enough of the words stand around a place.

        Parameters
        ----------
        place : int
            Code point of the text.
        wanted : tuple of str
            Words, a final "*" taking all endings; `FIELD` for the words of the field, of which two different ones
            must stand there, else one.

        Returns
        -------
        bool
            True in a text that is too short to tell.
        """
        if len(self._text) <= _SHORT:
            return True
        places, words = self._places(wanted)
        first, last = bisect_left(places, place - NEARBY), bisect_left(places, place + NEARBY)
        return len(set(words[first:last])) >= (_NEEDED if FIELD in wanted else 1)

    def _places(self, wanted: tuple[str, ...]) -> tuple[list[int], list[str]]:
        if wanted not in self._known:
            folded = fold(self._text)
            found = list(_search(wanted).finditer(folded.text))
            # the first five letters tell words apart: "recruit" and "recruited" are one
            self._known[wanted] = ([folded.original(one.start()) for one in found], [one[0][:5] for one in found])
        return self._known[wanted]


def is_of_the_field(words: str) -> bool:
    """Whether words hold one of the field, so that they need no company.

    Parameters
    ----------
    words : str
        Words of a rule, in any case and accents.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_of_the_field("take passport"), is_of_the_field("night")
    (True, False)
    """
    return bool(_search((FIELD,)).search(fold(words).text))


def _search(wanted: tuple[str, ...]) -> re.Pattern[str]:
    stems = sorted(_stems(wanted))
    return re.compile(r"\b(?:" + "|".join(re.escape(one).replace(r"\*", r"\w*") for one in stems) + r")\b")


def _stems(wanted: Iterable[str]) -> set[str]:
    listed = (f"{_EN} {_FR}".split() if one == FIELD else [fold(one).text] for one in wanted)
    return {word for words in listed for word in words if "-" not in word}
