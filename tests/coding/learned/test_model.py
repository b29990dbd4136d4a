# SPDX-License-Identifier: MIT
"""Learned suggestions: the code proposed, the reason, and what a code still needs. The sentences are invented."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from coding.learned.calibration import calibrate
from coding.learned.encoder import UniversalEncoder, encoder_version
from coding.learned.evaluation import WAYS, document_splits, evaluate
from coding.learned.model import CodeModel, Example, missing
from coding.learned.proposals import CandidateSentence, Expectations, nearest_candidates, propose

_DEBT = ("He said I owed him the price of the ticket", "The debt grew every month", "They added food to what I owed")
_PAPERS = ("She kept my passport in her drawer", "My identity card was taken away", "They locked up our papers")
_HOME = ("We had a small field of beans", "My mother sold tomatoes", "I went to school until the sixth year")


def examples() -> list[Example]:
    made = []
    for document in ("a", "b", "c"):
        for code, sentences in (("debt", _DEBT), ("papers", _PAPERS), ("home", _HOME)):
            for number, sentence in enumerate(sentences):
                made.append(
                    Example(f"{document}{code}{number}", document, f"{sentence}, {document}.", frozenset({code}))
                )
    return made


def best(model: CodeModel, text: str) -> str:
    return model.codes[int(np.argmax(model.scores([text])[0]))]


def test_words_of_another_form_find_their_code() -> None:
    model = CodeModel(examples())
    assert best(model, "My debts were growing, I still owe him") == "debt"
    assert best(model, "Where are the passports? He keeps them locked") == "papers"


def test_a_reason_names_the_words_and_the_nearest_segments() -> None:
    reason = CodeModel(examples()).reason("His debt is mine now", "debt")
    assert reason.words[0][0] == "debt"
    nearest, likeness = reason.similar[0]
    assert "debt1" in nearest
    assert 0 < likeness <= 1


def test_probabilities_lie_between_nothing_and_one_and_follow_the_scores() -> None:
    model = CodeModel(examples())
    texts = ["They took my passport", "We planted beans"]
    probabilities = model.probabilities(texts)
    assert ((probabilities >= 0) & (probabilities <= 1)).all()
    assert (np.argsort(model.scores(texts)[:, 0]) == np.argsort(probabilities[:, 0])).all()


def test_the_same_segments_give_the_same_version_in_any_order() -> None:
    made = examples()
    assert CodeModel(made).version == CodeModel(made[::-1]).version
    assert CodeModel(made).version != CodeModel(made[1:]).version


def test_what_a_code_still_needs() -> None:
    few = [Example(str(n), "one interview", "text", frozenset({"threats"})) for n in range(6)]
    assert missing(few)["threats"].segments == 2
    assert missing(few)["threats"].documents == 1
    enough = [Example(str(n), f"interview {n % 2}", "text", frozenset({"threats"})) for n in range(8)]
    assert missing(enough) == {}


def test_each_document_is_tested_once_and_never_learned_from_then() -> None:
    made = [Example(str(n), f"interview {n % 12}", "text", frozenset({"x"})) for n in range(60)]
    tested: list[int] = []
    for learn, test in document_splits(made):
        assert not {made[place].document for place in learn} & {made[place].document for place in test}
        tested += test
    assert sorted(tested) == list(range(60))


def test_learning_beats_the_commonest_codes_where_words_tell() -> None:
    result = evaluate(examples(), None, sizes=(None,))
    assert result.recall["ours", "all", 1] > result.recall["commonest", "all", 1]
    assert {way for way, _, _ in result.recall} == set(WAYS)


@pytest.mark.slow
@pytest.mark.skipif(not encoder_version(), reason="no sentence encoder is installed")
def test_a_code_learned_in_english_is_found_in_french() -> None:
    encoder, made = UniversalEncoder(), examples()
    model = CodeModel(made, encoder.encode([example.text for example in made]), encoder.name)
    french = ["Ils ont confisqué mon passeport et ma carte d’identité", "Ma dette augmentait chaque mois"]
    scores = model.scores(french, encoder.encode(french))
    assert [model.codes[column] for column in scores.argmax(axis=1)] == ["papers", "debt"]


def test_the_gain_counts_what_documents_left_out_would_find() -> None:
    examples = [
        Example(f"{document}{code}{n}", document, f"{word} {n} {document}", frozenset({code}))
        for document in ("d1", "d2")
        for code, word, count in (("a", "passport", 4), ("b", "debt", 3), ("c", "water", 2), ("d", "school", 1))
        for n in range(count)
    ]
    gain = propose(examples, [], ["a"]).gain
    assert gain is None  # nothing was compared
    candidate = CandidateSentence("x", "d3", "they took the passport", frozenset())
    gain = propose(examples, [candidate], ["a"]).gain
    assert gain is not None
    assert (gain.segments, gain.commonest) == (20, pytest.approx(18 / 20))  # "d" is never among the three commonest
    assert gain.ours > gain.commonest


def test_codings_that_are_few_of_what_fits_do_not_hide_it() -> None:
    """Half of what fits is coded: what is left uncoded there is no reason to expect little of the rest."""
    made = [replace(one, document=f"{one.document}{n}", text=f"{one.text} {n}") for n in range(4) for one in examples()]
    coded = [one for place, one in enumerate(made) if place % 2]
    left = [replace(one, codes=frozenset(), uncoded=True) for place, one in enumerate(made) if not place % 2]
    expectations = Expectations(CodeModel([*coded, *left]))
    assert expectations.coded_of_fitting <= 0.6
    surest = expectations.of(np.array([[expectations.coded_of_fitting] * 3]))
    assert (surest > 0.8).all()


def test_equally_frequent_codes_are_calibrated_too() -> None:
    """Shares that are all alike say no more than the intercept: the fit must not run away with them."""
    scores = np.array([[0.9, 0.1], [0.8, 0.2], [0.1, 0.9], [0.2, 0.3], [0.1, 0.1], [0.0, 0.2]])
    truth = np.array([[1, 0], [1, 0], [0, 1], [0, 1], [0, 0], [0, 0]], dtype=float)
    found = calibrate(scores, truth, np.array([1 / 3, 1 / 3]), np.array([1.0, 1, 1, 1, 50, 50]))
    sure = found.probability(scores, np.array([1 / 3, 1 / 3]))
    assert found.slope > 0
    assert sure[0, 0] > 0.5 > sure[4, 0]


def test_the_nearest_candidates_come_first() -> None:
    said = [CandidateSentence(str(n), "d", text) for n, text in enumerate((*_HOME, _PAPERS[0]))]
    names = [name for name, _ in nearest_candidates(["They kept my passport"], said, None, 2)]
    assert names[0] == "3"
    assert len(names) == 2
