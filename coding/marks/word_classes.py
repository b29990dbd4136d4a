# SPDX-License-Identifier: MIT
"""The word classes of one language on which marks rest: negators, modals, verbs of saying, wishing, hearsay.

A class holds lemmas, lower case. Each language is one record, in `grammar.py` of its folder of `coding/languages/`.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    general_sayers: frozenset[str]  # people, everyone: nobody in particular says it
    we_or_they: frozenset[str]  # a pronoun that may be the speaker and others: on
    it: frozenset[str]  # subjects that name no person: it, there, ce
    oppositions: frozenset[str]  # but, mais
    in_power: frozenset[str]  # who has power over the speaker: what they say that they did to her is no hearsay
    verb_endings: tuple[tuple[str, str], ...] = ()  # endings that the pipeline's tables lack, as (ending, infinitive's)
    future_stems: tuple[str, ...] = ()  # irregular stems of future and conditional
    future_endings: tuple[str, ...] = ()
    doubtful_negators: frozenset[str] = frozenset()  # deny only beside another one or between auxiliary and verb
    times: frozenset[str] = frozenset()  # nouns that stand beside a verb for a time: le soir, this morning
    negation_clitics: frozenset[str] = frozenset()  # first half of a denial, at the verb itself: ne … plus
