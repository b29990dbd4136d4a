# SPDX-License-Identifier: MIT
"""The act – means – purpose panel of a person: per element the questions that speak of it and what was coded.

Which questions speak of an element holds for the whole project (setting `cases.elements`): code key → questions, each
a table, a variable and the choices that speak for the element. Without named choices a yes is one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.records import Kind, Reason, Variable
from coding.act_means_purpose import PILLARS, Element, ElementEvidence, Means, means_of, missing_pillars, together
from coding.codebook import Codebook
from projects.cases import queries
from projects.cases.answers import Answer, answers_of
from projects.cases.case_texts import case_segments
from projects.interviews.cited_places import cited_places
from projects.quotes.quote_format import Printed, printed
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.store.schema import stored_setting
from projects.stored_interviews.row_records import no_change, one
from projects.word_folding import fold
from wording import Labels, Text, msg

if TYPE_CHECKING:
    from coding.records import Segment
    from projects.cases.attributes import AttributeValue
    from projects.interviews.cases import CaseMember
    from projects.store.ports import Reader, Transaction

SEGMENTS_FROM_SUGGESTIONS = "SELECT segment FROM suggestion WHERE verdict = 'accepted' AND segment IS NOT NULL"
CODE_NAME_OF_KEY = "SELECT name FROM code WHERE key = ?"
OPEN_SUGGESTIONS_BY_CODE = (
    "SELECT code, count(*) AS n FROM suggestion WHERE verdict = 'open' AND document IN (SELECT value FROM "
    "json_each(?)) GROUP BY code"
)

ELEMENTS = "cases.elements"
AGE = "cases.age"  # setting: the name of the attribute that is the age in years at the time that counts
_AGES = ("age when recruited", "age at recruitment", "age lors du recrutement", "age au recrutement", "age")
_YES = frozenset({"yes", "oui", "ndiyo", "ego", "1", "true", "vrai"})
_NO = frozenset({"no", "non", "hapana", "oya", "0", "false", "faux"})
_REASONS: dict[int, ElementEvidence] = {
    Reason.NOT_ASKED: ElementEvidence.NOT_ASKED,
    Reason.REFUSED: ElementEvidence.REFUSED,
    Reason.DONT_KNOW: ElementEvidence.DONT_KNOW,
}


@dataclass(frozen=True)
class ElementQuestion:
    """A question that speaks of an element; `yes`: the choice ids that speak for it, none: those that mean yes.

    Of a question in free text only "yes" and "no" can be meant: no answer of anybody is stored here.
    """

    table: str
    variable: str
    yes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ElementLine:
    """A row of the panel: the element, its code's name, the answers, the first quote that was coded, as printed.

    `place`: where that quote stands in its interview, "" without one.
    """

    element: Element
    name: Text
    colour: str
    answers: tuple[Answer, ...]
    first: Printed | None
    place: Text = ""


@dataclass(frozen=True)
class ElementsPanel:
    """The panel of one person. `age` in years, None where not known; `missing` names pillars nothing speaks of."""

    lines: tuple[ElementLine, ...]
    age: float | None
    means: Means
    missing: tuple[str, ...]


def questions(reads: Rows) -> dict[str, tuple[ElementQuestion, ...]]:
    """The questions that speak of each element, by the key of its code."""
    stored: dict[str, list[tuple[str, str, list[str]]]] = stored_setting(reads, ELEMENTS, {})
    return {
        key: tuple(ElementQuestion(table, name, tuple(yes)) for table, name, yes in held)
        for key, held in stored.items()
    }


def set_questions(key: str, asked: Sequence[ElementQuestion]) -> Action:
    """Say which questions speak of an element, for the whole project; none takes them off.

    Raises `Problem` for an element or a question there is not, and where nothing changes.
    """

    def perform(transaction: Transaction) -> None:
        row = one(transaction, CODE_NAME_OF_KEY, key)
        for question in asked:
            place = (question.table, question.variable)
            one(transaction, queries.VARIABLE_EXISTS, *place)
        before = questions(transaction)
        if before.get(key, ()) == tuple(asked):
            raise no_change()
        after = {**before, key: tuple(asked)}
        stored = {name: [[q.table, q.variable, list(q.yes)] for q in held] for name, held in after.items() if held}
        transaction.set_setting(ELEMENTS, stored)
        transaction.set_message(msg("casepage.questions_set", element=Labels(json.loads(row["name"]))))

    return Action("interviews.set_questions", msg("interviews.changed"), perform)


def set_age_attribute(name: str) -> Action:
    """Say which attribute is the age that decides whether means count; "" goes back to the one called age."""

    def perform(transaction: Transaction) -> None:
        transaction.set_setting(AGE, name)

    return Action("interviews.set_age_attribute", msg("casepage.age_set", name=name), perform)


def age_of(reads: Rows, attributes: Sequence[AttributeValue]) -> float | None:
    """The age in years, from the attribute chosen for it or the one called age; None where there is none."""
    chosen = stored_setting(reads, AGE, "")
    wanted = (fold(chosen).strip(),) if chosen else _AGES
    named = {fold(one.name).strip(): one for one in attributes}
    for name in wanted:
        if name in named:
            try:
                return float(named[name].plain.replace(",", "."))
            except ValueError:
                return None
    return None


def panel_of(
    project: Reader, members: Sequence[CaseMember], attributes: Sequence[AttributeValue], book: Codebook,
    coder: str | None = None,
) -> ElementsPanel | None:  # fmt: skip
    """The panel of a person; None where the codebook has no act, means and purpose.

    `coder`: with the codings of this one alone, and no suggestion.
    """
    pillars = {pillar: book.with_key(pillar) for pillar in PILLARS}
    if not any(pillars.values()):
        return None
    asked, rows = questions(project), [(member.table, member.row) for member in members if member.table]
    wanted = [(question.table, question.variable) for held in asked.values() for question in held]
    answers = answers_of(project, rows, wanted) if wanted else []
    by_place: dict[tuple[str, str], list[Answer]] = {}
    for answer in answers:
        by_place.setdefault((answer.table, answer.variable.id), []).append(answer)
    codes = {code for root in pillars.values() if root is not None for code in book.with_descendants(root.id)}
    segments = case_segments(project, members, codes, coder)
    decided = _decided(project, segments)
    waiting = _waiting(project, members, codes) if coder is None else Counter[str]()
    lines: list[ElementLine] = []
    first: dict[int, Sequence[Segment]] = {}  # of each line its first quote
    for pillar, root in pillars.items():
        for code in book.children(root.id) if root is not None else ():
            below = book.with_descendants(code.id)
            held = [segment for segment in segments if segment.code in below and segment.id in decided]
            hits = sum(segment.code in below and segment.id not in decided for segment in segments)
            hits += sum(waiting[one] for one in below)
            said, shown = _survey_evidence(asked.get(code.key, ()), by_place)
            element = Element(pillar, code.key, said, len(held), hits)
            lines.append(ElementLine(element, code.name, code.colour, shown, None))
            first[len(lines) - 1] = held[:1]
    quoted = [one for held in first.values() for one in held]
    words, places = printed(project, quoted), cited_places(project, [(one.document, one.start) for one in quoted])
    for at, line in enumerate(lines):
        for quote in first[at]:
            lines[at] = replace(line, first=words[quote.id], place=places[quote.document, quote.start])
    age = age_of(project, attributes)
    missing = missing_pillars([line.element for line in lines], age)
    return ElementsPanel(tuple(lines), age, means_of(age), missing)


def answer_evidence(variable: Variable, answer: Answer, yes: Sequence[str]) -> ElementEvidence:
    """What one answer says of an element: by the choices that speak for it, else by yes and no; a number by zero."""
    if answer.cell.reason:
        return _REASONS.get(answer.cell.reason, ElementEvidence.MISSING)
    value = answer.cell.value
    if isinstance(value, float):
        return ElementEvidence.YES if value > 0 else ElementEvidence.NO
    if variable.kind not in (Kind.ONE, Kind.SET):
        said = yes_or_no(str(value))
        if said and yes:
            return ElementEvidence.YES if said in yes else ElementEvidence.NO
        return ElementEvidence(said) if said else ElementEvidence.OTHER
    chosen = set(value) if isinstance(value, tuple) else {str(value)}
    if yes:
        return ElementEvidence.YES if chosen & set(yes) else ElementEvidence.NO
    words = {choice.id: _words_of(choice.code, *choice.labels.by_language.values()) for choice in variable.choices}
    if any(words.get(one, set()) & _YES for one in chosen):
        return ElementEvidence.YES
    return ElementEvidence.NO if any(words.get(one, set()) & _NO for one in chosen) else ElementEvidence.OTHER


def yes_or_no(word: str) -> str:
    """ "yes" or "no" for a word that means one of them in English, French, Swahili or Kirundi; else ""."""
    plain = fold(word).strip()
    return "yes" if plain in _YES else "no" if plain in _NO else ""


def _words_of(*names: str) -> set[str]:
    return {fold(name).strip() for name in names if name}


def _survey_evidence(
    asked: Iterable[ElementQuestion], by_place: dict[tuple[str, str], list[Answer]]
) -> tuple[ElementEvidence, tuple[Answer, ...]]:
    shown: list[Answer] = []
    said: list[ElementEvidence] = []
    for question in asked:
        for answer in by_place.get((question.table, question.variable), ()):
            shown.append(answer)
            said.append(answer_evidence(answer.variable, answer, question.yes))
    return together(said), tuple(shown)


def _decided(reads: Rows, segments: Sequence[Segment]) -> set[str]:
    """The segments a person made or accepted; automatic ones nobody looked at are not among them."""
    accepted = {str(row["segment"]) for row in reads.query(SEGMENTS_FROM_SUGGESTIONS)}
    automatic = ("auto:", "rule:", "model:")
    return {one.id for one in segments if not one.origin.startswith(automatic) or one.id in accepted}


def _waiting(reads: Rows, members: Sequence[CaseMember], codes: set[str]) -> Counter[str]:
    documents = json.dumps(sorted({int(member.document) for member in members if member.document}))
    rows = reads.query(
        OPEN_SUGGESTIONS_BY_CODE,
        (documents,),
    )
    return Counter({str(row["code"]): row["n"] for row in rows if str(row["code"]) in codes})
