# SPDX-License-Identifier: MIT
"""Consents of many interviews from a table: document, kind, yes or no, date, who saw the form. One undoable action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from projects.people import queries
from projects.people.effective_consent import Consents, given, no_consents
from projects.people.persons import Member
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews.queries import CONSENT_SOURCE_OF_DOCUMENT, DOCUMENT_BY_ID, NAMES_OF_DOCUMENTS
from projects.stored_interviews.tables import CONSENTS
from projects.word_folding import fold
from projects.worker import run_job
from wording import Message, Problem, Progress, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

CONSENTS_OF_ROW = "SELECT what, given FROM consent WHERE table_id = ? AND row_id = ?"


def recorded(reads: Rows, member: Member) -> Consents:
    """What is recorded on one row or interview itself."""
    if member.document:
        rows = reads.query(DOCUMENT_BY_ID, (member.document,))
        return {name: given(rows[0][f"consent_{name}"]) if rows else None for name in CONSENTS}
    rows = reads.query(CONSENTS_OF_ROW, (member.table, member.row))
    return no_consents() | {row["what"]: bool(row["given"]) for row in rows}


_HEADINGS = {
    "document": ("document", "interview", "entretien", "transcript", "transcription"),
    "kind": ("kind", "consent", "type", "consentement", "genre"),
    "answer": ("yes/no", "answer", "given", "yes or no", "oui/non", "reponse", "donne", "oui ou non"),
    "date": ("date",),
    "seen_by": ("who saw the form", "seen by", "seen_by", "witness", "vu par", "qui a vu le formulaire", "temoin"),
}
_KINDS = {
    **{kind: kind for kind in CONSENTS},
    "entretien": "interview",
    "enregistrement": "recording",
    "citation": "quotation",
    "partage": "sharing",
    "reprise de contact": "recontact",
    "recontacter": "recontact",
    "nouveau contact": "recontact",
}
_ANSWERS = {"yes": True, "oui": True, "no": False, "non": False, "unknown": None, "inconnu": None, "": None}
_MOST_NAMED = 20
_LONGEST = 40  # characters of a word of the table that are said again


@dataclass(frozen=True)
class ConsentLine:
    """A row of the table; `answer` None takes a consent back to not recorded."""

    row: int
    document: str
    kind: str
    answer: bool | None
    date: str = ""  # "2026-11-27"
    seen_by: str = ""


@dataclass(frozen=True)
class RecordedTable:
    """What came of a table: interviews that changed, and names of it that no interview, or several, have."""

    documents: int
    unknown: tuple[str, ...]


def read_consent_table(path: Path, progress: Progress | None = None) -> list[ConsentLine]:
    """The lines of a csv or xlsx file, read in a process of its own. Raises Problem, WorkerProblem, Stopped."""
    return consent_lines(run_job("read_rows", {"path": str(path.absolute())}, progress).value, path.name)


def looks_like_consents(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first rows of a table are of consents: their headings, and kinds or answers in most rows below."""
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    places = _places(filled[0] if filled else ())
    if columns := _kind_columns(filled[0] if filled else (), places):
        told = [fold(row[column]).strip() for row in filled[1:] for column in columns if len(row) > column]
        return len(columns) > 1 and any(told) and 2 * sum(one in _ANSWERS for one in told) > len(told)
    if min(places["document"], places["kind"], places["answer"]) < 0:
        return False
    kinds = [fold(row[places["kind"]]).strip() for row in filled[1:] if len(row) > places["kind"]]
    return bool(kinds) and 2 * sum(kind in _KINDS for kind in kinds) > len(kinds)


def _places(heading: Sequence[str]) -> dict[str, int]:
    """In which column each part stands; -1: in none."""
    heads = [fold(cell).strip() for cell in heading]
    return {part: next((heads.index(name) for name in names if name in heads), -1) for part, names in _HEADINGS.items()}


def _kind_columns(heading: Sequence[str], places: dict[str, int]) -> dict[int, str]:
    """The kind of consent that each column answers, in a table with a row for each interview; else none."""
    if places["document"] < 0 or min(places["kind"], places["answer"]) >= 0:
        return {}
    heads = {column: fold(cell).strip() for column, cell in enumerate(heading) if column != places["document"]}
    return {column: head for column, head in heads.items() if head in _KINDS}


def consent_lines(rows: Sequence[Sequence[str]], file: str) -> list[ConsentLine]:
    """The lines below a row of headings, English or French. Raises Problem that names the row that cannot be read.

    A row is a consent, or an interview with a column for each kind of consent; there an empty cell says nothing.
    """
    places = _places(rows[0] if rows else ())
    columns = _kind_columns(rows[0] if rows else (), places)
    if not columns and min(places["document"], places["kind"], places["answer"]) < 0:
        raise Problem(msg("consents.table.headings", file=file))
    lines, settled = [], dict[tuple[str, str], bool | None]()
    for number, row in enumerate(rows[1:], start=2):
        cells = {part: row[place].strip() if 0 <= place < len(row) else "" for part, place in places.items()}
        if not any(cells.values()):
            continue
        told = [(kind, row[column].strip()) for column, kind in columns.items() if column < len(row)]
        each = [{**cells, "kind": kind, "answer": answer} for kind, answer in told if answer] if columns else [cells]
        for one in each:
            line = _line(number, one, file)
            if settled.setdefault((fold(line.document), line.kind), line.answer) != line.answer:
                raise Problem(msg("consents.table.twice", file=file, row=number, document=line.document))
            lines.append(line)
    if not lines:
        raise Problem(msg("consents.table.empty", file=file))
    return lines


def _line(number: int, cells: dict[str, str], file: str) -> ConsentLine:
    kind, answer = _KINDS.get(fold(cells["kind"])), fold(cells["answer"])
    if not cells["document"]:
        raise Problem(msg("consents.table.nameless", file=file, row=number))
    if kind is None:
        kinds = [msg(f"consents.{one}") for one in CONSENTS]
        raise Problem(msg("consents.table.kind", file=file, row=number, found=cells["kind"][:_LONGEST], names=kinds))
    if answer not in _ANSWERS:
        raise Problem(msg("consents.table.answer", file=file, row=number))
    return ConsentLine(
        number, cells["document"], kind, _ANSWERS[answer], _day(cells["date"], file, number), cells["seen_by"]
    )


def _day(written: str, file: str, number: int) -> str:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"):
        try:
            return datetime.strptime(written.partition(" ")[0], form).date().isoformat()
        except ValueError:
            continue
    if written:
        raise Problem(msg("consents.table.date", file=file, row=number, example=date(2026, 11, 27).isoformat()))
    return ""


def record_consent_table(lines: Sequence[ConsentLine], source: str = "") -> Action:
    """Record the consents of a table; the result is a `RecordedTable`.

    `source` says where the answers come from. Raises Problem for a yes that neither it nor who saw the form supports,
    and when no interview of the table is in the project.
    """
    bare = next((line for line in lines if line.answer and not line.seen_by and not source.strip()), None)
    if bare is not None:
        raise Problem(msg("consents.table.source", row=bare.row, document=bare.document))

    def perform(transaction: Transaction) -> RecordedTable:
        known = _documents(transaction)
        changed, unknown = set[str](), list[str]()
        for line in lines:
            found = known.get(fold(line.document).strip(), ())
            if len(found) != 1:
                unknown.append(line.document)
                continue
            _record(transaction, found[0], line, source.strip())
            changed.add(found[0])
        if not changed:
            raise Problem(unknown_names(unknown))
        transaction.set_message(msg("consents.table.recorded", n=len(changed)))
        return RecordedTable(len(changed), tuple(dict.fromkeys(unknown)))

    return Action("consents.table", msg("consents.table.recorded", n=len({line.document for line in lines})), perform)


def unknown_names(names: Sequence[str]) -> Message:
    """The sentence that lists what no single interview is called."""
    each = list(dict.fromkeys(names))
    return msg("consents.table.unknown", n=len(each), names=each[:_MOST_NAMED])


def _documents(transaction: Transaction) -> dict[str, tuple[str, ...]]:
    named: dict[str, tuple[str, ...]] = {}
    for row in transaction.query(NAMES_OF_DOCUMENTS):
        name = fold(row["name"]).strip()
        named[name] = (*named.get(name, ()), str(row["id"]))
    return named


def _record(transaction: Transaction, document: str, line: ConsentLine, source: str) -> None:
    held = transaction.query(CONSENT_SOURCE_OF_DOCUMENT, (document,))[0]["consent_source"]
    kept = [entry for entry in held.split("\n") if entry and not entry.startswith(f"{line.kind}=")]
    answer = "unknown" if line.answer is None else "yes" if line.answer else "no"
    parts = (f"{line.kind}={answer}", line.date, line.seen_by, source)
    kept.append(" · ".join(part for part in parts if part))
    value = None if line.answer is None else int(line.answer)
    transaction.execute(
        queries.set_consent_and_source(line.kind),
        (value, "\n".join(kept), document),
    )
