# SPDX-License-Identifier: MIT
"""Folders (or zips) of submissions copied from phones with ODK Collect or KoboCollect: `instances/*/*.xml`.

Media by name only.
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from projects.forms.records import Form
from projects.imported.findings import finding, first_names
from projects.imported.problems import ImportProblem, damaged, import_problem
from projects.imported.raw_tables import RawBook
from projects.imported.records import Finding, Severity
from projects.imported.zip_guard import open_zip
from projects.readers.tabular.submission_tables import Submission, tables_of
from wording import Progress, Stopped

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LARGEST = 20_000_000
_DEEPEST = 100
_MOST_FILES = 200_000
_ENCRYPTED = "http://www.opendatakit.org/xforms/encrypted"


@dataclass
class _Found:
    """What one submission file holds."""

    file: str  # by its path in the folder
    form: str
    version: str
    instance: str
    submission: Submission
    content: dict[str, Any] = field(default_factory=dict)


def read_submissions(path: Path, form: Form | None, progress: Progress) -> RawBook:
    """The submissions of a folder or zip as tables. Raises ImportProblem when there are none, or they are encrypted."""
    findings: list[Finding] = []
    found: list[_Found] = []
    damaged: list[str] = []
    seen: list[str] = []
    media: set[tuple[str, str]] = set()
    for folder, inside, content in _files(path, media, seen):
        name = PurePosixPath(inside).name
        if progress.stop_requested():
            raise Stopped
        try:
            one = _read(inside, content, path.name, form)
        except ImportProblem as problem:
            if problem.message.key.endswith(("encrypted_form", "dtd")):
                raise
            damaged.append(f"{folder}/{name}" if folder else name)
            continue
        if one is not None:
            one.submission.values["_folder"] = folder
            found.append(one)
    if not found:
        raise import_problem("no_submissions", file=path.name)
    kept = _of_one_form(found, findings)
    kept = _without_drafts(kept, findings)
    came_in = {one.file for one in kept}  # of one that stands there twice, or was edited since, both
    kept = _once_each(kept, findings)
    _tell_rest(kept, damaged, media, findings)
    for one in kept:
        del one.submission.values["_folder"]
    name = kept[0].form or path.stem
    left_out = tuple(one for one in seen if one not in came_in)
    if left_out and not path.is_dir():
        findings.append(finding(Severity.NOTE, "zip_not_whole", file=path.name, n=len(left_out), count=len(left_out)))
    return RawBook("odk_folder", name, tables_of((one.submission for one in kept), name), findings, left_out)


def _files(path: Path, media: set[tuple[str, str]], seen: list[str]) -> Iterator[tuple[str, str, bytes]]:
    """Each XML file by its path in the folder, with the name of its own folder; other files are noted as media.

    `seen` takes the paths of all XML files; of a zip, of photos and recordings too, which go where the zip goes.
    """
    if path.is_dir():
        for number, file in enumerate(sorted(path.rglob("*"))):
            if number > _MOST_FILES:
                raise import_problem("too_many_parts", file=path.name)
            if file.is_symlink() or not file.is_file() or file.name.startswith("."):
                continue
            if file.suffix.lower() == ".xml":
                seen.append(file.relative_to(path).as_posix())
            if file.suffix.lower() == ".xml" and file.stat().st_size <= _LARGEST:
                yield file.parent.name, file.relative_to(path).as_posix(), file.read_bytes()
            else:
                media.add((file.parent.name, file.name))
        return
    with open_zip(path) as container:
        for entry in sorted(container.infolist(), key=lambda e: e.filename):
            inside = PurePosixPath(entry.filename)
            if entry.is_dir() or inside.name.startswith("."):
                continue
            seen.append(entry.filename)
            if inside.suffix.lower() == ".xml" and entry.file_size <= _LARGEST:
                try:
                    yield inside.parent.name, entry.filename, container.read(entry)
                except (zipfile.BadZipFile, OSError, EOFError) as error:
                    raise damaged(path.name) from error
            else:
                media.add((inside.parent.name, inside.name))


def _read(name: str, content: bytes, file: str, form: Form | None) -> _Found | None:
    """One submission; None for an XML file that is none (a form definition, for instance)."""
    root = parse_xml(content, PurePosixPath(name).name)
    tag = _local(root.tag)
    if tag in ("html", "form", "xform", "manifest", "Data", "project"):
        return None
    if root.get("encrypted") == "yes" or root.tag.startswith("{" + _ENCRYPTED):
        raise import_problem("encrypted_form", file=file)
    submission = Submission()
    repeats = {group.path for group in form.repeats()} if form is not None else set()
    _walk(root, (), submission, repeats)
    values = submission.values
    values = {("meta/" + key.split("/")[-1] if "meta/" in key else key): text for key, text in values.items()}
    if instance := root.get("instanceID"):
        values.setdefault("meta/instanceID", instance)
    if submitted := root.get("submissionDate"):
        values.setdefault("_submission_time", submitted)
    version = root.get("version") or values.get("__version__") or ""
    if version:
        values["__version__"] = version
    submission.values = values
    return _Found(name, root.get("id") or tag, version, values.get("meta/instanceID", ""), submission)


def parse_xml(content: bytes, name: str) -> Element:
    """The root of a small XML file. Raises ImportProblem for a DTD, a damaged file or one nested too deeply."""
    try:
        root = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise import_problem("dtd", file=name) from error
    except (ParseError, ValueError, LookupError) as error:
        raise damaged(name) from error
    found: Element = root
    return found


def _local(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _walk(element: Element, path: tuple[str, ...], into: Submission, repeats: set[tuple[str, ...]]) -> None:
    if len(path) > _DEEPEST:
        raise import_problem("too_deep", file=_local(element.tag))
    names = Counter(_local(child.tag) for child in element)
    for child in element:
        name = _local(child.tag)
        place = (*path, name)
        if place in repeats or (len(child) and names[name] > 1):
            row = Submission()
            _walk(child, place, row, repeats)
            if "{http://openrosa.org/javarosa}template" not in child.attrib:
                into.repeats.setdefault("/".join(place), []).append(row)
        elif len(child):
            _walk(child, place, into, repeats)
        else:
            into.values["/".join(place)] = (
                (child.text or "").strip() if not (child.text or "").strip() else child.text or ""
            )


def _of_one_form(found: list[_Found], findings: list[Finding]) -> list[_Found]:
    counts = Counter(one.form for one in found)
    if len(counts) > 1:
        findings.append(finding(Severity.WARNING, "several_forms", n=len(counts), count=len(found)))
    usual = counts.most_common(1)[0][0]
    kept = [one for one in found if one.form == usual]
    versions = sorted({one.version for one in kept if one.version})
    if len(versions) > 1:
        findings.append(finding(Severity.NOTE, "several_versions", n=len(versions), names=first_names(versions)))
    return kept


def _without_drafts(found: list[_Found], findings: list[Finding]) -> list[_Found]:
    """A submission whose form sets an end time, or asks required things, and has none was never finished."""
    has_end = sum(1 for one in found if one.submission.values.get("end")) >= max(1, len(found) // 2)
    drafts = [one for one in found if not one.instance or (has_end and not one.submission.values.get("end"))]
    if not drafts or len(drafts) == len(found):
        return found
    findings.append(finding(Severity.WARNING, "drafts", n=len(drafts), count=len(drafts)))
    return [one for one in found if one not in drafts]


def _once_each(found: list[_Found], findings: list[Finding]) -> list[_Found]:
    """One per instance.

    An edited one (which names the one it replaces) in place of the earlier, else the last in order.
    """
    by_instance: dict[str, _Found] = {}
    for one in found:
        by_instance[one.instance or f"?{len(by_instance)}"] = one
    replaced = {one.submission.values.get("meta/deprecatedID", "") for one in by_instance.values()}
    kept = [one for instance, one in by_instance.items() if instance not in replaced]
    if len(kept) < len(found):
        count = len(found) - len(kept)
        findings.append(finding(Severity.WARNING, "duplicates", n=count, count=count))
    return kept


def _tell_rest(kept: list[_Found], damaged: list[str], media: set[tuple[str, str]], findings: list[Finding]) -> None:
    if damaged:
        findings.append(
            finding(
                Severity.WARNING, "submission_damaged", names=first_names(damaged), n=len(damaged), count=len(damaged)
            )
        )
    endings = (".jpg", ".jpeg", ".png", ".mp4", ".m4a", ".3gp", ".amr", ".wav", ".mp3", ".aac")
    absent = sum(
        1
        for one in kept
        for value in one.submission.values.values()
        if value.lower().endswith(endings) and (one.submission.values["_folder"], value) not in media
    )
    if absent:
        findings.append(finding(Severity.NOTE, "media_absent", n=absent, count=absent))
