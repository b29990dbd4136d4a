# SPDX-License-Identifier: MIT
"""Learned suggestions: the code proposed, the reason, and what a code still needs. The sentences are invented."""

from __future__ import annotations

import numpy as np
import pytest

from coding.learned.encoder import UniversalEncoder, encoder_version
from coding.learned.evaluation import WAYS, document_splits, evaluate
from coding.learned.model import CodeModel, Example, missing
from coding.learned.proposals import CandidateSentence, propose

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
