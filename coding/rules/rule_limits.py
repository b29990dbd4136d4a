# SPDX-License-Identifier: MIT
"""Limits of a rule: whose turns it looks in, in which interviews, near which words, in which forms. Pure text.

They stand in the brackets of a rule, `phrase[hit,role=participant,speaker=P1/P2,group=Returnees]: take passport`; a
rule of plain words has brackets only with limits: `words[near=keep/hold*,within=6,not=ration]: card`. With
`talk=field` a rule counts where the talk around it, over sentences and turns, holds words of the field.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from coding.case_folding import fold, fold_plain
from coding.records import Turn
from coding.speaker_roles import interviewers_among, proposed_role, talk_begins
from wording import Problem, msg

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


ROLES = ("participant", "interviewer", "interpreter")
_BRACKETS = re.compile(r"^\s*(?P<kind>[a-z]+)\s*\[(?P<limits>[^\]\n]*)\]\s*:\s*(?P<body>.*)$", re.DOTALL)
_NOT_IN_NAMES = re.compile(r"[,;/\]=\[]")  # signs that the brackets need for themselves
_LABEL = re.compile(r"[^\W\d_]{0,3}[ .-]?\d{1,3}")  # P1, F 12, KII3: a label, no name
_KEYS = ("role", "speaker", "group", "near", "within", "not", "except", "span", "talk")
FORMS = ("passive", "pronoun", "relative")  # of "who did what": was taken, took it, which he took
SPANS = ("sentence", "words", "turn")
WITHIN, MOST_WITHIN = 6, 30  # words between a rule's words and those they must stand near
_LETTERS = 30  # of a word at most, where words around a place are looked for
_CLAUSE_END = re.compile(r"[.!?…\n]")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class RuleLimits:
    """Where a rule may look; an empty tuple limits nothing. Names are kept as they were written.

    `near`: words of which one must stand within `within` words in the same sentence, `barred`: words of which none may;
    a final "*" takes all endings. `forms_left_out`: forms of "who did what" that do not count. `span`: proposes
    the sentence (""), the "words" found or the "turn". `talk`: words of which one must be said in the talk around,
    "field" for those of the field (`coding.rules.rule_limits`).
    """

    roles: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    within: int = WITHIN
    barred: tuple[str, ...] = ()
    forms_left_out: tuple[str, ...] = ()
    span: str = ""
    talk: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != RuleLimits(within=self.within)

    def written(self) -> str:
        """As they stand in the brackets.

        Returns
        -------
        str
            As "role=buyer,near=police,within=8"; "" without limits.
        """
        counted = (str(self.within),) if (self.near or self.barred) and self.within != WITHIN else ()
        brackets = (
            *(("role", self.roles), ("speaker", self.speakers), ("group", self.groups), ("near", self.near)),
            *(("within", counted), ("not", self.barred), ("except", self.forms_left_out)),
            ("span", (self.span,) if self.span else ()), ("talk", self.talk),
        )  # fmt: skip
        return ",".join(f"{key}={'/'.join(map(plain_sign, names))}" for key, names in brackets if names)

    def for_all(self, shared: RuleLimits) -> RuleLimits:
        """These with what is set for all rules of a code at once: who speaks, where, and what is proposed.

        Parameters
        ----------
        shared : RuleLimits
            What holds for all rules of the code.

        Returns
        -------
        RuleLimits
            Words around and forms as they were.
        """
        return replace(self, roles=shared.roles, speakers=shared.speakers, groups=shared.groups, span=shared.span)


@dataclass(frozen=True)
class SpeakerContext:
    """Who speaks in an interview: its turns, roles that somebody gave to speakers, and the group it stands in.

    `interviewers`: whether rules that name no role look at turns of interviewers too.
    """

    turns: tuple[Turn, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    group: str = ""
    interviewers: bool = False


def split_brackets(brackets: str | None, keyword: str) -> tuple[list[str], RuleLimits]:
    """The marks and the limits in the brackets of a rule.

    Examples
    --------
    >>> marks, limits = split_brackets("hit,role=participant,speaker=P1/P2", "…")
    >>> marks, limits.roles, limits.speakers
    (['hit'], ('participant',), ('P1', 'P2'))
    """
    marks, found = [], dict[str, tuple[str, ...]]()
    for part in (brackets or "").split(","):
        key, sign, names = (piece.strip() for piece in part.partition("="))
        if not sign:
            marks += [key] if key else []
            continue
        values = tuple(name.strip() for name in names.split("/") if name.strip())
        if key not in _KEYS or not values or (key == "role" and not set(values) <= set(ROLES)):
            raise Problem(msg("rules.limit", rule=keyword[:60], roles=", ".join(ROLES)))
        found[key] = values
    _check_values(found, keyword)
    who = [found.get(key, ()) for key in ("role", "speaker", "group", "near")]
    within, span = int(found.get("within", (str(WITHIN),))[0]), found.get("span", SPANS[:1])[0]
    kept = "" if span == SPANS[0] else span
    barred, left_out, talk = (found.get(key, ()) for key in ("not", "except", "talk"))
    return marks, RuleLimits(who[0], who[1], who[2], who[3], within, barred, left_out, kept, talk)


def _check_values(found: Mapping[str, tuple[str, ...]], keyword: str) -> None:
    within = found.get("within", ("1",))
    sound = len(within) == 1 and within[0].isdecimal() and 1 <= int(within[0]) <= MOST_WITHIN
    if not sound or not set(found.get("except", ())) <= set(FORMS) or found.get("span", SPANS[:1])[0] not in SPANS:
        said = {"most": MOST_WITHIN, "forms": ", ".join(FORMS), "spans": ", ".join(SPANS)}
        raise Problem(msg("rules.limit_value", rule=keyword[:60], **said))


def limits_of(keyword: str) -> RuleLimits:
    """The limits of a rule; none for one without brackets, or whose brackets cannot be read.

    Parameters
    ----------
    keyword : str
        A rule as it stands among the keywords of a code.

    Returns
    -------
    RuleLimits
        Empty (false) where nothing is limited.
    """
    match = _BRACKETS.match(keyword)
    if match is None:
        return RuleLimits()
    try:
        return split_brackets(match["limits"], keyword)[1]
    except Problem:
        return RuleLimits()


def plain_words(keyword: str) -> str:
    """The words of a rule of words, without brackets: `words[role=participant]: passport*` looks for `passport*`.

    Examples
    --------
    >>> plain_words("words[role=participant]: passport*")
    'passport*'
    """
    match = _BRACKETS.match(keyword)
    return match["body"].strip() if match is not None and match["kind"] == "words" else keyword


def without_names(keyword: str) -> str:
    """A rule as it may travel: speakers called otherwise than P1, F2 or by what they do become "?", who is nobody.

    Examples
    --------
    >>> without_names("words[speaker=Marie/P1]: passport*")
    'words[speaker=?/P1]: passport*'
    """
    limits = limits_of(keyword)
    if all(map(_is_label, limits.speakers)):
        return keyword
    brackets = dict.fromkeys(name if _is_label(name) else "?" for name in limits.speakers)
    return re.sub(r"speaker=[^,\]]*", lambda _found: f"speaker={'/'.join(brackets)}", keyword, count=1)


def _is_label(name: str) -> bool:
    return bool(_LABEL.fullmatch(name)) or bool(proposed_role(name))


def plain_sign(name: str) -> str:
    """A name as it can stand in brackets: signs that these need for themselves become a question mark.

    Parameters
    ----------
    name : str
        The name of a speaker or a group.

    Returns
    -------
    str
        Without white space at its ends.

    Examples
    --------
    >>> plain_sign("Camp [north], 2")
    'Camp ?north?? 2'
    """
    return _NOT_IN_NAMES.sub("?", name.strip())


class Limiter:
    """Says where in one interview each rule may look."""

    def __init__(self, keywords: Iterable[str], context: SpeakerContext, text: str = "") -> None:
        self._text, self._talk = text, FieldTalk(text)
        self._limits = {keyword: limits for keyword in keywords if (limits := limits_of(keyword))}
        self._turns: Sequence[Turn] = context.turns
        self._starts = [turn.start for turn in context.turns]
        self._roles, self._group = context.roles, _same(context.group)
        self._left_out = frozenset() if context.interviewers else frozenset(["interviewer"])
        self._asking = interviewers_among(turn.speaker for turn in context.turns)
        self._begins = talk_begins(context.turns)

    def allows(self, keyword: str, start: int, end: int | None = None) -> bool:
        """Whether a rule may be met here, below the front matter; without a role it looks at no interviewer’s question.

        Parameters
        ----------
        keyword : str
            A rule; one that the limiter was not made with has no limits.
        start, end : int
            Code points of the interview's text where its words stand; `end` counts for words around them.

        Returns
        -------
        bool
            By role, speaker, group and the words around, case aside; who has no role and no telling label is a
            participant.
        """
        if start < self._begins:
            return False
        speaker = self._speaker(start)
        told = "interviewer" if speaker in self._asking else proposed_role(speaker)
        role = self._roles.get(speaker) or told or "participant"
        limits = self._limits.get(keyword)
        if limits is None:
            return role not in self._left_out
        if limits.groups and self._group not in map(_same, limits.groups):
            return False
        if limits.speakers and _same(speaker) not in map(_same, limits.speakers):
            return False
        if limits.roles and role not in limits.roles:
            return False
        if not limits.roles and not limits.speakers and role in self._left_out:
            return False
        return self.has_company(keyword, start, end)

    def has_company(self, keyword: str, start: int, end: int | None = None) -> bool:
        """Whether the words around a place are those that a rule asks for, whoever says them.

        Parameters
        ----------
        keyword : str
            A rule; one that the limiter was not made with has no limits.
        start, end : int
            Code points of the text where its words stand.

        Returns
        -------
        bool
            By the talk around, the words to stand near and those barred.
        """
        limits = self._limits.get(keyword)
        if limits is None:
            return True
        if limits.talk and not self._talk.is_near(start, limits.talk):
            return False
        return not (limits.near or limits.barred) or self._stands_among(limits, start, start if end is None else end)

    def stretch(self, keyword: str, words: tuple[int, int], sentence: tuple[int, int]) -> tuple[int, int]:
        """What a rule proposes where its words are met: the sentence, the words themselves or the turn.

        Parameters
        ----------
        keyword : str
            A rule; one that the limiter was not made with proposes sentences.
        words, sentence : (int, int)
            Code points of the interview's text, half-open.

        Returns
        -------
        (int, int)
            Code points; the sentence where no turn holds the words.
        """
        limits = self._limits.get(keyword)
        if limits is None or not limits.span:
            return sentence
        if limits.span == "words":
            return words
        turn = self._turn(words[0])
        return (turn.start, turn.end) if turn is not None else sentence

    def _stands_among(self, limits: RuleLimits, start: int, end: int) -> bool:
        """Whether one of the words to stand near is there, and none of those barred."""
        room = limits.within * _LETTERS
        before = _CLAUSE_END.split(self._text[max(0, start - room) : start])[-1]
        behind = _CLAUSE_END.split(self._text[end : end + room], maxsplit=1)[0]
        around = [
            *_WORD.findall(fold_plain(before))[-limits.within :],
            *_WORD.findall(fold_plain(self._text[start:end])),
            *_WORD.findall(fold_plain(behind))[: limits.within],
        ]
        near = not limits.near or any(_is_one(word, limits.near) for word in around)
        return near and not any(_is_one(word, limits.barred) for word in around)

    def _turn(self, position: int) -> Turn | None:
        place = bisect_right(self._starts, position) - 1
        return self._turns[place] if place >= 0 and position < self._turns[place].end else None

    def _speaker(self, position: int) -> str:
        turn = self._turn(position)
        return turn.speaker if turn is not None else ""


def _is_one(word: str, wanted: tuple[str, ...]) -> bool:
    """Whether a folded word is one of some, a final "*" standing for any ending."""
    folded = map(fold_plain, wanted)
    return any(word == one or (one.endswith("*") and word.startswith(one[:-1])) for one in folded)


def _same(name: str) -> str:
    return plain_sign(name).casefold()
