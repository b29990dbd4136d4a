# SPDX-License-Identifier: MIT
"""Reads the files of one import in a throw-away process; a file that ends it is named, the rest follow in a new one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from projects.exchange.codebook_files import codebook_from_json, exchange_from_json
from projects.interviews.documents import StoredInterviews, new_document
from projects.interviews.jobs import transcript_from_json
from projects.people.consent_tables import ConsentLine
from projects.readers.exchange_files import exchange_suffixes
from projects.readers.transcripts import interview_only_suffixes, is_hidden
from projects.workers.host_process import HelperProcess, JobAnswer
from projects.workers.problems import WorkerProblem
from wording import Message, NoProgress, Problem, Progress, Stopped, Text, msg

if TYPE_CHECKING:
    from coding.codebook_table import ReadCodebook
    from coding.exchange import Exchange
    from projects.interviews.documents import NewDocument

QUALCODER = "data.qda"
_SECONDS, _MEMORY = 120.0, 1 << 30


@dataclass(frozen=True)
class FileContent:
    """What is in a file: an interview, codebook, consents, another program's project; survey data is not read here."""

    path: Path
    kind: str  # "interview", "codebook", "consents", "project", "survey", or "" where it could not be read
    document: NewDocument | None = None
    codebook: ReadCodebook | None = None
    exchange: Exchange | None = None
    consents: tuple[ConsentLine, ...] = ()
    format: str = ""
    original: bytes = b""
    warnings: tuple[Message, ...] = ()
    problem: Message | None = None
    within: bool = False  # it lies in a zip of interviews


def read_files(
    paths: Sequence[Path], progress: Progress | None = None, *, lenient: bool = False, codebooks: bool = False
) -> list[FileContent]:
    """The contents of files, folders of interviews, zips of interviews, in order.

    Of several files, one that cannot be read has its `problem` told and the rest go on; a single one raises it, unless
    `lenient`. `codebooks`: they are said to be codebooks; one that is none has a problem. Raises Stopped.
    """
    watch = progress or NoProgress()
    wanted = [(path, inside) for given in paths for path, inside in _expanded(given)]
    found: list[FileContent] = []
    with FileReader([path for path, _ in wanted], codebooks=codebooks) as reader:
        for number, (path, inside) in enumerate(wanted):
            if watch.stop_requested():
                raise Stopped()
            watch.report(number / len(wanted), msg("interviews.view.importing", file=path.name))
            for content in reader.read(path, watch):
                reported = inside or lenient or content.within or len(wanted) > 1
                if content.problem is not None and not reported:
                    raise Problem(content.problem)
                found.append(content)
    return found


def imported_files(read: Sequence[FileContent], stored: object) -> list[Path]:
    """The files of interviews that came in whole; `stored` is the result of the action that took them in.

    A file is missing here if the project holds its text already, or if not all of a zip could be read or stored.
    """
    talks = [one for one in read if one.document is not None]
    left_out = stored.left_out if isinstance(stored, StoredInterviews) else set()
    missing = {one.path for one in read if one.problem is not None} | {talks[place].path for place in left_out}
    return [path for path in dict.fromkeys(one.path for one in talks) if path not in missing]


class FileReader:
    """The process that reads `paths`, and no other file; use it as a context manager."""

    def __init__(self, paths: Sequence[Path], *, codebooks: bool = False) -> None:
        self._codebooks = codebooks
        self._files = [str(_database(path).absolute()) for path in paths]
        self._process: HelperProcess | None = None

    def __enter__(self) -> FileReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, path: Path, progress: Progress) -> Iterator[FileContent]:
        """What is in a file; of a zip of interviews, what is in each of its files."""
        if path.is_dir() and not (path / QUALCODER).is_file():
            yield FileContent(path, "survey")
            return
        try:
            answer = self._ask({"path": str(_database(path).absolute()), "codebook": self._codebooks}, progress)
        except WorkerProblem as problem:
            yield FileContent(path, "ended", problem=_named(path.name, problem))
            return
        except Problem as problem:
            yield FileContent(path, "", problem=problem.message)
            return
        if answer.value["kind"] != "archive":
            yield _content(path, answer, None)
            return
        for member in answer.value["members"]:
            yield self._member(path, member, progress)

    def _member(self, path: Path, member: str, progress: Progress) -> FileContent:
        try:
            answer = self._ask({"path": str(path.absolute()), "member": member}, progress)
        except WorkerProblem as problem:
            return FileContent(path, "ended", problem=_named(f"{path.name}: {member}", problem), within=True)
        except Problem as problem:
            return FileContent(path, "", problem=problem.message, within=True)
        return replace(_content(path, answer, answer.parts[0]), within=True)

    def _ask(self, arguments: Mapping[str, object], progress: Progress) -> JobAnswer:
        """One answer; a process that ended, or has to, is replaced by a new one at the next file."""
        if self._process is None:
            self._process = HelperProcess(_MEMORY, once=True)
            arguments = {**arguments, "files": self._files}  # named once: its walls leave these open
        try:
            return self._process.ask("read_file", arguments, _Quiet(progress), _SECONDS)
        except (WorkerProblem, Stopped):
            self._end()
            raise

    def _end(self) -> None:
        if self._process is not None:
            self._process.end()
            self._process = None


class _Quiet:
    """Passes on the stop, keeps the progress of the whole."""

    def __init__(self, whole: Progress) -> None:
        self._whole = whole

    def stop_requested(self) -> bool:
        return self._whole.stop_requested()

    def report(self, fraction: float, text: Text | None = None) -> None:
        del fraction, text


def _expanded(path: Path) -> Iterator[tuple[Path, bool]]:
    """A path with whether it was found in a folder; a folder of interviews as its files, by name."""
    if not path.is_dir() or (path / QUALCODER).is_file():
        yield path, False
        return
    endings = {*interview_only_suffixes(), *exchange_suffixes()}
    files = sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and not file.is_symlink() and not is_hidden(str(file.relative_to(path).as_posix()))
    )
    if any(file.suffix.lower() == ".xml" for file in files) or not any(f.suffix.lower() in endings for f in files):
        yield path, False  # submissions copied from phones, or nothing: their importer says so
        return
    yield from ((file, True) for file in files if file.suffix.lower() in endings)


def _database(path: Path) -> Path:
    """The file that is read: of a project folder of QualCoder its database."""
    return path / QUALCODER if path.is_dir() else path


def _named(name: str, problem: Problem) -> Message:
    return msg("interviews.file_ended", file=name, why=problem.message)


def _content(path: Path, answer: JobAnswer, data: bytes | None) -> FileContent:
    value = answer.value
    if value["kind"] == "interview":
        read = transcript_from_json(value["transcript"])
        original = path.read_bytes() if data is None else data
        return FileContent(path, "interview", new_document(read, original), warnings=(*read.warnings, *read.notices))
    if value["kind"] == "codebook":
        book = codebook_from_json(value["codebook"])
        return FileContent(path, "codebook", codebook=book, warnings=tuple(book.warnings))
    if value["kind"] == "project":
        original = data if data is not None else _database(path).read_bytes()
        exchange = exchange_from_json(value["exchange"])
        return FileContent(path, "project", exchange=exchange, format=value["format"], original=original)
    if value["kind"] == "consents":
        return FileContent(path, "consents", consents=tuple(ConsentLine(**line) for line in value["lines"]))
    return FileContent(path, value["kind"])
