# SPDX-License-Identifier: MIT
"""Changes of known questions in a newer version of the form: wording, choices, conditions. No answers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analysis.records import Choice, Variable
from projects.datasets.question_matching import Pair
from projects.identifiers.secret_words import SecretWords, write_variable
from projects.imported.records import ImportedData
from projects.store.ports import Reader
from projects.stored_tables.row_records import to_json
from wording import Labels, Text

if TYPE_CHECKING:
    from projects.store.ports import Transaction

SET_VARIABLE_WORDS = (
    "UPDATE variable SET labels = ?, hint = ?, form_type = ?, groups = ?, group_labels = ? WHERE id = ?"
)

_WORDED = ("labels", "hint")
_RULES = ("relevant", "constraint", "calculation", "choice_filter", "form_type")
_RELABELLED = ("data.labels", "data.choice_labels")


@dataclasses.dataclass(frozen=True)
class WordChange:
    """One thing the newer form says otherwise. `what` ends a key `data.newer.what_*`; `code` names a choice."""

    what: str
    was: Text
    now: Text
    code: str = ""


def has_form(imported: ImportedData) -> bool:
    """Whether the file was read with its form: only then does an absent condition mean that there is none."""
    return bool(imported.languages or imported.form_title)


def with_newer_words(pair: Pair, formed: bool) -> Variable:
    """The merged question as the newer form words it. Words the newer file lacks stay as they are."""
    old, new, merged = pair.old, pair.new, pair.merged
    if old is None or new is None:
        return merged
    more: dict[str, object] = {name: _worded(getattr(old, name), getattr(new, name)) for name in _WORDED}
    if formed:
        more |= {name: getattr(new, name) for name in _RULES}
        more |= {"group": new.group, "group_labels": new.group_labels}
    named = {choice.code: choice for choice in new.choices}
    more["choices"] = tuple(_reworded(choice, named.get(choice.code)) for choice in merged.choices)
    return dataclasses.replace(merged, **more)  # type: ignore[arg-type]  # fields of the variable by name


def _reworded(choice: Choice, newer: Choice | None) -> Choice:
    return choice if newer is None else dataclasses.replace(choice, labels=_worded(choice.labels, newer.labels))


def _worded(old: Labels, new: Labels) -> Labels:
    """The newer labels; languages the newer form has no more stay, labels without a language do not."""
    words = {language: text for language, text in new.by_language.items() if text}
    if not words:
        return old
    return Labels({**{language: text for language, text in old.by_language.items() if language}, **words})


def word_changes(pair: Pair, formed: bool) -> tuple[WordChange, ...]:
    """What would change for a known question, a line each; empty for a new question."""
    return tuple(_changes(pair, formed)) if pair.old is not None and pair.new is not None else ()


def _changes(pair: Pair, formed: bool) -> Iterator[WordChange]:
    old, now = pair.old, with_newer_words(pair, formed)
    assert old is not None
    for name in _WORDED:
        was, new = getattr(old, name), getattr(now, name)
        if was != new:
            yield WordChange(name, was, new)
    for name in _RULES:
        was, new = getattr(old, name), getattr(now, name)
        if was.strip() != new.strip():
            yield WordChange(name, was, new)
    if old.group != now.group:
        yield WordChange("group", " / ".join(old.group), " / ".join(now.group))
    known = {choice.code: choice for choice in old.choices}
    for choice in now.choices:
        if choice.code not in known:
            yield WordChange("new_choice", "", choice.labels if _has_words(choice.labels) else choice.code, choice.code)
        elif known[choice.code].labels != choice.labels:
            yield WordChange("choice", known[choice.code].labels, choice.labels, choice.code)


def _has_words(labels: Labels) -> bool:
    return any(labels.by_language.values())


def relabelled_here(project: Reader, table_id: str) -> frozenset[str]:
    """Ids of variables whose wording, or a choice's, somebody changed in this project."""
    found = project.query(
        _relabelled_by(",".join("?" * len(_RELABELLED))),
        _RELABELLED,
    )
    parts = [str(row["key"]).split(".") for row in found]
    return frozenset(part[1] for part in parts if part[0] == table_id)


def write_newer_words(transaction: Transaction, table_id: str, variable: Variable, secrecy: SecretWords) -> None:
    """Store a question as the newer form words it; its kind, role and the codes of its choices stay."""
    transaction.execute(
        SET_VARIABLE_WORDS,
        (
            to_json(variable.labels),
            to_json(variable.hint),
            variable.form_type,
            to_json(variable.group),
            to_json([dict(labels.by_language) for labels in variable.group_labels]),
            f"{table_id}.{variable.id}",
        ),
    )
    write_variable(transaction, table_id, variable, secrecy)


def _relabelled_by(places: object) -> str:
    """Variables and choices that actions of these kinds changed."""
    return (
        "SELECT DISTINCT journal.tbl AS tbl, journal.key AS key FROM action JOIN journal ON journal.seq = "
        f"action.seq WHERE action.kind IN ({places}) AND journal.tbl IN ('variable', 'choice')"
    )
