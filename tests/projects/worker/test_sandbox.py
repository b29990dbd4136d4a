# SPDX-License-Identifier: MIT
"""A helper process opens no foreign file, writes none, reaches nothing and starts nothing, however it is asked.

The calls go to the C library, past Python's own hook, so that only the kernel can refuse them.
"""

from __future__ import annotations

import errno
import os
import platform
import socket
import struct
import sys
from pathlib import Path
from typing import Any

import pytest

from projects.intake.import_process import import_survey_in_worker
from projects.intake.survey_import import import_survey
from projects.interviews.reading_process import read_transcript_apart
from projects.worker import TextProcess, run_job
from projects.workers import landlock, sandbox, seccomp
from projects.workers.host_process import environment
from projects.workers.sandbox import inputs_of

from .test_processes import odd_jobs  # noqa: F401 - a fixture

walls = pytest.mark.skipif(
    set(sandbox.available()) != {"landlock", "seccomp"}, reason="this kernel has no Landlock or no seccomp"
)
CREATE = os.O_WRONLY | os.O_CREAT
SIGCHLD, CLONE = 17, {"x86_64": 56, "aarch64": 220}.get(platform.machine(), 0)
CLONE3 = 435


pytestmark = pytest.mark.usefixtures("odd_jobs")


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the user's: that of the odd jobs counts as the program's."""
    return tmp_path_factory.mktemp("place")


def call(name: str, *given: Any, path: Path | None = None) -> list[int]:
    arguments = {"name": name, "given": list(given)} | ({"path": str(path)} if path else {})
    found: list[int] = run_job("libc_call", arguments).value
    return found


@walls
def test_a_foreign_file_is_refused_and_the_one_named_is_read(place: Path) -> None:
    (place / "mine.csv").write_text("a\n", "utf-8")
    (place / "foreign.csv").write_text("b\n", "utf-8")
    mine, foreign = place / "mine.csv", place / "foreign.csv"
    assert run_job("read", {"path": str(mine)}).value == 2
    assert call("open", str(mine), os.O_RDONLY, path=mine)[0] >= 0
    assert call("open", str(foreign), os.O_RDONLY, path=mine) == [-1, errno.EACCES]
    for path in (Path.home() / ".profile", "/etc/passwd", "/proc/1/cmdline", "/"):
        if Path(path).exists():
            assert call("open", str(path), os.O_RDONLY, path=mine) == [-1, errno.EACCES]


@walls
def test_nothing_is_written_not_even_the_file_named(place: Path) -> None:
    mine = place / "mine.csv"
    mine.write_text("a\n", "utf-8")
    assert call("open", str(mine), os.O_RDWR, path=mine) == [-1, errno.EACCES]
    assert call("open", str(place / "new"), CREATE, 0o600, path=mine) == [-1, errno.EACCES]
    assert call("open", "/dev/shm/x", CREATE, 0o600) == [-1, errno.EACCES]
    assert call("unlink", str(mine), path=mine)[0] == -1
    assert call("truncate", str(mine), 0, path=mine)[0] == -1
    assert call("rename", str(mine), str(place / "moved"), path=mine)[0] == -1
    assert call("mkdir", str(place / "folder"), 0o700)[0] == -1
    assert [path.name for path in place.iterdir() if path.suffix == ".csv" or path.name == "new"] == ["mine.csv"]
    assert mine.read_text("utf-8") == "a\n"


@walls
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("socket", (socket.AF_INET, socket.SOCK_STREAM, 0)),
        ("socket", (1, socket.SOCK_STREAM, 0)),
        ("vfork", ()),
        ("execv", ("/bin/true", 0)),
        ("ptrace", (16, os.getpid(), 0, 0)),
        ("kill", (os.getpid(), 0)),
        ("unshare", (0x10000000,)),
        ("syscall", (CLONE, SIGCHLD, 0, 0, 0, 0)),
        ("syscall", (425, 1, 0)),  # io_uring_setup
        ("shmget", (0, 4096, 0o1600)),  # memory, queues and semaphores outlive the process
        ("msgget", (0, 0o1600)),
        ("semget", (0, 1, 0o1600)),
        ("fcntl", (0, 8, 1)),  # who is signalled when something comes: F_SETOWN
        ("fcntl", (0, 10, 9)),  # with which signal: F_SETSIG
        ("ioctl", (0, 0x5412, 0)),  # TIOCSTI
        ("mq_open", ("/left", os.O_CREAT | os.O_RDWR, 0o600, 0)),
    ],
)
def test_the_kernel_refuses_it(name: str, given: tuple[Any, ...]) -> None:
    assert call(name, *given) == [-1, errno.EPERM]


@walls
def test_rights_times_and_attributes_of_files_stay(place: Path) -> None:
    """Landlock leaves them open: rights taken from a project lock its owner out, an attribute carries what was read."""
    mine = place / "mine.csv"
    mine.write_text("a\n", "utf-8")
    before = mine.stat()
    for name, given in (
        ("chmod", (str(mine), 0o777)), ("chown", (str(mine), os.getuid(), os.getgid())), ("utimes", (str(mine), 0)),
        ("setxattr", (str(mine), "user.left", "what was read", 4, 0)), ("removexattr", (str(mine), "user.left")),
    ):  # fmt: skip
        assert call(name, *given, path=mine) == [-1, errno.EPERM], name
    after = mine.stat()
    assert (after.st_mode, after.st_mtime_ns) == (before.st_mode, before.st_mtime_ns)


@walls
def test_other_processes_are_neither_signalled_nor_limited() -> None:
    tgkill, prlimit = {"x86_64": (234, 302), "aarch64": (131, 261)}[platform.machine()]
    me = os.getpid()
    assert call("syscall", tgkill, me, me, 0) == [-1, errno.EPERM]
    assert call("syscall", prlimit, me, 0, 0, 0) == [-1, errno.EPERM]
    assert call("syscall", prlimit, 0, 0, 0, 0)[0] == 0, "its own limits it reads"


@walls
def test_no_process_is_forked_and_threads_still_start() -> None:
    assert call("fork") == [-1, errno.EPERM]
    assert call("syscall", CLONE3, 0, 0) == [-1, errno.ENOSYS]
    assert run_job("thread", {}).value == [True]


@pytest.mark.slow
@walls
def test_the_warm_process_reads_no_file_at_all(place: Path) -> None:
    mine = place / "mine.csv"
    mine.write_text("a\n", "utf-8")
    with TextProcess() as process:
        found = process.call("libc_call", name="open", given=[str(mine), os.O_RDONLY], path=str(mine))
        assert found == [-1, errno.EACCES]
        for language in ("en", "fr"):  # spaCy loads its models behind the walls
            assert process.call("sentences", text="One. Two.", turns=[], language=language)["by"] != "rules"


def test_no_passphrase_goes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WORKBENCH_PASSWORD", "WORKBENCH_NEW_PASSWORD", "AWS_SECRET_ACCESS_KEY", "HOME", "PATH"):
        monkeypatch.setenv(name, "four plain words")
    assert "four plain words" not in environment(0).values()
    told = run_job("told", {}).value
    assert not {"WORKBENCH_PASSWORD", "WORKBENCH_NEW_PASSWORD", "AWS_SECRET_ACCESS_KEY", "HOME"} & set(told)


def test_only_the_arguments_meant_for_files_open_any(tmp_path: Path) -> None:
    assert inputs_of({"path": "/a/b.csv", "options": {"separator": "/"}, "text": "/etc"}) == [Path("/a/b.csv")]
    assert inputs_of({"path": "/a/b.sas7bdat"})[1] == Path("/a/b.sas7bcat")
    assert inputs_of({"path": "/a/project.qde"})[1:] == [Path("/a/Sources"), Path("/a/sources")]
    (tmp_path / "villages.csv").write_text("name,label\n", "utf-8")
    (tmp_path / "names.docx").write_text("", "utf-8")
    assert inputs_of({"path": "/a/b.csv", "form": str(tmp_path / "form.xlsx")})[2:] == [tmp_path / "villages.csv"]


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_says_what_is_meant(machine: str) -> None:
    """Run on the filter's own instructions: what the kernel would answer for each call."""
    architecture, refused, clone, _ = seccomp._MACHINES[machine]

    def answer(number: int, argument: int = 0, arch: int = architecture, second: int = 0) -> int:
        steps = list(struct.iter_unpack("<HBBI", seccomp.filter_for(machine, 4321)))
        held, at = 0, 0
        while True:
            code, jump, otherwise, value = steps[at]
            at += 1
            if code == 0x06:
                return value
            if code == 0x20:
                held = {0: number, 4: arch, 16: argument, 24: second}[value]
                continue
            holds = {0x15: held == value, 0x35: held >= value, 0x45: bool(held & value)}[code]
            at += jump if holds else otherwise

    refusal, absent, allowed = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS, 0x7FFF0000
    assert {answer(number) for number in refused.values()} == {refusal}
    assert answer(435) == absent
    assert answer(clone, SIGCHLD) == refusal
    assert answer(clone, 0x3D0F00) == allowed, "a thread"
    assert answer(0) == allowed
    for number in seccomp._ON_ITSELF[machine].values():
        assert [answer(number, of) for of in (4321, 0, 1)] == [allowed, allowed, refusal]
    assert answer(0, arch=1) == refusal
    for calls, commands in seccomp._COMMANDS:
        assert [answer(calls[machine], second=one) for one in (*commands, 1, 2)] == [refusal] * len(commands) + [
            allowed,
            allowed,
        ]
    assert len(seccomp.filter_for(machine)) // 8 < 4096
    if machine == "x86_64":
        assert answer(0x40000000 + 41) == refusal


def test_a_kernel_without_walls_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    monkeypatch.setattr(seccomp, "is_available", lambda machine=None: False)
    if sys.platform.startswith("linux"):
        assert sandbox.available() == ()
    assert not landlock.read_only([Path("/")])


SURVEYS = (".csv", ".xlsx", ".sav", ".dta", ".sas7bdat", ".parquet", ".json", ".zsav", ".por")
SMALL, LARGE, OF_EACH = (
    2_000,
    3_000_000,
    int(os.environ.get("SHARED_FILES_OF_EACH_KIND", "1")),
)  # all of them take minutes
TEXTS = (".docx", ".odt", ".txt", ".md", ".srt", ".vtt", ".rtf", ".pdf")


@pytest.mark.slow
def test_every_reader_still_reads_the_shared_data(shared: Path) -> None:
    """Files of each subject and kind give behind the walls what they give in this process: tables, or a sentence."""
    found: dict[tuple[str, str], list[Path]] = {}
    sizes = {path: path.stat().st_size for path in sorted(shared.rglob("*")) if path.is_file()}
    for path in sorted(sizes, key=lambda path: (sizes[path] < SMALL, sizes[path])):  # the shortest that holds something
        if path.suffix.lower() in (*SURVEYS, *TEXTS) and sizes[path] < LARGE:
            found.setdefault((path.relative_to(shared).parts[0], path.suffix.lower()), []).append(path)
    chosen = [path for paths in found.values() for path in paths[:OF_EACH]]
    assert [path for path in chosen if _inside(path) != _outside(path)] == []
    assert len(chosen) > 20


def _inside(path: Path) -> object:
    return _told(path, import_survey_in_worker, read_transcript_apart)


def _outside(path: Path) -> object:
    from projects.interviews.transcript_reading import read_transcript

    return _told(path, import_survey, read_transcript)


def _told(path: Path, survey: Any, transcript: Any) -> object:
    from wording import Problem

    try:
        if path.suffix.lower() in TEXTS:
            return len(transcript(path).text)
        return [(table.name, table.rows, len(table.variables)) for table in survey(path).tables]
    except Problem as problem:
        return problem.message.key
