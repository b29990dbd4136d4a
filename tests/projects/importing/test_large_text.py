# SPDX-License-Identifier: MIT
"""Text files too large to hold: they are read from the disk in blocks, and come out as they do when held whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.importing.options import ImportOptions
from projects.intake.survey_import import import_survey
from projects.intake.survey_preview import preview
from projects.readers.tabular import text_dialect

_NAMES = ("Anneke", "Élodie", "ليلى", "Μαρία", "小林")


def _written(path: Path, rows: int, *, mark: bytes = b"", code: str = "utf-8", end: bytes = b"\n") -> Path:
    lines = ['number;name;"a; b";answer']
    lines += [f'{n};{_NAMES[n % 5]} {n};"line {n}\n; of ""two""";{n % 3}' for n in range(rows)]
    path.write_bytes(mark + end.join(line.encode(code) for line in lines) + end)
    return path


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_dialect, "_BLOCK", 1000)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_a_file_read_in_blocks_has_every_cell(tmp_path: Path, small_blocks: None, mark: bytes, end: bytes) -> None:
    data = import_survey(_written(tmp_path / "long.csv", 500, mark=mark, end=end))
    (table,) = data.tables
    assert [variable.name for variable in table.variables] == ["number", "name", "a; b", "answer"]
    assert table.columns["v1"].to_pylist() == list(map(float, range(500)))
    assert table.columns["v2"].to_pylist() == [f"{_NAMES[n % 5]} {n}" for n in range(500)]
    assert table.columns["v3"].to_pylist() == [f'line {n}\n; of "two"' for n in range(500)]


def test_only_the_start_of_a_plain_file_is_held(tmp_path: Path, small_blocks: None) -> None:
    path = _written(tmp_path / "long.csv", 500)
    text = text_dialect.read_text_file(path, ImportOptions())
    assert len(text.content) <= 1000
    assert text.content.endswith(b"\n")
    assert text.quotes == path.read_bytes().count(b'"')
    assert text.whole().content == path.read_bytes()


@pytest.mark.parametrize(
    ("harm", "finding"),
    [
        (b"9999;Andr\xe9;x;1\n", "encoding_mixed"),
        (b"9999;a\0b;x;1\n", "nul_bytes"),
        (b"9999;one;two;three;four;five\n", "ragged"),
        (b'9999;"never closed;x;1\n', "unclosed_quote"),
    ],
)
def test_what_is_odd_far_down_is_told_as_ever(tmp_path: Path, small_blocks: None, harm: bytes, finding: str) -> None:
    path = _written(tmp_path / "long.csv", 500)
    path.write_bytes(path.read_bytes() + harm)
    found = import_survey(path)
    assert found.tables[0].rows == 501
    assert any(line.message.key.endswith(finding) for line in found.findings)


def test_a_header_longer_than_a_block_is_whole(tmp_path: Path, small_blocks: None) -> None:
    names = [f"question_{n}" for n in range(300)]
    path = tmp_path / "wide.csv"
    path.write_text("\n".join([",".join(names), *(",".join(["7"] * 300) for _ in range(3))]), encoding="utf-8")
    assert [variable.name for variable in import_survey(path).tables[0].variables] == names
    assert list(preview(path).headers) == names
