# SPDX-License-Identifier: MIT
"""The cases that interviews and their speakers belong to, as analyses count them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from coding.frames import CodedDocument
from projects.interviews.queries import load_documents
from projects.stored_interviews.parsed_document import LoadedDocument
from projects.stored_interviews.queries import SPEAKER_ROLES
from projects.transcripts.queries import TRANSLATIONS

if TYPE_CHECKING:
    from projects.store.ports import DatabaseRow, Reader

DOCUMENTS_WITH_SIZE_AND_GROUP = (
    "SELECT document.id, document.name, document.position, case_name, words, characters, document_group.name AS "
    "grouped FROM document JOIN document_version ON document_version.id = document.version LEFT JOIN document_group "
    "ON document_group.id = document.document_group ORDER BY document.position"
)
CASES_OF_DOCUMENTS_AND_SPEAKERS = (
    "SELECT document, speaker, case_.name AS held FROM case_member JOIN case_ ON case_.id = "
    "case_member.case_ WHERE document IS NOT NULL ORDER BY case_member.id"
)


def coded_documents(project: Reader, loaded: Sequence[LoadedDocument]) -> list[CodedDocument]:
    """Documents as frames of codings take them, in the order given."""
    rows = {str(row["id"]): row for row in project.query(DOCUMENTS_WITH_SIZE_AND_GROUP)}
    roles = _roles(project)
    whole, spoken = _cases(project)
    found = []
    for place, one in enumerate(loaded):
        row = rows[one.document.id]
        found.append(
            CodedDocument(
                id=one.document.id,
                name=one.document.name,
                language=one.document.language,
                words=row["words"],
                length=row["characters"],
                position=place,
                turns=one.document.turns,
                group=row["grouped"] or "",
                cases=_of_whole(row, whole),
                roles=roles.get(one.document.id, {}),
                speaker_cases=spoken.get(one.document.id, {}),
                numbers=one.numbers,
            )
        )
    return _sharing_cases(project, found)


def documents_with_cases(project: Reader) -> list[CodedDocument]:
    """All documents with their cases; turns are read only of those whose speakers have cases of their own."""
    whole, spoken = _cases(project)
    read = (
        {one.id: one for one in coded_documents(project, list(load_documents(project, list(spoken))))} if spoken else {}
    )
    found = [
        read.get(str(row["id"]))
        or CodedDocument(
            str(row["id"]), row["name"], "", row["words"], row["characters"], row["position"],
            cases=_of_whole(row, whole),
        )
        for row in project.query(DOCUMENTS_WITH_SIZE_AND_GROUP)
    ]  # fmt: skip
    return _sharing_cases(project, found)


def _sharing_cases(project: Reader, found: Iterable[CodedDocument]) -> list[CodedDocument]:
    """The documents, where a translation without a case of its own belongs to what its original belongs to.

    They are one interview: an original without a case stands for one case together with its translation.
    """
    documents = {one.id: one for one in found}
    translated = {str(row["id"]): str(row["translates"]) for row in project.query(TRANSLATIONS)}
    for number, original in translated.items():
        one, source = documents.get(number), documents.get(original)
        if one is not None and source is not None and not (one.cases or one.speaker_cases):
            documents[number] = replace(one, cases=source.cases_of(), speaker_cases=source.speaker_cases)
    return list(documents.values())


def _of_whole(row: DatabaseRow, whole: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The cases that a document belongs to as a whole, its first one first."""
    return tuple(dict.fromkeys(filter(None, (row["case_name"], *whole.get(str(row["id"]), ())))))


def _roles(project: Reader) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in project.query(SPEAKER_ROLES):
        found.setdefault(str(row["document"]), {})[row["name"]] = row["role"]
    return found


def _cases(project: Reader) -> tuple[dict[str, tuple[str, ...]], dict[str, dict[str, tuple[str, ...]]]]:
    """The cases of each document as a whole, and of its speakers."""
    whole: dict[str, tuple[str, ...]] = {}
    spoken: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in project.query(CASES_OF_DOCUMENTS_AND_SPEAKERS):
        document, speaker = str(row["document"]), row["speaker"]
        if speaker:
            held = spoken.setdefault(document, {})
            held[speaker] = (*held.get(speaker, ()), row["held"])
        else:
            whole[document] = (*whole.get(document, ()), row["held"])
    return whole, spoken
