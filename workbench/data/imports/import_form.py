# SPDX-License-Identifier: MIT
"""The form that a file is imported with: named, found beside it, kept by the project, refused, or none."""

from __future__ import annotations

from pathlib import Path

from wording import Text, msg
from workbench.data.imports.form_files import form_beside
from workbench.data.preview.file_reading import KeptForm


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
