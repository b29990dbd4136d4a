# SPDX-License-Identifier: MIT
"""The words that make a question sensitive (violence, exploitation, health of a person), of all languages.

A variable whose name, wording or answers hold one is proposed as sensitive at import, which can be changed. Answers do
not count where they are topics, information or what an organisation offers, and "violence" alone is not enough beside
conflict or crime or as a reason to move. It reads the answers one can choose, never those that people gave.

A line of a language's `sensitive_words.txt` or `attribute_words.txt` is an expression: `passport(s)|papers + kept|taken
! newspaper` is found where a passport or papers and one of kept or taken stand in a text without "newspaper". `(s)` may
be there or not, `*` is any ending, `...` up to eight words. Upper case, accents and signs between words do not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from analysis.records import Choice, Reason, Role, Variable
from projects.forms.special_choices import plain
from wording import LANGUAGES, Problem, msg
from wording.language_record import FOLDERS

_SIGNS = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_ENDING, _GAP = r"\w*", r"(?:\w+ ){0,8}?"


def _words(*patterns: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])({'|'.join(patterns)})(?![a-z])")


_HARM = _words(
    r"s?gbv|vbg|rape[ds]?|viols?|violees?|sexual|sexuel(le)?s?|sexually|incest\w*|survivors?|survivante?s?",
    r"victims?|victimes?|violence\w*|violent\w*|torture\w*|assault\w*|agress\w*|abus(e|ed|es|if|ive)?|harass\w*|harcel\w*",
    r"exploit(ed|ation|ee?s?)|traffick(ed|ing|ers?)|traite|trafiquante?s?",
    r"trafic d.(etres humains|enfants)|esclavage|slavery",
    r"servitude|debt bondage|(forced|child|bonded)[ _]?labou?r|(forced|early|child)[ _]?marriages?",
    r"travail[ _](force|des enfants)|mariages?[ _](force|precoce)s?|mariages?[ _]d.enfants?",
    r"(sex|transactional sex)[ _]?work(ers?)?|(survival|transactional)[ _]sex|(travail|travailleuses?)[ _]du[ _]sexe",
    r"sexe[ _](transactionnel|de survie)|prostitut\w*|kidnap\w*|abduct\w*|enlevements?|enlevee?s?",
    r"mutilation\w*|fgm|mgf|detention|detained|detenu\w*|recruit(ed|ment)[ _]by[ _](an[ _])?armed",
    r"(recrute|recrutement|enrole|enrolement)(e?s?)?[ _](force|(par|dans)[ _](un|des|les)[ _]groupes?[ _]arme\w*)",
    r"hiv|vih|^aids$|(with|has|have|of|from)[ _]aids|aids[ _](tests?|patients?|orphans?|status|virus)|sida|sti|ist",
    r"abortions?|avortements?|suicid\w*|mental[ _]?health|sante[ _]?mentale|disabilit\w*|disabled",
    r"handicap\w*|chronic[ _]?(illness|disease)\w*|maladies?[ _]?chronique\w*",
)
_HEALTH = _words(  # of a question only: an answer "illness" stands in lists of every kind
    r"state of health|health[ _](status|state|condition|problem|issue)s?|etat de sante|problemes? de sante",
    r"ill|sick|illness(es)?|sickness|malades?|maladies?|diseases?|injur(y|ies|ed)|wounded|bless(ee?s?|ures?)",
    r"pregnant|pregnanc(y|ies)|enceintes?|grossesses?",
)
_FALSE_FRIENDS = _words(  # the same letters, another matter
    r"exploit\w+ (agricole|miniere|forestiere|familiale|pastorale|artisanale)s?",
    r"(terres?|superficies?|mines?) exploitees?",
    r"traite (des|de) (vaches|chevres|brebis|chamelles|lait)|(on|je|nous|il|elle)( la| le| les| l.)? traite(?! d)",
    r"rape[ -]?seeds?|(manioc|coco|fromage|carottes?) rapee?s?",
    r"(hearing|walking|visual|teaching|mobility|first|food)[ _-]aids?",
    r"(detention|detenteur|detenu)s? (d.un|d.une|de|des|du|d.) ?(titres?|documents?|cartes?|permis|betail)\w*",
    r"violent(e?s)? (winds?|storms?|rains?|vents?|tempetes?|pluies?|orages?)",
    r"(vents?|tempetes?|pluies?|orages?) violente?s?",
    r"(drug|arms|wildlife|timber)s?[ _]traffick(ing|ers?)|(when|if|in case|quand|lorsque|si|en cas)\b[^.;]{0,60}?"
    r"(ill|sick|illness|malades?|maladies?|injury|injured)",
    r"(sick|diseased) (animals?|livestock)|(disease|maladie|sick|ill)\w* (of|in|des?|du|among) (the |your |vos |les )?"
    r"(animals?|livestock|crops?|plants?|animaux|betail|cultures?|plantes?)",
)
_GENERAL = _words(  # with violence: why a place is left, not what was done to the person who answers
    r"insecurit\w*|conflicts?|conflits?|war|guerre|crimes?|criminalite|generali[sz]ed|generalisees?|armed|armees?",
    r"communal|communautaires?|intercommunautaires?|political|politiques?|electoral\w*|unrest|troubles",
)
_MOVING = _words(
    r"leav(e|ing)|left|flee(ing)?|fled|displaced?|displacement|mov(e|ed|ing)",
    r"quitt\w*|fui[rts]?|fuite|departs?|partir|partie?s?|deplace\w*",
)
_NO_PLACE = _words(r"school|work|jobs?|ecole|travail|emploi")  # what is left is no place where one lives
_PLAIN_VIOLENCE = _words(r"violences?")
_OFFERED = _words(  # questions whose answers are topics, information, offers or branches of work
    r"topics?|themes?|subjects?|sujets?|training|trained|formations?|sessions?|awareness|sensibilisations?|modules?",
    r"information\w*|available|disponibles?|know|knowledge|aware|connaissez|connaissances?|organi[sz]ations?|organisations?",
    r"sectors?|secteurs?|clusters?|agency|agences?|ngos?|ongs?|offered|offre|offerts?|existent|exist",
)


class SpecialAttribute(StrEnum):
    """Attributes of persons that can hurt them in any table. As a group each identifies, nationality for the public."""

    RELIGION = "religion"
    ETHNICITY = "ethnicity"
    STATELESSNESS = "statelessness"
    DISABILITY = "disability"
    ORIENTATION = "orientation"
    GENDER = "gender"  # with answers other than woman and man
    ORPHANHOOD = "orphanhood"
    NATIONALITY = "nationality"  # no sensitive question


PROPOSED_OF = frozenset({Role.ORDINARY, Role.QUASI_IDENTIFIER})  # an answer that also tells who is meant hurts more
SENSITIVE_ATTRIBUTES = frozenset(SpecialAttribute) - {SpecialAttribute.NATIONALITY}
_LISTED = frozenset({SpecialAttribute.RELIGION, SpecialAttribute.ETHNICITY, SpecialAttribute.NATIONALITY})


def special_attributes(variable: Variable) -> dict[SpecialAttribute, str]:
    """The special attributes of persons that a variable tells of, each with the word or answer that shows it."""
    words = _attribute_words()
    asked = [spaced(variable.name), *map(spaced, variable.labels.by_language.values())]
    if any(_OFFERED.search(text) for text in asked):
        return {}
    answers = [
        spaced(text)
        for choice in variable.choices if choice.reason == Reason.PRESENT
        for text in (choice.code, *choice.labels.by_language.values())
    ]  # fmt: skip
    found: dict[SpecialAttribute, str] = {}
    for one in SpecialAttribute:
        by_question = next(filter(None, (words[one].found(text) for text in asked)), "") if one in words else ""
        if why := by_question or _by_answers(one, answers):
            found[one] = why
    if why := _further_gender(asked, answers):
        found.setdefault(SpecialAttribute.GENDER, why)
    return found


def _by_answers(attribute: SpecialAttribute, answers: list[str]) -> str:
    """The answer that shows an attribute; of one that many lists name in passing, two different ones must."""
    told = _attribute_words().get(f"{attribute} answers")
    if told is None:
        return ""
    shown = [(text.strip(), lines) for text in answers if (lines := told.lines_found(text))]
    kinds = set().union(*(lines for _, lines in shown)) if shown else set()
    if len(kinds) < (2 if attribute in _LISTED else 1):
        return ""
    return shown[0][0]


def _further_gender(asked: list[str], answers: list[str]) -> str:
    """The answer beside woman and man to a question about sex or gender; "" where there is none."""
    words = _attribute_words()
    if not any(words["gender question"].found(text) for text in asked):
        return ""
    if not all(any(words[one].is_whole(text) for text in answers) for one in ("woman", "man")):
        return ""
    return next((text.strip() for text in answers if words["other gender"].is_whole(text)), "")


@cache
def _attribute_words() -> dict[str, WordList]:
    return {heading: word_list(lines) for heading, lines in shipped_lines("attribute").items()}


def proposed_sensitive(variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """The variables, those of people's answers marked sensitive where their words say so."""
    return tuple(
        replace(one, role=Role.SENSITIVE) if one.role in PROPOSED_OF and is_sensitive_by_words(one) else one
        for one in variables
    )


def is_sensitive_by_words(variable: Variable) -> bool:
    """Whether the words of a variable tell of violence, exploitation, a person's health or a special attribute."""
    return bool(sensitive_reason(variable))


def sensitive_reason(variable: Variable) -> str:
    """The word or answer that makes a variable one to propose as sensitive; "" where nothing does."""
    asked = [_spaced(variable.name), *map(_spaced, variable.labels.by_language.values())]
    if why := _first(_HARM, asked) or _field_words(variable).strip():
        return why
    if any(_OFFERED.search(text) for text in asked):
        return ""
    if why := _first(_HEALTH, asked) or _special_reason(variable):
        return why
    moving = _asks_why_one_left(asked)
    return next(filter(None, (_named_harm(choice, moving) for choice in variable.choices)), "")


def is_personal_attribute(variable: Variable) -> bool:
    """Whether it is for a special attribute alone that a variable is proposed: its answers as groups tell who is meant,
    and make no table of an ordinary question a sensitive one."""
    asked = [_spaced(variable.name), *map(_spaced, variable.labels.by_language.values())]
    harm = _first(_HARM, asked) or _field_words(variable) or _first(_HEALTH, asked)
    return not harm and bool(_special_reason(variable))


def _first(words: re.Pattern[str], texts: Iterable[str]) -> str:
    return next((hit[0].strip() for hit in map(words.search, texts) if hit), "")


def _special_reason(variable: Variable) -> str:
    """The word or answer that shows a special attribute of persons; nationality is none that hurts in any table."""
    found = special_attributes(variable)
    return next((why.strip() for one, why in found.items() if one in SENSITIVE_ATTRIBUTES), "")


def _field_words(variable: Variable) -> str:
    """The words of the field's lists in the name, the wording or an answer; "" for none and for what is on offer."""
    asked = [variable.name, *variable.labels.by_language.values()]
    if any(_OFFERED.search(_spaced(text)) for text in asked):
        return ""
    choices = () if _asks_why_one_left(map(_spaced, asked)) else variable.choices  # why a place is left: see `_GENERAL`
    answers = [text for one in choices for text in (one.code, *one.labels.by_language.values())]
    return next(filter(None, (_harm_words().found(spaced(text)) for text in [*asked, *answers])), "")


@cache
def _harm_words() -> WordList:
    return word_list(shipped_lines("sensitive")["harm"])


def _asks_why_one_left(asked: Iterable[str]) -> bool:
    return any(_MOVING.search(text) and not _NO_PLACE.search(text) for text in asked)


def is_sensitive_word(text: str) -> bool:
    """Whether words hold one that tells of violence, exploitation or the health of a person."""
    return _HARM.search(_spaced(text)) is not None


def _named_harm(choice: Choice, moving: bool) -> str:
    """The answer that names what was done to a person, or an illness that is nobody else's business; "" for others."""
    for text in (choice.code, *choice.labels.by_language.values()):
        plain_text = _spaced(text)
        left = _PLAIN_VIOLENCE.sub(" ", plain_text) if moving or _GENERAL.search(plain_text) else plain_text
        if _HARM.search(left):
            return choice.labels.by_language.get(LANGUAGES[0]) or text
    return ""


def _spaced(text: str) -> str:
    """Words in lower case without accents, those that only look like others taken out."""
    return _FALSE_FRIENDS.sub(" ", plain(text.replace("/", " ").replace("_", " ").replace("’", "'")))


@dataclass(frozen=True)
class Expression:
    """One line: patterns that must all be found in a text, and one that must not."""

    parts: tuple[re.Pattern[str], ...]
    absent: re.Pattern[str] | None

    def found(self, text: str) -> str:
        """The words of the text, made plain by `spaced`, by which it is found; "" where it is not."""
        hits = []
        for part in self.parts:
            hit = part.search(text)
            if hit is None:
                return ""
            hits.append(hit)
        if self.absent is not None and self.absent.search(text):
            return ""
        return " … ".join(hit[0] for hit in sorted(hits, key=lambda one: one.start()))


@dataclass(frozen=True)
class WordList:
    """Expressions of one use. Texts are made plain by `spaced` first."""

    single: re.Pattern[str] | None  # the alternatives of all expressions of one part: found at once
    lines: tuple[Expression, ...]
    several: tuple[Expression, ...]  # those of the lines that have more parts, or a part that must not be found

    def found(self, text: str) -> str:
        """The words of the text by which an expression is found; "" where none is."""
        if self.single is not None and (hit := self.single.search(text)):
            return hit[0]
        return next(filter(None, (one.found(text) for one in self.several)), "")

    def lines_found(self, text: str) -> frozenset[int]:
        """Which of the expressions stand in the text, by their places in the list."""
        if not self.found(text):
            return frozenset()
        return frozenset(at for at, one in enumerate(self.lines) if one.found(text))

    def is_whole(self, text: str) -> bool:
        """Whether the text is an alternative of a one-part expression and nothing else."""
        return self.single is not None and re.fullmatch(f" {self.single.pattern} ", text) is not None

    def without(self, text: str) -> str:
        """The text with the expressions of one part taken out."""
        return text if self.single is None else self.single.sub(" ", text)


def spaced(text: str) -> str:
    """Words in lower case without accents, one space between and around them; humps and digits part words."""
    return f" {_SIGNS.sub(' ', plain(_HUMP.sub(' ', text))).strip()} "


def word_list(lines: Iterable[str]) -> WordList:
    """The expressions of the lines. Raises Problem for a line without words."""
    alone, made = [], []
    for line in lines:
        written, marked, unless = line.partition("!")
        parts = [_alternatives(part, line) for part in written.split("+")]
        made.append(Expression(tuple(map(_pattern, parts)), _pattern(_alternatives(unless, line)) if marked else None))
        if len(parts) == 1 and not marked:
            alone.append(parts[0])
    several = tuple(one for one in made if len(one.parts) > 1 or one.absent)
    return WordList(_pattern("|".join(alone)) if alone else None, tuple(made), several)


@cache
def shipped_lines(name: str) -> dict[str, tuple[str, ...]]:
    """The lines of each heading of a list, in all languages together."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        heading = ""
        path = FOLDERS / language / f"{name}_words.txt"
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            if line.startswith("["):
                heading = line.strip("[] ")
            elif line.strip() and not line.startswith("#"):
                found.setdefault(heading, []).append(line)
    return {heading: tuple(lines) for heading, lines in found.items()}


def _alternatives(written: str, line: str) -> str:
    made = [_expression(one) for one in written.split("|")]
    if not all(made):
        raise Problem(msg("sensitivewords.bad_line", line=line.strip()))
    return "|".join(made)


def _expression(written: str) -> str:
    """The pattern of words between spaces; "" where there are none."""
    pieces = re.split(r"(\(\w+\)|\*|\.\.\.)", plain(written))
    made = ""
    for piece in pieces:
        if piece.startswith("("):
            made += f"(?:{piece[1:-1]})?"
        elif piece == "*":
            made += _ENDING
        elif piece == "...":
            made = made.rstrip() + " " + _GAP
        else:
            made += _SIGNS.sub(" ", piece).lstrip() if made.endswith(_GAP) or not made else _SIGNS.sub(" ", piece)
    made = made.strip()
    return made if re.search(r"\w", made.replace(_ENDING, "")) else ""


def _pattern(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<= )(?:{alternatives})(?= )")
