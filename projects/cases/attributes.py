# SPDX-License-Identifier: MIT
"""Attributes of a case as they stand: typed ones stored, those of the survey and computed ones worked out when read.

What comes from the survey or is computed is never stored as a value: a correction of the answer shows at once, and
erasing the row leaves no copy. Sources: "survey:t1:v3", "computed:texts", "computed:codings[:KEY]", "computed:words",
"computed:years:FROM:TO" (whole years between two attributes that are dates).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from projects.cases import queries
from projects.cases.answers import answers_of, called, reason_text
from projects.cases.case_texts import case_segments, participant_words
from projects.interviews.cases import Attribute, CaseMember, attributes_of, members_of, write_attribute
from projects.interviews.coders import seen_coder
from projects.interviews.codes import stored_codebook
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews.row_records import no_change, one
from wording import Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader, Transaction

COMPUTED = ("texts", "codings", "words", "years")


@dataclass(frozen=True)
class AttributeValue:
    """An attribute as it is shown: `value` in words, `plain` to calculate with, `origin` where it comes from."""

    name: str
    kind: str
    value: Text
    plain: str
    source: str
    origin: Text


def known_attributes(project: Reader, case_id: str) -> list[AttributeValue]:
    """The attributes of a case in the order they came."""
    held, members = attributes_of(project, case_id), members_of(project, case_id)
    found: dict[str, AttributeValue] = {}
    for attribute in sorted(held, key=lambda one: one.source.startswith("computed:years")):
        found[attribute.name] = _value_of(project, attribute, members, found)
    return [found[attribute.name] for attribute in held]


def set_derived(case_ids: Sequence[str], name: str, source: str) -> Action:
    """Let an attribute of these cases come from the survey or be computed.

    Raises `Problem` for a source there is not, and where nothing would change.
    """
    wanted = name.strip()
    _refuse_source(source)
    if not wanted:
        raise Problem(msg("cases.attribute_without_name"))

    def perform(transaction: Transaction) -> int:
        if source.startswith("survey:"):
            _, table, variable = source.split(":")
            one(transaction, queries.VARIABLE_EXISTS, table, variable)
        changed = 0
        for case_id in case_ids:
            before = {held.name: held for held in attributes_of(transaction, case_id)}
            fresh = Attribute(wanted, "", "text", source)
            if before.get(wanted) != fresh:
                write_attribute(transaction, case_id, fresh, known=wanted in before)
                changed += 1
        if not changed:
            raise no_change()
        transaction.set_message(msg("casepage.attribute_set", name=wanted, n=changed))
        return changed

    return Action("interviews.set_derived_attribute", msg("interviews.changed"), perform)


def _refuse_source(source: str) -> None:
    kind, _, rest = source.partition(":")
    what, _, _ = rest.partition(":")
    if kind == "survey" and rest.count(":") == 1:
        return
    if kind == "computed" and what in COMPUTED and (what != "years" or rest.count(":") == 2):
        return
    raise Problem(msg("casepage.bad_source", source=source))


def _value_of(
    project: Reader, attribute: Attribute, members: Sequence[CaseMember], found: dict[str, AttributeValue]
) -> AttributeValue:
    kind, _, rest = attribute.source.partition(":")
    if kind == "survey":
        return _from_survey(project, attribute, members, *rest.split(":"))
    if kind == "computed" and rest:
        plain = _computed(project, members, rest.split(":"), found)
        said: Text = plain if plain else reason_text(0)
        return AttributeValue(attribute.name, "number", said, plain, attribute.source, msg("casepage.origin.computed"))
    origin = msg(f"casepage.origin.{'file' if attribute.source == 'file' else 'typed'}")
    said = msg(f"consents.{attribute.value}") if attribute.kind == "yes_no" else attribute.value
    return AttributeValue(attribute.name, attribute.kind, said, attribute.value, attribute.source, origin)


def _from_survey(
    project: Reader, attribute: Attribute, members: Sequence[CaseMember], table: str, variable: str
) -> AttributeValue:
    rows = [(member.table, member.row) for member in members if member.table == table]
    answers = answers_of(project, rows, [(table, variable)])
    if not answers:
        origin: Text = msg("casepage.origin.survey")
        return AttributeValue(attribute.name, attribute.kind, msg("casepage.no_row"), "", attribute.source, origin)
    answer = next((one for one in answers if not one.cell.reason), answers[0])
    plain = "" if answer.cell.reason else str(answer.texts[0]) if isinstance(answer.texts[0], str) else ""
    origin = msg("casepage.origin.question", question=called(answer.variable))
    return AttributeValue(attribute.name, attribute.kind, answer.text, plain, attribute.source, origin)


def _computed(
    project: Reader, members: Sequence[CaseMember], formula: Sequence[str], found: dict[str, AttributeValue]
) -> str:
    what = formula[0]
    if what == "texts":
        return str(len({member.document for member in members if member.document}))
    if what == "years":
        return _years(*(found[name].plain if name in found else "" for name in formula[1:3]))

    if what == "words":
        return str(participant_words(project, members))
    key = formula[1] if len(formula) > 1 else ""
    return str(len(case_segments(project, members, _codes_below(project, key) if key else None, seen_coder(project))))


def _codes_below(reads: Rows, key: str) -> frozenset[str]:
    book = stored_codebook(reads)
    code = book.with_key(key)
    return book.with_descendants(code.id) if code is not None else frozenset()


def _years(first: str, last: str) -> str:
    """Whole years between two ISO dates; "" where one is not known."""
    try:
        start, end = dt.date.fromisoformat(first[:10]), dt.date.fromisoformat(last[:10])
    except ValueError:
        return ""
    return str(end.year - start.year - ((end.month, end.day) < (start.month, start.day)))
