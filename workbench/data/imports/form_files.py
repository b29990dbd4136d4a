# SPDX-License-Identifier: MIT
"""The form of a data file: which workbook beside it looks like an XLSForm, and which form it is imported with.

Only names of sheets are looked at, in the package's own list; nothing is unpacked. The form itself is read apart.
"""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

from projects.readers.survey_files import suffixes_of, suffixes_with_form
from wording import Text, msg
from workbench.data.preview.file_reading import KeptForm

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*\bname=\"([^\"]*)\"")
_MOST = 200_000
_MANY = 60
_FORM_WORD = re.compile(r"form|questionnaire|xlsform|formulaire|outil|tool", re.IGNORECASE)


def looks_like_form(path: Path) -> bool:
    """Whether a workbook has the sheets of a form and none of a data export."""
    names = {name.strip().casefold() for name in sheet_names(path)}
    return "survey" in names and bool(names & {"choices", "settings"})


def sheet_names(path: Path) -> list[str]:
    """The names of a workbook's sheets; none for anything else."""
    if path.suffix.lower() not in suffixes_of("workbook") or not zipfile.is_zipfile(path):
        return []
    try:
        with zipfile.ZipFile(path) as package, package.open("xl/workbook.xml") as part:
            listed = part.read(_MOST)
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        return []
    return [html.unescape(name.decode("utf-8", "replace")) for name in _SHEET.findall(listed)]


def form_beside(path: Path) -> Path | None:
    """The workbook in the same folder that looks like the form of a data file; the best named of several."""
    if path.is_dir() or path.suffix.lower() not in suffixes_with_form():
        return None
    books = suffixes_of("workbook")
    try:
        near = sorted(other for other in path.parent.iterdir() if other.suffix.lower() in books)
    except OSError:
        return None
    forms = [other for other in near[:_MANY] if other != path and looks_like_form(other)]
    return max(forms, key=lambda form: _closeness(path, form), default=None)


def _closeness(data: Path, form: Path) -> tuple[int, bool]:
    one, other = data.stem.casefold(), form.stem.casefold()
    shared = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        shared += 1
    return shared, bool(_FORM_WORD.search(other))


def files_of(path: Path) -> list[Path]:
    """The files in a folder that holds no submission (a table beside its form); else the path itself."""
    if not path.is_dir() or any(path.rglob("*.xml")):
        return [path]
    found = [one for one in sorted(path.iterdir()) if one.is_file() and not one.name.startswith((".", "~$"))]
    return found or [path]


class ImportForm:
    """The form of the file `data`, as the conversation about it goes on."""

    def __init__(self, data: Path | None = None, named: Path | None = None) -> None:
        self.file: Path | KeptForm | None = named
        self._data = data
        self._refused = False  # none is wanted, or the one beside does not fit: nothing is proposed again
        self._unfit = ""  # the name of the form beside that does not fit

    def look_beside(self) -> None:
        """Take the workbook beside the data that looks like their form, unless one was named."""
        if self.file is None and self._data is not None:
            self.file = form_beside(self._data)

    def is_guessed(self) -> bool:
        """Whether the form was found beside the data, and nobody named another."""
        return isinstance(self.file, Path) and self._data is not None and self.file == form_beside(self._data)

    def refuse(self) -> None:
        """Read the data without a form."""
        self.file, self._refused = None, True

    def drop_unfit(self) -> None:
        """Read the data without the form beside, which is one of other data."""
        self._unfit = self.file.name if self.file is not None else ""
        self.refuse()

    def take_kept(self, kept: KeptForm | None) -> bool:
        """Take the form that the project keeps, where none is at hand and none was refused; whether it was taken."""
        if kept is None or self.file is not None or self._refused:
            return False
        self.file = kept
        return True

    def note(self) -> Text:
        """Where the form came from, or which one was left out; "" where there is nothing to say."""
        if self.file is None:
            return msg("kinds.form_left_out", form=self._unfit) if self._unfit else ""
        if isinstance(self.file, KeptForm):
            return msg("data.view.import.form_kept")
        return msg("data.view.import.form_guessed") if self.is_guessed() else ""
