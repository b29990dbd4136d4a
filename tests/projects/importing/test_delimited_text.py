# SPDX-License-Identifier: MIT
"""CSV files: what is written comes through as it was; what is guessed is said and can be changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.records import Kind
from projects.imported.problems import ImportProblem
from projects.importing.columns.column_names import column_names
from projects.importing.columns.type_conversion import to_number
from projects.importing.options import ImportOptions
from projects.intake.survey_import import import_survey
from projects.intake.survey_preview import preview
from projects.readers.file_kinds import detect_kind
from wording import render


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_values_come_through_as_they_were(tmp_path: Path, column: Any) -> None:
    path = written(
        tmp_path,
        "code,big,amount,until,plain,share\n"
        '007,12345678901234567890,"1,234",9999-12-31,12,0.5\n'
        '010,12345678901234567891,"5,678",2024-01-31,-3,1.25\n',
    )
    table = import_survey(path).tables[0]
    assert [variable.kind for variable in table.variables] == [Kind.TEXT] * 4 + [Kind.INTEGER, Kind.NUMBER]
    assert column(table, "code") == ["007", "010"]
    assert column(table, "big") == ["12345678901234567890", "12345678901234567891"]
    assert column(table, "amount") == ["1,234", "5,678"]
    assert column(table, "until") == ["9999-12-31", "2024-01-31"]
    assert column(table, "plain") == [12, -3]


def test_headers_twice_and_empty(tmp_path: Path, keys: Any) -> None:
    data = import_survey(written(tmp_path, "age,age,,name,age\n1,2,3,x,4\n"))
    assert [variable.name for variable in data.tables[0].variables] == ["age", "age (2)", "column 3", "name", "age (3)"]
    assert {"headers_twice", "headers_empty"} <= set(keys(data))


def test_ragged_rows_are_named_and_kept(tmp_path: Path, column: Any) -> None:
    data = import_survey(written(tmp_path, "a,b,c\n1,2\n1,2,3,4,5\n1,2,3\n"))
    table = data.tables[0]
    assert table.rows == 3
    assert len(table.variables) == 5
    told = next(line for line in data.findings if line.message.key.endswith("ragged"))
    assert told.rows == (0, 1)
    assert column(table, "c") == [None, 3, 3]


def test_quotes_line_ends_and_commas_inside_cells(tmp_path: Path, column: Any) -> None:
    text = 'id,story\r\n1,"said ""no"", then\r\nleft"\r\n2,"=1+1"\r\n3,"a;b,c"\r\n'
    table = import_survey(written(tmp_path, text)).tables[0]
    assert column(table, "story") == ['said "no", then\r\nleft', "=1+1", "a;b,c"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_encodings(tmp_path: Path, column: Any, keys: Any, encoding: str) -> None:
    data = import_survey(written(tmp_path, "site,n\nRumongé,1\nGitega,2\n" * 3, encoding))
    assert column(data.tables[0], "site")[:2] == ["Rumongé", "Gitega"]
    assert ("encoding_guessed" in keys(data)) == (encoding == "cp1252")


def test_an_encoding_chosen_by_the_user(tmp_path: Path, column: Any) -> None:
    path = written(tmp_path, "site\nПриют\n", "cp1251")
    assert column(import_survey(path, options=ImportOptions(encoding="cp1251")).tables[0], "site") == ["Приют"]
    with pytest.raises(ImportProblem) as problem:
        import_survey(path, options=ImportOptions(encoding="utf-8"))
    assert problem.value.message.key == "importing.problem.unknown_encoding"


def test_decimal_commas_and_days_first(tmp_path: Path, column: Any, keys: Any) -> None:
    path = written(tmp_path, "site;income;date\nA;1.234,56;03/04/2024\nB;12,5;13/04/2024\n")
    data = import_survey(path)
    table = data.tables[0]
    assert column(table, "income") == [1234.56, 12.5]
    assert [str(day)[:10] for day in column(table, "date")] == ["2024-04-03", "2024-04-13"]
    assert {"decimal_comma", "date_order"} <= set(keys(data))
    shown = preview(path)
    assert (shown.separator, shown.decimal, shown.thousands, shown.date_order) == (";", ",", ".", "dmy")
    assert shown.headers == ("site", "income", "date")
    assert shown.rows[0] == ("A", "1.234,56", "03/04/2024")


def test_what_cannot_be_known_is_asked(tmp_path: Path, column: Any, keys: Any) -> None:
    path = written(tmp_path, "v;d\n1,234;03/04/2024\n5,678;05/06/2024\n")
    data = import_survey(path)
    assert column(data.tables[0], "v") == ["1,234", "5,678"]
    assert column(data.tables[0], "d") == ["03/04/2024", "05/06/2024"]
    assert {"kept_text_grouped", "date_order_unclear"} <= set(keys(data))
    told = import_survey(path, options=ImportOptions(decimal=",", date_order="mdy")).tables[0]
    assert column(told, "v") == [1.234, 5.678]
    assert str(column(told, "d")[0])[:10] == "2024-03-04"
    grouped = import_survey(path, options=ImportOptions(decimal=".", thousands=",", date_order="dmy")).tables[0]
    assert column(grouped, "v") == [1234, 5678]


def test_header_row_and_separator_chosen(tmp_path: Path, column: Any) -> None:
    path = written(tmp_path, "Report|of|2024\na|b|c\n1|2|x\n")
    table = import_survey(path, options=ImportOptions(header_row=1, separator="|")).tables[0]
    assert [variable.name for variable in table.variables] == ["a", "b", "c"]
    assert column(table, "c") == ["x"]


def test_text_columns_stay_text(tmp_path: Path, column: Any) -> None:
    path = written(tmp_path, "a,b\n1,2\n3,4\n")
    assert column(import_survey(path, options=ImportOptions(text_columns=("a",))).tables[0], "a") == ["1", "3"]


@pytest.mark.parametrize(
    ("content", "key"), [(b"", "empty"), (b"\xef\xbb\xbf", "empty"), (b"MZ\x90\x00\x03", "unknown_kind")]
)
def test_no_table_at_all(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(ImportProblem) as problem:
        import_survey(path)
    assert problem.value.message.key == f"importing.problem.{key}"


@given(
    st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64).filter(lambda x: abs(x) < 2**53), min_size=1)
)
def test_every_number_is_read_back_exactly(values: list[float]) -> None:
    import pyarrow as pa

    read = to_number(pa.array([repr(value) for value in values]))
    assert read.fits
    assert np.array_equal(read.values.to_numpy(zero_copy_only=False), np.array(values))


def test_a_header_twenty_thousand_times_gets_twenty_thousand_names() -> None:
    names = column_names(["q", "q (3)", *["q"] * 20_000])
    assert len(set(names)) == 20_002
    assert names[:4] == ["q", "q (3)", "q (2)", "q (4)"]
    assert names[-1] == "q (20002)"


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("talk.mp3", b"ID3\x03\x00\x00", "recording"),
        ("photo.png", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        ("page.svg", b"<svg></svg>", "picture"),
        ("old.ppt", b"\x00\x01\x02\x00", "slides"),
        ("setup.exe", b"MZ\x90\x00\x03", "unknown_kind"),
    ],
)
def test_what_is_neither_survey_nor_interview_is_refused_in_its_own_words(
    tmp_path: Path, name: str, content: bytes, key: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ImportProblem) as caught:
        detect_kind(tmp_path / name)
    assert caught.value.message.key == f"importing.problem.{key}"
    assert "neither a survey nor an interview" in render(caught.value.message, "en")
    assert "ni une enquête ni un entretien" in render(caught.value.message, "fr")
