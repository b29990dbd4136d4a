# SPDX-License-Identifier: MIT
"""Power cuts, simulated: strace records what a process wrote, and the disk is rebuilt as a cut could have left it.

At a random moment, what was synced (fsync, fdatasync of the file; fsync of the folder for names) is there. Of what was
written later, each write of 512-byte sectors may be there or not, torn within one write too; of names made, renamed or
removed later, a random first part is there. Acknowledgements are writes of the same trace, so their order is exact.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from projects.store.project import Project
from tests.benchmarks import workload
from tests.benchmarks.kills import Toll
from wording import Problem

SECTOR = 512
_CALLS = "openat,open,close,write,pwrite64,fsync,fdatasync,ftruncate,rename,unlink,mkdir,lseek,sendfile,copy_file_range"
_LINE = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)\)\s+=\s+(-?\d+)")
_RESUMED = re.compile(r"^\d+\s+<\.\.\. \w+ resumed>")
_CLOSING = re.compile(r"^\d+\s+close\((\d+) <unfinished")
_HEX = re.compile(rb"\\x([0-9a-f]{2})")


@dataclass
class Inode:
    """A file: its durable bytes and the writes since."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)  # (offset, data); data None: cut to offset

    def sync(self) -> None:
        for at, data in self.pending:
            _apply(self.durable, at, data)
        self.pending.clear()

    def current(self) -> bytearray:
        whole = bytearray(self.durable)
        for at, data in self.pending:
            _apply(whole, at, data)
        return whole


def _apply(whole: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del whole[at:]
        whole.extend(b"\x00" * (at - len(whole)))
        return
    if at > len(whole):
        whole.extend(b"\x00" * (at - len(whole)))
    whole[at : at + len(data)] = data


@dataclass
class Disk:
    """The disk of the trace so far: names as they are durable, names changed since, files by their number."""

    files: dict[int, Inode] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)  # as the process sees them
    durable: dict[str, int] = field(default_factory=dict)
    changes: list[tuple[str, dict[str, int]]] = field(default_factory=list)  # (folder, names → inode, -1: removed)
    open: dict[int, tuple[str, int]] = field(default_factory=dict)  # descriptor → (path, inode; -1 a folder)
    position: dict[int, int] = field(default_factory=dict)
    acknowledged: list[tuple[int, str]] = field(default_factory=list)

    def new_file(self, path: str) -> int:
        number = len(self.files)
        self.files[number] = Inode()
        self.name(path, number)
        return number

    def name(self, path: str, inode: int) -> None:
        if inode < 0:
            self.names.pop(path, None)
        else:
            self.names[path] = inode
        self.changes.append((os.path.dirname(path), {path: inode}))

    def sync_names(self, folder: str) -> None:
        """A folder's names become durable."""
        for place, names in self.changes:
            if place == folder:
                _settle(self.durable, names)
        self.changes = [change for change in self.changes if change[0] != folder]


def _settle(names: dict[str, int], changed: dict[str, int]) -> None:
    for path, inode in changed.items():
        if inode < 0:
            names.pop(path, None)
        else:
            names[path] = inode


def cut_often(scratch: Path, cuts: int, steps: int = 60, seed: int = 1) -> Toll:
    """Record workloads of `steps` actions and cut each at many moments; a new recording every 50 cuts."""
    toll, chance = Toll(), random.Random(seed)
    while toll.kills < cuts:
        folder = scratch / f"cut{toll.kills}.pwb"
        before = scratch / "before"
        shutil.rmtree(before, ignore_errors=True)
        workload.create(folder).close()
        shutil.copytree(folder, before)
        trace = record(folder, scratch / "trace", steps, seed + toll.kills)
        moments = sorted(chance.sample(range(len(trace)), min(50, cuts - toll.kills, len(trace))))
        _replay_cuts(before, folder, trace, moments, chance, toll)
    return toll


def record(folder: Path, trace: Path, steps: int, seed: int) -> list[tuple[str, str, int]]:
    """The calls of one run on files of the project and on standard output."""
    subprocess.run(
        ["strace", "-f", "-o", str(trace), "-e", f"trace={_CALLS}", "-xx", "-s", "100000000",
         sys.executable, "-P", "-m", "tests.benchmarks.workload", str(folder), str(seed), str(steps)],
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    calls = []
    for line in _stitched(trace.read_text(encoding="latin-1").splitlines()):
        match = _LINE.match(line)
        if match and int(match[3]) >= 0:
            calls.append((match[1], match[2], int(match[3])))
    return calls


def _stitched(lines: list[str]) -> Iterator[str]:
    """Calls in the order they ended; one that strace cut in two, because another thread came between, as one line."""
    begun: dict[str, str] = {}
    for line in lines:
        thread = line.split(" ", 1)[0]
        if line.endswith(" <unfinished ...>") and (closing := _CLOSING.match(line)):
            # a descriptor is free as soon as its closing begins: another thread may be given it before that ends
            yield f"{thread} close({closing[1]}) = 0"
        elif line.endswith(" <unfinished ...>"):
            begun[thread] = line.removesuffix(" <unfinished ...>")
        elif _RESUMED.search(line):
            if thread in begun:
                yield begun.pop(thread) + _RESUMED.sub("", line)
        else:
            yield line


def _replay_cuts(
    before: Path, folder: Path, trace: list[tuple[str, str, int]], moments: list[int], chance: random.Random, toll: Toll
) -> None:
    disk, wanted = _load(before, folder), set(moments)
    for number, call in enumerate(trace):
        if number in wanted:
            shutil.rmtree(folder, ignore_errors=True)
            _lay_out(disk, folder, chance)
            toll.kills += 1
            toll.acknowledged += len(disk.acknowledged)
            _look(folder, disk.acknowledged, toll)
        _follow(disk, str(folder), *call)


def as_recorded(before: Path, folder: Path, trace: list[tuple[str, str, int]]) -> dict[str, bytes]:
    """The files as the whole trace leaves them: must equal the real ones, or the recording missed something."""
    disk = _load(before, folder)
    for call in trace:
        _follow(disk, str(folder), *call)
    return {path: bytes(disk.files[inode].current()) for path, inode in disk.names.items()}


def _load(before: Path, folder: Path) -> Disk:
    disk = Disk()
    for path in before.rglob("*"):
        if path.is_file():
            number = len(disk.files)
            disk.files[number] = Inode(bytearray(path.read_bytes()))
            disk.names[str(folder / path.relative_to(before))] = number
    disk.durable = dict(disk.names)
    return disk


def _follow(disk: Disk, root: str, call: str, args: str, result: int) -> None:
    """Let the disk take part in one system call."""
    if call in ("openat", "open"):
        path = _strings(args)[0].decode()
        if path.startswith(root):
            _opened(disk, path, args, result)
    elif call == "rename":
        source, target = (text.decode() for text in _strings(args))
        if source in disk.names:
            inode = disk.names[source]
            disk.name(target, inode)
            disk.name(source, -1)
        else:
            _folder_renamed(disk, source, target)
    elif call == "unlink":
        path = _strings(args)[0].decode()
        if path in disk.names:
            disk.name(path, -1)
    elif call in ("sendfile", "copy_file_range"):
        _copied(disk, call, args, result)
    else:
        _on_descriptor(disk, call, args, result)


def _opened(disk: Disk, path: str, args: str, descriptor: int) -> None:
    inode = -1
    if (
        "O_DIRECTORY" not in args
        and not os.path.basename(path).startswith("..")
        and (path in disk.names or "O_CREAT" in args)
    ):
        inode = disk.names[path] if path in disk.names else disk.new_file(path)
        if "O_TRUNC" in args:
            disk.files[inode].pending.append((0, None))
    disk.open[descriptor] = (path, inode)
    disk.position[descriptor] = len(disk.files[inode].current()) if inode >= 0 and "O_APPEND" in args else 0


def _folder_renamed(disk: Disk, source: str, target: str) -> None:
    """A folder is renamed whole or not at all, with the names in it as they are durable then."""
    moved: dict[str, int] = {}
    for path in [name for name in disk.names if name.startswith(source + "/")]:
        inode = disk.names.pop(path)
        disk.names[target + path[len(source) :]] = inode
        if path in disk.durable:
            moved |= {target + path[len(source) :]: inode, path: -1}
    disk.changes.append((os.path.dirname(target), moved))


def _copied(disk: Disk, call: str, args: str, result: int) -> None:
    numbers = re.findall(r"-?\d+", args)
    target, source = (int(numbers[0]), int(numbers[1])) if call == "sendfile" else (int(numbers[2]), int(numbers[0]))
    if source in disk.open and target in disk.open and disk.open[source][1] >= 0:
        data = bytes(disk.files[disk.open[source][1]].current())[:result]
        disk.files[disk.open[target][1]].pending.append((disk.position[target], data))
        disk.position[target] += result


def _on_descriptor(disk: Disk, call: str, args: str, result: int) -> None:
    descriptor = int(args.split(",", 1)[0]) if args[:1].isdigit() else -1
    if call == "write" and descriptor == 1:
        _acknowledge(disk, _strings(args)[0])
    if descriptor not in disk.open:
        return
    path, inode = disk.open[descriptor]
    if call == "close":
        del disk.open[descriptor]
    elif call in ("fsync", "fdatasync"):
        disk.files[inode].sync() if inode >= 0 else disk.sync_names(path)
    elif inode < 0:
        return
    elif call == "write":
        disk.files[inode].pending.append((disk.position[descriptor], _strings(args)[0][:result]))
        disk.position[descriptor] += result
    elif call == "pwrite64":
        disk.files[inode].pending.append((int(args.rsplit(",", 1)[1]), _strings(args)[0][:result]))
    elif call == "ftruncate":
        disk.files[inode].pending.append((int(args.rsplit(",", 1)[1]), None))
    elif call == "lseek":
        disk.position[descriptor] = result


def _acknowledge(disk: Disk, said: bytes) -> None:
    for line in said.decode().splitlines():
        if line != "ready":
            number, head = line.split()
            disk.acknowledged.append((int(number), head))


def _strings(args: str) -> list[bytes]:
    return [
        _HEX.sub(lambda m: bytes([int(m[1], 16)]), text.encode("latin-1")) for text in re.findall(r'"([^"]*)"', args)
    ]


def _lay_out(disk: Disk, folder: Path, chance: random.Random) -> None:
    """Write the folder as the cut leaves it."""
    names = dict(disk.durable)
    for _, changed in disk.changes[: chance.randrange(len(disk.changes) + 1)]:
        _settle(names, changed)
    survives = chance.choice((0.0, 0.3, 0.7, 1.0))
    folder.mkdir(mode=0o700, exist_ok=True)
    for path, inode in names.items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(_survived(disk.files[inode], survives, chance))
    for name in ("objects", "snapshots"):
        (folder / name).mkdir(exist_ok=True)


def _survived(file: Inode, survives: float, chance: random.Random) -> bytes:
    whole = bytearray(file.durable)
    for at, data in file.pending:
        if data is None:
            if chance.random() < survives:
                _apply(whole, at, None)
            continue
        for start in range(0, len(data), SECTOR):
            if chance.random() < survives:
                _apply(whole, at + start, data[start : start + SECTOR])
    return bytes(whole)


def _look(folder: Path, acknowledged: list[tuple[int, str]], toll: Toll) -> None:
    try:
        with Project.open(folder, workload.PASSPHRASE) as project:
            hashes = {row["seq"]: row["hash"] for row in project.query("SELECT seq, hash FROM action")}
            toll.lost += sum(hashes.get(number) != head for number, head in acknowledged)
            # the memory of this computer runs ahead of the disk that was put back: it is no part of the disk
            findings = [
                finding for finding in project.check().findings if finding.message.key != "store.check_head_user"
            ]
        toll.partial += bool(findings)
        toll.found.update(f"{finding.part}: {finding.message.key}" for finding in findings)
    except Problem as problem:
        toll.unopenable += 1
        toll.found.add(problem.message.key)
    except Exception as bug:  # noqa: BLE001 - whatever it is, the project did not open
        toll.unopenable += 1
        toll.found.add(f"{folder.name}: {bug!r}")
