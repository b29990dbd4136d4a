# SPDX-License-Identifier: MIT
"""The pages of the manual: one for each room, every command and analysis, links and labels that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from analysis.analyses import declarations
from wording import LANGUAGES, render
from workbench.cli import main
from workbench.manual import window as manual_pages
from workbench.manual.window import FIRST, Manual
from workbench.workspaces import HOME, ROOMS

ROOT = Path(__file__).resolve().parents[3]
KEYS = {"F1", "Esc", "Échap"}
"""Keys in bold: they are no labels."""


def labels(language: str) -> set[str]:
    """Every sentence of the catalogues without places, as the window shows it."""
    found: set[str] = set()
    for path in (ROOT / "wording" / "languages" / language).glob("*.po"):
        with path.open("rb") as stream:
            for message in read_po(stream, locale=language):
                found.update([message.string] if isinstance(message.string, str) else message.string)
    return {sentence.strip() for sentence in found if "{" not in sentence}


def commands(capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The commands that `./run --help` lists."""
    assert main(["--help"]) == 0
    lines = capsys.readouterr().out.splitlines()
    named = set(re.findall(r"^  \./run ([a-z][a-z-]+)", "\n".join(lines), re.M))
    (last,) = [line for line in lines if " · " in line and "lint" in line]
    return named | set(re.findall(r"\b(test|lint|shots|bench)\b", last))


def test_both_languages_have_the_same_pages_and_one_for_each_room() -> None:
    english, french = Manual("en"), Manual("fr")
    assert list(english.pages) == list(french.pages)
    assert set(english.pages) >= {FIRST, HOME.id, "sharing", "tutorial", *(room.id for room in ROOMS)}
    for name, page in english.pages.items():
        assert page.title != french.pages[name].title or name in ("index",)
        assert len(page.text) > 700, name
        headings = [re.findall(r"^(#+) ", one.pages[name].text, re.M) for one in (english, french)]
        assert headings[0] == headings[1], f"{name}: the two languages say different things"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_in_the_manual(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    listed = set(re.findall(r"^\| `\./run ([a-z-]+)", Manual(language).pages["commands"].text, re.M))
    assert len(listed) > 40
    assert listed == commands(capsys)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_analysis_is_in_the_manual_under_its_name(language: str) -> None:
    listed = dict(
        (name, label)
        for label, name in re.findall(
            r"^\| \*\*(.+?)\*\* \|.*\| `(\w+)` \|$", Manual(language).pages["analyses"].text, re.M
        )
    )
    assert listed == {one.id: render(one.label, language) for one in declarations()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_leads_to_a_page(language: str) -> None:
    manual = Manual(language)
    for page in manual.pages.values():
        assert not set(page.links) - set(manual.pages), page.name
        assert not re.findall(r"https?://", page.text), "the manual opens no network"
        assert len(page.links) == len(re.findall(r"\]\(", page.text)), f"{page.name} links to something else"
    assert set(manual.pages[FIRST].links) >= set(manual.pages) - {FIRST}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_in_bold_is_one_of_the_window(language: str) -> None:
    known = labels(language) | KEYS
    for page in Manual(language).pages.values():
        if page.name == "tutorial":
            continue  # its words are looked up in the window itself: test_tutorial.py
        bold = re.findall(r"\*\*(.+?)\*\*", page.text)
        assert not [label for label in bold if label not in known], page.name


def test_pages_are_found_by_words_whatever_their_accents() -> None:
    manual = Manual("fr")
    assert manual.find("ECHANTILLON")[0].name == "sampling"
    assert "sharing" in [page.name for page in manual.find("affiche citations")]
    assert manual.find("nobody wrote this word") == []
    assert len(manual.find("")) == len(manual.pages)


def test_a_language_without_pages_shows_those_of_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Manual("en").pages
    assert len(whole) == len(list((ROOT / "wording" / "languages" / "en" / "manual").glob("*.md"))) > 10
    assert Manual("rn").pages == whole != Manual("fr").pages
    monkeypatch.setattr(manual_pages, "FOLDERS", tmp_path)
    assert not Manual("en").pages
