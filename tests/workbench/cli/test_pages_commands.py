# SPDX-License-Identifier: MIT
"""From a register to a two-page infosheet, a sheet for each site, a report begun from a template."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pandas as pd
import pypdfium2
import pytest

from projects.results.saved_results import add_analysis, report_blocks
from projects.store import Project
from projects.stored_tables.stored_table import data_tables
from tests.workbench.cli.conftest import Copied
from wording import render
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
TOTALS = {"Sensibilisation": 10_938, "Formation": 1_116, "Formation du personnel": 84}


def register_rows() -> list[tuple[str, str, str, int, int, int]]:
    """Sessions that add up to the totals: date, site, kind, women, men, total."""
    rows = []
    for kind, total in TOTALS.items():
        sessions = 12 if total > 500 else 3
        for at in range(sessions):
            people = total // sessions + (at < total % sessions)
            women = people * 3 // 5
            rows.append((f"2020-{at % 12 + 1:02d}-10", f"Site {'ABC'[at % 3]}", kind, women, people - women, people))
    return rows


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Copied) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)

    def make(place: Path) -> None:
        folder, lines = place / "Reach.pwb", [",".join(map(str, row)) for row in register_rows()]
        (place / "activities.csv").write_text("Date,Lieu,Activité,Femmes,Hommes,Total\n" + "\n".join(lines), "utf-8")
        assert main(["new", str(folder), "--user", "Field officer"]) == 0
        assert main(["import", str(folder), str(place / "activities.csv")]) == 0
        assert main(["variables", str(folder), "--sensitive-looked"]) == 0
        assert main(["variables", str(folder), "--table", "activities", "--register", "activities"]) == 0

    copied("activities of a year", tmp_path, make)
    return tmp_path / "Reach.pwb"


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(path.read_bytes()))
    text = "\n".join(page.get_textpage().get_text_bounded() for page in document)
    return re.sub(r"[\u202f\u00a0]", " ", text)


def test_an_infosheet_of_a_register_prints_its_totals_on_two_pages(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for language, numbers in (("fr", ("10 938", "1 116", "84")), ("en", ("10,938", "1,116", "84"))):
        path = tmp_path / f"sheet-{language}.pdf"
        said = ["--template", "infosheet", "--period", "2020-01-01..2020-12-31", "--language", language]
        assert main(["export", str(project), str(path), *said, "--destination", "public"]) == 0
        text = words(path)
        assert all(number in text for number in numbers)
        assert "contacts" in text
        assert "2020" in text
        called = "Fiche d’information – Reach" if language == "fr" else "Infosheet – Reach"
        assert " ".join(text.split()).startswith(f"{called} 2020 "), "what it is, whose it is; its year large beside it"
        assert " ".join(text.split()).count(called) == 2, "on both pages"
        french = ("12 séances du type « Sensibilisation » (janvier – décembre 2020)", "3 lieux.", "Formation (1 116)")
        told = french if language == "fr" else ("12 sessions of the kind “Awareness”", "3 places.", "Training (1,116)")
        said = " ".join(text.split())
        assert all(one in said for one in told), said
        second = said.partition("Qui a participé" if language == "fr" else "Who took part")[2]
        assert ("Formation 12 1 116 59 %" if language == "fr" else "Training 12 1,116 59%") in second, "12 × 55 of 93"
        assert [second.count(one) for one in numbers[:2]] == [1, 1], "each kind’s total once on the second page"
        assert "60" in said.partition("Women are" if language == "en" else "Les femmes sont")[2][:4], "3 of 5"
        assert "part des contacts dont le sexe" in said or "share of the contacts whose sex" in said
        adults = r"des ([\d ]+) adultes dont" if language == "fr" else r"of the ([\d,]+) adults whose"
        assert re.search(adults, said), "no share without its base"
        assert len(pypdfium2.PdfDocument(path.read_bytes())) == 2
        assert "/StructTreeRoot" in path.read_bytes().decode("latin-1")
    assert "alone, no purpose given" in capsys.readouterr().out


def test_the_five_totals_of_a_year_are_the_tiles_of_its_infosheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    folder, path = tmp_path / "Year.pwb", tmp_path / "sheet.pdf"
    rows = [tuple(row) for row in register_rows()]
    rows += [(f"2020-0{month}-10", "Site A", "Évaluation", "", "", "") for month in (2, 5, 9)]
    rows += [("2020-11-03", "Site B", "Étude", "", "", "")]
    frame = pd.DataFrame(rows, columns=["Date", "Lieu", "Activité", "Femmes", "Hommes", "Total"])
    frame.to_csv(tmp_path / "activities.csv", index=False)
    numbers = pd.to_numeric(frame["Total"])
    contacts = numbers.groupby(frame["Activité"]).sum()
    times = frame[numbers.isna()].groupby("Activité").size()
    assert sorted(contacts[contacts > 0].astype(int)) == [84, 1116, 10938]  # the published totals
    assert dict(times) == {"Évaluation": 3, "Étude": 1}
    assert main(["new", str(folder), "--user", "Field officer"]) == 0
    assert main(["import", str(folder), str(tmp_path / "activities.csv")]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    assert main(["variables", str(folder), "--table", "activities", "--register", "activities"]) == 0
    said = ["--template", "infosheet", "--period", "2020-01-01..2020-12-31", "--language", "fr"]
    assert main(["export", str(folder), str(path), *said, "--destination", "public"]) == 0
    text = words(path)
    assert all(number in text for number in ("10 938", "1 116", "84"))
    lines = [line.strip() for line in text.splitlines()]
    for tile, label in (("3 activités", "Évaluation"), ("1 activité", "Étude")):
        assert lines[lines.index(label) - 1] == tile
    assert "0 contacts" not in text


def test_a_sheet_for_each_site_and_clearing_on_record(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = ["--template", "factsheet", "--each", "lieu", "--destination", "inside"]
    assert main(["export", str(project), str(tmp_path / "sheet.pdf"), *said]) == 0
    names = sorted(path.name for path in tmp_path.glob("sheet-*.pdf"))
    assert names == ["sheet-site-a.pdf", "sheet-site-b.pdf", "sheet-site-c.pdf"]
    rows = [row for row in register_rows() if row[1] == "Site A"]
    assert f"{sum(row[5] for row in rows if row[2] == 'Sensibilisation'):,}" in words(tmp_path / "sheet-site-a.pdf")
    assert all(len(pypdfium2.PdfDocument((tmp_path / name).read_bytes())) == 1 for name in names)
    public = [
        "--template",
        "infosheet",
        "--destination",
        "public",
        "--purpose",
        "donor report",
        "--cleared-by",
        "A. Keza",
    ]
    assert main(["export", str(project), str(tmp_path / "public.pdf"), *public]) == 0
    assert main(["history", str(project)]) == 0
    assert "donor report" in capsys.readouterr().out
    assert main(["export", str(project), str(tmp_path / "second.pdf"), *public]) == 0
    same = (tmp_path / "public.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()
    assert same, "what left before changes nothing in a second export of one state"
    assert main(["export", str(project), str(tmp_path / "sheet.pdf"), *said]) == 2  # they are there already
    assert main(["export", str(project), str(tmp_path / "x.pdf"), "--each", "nothing"]) == 2
    assert not list(tmp_path.glob("x*"))


def test_a_sheet_of_one_site_tells_of_no_other(project: Path, tmp_path: Path) -> None:
    lines = [f"{at},site_{'abc'[at % 3]},{'yes' if at % 5 else 'no'},{('beaten', 'GBV')[at % 2]}" for at in range(240)]
    (tmp_path / "homes.csv").write_text("number,lieu,lamp,concern_of_violence\n" + "\n".join(lines), "utf-8")
    lines = [f"{at},{'open' if at % 4 else 'shut'}" for at in range(120)]
    (tmp_path / "elsewhere.csv").write_text("number,gates_of_the_valley\n" + "\n".join(lines), "utf-8")
    lines = [f"C{at},site_{'abc'[at % 3]},Displaced,Shelter,2020-01-{at % 28 + 1:02d},Clinic" for at in range(90)]
    heads = "Case code,lieu,Status,Services,Date requested,Referred to"
    (tmp_path / "cases.csv").write_text(f"{heads}\n" + "\n".join(lines), "utf-8")
    for name in ("homes", "elsewhere", "cases"):
        assert main(["import", str(project), str(tmp_path / f"{name}.csv")]) == 0
        assert main(["variables", str(project), "--sensitive-looked"]) == 0
    assert main(["variables", str(project), "--table", "cases", "--register", "cases"]) == 0
    with Project.open(project, PASSPHRASE) as opened:
        for table in data_tables(opened):
            for asked in table.variables:
                if asked.name in ("lamp", "concern_of_violence", "gates_of_the_valley"):
                    opened.do(add_analysis("describe", table.id, {"variable": asked.id, "chart": "bars"}))
    said = ["--template", "factsheet", "--each", "lieu", "--destination", "partner", "--language", "en"]
    assert main(["export", str(project), str(tmp_path / "sheet.pdf"), *said]) == 0
    names = sorted(path.name for path in tmp_path.glob("sheet-*.pdf"))
    assert len(names) == 3, "site_a of the survey is Site A of the register"
    text = words(tmp_path / names[0])
    assert all(word in text for word in ("lamp", "all sites", "n = 80", "Sheet 1 of 3"))
    assert "Awareness, 4 sessions" in text.split("Sheet 1 of 3")[1], "a headline says no chart's answer again"
    assert "Sheet 3 of 3" in words(tmp_path / names[2])
    assert "Agreed with the committee" not in text, "nothing was agreed"
    assert "cases" not in text, "cases are sensitive as a whole: no sheet of one site counts them"
    assert "gates_of_the_valley" not in text  # no row of it is known to be of this site
    assert "concern_of_violence" not in text
    assert "violence," in text  # left out, and the method line says so


def test_a_report_begun_from_a_template_is_undone_in_one_step_and_kept_as_a_template(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", str(project), "--new", "infosheet"]) == 0
    assert main(["export", str(project), str(tmp_path / "own.pdf")]) == 0
    assert "10,938" in words(tmp_path / "own.pdf")
    assert main(["export", str(project), str(tmp_path / "own.docx")]) == 0
    assert main(["report", str(project), "--save-template", "Our sheet"]) == 0
    assert main(["export", str(project), str(tmp_path / "again.pdf"), "--template", "Our sheet"]) == 0
    assert main(["report", str(project)]) == 0
    assert "Our sheet" in capsys.readouterr().out
    assert main(["report", str(project), "--new", "poster"]) == 2
    assert main(["export", str(project), str(tmp_path / "bad.pdf"), "--template", "poster"]) == 2
    assert main(["export", str(project), str(tmp_path / "bad.pdf"), "--template", "infosheet", "--period", "20"]) == 2
    assert not (tmp_path / "bad.pdf").exists()


def test_a_style_of_the_office(project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    style = tmp_path / "style.json"
    style.write_text(json.dumps({"office": "Bureau de protection", "colours": {"accent": "#12284b"}}), "utf-8")
    out = ["export", str(project), str(tmp_path / "s.pdf"), "--template", "infosheet", "--style", str(style)]
    assert main(out) == 0
    assert "Bureau de protection" in words(tmp_path / "s.pdf")
    wrongs = ('{"script": "x"}', '{"colours": {"accent": "red"}}', '{"logo": "../passwd"}', "[]", "{", '{"font": "C"}')
    for wrong in wrongs:
        style.write_text(wrong, "utf-8")
        assert main([*out, "--overwrite"]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    (tmp_path / "logo.png").write_bytes(b"no picture")
    style.write_text('{"logo": "logo.png"}', "utf-8")
    assert main([*out, "--overwrite"]) == 2


def test_tiles_pictures_and_a_template_file_by_command(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from PIL import Image

    photo = tmp_path / "photo.jpg"
    Image.new("RGB", (60, 40), "teal").save(photo)
    said = ["report", str(project)]
    assert main([*said, "--figures"]) == 0
    key = "reach.t1.awareness.contacts"
    assert f"{key}: 10,938 contacts" in capsys.readouterr().out
    assert main([*said, "--tile", key, "--target", "12000"]) == 0
    assert main([*said, "--tile", key]) == 2, "it stands there already"
    training = "reach.t1.training.contacts"
    assert main([*said, "--tile", training, "--period", "february"]) == 2
    assert main([*said, "--tile", training, "--period", "2020-02-01..2020-02-29"]) == 0
    assert main(["export", str(project), str(tmp_path / "tiles.pdf"), "--language", "en"]) == 0
    shown = words(tmp_path / "tiles.pdf")
    assert "10,938" in shown, "of the report, which is of all days"
    assert "1,116" not in shown
    assert "93" in shown, "a twelfth: the tile keeps its own days"
    assert "Feb 2020" in shown, "and says which"
    assert main([*said, "--tile", "reach.moon.contacts"]) == 2
    assert main([*said, "--picture", str(photo)]) == 2, "without alternative text"
    assert main([*said, "--picture", str(photo), "--alt", "A teal field", "--width", "7"]) == 2
    assert main([*said, "--picture", str(photo), "--alt", "A teal field", "--credit", "Office", "--width", "0.5"]) == 0
    with Project.open(project, PASSPHRASE) as opened:
        kinds = {one.kind: one.content for one in report_blocks(opened)}
    assert kinds["tiles"] == {
        "figures": [key, training], "targets": {key: 12000.0}, "periods": {training: "2020-02-01..2020-02-29"},
    }  # fmt: skip
    picture = kinds["picture"]
    assert (picture["alt"], picture["credit"], picture["width"]) == ("A teal field", "Office", 0.5)
    target = tmp_path / "ours.json"
    assert main([*said, "--save-template", str(target)]) == 0
    told = json.loads(target.read_text("utf-8"))
    assert told == {"layout": "report", "blocks": [{"key": "block-1", "kind": "tiles", "content": {}}]}
    assert main([*said, "--save-template", str(target)]) == 2, "a file of that name is there"
    assert main([*said, "--new", str(target)]) == 0
    with Project.open(project, PASSPHRASE) as opened:
        assert [one.kind for one in report_blocks(opened)] == ["tiles"]


def test_another_month_of_a_register_never_takes_the_place_of_rows(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"2021-01-{at + 1:02d},Site A,Formation,{40 + at},{70 + at},{110 + 2 * at}" for at in range(27)]
    (tmp_path / "january.csv").write_text("Date,Lieu,Activité,Femmes,Hommes,Total\n" + "\n".join(lines), "utf-8")
    brought = ["import", str(project), str(tmp_path / "january.csv")]
    assert main(brought) == 2
    said = capsys.readouterr().err
    assert "the columns of the register" in said
    assert said.count("\n") == 1
    assert main([*brought, "--newer"]) == 2, "women of a session, each number once, are no key"
    assert "nothing was changed" in capsys.readouterr().err
    with Project.open(project, PASSPHRASE) as opened:
        assert data_tables(opened)[0].rows == len(register_rows())
    assert main([*brought, "--as-new"]) == 0


def test_how_far_the_sheets_are_is_said_in_the_terminal(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    said = ["--template", "factsheet", "--each", "lieu", "--language", "en"]
    assert main(["export", str(project), str(tmp_path / "site.pdf"), *said]) == 0
    told = capsys.readouterr().err
    assert re.findall(r"(\d+)%[^\r]*Sheet (\d) of 3", told) == [
        ("17", "1"), ("33", "2"), ("50", "3"), ("67", "1"), ("83", "2"), ("100", "3"),
    ]  # fmt: skip


def test_data_for_the_public_is_cleared_with_what_lies_beside_it(project: Path, tmp_path: Path) -> None:
    said = ["--dictionary", "--destination", "public", "--purpose", "open data", "--cleared-by", "A. Keza"]
    assert main(["export", str(project), str(tmp_path / "rows.csv"), *said]) == 0
    with Project.open(project, PASSPHRASE) as opened:
        lines = [render(line.message, "en") for line in opened.history(9) if line.kind == "export.cleared"]
    assert [line.split()[0] for line in lines] == ["rows.dictionary.csv", "rows.csv"]
    assert all("by A. Keza" in line and "open data" in line for line in lines)
