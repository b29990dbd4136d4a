# SPDX-License-Identifier: MIT
"""The word classes of one language on which marks rest: negators, modals, verbs of saying, wishing, hearsay.

A class holds lemmas, lower case. Each language is one record in a file of its own: a new language is a new file.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from coding.marks.constructions import ArgumentPair, Construction, ConstructionSearch
from coding.spacy_types import Doc, Language, Lemmatizer, Token

_LANGUAGES = ("en", "fr")


def words(text: str) -> frozenset[str]:
    """The words of a text as a set.

    Parameters
    ----------
    text : str
        Words with white space between.

    Returns
    -------
    frozenset of str
        As written.

    Examples
    --------
    >>> sorted(words("no not never not"))
    ['never', 'no', 'not']
    """
    return frozenset(text.split())


@dataclass(frozen=True)
class WordClasses:
    """What a language uses to deny, ask, suppose and pass on; each a set of lemmas or of written phrases."""

    negators: frozenset[str]  # adverbs that deny the verb they stand at
    negative_pronouns: frozenset[str]  # deny as they stand: nobody, rien
    negative_determiners: frozenset[str]  # deny with their noun: no, aucun
    not_denying: frozenset[str]  # after a negator: only, merely, seulement
    without: frozenset[str]  # prepositions that deny what follows
    conditions: tuple[str, ...]  # conjunctions of a condition, as written, also of several words
    purposes: tuple[str, ...]  # what introduces an aim or a fear
    infinitive_purposes: frozenset[str]  # prepositions before an infinitive of aim: pour
    whether: frozenset[str]  # conjunctions of an indirect question
    interrogatives: frozenset[str]
    modal_auxiliaries: frozenset[str]  # as written: would, could, 'll
    ability: frozenset[str]  # modals whose denial says that it was not done
    modal_verbs: frozenset[str]  # verbs that take an infinitive as modals do: pouvoir
    refusing_modals: frozenset[str]  # denied, they say that it was not done: would not pay
    done_modals: frozenset[str]  # in the perfect they say that it was done: j'ai dû
    frequency: frozenset[str]  # adverbs and determiners of habit
    not_done: frozenset[str]  # verbs whose complement did not come true: refuse, fail
    achieved: frozenset[str]  # verbs whose complement came true unless they are denied: manage, dare
    irrealis_verbs: frozenset[str]  # wish, plan, threaten, order, advise, fear
    irrealis_nouns: frozenset[str]
    irrealis_adjectives: frozenset[str]
    orders: frozenset[str]  # verbs of saying that with an infinitive give an order
    doubting: frozenset[str]  # denied, they deny their complement: think, croire
    saying: frozenset[str]
    hearing: frozenset[str]  # verbs by which one has it from others, whoever is the subject
    seeming: frozenset[str]  # impersonal: il paraît
    admitting: frozenset[str]  # verbs that take their content for a fact
    hearsay_nouns: frozenset[str]
    hearsay_adverbs: frozenset[str]
    sources: tuple[str, ...]  # what introduces a source, as written: according to, selon
    source_openings: frozenset[str]  # what introduces a clause that names the source: as, from what
    understanding: frozenset[str]  # verbs of a tag to the listener: you see?
    tags: tuple[str, ...]
    first_person: frozenset[str]
    second_person: frozenset[str]
    indefinite: frozenset[str]  # someone, quelqu'un, on, you
    asking: frozenset[str]  # verbs with which one asks indirectly
    request_modals: frozenset[str]
    telling_imperatives: frozenset[str]
    alternatives: frozenset[str]  # or, ou
    additions: frozenset[str]  # and, et
    relatives: frozenset[str]
    object_pronouns: frozenset[str]
    plural_pronouns: frozenset[str]
    subject_pronouns: frozenset[str]
    reflexives: dict[str, frozenset[str]]  # object pronoun → the subjects with which it is reflexive
    causatives: frozenset[str]
    naming: frozenset[str]
    person_nouns: frozenset[str]
    person_endings: tuple[str, ...]
    person_pronouns: frozenset[str]
    quantities: frozenset[str]  # nouns that stand for what follows them: one of, all of
    be: frozenset[str]
    infinitive_marks: frozenset[str]
    complement_marks: frozenset[str]
    cleft_places: tuple[str, ...]  # that is where, c'est là que
    when: frozenset[str]
    advice: frozenset[str]  # verbs of what ought to be done, in the present
    agents: frozenset[str]  # by, par
    near_negators: frozenset[str]  # hardly, guère: deny what "without" denies again
    first_subjects: frozenset[str]
    telling_openings: frozenset[str]  # forms with which one asks to be told: tell, dites
    company: frozenset[str]  # prepositions of company and means: their noun is no object
    ability_adjectives: frozenset[str]  # able: it was done; denied, it was not
    conjunction_heads: frozenset[str]  # before "that", "que" they make another conjunction: so that, avant que
    verb_endings: tuple[tuple[str, str], ...] = ()  # endings that the pipeline's tables lack, as (ending, infinitive's)
    future_stems: tuple[str, ...] = ()  # irregular stems of future and conditional
    future_endings: tuple[str, ...] = ()
    doubtful_negators: frozenset[str] = frozenset()  # deny only beside another one or between auxiliary and verb
    times: frozenset[str] = frozenset()  # nouns that stand beside a verb for a time: le soir, this morning
    negation_clitics: frozenset[str] = frozenset()  # first half of a denial, at the verb itself: ne … plus


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
        """A grammar of other word classes that knows the same forms.

        Parameters
        ----------
        classes : WordClasses
            The classes of the new grammar.

        Returns
        -------
        Grammar
            With the lemmas looked up so far.
        """
        made = Grammar(classes, self._lemmas_of)
        made._lemmas_of, made._constructions = self._lemmas_of, self._constructions
        return made

    def argument_pairs(self, verb: Token, role: str) -> Sequence[ArgumentPair]:
        """The words that stand in a role of a verb, by the constructions of the language.

        Parameters
        ----------
        verb : Token
            A token of the language's pipeline.
        role : str
            `SUBJECT` or `OBJECT` of `coding.marks.constructions`.

        Returns
        -------
        sequence of ArgumentPair
            In the order of the constructions.
        """
        return self._constructions.pairs(verb, role)

    def lemmas(self, token: Token, kind: str) -> frozenset[str]:
        """The lemmas that a token's form can have as a `kind`, whatever the tagger took it for.

        Parameters
        ----------
        token : Token
            A token of the language's pipeline; its lower-case form is looked up.
        kind : str
            "verb" or "noun".

        Returns
        -------
        frozenset of str
            Empty where the tables know none.
        """
        return self._lemmas_of(token.lower_, kind)

    def lemmas_of_form(self, form: str, kind: str) -> frozenset[str]:
        """The lemmas that a written form can have as a `kind`.

        Parameters
        ----------
        form : str
            Lower case.
        kind : str
            "verb" or "noun".

        Returns
        -------
        frozenset of str
            Empty where the tables know none.

        Examples
        --------
        >>> tables = Grammar(word_classes("en"), lambda form, kind: frozenset({"take"} if form == "took" else ()))
        >>> tables.lemmas_of_form("took", "verb")
        frozenset({'take'})
        """
        return self._lemmas_of(form, kind)

    def tokens_by_word(self, doc: Doc) -> Mapping[str, Sequence[Token]]:
        """The tokens of a text by each word that they may be a form of, for all rules that read it one after the other.

        Parameters
        ----------
        doc : Doc
            A parsed text; that of the last call is kept.

        Returns
        -------
        mapping of str to sequence of Token
            In the order of the text; a word is missing where no token has it (`has_lemma`).
        """
        if self._indexed is None or self._indexed[0] is not doc:
            found: dict[str, list[Token]] = {}
            for token in doc:
                written = {token.lemma_.lower(), token.lower_}
                for word in written | self.lemmas(token, "verb") | self.lemmas(token, "noun"):
                    found.setdefault(word, []).append(token)
            self._indexed = doc, found
        return self._indexed[1]

    def has_lemma(self, token: Token, lemma: str, kind: str = "") -> bool:
        """Whether a token is a form of a lemma: as the pipeline says, as written, or by the tables of forms.

        Parameters
        ----------
        token : Token
            A token of the language's pipeline.
        lemma : str
            Lower case.
        kind : str
            "verb" or "noun" looks in the tables of these forms only; "" in both.

        Returns
        -------
        bool
            True too where the form itself is written like the lemma.
        """
        if token.lemma_.lower() == lemma or token.lower_ == lemma:
            return True
        kinds = (kind,) if kind else ("verb", "noun")
        return any(lemma in self.lemmas(token, one) for one in kinds)


def word_classes(language: str) -> WordClasses | None:
    """The classes of a language; None for one that has none.

    Parameters
    ----------
    language : str
        "en" or "fr".

    Returns
    -------
    WordClasses or None
        From the file of that language beside this one.

    Examples
    --------
    >>> word_classes("sw") is None
    True
    """
    if language not in _LANGUAGES:
        return None
    classes: WordClasses = import_module(f"coding.marks.{language}").CLASSES
    return classes


@functools.lru_cache(maxsize=8)
def grammar_of(pipeline: Language) -> Grammar | None:
    """The grammar for the texts of a spaCy pipeline; None for a language without word classes.

    Parameters
    ----------
    pipeline : spacy.Language
        A loaded pipeline; one without a lemmatizer knows no further lemmas of a form.

    Returns
    -------
    Grammar or None
        By the pipeline's language; the same for each who asks.
    """
    classes = word_classes(pipeline.lang or "")
    if classes is None:
        return None
    patterns = import_module(f"coding.marks.{pipeline.lang}_constructions").constructions(classes)
    return Grammar(classes, _lemma_tables(pipeline, classes), patterns)


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
