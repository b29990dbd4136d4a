# SPDX-License-Identifier: MIT
"""Reads REFI-QDA 1.5 projects (.qdpx, or a project.qde alone) leniently: as programs write them.

It parses with entities, DTDs and network off; nothing is unpacked to the disk, no path of the file is followed.
Texts of an unzipped project are looked for by their name in the folder Sources beside it.
"""

from __future__ import annotations

import contextlib
import stat
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from coding.exchange import (
    Exchange,
    ExchangeCase,
    ExchangeCoder,
    ExchangeCoding,
    ExchangeGroup,
    ExchangeLink,
    ExchangeMember,
    ExchangeNote,
    ExchangeSource,
    ExchangeTranslation,
    ExchangeValue,
)
from coding.parsing import normalise
from coding.positions import Counting, Positions, find_counting
from projects.readers.other_programs.program_identity import CASE_KIND, LANGUAGE, TRANSLATION, TRANSLATOR
from projects.readers.other_programs.refi_codebook import codes_of
from projects.readers.other_programs.refi_elements import (
    fresh,
    guid_of,
    local,
    namespace,
    number,
    said_of_projects,
    text_of,
)
from projects.readers.plain_text import decode
from projects.readers.transcript_problems import transcript_problem
from projects.readers.zipped_documents import MOST_UNPACKED, Package, XmlElement, parsed_xml
from projects.stored_interviews.case_tables import CASE_KINDS
from wording import Message, msg

_PROJECT = "urn:QDA-XML:project:1"
_ONE_LINE_END = ("atlas",)  # programs that count CRLF as one
_NOT_TEXT = ("PictureSource", "AudioSource", "VideoSource")
_VALUES = {"TextValue": "text", "BooleanValue": "yes_no", "IntegerValue": "number", "FloatValue": "number",
           "DateValue": "date", "DateTimeValue": "text"}  # fmt: skip


def read_qdpx(path: Path, data: bytes | None = None) -> Exchange:
    """The project of a .qdpx or .qde file. Raises TranscriptProblem when it is damaged, a bomb, or no such project."""
    whole = path.read_bytes() if data is None else data
    if not whole.startswith(b"PK"):
        with said_of_projects(path):
            return _read_root(path.name, parsed_xml(whole, path.name), _Unzipped(path))
    with said_of_projects(path), Package(path, data) as package:
        if any(_leads_out(name, entry) for name, entry in package.parts.items()):
            raise transcript_problem("odd_parts", file=path.name)
        package.refuse_bombs()
        roots = [part for part in package.parts if "/" not in part and part.lower().endswith(".qde")]
        if len(roots) != 1:
            raise transcript_problem("no_qde", file=path.name)
        return _read_root(path.name, package.xml(roots[0]), package)


def _read_root(file: str, root: XmlElement, package: Package | _Unzipped) -> Exchange:
    if local(root) != "Project" or not namespace(root).startswith(_PROJECT):
        raise transcript_problem("no_refi_project", file=file)
    return _ProjectReader(file, root, package).read()


class _Unzipped:
    """The texts that lie in the folder Sources beside a project.qde: regular files there, no links."""

    def __init__(self, path: Path) -> None:
        self._name, self.parts = path.name, dict[str, Path]()
        for folder in (path.with_name("Sources"), path.with_name("sources")):
            with contextlib.suppress(OSError):  # there is none, or it may not be read
                found = [one for one in folder.iterdir() if one.is_file() and not one.is_symlink()]
                self.parts |= {f"sources/{one.name}": one for one in found}

    def read(self, part: str) -> bytes:
        """The bytes of one. Raises TranscriptProblem for one that cannot be read."""
        try:
            if self.parts[part].stat().st_size > MOST_UNPACKED:
                raise transcript_problem("unpacks_too_large", file=self._name)
            return self.parts[part].read_bytes()
        except OSError as error:
            raise transcript_problem("damaged", file=self._name) from error


def _leads_out(name: str, entry: zipfile.ZipInfo) -> bool:
    """Whether a part of a zip would lie outside of it, or is a link to somewhere else."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return ".." in parts or name.startswith(("/", "\\")) or ":" in name or stat.S_ISLNK(entry.external_attr >> 16)


class _ProjectReader:
    """One project file on its way to an `Exchange`."""

    def __init__(self, file: str, root: XmlElement, package: Package | _Unzipped) -> None:
        self._file, self._root, self._package = file, root, package
        self._parts = {part.lower(): part for part in package.parts}
        self._found = Exchange(root.get("name") or "", root.get("origin") or "")
        self._texts: dict[str, str] = {}
        self._notes: dict[str, tuple[str, str, str]] = {}  # guid → title, text, coder
        self._selections: dict[str, str] = {}  # guid of a selection → source
        self._missing = Counter[str]()
        # whole names: looking for a name in any namespace costs half of a large project's reading
        names = ("Coding", "CodeRef", "NoteRef", "Description")
        self._named = {name: f"{{{namespace(root)}}}{name}" for name in names}

    def read(self) -> Exchange:
        """All of it."""
        found, root = self._found, self._root
        for user in root.iterfind("{*}Users/{*}User"):
            name = user.get("name") or user.get("id") or ""
            found.coders.append(ExchangeCoder(guid_of(user.get("guid")), name))
        found.codes = list(codes_of(root, self._file))
        for note in root.iterfind("{*}Notes/{*}Note"):
            self._keep_note(note)
        self._code_memos()
        for source in root.iterfind("{*}Sources/*"):
            self._source(source)
        variables = self._variables()
        self._cases(variables)
        self._groups()
        self._links()
        self._refer(root, "")
        if text_of(root, "Description"):
            found.notes.append(ExchangeNote(fresh(), "", "", text_of(root, "Description")))
        self._say_missing()
        return found

    def _source(self, source: XmlElement) -> None:
        kind = local(source)
        if kind in _NOT_TEXT:
            self._missing[kind] += 1
            return
        if kind == "PDFSource":
            representation = source.find("{*}Representation")
            if representation is None:
                self._missing[kind] += 1
                return
            self._missing["PDFSelection"] += len(source.findall("{*}PDFSelection"))
            self._text_source(representation, source)
        elif kind == "TextSource":
            self._text_source(source, source)

    def _text_source(self, source: XmlElement, outer: XmlElement) -> None:
        """A source with its selections; `outer` bears name and guid (a PDF holds its text within)."""
        guid = guid_of(outer.get("guid")) or fresh()
        name = outer.get("name") or PurePosixPath(source.get("plainTextPath") or "").stem
        raw = self._raw_text(source, name)
        if raw is None:
            return
        text = normalise(raw)
        self._texts[guid] = text
        values = {value.name: value for value in self._values(outer, guid)}
        language = values.pop(LANGUAGE, None)
        self._found.values += values.values()
        self._found.sources.append(
            ExchangeSource(
                guid, name or guid, text, text_of(outer, "Description"), guid_of(outer.get("creatingUser")),
                language.value if language else "",
            )
        )  # fmt: skip
        self._refer(outer, guid)
        for coding in outer.iterfind("{*}Coding"):  # of the whole source
            self._coding(coding, guid, 0, len(text), "", "")
        selections = source.findall("{*}PlainTextSelection")
        places = self._places(raw, selections)
        for selection, (start, end) in zip(selections, places, strict=True):
            self._selection(selection, guid, text, start, end)

    def _places(self, raw: str, selections: list[XmlElement]) -> list[tuple[int, int]]:
        """The selections in the normalised text, counted as this program counts."""
        counted = [(number(one.get("startPosition")), number(one.get("endPosition"))) for one in selections]
        origin = self._found.origin.casefold()
        likely = Counting(crlf_as_two=not any(name in origin for name in _ONE_LINE_END))
        quoted = [(*place, one.get("name") or "") for place, one in zip(counted, selections, strict=True)]
        positions = Positions(raw, find_counting(raw, quoted, likely))
        return [
            (positions.at(start), positions.at(end)) if start >= 0 and end <= positions.total else (-1, -1)
            for start, end in counted
        ]

    def _selection(self, selection: XmlElement, source: str, text: str, start: int, end: int) -> None:
        if not 0 <= start < end <= len(text):
            self._missing["bad_selection"] += 1
            return
        guid = guid_of(selection.get("guid"))
        self._selections[guid] = source
        description = next(selection.iterchildren(self._named["Description"]), None)
        comment = normalise(description.text).strip() if description is not None and description.text else ""
        user = guid_of(selection.get("creatingUser"))
        codings = list(selection.iterchildren(self._named["Coding"]))
        for coding in codings:
            self._coding(coding, source, start, end, comment, user)
        for ref in selection.iterchildren(self._named["NoteRef"]):
            note = self._notes.get(guid_of(ref.get("targetGUID")))
            if note:
                named = guid_of(ref.get("targetGUID"))
                self._found.notes.append(ExchangeNote(named, "", *note, source, start, end))
        if comment and not codings:
            self._found.notes.append(ExchangeNote(guid, "", "", comment, user, source, start, end))

    def _coding(self, coding: XmlElement, source: str, start: int, end: int, comment: str, user: str) -> None:
        ref = next(coding.iterchildren(self._named["CodeRef"]), None)
        if ref is None or start >= end:
            self._missing["bad_selection"] += 1
            return
        guid, memo = guid_of(coding.get("guid")) or fresh(), comment
        for note_ref in coding.iterchildren(self._named["NoteRef"]):
            note = self._notes.get(guid_of(note_ref.get("targetGUID")))
            if note and not memo:
                memo = note[1]
            elif note:
                self._found.notes.append(ExchangeNote(guid_of(note_ref.get("targetGUID")), guid, *note))
        coder = guid_of(coding.get("creatingUser")) or user
        code = guid_of(ref.get("targetGUID"))
        self._found.codings.append(ExchangeCoding(guid, source, code, coder, start, end, memo))

    def _raw_text(self, source: XmlElement, name: str) -> str | None:
        """The text of a source as it is counted, with its line ends; None where the file does not hold it."""
        inline = source.find("{*}PlainTextContent")
        if inline is not None and inline.text:
            return str(inline.text)
        path = source.get("plainTextPath") or ""
        held = path.removeprefix("internal://").removeprefix("relative://").removeprefix("./")
        part = self._parts.get(f"sources/{held}".lower()) or self._parts.get(held.lower())
        if part is None or not held:
            self._missing["text"] += 1
            return None
        raw = self._package.read(part)
        if raw.startswith(b"\xef\xbb\xbf"):
            return "\ufeff" + raw[3:].decode("utf-8", "replace")
        text, messages = decode(raw, name or part)
        self._found.messages += messages
        return text

    def _keep_note(self, note: XmlElement) -> None:
        guid = guid_of(note.get("guid"))
        raw = self._raw_text(note, note.get("name") or "")
        if raw is not None:
            coder = guid_of(note.get("creatingUser"))
            self._notes[guid] = (note.get("name") or "", normalise(raw), coder)

    def _refer(self, element: XmlElement, target: str) -> None:
        """The notes that hang on a thing."""
        for ref in element.iterfind("{*}NoteRef"):
            note = self._notes.get(guid_of(ref.get("targetGUID")))
            if note:
                title, body, coder = note
                self._found.notes.append(ExchangeNote(guid_of(ref.get("targetGUID")), target, title, body, coder))

    def _code_memos(self) -> None:
        """The first note of a code without a title is its memo; others are memos on it."""
        memos: dict[str, str] = {}
        for code in self._root.iterfind("{*}CodeBook//{*}Code"):
            guid = guid_of(code.get("guid"))
            for ref in code.iterfind("{*}NoteRef"):
                note = self._notes.get(guid_of(ref.get("targetGUID")))
                if note and not note[0] and guid not in memos:
                    memos[guid] = note[1]
                elif note:
                    self._found.notes.append(ExchangeNote(guid_of(ref.get("targetGUID")), guid, *note))
        self._found.codes = [code._replace(memo=memos.get(code.guid, "")) for code in self._found.codes]

    def _variables(self) -> dict[str, str]:
        variables = self._root.iterfind("{*}Variables/{*}Variable")
        return {guid_of(one.get("guid")): one.get("name") or "" for one in variables}

    def _values(self, element: XmlElement, owner: str) -> Iterator[ExchangeValue]:
        names = self._variables()
        for value in element.iterfind("{*}VariableValue"):
            ref = value.find("{*}VariableRef")
            name = names.get(guid_of(ref.get("targetGUID")), "") if ref is not None else ""
            for held in value:
                kind = _VALUES.get(local(held))
                text = (held.text or "").strip()
                if name and kind and text:
                    if kind == "yes_no":
                        text = "yes" if text in ("true", "1") else "no"
                    yield ExchangeValue(owner, name, kind, text)

    def _cases(self, variables: dict[str, str]) -> None:
        del variables
        for case in self._root.iterfind("{*}Cases/{*}Case"):
            guid = guid_of(case.get("guid"))
            memo = text_of(case, "Description")
            values = list(self._values(case, guid))
            kinds = [one.value for one in values if one.name == CASE_KIND and one.value in CASE_KINDS]
            self._found.cases.append(ExchangeCase(guid, case.get("name") or guid, (kinds or ["person"])[0], memo))
            self._found.values += [one for one in values if not (kinds and one.name == CASE_KIND)]
            refs = [guid_of(ref.get("targetGUID")) for ref in case.iterfind("{*}SourceRef")]
            refs += [
                self._selections[ref]
                for ref in (guid_of(one.get("targetGUID")) for one in case.iterfind("{*}SelectionRef"))
                if ref in self._selections
            ]
            self._found.members += [ExchangeMember(guid, ref) for ref in dict.fromkeys(refs) if ref in self._texts]

    def _groups(self) -> None:
        for held in self._root.iterfind("{*}Sets/{*}Set"):
            refs = (guid_of(ref.get("targetGUID")) for ref in held.iterfind("{*}MemberSource"))
            sources = tuple(ref for ref in refs if ref in self._texts)
            if sources:
                self._found.groups.append(ExchangeGroup(guid_of(held.get("guid")), held.get("name") or "", sources))
            elif held.find("{*}MemberCode") is not None:
                self._missing["set"] += 1
        self._missing["graph"] += len(self._root.findall("{*}Graphs/{*}Graph"))

    def _links(self) -> None:
        known = {*self._texts, *(code.guid for code in self._found.codes), *(c.guid for c in self._found.codings),
                 *(case.guid for case in self._found.cases)}  # fmt: skip
        for link in self._root.iterfind("{*}Links/{*}Link"):
            a, b = guid_of(link.get("originGUID")), guid_of(link.get("targetGUID"))
            if a in self._texts and b in self._texts and a != b and link.get("name") == TRANSLATION:
                self._found.translations.append(ExchangeTranslation(a, b, self._translator(a)))
            elif a in known and b in known:
                self._found.links.append(ExchangeLink(guid_of(link.get("guid")), a, b))
            else:
                self._missing["link"] += 1

    def _translator(self, source: str) -> str:
        """Who translated a source; it is no attribute of it then."""
        said = [one for one in self._found.values if one.owner == source and one.name == TRANSLATOR]
        self._found.values = [one for one in self._found.values if one not in said]
        return said[0].value if said else ""

    def _say_missing(self) -> None:
        messages: list[Message] = [
            msg(f"exchange.left.{kind}", n=count) for kind, count in sorted(self._missing.items()) if count
        ]
        self._found.messages += messages
