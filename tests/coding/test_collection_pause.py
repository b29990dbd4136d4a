# SPDX-License-Identifier: MIT
"""The collector of reference cycles rests during a batch, and is as it was afterwards, whatever happened."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence

import pytest

from coding.auto_code import collection_paused
from coding.records import Document
from coding.rules import Rule
from projects.interviews import suggestions
from projects.stored_interviews.parsed_document import LoadedDocument


@pytest.fixture(autouse=True)
def collection() -> Iterator[None]:
    """Collection is on, as it is without a window; the tests of a whole run search for garbage between them only."""
    gc.enable()
    yield
    gc.disable()


def test_it_rests_and_is_as_it_was() -> None:
    with collection_paused():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(ZeroDivisionError), collection_paused():
        _ = 1 / 0
    assert gc.isenabled()
    gc.disable()
    with collection_paused():
        pass
    assert not gc.isenabled()


def test_nothing_is_collected_while_hits_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def suggest(*_given: object) -> Sequence[object]:
        seen.append(gc.isenabled())
        return ()

    monkeypatch.setattr(suggestions, "suggest", suggest)
    loaded = LoadedDocument(Document("1", "D", "en", "He owes.", "", ()), ((0, 8),))
    suggestions.find_suggestions([loaded], [Rule("1", "owes", "en")], {})
    assert seen == [False]
    assert gc.isenabled()
