# SPDX-License-Identifier: MIT
"""Terminal of the command line: sentences on standard output, problems on standard error."""

from __future__ import annotations

import ctypes
import getpass
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wording import DEFAULT_LANGUAGE, LANGUAGES, Message, Problem, Text, msg, render
from wording.catalogue import has_message
from wording.language_record import language_of_code, language_of_locale

PASSWORD_VARIABLE = "WORKBENCH_PASSWORD"  # noqa: S105 - the name of a variable, not a password

NEW_PASSWORD_VARIABLE = "WORKBENCH_NEW_PASSWORD"  # noqa: S105 - likewise


_taken: dict[str, str] = {}  # what the environment held of them when the program started


def take_passphrases() -> None:
    """Move the passphrases out of the environment, which every program started from here would inherit."""
    for name in (PASSWORD_VARIABLE, NEW_PASSWORD_VARIABLE):
        if name in os.environ:
            _taken[name] = os.environ.pop(name)
            _overwrite_as_started_with(name)


def _overwrite_as_started_with(name: str) -> None:
    """Overwrite a variable in the block this process was started with, which Linux shows as /proc/PID/environ."""
    if sys.platform != "linux":
        return
    import ctypes  # 5 ms: only where a passphrase stood in the environment

    try:
        fields = Path("/proc/self/stat").read_bytes().rpartition(b")")[2].split()
    except OSError:  # no /proc
        return
    start, end = int(fields[47]), int(fields[48])  # env_start and env_end of proc(5)
    if not 0 < start < end:
        return
    block = b"\0" + ctypes.string_at(start, end - start)
    at = block.find(b"\0%s=" % name.encode())
    if at >= 0:
        first = at + len(name) + 1  # in memory, where the zero byte before the block is not
        ctypes.memset(start + first, 0, block.index(b"\0", first + 1) - first - 1)


def passphrase_in_environment() -> bool:
    """Whether a script gives the passphrase, so that nobody is there to type another."""
    return _from_environment(PASSWORD_VARIABLE) is not None


def _from_environment(name: str) -> str | None:
    return os.environ.get(name, _taken.get(name))


_PRIMARY = 0x3FF  # of a number of Windows: the language, whatever the country


def terminal_language() -> str:
    """The language of the terminal: WORKBENCH_LANGUAGE, else the locale, else that of Windows, else English."""
    for name in ("WORKBENCH_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        if language := language_of_locale(os.environ.get(name, "")):
            return language
    return windows_language() if sys.platform == "win32" else DEFAULT_LANGUAGE


def windows_language(kernel: Any = None) -> str:
    """The language Windows speaks to this user, if it is one of ours."""
    if kernel is None:
        kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined]  # Windows alone has it
    spoken = kernel.GetUserDefaultUILanguage() & _PRIMARY
    known = (code for code in LANGUAGES if language_of_code(code).locale_id & _PRIMARY == spoken)
    return next(known, DEFAULT_LANGUAGE)


# Control characters but tab and line end, and marks that turn the direction of writing: a name from a file could move
# the cursor, colour the screen or show its letters in another order.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def without_controls(text: str) -> str:
    """The text with control characters and marks of direction written out ("\\u202e"), as JSON writes them too."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def said_on_terminal(text: Text, language: str) -> str:
    """The text with what the command line alone offers: sentences under the keys of `text` with `.terminal` behind."""
    hints = [render(hint, language) for hint in _hints(text) if has_message(hint.key, language)]
    return " ".join((render(text, language), *dict.fromkeys(hints)))


def _hints(text: object) -> Iterator[Message]:
    """A message's own hint, then those of the messages in it."""
    if isinstance(text, Message):
        yield Message(f"{text.key}.terminal", text.args)
        for part in text.args.values():
            for one in part if isinstance(part, (list, tuple)) else (part,):
                yield from _hints(one)


class Terminal:
    """Speaks one language on the two standard streams."""

    def __init__(self, language: str) -> None:
        self.language = language
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
                if sys.platform == "win32" and not stream.isatty():
                    stream.reconfigure(encoding="utf-8")  # the code page of a country would lose letters in a file

    def say(self, text: Text) -> None:
        """One line on standard output."""
        self.line(said_on_terminal(text, self.language))

    def line(self, plain: str) -> None:
        """A line that is already text, such as JSON."""
        try:
            sys.stdout.write(without_controls(plain) + "\n")
            sys.stdout.flush()
        except BrokenPipeError:  # whoever read along has seen enough; the work goes on
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def problem(self, message: Message) -> None:
        """One line on standard error."""
        sys.stderr.write(without_controls(said_on_terminal(message, self.language)) + "\n")

    @contextmanager
    def step(self, text: Text) -> Iterator[None]:
        """Time what is done inside and print it as a step when it is finished."""
        start = time.perf_counter()
        yield
        seconds = time.perf_counter() - start
        self.say(msg("cli.step", seconds=f"{seconds:5.1f}", text=text))

    def passphrase(self, file: str | None, *, twice: bool = False) -> str:
        """The passphrase from a file, the environment or a prompt. Raises Problem when there is none."""
        if file is not None:
            try:
                return Path(file).read_text(encoding="utf-8-sig").rstrip("\r\n")
            except (OSError, UnicodeDecodeError) as error:
                raise Problem(msg("cli.passphrase_file", path=file)) from error
        held = _from_environment(PASSWORD_VARIABLE)
        if held is not None:
            return held
        if not sys.stdin.isatty():
            raise Problem(msg("cli.passphrase_missing"))
        return self._typed("cli.passphrase_prompt", twice)

    def new_passphrase(self, file: str | None) -> str:
        """One to be stored: from a file, WORKBENCH_NEW_PASSWORD or typed twice. Raises Problem for one soon guessed."""
        from projects.store.keys.passphrases import GOOD, strength  # more of the program: not at start

        held = _from_environment(NEW_PASSWORD_VARIABLE)
        if file is not None:
            new = self.passphrase(file)
        elif held is not None:
            new = held
        elif sys.stdin.isatty():
            new = self._typed("cli.new_passphrase_prompt", True)
        else:
            raise Problem(msg("cli.new_passphrase_missing"))
        if strength(new).level < GOOD:
            raise Problem(msg("cli.new_passphrase_weak"))
        return new

    def _typed(self, prompt: str, twice: bool) -> str:
        first = getpass.getpass(render(msg(prompt), self.language))
        if twice and getpass.getpass(render(msg("cli.passphrase_again"), self.language)) != first:
            raise Problem(msg("cli.passphrases_differ"))
        return first
