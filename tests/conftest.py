# SPDX-License-Identifier: MIT
"""Fixtures of all tests: the folder of shared test data, and a home of their own."""

from __future__ import annotations

import contextlib
import gc
import importlib
import itertools
import json
import os
import re
import shutil
import socket
from collections.abc import Container, Generator, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

from tests.process_server import ProcessClient, ProcessServer

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# The same examples on every machine, however slow it is: what a test says must not hang on its load.
settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")
# Nor on the modules that tests before it have loaded, each of which would be parsed for constants to try.
providers._get_local_constants = lambda: providers._local_constants

_MEMORY = Path("/dev/shm")
_ROOM = 2 * 1024**3  # several times what a run holds at once
_FOLDER = pytest.StashKey[Path]()
_STARTED = pytest.StashKey[contextlib.ExitStack]()
_SERVERS = "WORKBENCH_TEST_PROCESS_SERVERS"  # their addresses, for the processes that run the tests

_LONG = ("slow", "gui", "faults", "conformance")
ROOT = Path(__file__).resolve().parent.parent


def rarely(cases: Iterable[Any], keep: Container[Any]) -> list[Any]:
    """Cases of which every run tries those to keep, and `./run test --all` the others, too."""
    return [pytest.param(one, marks=[] if one in keep else pytest.mark.rare) for one in cases]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared test data beside the project; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared test data are not beside the project")
    return folder


@pytest.fixture(scope="session")
def numbers() -> Iterator[int]:
    """Numbers for folders: pytest would read the names of all that there are to find the next."""
    return itertools.count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, numbers: Iterator[int]) -> Path:
    """A folder of its own for each test that asks for one, as that of pytest, but numbered by us."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.mktemp(f"{name}-{next(numbers)}", numbered=False)
    request.node.stash[_FOLDER] = folder
    return folder


@pytest.fixture(autouse=True)
def private_home(
    tmp_path_factory: pytest.TempPathFactory, numbers: Iterator[int], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A home of its own for each test, so that no setting or cache of the user is read or written."""
    home = tmp_path_factory.mktemp(f"home-{next(numbers)}", numbered=False)
    for name in (
        "HOME",
        "XDG_CONFIG_HOME",
        "XDG_CACHE_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "WIN_PD_OVERRIDE_APPDATA",  # Windows is asked for the real folders, whatever the variables above say
        "WIN_PD_OVERRIDE_LOCAL_APPDATA",
        "WIN_PD_OVERRIDE_PERSONAL",
    ):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """Passphrases stretched for a moment only: half a second for each project would make the tests slow.

    For the whole session, so that projects made once and copied open quickly, too. Projects of earlier versions keep
    the cost they were made at: each of their passphrases is stretched once and remembered.
    """
    from projects.store.keys import key_file

    stretch, known = key_file._stretch, {}

    def remembered(passphrase: str, kdf: dict[str, Any], kind: str) -> bytes:
        asked = (passphrase, json.dumps(kdf, sort_keys=True), kind)
        if asked not in known:
            known[asked] = stretch(passphrase, kdf, kind)
        return known[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_file, "STANDARD_COST", key_file.KdfCost(memory=64, passes=1, lanes=1))
        patch.setattr(key_file, "_stretch", remembered)
        yield


@pytest.fixture(scope="session")
def idle_text_processes() -> Iterator[list[Any]]:
    """Processes for language that a test has done with: loading their pipelines takes four seconds each time."""
    idle: list[Any] = []
    yield idle
    for process in idle:
        process.end()


@pytest.fixture(scope="session")
def process_servers() -> Iterator[tuple[ProcessClient, ...]]:
    """What forks helper processes in runs of many tests: for language, and for files. None where there is none."""
    clients = tuple(ProcessClient(Path(address)) for address in json.loads(os.environ.get(_SERVERS, "[]")))
    yield clients
    for client in clients:
        client.close()


@pytest.fixture(autouse=True)
def processes_start_by_a_fork(
    request: pytest.FixtureRequest, process_servers: tuple[ProcessClient, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Helper processes are forked from one that has loaded what they need, but for the tests of the processes."""
    if not process_servers or "worker" in request.path.parts:
        return

    def started(command: list[str], *, env: dict[str, str], **others: Any) -> Any:
        return process_servers[bool(env["PWB_WORKER_ONCE"])].popen(command, env=env, **others)

    monkeypatch.setattr("projects.workers.host_process.Popen", started)


@pytest.fixture(autouse=True)
def text_processes_go_on(
    request: pytest.FixtureRequest, idle_text_processes: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next test takes over a process for language that ran well; the tests of the processes themselves do not."""
    if "worker" in request.path.parts or request.node.get_closest_marker("starts_anew"):
        return
    from projects.workers import text_process

    def take() -> text_process.HelperProcess:
        while idle_text_processes:
            if (process := idle_text_processes.pop()).is_alive():
                return process
        return text_helper()

    def close(of: text_process.TextProcess) -> None:
        with of._lock:
            if of._process is not None and of._process.is_alive():
                idle_text_processes.append(of._process)
            of._process = None

    text_helper = text_process.HelperProcess
    monkeypatch.setattr(text_process, "HelperProcess", take)
    monkeypatch.setattr(text_process.TextProcess, "close", close)


def pytest_configure(config: pytest.Config) -> None:
    """Folders of tests lie in memory where there is room: each project they make would wait for the disk many times.

    While tests are collected nothing is garbage, and looking for it takes a part of the time.
    """
    gc.disable()
    if config.getoption("--all"):
        os.environ["LONG_CAMPAIGNS"] = "1"
    able = hasattr(os, "pidfd_open") and hasattr(socket, "send_fds") and "PYTEST_XDIST_WORKER" not in os.environ
    if able and config.getoption("numprocesses", None):
        _start_process_servers(config)
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))


def _start_process_servers(config: pytest.Config) -> None:
    """Helper processes of all processes that run tests are forked from the same two, which load what they need once."""
    started = config.stash[_STARTED] = contextlib.ExitStack()
    folder = Path(started.enter_context(TemporaryDirectory()))
    at_once = not config.getoption("--fast")  # else for the first process that is asked for
    servers = [ProcessServer(folder, ROOT, language=language, at_once=at_once) for language in (True, False)]
    for server in servers:
        started.callback(server.close)
    os.environ[_SERVERS] = json.dumps([str(server.address) for server in servers])


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the servers that were started here."""
    if started := config.stash.get(_STARTED, None):
        started.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """How many processes share the tests of `./run test`: one more than processors, four at most; none for a few files.

    Each waits a sixth of its time for others. Each holds a gigabyte and makes the projects that are copied anew.
    """
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    if named and all(Path(name.partition("::")[0]).is_file() for name in config.args):
        return 0
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors + 1, 4) if processors > 1 else 0


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Of a whole run each process imports a part of the test files first, which it compiles for the others.

    All of them collect all files in the same order: in a clean clone each would compile each file itself.
    """
    own, of = (os.environ.get(f"PYTEST_XDIST_WORKER{name}", "") for name in ("", "_COUNT"))
    whole = {(ROOT / name).resolve() for name in session.config.args} == {ROOT / "tests"}
    if own and whole:
        for path in sorted((ROOT / "tests").rglob("test_*.py"))[int(own.removeprefix("gw")) :: int(of)]:
            with contextlib.suppress(Exception, pytest.skip.Exception):  # told when it is collected
                importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return (yield)


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the search for garbage looks at it no more, and at the rest between two tests only.

    In a test it could begin in any thread, and delete a widget outside that of the window. Nothing is searched before:
    the little garbage that collecting leaves is not worth looking through all that was loaded.
    """
    gc.freeze()
    gc.disable()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Search for garbage once, after the last test: pytest looks for it twice more, through all that stays."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """The folder of a test that failed stays."""
    report = yield
    if report.failed and _FOLDER in item.stash:
        del item.stash[_FOLDER]
    return report


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Delete its folder; search for garbage after a test that left much, and through all after many of them."""
    if folder := item.stash.get(_FOLDER, None):
        shutil.rmtree(folder, ignore_errors=True)
    young, _, older = gc.get_count()
    if young > 50_000:
        gc.collect(2 if older > 8 else 1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`./run test --fast`: what takes no window and no long computation; `--all`: what is rare and dear, too."""
    parser.addoption("--fast", action="store_true", help="leave out what is marked slow, gui, faults or conformance")
    parser.addoption("--all", action="store_true", help="add what is marked rare, and the long form of campaigns")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests by what they need, and leave out the long ones where asked to be fast."""
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts
        if {"qtbot", "qapp"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.gui)
        if "text_process" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)  # it loads the pipelines
        if folder[0] == "conformance":
            item.add_marker(pytest.mark.conformance)
    left_out = (*(_LONG if config.getoption("--fast") else ()), *(() if config.getoption("--all") else ("rare",)))
    long = {item for item in items if any(item.get_closest_marker(mark) for mark in left_out)}
    if long:
        config.hook.pytest_deselected(items=list(long))
        items[:] = [item for item in items if item not in long]
