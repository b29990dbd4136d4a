# SPDX-License-Identifier: MIT
"""Words at the start of a line that name a speaker: roles, short codes, names, in English, French and Kirundi."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_ROLES = (
    r"interviewer|interviewee|interviewed|researcher|enumerator|moderator|facilitator|note ?taker|interpreter"
    r"|translator|participant|respondent|speaker|informant|key informant|woman|man|girl|boy|group|all|question|answer"
    r"|enquêteur|enquêtrice|enqueteur|enquetrice|enquêtée?|enquetee?|chercheur|chercheuse|modérateur|modératrice"
    r"|moderateur|moderatrice|facilitateur|facilitatrice|animateur|animatrice|interprète|interprete|traducteur"
    r"|traductrice|participante|répondante?|repondante?|interviewée?|intervieweur|intervieweuse|intervenante?"
    r"|locuteur|locutrice|informateur|informatrice|personne enquêtée|femme|homme|fille|garçon|groupe|tous|toutes"
    r"|réponse|reponse|ubaza|umubaza|uwubazwa|umusiguzi"
)
_ROLE = re.compile(rf"^(?:{_ROLES})(?:[ \u00a0]?(?:n[°o] ?)?\d{{1,3}}|[ \u00a0][A-Z]\d?)?$", re.IGNORECASE)
_SHORT = re.compile(r"^(?:[A-ZÀ-Ý]{1,4}[ -]?\d{1,3}|[A-Z]{1,2}|SPEAKER[ _]\d{1,3}|INT|INTV|RESP|MOD|FAC|ENQ|REP|RÉP)$")
_NUMBERED = re.compile(r"^[^\W\d_]{2,14}[-_]\d{1,3}$")  # "admin-1": a name put in place of another
_OTHER_OPENINGS = """
    note nb n.b ps p.s example exemple remark remarque attention warning date place lieu site language langue duration
    durée title titre subject sujet objet location time heure age âge sex sexe code summary résumé consent consentement
    conclusion introduction context contexte source project projet fictitious fictif transcript transcription interview
    entretien important reminder rappel remember result résultat reason raison then but and so because why yes no well
    first second finally alors mais donc et puis parce pourquoi oui non bon enfin bref voilà problem problème solution
    today aujourd'hui
"""
_NOT_SPEAKERS = frozenset(_OTHER_OPENINGS.split())
_IN_NAMES = frozenset({"de", "du", "la", "le", "van", "of"})
_ALSO_IN_NAMES = frozenset({"des", "the", "from"})  # not behind a word that opens a phrase: "In the Camp"
_PHRASE_OPENINGS = """
    after all among as at before both by during each every for from her his if in like my near no none on one our over
    she some that the their these they this those to under we what when where with without your
    à après au aux avant avec beaucoup ce ces cette chaque chez comme contre dans depuis des elle elles en entre il ils
    je la le les leur ma mes mon notre nous on par parmi pendant plusieurs pour quand sa sans ses si son sous sur un une
    vers votre vous
"""
_OPENS_PHRASE = frozenset(_PHRASE_OPENINGS.split())
_MOST_WORDS = 8  # of a role and what tells where it comes from
_PREPOSITIONS = r"(?:(?:de|du|des|of|from)[ \u00a0](?:(?:la|le|les|the)[ \u00a0])?|d['’]|de[ \u00a0]l['’])"
_ORDER = (
    r"(?:(?:first|second|third|fourth|older|younger|young|premi(?:er|ère)|deuxième|seconde?|troisième|jeunes)[ \u00a0])"
)
_PERSON = rf"(?!(?:all|question|answer|tous|toutes|réponse|reponse)\b)(?:{_ROLES})"
_ROLE_FROM = re.compile(
    rf"^(?=[A-ZÀ-Ý])(?P<role>(?i:{_PERSON}))(?:[ \u00a0](?:n[°o] ?)?\d{{1,3}})?"
    rf"(?=.*[ \u00a0]{_PREPOSITIONS})"
    rf"(?:[ \u00a0](?:{_PREPOSITIONS}{_ORDER}?(?!(?:la|le|les|the)\b)[^\W\d_][\w'’-]*|[A-ZÀ-Ý][\w'’-]*"
    r"|(?:déplacé|réfugié|rapatrié|retourné)e?s?|(?:n[°o] ?)?\d{1,3}))+$"
)
_SPEAKER_COLUMNS = frozenset(("speaker", "who", "locuteur", "locutrice", "intervenant", "intervenante", "qui"))
_SENTENCE_MARKS = re.compile(r"[;!?…«»\"“”]|[.,](?!$)")


def is_role(label: str) -> bool:
    """Whether the words are a role in an interview or a short code, in English, French or Kirundi.

    Examples
    --------
    >>> is_role("Interviewer 2"), is_role("P1"), is_role("Ruth")
    (True, True, False)
    """
    return bool(_ROLE.match(label) or _SHORT.match(label))


def is_code(label: str) -> bool:
    """Whether the words are a short code with a number: "P1", "RQ5".

    Examples
    --------
    >>> is_code("RQ5"), is_code("INT"), is_code("Participant 2")
    (True, False, False)
    """
    return bool(_SHORT.match(label)) and label[-1].isdigit() and not _ROLE.match(label)


def is_name(label: str) -> bool:
    """Whether the words can be a name: at most four with a capital letter, or a role and where it comes from.

    Small words ("de", "of the") may stand between capitalised ones; none of the words that open a note begins it.

    Examples
    --------
    >>> is_name("Adaeze N."), is_name("My brother said"), is_name("Participante du groupe de Gitega 1")
    (True, False, True)
    """
    words = label.split()
    if not words or len(words) > _MOST_WORDS or _SENTENCE_MARKS.search(label):
        return False
    opening = words[0].casefold().rstrip(".")
    if label.casefold().rstrip(".") in _NOT_SPEAKERS or opening in _NOT_SPEAKERS:
        return False
    if _ROLE_FROM.match(label) or _NUMBERED.match(label):
        return True
    small = _IN_NAMES if opening in _OPENS_PHRASE or words[-1] in _ALSO_IN_NAMES else _IN_NAMES | _ALSO_IN_NAMES
    return len(words) <= 4 and all(word[0].isupper() or word[0].isdigit() or word in small for word in words)


def is_column_of_speakers(heading: str) -> bool:
    """Whether the words head the column of speakers in a transcript that is a table.

    Parameters
    ----------
    heading : str
        The first cell of a row.

    Returns
    -------
    bool
        True for "Speaker", "Locuteur", "Who"; False for a speaker, numbered or named.

    Examples
    --------
    >>> is_column_of_speakers("Speaker"), is_column_of_speakers("Speaker 2")
    (True, False)
    """
    return heading.strip(" :").casefold() in _SPEAKER_COLUMNS


def bare_role(label: str) -> str:
    """The role without the words that tell where it comes from; any other label as it is.

    Examples
    --------
    >>> bare_role("Enquêtrice du site de Gitega"), bare_role("Ruth")
    ('Enquêtrice', 'Ruth')
    """
    found = _ROLE_FROM.match(label)
    return found["role"] if found else label


def may_name_speaker(label: str) -> bool:
    """Whether the words before what is said can name a speaker: a role, a short code, or a name.

    Examples
    --------
    >>> [may_name_speaker(one) for one in ("Adaeze N.", "interviewer", "P1", "My brother said", "Remark")]
    [True, True, True, False, False]
    """
    return is_role(label) or is_name(label)


def speakers_among(labels: Iterable[str]) -> frozenset[str]:
    """Which of the labels that open lines name speakers: those that come back beside another, or often enough alone.

    Parameters
    ----------
    labels : iterable of str
        A label for each line that begins with one.

    Returns
    -------
    frozenset of str
        Labels met twice where two are, labels met three times; roles and short codes beside them.

    Examples
    --------
    >>> sorted(speakers_among(["Ruth", "Adaeze", "Ruth", "Adaeze", "My Village"]))
    ['Adaeze', 'Ruth']
    """
    often = Counter(label for label in labels if may_name_speaker(label))
    sure = {label for label in often if is_role(label)}
    several = {label for label, count in often.items() if count >= 2} | sure
    return frozenset(several if len(several) >= 2 else {label for label in several if often[label] >= 3})
