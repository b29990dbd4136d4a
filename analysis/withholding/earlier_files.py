# SPDX-License-Identifier: MIT
"""Earlier files by their names and days, as the note below a table checked against them says it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.specs import TableSpec
from analysis.withholding.earlier_releases import Released
from wording import Text, msg


@dataclass(frozen=True)
class EarlierFile:
    """A file that readers have: its name, the day it left, where to, and the mark of its numbers."""

    name: str
    day: dt.date
    destination: str
    mark: str


def checked_against(
    table: TableSpec, earlier: Iterable[Released], files: Sequence[EarlierFile], partners: bool = False
) -> Text:  # fmt: skip
    """The note below a table of which something is withheld beside earlier files.

    Parameters
    ----------
    table : TableSpec
        The table that leaves.
    earlier : Iterable[Released]
        What its readers have.
    files : Sequence[EarlierFile]
        The files they have, the newest first.
    partners : bool, default False
        Whether it leaves for the public and was checked against files of partners too, none of which is named.

    Returns
    -------
    Text
        It names the newest file with numbers of the same data, where one is known.
    """
    data = f"{table.origin.table}/" if table.origin is not None else "/"
    held = {mark for one in earlier for name in one.seen if name.startswith(data) for mark in one.seen[name]}
    found = [one for one in files if one.mark in held]
    if not found:
        return msg("mask.released_partners" if partners else "mask.released")
    to = msg(f"destination.{found[0].destination}")
    return msg("mask.released_file", file=found[0].name, day=found[0].day, destination=to)
