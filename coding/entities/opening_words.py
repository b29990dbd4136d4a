# SPDX-License-Identifier: MIT
"""Ordinary English and French words that open a sentence with a capital letter and name nobody: "Some", "Certains".

Words that are given names too (Will, May, Can) are not among them: they stay doubtful.
"""

from __future__ import annotations

import re


def _split(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_WORDS = _split(
    # English: pronouns, determiners, auxiliaries, conjunctions, prepositions, adverbs
    "some any all both each every many most much more few fewer several other others another such same none nobody "
    "no nothing everybody everyone everything somebody someone something anybody anyone anything our ours your "
    "yours his its their theirs these those i us who whom whose which where why how while whenever wherever "
    "whether if then than though although unless until since so as at by into onto over under through during "
    "before after against between among without within about around across along behind below beside besides "
    "near off out up down or nor yet also too very just only even still again always often sometimes usually "
    "never once twice soon later now today yesterday tomorrow tonight maybe perhaps however therefore instead "
    "otherwise first second third finally next last here please yes okay oh well do does did done is am been "
    "being has would could should might must shall cannot don didn doesn isn wasn weren haven hadn wouldn couldn "
    "one two three four five six seven eight nine ten people men women children girls boys "
    # French
    "certains certaines certain certaine quelques plusieurs tous tout toutes toute chaque chacun chacune aucun "
    "aucune autre autres tel telle tels telles même mêmes rien personne quelqu quelque je tu on nous vous lui eux "
    "elle elles moi toi soi leur leurs notre nos votre vos son sa ses ton ta tes cet cette ces ceux celle celles "
    "celui cela ça ceci quand lorsque comme comment pourquoi parce puisque car donc or ni si sinon alors ainsi "
    "aussi après avant depuis pendant durant vers chez sans sous entre contre malgré selon parmi jusque dès très "
    "trop peu beaucoup moins assez presque encore toujours jamais souvent parfois ensuite puis enfin finalement "
    "aujourd hier demain maintenant ici là bien bon oui non voilà voici peut cependant pourtant toutefois quel "
    "quelle quels quelles lequel laquelle dont quoi deux trois quatre cinq six sept huit neuf dix à au aux "
    "ont sont avait avaient étaient était avons avez les gens"
)
_ELIDED = re.compile(r"(?:[CDJLMNST]|Qu|Lorsqu|Puisqu|Jusqu)['’][a-zà-öø-ÿœ]")


def only_opens(word: str) -> bool:
    """Whether a word that opens a sentence is an ordinary one of English or French.

    Parameters
    ----------
    word : str
        As it stands there, with its capital letter.

    Returns
    -------
    bool
        True too for a contraction ("Don’t") and for an elision before a small letter ("J’ai").

    Examples
    --------
    >>> only_opens("Some"), only_opens("C’était"), only_opens("Aline"), only_opens("Will")
    (True, True, False, False)
    """
    return bool(_ELIDED.match(word)) or re.split("['’]", word.casefold())[0] in _WORDS
