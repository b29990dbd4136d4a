# SPDX-License-Identifier: MIT
"""Damaged containers: what a parser raises on bytes that were changed becomes one sentence, whatever its type.

Use it around the parsing of a file alone, so that it hides no bug of ours.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from projects.imported.problems import damaged
from wording import Problem

_PARSING = (
    ExpatError, ParseError, zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, KeyError, IndexError,
    ValueError, TypeError, AttributeError, OverflowError, NotImplementedError, RuntimeError,
)  # fmt: skip


@contextmanager
def damaged_as_problem(file: str) -> Iterator[None]:
    """Raises ImportProblem "damaged" for what the parsing inside raises; a Problem stays what it is."""
    try:
        yield
    except Problem:
        raise
    except _PARSING as error:
        raise damaged(file) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # of a reader written in Rust; it is no Exception
            raise damaged(file) from error
        raise
