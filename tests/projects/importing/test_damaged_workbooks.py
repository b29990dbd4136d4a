# SPDX-License-Identifier: MIT
"""A broken workbook is reported as damaged with what to do: never as an unknown kind to be saved as .xlsx."""

from __future__ import annotations

import io
import random
from pathlib import Path

import openpyxl
import pytest

from projects.imported.problems import ImportProblem
from projects.importing.options import ImportOptions
from projects.readers.tabular.reader_selection import read_book, read_form
from wording import LANGUAGES, NoProgress, render


def _whole() -> bytes:
    book = openpyxl.Workbook()
    for at in range(200):
        book.active.append([f"person {at}", at, "yes" if at % 3 else "no"])  # type: ignore[union-attr]
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


WHOLE = _whole()


def _flipped(seed: int) -> bytes:
    chance, content = random.Random(seed), bytearray(WHOLE)
    for _ in range(40):
        content[chance.randrange(len(content))] ^= 0xFF
    return bytes(content)


BROKEN = {
    "half": WHOLE[: len(WHOLE) // 2],
    "without its end": WHOLE[:-60],
    "four bytes": WHOLE[:4],
    "first byte flipped": bytes([WHOLE[0] ^ 0xFF]) + WHOLE[1:],
    "end flipped": WHOLE[:-22] + bytes([WHOLE[-22] ^ 0xFF]) + WHOLE[-21:],
    "bytes flipped": _flipped(1),
    "zeros": bytes(len(WHOLE)),
    "a web page": b"<html><table><tr><td>a</td></tr></table></html>",
    "a text": b"name,age\nA,3\nB,4\nC,5\n",
}


@pytest.mark.parametrize("how", BROKEN)
def test_it_is_damaged_and_the_sentence_says_what_to_do(tmp_path: Path, how: str) -> None:
    path = tmp_path / "answers.xlsx"
    path.write_bytes(BROKEN[how])
    for read in (lambda: read_book(path, None, ImportOptions(), NoProgress()), lambda: read_form(path)):
        with pytest.raises(ImportProblem) as refused:
            read()
        assert refused.value.message.key in (
            "importing.problem.damaged_workbook",
            "importing.problem.no_workbook_inside",
        )
        said = [render(refused.value.message, language) for language in LANGUAGES]
        assert all("LibreOffice" in one and "answers.xlsx" in one for one in said)
