# SPDX-License-Identifier: MIT
"""Free-text answers of a survey as documents, each linked to its row: read, coded and erased with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Kind, Role, Variable
from projects.interviews.documents import NewDocument, insert_document, store_objects
from projects.people.consent_tables import recorded
from projects.people.persons import Member
from projects.store.actions import Action
from projects.store.schema import stored_setting
from projects.stored_interviews.parsed_document import parse_text
from projects.stored_interviews.queries import NEXT_DOCUMENT_POSITION
from projects.stored_tables.cells import cell_at
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import variables
from projects.stored_tables.titles import table_titles
from wording import LANGUAGES, Message, Problem, msg, render

if TYPE_CHECKING:
    from projects.store.ports import Transaction

ROWS_IN_GROUP = (
    "SELECT row_id FROM document JOIN document_group ON document_group.id = document_group WHERE "
    "table_id = ? AND document_group.name = ?"
)


@dataclass(frozen=True)
class AnswersMade:
    """What became of the answers: documents made, answers too short, rows out of analysis, documents there already."""

    made: int
    short: int
    without_consent: int
    there: int


def documents_from_answers(
    table_id: str, variable_id: str, *, fewest_words: int = 1, language: str = "", coder: str = ""
) -> Action:
    """Make a document of each answer of a free-text question; the result is `AnswersMade`.

    Each carries the consents of its row and stands in a group named after the question. Rows without consent give
    none; an answer that has its document already is passed over. Raises `Problem` for what is no free text, for
    identifiers, and where no answer is left.
    """

    def perform(transaction: Transaction) -> AnswersMade:
        (variable,) = variables(transaction, table_id, [variable_id])
        _refuse(variable)
        spoken = stored_setting(transaction, "language", LANGUAGES[0])  # the project's: a name stays as it is given
        group = _called(variable, spoken)
        titles = table_titles(transaction)
        table = render(titles.get(table_id, table_id), spoken)
        there = {
            row["row_id"]
            for name in {_called(variable, one) for one in LANGUAGES}
            for row in transaction.query(ROWS_IN_GROUP, (table_id, name))
        }
        made, counts = _answers(transaction, table_id, variable, fewest_words, there)
        documents = [
            NewDocument(
                name=f"{group} · {table} {row}", language=language, parsed=parse_text(text), original_kind="answer",
                kind="answer", coder=coder, group=group, row=(table_id, row),
                consents={k: v for k, v in recorded(transaction, Member(table_id, row)).items() if v is not None},
            )
            for row, text in made.items()
        ]  # fmt: skip
        if not documents:
            raise Problem(msg("answers.nothing", n=counts.short))
        first = transaction.query(NEXT_DOCUMENT_POSITION)[0]["next"]
        store_objects(transaction, documents)
        for number, document in enumerate(documents):
            insert_document(transaction, document, document.name, first + number)
        transaction.set_message(
            msg(
                "answers.made",
                n=len(documents),
                question=variable.labels if any(variable.labels.by_language.values()) else group,
            )
        )
        return counts

    return Action("interviews.answers_as_documents", msg("interviews.changed"), perform)


def answer_messages(made: AnswersMade) -> list[Message]:
    """What whoever asked is to know besides."""
    messages: list[Message] = []
    for name in ("short", "without_consent", "there"):
        n = getattr(made, name)
        if n:
            messages.append(msg(f"answers.{name}", n=n))
    return messages


def _answers(
    transaction: Transaction, table_id: str, variable: Variable, fewest: int, there: set[int]
) -> tuple[dict[int, str], AnswersMade]:
    columns = TableColumns(transaction, table_id)
    column, kept = columns.read(variable), kept_rows(transaction, table_id)
    made: dict[int, str] = {}
    short = refused = known = 0
    for place, row in enumerate(columns.row_ids.tolist()):
        cell = cell_at(column, place)
        text = "" if cell.reason else str(cell.value or "").strip()
        if not text:
            continue
        if not kept[place]:
            refused += 1
        elif int(row) in there:
            known += 1
        elif len(text.split()) < fewest:
            short += 1
        else:
            made[int(row)] = text
    return made, AnswersMade(len(made), short, refused, known)


def _called(variable: Variable, language: str) -> str:
    return variable.labels.in_language(language) or variable.name


def _refuse(variable: Variable) -> None:
    if variable.role is Role.IDENTIFIER:
        raise Problem(msg("answers.identifier", variable=variable.name))
    if variable.kind is not Kind.TEXT:
        raise Problem(msg("answers.no_text", variable=variable.name))
