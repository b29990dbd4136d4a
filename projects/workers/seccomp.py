# SPDX-License-Identifier: MIT
"""A seccomp filter of Linux by ctypes: no socket, no program, no new process, no hand on other processes or on files.

What Landlock leaves open is closed here: rights, owners, times and extended attributes of files, and the memory, queues
and semaphores that outlive a process. Signals and limits are for this process alone.

Sources: the kernel's `Documentation/userspace-api/seccomp_filter.rst`, `seccomp.h`, `audit.h` and `bpf_common.h` of
`include/uapi/linux`, and the tables of system calls of x86-64 and of the generic ones that aarch64 has.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys

_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # BPF_LD|W|ABS, JMP|JEQ|K, JGE, JSET, RET|K
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _SECOND_ARGUMENT = (
    0,
    4,
    16,
    24,
)  # places in struct seccomp_data; both systems are little-endian
_SET_MODE_FILTER, _ALL_THREADS, _ACTION_AVAILABLE = 1, 1, 2
_NO_NEW_PRIVILEGES, _DUMPABLE = 38, 4  # of prctl
_CLONE_THREAD = 0x10000
_X32 = 0x40000000  # calls of the x32 interface, which x86-64 kernels may answer too

_SINCE_5 = {  # the same numbers on both
    "pidfd_send_signal": 424, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428,
    "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_open": 434,
    "pidfd_getfd": 438, "process_madvise": 440, "mount_setattr": 442, "process_mrelease": 448, "fchmodat2": 452,
    "setxattrat": 463, "removexattrat": 466, "file_setattr": 469,
}  # fmt: skip
_X86_64 = _SINCE_5 | {
    "socket": 41, "connect": 42, "accept": 43, "sendto": 44, "sendmsg": 46, "bind": 49, "listen": 50,
    "socketpair": 53, "accept4": 288, "sendmmsg": 307, "fork": 57, "vfork": 58, "execve": 59, "execveat": 322,
    "kill": 62, "tkill": 200, "rt_sigqueueinfo": 129, "rt_tgsigqueueinfo": 297, "ptrace": 101,
    "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "personality": 135, "pivot_root": 155,
    "chroot": 161, "mount": 165, "umount2": 166, "swapon": 167, "reboot": 169, "init_module": 175,
    "delete_module": 176, "finit_module": 313, "kexec_load": 246, "kexec_file_load": 320, "add_key": 248,
    "request_key": 249, "keyctl": 250, "unshare": 272, "setns": 308, "perf_event_open": 298,
    "name_to_handle_at": 303, "open_by_handle_at": 304, "bpf": 321, "userfaultfd": 323,
    "chmod": 90, "fchmod": 91, "fchmodat": 268, "chown": 92, "fchown": 93, "lchown": 94, "fchownat": 260,
    "utime": 132, "utimes": 235, "futimesat": 261, "utimensat": 280, "truncate": 76,
    "setxattr": 188, "lsetxattr": 189, "fsetxattr": 190, "removexattr": 197, "lremovexattr": 198, "fremovexattr": 199,
    "shmget": 29, "shmat": 30, "shmctl": 31, "semget": 64, "semop": 65, "semctl": 66, "semtimedop": 220,
    "msgget": 68, "msgsnd": 69, "msgrcv": 70, "msgctl": 71, "mq_open": 240, "mq_unlink": 241,
    "syslog": 103, "acct": 163, "settimeofday": 164, "sethostname": 170, "iopl": 172, "ioperm": 173,
    "clock_settime": 227, "swapoff": 168, "quotactl": 179, "inotify_add_watch": 254, "fanotify_init": 300,
}  # fmt: skip
_AARCH64 = _SINCE_5 | {
    "socket": 198, "socketpair": 199, "bind": 200, "listen": 201, "accept": 202, "connect": 203, "sendto": 206,
    "sendmsg": 211, "accept4": 242, "sendmmsg": 269, "execve": 221, "execveat": 281, "kill": 129, "tkill": 130,
    "rt_sigqueueinfo": 138, "rt_tgsigqueueinfo": 240, "ptrace": 117, "process_vm_readv": 270,
    "process_vm_writev": 271, "kcmp": 272, "personality": 92, "pivot_root": 41, "chroot": 51, "mount": 40,
    "umount2": 39, "swapon": 224, "reboot": 142, "init_module": 105, "delete_module": 106, "finit_module": 273,
    "kexec_load": 104, "kexec_file_load": 294, "add_key": 217, "request_key": 218, "keyctl": 219, "unshare": 97,
    "setns": 268, "perf_event_open": 241, "name_to_handle_at": 264, "open_by_handle_at": 265, "bpf": 280,
    "userfaultfd": 282,
    "fchmod": 52, "fchmodat": 53, "fchownat": 54, "fchown": 55, "utimensat": 88, "truncate": 45,
    "setxattr": 5, "lsetxattr": 6, "fsetxattr": 7, "removexattr": 14, "lremovexattr": 15, "fremovexattr": 16,
    "mq_open": 180, "mq_unlink": 181, "msgget": 186, "msgctl": 187, "msgrcv": 188, "msgsnd": 189, "semget": 190,
    "semctl": 191, "semtimedop": 192, "semop": 193, "shmget": 194, "shmctl": 195, "shmat": 196,
    "syslog": 116, "acct": 89, "settimeofday": 170, "sethostname": 161, "clock_settime": 112, "swapoff": 225,
    "quotactl": 60, "inotify_add_watch": 27, "fanotify_init": 262,
}  # fmt: skip
_CLONE3 = 435
# Calls that a process makes on itself: the number of a process is their first argument, 0 for the own one.
_ON_ITSELF = {"x86_64": {"tgkill": 234, "prlimit64": 302}, "aarch64": {"tgkill": 131, "prlimit64": 261}}
# Calls with a command as their second argument, by machine, and the commands refused: of `fcntl` who is signalled and
# how (F_SETOWN, F_SETSIG, F_SETOWN_EX), of `ioctl` typing into a terminal (TIOCSTI, TIOCLINUX) and flags of files.
_COMMANDS = (
    ({"x86_64": 72, "aarch64": 25}, (8, 10, 15)),
    ({"x86_64": 16, "aarch64": 29}, (0x5412, 0x541C, 0x40086602, 0x401C5820)),
)
# machine → its number in struct seccomp_data (AUDIT_ARCH_…), refused calls, `clone`, the call `seccomp` itself
_MACHINES = {"x86_64": (0xC000003E, _X86_64, 56, 317), "aarch64": (0xC00000B7, _AARCH64, 220, 277)}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def is_available(machine: str | None = None) -> bool:
    """Whether this kernel filters calls and this machine is one whose calls are known here."""
    machine = machine or platform.machine()
    if not sys.platform.startswith("linux") or machine not in _MACHINES:
        return False
    action = ctypes.c_uint32(_ERRNO)
    call = ctypes.c_long(_MACHINES[machine][3])
    answer: int = _libc().syscall(call, ctypes.c_uint(_ACTION_AVAILABLE), ctypes.c_uint(0), ctypes.byref(action))
    return answer == 0


def give_up_privileges() -> bool:
    """No program started from here gains rights, and nobody of this user reads this process's memory (Linux)."""
    if not sys.platform.startswith("linux"):
        return False
    libc, zero = _libc(), ctypes.c_ulong(0)
    privileges = libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero)
    dumpable = libc.prctl(_DUMPABLE, zero, zero, zero, zero)
    return bool(privileges == 0 and dumpable == 0)


def filter_calls() -> bool:
    """Refuse the calls from now on, in every thread; whether the kernel took it. It cannot be undone."""
    machine = platform.machine()
    if not is_available(machine):
        return False
    content = filter_for(machine, os.getpid())
    program = _Program(len(content) // 8, content)
    call = ctypes.c_long(_MACHINES[machine][3])
    taken: int = _libc().syscall(
        call, ctypes.c_uint(_SET_MODE_FILTER), ctypes.c_uint(_ALL_THREADS), ctypes.byref(program)
    )
    return taken == 0


def filter_for(machine: str, own: int = 0) -> bytes:
    """The filter as the kernel reads it: eight bytes an instruction (struct sock_filter). `own`: this process's number.

    Each block of calls on a process itself loads the first argument, lets the own number and 0 pass and refuses others.
    """
    architecture, refused, clone, _ = _MACHINES[machine]
    refuse, absent = _ERRNO | errno.EPERM, _ERRNO | errno.ENOSYS
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        *_answer(_EQUAL, architecture, refuse, unless=True),
        (_LOAD, 0, 0, _NUMBER),
        *(_answer(_AT_LEAST, _X32, refuse) if machine == "x86_64" else ()),
        *_answer(_EQUAL, _CLONE3, absent),  # its flags lie in memory: libraries then take `clone`
        *(step for number in sorted(refused.values()) for step in _answer(_EQUAL, number, refuse)),
        *(step for number in _ON_ITSELF[machine].values() for step in _only_itself(number, own, refuse)),
        *(step for calls, commands in _COMMANDS for step in _not_these(calls[machine], commands, refuse)),
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        *_answer(_ANY_BIT, _CLONE_THREAD, refuse, unless=True),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def _only_itself(number: int, own: int, refuse: int) -> tuple[tuple[int, int, int, int], ...]:
    return (
        (_EQUAL, 0, 5, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_EQUAL, 2, 0, own),
        (_EQUAL, 1, 0, 0),
        (_RETURN, 0, 0, refuse),
        (_RETURN, 0, 0, _ALLOW),
    )


def _not_these(number: int, commands: tuple[int, ...], refuse: int) -> tuple[tuple[int, int, int, int], ...]:
    checks = tuple(step for command in commands for step in _answer(_EQUAL, command, refuse))
    return ((_EQUAL, 0, len(checks) + 2, number), (_LOAD, 0, 0, _SECOND_ARGUMENT), *checks, (_RETURN, 0, 0, _ALLOW))


def _answer(test: int, value: int, answer: int, unless: bool = False) -> tuple[tuple[int, int, int, int], ...]:
    """Return `answer` where the test holds, or `unless` it holds; else go on."""
    return ((test, 1, 0, value) if unless else (test, 0, 1, value), (_RETURN, 0, 0, answer))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
