# SPDX-License-Identifier: MIT
"""The pages of the manual in one language: read from Markdown files, searched for words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

FIRST = "index"
_BUILT = Path(__file__).parent / "pages"  # in an installed program; see wording/wheel.py
_SOURCES = Path(__file__).parents[2] / "docs" / "manual"
_COMMENT = re.compile(r"[ ]*<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"\]\(([a-z_]+)\.md(?:#[^)]*)?\)")


def folder() -> Path:
    """Where the pages lie: beside this file once installed, in `docs/manual` of a checkout."""
    return _BUILT if _BUILT.is_dir() else _SOURCES


@dataclass(frozen=True)
class ManualPage:
    """One page: its name (that of its file), its title and its text in Markdown."""

    name: str
    title: str
    text: str

    @property
    def links(self) -> list[str]:
        """The names of the pages it leads to, in order."""
        return _LINK.findall(self.text)


class Manual:
    """All pages in one language, in the order in which the first page leads to them."""

    def __init__(self, language: str) -> None:
        """Read the pages of `language` ("en" or "fr"); there are none where the installation lost them."""
        self.pages: dict[str, ManualPage] = {}
        read = {path.stem: _page(path) for path in sorted((folder() / language).glob("*.md"))}
        names = [FIRST, *(read[FIRST].links if FIRST in read else ()), *read]
        for name in names:
            if name in read:
                self.pages.setdefault(name, read[name])

    def find(self, words: str) -> list[ManualPage]:
        """The pages that hold all words, whatever their accents and capitals; those with one in the title first."""
        wanted = plain(words).split()
        held = [page for page in self.pages.values() if all(word in plain(page.text) for word in wanted)]
        return sorted(held, key=lambda page: not any(word in plain(page.title) for word in wanted))


def plain(text: str) -> str:
    """Small letters without accents, straight apostrophes and plain blanks: what searching compares."""
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _page(path: Path) -> ManualPage:
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return ManualPage(path.stem, title, text)
