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
_OTHER_OPENINGS = """
    note nb n.b ps p.s example exemple remark remarque attention warning date place lieu site language langue duration
    durée title titre subject sujet objet location time heure age âge sex sexe code summary résumé consent consentement
    conclusion introduction context contexte source project projet fictitious fictif transcript transcription interview
    entretien important reminder rappel remember result résultat reason raison then but and so because why yes no well
    first second finally alors mais donc et puis parce pourquoi oui non bon enfin bref voilà problem problème solution
    today aujourd'hui
"""
_NOT_SPEAKERS = frozenset(_OTHER_OPENINGS.split())
_SENTENCE_MARKS = re.compile(r"[;!?…«»\"“”]|[.,](?!$)")


def is_role(label: str) -> bool:
    """Whether the words are a role in an interview or a short code, in English, French or Kirundi.

    Parameters
    ----------
    label : str
        Words at the start of a line, without the colon.

    Returns
    -------
    bool
        True for "Interviewer 2", "enquêtrice", "P1", "SPEAKER_00".

    Examples
    --------
    >>> is_role("Interviewer 2"), is_role("P1"), is_role("Ruth")
    (True, True, False)
    """
    return bool(_ROLE.match(label) or _SHORT.match(label))


def is_name(label: str) -> bool:
    """Whether the words can be a name: at most four, each with a capital letter, of none that opens a note.

    Parameters
    ----------
    label : str
        Words at the start of a line, without the colon.

    Returns
    -------
    bool
        False for "Remark", "My brother said", "Yes, Ruth".

    Examples
    --------
    >>> is_name("Adaeze N."), is_name("My brother said")
    (True, False)
    """
    words = label.split()
    if not words or len(words) > 4 or _SENTENCE_MARKS.search(label):
        return False
    if label.casefold().rstrip(".") in _NOT_SPEAKERS or words[0].casefold().rstrip(".") in _NOT_SPEAKERS:
        return False
    return all(
        word[0].isupper() or word[0].isdigit() or word in ("de", "du", "la", "le", "van", "of") for word in words
    )


def may_name_speaker(label: str) -> bool:
    """Whether the words before what is said can name a speaker: a role, a short code, or capitalised words.

    Parameters
    ----------
    label : str
        Words at the start of a line, without the colon.

    Returns
    -------
    bool
        False for the beginning of a sentence and for words that open notes ("Remark", "Date").

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
