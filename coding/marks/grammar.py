# SPDX-License-Identifier: MIT
"""The grammar of a language: its word classes, the lemmas of a form, and the constructions of verbs."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import ModuleType
from typing import cast

from coding.marks.constructions import ArgumentPair, Construction, ConstructionSearch
from coding.marks.word_classes import WordClasses
from coding.spacy_types import Doc, Language, Lemmatizer, Token
from wording import discovery


class Grammar:
    """The word classes of a language and the lemmas that a written form can have.

    Parameters: `classes`; `lemmas_of(form, kind)` names the lemmas of a lower-case form as a "verb" or "noun";
    `constructions`: in which a verb has a subject or an object.
    """

    def __init__(
        self,
        classes: WordClasses,
        lemmas_of: Callable[[str, str], frozenset[str]],
        constructions: Sequence[Construction] = (),
    ) -> None:
        self.classes = classes
        self._constructions = ConstructionSearch(constructions)
        self._lemmas_of = functools.lru_cache(maxsize=50_000)(lemmas_of)
        self._indexed: tuple[Doc, Mapping[str, Sequence[Token]]] | None = None

    def with_classes(self, classes: WordClasses) -> Grammar:
        """A grammar of other word classes that knows the same forms."""
        made = Grammar(classes, self._lemmas_of)
        made._lemmas_of, made._constructions = self._lemmas_of, self._constructions
        return made

    def argument_pairs(self, verb: Token, role: str) -> Sequence[ArgumentPair]:
        """The words that stand in a role of a verb, by the constructions of the language."""
        return self._constructions.pairs(verb, role)

    def lemmas(self, token: Token, kind: str) -> frozenset[str]:
        """The lemmas that a token's form can have as a `kind`, whatever the tagger took it for."""
        return self._lemmas_of(token.lower_, kind)

    def lemmas_of_form(self, form: str, kind: str) -> frozenset[str]:
        """The lemmas that a written form can have as a `kind`.

        Examples
        --------
        >>> tables = Grammar(word_classes("en"), lambda form, kind: frozenset({"take"} if form == "took" else ()))
        >>> tables.lemmas_of_form("took", "verb")
        frozenset({'take'})
        """
        return self._lemmas_of(form, kind)

    def tokens_by_word(self, doc: Doc) -> Mapping[str, Sequence[Token]]:
        """The tokens of a text by each word that they may be a form of, for all rules that read it in turn."""
        if self._indexed is None or self._indexed[0] is not doc:
            found: dict[str, list[Token]] = {}
            for token in doc:
                written = {token.lemma_.lower(), token.lower_}
                for word in written | self.lemmas(token, "verb") | self.lemmas(token, "noun"):
                    found.setdefault(word, []).append(token)
            self._indexed = doc, found
        return self._indexed[1]

    def has_lemma(self, token: Token, lemma: str, kind: str = "") -> bool:
        """Whether a token is a form of a lemma: as the pipeline says, as written, or by the tables of forms."""
        if token.lemma_.lower() == lemma or token.lower_ == lemma:
            return True
        kinds = (kind,) if kind else ("verb", "noun")
        return any(lemma in self.lemmas(token, one) for one in kinds)


def word_classes(language: str) -> WordClasses | None:
    """The classes of a language; None for one that has none.

    Examples
    --------
    >>> word_classes("sw") is None
    True
    """
    module = _grammar_module(language)
    return None if module is None else cast(WordClasses, module.CLASSES)


@functools.lru_cache(maxsize=8)
def grammar_of(pipeline: Language) -> Grammar | None:
    """The grammar for the texts of a spaCy pipeline; None for a language without word classes."""
    module = _grammar_module(pipeline.lang or "")
    if module is None:
        return None
    classes: WordClasses = module.CLASSES
    return Grammar(classes, _lemma_tables(pipeline, classes), module.constructions(classes))


def _grammar_module(language: str) -> ModuleType | None:
    """Its word classes and constructions, in the folder of the language; None for one without a grammar."""
    folder = f"{discovery.GRAMMARS}.{language}"
    return import_module(f"{folder}.grammar") if folder in discovery.modules(discovery.GRAMMARS) else None


def _lemma_tables(pipeline: Language, classes: WordClasses) -> Callable[[str, str], frozenset[str]]:
    """The lemmas of a form by the exceptions and ending rules that the pipeline's lemmatizer holds."""
    if "lemmatizer" not in pipeline.pipe_names:
        return lambda form, kind: frozenset()
    lookups = cast(Lemmatizer, pipeline.get_pipe("lemmatizer")).lookups
    tables = {name: lookups.get_table(name) for name in ("lemma_exc", "lemma_rules", "lemma_index")}

    @functools.cache
    def index(kind: str) -> frozenset[str]:
        return frozenset(tables["lemma_index"].get(kind, ()))  # a list of thousands

    def lemmas(form: str, kind: str) -> frozenset[str]:
        known = index(kind)
        found = set(tables["lemma_exc"].get(kind, {}).get(form, ()))
        if form in known:
            found.add(form)
        for old, new in tables["lemma_rules"].get(kind, ()):
            if form.endswith(old):
                stem = form[: len(form) - len(old)] + new
                if stem in known:
                    found.add(stem)
        if kind == "verb":
            for old, new in classes.verb_endings:
                if form.endswith(old) and form[: len(form) - len(old)] + new in known:
                    found.add(form[: len(form) - len(old)] + new)
        return frozenset(found)

    return lemmas
