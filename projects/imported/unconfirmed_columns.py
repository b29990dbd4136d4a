# SPDX-License-Identifier: MIT
"""Unconfirmed orders and text columns of an import: what neither a form nor a labelled file vouches for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.records import Kind, Role, Variable

# What a person at the server said of a submission: one of a few answers of the server's own.
SERVER_ANSWERS = frozenset(("_validation_status", "_review_state", "_review_status"))
_LOGICAL = frozenset({"true", "false"})
_KNOWN_ROLES = frozenset({Role.IDENTIFIER, Role.KEY})


def proposed(variables: Sequence[Variable]) -> tuple[Variable, ...]:
    """Variables fresh from a file, of which nobody has said anything yet, with what of them waits for a person."""
    return tuple(
        replace(one, order_unconfirmed=guessed_order(one), content_unconfirmed=unexplained_text(one))
        for one in variables
    )


def guessed_order(variable: Variable, recipe: Mapping[str, object] | None = None) -> bool:
    """Whether the order of a variable's answers is nobody's word: they came so in the rows, or were grouped so."""
    if variable.kind is not Kind.ONE:
        return False
    return recipe.get("do") not in ("bins", "index") if recipe is not None else not _is_listed(variable)


def unexplained_text(variable: Variable) -> bool:
    """Whether a column holds words that neither a form nor labels explain; true and false are no words."""
    if variable.kind not in (Kind.TEXT, Kind.ONE, Kind.SET) or variable.role in _KNOWN_ROLES or _is_listed(variable):
        return False
    if variable.name.rpartition("/")[2] in SERVER_ANSWERS:
        return False
    codes = {choice.code.strip().casefold() for choice in variable.choices}
    return not (codes and codes <= _LOGICAL)


def _is_listed(variable: Variable) -> bool:
    """Whether a form or a labelled file lists the answers."""
    return bool(variable.form_type) or any(any(one.labels.by_language.values()) for one in variable.choices)
