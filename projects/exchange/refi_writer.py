# SPDX-License-Identifier: MIT
"""Writes REFI-QDA 1.5 projects (.qdpx) and codebooks (.qdc), valid against the published schemas.

Positions are code points, ends exclusive; texts lie in `sources/GUID.txt` as UTF-8 with LF and without a mark. No path
of this machine is written.
"""

from __future__ import annotations

import re
import uuid
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

from coding.exchange import Exchange, ExchangeCode, ExchangeCoding, ExchangeNote, ExchangeSource, ExchangeValue
from projects.readers.other_programs.program_identity import CASE_KIND, LANGUAGE, TRANSLATION, TRANSLATOR

_SPACE = uuid.UUID("2f0c2a8e-6b1d-4d6f-8b35-1f3f5f0e9c77")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}
_NEEDS = re.compile('[&<>"\n\t\r]')
_KINDS = {"text": "Text", "number": "Float", "date": "Date", "yes_no": "Boolean"}
_DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FIXED = (1980, 1, 1, 0, 0, 0)  # the same project gives the same bytes
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_LONGEST_NAME = 250  # characters of a quote that name its selection


def write_qdpx(found: Exchange, stream: BinaryIO) -> None:
    """Write a project."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as package:
        body = "".join(_project(found)).encode("utf-8")
        package.writestr(zipfile.ZipInfo("project.qde", _FIXED), body, zipfile.ZIP_DEFLATED, 3)
        for source in found.sources:
            entry = zipfile.ZipInfo(f"sources/{source.guid}.txt", _FIXED)
            package.writestr(entry, source.text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED, 3)


def write_qdc(found: Exchange, stream: BinaryIO) -> None:
    """Write a codebook."""
    parts = [_HEAD, f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0"{_attribute("origin", found.origin)}>\n']
    notes: list[ExchangeNote] = []
    parts += _codes(found, notes, with_notes=False)
    parts.append("</CodeBook>\n")
    stream.write("".join(parts).encode("utf-8"))


def _project(found: Exchange) -> Iterator[str]:
    notes: list[ExchangeNote] = []
    yield _HEAD
    yield f'<Project xmlns="urn:QDA-XML:project:1.0" name="{_text(found.name)}"{_attribute("origin", found.origin)}>\n'
    if found.coders:
        users = (f'<User guid="{one.guid}" name="{_text(one.name)}"/>\n' for one in found.coders)
        yield f"<Users>\n{''.join(users)}</Users>\n"
    if found.codes:
        yield "<CodeBook>\n"
        yield from _codes(found, notes, with_notes=True)
        yield "</CodeBook>\n"
    found = replace(found, values=[*found.values, *_translators(found), *_case_kinds(found)])
    variables = _variables(found)
    yield from _variable_elements(variables)
    yield from _cases(found, variables)
    yield from _sources(found, notes, variables)
    own = [note for note in found.notes if not note.target and not note.source]
    notes += own
    if notes:
        yield f"<Notes>\n{''.join(map(_note, notes))}</Notes>\n"
    yield from _links(found)
    if found.groups:
        yield "<Sets>\n"
        for group in found.groups:
            members = "".join(f'<MemberSource targetGUID="{one}"/>' for one in group.sources)
            yield f'<Set guid="{group.guid}" name="{_text(group.name)}">{members}</Set>\n'
        yield "</Sets>\n"
    yield "".join(f'<NoteRef targetGUID="{note.guid}"/>\n' for note in own)
    yield "</Project>\n"


def _codes(found: Exchange, notes: list[ExchangeNote], *, with_notes: bool) -> Iterator[str]:
    """The codes as nested elements; `notes` gets the memos they refer to."""
    below: dict[str, list[ExchangeCode]] = defaultdict(list)
    known = {code.guid for code in found.codes}
    for one in found.codes:
        below[one.parent if one.parent in known else ""].append(one)
    hung = _by_target(found.notes) if with_notes else {}
    yield "<Codes>\n"
    pending: list[ExchangeCode | None] = list(reversed(below[""]))
    while pending:
        current = pending.pop()
        if current is None:
            yield "</Code>\n"
            continue
        code = current
        codable = "true" if code.codable else "false"
        colour = _attribute("color", code.colour)
        yield f'<Code guid="{code.guid}" name="{_text(code.name)}" isCodable="{codable}"{colour}>\n'
        yield _element("Description", code.definition)
        if with_notes:
            refs = list(hung.get(code.guid, ()))
            if code.memo:
                refs.insert(0, ExchangeNote(_derived(code.guid, "memo"), code.guid, "", code.memo, code.coder))
            notes += refs
            yield _refs(refs)
        pending.append(None)
        pending += reversed(below[code.guid])
    yield "</Codes>\n"


def _translators(found: Exchange) -> list[ExchangeValue]:
    """Who translated, as a value of the translation."""
    return [
        ExchangeValue(one.source, TRANSLATOR, "text", one.translator) for one in found.translations if one.translator
    ]


def _case_kinds(found: Exchange) -> list[ExchangeValue]:
    """What kind of case one is that is no person, as a value of it: the format knows no kinds."""
    return [ExchangeValue(one.guid, CASE_KIND, "text", one.kind) for one in found.cases if one.kind != "person"]


def _variables(found: Exchange) -> dict[tuple[str, str], str]:
    """The guid of each variable by name and kind."""
    named = dict.fromkeys((value.name, _kind(value)) for value in found.values)
    if any(source.language for source in found.sources):
        named[LANGUAGE, "text"] = None
    return {key: _derived(key[0], key[1]) for key in named}


def _kind(value: ExchangeValue) -> str:
    fits = {"number": _DECIMAL, "date": _DATE, "yes_no": re.compile("yes|no")}.get(value.kind)
    return value.kind if fits is not None and fits.fullmatch(value.value) else "text"


def _variable_elements(variables: dict[tuple[str, str], str]) -> Iterator[str]:
    if variables:
        yield "<Variables>\n"
        for (name, kind), guid in variables.items():
            yield f'<Variable guid="{guid}" name="{_text(name)}" typeOfVariable="{_KINDS[kind]}"/>\n'
        yield "</Variables>\n"


def _values(values: Iterable[ExchangeValue], variables: dict[tuple[str, str], str]) -> Iterator[str]:
    for value in values:
        kind = _kind(value)
        held = {"yes": "true", "no": "false"}[value.value] if kind == "yes_no" else value.value
        yield f'<VariableValue><VariableRef targetGUID="{variables[value.name, kind]}"/>'
        yield f"<{_KINDS[kind]}Value>{_text(held)}</{_KINDS[kind]}Value></VariableValue>\n"


def _cases(found: Exchange, variables: dict[tuple[str, str], str]) -> Iterator[str]:
    if not found.cases:
        return
    values: dict[str, list[ExchangeValue]] = defaultdict(list)
    for value in found.values:
        values[value.owner].append(value)
    members: dict[str, dict[str, None]] = defaultdict(dict)
    for member in found.members:
        members[member.case][member.source] = None
    yield "<Cases>\n"
    for case in found.cases:
        yield f'<Case guid="{case.guid}" name="{_text(case.name)}">\n'
        yield _element("Description", case.memo)
        yield from _values(values[case.guid], variables)
        yield "".join(f'<SourceRef targetGUID="{one}"/>\n' for one in members[case.guid])
        yield "</Case>\n"
    yield "</Cases>\n"


def _sources(found: Exchange, notes: list[ExchangeNote], variables: dict[tuple[str, str], str]) -> Iterator[str]:
    if not found.sources:
        return
    codings: dict[str, list[ExchangeCoding]] = defaultdict(list)
    for coding in found.codings:
        codings[coding.source].append(coding)
    stretches: dict[str, list[ExchangeNote]] = defaultdict(list)
    for note in found.notes:
        if note.source:
            stretches[note.source].append(note)
    hung, values = _by_target(found.notes), defaultdict(list)
    for value in found.values:
        values[value.owner].append(value)
    yield "<Sources>\n"
    for source in found.sources:
        creator = _attribute("creatingUser", source.coder)
        path = f"internal://{source.guid}.txt"
        yield f'<TextSource guid="{source.guid}" name="{_text(source.name)}" plainTextPath="{path}"{creator}>\n'
        yield _element("Description", source.memo)
        yield from _selections(source, codings[source.guid], stretches[source.guid], hung, notes)
        refs = hung.get(source.guid, [])
        notes += refs
        yield _refs(refs)
        if source.language:
            values[source.guid].insert(0, ExchangeValue(source.guid, LANGUAGE, "text", source.language))
        yield from _values(values[source.guid], variables)
        yield "</TextSource>\n"
    yield "</Sources>\n"


def _selections(
    source: ExchangeSource,
    codings: list[ExchangeCoding],
    stretches: list[ExchangeNote],
    hung: dict[str, list[ExchangeNote]],
    notes: list[ExchangeNote],
) -> Iterator[str]:
    """One selection a stretch, with all codings of it; one more for each note on a stretch."""
    by_place: dict[tuple[int, int], list[ExchangeCoding]] = defaultdict(list)
    for coding in codings:
        by_place[coding.start, coding.end].append(coding)
    for (start, end), held in sorted(by_place.items()):
        yield _selection(source, start, end, _derived(source.guid, f"{start}-{end}"))
        for coding in held:
            refs = list(hung.get(coding.guid, ()))
            if coding.memo:
                memo = ExchangeNote(_derived(coding.guid, "memo"), coding.guid, "", coding.memo, coding.coder)
                refs.insert(0, memo)
            notes += refs
            coder = _attribute("creatingUser", coding.coder)
            yield (f'<Coding guid="{coding.guid}"{coder}><CodeRef targetGUID="{coding.code}"/>{_refs(refs)}</Coding>\n')
        yield "</PlainTextSelection>\n"
    for note in stretches:
        notes.append(note)
        yield _selection(source, note.start, note.end, _derived(note.guid, "selection"))
        yield _refs([note]) + "</PlainTextSelection>\n"


def _selection(source: ExchangeSource, start: int, end: int, guid: str) -> str:
    name = _text(source.text[start : min(end, start + _LONGEST_NAME)])
    return f'<PlainTextSelection guid="{guid}" name="{name}" startPosition="{start}" endPosition="{end}">\n'


def _links(found: Exchange) -> Iterator[str]:
    if found.links or found.translations:
        yield "<Links>\n"
        for link in found.links:
            ends = f'originGUID="{link.a}" targetGUID="{link.b}"'
            yield f'<Link guid="{link.guid}" direction="Associative" {ends}/>\n'
        for one in found.translations:
            guid = _derived(one.source, f"translates {one.original}")
            ends = f'originGUID="{one.source}" targetGUID="{one.original}"'
            yield f'<Link guid="{guid}" name="{TRANSLATION}" direction="OneWay" {ends}/>\n'
        yield "</Links>\n"


def _note(note: ExchangeNote) -> str:
    creator = _attribute("creatingUser", note.coder)
    content = f"<PlainTextContent>{_content(note.text)}</PlainTextContent>"
    return f'<Note guid="{note.guid}" name="{_text(note.title)}"{creator}>{content}</Note>\n'


def _by_target(notes: Iterable[ExchangeNote]) -> dict[str, list[ExchangeNote]]:
    found: dict[str, list[ExchangeNote]] = defaultdict(list)
    for note in notes:
        if note.target and not note.source:
            found[note.target].append(note)
    return found


def _refs(notes: Iterable[ExchangeNote]) -> str:
    return "".join(f'<NoteRef targetGUID="{note.guid}"/>' for note in notes)


def _derived(guid: str, what: str) -> str:
    """A guid that follows from another: the same project gives the same file."""
    return str(uuid.uuid5(_SPACE, f"{guid}/{what}"))


def _element(name: str, text: str) -> str:
    return f"<{name}>{_content(text)}</{name}>\n" if text else ""


def _attribute(name: str, value: str) -> str:
    return f' {name}="{_text(value)}"' if value else ""


def _text(value: str) -> str:
    """A text within an attribute."""
    return _NEEDS.sub(lambda mark: _ESCAPES[mark[0]], _ILLEGAL.sub("\ufffd", value))


def _content(value: str) -> str:
    """A text within an element; line ends as they are."""
    return _ILLEGAL.sub("\ufffd", value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
