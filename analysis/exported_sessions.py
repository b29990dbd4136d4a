# SPDX-License-Identifier: MIT
"""The sessions that attendances are joined to, as columns `session.*` of an exported table, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.people import JoinedSessions
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa

PREFIX = "session."
_OWN = ("date", "linked")


def session_columns(sessions: JoinedSessions | None) -> dict[str, pa.Array]:
    """The sessions joined to attendances, as columns to write.

    Parameters
    ----------
    sessions : JoinedSessions or None
        One entry for each attendance.

    Returns
    -------
    dict of str to pyarrow.Array
        "session.date", "session.linked" and one for each group; empty without sessions.
    """
    if sessions is None:
        return {}
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    columns = {f"{PREFIX}date": pa.array(sessions.dates), f"{PREFIX}linked": pa.array(sessions.linked)}
    return columns | {f"{PREFIX}{part}": pa.array(list(words)) for part, words in sessions.groups.items()}


def session_labels(sessions: JoinedSessions | None) -> dict[str, dict[str, dict[str, str]]]:
    """The words of each group as JSON.

    Parameters
    ----------
    sessions : JoinedSessions or None
        Its labels.

    Returns
    -------
    dict
        Part → word → language → label; empty without sessions.
    """
    if sessions is None:
        return {}
    return {
        part: {word: dict(label.by_language) for word, label in labels.items()}
        for part, labels in sessions.labels.items()
    }


def sessions_read(
    columns: Mapping[str, pa.ChunkedArray], stored: Mapping[str, Mapping[str, Mapping[str, str]]]
) -> JoinedSessions | None:
    """The sessions from columns of an Arrow table and the words that were stored.

    Parameters
    ----------
    columns : mapping of str to pyarrow.ChunkedArray
        All columns of the file.
    stored : mapping
        As `session_labels` gave it.

    Returns
    -------
    JoinedSessions or None
        None where the file has none.
    """
    if f"{PREFIX}linked" not in columns:
        return None
    parts = [name.removeprefix(PREFIX) for name in columns if name.startswith(PREFIX)]
    groups = {part: columns[f"{PREFIX}{part}"].to_pylist() for part in parts if part not in _OWN}
    labels = {part: {word: Labels(dict(one)) for word, one in words.items()} for part, words in stored.items()}
    dates, linked = (columns[f"{PREFIX}{name}"].to_numpy() for name in _OWN)
    return JoinedSessions(dates, groups, labels, linked)
