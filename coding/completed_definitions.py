# SPDX-License-Identifier: MIT
"""Definitions that a published codebook has in more languages than the copy of it in a project."""

from __future__ import annotations

from collections.abc import Iterable

from coding.codebook import Codebook
from coding.records import Code
from wording import DEFAULT_LANGUAGE, Labels


def completed_definitions(codebook: Codebook, published: Iterable[Code]) -> dict[str, Labels]:
    """The whole definitions of codes that were taken over from published codebooks and lack a language.

    A code counts as taken over where English name and English definition are those that were published: one that
    somebody defined anew keeps what it says.

    Parameters
    ----------
    codebook : Codebook
        Of the project.
    published : iterable of Code
        Of the published codebooks.

    Returns
    -------
    dict of str to Labels
        By the id of the code: its definition with the languages it lacked; those it has are as they were.

    Examples
    --------
    >>> def code(id_: str, definition: dict[str, str]) -> Code:
    ...     return Code(id_, None, 0, Labels({"en": "Act"}), Labels(definition), "#000000", {})
    >>> copy, whole = code("7", {"en": "Deeds."}), code("ACT", {"en": "Deeds.", "fr": "Ce qui fut fait."})
    >>> completed_definitions(Codebook([copy]), [whole])["7"].by_language["fr"]
    'Ce qui fut fait.'
    """
    known = {_identity(code): code for code in published if code.definition.by_language.get(DEFAULT_LANGUAGE)}
    found: dict[str, Labels] = {}
    for code in codebook:
        whole = known.get(_identity(code))
        held = {language: text for language, text in code.definition.by_language.items() if text}
        if whole is not None and set(whole.definition.by_language) - set(held):
            found[code.id] = Labels({**whole.definition.by_language, **held}, code.definition.preferred)
    return found


def _identity(code: Code) -> tuple[str, str]:
    return code.name.by_language.get(DEFAULT_LANGUAGE, "").strip(), code.definition.by_language.get(
        DEFAULT_LANGUAGE, ""
    ).strip()
