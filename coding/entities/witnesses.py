# SPDX-License-Identifier: MIT
"""Witnesses in a text that a capitalised word is a person; a person needs two of them.

A title, or the label of a speaker who bears the name, suffices alone. What has one witness is a possible person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from coding.entities.capitals import Run, title_before
from coding.entities.evidence import (
    ACTS,
    OWNS,
    entity_types,
    family_shaped,
    given_name,
    kin_beside,
    part_at,
    place_score,
)
from coding.entities.name_lists import (
    GIVEN,
    KIN,
    MONTHS,
    NOT_NAMES,
    ORGANISATION_HEADS,
    TITLES,
    is_listed,
    is_regional,
    known_places,
)
from coding.parsing import find_turns
from coding.spacy_types import Doc
from coding.speaker_labels import is_name, is_role
from wording.language_record import all_speech_words

_NUMBERS = "\\d+|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
_ACTS = re.compile(
    r"^,? ?(?:[?!,.]|(?:said|says|told|asked|came|took|gave|went|left|called|wrote|wanted|knew|saw|sold|paid"
    r"|brought|had|has|did|does|m'a|l'a|n'a|ne|avait|dit|disait|vient"
    r"|nous|lui|travaille|habite|who|qui|never|cried|drove|lives|lived|helped|showed|found|ran|speaks|works|calls"
    r"|pleur\w+|cri(?:e|ait|a)|dort|dormait|connaît|veut|voulait|parle|a)\b|(?:is|was|est|était) (?:my|his|her|our"
    r"|the|a|an|from|in|at|still|now|not|mon|ma|son|sa|le|la|un|une|à|de|partie?|(?!some|any|no)[a-z]+ing|called|dead|mort"
    rf"|{_NUMBERS}|pregnant|ill|sick|alive|married|single|tired|afraid|angry|missing|born"
    r"|enceinte|malade|mariée?|célibataire|fatiguée?|vivante?|morte|née?"
    r"|[a-z]+ed)\b|(?:and|et) (?:i|my|her|his|our|their|the|two|all|moi|mon|ma|sa|son|ses|les|deux)\b)"
)
# what is said of things and qualities, not of people
_OF_A_WORD = re.compile(
    r"^(?: (?:is|was|est|était|n'est|n'était)(?:n't)? (?:not |never |always |pas |jamais |toujours )?"
    r"(?:all|what|better|stronger|something|nothing|everything|needed|required|forbidden|lost|gone|enough|rare|free"
    r"|the (?:last|first|only|best|one|thing|same|key|reason|most)"
    r"|a (?:word|thing|luxury|virtue|sin|dream|lie|blessing|curse)"
    r"|for (?:people|others|the|those|us)|mère|plus|tout|ce qu\w*|nécessaire|assez|rien|pour (?:les|nous|ceux)"
    r"|(?:la|le) (?:seule?|meilleure?|dernière?|premi\w+|mère|clé|chose)|une? (?:mot|luxe|chose|vertu|rêve))\b"
    r"| (?:has|had|a|avait) (?:nothing|its|no|it that|rien|ses|des limites|ses limites)\b"
    r"| (?:comes|goes|came|went) (?:and (?:goes|went)|first|last|from (?:god|within))\b"
    r"| (?:dies|died) last\b| (?:kept|keeps|keep|fades?|faded)\b| (?:fait|faisait) vivre\b"
    r"| (?:gave|gives) (?:me|us|them) (?:strength|courage|hope|faith)\b"
    r"| (?:in|before|after|of|for|or|without|between|alone|ou|à|de|et longueur)\b"
    r"|, ?(?:that|this|it|c'|ce |cela|ça|said|i (?:said|cried|begged|thought)|disait|dit|a dit)"
    r"|, ?(?:nous|m'|me|lui) ?a dit"
    r")"
)
_SAME = re.compile(r"^ (?:is|was|est|était|were) (?:so |very |not |pas |très )?([^\W\d_]+)")


def stands_as_name(run: Run, docs: list[tuple[int, Doc]]) -> bool:
    """Whether a single given name that is a word of the language too is used as a name where it opens a sentence."""
    after = run.after
    said = _SAME.match(after)
    if OWNS.match(after) or run.joined or (said and said.group(1) == run.keys[0]):
        return True
    if _OF_A_WORD.match(after):
        return False
    return bool(_ACTS.match(after.strip(" "))) or is_bare_subject(docs, run.start)


def is_bare_subject(docs: list[tuple[int, Doc]], start: int) -> bool:
    """Whether a word is the subject of a verb and has no article, possessive or adjective."""
    offset, doc = part_at(docs, start)
    span = None if doc is None else doc.char_span(start - offset, start - offset + 1, alignment_mode="expand")
    token = span[0] if span else None
    if token is None or token.idx + offset != start or token.dep_ not in ("nsubj", "nsubjpass", "nsubj:pass"):
        return False
    return token.head.pos_ == "VERB" and not any(child.i < token.i for child in token.children)


ENOUGH = 2
_NAMING = re.compile(
    r"(?:\b(?:named|nicknamed|known as|name is|name was|name's|names? are[ :]|by the name of|real name"
    r"|christened|call(?:s|ed)?(?: (?:him|her|me|them))?|i'm|i am|s'appel\w+|m'appel\w+|t'appel\w+|l'appel\w+"
    r"|appelle|appelait|appelée?s?|nommée?s?|surnommée?s?|dénommée?s?|prénommée?s?|(?:pré)?nom (?:est|était|c'est)"
    r"|du nom de|moi,? c'est|on dit|mine is|ask(?:ed)? for|un certain|une certaine"
    r"|baptisée?)) ?(?:just |only |still |juste )?[ :,«“\"']*$"
)
_SAYS = re.compile(
    r"^(?:'s)?,? (?:(?:just|also|always|never|then|actually|even|still|really|elle|il|ne|me|m'|nous|lui|l'|n'"
    r"|a|ai|avait|has|had|would|would've|was|is|had|did|didn't|does|doesn't|est|était|s'est|could|can|kept|keeps) ?)*"
    r"(?:said|says|say|saying|told|tells|tell|asked|asks|ask|answer\w*|replied|replies|repli\w+|shout\w*|wrote|writes"
    r"|written|writing|argue[sd]?|claim(?:s|ed)|notes|noted|explain\w*|mention\w*|shows|showed|thinks?|thought|knows?|knew"
    r"|goes|texted|called|calls|cried|cries|laugh\w*|talk\w*|speak\w*|spoke|whisper\w*|yell\w*|suggest\w*|promis\w*"
    r"|i was like|was like|he was like|dit|disait|disent|dira|dis|demand\w+|répond\w*|écri\w+|raconte\w*|explique\w*"
    r"|pens\w+|crie\w*|pleur\w+|appelle|appelait|parl\w+|sait|savait|montre\w*|affirme\w*|souligne\w*|propos\w+|promet"
    r"|fait remarquer|indique\w*|annonc\w+|jur\w+)\b"
)
_HESITATION = re.compile(
    r"(?:(?:,| |^)(?:e?h?um|uh|er|e[hr]?m|euh|hm+|like|genre|là|bah|ben|you know|i mean|tu vois|i guess|je crois),? )+$"
)
_AUTHOR = re.compile(r"^(?:,? (?:et al\.?|and|et|&)[^()\n]{0,30})? ?[(\[,] ?(?:19|20)\d\d[a-z]?\b")
_JOINED_AUTHOR = re.compile(r"^[^.()\n]{0,30}? ?\((?:19|20)\d\d[a-z]?\)")
_OCCUPATIONS = frozenset(["boss", "patron", "patronne", "agent", "teacher", "nurse", "coach", "cousin", "cousine"])
_OF_PLACES = frozenset(["san", "santa", "los", "las", "new", "palo", "fort", "port", "north", "south", "lake", "mount"])
_CONTRACTED = re.compile(r"(?:i|you|we|they|he|she|it|that|there|here|who|what|where|how|let)'(?:ve|re|ll|d|m|s)")
_DRAWN_OUT = re.compile(r"(\w+)-\1|[hmu]+h?m+|a+h+|o+h+|(?:ha)+h?")
_CUT_OFF = re.compile(r"- ([^\W\d_]+)")
_QUOTED = re.compile(
    r"\b(?:said|says|wrote|writes|goes|told (?:me|us|him|her|them)|shouted|dit|disait|écrit|fait|répond\w*|crié?), $"
)
_ARTICLE = re.compile(r"\b(?:an?|the|une?|la|le) $")
_MAKES = frozenset(
    ["renault", "peugeot", "citroën", "toyota", "ford", "mercedes", "nissan", "honda", "suzuki", "isuzu"]
)
_PEOPLE = frozenset({"PERSON", "PER"})


def speakers_by_name(text: str) -> frozenset[str]:
    """The labels of a text's speakers that are names, as they stand before the turns.

    Examples
    --------
    >>> sorted(speakers_by_name("Q: Why?\\nRuth: For work.\\nQ: And?\\nRuth: Yes.\\nQ: Where?\\nRuth: There."))
    ['Ruth']
    """
    speakers = {turn.speaker for turn in find_turns(text) if turn.speaker}
    words = all_speech_words()
    return frozenset(
        one
        for one in speakers
        if not is_role(one) and is_name(one) and not any(char.isdigit() for char in one)
        and not any(word.casefold() in words | ORGANISATION_HEADS | _SERVICE | TITLES | KIN for word in one.split())
        and not is_role(one.split()[0])
    )  # fmt: skip


_SERVICE = frozenset(["automation", "recording", "recorder", "system", "voicemail", "operator", "unknown", "everyone"])


def names_nobody(run: Run, is_common: Callable[[str], bool]) -> bool:
    """Whether a run is talk that names nobody, without a title before it.

    Fillers, degrees, products; a word of the language that is doubled, cut off before it is said whole, or quoted alone
    ("He said, Hurry."); a make of cars behind an article.
    """
    if run.title:
        return False
    if all(key in all_speech_words() or _filler(key) for key in run.keys):
        return True
    return len(set(run.keys)) == 1 and _is_spoken_word(run, run.keys[0], is_common)


def _is_spoken_word(run: Run, key: str, is_common: Callable[[str], bool]) -> bool:
    if whole := _CUT_OFF.match(run.after):
        return whole[1].startswith(key) and (is_common(whole[1]) or whole[1] in MONTHS | NOT_NAMES)
    if _ARTICLE.search(run.before) and key in _MAKES:
        return True
    if given_name(key) or not is_common(key):
        return False
    doubled = len(run.keys) > 1 or run.before.endswith(f"{key} ") or bool(re.match(rf" {re.escape(key)}\b", run.after))
    return doubled or bool(_QUOTED.search(run.before) and re.match(r"[.!?]", run.after))


def _filler(key: str) -> bool:
    """A word of talk drawn out, doubled or contracted: "Hmmmm", "Yeah-yeah", "We've"."""
    return bool(len(key) == 1 or _CONTRACTED.fullmatch(key) or _DRAWN_OUT.fullmatch(key))


def witnesses(run: Run, docs: list[tuple[int, Doc]], is_common: Callable[[str], bool]) -> dict[str, int]:
    """What bears witness, at one mention, that the words name a person."""
    if run.keys[0] in _OF_PLACES and not run.title:
        return {"pipeline": 1} if entity_types(run, docs) & _PEOPLE else {}
    run = replace(run, before=_HESITATION.sub(" ", run.before))
    found = {}
    if _NAMING.search(run.before):
        found["naming"] = 1
    if kin_beside(run) or OWNS.match(run.after):
        found["kin"] = 1
    listed = any(_counts_as_listed(key, run, docs, is_common) for key in run.keys)
    listed = listed or (bool(found) and not run.opens and any(map(is_listed, run.keys)))
    if run.title:
        found["title"] = 1 if run.title in _OCCUPATIONS else ENOUGH
    if entity_types(run, docs) & _PEOPLE:
        found["pipeline"] = 1
    if listed:
        found["list"] = 1
    if _is_full_name(run):
        found["full"] = 1
    regional = any(given_name(key) or is_regional(key) for key in run.keys)
    if listed and (ACTS.match(run.after) or run.joined or (regional and stands_as_name(run, docs))):
        found["acts"] = 1
    if _SAYS.match(run.after) and not (run.opens and len(run.keys) == 1 and is_common(run.keys[0])):
        found["says"] = 1
    if _AUTHOR.match(run.after) or (run.joined and _JOINED_AUTHOR.match(run.after)):
        found["author"] = 1
    return found


def _counts_as_listed(key: str, run: Run, docs: list[tuple[int, Doc]], is_common: Callable[[str], bool]) -> bool:
    """A name of the lists; one that is a word of the language too only where it is of the region and acts as one."""
    if not is_listed(key):
        return False
    return not is_common(key) or (key in GIVEN and (not run.opens or stands_as_name(run, docs)))


def _is_full_name(run: Run) -> bool:
    """A given name of the region beside a family name of it, in either order."""
    first, last = run.keys[0], run.keys[-1]
    pairs = ((first, last), (last, first)) if len(run.keys) > 1 else ()
    return any(given_name(one) and (family_shaped(other) or is_regional(other)) for one, other in pairs)


def rather_person(mentions: Sequence[Run], docs: list[tuple[int, Doc]], is_common: Callable[[str], bool]) -> bool:
    """Whether what was taken for a place is a person, and never said to be a place.

    Such a person is listed and has a second witness, or says something and is the subject of a sentence elsewhere too.
    """
    if mentions[0].phrase in known_places() or any(place_score(run, set()) >= ENOUGH for run in mentions):
        return False
    seen = [witnesses(run, docs, is_common) for run in mentions]
    speaks = any("says" in found for found in seen) and sum(bool(ACTS.match(run.after)) for run in mentions) > 1
    return speaks or (any("list" in found for found in seen) and weigh(seen) >= ENOUGH)


def weigh(mentions: Iterable[Mapping[str, int]]) -> int:
    """What all mentions of one person weigh: each kind of witness once, those in the words around twice at most.

    Examples
    --------
    >>> weigh([{"pipeline": 1}, {"pipeline": 1}]), weigh([{"naming": 1}, {"naming": 1}])
    (1, 2)
    """
    once: dict[str, int] = {}
    for found in mentions:
        for kind, weight in found.items():
            again = once.get(kind, 0)
            once[kind] = min(ENOUGH, again + weight) if kind in _AROUND else max(again, weight)
    return sum(once.values())


_AROUND = frozenset({"naming", "kin", "says", "title", "author"})


def label_mentions(text: str, labels: Sequence[str]) -> list[tuple[int, int]]:
    """Where the names of labelled speakers stand, whole or in a part of at least three letters.

    A label in capitals is met as it is written in a sentence, too: JOLANTH as "Jolanth".
    """
    if not labels:
        return []
    parts = {word.strip(".,") for label in labels for word in label.split() if len(word) > 2 and word[0].isupper()}
    written = {name for one in (*labels, *parts) for name in (one, one.title() if one.isupper() else one)}
    names = sorted(written, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w@.-])(?:{'|'.join(map(re.escape, names))})(?![\w@-])")
    return [match.span() for match in pattern.finditer(text)]


def surely_named(text: str, places: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of the places in a text that hold a name after a title, or the name of a labelled speaker.

    Parameters
    ----------
    text : str
        A normalised text.
    places : iterable of (int, int)
        Code points of names in it, half-open.

    Returns
    -------
    set of (int, int)
        A part of the places.

    Examples
    --------
    >>> text = "We asked Mrs Hope. No hope."
    >>> surely_named(text, [(13, 17), (22, 26)])
    {(13, 17)}
    """
    labels = label_mentions(text, sorted(speakers_by_name(text)))
    return {
        (start, end)
        for start, end in places
        if any(start < stop and begin < end for begin, stop in labels)
        or title_before(text, text.rfind("\n", 0, start) + 1, start) not in _OCCUPATIONS | {""}
    }
