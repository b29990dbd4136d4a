# SPDX-License-Identifier: MIT
"""Weighs what speaks for a person and what for a place, from the words beside a name and from the parse."""

from __future__ import annotations

import re
from bisect import bisect_right

from coding.entities.capitals import Run
from coding.entities.name_lists import GIVEN, KIN, NOT_NAMES, TITLES, known_places
from coding.spacy_types import Doc

# Family names of Burundi, Rwanda and their neighbours: how they begin and how they end.
_FAMILY = re.compile(
    r"^(?:nd|nt|ns|nz|nk|ng|nsh|nyand|niy|niz|hab|hak|hav|har|ir[ai]|ish|iz|bu[kcrtz]|bi[grz]|ba[rnkht]"
    r"|mu[ghknsy]|mp[ao]|mb[aoe]|mw|si[nb]|ru|tu[yrg]|twa|uw|kwiz|kam|kab"
    r"|kan[iey]|gah|gas|nib|nim|nin|nik|nah|nsab|barut|ntah|ntak|vy|cub|cim|ciz|sab|sindayi|byar|mag|mas|oke|otie"
    r"|ojo|ach|nak|nal|nam|kat|tum|wan|kipr|che|mrish|kim[aei]|lwam|mul|ilung|kas)"
    r".*(?:imana|iragije|iyonkuru|agahe|ayo|iza|eza|era|ura|uye|eye|aye|ana|ena|ina|ona|una|ari|oza|uka|ura|ira"
    r"|enzi|anga|onga|unga|unda|abo|ubo|iro|iza|iye|inda|anda|onda|ezo|izi|iko|oro|uru|iya|eho|iho"
    r"|ango|engo|ingo|ongo|undo|arinze|wayo|kuru|zeye|shaka|bahizi|ubahiro|anya|inya|onya|asa|isa|isho|asho|uko"
    r"|ugo|umu|abi|imba|umba|omba|amba|isha|esha|usha|ha|ya|za|ka|ra|na|nga|yi|we|ye|zi|ri|ko|mo|wa|be|yo|ga|ni"
    r"|bu|da|ma|ta|sa)$"
)
_NAMED = re.compile(
    r"(?:\b(?:called|named|nicknamed|known as|name is|name was|name's|names? (?:given|are)[ :]|s'appell\w+"
    r"|m'appell\w+|t'appell\w+|l'appell\w+|appelle|appelait|appelées?|appelés?|nomm\w+|surnomm\w+"
    r"|dénomm\w+|pr[ée]nomm\w+|nom (?:est|était|c'est|c'était|de famille)|nom,|pr[ée]nom|signed?|signé|c'est"
    r"|c'était|i am|i'm|je suis|moi c'est|this is|it is|it was|it's|by the name of|du nom de|real name|vrai nom"
    r"|christened|baptis\w+))"
    r"(?: (?:est|is|was|was|are|him|her|me|it|le|la|them|just|only|still|même|toujours|c'est|était|de))*[ :,«“\"']*$"
)
_KIN_BEFORE = re.compile(
    r"(?:\b(?:my|his|her|your|our|their|mon|ma|mes|son|sa|ses|ton|ta|votre|notre|leur|leurs|the|le|la|l'|un|une|a"
    r"|an|little|old|young|petite?|vieux|vieille|certaine?|named?|nos|vos)[ ']*"
    r"(?:[^\W\d_]+[ -]){0,3}?)\b([^\W\d_]+(?:-[^\W\d_]+)?)(?: of mine)?,? $"
)
_KIN_IS = re.compile(r"\b([^\W\d_]+(?:-[^\W\d_]+)?),? (?:is|was|est|était|c'est|c'était)(?: une?)? $")
_KIN_AFTER = re.compile(
    r"^,? (?:(?:is|was|est|était|c'est|who is|qui est) )?(?:,? ?)?(?:my|his|her|our|their|the|a|an|mon|ma|mes|son"
    r"|sa|notre|leur|le|la|l'|un|une|de|celui|celle|elle|lui)\b ?(?:[^\W\d_]+[ -]){0,2}?([^\W\d_]+(?:-[^\W\d_]+)?)\b"
)
_THING = (
    r"\b(?:hill|colline|village|site|quartier|place|endroit|camp|zone|carré|mine|street|rue|town|ville|market"
    r"|marché|lake|river|lac|rivière|beach|plage|"
    r"commune|neighbourhood|neighborhood|secteur|centre|center|area|lieu|coin|hameau|parish|carrière|quarry|bar"
    r"|cabaret|valley|island|forest|forêt)\b"
)
_PLACE_NAMED = re.compile(
    _THING + r"[^.?!,]{0,24}(?:called|named|s'appell\w+|appelée?|nommée?|name is|name was"
    r"|it is|c'est|c'était|known as|dit|connu\w* sous le nom de) (?:the |le |la )?$"
)
_CERTAIN = re.compile(
    r"\b(?:(?:was|is|were|are|by|and|with|,|to|from|of) one|an? certain|une? certaine?|ce|cette"
    r"|cet|that|this|late|feu|feue|défunte?) $"
)
_THANKS = re.compile(r"(?:grâce à|thanks to|because of|à cause de) $")
_DEMONYM = re.compile(
    r"\b(?:an?|une?|the|le|la|l'|another|autre) ?(?:[^\W\d_]+ )?([^\W\d_]+(?:ienne?|aise?|an"
    r"|ian|ese|i)), $"
)
OWNS = re.compile(
    r"^'s? (?:[^\W\d_]+ )?(?:number|phone|mother|father|brother|sister|son|daughter|husband|wife|house|name|uncle"
    r"|aunt|family|hands?|face|mum|mama|child|baby|voice|words?|room|phone|telephone|friend|cousin|photo|passport"
    r"|file|card)"
)
ACTS = re.compile(
    r"^,? (?:[^\W\d_]+ )?(?:said|says|told|tells|asked|asks|answered|shouted|cried|cries|laughed|smiled|came"
    r"|comes|took|takes|gave|gives|went|goes|left|called|calls|wrote|writes|wanted|wants|knew|knows|thought"
    r"|thinks|saw|died|ran|paid|pays|drove|drives|sold|sells"
    r"|works?|worked|lives|lived|found|brought|beat|slept|opened|stood|stayed|helped|had|has|is|was|does|did"
    r"|never|also|used|who|whose|a dit|dit|disait|m'a|nous|l'a|lui|a |avait|est|était|n'a|ne |ne|n'est|travaille"
    r"|habite|vit|pleur\w+|cri\w+|appel\w+|parl\w+|vend\w+|vient|venait|veut|sait|qui)\b"
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|towards|toward|into|around|outside|inside|across|via|beyond|past|until|as far as|up to|from"
    r"|to|through|reached|reach|left for|leaving|leave|crossed at|between|bound for|en|à|au|aux|vers|depuis"
    r"|jusqu'à|jusqu'au|près de|de|du|d'|côté de|dans|sur|chez|direction|commune de|quitt\w+|atteint|pour|hors de"
    r"|via|entre|après|passer par|route de|par) (?:le |la |l'|the )?$"
)
_SURE_PLACE = re.compile(
    r"(?:\b(?:in|near|towards|toward|into|around|outside|across|beyond|as far as|reached|crossed at|bound for"
    r"|vers|depuis|jusqu'à|près de|à côté de|non loin de|au-dessus de|arriv\w+ à|arriv\w+ (?:in|at|to)|habit\w+ à"
    r"|liv\w+ (?:in|at|near)|n[ée]e? à|born (?:in|at)|partie?s? (?:à|de|pour)"
    r"|go(?:ing)? to|went to|back to|back from|come from|came from|comes from|moved to|taken to|travel\w* to|sent "
    r"to|brought to|rentr\w+ (?:à|de)|retourn\w+ (?:à|de)|all\w+ à|viens de|vient de|venait de|venir de|venu\w* "
    r"de|hill(?: called| of)?|colline|route de|road to|way to|emmen\w+ à|frontière de|border at)) (?:le |la |l'|the )?$"
)
_WITH = re.compile(
    r"\b(?:with|avec|and|et|by|par|for|pour|than|que|qu'|like|comme|about|against|contre|ni|or|ou"
    r"|to|à|tell|told|ask|asked|call|called|saw|see|know|knew|met|helped|married|dit à|demander à|demandé à"
    r"|appel\w+|vu|connais\w*|remerci\w+|thank) $"
)


_STRONG_FAMILY = re.compile(
    r"^(?:nyira|muka[^t]|uwa|uwi|niyo|ndayi|nduwi|nshimi|hab[iy]a?|haki|hakiz|bigiri|nda|nti|nta|ntaho|ntaki"
    r"|nsabi|nsengi|sinzi|sindi|irak|irad|iran|tuyi|kwize|kamik|twagi|twaha|manir|bizim|bizi|ndiku|ngenda|nkuru|nshim|"
    r"nahim|nimu|nimb|nibi|nzeyi|nizi|hari|hava|mpawe|barut|baran|bararu|bucu|gahun|cimpa|byari|byamu|mbony|mvuy"
    r"|mugisha|mukeshi|munezer|murek|mureka|ntawu|nduwa|rwasa|ruki|sabuk|sibom|vyami)[a-z]{3,}$"
    r"|^[a-z]{3,}(?:imana|iragije|iyonkuru|iyimana|omukiye|emeye|yisenga|kuriye|nzeye|ayisaba|ahimana|ishaka"
    r"|iyonzima|ugaba|azabizi|arakiza|indavyi|zigamiye|yitegeka)$"
)
_PLACE_WORDS = frozenset(
    [
        "haut",
        "bas",
        "nord",
        "sud",
        "est",
        "ouest",
        "juu",
        "chini",
        "ndogo",
        "kubwa",
        "mpya",
        "kati",
        "upper",
        "lower",
        "north",
        "south",
        "east",
        "west",
        "centre",
        "rural",
        "nouveau",
        "neuf",
    ]
)
_APPOSED = re.compile(
    r"\b(?:colline|village|quartier|site|hill|camp|zone|commune|town|city|ville|place|endroit|marché|market"
    r"|hameau|province|village called|island|île|neighbourhood|neighborhood|beach|plage|rivière|river|lac"
    r"|lake)(?: de|,| of| called| named| appelée?| nommée?)* $"
)
_BEFORE_PLACE = re.compile(
    r"^, (?:(?:in|à|en|dans|near|près de|commune|province|commune de|province de|hill"
    r"|colline|zone|territoire de)? ?(?:l['’]|la |le )?)([^\W\d_]+(?:[ -][^\W\d_]+){0,2})"
)
_GONE_FROM = re.compile(
    r"\b(?:travel\w*|went|go|going|walk\w*|drove|driven|moved?|moving|flew|fled|sailed|journey|trip|taken|(?:took|brought"
    r"|led) (?:me|us|him|her|them)|all[ée]\w*|parti\w*|voyag\w*|march[ée]\w*|trajet|conduit\w*|amené\w*|emmené\w*"
    r"|transporté\w*|fui)\b[^.;:!?]*\b(?:from|de|d'|depuis) ?$"
)


def person_score(run: Run, entity_types: set[str]) -> float:
    """What speaks for a person, in points; 1.5 and more is enough where little speaks for a place."""
    score = _by_name(run) + _by_words_before(run)
    if _is_kin(_KIN_AFTER.search(run.after)):
        score += 3
    if OWNS.match(run.after):
        score += 3
    if ACTS.match(run.after):
        score += 1.0
    if entity_types & {"PERSON", "PER"}:
        score += 1.5
    return score


def _by_name(run: Run) -> float:
    """Points for the words themselves: a given name, a family name's shape, initials, a family name in capitals."""
    keys = run.keys
    score = 3.0 * any(given_name(key) for key in keys) + 2.5 * any(_STRONG_FAMILY.match(key) for key in keys)
    if len(keys) > 1:
        score += 1.0 + 1.5 * any(_FAMILY.match(key) for key in keys[:2])
        score += 2.0 * any(len(word.rstrip(".")) == 1 for _, _, word in run.words)
        score += 1.0 * any(word.isupper() and len(word) > 3 for _, _, word in run.words)
    elif _FAMILY.match(keys[0]):
        score += 0.5
    return score


def _by_words_before(run: Run) -> float:
    """Points for a title, "named", kinship, thanks, or a preposition that people often stand behind."""
    before = run.before
    score = 5.0 if run.title else 0.0
    if _PLACE_NAMED.search(before):
        score -= 3
    elif _NAMED.search(before):
        surely = len(run.keys) > 1 or any(word in before[-16:] for word in ("appel", "name", "call"))
        score += 2.5 if surely else 1.5
    if _is_kin(_KIN_BEFORE.search(before)):
        score += 4
    if _THANKS.search(before) or _CERTAIN.search(before) or _is_demonym(before):
        score += 3
    return score + 0.7 * bool(_WITH.search(before))


def place_score(run: Run, entity_types: set[str]) -> float:
    """What speaks for a place, in points."""
    score = 0.0
    if _PLACE_NAMED.search(run.before):
        score += 4
    if run.phrase in known_places():
        score += 2
    if _SURE_PLACE.search(run.before):
        score += 2.5
    elif _PLACE_BEFORE.search(run.before):
        score += 1.2
    if entity_types & {"GPE", "LOC", "FAC"}:
        score += 1.2
    if len(run.keys) > 1 and run.keys[-1] in _PLACE_WORDS:
        score += 4
    if _APPOSED.search(run.before):
        score += 3
    if _stands_before_place(run):
        score += 2.5
    if run.leads_on and _GONE_FROM.search(run.before):
        score += 2.5
    if len(run.keys) == 1 and "-" in run.keys[0] and not given_name(run.keys[0]):
        score += 1.5
    if any(
        key.endswith(("-haut", "-bas", "-nord", "-sud", "-est", "-ouest", "-centre", "-frontière")) for key in run.keys
    ):
        score += 3
    return score


def _stands_before_place(run: Run) -> bool:
    """ "Kinindo, Bujumbura": what stands before a known place with only a comma between."""
    found = _BEFORE_PLACE.match(run.after)
    if found is None:
        return False
    words = found.group(1).split()
    return any(" ".join(words[:n]) in known_places() for n in range(1, len(words) + 1))


def given_name(key: str) -> bool:
    """Whether a word is a common given name, or two of them joined by a hyphen.

    Examples
    --------
    >>> given_name("jean-pierre"), given_name("passport")
    (True, False)
    """
    return key in GIVEN or ("-" in key and any(part in GIVEN for part in key.split("-") if len(part) > 2))


def family_shaped(key: str) -> bool:
    """Whether a word has the shape of a family name of the region.

    Examples
    --------
    >>> family_shaped("ndayizeye"), family_shaped("smith")
    (True, False)
    """
    return bool(_FAMILY.match(key))


def entity_types(run: Run, docs: list[tuple[int, Doc]]) -> set[str]:
    """The entity types that the pipelines gave to the tokens of a run."""
    offset, doc = part_at(docs, run.start)
    if doc is None:
        return set()
    span = doc.char_span(run.start - offset, run.end - offset, alignment_mode="expand")
    return {token.ent_type_ for token in span or () if token.ent_type_}


def part_at(docs: list[tuple[int, Doc]], place: int) -> tuple[int, Doc | None]:
    """The parsed part that begins last at or before a place, with where it begins; (0, None) before the first."""
    number = bisect_right(docs, place, key=lambda part: part[0]) - 1
    return docs[number] if number >= 0 else (0, None)


def kin_beside(run: Run) -> bool:
    """Whether a word of kinship or an occupation stands right before or behind: "my cousin Aline", "Aline, my aunt"."""
    beside = (_KIN_BEFORE.search(run.before), _KIN_AFTER.search(run.after), _KIN_IS.search(run.before))
    return any(_is_kin(one) for one in beside)


def _is_demonym(before: str) -> bool:
    """ "Une Éthiopienne, Selam": somebody named after her nationality."""
    found = _DEMONYM.search(before)
    return found is not None and found.group(1) in NOT_NAMES


def _is_kin(match: re.Match[str] | None) -> bool:
    if match is None:
        return False
    word = match.group(1)
    return word in KIN or word in TITLES or word.removesuffix("s") in KIN
