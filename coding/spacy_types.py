# SPDX-License-Identifier: MIT
"""Types of spaCy for the type checker; at run time they are names only, since importing spaCy takes seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.pipeline import Lemmatizer
    from spacy.tokens import Doc, Span, Token
    from spacy.vocab import Vocab
else:
    Doc = Language = Lemmatizer = Span = Token = Vocab = object

__all__ = ["Doc", "Language", "Lemmatizer", "Span", "Token", "Vocab"]
