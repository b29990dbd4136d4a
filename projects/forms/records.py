# SPDX-License-Identifier: MIT
"""A questionnaire as read: questions, groups, choices, settings and what was odd about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from projects.imported.records import Finding
from wording import LANGUAGES, Labels, msg, render


class UnsupportedError(Exception):
    """Names the function, reference or form of expression that is not evaluated; the caller lists it."""


NO_LABELS = Labels({})


@dataclass(frozen=True)
class FormChoice:
    """One line of a choice list; `filters` are its further columns, by header."""

    name: str
    labels: Labels
    filters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """A group or repeat. `path` runs from the form's root to its own name; `relevant` is its own condition only."""

    name: str
    path: tuple[str, ...]
    labels: Labels
    is_repeat: bool = False
    relevant: str = ""
    repeat_count: str = ""


@dataclass(frozen=True)
class Question:
    """A question, calculation or note.

    `type` is the plain type ("select_one", "integer", "start" …), `form_type` the words of the form.
    `path` runs from the root to its own name; `repeat` is the path of the innermost repeat it stands in, if any.
    `relevant` is its own condition; `Form.conditions` joins those of its groups.
    """

    name: str
    type: str
    form_type: str
    path: tuple[str, ...]
    labels: Labels = NO_LABELS
    hint: Labels = NO_LABELS
    list_name: str = ""
    file: str = ""  # of select_one_from_file
    or_other: bool = False
    repeat: tuple[str, ...] = ()
    relevant: str = ""
    constraint: str = ""
    calculation: str = ""
    choice_filter: str = ""
    appearance: str = ""
    required: bool = False
    row: int = 0  # 1-based row of the survey sheet


@dataclass(frozen=True)
class Form:
    """A whole questionnaire. `languages` are codes ("en"), the default first; `groups` are by path.

    `files`: the rows of each file kept with the form that an expression looks things up in. `beside`: the files read
    beside the form, as "choices/sites.csv" and "lookups/weights.csv".
    """

    questions: tuple[Question, ...]
    groups: Mapping[tuple[str, ...], Group]
    choices: Mapping[str, tuple[FormChoice, ...]]
    languages: tuple[str, ...] = ()
    title: str = ""
    form_id: str = ""
    version: str = ""
    warnings: tuple[Finding, ...] = ()
    files: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    beside: tuple[str, ...] = ()

    def parents(self, question: Question) -> tuple[Group, ...]:
        """The groups and repeats a question stands in, outermost first."""
        steps = (question.path[:depth] for depth in range(1, len(question.path)))
        return tuple(self.groups[path] for path in steps if path in self.groups)

    def conditions(self, question: Question) -> tuple[str, ...]:
        """Every skip condition that must hold for the question to be asked.

        Its groups', outermost first, then its own.
        """
        inherited = [group.relevant for group in self.parents(question) if group.relevant]
        return tuple([*inherited, question.relevant] if question.relevant else inherited)

    def repeats(self) -> tuple[Group, ...]:
        """The repeats in the order of the form."""
        return tuple(group for group in self.groups.values() if group.is_repeat)

    def parent_repeat(self, repeat: tuple[str, ...]) -> tuple[str, ...]:
        """The path of the repeat around a repeat, () when it stands in none."""
        for depth in range(len(repeat) - 1, 0, -1):
            group = self.groups.get(repeat[:depth])
            if group is not None and group.is_repeat:
                return repeat[:depth]
        return ()

    def choices_of(self, question: Question) -> tuple[FormChoice, ...]:
        """The choices of a question, with "other" added where the form says or_other."""
        found = self.choices.get(question.list_name, ())
        if question.or_other and all(choice.name != "other" for choice in found):
            return (
                *found,
                FormChoice("other", Labels({one: render(msg("importing.other"), one) for one in LANGUAGES})),
            )
        return found
