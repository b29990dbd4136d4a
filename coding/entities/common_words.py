# SPDX-License-Identifier: MIT
"""Recognises common words of a language by the tables of its pipeline: tells "Then" from "Béatrice"."""

from __future__ import annotations

import functools
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import cast

from coding.spacy_types import Language, Lemmatizer


@functools.lru_cache(maxsize=8)  # some 50 ms a pipeline
def common_words(pipeline: Language) -> Callable[[str], bool]:
    """A function that tells the words of a pipeline's language; it knows inflected forms by the lemmatizer's rules.

    Parameters
    ----------
    pipeline : spacy.Language
        A loaded pipeline; without a lemmatizer its stop words alone are known.

    Returns
    -------
    callable of str to bool
        Takes a word in lower case; keeps its last 50,000 answers.
    """
    stops = pipeline.Defaults.stop_words
    if "lemmatizer" not in pipeline.pipe_names:
        return lambda word: word in stops
    lookups = cast(Lemmatizer, pipeline.get_pipe("lemmatizer")).lookups
    index = lookups.get_table("lemma_index")
    exceptions, rules = lookups.get_table("lemma_exc"), lookups.get_table("lemma_rules")
    kinds = [kind for kind in ("noun", "verb", "adj", "adv") if kind in index]
    known = {kind: frozenset(index[kind]) for kind in kinds}

    @functools.lru_cache(maxsize=50_000)
    def is_common(word: str) -> bool:
        if word in stops or word in _EXTRA:
            return True
        for kind in kinds:
            if word in known[kind] or word in exceptions.get(kind, {}):
                return True
            for old, new in rules.get(kind, ()):
                if (
                    word.endswith(old)
                    and len(word) > len(old) + 2
                    and word[: len(word) - len(old)] + new in known[kind]
                ):
                    return True
        return False

    return is_common


_EXTRA = frozenset(
    word
    for line in (
        "after ah alors and après au aucun aucune aussi aux avant avec beaucoup because before ben bien bon bref",
        "but car ceci cela celle celles celui certaines certains ceux chacun chez chut combien comment dans de",
        "depuis des donc du eh elle elles en encore enfin et everybody everyone hein if il ils jamais je la le",
        "les leur leurs lorsque ma mais merci mes mon même no nobody non nos not nothing notre nous oh okay on or",
        "ou ouais oui où pardon pendant personne please plusieurs pour pourquoi puis quand que quel quelle qui",
        "quoi rien sa sans ses si so someone something son sorry sous sur ta tes thank thanks then ton toujours",
        "tous tout toutes tu un une voilà vos votre vous well when while y yes ça",
    )
    for word in line.split()
)


@functools.lru_cache(maxsize=1)  # 0.7 s: asked only where a word may be a name
def ordinary_words() -> frozenset[str]:
    """The words that the installed pipelines know as nouns, verbs, adjectives or adverbs; no pipeline is loaded.

    Returns
    -------
    frozenset of str
        Lower case, as a dictionary has them; small words among them.
    """
    import srsly  # with the pipelines: not at start

    from coding.spacy_pipelines import PARSED, pipeline_name  # more of the program: not at start

    found = set(_EXTRA)
    for language in PARSED:
        spec = find_spec(pipeline_name(language) or "-")
        for place in spec.submodule_search_locations or () if spec is not None else ():
            for path in Path(place).glob("*/lemmatizer/lookups/lookups.bin"):
                tables = srsly.msgpack_loads(path.read_bytes())
                for words in tables.get("lemma_index", {}).values():
                    found.update(words)
                for forms in tables.get("lemma_exc", {}).values():
                    found.update(forms)
    return frozenset(found)
