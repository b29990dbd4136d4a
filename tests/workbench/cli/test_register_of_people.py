# SPDX-License-Identifier: MIT
"""A register in which people recur: names, telephones, case numbers and passports never leave for the public."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workbench.cli.test_commands import environment, folder
from workbench.cli import main

pytestmark = pytest.mark.slow

__all__ = ["environment", "folder"]

FIRST = ("Aline", "Fatou", "Rose", "Amina", "Claudine", "Paul")
FAMILY = ("Niyonkuru", "Diallo", "Mugisha", "Hassan")
PEOPLE = [
    (f"{first} {family}", f"0{610203040 + 11 * n + 7919 * m}", f"GBV-{n + 1:02d}{m}", f"OP{401230 + 37 * n + 1009 * m}")
    for n, first in enumerate(FIRST)
    for m, family in enumerate(FAMILY)
]
PLAIN = {"telling": ("name", "telephone", "case_number", "passport"), "silent": ("q1", "q2", "q3", "q4"),
         "as R writes them": ("full.name", "phone.number", "case.no", "passport.no")}  # fmt: skip


def register(file: Path, heads: tuple[str, ...]) -> None:
    """72 rows, invented: 24 people on three days, at two sites, each with two ordinary yes and no columns."""
    lines = [f"X_uuid,day,{','.join(heads)},site,sex,reason.on_the_street,contact.phone_whatsapp,phone_access"]
    for day in range(3):
        for n, person in enumerate(PEOPLE):
            site, sex = ("Kibirizi Camp", "Nduta Camp")[n % 2], ("F", "M")[n % 2]
            lines.append(
                f"u{day}-{n},2025-03-0{day + 1},{','.join(person)},{site},{sex},{n % 2},{'TRUE' if n % 3 else 'FALSE'},"
                f"{('yes', 'no')[n % 2]}"
            )
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("heads", list(PLAIN.values()), ids=list(PLAIN))
def test_nobody_is_in_clear_for_the_public(
    folder: Path, tmp_path: Path, heads: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "register.csv"
    register(file, heads)
    assert main(["import", str(folder), str(file)]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    for destination in ("public", "partner"):
        out = tmp_path / f"{destination}.csv"
        assert main(["export", str(folder), str(out), "--destination", destination]) == 0
        text = out.read_text(encoding="utf-8-sig")
        assert not [one for person in PEOPLE for one in person if one in text]
        assert len(text.splitlines()) == 73
        assert "on_the_street" in text
        assert "phone_whatsapp" in text
    capsys.readouterr()
    assert main(["variables", str(folder), "--json"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert [found[head]["role"] for head in heads] == ["identifier"] * 4
    assert found["X_uuid"]["role"] == "key"
    assert all(found[name]["role"] != "identifier" for name in ("site", "sex", "phone_access", "reason.on_the_street"))
    assert found["site"]["confirmed"], "plain words name nobody"


def test_confirmed_words_leave(folder: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "register.csv", tmp_path / "public.csv"
    register(file, PLAIN["telling"])
    assert main(["import", str(folder), str(file)]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    assert main(["variables", str(folder), "--kind", "site", "one"]) == 0
    assert main(["export", str(folder), str(out), "--destination", "public"]) == 0
    head = out.read_text(encoding="utf-8-sig").splitlines()[0]
    assert "site" in head
    assert "sex" in head


@pytest.mark.parametrize("head", ["victim", "répondant"])
def test_single_first_names_are_sealed_with_the_identifiers(
    folder: Path, tmp_path: Path, head: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file, out = tmp_path / "cases.csv", tmp_path / "public.csv"
    rows = [f"2025-03-0{1 + at % 3},{FIRST[at % 6]},{('F', 'M')[at % 2]},{at % 7}" for at in range(72)]
    file.write_text(f"day,{head},sex,number\n" + "\n".join(rows) + "\n", encoding="utf-8")
    assert main(["import", str(folder), str(file)]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    capsys.readouterr()
    assert main(["variables", str(folder), "--json"]) == 0
    found = {one["name"]: one for one in json.loads(capsys.readouterr().out)}
    assert found[head]["role"] == "identifier"
    assert main(["export", str(folder), str(out), "--destination", "public"]) == 0
    text = out.read_text(encoding="utf-8-sig")
    assert not [one for one in FIRST if one in text]
